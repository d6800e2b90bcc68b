CREATE OR REPLACE VIEW flex_budgets WITH (security_invoker = true) AS
SELECT c.month, c.agent,
	   c.target_unit_cost::numeric(32,6) AS target_unit_cost,
	   c.planned_outcomes,
	   (c.target_unit_cost * c.planned_outcomes)::numeric(38,12) AS budget,
	   c.outcomes,
	   (c.target_unit_cost * c.outcomes)::numeric(38,12) AS flex_budget,
	   per_outcome(c.cost, c.outcomes)::numeric(32,6) AS unit_cost,
	   c.cost::numeric(38,12) AS fully_loaded_cost,
	   (c.target_unit_cost * (c.outcomes - c.planned_outcomes))::numeric(38,12) AS activity_variance,
	   (c.cost - c.target_unit_cost * c.outcomes)::numeric(38,12) AS flex_variance,
	   variance_direction(c.cost - c.target_unit_cost * c.outcomes) AS flex_direction,
	   c.prior_period_cost::numeric(38,12) AS prior_period_cost,
	   (c.cost + c.prior_period_cost - c.target_unit_cost * c.planned_outcomes)::numeric(38,12) AS total_variance,
	   variance_direction(c.cost + c.prior_period_cost - c.target_unit_cost * c.planned_outcomes) AS total_direction,
	   is_over(c.month) AS is_complete
FROM budget_cells c
WHERE c.target_unit_cost IS NOT NULL;

COMMENT ON VIEW flex_budgets IS
'Outcome budgets against what came of them, by month and agent: what was planned, what the outcomes that there were may cost, and what they did cost. A month that achieves more may cost more; flex_variance is what is left to explain.';
COMMENT ON COLUMN flex_budgets.month IS 'Month, as its first day; the present one is the last.';
COMMENT ON COLUMN flex_budgets.agent IS 'Agent.';
COMMENT ON COLUMN flex_budgets.target_unit_cost IS 'What an outcome may cost, by outcome_budgets.';
COMMENT ON COLUMN flex_budgets.planned_outcomes IS 'Outcomes that were planned.';
COMMENT ON COLUMN flex_budgets.budget IS 'target_unit_cost for each of them.';
COMMENT ON COLUMN flex_budgets.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN flex_budgets.flex_budget IS 'target_unit_cost for each of those.';
COMMENT ON COLUMN flex_budgets.unit_cost IS 'fully_loaded_cost for each of them; empty: none.';
COMMENT ON COLUMN flex_budgets.fully_loaded_cost IS 'All cost of the month itself.';
COMMENT ON COLUMN flex_budgets.activity_variance IS 'flex_budget less budget: what more or fewer outcomes may cost more or less.';
COMMENT ON COLUMN flex_budgets.flex_variance IS 'fully_loaded_cost less flex_budget; above zero: dearer than the target.';
COMMENT ON COLUMN flex_budgets.flex_direction IS 'F: favourable, cheaper; U: unfavourable, dearer; empty: neither.';
COMMENT ON COLUMN flex_budgets.prior_period_cost IS 'Cost that is booked in this month for earlier ones.';
COMMENT ON COLUMN flex_budgets.total_variance IS 'All cost that is booked in the month, less budget: the sum of activity_variance, flex_variance and prior_period_cost.';
COMMENT ON COLUMN flex_budgets.total_direction IS 'F or U, of total_variance.';
COMMENT ON COLUMN flex_budgets.is_complete IS 'Whether the month is over.';
