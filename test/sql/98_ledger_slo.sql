-- Objectives of a ledger and what is out of the ordinary in it
SET client_min_messages = warning;
-- compiling the plans of the reports takes longer than they run
SET jit = off;
SET timezone = 'Pacific/Auckland';
SET datestyle = 'ISO, DMY';

CALL runrate.create_ledger('slo_test', 'USD', 'America/New_York');

-- An empty ledger has empty reports.
SELECT relname, row_count
FROM (VALUES ('slo_history'), ('slo_report'), ('drift_report'), ('anomalies'), ('work_item_anomalies'), ('suggested_slos'), ('weekly_anomaly_report')) AS v (relname)
CROSS JOIN LATERAL (SELECT (xpath('//c/text()', query_to_xml(format('SELECT count(*) AS c FROM slo_test.%I', relname), false, true, '')))[1]::text::bigint AS row_count) AS c;

SET search_path = slo_test;

-- A day's work of an agent, at noon in New York: outcomes, cost, reviews and how many of them found the work accurate
CREATE PROCEDURE work(on_day date, of_agent text, n bigint, unit_cost numeric, review_count bigint DEFAULT 0, accurate_count bigint DEFAULT 0)
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO events (occurred_at, agent, cost) VALUES ((on_day + time '12:00') AT TIME ZONE 'America/New_York', of_agent, n * unit_cost);
	INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT (on_day + time '12:00') AT TIME ZONE 'America/New_York', of_agent, 'resolved', n WHERE n > 0;
	INSERT INTO reviews (occurred_at, agent, fee, cost, verdict)
	SELECT (on_day + time '12:00') AT TIME ZONE 'America/New_York', of_agent, 0, 0, CASE WHEN i <= accurate_count THEN 'accurate' ELSE 'inaccurate' END
	FROM generate_series(1, review_count) AS i;
END;

-- What slos does not take
CREATE FUNCTION try(statement text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE statement;
	RETURN 'taken';
EXCEPTION WHEN OTHERS THEN
	RETURN SQLERRM;
END;
$$;
SELECT line, try(format('INSERT INTO slos (agent, metric, target, tolerance, red, critical, direction, periods, tier_limit, valid_from) VALUES (%s)', line))
FROM (VALUES
	('''a'', ''latency'', 1, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''spend'', 0, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''spend'', ''NaN'', DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''spend'', ''Infinity'', DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''accuracy'', 92, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''spend'', 1, 0.3, 0.2, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''spend'', 1, 0.3, DEFAULT, 0.2, DEFAULT, DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''spend'', 1, DEFAULT, 0.5, 0.2, DEFAULT, DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''spend'', 1, ''NaN'', DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''spend'', 1, DEFAULT, DEFAULT, DEFAULT, ''up'', DEFAULT, DEFAULT, DEFAULT'),
	('''a'', ''spend'', 1, DEFAULT, DEFAULT, DEFAULT, DEFAULT, 0, DEFAULT, DEFAULT'),
	('''a'', ''spend'', 1, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, -1, DEFAULT'),
	('''a'', ''spend'', 1, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, DEFAULT, ''infinity''')) AS v (line);

INSERT INTO slos (agent, metric, target) VALUES ('gone', 'spend', 1);
SELECT statement, try(statement) FROM (VALUES ('UPDATE slos SET target = 2'), ('DELETE FROM slos'), ('TRUNCATE slos')) AS v (statement);

-- Limits that are not given follow from those that are, and are never out of order.
INSERT INTO slos (agent, metric, target, tolerance, red, critical, valid_from) VALUES
	('limits', 'spend', 1, NULL, NULL, NULL, '2026-01-01'), ('limits', 'accuracy', 1, NULL, NULL, NULL, '2026-01-01'),
	('limits', 'spend', 1, 0.30, NULL, NULL, '2026-01-02'), ('limits', 'spend', 1, 0.60, NULL, NULL, '2026-01-03'),
	('limits', 'spend', 1, NULL, 0.10, NULL, '2026-01-04'), ('limits', 'spend', 1, NULL, NULL, 0.05, '2026-01-05'),
	('limits', 'spend', 1, NULL, 0.70, NULL, '2026-01-06'), ('limits', 'accuracy', 1, 0.05, NULL, NULL, '2026-01-02');
SELECT metric, s.tolerance AS given, s.red, s.critical, t.tolerance, t.red, t.critical, t.direction
FROM slos AS s JOIN slo_test_internal.slo_terms AS t USING (id, metric) WHERE s.agent = 'limits' ORDER BY id;

INSERT INTO agents (agent, business_unit, unit_of_work) VALUES
	('support', 'service', 'ticket'), ('csr', 'service', 'ticket'), ('underwriting', 'lending', 'loan');

-- The support agent: $0.40 a ticket, plus or minus 15 %; eight weeks from Monday, 5 January 2026
INSERT INTO slos (agent, metric, target) VALUES ('support', 'cost_per_outcome', 0.40);
CALL work('2026-01-05', 'support', 100, 0.40);
CALL work('2026-01-12', 'support', 100, 0.46);
CALL work('2026-01-19', 'support', 10000, 0.4601);
CALL work('2026-01-26', 'support', 10000, 0.48);
CALL work('2026-02-02', 'support', 10000, 0.50);
CALL work('2026-02-09', 'support', 5, 0.90);
CALL work('2026-02-23', 'support', 10000, 0.55);
CALL work('2026-03-02', 'support', 10000, 0.60);
CALL work('2026-03-09', 'support', 100, 0.39);
SELECT period_start, actual, band_low, band_high, status, severity, periods_in_breach, escalated_status, action, evidence, low, high
FROM slo_history WHERE agent = 'support' AND period_type = 'week' ORDER BY period_start;
-- A hundred outcomes in one row do not say how much they differ: an outcome is taken to vary as much as it costs, and
-- that is no evidence for red at 0.55, nor for more than red at 0.60. A second day and more of them tell.
BEGIN;
CALL work('2026-02-23', 'few', 100, 0.55);
CALL work('2026-03-02', 'few', 100, 0.60);
INSERT INTO slos (agent, metric, target) VALUES ('few', 'cost_per_outcome', 0.40);
SELECT period_start, actual, status, escalated_status, evidence, low, high FROM slo_history WHERE agent = 'few' AND period_type = 'week' ORDER BY period_start;
CALL work('2026-02-24', 'few', 50, 0.56);
CALL work('2026-02-25', 'few', 50, 0.54);
CALL work('2026-02-26', 'few', 50, 0.55);
CALL work('2026-03-03', 'few', 50, 0.60);
SELECT period_start, actual, status, escalated_status, evidence, low, high FROM slo_history WHERE agent = 'few' AND period_type = 'week' ORDER BY period_start;
ROLLBACK;
SELECT period_start, actual, status, severity, periods_in_breach, escalated_status, action, projected_cost, evidence, is_current
FROM slo_history WHERE agent = 'support' AND period_type = 'month' ORDER BY period_start;

-- A ticket of $1.42 goes to $5.50. Against the $5.83 of a person that is green to the end.
INSERT INTO slos (agent, metric, target, valid_from) VALUES
	('csr', 'cost_per_outcome', 1.42, '2026-01-05'), ('csr', 'direct_cost_per_outcome', 5.83, '2026-01-05');
CALL work('2026-02-24', 'csr', 50, 1.42);
CALL work('2026-03-03', 'csr', 50, 5.50);
CALL work('2026-03-09', 'csr', 50, 5.50);
SELECT period_start, metric, actual, target, status, action
FROM slo_history WHERE agent = 'csr' AND period_type = 'week' ORDER BY period_start, metric;

-- Accuracy falls from 94 to 87 %, reviews go from 12 to 22 % of the loans. The limits of a cost would not see the first.
INSERT INTO slos (agent, metric, target, tolerance) VALUES
	('underwriting', 'accuracy', 0.92, NULL), ('*', 'review_ratio', 0.15, 0);
CALL work('2026-03-02', 'underwriting', 1250, 8.50, 150, 141);
CALL work('2026-03-09', 'underwriting', 5000, 8.50, 1100, 957);
CALL work('2026-03-10', 'support', 1, 0.40);
SELECT period_start, metric, actual, status, escalated_status, action, evidence
FROM slo_history WHERE agent = 'underwriting' AND period_type = 'week' ORDER BY metric, period_start;

-- * is for agents without a row of their own, and a row without a target ends an objective.
SELECT agent, count(*) FROM slo_history WHERE metric = 'review_ratio' AND period_type = 'month' GROUP BY agent ORDER BY agent;
INSERT INTO slos (agent, metric, target, valid_from) VALUES ('csr', 'review_ratio', NULL, '2026-03-01'), ('support', 'review_ratio', NULL, '2026-02-01');
SELECT agent, period_start FROM slo_history WHERE metric = 'review_ratio' AND period_type = 'month' ORDER BY agent, period_start;

SELECT agent, metric, period_type, period_start, actual, target, deviation_pct, status, severity, periods_in_breach, escalated_status, action FROM slo_report;
-- Others have worked on too few days for a chart, which needs eight.
SELECT agent, since, status, message FROM drift_report;

-- A ledger in which days are told by a clock elsewhere, and a month that bears shared costs
RESET search_path;
CALL runrate.create_ledger('slo_odd', 'EUR', 'Europe/Berlin');
SET search_path = slo_odd;
INSERT INTO agents (agent, unit_of_work) VALUES ('weekdays', 'ticket'), ('steady', 'ticket'), ('new', 'ticket'), ('rare', 'ticket');

-- weekdays: quiet weekends, and a spike on one of them, Saturday, 7 March 2026
INSERT INTO events (occurred_at, agent, cost)
SELECT (date '2026-01-05' + d + time '23:30') AT TIME ZONE 'Europe/Berlin', 'weekdays',
       CASE WHEN d % 7 < 5 THEN 100 ELSE 20 END + (d * d * 31 % 101 - 50) / 25.0 + CASE WHEN d = 61 THEN 40 ELSE 0 END
FROM generate_series(0, 69) AS d;
-- steady: a retry storm on Tuesday, 17 February, and from 9 March half of the outcomes
INSERT INTO events (occurred_at, agent, cost)
SELECT (date '2026-01-05' + d + time '00:30') AT TIME ZONE 'Europe/Berlin', 'steady',
       (40 + (d * d * 31 % 101 - 50) / 25.0) * CASE WHEN d = 43 THEN 3.5 ELSE 1 END
FROM generate_series(0, 69) AS d;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity)
SELECT (date '2026-01-05' + d + time '00:30') AT TIME ZONE 'Europe/Berlin', 'steady', 'resolved', CASE WHEN d < 63 THEN 100 ELSE 50 END
FROM generate_series(0, 69) AS d;
-- new: ten days old, and a day at three times the norm
INSERT INTO events (occurred_at, agent, cost)
SELECT (date '2026-03-06' + d + time '12:00') AT TIME ZONE 'Europe/Berlin', 'new', CASE d WHEN 8 THEN 31 ELSE 10 END FROM generate_series(0, 9) AS d;
-- rare: a few outcomes a day are no ratio to speak of
INSERT INTO events (occurred_at, agent, cost)
SELECT (date '2026-01-05' + d + time '12:00') AT TIME ZONE 'Europe/Berlin', 'rare', 4 + (d * 7 % 5) / 10.0 FROM generate_series(0, 69) AS d;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity)
SELECT (date '2026-01-05' + d + time '12:00') AT TIME ZONE 'Europe/Berlin', 'rare', 'resolved', CASE d WHEN 50 THEN 1 ELSE 4 END FROM generate_series(0, 69) AS d;

SELECT day, agent, metric, round(actual, 4) AS actual, round(expected, 4) AS expected, round(score, 2) AS score, round(cost_multiple, 3) AS multiple,
       direction, reason, round(excess_cost, 4) AS excess
FROM anomalies ORDER BY day, agent, metric;

-- The last day may not be over: little is no anomaly yet, much is one already.
BEGIN;
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-03-16 08:00+01', 'weekdays', 3), ('2026-03-16 08:00+01', 'steady', 150);
SELECT day, agent, metric, direction FROM anomalies WHERE day = '2026-03-16';
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-03-17 08:00+01', 'rare', 4);
SELECT day, agent, metric, direction FROM anomalies WHERE day = '2026-03-16';
ROLLBACK;

-- Neither zone nor format of dates of the session makes a difference.
CREATE TEMP TABLE before AS SELECT * FROM anomalies;
CREATE TEMP TABLE report_before AS SELECT * FROM weekly_anomaly_report;
SET timezone = 'Pacific/Honolulu';
SET datestyle = 'German';
SELECT count(*) AS differences FROM (TABLE anomalies EXCEPT TABLE before) AS d;
SELECT count(*) AS differences FROM (TABLE weekly_anomaly_report EXCEPT TABLE report_before) AS d;
SET datestyle = 'ISO, DMY';

-- Drift since 9 March, found without a target: half of the outcomes for the same money
SELECT day, agent, metric, since, alarm_day, has_target, actual, norm, deviation_pct, excess_cost, evidence, status, severity, message FROM drift_report;
-- with one, for one agent and for all, a ceiling, a floor and a band; the objective is charted from its first day on
BEGIN;
INSERT INTO slos (agent, metric, target) VALUES ('steady', 'direct_cost_per_outcome', 0.40), ('*', 'direct_cost_per_outcome', 0.60);
SELECT agent, metric, since, alarm_day, has_target, actual, norm, status, severity, evidence FROM drift_report;
INSERT INTO slos (agent, metric, target, valid_from) VALUES ('steady', 'direct_cost_per_outcome', 0.40, '2026-03-12');
SELECT agent, since, alarm_day, has_target FROM drift_report;
INSERT INTO slos (agent, metric, target, direction, valid_from) VALUES ('steady', 'direct_cost_per_outcome', 1.00, 'band', '2026-01-02'), ('*', 'direct_cost_per_outcome', NULL, NULL, '2026-01-02'), ('steady', 'direct_cost_per_outcome', 1.00, 'band', '2026-03-12');
SELECT agent, since, actual, norm, message FROM drift_report;
-- days without outcomes, and what is no number that a ratio has, are no row of a chart
INSERT INTO events (occurred_at, agent, cost) SELECT timestamptz '2026-03-10 12:00+01' + make_interval(days => d), 'zombie', 1e14 FROM generate_series(-60, 0) AS d;
SELECT count(*) FROM drift_report WHERE agent = 'zombie';
ROLLBACK;

-- Work items against their like: same agent, kind and month
INSERT INTO work_items (work_item, kind)
SELECT 'refund ' || i, 'refund' FROM generate_series(1, 12) AS i UNION ALL SELECT 'complaint ' || i, 'complaint' FROM generate_series(1, 7) AS i;
INSERT INTO events (occurred_at, agent, work_item, attempt, cost)
SELECT timestamptz '2026-03-10 12:00+01', 'steady', 'refund ' || i, 1, 0.30 + i / 100.0 FROM generate_series(1, 11) AS i UNION ALL
SELECT timestamptz '2026-03-10 12:00+01', 'steady', 'refund 12', a, 0.40 FROM generate_series(1, 4) AS a UNION ALL
SELECT timestamptz '2026-02-10 12:00+01', 'steady', 'complaint ' || i, 1, CASE i WHEN 7 THEN 99 ELSE 1 END FROM generate_series(1, 7) AS i UNION ALL
SELECT timestamptz '2026-03-10 12:00+01', 'steady', 'other ' || i, 1, CASE i WHEN 9 THEN 40 ELSE 10 END FROM generate_series(1, 9) AS i UNION ALL
SELECT timestamptz '2026-02-28 23:59+01', 'steady', 'other 1', 2, 0;
SELECT work_item, agent, kind, month, day, direct_cost, round(norm_cost, 6) AS norm, median_cost, cost_multiple, robust_score, reason, round(excess_cost, 6) AS excess FROM work_item_anomalies;

SELECT week, anomalous_agent_days AS days, anomalous_work_items AS items, round(agent_day_excess_cost, 2) AS days_excess, round(work_item_excess_cost, 2) AS items_excess, worst_agent, slo_breaches AS breaches, top_three
FROM weekly_anomaly_report WHERE week >= '2026-02-16';
SELECT message FROM weekly_anomaly_report WHERE week = '2026-03-09';

-- Spend and outcomes are agreed by the month: weeks and months under way have the part of the days gone by, and none before seven days.
RESET search_path;
CALL runrate.create_ledger('slo_month', 'USD', 'Asia/Kolkata');
SET search_path = slo_month;
INSERT INTO agents (agent, unit_of_work) VALUES ('runaway', 'ticket'), ('frugal', 'ticket');
INSERT INTO slos (agent, metric, target, tier_limit, valid_from) VALUES
	('runaway', 'spend', 10000, 11000, '2026-03-01'), ('runaway', 'outcomes', 3100, NULL, '2026-03-01'), ('*', 'cost_per_outcome', 13, 15000, '2026-03-01');
-- A day of India, of which the first hours are the day before in London: $300 and 100 outcomes for runaway, $30 and 10 for frugal; from April on half of the outcomes
INSERT INTO events (occurred_at, agent, cost)
SELECT at, agent, CASE agent WHEN 'runaway' THEN CASE WHEN at < '2026-04-01 00:00+05:30' THEN 300 ELSE 500 END ELSE 30 END
FROM generate_series(timestamptz '2026-03-01 01:00+05:30', '2026-04-10 01:00+05:30', '1 day') AS at, (VALUES ('runaway'), ('frugal')) AS a (agent);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity)
SELECT occurred_at, agent, 'resolved', CASE agent WHEN 'runaway' THEN CASE WHEN cost = 300 THEN 100 ELSE 50 END ELSE 10 END FROM events;
-- $3,100 and $3,000 of shared costs: a hundred dollars a day
INSERT INTO shared_costs (month, layer, amount, agent) VALUES ('2026-03-01', 'vector_db', 3100, 'frugal'), ('2026-04-01', 'vector_db', 3000, 'frugal');

SELECT agent, metric, period_type, period_start, actual, target, status, escalated_status, action, is_current
FROM slo_history WHERE metric <> 'cost_per_outcome' AND period_start >= '2026-03-01' ORDER BY agent, metric, period_type, period_start;
-- The month that has just begun has borne ten days of its shared costs, not thirty.
SELECT agent, period_type, period_start, actual FROM slo_history WHERE agent = 'frugal' AND metric = 'cost_per_outcome' AND period_type = 'month' ORDER BY period_start;
-- What the month will have cost when it is over, with all of them: 40 * 30 + 3000 for frugal
SELECT agent, metric, period_start, projected_cost, tier_limit, over_tier_limit, severity, action
FROM slo_history WHERE period_type = 'month' ORDER BY agent, metric, period_start;
SELECT agent, metric, period_type, action, severity FROM slo_report WHERE agent = 'runaway';

-- What belongs to nobody is not judged by *, only by name.
BEGIN;
INSERT INTO events (occurred_at, cost) VALUES ('2026-04-10 12:00+05:30', 900);
SELECT agent, metric, period_type, actual, target, status FROM slo_history WHERE agent = 'unattributed';
INSERT INTO slos (agent, metric, target) VALUES ('unattributed', 'spend', 1000);
SELECT agent, metric, period_type, period_start, actual, target, status, action FROM slo_history WHERE agent = 'unattributed' ORDER BY period_type;
ROLLBACK;

-- Silence is not green: an agent without events goes on in the report, until it is retired.
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-04-26 12:00+05:30', 'frugal', 30);
SELECT period_start, metric, actual, status, action FROM slo_history WHERE agent = 'runaway' AND period_type = 'week' AND period_start >= '2026-04-06' ORDER BY metric, period_start;
INSERT INTO agents (agent, unit_of_work, valid_from, retired) VALUES ('runaway', 'ticket', '2026-04-10', '2026-04-15');
SELECT max(period_start) FROM slo_history WHERE agent = 'runaway' AND period_type = 'week';

-- Whole months and weeks are those of the reports on costs.
SELECT count(*) AS months, count(*) FILTER (WHERE h.actual IS DISTINCT FROM u.unit_cost) AS differences
FROM slo_history AS h JOIN unit_costs AS u ON u.agent = h.agent AND u.month = h.period_start
WHERE h.period_type = 'month' AND h.metric = 'cost_per_outcome' AND NOT h.is_current;
SELECT count(*) AS weeks, count(*) FILTER (WHERE h.actual IS DISTINCT FROM u.unit_cost) AS differences
FROM slo_history AS h JOIN unit_costs_weekly AS u ON u.agent = h.agent AND u.week = h.period_start
WHERE h.period_type = 'week' AND h.metric = 'cost_per_outcome' AND h.period_start < '2026-03-30';

-- What would fit: the three months before that of the last day
RESET search_path;
CALL runrate.create_ledger('slo_suggested');
SET search_path = slo_suggested;
INSERT INTO events (occurred_at, agent, cost)
SELECT timestamptz '2026-01-05 12:00+00' + make_interval(days => 7 * w), 'support', 100 * (0.40 + (ARRAY[0, 1, -1, 2, -2, 0, 1, -1, 15, 30, 3, 0])[w + 1] / 100.0)
FROM generate_series(0, 11) AS w;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT occurred_at, agent, 'resolved', 100 FROM events;
INSERT INTO reviews (occurred_at, agent, fee, cost, verdict) SELECT occurred_at, agent, 0, 0, CASE WHEN i <= 19 THEN 'accurate' ELSE 'inaccurate' END FROM events, generate_series(1, 20) AS i;
-- three weeks are too few, nine outcomes too
INSERT INTO events (occurred_at, agent, cost) SELECT timestamptz '2026-01-05 12:00+00' + make_interval(days => 7 * w), 'young', 1 FROM generate_series(0, 2) AS w;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT occurred_at, agent, 'resolved', 9 FROM events WHERE agent = 'young';
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-04-01 12:00+00', 'support', 1);
SELECT agent, metric, weeks, target, tolerance, red, critical, direction, lowest_week, highest_week, times_yellow, times_red, times_critical FROM suggested_slos;

-- Every column of these reports is of a type that every client knows.
SELECT DISTINCT format_type(atttypid, atttypmod) AS type
FROM pg_attribute WHERE attnum > 0 AND attrelid = ANY (ARRAY['slo_history', 'slo_report', 'drift_report', 'anomalies', 'work_item_anomalies', 'suggested_slos', 'weekly_anomaly_report']::regclass[])
ORDER BY 1;
SELECT c.relname, count(*) FILTER (WHERE col_description(c.oid, a.attnum) IS NULL) AS without_comment
FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace IN ('slo_suggested'::regnamespace, 'slo_suggested_internal'::regnamespace)
  AND c.relname ~ '^(slo|drift|anomal|work_item_anom|suggested|weekly_anom|agent_day_scores)' AND c.relkind IN ('r', 'v')
GROUP BY c.relname ORDER BY c.relname;

-- Whatever was loaded, the reports tie out.
SELECT ledger, count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences
FROM (SELECT 'slo_test' AS ledger, difference FROM slo_test.tie_out
      UNION ALL SELECT 'slo_odd' AS ledger, difference FROM slo_odd.tie_out
      UNION ALL SELECT 'slo_month' AS ledger, difference FROM slo_month.tie_out
      UNION ALL SELECT 'slo_suggested' AS ledger, difference FROM slo_suggested.tie_out) t
GROUP BY ledger ORDER BY ledger;

RESET search_path;
DROP SCHEMA slo_test, slo_test_internal CASCADE;
DROP SCHEMA slo_odd, slo_odd_internal CASCADE;
DROP SCHEMA slo_month, slo_month_internal CASCADE;
DROP SCHEMA slo_suggested, slo_suggested_internal CASCADE;
