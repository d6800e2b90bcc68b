-- Data of the benchmark.  Every value is a function of the row number (a hash
-- with a seed for each column), so the same number of rows is the same data on
-- every machine, in whatever order the rows are produced.
--
--   psql -v rows=10000000 -v weights=1000000 -v version=1 -f generate.sql
--
-- event        one row for each billed call, in time order
--   work_item    about a fifth as many items as rows; the events of an item lie
--                near one another, among those of other items
--   item         the same key as text, 'T-0001234'
--   agent        50, skewed: the busiest has several times the work of the last
--   layer        11 cost layers; model_api has six of every nineteen rows
--   layer_no     the same as a number
--   outcome      true in four of every 25 rows
--   cost         log-uniform from 0.000001 to 5, nine decimals
--   cost_f8      the same as double precision
-- pool         weights for allocate: 1,000 pools, rows of a pool together
-- pool_mixed   the same rows, pools mixed

\set ON_ERROR_STOP 1

SET client_min_messages = warning;
DROP SCHEMA IF EXISTS bench CASCADE;
CREATE SCHEMA bench;
SET search_path = bench;

CREATE FUNCTION uniform(n bigint, seed bigint) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(n, seed) & 9007199254740991) / 9007199254740992::float8;

CREATE TABLE event (
	event_id bigint NOT NULL,
	occurred_at timestamptz NOT NULL,
	work_item bigint NOT NULL,
	agent integer NOT NULL,
	tokens integer NOT NULL,
	layer_no smallint NOT NULL,
	outcome boolean NOT NULL,
	cost_f8 double precision NOT NULL,
	cost numeric(18,9) NOT NULL,
	layer text NOT NULL,
	item text NOT NULL
) WITH (autovacuum_enabled = false);

-- A sample of this size cannot see how many work items there are; with the true
-- figures every version of PostgreSQL plans the same.
ALTER TABLE event ALTER work_item SET (n_distinct = -0.2);
ALTER TABLE event ALTER item SET (n_distinct = -0.2);

INSERT INTO event
SELECT i,
	   timestamptz '2025-01-01 00:00+00' + i * (interval '365 days' / :rows),
	   w,
	   (50 * power(uniform(w, 1), 1.5))::int % 50,
	   (50 + exp(uniform(i, 2) * 8))::int,
	   layer_no,
	   i % 5 = 4 AND uniform(i, 3) < 0.8,
	   cost::float8,
	   cost,
	   (ARRAY['model_api', 'inference', 'vector_db', 'observability', 'retries',
			  'tool_calls', 'human_review', 'security', 'evaluation', 'gateway',
			  'integration'])[layer_no + 1],
	   'T-' || lpad(w::text, 7, '0')
FROM (SELECT i,
			 (i + floor(uniform(i, 4) * 40)::bigint) / 5 AS w,
			 (ARRAY[0, 0, 0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 8, 9, 10])
				[1 + floor(uniform(i, 5) * 19)::int]::smallint AS layer_no,
			 round(exp(ln(0.000001::float8)
					   + uniform(i, 6) * ln(5000000::float8))::numeric, 9) AS cost
	  FROM generate_series(1::bigint, :rows) AS i) AS s;

-- The weights look like token counts of work items: skewed, with ties, and some
-- of them zero.
CREATE TABLE pool (
	id bigint NOT NULL,
	pool integer NOT NULL,
	amount numeric(14,2) NOT NULL,
	weight numeric(14,2) NOT NULL
) WITH (autovacuum_enabled = false);

INSERT INTO pool
SELECT i, p, round((1000 + 9000 * uniform(p, 7))::numeric, 2),
	   CASE WHEN uniform(i, 8) < 0.02 THEN 0
			ELSE round(exp(uniform(i, 9) * 8)::numeric, 2) END
FROM (SELECT i, (i - 1) / greatest(:weights / 1000, 1) + 1 AS p
	  FROM generate_series(1::bigint, :weights) AS i) AS s;

CREATE TABLE pool_mixed (LIKE pool INCLUDING ALL) WITH (autovacuum_enabled = false);

INSERT INTO pool_mixed SELECT * FROM pool ORDER BY uniform(id, 10), id;

-- Costs of 50 agents every ten minutes, with a daily pattern, and beside them a
-- value that alternates: the worst case of a window that slides.
CREATE TABLE series (
	k integer NOT NULL,
	i bigint NOT NULL,
	at timestamptz NOT NULL,
	x double precision NOT NULL,
	xn numeric(18,9) NOT NULL,
	two_valued double precision NOT NULL
) WITH (autovacuum_enabled = false);

INSERT INTO series
SELECT k, i, timestamptz '2026-01-01 00:00:00+00' + i * interval '10 minutes', xn::float8, xn, i % 2 * 100 + 1
FROM (SELECT i, k, round((exp(ln(0.01::float8) + uniform(i * 50 + k, 11) * ln(500::float8))
						  * (1 + 0.3 * sin(i / 144.0)))::numeric, 9) AS xn
	  FROM generate_series(1::bigint, :weights / 50) AS i, generate_series(1, 50) AS k) AS s;

CREATE TABLE series_one AS SELECT * FROM series WHERE k = 1 ORDER BY i;
CREATE TABLE series_five AS SELECT * FROM series WHERE k <= 5 ORDER BY i, k;

-- Usage objects as providers, gateways and tracers send them
CREATE TABLE body (
	id bigint NOT NULL,
	format text NOT NULL,
	usage jsonb NOT NULL
) WITH (autovacuum_enabled = false);

INSERT INTO body
SELECT i, b.format, replace(b.usage, '1200', (1200 + i % 5000)::text)::jsonb
FROM generate_series(1::bigint, :weights / 10) AS i
CROSS JOIN (VALUES
	('openai_chat', '{"prompt_tokens": 1200, "completion_tokens": 300, "prompt_tokens_details": {"cached_tokens": 1000, "audio_tokens": 0}, "completion_tokens_details": {"reasoning_tokens": 100, "audio_tokens": 0, "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 0}}'),
	('openai_responses', '{"input_tokens": 1200, "output_tokens": 300, "input_tokens_details": {"cached_tokens": 1000}, "output_tokens_details": {"reasoning_tokens": 100}}'),
	('anthropic', '{"input_tokens": 1200, "output_tokens": 300, "cache_read_input_tokens": 1000, "cache_creation_input_tokens": 1500, "cache_creation": {"ephemeral_5m_input_tokens": 500, "ephemeral_1h_input_tokens": 1000}, "server_tool_use": {"web_search_requests": 2, "web_fetch_requests": 0}, "service_tier": "standard", "inference_geo": "us"}'),
	('bedrock_converse', '{"inputTokens": 1200, "outputTokens": 300, "cacheReadInputTokens": 1000, "cacheWriteInputTokens": 0}'),
	('gemini', '{"promptTokenCount": 1200, "cachedContentTokenCount": 1000, "candidatesTokenCount": 300, "thoughtsTokenCount": 100, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 1200}], "cacheTokensDetails": [{"modality": "TEXT", "tokenCount": 1000}], "trafficType": "ON_DEMAND"}'),
	('xai', '{"prompt_tokens": 1200, "completion_tokens": 300, "prompt_tokens_details": {"cached_tokens": 1000}, "completion_tokens_details": {"reasoning_tokens": 100}, "num_sources_used": 0}'),
	('langchain', '{"input_tokens": 1200, "output_tokens": 300, "input_token_details": {"cache_read": 1000}, "output_token_details": {"reasoning": 100}}'),
	('otel', '{"gen_ai.operation.name": "chat", "gen_ai.provider.name": "openai", "gen_ai.request.model": "gpt-5", "gen_ai.response.model": "gpt-5", "gen_ai.usage.input_tokens": 1200, "gen_ai.usage.cache_read.input_tokens": 1000, "gen_ai.usage.output_tokens": 300}'),
	('litellm', '{"model": "gpt-5", "call_type": "acompletion", "cache_hit": "False", "custom_llm_provider": "openai", "metadata": {"usage_object": {"prompt_tokens": 1200, "completion_tokens": 300, "prompt_tokens_details": {"cached_tokens": 1000}, "completion_tokens_details": {"reasoning_tokens": 100}}}}'),
	('langfuse', '{"input": 1200, "input_cached_tokens": 1000, "output": 200, "output_reasoning_tokens": 100}')
) AS b (format, usage);

-- Written last: its row says that the data above are complete.
CREATE TABLE generated AS
SELECT :rows::bigint AS rows, :weights::bigint AS weights, :'version' AS version;

VACUUM (FREEZE, ANALYZE) event;
VACUUM (FREEZE, ANALYZE) pool;
VACUUM (FREEZE, ANALYZE) pool_mixed;
VACUUM (FREEZE, ANALYZE) series;
VACUUM (FREEZE, ANALYZE) series_one;
VACUUM (FREEZE, ANALYZE) series_five;
VACUUM (FREEZE, ANALYZE) body;
