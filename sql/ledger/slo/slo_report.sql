CREATE OR REPLACE VIEW slo_report WITH (security_invoker = true) AS
SELECT agent, metric, period_type, period_start, actual, target, band_low, band_high,
	   bounded((100 * (actual - target) / target)::double precision)::numeric(32,6) AS deviation_pct,
	   status, severity, periods_in_breach, escalated_status, action, projected_cost, tier_limit, over_tier_limit,
			evidence, low, high
FROM slo_history
WHERE is_current
ORDER BY severity DESC, periods_in_breach DESC, agent, metric, period_type;

COMMENT ON VIEW slo_report IS 'Where each agent stands this week and this month, which are those of the last day of the ledger with data; worst first. Columns as in slo_history.';
COMMENT ON COLUMN slo_report.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN slo_report.metric IS 'What is measured, see slos.';
COMMENT ON COLUMN slo_report.period_type IS 'week (from Monday) or month.';
COMMENT ON COLUMN slo_report.period_start IS 'First day of the period, in the time zone of the ledger.';
COMMENT ON COLUMN slo_report.actual IS 'What it was: money, a ratio from 0 to 1, or a number of outcomes. Empty: there were no outcomes, or no judged reviews.';
COMMENT ON COLUMN slo_report.target IS 'Target. For spend and outcomes, which are agreed by the month, the part for the days of the period up to the last day with data: in a week across a month''s end for each month the objective and the number of days of its own.';
COMMENT ON COLUMN slo_report.band_low IS 'Lower edge of the band, target * (1 - tolerance).';
COMMENT ON COLUMN slo_report.band_high IS 'Upper edge of the band, target * (1 + tolerance).';
COMMENT ON COLUMN slo_report.status IS 'green, yellow, red, critical, no_data, or insufficient_evidence: fewer outcomes than slos.min_outcomes, or for spend and outcomes fewer than seven days. Red takes an interval that is outside the band, critical one that is from red on: otherwise red, or insufficient_evidence.';
COMMENT ON COLUMN slo_report.severity IS 'Status as a number that sorts: green 0, no_data and insufficient_evidence 1, yellow 2, red 3, critical or over the tier limit 4.';
COMMENT ON COLUMN slo_report.periods_in_breach IS 'Periods in a row, with this one, that were yellow, red or critical. Periods without a known status are not counted and end nothing.';
COMMENT ON COLUMN slo_report.escalated_status IS 'Status to act on: red only once it has lasted slos.periods periods, yellow until then.';
COMMENT ON COLUMN slo_report.action IS 'What the policy asks for: none, investigate, product lead and CFO, or pause.';
COMMENT ON COLUMN slo_report.projected_cost IS 'Fully loaded cost of the month when it is over, in months only: projected for the month of the last day with data, the cost itself for months before.';
COMMENT ON COLUMN slo_report.tier_limit IS 'Largest fully loaded cost of a month that was agreed.';
COMMENT ON COLUMN slo_report.over_tier_limit IS 'Whether projected_cost is above tier_limit; false in weeks.';
COMMENT ON COLUMN slo_report.evidence IS 'Number of outcomes, or of judged reviews for accuracy, that the figure stands on; empty for spend and outcomes.';
COMMENT ON COLUMN slo_report.deviation_pct IS 'How far actual is above the target, in per cent of it; negative: below.';
COMMENT ON COLUMN slo_report.low IS 'Lower end of the interval that holds the true figure, with 96 % for each end, by how much days differ; empty for spend and outcomes.';
COMMENT ON COLUMN slo_report.high IS 'Upper end of it.';
