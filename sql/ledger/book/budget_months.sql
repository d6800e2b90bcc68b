CREATE OR REPLACE VIEW known_units WITH (security_invoker = true) AS
SELECT business_unit, coalesce(max(pl_line), business_unit) AS pl_line
FROM (SELECT business_unit, pl_line FROM business_units
	  UNION ALL
	  SELECT business_unit, NULL FROM agents WHERE business_unit IS NOT NULL) u
GROUP BY business_unit;

COMMENT ON VIEW known_units IS 'Business units that business_units or agents name.';
COMMENT ON COLUMN known_units.business_unit IS 'Business unit.';
COMMENT ON COLUMN known_units.pl_line IS 'Line of the profit and loss statement; the business unit where none is named.';

-- A budget without an end runs to the end of the year of the present month,
-- or of the last change of a budget.
CREATE OR REPLACE VIEW budget_months WITH (security_invoker = true) AS
SELECT (b.valid_from + make_interval(months => n::integer - 1))::date AS month, b.business_unit,
	   CASE WHEN b.budget_line = 'total' THEN 'total'
			WHEN b.budget_line = 'agent labour' THEN 'labour'
			WHEN b.budget_line IN (SELECT u.pl_line FROM known_units u) THEN 'pl_line'
			WHEN b.budget_line IN (SELECT l.layer FROM cost_layers l) THEN 'layer'
			ELSE 'pool' END AS line_kind,
	   b.budget_line, b.monthly_amount AS budget, b.version
FROM (SELECT p.*, age(least(p.valid_until, h.until)::timestamp, p.valid_from::timestamp) AS period
	  FROM budget_periods p
	  CROSS JOIN (SELECT make_date(extract(year FROM greatest(present_month(), max(valid_from)))::integer + 1, 1,
			1) AS until FROM budgets) h
	  WHERE p.monthly_amount IS NOT NULL) b
CROSS JOIN LATERAL month_numbers((extract(year FROM b.period) * 12 + extract(month FROM b.period))::bigint) n;

COMMENT ON VIEW budget_months IS 'Budgets month by month.';
COMMENT ON COLUMN budget_months.month IS 'Month.';
COMMENT ON COLUMN budget_months.business_unit IS 'Business unit, or * for the whole company.';
COMMENT ON COLUMN budget_months.line_kind IS 'What budget_line is: total, labour, pl_line, layer or pool.';
COMMENT ON COLUMN budget_months.budget_line IS 'What the money is for.';
COMMENT ON COLUMN budget_months.budget IS 'Budget of the month.';
COMMENT ON COLUMN budget_months.version IS 'Version.';
