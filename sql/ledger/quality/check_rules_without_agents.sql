CREATE OR REPLACE VIEW check_rules_without_agents WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (180::bigint, 'outcome rules of no agent'::text,
	'No agent has this unit of work: a misspelt one counts nothing.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE a.unit_of_work IS NULL) AS found, count(*) AS examined,
		NULL::numeric AS cost,
		   min(r.unit_of_work) FILTER (WHERE a.unit_of_work IS NULL) AS example
	FROM (SELECT DISTINCT unit_of_work FROM outcome_rules WHERE unit_of_work <> '*') r
	LEFT JOIN (SELECT DISTINCT unit_of_work FROM agents) a ON a.unit_of_work = r.unit_of_work
) f ON true;
