CREATE OR REPLACE VIEW check_suspect_prices WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (25::bigint, 'suspect prices'::text,
	'Prices that are hardly what they should be, see price_findings: enter them anew.'::text
	)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT NULL::date AS month, count(*) AS found, (SELECT count(*) FROM prices) AS examined,
		   NULL::numeric AS cost, min(p.provider || ' ' || p.model || ' ' || p.meter) AS example
	FROM price_findings p
) f ON true;
