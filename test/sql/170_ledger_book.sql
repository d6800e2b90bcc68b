--
-- The book and the monthly reports on it: who owns what when something
-- changes within a month or is taken back in a later one, how pools are
-- shared, and what is booked in whole cents.
--
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO';
SET jit = off;	-- compiling would take longer than the reports on a few rows
-- Has to be empty
\set ties 'SELECT check_name, month, difference FROM tie_out WHERE difference <> 0 ORDER BY 1, 2'

--
-- A change of the unit of work within a month: people are compared with each
-- outcome by its day.  1,000 tickets and 10 claims would have cost 4,480.
--
CALL runrate.create_ledger('change');
SET search_path = change;
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('s', '1970-01-01', 'c', 'ticket'), ('s', '2026-05-16', 'c', 'claim');
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 4.10), ('claim', 38);
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-05-02', 's', 400), ('2026-05-20', 's', 100);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-05-02', 's', 'resolved', 1000), ('2026-05-20', 's', 'adjudicated', 10);
SELECT unit_of_work, outcomes, fully_loaded_cost, unit_cost, human_unit_cost, human_cost, saving FROM workforce_pnl ORDER BY 1;
SELECT line_key, line_subject, value FROM board_report WHERE line_key IN ('unit_cost', 'blended_unit_cost', 'human_cost', 'saving') ORDER BY line_order;
SELECT unit_of_work, outcomes, unit_cost FROM unit_costs ORDER BY 1;
SELECT unit_of_work, volume, unit_cost, amount FROM chargeback ORDER BY 1;
-- A baseline that changes within the month, and one that ends: what people cost for all is not known then.
INSERT INTO human_baselines (unit_of_work, valid_from, cost_per_outcome) VALUES ('ticket', '2026-06-11', 5), ('claim', '2026-06-11', NULL);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-06-10', 's', 'adjudicated', 3), ('2026-06-11', 's', 'adjudicated', 2);
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('t', 'c', 'ticket'), ('idle', 'c', 'ticket'), ('other', 'c', 'loan');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-06-10', 't', 'resolved', 10), ('2026-06-11', 't', 'resolved', 10);
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-06-02', 'idle', 7), ('2026-06-02', 'other', 9);
SELECT agent, outcomes, outcomes_without_baseline, human_unit_cost, human_cost, saving FROM workforce_pnl WHERE month = '2026-06-01' ORDER BY 1;
SELECT line_key, value FROM board_report WHERE month = '2026-06-01' AND line_key IN ('human_cost', 'saving') ORDER BY line_order;
-- The unit of work is that of the agent, whether an outcome counts or not.
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-07-02', 'idle', 'escalated', 3);
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-07-02', 'idle', 1);
SELECT unit_of_work, volume, amount FROM chargeback WHERE month = '2026-07-01';
:ties;

--
-- What is reversed in a later month goes back to who had it: x moved from a
-- to b in between.  The month before keeps its figures.
--
CALL runrate.create_ledger('move');
SET search_path = move;
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('x', '1970-01-01', 'a', 'ticket'), ('x', '2026-02-01', 'b', 'claim');
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 4);
INSERT INTO work_items (work_item, business_unit) VALUES ('w', 'z');
INSERT INTO events (occurred_at, agent, work_item, cost, source_key) VALUES
	('2026-01-10', 'x', NULL, 10, 'e1'), ('2026-01-10', 'x', NULL, 6, 'e2'), ('2026-01-11', 'x', 'w', 3, 'e3'), ('2026-02-10', 'x', NULL, 2, 'e4');
INSERT INTO outcomes (occurred_at, agent, outcome, source_key) VALUES ('2026-01-10', 'x', 'resolved', 'o1'), ('2026-01-10', 'x', 'resolved', 'o2');
INSERT INTO reviews (occurred_at, agent, fee, verdict, source_key) VALUES ('2026-01-10', 'x', 9, 'accurate', 'r1');
CREATE TEMP TABLE january AS SELECT * FROM chargeback WHERE month = '2026-01-01';
SELECT reverse_event(id, 'billed twice', '2026-03-05') IS NOT NULL AS reversed FROM events WHERE source_key IN ('e1', 'e3') ORDER BY id;
SELECT reverse_outcome(id, 'opened again', '2026-03-05') IS NOT NULL AS reversed FROM outcomes WHERE source_key = 'o1';
SELECT reverse_review(id, 'of another', '2026-03-05') IS NOT NULL AS reversed FROM reviews;
SELECT month, service_month, business_unit, unit_of_work, volume, unit_cost, amount, direct_cost, review_cost FROM chargeback ORDER BY 1, 2, 3, 4;
SELECT count(*) AS changed FROM (TABLE january EXCEPT SELECT * FROM chargeback WHERE month = '2026-01-01') c;
SELECT month, unit_of_work, outcomes, fully_loaded_cost, unit_cost, review_ratio, prior_period_cost, prior_period_outcomes FROM unit_costs ORDER BY 1, 2;
SELECT month, business_unit, outcomes, human_cost, saving, prior_period_cost, prior_period_outcomes, prior_period_saving FROM workforce_pnl ORDER BY 1, 2;
-- More is taken back than there was in March: there is no cost of an outcome then, and none below zero.
SELECT line_key, line_subject, value FROM board_report
WHERE month = '2026-03-01' AND line_key IN ('total_cost', 'prior_period_cost', 'unit_cost', 'blended_unit_cost', 'outcomes', 'prior_period_outcomes', 'saving', 'prior_period_saving')
ORDER BY line_order;
SELECT count(*) FILTER (WHERE line_key LIKE '%unit_cost' AND value < 0) AS below_zero FROM board_report;
-- Without a day a reversal is booked where its original is.
SELECT reverse_event(id, 'billed twice') IS NOT NULL AS reversed FROM events WHERE source_key = 'e2';
SELECT month, service_month, business_unit, amount FROM chargeback WHERE business_unit = 'a' ORDER BY 1, 2;
:ties;

-- An event without a cost that is reversed later has none to wait for in either month.
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, source_key) VALUES ('2026-01-10', 'x', 'p', 'm', 10, 'e5'), ('2026-01-10', 'x', 'p', 'm', 10, 'e6');
SELECT reverse_event(id, 'never happened', '2026-02-05') IS NOT NULL AS reversed FROM events WHERE source_key = 'e5';
SELECT u.month, u.unit_of_work, u.events, u.unpriced_events, b.value AS on_the_board, m.unpriced_events AS of_the_model
FROM unit_costs u
JOIN board_report b ON b.month = u.month AND b.line_key = 'unpriced_events'
JOIN model_costs m ON m.month = u.month AND m.provider = 'p'
WHERE u.month < '2026-03-01' ORDER BY 1, 2;

--
-- Shared costs: by what took place in their month, inside what they are for
--
CALL runrate.create_ledger('share');
SET search_path = share;
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work, deployment) VALUES
	('m', '2026-03-01', 'b', 'ticket', 'third_party'), ('m', '2026-03-31', 'a', 'ticket', 'self_hosted'), ('n', '1970-01-01', 'a', 'ticket', 'third_party');
INSERT INTO work_items (work_item, business_unit) VALUES ('of a', 'a');
INSERT INTO events (occurred_at, agent, work_item, cost, source_key) VALUES
	('2026-03-10', 'm', NULL, 90, 'm1'), ('2026-03-11', 'n', NULL, 90, 'n1'), ('2026-03-12', 'm', 'of a', 90, 'm2');
INSERT INTO shared_costs (month, layer, vendor, amount, driver, business_unit, deployment) VALUES
	('2026-03-01', 'observability', 'of a', 100, 'events', 'a', NULL),
	('2026-03-01', 'observability', 'even in a', 100, 'even', 'a', NULL),
	('2026-03-01', 'observability', 'self-hosted', 100, 'even', NULL, 'self_hosted'),
	('2026-03-01', 'observability', 'self-hosted events', 100, 'events', NULL, 'self_hosted'),
	('2026-03-01', 'observability', 'of nobody', 100, 'even', 'q', NULL);
SELECT vendor, agent, business_unit, cost FROM share_internal.book WHERE component = 'shared' ORDER BY 1, 2, 3;
-- A month later m has moved for good.  What comes late, and what is taken back, moves no driver:
-- the pool of April is n's alone, and the one of March is shared as March was.
INSERT INTO events (occurred_at, agent, cost, source_key) VALUES ('2026-04-10', 'n', 1, 'n2');
SELECT reverse_event(id, 'late', '2026-04-20') IS NOT NULL AS reversed FROM events WHERE source_key = 'm1';
INSERT INTO shared_costs (month, layer, vendor, amount, driver, source_key) VALUES
	('2026-04-01', 'gateway', 'april', 100, 'events', 's1'), ('2026-03-01', 'gateway', 'march', 90, 'events', 's2');
SELECT reverse_shared_cost(id, 'not ours', '2026-05-02') IS NOT NULL AS reversed FROM shared_costs WHERE source_key = 's2';
SELECT month, service_month, vendor, agent, business_unit, cost FROM share_internal.book WHERE vendor IN ('april', 'march') ORDER BY 1, 2, 3, 4, 5;
:ties;
-- Credits add nothing to what costs are shared by, and take nothing from it: 100 : 1.
INSERT INTO events (occurred_at, agent, work_item, cost) VALUES ('2026-06-10', 'm', 'i1', 100), ('2026-06-10', 'm', 'i2', -99), ('2026-06-10', 'n', NULL, 1);
INSERT INTO shared_costs (month, layer, vendor, amount, driver) VALUES ('2026-06-01', 'gateway', 'june', 50.50, 'direct_cost');
SELECT agent, driver_quantity, driver_total, cost FROM share_internal.pool_shares WHERE vendor = 'june' ORDER BY 1;
-- An agent that changes twice in a month has its even share once, by days of service.
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work, hired, retired) VALUES
	('k', '2026-07-01', 'a', 'ticket', '2026-07-03', NULL), ('k', '2026-07-11', 'b', 'ticket', NULL, NULL), ('k', '2026-07-21', 'b', 'claim', NULL, '2026-07-22'),
	('gone', '1970-01-01', 'b', 'ticket', NULL, '2026-06-30');
INSERT INTO fixed_shares (share_key, agent, weight) VALUES ('agreed', 'gone', 1), ('agreed', 'k', 3), ('agreed', 'nobody knows', 1), ('none', 'k', 0);
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, business_unit) VALUES
	('2026-07-01', 'gateway', '1 even', 30, 'even', NULL, NULL), ('2026-07-01', 'gateway', '2 agreed', 50, 'agreed', NULL, NULL),
	('2026-07-01', 'gateway', '3 agreed in b', 50, 'agreed', NULL, 'b'), ('2026-07-01', 'gateway', '4 of k', 20, 'events', 'k', NULL),
	('2026-07-01', 'gateway', '5 of gone', 7, 'even', 'gone', NULL), ('2026-07-01', 'gateway', '6 of a stranger', 8, 'even', 'stranger', NULL),
	('2026-07-01', 'gateway', '7 none', 9, 'none', NULL, NULL), ('2026-07-01', 'gateway', '8 a credit', -0.01, 'even', NULL, NULL);
SELECT vendor, agent, agent_from, business_unit, unit_of_work, round(driver_quantity, 6) AS driver_quantity, driver_total, cost
FROM share_internal.pool_shares WHERE month = '2026-07-01' ORDER BY 1, 2, 3;
:ties;

--
-- An investment of 1,200 over 12 months that is taken back in April: January
-- to March stay, and April takes them back.
--
CALL runrate.create_ledger('invest');
SET search_path = invest;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('x', 'a', 'ticket');
INSERT INTO investments (source_key, first_month, months, amount, agent) VALUES ('i1', '2025-01-01', 12, 1200, 'x'), ('i2', '2024-01-01', 3, 100.000001, 'x');
SELECT month, amortization_cost FROM workforce_pnl WHERE month < '2025-01-01' ORDER BY 1;
SELECT reverse_investment(id, 'never bought', '2025-04-01') IS NOT NULL AS reversed FROM investments WHERE source_key = 'i1';
SELECT month, amortization_cost, prior_period_cost FROM workforce_pnl WHERE month BETWEEN '2025-01-01' AND '2025-06-01' ORDER BY 1;
SELECT month, service_month, amount FROM chargeback WHERE month = '2025-04-01' ORDER BY 2;
:ties;

--
-- Whole minor units by levels: flat over the lines a would be charged 0.00 and
-- b 10.00; right are 4.00 and 6.00.
--
CALL runrate.create_ledger('cents');
SET search_path = cents;
INSERT INTO agents (agent, business_unit, unit_of_work)
SELECT unit || i, unit, 'ticket' FROM unnest(ARRAY['a', 'b']) unit, generate_series(1, 1000) i;
INSERT INTO events (occurred_at, agent, cost)
SELECT '2026-01-10', unit || i, CASE unit WHEN 'a' THEN 0.004 ELSE 0.006 END FROM unnest(ARRAY['a', 'b']) unit, generate_series(1, 1000) i;
SELECT business_unit, sum(amount) AS amount, sum(exact_amount) AS exact_amount, min(amount), max(amount) FROM chargeback GROUP BY 1 ORDER BY 1;
-- Credits too: every level is less than a cent from what it is exactly.
INSERT INTO agents (agent, business_unit, unit_of_work) SELECT 'c' || i, 'c' || i % 7, 'ticket' FROM generate_series(1, 100) i;
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) SELECT 'c' || i, '2026-02-10', 'c' || i % 5, 'claim' FROM generate_series(1, 100) i;
INSERT INTO events (occurred_at, agent, cost)
SELECT '2026-02-01'::timestamptz + make_interval(days => 7 * (i % 3)), 'c' || 1 + i % 100, ((i * 7919) % 20011 - 10005) * 0.000123 FROM generate_series(1, 1000) i;
SELECT sum(amount) = round(sum(exact_amount), 2) AS month_is_rounded, bool_and(abs(amount - exact_amount) < 0.01) AS lines,
	   bool_and(amount = trunc(amount, 2)) AS cents, count(*) FILTER (WHERE amount < 0) > 0 AS credits
FROM chargeback WHERE month = '2026-02-01';
SELECT count(*) AS units, bool_and(abs(amount - exact_amount) < 0.01) AS units_are_near
FROM (SELECT business_unit, sum(amount) AS amount, sum(exact_amount) AS exact_amount FROM chargeback WHERE month = '2026-02-01' GROUP BY 1) u;
SELECT bool_and(abs(amount - exact_amount) < 0.01) AS agents_are_near
FROM (SELECT business_unit, agent, sum(amount) AS amount, sum(exact_amount) AS exact_amount FROM chargeback WHERE month = '2026-02-01' GROUP BY 1, 2) a;
-- 312 reviews of 4 minutes at 35 are 728.00, whoever has them.
INSERT INTO reviews (occurred_at, agent, minutes, hourly_cost) SELECT '2026-03-01', 'c' || 1 + i % 7, 4, 35 FROM generate_series(1, 312) i;
SELECT sum(exact_amount) AS exact_amount, sum(amount) AS amount, count(*) AS lines FROM chargeback WHERE month = '2026-03-01';
-- The ratios of a month sum to 1, to the last digit.
INSERT INTO events (occurred_at, agent, layer, cost) SELECT '2026-04-10', 'c1', 'layer ' || i, 1 FROM generate_series(1, 7) i;
INSERT INTO events (occurred_at, agent, layer, cost) VALUES ('2026-05-10', 'c1', 'up', 10), ('2026-05-10', 'c1', 'down', -10);
SELECT month, count(*) AS layers, min(spend_ratio), max(spend_ratio), sum(spend_ratio) FROM iceberg GROUP BY 1 ORDER BY 1;
:ties;
-- In yen and in dinars
CALL runrate.create_ledger('yen', 'JPY');
CALL runrate.create_ledger('dinar', 'KWD');
INSERT INTO yen.agents (agent, business_unit) VALUES ('x', 'a'), ('y', 'b'), ('z', 'c');
INSERT INTO yen.shared_costs (month, layer, amount, driver) VALUES ('2026-01-01', 'gateway', 1142.85, 'even');
INSERT INTO yen.investments (first_month, months, amount, agent) VALUES ('2026-02-01', 3, 100, 'x');
INSERT INTO dinar.agents TABLE yen.agents;
INSERT INTO dinar.shared_costs (month, layer, amount, driver) VALUES ('2026-01-01', 'gateway', 100.0005, 'even');
INSERT INTO dinar.investments (first_month, months, amount, agent) VALUES ('2026-02-01', 3, 100.005, 'x');
SELECT month, business_unit, amount, exact_amount FROM yen.chargeback ORDER BY 1, 2;
SELECT month, business_unit, amount, exact_amount FROM dinar.chargeback ORDER BY 1, 2;
-- What exact amounts are rounded to has to be in reach.
SELECT x, runrate_internal.apportion(x, NULL, 0) OVER (ORDER BY n), runrate_internal.apportion(x, 2, 0) OVER (ORDER BY n), runrate_internal.apportion(x, NULL, 1) OVER (ORDER BY n)
FROM (VALUES (1, 0.5), (2, 0.5), (3, NULL), (4, -1.25), (5, 1.5)) v (n, x);
SELECT runrate_internal.apportion(x, 9, 0) OVER () FROM (VALUES (0.5), (1.5)) v (x);
SELECT runrate_internal.apportion(x, 2.5, 0) OVER () FROM (VALUES (0.5), (1.5)) v (x);
SELECT runrate_internal.apportion('NaN', 1, 0) OVER ();
SELECT runrate_internal.apportion(1, 'Infinity', 0) OVER ();
SELECT runrate_internal.apportion(1, 1, 31) OVER ();
SELECT runrate_internal.apportion(NULL, 1, 2) OVER (), runrate_internal.apportion(1, 1, NULL) OVER ();

--
-- Revenue, budgets and vendors
--
CALL runrate.create_ledger('books');
SET search_path = books;
INSERT INTO revenue (month, business_unit, amount) VALUES
	('2026-01-01', NULL, 1000000), ('2026-01-01', 'a', 400000), ('2026-01-01', 'b', 600000), ('2026-02-01', NULL, 20000), ('2026-02-01', 'a', 2000000);
SELECT * FROM books_internal.revenue_months ORDER BY month;
INSERT INTO business_units (business_unit, pl_line) VALUES ('a', 'Line A');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('x', 'a', 'ticket'), ('y', 'b', 'ticket');
INSERT INTO events (occurred_at, agent, provider, cost, source_key) VALUES
	('2026-01-10', 'x', 'openai', 10, '1'), ('2026-01-10', 'x', 'own machines', 0, '2'), ('2026-01-10', 'x', 'twice', 5, '3');
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES
	('a', 'total', '2026-01-01', 100), ('b', 'total', '2026-01-01', 100), ('aa', 'total', '2026-01-01', 100), ('*', 'Line A', '2026-01-01', 100), ('*', 'b', '2026-01-01', 100),
	('*', 'LineA', '2026-01-01', 100), ('*', 'gateway', '2026-01-01', 100), ('*', 'migrations', '2026-01-01', 100), ('b', 'migration', '2026-01-01', 100);
INSERT INTO investments (first_month, months, amount, description) VALUES ('2025-01-01', 1, 5, 'migrations'), ('2025-02-01', 1, 5, NULL);
SELECT business_unit, budget_line, actual, status FROM budget_vs_actual WHERE month = '2026-01-01' ORDER BY 1, 2;
SELECT check_name, found, examined, detail FROM data_quality WHERE check_name LIKE 'budgets %';
-- A vendor without cost and without an invoice matches nothing; an invoice that is reversed is none;
-- events that are reversed are none, whenever that is booked.
INSERT INTO invoices (month, vendor, amount, source_key) VALUES ('2026-01-01', 'openai', 10, 'i1'), ('2026-01-01', 'twice', 0, 'i2');
SELECT reverse_event(id, 'twice', '2026-02-03') IS NOT NULL AS reversed FROM events WHERE source_key = '3';
SELECT month, vendor, metered_cost, invoiced_cost, classification FROM vendor_reconciliation ORDER BY 1, 2;
SELECT reverse_invoice(id, 'of another') IS NOT NULL AS reversed FROM invoices ORDER BY id;
SELECT month, vendor, metered_cost, invoiced_cost, classification FROM vendor_reconciliation ORDER BY 1, 2;
:ties;

-- tie_out finds a reversal that has landed elsewhere.
BEGIN;
ALTER TABLE events DISABLE TRIGGER ALL;
UPDATE events SET agent = 'y' WHERE reverses IS NOT NULL;
SELECT check_name, expected, actual FROM tie_out WHERE month IS NULL AND difference <> 0 ORDER BY 1;
ROLLBACK;

-- Work whose cost lies in another month has no unit cost there, and not one of 0; what was free has
CALL runrate.create_ledger('late_cost');
SET search_path = late_cost, late_cost_internal;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('a', 'u', 'ticket');
INSERT INTO outcomes (occurred_at, agent, outcome, source_key) VALUES ('2026-01-31 23:00+00', 'a', 'resolved', 'o1'), ('2026-03-10 12:00+00', 'a', 'resolved', 'o2');
INSERT INTO events (occurred_at, agent, cost, source_key) VALUES ('2026-02-01 01:00+00', 'a', 6, 'e1'), ('2026-03-10 11:00+00', 'a', 0, 'e2');
SELECT month, volume, unit_cost FROM chargeback WHERE agent = 'a' ORDER BY month;
SELECT month, outcomes, unit_cost FROM workforce_pnl WHERE agent = 'a' ORDER BY month;
SELECT month, outcomes, unit_cost FROM unit_costs WHERE agent = 'a' ORDER BY month;
SELECT month, line_key, value FROM board_report WHERE line_key IN ('unit_cost', 'blended_unit_cost') AND month <= '2026-03-01' ORDER BY month, line_key;
RESET search_path;
SET client_min_messages = warning;
DROP SCHEMA late_cost, late_cost_internal CASCADE;

DROP SCHEMA change, change_internal CASCADE;
DROP SCHEMA move, move_internal CASCADE;
DROP SCHEMA share, share_internal CASCADE;
DROP SCHEMA invest, invest_internal CASCADE;
DROP SCHEMA cents, cents_internal CASCADE;
DROP SCHEMA yen, yen_internal CASCADE;
DROP SCHEMA dinar, dinar_internal CASCADE;
DROP SCHEMA books, books_internal CASCADE;
