CREATE OR REPLACE VIEW pool_shares WITH (security_invoker = true) AS
SELECT pool_kind, pool_id, month, layer, vendor, driver, agent, driver_quantity, driver_total, cost AS amount
FROM read_month_book() WHERE part = 'pool_share';

COMMENT ON VIEW pool_shares IS
'The share of each agent in each pool, to the latest month of which the ledger has an event, outcome, review or shared cost.';
COMMENT ON COLUMN pool_shares.pool_kind IS 'shared_cost or write_off.';
COMMENT ON COLUMN pool_shares.pool_id IS 'Row of shared_costs or investments.';
COMMENT ON COLUMN pool_shares.month IS 'Month.';
COMMENT ON COLUMN pool_shares.layer IS 'Layer of cost.';
COMMENT ON COLUMN pool_shares.vendor IS 'Who billed it.';
COMMENT ON COLUMN pool_shares.driver IS 'What it is allocated by.';
COMMENT ON COLUMN pool_shares.agent IS 'Agent; unattributed has the whole pool if nobody takes part.';
COMMENT ON COLUMN pool_shares.driver_quantity IS 'Quantity of the driver that the agent has, 1 of 1 if the pool is for one agent; empty: nobody takes part, the pool is not allocated.';
COMMENT ON COLUMN pool_shares.driver_total IS 'Quantity of all that take part.';
COMMENT ON COLUMN pool_shares.amount IS 'Share of the agent; negative: a credit or reversal.';
