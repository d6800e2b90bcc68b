CREATE OR REPLACE VIEW work_item_costs WITH (security_invoker = true) AS
SELECT i.work_item, w.kind, coalesce(w.customer, 'unattributed') AS customer, w.campaign,
	   coalesce(w.business_unit, i.business_unit) AS business_unit,
	   i.first_month, i.last_month, i.events, i.outcomes,
	   i.model_cost::numeric(38,12) AS model_cost,
	   i.retry_cost::numeric(38,12) AS retry_cost,
	   i.tool_cost::numeric(38,12) AS tool_cost,
	   (i.direct_cost - i.model_cost - i.retry_cost - i.tool_cost)::numeric(38,12) AS other_direct_cost,
	   i.direct_cost::numeric(38,12) AS direct_cost,
	   i.review_cost::numeric(38,12) AS review_cost,
	   i.overhead_cost::numeric(38,12) AS overhead_cost,
	   (i.direct_cost + i.review_cost + i.overhead_cost)::numeric(38,12) AS fully_loaded_cost,
	   i.model_cost::numeric(38,12) AS visible_cost,
	   (i.direct_cost + i.review_cost + i.overhead_cost - i.model_cost)::numeric(38,12) AS hidden_cost
FROM read_items() i
LEFT JOIN work_items w ON w.work_item = i.work_item;

COMMENT ON VIEW work_item_costs IS
'What each work item costs over its life, with everything in it. SELECT * FROM work_item_costs ORDER BY fully_loaded_cost DESC LIMIT 10. The row unattributed has what belongs to no work item, so that all rows sum to the cost of the company.';
COMMENT ON COLUMN work_item_costs.work_item IS 'Work item.';
COMMENT ON COLUMN work_item_costs.kind IS 'Kind of work, from work_items.';
COMMENT ON COLUMN work_item_costs.customer IS 'Customer, from work_items.';
COMMENT ON COLUMN work_item_costs.campaign IS 'Campaign, from work_items.';
COMMENT ON COLUMN work_item_costs.business_unit IS 'Business unit that pays: that of the work item, else that of its agents; several: more than one.';
COMMENT ON COLUMN work_item_costs.first_month IS 'First month with an event, outcome, review or overhead.';
COMMENT ON COLUMN work_item_costs.last_month IS 'Last such month.';
COMMENT ON COLUMN work_item_costs.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN work_item_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN work_item_costs.model_cost IS 'Cost of events in visible layers: calls of models.';
COMMENT ON COLUMN work_item_costs.retry_cost IS 'Cost of events in the layer retries.';
COMMENT ON COLUMN work_item_costs.tool_cost IS 'Cost of events in the layer tool_calls.';
COMMENT ON COLUMN work_item_costs.other_direct_cost IS 'Cost of events in other layers.';
COMMENT ON COLUMN work_item_costs.direct_cost IS 'The sum of the four: cost of events.';
COMMENT ON COLUMN work_item_costs.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN work_item_costs.overhead_cost IS 'Share of the shared costs and write-offs that its agents have.';
COMMENT ON COLUMN work_item_costs.fully_loaded_cost IS 'The sum of direct, review and overhead cost.';
COMMENT ON COLUMN work_item_costs.visible_cost IS 'What everybody sees: the model cost.';
COMMENT ON COLUMN work_item_costs.hidden_cost IS 'All the rest.';
