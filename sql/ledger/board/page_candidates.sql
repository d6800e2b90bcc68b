CREATE OR REPLACE FUNCTION page_candidates(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH candidate AS (
		SELECT c.*, row_number() OVER (ORDER BY c.cost DESC, c.agent COLLATE "C") AS place, count(*) OVER () AS n
		FROM jsonb_to_recordset(d -> 'candidates') c (reason_order bigint, agent text, months bigint, cost numeric,
			total numeric,
			unit_cost numeric, compared_cost numeric)
	)
	SELECT page_section('w7', 'retire', 'Retire or change', 'agents that do not earn their cost',
		CASE WHEN NOT EXISTS (SELECT FROM candidate) THEN '<p class="note">None.</p>'
			ELSE page_table('Retire or change', NULL, page_heads('Agent|Why|#A month|Proposed'),
				'<tbody>' || (SELECT string_agg('<tr><th scope="row">' || html_name(c.agent, 24) || '</th><td class="free">'
					|| CASE c.reason_order
						WHEN 1 THEN 'no outcome in ' || html_count(c.months, 'month') || ', ' || html_money(c.total, k.thousands) || ' in all'
						WHEN 2 THEN 'a person costs ' || html_unit_cost(c.compared_cost) || ', the agent '
							|| html_unit_cost(c.unit_cost)
						ELSE html_number(100 * (c.unit_cost / c.compared_cost - 1)) || '% above target, '
							|| html_count(c.months, 'month')
							|| ' outside its band' END
					|| '</td><td class="n">' || html_money(c.cost, k.thousands) || '</td><td>' || CASE c.reason_order
						WHEN 1 THEN 'retire'
						WHEN 2 THEN 'retire or retrain' ELSE 'transition' END || '</td></tr>', '' ORDER BY c.place)
					FROM candidate c WHERE c.place <= 3) || '</tbody>')
			|| coalesce((SELECT '<p class="note">' || html_count(max(c.n) - 3, 'more candidate') || ' not shown.</p>'
				FROM candidate c
				HAVING max(c.n) > 3), '') END)
	FROM (SELECT page_in_thousands(d) AS thousands) k;
END;

COMMENT ON FUNCTION page_candidates(jsonb) IS 'page_candidates(d): agents to retire or to change.';
