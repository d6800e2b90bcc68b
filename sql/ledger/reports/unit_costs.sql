CREATE OR REPLACE VIEW unit_costs WITH (security_invoker = true) AS
SELECT d.month, d.agent, d.unit_of_work,
	   d.outcomes, d.events,
	   d.direct_cost::numeric(38,12) AS direct_cost,
	   d.review_cost::numeric(38,12) AS review_cost,
	   d.overhead_cost::numeric(38,12) AS overhead_cost,
	   (d.direct_cost + d.review_cost + d.overhead_cost)::numeric(38,12) AS fully_loaded_cost,
	   per_outcome(d.direct_cost, d.outcomes)::numeric(32,6) AS direct_unit_cost,
	   per_outcome(d.direct_cost + d.review_cost + d.overhead_cost, d.outcomes)::numeric(32,6) AS unit_cost,
	   ratio(d.accurate, d.judged)::numeric(32,6) AS accuracy_ratio,
	   ratio(d.reviews, d.outcomes)::numeric(32,6) AS review_ratio,
	   d.unpriced_events
FROM (SELECT month, agent,
			 CASE WHEN min(unit_of_work) FILTER (WHERE outcomes <> 0) = max(unit_of_work) FILTER (WHERE outcomes <> 0)
				  THEN min(unit_of_work) FILTER (WHERE outcomes <> 0)
				  ELSE min(home_unit_of_work) END AS unit_of_work,
			 sum(outcomes)::bigint AS outcomes, sum(events)::bigint AS events,
			 sum(direct_cost) AS direct_cost, sum(review_cost) AS review_cost, sum(shared_cost + write_off_cost) AS overhead_cost,
			 sum(accurate)::bigint AS accurate, sum(judged)::bigint AS judged, sum(reviews)::bigint AS reviews,
			 sum(unpriced_events)::bigint AS unpriced_events
	  FROM agent_months
	  GROUP BY month, agent) d;

COMMENT ON VIEW unit_costs IS
'What an outcome of each agent costs, by month, with everything in it. SELECT * FROM unit_costs ORDER BY month, agent. The rows of a month sum to the cost of the company.';
COMMENT ON COLUMN unit_costs.month IS 'Month, as its first day.';
COMMENT ON COLUMN unit_costs.agent IS 'Agent; unattributed: cost that no agent is named for.';
COMMENT ON COLUMN unit_costs.unit_of_work IS 'Unit of work of the outcomes; that of the agent at the end of the month if there are none, or several.';
COMMENT ON COLUMN unit_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN unit_costs.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN unit_costs.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN unit_costs.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN unit_costs.overhead_cost IS 'Share of shared costs and write-offs.';
COMMENT ON COLUMN unit_costs.fully_loaded_cost IS 'The sum of the three.';
COMMENT ON COLUMN unit_costs.direct_unit_cost IS 'direct_cost for each outcome; empty: no outcomes.';
COMMENT ON COLUMN unit_costs.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
COMMENT ON COLUMN unit_costs.accuracy_ratio IS 'Accurate reviews by reviews with a verdict, 0 to 1; empty: none was judged.';
COMMENT ON COLUMN unit_costs.review_ratio IS 'Reviews by outcomes; an outcome that was reviewed twice counts twice. Empty: no outcomes.';
COMMENT ON COLUMN unit_costs.unpriced_events IS 'Events whose cost is not known yet and not in the figures.';
