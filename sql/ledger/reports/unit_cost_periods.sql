-- Inlined, so that the CASEs are gone and a filter on the day reaches the tables.
CREATE OR REPLACE FUNCTION unit_cost_periods(by_week boolean, by_unit boolean) RETURNS SETOF unit_cost_period
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT d.period_start, d.business_unit, d.agent, d.unit_of_work,
		   d.outcomes, d.events,
		   d.direct_cost::numeric(38,12),
		   d.review_cost::numeric(38,12),
		   d.overhead_cost::numeric(38,12),
		   (d.direct_cost + d.review_cost + d.overhead_cost)::numeric(38,12),
		   period_unit_cost(d.direct_cost, d.outcomes, d.events, 0)::numeric(32,6),
		   period_unit_cost(d.direct_cost + d.review_cost + d.overhead_cost, d.outcomes, d.events,
				d.reviews)::numeric(32,6),
		   ratio(d.accurate, d.judged)::numeric(32,6),
		   per_outcome(d.reviews, d.outcomes)::numeric(32,6),
		   d.unpriced_events,
		   (d.overhead_cost - d.amortization_cost)::numeric(38,12),
		   d.amortization_cost::numeric(38,12)
	FROM (SELECT CASE WHEN by_week THEN week_start(day) ELSE day END AS period_start,
				 CASE WHEN by_unit THEN business_unit END AS business_unit, agent,
				 CASE WHEN min(unit_of_work) = max(unit_of_work) THEN min(unit_of_work)
					  ELSE 'several' END AS unit_of_work,
				 coalesce(sum(outcomes), 0)::bigint AS outcomes, coalesce(sum(events), 0)::bigint AS events,
				 coalesce(sum(direct_cost), 0) AS direct_cost, coalesce(sum(review_cost), 0) AS review_cost,
				 coalesce(sum(overhead_cost), 0) AS overhead_cost,
				 coalesce(sum(amortization_cost), 0) AS amortization_cost,
				 coalesce(sum(accurate), 0)::bigint AS accurate, coalesce(sum(judged), 0)::bigint AS judged,
				 coalesce(sum(reviews), 0)::bigint AS reviews,
				 coalesce(sum(unpriced_events), 0)::bigint AS unpriced_events
		  FROM day_lines
		  -- a week may have several units of work
		  GROUP BY CASE WHEN by_week THEN week_start(day) ELSE day END, CASE WHEN by_unit THEN business_unit END,
				agent, CASE WHEN NOT by_week THEN unit_of_work END) d;
END;

COMMENT ON FUNCTION unit_cost_periods(boolean, boolean) IS 'unit_cost_periods(false, false): the rows of unit_costs_daily, or with true those of unit_costs_weekly; with another true a row for each business unit that pays, which is empty otherwise.';
