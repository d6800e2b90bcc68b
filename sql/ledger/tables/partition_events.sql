-- The table of events, which is empty yet, again as a partitioned one if the
-- ledger is to have it so.  Its keys are unique in event_keys; a reversal is in
-- the partition of its original, as it has the same time.
DO $do$
DECLARE
	internal text := (SELECT c.relnamespace::regnamespace::text
					  FROM pg_class c
					  WHERE c.oid = 'ledger_settings'::regclass);
	description text := obj_description('events'::regclass, 'pg_class');
BEGIN
	IF NOT (SELECT s.partition_events FROM ledger_settings s) THEN
		RETURN;
	END IF;
	ALTER TABLE events DROP CONSTRAINT events_pkey, DROP CONSTRAINT events_key_hash_key;
	DROP INDEX events_reverses_idx;
	ALTER SEQUENCE events_id_seq OWNED BY NONE;
	-- out of the way, so that the new indexes get the names that they have there
	EXECUTE format('ALTER TABLE events SET SCHEMA %s', internal);
	CREATE TABLE events (LIKE events INCLUDING ALL) PARTITION BY RANGE (occurred_at);
	ALTER TABLE events ADD PRIMARY KEY (id, occurred_at);
	CREATE UNIQUE INDEX ON events (reverses, occurred_at) WHERE reverses IS NOT NULL;
	ALTER SEQUENCE events_id_seq OWNED BY events.id;
	EXECUTE format('COMMENT ON TABLE events IS %L', description);
	EXECUTE format('DROP TABLE %s.events', internal);
END;
$do$;
