CREATE OR REPLACE VIEW check_agents_without_outcomes WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (80::bigint, 'agents without outcomes'::text,
	'Zombies: they cost money in a month in which no outcome of theirs counts.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT a.month, count(*) FILTER (WHERE a.cost <> 0 AND a.outcomes <= 0) AS found, count(*)
		FILTER (WHERE a.cost <> 0) AS examined,
		   sum(a.cost) FILTER (WHERE a.outcomes <= 0) AS cost, min(a.agent)
				FILTER (WHERE a.cost <> 0 AND a.outcomes <= 0) AS example
	FROM (SELECT month, agent, sum(cost) AS cost, sum(outcomes) AS outcomes,
				 sum(cost) FILTER (WHERE business_unit = 'unattributed') AS no_unit_cost
		  FROM unit_months
		  WHERE agent <> 'unattributed'
		  GROUP BY month, agent) a
	GROUP BY a.month
) f ON true;
