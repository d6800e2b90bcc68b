--
-- Pay slips and head counts: what an agent does, what it costs, and what the
-- people would have cost whose work it does
--
SET jit = off;
SET client_min_messages = warning;
SET DateStyle = 'ISO';
\set SHOW_CONTEXT never

CALL runrate.create_ledger('payroll', 'USD', 'America/New_York');
SET search_path = payroll;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES
    ('csr', 'service', 'ticket'), ('claims', 'underwriting', 'claim'), ('processor', 'underwriting', 'claim of the board'),
    ('office', 'underwriting', 'file');
INSERT INTO agents (agent, business_unit, unit_of_work, deployment) VALUES ('own', 'service', 'summary', 'self_hosted');

--
-- A person costs 52,000 + 20,000 + 15,000 + 8,000 = 95,000 a year.  An agent
-- with 50,000 resolutions at 1.50, 30,000 of operation and 20,000 of
-- integration costs 125,000.  Here all of it is in one month.
--
INSERT INTO human_baselines (unit_of_work, salary, benefits, overhead, turnover, outcomes_per_fte) VALUES
    ('ticket', 52000, 20000, 15000, 8000, 6000);
INSERT INTO events (occurred_at, agent, cost, provider, model, input_tokens) VALUES ('2026-01-10 12:00+00', 'csr', 75000, 'anthropic', 'sonnet', 25000000000);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-01-10 12:00+00', 'csr', 'resolved', 50000);
INSERT INTO shared_costs (month, layer, amount, driver, agent) VALUES ('2026-01-01', 'observability', 30000, 'even', 'csr');
INSERT INTO investments (first_month, months, amount, agent) VALUES ('2026-01-01', 1, 20000, 'csr');
\x on
SELECT month, agent, outcomes, trim_scale(direct_cost) AS direct_cost, trim_scale(overhead_cost) AS overhead_cost, trim_scale(fully_loaded_cost) AS fully_loaded_cost, unit_cost,
       trim_scale(fte_salary) AS fte_salary, trim_scale(fte_benefits) AS fte_benefits, trim_scale(fte_overhead) AS fte_overhead, trim_scale(fte_turnover) AS fte_turnover,
       trim_scale(fte_cost) AS fte_cost, fte_capacity, ftes_replaced, human_unit_cost, human_cost, saving, saving_per_outcome, return_on_ai_spend, return_on_investment,
       review_ratio, break_even_review_ratio, trim_scale(cost_per_million_tokens) AS cost_per_million_tokens
FROM workforce_pnl WHERE month = '2026-01-01' AND agent = 'csr';

--
-- $5 and a fifth of the claims reviewed at $8 are 6.60.  A person takes 24: the
-- agent is worth it until every claim is reviewed 2.375 times.  Against 8.50
-- the break-even is 0.4375.
--
INSERT INTO human_baselines (unit_of_work, cost_per_outcome, outcomes_per_fte) VALUES ('claim', 24, 50000.0 / 15);
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('claim of the board', 8.50);
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-01-10 12:00+00', 'claims', 250000), ('2026-01-10 12:00+00', 'processor', 120000);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES
    ('2026-01-10 12:00+00', 'claims', 'adjudicated', 50000), ('2026-01-10 12:00+00', 'processor', 'adjudicated', 24000);
INSERT INTO outcome_rules (unit_of_work, outcome, counts) VALUES ('claim of the board', 'adjudicated', true);
INSERT INTO reviews (occurred_at, agent, fee) SELECT '2026-01-11 12:00+00', 'claims', 8 FROM generate_series(1, 10000);
INSERT INTO reviews (occurred_at, agent, fee) SELECT '2026-01-11 12:00+00', 'processor', 8 FROM generate_series(1, 4800);
\x off
SELECT agent, outcomes, unit_cost, human_unit_cost, trim_scale(saving) AS saving, saving_per_outcome, review_ratio, break_even_review_ratio, ftes_replaced, trim_scale(fte_cost) AS fte_cost
FROM workforce_pnl WHERE month = '2026-01-01' AND agent IN ('claims', 'processor') ORDER BY agent;
-- The text has 300,000 of savings against 5.00 a claim, a return of 1.2.  With
-- the reviews that it has itself, 6.60 a claim, that is a loss of 30,000; with
-- 12 people at 80,000, 960,000, the saving is 240,000 and the loss 90,000.
SELECT runrate.return_on_ai_spend(300000, 250000) AS of_the_text, runrate.return_on_investment(300000, 250000) AS roi_of_the_text,
       300000 - trim_scale(fully_loaded_cost) AS net, 15 * 80000 - 12 * 80000 AS saving, 15 * 80000 - 12 * 80000 - trim_scale(fully_loaded_cost) AS net_of_12
FROM workforce_pnl WHERE month = '2026-01-01' AND agent = 'claims';

--
-- A contractor or an employee: own machines for 9,000 a month, against a
-- provider at 4.50 for a million tokens of that mix
--
INSERT INTO shared_costs (month, layer, amount, driver, agent) VALUES ('2026-01-01', 'inference', 9000, 'even', 'own');
INSERT INTO events (occurred_at, agent, layer, provider, model, input_tokens, output_tokens, cost) VALUES
    ('2026-01-10 12:00+00', 'own', 'inference', 'self', 'llama', 1200000000, 300000000, 0);
INSERT INTO token_list_prices (agent, price_per_million_tokens, note) VALUES ('own', 99, 'mistyped'), ('csr', 3, 'input only');
INSERT INTO token_list_prices (agent, price_per_million_tokens, note) VALUES ('own', 4.50, 'the same model at a provider');
SELECT agent, deployment, trim_scale(model_cost) AS model_cost, trim_scale(cost_per_million_tokens) AS cost_per_million_tokens,
       trim_scale(list_price_per_million_tokens) AS list_price, break_even_tokens
FROM workforce_pnl WHERE month = '2026-01-01' AND agent IN ('own', 'csr') ORDER BY agent;
-- No list price from February on, which is no price of zero
INSERT INTO token_list_prices (agent, valid_from, price_per_million_tokens) VALUES ('own', '2026-02-01', NULL);
INSERT INTO shared_costs (month, layer, amount, driver, agent) VALUES ('2026-02-01', 'inference', 9000, 'even', 'own');
SELECT month, trim_scale(model_cost) AS model_cost, list_price_per_million_tokens, break_even_tokens FROM workforce_pnl WHERE agent = 'own' AND month <= '2026-02-01' ORDER BY month;

--
-- In the middle of a month: the agent moves to another unit of work and
-- business unit, and the baseline changes.  Outcomes take that of their day, a
-- pay slip shows the parts of the last one.
--
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('office', '2026-03-16', 'service', 'ticket');
INSERT INTO human_baselines (unit_of_work, salary, outcomes_per_fte) VALUES ('file', 60000, 6000);
INSERT INTO human_baselines (unit_of_work, valid_from, salary, turnover, outcomes_per_fte) VALUES ('ticket', '2026-03-21', 60000, 12000, 7200);
INSERT INTO outcome_rules (unit_of_work, outcome, counts) VALUES ('file', 'resolved', true);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity, source_key) VALUES
    ('2026-03-10 12:00+00', 'office', 'resolved', 300, 'files'), ('2026-03-18 12:00+00', 'office', 'resolved', 60, 'tickets'), ('2026-03-25 12:00+00', 'office', 'resolved', 30, 'later');
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-03-10 12:00+00', 'office', 600), ('2026-03-18 12:00+00', 'office', 90), ('2026-03-25 12:00+00', 'office', 60);
SELECT business_unit, unit_of_work, outcomes, unit_cost, human_unit_cost, trim_scale(human_cost) AS human_cost, trim_scale(saving) AS saving, trim_scale(fte_cost) AS fte_cost, ftes_replaced
FROM workforce_pnl WHERE month = '2026-03-01' AND agent = 'office' ORDER BY unit_of_work;
-- Some of them are opened again
SELECT FROM reverse_outcome((SELECT id FROM outcomes WHERE source_key = 'tickets'), 'opened again');
SELECT unit_of_work, outcomes, trim_scale(human_cost) AS human_cost, ftes_replaced FROM workforce_pnl WHERE month = '2026-03-01' AND agent = 'office' ORDER BY unit_of_work;
SELECT count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences FROM tie_out;

--
-- 2.5 people at 400,000 a year are 33,333.33 a month, against 200,000 for the
-- agent: a loss of 166,666.67, which the text calls a saving
--
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('escalations', 'service', 'escalation');
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('escalations', 'planned', '2026-01-01', 2, 300000), ('escalations', 'planned', '2026-01-01', 2.5, 400000);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost, reason) VALUES
    ('escalations', 'realised', '2026-02-01', 1, 160000, '1.5 were kept on the payroll'), ('escalations', 'realised', '2026-03-01', 2.5, 400000, 'all have left'),
    ('escalations', 'realised', '2026-04-01', NULL, NULL, NULL), ('escalations', 'planned', '2026-05-01', NULL, NULL, NULL);
INSERT INTO events (occurred_at, agent, cost, source_key)
SELECT month, 'escalations', 200000, 'escalations ' || month::date FROM unnest('{2026-01-10 12:00+00,2026-02-10 12:00+00,2026-03-10 12:00+00,2026-05-10 12:00+00}'::timestamptz[]) month;
SELECT month, agent, planned_ftes::numeric(10,2) AS planned_ftes, planned_saving::numeric(20,2) AS planned_saving, realised_ftes::numeric(10,2) AS realised_ftes,
       realised_saving::numeric(20,2) AS realised_saving, gap::numeric(20,2) AS gap, reason, ai_cost::numeric(20,2) AS ai_cost,
       planned_net_saving::numeric(20,2) AS planned_net_saving, net_saving::numeric(20,2) AS net_saving, status
FROM headcount_offsets ORDER BY month;
-- The cost is reversed later: it is taken back in the month of the reversal
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'escalations 2026-03-10'), 'billed to the wrong company', '2026-04-05');
SELECT month, ai_cost::numeric(20,2) AS ai_cost, planned_net_saving::numeric(20,2) AS planned_net_saving, status FROM headcount_offsets WHERE month >= '2026-03-01' ORDER BY month;

--
-- What cannot be
--
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('Escalation', 'planned', '2026-01-01', 1, 1);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES (NULL, 'planned', '2026-01-01', 1, 1);
INSERT INTO token_list_prices (agent, price_per_million_tokens) VALUES ('ow', 1);
UPDATE headcounts SET ftes = 0;
\set VERBOSITY terse
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('claims', 'planed', '2026-01-01', 1, 1);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('claims', 'planned', '2026-01-02', 1, 1);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('claims', 'planned', 'infinity', 1, 1);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('claims', 'planned', '2026-01-01', -1, 1);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('claims', 'planned', '2026-01-01', 1, 'NaN');
INSERT INTO headcounts (agent, kind, valid_from, ftes) VALUES ('claims', 'planned', '2026-01-01', 1);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('claims', 'planned', '0001-01-01', 1, 1);
INSERT INTO token_list_prices (agent, price_per_million_tokens) VALUES ('own', 0);
INSERT INTO human_baselines (unit_of_work, cost_per_outcome, salary, outcomes_per_fte) VALUES ('ticket', 1, 1, 1);
INSERT INTO human_baselines (unit_of_work, salary) VALUES ('ticket', 1);
INSERT INTO human_baselines (unit_of_work, salary, outcomes_per_fte) VALUES ('ticket', 1, 0);
INSERT INTO human_baselines (unit_of_work, salary, outcomes_per_fte) VALUES ('ticket', -1, 1);
\set VERBOSITY default
-- Who recorded it, and when, is not for the writer to say.
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost, recorded_at, recorded_by) VALUES ('claims', 'planned', '2026-01-01', 3, 1, '2000-01-01', 'somebody else');
SELECT bool_and(recorded_at > '2026-01-01') AS now, bool_and(recorded_by = current_user) AS mine FROM headcounts WHERE agent = 'claims';

RESET search_path;
DROP SCHEMA payroll, payroll_internal CASCADE;
