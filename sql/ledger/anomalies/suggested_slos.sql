CREATE OR REPLACE VIEW suggested_slos WITH (security_invoker = true) AS
WITH weeks AS (
	-- Weeks that lie in the three months before that of the last day, which are over
	SELECT agent, week_start(day) AS week, sum(outcomes)::bigint AS outcomes, sum(events)::bigint AS events,
		sum(reviews)::bigint AS reviews,
		   sum(judged)::bigint AS judged, sum(accurate)::bigint AS accurate,
		   sum(direct_cost) AS direct_cost, sum(direct_cost + review_cost + overhead_cost) AS fully_loaded_cost
	FROM slo_days
	WHERE agent <> 'unattributed'
	  AND week_start(day) >= first_of_month(latest_day) - interval '3 months' AND week_start(day)
			+ 7 <= first_of_month(latest_day)
	GROUP BY agent, week_start(day)
),
figures AS (
	SELECT weeks.agent, f.metric, f.actual::double precision AS actual
	FROM weeks
	CROSS JOIN slo_figures(outcomes, events, reviews, judged, accurate, direct_cost, fully_loaded_cost) AS f
	-- as few as make no status make no target
	WHERE f.actual IS NOT NULL AND (f.evidence IS NULL OR f.evidence >= 10)
),
norms AS (
	SELECT agent, metric, runrate.baseline(actual) AS norm, min(actual) AS lowest, max(actual) AS highest,
		array_agg(actual) AS history
	FROM figures
	GROUP BY agent, metric
),
spreads AS (
	SELECT *, (norm).n AS weeks, (norm).median::numeric AS target,
		   -- two standard deviations, the MAD being 0.6745 of one
		   greatest(CASE metric WHEN 'accuracy' THEN 0.01 ELSE 0.05 END,
				ceil(100 * bounded(2 / 0.6745 * (norm).mad / (norm).median)) / 100) AS tolerance,
		   CASE WHEN metric IN ('accuracy', 'outcomes') THEN 'floor' ELSE 'ceiling' END AS direction
	FROM norms
	WHERE (norm).n >= 4 AND (norm).median > 0
),
limits AS (
	SELECT *, greatest(usual_red(metric), round(tolerance * 4 / 3, 2)) AS red,
		   greatest(usual_critical(metric), round(tolerance * 10 / 3, 2)) AS critical
	FROM spreads
),
statuses AS (
	SELECT limits.*, fired.yellow, fired.red AS reds, fired.critical AS criticals
	FROM limits
	CROSS JOIN LATERAL (
		SELECT count(*) FILTER (WHERE status = 'yellow') AS yellow, count(*) FILTER (WHERE status = 'red') AS red,
			count(*) FILTER (WHERE status = 'critical') AS critical
		FROM (SELECT runrate.slo_status(actual::numeric, target, tolerance, limits.red, limits.critical,
			direction) AS status
			  FROM unnest(history) AS actual) AS week
	) AS fired
)
SELECT agent::text AS agent, metric::text AS metric, weeks,
	   round(target * CASE WHEN metric IN ('spend', 'outcomes') THEN 365.25 / 12 / 7 ELSE 1 END,
			6)::numeric(32,6) AS target,
	   tolerance::numeric(32,6) AS tolerance, red::numeric(32,6) AS red, critical::numeric(32,6) AS critical,
			direction::text AS direction,
	   lowest::numeric(32,6) AS lowest_week, highest::numeric(32,6) AS highest_week,
	   yellow AS times_yellow, reds AS times_red, criticals AS times_critical
FROM statuses
ORDER BY agent, metric;

COMMENT ON VIEW suggested_slos IS 'Objectives that would fit what each agent did in the three full months before the month of the last day with data: the median of its weeks, and a band as wide as they spread. At least four weeks with ten outcomes (judged reviews, for accuracy).';
COMMENT ON COLUMN suggested_slos.agent IS 'Agent.';
COMMENT ON COLUMN suggested_slos.metric IS 'What is measured, see slos.';
COMMENT ON COLUMN suggested_slos.weeks IS 'Number of weeks that the suggestion is made from.';
COMMENT ON COLUMN suggested_slos.target IS 'Median of the weeks; for spend and outcomes made into that of a mean month of 30.44 days.';
COMMENT ON COLUMN suggested_slos.tolerance IS 'Two robust standard deviations as a fraction of the target, at least 0.05, for accuracy 0.01, rounded up to two decimals.';
COMMENT ON COLUMN suggested_slos.red IS 'Usual limit, or four thirds of the tolerance, rounded to two decimals, if that is more.';
COMMENT ON COLUMN suggested_slos.critical IS 'Usual limit, or ten thirds of the tolerance, rounded to two decimals, if that is more.';
COMMENT ON COLUMN suggested_slos.direction IS 'Which side is bad: ceiling above the target, floor below.';
COMMENT ON COLUMN suggested_slos.lowest_week IS 'Lowest week, as actual of a week in slo_history.';
COMMENT ON COLUMN suggested_slos.highest_week IS 'Highest week, as actual of a week in slo_history.';
COMMENT ON COLUMN suggested_slos.times_yellow IS 'Weeks that would have been yellow.';
COMMENT ON COLUMN suggested_slos.times_red IS 'Weeks that would have been red.';
COMMENT ON COLUMN suggested_slos.times_critical IS 'Weeks that would have been critical.';
