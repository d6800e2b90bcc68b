
-- allocate: exact shares of an amount

CREATE FUNCTION runrate.allocate(amount numeric, weight numeric, scale bigint DEFAULT 2) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_allocate' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.allocate(numeric, numeric, bigint) IS
'allocate(pool_cost, tickets) OVER (PARTITION BY pool ORDER BY agent): the row''s share of amount, which is the same in every row of the partition, in proportion to weight, with scale decimals and in the unit of amount. The shares sum to amount to the last unit (largest remainder; equal remainders in window order). A negative amount is a credit and gives negative shares. NULL for a row whose weight is NULL; NULL for all rows if no weight is above 0.';

CREATE FUNCTION runrate.allocate(amount double precision, weight double precision, scale bigint DEFAULT 2) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_allocate_float8' LANGUAGE C WINDOW IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate.allocate(double precision, double precision, bigint) IS
'allocate(pool_spend, tickets) OVER (PARTITION BY pool ORDER BY agent): as for numeric; each double precision number is taken as its shortest exact decimal.';
