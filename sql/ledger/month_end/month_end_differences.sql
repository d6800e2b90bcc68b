CREATE OR REPLACE FUNCTION month_end_differences(from_month date, to_month date, OUT line_key text, OUT month date,
	OUT agent text, OUT layer text, OUT vendor text, OUT driver text, OUT business_unit text, OUT description text,
	OUT amount numeric)
RETURNS SETOF record
-- planned by itself, and not compiled (jit), as find_in_items
LANGUAGE sql STABLE ROWS 100 SET jit = off
BEGIN ATOMIC
	SELECT d.line_key, d.month, d.agent, d.layer, d.vendor, d.driver, d.business_unit, d.description, sum(d.amount)
	FROM (
		SELECT l.line_key, l.month, l.agent, l.layer, l.vendor, l.driver, l.business_unit, l.description, l.amount
		FROM month_end_lines(month_end_differences.from_month, month_end_differences.to_month) l
		UNION ALL
		SELECT b.line_key, b.month, b.agent, b.layer, b.vendor, b.driver, b.business_unit, b.description, -b.amount
		FROM month_end_bookings b
		WHERE b.month >= month_end_differences.from_month AND b.month <= month_end_differences.to_month
	) d
	GROUP BY d.line_key, d.month, d.agent, d.layer, d.vendor, d.driver, d.business_unit, d.description
	HAVING sum(d.amount) <> 0;
END;

COMMENT ON FUNCTION month_end_differences(date, date) IS
'month_end_differences(''2026-01-01'', ''2026-01-01''): what is still to be booked of month_end_lines, less what has been booked without being due any more.';
