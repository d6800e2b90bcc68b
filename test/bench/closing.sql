-- A ledger of :agents agents and :pools shared costs a month, with :past closed
-- months of :few events each, and one of :many that is to be closed: items of ten calls of an agent, of which each has an outcome, half
-- of them a review and a customer.
\set ON_ERROR_STOP on
SET client_min_messages = warning;
CALL runrate.create_ledger('bench_closing');
SET search_path = bench_closing, bench_closing_internal;

CREATE FUNCTION pg_temp.month(n bigint) RETURNS timestamptz LANGUAGE sql IMMUTABLE
	RETURN (timestamp '2023-01-01' + make_interval(months => n::integer)) AT TIME ZONE 'UTC';

INSERT INTO business_units (business_unit, pl_line) SELECT 'unit-' || i, 'line-' || i % 5 FROM generate_series(0, 9) i;
INSERT INTO agents (agent, business_unit, unit_of_work) SELECT 'agent-' || i, 'unit-' || i % 10, 'work-' || i % 6 FROM generate_series(0, :agents - 1) i;
INSERT INTO reviewer_costs (reviewer, hourly_cost) VALUES ('ada', 60);

CREATE TEMP TABLE item AS
SELECT format('item-%s-%s', m, i) AS work_item, 'agent-' || i % :agents AS agent, pg_temp.month(m) + i % 28 * interval '1 day' + i % 86000 * interval '1 second' AS at, i
FROM generate_series(0, :past) m
CROSS JOIN LATERAL generate_series(1, CASE WHEN m < :past THEN :few ELSE :many END / 10) i
ORDER BY at;
INSERT INTO work_items (work_item, customer) SELECT work_item, 'customer-' || i % 500 FROM item WHERE i % 2 = 0;
INSERT INTO events (source, source_key, occurred_at, agent, work_item, layer, provider, model, cost, input_tokens, output_tokens)
SELECT 'gateway', work_item || '-' || n, at + n * interval '1 second', agent, work_item,
	   (ARRAY['model_api', 'model_api', 'model_api', 'model_api', 'model_api', 'model_api', 'tool_calls', 'tool_calls', 'retries', 'gateway'])[n],
	   'vendor-' || i % 3, 'model-' || i % 3, (i % 1000 + n) * 0.000013, 1200 + i % 800, 300
FROM item CROSS JOIN generate_series(1, 10) n
ORDER BY at;
INSERT INTO outcomes (source, source_key, occurred_at, agent, work_item, outcome)
SELECT 'gateway', work_item, at + interval '1 minute', agent, work_item, CASE WHEN i % 5 = 0 THEN 'escalated' ELSE 'resolved' END FROM item ORDER BY at;
INSERT INTO reviews (source, source_key, occurred_at, agent, work_item, reviewer, minutes)
SELECT 'desk', work_item, at + interval '5 minutes', agent, work_item, 'ada', 1 + i % 4 FROM item WHERE i % 2 = 1 ORDER BY at;
INSERT INTO shared_costs (month, layer, vendor, amount, driver, description)
SELECT pg_temp.month(m)::date, (ARRAY['gateway', 'security', 'observability'])[1 + p % 3], 'vendor-' || p % 7, 1000 + p * 100,
	   (ARRAY['direct_cost', 'events', 'outcomes', 'tokens', 'even'])[1 + p % 5], 'pool ' || p
FROM generate_series(0, :past) m, generate_series(1, :pools) p;
VACUUM ANALYZE;
SELECT FROM close_through((pg_temp.month(:past) - interval '1 month')::date, 'before');
