--
-- Rows that nobody would believe are either refused or reported; no report
-- fails because of them.
--
SET client_min_messages = warning;
SET TimeZone = 'UTC';
-- The reports have so many expressions that compiling them takes longer than running them.
SET jit = off;
\set VERBOSITY terse
CALL runrate.create_ledger('limit_test');
SET search_path = limit_test;

INSERT INTO agents (agent, business_unit, unit_of_work, hired) VALUES ('a', 'u', 'ticket', '2020-01-01'), ('b', 'u', 'claim', NULL), ('credited', 'u', 'claim', NULL);
INSERT INTO work_items (work_item, customer) VALUES ('w1', 'c1'), ('w2', 'c2');
INSERT INTO events (occurred_at, agent, work_item, cost, input_tokens, provider)
SELECT '2026-01-05', 'a', 'w' || i % 3, 999999999999999999.999999999999, 9223372036854775807, 'p' FROM generate_series(1, 30) i;
INSERT INTO events (occurred_at, agent, work_item, cost, provider) VALUES
    ('2026-02-05', 'a', 'w1', 0.000000000001, 'p'), ('2026-02-06', 'a', 'w1', -0.000000000002, 'p'),
    ('0001-01-01 BC', 'a', 'w1', 1, 'p');
INSERT INTO events (occurred_at, agent, work_item, meter, quantity) VALUES ('2026-02-05', 'a', 'w1', 'gpu_seconds', 1e200);
INSERT INTO outcomes (occurred_at, agent, work_item, outcome, quantity) VALUES ('2026-01-06', 'a', 'w1', 'resolved', 1000000000), ('2026-02-06', 'a', 'w1', 'resolved', 1);
INSERT INTO outcomes (occurred_at, agent, work_item, outcome, quantity) VALUES ('2026-01-06', 'a', 'w1', 'resolved', 9223372036854775807);
INSERT INTO reviews (occurred_at, agent, work_item, fee) VALUES ('2026-01-06', 'a', 'w1', 999999999999999999);
INSERT INTO reviews (occurred_at, agent, work_item, minutes, hourly_cost) VALUES ('2026-01-06', 'a', 'w1', 1e20, 1e10);
INSERT INTO shared_costs (month, layer, amount, driver) VALUES
    ('2026-01-01', 'inference', 99999999999999.999999, 'gpu_seconds'), ('2026-02-01', 'inference', 99999999999999.999999, 'gpu_seconds'),
    ('2026-02-01', 'inference', -99999999999999.99, 'direct_cost'), ('2026-02-01', 'x', 5, 'even');
INSERT INTO investments (first_month, months, amount) VALUES ('2026-01-01', 1200, 99999999999999.99);
INSERT INTO revenue (month, amount) VALUES ('2026-01-01', 0.000001), ('2026-02-01', 99999999999999);
INSERT INTO invoices (month, vendor, amount) VALUES ('2026-01-01', 'p', 0.01), ('2026-02-01', 'p', 99999999999999);
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 99999999999999);
INSERT INTO budgets (valid_from, monthly_amount) VALUES ('2026-01-01', 0.000001);
INSERT INTO slos (agent, metric, target, valid_from) VALUES ('a', 'cost_per_outcome', 1e-6, '2026-01-01'), ('a', 'spend', 1e13, '2026-01-01'), ('credited', 'cost_per_outcome', 5, '2026-01-01'), ('credited', 'direct_cost_per_outcome', 5, '2026-01-01');
-- outcomes that cost less than nothing
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-02-05', 'credited', -50), ('2026-02-06', 'credited', -55), ('2026-02-07', 'credited', -45);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT date '2026-02-05' + i, 'credited', 'approved', 20 FROM generate_series(0, 2) i;

CREATE FUNCTION broken_views() RETURNS TABLE (view text, problem text) LANGUAGE plpgsql AS $$
BEGIN
	FOR view IN SELECT relname FROM pg_class WHERE relkind = 'v' AND relnamespace = 'limit_test'::regnamespace ORDER BY relname
	LOOP
		BEGIN
			EXECUTE format('SELECT count(v::text) FROM limit_test.%I v', view);
		EXCEPTION WHEN OTHERS THEN
			problem := SQLERRM;
			RETURN NEXT;
		END;
	END LOOP;
END
$$;
SELECT * FROM broken_views();
SELECT count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences FROM tie_out;
SELECT count(*) > 10 AS explained FROM explain_cost('w1');
SELECT count(*) > 5 AS explained FROM explain_chargeback('2026-01-01', 'u');
-- A table of no partitions, and a view that has none
SELECT runrate_internal.partition_of('limit_test.events', now())::regclass AS events, runrate_internal.partition_of('limit_test.chargeback', 'infinity') AS view;
-- The test can fail
CREATE VIEW odd AS SELECT 1 / (count(*) - count(*)) AS ratio FROM events;
SELECT * FROM broken_views();

RESET search_path;
DROP SCHEMA limit_test, limit_test_internal CASCADE;
