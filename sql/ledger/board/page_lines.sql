-- What each line pays, against its budget (of its outcomes as planned, or fixed) and against what its volume
-- would have cost at target; a sum of which a part is not known is not shown.
CREATE OR REPLACE FUNCTION page_lines(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH target AS (
		SELECT t.pl_line, sum(t.target * t.volume) AS cost, bool_and(t.target IS NOT NULL OR t.volume = 0) AS is_known
		FROM jsonb_to_recordset(d -> 'targets') t (month date, pl_line text, volume numeric, target numeric)
		WHERE t.month = (d ->> 'month')::date GROUP BY t.pl_line
	),
	line AS (
		SELECT l.*, b.budget, CASE WHEN t.is_known THEN t.cost END AS at_target, p.amount AS last,
			   row_number() OVER (ORDER BY l.amount DESC, l.pl_line COLLATE "C") AS place, page_room(count(*) OVER ())
				AS room
		FROM jsonb_to_recordset(d -> 'lines') l (month date, pl_line text, agents numeric, volume numeric,
			amount numeric, direct numeric,
			review numeric, shared numeric, amortization numeric)
		LEFT JOIN jsonb_to_recordset(d -> 'budgets') b (pl_line text, budget numeric) ON b.pl_line = l.pl_line
		LEFT JOIN target t ON t.pl_line = l.pl_line
		LEFT JOIN jsonb_to_recordset(d -> 'lines') p (month date, pl_line text, amount numeric)
			ON p.pl_line = l.pl_line AND p.month = (d ->> 'last')::date
		WHERE l.month = (d ->> 'month')::date
	),
	shown AS (
		SELECT 1 AS part, place, html_name(pl_line, 24) AS name, agents, volume, amount, direct, review, shared,
			amortization, budget,
			   at_target, last, amount - at_target AS variance
		FROM line WHERE place <= room
		UNION ALL
		SELECT 2, 0, html_count(count(*), 'other line'), sum(agents), sum(volume), sum(amount), sum(direct),
			sum(review), sum(shared),
			   sum(amortization), CASE WHEN count(budget) = count(*) THEN sum(budget) END,
			   CASE WHEN count(at_target) = count(*) THEN sum(at_target) END, sum(last), NULL
		FROM line WHERE place > room HAVING count(*) > 0
		UNION ALL
		SELECT 3, 0, 'Total AI labor', sum(agents), sum(volume), sum(amount), sum(direct), sum(review), sum(shared),
			sum(amortization),
			   CASE WHEN count(budget) = count(*) THEN sum(budget) END, CASE WHEN count(at_target) = count(*)
				THEN sum(at_target) END,
			   (d #>> '{report,total_cost,last}')::numeric, NULL
		FROM line
	),
	scale AS (
		SELECT CASE WHEN s.low < 0 AND s.high > 0 THEN -greatest(-s.low, s.high) ELSE s.low END AS low,
			   CASE WHEN s.low < 0 AND s.high > 0 THEN greatest(-s.low, s.high) WHEN s.low = 0 AND s.high = 0 THEN 1
				ELSE s.high END AS high
		FROM (SELECT CASE WHEN min(variance) < 0 THEN -page_round_up(-min(variance)) ELSE 0 END AS low,
					 CASE WHEN max(variance) > 0 THEN page_round_up(max(variance)) ELSE 0 END AS high FROM shown) s
	)
	SELECT page_section('w12', 'cb', 'Chargeback and budget',
		'what each P&amp;L line pays; against its fixed budget, and against what its volume would cost at target',
		page_table('Chargeback and budget', 'cb', page_heads('P&amp;L line|#Agents|#Volume|#Unit cost|#Direct|#Review|#Shared|#Amort.|#Amount|#vs '
				|| html_month((d ->> 'last')::date, 'Mon') || '|#Budget|#Variance|#At target|#Variance')
			|| '<th scope="col" class="b" aria-label="Bar of the variance against target cost">'
			|| CASE WHEN c.low = 0 THEN '0 to ' || html_money(c.high, k.thousands) WHEN c.high = 0 THEN html_money(c.low, k.thousands) || ' to 0'
				ELSE '&plusmn;' || html_money(c.high, k.thousands) END || '</th>',
			'<tbody>' || string_agg(CASE s.part WHEN 3 THEN '</tbody><tfoot><tr class="sum">' ELSE '<tr>' END || '<th scope="row">' || s.name || '</th>'
				|| page_cells(html_number(s.agents), html_number(s.volume),
					html_unit_cost(CASE WHEN s.volume > 0 THEN s.amount / s.volume END), html_money(s.direct,
						k.thousands),
					html_money(s.review, k.thousands), html_money(s.shared, k.thousands), html_money(s.amortization,
						k.thousands),
					'<b>' || html_money(s.amount, k.thousands) || '</b>', html_change(s.amount, s.last))
				|| '<td class="n gap">' || html_money(s.budget, k.thousands) || '</td>'
				|| page_cells(page_variance(s.amount - s.budget, k.thousands), html_money(s.at_target, k.thousands),
					page_variance(s.amount - s.at_target, k.thousands))
				|| '<td class="b">' || CASE WHEN s.variance IS NOT NULL THEN page_bars(page_bar(CASE WHEN s.variance > 0 THEN 'up' ELSE 'down' END,
					s.variance, c.low, c.high), c.low, c.high) ELSE '' END || '</td></tr>', '' ORDER BY s.part,
						s.place) || '</tfoot>'))
	FROM shown s, scale c, (SELECT page_in_thousands(d) AS thousands) k
	GROUP BY c.low, c.high, k.thousands;
END;

COMMENT ON FUNCTION page_lines(jsonb) IS 'page_lines(d): chargeback, budget and cost at target of each line.';
