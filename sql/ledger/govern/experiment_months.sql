-- From the month of the request to that of the decision: what an agent cost before was no
-- experiment, and what it costs after it has succeeded or failed is none any more.  What is booked late
-- belongs to the month of service; campaigns have it by the month of booking alone.
CREATE OR REPLACE VIEW experiment_months WITH (security_invoker = true) AS
SELECT c.experiment, c.month, sum(c.cost) AS cost, sum(c.overhead_cost) AS overhead_cost,
	   sum(c.outcomes)::bigint AS outcomes, sum(c.unit_cost * c.outcomes) AS unit_cost_total
FROM (SELECT a.experiment, u.month, u.service_month, u.cost, u.shared_cost + u.amortization_cost AS overhead_cost,
			 CASE WHEN u.service_month = u.month THEN u.outcomes ELSE 0 END AS outcomes,
			 CASE WHEN u.service_month = u.month THEN per_outcome(u.cost, u.outcomes) END AS unit_cost
	  FROM experiment_agents a
	  JOIN unit_months u ON u.agent = a.agent
	  UNION ALL
	  SELECT experiment, month, month, cost, overhead_cost, outcomes, unit_cost FROM find_experiment_campaigns()) c
JOIN experiment_states s ON s.experiment = c.experiment AND c.service_month >= month_of(s.requested_at)
	AND (s.result IS NULL OR c.service_month <= month_of(s.decided_at))
GROUP BY c.experiment, c.month;

COMMENT ON VIEW experiment_months IS 'What each experiment cost and achieved, by month, by the agents or the campaign that it covers.';
COMMENT ON COLUMN experiment_months.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_months.month IS 'Month in which it is booked.';
COMMENT ON COLUMN experiment_months.cost IS 'Fully loaded cost.';
COMMENT ON COLUMN experiment_months.overhead_cost IS 'What of it is shared costs and amortization.';
COMMENT ON COLUMN experiment_months.outcomes IS 'Outcomes of the month that count.';
COMMENT ON COLUMN experiment_months.unit_cost_total IS 'Cost of the month of what had outcomes.';
