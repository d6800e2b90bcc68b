CREATE OR REPLACE VIEW check_baselines_without_agents WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (170::bigint, 'baselines of no agent'::text,
	'No agent has this unit of work: a misspelt one is compared with nothing.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE a.unit_of_work IS NULL) AS found, count(*) AS examined,
		NULL::numeric AS cost,
		   min(h.unit_of_work) FILTER (WHERE a.unit_of_work IS NULL) AS example
	FROM (SELECT DISTINCT unit_of_work FROM human_baselines) h
	LEFT JOIN (SELECT DISTINCT unit_of_work FROM agents) a ON a.unit_of_work = h.unit_of_work
) f ON true;
