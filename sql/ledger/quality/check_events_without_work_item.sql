CREATE OR REPLACE VIEW check_events_without_work_item WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (60::bigint, 'events without work item'::text,
	'Not in the cost of any work item.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT b.booked_month AS month, sum(b.live_events) FILTER (WHERE NOT b.has_item) AS found,
		sum(b.live_events) AS examined,
		   sum(b.cost) FILTER (WHERE NOT b.has_item) AS cost, min(b.agent) FILTER (WHERE NOT b.has_item
				AND b.live_events > 0) AS example
	FROM event_months b
	GROUP BY b.booked_month
) f ON true;
