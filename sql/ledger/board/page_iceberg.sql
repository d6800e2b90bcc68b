CREATE OR REPLACE FUNCTION page_iceberg(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH layer AS (
		SELECT l.*, CASE l.visibility WHEN 'visible' THEN 1 ELSE 2 END AS part,
			   row_number() OVER (PARTITION BY l.visibility ORDER BY l.cost DESC, l.layer COLLATE "C") AS place,
			   CASE l.visibility WHEN 'visible' THEN 2 ELSE 10 END AS room
		FROM jsonb_to_recordset(d -> 'layers') l (layer text, visibility text, cost numeric, ratio numeric,
			last numeric)
	),
	shown AS (
		SELECT part, 1 AS sort, place, html_name(replace(layer, '_', ' '), 26) AS name, cost, ratio, last FROM layer
			WHERE place <= room
		UNION ALL
		SELECT part, 2, 0, html_count(count(*), 'other layer'), sum(cost), sum(ratio), sum(last) FROM layer
			WHERE place > room
		GROUP BY part
		UNION ALL
		SELECT part, 0, 0, CASE part WHEN 1 THEN 'Visible, on the model bill' ELSE 'Hidden' END, sum(cost),
			sum(ratio), sum(last)
		FROM layer GROUP BY part
	),
	scale AS (
		SELECT CASE WHEN min(cost) < 0 THEN -page_round_up(-min(cost)) ELSE 0 END AS low,
			page_round_up(greatest(max(cost), 0)) AS high
		FROM shown WHERE sort > 0
	)
	SELECT page_section('w6', 'ice', 'The cost iceberg', 'what is on the model bill, and what is below',
		page_table('The cost iceberg', 'ice', page_heads('Layer|#Cost|#Share|#vs ' || html_month((d ->> 'last')::date,
			'Mon'))
			|| '<th scope="col" class="b" aria-label="Bar of the cost">' || CASE WHEN c.low < 0 THEN html_money(c.low, k.thousands) ELSE '0' END
			|| ' to ' || html_money(c.high, k.thousands) || '</th>',
			coalesce((SELECT string_agg(p.body, '' ORDER BY p.part)
				FROM (SELECT s.part, '<tbody' || CASE s.part WHEN 2 THEN ' class="hidden"' ELSE '' END || '>'
					|| string_agg(
						'<tr' || CASE s.sort WHEN 0 THEN ' class="group"' ELSE '' END || '><th scope="row">' || s.name || '</th>'
						|| page_cells(html_money(s.cost, k.thousands), html_ratio(s.ratio), html_change(s.cost, s.last))
						|| '<td class="b">' || CASE s.sort WHEN 0 THEN '' ELSE page_bars(page_bar(CASE s.part WHEN 1 THEN 'seen' ELSE 'hid' END,
							s.cost, c.low, c.high), c.low, c.high) END || '</td></tr>', '' ORDER BY s.sort, s.place)
								|| '</tbody>' AS body
					  FROM shown s GROUP BY s.part) p), '<tbody></tbody>')))
	FROM scale c, (SELECT page_in_thousands(d) AS thousands) k;
END;

COMMENT ON FUNCTION page_iceberg(jsonb) IS 'page_iceberg(d): what of the cost is on the model bill, and what is below.';
