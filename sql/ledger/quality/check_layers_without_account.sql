CREATE OR REPLACE VIEW check_layers_without_account WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (112::bigint, 'layers without account'::text,
	'The journal has them in suspense: add them to accounts.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT b.month, count(*) FILTER (WHERE a.is_suspense) AS found, count(*) AS examined,
		   sum(b.cost) FILTER (WHERE a.is_suspense) AS cost, min(b.layer) FILTER (WHERE a.is_suspense) AS example
	FROM (SELECT month, layer, sum(cost) AS cost FROM vendor_lines GROUP BY month, layer) b
	CROSS JOIN LATERAL layer_accounts(b.layer, b.month) a
	GROUP BY b.month
) f ON true;
