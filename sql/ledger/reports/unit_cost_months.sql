-- Inlined, so that the CASE is gone and a filter on month reaches the tables.
CREATE OR REPLACE FUNCTION unit_cost_months(by_unit boolean) RETURNS SETOF unit_cost_month
	LANGUAGE sql STABLE PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT u.month, u.business_unit, u.agent, u.unit_of_work,
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
	FROM (SELECT month, CASE WHEN by_unit THEN business_unit END AS business_unit, agent, unit_of_work,
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
		  GROUP BY month, CASE WHEN by_unit THEN business_unit END, agent, unit_of_work) u;
END;

COMMENT ON FUNCTION unit_cost_months(boolean) IS 'unit_cost_months(false): the rows of unit_costs; with true a row for each business unit that pays, which is empty otherwise.';
