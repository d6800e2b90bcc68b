-- models/sources.yml: every table and view of a ledger as a source of dbt, with
-- its comments.
--
--   psql -XAtq -v ledger=ledger -f sources.sql > models/sources.yml
--
-- Texts are JSON, which YAML can read as it is.  The schema is a variable of
-- the package, as the ledger of the reader may have another name.
SELECT format(E'# Made by sources.sql from the comments of the ledger: do not edit.\nversion: 2\nsources:\n  - name: ledger\n    description: %s\n    schema: "{{ var(''ledger_schema'') }}"\n    tables:',
			  to_json('The ledger of runrate: facts, master data and reports. Never build into its schema.'::text));

SELECT format(E'      - name: %s\n        description: %s\n%s        columns:\n%s', c.relname, to_json(obj_description(c.oid, 'pg_class')),
			  -- what is only ever inserted can say how fresh it is
			  CASE WHEN c.relname IN ('events', 'outcomes', 'reviews')
				   THEN E'        config: {loaded_at_field: recorded_at}\n' END,
			  (SELECT string_agg(format('          - {name: %s, data_type: %s, description: %s}', a.attname,
										to_json(format_type(a.atttypid, a.atttypmod)), to_json(col_description(c.oid, a.attnum))),
								 E'\n' ORDER BY a.attnum)
			   FROM pg_attribute a
			   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
FROM pg_class c
WHERE c.relnamespace = (quote_ident(:'ledger'))::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
ORDER BY c.relname COLLATE "C";
