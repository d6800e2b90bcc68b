CREATE OR REPLACE VIEW check_month_end_costs WITH (security_invoker = true) AS
SELECT c.check_order, c.check_name, c.meaning, f.month, f.found, f.examined, f.cost, f.example
FROM (VALUES (27::bigint, 'month-end costs not booked'::text,
	'What volume prices and commitments make of months that are over is not booked, or has changed since: call book_month_end.'::text
	)) c (check_order, check_name, meaning)
LEFT JOIN (
	SELECT d.month, count(*) AS found, count(*) AS examined, sum(d.amount) AS cost,
		   min(d.description) AS example
	FROM month_end_differences('2000-01-01', (SELECT present_month())) d
	WHERE is_over(d.month)
	GROUP BY d.month
) f ON true;
