-- Plans and what happened are put one under the other and added up, not
-- joined: so any condition on month reaches both.
CREATE OR REPLACE VIEW budget_cells WITH (security_invoker = true) AS
SELECT month, agent,
	   max(target_unit_cost) AS target_unit_cost, sum(planned_outcomes)::bigint AS planned_outcomes,
	   max(attempts_per_outcome) AS attempts_per_outcome, max(tokens_per_attempt) AS tokens_per_attempt,
	   max(price_per_million_tokens) AS price_per_million_tokens,
	   max(review_cost_per_outcome) AS review_cost_per_outcome,
	   max(overhead_cost_per_outcome) AS overhead_cost_per_outcome,
	   coalesce(sum(outcomes), 0)::bigint AS outcomes, coalesce(sum(attempts), 0) AS attempts,
	   coalesce(sum(tokens), 0) AS tokens,
	   coalesce(sum(cost) FILTER (WHERE kind <> 'prior_period'), 0) AS cost,
	   coalesce(sum(cost) FILTER (WHERE kind = 'model'), 0) AS model_cost,
	   coalesce(sum(cost) FILTER (WHERE kind = 'review'), 0) AS review_cost,
	   coalesce(sum(cost) FILTER (WHERE kind = 'overhead'), 0) AS overhead_cost,
	   coalesce(sum(cost) FILTER (WHERE kind = 'prior_period'), 0) AS prior_period_cost
FROM (SELECT month, agent, kind, cost, attempts, tokens, outcomes,
			 NULL::numeric AS target_unit_cost, NULL::bigint AS planned_outcomes,
			 NULL::numeric AS attempts_per_outcome, NULL::numeric AS tokens_per_attempt,
			 NULL::numeric AS price_per_million_tokens, NULL::numeric AS review_cost_per_outcome,
			 NULL::numeric AS overhead_cost_per_outcome
	  FROM variance_lines
	  UNION ALL
	  SELECT month, agent, 'prior_period'::text, cost, 0::bigint, 0::numeric, 0::bigint,
			 NULL::numeric, NULL::bigint, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric, NULL::numeric
	  FROM book
	  WHERE service_month < month
	  UNION ALL
	  SELECT month, agent, NULL::text, 0::numeric, 0::bigint, 0::numeric, 0::bigint,
			 target_unit_cost::numeric, planned_outcomes, attempts_per_outcome::numeric, tokens_per_attempt::numeric,
			 price_per_million_tokens::numeric, review_cost_per_outcome::numeric, overhead_cost_per_outcome::numeric
	  FROM outcome_budget_months) e
GROUP BY month, agent;

COMMENT ON VIEW budget_cells IS 'Outcome budgets and what came of them, by month and agent; agents without a budget have no target.';
COMMENT ON COLUMN budget_cells.month IS 'Month.';
COMMENT ON COLUMN budget_cells.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN budget_cells.target_unit_cost IS 'What an outcome may cost; empty: no budget.';
COMMENT ON COLUMN budget_cells.planned_outcomes IS 'Outcomes that were planned.';
COMMENT ON COLUMN budget_cells.attempts_per_outcome IS 'Planned calls of models for an outcome.';
COMMENT ON COLUMN budget_cells.tokens_per_attempt IS 'Planned tokens for a call.';
COMMENT ON COLUMN budget_cells.price_per_million_tokens IS 'Planned price of a million tokens.';
COMMENT ON COLUMN budget_cells.review_cost_per_outcome IS 'What of the target is for reviews.';
COMMENT ON COLUMN budget_cells.overhead_cost_per_outcome IS 'What of the target is for overhead.';
COMMENT ON COLUMN budget_cells.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN budget_cells.attempts IS 'Calls of models.';
COMMENT ON COLUMN budget_cells.tokens IS 'Their tokens.';
COMMENT ON COLUMN budget_cells.cost IS 'Fully loaded cost of the month itself.';
COMMENT ON COLUMN budget_cells.model_cost IS 'What of it is for calls of models, retries with them.';
COMMENT ON COLUMN budget_cells.review_cost IS 'What of it is for reviews.';
COMMENT ON COLUMN budget_cells.overhead_cost IS 'What of it is shares of shared costs and amortization.';
COMMENT ON COLUMN budget_cells.prior_period_cost IS 'Cost that is booked in the month for earlier ones.';
