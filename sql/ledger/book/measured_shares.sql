CREATE OR REPLACE VIEW measured_shares WITH (security_invoker = true) AS
SELECT month, service_month, pool_kind, pool_id, layer, vendor, driver, agent, agent_from, business_unit, unit_of_work,
	   driver_quantity, driver_total, pool_amount, cost
FROM weighted_shares
WHERE pool_kind IS NOT NULL;

COMMENT ON VIEW measured_shares IS
'Shares in pools whose driver is measured. A pool is shared by what took place in its month of service; one for a business unit or deployment by what lies inside, and it stays there. Shares have 12 decimals and sum to the pool (largest remainder; equal ones by agent, business unit and unit of work).';
COMMENT ON COLUMN measured_shares.month IS 'Month in which it is booked.';
COMMENT ON COLUMN measured_shares.service_month IS 'Month whose drivers share it.';
COMMENT ON COLUMN measured_shares.pool_kind IS 'shared_cost or amortization.';
COMMENT ON COLUMN measured_shares.pool_id IS 'Row of shared_costs or investments.';
COMMENT ON COLUMN measured_shares.layer IS 'Layer of cost.';
COMMENT ON COLUMN measured_shares.vendor IS 'Who billed it.';
COMMENT ON COLUMN measured_shares.driver IS 'What it is allocated by.';
COMMENT ON COLUMN measured_shares.agent IS 'Agent; unattributed has the whole pool if nobody takes part.';
COMMENT ON COLUMN measured_shares.agent_from IS 'First day of the row of agents that held; -infinity: there is none.';
COMMENT ON COLUMN measured_shares.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN measured_shares.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN measured_shares.driver_quantity IS 'Quantity of the driver; empty: nobody takes part, the pool is not allocated.';
COMMENT ON COLUMN measured_shares.driver_total IS 'Quantity of all that take part.';
COMMENT ON COLUMN measured_shares.pool_amount IS 'Amount of the pool.';
COMMENT ON COLUMN measured_shares.cost IS 'Share; negative: of a credit or reversal.';
