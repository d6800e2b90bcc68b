CREATE OR REPLACE VIEW check_agents_without_business_unit WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (50::bigint, 'agents without business unit'::text,
	'Their cost is charged to nobody.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT d.month, count(*) FILTER (WHERE d.no_unit_cost <> 0) AS found, count(*)
		FILTER (WHERE d.cost <> 0) AS examined,
		   sum(d.no_unit_cost) AS cost, min(d.agent) FILTER (WHERE d.no_unit_cost <> 0) AS example
	FROM (SELECT l.month, l.agent, sum(l.cost) AS cost, sum(l.cost)
		FILTER (WHERE l.business_unit = 'unattributed') AS no_unit_cost
		  FROM (SELECT month, agent, business_unit, cost FROM direct_lines
				UNION ALL SELECT month, agent, business_unit, cost FROM review_lines) l
		  WHERE l.agent <> 'unattributed'
		  GROUP BY l.month, l.agent) d
	GROUP BY d.month
) f ON true;
