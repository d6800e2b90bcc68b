-- title: Budget and actual
-- about: The last month that is over.
-- show: table
-- columns: month date, business_unit text, budget_line text, budget numeric, actual numeric, difference numeric, status text
SELECT month, business_unit, budget_line, budget, round(actual, 2) AS actual, round(difference, 2) AS difference, status
FROM ledger.budget_vs_actual
WHERE month = (SELECT max(month) FROM ledger.budget_vs_actual WHERE is_complete)
ORDER BY difference DESC NULLS LAST, business_unit, budget_line
