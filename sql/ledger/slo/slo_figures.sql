CREATE OR REPLACE FUNCTION slo_figures(outcomes bigint, events bigint, reviews bigint, judged bigint, accurate bigint,
									   direct_cost numeric, fully_loaded_cost numeric)
	RETURNS SETOF slo_figure
	LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 6
BEGIN ATOMIC
	-- Six decimals, as they are shown: the status is that of the figure that one sees.
	SELECT v.metric, round(v.actual, 6), v.evidence
	FROM (VALUES
		('cost_per_outcome', period_unit_cost(fully_loaded_cost, outcomes, events, reviews), coalesce(outcomes, 0)),
		('direct_cost_per_outcome', period_unit_cost(direct_cost, outcomes, events, 0), coalesce(outcomes, 0)),
		('accuracy', CASE WHEN judged > 0 THEN accurate::numeric / judged END, coalesce(judged, 0)),
		('review_ratio', CASE WHEN outcomes > 0 THEN reviews::numeric / outcomes END, coalesce(outcomes, 0)),
		('spend', coalesce(fully_loaded_cost, 0), NULL),
		('outcomes', coalesce(outcomes, 0), NULL)) AS v (metric, actual, evidence);
END;

COMMENT ON FUNCTION slo_figures(bigint, bigint, bigint, bigint, bigint, numeric, numeric) IS 'slo_figures(outcomes, events, reviews, judged, accurate, direct_cost, fully_loaded_cost): the figures that objectives are about, and on how many outcomes or judged reviews each stands.';
