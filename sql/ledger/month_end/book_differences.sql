-- The key has the number of the booking: of two sessions that book the same
-- difference at the same time the ledger takes one.
CREATE OR REPLACE FUNCTION book_differences(booked_month date) RETURNS TABLE (month date, description text, agent text,
	amount numeric)
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, business_unit, description, source,
		source_key)
	SELECT d.month, d.layer, d.vendor, d.amount, d.driver, d.agent, d.business_unit, d.description, 'month end',
		format('%s/%s#%s', day_text(d.month), d.line_key, coalesce(b.bookings, 0)
			-- two, where the layer or the like of a line has changed
			+ row_number() OVER (PARTITION BY d.line_key
				ORDER BY d.layer, d.vendor, d.driver, d.agent, d.business_unit))
	FROM month_end_differences(book_differences.booked_month, book_differences.booked_month) d
	LEFT JOIN (SELECT k.line_key, sum(k.bookings) AS bookings FROM month_end_bookings k
			   WHERE k.month = book_differences.booked_month GROUP BY k.line_key) b ON b.line_key = d.line_key
	ORDER BY d.line_key
	RETURNING month, description, agent, amount;
END;

COMMENT ON FUNCTION book_differences(date) IS 'book_differences(''2026-01-01''): what book_month_end does.';
