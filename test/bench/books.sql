-- A ledger with the balances of many events and none of the events: :agents
-- agents over :months months with :pools shared costs a month.  A tenth of the
-- agents move once; the last postings are not folded.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CALL runrate.create_ledger('bench_books');
SET search_path = bench_books, bench_books_internal;
SELECT setseed(0.5);

CREATE FUNCTION pg_temp.month(n bigint) RETURNS date LANGUAGE sql IMMUTABLE
	RETURN (date '2023-01-01' + make_interval(months => n::integer))::date;

INSERT INTO business_units (business_unit, pl_line) SELECT 'unit-' || i, 'line-' || i % 5 FROM generate_series(0, 9) i;
INSERT INTO agents (agent, business_unit, unit_of_work, deployment)
SELECT 'agent-' || i, 'unit-' || i % 10, 'work-' || i % 6, CASE WHEN i % 3 = 0 THEN 'self_hosted' ELSE 'third_party' END
FROM generate_series(1, :agents) i;
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work)
SELECT 'agent-' || i, pg_temp.month(i % :months) + i % 2 * 14, 'unit-' || (i + 1) % 10, 'work-' || (i + 1) % 6
FROM generate_series(1, :agents, 10) i;
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) SELECT 'work-' || i, 4.1 + i FROM generate_series(0, 5) i;
INSERT INTO budgets (business_unit, budget_line, valid_from, monthly_amount)
SELECT 'unit-' || i, line, pg_temp.month(0), 10000 FROM generate_series(0, 9) i, unnest(ARRAY['total', 'inference']) line;

-- The spans of a month in which an agent's row holds
CREATE TEMP TABLE span AS
SELECT m.month, greatest(m.month, a.valid_from) AS owned_from, a.agent
FROM (SELECT pg_temp.month(n) AS month FROM generate_series(0, :months - 1) n) m
JOIN agent_periods a ON a.valid_from < next_month(m.month) AND a.valid_until > m.month;

INSERT INTO event_month_balances (booked_month, owned_from, agent, layer, provider, model, cost_basis, kind, has_item,
	events, live_events, tokens, cost, gpu_seconds, vectors_stored)
SELECT s.month, s.owned_from, s.agent, l.layer, l.provider, l.model, 'computed', 'original', i.has_item,
	   1000, 1000, 1500000, round((random() * 100)::numeric, 9),
	   CASE WHEN l.layer = 'inference' THEN round((random() * 10000)::numeric, 3) END, CASE WHEN l.layer = 'vector_db' THEN 5000 END
FROM span s
CROSS JOIN (VALUES ('model_api', 'openai', 'gpt'), ('model_api', 'anthropic', 'claude'), ('retries', 'openai', 'gpt'), ('retries', 'anthropic', 'claude'),
				   ('inference', NULL, NULL), ('tool_calls', 'search', NULL), ('vector_db', NULL, NULL), ('gateway', NULL, NULL), ('observability', NULL, NULL))
	l (layer, provider, model)
CROSS JOIN (VALUES (true), (false)) i (has_item)
WHERE i.has_item OR right(s.agent, 1) IN ('0', '5')
ORDER BY s.month, s.agent;
INSERT INTO outcome_month_balances (booked_month, owned_from, agent, outcome, kind, has_item, quantity, live_outcomes)
SELECT s.month, s.owned_from, s.agent, o, 'original', true, (100 + random() * 900)::bigint, 500
FROM span s CROSS JOIN unnest(ARRAY['resolved', 'escalated', 'completed']) o
ORDER BY s.month, s.agent;
INSERT INTO review_month_balances (booked_month, owned_from, agent, verdict, kind, has_item, reviews, live_reviews, minute_cost, fees, cost)
SELECT s.month, s.owned_from, s.agent, v, 'original', true, 60, 60, x, 0, round(x / 60, 12)
FROM span s CROSS JOIN unnest(ARRAY['accurate', 'inaccurate']) v CROSS JOIN LATERAL (SELECT round((random() * 9000)::numeric, 2) AS x) r
ORDER BY s.month, s.agent;
INSERT INTO event_postings (booked_month, owned_on, agent, layer, provider, model, cost_basis, kind, events, live_events, tokens, cost)
SELECT pg_temp.month(:months - 1), pg_temp.month(:months) - 1, 'agent-' || 1 + i % :agents, 'model_api', 'openai', 'gpt', 'computed', 'original', 3, 3, 4500, 0.12
FROM generate_series(1, 2000) i;

INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, business_unit, deployment, description)
SELECT pg_temp.month(m), (ARRAY['gateway', 'security', 'inference', 'vector_db'])[1 + p % 4], 'vendor-' || p % 7, round((1000 + random() * 9000)::numeric, 2),
	   (ARRAY['direct_cost', 'events', 'tokens', 'outcomes', 'gpu_seconds', 'vectors_stored', 'even'])[1 + p % 7],
	   CASE WHEN p % 11 = 10 THEN 'agent-7' END, CASE WHEN p % 9 = 8 THEN 'unit-3' END, CASE WHEN p % 13 = 12 THEN 'self_hosted' END, 'pool ' || p
FROM generate_series(1, :pools) p, generate_series(0, :months - 1) m;
INSERT INTO investments (first_month, months, amount, driver)
SELECT pg_temp.month(m), 12, 12000, 'direct_cost' FROM generate_series(0, :months - 1, 12) m;
INSERT INTO revenue (month, amount) SELECT pg_temp.month(m), 1000000 FROM generate_series(0, :months - 1) m;
INSERT INTO invoices (month, vendor, amount) SELECT pg_temp.month(m), 'openai', 10000 FROM generate_series(0, :months - 1) m;
VACUUM ANALYZE;
