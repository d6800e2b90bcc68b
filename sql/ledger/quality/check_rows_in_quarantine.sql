CREATE OR REPLACE VIEW check_rows_in_quarantine WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (150::bigint, 'rows in quarantine'::text,
	'They could not be taken, and their keys have not arrived since: see quarantine.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE k.id IS NULL OR v.id IS NOT NULL) AS found, count(*) AS examined,
		   NULL::numeric AS cost, min(q.fact || ': ' || q.problem) FILTER (WHERE k.id IS NULL
				OR v.id IS NOT NULL) AS example
	FROM quarantine q
	LEFT JOIN fact_keys k ON k.fact = q.fact AND k.key_hash = q.key_hash
	LEFT JOIN void_facts v ON v.fact = k.fact AND v.reverses = k.id
) f ON true;
