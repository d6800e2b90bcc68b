-- All windows have one order of rows, so they are sorted once.
CREATE OR REPLACE VIEW agent_shares WITH (security_invoker = true) AS
SELECT s.month, s.service_month, s.pool_kind, s.pool_id, s.layer, s.vendor, s.driver,
	   coalesce(s.agent, 'unattributed') AS agent,
	   coalesce(s.agent_from, '-infinity') AS agent_from,
	   s.business_unit,
	   s.unit_of_work,
	   CASE WHEN s.agent IS NULL THEN NULL WHEN s.agent_rows > 1 THEN s.weight * s.days / s.all_days ELSE s.weight
			END AS driver_quantity,
	   s.driver_total,
	   s.amount AS pool_amount,
	   CASE WHEN s.agent IS NULL THEN s.amount
			WHEN s.agent_rows > 1 THEN runrate.allocate(s.agent_amount, s.days, 12)
									   OVER (agent ORDER BY s.business_unit COLLATE "C", s.unit_of_work COLLATE "C",
											s.agent_from)
			ELSE s.agent_amount END AS cost
FROM (SELECT s.*, max(s.first_amount) OVER agent AS agent_amount, sum(s.days) OVER agent AS all_days
	  FROM (SELECT s.month, s.service_month, s.pool_kind, s.pool_id, s.layer, s.vendor, s.driver, s.amount,
				   s.agent, s.agent_from, s.business_unit, s.unit_of_work, s.weight, s.agent_rows, s.agent_row,
				   CASE WHEN s.all_service_days > 0 THEN s.service_days ELSE s.days END AS days,
				   sum(CASE WHEN s.agent_row = 1 THEN s.weight END) FILTER (WHERE s.agent IS NOT NULL)
						OVER pool AS driver_total,
				   runrate.allocate(s.amount, CASE WHEN s.agent_row = 1 AND s.agent IS NOT NULL THEN s.weight END, 12)
				   OVER (pool ORDER BY s.agent COLLATE "C", s.business_unit COLLATE "C", s.unit_of_work COLLATE "C",
						s.agent_from) AS first_amount
			FROM (SELECT s.*,
						 count(*) OVER agent AS agent_rows,
						 sum(s.service_days) OVER agent AS all_service_days,
						 row_number() OVER (agent ORDER BY s.business_unit COLLATE "C", s.unit_of_work COLLATE "C",
								s.agent_from) AS agent_row
				  FROM pool_agents s
				  WINDOW agent AS (PARTITION BY s.month, s.service_month, s.pool_kind, s.pool_id,
						s.agent COLLATE "C")) s
			WINDOW pool AS (PARTITION BY s.month, s.service_month, s.pool_kind, s.pool_id)) s
	  WINDOW agent AS (PARTITION BY s.month, s.service_month, s.pool_kind, s.pool_id, s.agent COLLATE "C")) s
WHERE s.agent IS NOT NULL OR (s.driver_total IS NULL AND s.agent_row = 1)
WINDOW agent AS (PARTITION BY s.month, s.service_month, s.pool_kind, s.pool_id, s.agent COLLATE "C");

COMMENT ON VIEW agent_shares IS
'Shares in pools that are shared by agent. Each agent has its share once, whatever number of rows of agents hold for it in the month, and it is split among these by days of service; for an agent that was not in service by the days for which they hold. Shares have 12 decimals and sum to the pool.';
COMMENT ON COLUMN agent_shares.month IS 'Month in which it is booked.';
COMMENT ON COLUMN agent_shares.service_month IS 'Month that it is for.';
COMMENT ON COLUMN agent_shares.pool_kind IS 'shared_cost or amortization.';
COMMENT ON COLUMN agent_shares.pool_id IS 'Row of shared_costs or investments.';
COMMENT ON COLUMN agent_shares.layer IS 'Layer of cost.';
COMMENT ON COLUMN agent_shares.vendor IS 'Who billed it.';
COMMENT ON COLUMN agent_shares.driver IS 'What it is allocated by.';
COMMENT ON COLUMN agent_shares.agent IS 'Agent; unattributed has the whole pool if nobody takes part.';
COMMENT ON COLUMN agent_shares.agent_from IS 'First day of the row of agents that held; -infinity: there is none.';
COMMENT ON COLUMN agent_shares.business_unit IS 'Business unit of the agent.';
COMMENT ON COLUMN agent_shares.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN agent_shares.driver_quantity IS 'Weight of the agent, split by days where several rows of agents hold; empty: nobody takes part, the pool is not allocated.';
COMMENT ON COLUMN agent_shares.driver_total IS 'Weight of all agents that take part.';
COMMENT ON COLUMN agent_shares.pool_amount IS 'Amount of the pool.';
COMMENT ON COLUMN agent_shares.cost IS 'Share; negative: of a credit or reversal.';
