-- The drivers are arguments of their own: reports have them as columns, and a
-- row made of them would be built for every item.
CREATE OR REPLACE FUNCTION item_overhead(
	direct_cost_share numeric, direct_cost numeric, direct_cost_total numeric,
	events_share numeric, events numeric, events_total numeric,
	tokens_share numeric, tokens numeric, tokens_total numeric,
	gpu_seconds_share numeric, gpu_seconds numeric, gpu_seconds_total numeric,
	vectors_stored_share numeric, vectors_stored numeric, vectors_stored_total numeric,
	outcomes_share numeric, outcomes numeric, outcomes_total numeric,
	other_share numeric) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN coalesce(runrate_internal.share_of(direct_cost_share, direct_cost, direct_cost_total), 0)
		+ coalesce(runrate_internal.share_of(events_share, events, events_total), 0)
		+ coalesce(runrate_internal.share_of(tokens_share, tokens, tokens_total), 0)
		+ coalesce(runrate_internal.share_of(gpu_seconds_share, gpu_seconds, gpu_seconds_total), 0)
		+ coalesce(runrate_internal.share_of(vectors_stored_share, vectors_stored, vectors_stored_total), 0)
		+ coalesce(runrate_internal.share_of(outcomes_share, outcomes, outcomes_total), 0)
		+ CASE WHEN direct_cost_total > 0 THEN coalesce(runrate_internal.share_of(other_share, direct_cost,
			direct_cost_total), 0)
			   ELSE coalesce(runrate_internal.share_of(other_share, events, events_total), 0) END;

COMMENT ON FUNCTION item_overhead(numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric, numeric) IS
'item_overhead(direct_cost_share, direct_cost, direct_cost_total, ..., other_share): what a work item bears of the shares of its cell: of each driver share * quantity of the item / quantity of the cell, cut off after 12 decimals. What is not shared by a measured driver goes by direct cost, or where the cell has none by events; where it has no events either, no item bears it. Quantities of the item are those of facts booked in the month to which they belong.';
