--
-- what_changed: why the unit cost moved
--
SET jit = off;
SET client_min_messages = warning;
\set SHOW_CONTEXT never
CALL runrate.create_ledger('variance_test');
SET search_path = variance_test;

SELECT level, contribution, sentence FROM what_changed('2026-03-01');

INSERT INTO agents (agent, business_unit, unit_of_work) VALUES
	('support', 'service', 'ticket'), ('claims', 'insurance', 'claim'), ('new', 'service', 'ticket'), ('gone', 'service', 'ticket'), ('idle', 'service', 'ticket');
INSERT INTO events (occurred_at, agent, provider, model, layer, event_count, input_tokens, cost) VALUES
	('2026-02-10 12:00+00', 'support', 'openai', 'small', 'model_api', 1200, 1200000, 12),
	('2026-03-10 12:00+00', 'support', 'openai', 'small', 'model_api', 1500, 1200000, 12),
	('2026-03-10 12:00+00', 'support', 'openai', 'large', 'model_api', 500, 1200000, 30),
	('2026-02-10 12:00+00', 'support', 'search', NULL, 'tool_calls', 1000, NULL, 5),
	('2026-03-10 12:00+00', 'support', 'search', NULL, 'tool_calls', 1000, NULL, 6),
	('2026-02-10 12:00+00', 'claims', 'anthropic', 'opus', 'model_api', 200, 2000000, 100),
	('2026-03-10 12:00+00', 'claims', 'anthropic', 'opus', 'model_api', 300, 3000000, 180),
	('2026-03-10 12:00+00', 'new', 'openai', 'small', 'model_api', 10, 3000, 1),
	('2026-02-10 12:00+00', 'gone', 'openai', 'small', 'model_api', 20, 6000, 3),
	('2026-03-10 12:00+00', 'idle', 'openai', 'small', 'model_api', 10, 3000, 9),
	('2026-03-10 12:00+00', NULL, 'openai', 'small', 'model_api', 10, 3000, 0.70);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES
	('2026-02-10 12:00+00', 'support', 'resolved', 1000), ('2026-03-10 12:00+00', 'support', 'resolved', 1100),
	('2026-02-10 12:00+00', 'claims', 'resolved', 100), ('2026-03-10 12:00+00', 'claims', 'resolved', 150),
	('2026-03-10 12:00+00', 'new', 'resolved', 7), ('2026-02-10 12:00+00', 'gone', 'resolved', 9);
INSERT INTO reviews (occurred_at, agent, fee, verdict) SELECT timestamptz '2026-02-10 12:00+00', 'claims', 2, 'accurate' FROM generate_series(1, 10);
INSERT INTO reviews (occurred_at, agent, fee, verdict) SELECT timestamptz '2026-03-10 12:00+00', 'claims', 3, 'accurate' FROM generate_series(1, 20);
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-02-01', 'observability', 100, 'outcomes'), ('2026-03-01', 'observability', 130, 'outcomes');

-- 1.2 attempts a ticket become 1.818, of 1,200 tokens and not 1,000; half of the tokens at 2.5 times the price
SELECT step, level, unit_of_work, agent, effect, dimension, value, contribution, amount FROM what_changed('2026-03-31');
SELECT sentence FROM what_changed('2026-03-01') WHERE sentence IS NOT NULL ORDER BY step;
SELECT sentence FROM what_changed('2026-03-01', 'claim') WHERE sentence IS NOT NULL ORDER BY step;
SELECT DISTINCT effect, explained_by FROM what_changed('2026-03-01') WHERE level < 2 ORDER BY effect;
SELECT sentence FROM what_changed('2026-02-01');
SELECT sentence FROM what_changed('2026-03-01', 'nothing');
SELECT * FROM what_changed('infinity');
SELECT * FROM what_changed(NULL);

-- What each row says explains it runs.
CREATE FUNCTION rows_of(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
	n bigint;
BEGIN
	EXECUTE format('SELECT count(*) FROM (%s) q', query) INTO n;
	RETURN n;
END;
$$;
SELECT count(*) FILTER (WHERE rows_of(explained_by) = 0) AS explained_by_nothing FROM what_changed('2026-03-01');

-- A fact of February that is booked in March belongs to no unit cost of either.
CREATE TEMP TABLE before AS SELECT * FROM what_changed('2026-03-01');
SELECT count(reverse_event(id, 'billed twice', '2026-03-20')) FROM events WHERE agent = 'gone';
SELECT count(*) AS differences FROM (TABLE before EXCEPT SELECT * FROM what_changed('2026-03-01')) d;

-- Whatever happens, contributions sum to the change of the unit cost: agents that
-- come, go, change their unit of work, cost without work, events without tokens,
-- credits, reversals
RESET search_path;
CALL runrate.create_ledger('variance_random');
SET search_path = variance_random;
SELECT setseed(0.13);
INSERT INTO agents (agent, business_unit, unit_of_work, valid_from)
SELECT 'agent ' || a, 'unit ' || a % 2, 'work ' || a % 3, date '2025-01-01' FROM generate_series(1, 6) a
UNION ALL SELECT 'agent 1', 'unit 1', 'work 2', '2025-06-15' UNION ALL SELECT 'agent 2', 'unit 1', 'work 0', '2025-09-01';
INSERT INTO events (occurred_at, agent, provider, model, layer, attempt, event_count, input_tokens, cost)
SELECT timestamptz '2025-01-01' + random() * interval '365 days', CASE WHEN random() < 0.97 THEN 'agent ' || 1 + floor(random() * 6) END, 'p',
       'm' || floor(random() * 4), (ARRAY['model_api', 'inference', 'tool_calls', 'vector_db'])[1 + floor(random() * 4)::int], 1 + floor(random() * 2)::bigint,
       1 + floor(random() * 5)::bigint, CASE WHEN random() < 0.8 THEN floor(random() * 1000)::bigint END,
       round((CASE WHEN random() < 0.03 THEN -1 WHEN random() < 0.05 THEN 0 ELSE 1 END * random() * 10 / 7)::numeric, 12)
FROM generate_series(1, 600);
SELECT count(reverse_event(id, 'wrong')) > 10 AS reversed FROM events WHERE id % 29 = 0 AND reverses IS NULL;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity)
SELECT timestamptz '2025-01-01' + random() * interval '365 days', 'agent ' || 1 + floor(random() * 6), 'resolved', 1 + floor(random() * 20)::bigint FROM generate_series(1, 120);
INSERT INTO reviews (occurred_at, agent, fee, verdict)
SELECT timestamptz '2025-01-01' + random() * interval '365 days', 'agent ' || 1 + floor(random() * 6), round(random()::numeric, 4), 'accurate' FROM generate_series(1, 100);
INSERT INTO shared_costs (month, layer, amount, driver)
SELECT month, 'observability', round((random() * 100)::numeric, 2), (ARRAY['outcomes', 'events', 'even', 'direct_cost'])[1 + floor(random() * 4)::int]
FROM generate_series(timestamp '2025-01-01', '2025-12-01', '1 month') month, generate_series(1, 2);

WITH asked AS (
	SELECT month::date AS month, (month - interval '1 month')::date AS base_month, work
	FROM generate_series(timestamp '2025-02-01', '2025-12-01', '1 month') month, unnest(ARRAY[NULL, 'work 0', 'work 1', 'work 2']) work
), changed AS (
	SELECT a.month, a.base_month, a.work, w.level, sum(w.contribution) AS contribution, sum(w.amount) AS amount, count(w.contribution) AS rows
	FROM asked a CROSS JOIN what_changed(a.month, a.work) w GROUP BY a.month, a.base_month, a.work, w.level
), expected AS (
	SELECT a.month, a.work,
	       round(sum(fully_loaded_cost) FILTER (WHERE u.month = a.month) / nullif(sum(outcomes) FILTER (WHERE u.month = a.month), 0), 12)
	       - round(sum(fully_loaded_cost) FILTER (WHERE u.month = a.base_month) / nullif(sum(outcomes) FILTER (WHERE u.month = a.base_month), 0), 12) AS change
	FROM asked a JOIN unit_costs u ON u.month IN (a.month, a.base_month) AND (a.work IS NULL OR u.unit_of_work = a.work)
	GROUP BY a.month, a.work
)
SELECT c.level, count(c.contribution) > 30 AS compared, sum(c.rows) > 30 AS has_rows, count(*) FILTER (WHERE c.contribution IS DISTINCT FROM e.change) AS differences,
       count(*) FILTER (WHERE c.amount IS DISTINCT FROM top.amount) AS differences_of_amount
FROM changed c
JOIN expected e ON e.month = c.month AND e.work IS NOT DISTINCT FROM c.work
JOIN changed top ON top.month = c.month AND top.work IS NOT DISTINCT FROM c.work AND top.level = 0
GROUP BY c.level ORDER BY c.level;
-- and those of an agent to the change of its cost
SELECT count(*) > 50 AS compared, count(*) FILTER (WHERE amount <> expected) AS differences
FROM (SELECT sum(e.amount) AS amount,
             round(e.cost - CASE WHEN e.base_outcomes > 0 AND e.outcomes > 0 THEN e.base_cost * e.outcomes / e.base_outcomes ELSE e.base_cost END, 12) AS expected
      FROM generate_series(timestamp '2025-02-01', '2025-12-01', '1 month') month, variance_random_internal.variance_effects(month::date, (month - interval '1 month')::date) e
      GROUP BY month, e.unit_of_work, e.agent, e.cost, e.base_cost, e.outcomes, e.base_outcomes) s;
SELECT effect, count(*) > 10 AS seen FROM generate_series(timestamp '2025-02-01', '2025-12-01', '1 month') month, what_changed(month::date) w WHERE level = 2 GROUP BY effect ORDER BY effect;

-- One outcome against a billion and amounts that nobody would believe do not break it.
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, cost) VALUES ('2024-02-10 12:00+00', 'agent 3', 'p', 'm', 1, 900000000000000), ('2024-03-10 12:00+00', 'agent 3', 'p', 'm', 1000000000000, 900000000000000);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES ('2024-02-10 12:00+00', 'agent 3', 'resolved', 1), ('2024-03-10 12:00+00', 'agent 3', 'resolved', 900000000);
SELECT level, effect, sum(contribution), sum(amount) FROM what_changed('2024-03-01') GROUP BY level, effect ORDER BY level, effect;

RESET search_path;
DROP SCHEMA variance_test, variance_test_internal, variance_random, variance_random_internal CASCADE;
