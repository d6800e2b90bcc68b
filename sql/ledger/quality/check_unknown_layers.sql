CREATE OR REPLACE VIEW check_unknown_layers WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (110::bigint, 'unknown layers'::text,
	'Shown as hidden: add them to cost_layers.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) FILTER (WHERE l.layer IS NULL) AS found, count(*) AS examined,
		   sum(b.cost) FILTER (WHERE l.layer IS NULL) AS cost, min(b.layer) FILTER (WHERE l.layer IS NULL) AS example
	FROM (SELECT c.layer, sum(c.cost) AS cost
		  FROM (SELECT layer, cost FROM event_months UNION ALL SELECT layer, amount FROM cost_pools) c
		  GROUP BY c.layer) b
	LEFT JOIN cost_layers l ON l.layer = b.layer
) f ON true;
