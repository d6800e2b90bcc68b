CREATE OR REPLACE VIEW check_reviews_without_cost WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (15::bigint, 'reviews without cost'::text,
	'No hourly cost of the reviewer: add a row to reviewer_costs and call price_pending().'::text)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT b.month, b.found, b.examined, NULL::numeric AS cost, e.reviewer AS example
	FROM (SELECT booked_month AS month, sum(unpriced_reviews) AS found, sum(live_reviews) AS examined
		  FROM review_months
		  GROUP BY booked_month) b
	LEFT JOIN LATERAL (SELECT min(r.reviewer) AS reviewer
					   FROM reviews r
					   WHERE b.found > 0 AND r.cost IS NULL AND r.booked_on >= b.month
							AND r.booked_on < next_month(b.month)) e ON true
) f ON true;
