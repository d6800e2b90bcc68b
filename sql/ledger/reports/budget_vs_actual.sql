-- Budgets and costs are put one under the other and added up, not joined: so
-- any condition on month reaches both.
CREATE OR REPLACE VIEW budget_vs_actual WITH (security_invoker = true) AS
SELECT c.month, c.business_unit, c.budget_line,
	   c.budget::numeric(38,12) AS budget,
	   c.actual::numeric(38,12) AS actual,
	   (c.actual - c.budget)::numeric(38,12) AS difference,
	   ratio(c.actual, c.budget)::numeric(32,6) AS used_ratio,
	   CASE WHEN c.actual IS NULL THEN 'no_actual'
			WHEN c.actual > c.budget THEN 'over'
			WHEN c.actual <> 0 THEN 'within'
			WHEN NOT c.is_known_unit THEN 'unknown_unit'
			WHEN NOT c.is_known_line THEN 'unknown_line'
			ELSE 'within' END AS status,
	   is_over(c.month) AS is_complete
FROM (SELECT month, business_unit, budget_line, sum(budget) AS budget,
			 CASE WHEN month <= (SELECT present_month()) THEN coalesce(sum(actual), 0) END AS actual,
			 business_unit = '*' OR business_unit IN (SELECT u.business_unit FROM known_units u) AS is_known_unit,
			 line_kind <> 'pool' OR budget_line IN (SELECT description FROM shared_costs UNION ALL SELECT description
					FROM investments) AS is_known_line
	  FROM (SELECT month, business_unit, line_kind, budget_line, budget, NULL::numeric AS actual
			FROM budget_months
			UNION ALL
			SELECT month, business_unit, line_kind, budget_line, NULL::numeric, actual
			FROM budget_actuals) e
	  GROUP BY month, business_unit, line_kind, budget_line
	  HAVING count(budget) > 0) c;

COMMENT ON VIEW budget_vs_actual IS
'Budgets against costs, by month. A budget without an end is listed to the end of the calendar year of the present month, or of its last change if that is later, so that the months of a year sum to the budget of the year.';
COMMENT ON COLUMN budget_vs_actual.month IS 'Month.';
COMMENT ON COLUMN budget_vs_actual.business_unit IS 'Business unit, or * for the whole company.';
COMMENT ON COLUMN budget_vs_actual.budget_line IS
'What the money is for. total: all costs. The name of a P&L line: the costs of its business units. The name of a cost layer: the costs of that layer. Anything else, such as model migrations: the shared costs and amortization that have it as their description; for a business unit, those that only it takes part in.';
COMMENT ON COLUMN budget_vs_actual.budget IS 'Budget of the month.';
COMMENT ON COLUMN budget_vs_actual.actual IS 'Cost that is booked in the month; empty for months to come.';
COMMENT ON COLUMN budget_vs_actual.difference IS 'Actual less budget; above zero: overspent.';
COMMENT ON COLUMN budget_vs_actual.used_ratio IS 'Actual as a share of the budget, 1 is all of it; empty if the budget is zero.';
COMMENT ON COLUMN budget_vs_actual.status IS
'within, over, or no_actual for months that are still to come. unknown_unit: nothing was spent, and the business unit is neither in business_units nor in agents. unknown_line: nothing was spent, and the line is none that costs could have: probably misspelt.';
COMMENT ON COLUMN budget_vs_actual.is_complete IS 'Whether the month is over.';
