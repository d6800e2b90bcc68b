CREATE OR REPLACE FUNCTION check_chargeback(day date, unit text) RETURNS boolean
	LANGUAGE sql STABLE
	BEGIN ATOMIC
		SELECT CASE
			WHEN day IS NULL OR NOT isfinite(day)
				THEN refuse('invalid_parameter_value', 'invalid month: ' || coalesce(day::text, 'NULL'),
							'Use a day of the month, such as ''2026-01-01''.')
			WHEN EXISTS (SELECT FROM chargeback_lines l WHERE l.month = first_of_month(day) AND l.business_unit = unit)
				THEN true
			ELSE refuse('no_data_found',
						format('business unit %s has no cost in %s', coalesce(quote_literal(unit), 'NULL'),
							left(day_text(day), 7)),
						concat(coalesce(
								   (SELECT format('%s is a line of the profit and loss statement, of the business units %s. ', quote_literal(unit),
												  string_agg(quote_literal(b.business_unit), ', '
														ORDER BY b.business_unit COLLATE "C"))
									FROM business_units b
									WHERE b.pl_line = unit
									HAVING count(*) > 0),
								   'Did you mean '
								   || quote_literal(nearest_name(unit, (SELECT array_agg(n.business_unit)
																		FROM (SELECT l.business_unit
																			FROM chargeback_lines l
																			  WHERE l.month = first_of_month(day)
																			  GROUP BY l.business_unit) n)))
								   || '? '),
							   'SELECT month, business_unit FROM chargeback lists what there is.'))
			END;
	END;
COMMENT ON FUNCTION check_chargeback(date, text) IS 'check_chargeback(date ''2026-01-01'', ''support''): true, or an error if chargeback has no line of the business unit in the month of that day.';
