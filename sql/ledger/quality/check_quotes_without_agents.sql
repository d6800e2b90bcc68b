CREATE OR REPLACE VIEW check_quotes_without_agents WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (175::bigint, 'quotes and benchmarks of no agent'::text,
	'No agent has this unit of work: a misspelt one is compared with nothing.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE a.unit_of_work IS NULL) AS found, count(*) AS examined,
		NULL::numeric AS cost,
		   min(q.unit_of_work) FILTER (WHERE a.unit_of_work IS NULL) AS example
	FROM (SELECT unit_of_work FROM vendor_quotes
		  UNION
		  -- what every ledger comes with is not for everybody
		  SELECT unit_of_work FROM peer_benchmarks WHERE NOT is_built_in) q
	LEFT JOIN (SELECT DISTINCT unit_of_work FROM agents) a ON a.unit_of_work = q.unit_of_work
) f ON true;
