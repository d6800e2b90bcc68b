CREATE OR REPLACE VIEW check_shares_without_participants WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (210::bigint, 'drivers that do not exist'::text,
	'A shared cost is allocated by a driver that is none of the usual ones and no key of fixed_shares: nobody takes part.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE f.share_key IS NULL) AS found, count(*) AS examined,
		NULL::numeric AS cost,
		   min(p.driver) FILTER (WHERE f.share_key IS NULL) AS example
	FROM (SELECT driver FROM shared_costs UNION SELECT driver FROM investments) p
	LEFT JOIN (SELECT share_key FROM fixed_shares
			   UNION SELECT unnest('{outcomes,events,tokens,direct_cost,gpu_seconds,vectors_stored,even}'::text[])) f
					ON f.share_key = p.driver
) f ON true;
