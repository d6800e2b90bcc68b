--
-- The journal: accounts, entries, accruals and true-ups, gross margins, and the
-- file that the general ledger imports.
--
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO';
SET jit = off;	-- compiling would take longer than the reports on a few rows
-- Has to be empty
\set ties 'SELECT check_name, month, difference FROM tie_out WHERE difference <> 0 ORDER BY 1, 2'
\set accruals 'SELECT vendor, month, opening_amount AS opening, metered_amount AS metered, invoiced_amount AS invoiced, true_up_amount AS true_up, accrued_amount AS accrued, is_billed FROM accruals WHERE month <= \'2026-04-01\' ORDER BY vendor COLLATE "C", month'

--
-- 202,000 in January: 180,000.00, 18,400.00 and 3,600.00 against clearing
--
CALL runrate.create_ledger('journal', 'EUR', 'America/New_York');
SET search_path = journal;
INSERT INTO business_units (business_unit, pl_line, cost_center) VALUES
	('support', 'Customer support', 'CC-100'), ('claims', 'Insurance operations', 'CC-200'), ('lending', NULL, NULL);
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('s', 'support', 'ticket'), ('c', 'claims', 'claim'), ('l', 'lending', 'loan');
-- The last second of January in New York is in February for UTC.
INSERT INTO events (occurred_at, agent, cost, provider) VALUES
	('2026-02-01 04:59:59+00', 's', 80000, 'anthropic'), ('2026-01-10 00:00+00', 'c', 10000, 'openai'), ('2026-01-11 00:00+00', 'l', 2000, 'openai');
INSERT INTO reviews (occurred_at, agent, fee) VALUES ('2026-01-20 00:00+00', 's', 40000), ('2026-01-20 00:00+00', 'c', 4000), ('2026-01-20 00:00+00', 'l', 600);
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, source_key) VALUES
	('2026-01-01', 'observability', 'watcher', 60000, 'even', 's', 's1'), ('2026-01-01', 'integration', NULL, 4400, 'even', 'c', 's2');
INSERT INTO investments (first_month, months, amount, agent) VALUES ('2026-01-01', 1, 1000, 'l');
SELECT entry, line, posting_date, account, cost_center, business_unit, debit, credit, memo FROM journal_entries WHERE month = '2026-01-01';
SELECT business_unit, amount FROM chargeback WHERE month = '2026-01-01' ORDER BY 1;
:ties;
-- Invoices for all that vendors delivered: nothing to accrue, and nothing is left on the clearing account
-- but what no vendor bills, people and amortization.
INSERT INTO invoices (month, vendor, invoice_id, amount) VALUES
	('2026-01-01', 'anthropic', 'A-1', 80000), ('2026-01-01', 'openai', 'O-1', 12010), ('2026-01-01', 'watcher', 'W-1', 60000), ('2026-01-01', 'unattributed', 'X', 4400);
SELECT entry, line, account, business_unit, debit, credit, memo FROM journal_entries WHERE entry_kind <> 'cost';
SELECT account, sum(credit - debit) - CASE account WHEN '2150' THEN (SELECT sum(amount) FROM invoices) ELSE 0 END AS balance FROM journal_entries GROUP BY account ORDER BY 1;

--
-- Accounts of one's own.  A layer that nobody knows is in suspense, and said so.
--
INSERT INTO accounts (layer, account, class, clearing_account) VALUES ('model_api', '400100', 'cogs', '209900'), ('human_review', '400200', 'opex', '710000');
UPDATE accounts SET amortization_account = '150900' WHERE layer = 'integration';
UPDATE accounts SET account = '999999' WHERE layer = '*';
INSERT INTO events (occurred_at, agent, layer, cost) VALUES ('2026-01-20 00:00+00', 'l', 'phone', 7.125), ('2026-01-20 00:00+00', 'l', 'model_api', 0.125);
SELECT line, account, business_unit, debit, credit FROM journal_entries WHERE entry = '2026-01-cost';
SELECT check_name, month, found, cost, detail, examined FROM data_quality WHERE check_name = 'layers without account';
SELECT business_unit, cogs_cost, opex_cost, unclassified_cost, gross_profit FROM gross_margins ORDER BY 1;
-- Somebody deletes the row of the layer *: what nobody has said is in suspense all the same.
DELETE FROM accounts WHERE layer IN ('*', 'model_api');
SELECT line, account, business_unit, debit, credit FROM journal_entries WHERE entry = '2026-01-cost';
:ties;
\set VERBOSITY terse
INSERT INTO accounts (layer, account, class) VALUES ('phone', '', 'cogs');
INSERT INTO accounts (layer, account, class) VALUES ('phone', '1', 'revenue');
INSERT INTO accounts (layer, account, class) VALUES ('phone', '1', 'cogs'), ('phone', '2', 'cogs');
-- Also in place of a row that came with the ledger
INSERT INTO accounts (layer, account, class) VALUES ('gateway', '1', 'cogs'), ('gateway', '2', 'cogs');
\set VERBOSITY default

--
-- What comes late is a line of its own.  A correction of a month before as a
-- difference, and as a reversal with what is right in its place: the same.
--
CALL runrate.create_ledger('late');
SET search_path = late;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('delta', 'a', 'ticket'), ('rebooked', 'b', 'ticket');
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, source_key) VALUES
	('2026-01-01', 'vector_db', 'v', 100, 'even', 'delta', 'd1'), ('2026-01-01', 'vector_db', 'v', 100, 'even', 'rebooked', 'r1'), ('2026-02-01', 'vector_db', 'v', 10, 'even', 'delta', 'd2');
CREATE TEMP TABLE january AS SELECT * FROM journal_entries WHERE month = '2026-01-01';
-- Rows that are booked in another month than the one that they are for, as where that one is closed
CREATE FUNCTION pg_temp.bill(booked date, row_of text, VARIADIC given text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
	PERFORM set_config('runrate.restoring', 'on', true);
	EXECUTE format('INSERT INTO %1$s (id, recorded_by, owned_on, booked_on, displaced_from, key_hash, month, %2$s) VALUES (nextval(%3$L), current_user, ''2026-01-01'', %4$L, ''2026-01-01'', gen_random_uuid(), ''2026-01-01'', %5$s)',
		row_of, given[1], row_of || '_id_seq', booked, given[2]);
	PERFORM set_config('runrate.restoring', 'off', true);
END $$;
SELECT pg_temp.bill('2026-03-01', 'shared_costs', 'layer, vendor, amount, driver, agent, source_key', $$'vector_db', 'v', -20, 'even', 'delta', 'd1 corrected'$$);
SELECT reverse_shared_cost(id, 'billed too much', '2026-03-01') > 0 AS reversed FROM shared_costs WHERE source_key = 'r1';
SELECT pg_temp.bill('2026-03-01', 'shared_costs', 'layer, vendor, amount, driver, agent, source_key', $$'vector_db', 'v', 80, 'even', 'rebooked', 'r1 right'$$);
SELECT line, account, business_unit, service_month, debit, credit, memo FROM journal_entries WHERE entry = '2026-03-cost';
SELECT month, service_month, business_unit, amount FROM chargeback WHERE month = '2026-03-01' ORDER BY 3;
SELECT count(*) AS changed FROM (TABLE january EXCEPT SELECT * FROM journal_entries WHERE month = '2026-01-01') c;
:ties;

--
-- Accruals: 103.00 metered in January, and what comes of it
--
CALL runrate.create_ledger('accrue');
SET search_path = accrue;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('x', 'u', 'ticket');
INSERT INTO fx (currency, ledger_amount) VALUES ('GBP', 1.25);
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent)
SELECT '2026-01-01', 'vector_db', vendor, 103.00, 'even', 'x'
FROM unnest(ARRAY['1 never billed', '2 late', '3 parts', '4 parts too much', '5 credit note', '6 credit note first', '7 pounds', '8 no rate', '9 reversed']) vendor;
SELECT pg_temp.bill(booked, 'invoices', 'vendor, invoice_id, amount, billed_amount, billing_currency, is_final', format('%L, %L, %L, %L, %L, %L', vendor, id, amount, billed, currency, is_final))
FROM (VALUES (date '2026-03-01', '2 late', 'l1', 105.00, NULL, NULL, true),
	('2026-01-01', '3 parts', 'p1', 40, NULL, NULL, false), ('2026-02-01', '3 parts', 'p2', 60, NULL, NULL, false), ('2026-03-01', '3 parts', 'p3', 2, NULL, NULL, true),
	('2026-01-01', '4 parts too much', 'p4', 0, NULL, NULL, false), ('2026-02-01', '4 parts too much', 'p5', 110, NULL, NULL, false), ('2026-03-01', '4 parts too much', 'p6', 5.005, NULL, NULL, true),
	('2026-01-01', '5 credit note', 'c1', 103, NULL, NULL, true), ('2026-02-01', '5 credit note', 'c2', -20, NULL, NULL, true),
	('2026-01-01', '6 credit note first', 'c3', -3, NULL, NULL, true), ('2026-02-01', '6 credit note first', 'c4', 103, NULL, NULL, true),
	('2026-02-01', 'nothing metered', 'n1', 50, NULL, NULL, true)) i (booked, vendor, id, amount, billed, currency, is_final);
-- In another currency: at the rate of its day; without a rate it stays accrued.
INSERT INTO invoices (occurred_at, month, vendor, invoice_id, billed_amount, billing_currency) VALUES
	('2026-01-31', '2026-01-01', '7 pounds', 'g1', 80, 'GBP'), ('2026-01-31', '2026-01-01', '8 no rate', 'g2', 80, 'CHF');
INSERT INTO invoices (month, vendor, invoice_id, amount) VALUES ('2026-01-01', '9 reversed', 'r1', 100);
SELECT reverse_invoice(id, 'not ours', '2026-03-04') > 0 AS reversed FROM invoices WHERE vendor = '9 reversed';
:accruals;
SELECT month, account, sum(debit) AS debit, sum(credit) AS credit FROM journal_entries WHERE month <= '2026-04-01' AND entry_kind <> 'cost' GROUP BY 1, 2 ORDER BY 1, 2;
SELECT entry, account, debit, credit, memo FROM journal_entries WHERE vendor = '2 late' ORDER BY month, entry, line;
:ties;
-- The rate comes, and so does a late event of a vendor who has billed the month.
INSERT INTO fx (currency, ledger_amount) VALUES ('CHF', 1.125);
SELECT price_pending();
SELECT pg_temp.bill('2026-04-01', 'shared_costs', 'layer, vendor, amount, driver, agent', $$'vector_db', '2 late', 1.50, 'even', 'x'$$);
SELECT vendor, month, opening_amount AS opening, metered_amount AS metered, invoiced_amount AS invoiced, true_up_amount AS true_up, accrued_amount AS accrued
FROM accruals WHERE vendor IN ('2 late', '8 no rate') AND month <= '2026-05-01' ORDER BY 1, 2;
-- After all of that the clearing account has what was never billed and the liability for it, month by month.
SELECT e.month, sum(e.credit - e.debit) FILTER (WHERE e.account = '2160') AS liability,
	   sum(e.credit - e.debit) FILTER (WHERE e.account = '2150') - coalesce((SELECT sum(round(amount, 2)) FROM invoices i WHERE date_trunc('month', i.booked_on) = e.month), 0) AS clearing
FROM journal_entries e WHERE e.month <= '2026-04-01' GROUP BY 1 ORDER BY 1;
-- One number, two rows
INSERT INTO invoices (month, vendor, invoice_id, amount) VALUES ('2026-01-01', '1 never billed', 'twice', 51.50), ('2026-01-01', '1 never billed', 'twice', 51.50);
SELECT check_name, found, detail FROM data_quality WHERE check_name = 'invoices with the same number';
:ties;
-- Whose layer is which: the accounts of an accrual are those of the layer in which most of it is.
CALL runrate.create_ledger('layers');
SET search_path = layers;
INSERT INTO accounts (layer, account, class, clearing_account, accrual_account, true_up_account) VALUES
	('gateway', 'G', 'cogs', 'G clearing', 'G accrued', 'G true-up'), ('vector_db', 'V', 'opex', 'V clearing', 'V accrued', 'V true-up');
INSERT INTO agents (agent, business_unit) VALUES ('x', 'u');
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent) VALUES ('2026-01-01', 'gateway', 'both', 60, 'even', 'x'), ('2026-01-01', 'vector_db', 'both', 40, 'even', 'x');
SELECT entry, line, account, debit, credit FROM journal_entries WHERE month = '2026-01-01';
INSERT INTO invoices (month, vendor, amount) VALUES ('2026-01-01', 'both', 90);
SELECT entry, line, account, debit, credit FROM journal_entries WHERE entry_kind = 'true_up';

--
-- Whole minor units: a unit of a thousand lines of 0.004 is booked 4.00, as it is charged
--
CALL runrate.create_ledger('journal_cents');
SET search_path = journal_cents;
INSERT INTO agents (agent, business_unit) SELECT unit || i, unit FROM unnest(ARRAY['a', 'b']) unit, generate_series(1, 50) i;
INSERT INTO events (occurred_at, agent, layer, provider, cost)
SELECT '2026-01-10', unit || i, 'layer ' || i, 'p' || i, CASE unit WHEN 'a' THEN 0.004 ELSE 0.006 END FROM unnest(ARRAY['a', 'b']) unit, generate_series(1, 50) i;
INSERT INTO accounts (layer, account, class) SELECT 'layer ' || i, 'account ' || i, 'cogs' FROM generate_series(1, 50) i;
-- Credits too
INSERT INTO events (occurred_at, agent, layer, provider, cost)
SELECT '2026-02-10', unit || i, 'layer ' || i, 'p' || i, ((i * 7919) % 20011 - 10005) * 0.000123 FROM unnest(ARRAY['a', 'b']) unit, generate_series(1, 50) i;
SELECT month, business_unit, sum(debit - credit) AS booked, count(*) AS lines FROM journal_entries WHERE entry_kind = 'cost' AND business_unit IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2;
SELECT month, business_unit, sum(amount) AS charged FROM chargeback GROUP BY 1, 2 ORDER BY 1, 2;
SELECT entry, sum(debit) = sum(credit) AS balances, min(least(debit, credit)) AS neither, bool_and(debit + credit > 0) AS all_have_an_amount FROM journal_entries WHERE month < '2026-03-01' GROUP BY 1 ORDER BY 1;
:ties;
-- In yen and in dinars
CALL runrate.create_ledger('journal_yen', 'JPY');
CALL runrate.create_ledger('journal_dinar', 'KWD');
INSERT INTO journal_yen.agents (agent, business_unit) VALUES ('x', 'a'), ('y', 'b'), ('z', 'c');
INSERT INTO journal_yen.shared_costs (month, layer, vendor, amount, driver) VALUES ('2026-01-01', 'gateway', 'v', 1142.85, 'even');
INSERT INTO journal_yen.invoices (month, vendor, amount) VALUES ('2026-01-01', 'v', 1143.4);
INSERT INTO journal_dinar.agents TABLE journal_yen.agents;
INSERT INTO journal_dinar.shared_costs (month, layer, vendor, amount, driver) VALUES ('2026-01-01', 'gateway', 'v', 100.0005, 'even');
INSERT INTO journal_dinar.invoices (month, vendor, amount) VALUES ('2026-01-01', 'v', 100.002);
SELECT entry, account, business_unit, debit, credit FROM journal_yen.journal_entries;
SELECT entry, account, business_unit, debit, credit FROM journal_dinar.journal_entries;

--
-- The file that is imported
--
SET search_path = journal_cents;
SELECT journal_csv('2027-01-01');
CALL runrate.create_ledger('file');
SET search_path = file;
INSERT INTO business_units (business_unit, cost_center) VALUES ('=cmd|''/c calc''!A1', '-100'), ('O''Brien, "Bob" & Co', E'10\n20'), ('plain', '100');
INSERT INTO agents (agent, business_unit) SELECT business_unit, business_unit FROM business_units;
INSERT INTO events (occurred_at, agent, provider, cost) SELECT '2026-01-31', business_unit, '@' || business_unit, 1234567.891 FROM business_units;
SET DateStyle = 'German'; SET lc_numeric = 'C'; SET extra_float_digits = 0;
SELECT journal_csv('2026-01-17');
SET DateStyle = 'ISO';
SELECT file_internal.csv_cell(x) FROM (VALUES (1, NULL), (2, ''), (3, 'a b'), (4, ' =1'), (5, '+1'), (6, '-1'), (7, '@x'), (8, E'\tx'), (9, E'\rx'), (10, U&'\FF1D1'), (11, 'a=1'), (12, 'a,"b"')) v (n, x) ORDER BY n;

--
-- Gross margins: what is not known is not zero
--
CALL runrate.create_ledger('margin');
SET search_path = margin;
INSERT INTO business_units (business_unit, pl_line) VALUES ('a', 'Line A'), ('b', NULL);
INSERT INTO agents (agent, business_unit) SELECT unit, unit FROM unnest(ARRAY['a', 'b', 'c', 'd']) unit;
INSERT INTO events (occurred_at, agent, layer, cost) VALUES ('2026-01-10', 'a', 'model_api', 300), ('2026-01-10', 'a', 'evaluation', 50), ('2026-01-10', 'b', 'model_api', 120), ('2026-01-10', 'c', 'model_api', 7), ('2026-01-10', 'd', 'odd', 1), ('2026-01-10', 'd', 'gateway', 2);
INSERT INTO events (occurred_at, agent, provider, model, input_tokens) VALUES ('2026-01-10', 'b', 'p', 'm', 1);
INSERT INTO revenue (month, business_unit, amount) VALUES ('2026-01-01', 'a', 1000), ('2026-01-01', 'b', 100), ('2026-01-01', 'd', 10), ('2026-01-01', NULL, 5), ('2026-02-01', 'a', 0);
INSERT INTO revenue (month, business_unit, billed_amount, billing_currency) VALUES ('2026-01-01', 'e', 10, 'CHF');
SELECT * FROM gross_margins ORDER BY month, business_unit;
:ties;

--
-- By customer: acme has 3 of 7 events and 35 of 115 of direct cost, and in agent a 35 of 108
--
CALL runrate.create_ledger('customer');
SET search_path = customer;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('a', 'u', 'ticket'), ('b', 'v', 'ticket');
INSERT INTO work_items (work_item, customer) VALUES ('i1', 'acme'), ('i2', 'acme'), ('i3', 'zeta'), ('i4', NULL);
INSERT INTO events (occurred_at, agent, work_item, layer, cost) VALUES
	('2026-01-10', 'a', 'i1', 'model_api', 10), ('2026-01-10', 'a', 'i2', 'model_api', 20), ('2026-01-10', 'a', 'i2', 'evaluation', 5),
	('2026-01-10', 'a', 'i3', 'model_api', 30), ('2026-01-10', 'b', 'i3', 'odd', 7), ('2026-01-10', 'a', 'i4', 'model_api', 40), ('2026-01-10', 'a', NULL, 'evaluation', 3);
INSERT INTO shared_costs (month, layer, amount, driver, agent, source_key) VALUES
	('2026-01-01', 'security', 105, 'direct_cost', NULL, 'p1'), ('2026-01-01', 'gateway', 100, 'events', NULL, 'p2'), ('2026-01-01', 'evaluation', 108, 'even', 'a', 'p3');
INSERT INTO reviews (occurred_at, agent, work_item, fee) VALUES ('2026-01-12', 'a', 'i1', 9);
INSERT INTO revenue (month, customer, amount) VALUES ('2026-01-01', 'acme', 500), ('2026-01-01', 'zeta', 60), ('2026-01-01', NULL, 1), ('2026-02-01', 'new', 5);
INSERT INTO revenue (month, business_unit, customer, amount) VALUES ('2026-01-01', 'u', 'acme', 12);
SELECT * FROM customer_margins ORDER BY month, customer;
-- They are those of customer_costs, and sum to the business units.
SELECT m.customer, m.cogs_cost + m.opex_cost + m.unclassified_cost = c.fully_loaded_cost AS same FROM customer_margins m JOIN customer_costs c USING (month, customer) ORDER BY 1;
SELECT sum(revenue) AS revenue, sum(cogs_cost) AS cogs, sum(opex_cost) AS opex, sum(unclassified_cost) AS unclassified FROM gross_margins
UNION ALL SELECT sum(revenue), sum(cogs_cost), sum(opex_cost), sum(unclassified_cost) FROM customer_margins;
-- A pool that is taken back later takes from each what it had.
SELECT reverse_shared_cost(id, 'not ours', '2026-03-05') > 0 AS reversed FROM shared_costs WHERE source_key IN ('p1', 'p3');
SELECT customer, cogs_cost, opex_cost, prior_period_cost FROM customer_margins WHERE month = '2026-03-01' ORDER BY customer;
:ties;

--
-- A closed month keeps its journal: whatever becomes of accounts, cost centres and
-- business units, and what comes late
--
CALL runrate.create_ledger('closed');
SET search_path = closed;
INSERT INTO business_units (business_unit, cost_center) VALUES ('u', 'CC-1');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('a', 'u', 'ticket');
INSERT INTO events (occurred_at, agent, provider, cost, source_key) VALUES ('2026-01-10', 'a', 'openai', 71, 'e1');
INSERT INTO shared_costs (month, layer, vendor, amount, driver) VALUES ('2026-01-01', 'vector_db', 'vectors', 103, 'events');
INSERT INTO invoices (month, vendor, amount) VALUES ('2026-01-01', 'openai', 81);
INSERT INTO revenue (month, business_unit, amount) VALUES ('2026-01-01', 'u', 1000);
CREATE TEMP TABLE closed_journal AS SELECT * FROM journal_entries WHERE month = '2026-01-01';
CREATE TEMP TABLE closed_margin AS SELECT * FROM gross_margins;
SELECT close_month('2026-01-01', 'January') IS NOT NULL AS closed;
UPDATE accounts SET account = '7000', class = 'opex' WHERE layer = 'model_api';
UPDATE accounts SET clearing_account = '7150', accrual_account = '7160', true_up_account = '7190' WHERE layer = '*';
UPDATE business_units SET cost_center = 'CC-2';
INSERT INTO events (occurred_at, agent, provider, cost, source_key) VALUES ('2026-01-20', 'a', 'openai', 4, 'late'), ('2026-02-20', 'a', 'openai', 5, 'e2');
SELECT reverse_event(id, 'billed too much') > 0 AS reversed FROM events WHERE source_key = 'e1';
INSERT INTO events (occurred_at, agent, provider, cost, source_key) VALUES ('2026-01-10', 'a', 'openai', 70, 'e1 right');
INSERT INTO invoices (month, vendor, amount) VALUES ('2026-01-01', 'vectors', 105), ('2026-01-01', 'openai', -2), ('2026-02-01', 'openai', 5);
SELECT count(*) AS changed FROM (TABLE closed_journal EXCEPT SELECT * FROM journal_entries WHERE month = '2026-01-01') c;
SELECT count(*) AS changed FROM (TABLE closed_margin EXCEPT SELECT * FROM gross_margins) c;
SELECT entry, line, account, cost_center, business_unit, debit, credit, memo FROM journal_entries WHERE month = '2026-02-01';
SELECT service_month, vendor, opening_amount AS opening, metered_amount AS metered, invoiced_amount AS invoiced, true_up_amount AS true_up, accrued_amount AS accrued FROM accruals WHERE month = '2026-02-01' ORDER BY 1, 2;
:ties;
SELECT close_month('2026-02-01', 'February') IS NOT NULL AS closed;
SELECT reopen_month('2026-02-01', 'one more look') IS NOT NULL AS reopened;
:ties;

--
-- Charges between entities: the markup of a month between two entities is rounded
-- once, and what is closed keeps the entities and the markup that it was closed with
--
CALL runrate.create_ledger('entities', 'USD', 'UTC');
SET search_path = entities;
INSERT INTO business_units (business_unit, entity) VALUES ('a', 'Sub GmbH'), ('b', 'Sub GmbH'), ('c', 'Sub GmbH'), ('d', 'Other SA'), ('hq', 'Holding Inc'), ('loose', NULL);
INSERT INTO agents (agent, business_unit, unit_of_work) SELECT u, u, 'ticket' FROM unnest(ARRAY['a', 'b', 'c', 'd', 'hq', 'loose']) u;
INSERT INTO events (occurred_at, agent, cost, source_key) SELECT '2026-01-10', u, 0.10, u FROM unnest(ARRAY['a', 'b', 'c', 'd', 'hq', 'loose']) u;
SELECT count(*) FROM intercompany_charges;
SELECT entity, paid_amount, expense_amount FROM consolidated_costs ORDER BY entity;
INSERT INTO markup_rates (entity_from, markup_ratio) VALUES ('Holding Inc', 0.05);
INSERT INTO markup_rates (entity_from, entity_to, markup_ratio) VALUES ('Holding Inc', 'Sub GmbH', 0.07);
-- 3 x 0.007 is 0.02: one of them is charged none
SELECT entity_to, business_unit, cost_amount, markup_ratio::numeric(4,2), markup_amount, charged_amount FROM intercompany_charges ORDER BY 1, 2;
SELECT entity, paid_amount, charged_amount, expense_amount, earned_amount FROM consolidated_costs ORDER BY entity = 'elimination', entity;
PREPARE consolidated AS
SELECT b.month, c.expense, c.expense = b.amount AND c.charged = 0 AND c.income = 0 AS tied
FROM (SELECT month, sum(expense_amount) AS expense, sum(earned_amount) AS income, sum(charged_amount) AS charged FROM consolidated_costs GROUP BY month) c
FULL JOIN (SELECT month, sum(amount) AS amount FROM chargeback GROUP BY month) b USING (month) ORDER BY month;
EXECUTE consolidated;

SELECT close_month('2026-01-01', 'January') IS NOT NULL AS closed;
CREATE TEMP TABLE january AS SELECT i::text FROM intercompany_charges i UNION ALL SELECT c::text FROM consolidated_costs c;
-- Another rate, for all days and for what is to come; a unit that moves; a new payer; one that pays for itself
INSERT INTO markup_rates (entity_from, entity_to, markup_ratio) VALUES ('Holding Inc', 'Sub GmbH', 0.50);
INSERT INTO markup_rates (entity_from, markup_ratio, valid_from) VALUES ('Sub GmbH', 0.10, '2026-02-01');
UPDATE business_units SET entity = 'Other SA' WHERE business_unit IN ('c', 'loose');
SELECT count(*) AS changed FROM (TABLE january EXCEPT (SELECT i::text FROM intercompany_charges i UNION ALL SELECT c::text FROM consolidated_costs c)) c;
-- What is taken back later goes back as it was charged.
SELECT reverse_event(id, 'billed in error') > 0 AS reversed FROM events WHERE source_key = 'c';
INSERT INTO events (occurred_at, agent, cost, source_key) SELECT '2026-02-10', u, 100, u || '2' FROM unnest(ARRAY['a', 'c', 'd', 'hq']) u;
SELECT month, service_month, entity_from, entity_to, business_unit AS unit, cost_amount, markup_ratio::numeric(4,2) AS ratio, markup_amount, charged_amount FROM intercompany_charges WHERE month = '2026-02-01' ORDER BY 2, 3, 4, 5;
SELECT entity, paid_amount, charged_amount, expense_amount, earned_amount FROM consolidated_costs WHERE month = '2026-02-01' ORDER BY entity = 'elimination', entity;
EXECUTE consolidated;
-- An end, of one and so not of the others
INSERT INTO markup_rates (entity_from, entity_to, markup_ratio, valid_from) VALUES ('Holding Inc', 'Sub GmbH', NULL, '2026-02-01');
SELECT entity_from, entity_to, business_unit AS unit, markup_ratio::numeric(4,2) AS ratio FROM intercompany_charges WHERE month = '2026-02-01' ORDER BY 1, 2, 3;
-- Reopened, all of it is as it is known now.
SELECT count(*) AS differences FROM verify_books();
SELECT reopen_month('2026-01-01', 'the markup was agreed on before') IS NOT NULL AS reopened;
SELECT entity_to, business_unit AS unit, markup_ratio::numeric(4,2) AS ratio, charged_amount FROM intercompany_charges WHERE month = '2026-01-01' ORDER BY 1, 2;
EXECUTE consolidated;
\set VERBOSITY terse
INSERT INTO markup_rates (entity_from, entity_to, markup_ratio) VALUES ('Holding Inc', 'Sub Gmbh', 0.07);
INSERT INTO markup_rates (entity_from, entity_to, markup_ratio) VALUES ('Holding Inc', 'Holding Inc', 0.07);
INSERT INTO markup_rates (entity_from, entity_to, markup_ratio) VALUES ('*', 'Sub GmbH', 0.07);
INSERT INTO markup_rates (entity_from, entity_to, markup_ratio) VALUES ('Holding Inc', 'Sub GmbH', -0.07);
UPDATE business_units SET entity = 'elimination';
DELETE FROM markup_rates;
\set VERBOSITY default

DROP SCHEMA journal, journal_internal CASCADE;
DROP SCHEMA late, late_internal CASCADE;
DROP SCHEMA accrue, accrue_internal CASCADE;
DROP SCHEMA layers, layers_internal CASCADE;
DROP SCHEMA journal_cents, journal_cents_internal CASCADE;
DROP SCHEMA journal_yen, journal_yen_internal CASCADE;
DROP SCHEMA journal_dinar, journal_dinar_internal CASCADE;
DROP SCHEMA file, file_internal CASCADE;
DROP SCHEMA margin, margin_internal CASCADE;
DROP SCHEMA customer, customer_internal CASCADE;
DROP SCHEMA closed, closed_internal CASCADE;
DROP SCHEMA entities, entities_internal CASCADE;
