-- Ledgers for the benchmark, the same on every machine: each value is a hash of
-- its row number.  Into an empty database:
--
--   psql -v events=1000000 -v requests=1000000 -f ledger.sql
--
-- bench_ledger  to read: 50 agents in eight business units work for twelve months
--               on a fifth as many work items as there are events, for 500
--               customers.  Three providers with prices that change once and one
--               tier each; an event in a hundred has no agent, one in 50 no work
--               item, one in 2,000 no price.  Nine in ten items have an outcome,
--               one in ten a review.  Six shared costs a month, an investment for
--               every agent, and what the reports compare with: invoices, revenue,
--               budgets, objectives, human baselines.
-- bench_load    to load: the same agents and prices, no facts
-- request       rows of events as they arrive, all of them with tokens to price
-- plain_event   the table events of bench_load without its triggers

\set ON_ERROR_STOP 1

SET client_min_messages = warning;
SET TimeZone = 'UTC';
SET work_mem = '256MB';

CREATE EXTENSION runrate;
CREATE SCHEMA bench;

CREATE FUNCTION bench.uniform(n bigint, seed bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(n, seed) & 9007199254740991) / 9007199254740992::float8;

CALL runrate.create_ledger('bench_ledger', 'USD', 'UTC');
CALL runrate.create_ledger('bench_load', 'USD', 'UTC');
SET search_path = bench_ledger, bench;

INSERT INTO business_units (business_unit, pl_line)
SELECT 'unit-' || b, 'line-' || b % 4 FROM generate_series(1, 8) AS b;

INSERT INTO agents (agent, business_unit, unit_of_work, deployment, hired)
SELECT 'agent-' || a, 'unit-' || 1 + a % 8, 'work-' || 1 + a % 5,
	   CASE WHEN a % 10 = 0 THEN 'self_hosted' ELSE 'third_party' END, date '2025-01-01'
FROM generate_series(0, 49) AS a;

INSERT INTO prices (provider, model, meter, above_tokens, valid_from, price)
SELECT provider, model, meter, above, valid_from,
	   price * CASE WHEN above > 0 THEN 2 ELSE 1 END * CASE WHEN valid_from > '2025-01-01' THEN 0.75 ELSE 1 END
FROM generate_series(1, 3) AS p, generate_series(1, 4) AS m,
	 (VALUES ('input_tokens', 1), ('cache_read_tokens', 0.1), ('output_tokens', 5)) AS t(meter, base),
	 (VALUES (0), (200000)) AS a(above),
	 (VALUES (timestamptz '2025-01-01'), ('2025-07-01')) AS v(valid_from),
	 LATERAL (SELECT 'provider-' || p, 'model-' || m, t.base * (m + p)) AS n(provider, model, price)
ORDER BY 1, 2, 3, 4, 5;

INSERT INTO work_items (work_item, kind, customer, business_unit)
SELECT 'item-' || w, 'kind-' || w % 6, 'customer-' || (500 * power(uniform(w, 21), 2))::int,
	   CASE WHEN w % 50 = 0 THEN 'unit-' || 1 + w / 50 % 8 END
FROM generate_series(0, :events / 5 - 1) AS w;

INSERT INTO events (occurred_at, cost, agent, work_item, provider, layer, model, attempt, source, source_key,
					input_tokens, cache_read_tokens, output_tokens)
SELECT at, CASE WHEN model IS NULL THEN reported END,
	   CASE WHEN i % 100 <> 99 THEN agent END,
	   CASE WHEN i % 50 <> 49 THEN 'item-' || w END,
	   provider, layer, CASE WHEN unpriced THEN 'model-new' ELSE model END, attempt, 'gateway', 'call-' || i,
	   CASE WHEN model IS NOT NULL THEN input END, CASE WHEN model IS NOT NULL THEN cached END,
	   CASE WHEN model IS NOT NULL THEN output END
FROM (SELECT i, w, at, 'agent-' || (50 * power(uniform(w, 1), 1.5))::int % 50 AS agent,
			 CASE WHEN kind < 14 THEN 'provider-' || 1 + w % 3 ELSE 'tool vendor' END AS provider,
			 CASE WHEN kind < 14 THEN 'model-' || 1 + w % 4 END AS model,
			 CASE WHEN kind >= 14 THEN 'tool_calls' WHEN kind >= 12 THEN 'retries' ELSE 'model_api' END AS layer,
			 CASE WHEN kind BETWEEN 12 AND 13 THEN 2 ELSE 1 END AS attempt,
			 kind < 14 AND uniform(i, 6) < 0.001 AS unpriced,
			 (400 + exp(uniform(i, 2) * 7))::bigint AS input,
			 (CASE WHEN uniform(i, 7) < 0.01 THEN 250000 ELSE 1280 * (uniform(i, 8) * 20)::int END)::bigint AS cached,
			 (50 + exp(uniform(i, 3) * 7))::bigint AS output,
			 round(exp(uniform(i, 9) * 4)::numeric / 1000, 6) AS reported
	  FROM (SELECT i, (i + floor(uniform(i, 4) * 40)::bigint) / 5 % (:events / 5) AS w,
				   floor(uniform(i, 5) * 20)::int AS kind,
				   timestamptz '2025-01-01' + i * (interval '364 days' / :events) AS at
			FROM generate_series(0, :events - 1) AS i) AS r) AS s
ORDER BY i;

INSERT INTO outcomes (occurred_at, agent, work_item, outcome, source, source_key)
SELECT timestamptz '2025-01-01 06:00' + w * (interval '364 days' / (:events / 5)),
	   'agent-' || (50 * power(uniform(w, 1), 1.5))::int % 50, 'item-' || w,
	   CASE WHEN uniform(w, 22) < 0.9 THEN 'resolved' ELSE 'escalated' END, 'case system', 'item-' || w
FROM generate_series(0, :events / 5 - 1) AS w
WHERE uniform(w, 23) < 0.9
ORDER BY w;

INSERT INTO reviewer_costs (hourly_cost) VALUES (36);

INSERT INTO reviews (occurred_at, agent, work_item, reviewer, minutes, verdict, source, source_key)
SELECT timestamptz '2025-01-01 12:00' + w * (interval '364 days' / (:events / 5)),
	   'agent-' || (50 * power(uniform(w, 1), 1.5))::int % 50, 'item-' || w, 'reviewer',
	   minutes,
	   CASE WHEN uniform(w, 24) < 0.95 THEN 'accurate' ELSE 'inaccurate' END, 'review queue', 'item-' || w
FROM generate_series(0, :events / 5 - 1) AS w,
	 LATERAL (SELECT 2 + floor(uniform(w, 25) * 10)::numeric AS minutes) AS m
WHERE uniform(w, 26) < 0.1
ORDER BY w;

INSERT INTO shared_costs (month, layer, vendor, amount, driver, business_unit, deployment, source_key)
SELECT month, layer, vendor, round(:events / 100.0 * ratio + extract(month FROM month), 2), driver, business_unit, deployment,
	   layer || '-' || driver || '-' || month
FROM generate_series(date '2025-01-01', '2025-12-01', '1 month') AS at,
	 LATERAL (SELECT at::date AS month) AS m,
	 (VALUES ('vector_db', 'vector store', 0.9, 'events', NULL, NULL),
			 ('observability', 'telemetry', 0.7, 'tokens', NULL, NULL),
			 ('gateway', 'gateway', 0.2, 'outcomes', NULL, NULL),
			 ('security', 'audits', 0.3, 'even', NULL, NULL),
			 ('inference', 'machines', 1.9, 'direct_cost', NULL, 'self_hosted'),
			 ('evaluation', 'test bench', 0.2, 'direct_cost', 'unit-3', NULL))
		AS p(layer, vendor, ratio, driver, business_unit, deployment)
ORDER BY month, layer;

INSERT INTO investments (first_month, months, amount, agent, source_key)
SELECT date '2025-01-01', 24, 12000.01, agent, agent FROM agents ORDER BY agent;

INSERT INTO invoices (month, vendor, amount, source_key)
SELECT date_trunc('month', occurred_at)::date, provider, round(sum(cost), 2), provider || date_trunc('month', occurred_at)
FROM events
GROUP BY provider, date_trunc('month', occurred_at)
ORDER BY 1, 2;

INSERT INTO revenue (month, business_unit, amount, source_key)
SELECT at::date, business_unit, :events / 5, business_unit || at::date
FROM generate_series(date '2025-01-01', '2025-12-01', '1 month') AS at, business_units
ORDER BY 1, 2;

INSERT INTO human_baselines (unit_of_work, cost_per_outcome) SELECT 'work-' || w, 4 + w FROM generate_series(1, 5) AS w;
INSERT INTO slos (metric, target) VALUES ('cost_per_outcome', 0.15), ('accuracy', 0.9), ('review_ratio', 0.12);
INSERT INTO budgets (business_unit, valid_from, monthly_amount)
SELECT business_unit, '2025-01-01', :events / 100 FROM business_units ORDER BY 1;

INSERT INTO bench_load.agents SELECT * FROM agents;
INSERT INTO bench_load.prices OVERRIDING SYSTEM VALUE SELECT * FROM prices;

CREATE TABLE bench.request AS
SELECT occurred_at, agent, work_item, layer, provider, model, attempt, source,
	   source_key || '-' || copy AS source_key, input_tokens, cache_read_tokens, output_tokens
FROM events, generate_series(1, 2) AS copy
WHERE cost_basis = 'computed'
ORDER BY id, copy
LIMIT :requests;

-- What triggers fill is filled by defaults.
CREATE TABLE bench.plain_event (LIKE bench_load.events INCLUDING ALL);
CREATE SEQUENCE bench.plain_event_id;
ALTER TABLE bench.plain_event
	ALTER id SET DEFAULT nextval('bench.plain_event_id'), ALTER recorded_by SET DEFAULT session_user,
	ALTER owned_on SET DEFAULT date '2025-01-01', ALTER booked_on SET DEFAULT date '2025-01-01',
	ALTER key_hash SET DEFAULT gen_random_uuid();

VACUUM (FREEZE, ANALYZE);
