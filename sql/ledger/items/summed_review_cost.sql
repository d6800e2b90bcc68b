-- Minutes are divided by 60 once they are added up, and cut off after 12 decimals.
CREATE OR REPLACE FUNCTION summed_review_cost(minute_cost numeric, fees numeric) RETURNS numeric
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
	RETURN coalesce(runrate_internal.share_of(minute_cost, 1, 60), 0) + coalesce(fees, 0);

COMMENT ON FUNCTION summed_review_cost(numeric, numeric) IS 'summed_review_cost(sum(minute_cost), sum(fees)): what the reviews of an item, or of a day, cost.';
