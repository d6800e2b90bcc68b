-- Customers and campaigns of work items that change after their month was closed:
-- what comes late for it, and what is taken back of it, goes to those with which
-- it was closed; all else to those of now.
\set VERBOSITY terse
\set SHOW_CONTEXT never
SET datestyle = iso;
SET client_min_messages = warning;
CALL runrate.create_ledger('clients', 'USD', 'UTC');
SET search_path = clients, clients_internal;
INSERT INTO business_units (business_unit) VALUES ('service'), ('sales');
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('helper', '2026-01-01', 'service', 'ticket'), ('scout', '2026-01-01', 'sales', 'lead');
INSERT INTO work_items (work_item, customer, campaign) VALUES ('T-1', 'acme', 'spring'), ('T-3', 'acme', NULL);
INSERT INTO reviewer_costs (hourly_cost) VALUES (60);
UPDATE accounts SET class = 'opex' WHERE layer IN ('gateway', 'observability', 'human_review');
INSERT INTO events (source, source_key, occurred_at, agent, work_item, layer, cost) VALUES
	('app', 'e1', '2026-04-10', 'helper', 'T-1', 'tool_calls', 5), ('app', 'e2', '2026-04-11', 'scout', 'T-2', 'tool_calls', 3),
	('app', 'e3', '2026-04-12', 'helper', 'T-3', 'gateway', 2), ('app', 'e4', '2026-04-13', 'helper', 'T-3', 'gateway', 0.50);
INSERT INTO reviews (source, source_key, occurred_at, agent, work_item, minutes, verdict) VALUES ('queue', 'r1', '2026-04-14', 'helper', 'T-1', 1, 'accurate');
INSERT INTO outcomes (source, source_key, occurred_at, agent, work_item, outcome) VALUES ('cases', 'o1', '2026-04-14', 'helper', 'T-1', 'resolved');
SELECT reverse_event(id, 'never was') > 0 AS reversed FROM events WHERE source_key = 'e4';
SELECT close_through('2026-04-01', 'April') AS closed;

UPDATE work_items SET customer = 'bolt', campaign = 'autumn' WHERE work_item = 'T-1';
INSERT INTO work_items (work_item, customer, campaign) VALUES ('T-2', 'bolt', 'autumn'), ('T-4', 'bolt', 'autumn');
DELETE FROM work_items WHERE work_item = 'T-3';
INSERT INTO events (source, source_key, occurred_at, agent, work_item, layer, cost) VALUES
	('app', 'm1', '2026-05-10', 'helper', 'T-1', 'tool_calls', 10), ('app', 'm4', '2026-05-10', 'helper', 'T-4', 'tool_calls', 1),
	('app', 'l1', '2026-04-20', 'helper', 'T-1', 'gateway', 0.25), ('app', 'l4', '2026-04-20', 'helper', 'T-4', 'gateway', 0.75);
SELECT reverse_event(id, 'free of charge') > 0 AS reversed FROM events WHERE source_key IN ('e1', 'e2', 'e3') ORDER BY id;
SELECT reverse_review(id, 'twice') > 0 AS reversed FROM reviews;
SELECT reverse_outcome(id, 'opened again') > 0 AS reversed FROM outcomes;
INSERT INTO shared_costs (source, source_key, month, layer, amount, driver) VALUES ('bills', 'b1', '2026-04-01', 'observability', 20, 'direct_cost');

-- e1 is acme's, m1 and l4 are bolt's, e2 was nobody's; the bill of April goes by April
CREATE VIEW of_customers AS
SELECT month, customer, work_items AS items, outcomes, direct_cost::numeric(32,2) AS direct, review_cost::numeric(32,2) AS review,
	   overhead_cost::numeric(32,2) AS overhead, prior_period_cost::numeric(32,2) AS prior, unit_cost
FROM customer_costs WHERE month < '2026-06-01' ORDER BY 1, 2;
SELECT * FROM of_customers;
SELECT month, campaign, work_items AS items, outcomes, direct_cost::numeric(32,2) AS direct, overhead_cost::numeric(32,2) AS overhead
FROM campaign_costs WHERE month < '2026-06-01' ORDER BY 1, 2;
SELECT month, customer, cogs_cost::numeric(32,2) AS cogs, opex_cost::numeric(32,2) AS opex, unclassified_cost::numeric(32,2) AS unclassified
FROM customer_margins WHERE month < '2026-06-01' ORDER BY 1, 2;
SELECT month, business_unit, customer, work_items AS items, fully_loaded_cost::numeric(32,2) AS cost
FROM customer_costs_of_units WHERE month < '2026-06-01' ORDER BY 1, 2, 3;
-- life cost of an item has one customer, that of now
SELECT work_item, customer, events, outcomes, fully_loaded_cost::numeric(32,2) AS cost FROM work_item_costs ORDER BY 1;

-- Postings that are folded say the same, and so does the month once it is closed
CREATE TABLE before AS SELECT * FROM of_customers;
SELECT fold_balances() >= 0 AS folded;
(TABLE of_customers EXCEPT TABLE before) UNION ALL (TABLE before EXCEPT TABLE of_customers);
SELECT close_through('2026-05-01', 'May') AS closed;
UPDATE work_items SET customer = 'core', campaign = NULL WHERE work_item IN ('T-1', 'T-2', 'T-4');
(TABLE of_customers EXCEPT TABLE before) UNION ALL (TABLE before EXCEPT TABLE of_customers);
SELECT month, customer, sum(work_items) AS items, sum(fully_loaded_cost)::numeric(32,2) AS cost
FROM customer_costs_of_units WHERE month < '2026-06-01' GROUP BY 1, 2 ORDER BY 1, 2;
-- what May took back of April goes to whom April gave it, whatever May was closed with
SELECT reverse_event(id, 'was right') > 0 AS reversed FROM events WHERE source_key = 'l1';
SELECT reverse_event(id, 'never was') > 0 AS reversed FROM events WHERE source_key = 'm4';
SELECT reverse_shared_cost(id, 'wrong bill') > 0 AS reversed FROM shared_costs;
SELECT customer, direct_cost::numeric(32,2) AS direct, overhead_cost::numeric(32,2) AS overhead FROM customer_costs WHERE month = '2026-06-01' ORDER BY 1;
SELECT * FROM tie_out WHERE difference <> 0;
SELECT * FROM verify_books();

-- Open again, both months have the names of now
SELECT reopen_month('2026-05-01', 'names') IS NOT NULL AS reopened;
SELECT reopen_month('2026-04-01', 'names') IS NOT NULL AS reopened;
SELECT month, customer, sum(fully_loaded_cost)::numeric(32,2) AS cost FROM customer_costs WHERE month < '2026-07-01' GROUP BY 1, 2 ORDER BY 1, 2;
SELECT * FROM tie_out WHERE difference <> 0;
SELECT * FROM verify_books();
CALL runrate.drop_ledger('clients', 'clients');
