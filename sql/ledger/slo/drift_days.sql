-- A figure of a day jumps about where the day has few outcomes, and overhead
-- comes on quiet days too.  So a day counts with the money, the reviews or the
-- verdicts that it has beyond its norm, for each outcome of a usual day, and
-- in the standard deviations of its weekday.
CREATE OR REPLACE VIEW drift_days WITH (security_invoker = true) AS
WITH objectives AS (
	-- what holds on the last day
	SELECT t.agent, array_agg(t) AS objectives
	FROM slo_terms t
	JOIN day_before_last b ON b.day >= t.valid_from AND b.day < t.valid_until
	WHERE NOT t.is_total
	GROUP BY t.agent
),
days AS (
	-- The planner takes the days for one: it would go through all objectives for each of them, so they are put
	-- before the first day of their agent and not joined.
	SELECT day, agent, as_of, outcomes, judged, accurate, reviews, direct_cost, cost,
		   first_value(objectives) OVER (PARTITION BY agent ORDER BY day NULLS FIRST) AS own_objectives,
		   CASE WHEN agent <> 'unattributed' THEN (SELECT objectives FROM objectives WHERE agent = '*')
		   END AS objectives_of_all
	FROM (SELECT d.day, d.agent, b.day AS as_of, d.outcomes, d.judged, d.accurate, d.reviews, d.direct_cost,
				 d.direct_cost + d.review_cost + d.overhead_cost AS cost, NULL::slo_terms[] AS objectives
		  FROM slo_days d
		  CROSS JOIN day_before_last b
		  WHERE d.month >= (SELECT first_of_month(day - 181) FROM day_before_last)
			AND d.day BETWEEN b.day - 181 AND b.day
		  UNION ALL
		  SELECT NULL, agent, NULL, NULL, NULL, NULL, NULL, NULL, NULL, objectives
		  FROM objectives) d
),
figures AS (
	SELECT d.day, d.agent, d.as_of, o.metric, o.target IS NOT NULL AS has_target, o.tolerance, o.direction, o.red,
		   o.critical, o.min_outcomes, o.valid_from,
		   CASE o.metric WHEN 'cost_per_outcome' THEN d.cost WHEN 'direct_cost_per_outcome' THEN d.direct_cost
				WHEN 'accuracy' THEN d.accurate ELSE d.reviews END AS amount,
		   CASE o.metric WHEN 'accuracy' THEN d.judged ELSE d.outcomes END AS quantity,
		   coalesce(o.target, sum(d.direct_cost) OVER series / nullif(sum(d.outcomes) OVER series, 0)) AS norm
	FROM days d
	CROSS JOIN LATERAL (
		SELECT metric, target, tolerance, direction, red, critical, min_outcomes, valid_from
		FROM unnest(d.own_objectives)
		WHERE target IS NOT NULL
		UNION ALL
		SELECT e.metric, e.target, e.tolerance, e.direction, e.red, e.critical, e.min_outcomes, e.valid_from
		FROM unnest(d.objectives_of_all) e
		WHERE e.target IS NOT NULL
		  AND NOT EXISTS (SELECT FROM unnest(d.own_objectives) own WHERE own.metric = e.metric)
		UNION ALL
		-- who has no objective of its costs is compared with what it cost before
		SELECT 'direct_cost_per_outcome', NULL, usual_tolerance('direct_cost_per_outcome'), 'ceiling', NULL, NULL,
			   NULL, '-infinity'
		WHERE NOT EXISTS (SELECT FROM unnest(d.own_objectives || d.objectives_of_all)
						  WHERE metric LIKE '%cost_per_outcome' AND target IS NOT NULL)) o
	WHERE d.day IS NOT NULL
	WINDOW series AS (PARTITION BY d.agent, o.metric)
),
beyond AS (
	SELECT *, ((amount - norm * quantity) / usual_quantity)::double precision AS beyond
	FROM (SELECT *, avg(quantity) OVER (PARTITION BY agent, metric ORDER BY day
										RANGE BETWEEN '6 days' PRECEDING AND CURRENT ROW) AS usual_quantity
		  FROM figures) f
	WHERE usual_quantity > 0 AND norm > 0
),
by_weekday AS (
	SELECT *, count(*) OVER weekday AS times, avg(beyond) OVER weekday AS of_weekday,
		   abs(beyond - lag(beyond) OVER (weekday ORDER BY day)) AS range_of_weekday
	FROM beyond
	WINDOW weekday AS (PARTITION BY agent, metric, extract(isodow FROM day))
),
even AS (
	-- The pattern of the week sums to nothing. It is known once each of its days was there four times.
	SELECT *, beyond - CASE WHEN min(times) OVER series >= 4 THEN of_weekday - avg(beyond) OVER series
						ELSE 0 END AS rest,
		   -- a change that lasts is in one of the ranges only; the mean range of two normal values is 1.128
		   avg(range_of_weekday) OVER (PARTITION BY agent, metric, extract(isodow FROM day)) / 1.128
				AS stddev_of_weekday
	FROM by_weekday
	WINDOW series AS (PARTITION BY agent, metric)
),
ranged AS (
	SELECT *, abs(rest - lag(rest) OVER (PARTITION BY agent, metric ORDER BY day)) AS moving_range
	FROM even
),
spread AS (
	SELECT *, greatest(CASE WHEN times >= 8 THEN stddev_of_weekday ELSE avg(moving_range) OVER series / 1.128 END,
					   norm / 100)::double precision AS stddev,
		   count(*) OVER series AS days
	FROM ranged
	WINDOW series AS (PARTITION BY agent, metric)
)
SELECT day, agent, as_of, metric, amount, quantity, has_target, tolerance, direction, red, critical, min_outcomes,
	   valid_from, norm, rest / stddev AS score, stddev
FROM spread
WHERE days >= 8;

COMMENT ON VIEW drift_days IS 'The last 26 weeks before the last day of the ledger, as series that drift_report charts: unit costs, accuracy and review ratio against the objective that holds on the last day, direct cost per outcome against its own mean where there is no objective of cost.';
COMMENT ON COLUMN drift_days.day IS 'Day.';
COMMENT ON COLUMN drift_days.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN drift_days.as_of IS 'Last day that is certainly over; the same in all rows.';
COMMENT ON COLUMN drift_days.metric IS 'What is measured.';
COMMENT ON COLUMN drift_days.amount IS 'Cost, reviews or accurate verdicts of the day.';
COMMENT ON COLUMN drift_days.quantity IS 'Outcomes of the day, or judged reviews.';
COMMENT ON COLUMN drift_days.has_target IS 'Whether norm is a target, else it is the mean of the series.';
COMMENT ON COLUMN drift_days.tolerance IS 'Fraction of the norm.';
COMMENT ON COLUMN drift_days.direction IS 'ceiling, floor or band.';
COMMENT ON COLUMN drift_days.red IS 'Fraction of the target.';
COMMENT ON COLUMN drift_days.critical IS 'Fraction of the target.';
COMMENT ON COLUMN drift_days.min_outcomes IS 'Fewest outcomes or judged reviews.';
COMMENT ON COLUMN drift_days.valid_from IS 'First day of the objective.';
COMMENT ON COLUMN drift_days.norm IS 'Target, or mean.';
COMMENT ON COLUMN drift_days.score IS 'amount - norm * quantity, divided by the mean quantity of the seven days to this one, without the pattern of the week, in standard deviations.';
COMMENT ON COLUMN drift_days.stddev IS 'The standard deviation of such a weekday, from the mean of its moving ranges; of all days, with less than eight of the weekday. At least a hundredth of the norm.';
