--
-- Readers of business units: their rows of the reports, with the figures of the
-- company, and nothing else by any way.
--
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET datestyle = 'ISO';
CREATE ROLE regress_units_owner;
CREATE ROLE regress_units_north;
CREATE ROLE regress_units_south;
CREATE ROLE regress_units_both;
CREATE ROLE regress_units_none;
CREATE ROLE regress_units_reader;
CREATE ROLE regress_units_login IN ROLE regress_units_north;
CREATE ROLE regress_units_apart NOINHERIT IN ROLE regress_units_north;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_units_owner', current_database()) \gexec
SET ROLE regress_units_owner;
CALL runrate.create_ledger('units_test');
SET search_path = units_test, units_test_internal, pg_temp;
CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text; message text; hint text;
BEGIN
	EXECUTE statement;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', state, message, nullif(hint, ''));
END;
$$;
INSERT INTO business_units (business_unit, pl_line) VALUES ('north', 'North'), ('south', 'South');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('a', 'north', 'ticket'), ('b', 'south', 'claim'), ('c', 'east', 'loan');
INSERT INTO human_baselines (unit_of_work, valid_from, cost_per_outcome) VALUES ('ticket', '2026-01-01', 50), ('claim', '2026-01-01', 70);
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES
	('north', 'total', '2026-01-01', 100), ('south', 'total', '2026-01-01', 200), ('*', 'total', '2026-01-01', 300), ('north', 'Nort', '2026-01-01', 1);
INSERT INTO slos (agent, metric, target) VALUES ('a', 'cost_per_outcome', 50), ('b', 'cost_per_outcome', 60);
INSERT INTO reviewer_costs (reviewer, valid_from, hourly_cost) VALUES ('*', '2026-01-01', 60);
-- an item of the south that an agent of the north works on
INSERT INTO work_items (work_item, business_unit, customer) VALUES ('w3', 'south', 'c3'), ('w1', NULL, 'c1');
INSERT INTO events (source_key, occurred_at, agent, work_item, cost) VALUES
	('1', '2026-01-05', 'a', 'w1', 10), ('2', '2026-01-05', 'b', 'w2', 30), ('3', '2026-01-05', 'a', 'w3', 20), ('4', '2026-02-05', 'a', 'w1', 10), ('5', '2026-02-05', 'c', 'w5', 40);
INSERT INTO outcomes (source_key, occurred_at, agent, work_item, outcome) VALUES ('1', '2026-01-06', 'a', 'w1', 'resolved'), ('2', '2026-01-06', 'b', 'w2', 'resolved');
INSERT INTO reviews (source_key, occurred_at, agent, work_item, minutes, verdict) VALUES ('1', '2026-01-06', 'a', 'w1', 10, 'accurate');
INSERT INTO shared_costs (source_key, month, layer, amount, driver) VALUES ('1', '2026-01-01', 'gateway', 120, 'direct_cost'), ('2', '2026-02-01', 'gateway', 50, 'direct_cost');

CALL grant_access('regress_units_north', 'unit_reader', 'north');
CALL grant_access('regress_units_south', 'unit_reader', 'south');
CALL grant_access('regress_units_both', 'unit_reader', 'north');
CALL grant_access('regress_units_both', 'unit_reader', 'south');
CALL grant_access('regress_units_both', 'unit_reader', 'south');
CALL grant_access('regress_units_reader', 'reader');
SELECT n, pg_temp.try(s) FROM (VALUES
	(1, 'CALL grant_access(''regress_units_north'', ''unit_reader'')'), (2, 'CALL grant_access(''regress_units_north'', ''unit_reader'', ''nort'')'),
	(3, 'CALL grant_access(''regress_units_north'', ''unit_reader'', ''*'')'), (4, 'CALL grant_access(''regress_units_north'', ''unit_reader'', ''unattributed'')'),
	(5, 'CALL grant_access(''regress_units_north'', ''reader'', ''north'')'), (6, 'CALL revoke_access(''regress_units_north'', ''unit_reader'', ''south'')'),
	(7, 'CALL revoke_access(''regress_units_north'', ''reader'', ''north'')'), (8, 'CALL grant_access(''regress_units_nobody'', ''unit_reader'', ''north'')'),
	(9, 'CALL revoke_access(''regress_units_none'', ''unit_reader'')')) s (n, s) ORDER BY n;
SELECT role_name, access, business_unit, is_in_force FROM access_grants ORDER BY role_name, business_unit;
-- a unit that only agents name is one
CALL grant_access('regress_units_none', 'unit_reader', 'east');
CALL revoke_access('regress_units_none', 'unit_reader', 'east');
SELECT has_schema_privilege('regress_units_none', 'units_test', 'USAGE') AS uses, count(*) AS grants FROM access_grants WHERE role_name = 'regress_units_none';

--
-- The figures are those of the company
--
CREATE TABLE expected AS SELECT * FROM chargeback;
SELECT month, business_unit, agent, amount, trim_scale(overhead_cost) AS overhead FROM expected ORDER BY 1, 2, 3;
GRANT SELECT ON expected TO PUBLIC;
SET ROLE regress_units_north;
SELECT month, business_unit, agent, volume, amount, trim_scale(overhead_cost) AS overhead FROM my_chargeback ORDER BY 1, 2, 3;
SELECT count(*) AS differences FROM (TABLE my_chargeback EXCEPT ALL SELECT * FROM expected WHERE business_unit = 'north') d;
SELECT month, agent, business_unit, outcomes, trim_scale(fully_loaded_cost) AS cost, trim_scale(saving) AS saving FROM my_workforce_pnl ORDER BY 1, 2, 3;
SELECT month, business_unit, agent, unit_of_work, outcomes, events, trim_scale(fully_loaded_cost) AS cost, unit_cost, accuracy_ratio FROM my_unit_costs ORDER BY 1, 2, 3;
SELECT month, business_unit, layer, visibility, trim_scale(cost) AS cost, spend_ratio, trim_scale(month_cost) AS month_cost FROM my_iceberg ORDER BY 1, 2, layer_order, layer;
SELECT business_unit, budget_line, budget::numeric(10,2) AS budget, actual::numeric(10,2) AS actual, status FROM my_budget_vs_actual WHERE month = '2026-01-01' ORDER BY 1, 2;
SELECT day, agent, outcomes, trim_scale(direct_cost) AS direct, trim_scale(fully_loaded_cost) AS cost FROM my_unit_costs_daily WHERE direct_cost <> 0 OR outcomes <> 0 ORDER BY 1, 2;
SELECT month, business_unit, customer, work_items, outcomes, trim_scale(fully_loaded_cost) AS cost, unit_cost FROM my_customer_costs ORDER BY 1, 2, 3;
SELECT business_unit, agent, metric, period_type, period_start, actual, status FROM my_slo_report ORDER BY 2, 3, 4;
SELECT count(*) FROM my_projections WHERE business_unit = 'north';
-- The months, weeks, days and customers of all units are those of the company
SET ROLE regress_units_owner;
SELECT count(*) AS differences FROM (
	SELECT month, agent, unit_of_work, sum(fully_loaded_cost), sum(outcomes), sum(events) FROM unit_costs_of_units GROUP BY 1, 2, 3 EXCEPT ALL SELECT month, agent, unit_of_work, fully_loaded_cost, outcomes, events FROM unit_costs) d;
SELECT count(*) AS differences FROM (
	SELECT day, agent, unit_of_work, sum(fully_loaded_cost), sum(outcomes), sum(events) FROM unit_costs_daily_of_units GROUP BY 1, 2, 3 EXCEPT ALL SELECT day, agent, unit_of_work, fully_loaded_cost, outcomes, events FROM unit_costs_daily) d;
SELECT count(*) AS differences FROM (
	SELECT week, agent, sum(fully_loaded_cost), sum(outcomes) FROM unit_costs_weekly_of_units GROUP BY 1, 2 EXCEPT ALL SELECT week, agent, fully_loaded_cost, outcomes FROM unit_costs_weekly) d;
SELECT count(*) AS differences FROM (
	SELECT month, customer, sum(fully_loaded_cost), sum(outcomes) FROM customer_costs_of_units GROUP BY 1, 2 EXCEPT ALL SELECT month, customer, fully_loaded_cost, outcomes FROM customer_costs) d;
SELECT count(*) AS differences FROM (
	SELECT month, business_unit, sum(fully_loaded_cost) FROM customer_costs_of_units GROUP BY 1, 2 EXCEPT ALL SELECT month, business_unit, sum(cost) FROM unit_months GROUP BY 1, 2) d;
SET ROLE regress_units_both;
SELECT month, business_unit, agent, amount FROM my_chargeback ORDER BY 1, 2, 3;
SELECT month, business_unit, sum(spend_ratio), count(DISTINCT month_cost) FROM my_iceberg GROUP BY 1, 2 ORDER BY 1, 2;
-- members of the role, if they inherit; readers of all have none here; strangers may not
SET ROLE regress_units_login;
SELECT count(*) FROM my_chargeback;
SET ROLE regress_units_apart;
SELECT pg_temp.try('TABLE units_test.my_chargeback');
SET ROLE regress_units_reader;
SELECT count(*) FROM my_chargeback;
SELECT count(*) FROM my_budget_vs_actual;
SET ROLE regress_units_none;
SELECT pg_temp.try('TABLE units_test.my_chargeback');

--
-- And there is no other way
--
SET ROLE regress_units_owner;
CREATE TEMP VIEW may AS
SELECT n.nspname, c.relname
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname IN ('units_test', 'units_test_internal') AND c.relkind IN ('r', 'v', 'p', 'm') AND c.relname <> 'expected'
  AND has_any_column_privilege('regress_units_north', c.oid, 'SELECT, INSERT, UPDATE, REFERENCES');
SELECT nspname, relname FROM may ORDER BY 1, 2;
SELECT has_schema_privilege('regress_units_north', 'units_test_internal', 'USAGE') AS internal;
RESET ROLE;
ANALYZE;
SET ROLE regress_units_north;
SELECT count(*) AS statistics FROM pg_stats WHERE schemaname LIKE 'units_test%' AND tablename <> 'expected';
SELECT count(*) AS statistics FROM pg_stats_ext WHERE schemaname LIKE 'units_test%';
-- of a plan there is only the function, with an estimate that knows nothing
EXPLAIN (VERBOSE, COSTS OFF) SELECT * FROM my_chargeback WHERE agent = 'b' AND amount > 1;
EXPLAIN (ANALYZE, COSTS OFF, TIMING OFF, SUMMARY OFF) SELECT agent FROM my_chargeback WHERE agent = 'b';
CREATE FUNCTION pg_temp.rows_of(statement text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	plan json;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || statement INTO plan;
	RETURN plan->0->'Plan'->>'Plan Rows';
END;
$$;
SELECT pg_temp.rows_of('SELECT FROM my_chargeback') AS north;
SET ROLE regress_units_both;
SELECT pg_temp.rows_of('SELECT FROM my_chargeback') AS both;
SET ROLE regress_units_north;
-- conditions that tell what they see, and that fail
CREATE FUNCTION pg_temp.tell(agent text, cost numeric) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN RAISE WARNING 'seen %', agent; RETURN true; END; $$;
SELECT count(*) FROM my_chargeback WHERE pg_temp.tell(agent, amount) AND month = '2026-01-01';
SELECT count(*) FROM my_iceberg WHERE pg_temp.tell(business_unit, cost) AND month = '2026-01-01';
SELECT count(*) FROM my_chargeback WHERE 1 / (CASE business_unit WHEN 'north' THEN 1 ELSE 0 END) = 1;
SELECT count(*) FROM my_workforce_pnl WHERE 1 / (CASE business_unit WHEN 'north' THEN 1 ELSE 0 END) = 1;
-- every one of them, in the same ways
CREATE FUNCTION pg_temp.tell_row(r record, business_unit text) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS $$ BEGIN IF business_unit <> 'north' THEN RAISE WARNING 'seen %', r; END IF; RETURN true; END; $$;
CREATE FUNCTION pg_temp.leaks() RETURNS TABLE (report name, others bigint, plan text) LANGUAGE plpgsql AS $$
DECLARE
	line text;
BEGIN
	FOR report IN SELECT relname FROM pg_class WHERE relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'units_test') AND relname LIKE 'my\_%' ORDER BY 1
	LOOP
		EXECUTE format('SELECT count(*) FILTER (WHERE business_unit <> ''north'') FROM units_test.%I r WHERE pg_temp.tell_row(r, business_unit) AND 1 / (CASE business_unit WHEN ''north'' THEN 1 ELSE 0 END) = 1', report) INTO others;
		plan := '';
		FOR line IN EXECUTE format('EXPLAIN (ANALYZE, VERBOSE, TIMING OFF, SUMMARY OFF, COSTS OFF) SELECT count(*) FROM units_test.%I WHERE business_unit = ''south''', report)
		LOOP
			plan := plan || regexp_replace(line, '^.*(Function Scan on|Function Call:|Filter:|Rows Removed|Output:|Aggregate|Subquery Scan on).*$', '');
		END LOOP;
		RETURN NEXT;
	END LOOP;
END;
$$;
SELECT * FROM pg_temp.leaks();
-- nor by settings that print plans to the client
SELECT proname, proconfig FROM pg_proc WHERE proname = 'my_chargeback_rows' AND pronamespace = (SELECT oid FROM pg_namespace WHERE nspname = 'units_test_internal');
-- by functions of the ledger and of the extension
SELECT n, pg_temp.try(s) FROM (VALUES
	(1, 'TABLE units_test.events'), (2, 'TABLE units_test.quarantine'), (3, 'TABLE units_test.conflicts'), (4, 'TABLE units_test.reviewer_costs'), (5, 'TABLE units_test.chargeback'),
	(6, 'SELECT units_test_internal.my_chargeback_rows()'), (7, 'TABLE units_test_internal.unit_readers'), (8, 'SELECT units_test.statement(''2026-01-01'', ''south'')'),
	(9, 'SELECT units_test.explain_cost(''w2'')'), (10, 'SELECT units_test.explain_chargeback(''2026-01-01'', ''south'')'), (11, 'SELECT units_test.what_changed(''2026-02-01'')'),
	(12, 'SELECT units_test.export_statement(''2026-01-01'')'), (13, 'SELECT units_test.board_report_html(''2026-01-01'')'), (14, 'SELECT runrate_internal.fact_key_hash(secret, '''', '''') FROM units_test_internal.key_secret'),
	(15, 'SELECT runrate_internal.reverse_fact(''units_test.events'', 1, ''x'', NULL)'), (16, 'SELECT runrate_internal.correct_event(''units_test.events'', 1, ''x'')'),
	(17, 'SELECT runrate_internal.price_usage(''units_test.events'', ''openai_chat'', ''{"usage": {"prompt_tokens": 1, "completion_tokens": 1}}'', ''p'', ''m'', now())'),
	(18, 'INSERT INTO units_test.events (occurred_at, source_key, cost) VALUES (now(), ''1'', 5)'), (19, 'UPDATE units_test.my_chargeback SET amount = 0'),
	(20, 'SELECT count(*) FROM units_test.access_grants'), (21, 'CALL units_test.grant_access(''regress_units_north'', ''unit_reader'', ''south'')')) s (n, s) ORDER BY n;
-- a plan that is kept serves who asks
SET plan_cache_mode = force_generic_plan;
PREPARE kept AS SELECT business_unit, count(*) FROM my_chargeback GROUP BY 1 ORDER BY 1;
EXECUTE kept;
SET ROLE regress_units_south;
EXECUTE kept;
SET ROLE regress_units_north;
EXECUTE kept;
DEALLOCATE kept;
CREATE FUNCTION pg_temp.kept() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN (SELECT string_agg(DISTINCT business_unit, ', ') FROM units_test.my_chargeback); END; $$;
SELECT pg_temp.kept();
SET ROLE regress_units_south;
SELECT pg_temp.kept();
RESET plan_cache_mode;
-- nor by a wrapper that has the rights of who made it
SET ROLE regress_units_owner;
CREATE FUNCTION units_test.wrapper() RETURNS text LANGUAGE sql SECURITY DEFINER BEGIN ATOMIC SELECT string_agg(DISTINCT business_unit, ', ') FROM my_chargeback; END;
SET ROLE regress_units_south;
SELECT wrapper();

--
-- Units are given and taken one by one; closings, repairs and upgrades keep them
--
SET ROLE regress_units_owner;
DROP FUNCTION wrapper;
SELECT close_month('2026-01-01', 'January', 'unpriced_events') IS NOT NULL AS closed;
UPDATE agents SET business_unit = 'south' WHERE agent = 'a';
UPDATE work_items SET customer = 'c9' WHERE work_item = 'w1';
DROP VIEW my_iceberg;
CALL runrate.repair_ledger('units_test');
SET ROLE regress_units_north;
SELECT month, business_unit, agent, amount FROM my_chargeback ORDER BY 1, 2, 3;
SELECT count(*) FROM my_iceberg;
-- customers of closed months are those that the closing saw
SELECT month, customer, fully_loaded_cost::numeric(10,2) AS cost, outcomes FROM my_customer_costs ORDER BY 1, 2;
SET ROLE regress_units_owner;
SELECT month, customer, fully_loaded_cost::numeric(10,2) AS cost FROM customer_costs ORDER BY 1, 2;
SELECT count(*) AS differences FROM (
	SELECT month, customer, sum(fully_loaded_cost), sum(outcomes) FROM customer_costs_of_units GROUP BY 1, 2 EXCEPT ALL SELECT month, customer, fully_loaded_cost, outcomes FROM customer_costs) d;
SET ROLE regress_units_owner;
CALL revoke_access('regress_units_both', 'unit_reader', 'north');
SET ROLE regress_units_both;
SELECT DISTINCT business_unit FROM my_chargeback;
SET ROLE regress_units_owner;
CALL revoke_access('regress_units_both', 'unit_reader');
CALL revoke_access('regress_units_south', 'unit_reader', 'south');
SELECT role_name, access, business_unit FROM access_grants ORDER BY role_name, business_unit;
SELECT has_schema_privilege('regress_units_both', 'units_test', 'USAGE') AS uses, has_table_privilege('regress_units_south', 'my_chargeback', 'SELECT') AS reads;
-- another role of a name that was
RESET ROLE;
DROP OWNED BY regress_units_north CASCADE;
DROP ROLE regress_units_apart, regress_units_login, regress_units_north;
CREATE ROLE regress_units_north;
SET ROLE regress_units_owner;
CALL grant_access('regress_units_north', 'unit_reader', 'south');
SELECT role_name, business_unit, is_in_force FROM access_grants WHERE role_name = 'regress_units_north';

RESET ROLE;
RESET search_path;
DROP OWNED BY regress_units_owner, regress_units_north, regress_units_south, regress_units_both, regress_units_none, regress_units_reader CASCADE;
DROP ROLE regress_units_owner, regress_units_north, regress_units_south, regress_units_both, regress_units_none, regress_units_reader;
