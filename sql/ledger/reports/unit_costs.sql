CREATE OR REPLACE VIEW unit_costs WITH (security_invoker = true) AS
SELECT u.month, u.agent, u.unit_of_work, u.outcomes, u.events, u.direct_cost, u.review_cost,
	   u.shared_cost, u.amortization_cost, u.overhead_cost, u.fully_loaded_cost, u.direct_unit_cost,
	   u.unit_cost, u.accuracy_ratio, u.review_ratio, u.unpriced_events, u.prior_period_cost,
	   u.prior_period_outcomes, u.is_complete
FROM unit_cost_months(false) u;

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
