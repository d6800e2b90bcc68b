CREATE OR REPLACE VIEW check_events_with_estimated_cost WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (20::bigint, 'events with estimated cost'::text,
	'Priced as a tier that they were not served at, or reported as estimates.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT b.booked_month AS month, sum(b.live_events) FILTER (WHERE b.cost_basis = 'estimated') AS found,
		sum(b.live_events) AS examined,
		   sum(b.cost) FILTER (WHERE b.cost_basis = 'estimated') AS cost, min(b.provider)
				FILTER (WHERE b.cost_basis = 'estimated' AND b.live_events > 0) AS example
	FROM event_months b
	GROUP BY b.booked_month
) f ON true;
