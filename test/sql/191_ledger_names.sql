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

RESET search_path;
CALL runrate.drop_ledger('names_test', confirm => 'names_test');
