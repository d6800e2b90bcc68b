
-- allocate: exact shares of an amount

CREATE FUNCTION runrate.allocate(amount numeric, weight numeric, scale bigint DEFAULT 2) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_allocate' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.allocate(numeric, numeric, bigint) IS
'allocate(pool_cost, tickets) OVER (PARTITION BY pool ORDER BY agent): the row''s share of amount, which is the same in every row of the partition, in proportion to weight, with scale decimals and in the unit of amount. The shares sum to amount to the last unit (largest remainder; equal remainders in window order). A negative amount is a credit and gives negative shares. NULL for a row whose weight is NULL; NULL for all rows if no weight is above 0.';

CREATE FUNCTION runrate.allocate(amount double precision, weight double precision, scale bigint DEFAULT 2)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_allocate_float8' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.allocate(double precision, double precision, bigint) IS
'allocate(pool_spend, tickets) OVER (PARTITION BY pool ORDER BY agent): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate.amortized_cost(amount numeric, months bigint, month bigint, scale bigint DEFAULT 2)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_amortized_cost' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.amortized_cost(numeric, bigint, bigint, bigint) IS
'amortized_cost(100.00, 3, 1) is 33.33, and 33.34 for month 3: the straight-line amortization of amount over months, in month number month (from 1), money with scale decimals. The last month takes the rounding remainder, so that all months sum to amount. 0 before the first and after the last month.';

CREATE FUNCTION runrate.amortized_cost(amount double precision, months bigint, month bigint, scale bigint DEFAULT 2)
	RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_amortized_cost_float8' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate.amortized_cost(double precision, bigint, bigint, bigint) IS
'amortized_cost(investment, months, month): as for numeric; each double precision number is taken as its shortest exact decimal.';

CREATE FUNCTION runrate_internal.apportion(exact numeric, total numeric, scale bigint) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_apportion' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.apportion(numeric, numeric, bigint) IS
'apportion(exact_amount, NULL, 2) OVER (PARTITION BY month ORDER BY business_unit): the exact amount, positive or negative, rounded up or down to scale decimals so that the partition sums to total, which is the same in every row; NULL: to the rounded sum of the exact amounts. Rounded up are those that rounding down takes most from (largest remainder; equal ones in window order). NULL for a row whose exact amount is NULL, which takes no part. An error if the rows cannot sum to total.';
