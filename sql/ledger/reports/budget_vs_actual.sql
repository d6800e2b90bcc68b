CREATE OR REPLACE VIEW budget_vs_actual WITH (security_invoker = true) AS
SELECT c.month, c.business_unit, c.budget_line,
	   c.budget::numeric(38,12) AS budget,
	   c.actual::numeric(38,12) AS actual,
	   (c.actual - c.budget)::numeric(38,12) AS difference,
	   ratio(c.actual, c.budget)::numeric(32,6) AS used_ratio,
	   c.status,
	   is_over(c.month) AS is_complete,
	   CASE WHEN c.status IN ('unknown_unit', 'unknown_line') AND c.month >= (SELECT open_from())
				THEN budget_suggestion(c.business_unit, c.budget_line, c.is_known_unit) END AS did_you_mean
FROM (SELECT l.*, budget_line_status(l.budget, l.actual, l.is_known_unit, l.is_known_line) AS status
	  FROM budget_lines l
	  WHERE l.version = 'budget') c;

COMMENT ON VIEW budget_vs_actual IS
'Budgets against costs, by month: those of the version budget; labour_budgets has all. A budget without an end is listed to the end of the calendar year of the present month, or of its last change if that is later, so that the months of a year sum to the budget of the year.';
COMMENT ON COLUMN budget_vs_actual.month IS 'Month.';
COMMENT ON COLUMN budget_vs_actual.business_unit IS 'Business unit, or * for the whole company.';
COMMENT ON COLUMN budget_vs_actual.budget_line IS
'What the money is for. total: all costs. The name of a P&L line: the costs of its business units. agent labour: all cost but what has a driver with a budget of its own, see below. The name of a cost layer: the costs of that layer. Anything else, such as model migrations: the shared costs and amortization that have it as their description; for a business unit, those that only it takes part in.';
COMMENT ON COLUMN budget_vs_actual.budget IS 'Budget of the month.';
COMMENT ON COLUMN budget_vs_actual.actual IS 'Cost that is booked in the month; empty for months to come.';
COMMENT ON COLUMN budget_vs_actual.difference IS 'Actual less budget; above zero: overspent.';
COMMENT ON COLUMN budget_vs_actual.used_ratio IS 'Actual as a share of the budget, 1 is all of it; empty if the budget is zero.';
COMMENT ON COLUMN budget_vs_actual.status IS
'within, over, or no_actual for months that are still to come. unknown_unit: nothing was spent, and the business unit is neither in business_units nor in agents. unknown_line: nothing was spent, and the line is none that costs could have: probably misspelt.';
COMMENT ON COLUMN budget_vs_actual.is_complete IS 'Whether the month is over.';
COMMENT ON COLUMN budget_vs_actual.did_you_mean IS 'The business unit or line that is nearly named so, where the status is unknown_unit or unknown_line and the month is open.';
