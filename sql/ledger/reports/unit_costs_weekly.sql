CREATE OR REPLACE VIEW unit_costs_weekly WITH (security_invoker = true) AS
SELECT d.week, d.agent, d.unit_of_work,
	   d.outcomes, d.events,
	   d.direct_cost::numeric(38,12) AS direct_cost,
	   d.review_cost::numeric(38,12) AS review_cost,
	   d.overhead_cost::numeric(38,12) AS overhead_cost,
	   (d.direct_cost + d.review_cost + d.overhead_cost)::numeric(38,12) AS fully_loaded_cost,
	   period_unit_cost(d.direct_cost, d.outcomes, d.events, 0)::numeric(32,6) AS direct_unit_cost,
	   period_unit_cost(d.direct_cost + d.review_cost + d.overhead_cost, d.outcomes, d.events,
			d.reviews)::numeric(32,6) AS unit_cost,
	   ratio(d.accurate, d.judged)::numeric(32,6) AS accuracy_ratio,
	   CASE WHEN d.outcomes > 0 THEN ratio(d.reviews, d.outcomes) END::numeric(32,6) AS review_ratio,
	   d.unpriced_events,
	   d.shared_cost::numeric(38,12) AS shared_cost,
	   d.amortization_cost::numeric(38,12) AS amortization_cost
FROM (SELECT week_start(day) AS week, agent,
			 CASE WHEN min(unit_of_work) = max(unit_of_work) THEN min(unit_of_work) ELSE 'several' END AS unit_of_work,
			 sum(outcomes)::bigint AS outcomes, sum(events)::bigint AS events,
			 sum(direct_cost) AS direct_cost, sum(review_cost) AS review_cost, sum(overhead_cost) AS overhead_cost,
			 sum(shared_cost) AS shared_cost, sum(amortization_cost) AS amortization_cost,
			 sum(accurate)::bigint AS accurate, sum(judged)::bigint AS judged, sum(reviews)::bigint AS reviews,
			 sum(unpriced_events)::bigint AS unpriced_events
	  FROM loaded_days
	  GROUP BY 1, 2) d;

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
