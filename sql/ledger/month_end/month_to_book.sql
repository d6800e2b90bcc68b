CREATE OR REPLACE FUNCTION month_to_book(month date) RETURNS date
	LANGUAGE sql STABLE
	RETURN CASE WHEN (month = first_of_month(month) AND is_over(month))
		OR refuse('invalid_parameter_value',
			format('%s is not the first day of a month that is over', coalesce(day_text(month), 'NULL')),
			'What a month is charged at its end is known when it is over.') THEN month END;
COMMENT ON FUNCTION month_to_book(date) IS 'month_to_book(''2026-01-01''): the month; an error if it is not over, or not the first day of one.';
