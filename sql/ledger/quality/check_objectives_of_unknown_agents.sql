CREATE OR REPLACE VIEW check_objectives_of_unknown_agents WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (190::bigint, 'objectives of unknown agents'::text,
	'slos names an agent that is not in agents and has no cost: a misspelt one is within its target for ever.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE a.agent IS NULL) AS found, count(*) AS examined,
		NULL::numeric AS cost,
		   min(s.agent) FILTER (WHERE a.agent IS NULL) AS example
	FROM (SELECT DISTINCT agent FROM slos WHERE agent <> '*') s
	LEFT JOIN (SELECT agent FROM agents UNION SELECT agent FROM event_months) a ON a.agent = s.agent
) f ON true;
