CREATE OR REPLACE VIEW agent_months WITH (security_invoker = true) AS
SELECT m.month, m.agent, m.outcomes, m.cost, m.reviews, m.judged, m.accurate, m.saving,
	   period_unit_cost(m.cost, m.outcomes, m.events, m.reviews) AS unit_cost,
	   ratio(m.accurate, m.judged) AS accuracy_ratio,
	   m.cost > 0 AND m.outcomes <= 0 AS is_zombie
FROM (SELECT month, agent,
			 sum(outcomes)::bigint AS outcomes, sum(events)::bigint AS events, sum(reviews)::bigint AS reviews,
			 sum(judged)::bigint AS judged, sum(accurate)::bigint AS accurate, sum(cost) AS cost,
			 -- one outcome without a baseline, and nobody knows
			 CASE WHEN sum(outcomes_without_baseline) = 0 THEN sum(human_cost) - sum(cost) END AS saving
	  FROM unit_months
	  WHERE service_month = month
	  GROUP BY month, agent) m;

COMMENT ON VIEW agent_months IS 'What each agent did and cost in a month, over all its units of work, without what is booked for earlier months.';
COMMENT ON COLUMN agent_months.month IS 'Month.';
COMMENT ON COLUMN agent_months.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN agent_months.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN agent_months.cost IS 'Fully loaded cost.';
COMMENT ON COLUMN agent_months.reviews IS 'Reviews.';
COMMENT ON COLUMN agent_months.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN agent_months.accurate IS 'Those of them that found the work accurate.';
COMMENT ON COLUMN agent_months.saving IS 'What people would have cost, less cost; empty: not known.';
COMMENT ON COLUMN agent_months.unit_cost IS 'Cost of an outcome; empty: none.';
COMMENT ON COLUMN agent_months.accuracy_ratio IS 'Accurate reviews by those with a verdict.';
COMMENT ON COLUMN agent_months.is_zombie IS 'Whether there is cost and no outcome.';
