CREATE OR REPLACE VIEW slo_history WITH (security_invoker = true) AS
WITH acted_on AS (
	SELECT *, runrate.slo_escalation(status, periods) OVER objective AS escalated_status,
		   coalesce(projected_cost > tier_limit, false) AS over_tier_limit,
		   count(*) FILTER (WHERE status = 'green') OVER objective AS greens
	FROM slo_periods
	WINDOW objective AS (PARTITION BY agent, metric, period_type ORDER BY period_start)
)
SELECT agent::text AS agent, metric::text AS metric, period_type::text AS period_type, period_start,
	   actual::numeric(32,6) AS actual, target::numeric(32,6) AS target,
	   runrate.slo_band_low(target, tolerance)::numeric(32,6) AS band_low,
	   runrate.slo_band_high(target, tolerance)::numeric(32,6) AS band_high,
	   status::text AS status,
	   CASE WHEN over_tier_limit THEN 4 ELSE runrate.slo_severity(status) END AS severity,
	   -- A period that nobody knows the status of neither extends nor ends a run.
	   CASE WHEN status = 'green' THEN 0
			ELSE count(*) FILTER (WHERE status IN ('yellow', 'red', 'critical'))
				 OVER (PARTITION BY agent, metric, period_type, greens ORDER BY period_start) END AS periods_in_breach,
	   escalated_status::text AS escalated_status,
	   CASE WHEN over_tier_limit OR (escalated_status = 'critical' AND metric <> 'outcomes') THEN 'pause'
			WHEN escalated_status IN ('red', 'critical') THEN 'product lead and CFO'
			WHEN escalated_status IN ('yellow', 'no_data') THEN 'investigate'
			ELSE 'none' END AS action,
	   projected_cost::numeric(38,12) AS projected_cost, tier_limit::numeric(38,12) AS tier_limit, over_tier_limit,
	   evidence::bigint AS evidence,
	   period_start = CASE period_type WHEN 'week' THEN week_start(latest_day) ELSE first_of_month(latest_day)
			END AS is_current,
	   low::numeric(32,6) AS low, high::numeric(32,6) AS high
FROM acted_on;

COMMENT ON VIEW slo_history IS 'Every week and month of every agent against the objectives that held on its first day. Unit costs are fully loaded; in the month of the last day with data overhead is that of the days gone by, and target and actual of spend and outcomes are those of these days.';
COMMENT ON COLUMN slo_history.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN slo_history.metric IS 'What is measured, see slos.';
COMMENT ON COLUMN slo_history.period_type IS 'week (from Monday) or month.';
COMMENT ON COLUMN slo_history.period_start IS 'First day of the period, in the time zone of the ledger.';
COMMENT ON COLUMN slo_history.actual IS 'What it was: money, a ratio from 0 to 1, or a number of outcomes. Empty: there were no outcomes, or no judged reviews.';
COMMENT ON COLUMN slo_history.target IS 'Target. For spend and outcomes, which are agreed by the month, the part for the days of the period up to the last day with data: in a week across a month''s end for each month the objective and the number of days of its own.';
COMMENT ON COLUMN slo_history.band_low IS 'Lower edge of the band, target * (1 - tolerance).';
COMMENT ON COLUMN slo_history.band_high IS 'Upper edge of the band, target * (1 + tolerance).';
COMMENT ON COLUMN slo_history.status IS 'green, yellow, red, critical, no_data, or insufficient_evidence: fewer outcomes than slos.min_outcomes, or for spend and outcomes fewer than seven days. Red takes an interval that is outside the band, critical one that is from red on: otherwise red, or insufficient_evidence.';
COMMENT ON COLUMN slo_history.severity IS 'Status as a number that sorts: green 0, no_data and insufficient_evidence 1, yellow 2, red 3, critical or over the tier limit 4.';
COMMENT ON COLUMN slo_history.periods_in_breach IS 'Periods in a row, with this one, that were yellow, red or critical. Periods without a known status are not counted and end nothing.';
COMMENT ON COLUMN slo_history.escalated_status IS 'Status to act on: red only once it has lasted slos.periods periods, yellow until then.';
COMMENT ON COLUMN slo_history.action IS 'What the policy asks for: none, investigate, product lead and CFO, or pause.';
COMMENT ON COLUMN slo_history.projected_cost IS 'Fully loaded cost of the month when it is over, in months only: projected for the month of the last day with data, the cost itself for months before.';
COMMENT ON COLUMN slo_history.tier_limit IS 'Largest fully loaded cost of a month that was agreed.';
COMMENT ON COLUMN slo_history.over_tier_limit IS 'Whether projected_cost is above tier_limit; false in weeks.';
COMMENT ON COLUMN slo_history.evidence IS 'Number of outcomes, or of judged reviews for accuracy, that the figure stands on; empty for spend and outcomes.';
COMMENT ON COLUMN slo_history.is_current IS 'Whether it is the week or month of the last day of the ledger with data.';
COMMENT ON COLUMN slo_history.low IS 'Lower end of the interval that holds the true figure, with 96 % for each end, by how much days differ; empty for spend and outcomes.';
COMMENT ON COLUMN slo_history.high IS 'Upper end of it.';
