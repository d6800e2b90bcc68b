CREATE OR REPLACE FUNCTION book_differences(booked_month date) RETURNS TABLE (month date, description text, agent text,
	amount numeric)
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, business_unit, description, source,
		source_key)
	SELECT r.month, r.layer, r.vendor, r.amount, r.driver, r.agent, r.business_unit, r.description, 'month end',
		r.source_key
	FROM month_end_rows(book_differences.booked_month) r
	ORDER BY r.source_key
	RETURNING month, description, agent, amount;
END;

COMMENT ON FUNCTION book_differences(date) IS 'book_differences(''2026-01-01''): what book_month_end does.';
