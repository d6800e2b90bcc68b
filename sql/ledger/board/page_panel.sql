-- Thirteen months of a line: what an outcome costs, the band of its target, and
-- a person.  A month without a unit cost is a gap, never 0.
CREATE OR REPLACE FUNCTION page_panel(place bigint, pl_line text, unit_of_work text, months jsonb, first date,
	month date,
	top numeric, low numeric, width numeric) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH frame AS (
		SELECT f.*, (width - f.l - f.r) / 28 AS half, (width - f.l - f.r - (width - f.l - f.r) / 14 - 4) / 12 AS gap
		FROM (SELECT s.step, s.bottom, round(7 + 5.3 * greatest(page_width(page_tick(top, s.step)),
															   page_width(page_tick(s.bottom, s.step))), 1) AS l,
					 round(6 + 7 * CASE WHEN months -> -1 ->> 'unit_cost' IS NULL THEN 4
						ELSE page_width(html_unit_cost((months -> -1 ->> 'unit_cost')::numeric)) END, 1) AS r
			  FROM page_scale(top, low) s) f
	),
	point AS (
		SELECT m.k, t.month IS NOT NULL AS is_known, t.unit_cost, t.band_low, t.band_high, t.human_unit_cost AS human,
			   f.l + f.half + 1 + f.gap * m.k AS x, f.gap / 2 AS w,
			   17 + (top - t.unit_cost) / (top - f.bottom) * 72 AS y,
			   17 + (top - t.band_low) / (top - f.bottom) * 72 AS y_low,
			   17 + (top - t.band_high) / (top - f.bottom) * 72 AS y_high,
			   17 + (top - t.human_unit_cost) / (top - f.bottom) * 72 AS y_human,
			   m.k - row_number() OVER (PARTITION BY t.unit_cost IS NULL ORDER BY m.k) AS island
		FROM frame f
		CROSS JOIN generate_series(0, 12) m (k)
		LEFT JOIN jsonb_to_recordset(months) t (month date, unit_cost numeric, band_low numeric, band_high numeric,
			human_unit_cost numeric) ON t.month = (first + make_interval(months => m.k))::date
	),
	now AS (
		SELECT p.*, t.target FROM point p
		CROSS JOIN jsonb_to_record(months -> -1) t (target numeric)
		WHERE p.k = 12
	),
	shape AS (
		SELECT 1 AS n, t.tick AS k, format('<path class="%s" d="M%s %sH%s"/><text class="end" x="%s" y="%s">%s</text>',
				CASE t.tick WHEN 0 THEN 'axis' ELSE 'grid' END, f.l, round(t.y, 1), width - f.r, f.l - 3,
					round(t.y + 3, 1),
				page_tick(t.tick, f.step)) AS svg
		FROM frame f
		CROSS JOIN LATERAL (SELECT g AS tick, 17 + (top - g) / (top - f.bottom) * 72 AS y
							FROM generate_series(f.bottom, top, f.step) g) t
		UNION ALL
		SELECT 2, 0, '<path class="band" d="' || string_agg(format('M%s %sH%sV%sH%sZ', round(x - w, 1), round(y_high,
			1),
				round(x + w, 1), round(y_low, 1), round(x - w, 1)), '' ORDER BY k) || '"/><path class="lip" d="'
			|| string_agg(format('M%s %sH%sM%s %sH%s', round(x - w, 1), round(y_high, 1), round(x + w, 1),
				round(x - w, 1),
				round(y_low, 1), round(x + w, 1)), '' ORDER BY k) || '"/>'
		FROM point WHERE band_high IS NOT NULL
		UNION ALL
		SELECT 3, 0, '<path class="person" d="' || string_agg(format('M%s %sH%s', round(x - w, 1), round(y_human, 1),
				round(x + w, 1)), '' ORDER BY k) || '"/>'
		FROM point WHERE human <= top AND (SELECT n.human <= top FROM now n)
		UNION ALL
		SELECT 3, 1, format('<path class="person" d="M%s 12H%s"/><path class="cut" d="M%s 21v-3l-2.5 -1.5 5 -2.5 -2.5 -1.5v-.5"/>',
				f.l, width - f.r, f.l)
		FROM frame f, now n WHERE n.human > top
		UNION ALL
		SELECT 3, 2, format('<text class="human end" x="%s" y="9">%s</text>', width - 2,
				CASE WHEN n.human IS NULL THEN 'no baseline' WHEN n.human <= top THEN 'person '
					|| html_unit_cost(n.human)
					 ELSE 'person ' || html_unit_cost(n.human) || CASE WHEN width > 200 THEN ', off scale' ELSE ' &uarr;' END END)
		FROM now n
		UNION ALL
		SELECT 4, i.island, '<path class="run" d="M' || i.points || '"/>'
		FROM (SELECT island, string_agg(round(x, 1) || ' ' || round(y, 1), 'L' ORDER BY k) AS points
			  FROM point WHERE unit_cost IS NOT NULL GROUP BY island HAVING count(*) > 1) i
		UNION ALL
		SELECT 5, k, CASE WHEN unit_cost IS NULL THEN format('<path class="none" d="M%s %sl5 5m0 -5l-5 5"/>', round(x - 2.5, 1),
					round(17 + (top - greatest((SELECT f.bottom FROM frame f), 0)) / (top - (SELECT f.bottom
						FROM frame f)) * 72 - 5, 1))
				ELSE format('<circle class="%s" cx="%s" cy="%s" r="%s"/>', CASE WHEN unit_cost > band_high THEN 'over' ELSE 'in' END,
					round(x, 1), round(y, 1), CASE k WHEN 12 THEN 3.1 ELSE 2.4 END) END
		FROM point WHERE is_known
		UNION ALL
		SELECT 6, 0, format('<text class="now" x="%s" y="%s">%s</text>', round(width - f.r + 4, 1), round(coalesce(n.y, 89) + 3.5, 1),
				html_unit_cost(n.unit_cost))
		FROM frame f, now n WHERE n.unit_cost IS NOT NULL
		UNION ALL
		SELECT 6, 0, format('<text class="now" x="%s" y="92.5">none</text>', round(width - f.r + 4, 1))
		FROM frame f, now n WHERE n.unit_cost IS NULL
		UNION ALL
		SELECT 7, k, format('<text class="mid" x="%s" y="101">%s</text>', round(x, 1),
				CASE WHEN k IN (0, 12) AND width > 160 THEN html_month((first + make_interval(months => k))::date,
					'Mon YY')
					 ELSE html_month((first + make_interval(months => k))::date, 'Mon') END)
		FROM point WHERE k IN (0, 6, 12) OR k IN (3, 9) AND width > 200
	),
	words AS (
		SELECT coalesce('From ' || html_unit_cost(a.unit_cost) || ' in ' || html_month((first + make_interval(months => a.k))::date, '')
				|| ' to ' || CASE WHEN n.unit_cost IS NULL THEN 'no outcome' ELSE html_unit_cost(n.unit_cost) END || ' in ' || html_month(month, '') || '. ',
					'No outcomes. ')
			|| CASE WHEN n.target IS NULL THEN 'No target. ' ELSE 'Target ' || html_unit_cost(n.target) || ', band '
			|| html_unit_cost(n.band_low) || ' to '
				|| html_unit_cost(n.band_high) || '; above the band in '
				|| (SELECT count(*) FILTER (WHERE p.unit_cost > p.band_high) FROM point p) || ' of '
				|| (SELECT count(*) FILTER (WHERE p.is_known) FROM point p) || ' months. ' END
			|| CASE WHEN n.human IS NULL THEN 'No human baseline.' ELSE 'A person costs ' || html_unit_cost(n.human)
			|| '.' END AS description,
			CASE WHEN n.unit_cost IS NULL OR n.band_high IS NULL THEN 'no target' WHEN n.unit_cost > n.band_high
				THEN 'above band'
				 WHEN n.unit_cost < n.band_low THEN 'below band' ELSE 'in band' END AS status
		FROM now n
		LEFT JOIN LATERAL (SELECT p.* FROM point p WHERE p.unit_cost IS NOT NULL ORDER BY p.k LIMIT 1) a ON true
	)
	SELECT format('<figure class="panel"><figcaption><b>%s</b> per %s <span class="tag%s">%s</span></figcaption>'
			|| '<svg viewBox="0 0 %s 104" role="img" aria-labelledby="p%st p%sd"><title id="p%st">%s, cost per %s, %s to %s</title>'
			|| '<desc id="p%sd">%s</desc>%s</svg></figure>',
			html_name(pl_line, CASE WHEN width > 200 THEN 30 ELSE 18 END), html_name(unit_of_work, 16),
			CASE WHEN w.status = 'above band' THEN ' out' ELSE '' END, w.status, width, place, place, place,
				html_cut(pl_line, 60),
			html_cut(unit_of_work, 40), html_month(first, ''), html_month(month, ''), place, w.description,
			(SELECT string_agg(s.svg, '' ORDER BY s.n, s.k) FROM shape s))
	FROM words w;
END;

COMMENT ON FUNCTION page_panel(bigint, text, text, jsonb, date, date, numeric, numeric, numeric) IS 'page_panel(1, ''Customer Service'', ''ticket'', months, first, month, 4, 0, 250): the chart of a line, as SVG with its title and description.';
