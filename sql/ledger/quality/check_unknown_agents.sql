CREATE OR REPLACE VIEW check_unknown_agents WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (120::bigint, 'unknown agents'::text,
	'No business unit and no unit of work: add them to agents.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE a.agent IS NULL) AS found, count(*) AS examined,
		   sum(b.cost) FILTER (WHERE a.agent IS NULL) AS cost, min(b.agent) FILTER (WHERE a.agent IS NULL) AS example
	FROM (SELECT l.agent, sum(l.cost) AS cost
		  FROM (SELECT agent, cost FROM event_months
				UNION ALL SELECT agent, cost FROM review_months
				UNION ALL SELECT agent, 0 FROM outcome_months
				UNION ALL SELECT agent, amount FROM cost_pools) l
		  WHERE l.agent IS NOT NULL
		  GROUP BY l.agent) b
	LEFT JOIN (SELECT DISTINCT agent FROM agents) a ON a.agent = b.agent
) f ON true;
