--
-- explain_cost, explain_chargeback: the tree behind a figure
--
-- The reports have so many expressions that compiling them takes longer than running them.
SET jit = off;
SET client_min_messages = error;
-- rows of reference tables come with the time at which they were recorded
SET runrate.restoring = on;
\set SHOW_CONTEXT never
CALL runrate.create_ledger('explain_test', 'USD', 'Europe/Berlin');
SET search_path = explain_test;

INSERT INTO business_units (business_unit) VALUES ('support'), ('claims');
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES
    ('a', '2020-01-01', 'support', 'ticket'), ('a', '2026-01-20', 'claims', 'ticket'), ('b', '2020-01-01', 'claims', 'claim');
INSERT INTO work_items (work_item, customer, business_unit) VALUES ('T-1', 'acme', NULL), ('T-2', 'acme', NULL), ('T-4', NULL, 'claims'), ('T-5', 'idle', NULL);
INSERT INTO prices (provider, model, meter, price, per) VALUES
    ('openai', 'm', 'input_tokens', 2.50, 1000000), ('openai', 'm', 'output_tokens', 10, 1000000), ('openai', 'm', 'cache_read_tokens', 1, 3);
INSERT INTO reviewer_costs (reviewer, hourly_cost) VALUES ('auditor', 80);
INSERT INTO fx (currency, ledger_amount) VALUES ('EUR', 1.25);
INSERT INTO events (occurred_at, agent, work_item, provider, model, attempt, cost, billed_amount, billing_currency, input_tokens, output_tokens, cache_read_tokens, layer, source_key) VALUES
    ('2026-01-10 12:00+00', 'a', 'T-1', 'openai', 'm', 1, NULL, NULL, NULL, 12000, 500, NULL, 'model_api', 'computed'),
    ('2026-01-10 12:01+00', 'a', 'T-1', 'openai', 'm', 2, NULL, NULL, NULL, 12000, NULL, 1, 'retries', 'third'),
    ('2026-01-10 12:02+00', 'a', 'T-1', 'openai', 'other', 1, NULL, NULL, NULL, 7, NULL, NULL, 'model_api', 'unpriced'),
    ('2026-01-31 23:30+00', 'a', 'T-1', 'search', NULL, 1, 0.5, NULL, NULL, NULL, NULL, NULL, 'tool_calls', 'reported'),
    ('2026-01-11 12:00+00', 'b', 'T-1', 'search', NULL, 1, NULL, 2, 'EUR', NULL, NULL, NULL, 'tool_calls', 'billed'),
    ('2026-01-12 12:00+00', 'a', 'T-2', 'openai', 'm', 1, 3, NULL, NULL, NULL, NULL, NULL, 'model_api', 'twice'),
    ('2026-01-22 12:00+00', 'a', 'T-2', 'openai', 'm', 1, 7.000000000001, NULL, NULL, NULL, NULL, NULL, 'model_api', 'exact'),
    ('2026-01-12 12:00+00', 'a', 'T-3', 'openai', 'm', 1, -0.1, NULL, NULL, NULL, NULL, NULL, 'model_api', 'credit'),
    ('2026-01-12 12:00+00', 'a', 'T-4', 'openai', 'm', 1, 4, NULL, NULL, NULL, NULL, NULL, 'model_api', 'own unit'),
    ('2026-01-12 12:00+00', 'b', NULL, 'openai', 'm', 1, 5, NULL, NULL, NULL, NULL, NULL, 'model_api', 'no item'),
    ('2026-01-12 12:00+00', NULL, 'T-6', 'openai', 'm', 1, 0.25, NULL, NULL, NULL, NULL, NULL, 'magic', 'no agent');
SELECT reverse_event(id, 'billed twice') > 0 AS reversed FROM events WHERE source_key = 'twice';
INSERT INTO outcomes (occurred_at, agent, work_item, outcome) VALUES
    ('2026-01-10 12:05+00', 'a', 'T-1', 'resolved'), ('2026-01-12 12:05+00', 'a', 'T-2', 'resolved'), ('2026-01-12 12:05+00', 'b', 'T-7', 'approved');
INSERT INTO reviews (occurred_at, agent, work_item, reviewer, minutes, fee, verdict) VALUES
    ('2026-01-10 13:00+00', 'a', 'T-1', 'auditor', 6, NULL, 'accurate'),
    ('2026-01-10 14:00+00', 'a', 'T-1', 'agency', NULL, 2.5, NULL),
    ('2026-01-10 15:00+00', 'a', 'T-1', 'intern', 5, NULL, 'inaccurate'),
    ('2026-01-12 13:00+00', 'b', 'T-4', 'auditor', 1, NULL, NULL);
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, description) VALUES
    ('2026-01-01', 'observability', 'watcher', 18000, 'outcomes', NULL, 'traces'),
    ('2026-01-01', 'observability', 'watcher', -100.01, 'events', NULL, 'credit for an outage'),
    ('2026-01-01', 'security', NULL, 10, 'even', 'a', NULL),
    ('2026-01-01', 'vector_db', NULL, 10, 'vectors_stored', NULL, NULL),
    ('2026-02-01', 'gateway', 'proxy', 0.07, 'events', NULL, NULL);
INSERT INTO investments (first_month, months, amount, driver, description) VALUES ('2026-01-01', 3, 1000, 'direct_cost', 'migration');

--
-- One work item
--
SELECT step, repeat('  ', level::integer) || what AS what, trim_scale(amount) AS amount, rule, price_row, event_id FROM explain_cost('T-1') ORDER BY step;
-- The whole of one business unit
SELECT step, repeat('  ', level::integer) || what AS what, trim_scale(amount) AS amount, rule, price_row, event_id FROM explain_chargeback('2026-01-01', 'claims') ORDER BY step;
SELECT step, repeat('  ', level::integer) || what AS what, trim_scale(amount) AS amount, rule, price_row, event_id FROM explain_chargeback('2026-01-31', 'unattributed') ORDER BY step;

--
-- Every tree sums, at every level, to the figure that the report has.
--
CREATE TEMP TABLE tree AS
SELECT 'item ' || i.work_item AS figure, i.fully_loaded_cost AS reported, t.*
FROM work_item_costs i
CROSS JOIN LATERAL explain_cost(i.work_item) t
WHERE i.work_item <> 'unattributed'
UNION ALL
SELECT concat('unit ', c.business_unit, ' ', c.month), c.cost, t.*
FROM (SELECT month, business_unit, sum(exact_amount) AS cost FROM chargeback GROUP BY month, business_unit) c
CROSS JOIN LATERAL explain_chargeback(c.month, c.business_unit) t;
SELECT left(figure, 4) AS figure, count(DISTINCT figure) AS figures, count(*) FILTER (WHERE level = 0) AS roots,
       count(*) FILTER (WHERE level = 0 AND amount IS DISTINCT FROM reported) AS other_than_reported, max(level) AS deepest
FROM tree GROUP BY 1 ORDER BY 1;
CREATE TEMP VIEW child AS
SELECT t.*, (SELECT max(p.step) FROM tree p WHERE p.figure = t.figure AND p.step < t.step AND p.level = t.level - 1) AS parent FROM tree t;
SELECT p.level, count(*) AS parents, count(*) FILTER (WHERE coalesce(p.amount, 0) <> c.amount) AS that_do_not_sum
FROM tree p
JOIN (SELECT figure, parent, coalesce(sum(amount), 0) AS amount FROM child GROUP BY figure, parent) c ON c.figure = p.figure AND c.parent = p.step
GROUP BY p.level ORDER BY p.level;
-- What the steps leave out or count double would show here.
SELECT count(*) AS steps_out_of_order
FROM (SELECT figure, step, level, lag(level) OVER f AS previous, row_number() OVER f AS position FROM tree WINDOW f AS (PARTITION BY figure ORDER BY step)) s
WHERE step <> position OR level > coalesce(previous, -1) + 1;
-- All business units, unattributed among them, make the company.
SELECT (SELECT sum(amount) FROM tree WHERE level = 0 AND figure LIKE 'unit %') = (SELECT sum(cost) FROM iceberg) AS units_are_the_company;
SELECT count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences FROM tie_out;

-- The session changes nothing.
SET TimeZone = 'Pacific/Kiritimati';
SET DateStyle = 'SQL, DMY';
SET search_path = pg_temp;
SELECT count(*) AS rows, count(*) FILTER (WHERE t.figure IS NULL) AS changed
FROM explain_test.explain_chargeback('2026-01-01', 'claims') e
LEFT JOIN tree t ON t.figure = 'unit claims ' || '01-01-2026' AND (t.step, t.level, t.what, t.amount, t.rule) IS NOT DISTINCT FROM (e.step, e.level, e.what, e.amount, e.rule);
SELECT what, rule FROM explain_test.explain_cost('T-1') WHERE level = 3 AND what LIKE 'search%' ORDER BY step;
RESET TimeZone;
RESET DateStyle;
SET search_path = explain_test;

--
-- A price that is corrected later does not change the explanation of what was booked.
--
INSERT INTO prices (provider, model, meter, price, per, recorded_at) VALUES ('openai', 'm', 'input_tokens', 99, 1000000, now() + interval '1 hour');
INSERT INTO prices (provider, model, meter, price, per, recorded_at) VALUES ('openai', 'other', 'input_tokens', 6, 1000000, now() + interval '2 hours');
SELECT price_pending();
SELECT what, trim_scale(amount) AS amount, rule FROM explain_cost('T-1') WHERE level = 4 ORDER BY step;

-- What there is nothing to explain about
SELECT what, amount, rule FROM explain_cost('T-5');
SELECT explain_cost('T-99');
SELECT explain_cost(NULL);
SELECT explain_cost('unattributed');
SELECT explain_chargeback('2026-01-01', 'nobody');
SELECT explain_chargeback('2031-01-01', 'claims');
SELECT explain_chargeback('2026-01-01', NULL);
SELECT explain_chargeback(NULL, 'claims');
SELECT explain_chargeback('infinity', 'claims');

-- The events of one work item are found by index.
SET enable_seqscan = off;
EXPLAIN (COSTS OFF) SELECT id FROM events WHERE work_item = 'T-1';
RESET enable_seqscan;
RESET search_path;

DROP VIEW pg_temp.child;
DROP TABLE pg_temp.tree;
DROP SCHEMA explain_test, explain_test_internal CASCADE;
