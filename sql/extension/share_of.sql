
-- share_of, item_overhead: what a part bears of amounts, computed without the other parts

CREATE FUNCTION runrate_internal.share_of(amount numeric, quantity numeric, whole numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_share_of' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.share_of(numeric, numeric, numeric) IS
'share_of(pool_cost, tokens, all_tokens): amount * quantity / whole, cut off after 12 decimals, in the unit of amount and with its sign times that of quantity; 0 where whole is not above 0. The shares of n parts sum to amount but for less than n * 10^-12.';

-- The drivers are arguments of their own: reports have them as columns, and a
-- row made of them would be built for every item.
CREATE FUNCTION runrate_internal.item_overhead(
	direct_cost_share numeric, direct_cost numeric, direct_cost_total numeric,
	events_share numeric, events numeric, events_total numeric,
	tokens_share numeric, tokens numeric, tokens_total numeric,
	gpu_seconds_share numeric, gpu_seconds numeric, gpu_seconds_total numeric,
	vectors_stored_share numeric, vectors_stored numeric, vectors_stored_total numeric,
	outcomes_share numeric, outcomes numeric, outcomes_total numeric,
	other_share numeric) RETURNS numeric
	AS 'MODULE_PATHNAME', 'rr_item_overhead' LANGUAGE C IMMUTABLE PARALLEL SAFE;
COMMENT ON FUNCTION runrate_internal.item_overhead(numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric) IS
'item_overhead(direct_cost_share, direct_cost, direct_cost_total, ..., other_share): what a work item bears of the shares of its cell: of each driver share * quantity of the item / quantity of the cell, cut off after 12 decimals. What is not shared by a measured driver goes by direct cost, or where the cell has none by events; where it has no events either, no item bears it. Quantities of the item are those of facts booked in the month to which they belong.';
