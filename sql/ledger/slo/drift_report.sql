CREATE OR REPLACE VIEW drift_report WITH (security_invoker = true) AS
WITH figures AS (
	SELECT d.day, d.agent, f.metric, f.actual, f.evidence
	FROM slo_days d
	CROSS JOIN slo_figures(d.outcomes, d.events, d.reviews, d.judged, d.accurate, d.direct_cost, d.direct_cost
		+ d.review_cost + d.overhead_cost) AS f
	WHERE d.month = (SELECT first_of_month(day) FROM day_before_last) AND d.day = (SELECT day FROM day_before_last)
	  AND f.evidence > 0
),
deviations AS (
	SELECT f.*, s.target, s.tolerance, s.red, s.critical, s.direction, s.min_outcomes, f.actual - s.target AS deviation,
		   CASE s.direction WHEN 'ceiling' THEN f.actual - s.target WHEN 'floor' THEN s.target - f.actual
				ELSE abs(f.actual - s.target) END AS bad_side
	FROM figures f
	LEFT JOIN slo_terms own ON own.agent = f.agent AND own.metric = f.metric
		AND f.day >= own.valid_from AND f.day < own.valid_until
	LEFT JOIN slo_terms every ON every.agent = '*' AND f.agent <> 'unattributed' AND every.metric = f.metric
		AND f.day >= every.valid_from AND f.day < every.valid_until
	JOIN slo_terms s ON s.id = coalesce(own.id, every.id)
	WHERE s.target IS NOT NULL
),
judged AS (
	SELECT *, bounded((100 * deviation / target)::double precision) AS deviation_pct,
		   runrate.slo_status_with_evidence(actual, actual, actual, evidence, target, tolerance, red, critical,
				direction, min_outcomes) AS status
	FROM deviations
	-- a day is never exactly on target: a third of the tolerance, 5 % with the usual 15 %, is not worth a line
	WHERE bad_side > target * tolerance / 3
)
SELECT day, agent::text AS agent, metric::text AS metric, actual::numeric(32,6) AS actual,
	target::numeric(32,6) AS target,
	   deviation_pct::numeric(32,6) AS deviation_pct, status::text AS status, runrate.slo_severity(status) AS severity,
	   format('%s %s', agent, CASE
			  WHEN metric = 'accuracy' THEN format('accuracy %s %s points', CASE WHEN deviation < 0 THEN 'down'
					ELSE 'up' END, trim_scale(round(100 * abs(deviation), 1)))
			  WHEN metric = 'review_ratio' THEN format('review ratio %s %s points', CASE WHEN deviation < 0 THEN 'down'
					ELSE 'up' END, trim_scale(round(100 * abs(deviation), 1)))
			  ELSE format('%s %% %s %s target', trim_scale(round(abs(deviation_pct), 1)), CASE WHEN deviation < 0
					THEN 'below' ELSE 'above' END,
						  CASE metric WHEN 'cost_per_outcome' THEN 'cost' ELSE 'direct cost' END)
			  END) AS message,
	   evidence::bigint AS evidence
FROM judged
ORDER BY severity DESC, bad_side / target DESC, agent, metric;

COMMENT ON VIEW drift_report IS 'What was off target yesterday, that is, on the last day with data before the last day of the ledger, which may not be over; worst first. Only unit costs, accuracy and review ratio: a day has no target for spend and outcomes, see anomalies.';
COMMENT ON COLUMN drift_report.day IS 'Day in the time zone of the ledger.';
COMMENT ON COLUMN drift_report.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN drift_report.metric IS 'What is measured, see slos.';
COMMENT ON COLUMN drift_report.actual IS 'What it was on the day: money, or a ratio from 0 to 1.';
COMMENT ON COLUMN drift_report.target IS 'Target.';
COMMENT ON COLUMN drift_report.deviation_pct IS 'How far actual is above the target, in per cent of it; negative: below. Rows are listed from a third of the tolerance on the bad side.';
COMMENT ON COLUMN drift_report.status IS 'Status of the day by itself: green (off target, but within the band), yellow, red, critical, or insufficient_evidence.';
COMMENT ON COLUMN drift_report.severity IS 'Status as a number that sorts: green 0, insufficient_evidence 1, yellow 2, red 3, critical 4.';
COMMENT ON COLUMN drift_report.message IS 'The row in words.';
COMMENT ON COLUMN drift_report.evidence IS 'Number of outcomes, or of judged reviews for accuracy, that the figure stands on.';
