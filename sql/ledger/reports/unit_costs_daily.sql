CREATE OR REPLACE VIEW unit_costs_daily WITH (security_invoker = true) AS
SELECT d.period_start AS day, d.agent, d.unit_of_work, d.outcomes, d.events, d.direct_cost,
	   d.review_cost, d.overhead_cost, d.fully_loaded_cost, d.direct_unit_cost, d.unit_cost,
	   d.accuracy_ratio, d.review_ratio, d.unpriced_events, d.shared_cost, d.amortization_cost
FROM unit_cost_periods(false, false) d;

COMMENT ON VIEW unit_costs_daily IS
'The same as unit_costs by day of service: a late fact is on its own day, whenever it was booked. Overhead comes to a day by the driver of the pool within the agent''s business unit and unit of work; where no work decides (even and fixed shares, pools of one agent) evenly over the agent''s days of service, to the present day. So the days sum to what the book has for their month.';
COMMENT ON COLUMN unit_costs_daily.day IS 'Day.';
COMMENT ON COLUMN unit_costs_daily.agent IS 'Agent; unattributed: cost that no agent is named for.';
COMMENT ON COLUMN unit_costs_daily.unit_of_work IS 'Unit of work of the agent on that day.';
COMMENT ON COLUMN unit_costs_daily.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN unit_costs_daily.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN unit_costs_daily.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN unit_costs_daily.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN unit_costs_daily.overhead_cost IS 'The day''s share of overhead: shared_cost and amortization_cost.';
COMMENT ON COLUMN unit_costs_daily.fully_loaded_cost IS 'The sum of direct, review and overhead cost.';
COMMENT ON COLUMN unit_costs_daily.direct_unit_cost IS 'direct_cost for each outcome; empty: no outcomes, or nothing of what they cost is of the day.';
COMMENT ON COLUMN unit_costs_daily.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes, or nothing of what they cost is of the day.';
COMMENT ON COLUMN unit_costs_daily.accuracy_ratio IS 'Accurate reviews by reviews with a verdict, 0 to 1; empty: none was judged.';
COMMENT ON COLUMN unit_costs_daily.review_ratio IS 'Reviews by outcomes; an outcome that was reviewed twice counts twice. Empty: no outcomes.';
COMMENT ON COLUMN unit_costs_daily.unpriced_events IS 'Events whose cost is not known yet and not in the figures.';
COMMENT ON COLUMN unit_costs_daily.shared_cost IS 'What of overhead_cost is shared costs.';
COMMENT ON COLUMN unit_costs_daily.amortization_cost IS 'What of overhead_cost is the amortization of investments.';
