-- Odd days of agents that cost next to nothing, and direct cost that reviews hide
SET client_min_messages = warning;
-- compiling the plans of the reports takes longer than they run
SET jit = off;
SET timezone = 'UTC';
SET datestyle = 'ISO, DMY';

CALL runrate.create_ledger('floor_test', 'USD', 'Europe/Berlin');
SET search_path = floor_test;

-- support costs 100 a day, and 180 on one day; pilot a cent, and far more on three days,
-- of which the last costs just a dollar more.  The events of claims cost half as much again from
-- 4 March on, which its reviews hide.
INSERT INTO agents (agent, unit_of_work) VALUES ('support', 'ticket'), ('pilot', 'ticket'), ('claims', 'claim');
CREATE TEMP TABLE work AS
SELECT date '2026-01-05' + d AS day, d, 100 + (d * d * 31 % 101 - 50) / 25.0 AS cost, 10 * (d * 7 % 11 - 5) AS review FROM generate_series(0, 69) d;
INSERT INTO events (occurred_at, agent, cost)
SELECT day + time '12:00', 'support', CASE d WHEN 50 THEN 180 ELSE cost END FROM work UNION ALL
SELECT day + time '12:00', 'pilot', CASE WHEN d IN (44, 52) THEN 0.09 WHEN d = 60 THEN 1.01 ELSE 0.01 END FROM work UNION ALL
SELECT day + time '12:00', 'claims', CASE WHEN d >= 58 THEN 1.49 ELSE 1 END * cost / 10 FROM work;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity)
SELECT day + time '12:00', 'claims', 'adjudicated', 20 FROM work;
INSERT INTO reviews (occurred_at, agent, fee, verdict) SELECT day + time '12:00', 'claims', 80 + review, 'accurate' FROM work;

-- One dollar is the usual floor; a day that is off by just as much is listed.
SELECT anomaly_floor();
SELECT day, agent, metric, round(actual, 4) AS actual, round(expected, 4) AS expected, round(excess_cost, 4) AS excess_cost, anomaly_floor
FROM anomalies WHERE agent <> 'claims' ORDER BY day, agent, metric;
-- Reviews say nothing of support, and hide what the events of claims cost.
SELECT agent, metric, count(*), min(day), round(min(excess_cost), 2) AS least, round(max(excess_cost), 2) AS most
FROM anomalies GROUP BY agent, metric ORDER BY agent, metric;
SELECT DISTINCT agent, metric FROM floor_test_internal.agent_day_scores ORDER BY agent, metric;

-- A floor leaves out smaller days and nothing else.
CALL set_anomaly_floor(0);
CREATE TEMP TABLE all_days AS SELECT * FROM anomalies;
CREATE TEMP TABLE all_weeks AS SELECT * FROM weekly_anomaly_report;
SELECT agent, count(*) FROM all_days GROUP BY agent ORDER BY agent;
SELECT sum(agent_days_below_floor) AS below, max(anomaly_floor) AS floor FROM all_weeks;
CREATE FUNCTION pg_temp.differences(amount numeric, OUT listed bigint, OUT left_out bigint, OUT differences bigint, OUT weeks bigint, OUT below bigint, OUT alerts bigint) LANGUAGE plpgsql AS $$
BEGIN
	CALL floor_test.set_anomaly_floor(amount);
	SELECT count(*) FROM floor_test.anomalies INTO listed;
	SELECT count(*) FROM all_days WHERE abs(excess_cost) < amount INTO left_out;
	SELECT count(*) FROM (
		SELECT to_jsonb(n) - 'anomaly_floor' AS row FROM floor_test.anomalies n
		EXCEPT ALL SELECT to_jsonb(o) - 'anomaly_floor' FROM all_days o WHERE abs(o.excess_cost) >= amount) d INTO differences;
	-- weeks in which a day came or went without being counted
	SELECT count(*) FILTER (WHERE n.anomalous_agent_days + n.agent_days_below_floor <> o.anomalous_agent_days OR n.anomaly_floor <> amount), sum(n.agent_days_below_floor)
	FROM floor_test.weekly_anomaly_report n JOIN all_weeks o USING (week) INTO weeks, below;
	SELECT count(*) FROM floor_test_internal.anomaly_alerts('2026-03-05') INTO alerts;
END;
$$;
SELECT amount, d.* FROM unnest(ARRAY[0, 0.08, 0.5, 1, 1.000001, 5, 79, 1e13]) amount, pg_temp.differences(amount) d;
CALL set_anomaly_floor(5);
SELECT week, anomalous_agent_days AS days, agent_days_below_floor AS below, anomaly_floor AS floor, message FROM weekly_anomaly_report WHERE week IN ('2026-02-23', '2026-03-02') ORDER BY week;

\set SHOW_CONTEXT never
-- Nothing that is no amount of money; without one it is the usual again
CALL set_anomaly_floor(-0.01);
CALL set_anomaly_floor('NaN');
CALL set_anomaly_floor('Infinity');
SELECT anomaly_floor();
CALL set_anomaly_floor(NULL);
SELECT anomaly_floor();
CALL set_anomaly_floor(25);
SELECT before ->> 'anomaly_floor' AS before, after ->> 'anomaly_floor' AS after, recorded_by = current_user AS own_name
FROM changes WHERE table_name = 'ledger_settings' ORDER BY id DESC LIMIT 2;

-- It is there after closing, an upgrade and a new name, and the same for whoever reads.
CREATE TEMP TABLE before AS SELECT * FROM anomalies;
CREATE TEMP TABLE weeks_before AS SELECT * FROM weekly_anomaly_report;
CREATE ROLE regress_floor_reader;
CREATE ROLE regress_floor_steward;
CALL grant_access('regress_floor_reader', 'reader');
CALL grant_access('regress_floor_steward', 'steward');
GRANT SELECT ON before, weeks_before TO regress_floor_reader;
SELECT close_through('2026-02-01', 'history') AS closed;
CALL runrate.upgrade_ledger('floor_test');
RESET search_path;
CALL runrate.rename_ledger('floor_test', 'floor_renamed');
SET search_path = floor_renamed;
SET ROLE regress_floor_reader;
SET timezone = 'Pacific/Auckland';
SELECT anomaly_floor(), (SELECT count(*) FROM before) AS listed, (SELECT count(*) FROM (TABLE anomalies EXCEPT TABLE before) d) AS days,
	(SELECT count(*) FROM (TABLE before EXCEPT TABLE anomalies) d) AS days_before,
	(SELECT count(*) FROM (TABLE weekly_anomaly_report EXCEPT TABLE weeks_before) d) AS weeks;
CALL set_anomaly_floor(0);
SET ROLE regress_floor_steward;
CALL set_anomaly_floor(0);
RESET ROLE;
SET timezone = 'UTC';

-- A late fact of a closed month makes its day odd all the same.
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-02-25 12:00+01', 'support', 24.5), ('2026-02-26 12:00+01', 'support', 60);
SELECT day, agent, round(excess_cost, 2) AS excess_cost FROM anomalies WHERE day BETWEEN '2026-02-25' AND '2026-02-26' ORDER BY day, agent;

-- A hundred minor units: no ledger has to be told that a yen is little.
RESET search_path;
CALL runrate.create_ledger('floor_yen', 'JPY');
CALL runrate.create_ledger('floor_dinar', 'KWD');
SELECT floor_yen.anomaly_floor() AS yen, floor_dinar.anomaly_floor() AS dinar;

DROP TABLE before, weeks_before;
DROP SCHEMA floor_renamed, floor_renamed_internal, floor_yen, floor_yen_internal, floor_dinar, floor_dinar_internal CASCADE;
DROP ROLE regress_floor_reader;
DROP ROLE regress_floor_steward;
