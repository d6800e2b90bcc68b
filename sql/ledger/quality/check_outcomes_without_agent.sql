CREATE OR REPLACE VIEW check_outcomes_without_agent WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (40::bigint, 'outcomes without agent'::text,
	'Nobody''s unit cost has them.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT b.booked_month AS month, sum(b.live_outcomes) FILTER (WHERE b.agent IS NULL) AS found,
		sum(b.live_outcomes) AS examined,
		   NULL::numeric AS cost, min(b.outcome) FILTER (WHERE b.agent IS NULL AND b.live_outcomes > 0) AS example
	FROM outcome_months b
	GROUP BY b.booked_month
) f ON true;
