CREATE OR REPLACE FUNCTION check_span(from_month date, to_month date) RETURNS boolean
	LANGUAGE sql IMMUTABLE
	BEGIN ATOMIC
		SELECT CASE
			WHEN from_month = first_of_month(from_month) AND to_month = first_of_month(to_month)
				AND from_month BETWEEN '2000-01-01' AND to_month AND to_month <= '2100-12-01' THEN true
			ELSE refuse('invalid_parameter_value', format('invalid months: %s to %s',
							coalesce(day_text(from_month), 'NULL'), coalesce(day_text(to_month), 'NULL')),
						'Use the first days of the first and the last month, such as ''2026-01-01'' and ''2026-03-01''.')
			END;
	END;
COMMENT ON FUNCTION check_span(date, date) IS 'check_span(date ''2026-01-01'', date ''2026-03-01''): true, or an error if the two are not the first days of a first and a last month.';
