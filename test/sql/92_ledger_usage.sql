--
-- What an event used and what that costs: requests one by one, tiers, speeds
-- and providers by any name, what is missing, what the provider says
--
SET timezone = 'UTC';
CALL runrate.create_ledger('usage_test');
SET search_path = usage_test;

INSERT INTO prices (provider, model, meter, above_tokens, price) VALUES
	('anthropic', 'opus', 'input_tokens', 0, 5), ('anthropic', 'opus', 'input_tokens', 200000, 10),
	('anthropic', 'opus', 'output_tokens', 0, 25), ('anthropic', 'opus', 'output_tokens', 200000, 37.5),
	('anthropic', 'haiku', 'input_tokens', 0, 1), ('anthropic', 'haiku', 'output_tokens', 0, 5);

CREATE FUNCTION pg_temp.use(source_key text, format text, usage jsonb, provider text DEFAULT 'anthropic', model text DEFAULT 'opus') RETURNS SETOF events
LANGUAGE sql
AS $$
	INSERT INTO events (occurred_at, source, source_key, provider, model, usage_format, usage)
	VALUES ('2026-06-01 12:00+00', 'use', source_key, provider, model, format, usage)
	RETURNING *;
$$;
CREATE VIEW pg_temp.costs AS
SELECT source_key, provider, model, service_tier, speed, requests, trim_scale(cost) AS cost, cost_basis, price_problem FROM events;

-- Thresholds look at each billed request: two of 150,000 tokens are both below 200,000.
SELECT source_key, requests, input_tokens, trim_scale(cost) AS cost, cost_basis, trim_scale(0.3 * 5 + 0.00002 * 25) AS expected
FROM pg_temp.use('iterations', 'anthropic', '{"input_tokens": 150000, "output_tokens": 10, "iterations": [
	{"type": "compaction", "input_tokens": 150000, "output_tokens": 10}, {"type": "message", "input_tokens": 150000, "output_tokens": 10}]}');
-- One above and one below
SELECT source_key, trim_scale(cost) AS cost, trim_scale(0.25 * 10 + 0.00001 * 37.5 + 0.05 * 5 + 0.00001 * 25) AS expected
FROM pg_temp.use('one above', 'anthropic', '{"input_tokens": 50000, "output_tokens": 10, "iterations": [
	{"type": "compaction", "input_tokens": 250000, "output_tokens": 10}, {"type": "message", "input_tokens": 50000, "output_tokens": 10}]}');
-- Each at the price of its model; the event is booked on that of the message.
SELECT source_key, model, trim_scale(cost) AS cost, trim_scale(0.001 * 5 + 0.0001 * 25 + 0.01 * 1 + 0.001 * 5) AS expected
FROM pg_temp.use('advisor', 'anthropic', '{"model": "opus", "usage": {"input_tokens": 1000, "output_tokens": 100, "iterations": [
	{"type": "advisor_message", "model": "haiku", "input_tokens": 10000, "output_tokens": 1000}, {"type": "message", "input_tokens": 1000, "output_tokens": 100}]}}', model => NULL);
-- Also in a row of LiteLLM, whose own sum is above
SELECT source_key, provider, model, trim_scale(cost) AS cost, trim_scale(0.35 * 5 + 0.00002 * 25) AS expected
FROM pg_temp.use('LiteLLM', 'litellm', '{"model": "opus", "custom_llm_provider": "anthropic", "metadata": {"usage_object": {
	"prompt_tokens": 350000, "completion_tokens": 20, "total_tokens": 350020, "iterations": [
	{"type": "compaction", "input_tokens": 150000, "output_tokens": 10}, {"type": "message", "input_tokens": 200000, "output_tokens": 10}]}}}', NULL, NULL);
-- price_usage likewise, and what it shows adds up to the cost of the event
SELECT meter, quantity, price, trim_scale(amount) AS amount FROM price_usage('anthropic', '{"model": "opus", "usage": {"input_tokens": 50000, "output_tokens": 10, "iterations": [
	{"type": "advisor_message", "model": "haiku", "input_tokens": 250000, "output_tokens": 10}, {"type": "message", "input_tokens": 50000, "output_tokens": 10}]}}', 'anthropic');
SELECT count(*) AS events, count(*) FILTER (WHERE e.cost <> l.amount) AS other_amounts
FROM events e CROSS JOIN LATERAL (SELECT sum(amount) AS amount FROM runrate_internal.event_price_lines(e, NULL)) l;

-- What reports nothing says so, each in its own way.
SELECT source_key, cost, price_problem
FROM (VALUES ('null', 'null'::jsonb), ('null inside', '{"model": "opus", "usage": null}'), ('null counts', '{"input_tokens": null}'), ('empty', '{}')) v(key, usage)
CROSS JOIN LATERAL pg_temp.use(v.key, 'anthropic', v.usage) ORDER BY id;
SELECT source_key, cost, price_problem FROM pg_temp.use('none', 'anthropic', NULL);

-- The fee of a search by the size of its context, where the model has such fees
INSERT INTO prices (provider, model, meter, price, per) VALUES
	('perplexity', 'sonar', 'input_tokens', 1, 1000000), ('perplexity', 'sonar', 'requests', 100, 1),
	('perplexity', 'sonar', 'web_search_requests', 8, 1000), ('perplexity', 'sonar', 'web_search_requests_low', 5, 1000),
	('perplexity', 'by request', 'input_tokens', 1, 1000000), ('perplexity', 'by request', 'requests', 7, 1000),
	('perplexity', 'by token', 'input_tokens', 1, 1000000);
SELECT source_key, meter, quantity, trim_scale(cost) AS cost, price_problem
FROM (VALUES ('low', 'sonar'), ('medium', 'sonar'), ('high', 'sonar'), ('low', 'by request'), ('low', 'by token')) v(size, model)
CROSS JOIN LATERAL pg_temp.use(v.size || ' ' || v.model, 'perplexity', jsonb_build_object('prompt_tokens', 1000000, 'search_context_size', v.size), 'perplexity', v.model) ORDER BY id;
-- Searches that are counted are what is billed, and by the prompt where that is how
SELECT source_key, meter, trim_scale(cost) AS cost FROM pg_temp.use('counted', 'perplexity',
	'{"prompt_tokens": 1000000, "search_context_size": "low", "num_search_queries": 3}', 'perplexity', 'sonar');
INSERT INTO prices (provider, model, meter, price, per) VALUES
	('google', 'by prompt', 'input_tokens', 1, 1000000), ('google', 'by prompt', 'web_search_prompts', 35, 1000),
	-- of any model of the provider
	('google', 'other', 'input_tokens', 1, 1000000), ('google', '', 'web_search_requests', 14, 1000);
SELECT source_key, web_search_requests, trim_scale(cost) AS cost FROM (VALUES ('by prompt'), ('other')) v(model)
CROSS JOIN LATERAL pg_temp.use('searches ' || v.model, 'openai_chat', '{"prompt_tokens": 1000000, "prompt_tokens_details": {"web_search_requests": 3}}', 'google', v.model) ORDER BY id;

-- Providers and models that nobody knows are a warning, with what was probably meant.
SELECT count(*) FROM price_usage('openai_chat', '{"prompt_tokens": 3}', 'perplexity', 'sonra');
SELECT count(*) FROM price_usage('openai_chat', '{"model": "sonar", "usage": {"prompt_tokens": 3}}', 'perplxity');
SELECT count(*) FROM price_usage('openai_chat', '{"completion_tokens": 3}', 'perplexity', 'sonar');
SELECT count(*) FROM price_usage('openai_chat', '{"completion_tokens": 3}', NULL, NULL);
SELECT count(*) FROM price_usage('openai_chat', '{"completion_tokens": 3}', 'perplexity', 'sonar', at => NULL);
SELECT count(*) FROM price_usage('openai_chat', '{"usage": null}', 'perplexity', 'sonar');
-- a request is one, whatever it used
SELECT count(*) FROM price_usage('openai_chat', '{"completion_tokens": 0}', 'perplexity', 'sonar');
SELECT reprice('2026-06-01', '2026-06-01', 'new list', 'googel', 'by prompt') AS corrected, (SELECT count(*) FROM reprice_preview('2026-06-01', '2026-06-01', 'google', 'nothing like it')) AS previewed;

-- A sum of requests, of which nobody knows how long each was
SELECT source_key, requests, trim_scale(cost) AS cost, cost_basis, price_problem
FROM pg_temp.use('report', 'openai_report', '{"input_tokens": 500000, "output_tokens": 10, "num_model_requests": 5}');
SELECT source_key, requests, trim_scale(cost) AS cost, cost_basis, price_problem
FROM pg_temp.use('line of a report', 'anthropic_report', '{"uncached_input_tokens": 500000, "output_tokens": 10, "context_window": "0-200k"}');
SELECT source_key, requests, trim_scale(cost) AS cost, cost_basis, price_problem
FROM pg_temp.use('long line', 'anthropic_report', '{"uncached_input_tokens": 500000, "output_tokens": 10, "context_window": "200k-1M"}');
-- Without thresholds a sum is as good
SELECT source_key, requests, trim_scale(cost) AS cost, cost_basis, price_problem
FROM pg_temp.use('report of haiku', 'openai_report', '{"input_tokens": 500000, "output_tokens": 10, "num_model_requests": 5}', model => 'haiku');

-- Tiers by the names of all interfaces, and by one's own
INSERT INTO prices (provider, model, meter, service_tier, speed, price) VALUES
	('p', 'm', 'input_tokens', 'standard', 'standard', 8), ('p', 'm', 'input_tokens', 'batch', 'standard', 4),
	('p', 'm', 'input_tokens', 'flex', 'standard', 3), ('p', 'm', 'input_tokens', 'PRIORITY', 'standard', 16),
	('p', 'm', 'input_tokens', 'standard', 'fast', 48);
INSERT INTO price_names (dimension, name, price_name) VALUES ('service_tier', 'after hours', 'flex');
INSERT INTO events (occurred_at, source, source_key, provider, model, service_tier, speed, input_tokens)
SELECT '2026-06-01 12:00+00', 'tier', format('%s %s', tier, speed), 'p', 'm', tier, speed, 1000000
FROM unnest(ARRAY[NULL, 'standard', 'default', 'auto', 'ON_DEMAND', 'batch', 'batches', 'flex', 'ON_DEMAND_FLEX', 'priority', 'fast', 'ON_DEMAND_PRIORITY',
	'PROVISIONED_THROUGHPUT', 'after hours', 'slow lane', 'Batch', 'Default', 'Flex', NULL, NULL, NULL], ARRAY[NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 'fast', 'Fast', 'warp']) t (tier, speed);
SELECT service_tier, speed, trim_scale(cost) AS cost, cost_basis, price_problem FROM events WHERE source = 'tier' ORDER BY id;
-- A name may be taken back
INSERT INTO price_names (dimension, name, price_name) VALUES ('service_tier', 'after hours', NULL);
INSERT INTO events (occurred_at, source, source_key, provider, model, service_tier, input_tokens) VALUES ('2026-06-01 12:00+00', 'tier', 'no more', 'p', 'm', 'after hours', 1000000);
SELECT trim_scale(cost) AS cost, cost_basis, price_problem FROM events WHERE source_key = 'no more';

-- Providers by other names, and an event that does not name one
INSERT INTO prices (provider, model, meter, price) VALUES ('xai', 'grok', 'input_tokens', 2), ('google', 'gemini-9', 'input_tokens', 1);
INSERT INTO model_aliases (provider, pattern, price_model) VALUES ('xai', '^grok-\d+$', 'grok');
INSERT INTO events (occurred_at, source, source_key, provider, model, input_tokens) VALUES
	('2026-06-01 12:00+00', 'name', 'x_ai', 'x_ai', 'grok', 1000000), ('2026-06-01 12:00+00', 'name', 'x_ai, dated', 'x_ai', 'grok-0709', 1000000),
	('2026-06-01 12:00+00', 'name', 'vertex', 'gcp.vertex_ai', 'gemini-9', 1000000), ('2026-06-01 12:00+00', 'name', 'Vertex', 'GCP.Vertex_AI', 'gemini-9', 1000000), ('2026-06-01 12:00+00', 'name', 'nobody, dated', NULL, 'grok-0709', 1000000);
SELECT source_key, trim_scale(cost) AS cost, price_problem FROM events WHERE source = 'name' ORDER BY id;

-- All that is missing is named, and named anew when something of it has come
INSERT INTO events (occurred_at, source, source_key, provider, model, input_tokens, output_tokens, output_audio_tokens, web_search_requests) VALUES
	('2026-06-01 12:00+00', 'missing', 'three', 'p', 'm', 1000000, 10, 20, 3);
SELECT price_problem FROM events WHERE source_key = 'three';
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'output_tokens', 1);
SELECT price_pending();
SELECT cost, price_problem FROM events WHERE source_key = 'three';
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'output_audio_tokens', 1), ('p', 'm', 'web_search_requests', 1);
SELECT price_pending();
SELECT trim_scale(cost) AS cost, price_problem FROM events WHERE source_key = 'three';

-- What the provider says stands beside what is computed.
SELECT trim_scale(cost) AS cost, cost_basis, reported_cost
FROM pg_temp.use('OpenRouter', 'openai_chat', '{"prompt_tokens": 1000000, "cost": 7.5, "is_byok": false}', 'p', 'm');

-- Which of them is booked is up to the ledger: for a provider, or for all.
INSERT INTO price_names (dimension, name, price_name) VALUES ('cost_basis', '*', 'reported'), ('cost_basis', 'anthropic', 'computed');
SELECT trim_scale(cost) AS cost, cost_basis, reported_cost, price_rows
FROM pg_temp.use('OpenRouter, as reported', 'openai_chat', '{"prompt_tokens": 1000000, "cost": 7.5, "is_byok": true, "cost_details": {"upstream_inference_cost": 1}}', 'p', 'm');
SELECT trim_scale(cost) AS cost, cost_basis, reported_cost FROM pg_temp.use('not of this one', 'openai_chat', '{"prompt_tokens": 1000000, "cost": 7.5}', 'anthropic', 'haiku');
SELECT month, provider, model, events, trim_scale(booked_cost) AS booked, trim_scale(reported_cost) AS reported, trim_scale(computed_cost) AS computed, unpriced, trim_scale(difference) AS difference
FROM reported_costs('2026-06-01', '2026-06-01');
INSERT INTO price_names (dimension, name, price_name) VALUES ('cost_basis', '*', 'computed');

-- A quantity on a meter that is no column
INSERT INTO prices (provider, model, meter, price, per) VALUES ('openai', 'whisper-1', 'input_audio_seconds', 0.006, 60);
SELECT meter, quantity, trim_scale(cost) AS cost FROM pg_temp.use('whisper', 'openai_responses', '{"type": "duration", "seconds": 90.5}', 'openai', 'whisper-1');

-- Midnight at the end of a day has two names, which are one price.
INSERT INTO prices (provider, model, meter, window_start, window_end, price) VALUES
	('p', 'night', 'input_tokens', '00:00', '24:00', 1), ('p', 'night', 'input_tokens', '00:00', '00:00', 2), ('p', 'night', 'input_tokens', '22:00', '24:00', 3);
INSERT INTO events (occurred_at, source, source_key, provider, model, input_tokens) VALUES
	('2026-06-01 12:00+00', 'night', 'day', 'p', 'night', 1000000), ('2026-06-01 23:59:59+00', 'night', 'evening', 'p', 'night', 1000000),
	('2026-06-02 00:00+00', 'night', 'midnight', 'p', 'night', 1000000);
SELECT source_key, trim_scale(cost) AS cost FROM events WHERE source = 'night' ORDER BY id;
SELECT window_start, window_end, count(*) FROM prices WHERE model = 'night' GROUP BY 1, 2 ORDER BY 1, 2;

-- Where windows overlap, the one recorded last holds.
INSERT INTO prices (provider, model, meter, window_start, window_end, price) VALUES
	('p', 'overlap', 'input_tokens', '12:00', '20:00', 7), ('p', 'overlap', 'input_tokens', '08:00', '18:00', 5);
INSERT INTO events (occurred_at, source, source_key, provider, model, input_tokens) VALUES
	('2026-06-01 09:00+00', 'overlap', '9:00', 'p', 'overlap', 1000000), ('2026-06-01 13:00+00', 'overlap', '13:00', 'p', 'overlap', 1000000), ('2026-06-01 19:00+00', 'overlap', '19:00', 'p', 'overlap', 1000000);
SELECT source_key, trim_scale(cost) AS cost FROM events WHERE source = 'overlap' ORDER BY id;

-- Prices that are hardly what they should be are taken, and said.
INSERT INTO prices (provider, model, meter, price, per) VALUES ('odd', 'per token', 'input_tokens', 0.00000125, 1000000);
INSERT INTO prices (provider, model, meter, price, per) VALUES ('odd', 'negative', 'pages', -1, 1), ('odd', 'misnamed', 'prompt_tokens', 1, 1000000), ('odd', 'own meter', 'cups_of_tea', 1, 1), ('odd', 'per million', 'output_tokens', 10, 1);
INSERT INTO prices (provider, model, meter, price, per) VALUES ('scanner', 'a', 'pages', 1, 1000), ('scanner', 'b', 'pages', 2, 1000), ('scanner', 'c', 'pages', 3, 1000), ('scanner', 'free', 'pages', 0, 1000);
INSERT INTO prices (provider, model, meter, price, per) VALUES ('scanner', 'd', 'pages', 5, 1);
SELECT model, meter, finding FROM price_findings WHERE provider IN ('odd', 'scanner') ORDER BY price_row;
-- A correction is not held against what it corrects
INSERT INTO prices (provider, model, meter, price, per) VALUES ('odd', 'per token', 'input_tokens', 1.25, 1000000), ('scanner', 'd', 'pages', 5, 1000);
SELECT model, meter FROM price_findings WHERE provider IN ('odd', 'scanner') ORDER BY price_row;
SELECT check_name, found, detail FROM data_quality WHERE check_name = 'suspect prices';
-- A currency is a code of three capital letters.
INSERT INTO events (occurred_at, source, source_key, billed_amount, billing_currency) VALUES ('2026-06-01 12:00+00', 'currency', 'small letters', 5, 'usd'), ('2026-06-01 12:00+00', 'currency', 'code', 5, 'USD');
INSERT INTO invoices (month, vendor, billed_amount, billing_currency, source, source_key) VALUES ('2026-06-01', 'v', 5, 'Dollar', 'currency', 'a word');
SELECT fact, source_key, problem FROM quarantine WHERE source = 'currency' ORDER BY id;

SET client_min_messages = warning;
DROP SCHEMA usage_test, usage_test_internal CASCADE;
