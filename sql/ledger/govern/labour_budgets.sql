CREATE OR REPLACE VIEW labour_budgets WITH (security_invoker = true) AS
SELECT c.budget_year, c.version, c.business_unit, c.budget_line, c.months,
	   c.budget::numeric(38,12) AS budget,
	   (c.budget / c.months)::numeric(38,12) AS monthly_budget,
	   c.actual::numeric(38,12) AS actual,
	   c.forecast::numeric(38,12) AS forecast,
	   (c.forecast - c.budget)::numeric(38,12) AS difference,
	   variance_direction(c.forecast - c.budget) AS direction,
	   c.status,
	   CASE WHEN c.status IN ('unknown_unit', 'unknown_line')
				THEN budget_suggestion(c.business_unit, c.budget_line, c.is_known_unit) END AS did_you_mean
FROM (SELECT y.*, budget_line_status(y.budget, y.actual, y.is_known_unit, y.is_known_line) AS status
	  FROM (SELECT extract(year FROM l.month)::bigint AS budget_year, l.version, l.business_unit, l.budget_line,
				   count(*) AS months, sum(l.budget) AS budget, sum(l.actual) AS actual,
				   sum(CASE WHEN is_over(l.month) THEN l.actual ELSE l.budget END) AS forecast,
				   bool_and(l.is_known_unit) AS is_known_unit, bool_and(l.is_known_line) AS is_known_line
			FROM budget_lines l
			GROUP BY 1, l.version, l.business_unit, l.budget_line) y) c
ORDER BY c.budget_year, c.version, c.business_unit, c.budget DESC, c.budget_line;

COMMENT ON VIEW labour_budgets IS
'The AI labour budget of each year by its drivers, in all versions: what was budgeted, what it has cost, and what the year will cost if the months to come cost what is budgeted for them.';
COMMENT ON COLUMN labour_budgets.budget_year IS 'Calendar year.';
COMMENT ON COLUMN labour_budgets.version IS 'budget: what was agreed; others as they are named in budgets, such as a forecast.';
COMMENT ON COLUMN labour_budgets.business_unit IS 'Business unit, or * for the whole company.';
COMMENT ON COLUMN labour_budgets.budget_line IS 'What the money is for, see budget_vs_actual; agent labour is all cost that no other driver of the version is for.';
COMMENT ON COLUMN labour_budgets.months IS 'Months of the year that have a budget.';
COMMENT ON COLUMN labour_budgets.budget IS 'Budget of these months.';
COMMENT ON COLUMN labour_budgets.monthly_budget IS 'The same for a month, in the mean.';
COMMENT ON COLUMN labour_budgets.actual IS 'Cost of these months to today; empty: none of them has come.';
COMMENT ON COLUMN labour_budgets.forecast IS 'Cost of the months that are over, and the budget of the others, the present one with them.';
COMMENT ON COLUMN labour_budgets.difference IS 'forecast less budget; above zero: more than budgeted.';
COMMENT ON COLUMN labour_budgets.direction IS 'F: favourable, below budget; U: unfavourable, above; empty: as budgeted.';
COMMENT ON COLUMN labour_budgets.status IS 'within, over, or no_actual for years to come, by the cost to today; unknown_unit and unknown_line: nothing was spent, and no cost could have that business unit or line: probably misspelt.';
COMMENT ON COLUMN labour_budgets.did_you_mean IS 'The business unit or line that is nearly named so, where it is not known.';
