CREATE OR REPLACE VIEW check_outcomes_without_events WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (70::bigint, 'outcomes without events'::text,
	'Work items with a counted outcome that cost nothing: their events are missing or carry another key.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE i.outcomes > 0 AND i.events <= 0) AS found,
		   count(*) FILTER (WHERE i.outcomes > 0) AS examined, NULL::numeric AS cost,
		   min(i.work_item) FILTER (WHERE i.outcomes > 0 AND i.events <= 0) AS example
	FROM item_counts i
) f ON true;
