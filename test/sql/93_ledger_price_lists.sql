--
-- Public price lists: what a document says, and what loading it writes
--
\set SHOW_CONTEXT never
SET TIME ZONE 'Asia/Kolkata';
SET client_min_messages = warning;

CREATE TEMP TABLE doc (name text, prices jsonb);
CREATE TEMP VIEW litellm AS
SELECT d.name, p.* FROM doc d, runrate.litellm_prices(d.prices) p;
CREATE TEMP VIEW genai AS
SELECT d.name, p.provider, p.model, p.meter, p.above_tokens AS above, p.window_start, p.window_end,
       p.valid_from AT TIME ZONE 'UTC' AS valid_from, p.price, p.per
FROM doc d, runrate.genai_prices(d.prices) p;

---------------------------------------------------------------------------
-- LiteLLM: what a document says
---------------------------------------------------------------------------
INSERT INTO doc VALUES ('all keys', '{
  "sample_spec": {"litellm_provider": "one of https://...", "input_cost_per_token": 0.0, "code_interpreter_cost_per_session": "about 0.03"},
  "m": {"litellm_provider": "p", "mode": "chat", "max_tokens": 8192, "supports_vision": true, "source": "https://example.org/cost",
    "input_cost_per_token": 0.0000025, "output_cost_per_token": "1e-05", "output_cost_per_reasoning_token": 1.2E-5,
    "cache_read_input_token_cost": 2.8e-09, "cache_creation_input_token_cost": "3.75e-6", "cache_creation_input_token_cost_above_1hr": 6e-06,
    "cache_creation_input_audio_token_cost": 3e-7,
    "input_cost_per_audio_token": 4e-5, "cache_read_input_audio_token_cost": 1e-6, "output_cost_per_audio_token": 8e-5,
    "input_cost_per_image_token": 5e-6, "cache_read_input_image_token_cost": 1.25e-6, "output_cost_per_image_token": 4e-5,
    "input_cost_per_video_token": 7e-6, "cache_read_input_video_token_cost": 8e-6, "output_cost_per_video_token": 9e-6,
    "citation_cost_per_token": 2e-6, "computer_use_input_cost_per_1k_tokens": 0.003, "computer_use_output_cost_per_1k_tokens": 0.012,
    "input_cost_per_character": 1.5e-5, "output_cost_per_character": 1e-6, "input_cost_per_pixel": 1.9e-08, "output_cost_per_pixel": 0.0,
    "input_cost_per_image": 0.0025, "output_cost_per_image": 0.04, "input_cost_per_second": 0.0001, "output_cost_per_second": 0.00025,
    "output_cost_per_second_1080p": 0.15, "input_cost_per_audio_per_second": 2e-6, "output_cost_per_audio_per_second": 3e-6,
    "input_cost_per_video_per_second": 0.0005, "output_cost_per_video_per_second": 0.35,
    "input_cost_per_query": 0.002, "input_cost_per_request": 0.005, "ocr_cost_per_page": 0.001, "annotation_cost_per_page": 0.003, "ocr_cost_per_credit": 0.01,
    "code_interpreter_cost_per_session": 0.03, "file_search_cost_per_1k_calls": 2.5, "file_search_cost_per_gb_per_day": 0.1, "vector_store_cost_per_gb_per_day": 0.11,
    "search_context_cost_per_query": {"search_context_size_low": 0.03, "search_context_size_medium": 0.035, "search_context_size_high": 0.05}}}');
SELECT meter, price, per FROM litellm WHERE name = 'all keys' ORDER BY meter COLLATE "C";
-- All of them are the base price, at any hour, from a time that the list does not say.
SELECT DISTINCT provider, model, service_tier, inference_geo, above_tokens, threshold_inclusive, tier_mode, window_start, window_end, window_weekdays, window_time_zone, valid_from
FROM litellm WHERE name = 'all keys';
SELECT count(*) AS unread FROM doc, runrate.litellm_unread(prices) WHERE name = 'all keys';

-- Thresholds and tiers, alone and together
INSERT INTO doc VALUES ('suffixes', '{
  "m": {"litellm_provider": "p",
    "input_cost_per_token": 1e-6, "input_cost_per_token_flex": 2e-6, "input_cost_per_token_priority": 3e-6, "input_cost_per_token_batches": 4e-6,
    "input_cost_per_token_ultrafast": 5e-6, "input_cost_per_token_above_128k_tokens": 6e-6, "input_cost_per_token_above_272k_tokens": 7e-6,
    "input_cost_per_token_above_200k_tokens_priority": 8e-6, "cache_creation_input_token_cost_above_1hr_above_200k_tokens": 9e-6,
    "input_cost_per_character_above_128k_tokens": 1e-7},
  "grok": {"litellm_provider": "xai", "input_cost_per_token": 1e-6, "input_cost_per_token_above_128k_tokens": 2e-6}}');
SELECT model, meter, service_tier, above_tokens, threshold_inclusive, tier_mode, price FROM litellm WHERE name = 'suffixes';

-- Ranges are tiers by the whole input; they go before plain keys.
INSERT INTO doc VALUES ('ranges', '{"m": {"litellm_provider": "dashscope", "input_cost_per_token": 9e-6, "cache_read_input_token_cost": 1e-8, "tiered_pricing": [
    {"range": [0, 32000], "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6},
    {"range": [32000.0, 128000.0], "input_cost_per_token": 3e-6, "output_cost_per_token": 4e-6, "input_cost_per_token_batches": 1},
    {"max_results_range": [0, 10], "input_cost_per_query": 0.00166}]}}');
SELECT meter, above_tokens, tier_mode, price FROM litellm WHERE name = 'ranges';
SELECT u.* FROM doc, runrate.litellm_unread(prices) u WHERE name = 'ranges';

-- Off-peak prices replace those of every tier and threshold, and only those of their meters.
INSERT INTO doc VALUES ('off-peak', '{"m": {"litellm_provider": "deepseek", "input_cost_per_token": 4e-6, "input_cost_per_token_above_64k_tokens": 6e-6,
    "input_cost_per_token_batches": 2e-6, "output_cost_per_token": 8e-6,
    "off_peak_pricing": {"hours_utc": "16:30-00:30", "input_cost_per_token": 1e-6, "cache_read_input_token_cost": 1e-7}}}');
SELECT meter, service_tier, above_tokens, window_start, window_end, window_weekdays, window_time_zone, price FROM litellm WHERE name = 'off-peak';

-- Hours are in UTC, days in the zone that is given; an hour that is another
-- day there is moved to it.
CREATE TEMP VIEW windows AS
SELECT n, w.* FROM (VALUES
    ('all day, weekend in New York', '{"hours_utc": "00:00-00:00", "weekdays": ["sat", "Sunday"], "weekday_timezone": "America/New_York"}'),
    ('several', '{"windows": [{"hours_utc": ["00:00-01:00", "10:00-00:00"], "weekdays": [1, 2, 3, 4, 5]}, {"hours_utc": "00:00-24:00", "weekdays": [7, 6, 7]}]}'),
    ('moved', '{"weekday_timezone": "Asia/Shanghai", "windows": [{"hours_utc": "16:00-17:00", "weekdays": [6]}]}'),
    ('moved over midnight', '{"weekday_timezone": "Asia/Shanghai", "windows": [{"hours_utc": "14:30-17:00", "weekdays": [6]}]}'),
    ('over midnight', '{"hours_utc": "22:00-06:00", "weekdays": ["mon"]}'),
    ('every day, any zone', '{"hours_utc": "22:00-06:00", "weekday_timezone": "America/New_York"}'),
    ('both', '{"hours_utc": "04:00-06:00", "windows": [{"hours_utc": "00:00-00:00", "weekdays": [7]}]}')) v(n, block)
CROSS JOIN runrate_internal.litellm_windows(block::jsonb) w;
SELECT * FROM windows ORDER BY n, window_weekdays, window_start;
-- Not understood, and not guessed
SELECT n, (SELECT count(*) FROM runrate_internal.litellm_windows(block::jsonb)) AS windows FROM (VALUES
    ('daylight saving time', '{"hours_utc": "16:00-17:00", "weekdays": [6], "weekday_timezone": "Europe/Berlin"}'),
    ('no such hour', '{"hours_utc": ["01:00-02:00", "25:00-26:00"]}'),
    ('no such day', '{"hours_utc": "01:00-02:00", "weekdays": [1, 8]}'),
    ('no day', '{"hours_utc": "01:00-02:00", "weekdays": []}'),
    ('days are no list', '{"hours_utc": "01:00-02:00", "weekdays": "mon"}'),
    ('no hours', '{"windows": [{"weekdays": [1]}]}'),
    ('hours are a number', '{"hours_utc": 8}'),
    ('empty', '{"hours_utc": "08:00-08:00"}'),
    ('windows are text', '{"windows": "00:00-00:00"}')) v(n, block) ORDER BY n;
INSERT INTO doc VALUES ('no windows', '{"m": {"litellm_provider": "p", "off_peak_pricing": {"hours_utc": "25:00-26:00", "input_cost_per_token": 1e-6}}}');
SELECT count(*) AS price_rows FROM litellm WHERE name = 'no windows';
SELECT u.* FROM doc, runrate.litellm_unread(prices) u WHERE name = 'no windows';

-- Regional factors apply to every kind of token in every tier, not to searches.
INSERT INTO doc VALUES ('regions', '{
  "gpt": {"litellm_provider": "openai", "input_cost_per_token": 2.5e-6, "cache_read_input_token_cost_flex": 1.3e-7, "input_cost_per_token_above_272k_tokens": 5e-6,
    "search_context_cost_per_query": {"search_context_size_medium": 0.01}, "regional_processing_uplift_multiplier_eu": 1.1, "regional_processing_uplift_multiplier_us": "1.05"},
  "claude": {"litellm_provider": "anthropic", "input_cost_per_token": 5e-6, "provider_specific_entry": {"us": 1.1, "fast": 6.0}}}');
SELECT model, meter, service_tier, inference_geo, above_tokens, price FROM litellm WHERE name = 'regions';
SELECT u.* FROM doc, runrate.litellm_unread(prices) u WHERE name = 'regions';

-- The older key for cache hits counts if there is no other; a list that
-- charges searches by prompt does not give the price of a search.
INSERT INTO doc VALUES ('keys for one meter', '{
  "a": {"litellm_provider": "p", "input_cost_per_token_cache_hit": 1e-7, "cache_read_input_token_cost": 2e-7},
  "same": {"litellm_provider": "p", "input_cost_per_token_cache_hit": 2e-7, "cache_read_input_token_cost": 0.0000002},
  "b": {"litellm_provider": "p", "input_cost_per_token_cache_hit": 1e-7},
  "c": {"litellm_provider": "p", "web_search_billing_unit": "per_prompt", "search_context_cost_per_query": {"search_context_size_medium": 0.014}}}');
SELECT model, meter, price FROM litellm WHERE name = 'keys for one meter';
SELECT u.* FROM doc, runrate.litellm_unread(prices) u WHERE name = 'keys for one meter';

-- The provider in front of a model is dropped, other prefixes are part of it;
-- of two entries for one model that without the prefix counts.
INSERT INTO doc VALUES ('names', '{
  "azure/gpt-4o": {"litellm_provider": "azure", "input_cost_per_token": 1e-6},
  "azure/eu/gpt-4o": {"litellm_provider": "azure", "input_cost_per_token": 2e-6},
  "vertex_ai/claude": {"litellm_provider": "vertex_ai-anthropic_models", "input_cost_per_token": 3e-6},
  "azure_ai/gpt-4o": {"litellm_provider": "azure", "input_cost_per_token": 4e-6},
  "gpt-4o": {"litellm_provider": "openai", "input_cost_per_token": 5e-6},
  "openai/gpt-4o": {"litellm_provider": "openai", "input_cost_per_token": 6e-6},
  "nobody": {"input_cost_per_token": 7e-6, "regional_processing_uplift_multiplier_eu": 1.1}}');
SELECT provider, model, price FROM litellm WHERE name = 'names' ORDER BY price;
SELECT u.* FROM doc, runrate.litellm_unread(prices) u WHERE name = 'names';

-- What is not understood is listed, whatever it is.
INSERT INTO doc VALUES ('unread', '{"m": {"litellm_provider": "p", "input_cost_per_furlong": 1, "output_cost_per_image_above_512_and_512_pixels": 0.02,
    "input_cost_per_token_above_200k_tokens_batches_flex": 1, "regional_endpoint_uplift_multiplier": 1.1, "tiered_pricing": "see web site",
    "off_peak_pricing": [1], "search_context_cost_per_query": 0.01, "price_note": null, "input_cost_per_token": null, "cost": {"a": [1, 2]}}}');
SELECT count(*) AS price_rows FROM litellm WHERE name = 'unread';
SELECT u.* FROM doc, runrate.litellm_unread(prices) u WHERE name = 'unread';

-- Also under names that do not say that it is money, if there is a number; limits, sizes and notes are known.
SELECT u.* FROM runrate.litellm_unread('{"m": {"litellm_provider": "p", "input_cost_per_token": 1e-6, "surcharge": 0.5, "fees": {"call": [0, 2]}, "rates": [],
    "nothing": 0, "name": "7", "is_new": true, "max_input_tokens": 8192, "max_output_tokens": 10, "prompt_cache_min_tokens": 1024, "rpm": 5, "tpm": 6, "rpd": 7,
    "output_vector_size": 512, "token_count_framing": 3, "metadata": {"per_minute": 0.01}}}') u;

-- Exact, whatever the number of digits; zero is a price
SELECT price FROM runrate.litellm_prices('{"m": {"litellm_provider": "p", "input_cost_per_token": 2.8000000000000003e-07, "output_cost_per_token": 0,
    "cache_read_input_token_cost": "0.0000000000000000000000000000000000000001", "input_cost_per_query": 1000000}}') ORDER BY price;
SELECT count(*) AS rows_of_nothing FROM runrate.litellm_prices('{}');
SELECT count(*) AS rows_of_null FROM runrate.litellm_prices(NULL);

-- Bad documents
CREATE TEMP TABLE bad_litellm (n serial, prices text);
INSERT INTO bad_litellm (prices) VALUES
('[]'), ('"text"'), ('null'), ('{"m": 5}'), ('{"m": [1]}'), ('{"m": {"litellm_provider": 5}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": -1e-9}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": 3}}'),
('{"m": {"litellm_provider": "p", "computer_use_input_cost_per_1k_tokens": 1000.1}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_query": 1000001}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": 1e-41}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": "1e999"}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": "NaN"}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": "Infinity"}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": "free"}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": ""}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": "1e-06; DROP"}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": "1e99999999999"}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": true}}'),
('{"m": {"litellm_provider": "p", "input_cost_per_token": {"base": 1}}}'),
('{"m": {"litellm_provider": "p", "regional_processing_uplift_multiplier_eu": "much"}, "n": {"litellm_provider": "p", "input_cost_per_token": 1e-6}}'),
('{"m": {"litellm_provider": "p", "tiered_pricing": [{"range": ["a", 2], "input_cost_per_token": 1e-6}]}}'),
('{"m": {"litellm_provider": "p", "tiered_pricing": [{"range": [0.5, 2], "input_cost_per_token": 1e-6}]}}');
CREATE TEMP TABLE bad_genai (n serial, prices text);
INSERT INTO bad_genai (prices) VALUES
('{}'), ('null'), ('[1]'), ('[{"models": []}]'), ('[{"id": "p"}]'), ('[{"id": "p", "models": {}}]'),
('[{"id": "p", "models": [{"prices": {}}]}]'), ('[{"id": "p", "models": [{"id": "m"}]}]'), ('[{"id": "p", "models": [{"id": "m", "prices": 5}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": [{"input_mtok": 5}]}]}]'), ('[{"id": "p", "models": [{"id": "m", "prices": [5]}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": "free"}}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": -0.1}}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": 1000001}}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": [1, 2]}}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": {"base": 1}}}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": {"base": 1, "tiers": [{"price": 2}]}}}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": {"base": 1, "tiers": [{"start": 10}]}}}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": {"base": 1, "tiers": [{"start": -10, "price": 2}]}}}]}]'),
('[{"id": "p", "models": [{"id": "m", "prices": {"input_mtok": {"base": 1, "tiers": [5]}}}]}]');

CREATE FUNCTION pg_temp.error_of(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    message text;
    detail text;
BEGIN
    EXECUTE statement;
    RETURN 'no error';
EXCEPTION WHEN OTHERS THEN
    GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL;
    RETURN SQLSTATE || ' ' || message || ': ' || detail;
END $$;
SELECT n, pg_temp.error_of(format('SELECT count(price) FROM runrate.litellm_prices(%L)', prices)) AS error FROM bad_litellm ORDER BY n;

---------------------------------------------------------------------------
-- genai-prices: what a document says
---------------------------------------------------------------------------
SELECT n, pg_temp.error_of(format('SELECT count(price) FROM runrate.genai_prices(%L)', prices)) AS error FROM bad_genai ORDER BY n;

INSERT INTO doc VALUES ('units', '[{"id": "p", "name": "P", "pricing_urls": ["https://example.org"], "models": [
  {"id": "m", "context_window": 1000, "prices": {"input_mtok": 2, "output_mtok": "3.50", "output_reasoning_mtok": 3.75, "output_citation_mtok": 0.5,
    "cache_read_mtok": 0.2, "cache_write_mtok": 2.5, "cache_write_1h_mtok": 4, "cache_audio_write_mtok": 0.6,
    "input_audio_mtok": 10, "cache_audio_read_mtok": 1, "output_audio_mtok": 20, "input_image_mtok": 5, "cache_image_read_mtok": 0.5, "output_image_mtok": 40,
    "input_video_mtok": 6, "cache_video_read_mtok": 0.7, "output_video_mtok": 8, "input_tool_mtok": 9,
    "input_mchars": 15, "input_gpixels": 19, "input_audio_minutes": 0.006, "input_document_kpages": 1, "input_annotated_document_kpages": 3,
    "rerank_searches_kcount": 2, "web_searches_kcount": 10, "social_searches_kcount": 5, "storage_searches_kcount": 2.5, "code_executions_kcount": 30, "requests_kcount": 0}},
  {"id": "hours", "prices": {"input_audio_hours": 0.111}},
  {"id": "text", "prices": {"input_mtok": 2, "input_text_mtok": 1, "cache_write_5m_mtok": 6, "cache_write_mtok": 5, "output_text_mtok": 4}},
  {"id": "same", "prices": {"input_mtok": 1, "input_text_mtok": 1.0}},
  {"id": "free", "prices": {}}]}]');
SELECT model, meter, price, per FROM genai WHERE name = 'units' ORDER BY model, meter COLLATE "C";
-- The price of another key for the same meter is not lost.
SELECT u.* FROM doc, runrate.genai_unread(prices) u WHERE name = 'units';

-- Tiers and dates: what a later set does not have ends; what stays the same is not repeated.
INSERT INTO doc VALUES ('dates', '[{"id": "p", "models": [{"id": "m", "prices": [
    {"prices": {"input_mtok": {"base": 5, "tiers": [{"start": 200000, "price": 10}, {"start": 500000, "price": 12}]}, "output_mtok": 25, "cache_read_mtok": 0.5}},
    {"constraint": {"start_date": "2026-03-13"}, "prices": {"input_mtok": 5, "output_mtok": 20, "web_searches_kcount": 10}},
    {"constraint": {"start_date": "2026-05-01"}, "prices": {"input_mtok": {"base": 5, "tiers": [{"start": 200000, "price": 10}]}, "output_mtok": 20, "cache_read_mtok": 0.5}}]}]}]');
SELECT meter, above, valid_from, price FROM genai WHERE name = 'dates';

-- Of several sets whose constraint is met the last counts, whatever the order of their dates.
INSERT INTO doc VALUES ('order', '[{"id": "p", "models": [
  {"id": "undated last", "prices": [{"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 1}}, {"constraint": null, "prices": {"input_mtok": 2}}]},
  {"id": "dated only", "prices": [{"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 1}}, {"constraint": {"start_date": "2027-01-01"}, "prices": {"input_mtok": 2}}]},
  {"id": "earlier date last", "prices": [{"prices": {"input_mtok": 1}}, {"constraint": {"start_date": "2026-02-01"}, "prices": {"input_mtok": 2}}, {"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 3}}]},
  {"id": "before all time", "prices": [{"prices": {"input_mtok": 1}}, {"constraint": {"start_date": "1960-01-01"}, "prices": {"input_mtok": 2}}]}]}]');
SELECT model, valid_from, price FROM genai WHERE name = 'order';

-- Hours are windows in UTC, at every threshold; a later set with a date ends them.
INSERT INTO doc VALUES ('hours', '[{"id": "p", "models": [
  {"id": "m", "prices": [{"prices": {"input_mtok": {"base": 1, "tiers": [{"start": 1000, "price": 2}]}, "output_mtok": 3}},
    {"constraint": {"start_time": "00:30:00Z", "end_time": "16:30:00Z"}, "prices": {"input_mtok": 4}},
    {"constraint": {"start_date": "2026-09-01"}, "prices": {"input_mtok": 5, "output_mtok": 3}}]},
  {"id": "kept by date", "prices": [{"prices": {"input_mtok": 1}}, {"constraint": {"start_date": "2026-09-01"}, "prices": {"input_mtok": 2}},
    {"constraint": {"start_time": "01:00", "end_time": "02:00"}, "prices": {"input_mtok": {"base": 3, "tiers": [{"start": 10, "price": 4}]}}}]}]}]');
SELECT model, meter, above, window_start, window_end, valid_from, price FROM genai WHERE name = 'hours';

INSERT INTO doc VALUES ('unread genai', '[{"id": "p", "models": [
  {"id": "m", "match": {"sounds_like": "x"}, "prices": [{"prices": {"input_mtok": 1, "input_smell_mtok": 2, "input_fur": {"base": 1}}},
    {"constraint": {"start_date": "soon"}, "prices": {"input_mtok": 2}},
    {"constraint": {"start_date": "2026-02-30"}, "prices": {"input_mtok": 2.5}},
    {"constraint": {"start_time": "22:00:00Z", "end_time": "02:00:00Z"}, "prices": {"input_mtok": 3}},
    {"constraint": {"start_time": "01:00:00+08:00", "end_time": "02:00:00+08:00"}, "prices": {"input_mtok": 4}},
    {"constraint": {"start_date": "2026-01-01", "end_date": "2027-01-01"}, "prices": {"input_mtok": 5}}]}]}]');
SELECT meter, price FROM genai WHERE name = 'unread genai';
SELECT u.* FROM doc, runrate.genai_unread(prices) u WHERE name = 'unread genai';
SELECT u.* FROM runrate.genai_unread('[{"id": "p", "name": "P", "fee": 2, "surcharges": {"a": [1]}, "nothing": 0, "model_match": {"starts_with": "x"}, "extractors": [{"root": 1}], "models": [
  {"id": "m", "match": {"equals": "m"}, "prices": {"input_mtok": 1}, "context_window": 8192, "deprecated": true, "discount": 0.5},
  {"id": "n", "match": {"equals": "n"}, "prices": [{"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 2}, "factor": 1.1}],
   "price_variants": [{"when": {"processing": "batch"}, "prices": {"input_mtok": 1}, "minimum": 3}]}]}]') u;

---------------------------------------------------------------------------
-- genai-prices: names of models
---------------------------------------------------------------------------
INSERT INTO doc VALUES ('rules', '[{"id": "p", "models": [
  {"id": "equals", "match": {"equals": "a.b"}, "prices": {}},
  {"id": "starts", "match": {"starts_with": "gpt-5."}, "prices": {}},
  {"id": "ends", "match": {"ends_with": "(old)"}, "prices": {}},
  {"id": "contains", "match": {"contains": "*+?[x]{1}|^$\\"}, "prices": {}},
  {"id": "regex", "match": {"regex": "^(?:mi|code)stral-[0-9]+$"}, "prices": {}},
  {"id": "and", "match": {"and": [{"starts_with": "llama"}, {"contains": "70b"}, {"or": [{"ends_with": "-a"}, {"ends_with": "-b"}]}]}, "prices": {}},
  {"id": "or", "match": {"or": [{"equals": "x"}, {"and": [{"starts_with": "y"}, {"ends_with": "z"}]}, {"regex": "(?i)Q+W"}]}, "prices": {}},
  {"id": "no match", "prices": {}},
  {"id": "none of these", "match": {"or": []}, "prices": {}},
  {"id": "half", "match": {"and": [{"starts_with": "a"}, {"like": "b"}]}, "prices": {}},
  {"id": "two", "match": {"starts_with": "a", "ends_with": "b"}, "prices": {}},
  {"id": "number", "match": {"equals": 5}, "prices": {}},
  {"id": "no clause", "match": "a", "prices": {}}]}]');
SELECT r.* FROM doc, runrate.genai_model_rules(prices) r WHERE name = 'rules';
SELECT u.* FROM doc, runrate.genai_unread(prices) u WHERE name = 'rules';
SELECT m.model, (SELECT r.price_model FROM doc, runrate.genai_model_rules(prices) r WHERE name = 'rules' AND m.model ~ r.pattern ORDER BY r.alias_order LIMIT 1) AS price_model
FROM (VALUES ('a.b'), ('A.B'), ('a.bc'), ('aab'), ('gpt-5.1'), ('gpt-51'), ('my gpt-5.'), ('x (old)'), ('(old) x'), ('y*+?[x]{1}|^$\z'), ('x{1}'),
    ('mistral-7'), ('codestral-22'), ('ministral-8'), ('mistral-7b'), ('llama-70b-a'), ('llama-70b-b'), ('llama-70b-c'), ('70b-llama-a'), ('x'), ('xx'), ('y..z'), ('y'), ('aqqwb'), ('')) m(model);
-- Nested as deep as anybody could need, and deeper
SELECT n, (SELECT count(*) FROM runrate.genai_model_rules(prices)) AS rules, (SELECT count(*) FROM runrate.genai_unread(prices)) AS unread
FROM (SELECT n, format('[{"id": "p", "models": [{"id": "m", "prices": {}, "match": %s{"equals": "x"}%s}]}]', repeat('{"or": [', n), repeat(']}', n))::jsonb AS prices
      FROM unnest(ARRAY[20, 21, 1000]) n) nested;

---------------------------------------------------------------------------
-- Loading
---------------------------------------------------------------------------
CALL runrate.create_ledger('list_test');
SET search_path = list_test, public;

CREATE TEMP TABLE list (prices jsonb);
INSERT INTO list VALUES ('{
  "gpt": {"litellm_provider": "openai", "input_cost_per_token": 2.5e-6, "input_cost_per_token_above_272k_tokens": 5e-6, "output_cost_per_token": 1.5e-5, "input_cost_per_furlong": 1},
  "grok": {"litellm_provider": "xai", "input_cost_per_token": 3e-6, "input_cost_per_token_above_128k_tokens": 6e-6},
  "nothing": {"litellm_provider": "p"}}');
CREATE VIEW list_test.book AS
SELECT id, model, meter, above_tokens AS above, threshold_inclusive AS incl, valid_from AT TIME ZONE 'UTC' AS valid_from, price, per, source FROM list_test.prices;

SELECT l.* FROM list, load_prices_litellm(prices, '2026-01-01 00:00+00') l;
SELECT model, meter, above, incl, valid_from, price, per, source FROM book ORDER BY id;
-- Again, now and later: nothing
SELECT l.* FROM list, load_prices_litellm(prices, '2026-01-01 00:00+00') l;
SELECT l.* FROM list, load_prices_litellm(prices, '2026-02-01 00:00+00') l;
-- The same price written in another way is the same price.
SELECT l.* FROM list, load_prices_litellm(jsonb_set(prices, '{gpt,input_cost_per_token}', '"0.00000250"'), '2026-02-01 00:00+00') l;
-- One price is another, one is new, one is gone.
UPDATE list SET prices = jsonb_set(jsonb_set(prices, '{gpt,input_cost_per_token}', '2e-6'), '{gpt,cache_read_input_token_cost}', '2e-7') #- '{gpt,output_cost_per_token}';
SELECT l.* FROM list, load_prices_litellm(prices, '2026-03-01 00:00+00') l;
SELECT l.* FROM list, load_prices_litellm(prices, '2026-03-01 00:00+00') l;
SELECT model, meter, above, valid_from, price FROM book WHERE valid_from = '2026-03-01' ORDER BY id;
-- It is back.
SELECT l.* FROM list, load_prices_litellm(jsonb_set(prices, '{gpt,output_cost_per_token}', '1.5e-5'), '2026-04-01 00:00+00') l;
-- A model that is not in the list stays, one that has lost its prices does not.
SELECT l.* FROM load_prices_litellm('{"grok": {"litellm_provider": "xai"}}', '2026-05-01 00:00+00') l;
SELECT model, meter, above, valid_from, price FROM book WHERE valid_from = '2026-05-01' ORDER BY id;
-- A list of an earlier date does not touch what a later one said.
SELECT l.* FROM list, load_prices_litellm(jsonb_set(prices, '{gpt,input_cost_per_token}', '1e-6'), '2026-02-15 00:00+00') l;
SELECT valid_from, price FROM book WHERE model = 'gpt' AND meter = 'input_tokens' AND above = 0 ORDER BY valid_from, id;

-- A price that somebody entered is kept, whether the list has another, the same or none; before it was valid the list counts.
INSERT INTO prices (provider, model, meter, price, valid_from) VALUES
    ('openai', 'gpt', 'input_tokens', 1.75, '2026-06-01 00:00+00'), ('openai', 'gpt', 'output_tokens', 12, '2026-06-01 00:00+00'), ('openai', 'gpt', 'reasoning_tokens', 13, '2026-06-01 00:00+00');
SELECT l.* FROM list, load_prices_litellm(jsonb_set(prices, '{gpt,input_cost_per_token}', '9e-6'), '2026-06-15 00:00+00') l;
SELECT l.* FROM list, load_prices_litellm(jsonb_set(prices, '{gpt,input_cost_per_token}', '9e-6'), '2026-05-15 00:00+00') l;
SELECT valid_from, price, source FROM book WHERE model = 'gpt' AND meter = 'input_tokens' AND above = 0 AND valid_from >= '2026-05-01' ORDER BY valid_from, id;

-- genai-prices, with its dates
TRUNCATE list;
INSERT INTO list VALUES ('[{"id": "anthropic", "models": [
  {"id": "opus", "match": {"starts_with": "opus-4"}, "prices": [
    {"prices": {"input_mtok": {"base": 5, "tiers": [{"start": 200000, "price": 10}]}, "output_mtok": 25, "fur_mtok": 1}},
    {"constraint": {"start_date": "2026-03-13"}, "prices": {"input_mtok": 5, "output_mtok": 20}}]},
  {"id": "haiku", "match": {"or": [{"starts_with": "haiku"}, {"equals": "small"}]}, "prices": {"input_mtok": 1, "output_mtok": 5}}]}]');
CREATE VIEW list_test.genai_book AS
SELECT id, model, meter, above, valid_from, price FROM list_test.book WHERE source = 'genai';
SELECT l.* FROM list, load_prices_genai(prices) l;
SELECT model, meter, above, valid_from, price FROM genai_book ORDER BY id;
SELECT provider, pattern, alias_order, price_provider, price_model, source FROM model_aliases ORDER BY id;
SELECT l.* FROM list, load_prices_genai(prices) l;
SELECT count(*) FROM model_aliases;
-- A price is corrected without a new date: from the date that it had
UPDATE list SET prices = jsonb_set(prices, '{0,models,1,prices,input_mtok}', '0.8');
SELECT l.* FROM list, load_prices_genai(prices) l;
SELECT valid_from, price FROM genai_book WHERE model = 'haiku' AND meter = 'input_tokens' ORDER BY id;
-- A date is moved: until then it is as before
UPDATE list SET prices = jsonb_set(prices, '{0,models,0,prices,1,constraint,start_date}', '"2026-04-01"');
SELECT l.* FROM list, load_prices_genai(prices) l;
SELECT l.* FROM list, load_prices_genai(prices) l;
SELECT meter, above, valid_from, price FROM (
    SELECT DISTINCT ON (meter, above, valid_from) * FROM genai_book WHERE model = 'opus' ORDER BY meter, above, valid_from, id DESC) b ORDER BY meter, above, valid_from;
-- The dated set goes away: its date says what the first set says
SELECT l.* FROM list, load_prices_genai(prices #- '{0,models,0,prices,1}') l;
SELECT DISTINCT ON (meter, above, valid_from) meter, above, valid_from, price FROM genai_book WHERE model = 'opus' ORDER BY meter, above, valid_from, id DESC;
-- A price goes away: it ends today
SELECT l.* FROM list, load_prices_genai((prices #- '{0,models,0,prices,1}') #- '{0,models,1,prices,output_mtok}') l;
SELECT meter, valid_from = date_trunc('day', now() AT TIME ZONE 'UTC') AS today, price FROM genai_book WHERE model = 'haiku' ORDER BY id DESC LIMIT 1;
SELECT l.* FROM list, load_prices_genai((prices #- '{0,models,0,prices,1}') #- '{0,models,1,prices,output_mtok}') l;
-- A price goes away that was to change: it ends today and does not come back then
SELECT l.* FROM load_prices_genai('[{"id": "p", "models": [{"id": "m", "prices": [{"prices": {"input_mtok": 1}}, {"constraint": {"start_date": "2999-01-01"}, "prices": {"input_mtok": 2}}]}]}]') l;
SELECT l.* FROM load_prices_genai('[{"id": "p", "models": [{"id": "m", "prices": {"output_mtok": 7}}]}]') l;
SELECT CASE WHEN valid_from = date_trunc('day', now() AT TIME ZONE 'UTC') THEN 'today' ELSE valid_from::text END AS valid_from, price FROM genai_book WHERE model = 'm' AND meter = 'input_tokens' ORDER BY id;
SELECT l.* FROM load_prices_genai('[{"id": "p", "models": [{"id": "m", "prices": {"output_mtok": 7}}]}]') l;
-- The first date of a price is later than it was: until then there is none
SELECT l.* FROM load_prices_genai('[{"id": "p", "models": [{"id": "late", "prices": {"input_mtok": 1}}]}]') l;
SELECT l.* FROM load_prices_genai('[{"id": "p", "models": [{"id": "late", "prices": [{"prices": {}}, {"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 1}}]}]}]') l;
SELECT valid_from, price FROM genai_book WHERE model = 'late' ORDER BY id;
SELECT l.* FROM load_prices_genai('[{"id": "p", "models": [{"id": "late", "prices": [{"prices": {}}, {"constraint": {"start_date": "2026-01-01"}, "prices": {"input_mtok": 1}}]}]}]') l;
-- A rule changes its model, one goes away; a rule of one's own is kept and asked first.
INSERT INTO model_aliases (provider, pattern, price_model) SELECT provider, pattern, 'mine' FROM model_aliases WHERE price_model = 'opus';
SELECT l.unchanged > 0 AS ok FROM list, load_prices_genai(jsonb_set(prices, '{0,models,1}', '{"id": "haiku-2", "match": {"or": [{"starts_with": "haiku"}, {"equals": "small"}]}, "prices": {}}')) l;
SELECT l.unchanged > 0 AS ok FROM list, load_prices_genai(jsonb_set(prices, '{0,models,1,match}', '{"equals": "h"}')) l;
SELECT pattern, alias_order, price_model, source FROM model_aliases ORDER BY id;

-- Bad documents write nothing.
CREATE TEMP TABLE before AS SELECT (SELECT count(*) FROM prices) AS prices, (SELECT count(*) FROM model_aliases) AS aliases;
SELECT bool_and(pg_temp.error_of(format('SELECT * FROM list_test.load_prices_litellm(%L, ''2026-01-01'')', prices)) ~ '^22') AS all_refused FROM bad_litellm;
SELECT bool_and(pg_temp.error_of(format('SELECT * FROM list_test.load_prices_genai(%L)', prices)) ~ '^22') AS all_refused FROM bad_genai;
SELECT pg_temp.error_of($$SELECT * FROM list_test.load_prices_genai('[{"id": "p", "models": [{"id": "m", "match": {"regex": "("}, "prices": {"input_mtok": 1}}]}]')$$);
SELECT pg_temp.error_of($$SELECT * FROM list_test.load_prices_litellm(NULL, '2026-01-01')$$);
SELECT pg_temp.error_of($$SELECT * FROM list_test.load_prices_litellm('{}', NULL)$$);
SELECT pg_temp.error_of($$SELECT * FROM list_test.load_prices_litellm('{}', 'infinity')$$);
SELECT pg_temp.error_of($$SELECT * FROM list_test.load_prices_genai(NULL)$$);
SELECT prices = (SELECT count(*) FROM prices) AND aliases = (SELECT count(*) FROM model_aliases) AS nothing_written FROM before;

-- Lists are in US dollars, whatever the ledger is in, and no exchange rate is needed to load one.
CALL runrate.create_ledger('list_test_euro', 'EUR', 'Europe/Berlin');
CREATE TEMP TABLE dollars (prices jsonb);
INSERT INTO dollars VALUES ('{"m": {"litellm_provider": "p", "input_cost_per_token": 1e-6}}');
SELECT l.* FROM dollars, list_test_euro.load_prices_litellm(prices, '2026-01-01 00:00+00') l;
INSERT INTO list_test_euro.fx (currency, valid_from, ledger_amount) VALUES ('USD', '2026-01-01 00:00+00', 0.9), ('USD', '2026-02-01 00:00+00', 0.8);
SELECT l.* FROM dollars, list_test_euro.load_prices_litellm(prices, '2026-02-01 00:00+00') l;
INSERT INTO list_test_euro.events (occurred_at, provider, model, input_tokens) VALUES
    ('2026-01-31 23:59:59+00', 'p', 'm', 1000000), ('2026-02-01 00:00+00', 'p', 'm', 1000000), ('2025-12-31 00:00+00', 'p', 'm', 1000000);
SELECT trim_scale(cost) AS cost, price_problem FROM list_test_euro.events ORDER BY id;
-- The same number in another currency is another price; an end has the currency of the list, too.
INSERT INTO list_test_euro.prices (provider, model, meter, price, valid_from, source) VALUES ('p', 'm', 'input_tokens', 1, '2026-03-01 00:00+00', 'litellm');
SELECT l.* FROM dollars, list_test_euro.load_prices_litellm(prices, '2026-04-01 00:00+00') l;
SELECT l.* FROM dollars, list_test_euro.load_prices_litellm(prices, '2026-04-01 00:00+00') l;
SELECT l.* FROM list_test_euro.load_prices_litellm('{"m": {"litellm_provider": "p"}}', '2026-05-01 00:00+00') l;
SELECT l.* FROM list_test_euro.load_prices_genai('[{"id": "q", "models": [{"id": "m", "prices": [{"prices": {"input_mtok": 1}}, {"constraint": {"start_date": "2026-03-01"}, "prices": {"input_mtok": 2}}]}]}]') l;
SELECT l.* FROM list_test_euro.load_prices_genai('[{"id": "q", "models": [{"id": "m", "prices": [{"prices": {"input_mtok": 1}}, {"constraint": {"start_date": "2026-03-01"}, "prices": {"input_mtok": 2}}]}]}]') l;
SELECT provider, valid_from AT TIME ZONE 'UTC' AS valid_from, trim_scale(price) AS price, currency, source FROM list_test_euro.prices ORDER BY id;
-- In a ledger in dollars both ways to write it are one.
INSERT INTO prices (provider, model, meter, price, source) VALUES ('p', 'without', 'input_tokens', 1, 'litellm');
SELECT l.* FROM load_prices_litellm('{"without": {"litellm_provider": "p", "input_cost_per_token": 1e-6}}', '2026-04-01 00:00+00') l;
SELECT DISTINCT currency FROM prices WHERE source <> 'manual' AND model <> 'without';

RESET search_path;
DROP SCHEMA list_test, list_test_internal, list_test_euro, list_test_euro_internal CASCADE;

-- A list may be in a temporary table, which workers cannot read
CREATE TEMP TABLE both_lists (genai jsonb, litellm jsonb);
ALTER TABLE both_lists ALTER genai SET STORAGE EXTERNAL, ALTER litellm SET STORAGE EXTERNAL;
INSERT INTO both_lists
SELECT jsonb_build_array(jsonb_build_object('id', 'acme', 'models', jsonb_agg(jsonb_build_object('id', format('model %s', n), 'prices', '{"input_mtok": 1}'::jsonb)))),
	jsonb_object_agg(format('model %s', n), '{"litellm_provider": "acme", "input_cost_per_token": 1e-06}'::jsonb)
FROM generate_series(1, 200) n;
BEGIN;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SELECT (SELECT count(*) FROM both_lists, runrate.genai_prices(genai)) AS genai, (SELECT count(*) FROM both_lists, runrate.genai_unread(genai)) AS unread,
	(SELECT count(*) FROM both_lists, runrate.genai_model_rules(genai)) AS rules,
	(SELECT count(*) FROM both_lists, runrate.litellm_prices(litellm)) AS litellm, (SELECT count(*) FROM both_lists, runrate.litellm_unread(litellm)) AS unread;
COMMIT;
