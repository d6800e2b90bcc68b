CREATE OR REPLACE VIEW unit_costs_daily WITH (security_invoker = true) AS
SELECT d.day, d.agent, d.unit_of_work,
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
FROM read_agent_days() d;

COMMENT ON VIEW unit_costs_daily IS
'The same as unit_costs by day. The overhead of a month is spread over its days by the direct cost of the agent, so that the days sum to the month.';
COMMENT ON COLUMN unit_costs_daily.day IS 'Day.';
COMMENT ON COLUMN unit_costs_daily.agent IS 'Agent; unattributed: cost that no agent is named for.';
COMMENT ON COLUMN unit_costs_daily.unit_of_work IS 'Unit of work of the agent on that day.';
COMMENT ON COLUMN unit_costs_daily.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN unit_costs_daily.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN unit_costs_daily.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN unit_costs_daily.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN unit_costs_daily.overhead_cost IS 'The day''s share of the shared costs and write-offs of the month.';
COMMENT ON COLUMN unit_costs_daily.fully_loaded_cost IS 'The sum of the three.';
COMMENT ON COLUMN unit_costs_daily.direct_unit_cost IS 'direct_cost for each outcome; empty: no outcomes.';
COMMENT ON COLUMN unit_costs_daily.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
COMMENT ON COLUMN unit_costs_daily.accuracy_ratio IS 'Accurate reviews by reviews with a verdict, 0 to 1; empty: none was judged.';
COMMENT ON COLUMN unit_costs_daily.review_ratio IS 'Reviews by outcomes; an outcome that was reviewed twice counts twice. Empty: no outcomes.';
COMMENT ON COLUMN unit_costs_daily.unpriced_events IS 'Events whose cost is not known yet and not in the figures.';
