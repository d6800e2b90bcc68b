CREATE TABLE quarantine (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	fact text NOT NULL,
	source text,
	source_key text,
	problem text NOT NULL,
	payload jsonb NOT NULL
);

COMMENT ON TABLE quarantine IS
'Rows that were not taken because they contradict themselves, with the reason. Once mended, insert them again under the same key.';
COMMENT ON COLUMN quarantine.id IS 'Number of the row.';
COMMENT ON COLUMN quarantine.recorded_at IS 'When it was put aside.';
COMMENT ON COLUMN quarantine.fact IS 'Table that it was meant for.';
COMMENT ON COLUMN quarantine.source IS 'System that it comes from.';
COMMENT ON COLUMN quarantine.source_key IS 'Its key there.';
COMMENT ON COLUMN quarantine.problem IS 'Why it was not taken.';
COMMENT ON COLUMN quarantine.payload IS 'The row as it arrived.';
