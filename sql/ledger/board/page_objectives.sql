CREATE OR REPLACE FUNCTION page_objectives(d jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	WITH objective AS (
		SELECT o.*, row_number() OVER (ORDER BY o.severity DESC, abs(o.actual - o.target) / nullif(o.target,
			0) DESC NULLS LAST,
				o.agent COLLATE "C", o.metric COLLATE "C") AS place
		FROM jsonb_to_recordset(d -> 'objectives') o (agent text, metric text, actual numeric, target numeric,
			status text, severity bigint,
			periods_in_breach bigint, action text, decision text, decided_by text, decided_on date, due_on date)
	),
	n AS (
		SELECT count(*) FILTER (WHERE severity >= 3) AS red, count(*) FILTER (WHERE severity = 2) AS yellow,
			   count(*) FILTER (WHERE status NOT IN ('no_data', 'insufficient_evidence')) AS measured, count(*)
				AS objectives FROM objective
	)
	SELECT page_section('w12', 'slo', 'Objectives missed', n.red || ' red or critical, ' || n.yellow || ' yellow, of '
		|| n.measured || ' measured',
		CASE WHEN n.red = 0 THEN '<p class="note">None.' || CASE n.objectives WHEN 0 THEN ' No objectives are set.'
			ELSE '' END || '</p>'
			ELSE page_table('Objectives missed', NULL, page_heads('Status|Agent, measure|#Actual|#Target|#Off by|#Months')
				|| '<th scope="col" class="asks">Rule asks for</th><th scope="col" class="said">Decided</th>',
				'<tbody>' || (SELECT string_agg('<tr><td><span class="st st' || o.severity || '">' || html_cut(o.status, 12)
					|| '</span></td><th scope="row">' || html_name(o.agent, 26) || ', ' || html_cut(replace(o.metric,
						'_', ' '), 22) || '</th>'
					|| page_cells(page_measure(o.metric, o.actual, k.thousands), page_measure(o.metric, o.target,
						k.thousands),
						CASE WHEN o.metric IN ('accuracy', 'review_ratio') THEN html_points(o.actual - o.target)
							 ELSE html_number(100 * (o.actual - o.target) / nullif(o.target, 0), 1, true) || '%' END,
						html_number(o.periods_in_breach))
					|| '<td class="asks">' || html_cut(o.action, 30) || '</td><td class="said">'
					|| coalesce(html_cut(o.decision, 52) || ' (' || html_cut(o.decided_by, 16) || ', '
					|| html_day(o.decided_on)
						|| CASE WHEN o.due_on IS NULL THEN '' ELSE '; by ' || html_day(o.due_on) END || ')',
							'<b>open</b>') || '</td></tr>', '' ORDER BY o.place)
					FROM objective o WHERE o.severity >= 3 AND o.place <= 4) || '</tbody>')
				|| CASE WHEN n.red > 4 THEN '<p class="note">' || n.red - 4 || ' more are not shown.</p>'
					ELSE '' END END)
	FROM n, (SELECT page_in_thousands(d) AS thousands) k;
END;

COMMENT ON FUNCTION page_objectives(jsonb) IS 'page_objectives(d): objectives that were missed, and what was decided about them.';
