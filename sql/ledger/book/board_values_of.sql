-- Strict, so that it is not inlined: it is planned once for all months.
CREATE OR REPLACE FUNCTION board_values_of(of_month date) RETURNS SETOF board_values
	LANGUAGE sql STABLE STRICT PARALLEL SAFE ROWS 25
	BEGIN ATOMIC
		SELECT * FROM board_values v WHERE v.month = of_month;
	END;
COMMENT ON FUNCTION board_values_of(date) IS 'board_values_of(date ''2026-01-01''): the rows of board_values of one month.';
