--
-- What governance shows when something changes in the middle of a month: the
-- agent moves, prices and baselines change, facts come late, outcomes are opened
-- again, events are reversed, plans are superseded, the month is closed, the
-- ledger gets another name, somebody else reads.  Every figure is worked out by
-- hand beside it.
--
SET jit = off;
SET client_min_messages = warning;
SET DateStyle = 'ISO';
\set SHOW_CONTEXT never

-- In euros; a dollar is half of one
CALL runrate.create_ledger('changing', 'EUR', 'America/New_York');
SET search_path = changing;
INSERT INTO fx (currency, ledger_amount) VALUES ('USD', 0.5);
INSERT INTO business_units (business_unit, pl_line) VALUES ('north', 'North'), ('south', 'South');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('mover', 'north', 'ticket'), ('steady', 'south', 'claim');
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('mover', '2026-03-16', 'south', 'claim');
INSERT INTO human_baselines (unit_of_work, valid_from, cost_per_outcome) VALUES ('ticket', '1970-01-01', 5), ('claim', '1970-01-01', 8), ('claim', '2026-03-21', 10);
-- A million tokens of big are 2 euros, and 4 from March 21 on
INSERT INTO prices (provider, model, meter, price, currency, valid_from) VALUES
    ('acme', 'big', 'input_tokens', 4, 'USD', '1970-01-01'), ('acme', 'big', 'input_tokens', 8, 'USD', '2026-03-21 00:00-04'),
    ('acme', 'small', 'input_tokens', 1, NULL, '1970-01-01'), ('acme', 'middle', 'input_tokens', 3, 'USD', '1970-01-01');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, source_key) VALUES
    ('2026-02-10 12:00-05', 'mover', 'acme', 'big', 20000000, 'mover in February'), ('2026-02-10 12:00-05', 'steady', 'acme', 'big', 30000000, 'steady in February'),
    ('2026-03-05 12:00-05', 'mover', 'acme', 'big', 50000000, 'tickets'), ('2026-03-18 12:00-04', 'mover', 'acme', 'big', 30000000, 'claims'),
    ('2026-03-25 12:00-04', 'mover', 'acme', 'big', 10000000, 'dearer claims'), ('2026-03-10 12:00-04', 'steady', 'acme', 'big', 60000000, 'steady in March');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity, source_key) VALUES
    ('2026-02-10 12:00-05', 'mover', 'resolved', 20, 'mover in February'), ('2026-02-10 12:00-05', 'steady', 'adjudicated', 30, 'steady in February'),
    ('2026-03-05 12:00-05', 'mover', 'resolved', 50, 'tickets'), ('2026-03-18 12:00-04', 'mover', 'adjudicated', 20, 'claims'),
    ('2026-03-25 12:00-04', 'mover', 'adjudicated', 10, 'dearer claims'), ('2026-03-10 12:00-04', 'steady', 'adjudicated', 80, 'steady in March');
INSERT INTO reviews (occurred_at, agent, fee, verdict)
SELECT at, 'mover', 8, CASE WHEN i <= accurate THEN 'accurate' ELSE 'inaccurate' END
FROM (VALUES (timestamptz '2026-03-06 12:00-05', 9), ('2026-03-26 12:00-04', 7)) v (at, accurate), generate_series(1, 10) i;
INSERT INTO shared_costs (month, layer, vendor, amount, driver, description, source_key) VALUES ('2026-03-01', 'observability', 'watcher', 160, 'outcomes', 'infrastructure', 'pool');
INSERT INTO revenue (month, amount) VALUES ('2026-02-01', 1000), ('2026-03-01', 1000);
-- An objective and a budget that are superseded: the first in the middle of the month, which takes that of its first day
INSERT INTO slos (agent, metric, target, valid_from) VALUES ('*', 'cost_per_outcome', 2, '1970-01-01'), ('mover', 'cost_per_outcome', 3, '1970-01-01'), ('mover', 'cost_per_outcome', 9, '2026-03-12');
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('mover', '2026-03-01', 99, 1), ('steady', '2026-02-01', 3, 70);
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes, attempts_per_outcome, tokens_per_attempt, price_per_million_tokens, review_cost_per_outcome, overhead_cost_per_outcome)
VALUES ('mover', '2026-03-01', 6, 100, 0.05, 10000000, 2, 1, 1);
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES
    ('north', 'total', '2026-02-01', 100), ('south', 'total', '2026-02-01', 300), ('*', 'agent labour', '2026-02-01', 400), ('*', 'infrastructure', '2026-02-01', 100);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('mover', 'planned', '2026-02-01', 1, 12000), ('mover', 'realised', '2026-03-01', 1, 9000);
INSERT INTO token_list_prices (agent, price_per_million_tokens) VALUES ('mover', 3);
INSERT INTO vendor_quotes (vendor, unit_of_work, price, currency) VALUES ('Fin', 'ticket', 4, 'USD'), ('Adjuster', 'claim', 2, NULL);
INSERT INTO parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost, ended_on) VALUES ('mover', 'steady', '2026-03-17', '2026-03-31', 100, '2026-03-31');

CREATE FUNCTION pg_temp.plain(numeric) RETURNS numeric LANGUAGE sql RETURN trim_scale(round($1, 4));
CREATE VIEW slips AS SELECT month, agent, business_unit, unit_of_work, outcomes, pg_temp.plain(direct_cost) AS direct, pg_temp.plain(review_cost) AS review, pg_temp.plain(overhead_cost) AS overhead,
       pg_temp.plain(fully_loaded_cost) AS cost, pg_temp.plain(unit_cost) AS unit_cost, pg_temp.plain(human_cost) AS human, pg_temp.plain(saving) AS saving, pg_temp.plain(prior_period_cost) AS prior,
       prior_period_outcomes AS prior_n, pg_temp.plain(prior_period_saving) AS prior_saving FROM workforce_pnl;
CREATE VIEW judged AS SELECT month, agent, outcomes, pg_temp.plain(unit_cost) AS unit_cost, pg_temp.plain(target_unit_cost) AS target, status, pg_temp.plain(accuracy_ratio) AS accuracy, pg_temp.plain(saving) AS saving, verdict
FROM performance_reviews;
CREATE VIEW flex AS SELECT month, agent, outcomes, pg_temp.plain(budget) AS budget, pg_temp.plain(flex_budget) AS flex_budget, pg_temp.plain(fully_loaded_cost) AS cost, pg_temp.plain(flex_variance) AS flex_variance,
       pg_temp.plain(prior_period_cost) AS prior, pg_temp.plain(total_variance) AS total_variance FROM flex_budgets;
CREATE VIEW bridge AS SELECT month, agent, string_agg(component || ' ' || pg_temp.plain(variance), ', ' ORDER BY component_order) AS components, pg_temp.plain(sum(variance)) AS total FROM budget_variance GROUP BY month, agent;

--
-- The agent moves: 50 tickets of the north cost 50 * 2 in calls, 80 of reviews
-- and 50 of the 160 for 160 outcomes; 30 claims of the south 60 + 40, 80 and 30.
-- People take 5 for a ticket, 8 and later 10 for a claim: 250, 20 * 8 + 10 * 10.
--
SELECT * FROM slips WHERE month = '2026-03-01' ORDER BY agent, business_unit;
-- One agent is reviewed once: 440 for 80 outcomes, against 3, the target of March 1; 16 of 20 reviews were accurate
SELECT * FROM judged WHERE month = '2026-03-01' ORDER BY agent;
-- 6 * 80 less 440.  Attempts: 3 less 4, at 20.  Tokens: 90 million less 30, at 2.
-- Price: 200 less 180.  Reviews: 160 less 80.  Volume: 600 * (160 - 170) / 170.
SELECT * FROM flex WHERE month = '2026-03-01' ORDER BY agent;
SELECT * FROM bridge WHERE month = '2026-03-01' ORDER BY agent;
SELECT business_unit, budget_line, pg_temp.plain(budget) AS budget, pg_temp.plain(actual) AS actual, status FROM budget_vs_actual WHERE month = '2026-03-01' ORDER BY 1, 2;
SELECT agent, pg_temp.plain(saved) AS saved FROM reallocation_pool WHERE month = '2026-03-01' ORDER BY agent;
SELECT pg_temp.plain(planned_saving) AS planned, pg_temp.plain(realised_saving) AS realised, pg_temp.plain(ai_cost) AS ai_cost, pg_temp.plain(net_saving) AS net, status FROM headcount_offsets WHERE month = '2026-03-01';
-- The quote is 4 dollars, 2 euros; the break-even price is what a ticket costs
SELECT unit_of_work, vendor, outcomes, pg_temp.plain(vendor_cost) AS vendor_cost, pg_temp.plain(own_cost) AS own_cost, pg_temp.plain(break_even_price) AS break_even FROM vendor_or_own WHERE month = '2026-03-01' ORDER BY 1;
-- Klarna's 0.19 dollars are 0.095 euros
SELECT pg_temp.plain(unit_cost) AS unit_cost, pg_temp.plain(low_unit_cost) AS low, pg_temp.plain(cost_at_low) AS cost_at_low FROM peer_comparison WHERE month = '2026-03-01' AND benchmark = 'Klarna';
-- From March 17 on: 60 + 40 in calls, 80 of reviews, 30 of the pool
SELECT pg_temp.plain(overlap_cost) AS overlap, pg_temp.plain(over_plan) AS over_plan, status FROM parallel_run_costs;
-- Claims: 30 at a target of 3 and 80 at 2
SELECT pl_line, unit_of_work, agents, volume, pg_temp.plain(unit_cost) AS unit_cost, pg_temp.plain(target) AS target, status, pg_temp.plain(human_unit_cost) AS human FROM unit_cost_targets WHERE month = '2026-03-01' ORDER BY 1;
-- 90 million tokens at 1 euro, and at 1.50
SELECT model, pg_temp.plain(actual_cost) AS actual, pg_temp.plain(what_if_cost) AS what_if, pg_temp.plain(monthly_saving) AS saving FROM unnest('{small,middle}'::text[]) model, what_if_model('mover', 'acme', model, '2026-03-01', '2026-03-01');

--
-- The month is open: 20 claims are opened again, a fact comes late, tickets were
-- billed twice, a price was wrong.  The pool of 160 is shared anew, by 140
-- outcomes: 50 tickets bear 57.1429, 10 claims 11.4286, steady 91.4286.
--
SELECT FROM reverse_outcome((SELECT id FROM outcomes WHERE source_key = 'claims'), 'opened again');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, source_key) VALUES ('2026-03-20 12:00-04', 'mover', 'acme', 'small', 7000000, 'late');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, source_key) VALUES ('2026-03-05 13:00-05', 'mover', 'acme', 'big', 50000000, 'tickets again');
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'tickets again'), 'billed twice');
-- big was 5 dollars from March 15 to 20, not 4: 30 million tokens cost 75 and not 60
INSERT INTO prices (provider, model, meter, price, currency, valid_from) VALUES ('acme', 'big', 'input_tokens', 5, 'USD', '2026-03-15 00:00-04');
SELECT reprice('2026-03-01', '2026-03-01', 'a list that came late', 'acme', 'big') AS corrections;
SELECT * FROM slips WHERE month = '2026-03-01' ORDER BY agent, business_unit;
SELECT * FROM judged WHERE month = '2026-03-01' ORDER BY agent;
-- 4 calls, 97 million tokens, 222 for them: attempts (4 - 3) * 20, tokens (97 - 40) * 2, price 222 - 194, reviews 160 - 60
SELECT * FROM flex WHERE month = '2026-03-01' ORDER BY agent;
SELECT * FROM bridge WHERE month = '2026-03-01' ORDER BY agent;
SELECT unit_of_work, outcomes, pg_temp.plain(own_cost) AS own_cost, cheaper FROM vendor_or_own WHERE month = '2026-03-01' ORDER BY 1;
-- The overlap has 75 + 7 + 40, 80 and what 10 claims bear
SELECT pg_temp.plain(overlap_cost) AS overlap, pg_temp.plain(over_plan) AS over_plan FROM parallel_run_costs;
-- 97 million tokens at 1 euro, against 222; the call that was reversed is on neither side
SELECT events, tokens, pg_temp.plain(actual_cost) AS actual, pg_temp.plain(what_if_cost) AS what_if FROM what_if_model('mover', 'acme', 'small', '2026-03-01', '2026-03-01');
SELECT business_unit, budget_line, pg_temp.plain(actual) AS actual, status FROM budget_vs_actual WHERE month = '2026-03-01' ORDER BY 1, 2;
SELECT count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences FROM tie_out;

--
-- The first quarter is closed.  What is recorded after that for its months
-- changes no plan, budget, baseline or owner of it; what it is only compared
-- with, quotes, benchmarks, list prices and objectives, holds for all months.
--
CREATE TEMP TABLE before (view_name text, line jsonb);
CREATE FUNCTION pg_temp.look() RETURNS SETOF before LANGUAGE plpgsql AS $$
DECLARE
    name text;
BEGIN
    FOREACH name IN ARRAY ARRAY['workforce_pnl', 'performance_reviews', 'headcount_offsets', 'flex_budgets', 'budget_variance', 'budget_vs_actual', 'reallocation_pool',
        'cost_bridge', 'board_report', 'chargeback', 'unit_cost_targets', 'vendor_or_own', 'peer_comparison', 'slo_history', 'maturity_assessment'] LOOP
        RETURN QUERY EXECUTE format('SELECT %L, to_jsonb(v) FROM %I v WHERE (to_jsonb(v) ->> %L)::date <= %L', name, name, CASE name WHEN 'slo_history' THEN 'period_start' ELSE 'month' END, '2026-03-01');
    END LOOP;
END;
$$;
SELECT close_through('2026-03-01', 'first quarter') AS closed;
INSERT INTO before SELECT * FROM pg_temp.look() WHERE view_name <> 'maturity_assessment';
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 50), ('claim', 80);
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('mover', '2026-03-01', 60, 1000), ('steady', '2026-03-01', NULL, NULL);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('mover', 'realised', '2026-03-01', 10, 90000);
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES ('north', 'total', '2026-02-01', 1000);
UPDATE agents SET business_unit = 'south', unit_of_work = 'claim', deployment = 'self_hosted' WHERE agent = 'mover' AND valid_from < '2026-01-01';
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, source_key) VALUES ('2026-03-20 12:00-04', 'mover', 'acme', 'small', 11000000, 'after the closing');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-03-20 12:00-04', 'mover', 'adjudicated', 7);
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'tickets'), 'billed twice, too', '2026-04-03');
SELECT FROM reverse_outcome((SELECT id FROM outcomes WHERE source_key = 'dearer claims'), 'opened again', '2026-04-04');
SELECT view_name, count(*) FROM before GROUP BY view_name ORDER BY view_name;
-- Objectives are about operation: by day of service, whenever it was booked
SELECT v.view_name, count(*) > 0 AS moved FROM (SELECT * FROM before EXCEPT ALL SELECT * FROM pg_temp.look()) v GROUP BY v.view_name ORDER BY 1;
-- What came late is in April, with the owner and the baselines of the closing: 100 taken back from the north; 7 * 8 - 10 * 10 of people, and 11
SELECT * FROM slips WHERE month = '2026-04-01' ORDER BY agent, business_unit;
SELECT * FROM judged WHERE month >= '2026-04-01';
SELECT * FROM flex WHERE month = '2026-04-01' ORDER BY agent;
SELECT * FROM bridge WHERE month = '2026-04-01' ORDER BY agent;
SELECT business_unit, budget_line, pg_temp.plain(budget) AS budget, pg_temp.plain(actual) AS actual FROM budget_vs_actual WHERE month = '2026-04-01' ORDER BY 1, 2;
-- A quote and a list price of today are compared with what the quarter really had
INSERT INTO vendor_quotes (vendor, unit_of_work, price) VALUES ('Newcomer', 'claim', 1);
INSERT INTO token_list_prices (agent, price_per_million_tokens) VALUES ('mover', 5);
SELECT month, outcomes, pg_temp.plain(vendor_cost) AS vendor_cost, cheaper FROM vendor_or_own WHERE vendor = 'Newcomer' AND month < '2026-04-01' ORDER BY 1;
SELECT unit_of_work, deployment, pg_temp.plain(list_price_per_million_tokens) AS list_price FROM workforce_pnl WHERE month = '2026-03-01' AND agent = 'mover' ORDER BY 1;

-- The month is opened again: the later rows count, and the late facts are in it
SELECT reopen_month('2026-03-01', 'the bill was wrong') AS booked_anew;
SELECT * FROM slips WHERE month = '2026-03-01' ORDER BY agent, business_unit;
SELECT * FROM flex WHERE month = '2026-03-01' ORDER BY agent;
SELECT pg_temp.plain(realised_saving) AS realised, pg_temp.plain(ai_cost) AS ai_cost FROM headcount_offsets WHERE month = '2026-03-01';
SELECT count(*) FILTER (WHERE difference <> 0) AS differences FROM tie_out;

--
-- Experiments over months.  pilot is approved by both in April only, so what it
-- cost in March was not; quiet is approved, and rejected on March 31; done
-- succeeded in March, and what its agent costs after that is its job: 10 and 5
-- of the 152 outcomes that share 160.
--
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('pilot', 'north', 'ticket'), ('quiet', 'north', 'ticket'), ('done', 'north', 'ticket');
INSERT INTO events (occurred_at, agent, cost, source_key)
SELECT (month || '-15 12:00-04')::timestamptz, agent, cost, agent || ' ' || month
FROM (VALUES ('2026-03', 'pilot', 50), ('2026-03', 'quiet', 70), ('2026-03', 'done', 10), ('2026-04', 'pilot', 60), ('2026-04', 'done', 40)) v (month, agent, cost);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-03-15 12:00-04', 'done', 'resolved', 5), ('2026-04-15 12:00-04', 'done', 'resolved', 5);
SET runrate.restoring = on;
INSERT INTO experiments (experiment, hypothesis, success_metric, estimated_monthly, target_unit_cost, decide_on, agent, tier, below_monthly, approver_role, second_approver_role, recorded_at, recorded_by) VALUES
    ('pilot', 'h', 'm', 12000, NULL, '2026-04-30', 'pilot', 2, 50000, 'manager', 'finance', '2026-03-10 12:00-04', 'ann'),
    ('quiet', 'h', 'm', 12000, NULL, '2026-04-30', 'quiet', 2, 50000, 'manager', 'finance', '2026-03-01 12:00-05', 'ann'),
    ('done', 'h', 'm', 100, 2, '2026-04-30', 'done', 1, 10000, NULL, NULL, '2026-03-01 12:00-05', 'ann');
INSERT INTO experiment_steps (experiment, step_no, step, approver_role, result, recorded_at, recorded_by) VALUES
    ('pilot', 1, 'approve', 'manager', NULL, '2026-03-11 12:00-04', 'bea'), ('pilot', 2, 'approve', 'finance', NULL, '2026-04-02 12:00-04', 'carl'),
    ('quiet', 1, 'approve', 'manager', NULL, '2026-03-02 12:00-05', 'bea'), ('quiet', 2, 'approve', 'finance', NULL, '2026-03-02 12:00-05', 'carl'),
    ('quiet', 3, 'reject', NULL, NULL, '2026-03-31 12:00-04', 'carl'), ('done', 1, 'decide', NULL, 'succeeded', '2026-03-20 12:00-04', 'bea');
RESET runrate.restoring;
CREATE VIEW board AS SELECT experiment, status, month, pg_temp.plain(actual_cost) AS actual, pg_temp.plain(projected_cost) AS projected, pg_temp.plain(spent_cost) AS spent, outcomes, pg_temp.plain(unit_cost) AS unit_cost, unit_cost_status,
       is_outgrown, is_unapproved_spend FROM experiment_board;
SELECT experiment, status, month, actual, projected >= actual AS projected, spent, outcomes, unit_cost, unit_cost_status, is_unapproved_spend FROM board ORDER BY experiment;
-- At the end of March pilot was not approved; in April nothing ran without approval
CREATE VIEW spend AS SELECT month, value::int AS approved FROM maturity_assessment WHERE criterion = 'new spend approved' AND month BETWEEN '2026-02-01' AND '2026-04-01' ORDER BY month;
SELECT * FROM spend;
-- What comes late for a closed month is of the experiment if the month was: 4 of March, not 9 of February
BEGIN;
SELECT close_through('2026-03-01', 'first quarter') AS closed;
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-03-16 12:00-04', 'done', 4), ('2026-02-16 12:00-05', 'done', 9);
SELECT month, actual, spent, outcomes, unit_cost FROM board WHERE experiment = 'done';
ROLLBACK;
-- quiet goes on all the same; pilot was billed twice in March
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-04-16 12:00-04', 'quiet', 3);
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'pilot 2026-03'), 'billed twice');
SELECT experiment, spent, is_unapproved_spend FROM board ORDER BY experiment;
SELECT * FROM spend;
-- A tier that changes leaves an experiment in the one that it was requested in
INSERT INTO approval_limits (tier, from_monthly, approver_role) VALUES (1, 0, NULL), (2, 20, 'cfo');
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-04-16 12:00-04', 'pilot', 30000);
SELECT experiment, tier, pg_temp.plain(below_monthly) AS below, approval_by, missing_approval, is_outgrown FROM experiment_board WHERE experiment = 'pilot';

--
-- Alerts are raised once, whatever becomes of the figures
--
CALL raise_alerts('2026-04-20');
CREATE VIEW raised AS SELECT kind, subject, metric, period_start, message FROM alerts WHERE kind IN ('budget', 'outgrown', 'unapproved_spend', 'unpriced');
SELECT * FROM raised ORDER BY kind, subject, metric COLLATE "C", period_start;
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, source_key) VALUES ('2026-04-17 12:00-04', 'mover', 'acme', 'new', 5, 'no price yet');
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-03-31 12:00-04', 'steady', 500);
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES ('south', 'total', '2026-03-01', 1);
CALL raise_alerts('2026-04-20');
SELECT kind, subject, message FROM raised WHERE kind = 'unpriced' OR period_start = '2026-03-01' ORDER BY kind, subject, metric COLLATE "C";

--
-- Two models on one kind of items: a call that was sent to the wrong model and
-- reversed does not leave its item out.  5 at 2 and 4 at 1; until then 4 at 2.
--
INSERT INTO work_items (work_item, kind) SELECT 'item ' || i, 'refund' FROM generate_series(1, 9) i;
INSERT INTO events (occurred_at, agent, work_item, provider, model, cost, source_key)
SELECT timestamptz '2026-05-04 12:00-04', 'steady', 'item ' || i, 'acme', CASE WHEN i <= 5 THEN 'big' ELSE 'small' END, CASE WHEN i <= 5 THEN 2 ELSE 1 END, 'item ' || i FROM generate_series(1, 9) i
UNION ALL SELECT '2026-05-04 12:00-04', 'steady', 'item 1', 'acme', 'small', 100, 'wrong model';
INSERT INTO outcomes (occurred_at, agent, work_item, outcome) SELECT timestamptz '2026-05-04 13:00-04', 'steady', 'item ' || i, 'adjudicated' FROM generate_series(1, 9) i;
SELECT items, outcomes, pg_temp.plain(unit_cost) AS unit_cost, other_items, other_outcomes, pg_temp.plain(other_unit_cost) AS other_unit_cost FROM compare_models('acme', 'big', 'acme', 'small', '2026-05-01', '2026-05-01');
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'wrong model'), 'wrong model');
SELECT items, outcomes, pg_temp.plain(unit_cost) AS unit_cost, other_items, other_outcomes, pg_temp.plain(other_unit_cost) AS other_unit_cost FROM compare_models('acme', 'big', 'acme', 'small', '2026-05-01', '2026-05-01');

--
-- Who has been retired is no candidate for it, nor has to move to another model
--
CREATE FUNCTION pg_temp.last_month(day int) RETURNS date LANGUAGE sql RETURN (date_trunc('month', now() AT TIME ZONE 'America/New_York') - interval '1 month')::date + day - 1;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('zombie', 'north', 'ticket');
INSERT INTO events (occurred_at, agent, provider, model, cost) VALUES ((pg_temp.last_month(5) + time '12:00') AT TIME ZONE 'America/New_York', 'zombie', 'acme', 'big', 9);
INSERT INTO model_lifecycles (provider, model, deprecated_on, retires_on) VALUES ('acme', 'big', '2026-01-01', '2099-12-31');
SELECT agent, trigger_name, pg_temp.plain(money_at_stake) AS money FROM retirement_candidates ORDER BY trigger_order;
SELECT agent, status FROM model_transitions;
SELECT agent, reason_order, pg_temp.plain(cost) AS cost FROM changing_internal.retirement_board(pg_temp.last_month(1), '{}') c;
UPDATE agents SET retired = pg_temp.last_month(6) WHERE agent = 'zombie';
SELECT agent, trigger_name FROM retirement_candidates;
SELECT agent, status FROM model_transitions;
SELECT agent, reason_order FROM changing_internal.retirement_board(pg_temp.last_month(1), '{}') c;

--
-- Under another name, and for other readers, it is all the same
--
CREATE ROLE regress_changes_reader;
CREATE ROLE regress_changes_unit;
CALL grant_access('regress_changes_reader', 'reader');
CALL grant_access('regress_changes_unit', 'unit_reader', 'south');
CREATE TABLE seen AS SELECT * FROM pg_temp.look();
GRANT SELECT ON seen TO regress_changes_reader;
SET ROLE regress_changes_reader;
SELECT count(*) > 100 AS seen, (SELECT count(*) FROM (SELECT * FROM pg_temp.look() EXCEPT ALL TABLE seen) d) AS differences FROM seen;
SELECT pg_temp.plain(what_if_cost) AS what_if FROM what_if_model('mover', 'acme', 'small', '2026-03-01', '2026-03-01');
SELECT count(*) AS compared FROM compare_models('acme', 'big', 'acme', 'small', '2026-05-01', '2026-05-01');
SELECT board_report_html('2026-03-01') LIKE '%</html>%' AS page;
SELECT plan_transition('mover', 'acme', 'big', 'acme', 'small', '2027-01-01', 1, '2026-03-01', '2026-03-01');
SET ROLE regress_changes_unit;
SELECT view_name AS readable
FROM unnest('{budget_variance,flex_budgets,reallocation_pool,headcount_offsets,performance_reviews,retirement_candidates,experiment_board,vendor_or_own,peer_comparison,alert_board,maturity_assessment,model_transitions,my_workforce_pnl,my_slo_report}'::text[]) view_name
WHERE has_table_privilege(view_name, 'SELECT');
SELECT * FROM what_if_model('mover', 'acme', 'small', '2026-03-01', '2026-03-01');
SELECT board_report_html('2026-03-01');
SELECT month, agent, business_unit, pg_temp.plain(fully_loaded_cost) AS cost FROM my_workforce_pnl WHERE month = '2026-03-01' ORDER BY agent;
RESET ROLE;
CALL runrate.rename_ledger('changing', 'changed');
SET search_path = changed;
SELECT count(*) AS differences FROM (SELECT * FROM pg_temp.look() EXCEPT ALL TABLE seen) d;
SELECT pg_temp.plain(what_if_cost) AS what_if FROM what_if_model('mover', 'acme', 'small', '2026-03-01', '2026-03-01');
SELECT plan_transition('mover', 'acme', 'big', 'acme', 'small', '2027-01-01', 1, '2026-03-01', '2026-03-01') AS plan;
SELECT decide_experiment('done', 'failed');
INSERT INTO reallocations (month, agent, purpose, amount) VALUES ('2026-03-01', 'mover', 'a second pilot', 1e9);
CALL raise_alerts('2026-04-20');
RESET search_path;
SET client_min_messages = error;
CALL runrate.drop_ledger('changed', confirm => 'changed');
DROP OWNED BY regress_changes_reader, regress_changes_unit;
DROP ROLE regress_changes_reader, regress_changes_unit;
