CREATE OR REPLACE VIEW unit_costs_weekly WITH (security_invoker = true) AS
SELECT d.period_start AS week, d.agent, d.unit_of_work, d.outcomes, d.events, d.direct_cost,
	   d.review_cost, d.overhead_cost, d.fully_loaded_cost, d.direct_unit_cost, d.unit_cost,
	   d.accuracy_ratio, d.review_ratio, d.unpriced_events, d.shared_cost, d.amortization_cost
FROM unit_cost_periods(true, false) d;

COMMENT ON VIEW unit_costs_weekly IS
'The same as unit_costs by week, from the days of unit_costs_daily. A week may be in two months.';
COMMENT ON COLUMN unit_costs_weekly.week IS 'Week, as its Monday.';
COMMENT ON COLUMN unit_costs_weekly.agent IS 'Agent; unattributed: cost that no agent is named for.';
COMMENT ON COLUMN unit_costs_weekly.unit_of_work IS 'Unit of work of the agent in that week; several: it changed.';
COMMENT ON COLUMN unit_costs_weekly.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN unit_costs_weekly.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN unit_costs_weekly.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN unit_costs_weekly.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN unit_costs_weekly.overhead_cost IS 'The days'' shares of overhead: shared_cost and amortization_cost.';
COMMENT ON COLUMN unit_costs_weekly.fully_loaded_cost IS 'The sum of direct, review and overhead cost.';
COMMENT ON COLUMN unit_costs_weekly.direct_unit_cost IS 'direct_cost for each outcome; empty: no outcomes, or nothing of what they cost is of the week.';
COMMENT ON COLUMN unit_costs_weekly.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes, or nothing of what they cost is of the week.';
COMMENT ON COLUMN unit_costs_weekly.accuracy_ratio IS 'Accurate reviews by reviews with a verdict, 0 to 1; empty: none was judged.';
COMMENT ON COLUMN unit_costs_weekly.review_ratio IS 'Reviews by outcomes; an outcome that was reviewed twice counts twice. Empty: no outcomes.';
COMMENT ON COLUMN unit_costs_weekly.unpriced_events IS 'Events whose cost is not known yet and not in the figures.';
COMMENT ON COLUMN unit_costs_weekly.shared_cost IS 'What of overhead_cost is shared costs.';
COMMENT ON COLUMN unit_costs_weekly.amortization_cost IS 'What of overhead_cost is the amortization of investments.';
