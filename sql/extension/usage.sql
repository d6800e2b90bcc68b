
-- Usage: from a provider's usage object to exclusive buckets

CREATE FUNCTION runrate.usage_columns(format text, usage jsonb,
		OUT provider text, OUT model text, OUT service_tier text, OUT inference_geo text, OUT speed text,
		OUT total_input_tokens bigint, OUT total_output_tokens bigint,
		OUT input_tokens bigint, OUT cache_read_tokens bigint,
		OUT cache_write_tokens bigint, OUT cache_write_5m_tokens bigint, OUT cache_write_1h_tokens bigint,
		OUT cache_write_12h_tokens bigint,
		OUT input_audio_tokens bigint, OUT cached_audio_tokens bigint,
		OUT input_image_tokens bigint, OUT cached_image_tokens bigint,
		OUT input_video_tokens bigint, OUT cached_video_tokens bigint,
		OUT output_tokens bigint, OUT reasoning_tokens bigint,
		OUT output_audio_tokens bigint, OUT output_image_tokens bigint,
		OUT citation_tokens bigint, OUT web_search_requests bigint, OUT x_search_requests bigint,
		OUT file_search_requests bigint, OUT code_execution_requests bigint, OUT maps_requests bigint,
		OUT requests bigint, OUT meter text, OUT quantity numeric, OUT reported_cost numeric)
	AS 'MODULE_PATHNAME', 'rr_usage_columns' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION runrate.usage_columns(text, jsonb) IS
'usage_columns(''openai_chat'', usage): one row with a column for each bucket of a usage object, or of the response that has it. Each token is in exactly one bucket: input_tokens is uncached text, output_tokens is text without reasoning; total_input_tokens and total_output_tokens include everything and are what tier thresholds look at. NULL is not reported, 0 is reported as 0. The sum of all attempts, if there are several; model is NULL if they had different ones. quantity is what is used on a meter that is no bucket, such as seconds of audio; reported_cost is what the provider says that it charged, in US dollars. Formats: openai_chat, openai_responses, openai_realtime, openai_report, anthropic, anthropic_report, claude_code, bedrock_converse, bedrock_invocation, gemini, xai, perplexity, cohere, ollama, langchain, otel, openinference, litellm, langfuse. An error if the numbers contradict each other, and if there is a quantity in a field that nobody knows. Use it in FROM: SELECT u.* FROM events, runrate.usage_columns(''anthropic'', usage) u.';

CREATE FUNCTION runrate.usage_buckets(format text, usage jsonb) RETURNS TABLE (attempt bigint, model text,
	total_input_tokens bigint, bucket text, quantity numeric)
	AS 'MODULE_PATHNAME', 'rr_usage_buckets' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10 ROWS 5;
COMMENT ON FUNCTION runrate.usage_buckets(text, jsonb) IS
'usage_buckets(''anthropic'', usage): a row for each billed attempt and each bucket that is reported of it, with the quantity in tokens or requests, also if it is 0. There are several attempts if a provider answered with a fallback model or compacted the conversation; model is that of the attempt, NULL if it is not reported, and total_input_tokens is the input of the attempt, cached or not. Buckets and formats are those of usage_columns. No row if nothing is reported.';

CREATE FUNCTION runrate.usage_problem(format text, usage jsonb) RETURNS text
	AS 'MODULE_PATHNAME', 'rr_usage_problem_text' LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE COST 10;
COMMENT ON FUNCTION runrate.usage_problem(text, jsonb) IS
'usage_problem(''openai_chat'', usage): why usage_columns and usage_buckets would raise an error, with the numbers; NULL if they would not. Never raises one itself, so a bulk load can put such rows aside: ... WHERE runrate.usage_problem(format, usage) IS NULL.';
