-- The rows of one cell are added up by what the tables hold; names come after.
CREATE OR REPLACE VIEW item_lines WITH (security_invoker = true) AS
SELECT i.month, i.service_month, i.work_item,
	   coalesce(i.agent, 'unattributed') AS agent, i.agent_from,
	   coalesce(i.paying_unit, 'unattributed') AS business_unit,
	   coalesce(i.unit_of_work, 'unattributed') AS unit_of_work,
	   coalesce(sum(i.events), 0)::bigint AS events,
	   coalesce(sum(i.unpriced_events), 0)::bigint AS unpriced_events,
	   coalesce(sum(i.tokens), 0) AS tokens,
	   coalesce(sum(i.gpu_seconds), 0) AS gpu_seconds,
	   coalesce(sum(i.vectors_stored), 0) AS vectors_stored,
	   coalesce(sum(i.cost), 0) AS direct_cost,
	   coalesce(sum(i.credit_cost), 0) AS credit_cost,
	   coalesce(sum(i.cost) FILTER (WHERE i.layer IN ('model_api', 'inference')), 0) AS model_cost,
	   coalesce(sum(i.cost) FILTER (WHERE i.layer = 'retries'), 0) AS retry_cost,
	   coalesce(sum(i.cost) FILTER (WHERE i.layer = 'tool_calls'), 0) AS tool_cost,
	   coalesce(sum(i.cost) FILTER (WHERE i.visible), 0) AS visible_cost,
	   coalesce(sum(i.outcomes), 0)::bigint AS outcomes,
	   coalesce(sum(i.reviews), 0)::bigint AS reviews,
	   summed_review_cost(sum(i.minute_cost), sum(i.fees)) AS review_cost,
	   max(i.owned_on) FILTER (WHERE i.events IS NOT NULL) AS last_event_day
FROM item_rows i
GROUP BY i.work_item, i.month, i.service_month, i.agent, i.agent_from, i.paying_unit, i.unit_of_work;

COMMENT ON VIEW item_lines IS 'What belongs to each work item itself, by the month in which it is booked and the cell (agent, period of the agent, business unit, unit of work) that owned it.';
COMMENT ON COLUMN item_lines.month IS 'Month in which it is booked.';
COMMENT ON COLUMN item_lines.service_month IS 'Month to which it belongs; before month: a prior-period line.';
COMMENT ON COLUMN item_lines.work_item IS 'Work item.';
COMMENT ON COLUMN item_lines.agent IS 'Agent.';
COMMENT ON COLUMN item_lines.agent_from IS 'First day of the row of agents that held; -infinity: none.';
COMMENT ON COLUMN item_lines.business_unit IS 'Business unit that pays: that of the work item, else that of the agent.';
COMMENT ON COLUMN item_lines.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN item_lines.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN item_lines.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN item_lines.tokens IS 'Tokens.';
COMMENT ON COLUMN item_lines.gpu_seconds IS 'Quantity on the meter gpu_seconds.';
COMMENT ON COLUMN item_lines.vectors_stored IS 'Quantity on the meter vectors_stored.';
COMMENT ON COLUMN item_lines.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN item_lines.credit_cost IS 'What of it is credits.';
COMMENT ON COLUMN item_lines.model_cost IS 'What of it is of the layers model_api and inference.';
COMMENT ON COLUMN item_lines.retry_cost IS 'What of it is of the layer retries.';
COMMENT ON COLUMN item_lines.tool_cost IS 'What of it is of the layer tool_calls.';
COMMENT ON COLUMN item_lines.visible_cost IS 'What of it is of layers marked visible.';
COMMENT ON COLUMN item_lines.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN item_lines.reviews IS 'Reviews.';
COMMENT ON COLUMN item_lines.review_cost IS 'Cost of reviews: minutes of the line at the cost of an hour, cut off after 12 decimals, and fees.';
COMMENT ON COLUMN item_lines.last_event_day IS 'Day of its last event; empty: none.';
