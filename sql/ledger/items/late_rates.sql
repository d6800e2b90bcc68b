-- Strict, so that it is not inlined: it is planned only where there are late
-- pools.
CREATE OR REPLACE FUNCTION late_rates(of_month date, of_service_month date) RETURNS SETOF cell_rates
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 100
BEGIN ATOMIC
	SELECT * FROM cell_rates r WHERE r.month = of_month AND r.service_month = of_service_month;
END;
COMMENT ON FUNCTION late_rates(date, date) IS 'late_rates(date ''2026-03-01'', date ''2026-01-01''): the rows of cell_rates for pools of one month that are booked in another.';
