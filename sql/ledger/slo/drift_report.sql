CREATE OR REPLACE VIEW drift_report WITH (security_invoker = true) AS
WITH series AS (
	SELECT *, max(day) FILTER (WHERE is_alarm) OVER series AS last_alarm,
		   -- a drift begins about where the sum was 0 last
		   coalesce(day > max(day) FILTER (WHERE height = 0) OVER series, true) AS is_drift,
		   NOT has_target OR last_value(height) OVER (series ORDER BY day ROWS BETWEEN UNBOUNDED PRECEDING
													  AND UNBOUNDED FOLLOWING) >= drift_limit() AS is_off
	FROM drift_charts
	WINDOW series AS (PARTITION BY agent, metric, side)
),
levels AS (
	SELECT agent, metric, side, has_target, as_of, tolerance, direction, red, critical, min_outcomes,
		   min(day) FILTER (WHERE is_drift) AS since,
		   coalesce(min(day) FILTER (WHERE is_drift AND is_alarm), max(last_alarm)) AS alarm_day,
		   sum(amount) FILTER (WHERE is_drift) AS amount, sum(quantity) FILTER (WHERE is_drift) AS quantity,
		   CASE WHEN has_target THEN sum(norm * quantity) FILTER (WHERE is_drift)
				ELSE sum(amount) FILTER (WHERE NOT is_drift) END AS norm_amount,
		   CASE WHEN has_target THEN sum(quantity) FILTER (WHERE is_drift)
				ELSE sum(quantity) FILTER (WHERE NOT is_drift) END AS norm_quantity
	FROM series
	-- four weeks after its last alarm a drift is over, or has become the norm
	WHERE is_off AND last_alarm >= as_of - 27
	GROUP BY agent, metric, side, has_target, as_of, tolerance, direction, red, critical, min_outcomes
),
figures AS (
	SELECT *, round(amount / quantity, 6) AS actual, round(norm_amount / norm_quantity, 6) AS norm
	FROM levels
	WHERE quantity > 0 AND norm_quantity > 0
),
judged AS (
	SELECT *, actual - norm AS deviation, bounded((100 * (actual - norm) / norm)::double precision) AS deviation_pct,
		   CASE WHEN has_target THEN runrate.slo_status_with_evidence(actual, actual, actual, quantity::bigint, norm,
				tolerance, red, critical, direction, min_outcomes) END AS status,
		   CASE WHEN metric IN ('cost_per_outcome', 'direct_cost_per_outcome')
				THEN amount - norm_amount / norm_quantity * quantity END AS excess_cost
	FROM figures
	WHERE norm > 0 AND side * (actual - norm) > norm * tolerance / 3
)
SELECT as_of AS day, agent::text AS agent, metric::text AS metric, since, alarm_day, has_target,
	   actual::numeric(32,6) AS actual, norm::numeric(32,6) AS norm, deviation_pct::numeric(32,6) AS deviation_pct,
	   excess_cost::numeric(38,12) AS excess_cost, quantity::bigint AS evidence, status::text AS status,
	   runrate.slo_severity(status) AS severity,
	   concat(agent, ' ', CASE
			  WHEN metric IN ('accuracy', 'review_ratio')
			  THEN format('%s %s %s points', replace(metric, '_', ' '),
						  CASE WHEN deviation < 0 THEN 'down' ELSE 'up' END, trim_scale(round(100 * abs(deviation), 1)))
			  WHEN NOT has_target THEN format('direct cost up %s %%', trim_scale(round(deviation_pct, 1)))
			  ELSE format('%s %% %s %s target', trim_scale(round(abs(deviation_pct), 1)),
						  CASE WHEN deviation < 0 THEN 'below' ELSE 'above' END,
						  CASE metric WHEN 'cost_per_outcome' THEN 'cost' ELSE 'direct cost' END)
			  END, ' since ', day_text(since),
			  ', ' || round(excess_cost, 2) || ' ' || ledger_currency()) AS message
FROM judged
ORDER BY severity DESC NULLS LAST, side * deviation / norm DESC, agent, metric;

COMMENT ON VIEW drift_report IS 'Which agents have left their level for good, since when, and by how much, on the last day with data before the last day of the ledger, which may not be over; worst first. Unit costs, accuracy and review ratio against their objective by a CUSUM chart, direct cost per outcome against its own past by a chart of ranks where there is no objective of cost; at most one false alarm in half a year of each. For single days see anomalies.';
COMMENT ON COLUMN drift_report.day IS 'Day up to which is looked, in the time zone of the ledger.';
COMMENT ON COLUMN drift_report.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN drift_report.metric IS 'What is measured, see slos.';
COMMENT ON COLUMN drift_report.since IS 'First day of the drift, as far as one can tell; at most 26 weeks back.';
COMMENT ON COLUMN drift_report.alarm_day IS 'Day on which it was certain enough to be listed.';
COMMENT ON COLUMN drift_report.has_target IS 'Whether norm is the target; else what it was before.';
COMMENT ON COLUMN drift_report.actual IS 'What it has been since then: money, or a ratio.';
COMMENT ON COLUMN drift_report.norm IS 'Target, the mean of those of the days; or what it was before since.';
COMMENT ON COLUMN drift_report.deviation_pct IS 'How far actual is above norm, in per cent of it; negative: below. Rows are listed from a third of the tolerance on the bad side.';
COMMENT ON COLUMN drift_report.excess_cost IS 'Money beyond the norm since then, for unit costs; negative: below.';
COMMENT ON COLUMN drift_report.evidence IS 'Number of outcomes since then, or of judged reviews for accuracy.';
COMMENT ON COLUMN drift_report.status IS 'Status of the level: green (off target, but within the band), yellow, red, critical, or insufficient_evidence; empty without a target.';
COMMENT ON COLUMN drift_report.severity IS 'Status as a number that sorts: green 0, insufficient_evidence 1, yellow 2, red 3, critical 4.';
COMMENT ON COLUMN drift_report.message IS 'The row in words.';
