CREATE OR REPLACE VIEW check_invoices_with_one_number WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (220::bigint, 'invoices with the same number'::text,
	'One vendor, one number, several rows: reverse what came twice.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT i.month, count(*) FILTER (WHERE i.invoices > 1) AS found, count(*) AS examined, sum(i.amount)
		FILTER (WHERE i.invoices > 1) AS cost,
		   min(i.vendor || ' ' || i.invoice_id) FILTER (WHERE i.invoices > 1) AS example
	FROM (SELECT month, vendor, invoice_id, count(*) AS invoices, sum(amount) AS amount
		  FROM invoices i
		  WHERE reverses IS NULL AND invoice_id IS NOT NULL
			AND NOT EXISTS (SELECT FROM void_facts v WHERE v.fact = 'invoices' AND v.reverses = i.id)
		  GROUP BY month, vendor, invoice_id) i
	GROUP BY i.month
) f ON true;
