--
-- Quotes of vendors against the own agents, and what an outcome costs elsewhere
--
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET DateStyle = 'ISO';
SET jit = off;
CALL runrate.create_ledger('vendors');
SET search_path = vendors;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('support', 'service', 'ticket'), ('claims', 'claims', 'claim'), ('lender', 'lending', 'loan'), ('idle', 'service', 'mail');
-- 50,000 tickets at 1.10 with everything in it, of 60,000 conversations
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-01-10', 'support', 40000), ('2026-01-10', 'claims', 12000), ('2026-01-10', 'lender', 3600), ('2026-01-10', 'idle', 5);
INSERT INTO shared_costs (month, layer, amount, driver, agent) VALUES ('2026-01-01', 'observability', 15000, 'even', 'support');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-01-15', 'support', 'resolved', 50000), ('2026-01-15', 'support', 'escalated', 10000),
	('2026-01-15', 'claims', 'adjudicated', 5000), ('2026-01-15', 'lender', 'originated', 2000);

-- At 50,000 tickets Klarna's cost would be 9,500, and Sierra's 75,000.
SELECT benchmark, kind, unit_cost, low_unit_cost, high_unit_cost, target_low, target_high, position, position_order, difference_pct, cost_at_low, cost_at_high, own_cost
FROM peer_comparison WHERE unit_of_work = 'ticket';
SELECT unit_of_work, benchmark, kind, unit_cost, low_unit_cost, high_unit_cost, target_low, target_high, position, difference_pct FROM peer_comparison WHERE unit_of_work <> 'ticket';
SELECT DISTINCT citation LIKE '%Runrate%' AS cited FROM peer_comparison;
-- A figure of one's own supersedes; one without a figure ends it; other words for the work are other rows.
INSERT INTO peer_benchmarks (benchmark, unit_of_work, valid_from, low_unit_cost, high_unit_cost, citation) VALUES
	('Klarna', 'ticket', '2026-01-16', 0.25, 0.25, 'annual report'), ('Sierra', 'ticket', '2026-02-01', NULL, NULL, 'no more'), ('Mail house', 'mail', '1970-01-01', 1, 2, 'a quote');
INSERT INTO peer_benchmarks (benchmark, unit_of_work, low_unit_cost, high_unit_cost, currency, citation) VALUES ('Paris', 'claim', 2, 2.5, 'EUR', 'fair'), ('Unknown money', 'claim', 2, 2.5, 'XTS', 'fair');
INSERT INTO fx (currency, valid_from, ledger_amount) VALUES ('EUR', '2026-01-01', 1.10), ('EUR', '2026-02-01', 1.20);
SELECT unit_of_work, benchmark, unit_cost, low_unit_cost, position, position_order, citation FROM peer_comparison WHERE benchmark IN ('Klarna', 'Sierra', 'Mail house', 'Paris', 'Unknown money') ORDER BY 1, 2;
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-02-10', 'support', 10), ('2026-02-10', 'claims', 10);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-02-15', 'support', 'resolved', 10), ('2026-02-15', 'claims', 'adjudicated', 10);
SELECT benchmark, low_unit_cost, position FROM peer_comparison WHERE month = '2026-02-01' AND benchmark IN ('Klarna', 'Sierra', 'Paris');

-- Quotes: per resolution, per conversation with a fee, with a minimum, in euros
INSERT INTO vendor_quotes (vendor, unit_of_work, price, charged_per, outcomes_charged, monthly_fee, monthly_minimum, currency) VALUES
	('Fin', 'ticket', 0.99, 'resolution', 'counted', 0, 0, NULL), ('Sierra', 'ticket', 0.80, 'conversation', 'all', 5000, 0, NULL),
	('Big', 'ticket', 0.50, 'resolution', 'counted', 1000, 90000, NULL), ('Euro', 'ticket', 1.00, 'resolution', 'counted', 100, 0, 'EUR'),
	('No rate', 'ticket', 1.00, 'resolution', 'counted', 0, 0, 'XTS'), ('Adjuster', 'claim', 2.40, 'claim', 'counted', 0, 0, NULL), ('Postman', 'mail', 1, 'mail', 'counted', 9, 0, NULL);
SELECT unit_of_work, vendor, charged_per, outcomes, units_charged, price, vendor_cost, vendor_unit_cost FROM vendor_or_own WHERE month = '2026-01-01';
SELECT unit_of_work, vendor, own_cost, own_unit_cost, saving_with_vendor, break_even_price, cheaper FROM vendor_or_own WHERE month = '2026-01-01';
-- At the break-even price the two are the same.
INSERT INTO vendor_quotes (vendor, unit_of_work, valid_from, price, outcomes_charged, monthly_fee) VALUES ('Fin', 'ticket', '2026-01-31', 1.10, 'counted', 0), ('Big', 'ticket', '2026-01-02', NULL, 'counted', 0);
SELECT vendor, price, saving_with_vendor, cheaper FROM vendor_or_own WHERE month = '2026-01-01' AND vendor IN ('Fin', 'Big');
-- What is booked late for another month is not this month's work.
SELECT reverse_event(id, 'billed twice', '2026-02-20') > 0 AS reversed FROM events WHERE agent = 'claims' AND cost = 12000;
SELECT month, own_cost, own_unit_cost, saving_with_vendor FROM vendor_or_own WHERE vendor = 'Adjuster' ORDER BY month;

-- Append-only, and nothing that is no quote
UPDATE vendor_quotes SET price = 1;
DELETE FROM peer_benchmarks;
\set VERBOSITY terse
INSERT INTO vendor_quotes (vendor, unit_of_work, price) VALUES ('x', 'ticket', -1);
INSERT INTO vendor_quotes (vendor, unit_of_work, price, outcomes_charged) VALUES ('x', 'ticket', 1, 'some');
INSERT INTO vendor_quotes (vendor, unit_of_work, price, currency) VALUES ('x', 'ticket', 1, 'euro');
INSERT INTO peer_benchmarks (benchmark, unit_of_work, low_unit_cost, high_unit_cost, citation) VALUES ('x', 'ticket', 2, 1, 'upside down');
INSERT INTO peer_benchmarks (benchmark, unit_of_work, low_unit_cost, citation) VALUES ('x', 'ticket', 2, 'half');
INSERT INTO peer_benchmarks (benchmark, unit_of_work, low_unit_cost, high_unit_cost) VALUES ('x', 'ticket', 1, 2);
\set VERBOSITY default
DROP SCHEMA vendors, vendors_internal CASCADE;
