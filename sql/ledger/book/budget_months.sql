-- A budget without an end runs to the end of the year of the present month,
-- or of the last change of a budget.
CREATE OR REPLACE VIEW budget_months WITH (security_invoker = true) AS
SELECT (b.valid_from + make_interval(months => n::integer - 1))::date AS month, b.business_unit,
	   b.line_kind, b.budget_line, b.monthly_amount AS budget, b.version, b.is_known_unit, b.is_known_line
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
COMMENT ON COLUMN budget_months.is_known_unit IS 'Whether there is such a business unit.';
COMMENT ON COLUMN budget_months.is_known_line IS 'Whether there is such a line.';
