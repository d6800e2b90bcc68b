CREATE OR REPLACE VIEW pool_shares WITH (security_invoker = true) AS
SELECT month, service_month, pool_kind, pool_id, layer, vendor, driver, agent, agent_from, business_unit, unit_of_work,
	   driver_quantity, driver_total, pool_amount, cost
FROM measured_shares
UNION ALL
SELECT month, service_month, pool_kind, pool_id, layer, vendor, driver, agent, agent_from, business_unit, unit_of_work,
	   driver_quantity, driver_total, pool_amount, cost
FROM agent_shares;

COMMENT ON VIEW pool_shares IS 'The shares of all pools: shared costs, and the amortization of investments, to the present month.';
COMMENT ON COLUMN pool_shares.month IS 'Month in which it is booked.';
COMMENT ON COLUMN pool_shares.service_month IS 'Month that it is for, whose drivers share it; before month: booked late.';
COMMENT ON COLUMN pool_shares.pool_kind IS 'shared_cost or amortization.';
COMMENT ON COLUMN pool_shares.pool_id IS 'Row of shared_costs or investments.';
COMMENT ON COLUMN pool_shares.layer IS 'Layer of cost.';
COMMENT ON COLUMN pool_shares.vendor IS 'Who billed it.';
COMMENT ON COLUMN pool_shares.driver IS 'What it is allocated by.';
COMMENT ON COLUMN pool_shares.agent IS 'Agent; unattributed has the whole pool if nobody takes part.';
COMMENT ON COLUMN pool_shares.agent_from IS 'First day of the row of agents that held; -infinity: there is none.';
COMMENT ON COLUMN pool_shares.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN pool_shares.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN pool_shares.driver_quantity IS 'Quantity of the driver; of a pool that is shared by agent its weight. Empty: nobody takes part, the pool is not allocated.';
COMMENT ON COLUMN pool_shares.driver_total IS 'Quantity of all that take part.';
COMMENT ON COLUMN pool_shares.pool_amount IS 'Amount of the pool.';
COMMENT ON COLUMN pool_shares.cost IS 'Share; negative: of a credit or reversal.';
