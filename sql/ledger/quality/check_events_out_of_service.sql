CREATE OR REPLACE VIEW check_events_out_of_service WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (130::bigint, 'events of agents not in service'::text,
	'Before the agent was hired or after it was retired.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT d.booked_month AS month, sum(d.live_events) FILTER (WHERE d.owned_on < a.hired
		OR d.owned_on > a.retired) AS found,
		   sum(d.live_events) AS examined,
		   sum(d.cost) FILTER (WHERE d.owned_on < a.hired OR d.owned_on > a.retired) AS cost,
		   min(d.agent) FILTER (WHERE (d.owned_on < a.hired OR d.owned_on > a.retired) AND d.live_events > 0) AS example
	FROM event_days d
	JOIN agent_periods a ON a.agent = d.agent AND d.owned_on >= a.valid_from AND d.owned_on < a.valid_until
	WHERE a.hired IS NOT NULL OR a.retired IS NOT NULL
	GROUP BY d.booked_month
) f ON true;
