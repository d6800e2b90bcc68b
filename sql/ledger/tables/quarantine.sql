CREATE TABLE quarantine (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	fact text NOT NULL,
	source text,
	source_key text,
	problem text NOT NULL,
	payload jsonb NOT NULL,
	key_hash uuid,
	holder xid8
);

CREATE INDEX ON quarantine (key_hash);

CREATE INDEX ON quarantine (id) WHERE holder IS NOT NULL;

COMMENT ON TABLE quarantine IS
'Rows that were not taken, with the reason: they contradict themselves, say what is not allowed, or came under the key of a reversed row. Once mended, insert them again. Rows with a holder settle themselves.';
COMMENT ON COLUMN quarantine.id IS 'Number of the row.';
COMMENT ON COLUMN quarantine.recorded_at IS 'When it was put aside.';
COMMENT ON COLUMN quarantine.recorded_by IS 'Role that loaded it.';
COMMENT ON COLUMN quarantine.fact IS 'Table that it was meant for.';
COMMENT ON COLUMN quarantine.source IS 'System that it comes from.';
COMMENT ON COLUMN quarantine.source_key IS 'Its key there.';
COMMENT ON COLUMN quarantine.problem IS 'Why it was not taken.';
COMMENT ON COLUMN quarantine.payload IS 'The row as it arrived.';
COMMENT ON COLUMN quarantine.key_hash IS 'Hash of source and source_key, as the table of facts has it; empty: one of them is.';
COMMENT ON COLUMN quarantine.holder IS 'Transaction that was loading the same key when the row came. When it has ended, the next load or price_pending() takes the row in, or finds it there. Empty: the row waits for you.';
