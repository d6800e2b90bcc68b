CREATE OR REPLACE VIEW unpriced_usage WITH (security_invoker = true) AS
SELECT coalesce(e.provider, 'unattributed') AS provider,
	   coalesce(e.model, 'unattributed') AS model,
	   coalesce(e.price_problem, e.meter, 'no usage') AS meter_or_problem,
	   count(*) AS events,
	   min(e.occurred_at) AS first_seen,
	   max(e.occurred_at) AS last_seen
FROM events e
WHERE e.cost IS NULL AND e.reverses IS NULL
  AND NOT EXISTS (SELECT FROM events r WHERE r.reverses = e.id)
GROUP BY 1, 2, 3;

COMMENT ON VIEW unpriced_usage IS
'Events whose cost is not known yet, and why. Add the prices, then call price_pending().';
COMMENT ON COLUMN unpriced_usage.provider IS 'Provider of the events.';
COMMENT ON COLUMN unpriced_usage.model IS 'Model, as the provider names it.';
COMMENT ON COLUMN unpriced_usage.meter_or_problem IS 'What is missing.';
COMMENT ON COLUMN unpriced_usage.events IS 'Number of events, without those that are reversed.';
COMMENT ON COLUMN unpriced_usage.first_seen IS 'When the first one occurred.';
COMMENT ON COLUMN unpriced_usage.last_seen IS 'When the last one occurred.';
