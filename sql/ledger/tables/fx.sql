CREATE TABLE fx (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	currency text NOT NULL,
	valid_from timestamptz NOT NULL DEFAULT '1970-01-01 00:00:00+00'
		CHECK (valid_from BETWEEN '0001-01-01 00:00+00' AND '9999-12-31 00:00+00'),
	ledger_amount numeric CHECK (ledger_amount > 0 AND ledger_amount < 1e15),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer
);

CREATE INDEX ON fx (currency, valid_from);

COMMENT ON TABLE fx IS
'What one unit of another currency is worth in the currency of the ledger. Append-only: a later row for the same currency supersedes.';
COMMENT ON COLUMN fx.id IS 'Number of the row.';
COMMENT ON COLUMN fx.currency IS 'Currency, by its ISO 4217 code.';
COMMENT ON COLUMN fx.valid_from IS 'From when it holds.';
COMMENT ON COLUMN fx.ledger_amount IS 'Value of one unit in the currency of the ledger; empty: from then it is not known.';
COMMENT ON COLUMN fx.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN fx.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN fx.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
