--
-- usage_columns, usage_buckets, usage_problem: from a provider's usage object
-- to exclusive buckets
--

-- What each provider sends.
CREATE TEMP TABLE sample (format text, what text, usage jsonb);
INSERT INTO sample VALUES
('openai_chat', 'a whole response', '{
    "id": "chatcmpl-1", "object": "chat.completion", "model": "gpt-5-2025-08-07", "service_tier": "priority",
    "choices": [{"index": 0, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 2006, "completion_tokens": 300, "total_tokens": 2306,
              "prompt_tokens_details": {"cached_tokens": 1920, "audio_tokens": 0},
              "completion_tokens_details": {"reasoning_tokens": 192, "audio_tokens": 0,
                                            "accepted_prediction_tokens": 0, "rejected_prediction_tokens": 12}}}'),
('openai_chat', 'without details', '{"prompt_tokens": 9, "completion_tokens": 12, "total_tokens": 21}'),
('openai_chat', 'embedding', '{"prompt_tokens": 8, "total_tokens": 8}'),
('openai_chat', 'cache write', '{"prompt_tokens": 5000, "completion_tokens": 50, "total_tokens": 5050,
    "prompt_tokens_details": {"cached_tokens": 1000, "cache_write_tokens": 3000}}'),
('openai_chat', 'audio in and out', '{"prompt_tokens": 1117, "completion_tokens": 46, "total_tokens": 1163,
    "prompt_tokens_details": {"cached_tokens": 0, "text_tokens": 107, "audio_tokens": 1010},
    "completion_tokens_details": {"reasoning_tokens": 0, "text_tokens": 6, "audio_tokens": 40}}'),
('openai_chat', 'cached, not said of what', '{"prompt_tokens": 300,
    "prompt_tokens_details": {"cached_tokens": 100, "audio_tokens": 150}}'),
('openai_responses', 'usage only', '{"input_tokens": 328, "input_tokens_details": {"cached_tokens": 128},
    "output_tokens": 52, "output_tokens_details": {"reasoning_tokens": 40}, "total_tokens": 380}'),
('openai_responses', 'event response.completed', '{"type": "response.completed", "response": {
    "model": "gpt-5-mini", "service_tier": "flex", "usage": {
        "input_tokens": 100, "input_tokens_details": {"cached_tokens": 0, "cache_write_tokens": 64},
        "output_tokens": 5, "output_tokens_details": {"reasoning_tokens": 0}, "total_tokens": 105}}}'),
('openai_responses', 'image', '{"input_tokens": 50, "input_tokens_details": {"text_tokens": 10, "image_tokens": 40},
    "output_tokens": 4160, "output_tokens_details": {"text_tokens": 0, "image_tokens": 4160}, "total_tokens": 4210}'),
('openai_realtime', 'cached audio, once', '{"type": "response.done", "response": {"usage": {
    "total_tokens": 1000, "input_tokens": 800, "output_tokens": 200,
    "input_token_details": {"text_tokens": 200, "audio_tokens": 600, "image_tokens": 0, "cached_tokens": 500,
                            "cached_tokens_details": {"text_tokens": 150, "audio_tokens": 350, "image_tokens": 0}},
    "output_token_details": {"text_tokens": 40, "audio_tokens": 160}}}}'),
('openai_realtime', 'cached, no sum', '{"input_tokens": 100, "input_token_details": {"audio_tokens": 80,
    "cached_tokens_details": {"text_tokens": 5, "audio_tokens": 30}}}'),
('anthropic', 'a whole response', '{"id": "msg_1", "type": "message", "model": "claude-sonnet-4-5", "usage": {
    "input_tokens": 21, "cache_creation_input_tokens": 1188, "cache_read_input_tokens": 18086,
    "cache_creation": {"ephemeral_5m_input_tokens": 188, "ephemeral_1h_input_tokens": 1000},
    "output_tokens": 393, "output_tokens_details": {"thinking_tokens": 90},
    "server_tool_use": {"web_search_requests": 2, "web_fetch_requests": 0},
    "service_tier": "standard", "inference_geo": "us"}}'),
('anthropic', 'before lifetimes', '{"input_tokens": 21, "cache_creation_input_tokens": 188, "cache_read_input_tokens": 0, "output_tokens": 5}'),
('anthropic', 'nulls', '{"input_tokens": 21, "cache_creation_input_tokens": null, "cache_creation": null,
    "output_tokens": 5, "server_tool_use": null, "iterations": null, "service_tier": null}'),
('anthropic', 'declined midway, fallback', '{"model": "claude-opus-4-8", "usage": {
    "input_tokens": 12, "output_tokens": 1500, "cache_read_input_tokens": 0, "cache_creation_input_tokens": 0,
    "server_tool_use": {"web_search_requests": 1}, "iterations": [
        {"type": "message", "model": "claude-fable-5", "input_tokens": 10, "output_tokens": 299,
         "cache_read_input_tokens": 560186, "cache_creation_input_tokens": 0},
        {"type": "fallback_message", "model": "claude-opus-4-8", "input_tokens": 12, "output_tokens": 1500,
         "cache_read_input_tokens": 0, "cache_creation_input_tokens": 560186,
         "cache_creation": {"ephemeral_5m_input_tokens": 560186, "ephemeral_1h_input_tokens": 0}}]}}'),
('anthropic', 'declined at once, fallback', '{"input_tokens": 412, "output_tokens": 264, "iterations": [
    {"type": "message", "model": "claude-fable-5", "input_tokens": 408, "output_tokens": 0},
    {"type": "fallback_message", "model": "claude-opus-4-8", "input_tokens": 412, "output_tokens": 264}]}'),
('anthropic', 'compaction', '{"model": "claude-opus-4-8", "usage": {"input_tokens": 23000, "output_tokens": 1000, "iterations": [
    {"type": "compaction", "input_tokens": 180000, "output_tokens": 3500},
    {"type": "message", "input_tokens": 23000, "output_tokens": 1000}]}}'),
('bedrock_converse', 'a whole response', '{"stopReason": "end_turn", "serviceTier": {"type": "flex"}, "usage": {
    "inputTokens": 3, "outputTokens": 392, "totalTokens": 2043, "cacheReadInputTokens": 0, "cacheWriteInputTokens": 1648,
    "cacheDetails": [{"ttl": "1h", "inputTokens": 1000}, {"ttl": "5m", "inputTokens": 648}]}}'),
('bedrock_converse', 'total without cache', '{"inputTokens": 3, "outputTokens": 392, "totalTokens": 395,
    "cacheReadInputTokens": 1648, "cacheWriteInputTokens": 12, "cacheDetails": []}'),
('bedrock_converse', 'no cache', '{"inputTokens": 30, "outputTokens": 628, "totalTokens": 658}'),
('gemini', 'a whole response', '{"modelVersion": "gemini-2.5-pro", "usageMetadata": {
    "promptTokenCount": 1000, "cachedContentTokenCount": 600, "candidatesTokenCount": 800, "thoughtsTokenCount": 300,
    "toolUsePromptTokenCount": 200, "totalTokenCount": 2300, "trafficType": "ON_DEMAND",
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 400}, {"modality": "DOCUMENT", "tokenCount": 100},
                            {"modality": "AUDIO", "tokenCount": 500}],
    "cacheTokensDetails": [{"modality": "TEXT", "tokenCount": 200}, {"modality": "AUDIO", "tokenCount": 400}],
    "toolUsePromptTokensDetails": [{"modality": "TEXT", "tokenCount": 200}],
    "candidatesTokensDetails": [{"modality": "TEXT", "tokenCount": 800}]}}'),
('gemini', 'total without tool use', '{"promptTokenCount": 10, "toolUsePromptTokenCount": 5, "candidatesTokenCount": 3, "totalTokenCount": 13}'),
('gemini', 'image out, as Python writes it', '{"usage_metadata": {"prompt_token_count": 6, "candidates_token_count": 1304,
    "thoughts_token_count": null, "total_token_count": 1310, "cached_content_token_count": null,
    "prompt_tokens_details": [{"modality": "TEXT", "token_count": 6}],
    "candidates_tokens_details": [{"modality": "TEXT", "token_count": 14}, {"modality": "IMAGE", "token_count": 1290}]}}'),
('gemini', 'video in, a part of it cached', '{"promptTokenCount": 5000, "cachedContentTokenCount": 2000, "totalTokenCount": 5000,
    "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 1000}, {"modality": "VIDEO", "tokenCount": 4000}],
    "cacheTokensDetails": [{"modality": "VIDEO", "tokenCount": 2000}]}'),
('xai', 'chat completions', '{"model": "grok-4", "usage": {"prompt_tokens": 32, "completion_tokens": 9, "total_tokens": 135,
    "prompt_tokens_details": {"text_tokens": 32, "audio_tokens": 0, "image_tokens": 0, "cached_tokens": 6},
    "completion_tokens_details": {"reasoning_tokens": 94, "audio_tokens": 0}, "num_sources_used": 0,
    "server_side_tool_usage_details": {"web_search_calls": 3}}}'),
('xai', 'its own SDK', '{"prompt_tokens": 300, "cached_prompt_text_tokens": 128, "prompt_text_tokens": 200, "prompt_image_tokens": 100,
    "completion_tokens": 10, "reasoning_tokens": 500, "total_tokens": 810}'),
('otel', 'present names', '{"gen_ai.operation.name": "chat", "gen_ai.response.model": "gpt-4o", "gen_ai.usage.input_tokens": 1000,
    "gen_ai.usage.cache_read.input_tokens": 600, "gen_ai.usage.cache_creation.input_tokens": 100,
    "gen_ai.usage.output_tokens": 250, "gen_ai.usage.reasoning.output_tokens": 50, "openai.response.service_tier": "default"}'),
('otel', 'deprecated names, text values', '{"attributes": {"gen_ai.system": "openai", "gen_ai.request.model": "gpt-4o-mini",
    "gen_ai.usage.prompt_tokens": "1000", "gen_ai.usage.completion_tokens": "250", "gen_ai.usage.details.cache_read_tokens": "0"}}'),
('otel', 'both names', '{"gen_ai.usage.input_tokens": 7, "gen_ai.usage.prompt_tokens": 7}'),
('otel', 'audio', '{"gen_ai.usage.input_tokens": 100, "gen_ai.usage.audio.input_tokens": 60, "gen_ai.usage.text.input_tokens": 40}'),
('otel', 'parent span', '{"gen_ai.operation.name": "invoke_agent", "gen_ai.usage.input_tokens": 99000, "gen_ai.usage.output_tokens": 800}'),
('otel', 'tool span', '{"gen_ai.operation.name": "execute_tool", "gen_ai.tool.name": "search"}'),
('litellm', 'provider usage', '{"request_id": "chatcmpl-9", "model": "claude-sonnet-4-5", "cache_hit": "False", "status": "success",
    "total_tokens": 2403, "prompt_tokens": 2103, "completion_tokens": 300, "metadata": {"usage_object": {
        "prompt_tokens": 2103, "completion_tokens": 300, "total_tokens": 2403,
        "cache_read_input_tokens": 2000, "cache_creation_input_tokens": 100,
        "prompt_tokens_details": {"cached_tokens": 2000, "text_tokens": 3, "cache_creation_tokens": 100,
                                  "cache_creation_token_details": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 100}},
        "completion_tokens_details": {"reasoning_tokens": 120, "text_tokens": 180},
        "server_tool_use": {"web_search_requests": 1}}}}'),
('litellm', 'columns only', '{"model": "gpt-4o", "prompt_tokens": 20, "completion_tokens": 4, "total_tokens": 24, "metadata": {}, "cache_hit": "None"}'),
('litellm', 'answer from its cache', '{"model": "gpt-4o", "prompt_tokens": 20, "completion_tokens": 4, "total_tokens": 24, "spend": 0, "cache_hit": "True"}'),
('litellm', 'failure', '{"model": "gpt-4o", "prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0, "status": "failure", "metadata": {"usage_object": null}}'),
('litellm', 'Anthropic usage', '{"model": "claude-haiku-4-5", "metadata": {"usage_object": {"input_tokens": 5, "cache_read_input_tokens": 95, "output_tokens": 7}}}'),
('litellm', 'responses usage', '{"model": "gpt-5", "metadata": {"usage_object": {"input_tokens": 100, "input_tokens_details": {"cached_tokens": 95}, "output_tokens": 7, "total_tokens": 107}}}'),
('langfuse', 'OpenAI', '{"input": 86, "input_cached_tokens": 1920, "output": 96, "output_reasoning_tokens": 192, "output_rejected_prediction_tokens": 12, "total": 2306}'),
('langfuse', 'Anthropic, an observation', '{"provided_model_name": "claude-opus-4-8", "usage_details": {"input": 21, "cache_read_input_tokens": 18086,
    "input_cache_creation_5m": 188, "input_cache_creation_1h": 1000, "output": 393}}'),
('openai_chat', 'Moonshot', '{"prompt_tokens": 19, "completion_tokens": 13, "total_tokens": 32, "cached_tokens": 12}'),
('openai_chat', 'Mistral, vLLM', '{"prompt_tokens": 190, "completion_tokens": 13, "total_tokens": 203, "num_cached_tokens": 128,
    "prompt_token_details": {"cached_tokens": 128}, "prompt_audio_seconds": 0}'),
('openai_chat', 'DeepSeek', '{"prompt_tokens": 19, "completion_tokens": 13, "total_tokens": 32, "prompt_cache_hit_tokens": 12, "prompt_cache_miss_tokens": 7}'),
('openai_chat', 'Qwen', '{"prompt_tokens": 1905, "completion_tokens": 20, "total_tokens": 1925,
    "prompt_tokens_details": {"cache_creation_input_tokens": 1889, "cached_tokens": 0, "cache_type": "ephemeral",
                              "cache_creation": {"ephemeral_5m_input_tokens": 1889}}}'),
('openai_chat', 'OpenRouter, own key', '{"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14, "cost": 0.0001, "is_byok": true,
    "cost_details": {"upstream_inference_cost": 0.002, "upstream_inference_prompt_cost": 0.0015, "upstream_inference_completions_cost": 0.0005}}'),
('openai_chat', 'OpenRouter, its key', '{"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14, "cost": 0.0021, "is_byok": false,
    "cost_details": {"upstream_inference_cost": 0.002}}'),
('openai_chat', 'Groq, times', '{"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14, "queue_time": 0.02, "prompt_time": 0.01, "completion_time": 0.3, "total_time": 0.31}'),
('openai_chat', 'audio by duration', '{"prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14, "prompt_audio_seconds": 203}'),
('perplexity', 'deep research', '{"prompt_tokens": 33, "completion_tokens": 7163, "total_tokens": 7196, "search_context_size": "low",
    "citation_tokens": 20016, "num_search_queries": 18, "reasoning_tokens": 73997,
    "cost": {"input_tokens_cost": 0.0, "output_tokens_cost": 0.057, "citation_tokens_cost": 0.04, "reasoning_tokens_cost": 0.222,
             "search_queries_cost": 0.09, "total_cost": 0.409}}'),
('openai_responses', 'long lived cache, fee', '{"input_tokens": 100, "output_tokens": 5, "total_tokens": 105, "input_tokens_details":
    {"cached_tokens": 0, "cache_write_tokens": 64, "cache_write_tokens_details": {"ttl_30m_tokens": 24, "ttl_12h_tokens": 40}}}'),
('openai_responses', 'transcription by duration', '{"model": "whisper-1", "usage": {"type": "duration", "seconds": 12.5}}'),
('openai_report', 'a result', '{"object": "organization.usage.completions.result", "input_tokens": 1000, "output_tokens": 500, "input_cached_tokens": 800,
    "num_model_requests": 5, "model": "gpt-5", "batch": true, "service_tier": null, "project_id": "p"}'),
('openai_report', 'searches', '{"object": "organization.usage.web_searches.result", "num_model_requests": 5, "num_requests": 7, "context_level": "medium"}'),
('anthropic', 'fast, with an advisor', '{"model": "claude-opus-4-8", "usage": {"input_tokens": 20, "output_tokens": 30, "speed": "fast", "iterations": [
    {"type": "message", "input_tokens": 10, "output_tokens": 20}, {"type": "advisor_message", "model": "claude-fable-5", "input_tokens": 400, "output_tokens": 7},
    {"type": "message", "input_tokens": 10, "output_tokens": 10}]}}'),
('anthropic_report', 'a line', '{"uncached_input_tokens": 1500, "cache_creation": {"ephemeral_1h_input_tokens": 1000, "ephemeral_5m_input_tokens": 500},
    "cache_read_input_tokens": 200, "output_tokens": 500, "server_tool_use": {"web_search_requests": 10}, "service_tier": "batch",
    "context_window": "200k-1M", "model": "claude-opus-4-8", "api_key_id": "k", "workspace_id": "w"}'),
('claude_code', 'a line of a session', '{"type": "assistant", "requestId": "r", "message": {"id": "m", "model": "claude-opus-4-8", "usage":
    {"input_tokens": 4, "cache_creation_input_tokens": 4800, "cache_read_input_tokens": 11000, "output_tokens": 26, "service_tier": "standard",
     "cache_creation": {"ephemeral_5m_input_tokens": 0, "ephemeral_1h_input_tokens": 4800}}}}'),
('bedrock_converse', 'metrics of an invocation', '{"inputTokens": 5, "outputTokens": 393, "cacheReadInputTokenCount": 4000}'),
('bedrock_invocation', 'a record of the log', '{"modelId": "anthropic.claude-opus-4-8", "operation": "InvokeModel", "input": {"inputTokenCount": 5,
    "cacheReadInputTokenCount": 4000, "cacheWriteInputTokenCount": 10, "inputBodyJson": {"max_tokens": 500}}, "output": {"outputTokenCount": 393}}'),
('xai', 'responses', '{"model": "grok-4", "usage": {"input_tokens": 199, "input_tokens_details": {"cached_tokens": 163}, "output_tokens": 180,
    "output_tokens_details": {"reasoning_tokens": 123}, "total_tokens": 379, "num_sources_used": 0, "num_server_side_tools_used": 3,
    "server_side_tool_usage_details": {"web_search_calls": 1, "x_search_calls": 1, "code_interpreter_calls": 1, "mcp_calls": 0},
    "cost_in_usd_ticks": 37756000}}'),
('cohere', 'chat', '{"usage": {"billed_units": {"input_tokens": 5.0, "output_tokens": 418.0}, "tokens": {"input_tokens": 71.0, "output_tokens": 418.0}}}'),
('cohere', 'rerank', '{"meta": {"api_version": {"version": "2"}, "billed_units": {"search_units": 1}}}'),
('ollama', 'a response', '{"model": "llama3", "done": true, "total_duration": 4883583458, "load_duration": 1334875, "prompt_eval_count": 26,
    "prompt_eval_duration": 342546000, "eval_count": 282, "eval_duration": 4535599000}'),
('langchain', 'usage_metadata', '{"input_tokens": 350, "output_tokens": 240, "total_tokens": 590,
    "input_token_details": {"audio": 10, "cache_creation": 200, "cache_read": 100}, "output_token_details": {"audio": 10, "reasoning": 200}}'),
('langchain', 'a message of OpenAI''s flex tier', '{"response_metadata": {"model_name": "gpt-5"}, "usage_metadata": {"input_tokens": 350, "output_tokens": 240,
    "total_tokens": 590, "input_token_details": {"flex_cache_read": 100, "flex": 250}, "output_token_details": {"flex_reasoning": 200, "flex": 40}}}'),
('langchain', 'Anthropic''s lifetimes', '{"input_tokens": 350, "output_tokens": 240, "total_tokens": 590,
    "input_token_details": {"cache_creation": 0, "cache_read": 100, "ephemeral_5m_input_tokens": 200, "ephemeral_1h_input_tokens": 0}}'),
('otel', 'names after the renaming', '{"gen_ai.provider.name": "anthropic", "gen_ai.request.model": "m", "gen_ai.usage.input_tokens": 1000,
    "gen_ai.usage.cache_write.input_tokens": 100, "gen_ai.usage.cache_read.input_tokens": 500, "gen_ai.usage.audio.input_tokens": 300,
    "gen_ai.usage.audio.cache_read.input_tokens": 200, "gen_ai.usage.output_tokens": 9, "gen_ai.request.max_tokens": 512}'),
('otel', 'Pydantic AI', '{"gen_ai.usage.input_tokens": 1000, "gen_ai.usage.details.cache_read_tokens": 700, "gen_ai.usage.details.reasoning_tokens": 7,
    "gen_ai.usage.output_tokens": 9}'),
('otel', 'Vercel AI SDK', '{"ai.operationId": "ai.generateText.doGenerate", "ai.model.id": "gpt-5", "ai.usage.inputTokens": 1000, "ai.usage.cachedInputTokens": 700,
    "ai.usage.outputTokens": 9, "gen_ai.usage.input_tokens": 1000, "gen_ai.usage.output_tokens": 9, "ai.usage.reasoningTokens": 4}'),
('otel', 'Vercel AI SDK, the outer span', '{"ai.operationId": "ai.generateText", "ai.usage.inputTokens": 1000}'),
('openinference', 'a model call', '{"openinference.span.kind": "LLM", "llm.model_name": "gpt-5", "llm.provider": "openai", "llm.token_count.prompt": 1200,
    "llm.token_count.completion": 300, "llm.token_count.total": 1500, "llm.token_count.prompt_details.cache_read": 1000,
    "llm.token_count.completion_details.reasoning": 100, "llm.cost.total": 0.0125}'),
('litellm', 'a batch', '{"call_type": "aretrieve_batch", "custom_llm_provider": "openai", "metadata": {"usage_object": {"prompt_tokens": 1000, "completion_tokens": 500, "total_tokens": 1500}}}'),
('litellm', 'tier, searches, cached modalities', '{"model": "gemini-2.5-flash", "custom_llm_provider": "vertex_ai", "metadata": {"cost_breakdown": {"service_tier": "priority", "total_cost": 0.1},
    "usage_object": {"prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010, "prompt_tokens_details": {"text_tokens": 100, "audio_tokens": 300,
        "cached_tokens": 600, "cached_tokens_details": {"audio_tokens": 600}, "web_search_requests": 2, "google_maps_grounding_requests": 1}}}}'),
('litellm', 'cached modalities of OpenAI', '{"metadata": {"usage_object": {"prompt_tokens": 1000, "completion_tokens": 10, "total_tokens": 1010,
    "prompt_tokens_details": {"text_tokens": 100, "audio_tokens": 900, "cached_tokens": 600, "cached_tokens_details": {"audio_tokens": 600, "text_tokens": 0}}}}}'),
('litellm', 'iterations', '{"model": "claude-opus-4-8", "metadata": {"usage_object": {"prompt_tokens": 350000, "completion_tokens": 20, "total_tokens": 350020, "iterations": [
    {"type": "compaction", "input_tokens": 150000, "output_tokens": 10}, {"type": "message", "input_tokens": 200000, "output_tokens": 10}]}}}'),
('openai_chat', 'Mistral, audio by its seconds', '{"prompt_tokens": 4, "completion_tokens": 635, "total_tokens": 3264, "prompt_audio_seconds": 203}'),
('openai_chat', 'Azure', '{"prompt_tokens": 60, "completion_tokens": 40, "total_tokens": 100, "latency_checkpoint": {"engine_tbt_ms": 6, "total_duration_ms": 1200}}'),
('openai_responses', 'searches among the output', '{"model": "gpt-5", "output": [{"type": "web_search_call", "action": {"type": "search"}}, {"type": "web_search_call", "action": {"type": "open_page"}},
    {"type": "file_search_call"}, {"type": "message"}], "usage": {"input_tokens": 86, "output_tokens": 10, "total_tokens": 96}}'),
('openai_responses', 'searches beside the usage', '{"model": "gpt-5", "output": [{"type": "web_search_call"}], "tool_usage": {"web_search": {"num_requests": 3}, "image_gen": {"input_tokens": 0}}, "usage": {"input_tokens": 86, "output_tokens": 10}}'),
('anthropic', 'event message_start', '{"type": "message_start", "message": {"id": "m", "model": "claude-opus-4-8", "usage": {"input_tokens": 25, "output_tokens": 1}}}'),
('bedrock_converse', 'metrics of an invocation', '{"amazon-bedrock-invocationMetrics": {"inputTokenCount": 10, "outputTokenCount": 5, "invocationLatency": 919}}'),
('xai', 'tools beside the usage', '{"usage": {"prompt_tokens": 32, "completion_tokens": 9, "total_tokens": 41}, "server_side_tool_usage": {"SERVER_SIDE_TOOL_WEB_SEARCH": 4}}'),
('perplexity', 'an agent', '{"usage": {"input_tokens": 100, "output_tokens": 50, "total_tokens": 150, "input_tokens_details": {"cache_read_input_tokens": 10}, "cost": {"currency": "USD", "total_cost": 0.3},
    "tool_calls_details": {"web_search": {"invocation": 2}}}}'),
('cohere', 'cached', '{"usage": {"billed_units": {"input_tokens": 5, "output_tokens": 418}, "tokens": {"input_tokens": 71, "output_tokens": 418}, "cached_tokens": 64}}'),
('openai_report', 'vector stores', '{"object": "organization.usage.vector_stores.result", "usage_bytes": 1024}'),
('langfuse', 'as its client sends chat completions', '{"model": "gpt-5", "usageDetails": {"prompt_tokens": 1200, "completion_tokens": 300, "total_tokens": 1500,
    "completion_tokens_details": {"reasoning_tokens": 100}, "prompt_tokens_details": {"cached_tokens": 1000}}}'),
('langfuse', 'as its client sends responses', '{"input_tokens": 1200, "input_tokens_details": {"cached_tokens": 1000}, "output_tokens": 300, "output_tokens_details": {"reasoning_tokens": 100}}'),
('langfuse', 'as clients send messages of Anthropic', '{"input_tokens": 12, "cache_read_input_tokens": 100, "output_tokens": 5}'),
('openai_responses', 'images of a tool, and a drawing', '{"response": {"model": "gpt-5", "tools": [{"type": "web_search"}, {"type": "image_generation", "model": "gpt-image-1.5"}],
    "output": [{"type": "web_search_call"}, {"type": "image_generation_call", "svg_usage": {"model": "gpt-5-mini", "input_tokens": 10, "output_tokens": 20, "reasoning_tokens": 5, "total_tokens": 30}}],
    "usage": {"input_tokens": 328, "output_tokens": 52, "total_tokens": 380}, "tool_usage": {"web_search": {"num_requests": 1},
        "image_gen": {"input_tokens": 100, "input_tokens_details": {"image_tokens": 50, "text_tokens": 50}, "cached_tokens": 10,
            "cached_tokens_details": {"cached_image_tokens": 4, "cached_text_tokens": 6}, "output_tokens": 1000, "output_tokens_details": {"image_tokens": 900, "text_tokens": 100}, "total_tokens": 1100}}}}'),
('openai_responses', 'Qwen, cached', '{"input_tokens": 120, "output_tokens": 40, "total_tokens": 160, "output_tokens_details": {"reasoning_tokens": 12}, "x_tools": {"web_search": {"count": 2}},
    "x_details": [{"x_billing_type": "response_api", "input_tokens": 120, "prompt_tokens_details": {"cached_tokens": 60, "cache_creation_input_tokens": 20, "cache_type": "ephemeral"}}]}'),
('openai_responses', 'Qwen''s own interface', '{"request_id": "4711", "usage": {"input_tokens": 1247, "output_tokens": 50, "total_tokens": 1297, "image_tokens": 1230,
    "input_tokens_details": {"image_tokens": 1230, "text_tokens": 17}, "prompt_tokens_details": {"cached_tokens": 10}, "output_tokens_details": {"text_tokens": 50}}}'),
('openai_chat', 'Qwen, searches', '{"prompt_tokens": 20, "completion_tokens": 1, "total_tokens": 21, "plugins": {"search": {"count": 1, "strategy": "turbo"}}}'),
('openai_chat', 'OpenRouter, searches', '{"prompt_tokens": 20, "completion_tokens": 1, "server_tool_use_details": {"web_search_requests": 2, "tool_calls_requested": 3, "tool_calls_executed": 2}}'),
('openai_chat', 'Mistral, pages', '{"model": "mistral-ocr-latest", "usage_info": {"pages_processed": 29, "doc_size_bytes": 3002783}}'),
('openai_report', 'lifetimes', '{"object": "organization.usage.completions.result", "input_tokens": 100, "num_model_requests": 3, "input_cache_write_tokens": 30, "input_cache_write_30m_tokens": 10,
    "input_cache_write_12h_tokens": 20}'),
('anthropic_report', 'analytics', '{"uncached_input_tokens": 8, "cache_creation": {"ephemeral_1h_input_tokens": 1, "ephemeral_5m_input_tokens": 2}, "cache_read_input_tokens": 4, "output_tokens": 5, "total_tokens": 20, "requests": 3}'),
('anthropic', 'a credit for the model before', '{"input_tokens": 8, "output_tokens": 5, "fallback_credit": {"status": {"type": "redeemed"}}}'),
('bedrock_invocation', 'counts alone', '{"inputTokens": 5, "outputTokens": 393, "cacheReadInputTokenCount": 4000}'),
('gemini', 'an interaction', '{"model": "gemini-3-pro-preview", "usage": {"total_input_tokens": 100, "total_cached_tokens": 20, "total_output_tokens": 30, "total_thought_tokens": 10, "total_tool_use_tokens": 5,
    "total_tokens": 145, "input_tokens_by_modality": [{"modality": "text", "tokens": 60}, {"modality": "audio", "tokens": 40}], "grounding_tool_count": [{"type": "google_search", "count": 3}, {"type": "google_maps", "count": 1}]}}'),
('gemini', 'an interaction of Gemini 2.5', '{"interaction": {"model": "gemini-2.5-pro", "usage": {"totalInputTokens": 100, "totalOutputTokens": 30, "totalThoughtTokens": 10, "totalTokens": 130,
    "groundingToolCount": [{"type": "google_search", "count": 3}]}}}'),
('xai', 'calls of tools by name', '{"prompt_tokens": 300, "completion_tokens": 10, "total_tokens": 310, "num_sources_used": 4,
    "server_side_tools_used": ["SERVER_SIDE_TOOL_WEB_SEARCH", "SERVER_SIDE_TOOL_WEB_SEARCH", "SERVER_SIDE_TOOL_ATTACHMENT_SEARCH", "SERVER_SIDE_TOOL_MCP"]}'),
('otel', 'the SDK of xAI', '{"gen_ai.usage.input_tokens": 300, "gen_ai.usage.output_tokens": 10, "gen_ai.usage.reasoning_tokens": 500, "gen_ai.usage.total_tokens": 810, "gen_ai.usage.prompt_text_tokens": 200,
    "gen_ai.usage.prompt_image_tokens": 100, "gen_ai.usage.cached_prompt_text_tokens": 128, "gen_ai.usage.cost_in_usd_ticks": 37756000}'),
('litellm', 'queries of Gemini 3', '{"model": "gemini/gemini-3-pro-preview", "metadata": {"usage_object": {"prompt_tokens": 100, "completion_tokens": 10, "total_tokens": 110, "prompt_tokens_details": {"web_search_requests": 3}}}}'),
('openai_chat', 'Groq, a system of models', '{"model": "groq/compound", "usage": {"prompt_tokens": 30, "completion_tokens": 10, "total_tokens": 40, "queue_time": 0.02}, "usage_breakdown": {"models": [
    {"model": "llama-3.3-70b-versatile", "usage": {"queue_time": 0.01, "prompt_tokens": 10, "completion_tokens": 4, "total_tokens": 14, "total_time": 0.1}},
    {"model": "openai/gpt-oss-120b", "usage": {"prompt_tokens": 20, "completion_tokens": 6, "total_tokens": 26, "prompt_tokens_details": {"cached_tokens": 8}, "completion_tokens_details": {"reasoning_tokens": 2}}}]}}'),
('openai_chat', 'Groq, within the usage', '{"prompt_tokens": 30, "completion_tokens": 10, "usage_breakdown": {"models": [{"model": "a", "usage": {"prompt_tokens": 30, "completion_tokens": 10}}]}}'),
('openai_chat', 'Groq, one model', '{"usage": {"prompt_tokens": 50, "completion_tokens": 118, "total_tokens": 168}, "usage_breakdown": null}'),
('gemini', 'grounded, each query is billed', '{"modelVersion": "gemini-3-pro-preview", "candidates": [{"groundingMetadata": {"webSearchQueries": ["a", "b", ""]}}, {"groundingMetadata": {"imageSearchQueries": ["c"]}}],
    "usageMetadata": {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15}}'),
('gemini', 'grounded, billed once', '{"model_version": "gemini-2.5-pro", "candidates": [{"grounding_metadata": {"web_search_queries": ["a", "b"], "grounding_chunks": [{"web": {"uri": "u"}}, {"maps": {"uri": "m"}}, {"maps": {"uri": "n"}}]}}],
    "usage_metadata": {"prompt_token_count": 10, "candidates_token_count": 5}}'),
('gemini', 'nothing found', '{"modelVersion": "gemini-3-pro", "candidates": [3, null, {}, {"groundingMetadata": {}}, {"groundingMetadata": {"webSearchQueries": {"a": 1}, "groundingChunks": ["maps"]}}, {"groundingMetadata": [{"webSearchQueries": ["a"]}]}],
    "usageMetadata": {"promptTokenCount": 10}}'),
('litellm', 'a payload with hidden parameters', '{"model": "m", "prompt_tokens": 20, "completion_tokens": 10, "metadata": {"usage_object": null}, "hidden_params": {"usage_object": {"prompt_tokens": 20, "completion_tokens": 10, "prompt_tokens_details": {"cached_tokens": 15}}}}'),
('litellm', 'an old row, details apart', '{"model": "claude-sonnet-4", "prompt_tokens": 20, "completion_tokens": 10, "total_tokens": 30, "metadata": {"additional_usage_values": {"cache_read_input_tokens": 5, "cache_creation_input_tokens": 3,
    "prompt_tokens_details": {"cached_tokens": 5}, "completion_tokens_details": null}}}'),
('openinference', 'cached, not said how', '{"llm.token_count.prompt": 1000, "llm.token_count.completion": 5, "llm.token_count.prompt_details.cache_input": 800}'),
('openinference', 'cached, said how, too', '{"llm.token_count.prompt": 1000, "llm.token_count.prompt_details.cache_read": 500, "llm.token_count.prompt_details.cache_write": 300, "llm.token_count.prompt_details.cache_input": 800}'),
('otel', 'the tier that was asked for', '{"gen_ai.usage.input_tokens": 10, "gen_ai.openai.request.service_tier": "flex", "gen_ai.usage.cost": "0.0125", "gen_ai.usage.cost.currency": "USD"}'),
('otel', 'the tier that served', '{"gen_ai.usage.input_tokens": 10, "openai.request.service_tier": "priority", "openai.response.service_tier": "default"}'),
('openai_chat', 'a cost in digits', '{"prompt_tokens": 10, "completion_tokens": 4, "cost": "1.25e-05"}'),
('bedrock_converse', 'latency', '{"usage": {"inputTokens": 5, "outputTokens": 3}, "performanceConfig": {"latency": "optimized"}}'),
('bedrock_invocation', 'the answer of an invocation', '{"output": {"message": {"role": "assistant"}}, "usage": {"inputTokens": 5, "outputTokens": 3, "totalTokens": 8, "cacheReadInputTokenCount": 40}}'),
('bedrock_invocation', 'a record whose answer says what was cached', '{"modelId": "m", "input": {"inputTokenCount": 5}, "output": {"outputTokenCount": 3, "outputBodyJson": {"usage": {"inputTokens": 5, "outputTokens": 3, "cacheReadInputTokens": 4000}}}}'),
('bedrock_invocation', 'a record of Claude', '{"modelId": "m", "input": {"inputTokenCount": 5}, "output": {"outputTokenCount": 3, "outputBodyJson": {"usage": {"input_tokens": 5, "output_tokens": 3, "cache_creation_input_tokens": 70, "cache_creation": {"ephemeral_1h_input_tokens": 70}}}}}'),
('bedrock_invocation', 'a record of a stream', '{"modelId": "m", "input": {"inputTokenCount": 5}, "output": {"outputTokenCount": 3, "outputBodyJson": [{"usage": 3}]}}'),
('litellm', 'a payload, usage in the response', '{"model": "m", "prompt_tokens": 20, "completion_tokens": 4, "total_tokens": 24, "model_parameters": {"service_tier": "auto"},
    "response": {"service_tier": "flex", "usage": {"prompt_tokens": 20, "completion_tokens": 4, "prompt_tokens_details": {"cached_tokens": 10}}}}'),
('litellm', 'a payload, the tier that was asked for', '{"model": "m", "prompt_tokens": 20, "completion_tokens": 4, "model_parameters": {"service_tier": "flex"}, "response": "text"}'),
('otel', 'names cut at their dots', '{"gen_ai": {"provider": {"name": "openai"}, "response": {"model": "gpt-5"}, "usage": {"input_tokens": 1000, "output_tokens": "9",
    "details": {"cache_read_tokens": 700}}}, "gen_ai.usage": {"reasoning.output_tokens": 4}, "gen_ai.usage.input_tokens": 1000}'),
('otel', 'whole numbers with a point', '{"gen_ai.usage.input_tokens": 12.0, "gen_ai.usage.output_tokens": "7.0", "gen_ai.usage.cost.total": 0.1, "gen_ai.usage.cost.cache_read": 0.01}'),
('otel', 'a span of OTLP', '{"traceId": "5b8e", "kind": 3, "attributes": [{"key": "gen_ai.usage.input_tokens", "value": {"intValue": "12"}}, {"key": "gen_ai.usage.output_tokens", "value": {"doubleValue": 3}},
    {"key": "gen_ai.response.model", "value": {"stringValue": "gpt-5"}}, {"key": "gen_ai.response.finish_reasons", "value": {"arrayValue": {"values": [{"stringValue": "stop"}]}}}, {"key": "retries", "value": {"intValue": "7"}}]}'),
('otel', 'its attributes alone, in lists', '[{"key": "gen_ai", "value": {"kvlistValue": {"values": [{"key": "usage", "value": {"kvlist_value": {"values": [{"key": "input_tokens", "value": {"int_value": 4}}]}}}]}}}]'),
('otel', 'as Go writes it', '{"Name": "chat", "Attributes": [{"Key": "gen_ai.usage.input_tokens", "Value": {"Type": "INT64", "Value": 12}}]}'),
('otel', 'values with their types', '{"SpanAttributes": {"gen_ai.usage.input_tokens": {"intValue": "12"}, "gen_ai.request.model": {"stringValue": "gpt-5"}}}'),
('otel', 'an agent in OTLP', '[{"key": "gen_ai.operation.name", "value": {"stringValue": "invoke_agent"}}, {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "4"}}]'),
('openinference', 'names cut at their dots', '{"attributes": {"openinference": {"span": {"kind": "LLM"}}, "llm": {"model_name": "m", "token_count": {"prompt": 10, "completion": 3, "prompt_details": {"cache_read": 4}}}}}'),
('openai_chat', 'a line of a batch', '{"id": "batch_req_1", "custom_id": "4711", "error": null, "response": {"status_code": 200, "request_id": "17",
    "body": {"model": "gpt-5", "service_tier": "default", "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}}}}'),
('openai_responses', 'a line of a batch', '{"custom_id": "4711", "response": {"body": {"model": "gpt-5", "usage": {"input_tokens": 5, "output_tokens": 3}}}}'),
('anthropic', 'a line of a batch', '{"custom_id": "4711", "result": {"type": "succeeded", "message": {"model": "claude-opus-4-8", "usage": {"input_tokens": 5, "cache_read_input_tokens": 3, "output_tokens": 3}}}}'),
('bedrock_invocation', 'a line of a batch', '{"recordId": "17", "modelInput": {"max_tokens": 512}, "modelOutput": {"usage": {"input_tokens": 5, "cache_read_input_tokens": 3, "output_tokens": 3}}}'),
('gemini', 'a line of a batch', '{"key": "17", "response": {"modelVersion": "gemini-3-pro", "usageMetadata": {"promptTokenCount": 5, "totalTokenCount": 5}}}'),
('gemini', 'wrapped', '{"response": {"modelVersion": "gemini-3-pro", "usageMetadata": {"promptTokenCount": 5, "totalTokenCount": 5}}}'),
('bedrock_invocation', 'the answer of Claude', '{"model": "m", "usage": {"input_tokens": 5, "cache_read_input_tokens": 40, "output_tokens": 3}}'),
('bedrock_invocation', 'the answer of a model of OpenAI', '{"model": "m", "usage": {"prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}}'),
('bedrock_invocation', 'the answer of Titan', '{"inputTextTokenCount": 5, "results": [{"tokenCount": 12, "outputText": "42", "completionReason": "FINISH"}, {"tokenCount": 3}]}'),
('bedrock_invocation', 'embeddings of Titan', '{"embedding": [0.1, 0.2], "inputTextTokenCount": 5}'),
('bedrock_invocation', 'the answer of Llama', '{"generation": "42", "prompt_token_count": 5, "generation_token_count": 7, "stop_reason": "stop"}'),
('bedrock_invocation', 'the last event of a stream', '{"type": "message_stop", "amazon-bedrock-invocationMetrics": {"inputTokenCount": 10, "outputTokenCount": 5, "firstByteLatency": 300}}'),
('bedrock_invocation', 'a whole record', '{"schemaType": "ModelInvocationLog", "schemaVersion": "1.0", "timestamp": "2026-11-30T00:00:00Z", "accountId": "123456789012", "identity": {"arn": "arn:aws:iam::123456789012:role/x"},
    "region": "us-east-1", "requestId": "77", "operation": "Converse", "modelId": "m", "input": {"inputContentType": "application/json", "inputTokenCount": 5}, "output": {"outputTokenCount": 3}}'),
('bedrock_converse', 'the last event of a stream', '{"metadata": {"usage": {"inputTokens": 3, "outputTokens": 9, "totalTokens": 12}, "metrics": {"latencyMs": 5}, "performanceConfig": {"latency": "optimized"}}}'),
('openai_chat', 'Mistral, connectors', '{"prompt_tokens": 188, "completion_tokens": 55, "total_tokens": 7355, "connector_tokens": 7112, "connectors": {"web_search": 1, "document_library": 2}}'),
('perplexity', 'an agent that fetched a page', '{"usage": {"input_tokens": 100, "output_tokens": 50, "total_tokens": 150, "tool_calls_details": {"web_search": {"invocation": 2}, "fetch_url": {"invocation": 1}}}}'),
('perplexity', 'by the size of the context', '{"model": "sonar", "usage": {"prompt_tokens": 14, "completion_tokens": 304, "total_tokens": 318, "search_context_size": "low"}}'),
('ollama', 'an answer that is a number', '{"model": "llama3", "created_at": "2026-11-30T00:00:00Z", "response": "42", "thinking": "7", "prompt_eval_count": 26, "eval_count": 2}'),
('openai_chat', 'numbers that are none', '{"prompt_tokens": 5, "request_id": "4711", "trace": {"requestId": "12", "created_at": "1700000000", "api_version": "2.1", "served_by": "10.0.0.1", "day": "2026-11-30", "none": "0.00"}}'),
('litellm', 'a rerank', '{"model": "rerank-v3.5", "call_type": "arerank", "metadata": {"usage_object": {"search_units": 1, "prompt_tokens": 0, "total_tokens": 0}}}'),
('langfuse', 'unknown type, but 0', '{"input": 5, "output": 1, "total": 6, "output_smell_tokens": 0}');

SELECT format, what, jsonb_strip_nulls(to_jsonb(u)) AS columns
FROM sample, runrate.usage_columns(format, usage) u;

-- The same numbers are another bill where the input excludes the cache.
SELECT format, input_tokens, cache_read_tokens, total_input_tokens
FROM (VALUES ('openai_responses', '{"input_tokens": 1000, "input_tokens_details": {"cached_tokens": 900}}'::jsonb),
             ('anthropic', '{"input_tokens": 1000, "cache_read_input_tokens": 900}')) v(format, usage),
     runrate.usage_columns(format, usage);

-- One row per attempt and bucket.
SELECT b.* FROM sample, runrate.usage_buckets(format, usage) b
WHERE (format, what) IN (('anthropic', 'declined midway, fallback'), ('openai_realtime', 'cached audio, once'));
SELECT b.* FROM sample, runrate.usage_buckets(format, usage) b WHERE what = 'compaction' AND bucket ~ 'put';

-- Every token is in one bucket: the buckets add up to the totals, in both forms.
SELECT count(*) AS samples,
       count(*) FILTER (WHERE b.input IS DISTINCT FROM u.total_input_tokens) AS input_differs,
       count(*) FILTER (WHERE b.output IS DISTINCT FROM u.total_output_tokens) AS output_differs,
       count(*) FILTER (WHERE b.requests IS DISTINCT FROM u.requests) AS requests_differ
FROM sample, runrate.usage_columns(format, usage) u,
     LATERAL (SELECT sum(quantity) FILTER (WHERE bucket ~ '^(input|cache).*tokens$') AS input,
                     sum(quantity) FILTER (WHERE bucket ~ '^(output|reasoning)') AS output,
                     sum(quantity) FILTER (WHERE bucket = 'requests') AS requests
              FROM runrate.usage_buckets(format, usage)) b;
SELECT bool_and(runrate.usage_problem(format, usage) IS NULL) AS no_problem FROM sample;

-- Nothing reported: a row of NULLs, no buckets, no problem.
SELECT format, usage, u IS NULL AS no_columns, runrate.usage_problem(format, usage) AS problem,
       (SELECT count(*) FROM runrate.usage_buckets(format, usage)) AS buckets
FROM (VALUES ('openai_chat', NULL::jsonb), ('openai_chat', 'null'), ('openai_chat', '{}'),
             ('openai_chat', '{"model": null, "usage": null}'), ('anthropic', '{"input_tokens": null, "output_tokens": null}'),
             ('anthropic', '{"iterations": []}'), ('gemini', '{"promptTokensDetails": []}'),
             ('langfuse', '{}'), ('otel', '{}'), ('otel', '[]'), ('otel', '{"attributes": null}'), ('otel', '{"gen_ai": {"usage": {}}}'), ('litellm', '{}'), (NULL, '{"prompt_tokens": 1}')) v(format, usage)
LEFT JOIN LATERAL runrate.usage_columns(format, usage) u ON true;
-- 0 is reported.
SELECT u.input_tokens, u.output_tokens, u.reasoning_tokens, u.requests
FROM runrate.usage_columns('openai_chat', '{"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}') u;

-- Contradictions, with the numbers; never clamped.
SELECT format, usage, runrate.usage_problem(format, usage) AS problem
FROM (VALUES
    ('openai_chat', '{"prompt_tokens": 100, "prompt_tokens_details": {"cached_tokens": 120}}'::jsonb),
    ('openai_chat', '{"prompt_tokens": 100, "prompt_tokens_details": {"cached_tokens": 60, "cache_write_tokens": 60}}'),
    ('openai_chat', '{"prompt_tokens": 100, "prompt_tokens_details": {"cached_tokens": 60, "audio_tokens": 70}}'),
    ('openai_chat', '{"completion_tokens": 10, "completion_tokens_details": {"reasoning_tokens": 11}}'),
    ('openai_chat', '{"completion_tokens": 10, "completion_tokens_details": {"reasoning_tokens": 6, "audio_tokens": 6}}'),
    ('openai_chat', '{"prompt_tokens": 10, "completion_tokens": 10, "total_tokens": 21}'),
    ('openai_chat', '{"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 1}'),
    ('openai_chat', '{"prompt_tokens": 10, "total_tokens": 9}'),
    ('openai_chat', '{"prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 5}, "cache_read_input_tokens": 6}'),
    ('openai_chat', '{"prompt_tokens": 10, "prompt_tokens_details": {"cached_tokens": 5}, "cache_read_input_tokens": 0}'),
    ('openai_responses', '{"input_tokens": 10, "output_tokens": 5, "output_tokens_details": {"reasoning_tokens": 7}, "total_tokens": 22}'),
    ('openai_realtime', '{"input_tokens": 100, "input_token_details": {"text_tokens": 50, "audio_tokens": 60}}'),
    ('openai_realtime', '{"input_tokens": 100, "input_token_details": {"audio_tokens": 60, "cached_tokens": 80, "cached_tokens_details": {"audio_tokens": 70}}}'),
    ('openai_realtime', '{"input_tokens": 100, "input_token_details": {"audio_tokens": 60, "cached_tokens": 50, "cached_tokens_details": {"text_tokens": 1, "audio_tokens": 50}}}'),
    ('openai_realtime', '{"input_tokens": 100, "input_token_details": {"audio_tokens": 60, "cached_tokens": 80, "cached_tokens_details": {"audio_tokens": 30}}}'),
    ('anthropic', '{"input_tokens": 1, "cache_creation_input_tokens": 30, "cache_creation": {"ephemeral_5m_input_tokens": 10, "ephemeral_1h_input_tokens": 10}}'),
    ('anthropic', '{"input_tokens": 1, "cache_creation_input_tokens": 30, "cache_creation": {"ephemeral_5m_input_tokens": 10}}'),
    ('anthropic', '{"input_tokens": 1, "output_tokens": 5, "output_tokens_details": {"thinking_tokens": 6}}'),
    ('anthropic', '{"iterations": [{"input_tokens": 1, "output_tokens": 5, "output_tokens_details": {"thinking_tokens": 6}}]}'),
    ('bedrock_converse', '{"inputTokens": 3, "outputTokens": 2, "totalTokens": 9, "cacheReadInputTokens": 5}'),
    ('bedrock_converse', '{"inputTokens": 3, "cacheWriteInputTokens": 5, "cacheDetails": [{"ttl": "5m", "inputTokens": 4}, {"ttl": "7d", "inputTokens": 1}]}'),
    ('gemini', '{"promptTokenCount": 10, "candidatesTokenCount": 5, "thoughtsTokenCount": 5, "totalTokenCount": 15}'),
    ('gemini', '{"promptTokenCount": 10, "cachedContentTokenCount": 11}'),
    ('gemini', '{"promptTokenCount": 10, "promptTokensDetails": [{"modality": "TEXT", "tokenCount": 6}, {"modality": "IMAGE", "tokenCount": 5}]}'),
    ('xai', '{"prompt_tokens": 10, "completion_tokens": 20, "completion_tokens_details": {"reasoning_tokens": 15}, "total_tokens": 30}'),
    ('xai', '{"reasoning_tokens": 14, "completion_tokens_details": {"reasoning_tokens": 15}}'),
    ('otel', '{"gen_ai.usage.input_tokens": 10, "gen_ai.usage.cache_read.input_tokens": 900}'),
    ('otel', '{"gen_ai.usage.input_tokens": 10, "gen_ai.usage.prompt_tokens": 11}'),
    ('litellm', '{"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 16}'),
    ('litellm', '{"prompt_tokens": 10, "completion_tokens": 5, "metadata": {"usage_object": {"prompt_tokens": 0, "completion_tokens": 0}}}'),
    ('litellm', '{"metadata": {"usage_object": {"prompt_tokens": 10, "cache_read_input_tokens": 90}}}'),
    ('langfuse', '{"input": 100, "input_cached_tokens": 90, "output": 5, "total": 105}'),
    -- a total that is more than what is said of it
    ('openai_chat', '{"prompt_tokens": 100, "total_tokens": 500}'),
    ('openai_chat', '{"total_tokens": 500}'),
    ('gemini', '{"promptTokenCount": 10, "totalTokenCount": 500}'),
    ('bedrock_converse', '{"outputTokens": 10, "totalTokens": 500}'),
    -- parts that are more than the whole
    ('openai_chat', '{"prompt_tokens": 10, "completion_tokens": 4, "prompt_cache_miss_tokens": 15}'),
    ('openai_chat', '{"prompt_tokens": 10, "prompt_tokens_details": {"text_tokens": 11}}'),
    ('openai_report', '{"input_tokens": 1000, "output_tokens": 500, "input_uncached_tokens": 2000}'),
    ('openinference', '{"llm.token_count.prompt": 1000, "llm.token_count.prompt_details.cache_read": 500, "llm.token_count.prompt_details.cache_input": 800}'),
    ('bedrock_invocation', '{"input": {"inputTokenCount": 5}, "output": {"outputBodyJson": {"usage": {"inputTokens": 6}}}}'),
    -- what is said of the whole beside its requests
    ('anthropic', '{"input_tokens": 1000, "cache_read_input_tokens": 700, "iterations": [{"input_tokens": 10, "output_tokens": 5}]}'),
    ('anthropic', '{"input_tokens": 10, "output_tokens": 9, "iterations": [{"input_tokens": 10, "output_tokens": 5}]}'),
    ('anthropic', '{"input_tokens": 10, "cache_creation_input_tokens": 500, "cache_creation": {"ephemeral_1h_input_tokens": 500},
        "iterations": [{"input_tokens": 10, "output_tokens": 5, "cache_creation_input_tokens": 500}]}'),
    ('openai_chat', '{"prompt_tokens": 1000, "prompt_tokens_details": {"audio_tokens": 300}, "iterations": [{"input_tokens": 1000, "output_tokens": 50}]}'),
    ('openai_chat', '{"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 90, "iterations": [{"input_tokens": 10, "output_tokens": 5}]}'),
    ('cohere', '{"tokens": {"input_tokens": 100, "output_tokens": 5}}'),
    -- attributes in several forms at once
    ('otel', '{"gen_ai.usage": {"input_tokens": 5}, "gen_ai": {"usage.input_tokens": 7}}'),
    ('otel', '[{"key": "gen_ai.usage.input_tokens", "value": {"intValue": "5"}}, {"key": "gen_ai.usage.input_tokens", "value": {"intValue": "7"}}]'),
    ('otel', '[{"key": "gen_ai.usage.input_tokens", "value": {"intValue": "5"}}, {"key": "gen_ai.usage.cache_read_tokens", "value": {"intValue": "7"}}]'),
    ('langfuse', '{"input": 100, "output_smell_tokens": 5}')) v(format, usage);

-- Values that are no counts.
SELECT format, usage, runrate.usage_problem(format, usage) AS problem
FROM (VALUES
    ('openai_chat', '{"prompt_tokens": -5}'::jsonb),
    ('openai_chat', '{"prompt_tokens": -0.0}'),
    ('openai_chat', '{"prompt_tokens": 1.5}'),
    ('openai_chat', '{"prompt_tokens": 20.00}'),
    ('openai_chat', '{"prompt_tokens": 2e3}'),
    ('openai_chat', '{"prompt_tokens": 9223372036854775807}'),
    ('openai_chat', '{"prompt_tokens": 9223372036854775808}'),
    ('openai_chat', '{"prompt_tokens": 1e-60}'),
    ('openai_chat', '{"prompt_tokens": "12"}'),
    ('openai_chat', '{"prompt_tokens": true}'),
    ('openai_chat', '{"prompt_tokens": {}}'),
    ('openai_chat', '{"prompt_tokens": [1]}'),
    ('openai_chat', '{"prompt_tokens": 5, "prompt_tokens_details": 3}'),
    ('openai_chat', '{"usage": 3}'),
    ('openai_chat', '[]'),
    ('openai_chat', '3'),
    ('openai_chat', '{"input_tokens": 5, "output_tokens": 6}'),
    ('anthropic', '{"prompt_tokens": 5}'),
    ('openai_responses', '{"input_tokens": 5, "cache_read_input_tokens": 90}'),
    ('openai_responses', '{"input_tokens": 5, "cache_creation_input_tokens": 0}'),
    ('openai_responses', '{"input_tokens": 5, "cache_creation_input_tokens": null}'),
    ('anthropic', '{"input_tokens": 5, "input_tokens_details": {"cached_tokens": 1}}'),
    ('anthropic', '{"input_tokens": 5, "input_token_details": {"cached_tokens": 1}}'),
    ('anthropic', '{"iterations": {}}'),
    ('openai_chat', '{"prompt_tokens": 3, "usage_breakdown": {"models": [{"usage": {"prompt_tokens": 1}}]}}'),
    ('openai_chat', '{"usage": {}, "usage_breakdown": {"models": [{"usage": {"smell_tokens": 1}}]}}'),
    ('openai_chat', '{"usage": {}, "usage_breakdown": {"tools": [{"calls": 3}]}}'),
    ('openai_chat', '{"usage": {}, "usage_breakdown": [3]}'),
    ('openai_responses', '{"output": [{"type": "image_generation_call"}], "usage": {"input_tokens": 8}}'),
    ('openai_responses', '{"tool_usage": {"image_gen": {"input_tokens": 8, "smell": 3}}, "usage": {"input_tokens": 8}}'),
    ('openai_responses', '{"tool_usage": {"image_gen": {"output_tokens": 8, "input_tokens_details": {"image_tokens": 3}}}, "usage": {"input_tokens": 8}}'),
    ('openai_responses', '{"output": [{"type": "image_generation_call", "svg_usage": {"input_tokens": 8, "reasoning_tokens": 3}}], "tool_usage": {"image_gen": {"input_tokens": 8}}, "usage": {"input_tokens": 8}}'),
    ('openai_responses', '{"tool_usage": {"code": {"num_requests": 3}}, "usage": {"input_tokens": 8}}'),
    ('openai_responses', '{"input_tokens": 8, "x_details": [{"plugins": {"smell": {"count": 1}}}]}'),
    ('openai_responses', '{"input_tokens": 8, "input_tokens_details": {"cached_tokens": 1}, "x_details": [{"prompt_tokens_details": {"cached_tokens": 2}}]}'),
    ('xai', '{"prompt_tokens": 8, "server_side_tools_used": ["SERVER_SIDE_TOOL_IMAGE_GENERATION"]}'),
    ('gemini', '{"total_input_tokens": 8, "grounding_tool_count": [{"type": "smell", "count": 3}]}'),
    ('gemini', '{"total_input_tokens": 8, "smell": 3}'),
    ('ollama', '{"prompt_eval_count": 8, "smell": 3}'),
    ('anthropic_report', '{"uncached_input_tokens": 8, "sessions": 3}'),
    ('bedrock_invocation', '{"input": {"inputTokenCount": 8}, "smell": 3}'),
    ('anthropic', '{"input_tokens": 8, "fallback_credit": {"status": {"smell": 3}}}'),
    ('litellm', '{"prompt_tokens": 8, "cached_tokens": 3, "metadata": {"usage_object": {"prompt_tokens": 8}}}'),
    ('litellm', '{"prompt_tokens": 2, "metadata": {"additional_usage_values": {"smell": 5}}}'),
    ('anthropic', '{"iterations": [3]}'),
    ('anthropic', '{"input_tokens": 9223372036854775807, "cache_read_input_tokens": 1}'),
    ('anthropic', '{"iterations": [{"input_tokens": 9223372036854775807}, {"input_tokens": 1}]}'),
    ('gemini', '{"promptTokensDetails": ["TEXT"]}'),
    ('otel', '{"gen_ai.usage.input_tokens": "12"}'),
    ('otel', '{"gen_ai.usage.input_tokens": "1e3"}'),
    ('otel', '{"gen_ai.usage.input_tokens": ""}'),
    ('otel', '{"gen_ai.usage.input_tokens": "1.50"}'),
    ('otel', '{"gen_ai.usage.input_tokens": ".0"}'),
    ('otel', '{"gen_ai.usage.input_tokens": "0x1F"}'),
    ('otel', '{"gen_ai.usage.input_tokens": 8, "gen_ai.usage.input_token_details": "{''cache_read'': 5}"}'),
    ('openai_chat', '{"prompt_tokens": 8, "service_tier": 3}'),
    ('openai_chat', '{"prompt_tokens": 8, "cost": {"total_cost": 0.2, "smell": 0.1}}'),
    ('otel', '{"gen_ai.usage.input_tokens": "9223372036854775808"}'),
    ('otel', '{"gen_ai.usage.input_tokens": 8, "gen_ai.usage.cost": 0.01, "gen_ai.usage.cost.currency": "EUR"}'),
    ('otel', '{"gen_ai.usage.input_tokens": 8, "gen_ai.usage.cost": ""}'),
    ('openai_chat', '{"prompt_tokens": 8, "cost": {"total_cost": 0.2, "currency": "eur"}}'),
    ('openai_chat', '{"prompt_tokens": 8, "cost": "5e"}'),
    ('openai_chat', '{"prompt_tokens": 8, "cost": "NaN"}'),
    ('openai_chat', '{"prompt_tokens": 8, "cost": [0.2]}'),
    ('langfuse', '{"input": {"a": 1}}'),
    -- numbers in strings, wherever a number would be said
    ('openai_chat', '{"prompt_tokens": 8, "smell": "12"}'),
    ('openai_chat', '{"prompt_tokens": 8, "smell": ["a", {"b": [[" -0.5 "]]}]}'),
    ('openai_chat', '{"prompt_tokens": 8, "smell": [{"id": "7"}, "1,234"]}'),
    ('openai_chat', '{"prompt_tokens": 8, "prompt_tokens_details": {"request_id": {"smell": "1e3"}}}'),
    ('anthropic', '{"iterations": [{"input_tokens": 1, "smell": "3"}]}'),
    ('litellm', '{"prompt_tokens": 8, "smell_tokens": "3", "request_id": "4"}'),
    ('langfuse', '{"input": 8, "smell": "3"}'),
    ('openai_responses', '{"input_tokens": 8, "tool_usage": "3", "usage": {"input_tokens": 8}, "smell": "3"}'),
    ('openai_responses', '{"tool_usage": 3, "usage": {"input_tokens": 8}}'),
    ('openai_responses', '{"tool_usage": {"image_gen": 3}, "usage": {"input_tokens": 8}}'),
    ('perplexity', '{"prompt_tokens": 8, "search_context_size": 3}'),
    ('perplexity', '{"input_tokens": 8, "tool_calls_details": {"people_search": {"invocation": 2}, "fetch_url": {"invocation": 1}}}'),
    ('openai_chat', '{"prompt_tokens": 8, "connectors": {"smell": 1}}'),
    -- attributes in other forms
    ('otel', '{"gen_ai": {"usage": {"input_tokens": 8, "smell": "3"}}}'),
    ('otel', '{"gen_ai": {"usage": 7}}'),
    ('otel', '{"gen_ai": [{"usage": {"input_tokens": 5}}]}'),
    ('otel', '{"gen_ai": "{\"usage\": {\"input_tokens\": 5}}"}'),
    ('otel', '{"gen_ai": {"usage": "{\"input_tokens\": 12}"}}'),
    ('otel', '{"attributes": {"gen_ai.usage.smell": {"intValue": "3"}}}'),
    ('otel', '[{"key": "gen_ai.usage.input_tokens", "value": {"arrayValue": {"values": [{"intValue": "4"}]}}}]'),
    ('otel', '[{"key": "gen_ai.usage.smell", "value": {"arrayValue": {"values": [{"intValue": "4"}]}}}]'),
    ('otel', '[1]'),
    ('otel', '[{"key": 3}]'),
    ('otel', '{"attributes": 3}'),
    ('otel', '{"resourceSpans": [{"scopeSpans": []}]}'),
    ('anthropic', '[{"key": "gen_ai.usage.input_tokens", "value": {"intValue": "4"}}]'),
    ('bedrock_invocation', '{"usage": {"smell": 3}}'),
    ('bedrock_invocation', '{"inputTextTokenCount": 5, "results": [{"tokenCount": 12, "smell": 3}]}'),
    ('langfuse', '{"total": "3"}')) v(format, usage);
SELECT length(runrate.usage_problem('openai_chat', '{"prompt_tokens": 1e100000}')) AS long_number,
       length(runrate.usage_problem('langfuse', jsonb_build_object(repeat('ä', 5000), 1))) AS long_name;

-- A quantity in a field that nobody knows is a problem, wherever it is.
SELECT u.input_tokens, u.output_tokens
FROM runrate.usage_columns('openai_chat', '{"prompt_tokens": 10, "completion_tokens": 4, "cost": 0.01,
    "prompt_tokens_details": {"smell_tokens": 5}, "completion_tokens_details": {"smell_tokens": "x"}}') u;

-- The first problem is raised, with all there is to say.
DO $$
BEGIN
    PERFORM runrate.usage_columns('openai_chat', '{"prompt_tokens": 100, "prompt_tokens_details": {"cached_tokens": 120}}');
EXCEPTION WHEN data_exception THEN
    RAISE INFO 'SQLSTATE %', SQLSTATE;
END $$;
DO $$
BEGIN
    PERFORM runrate.usage_columns('openai', '{}');
EXCEPTION WHEN invalid_parameter_value THEN
    RAISE INFO 'SQLSTATE %', SQLSTATE;
END $$;
SELECT * FROM runrate.usage_columns('openai_chat', '{"prompt_tokens": 100, "prompt_tokens_details": {"cached_tokens": 120}}');
SELECT * FROM runrate.usage_buckets('anthropic', '{"input_tokens": -1}');
SELECT * FROM runrate.usage_columns('openai', '{"prompt_tokens": 100}');
SELECT runrate.usage_problem('openai', '{"prompt_tokens": 100}');

-- Random usages with all overlaps: what goes in comes out, and one token too
-- few in the total is found.
SELECT setseed(0.42);
CREATE TEMP TABLE leaf AS
SELECT i, a[1] AS text_in, a[2] AS cached_text, a[3] AS audio_in, a[4] AS cached_audio,
       a[5] AS image_in, a[6] AS cached_image, a[7] AS text_out, a[8] AS audio_out
FROM generate_series(1, 2000) i,
     LATERAL (SELECT array_agg(floor(random() * (1 + i % 70))::bigint) AS a FROM generate_series(1, 8)) r;
CREATE TEMP VIEW realtime AS
SELECT leaf.*, wrong, jsonb_build_object(
    'input_tokens', text_in + cached_text + audio_in + cached_audio + image_in + cached_image - wrong,
    'output_tokens', text_out + audio_out,
    'input_token_details', jsonb_build_object(
        'text_tokens', text_in + cached_text,
        'audio_tokens', audio_in + cached_audio,
        'image_tokens', image_in + cached_image,
        'cached_tokens', cached_text + cached_audio + cached_image,
        'cached_tokens_details', jsonb_build_object(
            'text_tokens', cached_text, 'audio_tokens', cached_audio, 'image_tokens', cached_image)),
    'output_token_details', jsonb_build_object('text_tokens', text_out, 'audio_tokens', audio_out)) AS usage
FROM leaf, (VALUES (0), (1)) w(wrong);
SELECT count(*) AS usages, count(DISTINCT usage) > 1500 AS differ,
       count(*) FILTER (WHERE (u.input_tokens, u.cache_read_tokens, u.input_audio_tokens, u.cached_audio_tokens,
                               u.input_image_tokens, u.cached_image_tokens, u.output_tokens, u.output_audio_tokens)
                        IS DISTINCT FROM (text_in, cached_text, audio_in, cached_audio, image_in, cached_image,
                                          text_out, audio_out)) AS wrong
FROM realtime, runrate.usage_columns('openai_realtime', usage) u WHERE wrong = 0;
SELECT count(*) AS wrong_usages, count(runrate.usage_problem('openai_realtime', usage)) AS found
FROM realtime WHERE wrong = 1;
