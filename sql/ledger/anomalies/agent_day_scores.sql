CREATE OR REPLACE VIEW agent_day_scores WITH (security_invoker = true) AS
WITH series AS (
	SELECT d.day, d.agent, s.metric, s.actual, s.units, l.day AS latest_day
	FROM agent_days d
	JOIN last_day l ON d.day <= l.day
	CROSS JOIN LATERAL (VALUES
		('spend', CASE WHEN d.cost <> 0 THEN d.cost END, 1::bigint),
		-- With fewer outcomes the ratio jumps about by itself.
		('cost_per_outcome',
		 CASE WHEN d.outcomes >= 5 THEN period_unit_cost(d.cost, d.outcomes, d.events, d.reviews) END, d.outcomes)
	) s (metric, actual, units)
	WHERE s.actual IS NOT NULL
),
scored AS (
	SELECT *,
		   runrate.baseline(actual::double precision) OVER (by_day ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING) AS norm,
		   runrate.anomaly_score(actual::double precision, 28, 8) OVER by_day AS robust_score,
		   runrate.seasonal_score(actual::double precision, day, 8) OVER by_day AS seasonal_score,
		   runrate.seasonal_expected(actual::double precision, day, 8) OVER by_day AS seasonal_expected
	FROM series
	WINDOW by_day AS (PARTITION BY agent, metric ORDER BY day)
)
-- The pattern of the week is the better norm as soon as it is known.
SELECT day, agent, metric, units, actual, latest_day, seasonal_score IS NOT NULL AS has_pattern,
	   CASE WHEN seasonal_score IS NULL THEN (norm).median ELSE seasonal_expected END::numeric AS expected,
	   coalesce(seasonal_score, robust_score) AS score,
	   CASE WHEN seasonal_score IS NULL
			THEN format('robust score %s over %s days', round(bounded(robust_score), 1), (norm).n)
			ELSE format('seasonal score %s over 8 weeks', round(bounded(seasonal_score), 1)) END AS score_text,
	   CASE WHEN (norm).n >= 8 THEN runrate.cost_multiple(actual::double precision, norm) END AS cost_multiple
FROM scored;

COMMENT ON VIEW agent_day_scores IS 'Each day of an agent against its past: spend and cost per outcome, without overhead, which has no days.';
COMMENT ON COLUMN agent_day_scores.day IS 'Day.';
COMMENT ON COLUMN agent_day_scores.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN agent_day_scores.metric IS 'spend or cost_per_outcome.';
COMMENT ON COLUMN agent_day_scores.units IS 'What actual has to be multiplied by to be money of that day: its outcomes, or 1.';
COMMENT ON COLUMN agent_day_scores.actual IS 'Cost of the day, or that cost for each outcome.';
COMMENT ON COLUMN agent_day_scores.latest_day IS 'Last day of the ledger with data.';
COMMENT ON COLUMN agent_day_scores.expected IS 'What such a day costs: seasonal_expected, or the median of the days before.';
COMMENT ON COLUMN agent_day_scores.score IS 'seasonal_score, or anomaly_score where there is no pattern of the week yet.';
COMMENT ON COLUMN agent_day_scores.has_pattern IS 'Whether the pattern of the week is known.';
COMMENT ON COLUMN agent_day_scores.score_text IS 'The score in words.';
COMMENT ON COLUMN agent_day_scores.cost_multiple IS 'Multiple of the mean of the 28 days before.';
