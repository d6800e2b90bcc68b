CREATE OR REPLACE VIEW drift_charts WITH (security_invoker = true) AS
SELECT day, agent, as_of, metric, amount, quantity, has_target, tolerance, direction, red, critical, min_outcomes,
	   norm, side,
	   runrate.cusum_high(step, 0, 1, 0) OVER series AS height,
	   CASE WHEN has_target THEN runrate.cusum_high(step, 0, 1, 0, drift_limit()) OVER series >= drift_limit()
			ELSE runrate.rank_drift_high(side * score, 182, drift_run_length()) OVER series >= drift_run_length()
			END AS is_alarm
FROM (SELECT d.*, s.side,
			 -- A third of the tolerance, 5 % with the usual 15 %, is not worth a line. One day is no drift, however odd:
			 -- it counts for less than the limit.
			 least(d.score * s.side - greatest(0.5, d.tolerance * d.norm / 3 / d.stddev), 2.5) AS step
	  FROM drift_days d
	  JOIN (VALUES ('ceiling', 1), ('band', 1), ('floor', -1), ('band', -1)) AS s (direction, side) USING (direction)
	  -- another target is another chart
	  WHERE d.day >= d.valid_from) d
WINDOW series AS (PARTITION BY agent, metric, side ORDER BY day);

COMMENT ON VIEW drift_charts IS 'Control charts of drift_days: CUSUM against a target, a chart of ranks against the past. Both alarm at most once in drift_run_length() days while nothing changes.';
COMMENT ON COLUMN drift_charts.day IS 'Day.';
COMMENT ON COLUMN drift_charts.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN drift_charts.as_of IS 'Last day that is certainly over.';
COMMENT ON COLUMN drift_charts.metric IS 'What is measured.';
COMMENT ON COLUMN drift_charts.amount IS 'Cost, reviews or accurate verdicts of the day.';
COMMENT ON COLUMN drift_charts.quantity IS 'Outcomes of the day, or judged reviews.';
COMMENT ON COLUMN drift_charts.has_target IS 'Whether norm is a target.';
COMMENT ON COLUMN drift_charts.tolerance IS 'Fraction of the norm.';
COMMENT ON COLUMN drift_charts.direction IS 'ceiling, floor or band.';
COMMENT ON COLUMN drift_charts.red IS 'Fraction of the target.';
COMMENT ON COLUMN drift_charts.critical IS 'Fraction of the target.';
COMMENT ON COLUMN drift_charts.min_outcomes IS 'Fewest outcomes or judged reviews.';
COMMENT ON COLUMN drift_charts.norm IS 'Target, or mean.';
COMMENT ON COLUMN drift_charts.side IS '1: above the norm is bad, -1: below.';
COMMENT ON COLUMN drift_charts.height IS 'CUSUM of score; 0: on the good side.';
COMMENT ON COLUMN drift_charts.is_alarm IS 'Whether the chart alarms on this day, after which it begins again.';
