-- As event_cells
CREATE OR REPLACE VIEW item_events WITH (security_invoker = true) AS
SELECT e.month,
	   coalesce(e.agent, 'unattributed') AS agent,
	   coalesce(w.business_unit, a.business_unit, 'unattributed') AS business_unit,
	   coalesce(w.customer, 'unattributed') AS customer,
	   coalesce(e.work_item, 'unattributed') AS work_item,
	   coalesce(e.cost, 0) AS cost,
	   e.events
FROM (SELECT month_of(e.occurred_at) AS month, e.agent, a.valid_from, e.work_item,
			 runrate.exact_sum(e.cost) AS cost,
			 count(*) - 2 * count(e.reverses) AS events
	  FROM events e
	  LEFT JOIN agent_periods a ON a.agent = e.agent AND e.occurred_at >= a.starts_at AND e.occurred_at < a.ends_at
	  GROUP BY 1, 2, 3, 4) e
LEFT JOIN agents a ON a.agent = e.agent AND a.valid_from = e.valid_from
LEFT JOIN work_items w ON w.work_item = e.work_item;

COMMENT ON VIEW item_events IS 'Events by month, agent, period of the agent and work item.';
COMMENT ON COLUMN item_events.month IS 'Month.';
COMMENT ON COLUMN item_events.agent IS 'Agent.';
COMMENT ON COLUMN item_events.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN item_events.customer IS 'Customer of the work item.';
COMMENT ON COLUMN item_events.work_item IS 'Work item.';
COMMENT ON COLUMN item_events.cost IS 'Cost of the events whose cost is known.';
COMMENT ON COLUMN item_events.events IS 'Events, less those that were reversed.';
