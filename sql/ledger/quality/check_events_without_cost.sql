CREATE OR REPLACE VIEW check_events_without_cost WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (10::bigint, 'events without cost'::text,
	'No price for them yet: see unpriced_usage, add prices, call price_pending().'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT b.booked_month AS month, sum(b.live_events) FILTER (WHERE b.cost_basis IS NULL) AS found,
		sum(b.live_events) AS examined,
		   NULL::numeric AS cost, min(b.provider) FILTER (WHERE b.cost_basis IS NULL AND b.live_events > 0) AS example
	FROM event_months b
	GROUP BY b.booked_month
) f ON true;
