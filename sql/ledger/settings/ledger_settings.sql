CREATE TABLE ledger_settings (
	ledger text NOT NULL,
	version text NOT NULL,
	currency text NOT NULL,
	time_zone text NOT NULL,
	created_at timestamptz NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX ON ledger_settings ((true));

COMMENT ON TABLE ledger_settings IS 'What was fixed when the ledger was created. One row; changing it changes nothing.';
COMMENT ON COLUMN ledger_settings.ledger IS 'Schema of the ledger at that time.';
COMMENT ON COLUMN ledger_settings.version IS 'Version of runrate that the objects of the ledger are of.';
COMMENT ON COLUMN ledger_settings.currency IS 'Currency of all amounts.';
COMMENT ON COLUMN ledger_settings.time_zone IS 'Time zone of days, weeks and months.';
COMMENT ON COLUMN ledger_settings.created_at IS 'When the ledger was created.';
