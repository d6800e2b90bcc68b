-- Strict, so that it is not inlined: rates are planned once for all months, by
-- themselves, and what reads items stays a plan that is quickly made.
CREATE OR REPLACE FUNCTION rates_of(of_month date, of_service_month date) RETURNS SETOF cell_rates
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 200
BEGIN ATOMIC
	SELECT * FROM cell_rates r WHERE r.month = of_month AND r.service_month = of_service_month;
END;
COMMENT ON FUNCTION rates_of(date, date) IS 'rates_of(date ''2026-03-01'', date ''2026-01-01''): the rows of cell_rates for pools of one month that are booked in another, or in the same one.';
