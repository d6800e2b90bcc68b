--
-- Names that nobody knows are refused, with what was meant
--
SET client_min_messages = warning;
SET jit = off;
\set SHOW_CONTEXT never
CALL runrate.create_ledger('names_test');
SET search_path = names_test;
INSERT INTO business_units (business_unit) VALUES ('service');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('support', 'service', 'ticket'), ('claims', 'service', 'claim');

-- No lines: nothing is charged.  Nobody: an error.
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-01-10', 'support', 5), ('2026-01-10', 'stray', 2);
SELECT agent, amount FROM statement('2026-01-01', 'service');
SELECT agent, amount FROM statement('2026-01-01', 'unattributed');
SELECT count(*) FROM statement('2026-02-01', 'service');
SELECT count(*) FROM statement('2026-01-01', 'sevice');
SELECT count(*) FROM statement('2026-01-01', 'finance');
SELECT count(*) FROM statement('2026-01-01', NULL);

-- A plan from a model that the agent never used, or to one that has no price
INSERT INTO prices (provider, model, meter, price) VALUES ('anthropic', 'sonnet-3', 'input_tokens', 3), ('anthropic', 'sonnet-4', 'input_tokens', 1);
INSERT INTO events (occurred_at, agent, provider, model, input_tokens) VALUES ('2026-01-10', 'support', 'anthropic', 'sonnet-3', 1000000);
SELECT plan_transition('support', 'anthropic', 'sonet-3', 'anthropic', 'sonnet-4', '2026-05-15', 10, '2026-01-01', '2026-01-01');
SELECT plan_transition('support', 'anthropic', 'sonnet-3', 'anthropic', 'sonet-4', '2026-05-15', 10, '2026-01-01', '2026-01-01');
SELECT plan_transition('suport', 'anthropic', 'sonnet-3', 'anthropic', 'sonnet-4', '2026-05-15', 10, '2026-01-01', '2026-01-01');
SELECT plan_transition('support', 'antropic', 'sonnet-3', 'anthropic', 'sonnet-4', '2026-05-15', 10, '2026-01-01', '2026-01-01');
SELECT count(*) FROM transition_plans;

-- Reference rows may come before what they are for: a warning.
INSERT INTO slos (agent, metric, target) VALUES ('suport', 'accuracy', 0.9), ('Suport', 'spend', 5), ('suport', 'spend', 5),
    ('support', 'spend', 5), ('stray', 'spend', 5), ('*', 'spend', 5), ('yet to come', 'spend', 5);
INSERT INTO slos (agent, metric, target) VALUES ('claims', 'review_ratio', 15), ('claims', 'review_ratio', 1);
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('tickets', 8), ('claim', 9);
INSERT INTO outcome_rules (unit_of_work, outcome, counts) VALUES ('clam', 'resolved', true), ('*', 'shipped', true);
INSERT INTO vendor_quotes (vendor, unit_of_work, price) VALUES ('Fin', 'tiket', 0.99);
INSERT INTO peer_benchmarks (benchmark, unit_of_work, low_unit_cost, high_unit_cost, citation) VALUES ('Peer', 'tiket', 1, 2, 'here');
INSERT INTO fixed_shares (share_key, agent, weight) VALUES ('seats', 'supprt', 1), ('seats', 'claims', 1);
INSERT INTO commitments (commitment, kind, vendor, starts_on, ends_on, amount, capacity, layer, agent, business_unit)
VALUES ('seats of 2026', 'seats', 'Fin', '2026-01-01', '2026-12-31', 10, 10, 'model-api', 'supprt', 'Service'),
       ('seats', 'seats', 'Fin', '2026-01-01', '2026-12-31', 10, 10, 'model_api', NULL, NULL);
-- Costs that budgets are for come after them: only a line that is nearly another is one too many.
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES
    ('srvice', 'total', '2026-01-01', 5), ('unattributed', 'Total', '2026-01-01', 5), ('*', 'model migrations', '2026-01-01', 5);
-- Of many a few
INSERT INTO slos (agent, metric, target) SELECT 'agent ' || chr(96 + n), 'spend', 1 FROM generate_series(1, 13) n;
INSERT INTO slos (agent, metric, target) SELECT 'agent', 'spend', 1 WHERE false;

-- Whoever may add rows but sees nothing is told nothing.
CREATE ROLE names_test_clerk;
GRANT USAGE ON SCHEMA names_test TO names_test_clerk;
GRANT INSERT (agent, metric, target) ON slos TO names_test_clerk;
SET ROLE names_test_clerk;
INSERT INTO slos (agent, metric, target) VALUES ('suport', 'accuracy', 0.9), ('suport', 'review_ratio', 90);
RESET ROLE;
SELECT recorded_by, count(*) FROM slos WHERE agent = 'suport' GROUP BY recorded_by ORDER BY recorded_by COLLATE "C";

-- Nobody leaves before he has come
\set VERBOSITY terse
INSERT INTO agents (agent, hired, retired) VALUES ('early', '2026-02-01', '2026-01-31');
\set VERBOSITY default

-- In a ledger of another name, too, and where nobody knows a name yet nothing is said.
RESET search_path;
CALL runrate.rename_ledger('names_test', 'names_test_2');
INSERT INTO names_test_2.slos (agent, metric, target) VALUES ('suport', 'accuracy', 0.9);
CALL runrate.create_ledger('names_test_3');
INSERT INTO names_test_3.slos (agent, metric, target) VALUES ('suport', 'accuracy', 0.9);
INSERT INTO names_test_3.budgets (business_unit, valid_from, monthly_amount) VALUES ('srvice', '2026-01-01', 5);
CALL runrate.drop_ledger('names_test_3', confirm => 'names_test_3');
CALL runrate.drop_ledger('names_test_2', confirm => 'names_test_2');
DROP ROLE names_test_clerk;
