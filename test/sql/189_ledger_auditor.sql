-- What an auditor tries of a ledger whose agents, prices and rules change within
-- a month: each with the figure that is right.
\set VERBOSITY terse
\set SHOW_CONTEXT never
SET datestyle = iso;
SET client_min_messages = warning;
CALL runrate.create_ledger('audit', 'USD', 'UTC');
SET search_path = audit;
INSERT INTO business_units (business_unit) VALUES ('service'), ('sales');
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES
	('helper', '2026-01-01', 'service', 'ticket'), ('helper', '2026-04-16', 'sales', 'lead'), ('scout', '2026-01-01', 'sales', 'lead');
INSERT INTO prices (provider, model, meter, price, per, valid_from) VALUES
	('acme', 'm', 'input_tokens', 2, 1, '2026-01-01'), ('acme', 'm', 'input_tokens', 3, 1, '2026-04-16');
INSERT INTO events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens, service_tier) VALUES
	('app', 'e1', '2026-04-10', 'helper', 'T-1', 'acme', 'm', 5, 'standard'), ('app', 'e2', '2026-04-20', 'helper', 'L-1', 'acme', 'm', 5, 'priority'),
	('app', 'e3', '2026-04-20', 'scout', 'L-2', 'acme', 'm', 10, 'flex'), ('app', 'e4', '2026-04-12', 'helper', 'T-2', 'acme', 'later', 7, 'standard');

-- A pool of nothing that nobody shares keeps no month from being closed; one of a cent does
INSERT INTO shared_costs (source, source_key, month, layer, vendor, amount, driver) VALUES
	('bills', 'b1', '2026-04-01', 'vector_db', 'v', 0, 'vectors_stored'), ('bills', 'b2', '2026-04-01', 'vector_db', 'v', 0.01, 'vectors_stored'),
	('bills', 'b3', '2026-04-01', 'vector_db', 'v', 9, 'direct_cost');
INSERT INTO investments (source, source_key, first_month, months, amount, driver) VALUES ('bills', 'i1', '2026-03-01', 4, 0.02, 'vectors_stored');
SELECT month, found, trim_scale(cost) AS cost FROM data_quality WHERE check_name LIKE 'pools%' ORDER BY month;
SELECT close_through('2026-04-01', 'April', 'unpriced_events');
SELECT reverse_shared_cost(id, 'a cent') > 0 AS reversed FROM shared_costs WHERE source_key = 'b2';
SELECT close_through('2026-04-01', 'April', 'unpriced_events') AS closed;
SELECT month, business_unit, agent, unit_of_work, amount FROM chargeback WHERE month = '2026-04-01' ORDER BY 2, 3, 4;

-- A row of a closed month that was given a cost comes again: it is known, and another one of its key is a conflict
INSERT INTO prices (provider, model, meter, price, per) VALUES ('acme', 'later', 'input_tokens', 1, 1);
SELECT price_pending() AS completed;
SELECT source, source_key, owned_on, booked_on, trim_scale(cost) AS cost FROM events WHERE work_item = 'T-2' ORDER BY id;
INSERT INTO events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens, service_tier) VALUES
	('app', 'e4', '2026-04-12', 'helper', 'T-2', 'acme', 'later', 7, 'standard');
INSERT INTO events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens, service_tier) VALUES
	('app', 'e4', '2026-04-12', 'helper', 'T-2', 'acme', 'later', 8, 'standard');
SELECT source_key, differs_in FROM conflicts;
SELECT count(*) AS quarantined FROM quarantine;
-- until it is reversed
SELECT reverse_event(id, 'never was') > 0 AS reversed FROM events WHERE source_key LIKE '%:priced';
INSERT INTO events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens, service_tier) VALUES
	('app', 'e4', '2026-04-12', 'helper', 'T-2', 'acme', 'later', 7, 'standard');
SELECT problem FROM quarantine;

-- What was priced as another tier than it was served at is no estimate once that has a price, dearer or the same
INSERT INTO prices (provider, model, meter, price, per, service_tier, valid_from) VALUES
	('acme', 'm', 'input_tokens', 4, 1, 'priority', '2026-01-01'), ('acme', 'm', 'input_tokens', 3, 1, 'flex', '2026-01-01');
SELECT month, found, trim_scale(cost) AS cost FROM data_quality WHERE check_name = 'events with estimated cost';
SELECT month, line_key, value FROM board_report WHERE line_key = 'estimated_ratio' ORDER BY month;
SELECT month, events, trim_scale(booked_cost) AS booked, trim_scale(difference) AS difference FROM reprice_preview('2026-04-01', '2026-04-30');
SELECT reprice('2026-04-01', '2026-04-30', 'prices of tiers') AS corrected, reprice('2026-04-01', '2026-04-30', 'once more') AS once_more;
SELECT corrects, source_key, cost_basis, trim_scale(cost) AS cost, event_count, owned_on, booked_on FROM events WHERE corrects IS NOT NULL ORDER BY id;
SELECT e.cost_basis, trim_scale(sum(e.cost)) AS cost FROM events e GROUP BY 1 ORDER BY 1;
SELECT month, found, trim_scale(cost) AS cost FROM data_quality WHERE check_name = 'events with estimated cost';
SELECT month, line_key, value FROM board_report WHERE line_key = 'estimated_ratio' ORDER BY month;
SELECT cause, sum(effect) AS effect FROM restatement('2026-04-30') GROUP BY cause, cause_order ORDER BY cause_order;
INSERT INTO prices (provider, model, meter, price, per, service_tier, valid_from) VALUES ('acme', 'm', 'input_tokens', 6, 1, 'priority', '2026-01-01');
SELECT reprice('2026-04-01', '2026-04-30', 'dearer') AS corrected;
SELECT reverse_event(id, 'never was') > 0 AS reversed FROM events WHERE source_key = 'e2';
SELECT agent, work_item, trim_scale(sum(cost)) AS cost FROM events GROUP BY 1, 2 ORDER BY 1, 2;
SELECT service_month, business_unit, agent, direct_cost FROM chargeback WHERE month = '2026-05-01' ORDER BY 2, 3;

-- Revenue without a business unit and a customer is the rest: a total of the others, or of customers beside units, is found
INSERT INTO revenue (month, business_unit, customer, amount) VALUES ('2026-04-01', 'sales', NULL, 400), ('2026-04-01', NULL, 'acme', 600), ('2026-04-01', NULL, NULL, 70),
	('2026-05-01', 'sales', NULL, 400), ('2026-05-01', 'service', NULL, 600), ('2026-05-01', NULL, NULL, 1000),
	('2026-06-01', 'sales', NULL, 1000), ('2026-06-01', 'sales', 'acme', 300), ('2026-06-01', NULL, 'bolt', 700),
	('2026-07-01', 'sales', NULL, 400), ('2026-07-01', NULL, 'acme', 600), ('2026-07-01', NULL, NULL, 1000);
SELECT check_order, month, found, examined, detail FROM data_quality WHERE check_name = 'revenue counted twice' ORDER BY month;
SELECT count(reverse_revenue(id, 'a total')) AS reversed FROM revenue WHERE amount = 1000 AND reverses IS NULL;
SELECT month, found, examined, found_ratio FROM data_quality WHERE check_name = 'revenue counted twice' ORDER BY month;

-- The month of a day, as in other reports of a month; what is none is an error
SELECT period, agent, amount FROM statement('2026-04-16', 'sales');
SELECT count(*) = (SELECT count(*) FROM export_statement('2026-04-01')) AS is_of_the_month FROM export_statement('2026-04-16');
SELECT * FROM statement(NULL, 'sales');
SELECT * FROM statement('infinity', 'sales');
SELECT * FROM statement('2026-04-01', NULL);
SELECT * FROM restatement('2026-04-16', 2);

SELECT * FROM tie_out WHERE difference <> 0;
SELECT * FROM verify_books();
SELECT reopen_month('2026-04-01', 'late facts') AS booked_anew;
SELECT reopen_month('2026-03-01', 'late facts') AS booked_anew;
SELECT * FROM tie_out WHERE difference <> 0;
SELECT * FROM verify_books();
SELECT business_unit, agent, trim_scale(sum(direct_cost)) AS cost FROM chargeback GROUP BY 1, 2 ORDER BY 1, 2;

-- A month out of which all was moved, as an earlier one was opened again, can be closed
SELECT close_through('2026-05-01', 'anew', 'unpriced_events') AS closed;
SELECT month, service_month, sum(amount) AS amount FROM chargeback WHERE month < '2026-06-01' GROUP BY 1, 2 ORDER BY 1, 2;
SELECT month, customer, outcomes, fully_loaded_cost FROM customer_costs WHERE month < '2026-06-01' ORDER BY 1, 2;
SELECT cause, sum(effect) AS effect FROM restatement('2026-04-01', 1, 2) GROUP BY cause, cause_order ORDER BY cause_order;
SELECT * FROM verify_books();
CALL runrate.drop_ledger('audit', 'audit');
