CREATE OR REPLACE FUNCTION page_odd(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH day AS (
		-- A day that is odd by several metrics is one odd day, with the largest amount.
		SELECT n.*, row_number() OVER (ORDER BY n.excess_cost DESC, n.day, n.agent COLLATE "C") AS place
		FROM (SELECT DISTINCT ON (n.day, n.agent) n.*
			  FROM jsonb_to_recordset(d -> 'anomalies') n (day date, agent text, metric text, actual numeric,
				  expected numeric, excess_cost numeric)
			  ORDER BY n.day, n.agent, n.excess_cost DESC, n.metric DESC) n
	),
	item AS (
		SELECT i.* FROM jsonb_to_record(d -> 'items') i (agent text, day date, direct_cost numeric, norm_cost numeric,
			excess_cost numeric,
			found numeric, excess numeric)
		WHERE i.found > 0
	),
	shown AS (
		SELECT place, day, agent,
			   CASE metric WHEN 'direct_cost_per_outcome' THEN 'direct unit cost'
						   ELSE replace(metric, '_', ' ') END AS measure,
			   actual, expected, excess_cost FROM day
		WHERE place <= CASE WHEN EXISTS (SELECT FROM item) THEN 2 ELSE 3 END
		UNION ALL
		SELECT 9, day, agent, 'dearest item', direct_cost, norm_cost, excess_cost FROM item
	)
	SELECT page_section('w5', 'odd', 'Out of the ordinary', html_count((SELECT count(*) FROM day), 'agent-day')
			|| coalesce((SELECT ', ' || html_count(i.found, 'work item') FROM item i), ''),
		CASE WHEN NOT EXISTS (SELECT FROM shown) THEN '<p class="note">None.</p>'
			ELSE page_table('Out of the ordinary', NULL, page_heads('Day|Agent, measure|#Actual|#Norm|#Excess'),
				'<tbody>' || (SELECT string_agg('<tr><td>' || html_day(s.day) || '</td><th scope="row">' || html_name(s.agent, 20) || ', '
					|| html_cut(s.measure, 16) || '</th>' || page_cells(html_unit_cost(s.actual),
						html_unit_cost(s.expected),
						html_money(s.excess_cost, page_in_thousands(d))) || '</tr>', '' ORDER BY s.place)
							FROM shown s) || '</tbody>')
			|| '<p class="note">Above the norm: ' || html_money(coalesce((SELECT sum(greatest(n.excess_cost, 0)) FROM day n), 0), page_in_thousands(d)) || ' on agent-days'
			|| coalesce((SELECT ', ' || html_money(i.excess, page_in_thousands(d)) || ' on work items' FROM item i), '') || '.</p>' END);
END;

COMMENT ON FUNCTION page_odd(jsonb) IS 'page_odd(d): days and work items out of the ordinary.';
