-- The text of what the ledger and the extension do: functions, views, triggers,
-- as the catalog shows it, without the names of the schemas, which may change,
-- and whatever the session has set.
CREATE OR REPLACE FUNCTION definition_lines(ledger_table regclass) RETURNS SETOF text
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET quote_all_identifiers = off SET datestyle = 'ISO'
	SET intervalstyle = 'postgres' SET timezone = 'UTC' SET extra_float_digits = 1
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	RETURN QUERY
	WITH live AS MATERIALIZED (
		SELECT o.kind, o.identity
		FROM runrate_internal.ledger_objects('ledger_settings'::regclass) o
		WHERE o.object IN (SELECT unnest(s.objects) FROM ledger_settings s)
		UNION ALL
		SELECT 'function', d.objid
		FROM pg_depend d
		JOIN pg_extension e ON e.oid = d.refobjid
		WHERE d.classid = 'pg_proc'::regclass AND d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e'
		  AND e.extname = 'runrate'
	)
	SELECT runrate_internal.canonical_line('function', ROW(p.proname::text, pg_get_function_identity_arguments(p.oid),
			   l.lanname::text, p.prosrc, p.probin, pg_get_function_sqlbody(p.oid), p.prosecdef, p.provolatile::text,
			   array_to_string(p.proconfig, ' ')))
	FROM live o
	JOIN pg_proc p ON p.oid = o.identity
	JOIN pg_language l ON l.oid = p.prolang
	WHERE o.kind = 'function'
	UNION ALL
	SELECT runrate_internal.canonical_line('view', ROW(c.relname::text, pg_get_viewdef(c.oid),
			   array_to_string(c.reloptions, ' ')))
	FROM live o
	JOIN pg_class c ON c.oid = o.identity
	WHERE o.kind = 'view'
	UNION ALL
	SELECT runrate_internal.canonical_line('trigger', ROW(c.relname::text, pg_get_triggerdef(g.oid, true),
			   g.tgenabled::text))
	FROM live o
	JOIN pg_trigger g ON g.oid = o.identity
	JOIN pg_class c ON c.oid = g.tgrelid
	WHERE o.kind = 'trigger';
END;
$body$;
COMMENT ON FUNCTION definition_lines(regclass) IS 'definition_lines(''ledger.events''): each function, view and trigger of the ledger, and each function of the extension, as a line.';

-- What decides how these lines are written
CREATE OR REPLACE FUNCTION definition_version() RETURNS text
	LANGUAGE sql STABLE
	RETURN runrate_internal.version() || ' on PostgreSQL ' || current_setting('server_version_num')::integer / 10000;
COMMENT ON FUNCTION definition_version() IS 'definition_version(): the versions of runrate and PostgreSQL; definitions are compared only with those of the same.';

CREATE OR REPLACE FUNCTION verify_definitions(ledger_table regclass) RETURNS TABLE (month date, entry bigint,
		object text, expected text, found text)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	RETURN QUERY
	WITH present AS (
		SELECT count(*) AS row_count, runrate_internal.sha256_of_lines(l ORDER BY l COLLATE "C") AS digest
		FROM definition_lines(ledger_table) l
	)
	SELECT c.month, d.entry, d.columns, d.row_count || ' objects ' || d.digest, p.row_count || ' objects ' || p.digest
	FROM closed_digests d
	JOIN closings c ON c.entry = d.entry
	CROSS JOIN present p
	WHERE d.source = 'definitions' AND d.columns = definition_version()
	  AND d.entry = (SELECT max(l.entry) FROM closed_digests l WHERE l.source = 'definitions')
	  AND (p.row_count, p.digest) IS DISTINCT FROM (d.row_count, d.digest);
END;
$body$;
COMMENT ON FUNCTION verify_definitions(regclass) IS 'verify_definitions(''ledger.events''): whether functions, views and triggers are other ones than when a month was last closed, with the same versions of runrate and PostgreSQL.';
