CREATE OR REPLACE VIEW check_pools_without_participants WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (55::bigint, 'pools that nobody takes part in'::text,
	'Shared costs and amortization, of another amount than 0, whose driver is zero for all that they are restricted to.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT p.month, count(DISTINCT (p.pool_kind, p.pool_id)) FILTER (WHERE p.driver_quantity IS NULL
				AND p.cost <> 0) AS found,
		   count(DISTINCT (p.pool_kind, p.pool_id)) AS examined,
		   sum(p.cost) FILTER (WHERE p.driver_quantity IS NULL) AS cost,
		   min(p.layer) FILTER (WHERE p.driver_quantity IS NULL AND p.cost <> 0) AS example
	FROM pool_shares p
	WHERE NOT EXISTS (SELECT FROM void_facts v
					  WHERE v.fact = CASE p.pool_kind WHEN 'shared_cost' THEN 'shared_costs'
								WHEN 'disposal' THEN 'disposals' ELSE 'investments' END
						AND p.pool_id IN (v.id, v.reverses))
	GROUP BY p.month
) f ON true;
