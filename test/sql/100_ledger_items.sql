--
-- Work items, customers, campaigns, cohorts, days and weeks on the book
--
SET jit = off;
SET client_min_messages = error;
\set SHOW_CONTEXT never

-- A pool's driver decides down to the item: GPU rent is borne by who used
-- the machines, not by who made expensive tool calls.
CALL runrate.create_ledger('items_test', 'USD', 'Europe/Berlin');
SET search_path = items_test, items_test_internal;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('a', 'support', 'ticket'), ('b', 'claims', 'claim');
INSERT INTO work_items (work_item, kind, customer, campaign, business_unit) VALUES
	('dear', 'ticket', 'acme', 'spring', NULL), ('heavy', 'ticket', 'acme', NULL, NULL), ('own', 'ticket', 'zeta', 'spring', 'claims');
INSERT INTO events (occurred_at, agent, work_item, provider, layer, cost, input_tokens, meter, quantity) VALUES
	('2026-01-10 12:00+01', 'a', 'dear', 'search', 'tool_calls', 90, NULL, NULL, NULL),
	('2026-01-10 12:00+01', 'a', 'heavy', 'local', 'inference', 1, 300, 'gpu_seconds', 75),
	('2026-01-11 12:00+01', 'a', 'heavy', 'local', 'model_api', 8, 500, NULL, NULL),
	('2026-01-12 12:00+01', 'a', NULL, 'local', 'inference', 1, 200, 'gpu_seconds', 25),
	('2026-01-12 12:00+01', 'a', 'own', 'local', 'retries', 3, 100, NULL, NULL);
INSERT INTO outcomes (occurred_at, agent, work_item, outcome) VALUES
	('2026-01-31 23:59+01', 'a', 'dear', 'resolved'), ('2026-02-01 00:00+01', 'a', 'heavy', 'resolved');
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-01-01', 'inference', 4000, 'gpu_seconds');
SELECT work_item, direct_cost, overhead_cost, model_cost, retry_cost, tool_cost, visible_cost, business_unit FROM work_item_costs ORDER BY work_item;
-- Every driver by itself: of 1,000 tokens in support heavy has 800, the other 200 belong to no item.  What nobody takes part in reaches none.
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-01-01', 'observability', 1100, 'tokens'), ('2026-01-01', 'gateway', 10, 'outcomes'),
	('2026-01-01', 'vector_db', 5, 'vectors_stored');
-- Pools of one agent go by direct cost: 90, 9 and 1 of 100 in support, where the agent is at home.
INSERT INTO investments (first_month, months, amount, agent) VALUES ('2026-01-01', 1, 100, 'a');
SELECT work_item, shared_cost, amortization_cost, overhead_cost FROM work_item_costs ORDER BY work_item;
-- In February acme has an outcome and no cost: no unit cost of 0.
SELECT month, customer, work_items, outcomes, direct_cost, shared_cost, amortization_cost, fully_loaded_cost, unit_cost, is_complete FROM customer_costs ORDER BY month, customer;
SELECT month, campaign, work_items, fully_loaded_cost FROM campaign_costs WHERE month = '2026-01-01' ORDER BY campaign;
-- heavy costs in January and comes to its outcome in February: its cohort is February.
SELECT month, kind, work_items, outcomes, direct_cost, overhead_cost, fully_loaded_cost, cost_before, cost_after, unit_cost FROM cohort_costs ORDER BY month, kind;
-- Its unit cost is not 0 in February, as nothing of its cost is of February.
SELECT week, outcomes, fully_loaded_cost, unit_cost FROM unit_costs_weekly WHERE agent = 'a' AND outcomes <> 0 ORDER BY week;
SELECT day, outcomes, fully_loaded_cost, direct_unit_cost, unit_cost FROM unit_costs_daily WHERE agent = 'a' AND outcomes <> 0 ORDER BY day;
SELECT * FROM tie_out WHERE difference <> 0;

-- One item is computed from its own balances and the totals: cuts leave less
-- than a unit of 10^-12 for each item and driver, in the row unattributed.
RESET search_path;
CALL runrate.create_ledger('items_thirds');
SET search_path = items_thirds, items_thirds_internal;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('a', 'support', 'ticket');
INSERT INTO events (occurred_at, agent, work_item, cost) SELECT '2026-01-10', 'a', 'T-' || i, 1 FROM generate_series(1, 7) i;
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-01-01', 'gateway', 100, 'events'), ('2026-01-01', 'security', -1, 'direct_cost');
SELECT work_item, overhead_cost FROM work_item_costs WHERE work_item IN ('T-1', 'unattributed');
-- Reviews of four minutes: 312 * 4 * 35 / 60 = 728, in the company, in every customer and day.
INSERT INTO reviewer_costs (hourly_cost) VALUES (35);
INSERT INTO reviews (occurred_at, agent, work_item, minutes) SELECT date '2026-03-01' + i % 31, 'a', 'R-' || i % 104, 4 FROM generate_series(1, 312) i;
SELECT sum(review_cost) FROM unit_costs_daily;
SELECT sum(review_cost) FROM unit_costs_weekly;
SELECT month, review_cost FROM customer_costs WHERE review_cost <> 0;
SELECT review_cost, count(*) FROM work_item_costs WHERE review_cost <> 0 GROUP BY review_cost ORDER BY review_cost;
SELECT * FROM tie_out WHERE difference <> 0;

-- A pool that is taken back in a later month takes from each item what it had.
SELECT reverse_shared_cost(id, 'billed twice', '2026-02-10') > 0 AS reversed FROM shared_costs WHERE driver = 'events';
SELECT month, work_item, shared_cost, prior_period_cost FROM item_month_costs WHERE work_item = 'T-1' AND shared_cost <> 0 ORDER BY month;
SELECT month, fully_loaded_cost, prior_period_cost, unit_cost FROM customer_costs WHERE month < '2026-03-01' ORDER BY month;
SELECT step, repeat('  ', level::integer) || what AS what, trim_scale(amount) AS amount FROM explain_cost('T-1');
SELECT * FROM tie_out WHERE difference <> 0;

--
-- Days: overhead by the driver of the pool, else over the days of service
--
RESET search_path;
CALL runrate.create_ledger('items_days', 'USD', 'Asia/Kolkata');
SET search_path = items_days, items_days_internal;
INSERT INTO agents (agent, business_unit, unit_of_work, hired, retired) VALUES ('quiet', 'support', 'ticket', NULL, NULL), ('late', 'support', 'ticket', '2026-04-21', NULL), ('gone', 'support', 'ticket', NULL, '2026-04-05');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-04-02 12:00+05:30', 'quiet', 'resolved', 3), ('2026-04-20 12:00+05:30', 'quiet', 'resolved', 1);
INSERT INTO shared_costs (month, layer, amount, driver, agent) VALUES ('2026-04-01', 'gateway', 100, 'outcomes', NULL), ('2026-04-01', 'security', 30, 'even', NULL), ('2026-04-01', 'vector_db', 30, 'vectors_stored', NULL);
-- An agent without direct cost: its outcomes decide, 75 and 25; in even pools its days of service, 10 in 30, 10 and 5 days.
SELECT agent, overhead_cost, count(*) AS days, min(day) AS first, max(day) AS last FROM unit_costs_daily GROUP BY agent, overhead_cost ORDER BY agent, overhead_cost;
-- The agent moves within the month, each unit of work has its own days.
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('quiet', '2026-04-16', 'claims', 'claim');
SELECT agent, unit_of_work, sum(overhead_cost) AS overhead, count(*) AS days FROM unit_costs_daily WHERE agent = 'quiet' GROUP BY agent, unit_of_work ORDER BY unit_of_work;
-- A late fact is on its own day.
INSERT INTO events (occurred_at, agent, cost, source_key) VALUES ('2026-04-02 12:00+05:30', 'quiet', 6, 'late');
SELECT reverse_event(id, 'wrong', '2026-05-10') > 0 AS reversed FROM events WHERE source_key = 'late';
SELECT count(*) FROM unit_costs_daily WHERE day >= '2026-05-01';
SELECT day, direct_cost, events FROM unit_costs_daily WHERE day = '2026-04-02';
SELECT * FROM tie_out WHERE difference <> 0;

-- The month under way: nothing is spread over days that have not come.
INSERT INTO shared_costs (month, layer, amount) SELECT first_of_month(day_of(now())), 'gateway', 31;
SELECT max(day) <= day_of(now()) AS no_later_day, sum(fully_loaded_cost) FILTER (WHERE first_of_month(day) = first_of_month(day_of(now()))) AS month_cost FROM unit_costs_daily;

--
-- A week across a month's end has the days of each month, with the objective that holds there.
--
INSERT INTO slos (agent, metric, target, valid_from) VALUES ('quiet', 'outcomes', 300, '2026-04-01'), ('quiet', 'outcomes', 620, '2026-05-01');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-05-12 12:00+05:30', 'quiet', 'resolved', 1);
-- 4 days of 10 and 3 of 20
SELECT period_start, target, status FROM slo_history WHERE agent = 'quiet' AND period_type = 'week' AND period_start IN ('2026-04-20', '2026-04-27', '2026-05-04') ORDER BY period_start;
-- One event a day ahead is no later period.
INSERT INTO events (occurred_at, agent, cost) VALUES (now() + interval '20 hours', 'quiet', 1);
SELECT max(period_start) <= day_of(now()) AS no_later_period, bool_or(is_current) FILTER (WHERE period_type = 'month') AS has_present FROM slo_history;

--
-- Explanations: what chargeback lists can be explained, and what was meant is said.
--
INSERT INTO business_units (business_unit, pl_line) VALUES ('free', 'Operations'), ('support', 'Operations');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('free', 'free', 'ticket');
INSERT INTO work_items (work_item) VALUES ('Ticket-1001');
INSERT INTO events (occurred_at, agent, provider, cost) VALUES ('2026-03-10', 'free', 'local', 0);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2026-03-10', 'free', 'resolved', 500);
SELECT business_unit, volume, amount FROM chargeback WHERE month = '2026-03-01';
SELECT step, repeat('  ', level::integer) || what AS what, trim_scale(amount) AS amount, rule FROM explain_chargeback('2026-03-15', 'free');
SELECT explain_chargeback('2026-04-01', 'suport');
SELECT explain_chargeback('2026-04-01', 'Operations');
SELECT explain_cost('ticket-1010');
SELECT explain_cost('nothing like it');
-- A plain rename of both schemas changes nothing.
CREATE TEMP TABLE explained AS SELECT * FROM explain_chargeback('2026-04-01', 'claims');
ALTER SCHEMA items_days RENAME TO items_moved;
ALTER SCHEMA items_days_internal RENAME TO items_moved_internal;
CALL runrate.create_ledger('items_days', 'USD', 'Asia/Kolkata');
SELECT count(*) AS steps, count(*) FILTER (WHERE e IS DISTINCT FROM o) AS changed
FROM items_moved.explain_chargeback('2026-04-01', 'claims') o FULL JOIN explained e USING (step);
SELECT items_moved.explain_cost('ticket-1010');

--
-- One item, and one month, are read by index.
--
SET search_path = items_test, items_test_internal;
-- Which of the relations of a plan are read in which way
CREATE FUNCTION reads(query text) RETURNS TABLE (relation text, node text) LANGUAGE plpgsql AS $$
DECLARE
	plan jsonb;
BEGIN
	EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
	RETURN QUERY
	SELECT DISTINCT n #>> '{Relation Name}', n #>> '{Node Type}'
	FROM jsonb_path_query(plan, 'strict $.**?(@."Relation Name" like_regex "^(item_balances|event_day_balances|events)$")') n
	ORDER BY 1, 2;
END;
$$;
SET enable_seqscan = off;
SET enable_bitmapscan = off;
SELECT 'one item' AS report, * FROM reads('SELECT * FROM work_item_costs WHERE work_item = ''dear''')
UNION ALL SELECT 'one month of items', * FROM reads('SELECT * FROM customer_costs WHERE month = ''2026-01-01''')
UNION ALL SELECT 'explanation', * FROM reads('SELECT * FROM item_pool_parts(''dear'')');
RESET enable_seqscan;
RESET enable_bitmapscan;

RESET search_path;
DROP SCHEMA items_test, items_test_internal CASCADE;
DROP SCHEMA items_thirds, items_thirds_internal CASCADE;
DROP SCHEMA items_days, items_days_internal CASCADE;
DROP SCHEMA items_moved, items_moved_internal CASCADE;
