-- Agents that do not earn their cost: no outcome, dearer than a person, or above
-- their target for two months and more; each with the money that it is about.
-- Who calls it has read the objectives of the month already, which is dear.
CREATE OR REPLACE FUNCTION retirement_board(month date, objectives slo_history[], OUT reason_order bigint,
	OUT agent text, OUT months bigint, OUT cost numeric, OUT total numeric, OUT unit_cost numeric,
	OUT compared_cost numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH worked AS (
		SELECT p.month, p.agent, sum(p.fully_loaded_cost) AS cost, sum(p.outcomes) AS outcomes,
			   sum(p.human_cost) AS human_cost
		FROM workforce_pnl p
		WHERE p.month <= retirement_board.month AND p.month > retirement_board.month - interval '13 months'
		  AND p.agent <> 'unattributed'
		GROUP BY p.month, p.agent
	),
	present AS (
		SELECT w.*, (SELECT max(b.month) FROM worked b
					 WHERE b.agent = w.agent AND b.outcomes > 0) AS last_outcome
		FROM worked w
		WHERE w.month = retirement_board.month AND w.cost > 0
		  -- whom nobody has to retire any more
		  AND NOT EXISTS (SELECT FROM agent_periods a
						  WHERE a.agent = w.agent AND next_month(retirement_board.month) > a.valid_from
							AND next_month(retirement_board.month) <= a.valid_until
							AND a.retired < next_month(retirement_board.month))
	)
	SELECT 1::bigint, p.agent, count(*), p.cost, sum(i.cost), NULL::numeric, NULL::numeric
	FROM present p
	JOIN worked i ON i.agent = p.agent AND i.month > coalesce(p.last_outcome, '-infinity')
	WHERE p.outcomes <= 0
	GROUP BY p.agent, p.cost
	UNION ALL
	SELECT 2, p.agent, 1, p.cost - p.human_cost, p.cost - p.human_cost, p.cost / p.outcomes, p.human_cost / p.outcomes
	FROM present p
	WHERE p.outcomes > 0 AND p.human_cost < p.cost
	UNION ALL
	SELECT 3, p.agent, h.periods_in_breach, (h.actual - h.target) * p.outcomes, (h.actual - h.target) * p.outcomes,
		   h.actual, h.target
	FROM present p
	JOIN unnest(objectives) h ON h.agent = p.agent AND h.metric = 'cost_per_outcome' AND h.severity >= 3
		AND h.periods_in_breach >= 2
	WHERE p.outcomes > 0 AND (p.human_cost >= p.cost OR p.human_cost IS NULL) AND h.actual > h.target;
END;

COMMENT ON FUNCTION retirement_board(date, slo_history[]) IS 'retirement_board(''2026-10-01'', ARRAY(SELECT h FROM slo_history h WHERE h.period_type = ''month'' AND h.period_start = ''2026-10-01'')): agents that cost money and have no outcome (1), cost more than a person (2), or are above their target for two months (3), and the money of the month that is about.';
