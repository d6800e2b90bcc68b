CREATE OR REPLACE VIEW check_events_without_agent WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (30::bigint, 'events without agent'::text,
	'Their cost is on no payroll.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT b.booked_month AS month, sum(b.live_events) FILTER (WHERE b.agent IS NULL) AS found,
		sum(b.live_events) AS examined,
		   sum(b.cost) FILTER (WHERE b.agent IS NULL) AS cost, min(b.provider)
				FILTER (WHERE b.agent IS NULL AND b.live_events > 0) AS example
	FROM event_months b
	GROUP BY b.booked_month
) f ON true;
