CREATE OR REPLACE VIEW direct_lines WITH (security_invoker = true) AS
SELECT b.booked_month AS month,
	   first_of_month(b.owned_from) AS service_month,
	   coalesce(b.agent, 'unattributed') AS agent,
	   coalesce(b.own_unit, a.business_unit, 'unattributed') AS business_unit,
	   coalesce(a.unit_of_work, 'unattributed') AS unit_of_work,
	   b.layer,
	   coalesce(b.provider, 'unattributed') AS vendor,
	   coalesce(b.cost, 0) AS cost,
	   CASE WHEN b.cost_basis = 'estimated' THEN coalesce(b.cost, 0) ELSE 0 END AS estimated_cost,
	   coalesce(b.events, 0) AS events,
	   CASE WHEN b.cost_basis IS NULL THEN coalesce(b.live_events, 0) ELSE 0 END AS unpriced_events,
	   coalesce(b.tokens, 0) AS tokens
FROM event_months b
LEFT JOIN agent_periods a ON a.agent = b.agent AND b.owned_from >= a.valid_from AND b.owned_from < a.valid_until;

COMMENT ON VIEW direct_lines IS 'Events by month and by who owned them, layer and provider. Several lines may have one key: they are added up.';
COMMENT ON COLUMN direct_lines.month IS 'Month in which they are booked.';
COMMENT ON COLUMN direct_lines.service_month IS 'Month in which they occurred; before month: booked late.';
COMMENT ON COLUMN direct_lines.agent IS 'Agent.';
COMMENT ON COLUMN direct_lines.business_unit IS 'Business unit that pays: that of the work item, else that of the agent on the day.';
COMMENT ON COLUMN direct_lines.unit_of_work IS 'Unit of work of the agent on the day.';
COMMENT ON COLUMN direct_lines.layer IS 'Layer of cost.';
COMMENT ON COLUMN direct_lines.vendor IS 'Provider.';
COMMENT ON COLUMN direct_lines.cost IS 'Cost of the events whose cost is known.';
COMMENT ON COLUMN direct_lines.estimated_cost IS 'What of it is an estimate.';
COMMENT ON COLUMN direct_lines.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN direct_lines.unpriced_events IS 'Events whose cost is not known yet, without those that were reversed, whenever that was.';
COMMENT ON COLUMN direct_lines.tokens IS 'Tokens of all kinds.';
