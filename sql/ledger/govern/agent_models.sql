CREATE OR REPLACE VIEW agent_models WITH (security_invoker = true) AS
SELECT b.booked_month AS month, b.agent, b.provider, b.model, sum(b.cost) AS cost, sum(b.tokens) AS tokens,
	   sum(b.live_events)::bigint AS events
FROM event_months b
WHERE b.agent IS NOT NULL AND b.model IS NOT NULL AND b.owned_from >= b.booked_month
GROUP BY 1, 2, 3, 4
HAVING sum(b.live_events) > 0;

COMMENT ON VIEW agent_models IS 'The models that each agent used, by month, with what it paid for them.';
COMMENT ON COLUMN agent_models.month IS 'Month.';
COMMENT ON COLUMN agent_models.agent IS 'Agent.';
COMMENT ON COLUMN agent_models.provider IS 'Provider; empty: none is named.';
COMMENT ON COLUMN agent_models.model IS 'Model.';
COMMENT ON COLUMN agent_models.cost IS 'Cost of the events.';
COMMENT ON COLUMN agent_models.tokens IS 'Tokens of all kinds.';
COMMENT ON COLUMN agent_models.events IS 'Events that are not reversed.';
