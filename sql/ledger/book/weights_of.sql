-- Has a subquery, so it is not inlined: it is only planned where it is called,
-- which is for pools that are booked late.
CREATE OR REPLACE FUNCTION weights_of(of_month date, of_driver text) RETURNS driver_weights[]
	LANGUAGE sql STABLE STRICT PARALLEL SAFE
	BEGIN ATOMIC
		SELECT array_agg(w) FROM driver_weights w WHERE w.month = of_month AND w.driver = of_driver;
	END;
COMMENT ON FUNCTION weights_of(date, text) IS 'weights_of(date ''2026-01-01'', ''tokens''): the rows of driver_weights of one month and driver.';
