-- The picture of a ledger's tables, doc/tables.svg, made from the catalog:
--
--	psql -XAtq -v ledger=ledger -f scripts/tables.sql -o doc/tables.svg
--
-- A box is a table with what leads to another one: a column that has the name of
-- the other's key.  What has no foreign key in the catalog has none for speed.
-- test/t/020_docs.pl compares the picture with a ledger of today.

SELECT set_config('client_encoding', 'UTF8', false) IS NULL AS ignored
\gset

WITH placed AS (
	SELECT * FROM (VALUES
		(1, 'Who and what', ARRAY['business_units', 'agents', 'work_items', 'cost_layers', 'outcome_rules', 'accounts']),
		(2, 'Facts: what happened', ARRAY['events', 'outcomes', 'reviews', 'shared_costs', 'investments', 'disposals',
										 'invoices', 'revenue']),
		(3, 'Prices, rates, targets', ARRAY['prices', 'price_names', 'model_aliases', 'volume_prices', 'commitments', 'fx',
										   'reviewer_costs', 'fixed_shares', 'markup_rates', 'human_baselines', 'slos']),
		(5, 'Set aside, history', ARRAY['quarantine', 'conflicts', 'changes'])) AS p (place, title, names)
),
keys AS (
	SELECT * FROM (VALUES
		('business_unit', 'business_units'), ('agent', 'agents'), ('work_item', 'work_items'), ('layer', 'cost_layers'),
		('outcome', 'outcome_rules'), ('account', 'accounts'), ('reviewer', 'reviewer_costs'), ('driver', 'fixed_shares'),
		('currency', 'fx'), ('unit_of_work', 'agents'), ('model', 'prices'), ('experiment', 'experiments'),
		('alert', 'alerts'), ('vendor', 'invoices'), ('investment', 'investments')) AS k (key, of_table)
),
-- in the order of its column, and there in that of the list
boxes AS (
	SELECT c.oid, c.relname, coalesce(p.place, 4) AS place,
		   coalesce(array_position(p.names, c.relname::text), 100) AS rank,
		   l.links, greatest(cardinality(l.links), 0) AS lines, l.columns
	FROM pg_class c
	LEFT JOIN placed p ON c.relname = ANY (p.names)
	CROSS JOIN LATERAL (
		SELECT coalesce(array_agg(format('%s → %s', a.attname, k.of_table) ORDER BY a.attnum)
							FILTER (WHERE k.of_table <> c.relname), '{}') AS links,
			   count(*) AS columns
		FROM pg_attribute a
		LEFT JOIN keys k ON k.key = a.attname
		WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) l
	WHERE c.relnamespace = :'ledger'::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
),
stacked AS (
	SELECT *, 20 + (place - 1) * 236 AS x, 40 + 15 * lines AS height,
		   64 + sum(40 + 15 * lines + 10) OVER (PARTITION BY place ORDER BY rank, relname COLLATE "C") - (40 + 15 * lines + 10) AS y
	FROM boxes
),
drawn AS (
	SELECT place, rank, relname,
		   format('<rect x="%s" y="%s" width="220" height="%s" rx="4" fill="#fff" stroke="#5b6b7f"/>', x, y, height)
		   || format('<text x="%s" y="%s" class="t">%s</text>', x + 10, y + 18, relname)
		   || format('<text x="%s" y="%s" class="n">%s columns</text>', x + 10, y + 32, columns)
		   || (SELECT coalesce(string_agg(format('<text x="%s" y="%s">%s</text>', x + 10, y + 31 + 15 * n, link), '' ORDER BY n), '')
			   FROM unnest(links) WITH ORDINALITY AS u (link, n)) AS box
	FROM stacked
)
SELECT format('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1200 %s" role="img" aria-labelledby="t"><title id="t">'
			  'The tables of a ledger, and what leads from one to another</title>'
			  '<style>text{font:12px sans-serif;fill:#34495e}.t{font-weight:bold;fill:#102a43}.n{fill:#627d98;font-size:11px}'
			  '.h{font-size:15px;font-weight:bold;fill:#102a43}</style><rect width="100%%" height="100%%" fill="#f5f7fa"/>',
			  (SELECT max(y + height) + 20 FROM stacked))
UNION ALL
SELECT format('<text x="%s" y="40" class="h">%s</text>', 20 + (place - 1) * 236, title)
FROM (SELECT place, title FROM placed UNION ALL VALUES (4, 'Plans and decisions') ORDER BY 1) AS h
UNION ALL
SELECT box FROM (SELECT box FROM drawn ORDER BY place, rank, relname COLLATE "C") AS b
UNION ALL
SELECT '</svg>';
