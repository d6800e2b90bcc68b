CREATE OR REPLACE FUNCTION check_unit(unit text) RETURNS boolean
	LANGUAGE sql STABLE PARALLEL SAFE
	BEGIN ATOMIC
		SELECT CASE
			WHEN unit = 'unattributed'
				OR EXISTS (SELECT FROM known_units k WHERE k.business_unit = unit)
				OR EXISTS (SELECT FROM closed_statements s WHERE s.in_force AND s.business_unit = unit)
				OR EXISTS (SELECT FROM work_items w WHERE w.business_unit = unit)
				THEN true
			ELSE refuse('undefined_object',
						format('there is no business unit %s', coalesce(quote_literal(unit), 'NULL')),
						concat('Did you mean '
							   || quote_literal(nearest_name(unit, (SELECT array_agg(k.business_unit)
																	FROM known_units k)))
							   || '? ', 'SELECT DISTINCT business_unit FROM chargeback lists what there is.'))
			END;
	END;
COMMENT ON FUNCTION check_unit(text) IS 'check_unit(''support''): true, or an error if nobody knows such a business unit and none was ever charged.';
