-- Closing: months stay as they were closed, whatever comes later
SET client_min_messages = warning;
SET TimeZone = 'UTC';
\set SHOW_CONTEXT never
CALL runrate.create_ledger('books', 'USD', 'UTC');
SET search_path = books, runrate, public;

INSERT INTO business_units (business_unit, pl_line) VALUES ('support', 'operations'), ('claims', 'insurance');
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES
	('x', '2026-01-01', 'support', 'ticket'), ('y', '2026-01-01', 'claims', 'claim');
INSERT INTO human_baselines (unit_of_work, cost_per_outcome, valid_from) VALUES ('ticket', 5, '2026-01-01');
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES ('support', 'total', '2026-01-01', 100), ('*', 'elsewhere', '2026-01-01', 60), ('third', 'moved', '2026-01-01', 70);
INSERT INTO fixed_shares (share_key, agent, weight, valid_from) VALUES ('key', 'y', 1, '2026-01-01'), ('key', 'y', NULL, '2026-04-01');
INSERT INTO work_items (work_item, customer) VALUES ('i3', 'c3');
INSERT INTO events (source_key, occurred_at, agent, work_item, cost) VALUES
	('e1', '2026-04-10', 'x', 'i1', 1), ('e2', '2026-04-20', 'y', 'i2', 2), ('e3', '2026-04-21', 'stray', 'i3', 4),
	('e4', '2026-05-20', 'y', 'i4', 8);
INSERT INTO outcomes (source_key, occurred_at, agent, work_item, outcome) VALUES
	('o1', '2026-04-11', 'x', 'i1', 'resolved'), ('o2', '2026-04-12', 'x', 'i1', 'looked_at');
INSERT INTO shared_costs (source_key, month, amount, layer, driver) VALUES
	('p1', '2026-04-01', 70, 'observability', 'direct_cost'), ('p2', '2026-04-01', 10, 'security', 'even');
INSERT INTO investments (source_key, first_month, months, amount, layer, driver) VALUES
	('v1', '2026-04-01', 4, 40, 'integration', 'even');
INSERT INTO revenue (source_key, month, business_unit, amount) VALUES ('r1', '2026-04-01', 'support', 1000);

-- What cannot be closed
\set VERBOSITY terse
SELECT close_month('2026-05-01', 'May');
SELECT close_month('2026-04-02', 'April');
SELECT close_month(NULL, 'April');
SELECT close_month('infinity', 'April');
SELECT close_month('2026-04-01', ' ');
SELECT close_month('2026-04-01', NULL);
SELECT close_month('2026-04-01', 'April', 'everything');
SELECT close_month(date_trunc('month', now())::date, 'too early');
SELECT reopen_month('2026-04-01', 'nothing is closed');
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT close_month('2026-04-01', 'April');
ROLLBACK;
BEGIN;
INSERT INTO events (source_key, occurred_at, agent, cost) VALUES ('own', '2026-04-10', 'x', 1);
SELECT close_month('2026-04-01', 'April');
ROLLBACK;
BEGIN;
INSERT INTO events (source_key, occurred_at, agent, provider, model, input_tokens) VALUES ('unpriced', '2026-04-10', 'x', 'acme', 'm', 5);
INSERT INTO reviews (source_key, occurred_at, agent, reviewer, minutes) VALUES ('unpriced', '2026-04-10', 'x', 'ann', 5);
INSERT INTO shared_costs (source_key, month, amount, layer, driver) VALUES ('nobody', '2026-04-01', 5, 'security', 'gpu_seconds');
INSERT INTO invoices (source_key, month, vendor, billed_amount, billing_currency) VALUES ('euro', '2026-04-01', 'acme', 5, 'EUR');
COMMIT;
\set VERBOSITY default
SELECT close_month('2026-04-01', 'April');
SELECT close_month('2026-04-01', 'April', 'unpriced_events,unallocated_pools , unpriced_reviews');
\set VERBOSITY terse

-- What reports show of April, before and after
CREATE VIEW april AS
SELECT 'chargeback' AS report, to_jsonb(r) AS line FROM chargeback r WHERE month = '2026-04-01'
UNION ALL SELECT 'unit_costs', to_jsonb(r) FROM unit_costs r WHERE month = '2026-04-01'
UNION ALL SELECT 'iceberg', to_jsonb(r) FROM iceberg r WHERE month = '2026-04-01'
UNION ALL SELECT 'workforce_pnl', to_jsonb(r) FROM workforce_pnl r WHERE month = '2026-04-01'
UNION ALL SELECT 'board_report', to_jsonb(r) FROM board_report r WHERE month = '2026-04-01'
UNION ALL SELECT 'budget_vs_actual', to_jsonb(r) - 'did_you_mean' FROM budget_vs_actual r WHERE month = '2026-04-01'
UNION ALL SELECT 'gross_margins', to_jsonb(r) FROM gross_margins r WHERE month = '2026-04-01'
UNION ALL SELECT 'customer_costs', to_jsonb(r) FROM customer_costs r WHERE month = '2026-04-01'
UNION ALL SELECT 'customer_margins', to_jsonb(r) FROM customer_margins r WHERE month = '2026-04-01'
UNION ALL SELECT 'journal_entries', to_jsonb(r) FROM journal_entries r WHERE month = '2026-04-01'
UNION ALL SELECT 'model_costs', to_jsonb(r) FROM model_costs r WHERE month = '2026-04-01';
CREATE TABLE april_open AS TABLE april;
SELECT length(close_month('2026-04-01', 'April', 'unpriced_events, unpriced_reviews, unallocated_pools, unknown_exchange_rates')) AS digits;
SELECT * FROM (TABLE april EXCEPT ALL TABLE april_open) d;
SELECT count(*) FROM (TABLE april_open EXCEPT ALL TABLE april) d;
SELECT close_month('2026-04-01', 'April');
SELECT month, version, in_force, entry, amount, prior_period_cost, closed_by = current_user AS by_me, note, accepted, reopened_at FROM closed_months;
SELECT * FROM verify_books();

-- Master and reference data change
UPDATE agents SET business_unit = 'claims' WHERE agent = 'x';
UPDATE agents SET valid_from = '2026-03-15', unit_of_work = 'case' WHERE agent = 'y';
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('stray', '2026-01-01', 'support', 'ticket'), ('new', '2026-01-01', 'support', 'ticket');
INSERT INTO outcome_rules (unit_of_work, outcome, counts, valid_from) VALUES ('*', 'looked_at', true, '2020-01-01'), ('ticket', 'resolved', false, '2026-04-01');
INSERT INTO human_baselines (unit_of_work, cost_per_outcome, valid_from) VALUES ('ticket', 50, '2026-04-01');
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES ('support', 'total', '2026-03-01', 1);
INSERT INTO fixed_shares (share_key, agent, weight, valid_from) VALUES ('key', 'x', 1, '2026-01-01');
UPDATE business_units SET pl_line = 'elsewhere';
UPDATE cost_layers SET visible = NOT visible;
UPDATE accounts SET class = 'opex', account = account || '0';
UPDATE work_items SET customer = 'c1' WHERE work_item = 'i3';
INSERT INTO business_units (business_unit) VALUES ('third');
INSERT INTO work_items (work_item, business_unit, customer) VALUES ('i1', 'claims', 'c1'), ('i2', 'support', 'c2');
SELECT * FROM (TABLE april EXCEPT ALL TABLE april_open) d;
SELECT count(*) FROM (TABLE april_open EXCEPT ALL TABLE april) d;

-- Late facts, reversals and bills are lines of a prior period in the first open month
INSERT INTO events (source_key, occurred_at, agent, work_item, cost) VALUES
	('l1', '2026-04-12', 'x', 'i1', 16), ('l2', '2026-04-13', 'new', 'i9', 32), ('l3', '2026-03-05', 'x', 'i1', 64),
	('l4', '2026-04-14', 'stray', 'i3', 128), ('l5', '2026-04-15', 'y', 'i2', 256);
INSERT INTO outcomes (source_key, occurred_at, agent, work_item, outcome) VALUES ('l1', '2026-04-12', 'x', 'i1', 'looked_at'), ('l2', '2026-04-12', 'x', 'i1', 'resolved');
INSERT INTO shared_costs (source_key, month, amount, layer, driver) VALUES
	('l1', '2026-04-01', 14, 'observability', 'direct_cost'), ('l2', '2026-04-01', 6, 'security', 'even');
INSERT INTO shared_costs (source_key, month, amount, layer, driver, description) VALUES ('l3', '2026-04-01', 9, 'security', 'even', 'moved');
INSERT INTO investments (source_key, first_month, months, amount, layer, driver) VALUES ('l1', '2026-03-01', 4, 8, 'integration', 'even');
SELECT reverse_outcome(2, 'was nothing');
SELECT reverse_event(1, 'billed twice');
SELECT reverse_shared_cost(1, 'of another company', '2026-04-20');
SELECT fact, source_key, owned_on, booked_on, displaced_from FROM (
	SELECT 'event' AS fact, id, source_key, owned_on, booked_on, displaced_from FROM events
	UNION ALL SELECT 'outcome', id, source_key, owned_on, booked_on, displaced_from FROM outcomes
	UNION ALL SELECT 'shared_cost', id, source_key, owned_on, booked_on, displaced_from FROM shared_costs
	UNION ALL SELECT 'investment', id, source_key, owned_on, booked_on, displaced_from FROM investments) f
WHERE displaced_from IS NOT NULL ORDER BY fact, id;
SELECT service_month, pl_line, business_unit, agent, unit_of_work, volume, amount, direct_cost, shared_cost, amortization_cost FROM chargeback WHERE month = '2026-05-01';
SELECT * FROM (TABLE april EXCEPT ALL TABLE april_open) d;
SELECT count(*) FROM (TABLE april_open EXCEPT ALL TABLE april) d;
SELECT check_name, month, difference FROM tie_out WHERE difference <> 0;
SELECT * FROM verify_books();

-- Why April would be another one now, cause by cause
SELECT service_month, business_unit, agent, unit_of_work, cause, amount_before, effect, amount_after, outcomes_effect FROM restatement('2026-04-01');
SELECT sum(exact_effect) AS effect, (SELECT sum(exact_amount) FROM chargeback WHERE service_month = '2026-04-01' AND month > '2026-04-01') AS booked_late FROM restatement('2026-04-01');
SELECT * FROM restatement('2026-04-01', 1, 1);
SELECT * FROM restatement('2026-04-01', 2);
SELECT * FROM restatement('2026-05-01');
SELECT * FROM restatement(NULL);

-- Folded and made anew they are the same
CREATE TABLE may AS SELECT * FROM chargeback WHERE month = '2026-05-01';
SELECT fold_balances() > 0 AS folded;
SELECT count(*) FROM (SELECT * FROM chargeback WHERE month = '2026-05-01' EXCEPT ALL TABLE may) d;
SELECT rebuild_balances();
SELECT count(*) FROM (SELECT * FROM chargeback WHERE month = '2026-05-01' EXCEPT ALL TABLE may) d;
SELECT * FROM verify_books();

-- A closed May, and another owner once more: what is reversed in June goes back to where it was charged
SELECT length(close_month('2026-05-01', 'May')) AS digits;
UPDATE agents SET business_unit = 'third' WHERE agent IN ('new', 'x', 'stray');
UPDATE work_items SET business_unit = NULL;
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('newest', '2026-01-01', 'third', 'ticket');
SELECT count(reverse_event(id, 'all of it')) FROM events e WHERE reverses IS NULL AND NOT EXISTS (SELECT FROM events r WHERE r.reverses = e.id);
SELECT count(reverse_outcome(id, 'all of it')) FROM outcomes e WHERE reverses IS NULL AND NOT EXISTS (SELECT FROM outcomes r WHERE r.reverses = e.id);
SELECT count(reverse_review(id, 'all of it')) FROM reviews;
SELECT count(reverse_shared_cost(id, 'all of it')) FROM shared_costs e WHERE reverses IS NULL AND NOT EXISTS (SELECT FROM shared_costs r WHERE r.reverses = e.id);
SELECT count(reverse_investment(id, 'all of it')) FROM investments;
SELECT business_unit, agent, unit_of_work, sum(amount) AS amount, sum(exact_amount) AS exact_amount, sum(volume) AS volume
FROM chargeback GROUP BY 1, 2, 3 HAVING sum(exact_amount) <> 0 OR sum(volume) <> 0 ORDER BY 1, 2, 3;
SELECT check_name, month, difference FROM tie_out WHERE difference <> 0;
SELECT * FROM verify_books();

-- The latest month is opened again; what had come late for it is booked in it
SELECT reopen_month('2026-04-01', 'wrong one');
SELECT reopen_month('2026-05-01', '');
SELECT reopen_month('2026-05-01', 'again', false);
SELECT count(*) FROM events WHERE booked_on >= '2026-06-01';
SELECT length(close_month('2026-05-01', 'May, as it was')) AS digits;
SELECT reopen_month('2026-05-01', 'again');
SELECT count(*) FROM events WHERE booked_on >= '2026-06-01';
SELECT reopen_month('2026-04-01', 'and April');
SELECT count(*) FROM events WHERE displaced_from IS NOT NULL;
SELECT DISTINCT booked_on - owned_on AS days FROM events;
SELECT sum(exact_amount) FROM chargeback;
SELECT check_name, month, difference FROM tie_out WHERE difference <> 0;
SELECT * FROM verify_books();
SELECT close_through('2026-05-01', 'all of it');
SELECT close_through('2026-05-01', 'all of it', 'unpriced_events, unpriced_reviews, unallocated_pools, unknown_exchange_rates');
SELECT month, version, in_force, entry, amount, note, reopening_reason FROM closed_months ORDER BY entry;
SELECT * FROM verify_books();

-- From version to version
SELECT cause, sum(effect) AS effect, sum(exact_effect) AS exact_effect, sum(outcomes_effect) AS outcomes FROM restatement('2026-04-01', 1, 2) GROUP BY cause, cause_order ORDER BY cause_order;
SELECT count(*) FROM restatement('2026-05-01', 1, 2);
SELECT sum(effect), sum(exact_effect) FROM restatement('2026-05-01', 2, 3);

-- The document is what is signed
SELECT month, version, digest = (SELECT encode(sha256(convert_to(string_agg(d || E'\n', ''), 'UTF8')), 'hex') FROM export_statement(month, version) d) AS is_signed
FROM closed_months ORDER BY entry;
SELECT count(*) FROM export_statement('2020-01-01');
SELECT d FROM export_statement('2026-04-01', 1) d WHERE d ~ '^(runrate|entry|note|accepted|previous|line|statement)\t' ORDER BY d COLLATE "C";
SELECT check_name, month, entry, object, expected FROM verify_books(1, 'what I have kept');
SELECT count(*) FROM closed_months c, verify_books(c.entry, c.digest);

-- Who reads, and who loads
CREATE ROLE regress_reader;
CREATE ROLE regress_writer;
CALL grant_access('regress_reader', 'reader');
CALL grant_access('regress_writer', 'writer');
SET ROLE regress_reader;
SELECT count(*) FROM closed_months;
SELECT count(*) > 5 FROM export_statement('2026-04-01');
SELECT close_month('2026-06-01', 'June');
SELECT reopen_month('2026-05-01', 'mine');
SET ROLE regress_writer;
INSERT INTO events (source_key, occurred_at, agent, cost) VALUES ('w1', '2026-04-12', 'x', 1);
SELECT close_month('2026-06-01', 'June');
RESET ROLE;
SELECT booked_on FROM events WHERE source_key = 'w1';
UPDATE events SET booked_on = '2026-04-01' WHERE source_key = 'w1';

-- What gets its cost after the closing is reversed and replaced, not completed
INSERT INTO events (source_key, occurred_at, agent, work_item, provider, model, input_tokens) VALUES ('p1', '2026-06-10', 'x', 'i1', 'acme', 'late', 1000);
INSERT INTO reviews (source_key, occurred_at, agent, reviewer, minutes) VALUES ('p1', '2026-06-10', 'x', 'ben', 30);
INSERT INTO shared_costs (source_key, month, occurred_at, billed_amount, billing_currency, layer, driver) VALUES ('late p1', '2026-06-01', '2026-06-05', 10, 'GBP', 'security', 'events');
INSERT INTO work_items (work_item, business_unit) VALUES ('z1', 'claims');
INSERT INTO events (source_key, occurred_at, agent, work_item, cost) VALUES ('z1', '2026-06-11', 'x', 'z1', 3);
SELECT fold_balances() > 0 AS folded;
SELECT count(reverse_event(id, 'twice')) FROM events WHERE source_key = 'z1';
SELECT length(close_month('2026-06-01', 'June', 'unpriced_events, unpriced_reviews, unknown_exchange_rates')) AS digits;
-- a work item of which nothing is left in a closed month has no line there: it is what it is now, however it was folded
UPDATE work_items SET business_unit = 'somewhere' WHERE work_item = 'z1';
INSERT INTO events (source_key, occurred_at, agent, work_item, cost) VALUES ('z2', '2026-06-12', 'x', 'z1', 9);
SELECT service_month, business_unit, agent, direct_cost FROM chargeback WHERE month = '2026-07-01';
SELECT * FROM verify_books();
SELECT rebuild_balances();
SELECT service_month, business_unit, agent, direct_cost FROM chargeback WHERE month = '2026-07-01';
UPDATE agents SET business_unit = 'somewhere' WHERE agent = 'x';
SELECT price_pending();
SELECT count(*) FROM events WHERE reason LIKE 'its cost%';
INSERT INTO prices (provider, model, meter, price, per, valid_from) VALUES ('acme', 'late', 'input_tokens', 2, 1000, '2026-01-01');
INSERT INTO reviewer_costs (reviewer, hourly_cost, valid_from) VALUES ('ben', 60, '2026-01-01');
INSERT INTO fx (currency, ledger_amount, valid_from) VALUES ('GBP', 1.5, '2026-01-01');
SELECT price_pending();
SELECT price_pending();
SELECT source, source_key, owned_on, booked_on, displaced_from, trim_scale(cost) AS cost, cost_basis, input_tokens, event_count, reason FROM events WHERE reason LIKE 'its cost%' ORDER BY id;
SELECT service_month, business_unit, agent, amount, direct_cost, review_cost, shared_cost FROM chargeback WHERE month = '2026-07-01';
SELECT count(*) FROM unpriced_usage WHERE model = 'late';
SELECT cause, sum(effect) AS effect FROM restatement('2026-06-01') GROUP BY cause;
SELECT check_name, month, difference FROM tie_out WHERE difference <> 0;
SELECT * FROM verify_books();

-- A month in which nothing is booked is closed, too; what no agent is named for is frozen as well
INSERT INTO events (source_key, occurred_at, cost) VALUES ('nobody', '2026-07-12', 2);
SELECT close_through('2026-08-01', 'to August');
SELECT month, amount FROM closed_months WHERE in_force ORDER BY month;

-- What was closed with nobody is moved to whom it belongs, in the first open month
INSERT INTO events (source_key, occurred_at, agent, cost) VALUES ('t1', '2026-09-02', 'triage', 10), ('t2', '2026-09-03', 'x', 5);
INSERT INTO outcomes (source_key, occurred_at, agent, outcome) VALUES ('t1', '2026-09-02', 'triage', 'resolved');
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('x', '2026-08-01', 5, 10);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('x', 'planned', '2026-08-01', 2, 100000);
SELECT close_through('2026-09-01', 'to September');
-- plans of closed months are those that the closing saw
INSERT INTO outcome_budgets (agent, valid_from, target_unit_cost, planned_outcomes) VALUES ('x', '2026-09-01', 7, 20);
INSERT INTO headcounts (agent, kind, valid_from, ftes, yearly_cost) VALUES ('x', 'planned', '2026-09-01', 3, 150000);
CREATE VIEW plans AS
SELECT month, target_unit_cost, planned_outcomes, planned_ftes FROM flex_budgets JOIN headcount_offsets USING (month, agent) WHERE agent = 'x' AND month BETWEEN '2026-07-01' AND '2026-10-01' ORDER BY month;
SELECT * FROM plans;
CREATE VIEW september AS SELECT month, service_month, business_unit, volume, amount FROM chargeback WHERE agent = 'triage';
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('triage', 'claims', 'ticket');
INSERT INTO events (source_key, occurred_at, agent, cost) VALUES ('t3', '2026-09-04', 'triage', 1);
SELECT * FROM september;
SELECT reclassify('2026-10-01', 'triage', 'unattributed', 'claims', 'registered late');
SELECT reclassify('2026-09-01', 'triage', 'unattributed', 'clams', 'registered late');
SELECT reclassify('2026-09-01', 'triage', 'claims', 'claims', 'registered late');
SELECT reclassify('2026-09-01', 'triage', 'somewhere', 'claims', 'registered late');
SELECT reclassify('2026-09-01', 'triage', 'unattributed', 'claims', ' ');
SELECT reclassify('infinity', 'triage', 'unattributed', 'claims', 'registered late');
SELECT reclassify('2026-09-01', NULL, 'unattributed', 'claims', 'registered late');
SELECT trim_scale(reclassify('2026-09-30', 'triage', 'unattributed', 'claims', 'registered late')) AS moved;
SELECT * FROM september;
SELECT recorded_by = current_user AS by_me, source_key, owned_on, booked_on, displaced_from, from_unit, to_unit, component, trim_scale(cost) AS cost, events, outcomes FROM reclassifications ORDER BY id;
SELECT reclassify('2026-09-01', 'triage', 'unattributed', 'claims', 'again');
INSERT INTO events (source_key, occurred_at, agent, cost) VALUES ('t4', '2026-09-05', 'triage', 2);
SELECT trim_scale(reclassify('2026-09-01', 'triage', 'unattributed', 'claims', 'again')) AS moved;
SELECT trim_scale(reclassify('2026-09-01', 'triage', 'claims', 'somewhere', 'not theirs either')) AS moved;
SELECT * FROM september;
SELECT period, service_month, agent, volume, amount FROM statement('2026-10-01', 'somewhere');
SELECT check_name, month, difference FROM tie_out WHERE difference <> 0;
SELECT entry, sum(debit) - sum(credit) AS difference FROM journal_entries GROUP BY entry HAVING sum(debit) <> sum(credit);
-- nobody books by hand, and the pair is not one that the owner of another table makes
INSERT INTO reclassifications (month, entry, agent, from_unit, to_unit, unit_of_work, component, cost, estimated_cost, events, unpriced_events, tokens, outcomes, all_outcomes, outcomes_without_baseline, reviews, unpriced_reviews, judged, accurate)
VALUES ('2026-09-01', 1, 'triage', 'claims', 'somewhere', 'ticket', 'direct', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
SELECT problem FROM quarantine WHERE fact = 'reclassifications';
SELECT runrate_internal.add_reclassification('reclassifications', e, 'me') FROM events e LIMIT 1;
SELECT runrate_internal.add_reclassification('reclassifications', jsonb_populate_record(NULL::reclassifications, '{}'), 'me');
SET ROLE regress_reader;
SELECT reclassify('2026-09-01', 'triage', 'claims', 'somewhere', 'mine');
SELECT runrate_internal.add_reclassification('reclassifications', r, 'me') FROM reclassifications r LIMIT 1;
RESET ROLE;
-- closed with it, it stays; once its month is open again the master data say who has it
SELECT length(close_month('2026-10-01', 'October')) AS digits;
SELECT * FROM verify_books();
SELECT sum(effect) FROM restatement('2026-10-01');
SELECT service_month, business_unit, agent, cause, effect FROM restatement('2026-09-01') WHERE agent = 'triage';
SELECT count(reverse_reclassification(id, 'wrong')) FROM reclassifications WHERE to_unit = 'somewhere' AND reverses IS NULL;
SELECT * FROM september;
SELECT reopen_month('2026-10-01', 'reclassified') > 0 AS pulled;
SELECT reopen_month('2026-09-01', 'reclassified') > 0 AS pulled;
SELECT * FROM plans;
SELECT * FROM september;
SELECT close_through('2026-10-01', 'anew');
SELECT * FROM september;
SELECT * FROM verify_books();
SELECT business_unit, unit_of_work, cause, amount_before, effect, amount_after FROM restatement('2026-10-01', 1, 2) WHERE agent = 'triage';
SELECT check_name, month, difference FROM tie_out WHERE difference <> 0;

CALL revoke_access('regress_reader', 'reader');
CALL revoke_access('regress_writer', 'writer');
RESET search_path;
CALL runrate.rename_ledger('books', 'shelf');
SELECT * FROM shelf.verify_books();
SELECT sum(amount) FROM shelf.chargeback WHERE month = '2026-05-01';
-- a controller reclassifies, whatever the ledger is called; a steward does not
CREATE ROLE regress_controller;
CREATE ROLE regress_steward;
CALL shelf.grant_access('regress_controller', 'controller');
CALL shelf.grant_access('regress_steward', 'steward');
SET ROLE regress_steward;
SELECT shelf.reclassify('2026-09-01', 'triage', 'claims', 'somewhere', 'by a steward');
SET ROLE regress_controller;
SELECT trim_scale(shelf.reclassify('2026-09-01', 'triage', 'claims', 'somewhere', 'by the controller')) AS moved;
RESET ROLE;
SELECT DISTINCT recorded_by FROM shelf.reclassifications WHERE reason = 'by the controller';
SELECT level, what, trim_scale(amount) AS amount FROM shelf.explain_chargeback('2026-11-01', 'somewhere');
CALL shelf.revoke_access('regress_controller', 'controller');
CALL shelf.revoke_access('regress_steward', 'steward');
DROP ROLE regress_controller, regress_steward;
DROP VIEW shelf.april, shelf.september, shelf.plans;
CALL runrate.drop_ledger('shelf', 'shelf');
DROP ROLE regress_reader, regress_writer;
