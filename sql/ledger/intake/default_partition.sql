-- Where a month has no partition, its events go here: no load fails.
DO $do$
BEGIN
	IF (SELECT s.partition_events FROM ledger_settings s)
		AND NOT EXISTS (SELECT FROM pg_partitioned_table p WHERE p.partrelid = 'events'::regclass AND p.partdefid <> 0)
	THEN
		CREATE TABLE events_default PARTITION OF events DEFAULT;
		COMMENT ON TABLE events_default IS 'Events of months that have no partition; add_event_partitions() moves them into one.';
	END IF;
END;
$do$;
