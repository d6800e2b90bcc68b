CREATE OR REPLACE VIEW driver_quantities WITH (security_invoker = true) AS
SELECT month, agent, driver, driver_quantity AS quantity FROM read_month_book() WHERE part = 'driver';

COMMENT ON VIEW driver_quantities IS
'What the costs of a month are allocated by, for each agent that has some of it. The drivers even and those of fixed_shares are there for months with something to allocate.';
COMMENT ON COLUMN driver_quantities.month IS 'Month.';
COMMENT ON COLUMN driver_quantities.agent IS 'Agent.';
COMMENT ON COLUMN driver_quantities.driver IS 'Driver, as in shared_costs.';
COMMENT ON COLUMN driver_quantities.quantity IS 'Quantity, above zero.';
