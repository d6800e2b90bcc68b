--
-- From facts to reports: golden figures, every rule of attribution, and that
-- all reports tie out.
--
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET TimeZone = 'Asia/Kathmandu';
SET DateStyle = 'ISO';
SET jit = off;	-- compiling would take longer than the reports on a few rows

--
-- An empty ledger has empty reports.
--
CALL runrate.create_ledger('nothing');
SELECT (SELECT count(*) FROM nothing.work_item_costs) AS work_item_costs,
       (SELECT count(*) FROM nothing.unit_costs) AS unit_costs,
       (SELECT count(*) FROM nothing.unit_costs_weekly) AS weekly,
       (SELECT count(*) FROM nothing.unit_costs_daily) AS daily,
       (SELECT count(*) FROM nothing.iceberg) AS iceberg,
       (SELECT count(*) FROM nothing.chargeback) AS chargeback,
       (SELECT count(*) FROM nothing.customer_costs) AS customer_costs,
       (SELECT count(*) FROM nothing.workforce_pnl) AS workforce_pnl,
       (SELECT count(*) FROM nothing.tie_out WHERE difference <> 0) AS differences;
-- What is amortized later, and a bill for a later month, are no cost of today.
INSERT INTO nothing.investments (first_month, months, amount)
VALUES ((date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month')::date, 12, 1200),
       ((date_trunc('month', now() AT TIME ZONE 'UTC') - interval '1 month')::date, 12, 2400);
INSERT INTO nothing.shared_costs (month, layer, amount) VALUES ((date_trunc('month', now() AT TIME ZONE 'UTC') + interval '1 month')::date, 'gateway', 77);
SELECT is_complete, agent, exact_amount FROM nothing.chargeback ORDER BY month;
SELECT count(*) FROM nothing.tie_out WHERE difference <> 0;
DROP SCHEMA nothing, nothing_internal CASCADE;

--
-- A company: four support agents resolve 120,000 tickets at 1.50, two claims
-- agents adjudicate 8,000 claims at 2.30, a lending agent originates 2,000
-- loans at 1.80.
--
CALL runrate.create_ledger('company', 'USD', 'America/Los_Angeles');
SET search_path = company, pg_temp;
INSERT INTO business_units (business_unit, pl_line) VALUES
	('support', 'Cost of service'), ('claims', 'Claims handling'), ('lending', NULL);
INSERT INTO agents (agent, business_unit, unit_of_work)
SELECT 'support-' || i, 'support', 'ticket' FROM generate_series(1, 4) i
UNION ALL SELECT 'claims-' || i, 'claims', 'claim' FROM generate_series(1, 2) i
UNION ALL VALUES ('lending-1', 'lending', 'loan');
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 4.80), ('claim', 24);
INSERT INTO human_baselines (unit_of_work, valid_from, cost_per_outcome) VALUES ('ticket', '2026-04-01', 99);
-- Events: 155,000 for support, 6,200 for claims, 1,000 for lending.  One agent
-- has them row by row, the others in a few rows.
INSERT INTO events (occurred_at, agent, work_item, layer, provider, cost, attempt, source_key)
SELECT '2026-03-01 08:00+00'::timestamptz + make_interval(mins => 4 * i), 'support-1', 'ticket-' || i % 5000,
       CASE i % 5 WHEN 0 THEN 'tool_calls' WHEN 1 THEN 'vector_db' ELSE 'model_api' END,
       CASE i % 2 WHEN 0 THEN 'anthropic' ELSE 'openai' END, 3.875, CASE i % 10 WHEN 3 THEN 2 ELSE 1 END, 'e' || i
FROM generate_series(1, 10000) i;
INSERT INTO events (occurred_at, agent, layer, provider, cost)
SELECT '2026-03-15 12:00+00'::timestamptz, 'support-' || a, layer, 'openai', cost
FROM generate_series(2, 4) a, (VALUES ('model_api', 30000.000000000001), ('tool_calls', 8749.999999999999)) c (layer, cost)
UNION ALL
SELECT '2026-03-31 23:59:59-07', 'claims-' || a, 'model_api', 'anthropic', 3100 FROM generate_series(1, 2) a
UNION ALL
VALUES ('2026-03-01 00:00:00-08'::timestamptz, 'lending-1', 'model_api', 'anthropic', 1000);
INSERT INTO outcomes (occurred_at, agent, work_item, outcome)
SELECT '2026-03-01 08:00+00'::timestamptz + make_interval(mins => 8 * i), 'support-1', 'ticket-' || i % 5000, 'resolved'
FROM generate_series(1, 5000) i;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES
	('2026-03-20 12:00+00', 'support-1', 'resolved', 25000), ('2026-03-20 12:00+00', 'support-2', 'resolved', 30000),
	('2026-03-20 12:00+00', 'support-3', 'resolved', 30000), ('2026-03-20 12:00+00', 'support-4', 'resolved', 30000),
	('2026-03-20 12:00+00', 'support-4', 'escalated', 700), ('2026-03-20 12:00+00', 'claims-1', 'adjudicated', 5000),
	('2026-03-20 12:00+00', 'claims-2', 'adjudicated', 3000), ('2026-03-20 12:00+00', 'claims-2', 'rejected', 450),
	('2026-03-20 12:00+00', 'lending-1', 'originated', 2000);
-- Reviews: 6,000 for support, 6,400 for claims, 400 for lending
INSERT INTO reviews (occurred_at, agent, minutes, hourly_cost, verdict)
SELECT '2026-03-21 12:00+00'::timestamptz, 'support-' || a, 2250, 40, 'accurate' FROM generate_series(1, 4) a
UNION ALL SELECT '2026-03-21 12:00+00', 'claims-' || a, 4800, 40, 'inaccurate' FROM generate_series(1, 2) a
UNION ALL SELECT '2026-03-21 12:00+00', 'lending-1', 600, 40, NULL;
-- Shared: a tenth of a dollar for each outcome; a thousand for each agent; a
-- build of 42,000 in six months that support, claims and lending share 3 : 3 : 1
INSERT INTO shared_costs (month, layer, vendor, amount, driver) VALUES
	('2026-03-01', 'vector_db', 'pinecone', 13000, 'outcomes'), ('2026-03-01', 'security', NULL, 7000, 'even');
INSERT INTO fixed_shares (share_key, agent, weight) VALUES ('build', 'support-1', 3), ('build', 'claims-1', 3), ('build', 'lending-1', 1);
INSERT INTO investments (first_month, months, amount, driver) VALUES ('2026-03-01', 6, 42000, 'build');

SELECT month, pl_line, business_unit, sum(volume) AS volume, sum(amount) AS amount,
       round(sum(amount) / sum(volume), 6) AS unit_cost,
       sum(direct_cost) AS direct, sum(review_cost) AS review, sum(shared_cost) AS shared, sum(amortization_cost) AS amortization, sum(overhead_cost) AS overhead
FROM chargeback WHERE month = '2026-03-01' GROUP BY 1, 2, 3 ORDER BY amount DESC;
SELECT sum(amount) AS amount, sum(volume) AS volume, round(sum(amount) / sum(volume), 6) AS blended, 12 * sum(amount) + 120000 + 96000 + 84000 AS annual_budget
FROM chargeback WHERE month = '2026-03-01';
SELECT agent, unit_of_work, volume, unit_cost, amount, exact_amount FROM chargeback WHERE month = '2026-03-01' ORDER BY agent;
SELECT layer, layer_order, visibility, cost, spend_ratio, month_cost FROM iceberg WHERE month = '2026-03-01' ORDER BY layer_order;
-- The build of 42,000 is amortized to August, and that is all there is then.
SELECT month, count(*), sum(amount) AS amount, sum(amortization_cost) AS amortization FROM chargeback GROUP BY month ORDER BY month;
SELECT agent, outcomes, direct_cost, review_cost, overhead_cost, fully_loaded_cost, direct_unit_cost, unit_cost, accuracy_ratio
FROM unit_costs WHERE month = '2026-03-01' ORDER BY agent;
SELECT agent, fully_loaded_cost, human_unit_cost, human_cost, saving FROM workforce_pnl WHERE month = '2026-03-01' ORDER BY agent;
SELECT provider, model, events, tokens, cost, cost_per_million_tokens, reported_cost, computed_cost, estimated_cost, is_complete FROM model_costs ORDER BY provider;
SELECT count(*), sum(events), sum(outcomes), sum(model_cost), sum(retry_cost), sum(tool_cost), sum(other_direct_cost), sum(fully_loaded_cost)
FROM work_item_costs WHERE work_item <> 'unattributed';
SELECT work_item, customer, business_unit, first_month, last_month, events, outcomes, direct_cost, review_cost, overhead_cost, fully_loaded_cost, visible_cost + hidden_cost AS visible_and_hidden
FROM work_item_costs WHERE work_item IN ('ticket-1', 'unattributed') ORDER BY 1;
-- Everything that is compared, and that nothing differs
SELECT check_name, count(*), count(month) AS months, min(expected), max(actual), max(abs(difference)) AS difference
FROM tie_out GROUP BY check_name ORDER BY check_name;

-- 5.00 for a claim and a review of 8.00 for every fifth make 6.60.
CALL runrate.create_ledger('small');
SET search_path = small, pg_temp;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('claims', 'insurance', 'claim');
INSERT INTO events (occurred_at, agent, work_item, provider, cost)
SELECT '2026-01-05 10:00+00'::timestamptz + make_interval(mins => i), 'claims', 'claim-' || i, 'openai', 5.00 FROM generate_series(1, 1000) i;
INSERT INTO outcomes (occurred_at, agent, work_item, outcome)
SELECT '2026-01-06 10:00+00'::timestamptz, 'claims', 'claim-' || i, 'adjudicated' FROM generate_series(1, 1000) i;
INSERT INTO reviewer_costs (hourly_cost) VALUES (40);
INSERT INTO reviews (occurred_at, agent, work_item, minutes, verdict)
SELECT '2026-01-06 11:00+00'::timestamptz, 'claims', 'claim-' || i, 12, CASE WHEN i % 20 = 0 THEN 'inaccurate' ELSE 'accurate' END
FROM generate_series(5, 1000, 5) i;
SELECT * FROM unit_costs;
SELECT fully_loaded_cost, count(*), sum(review_cost) AS review_cost FROM work_item_costs GROUP BY 1 ORDER BY 1;
-- 12,000 on the bill, 88,000 under water
INSERT INTO events (occurred_at, agent, layer, cost) VALUES ('2026-02-10 00:00+00', 'claims', 'model_api', 12000), ('2026-02-10 00:00+00', 'claims', 'tool_calls', 15000);
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-02-01', 'inference', 40000, 'even'), ('2026-02-01', 'vector_db', 18000, 'direct_cost');
INSERT INTO reviews (occurred_at, agent, fee) VALUES ('2026-02-10 00:00+00', 'claims', 15000);
SELECT layer, visibility, cost, spend_ratio, month_cost FROM iceberg WHERE month = '2026-02-01' ORDER BY layer_order;
SELECT visibility, sum(cost) AS cost, sum(spend_ratio) AS spend_ratio FROM iceberg WHERE month = '2026-02-01' GROUP BY 1 ORDER BY 1;
SELECT * FROM tie_out WHERE difference <> 0;

--
-- Who pays for what, in the time zone of the ledger
--
CALL runrate.create_ledger('odd', 'EUR', 'Europe/Berlin');
SET search_path = odd, pg_temp;
INSERT INTO business_units (business_unit, pl_line) VALUES ('north', 'Line N'), ('south', 'Line S'), ('east', 'Line E');
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work, deployment, hired, retired) VALUES
	('mover', '1970-01-01', 'north', 'ticket', 'third_party', NULL, NULL),
	('mover', '2026-03-16', 'south', 'claim', 'third_party', NULL, NULL),
	('own', '1970-01-01', 'east', 'ticket', 'self_hosted', '2026-03-31', NULL),
	('idle', '1970-01-01', 'east', 'ticket', 'third_party', NULL, '2026-03-01'),
	('gone', '1970-01-01', 'east', 'ticket', 'third_party', NULL, '2026-02-28');
INSERT INTO work_items (work_item, kind, customer, campaign, business_unit) VALUES
	('w1', 'refund', 'acme', 'spring', NULL), ('w2', NULL, 'acme', NULL, 'east'), ('w3', NULL, 'zeta', NULL, NULL);
INSERT INTO events (occurred_at, agent, work_item, layer, provider, model, cost, input_tokens, reasoning_tokens, meter, quantity, attempt, source_key) VALUES
	-- before and after the move, to the second
	('2026-03-15 23:59:59+01', 'mover', 'w1', 'model_api', 'p', 'm', 10, 1000, 500, NULL, NULL, 1, '1'),
	('2026-03-16 00:00:00+01', 'mover', 'w1', 'model_api', 'p', 'm', 30, 1000, NULL, NULL, NULL, 2, '2'),
	-- a work item that pays itself
	('2026-03-20 00:00:00+01', 'mover', 'w2', 'model_api', 'p', 'm', 20, 1000, NULL, NULL, NULL, 1, '3'),
	-- April in Berlin, March in London
	('2026-04-01 00:00:00+02', 'mover', 'w1', 'model_api', 'p', 'm', 7, NULL, NULL, NULL, NULL, 1, '4'),
	-- nobody's, but with a work item; nobody's at all; an agent nobody knows
	('2026-03-02 12:00:00+01', NULL, 'w2', 'model_api', 'p', 'm', 0.10, NULL, NULL, NULL, NULL, 1, '5'),
	('2026-03-02 12:00:00+01', NULL, NULL, 'model_api', NULL, NULL, 0.20, NULL, NULL, NULL, NULL, 1, '6'),
	('2026-03-02 12:00:00+01', 'stranger', 'w9', 'made_up', 'p', NULL, 0.30, NULL, NULL, NULL, NULL, 1, '7'),
	-- a credit that is larger than the cost
	('2026-03-03 12:00:00+01', 'mover', 'w3', 'model_api', 'p', 'm', -5, NULL, NULL, NULL, NULL, 1, '8'),
	-- own machines: no price by the token, but time on the cluster
	('2026-03-31 12:00:00+02', 'own', 'w3', 'inference', 'own', 'llm', 0, 4000000, NULL, 'gpu_seconds', 36000.5, 1, '9'),
	-- not priced yet
	('2026-03-31 12:00:00+02', 'own', NULL, 'model_api', 'unknown', 'm', NULL, 500, NULL, NULL, NULL, 1, '10'),
	-- to be reversed
	('2026-03-31 12:00:00+02', 'own', 'w3', 'tool_calls', 'p', NULL, 77.77, NULL, NULL, NULL, NULL, 1, '11');
SELECT reverse_event((SELECT id FROM events WHERE source_key = '11'), 'not ours') IS NOT NULL AS reversed;
INSERT INTO outcome_rules (unit_of_work, outcome, counts, valid_from) VALUES
	('claim', 'resolved', false, '1970-01-01'), ('claim', 'rejected', true, '2026-03-25'), ('*', 'odd', true, '2026-03-10');
INSERT INTO outcomes (occurred_at, agent, work_item, outcome, quantity, source_key) VALUES
	('2026-03-10 12:00+01', 'mover', 'w1', 'resolved', 2, '1'),	-- a ticket: counts
	('2026-03-20 12:00+01', 'mover', 'w1', 'resolved', 4, '2'),	-- a claim: does not
	('2026-03-24 23:59+01', 'mover', 'w1', 'rejected', 8, '3'),	-- nor yet
	('2026-03-25 00:00+01', 'mover', 'w2', 'rejected', 16, '4'),	-- counts now
	('2026-03-20 12:00+01', 'mover', NULL, 'odd', 32, '5'),
	('2026-03-20 12:00+01', 'mover', NULL, 'unheard of', 64, '6'),
	('2026-03-31 12:00+02', 'own', 'w3', 'resolved', 128, '7'),
	('2026-03-31 12:00+02', NULL, NULL, 'resolved', 256, '8');
-- Reopened in April: March stays as it was.
SELECT reverse_outcome((SELECT id FROM outcomes WHERE source_key = '1'), 'reopened', '2026-04-02') IS NOT NULL AS reversed;
INSERT INTO reviews (occurred_at, agent, work_item, fee, verdict, source_key) VALUES
	('2026-03-10 12:00+01', 'mover', 'w1', 4, 'accurate', '1'), ('2026-03-10 12:00+01', 'mover', 'w1', 4, 'inaccurate', '2'),
	('2026-03-20 12:00+01', 'mover', 'w8', 3, 'accurate', '3'), ('2026-03-20 12:00+01', 'own', 'w2', 2, NULL, '4');
INSERT INTO reviews (occurred_at, agent, minutes) VALUES ('2026-03-20 12:00+01', 'own', 5);
SELECT reverse_review((SELECT id FROM reviews WHERE source_key = '2'), 'wrong item') IS NOT NULL AS reversed;
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, business_unit, deployment, description, source_key) VALUES
	('2026-03-01', 'observability', 'v1', 100, 'direct_cost', NULL, NULL, NULL, 'by direct cost', '1'),
	('2026-03-01', 'security', 'v2', 10.00, 'even', NULL, NULL, NULL, 'mover, own, idle', '2'),
	('2026-03-01', 'security', 'v2', 0.000001, 'even', NULL, NULL, NULL, 'less than a cent', '3'),
	('2026-03-01', 'vector_db', 'v3', 40000, 'vectors_stored', NULL, NULL, NULL, 'nobody stores any', '4'),
	('2026-03-01', 'inference', 'v4', 240, 'gpu_seconds', NULL, NULL, 'self_hosted', 'the cluster', '5'),
	('2026-03-01', 'caching', 'v5', -3.33, 'tokens', NULL, NULL, 'third_party', 'a credit', '6'),
	('2026-03-01', 'gateway', 'v6', 11.11, 'events', NULL, 'south', NULL, 'south only', '7'),
	('2026-03-01', 'gateway', 'v6', 5, 'outcomes', 'idle', NULL, NULL, 'idle only', '8'),
	('2026-03-01', 'evaluation', 'v7', 50, 'outcomes', NULL, NULL, NULL, 'to be reversed', '9'),
	('2026-03-01', 'evaluation', 'v8', 66.66, 'agreed', NULL, NULL, NULL, 'by agreement', '10'),
	('2026-03-01', 'evaluation', 'v8', 1, 'no such key', NULL, NULL, NULL, 'a typo', '11');
INSERT INTO shared_costs (month, layer, billed_amount, billing_currency) VALUES ('2026-03-01', 'security', 9, 'CHF');
INSERT INTO fixed_shares (share_key, agent, valid_from, weight) VALUES
	('agreed', 'mover', '2026-01-01', 1), ('agreed', 'own', '2026-01-01', 1), ('agreed', 'gone', '2026-01-01', 1),
	('agreed', 'gone', '2026-02-01', NULL), ('agreed', 'own', '2026-03-02', 5);
SELECT reverse_shared_cost((SELECT id FROM shared_costs WHERE source_key = '9'), 'billed twice') IS NOT NULL AS reversed;
INSERT INTO investments (first_month, months, amount, driver) VALUES ('2026-02-01', 3, 100.00, 'even'), ('2026-04-01', 6, 600, 'even');

SELECT driver, agent, agent_from, business_unit, unit_of_work, quantity FROM odd_internal.driver_weights WHERE month = '2026-03-01' ORDER BY 1, 2, 3, 4;
SELECT s.pool_kind, coalesce(p.description, 'investment') AS pool, s.agent, s.agent_from, s.business_unit, s.unit_of_work,
       round(s.driver_quantity, 6) AS driver_quantity, s.driver_total, s.cost
FROM odd_internal.pool_shares s
JOIN odd_internal.cost_pools p USING (pool_kind, pool_id, month)
WHERE s.month = '2026-03-01' ORDER BY s.pool_kind, s.pool_id, s.agent, s.agent_from, s.business_unit;
SELECT month, count(*), sum(amount) FROM odd_internal.cost_pools WHERE pool_kind = 'amortization' AND month < '2026-07-01' GROUP BY month ORDER BY month;
SELECT month, service_month, pl_line, business_unit, agent, unit_of_work, volume, unit_cost, amount, exact_amount, direct_cost, review_cost, shared_cost, amortization_cost
FROM chargeback WHERE month < '2026-05-01' ORDER BY month, business_unit, agent, unit_of_work, service_month;
SELECT month, agent, unit_of_work, outcomes, events, direct_cost, review_cost, overhead_cost, unit_cost, accuracy_ratio, review_ratio, unpriced_events, prior_period_cost, prior_period_outcomes
FROM unit_costs WHERE month < '2026-05-01' ORDER BY month, agent, unit_of_work;
SELECT day, agent, unit_of_work, outcomes, events, direct_cost, review_cost, overhead_cost FROM unit_costs_daily
WHERE agent = 'mover' AND day BETWEEN '2026-03-01' AND '2026-04-02' AND (direct_cost <> 0 OR review_cost <> 0 OR outcomes <> 0) ORDER BY day;
-- Without work the overhead of a month is spread evenly over the days of service, of which there is one.
SELECT count(*), min(overhead_cost), max(overhead_cost), sum(overhead_cost) FROM unit_costs_daily WHERE agent = 'idle' AND day BETWEEN '2026-03-01' AND '2026-03-31';
SELECT week, agent, unit_of_work, outcomes, events, fully_loaded_cost FROM unit_costs_weekly WHERE agent = 'mover' AND week BETWEEN '2026-03-01' AND '2026-04-01' ORDER BY week;
SELECT work_item, kind, customer, campaign, business_unit, first_month, last_month, events, outcomes, direct_cost, model_cost, retry_cost, tool_cost, review_cost, overhead_cost, fully_loaded_cost
FROM work_item_costs ORDER BY work_item;
SELECT * FROM customer_costs WHERE month < '2026-05-01' ORDER BY month, customer;
SELECT month, agent, business_unit, unit_of_work, deployment, outcomes, fully_loaded_cost, cost_per_million_tokens, prior_period_outcomes
FROM workforce_pnl WHERE month < '2026-05-01' ORDER BY month, agent, business_unit, unit_of_work;
SELECT month, layer, layer_order, visibility, cost, spend_ratio FROM iceberg WHERE month < '2026-05-01' ORDER BY month, layer_order, layer;
SELECT * FROM tie_out WHERE difference <> 0;
-- What nobody takes part in is charged to nobody, whatever else nobody has.
SELECT agent, business_unit, sum(cost) FROM odd_internal.book
WHERE vendor = 'v3' GROUP BY 1, 2;
-- A pool and its reversal cancel line by line.
SELECT count(*) FROM (SELECT agent, business_unit, sum(cost) AS cost FROM odd_internal.book WHERE vendor = 'v7' GROUP BY 1, 2) v WHERE cost <> 0;

-- Months are those of the ledger whatever the session says.
CREATE TEMP TABLE seen (report text, time_zone text, content text);
\set remember 'INSERT INTO seen SELECT report, current_setting(''TimeZone''), md5(string_agg(line, chr(10) ORDER BY line)) FROM (SELECT ''chargeback'' AS report, c::text AS line FROM chargeback c UNION ALL SELECT ''daily'', d::text FROM unit_costs_daily d UNION ALL SELECT ''weekly'', w::text FROM unit_costs_weekly w UNION ALL SELECT ''items'', i::text FROM work_item_costs i UNION ALL SELECT ''customers'', k::text FROM customer_costs k UNION ALL SELECT ''iceberg'', b::text FROM iceberg b) r GROUP BY report'
SET TimeZone = 'Pacific/Kiritimati';
:remember;
SET TimeZone = 'Pacific/Pago_Pago';
:remember;
SET TimeZone = 'Australia/Lord_Howe';
:remember;
SELECT report, count(*) AS sessions, count(DISTINCT content) AS contents FROM seen GROUP BY report ORDER BY report;

-- tie_out finds what is wrong: a step that loses facts, one that counts them
-- twice, one that loses part of a pool.
\set differences 'SELECT check_name, expected, actual, difference FROM tie_out WHERE month IS NULL AND difference <> 0 ORDER BY check_name'
CREATE PROCEDURE pg_temp.spoil(view regclass, content text) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('CREATE OR REPLACE VIEW %s WITH (security_invoker = true) AS ' || content, view, rtrim(pg_get_viewdef(view), ';'));
END $$;
BEGIN;
CALL pg_temp.spoil('odd_internal.review_lines', 'SELECT * FROM (%s) v WHERE agent <> ''own''');
:differences;
ROLLBACK;
BEGIN;
CALL pg_temp.spoil('odd_internal.direct_lines', 'SELECT v.* FROM (%s) v, generate_series(1, CASE WHEN v.agent = ''own'' THEN 2 ELSE 1 END)');
:differences;
ROLLBACK;
BEGIN;
CALL pg_temp.spoil('odd_internal.agent_shares', 'SELECT * FROM (%s) v WHERE vendor IS DISTINCT FROM ''v2''');
:differences;
ROLLBACK;
BEGIN;
CALL pg_temp.spoil('odd_internal.computed_book', 'SELECT * FROM (%s) v WHERE component <> ''amortization''');
:differences;
ROLLBACK;
BEGIN;
CALL pg_temp.spoil('odd_internal.outcome_lines', 'SELECT * FROM (%s) v WHERE business_unit <> ''south''');
:differences;
ROLLBACK;
-- a posting that is lost
BEGIN;
DELETE FROM odd_internal.event_postings WHERE agent = 'mover';
DELETE FROM odd_internal.event_month_balances WHERE agent = 'mover';
:differences;
ROLLBACK;
SELECT count(*) FROM tie_out WHERE difference <> 0;

-- Every column of every view has a comment.
SELECT c.oid::regclass, a.attname
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace IN ('odd'::regnamespace, 'odd_internal'::regnamespace) AND c.relkind = 'v'
  AND (col_description(c.oid, a.attnum) IS NULL OR obj_description(c.oid, 'pg_class') IS NULL)
ORDER BY 1, 2;

DROP SCHEMA company, company_internal, small, small_internal, odd, odd_internal CASCADE;
