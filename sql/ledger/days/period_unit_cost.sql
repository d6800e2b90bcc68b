CREATE OR REPLACE FUNCTION period_unit_cost(cost numeric, outcomes bigint, events bigint, reviews bigint)
	RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN CASE WHEN cost <> 0 OR events <> 0 OR reviews <> 0 THEN per_outcome(cost, outcomes) END;
COMMENT ON FUNCTION period_unit_cost(numeric, bigint, bigint, bigint) IS 'period_unit_cost(cost, outcomes, events, reviews): the cost of one outcome in a day, week or month; empty if there are no outcomes, or if nothing of what they cost is of the period, which would look like work for nothing.';
