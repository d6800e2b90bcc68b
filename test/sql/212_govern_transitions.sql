--
-- Model transitions: actual usage at the prices of another model, the calendar,
-- and what an outcome costs with either model
--
SET jit = off;
SET client_min_messages = warning;
SET DateStyle = 'ISO';
\set SHOW_CONTEXT never

CALL runrate.create_ledger('transit', 'USD', 'America/New_York');
SET search_path = transit;
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('csr', 'service', 'ticket'), ('claims', 'underwriting', 'claim'), ('odd', 'service', 'ticket');
INSERT INTO prices (provider, model, meter, price) VALUES
    ('anthropic', 'sonnet-3', 'input_tokens', 3), ('anthropic', 'sonnet-3', 'output_tokens', 15),
    ('anthropic', 'sonnet-3.5', 'input_tokens', 1.50), ('anthropic', 'sonnet-3.5', 'output_tokens', 15);

--
-- From 3.00 to 1.50 for a million input tokens: only the input part is halved.
-- 20,000 a month pay 40,000 in two months and leave 200,000 of a year.
--
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, output_tokens, source_key)
SELECT timestamptz '2026-01-15 12:00-05' + n * interval '1 month', 'csr', 'anthropic', 'sonnet-3', 10000000000 * (n + 1) * 2 / 3 , 1000000000, 'csr ' || n
FROM generate_series(0, 2) n;
\x on
SELECT months, events, repriced_events, unpriced_events, price_problem, tokens, trim_scale(actual_cost) AS actual_cost, trim_scale(what_if_cost) AS what_if_cost, trim_scale(saving) AS saving,
       monthly_saving::numeric(20,2), payback_months::numeric(20,4), value_12m::numeric(20,2), cost_per_million_tokens, what_if_cost_per_million_tokens
FROM what_if_model('csr', 'anthropic', 'sonnet-3.5', '2026-01-01', '2026-03-01', 40000);
-- Nothing saved is never paid back.
SELECT trim_scale(saving) AS saving, payback_months, value_12m::numeric(20,2) FROM what_if_model('csr', 'anthropic', 'sonnet-3', '2026-01-01', '2026-03-01', 40000);
-- Months without usage
SELECT months, events, actual_cost, saving, payback_months FROM what_if_model('csr', 'anthropic', 'sonnet-3.5', '2025-01-01', '2025-12-01', 40000);
\x off

--
-- All classes of tokens, caches, tiers and batch, thresholds and hours
--
INSERT INTO prices (provider, model, meter, service_tier, price) VALUES
    ('openai', 'old', 'input_tokens', 'standard', 10), ('openai', 'old', 'cache_read_tokens', 'standard', 5), ('openai', 'old', 'output_tokens', 'standard', 40), ('openai', 'old', 'web_search_requests', 'standard', 10000),
    ('openai', 'old', 'input_tokens', 'batch', 5), ('openai', 'old', 'output_tokens', 'batch', 20),
    ('openai', 'new', 'input_tokens', 'standard', 2), ('openai', 'new', 'cache_read_tokens', 'standard', 0.50), ('openai', 'new', 'output_tokens', 'standard', 8), ('openai', 'new', 'web_search_requests', 'standard', 20000),
    ('openai', 'new', 'input_tokens', 'batch', 1), ('openai', 'new', 'output_tokens', 'batch', 4);
INSERT INTO prices (provider, model, meter, above_tokens, price) VALUES ('openai', 'new', 'input_tokens', 200000, 4);
INSERT INTO prices (provider, model, meter, window_start, window_end, price) VALUES ('openai', 'new', 'output_tokens', '01:00', '05:00', 1);
INSERT INTO events (occurred_at, agent, provider, model, service_tier, attempt, layer, input_tokens, cache_read_tokens, output_tokens, reasoning_tokens, web_search_requests, source_key) VALUES
    ('2026-02-03 12:00+00', 'claims', 'openai', 'old', NULL, 1, 'model_api', 100000, 100000, 10000, 5000, 2, 'plain'),
    ('2026-02-03 12:01+00', 'claims', 'openai', 'old', NULL, 2, 'model_api', 100000, 0, 10000, 0, NULL, 'retry'),
    ('2026-02-03 12:02+00', 'claims', 'openai', 'old', 'batch', 1, 'model_api', 1000000, 0, 0, 0, NULL, 'batch'),
    ('2026-02-03 12:03+00', 'claims', 'openai', 'old', NULL, 1, 'model_api', 200001, 0, 0, 0, NULL, 'long'),
    ('2026-02-03 03:00+00', 'claims', 'openai', 'old', NULL, 1, 'model_api', 0, 0, 1000000, 0, NULL, 'at night');
SELECT e.source_key, e.layer, trim_scale(e.cost) AS cost, trim_scale(w.cost) AS what_if_cost, w.problem
FROM events e, runrate_internal.event_what_if(e, 'openai', 'new', e.occurred_at) w WHERE e.agent = 'claims' ORDER BY e.id;
SELECT events, tokens, trim_scale(actual_cost) AS actual_cost, trim_scale(what_if_cost) AS what_if_cost FROM what_if_model('claims', 'openai', 'new', '2026-02-01', '2026-02-01', priced_at => '2026-07-01 08:00+00');
-- A model that came out later has a price at priced_at, and none before.
INSERT INTO prices (provider, model, meter, valid_from, price) VALUES ('openai', 'newest', 'input_tokens', '2026-06-01 00:00+00', 1), ('openai', 'newest', 'output_tokens', '2026-06-01 00:00+00', 1), ('openai', 'newest', 'web_search_requests', '2026-06-01 00:00+00', 0);
SELECT repriced_events, unpriced_events, price_problem, trim_scale(what_if_cost) AS what_if_cost FROM what_if_model('claims', 'openai', 'newest', '2026-02-01', '2026-02-01', priced_at => '2026-07-01 08:00+00');
SELECT repriced_events, unpriced_events, price_problem, what_if_cost, saving FROM what_if_model('claims', 'openai', 'newest', '2026-02-01', '2026-02-01', priced_at => '2026-05-01 08:00+00');

--
-- What was billed, reported, not priced, reversed, corrected, or is no call of a model
--
INSERT INTO fx (currency, ledger_amount) VALUES ('EUR', 2);
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, billed_amount, billing_currency, source_key) VALUES ('2026-03-02 12:00+00', 'odd', 'openai', 'old', 1000000, 100, 'EUR', 'billed');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, cost, source_key) VALUES
    ('2026-03-02 12:00+00', 'odd', 'openai', 'old', 1000000, 7, 'reported'), ('2026-03-31 12:00+00', 'odd', 'openai', 'old', 1000000, 9, 'reversed in April'),
    ('2026-03-02 12:00+00', 'odd', 'openai', 'old', 1000000, 11, 'reversed in March');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens) VALUES ('2026-03-02 12:00+00', 'odd', 'openai', 'of nobody', 1000000);
INSERT INTO events (occurred_at, agent, provider, model, output_audio_tokens, cost) VALUES ('2026-03-02 12:00+00', 'odd', 'openai', 'old', 5, 3);
INSERT INTO events (occurred_at, agent, layer, provider, cost) VALUES ('2026-03-02 12:00+00', 'odd', 'tool_calls', 'stripe', 1000);
INSERT INTO events (occurred_at, agent, layer, provider, model, input_tokens, cost) VALUES ('2026-03-02 12:00+00', 'odd', 'vector_db', 'openai', 'embedding', 1000, 1000);
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'reversed in March'), 'twice');
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'reversed in April'), 'twice', '2026-04-02');
SELECT to_month, w.events, repriced_events AS repriced, unpriced_events AS unpriced, price_problem, w.tokens, trim_scale(actual_cost) AS actual_cost, trim_scale(what_if_cost) AS what_if_cost, trim_scale(saving) AS saving
FROM unnest('{2026-03-01,2026-04-01}'::date[]) to_month, what_if_model('odd', 'openai', 'new', '2026-03-01', to_month) w;
SELECT w.events, trim_scale(actual_cost) AS actual_cost, trim_scale(what_if_cost) AS what_if_cost FROM what_if_model('odd', 'openai', 'new', '2026-04-01', '2026-04-01') w;
-- What a late price list corrected is part of what it did cost; what is reversed takes its correction along
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('corrected', 'service', 'ticket');
INSERT INTO prices (provider, model, meter, price) VALUES ('acme', 'late', 'input_tokens', 3), ('acme', 'next', 'input_tokens', 1);
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, source_key) VALUES
    ('2026-03-05 12:00+00', 'corrected', 'acme', 'late', 1000000, 'corrected 1'), ('2026-03-06 12:00+00', 'corrected', 'acme', 'late', 1000000, 'corrected 2');
INSERT INTO prices (provider, model, meter, price) VALUES ('acme', 'late', 'input_tokens', 5);
SELECT reprice('2026-03-01', '2026-03-01', 'a list that came late', 'acme', 'late') AS corrections;
SELECT w.events, w.tokens, trim_scale(actual_cost) AS actual_cost, trim_scale(what_if_cost) AS what_if_cost FROM what_if_model('corrected', 'acme', 'next', '2026-03-01', '2026-03-01') w;
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'corrected 1'), 'twice', '2026-04-02');
SELECT from_month, w.events, w.tokens, trim_scale(actual_cost) AS actual_cost, trim_scale(what_if_cost) AS what_if_cost
FROM unnest('{2026-03-01,2026-04-01}'::date[]) from_month, what_if_model('corrected', 'acme', 'next', from_month, '2026-04-01') w;
-- Only the calls of one model
SELECT w.events, unpriced_events, trim_scale(actual_cost) AS actual_cost FROM what_if_model('odd', 'openai', 'new', '2026-03-01', '2026-03-01', replaced_model => 'of nobody') w;

--
-- The calendar: by quarter, the soonest paid back first
--
SELECT plan_transition('csr', 'anthropic', 'sonnet-3', 'anthropic', 'sonnet-3.5', '2026-05-15', 40000, '2026-01-01', '2026-03-01', 'second quarter') AS plan;
INSERT INTO transition_plans (agent, from_provider, from_model, to_provider, to_model, planned_on, one_off_cost, monthly_saving) VALUES
    ('claims', 'openai', 'old', 'openai', 'new', '2026-06-30', 1000, 1000), ('claims', 'openai', 'old', 'openai', 'newest', '2026-04-01', 1000, -5),
    ('csr', 'anthropic', 'sonnet-3.5', 'openai', 'new', '2099-07-01', 0, 10);
INSERT INTO model_lifecycles (provider, model, deprecated_on, retires_on, successor_provider, successor_model) VALUES ('openai', 'old', '2026-01-01', '2026-06-01', NULL, 'new');
SELECT quarter, agent, from_model, to_model, status, one_off_cost::numeric(10,0) AS cost, monthly_saving::numeric(10,0) AS saving, payback_months::numeric(10,2) AS payback, value_12m::numeric(10,0), payback_order AS n,
       retires_on, is_overdue, note, recorded_by = current_user AS mine
FROM model_transitions;
-- A decision is a row.
INSERT INTO transition_plans (agent, from_provider, from_model, to_provider, to_model, planned_on, one_off_cost, monthly_saving, status, note) VALUES ('csr', 'anthropic', 'sonnet-3', 'anthropic', 'sonnet-3.5', '2026-08-01', 40000, 20000, 'done', 'the CFO said so');
SELECT quarter, status, is_overdue, note, payback_order AS n FROM model_transitions WHERE from_model = 'sonnet-3';
SELECT status, note FROM transition_plans WHERE agent = 'csr' AND from_model = 'sonnet-3' ORDER BY id;
-- An agent that uses a deprecated model now, and has no plan
INSERT INTO model_lifecycles (provider, model, deprecated_on, retires_on, successor_provider, successor_model) VALUES ('anthropic', 'claude-2', '2026-01-01', '2099-02-03', 'openai', 'new');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, cost) VALUES (now() - interval '1 minute', 'odd', 'anthropic', 'claude-2', 1, 1);
SELECT quarter, agent, from_model, to_provider, to_model, status, planned_on, monthly_saving, is_overdue FROM model_transitions WHERE status = 'unplanned';

--
-- Both models on the same kinds of items: refunds get cheaper, complaints do
-- not, as the cheaper model fails more often; contracts ran on one model only
--
INSERT INTO work_items (work_item, kind)
SELECT kind || ' ' || model || i, kind FROM unnest('{refund,complaint}'::text[]) kind, unnest('{old,new}'::text[]) model, generate_series(1, 200) i
UNION ALL SELECT 'contract ' || i, 'contract' FROM generate_series(1, 5) i UNION ALL VALUES ('refund both', 'refund');
INSERT INTO events (occurred_at, agent, work_item, provider, model, cost)
SELECT '2026-05-04 12:00+00'::timestamptz + i * interval '3 hours', 'csr', kind || ' ' || model || i, 'openai', model, CASE model WHEN 'old' THEN 1.00 ELSE 0.50 END + i % 7 * 0.01
FROM unnest('{refund,complaint}'::text[]) kind, unnest('{old,new}'::text[]) model, generate_series(1, 200) i
UNION ALL SELECT '2026-05-04 12:00+00', 'csr', 'contract ' || i, 'openai', 'old', 5 FROM generate_series(1, 5) i
UNION ALL SELECT '2026-05-04 12:00+00', 'csr', 'refund both', 'openai', model, 100 FROM unnest('{old,new}'::text[]) model;
INSERT INTO outcomes (occurred_at, agent, work_item, outcome)
SELECT '2026-05-04 12:30+00'::timestamptz + i * interval '3 hours', 'csr', kind || ' ' || model || i, 'resolved'
FROM unnest('{refund,complaint}'::text[]) kind, unnest('{old,new}'::text[]) model, generate_series(1, 200) i
WHERE kind = 'refund' OR model = 'old' OR i % 2 = 0;
SELECT kind, items, outcomes, unit_cost::numeric(10,4) AS unit_cost, other_items, other_outcomes, other_unit_cost::numeric(10,4) AS other_unit_cost, pairs,
       difference::numeric(10,4) AS difference, low <= difference AND difference <= high AS inside, high < 0 AS surely_cheaper, low < 0.06 AND high > 0.03 AS about_as_dear
FROM compare_models('openai', 'old', 'openai', 'new', '2026-05-01', '2026-05-01');
SELECT count(*) FROM compare_models('openai', 'old', 'openai', 'nobody', '2026-05-01', '2026-05-01');
SELECT count(*) FROM compare_models('openai', 'oldd', 'openai', 'new', '2026-05-01', '2026-05-01');

--
-- What cannot be
--
SELECT * FROM what_if_model('cssr', 'anthropic', 'sonnet-3.5', '2026-01-01', '2026-03-01');
SELECT * FROM what_if_model(NULL, 'anthropic', 'sonnet-3.5', '2026-01-01', '2026-03-01');
SELECT * FROM what_if_model('csr', 'antropic', 'sonnet-3.5', '2026-01-01', '2026-03-01');
SELECT * FROM what_if_model('csr', 'anthropic', 'Sonnet-3.5', '2026-01-01', '2026-03-01');
SELECT * FROM what_if_model('csr', 'anthropic', NULL, '2026-01-01', '2026-03-01');
SELECT * FROM what_if_model('csr', 'anthropic', 'sonnet-3.5', '2026-01-15', '2026-03-01');
SELECT * FROM what_if_model('csr', 'anthropic', 'sonnet-3.5', '2026-03-01', '2026-01-01');
SELECT * FROM what_if_model('csr', 'anthropic', 'sonnet-3.5', NULL, '2026-01-01');
SELECT * FROM what_if_model('csr', 'anthropic', 'sonnet-3.5', '-infinity', '2026-01-01');
SELECT * FROM what_if_model('csr', 'anthropic', 'sonnet-3.5', '2026-01-01', '2026-03-01', -0.01);
SELECT * FROM what_if_model('csr', 'anthropic', 'sonnet-3.5', '2026-01-01', '2026-03-01', 'NaN');
SELECT * FROM what_if_model('csr', 'anthropic', 'sonnet-3.5', '2026-01-01', '2026-03-01', priced_at => 'infinity');
SELECT * FROM compare_models('openai', 'old', 'openai', 'new', '2026-05-01', '2026-05-02');
SELECT * FROM compare_models('openai', 'old', 'openai', 'old', '2026-05-01', '2026-05-01');
SELECT * FROM compare_models('openai', 'old', 'openai', 'new', '2026-05-01', '2026-05-01', 2);
SELECT plan_transition('csr', 'anthropic', 'sonnet-3', 'anthropic', 'sonet', '2026-05-15', 40000, '2026-01-01', '2026-03-01');
SELECT runrate_internal.event_what_if(p, 'a', 'b', now()) FROM prices p LIMIT 1;
-- A model that no event is of is probably mistyped; of lifecycles there are lists of all models
INSERT INTO transition_plans (agent, from_provider, from_model, to_provider, to_model, planned_on) VALUES ('csr', 'anthropic', 'sonet-3', 'openai', 'newest', '2026-01-01');
INSERT INTO model_lifecycles (provider, model, deprecated_on) VALUES ('anthropic', 'sonnet-33', '2026-01-01');
\set VERBOSITY terse
SELECT plan_transition('csr', 'anthropic', 'sonnet-3', 'anthropic', 'sonnet-3', '2026-05-15', 40000, '2026-01-01', '2026-03-01');
INSERT INTO transition_plans (agent, from_provider, from_model, to_provider, to_model, planned_on, status) VALUES ('csr', 'a', 'b', 'c', 'd', '2026-01-01', 'maybe');
UPDATE transition_plans SET status = 'approved';
DROP SCHEMA transit, transit_internal CASCADE;
