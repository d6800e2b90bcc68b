CREATE OR REPLACE VIEW maturity_measures WITH (security_invoker = true) AS
-- All of it is worked out whatever is asked for, so once.
WITH objectives AS MATERIALIZED (
	SELECT agent, metric, period_start, status, severity
	FROM slo_history
	WHERE period_type = 'month'
)
SELECT b.month,
	   ratio(e.events - e.unpriced_events, e.events) AS priced_ratio,
	   1 - b.unattributed_ratio AS owned_ratio,
	   1 - ratio(i.found, i.examined) AS item_ratio,
	   ratio(coalesce(t.cost_with_target, 0), t.cost) AS target_ratio,
	   ratio(coalesce(t.cost_in_band, 0), t.cost_with_target) AS in_band_ratio,
	   coalesce(s.red, 0) AS red, coalesce(s.decided, 0) AS decided,
	   (b.total_cost IS NOT NULL)::integer + (b.cost_to_revenue IS NOT NULL)::integer
			+ (b.blended_unit_cost IS NOT NULL)::integer + (b.year_ago IS NOT NULL)::integer
			+ (s.objectives IS NOT NULL)::integer AS board_figures
FROM (SELECT r.month,
			 max(r.value) FILTER (WHERE r.line_key = 'unattributed_ratio') AS unattributed_ratio,
			 max(r.value) FILTER (WHERE r.line_key = 'total_cost') AS total_cost,
			 max(r.value) FILTER (WHERE r.line_key = 'cost_to_revenue') AS cost_to_revenue,
			 max(r.value) FILTER (WHERE r.line_key = 'blended_unit_cost') AS blended_unit_cost,
			 max(r.previous_year) FILTER (WHERE r.line_key = 'total_cost') AS year_ago
	  FROM board_report r
	  GROUP BY r.month) b
LEFT JOIN (SELECT m.month, sum(m.events) AS events, sum(m.unpriced_events) AS unpriced_events
		   FROM model_costs m
		   GROUP BY m.month) e ON e.month = b.month
LEFT JOIN (SELECT c.month, sum(c.found) AS found, sum(c.examined) AS examined
		   FROM check_events_without_work_item c
		   GROUP BY c.month) i ON i.month = b.month
LEFT JOIN (SELECT c.month, sum(c.cost) AS cost, sum(c.cost) FILTER (WHERE h.agent IS NOT NULL) AS cost_with_target,
				  sum(c.cost) FILTER (WHERE h.status = 'green') AS cost_in_band
		   FROM (SELECT month, agent, sum(exact_amount) AS cost FROM chargeback GROUP BY month, agent) c
		   LEFT JOIN objectives h ON h.agent = c.agent AND h.period_start = c.month
				AND h.metric = 'cost_per_outcome'
		   GROUP BY c.month) t ON t.month = b.month
LEFT JOIN (SELECT h.period_start AS month, count(*) AS objectives, count(*) FILTER (WHERE h.severity >= 3) AS red,
				  count(*) FILTER (WHERE h.severity >= 3 AND EXISTS (
					  SELECT FROM slo_decisions d
					  WHERE d.agent = h.agent AND d.metric = h.metric AND d.decision IS NOT NULL
						AND d.period_start >= h.period_start
								AND d.period_start < next_month(h.period_start))) AS decided
		   FROM objectives h
		   GROUP BY h.period_start) s ON s.month = b.month;

COMMENT ON VIEW maturity_measures IS 'What maturity is judged by, by month.';
COMMENT ON COLUMN maturity_measures.month IS 'Month.';
COMMENT ON COLUMN maturity_measures.priced_ratio IS 'Share of events whose cost is known; empty: there are none.';
COMMENT ON COLUMN maturity_measures.owned_ratio IS 'Share of cost with an agent and a business unit; empty: there is no cost.';
COMMENT ON COLUMN maturity_measures.item_ratio IS 'Share of events that name a work item; empty: there are none.';
COMMENT ON COLUMN maturity_measures.target_ratio IS 'Share of cost of agents with a target for the cost of an outcome; empty: there is no cost.';
COMMENT ON COLUMN maturity_measures.in_band_ratio IS 'Share of that cost of agents that met it; empty: there is none.';
COMMENT ON COLUMN maturity_measures.red IS 'Objectives of the month that are red or critical.';
COMMENT ON COLUMN maturity_measures.decided IS 'Those of them about which something was decided.';
COMMENT ON COLUMN maturity_measures.board_figures IS 'How many of the five figures of a board report are known.';
