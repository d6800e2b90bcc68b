CREATE TABLE ledger_settings (
	id bigint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
	ledger_id uuid NOT NULL DEFAULT gen_random_uuid(),
	version text NOT NULL,
	currency text NOT NULL,
	time_zone text NOT NULL,
	keep_usage boolean NOT NULL DEFAULT false,
	partition_events boolean NOT NULL DEFAULT false,
	anomaly_floor numeric CHECK (anomaly_floor >= 0 AND anomaly_floor < 1e15),
	created_at timestamptz NOT NULL DEFAULT now(),
	ledger_table regclass,
	parts text[] NOT NULL DEFAULT '{}',
	objects text[] NOT NULL DEFAULT '{}'
);

COMMENT ON TABLE ledger_settings IS 'What was fixed when the ledger was created, and what it is made of. One row; changing it changes nothing for the better.';
COMMENT ON COLUMN ledger_settings.id IS '1, as there is one row.';
COMMENT ON COLUMN ledger_settings.ledger_id IS 'What the ledger is known by in the documents of its closings, whatever it is named and wherever it is restored.';
COMMENT ON COLUMN ledger_settings.version IS 'Version of runrate that the objects of the ledger are of.';
COMMENT ON COLUMN ledger_settings.currency IS 'Currency of all amounts.';
COMMENT ON COLUMN ledger_settings.time_zone IS 'Time zone of days, weeks and months.';
COMMENT ON COLUMN ledger_settings.keep_usage IS 'Whether events keep the usage object that they came with; set by keep_usage().';
COMMENT ON COLUMN ledger_settings.partition_events IS 'Whether events are partitioned by month, and their keys kept in event_keys.';
COMMENT ON COLUMN ledger_settings.anomaly_floor IS 'How much money an odd day of an agent has to be off by to be an anomaly; set by set_anomaly_floor(). Empty: usual_anomaly_floor().';
COMMENT ON COLUMN ledger_settings.created_at IS 'When the ledger was created.';
COMMENT ON COLUMN ledger_settings.ledger_table IS 'A table of the ledger. By it the schema of these settings and that of the ledger find each other, whatever they are called.';
COMMENT ON COLUMN ledger_settings.parts IS 'What was run once, so that an upgrade runs only what is new.';
COMMENT ON COLUMN ledger_settings.objects IS 'The tables, views, functions and triggers that runrate made. An upgrade drops those that it makes no more and leaves yours alone; what is missing or disabled is a fault.';
