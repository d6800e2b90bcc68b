CREATE OR REPLACE VIEW check_outcomes_without_rule WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (90::bigint, 'outcomes without rule'::text,
	'They do not count: add a row to outcome_rules.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT o.month, sum(o.live_outcomes) FILTER (WHERE NOT o.has_rule) AS found,
		   sum(o.live_outcomes) AS examined, NULL::numeric AS cost,
		   min(o.outcome) FILTER (WHERE NOT o.has_rule AND o.live_outcomes > 0) AS example
	FROM outcome_lines o
	GROUP BY o.month
) f ON true;
