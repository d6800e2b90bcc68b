
-- What there is, as a table

CREATE VIEW runrate.help WITH (security_invoker = true) AS
SELECT p.proname::text AS name,
	   CASE p.prokind WHEN 'a' THEN 'aggregate' WHEN 'w' THEN 'window function' WHEN 'p' THEN 'procedure'
			ELSE 'function' END AS kind,
	   pg_catalog.pg_get_function_arguments(p.oid) AS arguments,
	   pg_catalog.pg_get_function_result(p.oid) AS result,
	   pg_catalog.regexp_replace(pg_catalog.obj_description(p.oid, 'pg_proc'), '[.]\s+[A-Z].*$', '.') AS summary,
	   'doc/' || h.page || '.md' AS page
FROM pg_catalog.pg_proc p
JOIN runrate_internal.help_pages() h ON h.name = p.proname
WHERE p.pronamespace = 'runrate'::pg_catalog.regnamespace
ORDER BY p.proname, 3;
COMMENT ON VIEW runrate.help IS
'The functions of runrate: SELECT name, arguments, summary FROM runrate.help WHERE name ~ ''cost''. \df+ has the whole text of each; the reports of a ledger have theirs in \d+.';
COMMENT ON COLUMN runrate.help.name IS 'Name, to be called as runrate.name.';
COMMENT ON COLUMN runrate.help.kind IS 'aggregate, function, procedure, or window function, which needs OVER.';
COMMENT ON COLUMN runrate.help.arguments IS 'Arguments with their types and defaults.';
COMMENT ON COLUMN runrate.help.result IS 'Type of the result; empty: a procedure.';
COMMENT ON COLUMN runrate.help.summary IS 'An example and what it gives, in a sentence.';
COMMENT ON COLUMN runrate.help.page IS 'Page of the documentation.';
GRANT SELECT ON runrate.help TO PUBLIC;
