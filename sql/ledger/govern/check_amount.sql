CREATE OR REPLACE FUNCTION check_amount(name text, amount numeric) RETURNS boolean
	LANGUAGE sql IMMUTABLE
	BEGIN ATOMIC
		SELECT CASE
			WHEN amount >= 0 AND amount < 1e14 THEN true
			ELSE refuse('invalid_parameter_value', format('invalid %s: %s', name, coalesce(amount::text, 'NULL')),
						'It must be 0 or an amount above it.')
			END;
	END;
COMMENT ON FUNCTION check_amount(text, numeric) IS 'check_amount(''one_off_cost'', 40000): true, or an error if it is no amount of money, or below zero.';
