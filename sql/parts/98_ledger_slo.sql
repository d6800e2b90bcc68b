
-- Targets and anomalies

CREATE PROCEDURE runrate_internal.create_slo_table()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE TABLE slos (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		agent text NOT NULL DEFAULT '*',
		metric text NOT NULL CHECK (metric IN ('cost_per_outcome', 'direct_cost_per_outcome', 'accuracy', 'review_ratio', 'spend', 'outcomes')),
		target numeric CHECK (target > 0 AND target < 1e15),
		tolerance numeric CHECK (tolerance BETWEEN 0 AND 1000000),
		red numeric CHECK (red BETWEEN 0 AND 1000000),
		critical numeric CHECK (critical BETWEEN 0 AND 1000000),
		direction text CHECK (direction IN ('ceiling', 'floor', 'band')),
		periods bigint NOT NULL DEFAULT 2 CHECK (periods >= 1),
		min_outcomes bigint NOT NULL DEFAULT 10 CHECK (min_outcomes >= 0),
		tier_limit numeric CHECK (tier_limit >= 0 AND tier_limit < 1e15),
		valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (isfinite(valid_from)),
		recorded_at timestamptz NOT NULL DEFAULT now(),
		note text,
		CHECK (tolerance <= red AND tolerance <= critical AND red <= critical),
		CHECK (metric <> 'accuracy' OR target <= 1)
	);
	CREATE TRIGGER refuse_change BEFORE UPDATE OR DELETE OR TRUNCATE ON slos
		EXECUTE FUNCTION runrate_internal.refuse_change();
	COMMENT ON TRIGGER refuse_change ON slos IS 'Append-only: a later row supersedes.';
	COMMENT ON TABLE slos IS
	'Service-level objectives: what an agent is to cost and to achieve. A period takes the objective that holds on its first day. Append-only: a later row for the same agent and metric supersedes, one without a target ends it.';
	COMMENT ON COLUMN slos.id IS 'Number of the row.';
	COMMENT ON COLUMN slos.agent IS 'Agent, or * for each agent that has no row of its own for the metric.';
	COMMENT ON COLUMN slos.metric IS 'What is measured: cost_per_outcome (fully loaded), direct_cost_per_outcome (events only), accuracy (accurate of judged reviews), review_ratio (reviews for each outcome), spend (fully loaded cost of a month), outcomes (counted outcomes of a month).';
	COMMENT ON COLUMN slos.target IS 'Target: money for costs, 0 to 1 for accuracy and review_ratio, for spend and outcomes those of a month. Empty: from then on there is no objective.';
	COMMENT ON COLUMN slos.tolerance IS 'How far off, as a fraction of the target, is still green. Empty: 0.15; for accuracy 0.';
	COMMENT ON COLUMN slos.red IS 'From which fraction of the target off it is red. Empty: 0.20; for accuracy 0.02.';
	COMMENT ON COLUMN slos.critical IS 'From which fraction of the target off it is critical. Empty: 0.50; for accuracy 0.10.';
	COMMENT ON COLUMN slos.direction IS 'Which side is bad: ceiling above the target, floor below, band both. Empty: floor for accuracy and outcomes, ceiling for the others.';
	COMMENT ON COLUMN slos.periods IS 'How many periods in a row red has to last before it is acted on as red.';
	COMMENT ON COLUMN slos.min_outcomes IS 'With fewer outcomes in the period (judged reviews, for accuracy) the status is insufficient_evidence.';
	COMMENT ON COLUMN slos.tier_limit IS 'Largest fully loaded cost of a month; an agent whose month is projected to cost more is to be paused. Empty: no limit.';
	COMMENT ON COLUMN slos.valid_from IS 'First day on which it holds, in the time zone of the ledger.';
	COMMENT ON COLUMN slos.recorded_at IS 'When the row was written.';
	COMMENT ON COLUMN slos.note IS 'Remark, such as who agreed to it.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_slo_table() IS
'create_slo_table(): the service-level objectives of a ledger. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_slo_working_views()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	-- A date cast to timestamptz would follow the time zone of the session, one cast to timestamp does not.
	CREATE FUNCTION week_start(day date) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN date_trunc('week', day::timestamp)::date;
	COMMENT ON FUNCTION week_start(date) IS 'week_start(day): the Monday of a day''s week.';
	CREATE FUNCTION bounded(x double precision) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
		RETURN CASE WHEN x > 1e9 THEN 1e9 WHEN x < -1e9 THEN -1e9 ELSE x END::numeric(32,6);
	COMMENT ON FUNCTION bounded(double precision) IS 'bounded(score): a score or multiple as a number that reports can show; what is above a billion is a billion.';

	CREATE VIEW slo_days WITH (security_invoker = true) AS
	WITH dated AS (
		SELECT *, max(day) FILTER (WHERE events <> 0 OR outcomes <> 0 OR reviews <> 0) OVER () AS latest_day
		FROM read_agent_days()
	), overheads AS (
		SELECT *, sum(overhead_cost) OVER agent_month AS month_overhead,
			   sum(overhead_cost) FILTER (WHERE day <= latest_day) OVER agent_month AS overhead_so_far
		FROM dated
		WINDOW agent_month AS (PARTITION BY agent, first_of_month(day))
	)
	-- The shared costs of a month are there from its first day on.  In the month of the last day with data
	-- only the part of the days gone by counts, or else every month would begin far above its target.
	SELECT day, agent, outcomes, events, direct_cost, review_cost,
		   CASE WHEN day < first_of_month(latest_day) THEN overhead_cost
				ELSE round(coalesce(overhead_cost / nullif(overhead_so_far, 0) * month_overhead, 0)
						   * (latest_day + 1 - first_of_month(latest_day))
						   / (next_month(first_of_month(latest_day)) - first_of_month(latest_day)), 12)
		   END AS overhead_cost,
		   month_overhead, reviews, judged, accurate, latest_day
	FROM overheads
	WHERE day <= latest_day;
	COMMENT ON VIEW slo_days IS 'What each agent cost and achieved on each day up to the last day with data. In the month of that day overhead is only that of the days gone by.';
	COMMENT ON COLUMN slo_days.day IS 'Day in the time zone of the ledger.';
	COMMENT ON COLUMN slo_days.agent IS 'Agent, or unattributed.';
	COMMENT ON COLUMN slo_days.outcomes IS 'Counted outcomes.';
	COMMENT ON COLUMN slo_days.events IS 'Events.';
	COMMENT ON COLUMN slo_days.direct_cost IS 'Cost of events.';
	COMMENT ON COLUMN slo_days.review_cost IS 'Cost of reviews.';
	COMMENT ON COLUMN slo_days.overhead_cost IS 'Part of the month''s shared costs and write-offs.';
	COMMENT ON COLUMN slo_days.month_overhead IS 'Shared costs and write-offs of the whole month.';
	COMMENT ON COLUMN slo_days.reviews IS 'Reviews.';
	COMMENT ON COLUMN slo_days.judged IS 'Reviews with a verdict.';
	COMMENT ON COLUMN slo_days.accurate IS 'Reviews that found the work accurate.';
	COMMENT ON COLUMN slo_days.latest_day IS 'Last day of the ledger with an event, an outcome or a review; the same in all rows.';

	CREATE VIEW slo_terms WITH (security_invoker = true) AS
	WITH usual AS (
		SELECT *, lead(valid_from, 1, 'infinity') OVER (PARTITION BY agent, metric ORDER BY valid_from, recorded_at, id) AS valid_until,
			   CASE metric WHEN 'accuracy' THEN 0 ELSE 0.15 END AS usual_tolerance,
			   CASE metric WHEN 'accuracy' THEN 0.02 ELSE 0.20 END AS usual_red,
			   CASE metric WHEN 'accuracy' THEN 0.10 ELSE 0.50 END AS usual_critical
		FROM slos
	)
	-- A usual limit gives way where a given one would be out of order with it.
	SELECT id, agent, metric, target,
		   coalesce(tolerance, least(usual_tolerance, red, critical)) AS tolerance,
		   coalesce(red, least(greatest(usual_red, tolerance), critical)) AS red,
		   coalesce(critical, greatest(usual_critical, red, tolerance)) AS critical,
		   coalesce(direction, CASE WHEN metric IN ('accuracy', 'outcomes') THEN 'floor' ELSE 'ceiling' END) AS direction,
		   metric IN ('spend', 'outcomes') AS is_total,
		   periods, min_outcomes, tier_limit, valid_from, valid_until
	FROM usual;
	COMMENT ON VIEW slo_terms IS 'The rows of slos with the usual limits in the place of empty ones.';
	COMMENT ON COLUMN slo_terms.id IS 'Row of slos.';
	COMMENT ON COLUMN slo_terms.agent IS 'Agent, or *.';
	COMMENT ON COLUMN slo_terms.metric IS 'What is measured.';
	COMMENT ON COLUMN slo_terms.target IS 'Target; NULL: the objective has ended.';
	COMMENT ON COLUMN slo_terms.tolerance IS 'Fraction of the target.';
	COMMENT ON COLUMN slo_terms.red IS 'Fraction of the target.';
	COMMENT ON COLUMN slo_terms.critical IS 'Fraction of the target.';
	COMMENT ON COLUMN slo_terms.direction IS 'ceiling, floor or band.';
	COMMENT ON COLUMN slo_terms.is_total IS 'Whether the target is that of a month and goes with the number of days.';
	COMMENT ON COLUMN slo_terms.periods IS 'Periods that red has to last.';
	COMMENT ON COLUMN slo_terms.min_outcomes IS 'Fewest outcomes or judged reviews.';
	COMMENT ON COLUMN slo_terms.tier_limit IS 'Largest cost of a month.';
	COMMENT ON COLUMN slo_terms.valid_from IS 'First day.';
	COMMENT ON COLUMN slo_terms.valid_until IS 'First day on which it holds no more; its first day, if a row that was written later replaces it.';

	CREATE FUNCTION slo_figures(outcomes numeric, reviews numeric, judged numeric, accurate numeric, direct_cost numeric, fully_loaded_cost numeric)
		RETURNS TABLE (metric text, actual numeric, evidence bigint)
		LANGUAGE sql IMMUTABLE PARALLEL SAFE
	BEGIN ATOMIC
		-- Six decimals, as they are shown: the status is that of the figure that one sees.
		SELECT v.metric, round(v.actual, 6), v.evidence::bigint
		FROM (VALUES
			('cost_per_outcome', per_outcome(fully_loaded_cost, outcomes::bigint), coalesce(outcomes, 0)),
			('direct_cost_per_outcome', per_outcome(direct_cost, outcomes::bigint), coalesce(outcomes, 0)),
			('accuracy', CASE WHEN judged > 0 THEN accurate / judged END, coalesce(judged, 0)),
			('review_ratio', CASE WHEN outcomes > 0 THEN reviews / outcomes END, coalesce(outcomes, 0)),
			('spend', coalesce(fully_loaded_cost, 0), NULL),
			('outcomes', coalesce(outcomes, 0), NULL)) AS v (metric, actual, evidence);
	END;
	COMMENT ON FUNCTION slo_figures(numeric, numeric, numeric, numeric, numeric, numeric) IS 'slo_figures(outcomes, reviews, judged, accurate, direct_cost, fully_loaded_cost): the figures that objectives are about, and on how many outcomes or judged reviews each stands.';

	CREATE VIEW slo_periods WITH (security_invoker = true) AS
	WITH days AS MATERIALIZED (
		SELECT * FROM slo_days
	), spans AS (
		SELECT days.agent, min(day) AS first_day, least(max(latest_day), max(master.retired)) AS last_day, max(latest_day) AS latest_day
		FROM days LEFT JOIN LATERAL (SELECT retired FROM agents WHERE agents.agent = days.agent ORDER BY valid_from DESC LIMIT 1) AS master ON true
		GROUP BY days.agent
	), periods AS (
		-- Periods without any data are rows too: silence is not green.  One series for all agents
		-- and not one for each: the planner takes every series for a thousand rows.
		SELECT 'week' AS period_type, at::date AS period_start, at::date + 7 AS period_end
		FROM (SELECT min(first_day) AS first_day, max(last_day) AS last_day FROM spans) AS ledger,
			 generate_series(week_start(first_day)::timestamp, last_day::timestamp, interval '1 week') AS at
		UNION ALL
		SELECT 'month', at::date, next_month(at::date)
		FROM (SELECT min(first_day) AS first_day, max(last_day) AS last_day FROM spans) AS ledger,
			 generate_series(first_of_month(first_day)::timestamp, last_day::timestamp, interval '1 month') AS at
	), calendar AS (
		SELECT agent, period_type, period_start, period_end, latest_day,
			   least(period_end, latest_day + 1) - period_start AS elapsed_days,
			   next_month(first_of_month(period_start)) - first_of_month(period_start) AS month_days
		FROM spans JOIN periods ON period_start <= last_day AND period_end > first_day
	), sums AS (
		SELECT agent, period_type, period_start, sum(outcomes) AS outcomes, sum(reviews) AS reviews, sum(judged) AS judged, sum(accurate) AS accurate,
			   sum(direct_cost) AS direct_cost, sum(direct_cost + review_cost + overhead_cost) AS fully_loaded_cost
		FROM days CROSS JOIN LATERAL (VALUES ('week', week_start(day)), ('month', first_of_month(day))) AS period (period_type, period_start)
		GROUP BY agent, period_type, period_start
	), projections AS (
		-- Days are passed as midnights of UTC: nothing depends on a time zone then. The last day may not be over, so it is asked an hour into it.
		SELECT agent, first_of_month(latest_day) AS period_start,
			   (runrate.projected_total(direct_cost + review_cost, day::timestamp AT TIME ZONE 'UTC', first_of_month(latest_day), next_month(first_of_month(latest_day)),
										(latest_day + time '01:00') AT TIME ZONE 'UTC', 'UTC', 0.90)).projected
			   + coalesce(max(month_overhead) FILTER (WHERE day >= first_of_month(latest_day)), 0) AS projected_cost
		FROM days GROUP BY agent, latest_day
	), figures AS (
		SELECT agent, period_type, period_start, latest_day, elapsed_days, month_days, metric, actual, evidence,
			   CASE WHEN period_type = 'month' THEN coalesce(projected_cost, fully_loaded_cost, 0) END AS projected_cost
		FROM calendar
		LEFT JOIN sums USING (agent, period_type, period_start)
		LEFT JOIN projections USING (agent, period_start)
		CROSS JOIN slo_figures(outcomes, reviews, judged, accurate, direct_cost, fully_loaded_cost)
	), judged AS (
		SELECT f.agent, f.metric, f.period_type, f.period_start, f.actual,
			   CASE WHEN s.is_total THEN s.target * f.elapsed_days / f.month_days ELSE s.target END AS target,
			   s.tolerance, s.red, s.critical, s.direction, s.periods, s.is_total, s.min_outcomes, s.tier_limit,
			   f.evidence, f.elapsed_days, f.latest_day, f.projected_cost
		FROM figures AS f
		LEFT JOIN slo_terms AS own ON own.agent = f.agent AND own.metric = f.metric
			AND f.period_start >= own.valid_from AND f.period_start < own.valid_until
		LEFT JOIN slo_terms AS every ON every.agent = '*' AND f.agent <> 'unattributed' AND every.metric = f.metric
			AND f.period_start >= every.valid_from AND f.period_start < every.valid_until
		JOIN slo_terms AS s ON s.id = coalesce(own.id, every.id)
		WHERE s.target IS NOT NULL
	)
	SELECT agent, metric, period_type, period_start, actual, target, tolerance, red, critical, direction, periods, tier_limit, latest_day, projected_cost,
		   CASE WHEN is_total AND elapsed_days < 7 THEN 'insufficient_evidence'
				WHEN is_total OR actual IS NULL THEN runrate.slo_status(actual, target, tolerance, red, critical, direction)
				ELSE runrate.slo_status_with_evidence(actual, actual, actual, evidence, target, tolerance, red, critical, direction, min_outcomes)
		   END AS status,
		   evidence
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

	-- See read_month_book().
	CREATE FUNCTION read_slo_periods() RETURNS SETOF slo_periods
	LANGUAGE plpgsql STABLE ROWS 10000 SET search_path FROM CURRENT SET jit = off
	AS $body$
	BEGIN
		RETURN QUERY SELECT * FROM slo_periods;
	END;
	$body$;
	COMMENT ON FUNCTION read_slo_periods() IS 'read_slo_periods(): the rows of slo_periods, in a plan of their own. Reports read these.';

	CREATE VIEW agent_day_scores WITH (security_invoker = true) AS
	WITH days AS MATERIALIZED (
		SELECT day, agent, outcomes, direct_cost + review_cost AS cost, latest_day FROM slo_days
	), series AS (
		SELECT day, agent, 'spend' AS metric, cost AS actual, 1 AS units, latest_day
		FROM days WHERE cost <> 0
		UNION ALL
		-- With fewer outcomes the ratio jumps about by itself.
		SELECT day, agent, 'cost_per_outcome', cost / outcomes, outcomes, latest_day
		FROM days WHERE outcomes >= 5
	), scored AS (
		SELECT *, runrate.baseline(actual::double precision) OVER (by_day ROWS BETWEEN 28 PRECEDING AND 1 PRECEDING) AS norm,
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
		   CASE WHEN seasonal_score IS NULL THEN format('robust score %s over %s days', round(bounded(robust_score), 1), (norm).n)
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

	-- See read_month_book().
	CREATE FUNCTION read_agent_day_scores() RETURNS SETOF agent_day_scores
	LANGUAGE plpgsql STABLE ROWS 10000 SET search_path FROM CURRENT SET jit = off
	AS $body$
	BEGIN
		RETURN QUERY SELECT * FROM agent_day_scores;
	END;
	$body$;
	COMMENT ON FUNCTION read_agent_day_scores() IS 'read_agent_day_scores(): the rows of agent_day_scores, in a plan of their own. Reports read these.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_slo_working_views() IS
'create_slo_working_views(): what the reports on targets and anomalies are made of. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_slo_reports()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW slo_history WITH (security_invoker = true) AS
	WITH acted_on AS (
		SELECT *, runrate.slo_escalation(status, periods) OVER objective AS escalated_status,
			   coalesce(projected_cost > tier_limit, false) AS over_tier_limit,
			   count(*) FILTER (WHERE status = 'green') OVER objective AS greens
		FROM read_slo_periods()
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
		   period_start = CASE period_type WHEN 'week' THEN week_start(latest_day) ELSE first_of_month(latest_day) END AS is_current
	FROM acted_on;
	COMMENT ON VIEW slo_history IS 'Every week and month of every agent against the objectives that held on its first day. Unit costs are fully loaded; in the month of the last day with data overhead is that of the days gone by, and target and actual of spend and outcomes are those of these days.';
	COMMENT ON COLUMN slo_history.agent IS 'Agent, or unattributed.';
	COMMENT ON COLUMN slo_history.metric IS 'What is measured, see slos.';
	COMMENT ON COLUMN slo_history.period_type IS 'week (from Monday) or month.';
	COMMENT ON COLUMN slo_history.period_start IS 'First day of the period, in the time zone of the ledger.';
	COMMENT ON COLUMN slo_history.actual IS 'What it was: money, a ratio from 0 to 1, or a number of outcomes. Empty: there were no outcomes, or no judged reviews.';
	COMMENT ON COLUMN slo_history.target IS 'Target. For spend and outcomes, which are agreed by the month, the part for the days of the period up to the last day with data.';
	COMMENT ON COLUMN slo_history.band_low IS 'Lower edge of the band, target * (1 - tolerance).';
	COMMENT ON COLUMN slo_history.band_high IS 'Upper edge of the band, target * (1 + tolerance).';
	COMMENT ON COLUMN slo_history.status IS 'green, yellow, red, critical, no_data, or insufficient_evidence: fewer outcomes than slos.min_outcomes, or for spend and outcomes fewer than seven days.';
	COMMENT ON COLUMN slo_history.severity IS 'Status as a number that sorts: green 0, no_data and insufficient_evidence 1, yellow 2, red 3, critical or over the tier limit 4.';
	COMMENT ON COLUMN slo_history.periods_in_breach IS 'Periods in a row, with this one, that were yellow, red or critical. Periods without a known status are not counted and end nothing.';
	COMMENT ON COLUMN slo_history.escalated_status IS 'Status to act on: red only once it has lasted slos.periods periods, yellow until then.';
	COMMENT ON COLUMN slo_history.action IS 'What the policy asks for: none, investigate, product lead and CFO, or pause.';
	COMMENT ON COLUMN slo_history.projected_cost IS 'Fully loaded cost of the month when it is over, in months only: projected for the month of the last day with data, the cost itself for months before.';
	COMMENT ON COLUMN slo_history.tier_limit IS 'Largest fully loaded cost of a month that was agreed.';
	COMMENT ON COLUMN slo_history.over_tier_limit IS 'Whether projected_cost is above tier_limit; false in weeks.';
	COMMENT ON COLUMN slo_history.evidence IS 'Number of outcomes, or of judged reviews for accuracy, that the figure stands on; empty for spend and outcomes.';
	COMMENT ON COLUMN slo_history.is_current IS 'Whether it is the week or month of the last day of the ledger with data.';

	CREATE VIEW slo_report WITH (security_invoker = true) AS
	SELECT agent, metric, period_type, period_start, actual, target, band_low, band_high,
		   bounded((100 * (actual - target) / target)::double precision)::numeric(32,6) AS deviation_pct,
		   status, severity, periods_in_breach, escalated_status, action, projected_cost, tier_limit, over_tier_limit, evidence
	FROM slo_history
	WHERE is_current
	ORDER BY severity DESC, periods_in_breach DESC, agent, metric, period_type;
	COMMENT ON VIEW slo_report IS 'Where each agent stands this week and this month, which are those of the last day of the ledger with data; worst first. Columns as in slo_history.';
	COMMENT ON COLUMN slo_report.agent IS 'Agent, or unattributed.';
	COMMENT ON COLUMN slo_report.metric IS 'What is measured, see slos.';
	COMMENT ON COLUMN slo_report.period_type IS 'week (from Monday) or month.';
	COMMENT ON COLUMN slo_report.period_start IS 'First day of the period, in the time zone of the ledger.';
	COMMENT ON COLUMN slo_report.actual IS 'What it was: money, a ratio from 0 to 1, or a number of outcomes. Empty: there were no outcomes, or no judged reviews.';
	COMMENT ON COLUMN slo_report.target IS 'Target. For spend and outcomes, which are agreed by the month, the part for the days of the period up to the last day with data.';
	COMMENT ON COLUMN slo_report.band_low IS 'Lower edge of the band, target * (1 - tolerance).';
	COMMENT ON COLUMN slo_report.band_high IS 'Upper edge of the band, target * (1 + tolerance).';
	COMMENT ON COLUMN slo_report.status IS 'green, yellow, red, critical, no_data, or insufficient_evidence: fewer outcomes than slos.min_outcomes, or for spend and outcomes fewer than seven days.';
	COMMENT ON COLUMN slo_report.severity IS 'Status as a number that sorts: green 0, no_data and insufficient_evidence 1, yellow 2, red 3, critical or over the tier limit 4.';
	COMMENT ON COLUMN slo_report.periods_in_breach IS 'Periods in a row, with this one, that were yellow, red or critical. Periods without a known status are not counted and end nothing.';
	COMMENT ON COLUMN slo_report.escalated_status IS 'Status to act on: red only once it has lasted slos.periods periods, yellow until then.';
	COMMENT ON COLUMN slo_report.action IS 'What the policy asks for: none, investigate, product lead and CFO, or pause.';
	COMMENT ON COLUMN slo_report.projected_cost IS 'Fully loaded cost of the month when it is over, in months only: projected for the month of the last day with data, the cost itself for months before.';
	COMMENT ON COLUMN slo_report.tier_limit IS 'Largest fully loaded cost of a month that was agreed.';
	COMMENT ON COLUMN slo_report.over_tier_limit IS 'Whether projected_cost is above tier_limit; false in weeks.';
	COMMENT ON COLUMN slo_report.evidence IS 'Number of outcomes, or of judged reviews for accuracy, that the figure stands on; empty for spend and outcomes.';
	COMMENT ON COLUMN slo_report.deviation_pct IS 'How far actual is above the target, in per cent of it; negative: below.';

	CREATE VIEW drift_report WITH (security_invoker = true) AS
	WITH days AS MATERIALIZED (
		SELECT * FROM slo_days
	), figures AS (
		SELECT d.day, d.agent, f.metric, f.actual, f.evidence
		FROM days AS d
		CROSS JOIN slo_figures(d.outcomes, d.reviews, d.judged, d.accurate, d.direct_cost, d.direct_cost + d.review_cost + d.overhead_cost) AS f
		WHERE d.day = (SELECT max(day) FROM days WHERE day < latest_day AND (events <> 0 OR outcomes <> 0 OR reviews <> 0))
		  AND f.evidence > 0
	), deviations AS (
		SELECT f.*, s.target, s.tolerance, s.red, s.critical, s.direction, s.min_outcomes, f.actual - s.target AS deviation,
			   CASE s.direction WHEN 'ceiling' THEN f.actual - s.target WHEN 'floor' THEN s.target - f.actual ELSE abs(f.actual - s.target) END AS bad_side
		FROM figures AS f
		LEFT JOIN slo_terms AS own ON own.agent = f.agent AND own.metric = f.metric
			AND f.day >= own.valid_from AND f.day < own.valid_until
		LEFT JOIN slo_terms AS every ON every.agent = '*' AND f.agent <> 'unattributed' AND every.metric = f.metric
			AND f.day >= every.valid_from AND f.day < every.valid_until
		JOIN slo_terms AS s ON s.id = coalesce(own.id, every.id)
		WHERE s.target IS NOT NULL
	), judged AS (
		SELECT *, bounded((100 * deviation / target)::double precision) AS deviation_pct,
			   runrate.slo_status_with_evidence(actual, actual, actual, evidence, target, tolerance, red, critical, direction, min_outcomes) AS status
		FROM deviations
		-- a day is never exactly on target: a third of the tolerance, 5 % with the usual 15 %, is not worth a line
		WHERE bad_side > target * tolerance / 3
	)
	SELECT day, agent::text AS agent, metric::text AS metric, actual::numeric(32,6) AS actual, target::numeric(32,6) AS target,
		   deviation_pct::numeric(32,6) AS deviation_pct, status::text AS status, runrate.slo_severity(status) AS severity,
		   format('%s %s', agent, CASE
				  WHEN metric = 'accuracy' THEN format('accuracy %s %s points', CASE WHEN deviation < 0 THEN 'down' ELSE 'up' END, trim_scale(round(100 * abs(deviation), 1)))
				  WHEN metric = 'review_ratio' THEN format('review ratio %s %s points', CASE WHEN deviation < 0 THEN 'down' ELSE 'up' END, trim_scale(round(100 * abs(deviation), 1)))
				  ELSE format('%s %% %s %s target', trim_scale(round(abs(deviation_pct), 1)), CASE WHEN deviation < 0 THEN 'below' ELSE 'above' END,
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
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_slo_reports() IS
'create_slo_reports(): how agents stand against their objectives. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_anomaly_reports()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	CREATE VIEW anomalies WITH (security_invoker = true) AS
	SELECT day, agent::text AS agent, metric::text AS metric, actual::numeric(38,12) AS actual, expected::numeric(38,12) AS expected,
		   bounded(score)::numeric(32,6) AS score, bounded(cost_multiple)::numeric(32,6) AS cost_multiple,
		   CASE WHEN score < -3.5 THEN 'low' ELSE 'high' END AS direction,
		   concat_ws(', ', CASE WHEN abs(score) > 3.5 THEN score_text END,
					 CASE WHEN cost_multiple >= 3 THEN format('%s times the norm', trim_scale(round(bounded(cost_multiple), 1))) END) AS reason,
		   ((actual - expected) * units)::numeric(38,12) AS excess_cost
	FROM read_agent_day_scores()
	WHERE score > 3.5 OR cost_multiple >= 3
	   -- Little is only odd where the pattern of the week is known, else every quiet weekend would be,
	   -- and only on a day that is over, as the last day of the ledger may not be.
	   OR (score < -3.5 AND has_pattern AND day < latest_day)
	ORDER BY day DESC, excess_cost DESC, agent, metric;
	COMMENT ON VIEW anomalies IS 'Days on which an agent cost far more or less than it used to, by day and for each outcome: a score beyond 3.5, or three times the mean of the 28 days before. Days that cost too little are only listed once the pattern of the week is known. Cost is that of events and reviews; overhead has no days. Cost per outcome of days with at least 5 outcomes.';
	COMMENT ON COLUMN anomalies.day IS 'Day in the time zone of the ledger.';
	COMMENT ON COLUMN anomalies.agent IS 'Agent, or unattributed.';
	COMMENT ON COLUMN anomalies.metric IS 'spend: cost of the day; cost_per_outcome: that cost divided by the outcomes of the day.';
	COMMENT ON COLUMN anomalies.actual IS 'What it was, in money.';
	COMMENT ON COLUMN anomalies.expected IS 'What such a day costs, in money: level and pattern of the week once four weeks are known, before that the median of the 28 days with data before.';
	COMMENT ON COLUMN anomalies.score IS 'How many standard deviations it is from expected: seasonal_score over 8 weeks, before four weeks are known anomaly_score over 28 days. Positive: too much. Empty if the past has no spread.';
	COMMENT ON COLUMN anomalies.cost_multiple IS 'Multiple of the mean of the 28 days with data before; empty with fewer than 8.';
	COMMENT ON COLUMN anomalies.direction IS 'high or low.';
	COMMENT ON COLUMN anomalies.reason IS 'Why the day is listed.';
	COMMENT ON COLUMN anomalies.excess_cost IS 'Money above expected on that day; negative: below.';

	CREATE VIEW work_item_anomalies WITH (security_invoker = true) AS
	WITH items AS (
		-- An item belongs to the month in which it was last worked on, with all of its cost.
		SELECT work_item, coalesce(agent, 'unattributed') AS agent, day_of(max(occurred_at)) AS day, runrate.exact_sum(cost) AS direct_cost
		FROM events WHERE work_item IS NOT NULL
		GROUP BY work_item, agent
	), compared AS (
		SELECT items.*, work_items.kind, runrate.baseline(direct_cost::double precision) OVER (PARTITION BY items.agent, work_items.kind, first_of_month(day)) AS norm
		FROM items LEFT JOIN work_items USING (work_item)
		WHERE direct_cost IS NOT NULL
	), scored AS (
		SELECT *, runrate.cost_multiple(direct_cost::double precision, norm) AS cost_multiple,
			   runrate.robust_score(direct_cost::double precision, norm) AS robust_score
		FROM compared
		WHERE (norm).n >= 8
	)
	SELECT work_item::text AS work_item, agent::text AS agent, kind::text AS kind, first_of_month(day) AS month, day,
		   direct_cost::numeric(38,12) AS direct_cost, (norm).mean::numeric(38,12) AS norm_cost, (norm).median::numeric(38,12) AS median_cost,
		   bounded(cost_multiple)::numeric(32,6) AS cost_multiple, bounded(robust_score)::numeric(32,6) AS robust_score,
		   concat_ws(', ', CASE WHEN cost_multiple >= 3 THEN format('%s times the norm', trim_scale(round(bounded(cost_multiple), 1))) END,
					 CASE WHEN robust_score > 3.5 THEN format('robust score %s among %s items', round(bounded(robust_score), 1), (norm).n) END) AS reason,
		   (direct_cost - (norm).mean::numeric)::numeric(38,12) AS excess_cost
	FROM scored
	WHERE cost_multiple >= 3 OR robust_score > 3.5
	ORDER BY month DESC, excess_cost DESC, work_item, agent;
	COMMENT ON VIEW work_item_anomalies IS 'Work items that cost three times the mean of their like or have a robust score above 3.5. Their like are the items of the same agent, kind and month, at least eight with it.';
	COMMENT ON COLUMN work_item_anomalies.work_item IS 'Work item.';
	COMMENT ON COLUMN work_item_anomalies.agent IS 'Agent that worked on it; an item of two agents is judged for each.';
	COMMENT ON COLUMN work_item_anomalies.kind IS 'Kind of work, from work_items; empty: not known, which is a kind of its own.';
	COMMENT ON COLUMN work_item_anomalies.month IS 'Month of its last event.';
	COMMENT ON COLUMN work_item_anomalies.day IS 'Day of its last event.';
	COMMENT ON COLUMN work_item_anomalies.direct_cost IS 'Cost of its events.';
	COMMENT ON COLUMN work_item_anomalies.norm_cost IS 'Mean cost of its like.';
	COMMENT ON COLUMN work_item_anomalies.median_cost IS 'Median cost of its like.';
	COMMENT ON COLUMN work_item_anomalies.cost_multiple IS 'direct_cost divided by norm_cost.';
	COMMENT ON COLUMN work_item_anomalies.robust_score IS 'How many standard deviations direct_cost is above the median, see runrate.robust_score; empty if the items have no spread.';
	COMMENT ON COLUMN work_item_anomalies.reason IS 'Why the item is listed.';
	COMMENT ON COLUMN work_item_anomalies.excess_cost IS 'Cost above norm_cost.';

	CREATE VIEW suggested_slos WITH (security_invoker = true) AS
	WITH days AS MATERIALIZED (
		SELECT * FROM slo_days
	), weeks AS (
		-- Weeks that lie in the three months before that of the last day, which are over
		SELECT agent, week_start(day) AS week, sum(outcomes) AS outcomes, sum(reviews) AS reviews, sum(judged) AS judged, sum(accurate) AS accurate,
			   sum(direct_cost) AS direct_cost, sum(direct_cost + review_cost + overhead_cost) AS fully_loaded_cost
		FROM days
		WHERE agent <> 'unattributed'
		  AND week_start(day) >= first_of_month(latest_day) - interval '3 months' AND week_start(day) + 7 <= first_of_month(latest_day)
		GROUP BY agent, week_start(day)
	), figures AS (
		SELECT weeks.agent, f.metric, f.actual::double precision AS actual
		FROM weeks
		CROSS JOIN slo_figures(outcomes, reviews, judged, accurate, direct_cost, fully_loaded_cost) AS f
		-- as few as make no status make no target
		WHERE f.actual IS NOT NULL AND (f.evidence IS NULL OR f.evidence >= 10)
	), norms AS (
		SELECT agent, metric, runrate.baseline(actual) AS norm, min(actual) AS lowest, max(actual) AS highest, array_agg(actual) AS history
		FROM figures
		GROUP BY agent, metric
	), spreads AS (
		SELECT *, (norm).n AS weeks, (norm).median::numeric AS target,
			   -- two standard deviations, the MAD being 0.6745 of one
			   greatest(CASE metric WHEN 'accuracy' THEN 0.01 ELSE 0.05 END, ceil(100 * bounded(2 / 0.6745 * (norm).mad / (norm).median)) / 100) AS tolerance,
			   CASE WHEN metric IN ('accuracy', 'outcomes') THEN 'floor' ELSE 'ceiling' END AS direction
		FROM norms
		WHERE (norm).n >= 4 AND (norm).median > 0
	), limits AS (
		SELECT *, greatest(CASE metric WHEN 'accuracy' THEN 0.02 ELSE 0.20 END, round(tolerance * 4 / 3, 2)) AS red,
			   greatest(CASE metric WHEN 'accuracy' THEN 0.10 ELSE 0.50 END, round(tolerance * 10 / 3, 2)) AS critical
		FROM spreads
	), statuses AS (
		SELECT limits.*, fired.yellow, fired.red AS reds, fired.critical AS criticals
		FROM limits
		CROSS JOIN LATERAL (
			SELECT count(*) FILTER (WHERE status = 'yellow') AS yellow, count(*) FILTER (WHERE status = 'red') AS red, count(*) FILTER (WHERE status = 'critical') AS critical
			FROM (SELECT runrate.slo_status(actual::numeric, target, tolerance, limits.red, limits.critical, direction) AS status
				  FROM unnest(history) AS actual) AS week
		) AS fired
	)
	SELECT agent::text AS agent, metric::text AS metric, weeks,
		   round(target * CASE WHEN metric IN ('spend', 'outcomes') THEN 365.25 / 12 / 7 ELSE 1 END, 6)::numeric(32,6) AS target,
		   tolerance::numeric(32,6) AS tolerance, red::numeric(32,6) AS red, critical::numeric(32,6) AS critical, direction::text AS direction,
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
	COMMENT ON COLUMN suggested_slos.red IS 'Usual limit, or four thirds of the tolerance if that is more.';
	COMMENT ON COLUMN suggested_slos.critical IS 'Usual limit, or ten thirds of the tolerance if that is more.';
	COMMENT ON COLUMN suggested_slos.direction IS 'Which side is bad: ceiling above the target, floor below.';
	COMMENT ON COLUMN suggested_slos.lowest_week IS 'Lowest week, as actual of a week in slo_history.';
	COMMENT ON COLUMN suggested_slos.highest_week IS 'Highest week, as actual of a week in slo_history.';
	COMMENT ON COLUMN suggested_slos.times_yellow IS 'Weeks that would have been yellow.';
	COMMENT ON COLUMN suggested_slos.times_red IS 'Weeks that would have been red.';
	COMMENT ON COLUMN suggested_slos.times_critical IS 'Weeks that would have been critical.';

	CREATE VIEW weekly_anomaly_report WITH (security_invoker = true) AS
	WITH flagged AS (
		-- A day that is odd in spend and in cost per outcome is one odd day: it counts with the larger amount.
		SELECT week_start(day) AS week, agent, 1 AS agent_days, 0 AS items, max(excess_cost) AS excess_cost,
			   format('%s on %s', agent, to_char(day::timestamp, 'YYYY-MM-DD')) AS what
		FROM anomalies
		GROUP BY day, agent
		UNION ALL
		SELECT week_start(day), agent, 0, 1, excess_cost, format('work item %s of %s', work_item, agent)
		FROM work_item_anomalies
	), ranked AS (
		SELECT *, row_number() OVER (PARTITION BY week ORDER BY excess_cost DESC NULLS LAST, what COLLATE "C") AS place
		FROM flagged
	), agents_of_week AS (
		SELECT DISTINCT ON (week) week, agent
		FROM flagged
		WHERE excess_cost > 0
		GROUP BY week, agent
		ORDER BY week, sum(excess_cost) DESC, agent COLLATE "C"
	), counts AS (
		SELECT week, sum(agent_days) AS agent_days, sum(items) AS items,
			   coalesce(sum(excess_cost) FILTER (WHERE agent_days = 1 AND excess_cost > 0), 0) AS day_cost,
			   coalesce(sum(excess_cost) FILTER (WHERE items = 1 AND excess_cost > 0), 0) AS item_cost,
			   string_agg(format('%s (%s)', what, round(excess_cost, 2)), '; ' ORDER BY place) FILTER (WHERE place <= 3 AND excess_cost > 0) AS top_three
		FROM ranked
		GROUP BY week
	), breaches AS (
		SELECT period_start AS week, count(*) AS breaches
		FROM slo_history
		WHERE period_type = 'week' AND status IN ('yellow', 'red', 'critical')
		GROUP BY period_start
	), report AS (
		SELECT week, coalesce(agent_days, 0) AS agent_days, coalesce(items, 0) AS items, coalesce(day_cost, 0) AS day_cost, coalesce(item_cost, 0) AS item_cost,
			   agent, top_three, coalesce(breaches, 0) AS breaches
		FROM (SELECT DISTINCT week_of(occurred_at) AS week FROM events) AS weeks
		LEFT JOIN counts USING (week) LEFT JOIN agents_of_week USING (week) LEFT JOIN breaches USING (week)
	)
	SELECT week, agent_days::bigint AS anomalous_agent_days, items::bigint AS anomalous_work_items,
		   day_cost::numeric(38,12) AS agent_day_excess_cost, item_cost::numeric(38,12) AS work_item_excess_cost,
		   agent::text AS worst_agent, top_three::text AS top_three, breaches AS slo_breaches,
		   concat(format('Week of %s: %s odd agent-days, %s %s above the norm; %s odd work items, %s %s above the norm; %s SLO breaches.',
						 to_char(week::timestamp, 'YYYY-MM-DD'), agent_days, round(day_cost, 2), ledger_currency(), items, round(item_cost, 2), ledger_currency(), breaches),
				  ' Worst agent: ' || agent || '.', ' Dearest: ' || top_three || '.') AS message
	FROM report
	ORDER BY week DESC;
	COMMENT ON VIEW weekly_anomaly_report IS 'One line a week for those who pay: what was out of the ordinary, what it cost, and how many objectives were missed. Weeks begin on Monday in the time zone of the ledger.';
	COMMENT ON COLUMN weekly_anomaly_report.week IS 'Monday of the week.';
	COMMENT ON COLUMN weekly_anomaly_report.anomalous_agent_days IS 'Days of agents in anomalies; a day counts once.';
	COMMENT ON COLUMN weekly_anomaly_report.anomalous_work_items IS 'Rows of work_item_anomalies whose last event is of the week.';
	COMMENT ON COLUMN weekly_anomaly_report.agent_day_excess_cost IS 'Money above what these days were expected to cost; days below are not subtracted.';
	COMMENT ON COLUMN weekly_anomaly_report.work_item_excess_cost IS 'Money above the norm of these items. Not to be added to agent_day_excess_cost: a dear item can make a dear day.';
	COMMENT ON COLUMN weekly_anomaly_report.worst_agent IS 'Agent with the most money above the norm.';
	COMMENT ON COLUMN weekly_anomaly_report.top_three IS 'The three days or items with the most money above the norm, and that money.';
	COMMENT ON COLUMN weekly_anomaly_report.slo_breaches IS 'Rows of slo_history of that week that are yellow, red or critical.';
	COMMENT ON COLUMN weekly_anomaly_report.message IS 'The row in a sentence, to be mailed.';
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_anomaly_reports() IS
'create_anomaly_reports(): days and work items that were out of the ordinary. Called by create_ledger.';

CREATE PROCEDURE runrate_internal.create_slo_views()
LANGUAGE plpgsql
AS $ledger$
DECLARE
	ledger text := current_schema();
	internal text := (current_schemas(false))[2];
BEGIN
	CALL runrate_internal.create_slo_table();
	CALL runrate_internal.use_schemas(internal, ledger);
	CALL runrate_internal.create_slo_working_views();
	CALL runrate_internal.use_schemas(ledger, internal);
	CALL runrate_internal.create_slo_reports();
	CALL runrate_internal.create_anomaly_reports();
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_slo_views() IS
'create_slo_views(): targets, reports on them, and anomalies. Called by create_ledger.';
