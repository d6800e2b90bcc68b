CREATE OR REPLACE VIEW monthly_costs WITH (security_invoker = true) AS
SELECT month, agent, business_unit, layer, vendor, part AS component, cost
FROM read_month_book() WHERE part IN ('direct', 'review', 'shared', 'write_off');

COMMENT ON VIEW monthly_costs IS
'All costs by month, agent, business unit, layer and vendor, to the latest month of which the ledger has an event, outcome, review or shared cost.';
COMMENT ON COLUMN monthly_costs.month IS 'Month.';
COMMENT ON COLUMN monthly_costs.agent IS 'Agent.';
COMMENT ON COLUMN monthly_costs.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN monthly_costs.layer IS 'Layer of cost.';
COMMENT ON COLUMN monthly_costs.vendor IS 'Provider of the events or vendor of the pool.';
COMMENT ON COLUMN monthly_costs.component IS 'direct, review, shared or write_off.';
COMMENT ON COLUMN monthly_costs.cost IS 'Cost.';
