DO $do$
BEGIN
	EXECUTE (SELECT 'CREATE OR REPLACE VIEW void_facts WITH (security_invoker = true) AS '
		|| string_agg(format('SELECT %L AS fact, id, reverses FROM %s WHERE reverses IS NOT NULL', c.fact,
			c.fact_table), ' UNION ALL ')
		FROM facts_catalogue c);
END;
$do$;

COMMENT ON VIEW void_facts IS 'All reversals. Checks of single rows leave out both the reversal and what it reverses.';
COMMENT ON COLUMN void_facts.fact IS 'Table of facts.';
COMMENT ON COLUMN void_facts.id IS 'Row that is a reversal.';
COMMENT ON COLUMN void_facts.reverses IS 'Row that it reverses.';
