CREATE OR REPLACE FUNCTION page_quality(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH check_found AS (
		SELECT q.*, row_number() OVER (ORDER BY q.check_order) AS place, count(*) OVER () AS n
		FROM jsonb_to_recordset(d -> 'quality') q (check_order bigint, check_name text, found numeric,
			examined numeric, cost numeric)
	),
	vendor AS (
		SELECT v.*, row_number() OVER (ORDER BY abs(v.difference) DESC, v.vendor COLLATE "C") AS place, count(*)
			OVER () AS n
		FROM jsonb_to_recordset(d -> 'vendors') v (vendor text, difference numeric, classification text)
		WHERE v.difference IS NOT NULL
	)
	SELECT page_section(NULL, 'data', 'Data quality', NULL, '<p class="facts">'
		|| coalesce((SELECT string_agg(CASE WHEN q.place = 1 THEN upper(left(html_cut(q.check_name, 50), 1))
		|| substr(html_cut(q.check_name, 50), 2)
				ELSE html_cut(q.check_name, 50) END || ': ' || html_number(q.found)
				|| CASE WHEN q.examined > q.found THEN ' of ' || html_number(q.examined) ELSE '' END
				|| CASE WHEN abs(q.cost) >= 1 THEN ' (' || html_money(q.cost, page_in_thousands(d)) || ')' ELSE '' END,
				'; ' ORDER BY q.place)
			|| CASE WHEN max(q.n) > 4 THEN '; ' || html_count(max(q.n) - 4, 'more check') || ' found something'
				ELSE '' END
			FROM check_found q WHERE q.place <= 4) || '. ', 'No check found anything. ')
		|| coalesce((SELECT string_agg('Vendor ' || html_name(v.vendor, 24) || ' billed '
		|| html_money(abs(v.difference), page_in_thousands(d))
				|| CASE WHEN v.difference > 0 THEN ' more' ELSE ' less' END || ' than was metered ('
				|| html_cut(replace(v.classification, '_', ' '), 30)
				|| ')', '; ' ORDER BY v.place)
			|| CASE WHEN max(v.n) > 2 THEN '; and ' || max(v.n) - 2 || ' more' ELSE '' END
			FROM vendor v WHERE v.place <= 2) || '.', 'All bills match what was metered.') || '</p>');
END;

COMMENT ON FUNCTION page_quality(jsonb) IS 'page_quality(d): what is missing or contradictory, and bills that are not what was metered.';
