-- The key has the number of the booking: of two sessions that book the same
-- difference at the same time the ledger takes one.
CREATE OR REPLACE FUNCTION month_end_rows(booked_month date, OUT month date, OUT layer text, OUT vendor text,
	OUT amount numeric, OUT driver text, OUT agent text, OUT business_unit text, OUT description text,
	OUT source_key text)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT d.month, d.layer, d.vendor, d.amount, d.driver, d.agent, d.business_unit, d.description,
		format('%s/%s#%s', day_text(d.month), d.line_key, coalesce(b.bookings, 0)
			-- two, where the layer or the like of a line has changed
			+ row_number() OVER (PARTITION BY d.line_key
				ORDER BY d.layer, d.vendor, d.driver, d.agent, d.business_unit))
	FROM month_end_differences(booked_month, booked_month) d
	LEFT JOIN (SELECT k.line_key, sum(k.bookings) AS bookings FROM month_end_bookings k
			   WHERE k.month = booked_month GROUP BY k.line_key) b ON b.line_key = d.line_key;
END;

COMMENT ON FUNCTION month_end_rows(date) IS 'month_end_rows(''2026-01-01''): the rows of shared_costs that book_month_end has still to make.';

CREATE OR REPLACE FUNCTION is_month_end_row(arrived shared_costs) RETURNS boolean
	LANGUAGE sql STABLE
	RETURN is_over((arrived).month) AND (arrived).billed_amount IS NULL
		AND EXISTS (SELECT FROM month_end_rows((arrived).month) r
					WHERE ROW(r.layer, r.vendor, r.amount, r.driver, r.agent, r.business_unit, r.description,
							r.source_key)
						IS NOT DISTINCT FROM ROW((arrived).layer, (arrived).vendor, (arrived).amount, (arrived).driver,
							(arrived).agent, (arrived).business_unit, (arrived).description, (arrived).source_key));

COMMENT ON FUNCTION is_month_end_row(shared_costs) IS 'is_month_end_row(s): whether a row that arrives with the source of book_month_end is one that this has still to make.';
