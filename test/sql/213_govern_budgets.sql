--
-- Outcome budgets and why they were missed, the annual budget of AI labour by
-- driver, and what becomes of savings
--
SET jit = off;
SET client_min_messages = warning;
SET DateStyle = 'ISO';
\set SHOW_CONTEXT never

CALL runrate.create_ledger('outcome', 'USD', 'America/New_York');
SET search_path = outcome;
INSERT INTO business_units (business_unit, pl_line) VALUES ('service', 'Customer Service'), ('claims', 'Claims Underwriting'), ('lending', 'Loan Origination');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES
    ('csr', 'service', 'ticket'), ('escalations', 'service', 'ticket'), ('claims', 'claims', 'claim'), ('leads', 'lending', 'lead'), ('stray', 'lending', 'lead');
INSERT INTO outcome_rules (unit_of_work, outcome, counts) VALUES ('lead', 'qualified', true);

--
-- Three agents at 0.35, 6 and 12: 240,000 a month for 48,000 work items, 5.00
-- blended.
--
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES
    ('escalations', '2025-04-01', 0.35, 24000), ('claims', '2025-04-01', 6, 9400), ('leads', '2025-04-01', 12, 1),
    ('leads', '2025-04-01', 12, 14600), ('escalations', '2025-05-01', NULL, NULL), ('claims', '2025-05-01', NULL, NULL), ('leads', '2025-05-01', NULL, NULL);
SELECT month, sum(budget)::numeric(20,2) AS budget, sum(planned_outcomes) AS planned, (sum(budget) / sum(planned_outcomes))::numeric(20,4) AS blended,
       sum(outcomes) AS outcomes, sum(total_variance)::numeric(20,2) AS total_variance
FROM flex_budgets GROUP BY month;

--
-- 120,000 tickets at 1.45 may cost 174,000.  They cost 206,400, 1.72 each:
-- 32,400 unfavourable, of which planned attempts, tokens, price, reviews and
-- overhead explain what they do
--
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes, attempts_per_outcome, tokens_per_attempt, price_per_million_tokens, review_cost_per_outcome, overhead_cost_per_outcome)
VALUES ('csr', '2025-01-01', 1.45, 100000, 1.5, 10000, 50, 0.50, 0.10), ('csr', '2025-02-01', NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('leads', '2025-01-01', 12, 2000), ('leads', '2025-02-01', NULL, NULL);
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, cost, event_count, attempt) VALUES
    ('2025-01-10 12:00-05', 'csr', 'anthropic', 'sonnet', 1900000000, 100000, 180000, 1), ('2025-01-10 12:00-05', 'csr', 'anthropic', 'sonnet', 100000000, 10000, 10000, 2),
    ('2025-01-10 12:00-05', 'leads', 'openai', 'gpt-5', 1000, 22000, 1, 1), ('2025-01-10 12:00-05', 'stray', 'openai', 'gpt-5', 1000, 77, 1, 1);
INSERT INTO events (occurred_at, agent, layer, cost) VALUES ('2025-01-10 12:00-05', 'csr', 'tool_calls', 12400);
INSERT INTO reviews (occurred_at, agent, fee) VALUES ('2025-01-11 12:00-05', 'csr', 70000);
INSERT INTO shared_costs (month, layer, amount, driver, agent) VALUES ('2025-01-01', 'observability', 14000, 'even', 'csr');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2025-01-12 12:00-05', 'csr', 'resolved', 120000), ('2025-01-12 12:00-05', 'leads', 'qualified', 2000);
SELECT agent, target_unit_cost::numeric(10,2) AS target, planned_outcomes AS planned, budget::numeric(20,2), outcomes, flex_budget::numeric(20,2), unit_cost::numeric(10,2), fully_loaded_cost::numeric(20,2) AS cost,
       activity_variance::numeric(20,2), flex_variance::numeric(20,2), flex_direction AS fu, total_variance::numeric(20,2), total_direction AS fu
FROM flex_budgets WHERE month = '2025-01-01' ORDER BY agent;
SELECT agent, component, component_order AS n, variance, direction FROM budget_variance WHERE month = '2025-01-01' ORDER BY agent, component_order;
-- It sums: agents to what is booked for them less their budget, the company to all that is booked less all budgets
SELECT v.agent, v.variance = coalesce(f.total_variance, c.exact_amount) AS same
FROM (SELECT agent, sum(variance) AS variance FROM budget_variance WHERE month = '2025-01-01' GROUP BY agent) v
LEFT JOIN flex_budgets f ON f.agent = v.agent AND f.month = '2025-01-01'
LEFT JOIN (SELECT agent, sum(exact_amount) AS exact_amount FROM chargeback WHERE month = '2025-01-01' GROUP BY agent) c ON c.agent = v.agent ORDER BY v.agent;
SELECT (SELECT sum(variance) FROM budget_variance WHERE month = '2025-01-01') = (SELECT sum(exact_amount) FROM chargeback WHERE month = '2025-01-01') - (SELECT sum(budget) FROM flex_budgets WHERE month = '2025-01-01') AS company;

--
-- 12 - 11 = 1 for each of 2,000 leads: 2,000 are saved and redeployed, nothing
-- is left.  The csr is above its target and adds nothing.
--
SELECT agent, target_unit_cost::numeric(10,2) AS target, unit_cost::numeric(10,2), outcomes, saved::numeric(20,2), redeployed::numeric(20,2), balance::numeric(20,2) FROM reallocation_pool WHERE month = '2025-01-01' ORDER BY agent;
INSERT INTO reallocations (month, agent, purpose, amount, reason) VALUES ('2025-01-01', 'leads', 'SDR follow-up', 1500, 'test a second agent');
\set VERBOSITY terse
INSERT INTO reallocations (month, agent, purpose, amount) VALUES (NULL, 'leads', 'SDR follow-up', 1);
\set VERBOSITY default
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-01-01', 'leads', 'SDR follow-up', 400), ('2025-01-01', 'leads', 'SDR follow-up', 200);
SELECT balance::numeric(20,2) FROM reallocation_pool WHERE month = '2025-01-01' AND agent = 'leads';
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-01-01', 'leads', 'SDR follow-up', 400), ('2025-01-01', 'leads', 'SDR follow-up', 100);
SELECT agent, saved::numeric(20,2), redeployed::numeric(20,2), balance::numeric(20,2) FROM reallocation_pool WHERE month = '2025-01-01' ORDER BY agent;
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-01-01', 'leads', 'one too many', 0.000001);
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-01-01', 'csr', 'nothing was saved', 1);
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-02-01', 'leads', 'no budget', 1);
INSERT INTO reallocations (month, agent, purpose, amount) VALUES (date_trunc('month', now() AT TIME ZONE 'America/New_York')::date - 3650, 'nobody', 'x', 1);
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-01-01', 'leads', 'taken back', -2000.01);
INSERT INTO reallocations (month, agent, purpose, amount, reason) VALUES ('2025-01-01', 'leads', 'SDR follow-up', -500, 'not needed');
SELECT balance::numeric(20,2), (SELECT count(*) FROM reallocations WHERE recorded_by = current_user) AS decisions FROM reallocation_pool WHERE month = '2025-01-01' AND agent = 'leads';
-- What comes late eats it up
INSERT INTO events (occurred_at, agent, layer, cost) VALUES ('2025-01-31 12:00-05', 'leads', 'tool_calls', 1800);
SELECT saved::numeric(20,2), redeployed::numeric(20,2), balance::numeric(20,2) FROM reallocation_pool WHERE month = '2025-01-01' AND agent = 'leads';
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-01-01', 'leads', 'x', 1);

--
-- In the middle of a month: the agent moves to another unit of work, the
-- budget is superseded, an outcome is opened again later, a cost is reversed later
--
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('claims', '2025-06-16', 'service', 'ticket');
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('claims', '2025-06-01', 5, 10), ('claims', '2025-07-01', 3, 20), ('claims', '2025-08-01', NULL, NULL);
INSERT INTO events (occurred_at, agent, cost, source_key) VALUES ('2025-06-10 12:00-04', 'claims', 40, 'first'), ('2025-06-20 12:00-04', 'claims', 30, 'second');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity, source_key) VALUES ('2025-06-10 12:00-04', 'claims', 'adjudicated', 8, 'o'), ('2025-06-20 12:00-04', 'claims', 'resolved', 4, 'p');
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'first'), 'billed twice', '2025-07-03');
SELECT FROM reverse_outcome((SELECT id FROM outcomes WHERE source_key = 'p'), 'opened again');
SELECT month, outcomes, budget::numeric(10,2), flex_budget::numeric(10,2), fully_loaded_cost::numeric(10,2) AS cost, flex_variance::numeric(10,2), prior_period_cost::numeric(10,2) AS prior, total_variance::numeric(10,2) FROM flex_budgets WHERE agent = 'claims' AND month >= '2025-06-01' ORDER BY month;
SELECT month, component, trim_scale(variance) AS variance, direction FROM budget_variance WHERE agent = 'claims' AND month >= '2025-06-01' ORDER BY month, component_order;
-- Superseded: the month is what the last row says
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('claims', '2025-06-01', 6, 12);
SELECT month, budget::numeric(10,2), flex_variance::numeric(10,2) FROM flex_budgets WHERE agent = 'claims' AND month >= '2025-06-01' ORDER BY month;
-- Nothing was planned, nothing was achieved
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('stray', '2025-09-01', 0, 0), ('stray', '2025-10-01', NULL, NULL);
SELECT component, variance, direction FROM budget_variance WHERE month = '2025-09-01' ORDER BY component_order;

--
-- The annual budget: 202,000 a month of agent labour, 10,000 of model
-- migrations, 8,000 of infrastructure, 7,000 of prompt engineering: 2,724,000
--
INSERT INTO budgets (budget_line, valid_from, monthly_amount) VALUES
    ('agent labour', '2024-01-01', 202000), ('model migrations', '2024-01-01', 10000), ('infrastructure', '2024-01-01', 8000), ('prompt engineering', '2024-01-01', 7000), ('total', '2024-01-01', 227000),
    ('agent labour', '2025-01-01', NULL), ('model migrations', '2025-01-01', NULL), ('infrastructure', '2025-01-01', NULL), ('prompt engineering', '2025-01-01', NULL), ('total', '2025-01-01', NULL);
INSERT INTO events (occurred_at, agent, cost) SELECT timestamptz '2024-01-10 12:00-05' + n * interval '1 month', 'csr', 180000 + 1000 * n FROM generate_series(0, 11) n;
INSERT INTO events (occurred_at, agent, cost) SELECT timestamptz '2024-01-10 12:00-05' + n * interval '1 month', 'claims', 18400 FROM generate_series(0, 11) n;
INSERT INTO shared_costs (month, layer, amount, driver, description)
SELECT (date '2024-01-01' + n * interval '1 month')::date, 'integration', amount, 'even', description FROM generate_series(0, 11) n, (VALUES ('model migrations', 10500), ('infrastructure', 7000), (NULL, 100)) p (description, amount);
INSERT INTO investments (first_month, months, amount, agent, description) VALUES ('2024-01-01', 12, 84000, 'csr', 'prompt engineering');
SELECT budget_line, months, budget::numeric(20,0), monthly_budget::numeric(20,0), actual::numeric(20,0), forecast::numeric(20,0), difference::numeric(20,0), direction, status FROM labour_budgets WHERE version = 'budget' ORDER BY budget DESC;
-- The drivers sum to the total, and their actual costs to all that was spent
SELECT sum(budget) FILTER (WHERE budget_line <> 'total')::numeric(20,2) AS budget, sum(actual) FILTER (WHERE budget_line <> 'total') = sum(actual) FILTER (WHERE budget_line = 'total') AS drivers_are_all,
       sum(actual) FILTER (WHERE budget_line = 'total') = (SELECT sum(exact_amount) FROM chargeback WHERE month BETWEEN '2024-01-01' AND '2024-12-01') AS total_is_all
FROM labour_budgets WHERE version = 'budget' AND budget_year = 2024;
-- A forecast is a version of its own; the budget stays what it was
INSERT INTO budgets (version, budget_line, valid_from, monthly_amount) VALUES
    ('forecast 2024-06', 'agent labour', '2024-01-01', 200000), ('forecast 2024-06', 'agent labour', '2024-06-01', 210000), ('forecast 2024-06', 'agent labour', '2025-01-01', NULL),
    ('forecast 2024-06', 'model migrations', '2024-01-01', 0), ('forecast 2024-06', 'model migrations', '2025-01-01', NULL);
SELECT version, budget_line, budget::numeric(20,0), actual::numeric(20,0), difference::numeric(20,0), direction FROM labour_budgets WHERE budget_line IN ('agent labour', 'model migrations') ORDER BY version, budget_line;
SELECT count(*) AS lines, sum(budget)::numeric(20,0) AS budget FROM budget_vs_actual WHERE month BETWEEN '2024-01-01' AND '2024-12-01' AND budget_line = 'agent labour';
-- The months to come cost what is budgeted for them
INSERT INTO budgets (version, budget_line, valid_from, monthly_amount) VALUES ('next', 'agent labour', '2098-01-01', 5), ('next', 'agent labour', '2099-01-01', NULL);
SELECT budget_year, budget::numeric(20,0), actual, forecast::numeric(20,0), difference::numeric(20,0), direction, status FROM labour_budgets WHERE version = 'next';
-- A line or unit that is misspelt is named
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES
    ('*', 'model migration', '2024-03-01', 1), ('*', 'model migration', '2024-04-01', NULL), ('servise', 'total', '2024-03-01', 1), ('servise', 'total', '2024-04-01', NULL),
    ('*', 'agent labor', '2024-03-01', 1), ('*', 'agent labor', '2024-04-01', NULL), ('*', 'nothing like it', '2024-03-01', 1), ('*', 'nothing like it', '2024-04-01', NULL),
    ('service', 'agent labour', '2024-03-01', 1), ('service', 'agent labour', '2024-04-01', NULL);
SELECT business_unit, budget_line, actual::numeric(20,0), status, did_you_mean FROM budget_vs_actual WHERE month = '2024-03-01' AND budget = 1 ORDER BY 1, 2;
SELECT business_unit, budget_line, status, did_you_mean FROM labour_budgets WHERE did_you_mean IS NOT NULL ORDER BY 1, 2;
SELECT count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences FROM tie_out;

--
-- What cannot be
--
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('lead', '2026-01-01', 1, 1);
UPDATE outcome_budgets SET planned_outcomes = 1;
DELETE FROM reallocations;
\set VERBOSITY terse
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('leads', '2026-01-15', 1, 1);
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('leads', '2026-01-01', -1, 1);
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('leads', '2026-01-01', 1, -1);
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('leads', '2026-01-01', 'NaN', 1);
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost) VALUES ('leads', '2026-01-01', 1);
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes, attempts_per_outcome) VALUES ('leads', '2026-01-01', 1, 1, 2);
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes, review_cost_per_outcome, overhead_cost_per_outcome) VALUES ('leads', '2026-01-01', 1, 1, 0.6, 0.5);
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-01-02', 'leads', 'x', 1);
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-04-01', 'leads', '', 1);
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2025-04-01', 'leads', 'x', 0);
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2099-01-01', 'leads', 'x', 1);
INSERT INTO budgets (version, budget_line, valid_from, monthly_amount) VALUES ('', 'total', '2024-01-01', 1);
DROP SCHEMA outcome, outcome_internal CASCADE;
