DO $do$
BEGIN
	IF NOT (SELECT s.partition_events FROM ledger_settings s) THEN
		RETURN;
	END IF;
	CREATE TABLE event_keys (
		key_hash uuid PRIMARY KEY,
		id bigint NOT NULL,
		occurred_at timestamptz NOT NULL
	) PARTITION BY HASH (key_hash);
	FOR n IN 0..15
	LOOP
		EXECUTE format('CREATE TABLE event_keys_%1$s PARTITION OF event_keys FOR VALUES WITH (MODULUS 16, REMAINDER %1$s)', n);
		EXECUTE format('COMMENT ON TABLE event_keys_%s IS %L', n, 'A sixteenth of event_keys.');
	END LOOP;
	COMMENT ON TABLE event_keys IS 'The keys of all events that were ever taken. They stay when a partition of events is dropped, so that an event that comes again is known. No two rows have the same hash.';
	COMMENT ON COLUMN event_keys.key_hash IS 'Hash of source and source_key with the secret of the ledger.';
	COMMENT ON COLUMN event_keys.id IS 'Row of events that has the key.';
	COMMENT ON COLUMN event_keys.occurred_at IS 'When it happened, which says in what partition the row is.';
END;
$do$;
