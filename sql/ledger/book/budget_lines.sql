-- Budgets and costs are put one under the other and added up, not joined: so
-- any condition on month reaches both.
CREATE OR REPLACE VIEW budget_lines WITH (security_invoker = true) AS
SELECT c.version, c.month, c.business_unit, c.line_kind, c.budget_line, c.budget,
	   CASE WHEN c.month <= (SELECT present_month())
				THEN CASE WHEN c.line_kind = 'labour' THEN coalesce(c.unit_cost, 0) - coalesce(c.driver_cost, 0)
						  ELSE coalesce(c.actual, 0) END END AS actual,
	   c.is_known_unit, c.is_known_line
FROM (SELECT version, month, business_unit, line_kind, budget_line, sum(budget) AS budget, sum(actual) AS actual,
			 bool_and(is_known_unit) AS is_known_unit, bool_and(is_known_line) AS is_known_line,
			 count(budget) > 0 AS is_budgeted,
			 max(CASE WHEN line_kind = 'total' THEN sum(actual) END) OVER unit AS unit_cost,
			 sum(CASE WHEN line_kind = 'pool' AND count(budget) > 0 THEN sum(actual) END) OVER unit AS driver_cost
	  FROM (SELECT version, month, business_unit, line_kind, budget_line, budget, NULL::numeric AS actual,
				   is_known_unit, is_known_line
			FROM budget_months
			UNION ALL
			SELECT v.version, a.month, a.business_unit, a.line_kind, a.budget_line, NULL::numeric, a.actual,
				   NULL::boolean, NULL::boolean
			FROM budget_actuals a
			CROSS JOIN (SELECT DISTINCT version FROM budgets) v) e
	  GROUP BY version, month, business_unit, line_kind, budget_line
	  WINDOW unit AS (PARTITION BY version, month, business_unit)) c
WHERE c.is_budgeted;

COMMENT ON VIEW budget_lines IS 'Budgets of all versions against costs, by month.';
COMMENT ON COLUMN budget_lines.version IS 'Version of the budget.';
COMMENT ON COLUMN budget_lines.month IS 'Month.';
COMMENT ON COLUMN budget_lines.business_unit IS 'Business unit, or * for the whole company.';
COMMENT ON COLUMN budget_lines.line_kind IS 'What budget_line is: total, labour, pl_line, layer or pool.';
COMMENT ON COLUMN budget_lines.budget_line IS 'What the money is for.';
COMMENT ON COLUMN budget_lines.budget IS 'Budget of the month.';
COMMENT ON COLUMN budget_lines.actual IS 'Cost that is booked in the month; empty for months to come.';
COMMENT ON COLUMN budget_lines.is_known_unit IS 'Whether there is such a business unit.';
COMMENT ON COLUMN budget_lines.is_known_line IS 'Whether costs could have such a line.';

CREATE OR REPLACE FUNCTION budget_line_status(budget numeric, actual numeric, is_known_unit boolean,
	is_known_line boolean) RETURNS text
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN actual IS NULL THEN 'no_actual'
				WHEN actual > budget THEN 'over'
				WHEN actual <> 0 THEN 'within'
				WHEN NOT is_known_unit THEN 'unknown_unit'
				WHEN NOT is_known_line THEN 'unknown_line'
				ELSE 'within' END;
COMMENT ON FUNCTION budget_line_status(numeric, numeric, boolean, boolean) IS 'budget_line_status(budget, actual, is_known_unit, is_known_line): the status of a budget, see budget_vs_actual.';

-- Not inlined, so that names are only compared where one is not known
CREATE OR REPLACE FUNCTION budget_suggestion(unit text, line text, is_known_unit boolean) RETURNS text
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
	BEGIN ATOMIC
		SELECT CASE WHEN is_known_unit
						THEN nearest_name(line, (SELECT array_agg(n.name) FROM known_names n
												 WHERE n.kind = 'budget line'))
					ELSE nearest_name(unit, (SELECT array_agg(n.name) FROM known_names n
											 WHERE n.kind = 'business unit')) END;
	END;
COMMENT ON FUNCTION budget_suggestion(text, text, boolean) IS 'budget_suggestion(''*'', ''model migration'', true): the line of a budget that is nearly named so, or the business unit if that is not known; empty if there is none.';
