CREATE OR REPLACE VIEW check_reviews_without_agent WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (35::bigint, 'reviews without agent'::text,
	'Their cost is on no payroll.'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT b.booked_month AS month, sum(b.live_reviews) FILTER (WHERE b.agent IS NULL) AS found,
		sum(b.live_reviews) AS examined,
		   sum(b.cost) FILTER (WHERE b.agent IS NULL) AS cost, NULL::text AS example
	FROM review_months b
	GROUP BY b.booked_month
) f ON true;
