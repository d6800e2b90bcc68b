-- Standard costing: each driver in turn goes from plan to actual, the earlier
-- ones at the plan of the later: attempts at planned tokens and price, tokens
-- at the planned price, the price at actual tokens.  Each is rounded once, to
-- 12 decimals, and mix and other are what is left, so that all sum to the
-- whole to the last digit.
CREATE OR REPLACE VIEW budget_variance WITH (security_invoker = true) AS
SELECT v.month, v.agent, l.component, l.component_order,
	   l.variance::numeric(38,12) AS variance,
	   variance_direction(l.variance) AS direction,
	   is_over(v.month) AS is_complete
FROM (SELECT p.*,
			 p.target_unit_cost * (p.outcomes - p.planned_outcomes) - p.volume AS mix,
			 p.cost - p.target_unit_cost * p.outcomes - coalesce(p.attempts_effect, 0) - coalesce(p.tokens_effect, 0)
			 - coalesce(p.price_effect, 0) - coalesce(p.review_effect, 0) - coalesce(p.overhead_effect, 0) AS other
	  FROM (SELECT c.*,
				   round(CASE WHEN c.all_planned > 0
								  THEN c.target_unit_cost * c.planned_outcomes * (c.all_outcomes - c.all_planned)
									   / c.all_planned
							  ELSE c.target_unit_cost * c.outcomes END, 12) AS volume,
				   round((c.attempts - c.attempts_per_outcome * c.outcomes) * c.tokens_per_attempt
						 * c.price_per_million_tokens * 0.000001, 12) AS attempts_effect,
				   round((c.tokens - c.attempts * c.tokens_per_attempt) * c.price_per_million_tokens * 0.000001,
						 12) AS tokens_effect,
				   round(c.model_cost - c.tokens * c.price_per_million_tokens * 0.000001, 12) AS price_effect,
				   c.review_cost - c.review_cost_per_outcome * c.outcomes AS review_effect,
				   c.overhead_cost - c.overhead_cost_per_outcome * c.outcomes AS overhead_effect
			FROM (SELECT b.*,
						 sum(b.planned_outcomes) OVER month AS all_planned,
						 sum(b.outcomes) FILTER (WHERE b.target_unit_cost IS NOT NULL) OVER month AS all_outcomes,
						 count(b.target_unit_cost) OVER month AS budgets
				  FROM budget_cells b
				  WINDOW month AS (PARTITION BY b.month)) c
			WHERE c.budgets > 0) p) v
CROSS JOIN LATERAL (VALUES
	('volume', 1::bigint, v.volume), ('mix', 2, v.mix), ('price', 3, v.price_effect),
	('tokens_per_attempt', 4, v.tokens_effect), ('attempts_per_outcome', 5, v.attempts_effect),
	('review', 6, v.review_effect), ('overhead', 7, v.overhead_effect), ('other', 8, v.other),
	('unbudgeted', 9, CASE WHEN v.target_unit_cost IS NULL THEN nullif(v.cost, 0) END),
	('prior_period', 10, nullif(v.prior_period_cost, 0))) l (component, component_order, variance)
WHERE l.variance IS NOT NULL;

COMMENT ON VIEW budget_variance IS
'Why a month did not cost what its outcome budgets said, by agent, exactly: the rows of an agent sum to the cost that is booked for it less its budget, and all rows of a month to the cost of the company less all budgets. SELECT component, sum(variance) FROM budget_variance WHERE month = ''2026-01-01'' GROUP BY component, component_order ORDER BY component_order.';
COMMENT ON COLUMN budget_variance.month IS 'Month, as its first day; months with an outcome budget, to the present one.';
COMMENT ON COLUMN budget_variance.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN budget_variance.component IS
'volume: all agents together achieved more or less than was planned, in the mix that was planned. mix: more or less of it by this agent. price: what models charge for a token. tokens_per_attempt and attempts_per_outcome: efficiency, at planned prices. review: cost of people who check. overhead: shares of shared costs and amortization. other: what has no standard in outcome_budgets, such as tools. unbudgeted: the cost of an agent without a budget. prior_period: booked late for earlier months. What is not planned has no row, and is in other.';
COMMENT ON COLUMN budget_variance.component_order IS 'Position of the component.';
COMMENT ON COLUMN budget_variance.variance IS 'Money; above zero: dearer than planned, or more.';
COMMENT ON COLUMN budget_variance.direction IS 'F: favourable, below zero; U: unfavourable, above; empty: zero.';
COMMENT ON COLUMN budget_variance.is_complete IS 'Whether the month is over.';
