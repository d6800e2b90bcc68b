-- What unit readers see of reports that have no business unit, or tell of others

-- As unit_costs, which adds up what several business units pay for
CREATE OR REPLACE VIEW unit_costs_of_units WITH (security_invoker = true) AS
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
FROM (SELECT month, business_unit, agent, unit_of_work,
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
	  GROUP BY month, business_unit, agent, unit_of_work) u;

COMMENT ON VIEW unit_costs_of_units IS
'What an outcome of each agent costs a business unit, by month and unit of work, with everything in it: unit_costs for what one business unit pays. What is booked in a month for an earlier one is kept apart.';

-- As iceberg, with the cost of the business unit in place of that of the company
CREATE OR REPLACE VIEW iceberg_of_units WITH (security_invoker = true) AS
SELECT c.month, c.business_unit, c.layer, c.layer_order,
	   CASE WHEN c.visible THEN 'visible' ELSE 'hidden' END AS visibility,
	   c.cost::numeric(38,12) AS cost,
	   (runrate_internal.apportion(c.spend_ratio, 1, 6) OVER (PARTITION BY c.month, c.business_unit, c.has_ratio
			ORDER BY c.layer_order, c.layer COLLATE "C"))::numeric(32,6) AS spend_ratio,
	   c.month_cost::numeric(38,12) AS month_cost,
	   is_over(c.month) AS is_complete
FROM (SELECT c.*, bool_and(c.ratio IS NOT NULL) OVER unit_month AS has_ratio,
			 CASE WHEN bool_and(c.ratio IS NOT NULL) OVER unit_month THEN c.ratio END AS spend_ratio
	  FROM (SELECT b.month, b.business_unit, b.layer, l.layer_order, l.visible, b.cost,
				   sum(b.cost) OVER unit_month AS month_cost,
				   ratio(b.cost, sum(b.cost) OVER unit_month) AS ratio
			FROM (SELECT month, business_unit, layer, sum(cost) AS cost FROM book WHERE component <> 'outcome'
				  GROUP BY month, business_unit, layer) b
			LEFT JOIN cost_layer_periods l ON l.layer = b.layer AND b.month >= l.valid_from AND b.month < l.valid_until
			WINDOW unit_month AS (PARTITION BY b.month, b.business_unit)) c
	  WINDOW unit_month AS (PARTITION BY c.month, c.business_unit)) c;

COMMENT ON VIEW iceberg_of_units IS
'What a business unit pays, by month and layer: iceberg for one business unit. month_cost and spend_ratio are those of the business unit.';

-- Without the names that are nearly those of others
CREATE OR REPLACE VIEW budget_vs_actual_of_units WITH (security_invoker = true) AS
SELECT month, business_unit, budget_line, budget, actual, difference, used_ratio, status, is_complete
FROM budget_vs_actual;

COMMENT ON VIEW budget_vs_actual_of_units IS
'Budgets against costs, by month: budget_vs_actual without what it would suggest in place of names that are misspelt.';

DO $do$
DECLARE
	c record;
BEGIN
	FOR c IN
		SELECT v.of_units, a.attname, coalesce(col_description(v.report, b.attnum), 'Business unit that pays.') AS words
		FROM (VALUES ('unit_costs_of_units'::regclass, 'unit_costs'::regclass), ('iceberg_of_units', 'iceberg'),
				('budget_vs_actual_of_units', 'budget_vs_actual')) v (of_units, report)
		JOIN pg_attribute a ON a.attrelid = v.of_units AND a.attnum > 0
		LEFT JOIN pg_attribute b ON b.attrelid = v.report AND b.attname = a.attname
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', c.of_units, c.attname, c.words);
	END LOOP;
END;
$do$;
