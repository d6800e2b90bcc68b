CREATE OR REPLACE VIEW agent_day_scores WITH (security_invoker = true) AS
WITH series AS (
	SELECT d.day, d.agent, s.metric, s.actual, s.units, l.day AS latest_day
	FROM (SELECT *, bool_or(review_cost <> 0) OVER (PARTITION BY agent) AS is_reviewed FROM agent_days) d
	JOIN last_day l ON d.day <= l.day
	CROSS JOIN LATERAL (VALUES
		('spend', CASE WHEN d.cost <> 0 THEN d.cost END, 1::bigint, true),
		('direct_spend', CASE WHEN d.direct_cost <> 0 THEN d.direct_cost END, 1, d.is_reviewed),
		-- With fewer outcomes the ratio jumps about by itself.
		('cost_per_outcome', CASE WHEN d.outcomes >= 5
								  THEN period_unit_cost(d.cost, d.outcomes, d.events, d.reviews) END, d.outcomes, true),
		('direct_cost_per_outcome', CASE WHEN d.outcomes >= 5
										 THEN period_unit_cost(d.direct_cost, d.outcomes, d.events, 0) END, d.outcomes,
		 d.is_reviewed)
	) AS s (metric, actual, units, is_scored)
	-- Without reviews direct cost would say the same again.
	WHERE s.actual IS NOT NULL AND s.is_scored
),
scored AS (
	SELECT *, runrate.baseline(actual::double precision)
				OVER (by_day ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING) AS norm,
		   runrate.anomaly_score(actual::double precision, 28, 8) OVER by_day AS robust_score,
		   runrate.seasonal_score(actual::double precision, day, 8) OVER by_day AS seasonal_score,
		   runrate.seasonal_expected(actual::double precision, day, 8) OVER by_day AS seasonal_expected
	FROM series
	WINDOW by_day AS (PARTITION BY agent, metric ORDER BY day)
),
judged AS (
	-- The pattern of the week is the better norm as soon as it is known.
	SELECT day, agent, metric, units, actual, latest_day, seasonal_score IS NOT NULL AS has_pattern,
		   CASE WHEN seasonal_score IS NULL THEN (norm).median ELSE seasonal_expected END::numeric AS expected,
		   coalesce(seasonal_score, robust_score) AS score,
		   CASE WHEN seasonal_score IS NULL
				THEN format('robust score %s over %s days', round(bounded(robust_score), 1), (norm).n)
				ELSE format('seasonal score %s over 8 weeks', round(bounded(seasonal_score), 1)) END AS score_text,
		   CASE WHEN (norm).n >= 8 THEN runrate.cost_multiple(actual::double precision, norm) END AS cost_multiple
	FROM scored
),
sized AS (
	-- Little is only odd where the pattern of the week is known, else every quiet weekend would
	-- be, and only on a day that is over, as the last day of the ledger may not be.  A fifth is
	-- not odd, however steady the past was.
	SELECT *, ((actual - expected) * units)::numeric(38,12) AS excess_cost,
		   CASE WHEN score IS NULL THEN NULL
				   WHEN score < 0 AND NOT (has_pattern AND day < latest_day)
						OR abs(actual - expected) < 0.2 * abs(expected) THEN 0
				   ELSE abs(score) END AS oddness
	FROM judged
),
ranked AS (
	-- One agent has too few days to say what is rare among them: all agents together have enough.
	SELECT day, agent, oddness AS day_oddness, runrate.rank_probability(oddness, 1000) OVER earlier AS probability,
		   count(oddness) OVER (earlier ROWS BETWEEN 1000 PRECEDING AND 1 PRECEDING) AS evidence
	FROM (SELECT day, agent, max(oddness) AS oddness FROM sized GROUP BY day, agent) days
	WINDOW earlier AS (ORDER BY day, agent COLLATE "C")
)
SELECT o.*, f.anomaly_floor,
	   -- after the ranks: a floor takes days away and adds none
	   o.is_odd AND abs(o.excess_cost) >= f.anomaly_floor AS is_anomaly
FROM (SELECT s.day, s.agent, s.metric, s.actual, s.latest_day, s.has_pattern, s.expected, s.excess_cost,
			 s.score, s.score_text, s.cost_multiple, r.probability, r.evidence,
			 CASE WHEN s.score IS NULL THEN coalesce(s.cost_multiple >= multiple_limit(), false)
				  -- With fewer an odd day hides the next: one in a hundred is the largest score of all.
				  WHEN r.evidence < 400
				  THEN s.oddness > score_limit() OR coalesce(s.cost_multiple >= multiple_limit(), false)
				  ELSE r.probability <= 0.01 AND s.oddness > 0
					   AND (s.oddness = r.day_oddness OR s.oddness > score_limit()) END AS is_odd
	  FROM sized s
	  JOIN ranked r USING (day, agent)) o
CROSS JOIN (SELECT anomaly_floor() AS anomaly_floor) f;

COMMENT ON VIEW agent_day_scores IS 'Each day of an agent against its past: spend and cost per outcome, of events and reviews and of events alone, without overhead, which has no days.';
COMMENT ON COLUMN agent_day_scores.day IS 'Day.';
COMMENT ON COLUMN agent_day_scores.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN agent_day_scores.metric IS 'What is scored, see anomalies.';
COMMENT ON COLUMN agent_day_scores.actual IS 'Cost of the day, or that cost for each outcome.';
COMMENT ON COLUMN agent_day_scores.latest_day IS 'Last day of the ledger with data.';
COMMENT ON COLUMN agent_day_scores.expected IS 'What such a day costs: seasonal_expected, or the median of the days before.';
COMMENT ON COLUMN agent_day_scores.excess_cost IS 'Money above expected on that day; negative: below.';
COMMENT ON COLUMN agent_day_scores.score IS 'seasonal_score, or anomaly_score where there is no pattern of the week yet.';
COMMENT ON COLUMN agent_day_scores.has_pattern IS 'Whether the pattern of the week is known.';
COMMENT ON COLUMN agent_day_scores.score_text IS 'The score in words.';
COMMENT ON COLUMN agent_day_scores.cost_multiple IS 'Multiple of the mean of the 28 days before.';
COMMENT ON COLUMN agent_day_scores.probability IS 'Share of the last 1,000 days of all agents, this one with them, on which the larger score was at least as large; small is odd.';
COMMENT ON COLUMN agent_day_scores.evidence IS 'Number of earlier days of agents that it was compared with.';
COMMENT ON COLUMN agent_day_scores.is_odd IS 'Whether it is out of the ordinary: a probability of at most 0.01 for the day, by this figure; while fewer than 400 earlier days are known a score beyond 3.5 or three times the mean; without a score three times the mean.';
COMMENT ON COLUMN agent_day_scores.anomaly_floor IS 'What it has to be off by, in money, to be an anomaly.';
COMMENT ON COLUMN agent_day_scores.is_anomaly IS 'Whether it is an anomaly: odd, and off by the floor or more.';
