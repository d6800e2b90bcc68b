DO $do$
BEGIN
	EXECUTE (SELECT 'CREATE OR REPLACE VIEW fact_keys WITH (security_invoker = true) AS '
		|| string_agg(format('SELECT %L AS fact, source, source_key, key_hash, id FROM %s', c.fact, c.fact_table),
			' UNION ALL ')
		FROM facts_catalogue c);
END;
$do$;

COMMENT ON VIEW fact_keys IS 'The keys of all facts, each of which is there once.';
COMMENT ON COLUMN fact_keys.fact IS 'Table of facts.';
COMMENT ON COLUMN fact_keys.source IS 'System that the row comes from.';
COMMENT ON COLUMN fact_keys.source_key IS 'Key of the row in that system.';
COMMENT ON COLUMN fact_keys.key_hash IS 'Hash of both, which is indexed.';
COMMENT ON COLUMN fact_keys.id IS 'Row that has it.';
