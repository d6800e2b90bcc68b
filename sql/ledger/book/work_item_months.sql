CREATE OR REPLACE VIEW work_item_months WITH (security_invoker = true) AS
SELECT month, agent, business_unit, customer, work_item, direct_cost, review_cost, overhead_cost
FROM read_item_months();

COMMENT ON VIEW work_item_months IS 'Costs by month, agent, business unit, customer and work item.';
COMMENT ON COLUMN work_item_months.month IS 'Month.';
COMMENT ON COLUMN work_item_months.agent IS 'Agent.';
COMMENT ON COLUMN work_item_months.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN work_item_months.customer IS 'Customer of the work item.';
COMMENT ON COLUMN work_item_months.work_item IS 'Work item; unattributed has what belongs to none.';
COMMENT ON COLUMN work_item_months.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN work_item_months.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN work_item_months.overhead_cost IS 'Share of the overhead of the agent: shared costs and write-offs.';
