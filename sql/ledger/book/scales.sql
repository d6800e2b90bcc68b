-- In which decimals amounts are shared

CREATE OR REPLACE FUNCTION share_scale(amount numeric) RETURNS bigint
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN amount = round(amount, 2) THEN 2 WHEN amount = round(amount, 6) THEN 6 ELSE 12 END;
COMMENT ON FUNCTION share_scale(numeric) IS 'share_scale(amount): the decimals in which an amount is shared among agents and business units: whole cents if it is in whole cents.';

CREATE OR REPLACE FUNCTION item_scale(amount numeric) RETURNS bigint
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN amount = round(amount, 6) THEN 6 ELSE 12 END;
COMMENT ON FUNCTION item_scale(numeric) IS 'item_scale(amount): the decimals in which an amount is shared among customers, work items and days, for which cents are too coarse.';

CREATE OR REPLACE FUNCTION overhead_weight(direct_cost numeric, events bigint, all_direct_cost numeric, all_events bigint, is_home boolean) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN all_direct_cost > 0 THEN greatest(direct_cost, 0)
				WHEN all_events > 0 THEN greatest(events, 0)
				WHEN is_home THEN 1 END;
COMMENT ON FUNCTION overhead_weight(numeric, bigint, numeric, bigint, boolean) IS
'overhead_weight(direct_cost, events, all_direct_cost, all_events, is_home): the weight with which a part of an agent''s work takes part in its overhead: its direct cost, or where no part has any, its number of events; if there are no events either, the one that is at home has it all. all_... are sums of what is above zero.';
