-- Days and work items for the ledger of books.sql: the days sum to its months,
-- each month but the last has :few items and the last one has :many.
\set ON_ERROR_STOP on
SET search_path = bench_books, bench_books_internal;
SELECT setseed(0.5);

INSERT INTO event_day_balances (booked_month, owned_on, agent, layer, provider, model, cost_basis, kind, has_item,
	events, live_events, tokens, cost, gpu_seconds, vectors_stored)
SELECT m.booked_month, d::date, m.agent, m.layer, m.provider, m.model, m.cost_basis, m.kind, m.has_item,
	   m.events / 10, m.live_events / 10, m.tokens / 10, round(m.cost / 10, 9), m.gpu_seconds / 10, m.vectors_stored / 10
FROM event_month_balances m
CROSS JOIN LATERAL generate_series(m.owned_from::timestamp, next_month(m.booked_month) - interval '1 day', interval '1 day') d
ORDER BY d, m.agent;
INSERT INTO outcome_day_balances (booked_month, owned_on, agent, outcome, kind, has_item, quantity, live_outcomes)
SELECT m.booked_month, d::date, m.agent, m.outcome, m.kind, m.has_item, m.quantity / 10, m.live_outcomes / 10
FROM outcome_month_balances m
CROSS JOIN LATERAL generate_series(m.owned_from::timestamp, next_month(m.booked_month) - interval '1 day', interval '1 day') d
ORDER BY d, m.agent;
INSERT INTO review_day_balances (booked_month, owned_on, agent, verdict, kind, has_item, reviews, live_reviews, minute_cost, fees, cost)
SELECT m.booked_month, d::date, m.agent, m.verdict, m.kind, m.has_item, m.reviews / 10, m.live_reviews / 10, m.minute_cost / 10, 0, m.cost / 10
FROM review_month_balances m
CROSS JOIN LATERAL generate_series(m.owned_from::timestamp, next_month(m.booked_month) - interval '1 day', interval '1 day') d
ORDER BY d, m.agent;

-- An item of one agent: calls of a model, of some a retry, an outcome, of some a review
CREATE TEMP TABLE item AS
SELECT 'item-' || row_number() OVER () AS work_item, m.month, m.month + i % 28 AS day, 'agent-' || 1 + i % 50 AS agent, i
FROM (SELECT DISTINCT booked_month AS month, booked_month = max(booked_month) OVER () AS is_last FROM event_month_balances) m
CROSS JOIN LATERAL generate_series(1, CASE WHEN m.is_last THEN :many ELSE :few END) i;
INSERT INTO work_items (work_item, kind, customer, campaign)
SELECT work_item, 'kind-' || i % 6, 'customer-' || i % 500, CASE WHEN i % 20 = 0 THEN 'campaign-' || i % 7 END FROM item;
INSERT INTO item_balances (booked_month, owned_on, work_item, agent, layer, events, tokens, cost, gpu_seconds)
SELECT i.month, i.day, i.work_item, i.agent, l.layer, 2, 3000, round((random() / 50)::numeric, 9), CASE WHEN l.layer = 'inference' THEN 3 END
FROM item i
CROSS JOIN LATERAL (VALUES ('model_api', 1), ('retries', 3), ('inference', 5)) l (layer, part)
WHERE i.i % l.part = 0
ORDER BY i.month, i.agent, i.i;
INSERT INTO item_balances (booked_month, owned_on, work_item, agent, outcome, quantity)
SELECT month, day, work_item, agent, 'resolved', 1 FROM item ORDER BY month, agent, i;
INSERT INTO item_balances (booked_month, owned_on, work_item, agent, reviews, minute_cost, fees, review_cost)
SELECT month, day, work_item, agent, 1, 140, 0, 2.333333333333 FROM item WHERE i % 10 = 0 ORDER BY month, agent, i;
INSERT INTO slos (metric, target) VALUES ('cost_per_outcome', 15), ('accuracy', 0.9), ('review_ratio', 0.12);
VACUUM ANALYZE;
