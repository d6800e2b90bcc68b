CREATE OR REPLACE VIEW check_conflicts WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (160::bigint, 'conflicts'::text,
	'The same key came with another content: see conflicts. Listed until the first row is reversed.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE v.reverses IS NULL) AS found, count(*) AS examined,
		NULL::numeric AS cost,
		   min(q.fact || ', row ' || q.existing_id || ': ' || q.differs_in) FILTER (WHERE v.reverses IS NULL) AS example
	FROM conflicts q
	LEFT JOIN void_facts v ON v.fact = q.fact AND v.reverses = q.existing_id
) f ON true;
