-- Every cost counts for its business unit and for the company, and under each kind of line.
CREATE OR REPLACE VIEW budget_actuals WITH (security_invoker = true) AS
SELECT c.month, scope.business_unit, line.line_kind, line.budget_line, sum(c.cost) AS actual
FROM (SELECT b.month, b.business_unit, coalesce(u.pl_line, b.business_unit) AS pl_line, b.layer, b.cost
	  FROM (SELECT month, business_unit, layer, sum(cost) AS cost
			FROM book
			WHERE component <> 'outcome'
			GROUP BY month, business_unit, layer) b
	  LEFT JOIN business_unit_periods u
		  ON u.business_unit = b.business_unit AND b.month >= u.valid_from AND b.month < u.valid_until) c
CROSS JOIN LATERAL (VALUES ('*'), (c.business_unit)) scope (business_unit)
CROSS JOIN LATERAL (VALUES ('total', 'total'), ('pl_line', c.pl_line), ('layer', c.layer)) line (line_kind, budget_line)
GROUP BY 1, 2, 3, 4
UNION ALL
SELECT p.month, scope.business_unit, 'pool'::text, p.description, sum(p.amount)
FROM cost_pools p
CROSS JOIN LATERAL (VALUES ('*'), (p.business_unit)) scope (business_unit)
WHERE p.description IS NOT NULL AND scope.business_unit IS NOT NULL
GROUP BY 1, 2, 4;

COMMENT ON VIEW budget_actuals IS 'Costs by all that a budget can be for.';
COMMENT ON COLUMN budget_actuals.month IS 'Month in which they are booked.';
COMMENT ON COLUMN budget_actuals.business_unit IS 'Business unit, or * for the whole company.';
COMMENT ON COLUMN budget_actuals.line_kind IS 'What budget_line is: total, pl_line, layer or pool.';
COMMENT ON COLUMN budget_actuals.budget_line IS 'total, the line of the profit and loss statement, the layer, or the description of the pool.';
COMMENT ON COLUMN budget_actuals.actual IS 'Cost.';
