CREATE OR REPLACE VIEW reallocation_pool WITH (security_invoker = true) AS
SELECT p.month, p.agent,
	   p.target_unit_cost::numeric(32,6) AS target_unit_cost,
	   p.unit_cost::numeric(32,6) AS unit_cost,
	   p.outcomes,
	   p.saved::numeric(38,12) AS saved,
	   p.redeployed::numeric(38,12) AS redeployed,
	   (p.saved - p.redeployed)::numeric(38,12) AS balance,
	   is_over(p.month) AS is_complete
FROM (SELECT c.month, c.agent, c.target_unit_cost, per_outcome(c.cost, c.outcomes) AS unit_cost, c.outcomes,
			 coalesce(greatest(c.target_unit_cost * c.outcomes - c.cost, 0), 0) AS saved,
			 coalesce(r.redeployed, 0) AS redeployed,
			 r.redeployed IS NOT NULL AS is_redeployed
	  FROM budget_cells c
	  LEFT JOIN (SELECT month, agent, sum(amount) AS redeployed FROM reallocations GROUP BY month, agent) r
		  ON r.month = c.month AND r.agent = c.agent) p
WHERE p.target_unit_cost IS NOT NULL OR p.is_redeployed;

COMMENT ON VIEW reallocation_pool IS
'What agents have saved against their outcome budgets, and what was done with it: money for the next experiment. An agent above its target adds nothing.';
COMMENT ON COLUMN reallocation_pool.month IS 'Month, as its first day.';
COMMENT ON COLUMN reallocation_pool.agent IS 'Agent.';
COMMENT ON COLUMN reallocation_pool.target_unit_cost IS 'What an outcome may cost, by outcome_budgets.';
COMMENT ON COLUMN reallocation_pool.unit_cost IS 'What it cost; empty: no outcomes.';
COMMENT ON COLUMN reallocation_pool.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN reallocation_pool.saved IS 'What they cost less than target_unit_cost each, at least 0.';
COMMENT ON COLUMN reallocation_pool.redeployed IS 'What of it was given to something else, by reallocations.';
COMMENT ON COLUMN reallocation_pool.balance IS 'What is left. Below zero: facts that came later have eaten up what had been given away.';
COMMENT ON COLUMN reallocation_pool.is_complete IS 'Whether the month is over; only then it can be given away.';
