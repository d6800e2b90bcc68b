-- What unit readers see of reports that have no business unit, or tell of others

-- The reports that add up what several business units pay for, without adding it up
CREATE OR REPLACE VIEW unit_costs_of_units WITH (security_invoker = true) AS
SELECT * FROM unit_cost_months(true);

COMMENT ON VIEW unit_costs_of_units IS
'What an outcome of each agent costs a business unit, by month and unit of work, with everything in it: unit_costs for what one business unit pays. What is booked in a month for an earlier one is kept apart.';

CREATE OR REPLACE VIEW unit_costs_daily_of_units WITH (security_invoker = true) AS
SELECT d.period_start AS day, d.business_unit, d.agent, d.unit_of_work, d.outcomes, d.events, d.direct_cost,
	   d.review_cost, d.overhead_cost, d.fully_loaded_cost, d.direct_unit_cost, d.unit_cost, d.accuracy_ratio,
	   d.review_ratio, d.unpriced_events, d.shared_cost, d.amortization_cost
FROM unit_cost_periods(false, true) d;

COMMENT ON VIEW unit_costs_daily_of_units IS
'What an outcome of each agent costs a business unit, by day of service: unit_costs_daily for what one business unit pays.';

CREATE OR REPLACE VIEW unit_costs_weekly_of_units WITH (security_invoker = true) AS
SELECT d.period_start AS week, d.business_unit, d.agent, d.unit_of_work, d.outcomes, d.events, d.direct_cost,
	   d.review_cost, d.overhead_cost, d.fully_loaded_cost, d.direct_unit_cost, d.unit_cost, d.accuracy_ratio,
	   d.review_ratio, d.unpriced_events, d.shared_cost, d.amortization_cost
FROM unit_cost_periods(true, true) d;

COMMENT ON VIEW unit_costs_weekly_of_units IS
'What an outcome of each agent costs a business unit, by week: unit_costs_weekly for what one business unit pays.';

-- As customer_costs; unattributed has what the unit pays, less what is of items with a customer.  A filter on the
-- unit does not reach the items: who bears overhead is decided among all.  A closed month has the names with which
-- it was closed.
CREATE OR REPLACE VIEW customer_costs_of_units WITH (security_invoker = true) AS
SELECT c.month, c.business_unit, c.customer, c.work_items, c.outcomes,
	   c.direct_cost::numeric(38,12) AS direct_cost,
	   c.review_cost::numeric(38,12) AS review_cost,
	   (c.shared_cost + c.amortization_cost)::numeric(38,12) AS overhead_cost,
	   c.cost::numeric(38,12) AS fully_loaded_cost,
	   period_unit_cost(c.cost - c.prior_period_cost, c.outcomes - c.prior_period_outcomes, c.work_items,
						0)::numeric(32,6) AS unit_cost,
	   c.shared_cost::numeric(38,12) AS shared_cost,
	   c.amortization_cost::numeric(38,12) AS amortization_cost,
	   c.prior_period_cost::numeric(38,12) AS prior_period_cost,
	   c.prior_period_outcomes,
	   is_over(c.month) AS is_complete
FROM (SELECT x.month, x.business_unit, x.customer, sum(x.work_items)::bigint AS work_items,
			 sum(x.outcomes)::bigint AS outcomes, sum(x.direct_cost) AS direct_cost, sum(x.review_cost) AS review_cost,
			 sum(x.shared_cost) AS shared_cost, sum(x.amortization_cost) AS amortization_cost, sum(x.cost) AS cost,
			 sum(x.prior_period_cost) AS prior_period_cost,
			 sum(x.prior_period_outcomes)::bigint AS prior_period_outcomes
	  FROM (SELECT month, business_unit, 'unattributed'::text AS customer, 0::bigint AS work_items, outcomes,
				   direct_cost, review_cost, shared_cost, amortization_cost, cost,
				   CASE WHEN service_month < month THEN cost ELSE 0 END AS prior_period_cost,
				   CASE WHEN service_month < month THEN outcomes ELSE 0 END AS prior_period_outcomes
			FROM unit_months
			UNION ALL
			SELECT g.month, g.business_unit, n.customer, n.items * g.work_items, n.sign * g.outcomes,
				   n.sign * g.direct_cost, n.sign * g.review_cost, n.sign * g.shared_cost, n.sign * g.amortization_cost,
				   n.sign * g.cost, n.sign * g.prior_period_cost, n.sign * g.prior_period_outcomes
			FROM (SELECT i.month, i.first_unit AS business_unit, i.customer,
						 count(*) FILTER (WHERE i.events <> 0 AND i.service_month = i.month) AS work_items,
						 sum(i.outcomes)::bigint AS outcomes,
						 sum(i.direct_cost) AS direct_cost, sum(i.review_cost) AS review_cost,
						 sum(i.shared_cost) AS shared_cost, sum(i.amortization_cost) AS amortization_cost,
						 sum(i.cost) AS cost, sum(i.prior_period_cost) AS prior_period_cost,
						 sum(i.prior_period_outcomes)::bigint AS prior_period_outcomes
				  FROM (SELECT m.*, CASE WHEN c.id IS NULL THEN w.customer ELSE c.before ->> 'customer' END AS customer
						FROM item_costs_of_months(true) m
						LEFT JOIN work_items w ON w.work_item = m.work_item
						LEFT JOIN LATERAL item_change_after(m.work_item, m.naming_entry) c ON true) i
				  GROUP BY i.month, i.first_unit, i.customer) g
			CROSS JOIN LATERAL (VALUES (g.customer, 1, 1),
				('unattributed', CASE WHEN g.customer IS NULL THEN 0 ELSE -1 END,
				 CASE WHEN g.customer IS NULL THEN 1 ELSE 0 END)) n (customer, sign, items)
			WHERE n.customer IS NOT NULL) x
	  GROUP BY x.month, x.business_unit, x.customer) c;

COMMENT ON VIEW customer_costs_of_units IS
'What it costs a business unit to serve each customer, by month, with everything in it: customer_costs for what one business unit pays. In closed months customers are those that work items had when these were closed; the rows of a month sum to what the business unit pays.';

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

CREATE OR REPLACE FUNCTION period_end(period_type text, period_start date) RETURNS date
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE period_type WHEN 'week' THEN period_start + 6 ELSE next_month(period_start) - 1 END;
COMMENT ON FUNCTION period_end(text, date) IS 'period_end(''week'', date ''2026-01-05''): the last day of a week or month.';

-- What is reported of agents is of the business unit that has the agent at the end of the period.
DO $do$
DECLARE
	report record;
BEGIN
	FOR report IN
		SELECT * FROM (VALUES
			('slo_report', 'period_end(r.period_type, r.period_start)'),
			('slo_history', 'period_end(r.period_type, r.period_start)'),
			('drift_report', 'r.day'), ('anomalies', 'r.day')) v (name, last_day)
	LOOP
		EXECUTE format($sql$
			CREATE OR REPLACE VIEW %1$I WITH (security_invoker = true) AS
			SELECT coalesce(p.business_unit, 'unattributed') AS business_unit, r.*
			FROM %2$I r
			JOIN agent_periods p ON p.agent = r.agent AND p.valid_from <= %3$s AND p.valid_until > %3$s
			$sql$, report.name || '_of_units', report.name, report.last_day);
		EXECUTE format('COMMENT ON VIEW %I IS %L', report.name || '_of_units',
			format('%s of the agents that are the business unit''s at the end of the period. %s', report.name,
				obj_description(report.name::regclass, 'pg_class')));
	END LOOP;
END;
$do$;

DO $do$
DECLARE
	c record;
BEGIN
	FOR c IN
		SELECT v.of_units, a.attname, coalesce(col_description(v.report, b.attnum), 'Business unit that pays.') AS words
		FROM (VALUES ('unit_costs_of_units'::regclass, 'unit_costs'::regclass),
				('unit_costs_daily_of_units', 'unit_costs_daily'), ('unit_costs_weekly_of_units', 'unit_costs_weekly'),
				('customer_costs_of_units', 'customer_costs'), ('slo_report_of_units', 'slo_report'),
				('slo_history_of_units', 'slo_history'), ('drift_report_of_units', 'drift_report'),
				('anomalies_of_units', 'anomalies'), ('iceberg_of_units', 'iceberg'),
				('budget_vs_actual_of_units', 'budget_vs_actual')) v (of_units, report)
		JOIN pg_attribute a ON a.attrelid = v.of_units AND a.attnum > 0
		LEFT JOIN pg_attribute b ON b.attrelid = v.report AND b.attname = a.attname
	LOOP
		EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', c.of_units, c.attname, c.words);
	END LOOP;
END;
$do$;

-- Which reports unit readers have, in this place alone
CREATE OR REPLACE VIEW unit_reports WITH (security_invoker = true) AS
SELECT v.report, v.source
FROM (VALUES
	('chargeback', 'chargeback'),
	('workforce_pnl', 'workforce_pnl'),
	('unit_costs', 'unit_costs_of_units'),
	('unit_costs_daily', 'unit_costs_daily_of_units'),
	('unit_costs_weekly', 'unit_costs_weekly_of_units'),
	('customer_costs', 'customer_costs_of_units'),
	('slo_report', 'slo_report_of_units'),
	('slo_history', 'slo_history_of_units'),
	('drift_report', 'drift_report_of_units'),
	('anomalies', 'anomalies_of_units'),
	('projections', 'projections'),
	('iceberg', 'iceberg_of_units'),
	('budget_vs_actual', 'budget_vs_actual_of_units')) v (report, source);

COMMENT ON VIEW unit_reports IS 'The reports for unit readers: of each, my_... and my_..._rows() are made.';
COMMENT ON COLUMN unit_reports.report IS 'Report that it is like.';
COMMENT ON COLUMN unit_reports.source IS 'View that has its rows for all business units.';
