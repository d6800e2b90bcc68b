CREATE OR REPLACE VIEW budget_vs_actual WITH (security_invoker = true) AS
WITH cost AS MATERIALIZED (
	SELECT m.month, m.business_unit, coalesce(b.pl_line, m.business_unit) AS pl_line, m.layer, sum(m.cost) AS cost
	FROM monthly_costs m
	LEFT JOIN business_units b ON b.business_unit = m.business_unit
	GROUP BY 1, 2, 3, 4
),
last_month AS (
	SELECT max(month) AS month FROM cost
),
-- Every cost counts for its business unit and for the company, and under each kind of line.
actual AS (
	SELECT c.month, scope.business_unit, line.kind, line.budget_line, sum(c.cost) AS actual
	FROM cost c
	CROSS JOIN LATERAL (VALUES ('*'), (c.business_unit)) scope(business_unit)
	CROSS JOIN LATERAL (VALUES ('total', 'total'), ('pl_line', c.pl_line), ('layer', c.layer)) line(kind, budget_line)
	GROUP BY 1, 2, 3, 4
	UNION ALL
	SELECT p.month, scope.business_unit, 'pool', p.description, sum(p.amount)
	FROM cost_pools p
	CROSS JOIN LATERAL (VALUES ('*'), (p.business_unit)) scope(business_unit)
	WHERE p.description IS NOT NULL
	GROUP BY 1, 2, 4
),
budget_period AS (
	SELECT business_unit, budget_line, valid_from, monthly_amount,
		   lead(valid_from) OVER (PARTITION BY business_unit, budget_line ORDER BY valid_from) AS valid_until
	FROM (SELECT DISTINCT ON (business_unit, budget_line, valid_from) business_unit, budget_line, valid_from, monthly_amount
		  FROM budgets
		  ORDER BY business_unit, budget_line, valid_from, recorded_at DESC, id DESC) b
),
-- A budget without an end runs to the end of the year of the last month
-- with costs, or of the last change of a budget.
horizon AS (
	SELECT make_date(extract(year FROM greatest((SELECT month FROM last_month), max(valid_from)))::integer, 12, 1) AS month FROM budgets
),
budget_month AS (
	SELECT b.business_unit, b.budget_line, (b.valid_from + make_interval(months => n::integer - 1))::date AS month, b.monthly_amount AS budget,
		   CASE WHEN b.budget_line = 'total' THEN 'total'
				WHEN b.budget_line IN (SELECT coalesce(pl_line, business_unit) FROM business_units) THEN 'pl_line'
				WHEN b.budget_line IN (SELECT layer FROM cost_layers) THEN 'layer'
				ELSE 'pool' END AS kind
	FROM (SELECT p.*, age(coalesce(p.valid_until, next_month(h.month))::timestamp, p.valid_from::timestamp) AS period FROM budget_period p CROSS JOIN horizon h) b
	CROSS JOIN LATERAL month_numbers((extract(year FROM b.period) * 12 + extract(month FROM b.period))::bigint) n
	WHERE b.monthly_amount IS NOT NULL
),
compared AS (
	SELECT b.month, b.business_unit, b.budget_line, b.budget,
		   CASE WHEN b.month <= l.last_month THEN coalesce(a.actual, 0) END AS actual
	FROM budget_month b
	CROSS JOIN (SELECT month AS last_month FROM last_month) l
	LEFT JOIN actual a USING (month, business_unit, kind, budget_line)
)
SELECT month, business_unit, budget_line,
	   budget::numeric(38,12) AS budget,
	   actual::numeric(38,12) AS actual,
	   (actual - budget)::numeric(38,12) AS difference,
	   ratio(actual, budget)::numeric(32,6) AS used_ratio,
	   CASE WHEN actual IS NULL THEN 'no_actual' WHEN actual > budget THEN 'over' ELSE 'within' END AS status
FROM compared;

COMMENT ON VIEW budget_vs_actual IS
'Budgets against costs, by month. A budget without an end is listed to the end of the calendar year of the last month with costs, or of its last change if that is later, so that the months of a year sum to the budget of the year.';
COMMENT ON COLUMN budget_vs_actual.month IS 'Month.';
COMMENT ON COLUMN budget_vs_actual.business_unit IS 'Business unit, or * for the whole company.';
COMMENT ON COLUMN budget_vs_actual.budget_line IS
'What the money is for. total: all costs. The name of a P&L line: the costs of its business units. The name of a cost layer: the costs of that layer. Anything else, such as model migrations: the shared costs and write-offs that have it as their description; for a business unit, those that only it takes part in.';
COMMENT ON COLUMN budget_vs_actual.budget IS 'Budget of the month.';
COMMENT ON COLUMN budget_vs_actual.actual IS 'Cost of the month; empty for months after the last one with costs.';
COMMENT ON COLUMN budget_vs_actual.difference IS 'Actual less budget; above zero: overspent.';
COMMENT ON COLUMN budget_vs_actual.used_ratio IS 'Actual as a share of the budget, 1 is all of it; empty if the budget is zero.';
COMMENT ON COLUMN budget_vs_actual.status IS 'within, over, or no_actual for months that are still to come.';
