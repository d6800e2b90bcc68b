CREATE OR REPLACE VIEW check_month_end_costs WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (27::bigint, 'month-end costs not booked'::text,
	'What volume prices and commitments make of the last three months is not booked, or has changed since: call book_month_end.'::text
	)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT d.month, count(*) AS found, count(*) AS examined, sum(d.amount) AS cost,
		   min(d.description) AS example
	FROM (SELECT (month_of(now()) - interval '3 months')::date AS first, (month_of(now()) - 1) AS last) m
	CROSS JOIN LATERAL month_end_differences(m.first, first_of_month(m.last)) d
	GROUP BY d.month
) f ON true;
