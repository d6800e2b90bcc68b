--
-- board_report, budget_vs_actual, vendor_reconciliation, data_quality, unpriced_usage
--
-- The reports have so many expressions that compiling them takes longer than running them.
SET jit = off;
SET client_min_messages = warning;
\set SHOW_CONTEXT never

--
-- The company of the board page: 202,000 in January
--
CALL runrate.create_ledger('board_test', 'EUR', 'America/New_York');
SET search_path = board_test;
INSERT INTO business_units (business_unit, pl_line) VALUES
    ('support', 'Customer support'), ('claims', 'Insurance operations'), ('lending', NULL);
INSERT INTO agents (agent, business_unit, unit_of_work)
SELECT 's' || i, 'support', 'ticket' FROM generate_series(1, 4) i
UNION ALL SELECT 'c' || i, 'claims', 'claim' FROM generate_series(1, 2) i
UNION ALL VALUES ('l1', 'lending', 'loan');
-- The last second of January in New York is in February for UTC.
INSERT INTO events (occurred_at, agent, cost, cost_basis, provider)
SELECT timestamptz '2026-02-01 04:59:59+00', 's' || i, 20000, 'reported', 'anthropic' FROM generate_series(1, 4) i
UNION ALL SELECT '2026-01-10 00:00+00', 'c' || i, 5000, 'computed', 'openai' FROM generate_series(1, 2) i
UNION ALL VALUES (timestamptz '2026-01-11 00:00+00', 'l1', 2000, 'estimated', 'openai'),
                 ('2026-02-10 00:00+00', 's1', 12000, 'reported', 'anthropic'),
                 ('2025-01-20 00:00+00', 's1', 101000, 'reported', 'anthropic');
INSERT INTO outcomes (occurred_at, agent, outcome, quantity)
SELECT timestamptz '2026-01-15 00:00+00', 's' || i, 'resolved', 30000 FROM generate_series(1, 4) i
UNION ALL SELECT '2026-01-15 00:00+00', 'c' || i, 'adjudicated', 4000 FROM generate_series(1, 2) i
UNION ALL SELECT '2026-01-15 00:00+00', 'c' || i, 'rejected', 900 FROM generate_series(1, 2) i
UNION ALL VALUES (timestamptz '2026-01-15 00:00+00', 'l1', 'originated', 2000),
                 ('2025-01-15 00:00+00', 's1', 'resolved', 50000);
INSERT INTO reviews (occurred_at, agent, fee, cost)
SELECT timestamptz '2026-01-20 00:00+00', 's' || i, 10000, 10000 FROM generate_series(1, 4) i
UNION ALL SELECT '2026-01-20 00:00+00', 'c' || i, 2000, 2000 FROM generate_series(1, 2) i
UNION ALL VALUES (timestamptz '2026-01-20 00:00+00', 'l1', 600, 600),
                 ('2026-02-20 00:00+00', 's1', 15000, 15000);
INSERT INTO shared_costs (month, layer, vendor, amount, driver, business_unit, description) VALUES
    ('2026-01-01', 'observability', 'watcher', 60000, 'outcomes', 'support', NULL),
    ('2026-01-01', 'integration', NULL, 4400, 'outcomes', 'claims', 'model migrations'),
    ('2026-02-01', 'inference', 'clouds', 40000, 'even', 'support', 'infrastructure'),
    ('2026-02-01', 'observability', 'watcher', 18000, 'even', 'support', NULL),
    ('2026-02-01', 'vector_db', 'vectors', 15000, 'even', 'support', 'infrastructure');
INSERT INTO investments (first_month, months, amount, agent, description) VALUES
    ('2026-01-01', 1, 1000, 'l1', 'prompt engineering');
INSERT INTO revenue (month, business_unit, amount) VALUES
    ('2026-01-01', 'support', 2000000), ('2026-01-01', NULL, 20000), ('2026-03-01', NULL, 5);
INSERT INTO human_baselines (unit_of_work, valid_from, cost_per_outcome) VALUES
    ('ticket', '2025-06-01', 2.00), ('ticket', '2026-01-16', 100), ('claim', '2024-01-01', 9), ('claim', '2025-12-31', NULL);

SELECT month, section, line_key, line_subject, line_order, line, unit, trim_scale(value) AS value, trim_scale(previous_month) AS previous_month, trim_scale(change) AS change,
       trim_scale(change_pct) AS change_pct, trim_scale(previous_year) AS previous_year, trim_scale(year_change_pct) AS year_change_pct
FROM board_report WHERE month = '2026-01-01' ORDER BY line_order;
-- 12 + 40 + 18 + 15 + 15 thousand: 88 percent are under water.
SELECT month, line, trim_scale(value) AS value, trim_scale(previous_month) AS previous_month, trim_scale(change) AS change, trim_scale(change_pct) AS change_pct
FROM board_report WHERE month = '2026-02-01' ORDER BY line_order;
-- A month with revenue and nothing else; no baseline was valid in January 2025.
SELECT month, line, trim_scale(value) AS value FROM board_report
WHERE (month = '2026-03-01' OR month = '2025-01-01' AND line IN ('AI cost', 'cost per ticket', 'saving against human baseline'))
  AND (value IS NULL OR value <> 0 OR line = 'AI cost')
ORDER BY month, line_order;
SELECT month, count(*) AS lines, count(DISTINCT line_order) AS orders FROM board_report GROUP BY month ORDER BY month;

-- The report says what the others say.
SELECT b.month, b.line, b.value = o.value AS same
FROM (SELECT month, 'AI cost' AS line, sum(exact_amount) AS value FROM chargeback GROUP BY month
      UNION ALL SELECT month, 'hidden cost', sum(cost) FROM iceberg WHERE visibility = 'hidden' GROUP BY month
      UNION ALL SELECT month, 'saving against human baseline', sum(saving) FROM workforce_pnl WHERE saving IS NOT NULL GROUP BY month
      UNION ALL SELECT month, 'cost per ' || unit_of_work, (sum(fully_loaded_cost) / sum(outcomes))::numeric(20,6) FROM unit_costs WHERE outcomes > 0 GROUP BY month, unit_of_work) o
JOIN board_report b USING (month, line)
ORDER BY b.month, b.line_order;
SELECT pl_line, trim_scale(sum(amount)) AS amount FROM chargeback WHERE month = '2026-01-01' GROUP BY ROLLUP (pl_line) ORDER BY sum(amount) DESC;
SELECT count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences FROM tie_out;

--
-- Budgets
--
INSERT INTO budgets (budget_line, valid_from, monthly_amount) VALUES
    ('Customer support', '2026-01-01', 180000), ('Insurance operations', '2026-01-01', 18400), ('lending', '2026-01-01', 3600),
    ('model migrations', '2026-01-01', 10000), ('infrastructure', '2026-01-01', 8000), ('prompt engineering', '2026-01-01', 7000);
-- The budget of the year and its drivers
SELECT coalesce(budget_line, 'year') AS budget_line, trim_scale(sum(budget)) AS budget
FROM budget_vs_actual
WHERE business_unit = '*' AND month BETWEEN '2026-01-01' AND '2026-12-01'
GROUP BY ROLLUP (budget_line) ORDER BY sum(budget) DESC;
SELECT month, budget_line, trim_scale(budget) AS budget, trim_scale(actual) AS actual, trim_scale(difference) AS difference, used_ratio, status
FROM budget_vs_actual WHERE month <= '2026-03-01' ORDER BY month, budget_line COLLATE "C";
-- Months to come have no cost yet.
SELECT bool_and((status = 'no_actual') = (month > date_trunc('month', now() AT TIME ZONE 'America/New_York')::date)) AS months_to_come FROM budget_vs_actual;
-- Business units, layers, a change, an end, and two rows for one month, of which the later holds
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES
    ('support', 'total', '2026-01-01', 1), ('support', 'total', '2026-01-01', 180000), ('support', 'total', '2026-02-01', 99999.99), ('support', 'total', '2026-03-01', NULL),
    ('*', 'total', '2026-01-01', 0), ('*', 'observability', '2025-12-01', 60000), ('*', 'observability', '2026-02-01', NULL),
    ('claims', 'model migrations', '2026-01-01', 4400), ('claims', 'model migrations', '2026-02-01', NULL), ('*', 'total', '2026-02-01', NULL);
SELECT month, business_unit, budget_line, trim_scale(budget) AS budget, trim_scale(actual) AS actual, trim_scale(difference) AS difference, used_ratio, status
FROM budget_vs_actual WHERE business_unit <> '*' OR budget_line IN ('total', 'observability') ORDER BY business_unit, budget_line, month;

--
-- What vendors bill
--
INSERT INTO invoices (month, vendor, amount, billed_amount, billing_currency) VALUES
    ('2026-01-01', 'anthropic', 50000, NULL, NULL), ('2026-01-01', 'anthropic', 30000, NULL, NULL),
    ('2026-01-01', 'openai', 14999, NULL, NULL),
    ('2026-01-01', 'watcher', 60006, NULL, NULL),
    ('2026-01-01', 'xai', 10, NULL, NULL),
    ('2026-02-01', 'anthropic', 12000.009999, NULL, NULL),
    ('2026-02-01', 'watcher', 18001.9, NULL, NULL),
    ('2026-02-01', 'vectors', NULL, 15000, 'ISK');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens) VALUES
    ('2026-01-12 00:00+00', 's1', 'mistral', 'unknown-model', 5);
INSERT INTO events (occurred_at, agent, provider, cost) VALUES ('2026-01-12 00:00+00', 's1', 'mistral', 2);
INSERT INTO invoices (month, vendor, amount) VALUES ('2026-01-01', 'mistral', 30);
SELECT month, vendor, trim_scale(metered_cost) AS metered, trim_scale(invoiced_cost) AS invoiced, trim_scale(difference) AS difference, difference_pct,
       unpriced_events AS unpriced, classification, classification_order AS class_order
FROM vendor_reconciliation WHERE month >= '2026-01-01' ORDER BY month, classification_order, vendor;
-- Up to a quarter more is a drift of prices, beyond it is not.
INSERT INTO invoices (month, vendor, amount) VALUES ('2026-01-01', 'openai', 1);
SELECT vendor, trim_scale(difference) AS difference, classification FROM vendor_reconciliation WHERE month = '2026-01-01' AND vendor = 'openai';
INSERT INTO invoices (month, vendor, amount) VALUES ('2026-01-01', 'openai', 0.01);
SELECT vendor, trim_scale(difference) AS difference, classification FROM vendor_reconciliation WHERE month = '2026-01-01' AND vendor = 'openai';
-- Who keeps no work items is not told that they are unknown.
INSERT INTO events (occurred_at, agent, work_item, cost) VALUES ('2026-01-12 00:00+00', 's1', 'T-1', 0);
SELECT check_name, found, cost, examined FROM data_quality WHERE check_name = 'unknown work items';
-- Neither the session's zone nor its date style matters.
CREATE TEMP TABLE reports AS
SELECT 'board' AS report, md5(string_agg(b::text, '|' ORDER BY month, line_order)) AS rows FROM board_report b
UNION ALL SELECT 'budget', md5(string_agg(b::text, '|' ORDER BY month, business_unit, budget_line)) FROM budget_vs_actual b
UNION ALL SELECT 'vendor', md5(string_agg(v::text, '|' ORDER BY month, vendor)) FROM vendor_reconciliation v
UNION ALL SELECT 'quality', md5(string_agg(concat(check_order, month, found, cost, detail), '|' ORDER BY check_order, month)) FROM data_quality;
SET TimeZone = 'Pacific/Kiritimati';
SET search_path = pg_temp, board_test;
SELECT report, rows = (SELECT rows FROM reports r WHERE r.report = now.report) AS same
FROM (SELECT 'board' AS report, md5(string_agg(b::text, '|' ORDER BY month, line_order)) AS rows FROM board_report b
      UNION ALL SELECT 'budget', md5(string_agg(b::text, '|' ORDER BY month, business_unit, budget_line)) FROM budget_vs_actual b
      UNION ALL SELECT 'vendor', md5(string_agg(v::text, '|' ORDER BY month, vendor)) FROM vendor_reconciliation v
      UNION ALL SELECT 'quality', md5(string_agg(concat(check_order, month, found, cost, detail), '|' ORDER BY check_order, month)) FROM data_quality) now;
RESET TimeZone;
DROP TABLE pg_temp.reports;

--
-- data_quality: first nothing to find, though everything is looked at
--
CALL runrate.create_ledger('quality_test', 'USD', 'Asia/Tokyo');
SET search_path = quality_test;
INSERT INTO business_units (business_unit) VALUES ('support');
INSERT INTO agents (agent, business_unit, unit_of_work, hired, retired) VALUES ('a', 'support', 'ticket', '2026-01-01', '2026-12-31');
INSERT INTO work_items (work_item) VALUES ('t1'), ('t2');
-- The first and the last moment of the agent's service in Tokyo
INSERT INTO events (occurred_at, agent, work_item, provider, cost, source, source_key) VALUES
    ('2025-12-31 15:00+00', 'a', 't1', 'openai', 1, 'test', 'e1'), ('2026-12-31 14:59:59+00', 'a', 't2', 'openai', 1, 'test', 'e2');
INSERT INTO outcomes (occurred_at, agent, work_item, outcome, source, source_key) VALUES
    ('2026-01-02 00:00+00', 'a', 't1', 'resolved', 'test', 'o1'), ('2026-12-02 00:00+00', 'a', 't2', 'resolved', 'test', 'o2'),
    ('2026-12-02 00:00+00', 'a', 't2', 'rejected', 'test', 'o3');
INSERT INTO reviews (occurred_at, agent, work_item, fee, cost) VALUES ('2026-01-02 00:00+00', 'a', 't1', 1, 1);
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-01-01', 'gateway', 10, 'outcomes');
-- A row in quarantine whose key has arrived since, and a conflict whose first row is reversed
INSERT INTO quarantine (fact, source, source_key, problem, payload) VALUES ('events', 'test', 'e1', 'bad', '{}');
INSERT INTO conflicts (fact, source, source_key, existing_id, differs_in, payload)
SELECT 'outcomes', source, source_key, id, 'quantity', '{}' FROM outcomes WHERE source_key = 'o3';
INSERT INTO outcomes (occurred_at, agent, work_item, outcome, quantity, reverses) SELECT occurred_at, agent, work_item, outcome, -quantity, id FROM outcomes WHERE source_key = 'o3';
SELECT check_order, check_name, month, found, cost, spend_ratio, examined, found_ratio FROM data_quality ORDER BY check_order, month;

--
-- Then one of each
--
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('no_unit', NULL, 'ticket'), ('idle', 'support', 'ticket');
INSERT INTO events (occurred_at, agent, work_item, provider, model, layer, cost, cost_basis, input_tokens) VALUES
    ('2026-02-01 00:00+00', 'idle', 't1', 'openai', 'no-such-model', 'model_api', NULL, NULL, 10),
    ('2026-02-02 00:00+00', 'idle', 't1', 'openai', 'no-such-model', 'model_api', NULL, NULL, 10),
    ('2026-02-01 00:00+00', 'idle', 't1', 'openai', 'm', 'model_api', 3, 'estimated', 10),
    ('2026-03-01 00:00+00', NULL, 't1', 'openai', 'm', 'model_api', 4, 'reported', NULL),
    ('2026-03-01 00:00+00', 'no_unit', 't1', 'openai', 'm', 'model_api', 5, 'reported', NULL),
    ('2026-03-01 00:00+00', 'no_unit', NULL, 'openai', 'm', 'model_api', 6, 'reported', NULL),
    ('2026-12-31 15:00+00', 'a', 't1', 'openai', 'm', 'model_api', 7, 'reported', NULL),
    ('2025-12-31 14:59:59+00', 'a', 't1', 'openai', 'm', 'model_api', 0.5, 'reported', NULL),
    ('2026-03-01 00:00+00', 'stranger', 't1', 'openai', 'm', 'magic', 8, 'reported', NULL),
    ('2026-03-01 00:00+00', 'a', 't9', 'openai', 'm', 'model_api', 9, 'reported', NULL);
INSERT INTO reviews (occurred_at, agent, work_item, reviewer, minutes) VALUES ('2026-03-02 00:00+00', NULL, 't1', 'nobody', 5);
INSERT INTO shared_costs (month, layer, billed_amount, billing_currency) VALUES ('2026-03-01', 'gateway', 10, 'ISK');
INSERT INTO invoices (month, vendor, billed_amount, billing_currency) VALUES ('2026-03-01', 'openai', 10, 'ISK');
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-03-01', 'training_data', 11, 'gpu_seconds');
INSERT INTO outcomes (occurred_at, agent, work_item, outcome) VALUES
    ('2026-03-02 00:00+00', 'a', 't1', 'resolved'),
    ('2026-03-02 00:00+00', NULL, 't2', 'celebrated'),
    ('2026-03-02 00:00+00', 'no_unit', 't3', 'resolved');
INSERT INTO quarantine (fact, source, source_key, problem, payload) VALUES ('outcomes', 'test', 'e1', 'of another fact', '{}');
INSERT INTO conflicts (fact, source, source_key, existing_id, differs_in, payload) VALUES ('events', 'test', 'e1', 1, 'cost', '{}');
SELECT check_order, check_name, month, found, trim_scale(cost) AS cost, spend_ratio, examined, found_ratio FROM data_quality ORDER BY check_order, month;
SELECT check_order, detail FROM data_quality WHERE found > 0 AND check_order NOT IN (10, 15) ORDER BY check_order, month;
-- The cost that the shares of March are of
SELECT trim_scale(sum(cost)) AS march FROM quality_test_internal.book WHERE month = '2026-03-01';

SELECT provider, model, meter_or_problem, events, first_seen AT TIME ZONE 'UTC' AS first_seen, last_seen AT TIME ZONE 'UTC' AS last_seen FROM unpriced_usage;
-- What is reversed is not found any more.
SELECT reverse_event(id, 'never happened', '2026-03-02') IS NOT NULL AS reversed FROM events WHERE cost IS NULL;
SELECT check_name, month, found, examined FROM data_quality WHERE check_order = 10;
SELECT count(*) AS unpriced FROM unpriced_usage;
SELECT count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences FROM tie_out;
-- A row that stands for many outcomes is one outcome of its work item, two rows are not.
INSERT INTO outcomes (occurred_at, agent, work_item, outcome, quantity) VALUES ('2026-04-02 00:00+00', 'a', 'bundle', 'resolved', 20);
SELECT found FROM data_quality WHERE check_name = 'work items counted more than once';
INSERT INTO outcomes (occurred_at, agent, work_item, outcome, quantity) VALUES ('2026-04-03 00:00+00', 'a', 'bundle', 'resolved', 5);
SELECT found FROM data_quality WHERE check_name = 'work items counted more than once';
-- Nobody bills a vendor's service that cost nothing.
INSERT INTO events (occurred_at, agent, provider, cost) VALUES ('2026-04-02 00:00+00', 'a', 'own machines', 0);
SELECT vendor, classification FROM vendor_reconciliation WHERE vendor = 'own machines';
RESET search_path;

DROP SCHEMA board_test, board_test_internal, quality_test, quality_test_internal CASCADE;
