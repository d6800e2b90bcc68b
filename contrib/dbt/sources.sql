-- models/sources.yml: every table and view of a ledger as a source of dbt, with
-- its comments.
--
--   psql -XAtq -v ledger=ledger -f sources.sql > models/sources.yml
--
-- Texts are JSON, which YAML can read as it is.  The schema is a variable of
-- the package, as the ledger of the reader may have another name.  Keys are told
-- to BI tools in the way of dbt-metabase: the ledger declares few foreign keys,
-- and views cannot have any.
SELECT format(E'# Made by sources.sql from the comments of the ledger: do not edit.\nversion: 2\nsources:\n  - name: ledger\n    description: %s\n    schema: "{{ var(''ledger_schema'') }}"\n    tables:',
			  to_json('The ledger of runrate: facts, master data and reports. Never build into its schema.'::text));

SELECT format(E'      - name: %s\n        description: %s\n%s        columns:\n%s', c.relname, to_json(obj_description(c.oid, 'pg_class')),
			  -- what is only ever inserted can say how fresh it is
			  CASE WHEN c.relname IN ('events', 'outcomes', 'reviews')
				   THEN E'        config: {loaded_at_field: recorded_at}\n' END,
			  (SELECT string_agg(format('          - {name: %s, data_type: %s, description: %s%s}', a.attname,
										to_json(format_type(a.atttypid, a.atttypmod)), to_json(col_description(c.oid, a.attnum)),
										CASE WHEN p.conkey IS NOT NULL THEN ', config: {meta: {metabase.semantic_type: type/PK}}'
											 WHEN k.of_table IS NOT NULL THEN
											 format(', config: {meta: {metabase.semantic_type: type/FK, metabase.fk_target_table: "{{ var(''ledger_schema'') }}.%s", metabase.fk_target_field: %s}}',
													k.of_table, k.field) END),
								 E'\n' ORDER BY a.attnum)
			   FROM pg_attribute a
			   LEFT JOIN pg_constraint p ON p.conrelid = c.oid AND p.contype = 'p' AND p.conkey = ARRAY[a.attnum]
			   LEFT JOIN (VALUES ('business_unit', 'business_units', 'business_unit'), ('work_item', 'work_items', 'work_item'),
								 ('layer', 'cost_layers', 'layer'), ('experiment', 'experiments', 'experiment'),
								 ('alert', 'alerts', 'id')) AS k (name, of_table, field)
					  ON k.name = a.attname AND k.of_table <> c.relname
			   WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped))
FROM pg_class c
WHERE c.relnamespace = (quote_ident(:'ledger'))::regnamespace AND c.relkind IN ('r', 'p', 'v') AND NOT c.relispartition
ORDER BY c.relname COLLATE "C";
