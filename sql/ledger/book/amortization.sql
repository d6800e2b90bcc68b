CREATE OR REPLACE FUNCTION amortization(amount numeric, months bigint, n bigint) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN runrate.amortized_cost(trunc(amount, minor_unit()::integer), months, n, minor_unit())
		+ CASE WHEN n = months THEN amount - trunc(amount, minor_unit()::integer) ELSE 0 END;
COMMENT ON FUNCTION amortization(numeric, bigint, bigint) IS 'amortization(1000, 3, 1): what of an investment is a cost of its first of three months, in whole minor units of the currency; the last month has the rest.';

CREATE OR REPLACE FUNCTION days_held(first_day date, until date, month date) RETURNS bigint
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN greatest(least(until, next_month(month)) - greatest(first_day, month), 0);
COMMENT ON FUNCTION days_held(date, date, date) IS 'days_held(valid_from, valid_until, month): how many days of a month lie between two days, the second excluded.';
