--
-- How far the company has come: stages, the checklist, the first ninety days
--
SET client_min_messages = warning;
SET jit = off;
SET TimeZone = 'UTC';
SET DateStyle = 'ISO';
CREATE ROLE regress_maturity_ann LOGIN;
CALL runrate.create_ledger('maturity_test');
SET search_path = maturity_test;
CALL grant_access('regress_maturity_ann', 'participant');
CREATE VIEW stage AS SELECT DISTINCT month, reached_stage FROM maturity_assessment WHERE month = '2026-05-01';
CREATE VIEW unmet AS SELECT stage, stage_name, criterion, value, threshold, next_step FROM maturity_assessment WHERE month = '2026-05-01' AND NOT is_met ORDER BY stage, criterion;

-- Nothing is known of an empty ledger
SELECT count(*) FROM maturity_assessment;
SELECT point, name, is_shipped, evidence, next_step FROM governance_checklist ORDER BY point;
SELECT phase, name, from_day, to_day, due_on - current_date AS due_in, criterion, value, threshold, is_met, is_overdue, next_step FROM finops_phases ORDER BY phase;

-- 1: a bill, and events that nobody knows the price of
SET client_min_messages = error;
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-05-01', 'observability', 10, 'even');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens) SELECT '2026-05-10 12:00', 'csr', 'acme', 'large', 1000000 FROM generate_series(1, 10);
SELECT * FROM stage;
SELECT * FROM unmet;
-- 2: the price is found, and the agent has no business unit
INSERT INTO prices (provider, model, meter, price) VALUES ('acme', 'large', 'input_tokens', 10);
SELECT price_pending();
SELECT * FROM stage;
-- 3: it has one; a month is never better than its lowest stage
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('csr', 'service', 'ticket');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-05-10 12:00', 'csr', 'resolved', 100);
SELECT * FROM stage;
-- a target alone does not make it optimized
INSERT INTO slos (agent, metric, target) VALUES ('csr', 'cost_per_outcome', 0.50);
SELECT * FROM stage;
SELECT * FROM unmet;
INSERT INTO slos (agent, metric, target) VALUES ('csr', 'cost_per_outcome', 1.10);
SELECT * FROM stage;
-- 5: what is missed is decided, alerts are raised, new spend is asked for
INSERT INTO slos (agent, metric, target) VALUES ('csr', 'accuracy', 0.90);
INSERT INTO reviews (occurred_at, agent, fee, verdict) SELECT '2026-05-10 12:00', 'csr', 0, CASE WHEN i <= 10 THEN 'accurate' ELSE 'inaccurate' END FROM generate_series(1, 20) i;
CALL raise_alerts('2026-06-01');
SELECT stage, criterion, value, is_met FROM maturity_assessment WHERE month = '2026-05-01' AND stage = 5 ORDER BY 2;
SET SESSION AUTHORIZATION regress_maturity_ann;
SELECT count(decide_alert(alert, 'retrain')) AS decided FROM alert_board WHERE metric = 'accuracy' AND kind = 'slo';
RESET SESSION AUTHORIZATION;
SELECT stage, criterion, value, is_met FROM maturity_assessment WHERE month = '2026-05-01' AND stage = 5 ORDER BY 2;
-- A month is closed when it is over; the present one asks for the one before.
INSERT INTO events (occurred_at, agent, cost) VALUES (now(), 'csr', 1);
BEGIN;
SELECT close_month('2026-05-01', 'May') IS NOT NULL AS closed;
SELECT value, threshold, is_met, next_step FROM maturity_assessment WHERE month = '2026-05-01' AND criterion = 'last month closed';
SELECT is_met, next_step FROM maturity_assessment WHERE month = date_trunc('month', now()) AND criterion = 'last month closed';
SELECT count(*) >= 1 AS closed FROM (SELECT close_through((date_trunc('month', now()) - interval '1 month')::date, 'all')) c;
SELECT is_met, next_step FROM maturity_assessment WHERE month = date_trunc('month', now()) AND criterion = 'last month closed';
SELECT reopen_month((date_trunc('month', now()) - interval '1 month')::date, 'one more look') IS NOT NULL AS reopened;
SELECT is_met, next_step FROM maturity_assessment WHERE month = date_trunc('month', now()) AND criterion = 'last month closed';
ROLLBACK;
INSERT INTO approval_roles (login, approver_role) VALUES ('ann', 'manager'), ('bea', 'finance'), ('carl', 'cfo');
SELECT request_experiment('pilot', 'h', 'm', 100, CURRENT_DATE + 5);
SELECT point, is_shipped, evidence FROM governance_checklist WHERE point IN (2, 4, 5) ORDER BY point;
SELECT phase, value, is_met FROM finops_phases ORDER BY phase;
-- and the first stage that is not reached decides: without prices nothing else counts
INSERT INTO events (occurred_at, agent, provider, model, input_tokens) SELECT '2026-05-11 12:00', 'csr', 'acme', 'nobody knows', 1000000 FROM generate_series(1, 10);
SELECT * FROM stage;

RESET search_path;
CALL runrate.drop_ledger('maturity_test', confirm => 'maturity_test');
DROP OWNED BY regress_maturity_ann;
DROP ROLE regress_maturity_ann;
