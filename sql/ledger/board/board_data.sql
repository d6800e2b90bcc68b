-- Everything that a page shows, read once and from public views only, as one
-- document: the parts of a page are functions of it.
-- The months are arguments, so that they reach the tables as conditions.
CREATE OR REPLACE FUNCTION board_data(this date, last date, first date) RETURNS jsonb
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH objective AS MATERIALIZED (
		SELECT h AS o
		FROM slo_history h
		WHERE h.period_type = 'month' AND h.period_start = board_data.this
	),
	charge AS MATERIALIZED (
		SELECT c.* FROM chargeback c WHERE c.month IN (board_data.this, board_data.last)
	),
	-- An agent of several lines in the month is budgeted where most of its cost is.
	home AS (
		SELECT DISTINCT ON (c.agent) c.agent, c.pl_line
		FROM charge c
		WHERE c.month = board_data.this
		ORDER BY c.agent, c.exact_amount DESC, c.pl_line COLLATE "C"
	)
	SELECT jsonb_strip_nulls(jsonb_build_object(
		'month', board_data.this, 'last', board_data.last, 'first', board_data.first,
		'report', (SELECT jsonb_object_agg(b.line_key, jsonb_build_object('value', b.value, 'last', b.previous_month,
												   'year', b.previous_year))
				   FROM board_report b WHERE b.month = board_data.this AND b.line_subject IS NULL),
		'targets', (SELECT jsonb_agg(to_jsonb(t)) FROM unit_cost_targets t WHERE t.month BETWEEN board_data.first AND board_data.this),
		'lines', (SELECT jsonb_agg(to_jsonb(l))
				  FROM (SELECT c.month, c.pl_line, count(DISTINCT c.agent) AS agents, sum(c.volume) AS volume,
							   sum(c.exact_amount) AS amount, sum(c.direct_cost) AS direct, sum(c.review_cost)
								AS review,
							   sum(c.shared_cost) AS shared, sum(c.amortization_cost) AS amortization
						FROM charge c GROUP BY c.month, c.pl_line) l),
		-- What the outcomes of a line may cost, where that is budgeted, else its total; as in
		-- budget_variance, an agent without a budget of its own then has none.
		'budgets', (SELECT jsonb_agg(to_jsonb(l))
					FROM (SELECT x.pl_line, coalesce(sum(x.outcome_budget), sum(x.total)) AS budget
						  FROM (SELECT coalesce(u.pl_line, b.business_unit) AS pl_line, b.budget AS total,
									   NULL::numeric AS outcome_budget
								FROM budget_vs_actual b
								LEFT JOIN business_units u ON u.business_unit = b.business_unit
								WHERE b.month = board_data.this AND b.budget_line = 'total' AND b.business_unit <> '*'
								UNION ALL
								SELECT coalesce(h.pl_line, u.pl_line, a.business_unit), NULL::numeric, f.budget
								FROM flex_budgets f
								LEFT JOIN home h ON h.agent = f.agent
								LEFT JOIN agents a ON a.agent = f.agent
								LEFT JOIN business_units u ON u.business_unit = a.business_unit
								WHERE f.month = board_data.this) x
						  GROUP BY x.pl_line) l),
		'bridge', (SELECT to_jsonb(s)
				   FROM (SELECT sum(b.change) AS change, sum(b.previous_cost) AS previous, sum(b.volume_effect)
					AS volume,
								sum(b.unit_cost_effect) AS unit_cost, sum(b.other_effect) AS other
						 FROM cost_bridge b WHERE b.month = board_data.this) s),
		'layers', (SELECT jsonb_agg(to_jsonb(l))
				   FROM (SELECT i.layer, i.visibility, i.cost, i.spend_ratio AS ratio, p.cost AS last
						 FROM iceberg i
						 LEFT JOIN iceberg p ON p.layer = i.layer AND p.month = board_data.last
						 WHERE i.month = board_data.this AND (i.cost <> 0 OR p.cost <> 0)) l),
		'people', (SELECT jsonb_agg(to_jsonb(l))
				   FROM (SELECT coalesce(u.pl_line, p.business_unit) AS pl_line, sum(p.fully_loaded_cost) AS cost,
								CASE WHEN bool_and(p.human_cost IS NOT NULL OR p.outcomes = 0)
									THEN sum(p.human_cost) END
									AS human
						 FROM workforce_pnl p
						 LEFT JOIN business_units u ON u.business_unit = p.business_unit
						 WHERE p.month = board_data.this GROUP BY 1) l),
		'objectives', (SELECT jsonb_agg(to_jsonb(o))
					   FROM (SELECT h.agent, h.metric, h.actual, h.target, h.status, h.severity, h.periods_in_breach,
									h.action, d.decision, d.decided_by, d.decided_at::date AS decided_on, d.due_on
							 FROM (SELECT (o).* FROM objective) h
							 LEFT JOIN LATERAL (
								 SELECT s.* FROM slo_decisions s
								 WHERE s.agent = h.agent AND s.metric = h.metric AND s.decision IS NOT NULL
								   AND s.period_start >= h.period_start AND s.period_start < next_month(h.period_start)
								 ORDER BY s.decided_at DESC, s.alert DESC LIMIT 1) d ON true) o),
		'anomalies', (SELECT jsonb_agg(to_jsonb(n))
					  FROM (SELECT n.day, n.agent, n.metric, n.actual, n.expected, n.excess_cost
							FROM anomalies n WHERE n.day >= board_data.this AND n.day < next_month(board_data.this)) n),
		'items', (SELECT to_jsonb(i)
				  FROM (SELECT i.work_item, i.agent, i.day, i.direct_cost, i.norm_cost, i.excess_cost,
							   count(*) OVER () AS found, sum(i.excess_cost) OVER () AS excess
						FROM work_item_anomalies i
						WHERE i.month = board_data.this
						ORDER BY i.excess_cost DESC, i.work_item COLLATE "C" LIMIT 1) i),
		'candidates', (SELECT jsonb_agg(to_jsonb(c)) FROM retirement_board(board_data.this,
			ARRAY(SELECT o FROM objective)) c),
		'experiments', (SELECT jsonb_agg(to_jsonb(e))
						FROM (SELECT e.experiment, e.success_metric, e.tier, e.estimated_monthly, e.status, e.decide_on,
									 e.approved_by, e.missing_approval, e.decided_by, e.is_outgrown,
										e.requested_at::date AS requested_on
							  FROM experiment_board e
							  WHERE e.requested_at < start_of(next_month(board_data.this))) e),
		'quality', (SELECT jsonb_agg(to_jsonb(q))
					FROM (SELECT q.check_order, q.check_name, q.found, q.examined, q.cost
						  FROM data_quality q
						  WHERE q.found > 0 AND (q.month = board_data.this OR q.month IS NULL)
							AND q.check_name <> 'agents without outcomes') q),
		'vendors', (SELECT jsonb_agg(to_jsonb(v))
					FROM (SELECT v.vendor, v.difference, v.classification
						  FROM vendor_reconciliation v
						  WHERE v.month = board_data.this AND v.classification NOT IN ('matched', 'rounding')) v),
		'maturity', (SELECT jsonb_agg(to_jsonb(m))
					 FROM (SELECT m.stage, m.criterion, m.value, m.threshold, m.is_met, m.reached_stage
						   FROM maturity_assessment m WHERE m.month = board_data.this) m),
		'tie', (SELECT to_jsonb(t)
				FROM (SELECT count(*) AS comparisons, count(DISTINCT t.check_name) AS checks,
							 count(*) FILTER (WHERE t.difference <> 0) AS differences
					  FROM tie_out t WHERE t.month = board_data.this) t),
		'digest', (SELECT encode(sha256(convert_to(string_agg(
						format('%s|%s|%s|%s|%s|%s|%s', to_jsonb(c.pl_line), to_jsonb(c.business_unit),
							to_jsonb(c.agent),
							   to_jsonb(c.unit_of_work), c.service_month - date '2000-01-01', c.volume, c.amount), E'\n'
						ORDER BY c.pl_line COLLATE "C", c.business_unit COLLATE "C", c.agent COLLATE "C",
								 c.service_month, c.unit_of_work COLLATE "C"), 'UTF8')), 'hex')
				   FROM charge c WHERE c.month = board_data.this),
		'closed', (SELECT to_jsonb(c)
				   FROM (SELECT c.version, day_of(c.closed_at) AS closed_on, c.closed_by, c.digest
						 FROM closed_months c WHERE c.month = board_data.this AND c.in_force) c),
		'is_over', is_over(board_data.this)));
END;

COMMENT ON FUNCTION board_data(date, date, date) IS 'board_data(''2026-10-01'', ''2026-09-01'', ''2025-10-01''): everything that the board report of a month shows, from public views; the month, the one before, and that of a year ago.';
