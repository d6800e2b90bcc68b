CREATE OR REPLACE VIEW outcome_cells WITH (security_invoker = true) AS
SELECT month_of(occurred_at) AS month, agent, business_unit, unit_of_work,
	   coalesce(sum(quantity) FILTER (WHERE counts), 0)::bigint AS outcomes,
	   sum(quantity)::bigint AS all_outcomes
FROM owned_outcomes
GROUP BY 1, 2, 3, 4;

COMMENT ON VIEW outcome_cells IS 'Outcomes by month, agent, business unit and unit of work.';
COMMENT ON COLUMN outcome_cells.month IS 'Month.';
COMMENT ON COLUMN outcome_cells.agent IS 'Agent.';
COMMENT ON COLUMN outcome_cells.business_unit IS 'Business unit.';
COMMENT ON COLUMN outcome_cells.unit_of_work IS 'Unit of work of the agent when the outcome was reached.';
COMMENT ON COLUMN outcome_cells.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN outcome_cells.all_outcomes IS 'The same with those that do not count.';
