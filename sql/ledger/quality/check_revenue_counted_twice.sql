-- By the month of service: a total that comes late is one all the same.
CREATE OR REPLACE VIEW check_revenue_counted_twice WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (230::bigint, 'revenue counted twice'::text,
	'The rest is what those have that are named, or customers have what business units have. All rows add up: reverse the total.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT r.month, CASE WHEN r.is_total THEN 1::bigint ELSE 0 END AS found, 1::bigint AS examined,
		   NULL::numeric AS cost, CASE WHEN r.is_total THEN trim_scale(r.amount)::text || ' in all' END AS example
	FROM (SELECT s.month, s.amount,
				 s.amount <> 0 AND coalesce(s.rest = s.units OR s.rest = s.units + s.customers OR s.rest = s.customers
					OR (s.units = s.customers AND s.units <> 0), false) AS is_total
		  FROM (SELECT month, coalesce(sum(amount), 0) AS amount,
					   nullif(sum(amount) FILTER (WHERE business_unit IS NULL AND customer IS NULL), 0) AS rest,
					   coalesce(sum(amount) FILTER (WHERE business_unit IS NOT NULL AND customer IS NULL), 0) AS units,
					   coalesce(sum(amount) FILTER (WHERE customer IS NOT NULL), 0) AS customers
				FROM revenue
				WHERE month <= (SELECT present_month())
				GROUP BY month) s) r
) f ON true;
