CREATE OR REPLACE VIEW unit_costs WITH (security_invoker = true) AS
SELECT u.month, u.agent, u.unit_of_work,
	   u.outcomes, u.events,
	   u.direct_cost::numeric(38,12) AS direct_cost,
	   u.review_cost::numeric(38,12) AS review_cost,
	   u.shared_cost::numeric(38,12) AS shared_cost,
	   u.amortization_cost::numeric(38,12) AS amortization_cost,
	   (u.shared_cost + u.amortization_cost)::numeric(38,12) AS overhead_cost,
	   u.cost::numeric(38,12) AS fully_loaded_cost,
	   period_unit_cost(u.direct_cost, u.outcomes, u.events, 0)::numeric(32,6) AS direct_unit_cost,
	   period_unit_cost(u.cost, u.outcomes, u.events, u.reviews)::numeric(32,6) AS unit_cost,
	   ratio(u.accurate, u.judged)::numeric(32,6) AS accuracy_ratio,
	   per_outcome(u.reviews, u.outcomes)::numeric(32,6) AS review_ratio,
	   u.unpriced_events,
	   u.prior_period_cost::numeric(38,12) AS prior_period_cost,
	   u.prior_period_outcomes,
	   is_over(u.month) AS is_complete
FROM (SELECT month, agent, unit_of_work,
			 coalesce(sum(outcomes) FILTER (WHERE service_month = month), 0)::bigint AS outcomes,
			 coalesce(sum(events) FILTER (WHERE service_month = month), 0)::bigint AS events,
			 coalesce(sum(direct_cost) FILTER (WHERE service_month = month), 0) AS direct_cost,
			 coalesce(sum(review_cost) FILTER (WHERE service_month = month), 0) AS review_cost,
			 coalesce(sum(shared_cost) FILTER (WHERE service_month = month), 0) AS shared_cost,
			 coalesce(sum(amortization_cost) FILTER (WHERE service_month = month), 0) AS amortization_cost,
			 coalesce(sum(cost) FILTER (WHERE service_month = month), 0) AS cost,
			 coalesce(sum(accurate) FILTER (WHERE service_month = month), 0)::bigint AS accurate,
			 coalesce(sum(judged) FILTER (WHERE service_month = month), 0)::bigint AS judged,
			 coalesce(sum(reviews) FILTER (WHERE service_month = month), 0)::bigint AS reviews,
			 sum(unpriced_events)::bigint AS unpriced_events,
			 coalesce(sum(cost) FILTER (WHERE service_month < month), 0) AS prior_period_cost,
			 coalesce(sum(outcomes) FILTER (WHERE service_month < month), 0)::bigint AS prior_period_outcomes
	  FROM unit_months
	  GROUP BY month, agent, unit_of_work) u;

COMMENT ON VIEW unit_costs IS
'What an outcome of each agent costs, by month and unit of work, with everything in it. SELECT * FROM unit_costs ORDER BY month, agent, unit_of_work. What is booked in a month for an earlier one is kept apart: fully_loaded_cost and prior_period_cost together sum to the cost of the company.';
COMMENT ON COLUMN unit_costs.month IS 'Month, as its first day.';
COMMENT ON COLUMN unit_costs.agent IS 'Agent; unattributed: cost that no agent is named for.';
COMMENT ON COLUMN unit_costs.unit_of_work IS 'Unit of work of the agent on the day of the event, outcome or review; an agent that changes it has a row for each.';
COMMENT ON COLUMN unit_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN unit_costs.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN unit_costs.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN unit_costs.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN unit_costs.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN unit_costs.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN unit_costs.overhead_cost IS 'The sum of the last two.';
COMMENT ON COLUMN unit_costs.fully_loaded_cost IS 'The sum of direct_cost, review_cost and overhead_cost.';
COMMENT ON COLUMN unit_costs.direct_unit_cost IS 'direct_cost for each outcome; empty: no outcomes, or nothing of what they cost is of the month.';
COMMENT ON COLUMN unit_costs.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes, or nothing of what they cost is of the month.';
COMMENT ON COLUMN unit_costs.accuracy_ratio IS 'Accurate reviews by reviews with a verdict, 0 to 1; empty: none was judged.';
COMMENT ON COLUMN unit_costs.review_ratio IS 'Reviews by outcomes; an outcome that was reviewed twice counts twice. Empty: no outcomes.';
COMMENT ON COLUMN unit_costs.unpriced_events IS 'Events whose cost is not known yet and not in the figures, without those that were reversed.';
COMMENT ON COLUMN unit_costs.prior_period_cost IS 'Cost that is booked in this month for earlier ones, such as a reversal that was given a later day; not in the figures before.';
COMMENT ON COLUMN unit_costs.prior_period_outcomes IS 'Outcomes that are booked in this month for earlier ones; negative: reversed, such as tickets that were opened again.';
COMMENT ON COLUMN unit_costs.is_complete IS 'Whether the month is over.';
