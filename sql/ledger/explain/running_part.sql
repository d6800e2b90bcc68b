CREATE OR REPLACE FUNCTION running_part(running_total numeric, whole numeric, amount numeric, scale bigint)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN whole = 0 THEN 0 ELSE round(running_total * amount / whole, scale::integer) END;

COMMENT ON FUNCTION running_part(numeric, numeric, numeric, bigint) IS
'running_part(running_total, whole, amount, 6): what of amount, to so many decimals, belongs to the first parts of a whole, by their running total. The differences from part to part sum to amount exactly, also where parts are negative.';
