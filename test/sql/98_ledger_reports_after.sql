-- What the statistical reports say when things change afterwards: an agent moves, the unit of its work changes, a month
-- is closed, facts come late and are reversed, an objective changes within a week.
SET client_min_messages = warning;
-- compiling the plans of the reports takes longer than they run
SET jit = off;
SET timezone = 'UTC';
SET datestyle = 'ISO, DMY';
CALL runrate.create_ledger('moving', 'USD', 'UTC');
SET search_path = moving;

-- 12 weeks of three agents: support becomes a quarter dearer on 9 March, chat has an odd day on 5 March.
CREATE TEMP TABLE work AS
SELECT date '2026-01-05' + d AS day, d, agent, n * CASE WHEN d % 7 < 5 THEN 100 ELSE 40 END + (d * d * (31 + n) % 17) AS outcomes,
       (0.40 + (d * d * (31 + n) % 101 - 50) / 1000.0) * CASE WHEN agent = 'support' AND d >= 63 THEN 1.25 WHEN agent = 'chat' AND d = 59 THEN 4 ELSE 1 END AS rate
FROM generate_series(0, 83) AS d, (VALUES ('support', 3), ('chat', 2), ('claims', 1)) AS a (agent, n);
INSERT INTO business_units (business_unit) VALUES ('service'), ('insurance');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('support', 'service', 'ticket'), ('chat', 'service', 'ticket'), ('claims', 'insurance', 'claim');
INSERT INTO slos (agent, metric, target) VALUES ('support', 'cost_per_outcome', 0.40), ('chat', 'direct_cost_per_outcome', 0.40);
INSERT INTO events (occurred_at, agent, provider, model, event_count, input_tokens, cost)
SELECT day + time '12:00', agent, 'p', 'm' || d % 2, outcomes, outcomes * 1000, round(outcomes * rate, 4) FROM work;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT day + time '12:00', agent, 'resolved', outcomes FROM work;
INSERT INTO reviews (occurred_at, agent, fee, verdict) SELECT day + time '12:00', agent, 1 + d % 3, 'accurate' FROM work WHERE agent = 'claims';
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-01-01', 'gateway', 90, 'outcomes'), ('2026-02-01', 'gateway', 80, 'outcomes'), ('2026-03-01', 'gateway', 120, 'outcomes');

-- What agents bear of shared costs is rounded for each business unit, to twelve decimals.
CREATE TEMP TABLE reports (report text, query text);
INSERT INTO reports VALUES
	('anomalies', 'SELECT day, agent, metric, round(actual, 6), round(expected, 6), round(excess_cost, 6), probability, evidence FROM anomalies'),
	('weekly_anomaly_report', 'SELECT week, anomalous_agent_days, round(agent_day_excess_cost, 6), slo_breaches, message FROM weekly_anomaly_report'),
	('drift_report', 'SELECT agent, metric, since, alarm_day, actual, norm, deviation_pct, round(excess_cost, 6), evidence, status, message FROM drift_report'),
	('slo_history', 'SELECT agent, metric, period_type, period_start, actual, target, status, evidence, low, high FROM slo_history'),
	('projections', 'SELECT actual_cost, projected_cost, low_cost, high_cost FROM projections WHERE business_unit = ''*'''),
	('what_changed', 'SELECT * FROM what_changed(''2026-02-01'')');
CREATE TEMP TABLE said (report text, line text);
CREATE FUNCTION pg_temp.lines(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('SELECT q::text FROM (%s) q', query);
END;
$$;
INSERT INTO said SELECT r.report, l.line FROM reports r, LATERAL pg_temp.lines(r.query) AS l (line);
-- Lines that a report has now or had at first, and not both
CREATE FUNCTION pg_temp.differences() RETURNS TABLE (report text, lines bigint, differences bigint) LANGUAGE sql AS $$
	WITH now AS MATERIALIZED (SELECT r.report, l.line FROM reports r, LATERAL pg_temp.lines(r.query) AS l (line))
	SELECT r.report, (SELECT count(*) FROM now n WHERE n.report = r.report),
	       (SELECT count(*) FROM (SELECT line FROM now n WHERE n.report = r.report EXCEPT ALL SELECT line FROM said s WHERE s.report = r.report) d)
	       + (SELECT count(*) FROM (SELECT line FROM said s WHERE s.report = r.report EXCEPT ALL SELECT line FROM now n WHERE n.report = r.report) d)
	FROM reports r ORDER BY r.report;
$$;
SELECT report, line FROM said WHERE report IN ('anomalies', 'drift_report') ORDER BY report, line;

-- Support moves, and chat has another unit of work, in the middle of March: the reports are of agents and say the same.
INSERT INTO agents (agent, business_unit, unit_of_work, valid_from) VALUES ('support', 'insurance', 'ticket', '2026-03-12'), ('chat', 'service', 'call', '2026-03-16');
SELECT * FROM pg_temp.differences();
-- What changed has rows for each unit of work, which sum to the change of unit_costs all the same.
SELECT w.level, count(*), sum(w.contribution) AS contribution, sum(w.contribution) = min(u.change) AS is_change
FROM what_changed('2026-03-01') w,
     (SELECT round(sum(fully_loaded_cost) FILTER (WHERE month = '2026-03-01') / sum(outcomes) FILTER (WHERE month = '2026-03-01'), 12)
             - round(sum(fully_loaded_cost) FILTER (WHERE month = '2026-02-01') / sum(outcomes) FILTER (WHERE month = '2026-02-01'), 12) AS change FROM unit_costs) u
GROUP BY w.level ORDER BY w.level;

-- Closing changes nothing of it.  A late fact of a closed month makes its day odd, and no unit cost of either month.
SELECT close_through('2026-02-01', 'history') AS closed;
CREATE TEMP TABLE march AS SELECT * FROM what_changed('2026-03-01');
INSERT INTO events (occurred_at, agent, provider, model, event_count, input_tokens, cost) VALUES ('2026-02-26 15:00', 'claims', 'p', 'm0', 10, 1000, 400);
SELECT day, agent, metric, round(excess_cost, 2) AS excess_cost FROM anomalies WHERE agent = 'claims' ORDER BY day, metric;
SELECT (SELECT count(*) FROM (SELECT line FROM said WHERE report = 'what_changed' EXCEPT SELECT pg_temp.lines('SELECT * FROM what_changed(''2026-02-01'')')) d) AS february,
       (SELECT count(*) FROM (TABLE march EXCEPT SELECT * FROM what_changed('2026-03-01')) d) AS march;
-- Reversed it is as if it had never been.
SELECT count(reverse_event(id, 'of another company')) FROM events WHERE cost = 400;
SELECT * FROM pg_temp.differences();

-- An objective that changes on a Wednesday: a week is judged by that of its Monday, and drift begins anew.
INSERT INTO slos (agent, metric, target, valid_from) VALUES ('support', 'cost_per_outcome', 0.50, '2026-03-18');
SELECT period_type, period_start, target, round(actual, 4) AS actual, status FROM slo_history
WHERE agent = 'support' AND metric = 'cost_per_outcome' AND (period_type = 'week' AND period_start >= '2026-03-09' OR period_type = 'month') ORDER BY period_type, period_start;
SELECT agent, metric, since, alarm_day FROM drift_report;

-- What a session has planned makes dropping slow: a new one.
\c
SET client_min_messages = warning;
DROP SCHEMA moving, moving_internal CASCADE;
