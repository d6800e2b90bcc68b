CREATE OR REPLACE VIEW item_layers WITH (security_invoker = true) AS
SELECT coalesce(e.work_item, 'unattributed') AS work_item,
	   coalesce(runrate.exact_sum(e.cost) FILTER (WHERE l.visible), 0) AS model_cost,
	   coalesce(runrate.exact_sum(e.cost) FILTER (WHERE e.layer = 'retries' AND NOT l.visible), 0) AS retry_cost,
	   coalesce(runrate.exact_sum(e.cost) FILTER (WHERE e.layer = 'tool_calls' AND NOT l.visible), 0) AS tool_cost
FROM events e
LEFT JOIN cost_layers l ON l.layer = e.layer
GROUP BY 1;

COMMENT ON VIEW item_layers IS 'What of the cost of work items is in layers that reports name.';
COMMENT ON COLUMN item_layers.work_item IS 'Work item.';
COMMENT ON COLUMN item_layers.model_cost IS 'Cost of events in visible layers.';
COMMENT ON COLUMN item_layers.retry_cost IS 'Cost of events in the layer retries.';
COMMENT ON COLUMN item_layers.tool_cost IS 'Cost of events in the layer tool_calls.';
