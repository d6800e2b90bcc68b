CREATE OR REPLACE VIEW check_rows_in_quarantine WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (150::bigint, 'rows in quarantine'::text,
	'They contradict themselves and their keys have not arrived since: see quarantine.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE k.source_key IS NULL) AS found, count(*) AS examined,
		   NULL::numeric AS cost, min(q.fact || ': ' || q.problem) FILTER (WHERE k.source_key IS NULL) AS example
	FROM quarantine q
	LEFT JOIN fact_keys k ON k.fact = q.fact AND k.source = q.source AND k.source_key = q.source_key
) f ON true;
