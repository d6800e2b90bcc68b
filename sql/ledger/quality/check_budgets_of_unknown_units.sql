CREATE OR REPLACE VIEW check_budgets_of_unknown_units WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (200::bigint, 'budgets of unknown business units'::text,
	'No such business unit: a misspelt one is within its budget for ever.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE u.business_unit IS NULL) AS found, count(*) AS examined,
		NULL::numeric AS cost,
		   min(b.business_unit) FILTER (WHERE u.business_unit IS NULL) AS example
	FROM (SELECT DISTINCT business_unit FROM budgets WHERE business_unit <> '*') b
	LEFT JOIN (SELECT business_unit FROM business_units UNION SELECT business_unit FROM agents
			   UNION SELECT 'unattributed') u ON u.business_unit = b.business_unit
) f ON true;
