CREATE OR REPLACE FUNCTION slo_figures(outcomes numeric, reviews numeric, judged numeric, accurate numeric, direct_cost numeric, fully_loaded_cost numeric)
	RETURNS TABLE (metric text, actual numeric, evidence bigint)
	LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	-- Six decimals, as they are shown: the status is that of the figure that one sees.
	SELECT v.metric, round(v.actual, 6), v.evidence::bigint
	FROM (VALUES
		('cost_per_outcome', per_outcome(fully_loaded_cost, outcomes::bigint), coalesce(outcomes, 0)),
		('direct_cost_per_outcome', per_outcome(direct_cost, outcomes::bigint), coalesce(outcomes, 0)),
		('accuracy', CASE WHEN judged > 0 THEN accurate / judged END, coalesce(judged, 0)),
		('review_ratio', CASE WHEN outcomes > 0 THEN reviews / outcomes END, coalesce(outcomes, 0)),
		('spend', coalesce(fully_loaded_cost, 0), NULL),
		('outcomes', coalesce(outcomes, 0), NULL)) AS v (metric, actual, evidence);
END;

COMMENT ON FUNCTION slo_figures(numeric, numeric, numeric, numeric, numeric, numeric) IS 'slo_figures(outcomes, reviews, judged, accurate, direct_cost, fully_loaded_cost): the figures that objectives are about, and on how many outcomes or judged reviews each stands.';
