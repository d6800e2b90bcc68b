CREATE OR REPLACE VIEW outcome_budget_months WITH (security_invoker = true) AS
SELECT (p.valid_from + make_interval(months => n::integer - 1))::date AS month, p.agent, p.target_unit_cost,
	   p.planned_outcomes, p.attempts_per_outcome, p.tokens_per_attempt, p.price_per_million_tokens,
	   p.review_cost_per_outcome, p.overhead_cost_per_outcome
FROM (SELECT r.*, age(least(coalesce(lead(r.valid_from) OVER (PARTITION BY r.agent ORDER BY r.valid_from), 'infinity'),
							(SELECT next_month(present_month())))::timestamp, r.valid_from::timestamp) AS period
	  FROM outcome_budgets r
	  WHERE NOT EXISTS (SELECT FROM outcome_budgets later
						WHERE later.agent = r.agent AND later.valid_from = r.valid_from
						  AND (later.recorded_at, later.id) > (r.recorded_at, r.id))) p
CROSS JOIN LATERAL month_numbers((extract(year FROM p.period) * 12 + extract(month FROM p.period))::bigint) n
WHERE p.target_unit_cost IS NOT NULL;

COMMENT ON VIEW outcome_budget_months IS 'The rows of outcome_budgets that hold, month by month, to the present month.';
COMMENT ON COLUMN outcome_budget_months.month IS 'Month.';
COMMENT ON COLUMN outcome_budget_months.agent IS 'Agent.';
COMMENT ON COLUMN outcome_budget_months.target_unit_cost IS 'What an outcome may cost.';
COMMENT ON COLUMN outcome_budget_months.planned_outcomes IS 'Outcomes of the month.';
COMMENT ON COLUMN outcome_budget_months.attempts_per_outcome IS 'Planned calls of models for an outcome.';
COMMENT ON COLUMN outcome_budget_months.tokens_per_attempt IS 'Planned tokens for a call.';
COMMENT ON COLUMN outcome_budget_months.price_per_million_tokens IS 'Planned price of a million tokens.';
COMMENT ON COLUMN outcome_budget_months.review_cost_per_outcome IS 'What of the target is for reviews.';
COMMENT ON COLUMN outcome_budget_months.overhead_cost_per_outcome IS 'What of the target is for overhead.';
