CREATE OR REPLACE VIEW outcome_budget_months WITH (security_invoker = true) AS
WITH month AS MATERIALIZED (
	SELECT m.month::date AS month, closing_of(m.month::date) AS entry
	FROM generate_series((SELECT min(valid_from) FROM outcome_budgets)::timestamp, (SELECT present_month())::timestamp,
						 interval '1 month') m (month)
)
SELECT b.month, b.agent, b.target_unit_cost, b.planned_outcomes, b.attempts_per_outcome, b.tokens_per_attempt,
	   b.price_per_million_tokens, b.review_cost_per_outcome, b.overhead_cost_per_outcome
FROM (SELECT DISTINCT ON (r.agent, m.month) m.month, r.*
	  FROM outcome_budgets r
	  JOIN month m ON m.month >= r.valid_from
	  WHERE m.entry IS NULL OR r.closing <= m.entry
	  ORDER BY r.agent, m.month, r.valid_from DESC, r.recorded_at DESC, r.id DESC) b
WHERE b.target_unit_cost IS NOT NULL;

COMMENT ON VIEW outcome_budget_months IS 'The rows of outcome_budgets that hold, month by month, to the present month; in closed months those that the closing had seen.';
COMMENT ON COLUMN outcome_budget_months.month IS 'Month.';
COMMENT ON COLUMN outcome_budget_months.agent IS 'Agent.';
COMMENT ON COLUMN outcome_budget_months.target_unit_cost IS 'What an outcome may cost.';
COMMENT ON COLUMN outcome_budget_months.planned_outcomes IS 'Outcomes of the month.';
COMMENT ON COLUMN outcome_budget_months.attempts_per_outcome IS 'Planned calls of models for an outcome.';
COMMENT ON COLUMN outcome_budget_months.tokens_per_attempt IS 'Planned tokens for a call.';
COMMENT ON COLUMN outcome_budget_months.price_per_million_tokens IS 'Planned price of a million tokens.';
COMMENT ON COLUMN outcome_budget_months.review_cost_per_outcome IS 'What of the target is for reviews.';
COMMENT ON COLUMN outcome_budget_months.overhead_cost_per_outcome IS 'What of the target is for overhead.';
