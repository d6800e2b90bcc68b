
-- share_of: what a part bears of an amount, computed without the other parts

CREATE FUNCTION runrate_internal.share_of(amount numeric, quantity numeric, whole numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_share_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.share_of(numeric, numeric, numeric) IS
'share_of(pool_cost, tokens, all_tokens): amount * quantity / whole, cut off after 12 decimals, in the unit of amount and with its sign times that of quantity; 0 where whole is not above 0. The shares of n parts sum to amount but for less than n * 10^-12.';
