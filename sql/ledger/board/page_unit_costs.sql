CREATE OR REPLACE FUNCTION page_key() RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN '<span class="key"><svg viewBox="0 0 22 10" aria-hidden="true"><rect class="band" x="1" y="2" width="20" height="6"/></svg> target band '
	|| '<svg class="dot" viewBox="0 0 12 10" aria-hidden="true"><circle class="in" cx="6" cy="5" r="3"/></svg> in or below it '
	|| '<svg class="dot" viewBox="0 0 12 10" aria-hidden="true"><circle class="over" cx="6" cy="5" r="3"/></svg> above it '
	|| '<svg viewBox="0 0 22 10" aria-hidden="true"><path class="person" d="M1 5H21"/></svg> a person</span>';

CREATE OR REPLACE FUNCTION page_unit_costs(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH k AS (
		SELECT (d ->> 'month')::date AS month, (d ->> 'first')::date AS first
	),
	line AS (
		SELECT s.*, CASE WHEN s.high > 0 THEN page_round_up(s.high) END AS top, least(page_room(s.lines), 5) AS room
			FROM page_series(d) s
	),
	shown AS (
		SELECT l.*, coalesce(max(l.top) OVER (), 1) AS highest, coalesce(max(l.top) OVER () <= 4 * min(l.top) OVER (),
			true) AS is_one_scale,
			   min(l.low) OVER () AS lowest, count(*) OVER () AS n
		FROM line l WHERE l.place <= l.room
	),
	cell AS (
		SELECT s.place, string_agg('<td class="n">' || CASE WHEN t.unit_cost > t.band_high
					THEN '<b class="high">' || html_unit_cost(t.unit_cost) || '</b>'
					WHEN m.k = 12 THEN '<b>' || html_unit_cost(t.unit_cost) || '</b>'
						ELSE html_unit_cost(t.unit_cost) END
				|| '</td>', '' ORDER BY m.k) AS cells,
			   max(t.unit_cost) FILTER (WHERE m.k = 12) AS now, max(t.unit_cost) FILTER (WHERE m.k = 0) AS year_ago,
			   max(t.target) FILTER (WHERE m.k = 12) AS target, max(t.human_unit_cost) FILTER (WHERE m.k = 12) AS human
		FROM k
		CROSS JOIN shown s
		CROSS JOIN generate_series(0, 12) m (k)
		LEFT JOIN LATERAL (SELECT r.* FROM jsonb_to_recordset(s.months) r (month date, unit_cost numeric,
			target numeric,
				band_high numeric, human_unit_cost numeric)
			WHERE r.month = (k.first + make_interval(months => m.k))::date) t ON true
		GROUP BY s.place
	)
	SELECT page_section('w12', 'unit', 'Cost per unit by P&amp;L line', html_escape(ledger_currency())
		|| ' for one outcome, 13 months; '
			|| CASE WHEN (SELECT bool_and(s.is_one_scale) FROM shown s) THEN 'one scale for all. '
				ELSE 'each with a scale of its own. ' END
			|| page_key(),
		coalesce((SELECT '<div class="panels p' || greatest(max(s.n), 3) || '">'
			|| string_agg(page_panel(s.place, s.pl_line, s.unit_of_work, s.months, k.first, k.month,
				CASE WHEN s.is_one_scale THEN s.highest ELSE coalesce(s.top, s.highest) END, CASE WHEN s.is_one_scale
					THEN s.lowest ELSE s.low END,
				CASE WHEN s.n <= 3 THEN 250 WHEN s.n = 4 THEN 190 ELSE 150 END), '' ORDER BY s.place) || '</div>'
					FROM shown s), '')
		|| page_table('Cost per unit, 13 months', NULL, '<th scope="col">Cost per unit</th>'
			|| (SELECT string_agg('<th scope="col" class="n">' || CASE WHEN m.k = 0 OR extract(month FROM m.day) = 1
					THEN html_month(m.day, 'Mon YY') ELSE html_month(m.day, 'Mon') END || '</th>', '' ORDER BY m.k)
				FROM (SELECT g AS k, (k.first + make_interval(months => g))::date AS day FROM generate_series(0,
					12) g) m)
			|| page_heads('#Target|#Person|#vs ' || html_month(k.first, 'Mon YY')),
			'<tbody>' || coalesce((SELECT string_agg('<tr><th scope="row">' || html_name(s.pl_line, 24) || ', ' || html_name(s.unit_of_work, 14)
				|| '</th>' || c.cells || page_cells(html_unit_cost(c.target), html_unit_cost(c.human),
					html_change(c.now, c.year_ago))
				|| '</tr>', '' ORDER BY s.place) FROM shown s JOIN cell c ON c.place = s.place), '')
			|| coalesce((SELECT '<tr><th scope="row">' || html_count(count(*), 'other line')
			|| '</th><td class="n" colspan="12">'
				|| html_money(sum(l.amount), page_in_thousands(d)) || ', see unit_cost_targets</td><td class="n"><b>'
				|| html_unit_cost(CASE WHEN sum(l.volume) > 0 THEN sum(l.amount) / sum(l.volume) END)
				|| '</b></td><td class="n">&ndash;</td><td class="n">&ndash;</td><td class="n">&ndash;</td></tr>'
				FROM line l WHERE l.place > l.room HAVING count(*) > 0), '') || '</tbody>')
		|| '<p class="note">Underlined: above the band. Targets are set for agents; that of a line is the mean of its agents&rsquo;, weighted by volume.</p>')
	FROM k;
END;

COMMENT ON FUNCTION page_unit_costs(jsonb) IS 'page_unit_costs(d): what an outcome costs in each line over thirteen months, as charts and as a table.';
COMMENT ON FUNCTION page_key() IS 'page_key(): what the marks of the charts mean.';
