CREATE OR REPLACE VIEW check_budgets_of_unknown_lines WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (205::bigint, 'budgets of unknown lines'::text,
	'No such layer, P&L line or description of shared costs, and a month of the budget is over: nothing is ever spent on a misspelt one.'::text))
	c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE b.line_kind = 'pool' AND p.description IS NULL) AS found,
		count(*) AS examined, NULL::numeric AS cost,
		   min(b.budget_line) FILTER (WHERE b.line_kind = 'pool' AND p.description IS NULL) AS example
	FROM (SELECT DISTINCT line_kind, budget_line FROM budget_months WHERE is_over(month)) b
	LEFT JOIN (SELECT description FROM shared_costs UNION SELECT description FROM investments) p
		ON p.description = b.budget_line
) f ON true;
