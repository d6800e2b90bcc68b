-- Every week and month of an agent is there, so that no condition could reach
-- the days: they are worked out once and read three times.  So are the terms of
-- objectives, which are few: looked up for each period they would make the plan
-- look so dear that it is compiled (jit), which takes seconds.
CREATE OR REPLACE VIEW slo_periods WITH (security_invoker = true) AS
WITH days AS MATERIALIZED (
	-- overhead is shared out: it does not vary by chance
	SELECT *, (direct_cost + review_cost)::double precision AS own, direct_cost::double precision AS direct,
		   outcomes::double precision AS n, reviews::double precision AS r, judged::double precision AS j,
		   accurate::double precision AS a
	FROM slo_days
),
terms AS MATERIALIZED (SELECT * FROM slo_terms),
spans AS (
	SELECT d.agent, d.first_day, least(d.latest_day, master.retired) AS last_day, d.latest_day
	FROM (SELECT agent, min(day) AS first_day, max(latest_day) AS latest_day FROM days GROUP BY agent) d
	LEFT JOIN LATERAL (SELECT retired FROM agents WHERE agents.agent = d.agent
		ORDER BY valid_from DESC LIMIT 1) AS master ON true
),
periods AS (
	-- Periods without any data are rows too: silence is not green.  One series for all agents
	-- and not one for each, of functions that say how few rows they have: the planner takes
	-- any other series for a thousand.
	SELECT 'week' AS period_type, at AS period_start, at + 7 AS period_end
	FROM (SELECT min(first_day) AS first_day, max(last_day) AS last_day FROM spans) AS ledger,
		 weeks_between(first_day, last_day) AS at
	UNION ALL
	SELECT 'month', at, next_month(at)
	FROM (SELECT min(first_day) AS first_day, max(last_day) AS last_day FROM spans) AS ledger,
		 months_between(first_of_month(first_day), last_day) AS at
),
calendar AS (
	-- A week may end in the month after that in which it begins.
	SELECT agent, period_type, period_start, latest_day,
		   least(period_end, latest_day + 1) - period_start AS elapsed_days,
		   least(period_end, latest_day + 1, month_end) - period_start AS days_in_month,
		   greatest(least(period_end, latest_day + 1) - month_end, 0) AS days_in_next_month,
		   month_end AS next_month_start,
		   month_end - first_of_month(period_start) AS month_days,
		   next_month(month_end) - month_end AS next_month_days
	FROM spans JOIN (SELECT *, next_month(first_of_month(period_start)) AS month_end FROM periods) AS p
		ON period_start <= last_day AND period_end > first_day
),
sums AS (
	SELECT agent, period_type, period_start, sum(outcomes)::bigint AS outcomes, sum(events)::bigint AS events,
		sum(reviews)::bigint AS reviews,
		   sum(judged)::bigint AS judged, sum(accurate)::bigint AS accurate,
		   sum(direct_cost) AS direct_cost, sum(direct_cost + review_cost + overhead_cost) AS fully_loaded_cost,
		   greatest(count(*) FILTER (WHERE events <> 0 OR outcomes <> 0 OR reviews <> 0) - 1, 0) AS work_freedom,
		   greatest(count(*) FILTER (WHERE judged <> 0) - 1, 0) AS judged_freedom,
		   sum(own) AS own, sum(own * own) AS own2, sum(own * n) AS own_n, sum(direct * direct) AS direct2,
		   sum(direct * n) AS direct_n, sum(r * r) AS r2, sum(r * n) AS r_n, sum(n * n) AS n2,
		   sum(a * a) AS a2, sum(a * j) AS a_j, sum(j * j) AS j2
	FROM days CROSS JOIN LATERAL (VALUES ('week', week_start(day)), ('month', month)) AS period (period_type,
		period_start)
	GROUP BY agent, period_type, period_start
),
projections AS (
	-- Days are passed as midnights of UTC: nothing depends on a time zone then. The last day may not be over, so it is asked an hour into it.
	SELECT agent, first_of_month(latest_day) AS period_start,
		   (runrate.projected_total(direct_cost + review_cost, day::timestamp AT TIME ZONE 'UTC',
				first_of_month(latest_day), next_month(first_of_month(latest_day)),
									(latest_day + time '01:00') AT TIME ZONE 'UTC', 'UTC', 0.90)).projected
		   + coalesce(max(month_overhead) FILTER (WHERE day >= first_of_month(latest_day)), 0) AS projected_cost
	FROM days GROUP BY agent, latest_day
),
figures AS (
	SELECT agent, period_type, period_start, latest_day, elapsed_days, days_in_month, month_days, days_in_next_month,
		next_month_start, next_month_days,
		   metric, actual, evidence, freedom, squares, usual_variance,
		   CASE WHEN period_type = 'month' THEN coalesce(projected_cost, fully_loaded_cost, 0) END AS projected_cost
	FROM calendar
	LEFT JOIN sums USING (agent, period_type, period_start)
	LEFT JOIN projections USING (agent, period_start)
	JOIN slo_figures(outcomes, events, reviews, judged, accurate, direct_cost, fully_loaded_cost) f
		ON f.metric IN (SELECT terms.metric FROM terms)
	-- what days differ from the figure of their period, and what is usual: costs of outcomes with a standard
	-- deviation of their mean, independent verdicts and reviews
	LEFT JOIN LATERAL (
		SELECT v.metric, v.freedom, v.usual_variance,
			   CASE WHEN v.freedom > 0 AND f.evidence > 0
					THEN (v.freedom + 1) / f.evidence::double precision
						 * greatest(v.x2 - 2 * v.ratio * v.x_y + v.ratio * v.ratio * v.y2, 0) END AS squares
		FROM (VALUES
			('cost_per_outcome', own / nullif(f.evidence, 0), own2, own_n, n2, work_freedom,
			 (own / nullif(f.evidence, 0)) ^ 2),
			('direct_cost_per_outcome', actual::double precision, direct2, direct_n, n2, work_freedom,
			 actual::double precision ^ 2),
			('accuracy', actual::double precision, a2, a_j, j2, judged_freedom,
			 (actual * (1 - actual))::double precision),
			('review_ratio', actual::double precision, r2, r_n, n2, work_freedom, actual::double precision))
			AS v (metric, ratio, x2, x_y, y2, freedom, usual_variance)) v USING (metric)
),
recents AS (
	-- eight periods tell the variance
	SELECT *, coalesce(sum(freedom) OVER recent, 0)::double precision AS recent_freedom,
		   coalesce(sum(squares) OVER recent, 0) AS recent_squares
	FROM figures
	WINDOW recent AS (PARTITION BY agent, period_type, metric ORDER BY period_start ROWS 7 PRECEDING)
),
margins AS (
	-- and what is usual counts for four more days, so that one day is enough
	SELECT *, (evidence_quantile(4 + recent_freedom)
			   * sqrt((4 * usual_variance + recent_squares) / (4 + recent_freedom) / nullif(evidence, 0)))::numeric
			   AS margin
	FROM recents
),
judged AS (
	-- What is agreed by the month is so much a day: each part of a week by the days of its own month, and by the objective that holds there.
	SELECT f.agent, f.metric, f.period_type, f.period_start, f.actual,
		   CASE WHEN s.is_total THEN s.target * f.days_in_month / f.month_days
					 + coalesce(own_after.target, every_after.target, s.target)
						* f.days_in_next_month / f.next_month_days
				ELSE s.target END AS target,
		   s.tolerance, s.red, s.critical, s.direction, s.periods, s.is_total, s.min_outcomes, s.tier_limit,
		   f.evidence, f.elapsed_days, f.latest_day, f.projected_cost,
		   -- a cost is not below 0 but by credits
		   CASE WHEN f.actual IS NOT NULL AND NOT s.is_total
				THEN greatest(f.actual - f.margin, CASE WHEN f.actual >= 0 THEN 0 END) END AS low,
		   CASE WHEN NOT s.is_total THEN f.actual + f.margin END AS high
	FROM margins f
	LEFT JOIN terms own ON own.agent = f.agent AND own.metric = f.metric
		AND f.period_start >= own.valid_from AND f.period_start < own.valid_until
	LEFT JOIN terms every ON every.agent = '*' AND f.agent <> 'unattributed' AND every.metric = f.metric
		AND f.period_start >= every.valid_from AND f.period_start < every.valid_until
	JOIN terms s ON s.id = coalesce(own.id, every.id)
	LEFT JOIN terms own_after ON own_after.agent = f.agent AND own_after.metric = f.metric
		AND s.is_total AND f.days_in_next_month > 0
		AND f.next_month_start >= own_after.valid_from AND f.next_month_start < own_after.valid_until
	LEFT JOIN terms every_after ON every_after.agent = '*' AND f.agent <> 'unattributed'
		AND every_after.metric = f.metric AND s.is_total AND f.days_in_next_month > 0 AND own_after.id IS NULL
		AND f.next_month_start >= every_after.valid_from AND f.next_month_start < every_after.valid_until
	WHERE s.target IS NOT NULL
)
SELECT agent, metric, period_type, period_start, actual, target, tolerance, red, critical, direction, periods,
	tier_limit, latest_day, projected_cost,
	   CASE WHEN is_total AND elapsed_days < 7 THEN 'insufficient_evidence'
			WHEN is_total OR actual IS NULL THEN runrate.slo_status(actual, target, tolerance, red, critical, direction)
			ELSE runrate.slo_status_with_evidence(actual, low, high, evidence, target, tolerance, red, critical,
				direction, min_outcomes)
	   END AS status,
	   evidence, low, high
FROM judged;

COMMENT ON VIEW slo_periods IS 'Each week and month of an agent with each objective that held on its first day, and the status by itself.';
COMMENT ON COLUMN slo_periods.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN slo_periods.metric IS 'What is measured.';
COMMENT ON COLUMN slo_periods.period_type IS 'week or month.';
COMMENT ON COLUMN slo_periods.period_start IS 'First day of the period.';
COMMENT ON COLUMN slo_periods.actual IS 'What it was; NULL without outcomes, or without judged reviews for accuracy.';
COMMENT ON COLUMN slo_periods.target IS 'Target; a target of a month is that of the days of the period gone by.';
COMMENT ON COLUMN slo_periods.tolerance IS 'Fraction of the target.';
COMMENT ON COLUMN slo_periods.red IS 'Fraction of the target.';
COMMENT ON COLUMN slo_periods.critical IS 'Fraction of the target.';
COMMENT ON COLUMN slo_periods.direction IS 'ceiling, floor or band.';
COMMENT ON COLUMN slo_periods.periods IS 'Periods that red has to last.';
COMMENT ON COLUMN slo_periods.tier_limit IS 'Largest cost of a month.';
COMMENT ON COLUMN slo_periods.latest_day IS 'Last day of the ledger with data.';
COMMENT ON COLUMN slo_periods.projected_cost IS 'Fully loaded cost of the month when it is over; NULL for weeks.';
COMMENT ON COLUMN slo_periods.status IS 'Status, as slo_status has it, or insufficient_evidence.';
COMMENT ON COLUMN slo_periods.evidence IS 'Outcomes or judged reviews that the figure stands on; NULL for totals.';
COMMENT ON COLUMN slo_periods.low IS 'Lower end of the interval that holds the true figure, with 96 % for each end; NULL for totals.';
COMMENT ON COLUMN slo_periods.high IS 'Upper end of it.';
