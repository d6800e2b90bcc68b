/*
 * usage_records.c
 *	  Readers of what gateways and tracers record: OpenTelemetry attributes,
 *	  LiteLLM spend-log rows, Langfuse usage details.
 */
#include "runrate.h"

#include "mb/pg_wchar.h"

#include "usage/usage_formats.h"
#include "usage/usage_json.h"

/* How much of a name that is not known a message shows */
#define MAX_NAME_SHOWN	64

/* The first of some texts that is there; keys ends with NULL */
static UsageText
first_text(JsonbContainer *object, const char *const *keys)
{
	UsageText text = {NULL, 0};

	for (; *keys != NULL && text.data == NULL; keys++)
		text = rr_usage_text(object, *keys);
	return text;
}

/*
 * OpenTelemetry
 */

/*
 * Attributes of a span: the names of all releases of the GenAI registry, those
 * that instrumentations had before it or beside it, and those of OpenInference
 *
 *	1.26 (2024-05)		prompt_tokens, completion_tokens
 *	1.27 (2024-08)		input_tokens, output_tokens
 *	1.40 (2026-02)		cache_read.input_tokens, cache_creation.input_tokens
 *	1.41 (2026-04)		reasoning.output_tokens
 *	gen-ai repository	cache_write.input_tokens, input and output of each
 *						modality, what of it was read from the cache
 *
 * The rest: OpenLLMetry (llm.usage, details with underscores), Pydantic AI
 * (details), Sentry (input_tokens.cached), the SDK of xAI (prompt_text_tokens
 * and the like), the Vercel AI SDK (ai.usage) in its versions 3 to 6.
 */
static const UsageField otel_fields[] = {
	COUNT("gen_ai.usage.input_tokens", input),
	COUNT("gen_ai.usage.prompt_tokens", input),
	COUNT("gen_ai.usage.output_tokens", output),
	COUNT("gen_ai.usage.completion_tokens", output),
	COUNT("gen_ai.usage.total_tokens", total),
	COUNT("gen_ai.usage.cache_read.input_tokens", cache_read),
	COUNT("gen_ai.usage.cache_read_input_tokens", cache_read),
	COUNT("gen_ai.usage.cache_read_tokens", cache_read),
	COUNT("gen_ai.usage.cached_input_tokens", cache_read),
	COUNT("gen_ai.usage.cached_tokens", cache_read),
	COUNT("gen_ai.usage.input_tokens.cached", cache_read),
	COUNT("gen_ai.usage.cached_prompt_text_tokens", cache_read),
	COUNT("gen_ai.usage.input_tokens.cache_read", cache_read),
	COUNT("gen_ai.usage.details.cache_read_tokens", cache_read),
	COUNT("gen_ai.usage.details.cache_read_input_tokens", cache_read),
	COUNT("gen_ai.usage.details.cached_tokens", cache_read),
	COUNT("gen_ai.usage.details.cached_content_tokens", cache_read),
	COUNT("gen_ai.usage.prompt_details.cache_read", cache_read),
	COUNT("gen_ai.usage.prompt_tokens_details.cached_tokens", cache_read),
	COUNT("gen_ai.usage.cache_write.input_tokens", cache_write),
	COUNT("gen_ai.usage.cache_creation.input_tokens", cache_write),
	COUNT("gen_ai.usage.cache_creation_input_tokens", cache_write),
	COUNT("gen_ai.usage.cache_write_input_tokens", cache_write),
	COUNT("gen_ai.usage.cache_write_tokens", cache_write),
	COUNT("gen_ai.usage.input_tokens.cache_write", cache_write),
	COUNT("gen_ai.usage.details.cache_write_tokens", cache_write),
	COUNT("gen_ai.usage.details.cache_creation_input_tokens", cache_write),
	COUNT("gen_ai.usage.prompt_details.cache_write", cache_write),
	COUNT("gen_ai.usage.reasoning.output_tokens", reasoning),
	COUNT("gen_ai.usage.reasoning_tokens", reasoning),
	COUNT("gen_ai.usage.output_tokens.reasoning", reasoning),
	COUNT("gen_ai.usage.details.reasoning_tokens", reasoning),
	COUNT("gen_ai.usage.details.thoughts_tokens", reasoning),
	COUNT("gen_ai.usage.completion_details.reasoning", reasoning),
	COUNT("gen_ai.usage.completion_tokens_details.reasoning_tokens", reasoning),
	COUNT("gen_ai.usage.text.input_tokens", input_by[MODALITY_TEXT]),
	COUNT("gen_ai.usage.audio.input_tokens", input_by[MODALITY_AUDIO]),
	COUNT("gen_ai.usage.image.input_tokens", input_by[MODALITY_IMAGE]),
	COUNT("gen_ai.usage.video.input_tokens", input_by[MODALITY_VIDEO]),
	COUNT("gen_ai.usage.text.output_tokens", output_by[MODALITY_TEXT]),
	COUNT("gen_ai.usage.audio.output_tokens", output_by[MODALITY_AUDIO]),
	COUNT("gen_ai.usage.image.output_tokens", output_by[MODALITY_IMAGE]),
	COUNT("gen_ai.usage.video.output_tokens", output_by[MODALITY_VIDEO]),
	COUNT("gen_ai.usage.text.cache_read.input_tokens", cached_by[MODALITY_TEXT]),
	COUNT("gen_ai.usage.audio.cache_read.input_tokens", cached_by[MODALITY_AUDIO]),
	COUNT("gen_ai.usage.image.cache_read.input_tokens", cached_by[MODALITY_IMAGE]),
	COUNT("gen_ai.usage.video.cache_read.input_tokens", cached_by[MODALITY_VIDEO]),
	COUNT("gen_ai.usage.details.input_audio_tokens", input_by[MODALITY_AUDIO]),
	COUNT("gen_ai.usage.details.audio_prompt_tokens", input_by[MODALITY_AUDIO]),
	COUNT("gen_ai.usage.details.image_prompt_tokens", input_by[MODALITY_IMAGE]),
	COUNT("gen_ai.usage.details.video_prompt_tokens", input_by[MODALITY_VIDEO]),
	COUNT("gen_ai.usage.details.cache_audio_read_tokens", cached_by[MODALITY_AUDIO]),
	COUNT("gen_ai.usage.details.audio_cache_tokens", cached_by[MODALITY_AUDIO]),
	COUNT("gen_ai.usage.details.image_cache_tokens", cached_by[MODALITY_IMAGE]),
	COUNT("gen_ai.usage.details.video_cache_tokens", cached_by[MODALITY_VIDEO]),
	COUNT("gen_ai.usage.details.output_audio_tokens", output_by[MODALITY_AUDIO]),
	COUNT("gen_ai.usage.details.audio_candidates_tokens", output_by[MODALITY_AUDIO]),
	COUNT("gen_ai.usage.details.image_candidates_tokens", output_by[MODALITY_IMAGE]),
	COUNT("gen_ai.usage.prompt_image_tokens", input_by[MODALITY_IMAGE]),
	CONTAINED("gen_ai.usage.prompt_text_tokens"),
	CONTAINED("gen_ai.usage.details.text_prompt_tokens"),
	CONTAINED("gen_ai.usage.details.document_prompt_tokens"),
	CONTAINED("gen_ai.usage.details.text_cache_tokens"),
	CONTAINED("gen_ai.usage.details.text_candidates_tokens"),
	CONTAINED("gen_ai.usage.details.tool_use_prompt_tokens"),
	CONTAINED("gen_ai.usage.details.text_tool_use_prompt_tokens"),
	CONTAINED("gen_ai.usage.details.input_tokens"),
	CONTAINED("gen_ai.usage.details.output_tokens"),
	CONTAINED("gen_ai.usage.details.accepted_prediction_tokens"),
	CONTAINED("gen_ai.usage.details.rejected_prediction_tokens"),
	COUNT("gen_ai.usage.details.web_search_requests", web_searches),
	COUNT("gen_ai.usage.server_tool_use.web_search_requests", web_searches),
	IGNORED("gen_ai.usage.token_type"),
	IGNORED("gen_ai.usage.details.web_fetch_requests"),
	COST("gen_ai.usage.cost", cost),
	COST("gen_ai.usage.cost_in_usd_ticks", cost_ticks),
	COST("gen_ai.usage.total_cost", cost),
	COST("gen_ai.usage.cost.total", cost),
	IGNORED("gen_ai.usage.cost.input"),
	IGNORED("gen_ai.usage.cost.output"),
	IGNORED("gen_ai.usage.cost.cache_read"),
	IGNORED("gen_ai.usage.cost.cache_write"),
	IGNORED("gen_ai.usage.cost.cache_creation"),
	IGNORED("gen_ai.usage.cost.cached_input"),
	IGNORED("gen_ai.usage.cost.reasoning"),
	IGNORED("gen_ai.usage.cost.request"),
	TEXT("gen_ai.usage.cost.currency", currency),
	IGNORED("gen_ai.usage.input_cost"),
	IGNORED("gen_ai.usage.output_cost"),
	COUNT("llm.usage.prompt_tokens", input),
	COUNT("llm.usage.completion_tokens", output),
	COUNT("llm.usage.total_tokens", total),
	COUNT("llm.usage.reasoning_tokens", reasoning),
	COUNT("llm.usage.cache_read_input_tokens", cache_read),
	COUNT("llm.usage.cache_creation_input_tokens", cache_write),
	IGNORED("llm.usage.token_type"),
	COUNT("llm.token_count.prompt", input),
	COUNT("llm.token_count.completion", output),
	COUNT("llm.token_count.total", total),
	COUNT("llm.token_count.prompt_details.cache_read", cache_read),
	COUNT("llm.token_count.prompt_details.cache_write", cache_write),
	COUNT("llm.token_count.prompt_details.audio", input_by[MODALITY_AUDIO]),
	COUNT("llm.token_count.prompt_details.image", input_by[MODALITY_IMAGE]),
	COUNT("llm.token_count.prompt_details.cache_input", cached_input),
	CONTAINED("llm.token_count.prompt_details.text"),
	COUNT("llm.token_count.completion_details.reasoning", reasoning),
	COUNT("llm.token_count.completion_details.audio", output_by[MODALITY_AUDIO]),
	COUNT("llm.token_count.completion_details.image", output_by[MODALITY_IMAGE]),
	CONTAINED("llm.token_count.completion_details.text"),
	CONTAINED("llm.token_count.completion_details.output"),
	COST("llm.cost.total", cost),
	COUNT("ai.usage.inputTokens", input),
	COUNT("ai.usage.promptTokens", input),
	COUNT("ai.usage.tokens", input),
	COUNT("ai.usage.outputTokens", output),
	COUNT("ai.usage.completionTokens", output),
	COUNT("ai.usage.totalTokens", total),
	COUNT("ai.usage.cachedInputTokens", cache_read),
	COUNT("ai.usage.inputTokenDetails.cacheReadTokens", cache_read),
	COUNT("ai.usage.inputTokenDetails.cacheWriteTokens", cache_write),
	CONTAINED("ai.usage.inputTokenDetails.noCacheTokens"),
	COUNT("ai.usage.reasoningTokens", reasoning),
	COUNT("ai.usage.outputTokenDetails.reasoningTokens", reasoning),
	CONTAINED("ai.usage.outputTokenDetails.textTokens"),
	END_OF_FIELDS
};

/* Which attributes of a span are usage: these, and what is below them */
static bool
is_usage_attribute(UsageText key)
{
	static const UsageText names[] = {
		{"gen_ai.usage", 12}, {"llm.usage", 9}, {"llm.token_count", 15}, {"llm.cost.total", 14}, {"ai.usage", 8}
	};

	for (size_t i = 0; i < lengthof(names); i++)
		if (has_prefix(key, names[i].data, names[i].size) &&
			(key.size == names[i].size || key.data[names[i].size] == '.'))
			return true;
	/* all of them in a text, as an object would be taken apart */
	return rr_usage_text_is(key, "gen_ai");
}

/* Is it not a span, but what one or several are wrapped in? */
static bool
is_batch_of_spans(JsonbContainer *object)
{
	static const char *const batches[] = {
		"resourceSpans", "resource_spans", "scopeSpans", "scope_spans", "spans"
	};
	JsonbValue	value;

	for (size_t i = 0; i < lengthof(batches); i++)
		if (rr_usage_field(object, batches[i], &value) && value.type == jbvBinary &&
			JsonContainerIsArray(value.val.binary.data))
			return true;
	return false;
}

/*
 * Spans of these operations repeat what the spans below them report, so their
 * usage is none of their own; as the outer spans of the Vercel AI SDK, below
 * which are those of doGenerate and the like
 */
static bool
is_parent_span(JsonbContainer *attributes)
{
	static const char *const operations[] = {
		"invoke_agent", "agent_step", "create_agent", "invoke_workflow"
	};
	static const char *const outer_spans[] = {
		"ai.generateText", "ai.streamText", "ai.generateObject", "ai.streamObject", "ai.embed", "ai.embedMany"
	};
	static const char *const span_kinds[] = {"AGENT", "CHAIN", "TOOL"};
	UsageText	operation = rr_usage_text(attributes, "gen_ai.operation.name");
	UsageText	outer_span = rr_usage_text(attributes, "ai.operationId");
	UsageText	span_kind = rr_usage_text(attributes, "openinference.span.kind");

	for (size_t i = 0; i < lengthof(operations); i++)
		if (rr_usage_text_is(operation, operations[i]))
			return true;
	for (size_t i = 0; i < lengthof(outer_spans); i++)
		if (rr_usage_text_is(outer_span, outer_spans[i]))
			return true;
	for (size_t i = 0; i < lengthof(span_kinds); i++)
		if (rr_usage_text_is(span_kind, span_kinds[i]))
			return true;
	return false;
}

/* Does the total show that the output has no reasoning in it, as with the SDK of xAI? */
static bool
has_separate_reasoning(const UsageReport *report)
{
	int128		spoken = (int128) report->input.value + report->output.value;

	return report->reasoning.value > 0 && is_reported(&report->total) && is_reported(&report->output) &&
		report->total.value == spoken + report->reasoning.value;
}

/*
 * OpenInference: what was read from the cache or written to it, in one count
 *
 * Where nothing else is said of the cache it was read.
 */
static void
take_cached_input(Usage *usage, UsageReport *report)
{
	UsageCount	known = rr_usage_plus(usage, report->cache_read, report->cache_write, "cache reads and writes");

	if (report->cached_input.value <= known.value)
		return;
	if (is_reported(&known))
		rr_usage_agree(usage, &known, &report->cached_input);
	report->cache_read = report->cached_input;
}

/*
 * OpenTelemetry: attributes of a span of a model call
 *
 * Input includes the cache, output includes reasoning.  Stores that keep all
 * attributes as text are common, so digits in a string are a number.
 */
void
rr_usage_read_otel(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	static const char *const models[] = {
		"gen_ai.response.model", "gen_ai.request.model", "ai.response.model", "ai.model.id",
		"llm.model_name", "embedding.model_name", "llm.response.model", "llm.request.model", NULL
	};
	static const char *const providers[] = {
		"gen_ai.provider.name", "gen_ai.system", "llm.provider", "llm.system", NULL
	};
	static const char *const tiers[] = {
		"openai.response.service_tier", "gen_ai.openai.response.service_tier",
		"anthropic.response.service_tier",
		/* what was asked for, where it is not said what was served */
		"openai.request.service_tier", "gen_ai.openai.request.service_tier", NULL
	};
	UsageReport report = {0};

	if (is_batch_of_spans(around))
		rr_usage_problem(usage, USAGE_INVALID, "It is a batch of spans, of which each has a usage.");
	if (is_parent_span(object))
		return;
	usage->text_counts = true;
	rr_usage_read_fields(usage, object, otel_fields, is_usage_attribute, &report);
	report.model = first_text(object, models);
	report.service_tier = first_text(object, tiers);
	rr_usage_take_ticks(&report);
	take_cached_input(usage, &report);
	if (has_separate_reasoning(&report))
		report.output = rr_usage_plus(usage, report.output, report.reasoning, "output with reasoning");
	rr_usage_add_reports(usage, &report);
	usage->provider = first_text(object, providers);
}

/*
 * LiteLLM
 */

/* Did LiteLLM answer from its own cache? */
static bool
is_litellm_cache_hit(JsonbContainer *row)
{
	JsonbValue	hit;

	if (!rr_usage_field(row, "cache_hit", &hit))
		return false;
	if (hit.type == jbvBool)
		return hit.val.boolean;
	return rr_usage_text_is(rr_usage_text(row, "cache_hit"), "True");
}

/* The columns, which are 0 where LiteLLM knew nothing */
static const UsageField litellm_fields[] = {
	COUNT("prompt_tokens", input),
	COUNT("completion_tokens", output),
	COUNT("total_tokens", total),
	END_OF_FIELDS
};

static bool
is_litellm_key(UsageText key)
{
	static const char tokens[] = "_tokens";
	const int	size = sizeof(tokens) - 1;

	return key.size > size && memcmp(key.data + key.size - size, tokens, size) == 0;
}

/*
 * The tier that was billed, or where nobody says that the one that was asked
 * for; a finished batch is one by its call
 */
static UsageText
litellm_tier(JsonbContainer *row, JsonbContainer *metadata, JsonbContainer *reported)
{
	static const UsageText batch = {"batch", 5};
	static const char *const batch_calls[] = {"aretrieve_batch", "retrieve_batch"};
	UsageText	call = rr_usage_text(row, "call_type");
	JsonbContainer *const places[] = {
		rr_usage_inner_object(metadata, "cost_breakdown"), rr_usage_inner_object(row, "cost_breakdown"), reported,
		rr_usage_inner_object(row, "response"), rr_usage_inner_object(row, "model_parameters")
	};
	UsageText	tier = {NULL, 0};

	for (size_t i = 0; i < lengthof(batch_calls); i++)
		if (rr_usage_text_is(call, batch_calls[i]))
			return batch;
	for (size_t i = 0; i < lengthof(places) && tier.data == NULL; i++)
		tier = rr_usage_text(places[i], "service_tier");
	return tier;
}

/* How the usage object of a provider is read, by the fields that it has; NULL if it is none */
UsageReader
rr_usage_reader_by_shape(JsonbContainer *reported)
{
	static const struct
	{
		const char *field;
		const char *other;		/* that has to be there, too; may be NULL */
		UsageReader read;
	}			shapes[] = {
		{"prompt_tokens", NULL, rr_usage_read_openai_chat},
		{"input_tokens_details", NULL, rr_usage_read_openai_items},
		{"input_token_details", NULL, rr_usage_read_openai_items},
		{"seconds", NULL, rr_usage_read_openai_items},
		{"input_tokens", "total_tokens", rr_usage_read_openai_items},
		{"input_tokens", NULL, rr_usage_read_anthropic},
		{"promptTokenCount", NULL, rr_usage_read_gemini},
		{"inputTokens", NULL, rr_usage_read_bedrock_converse},
		{"completion_tokens", NULL, rr_usage_read_openai_chat},
		{"total_tokens", NULL, rr_usage_read_openai_chat},
	};
	JsonbValue	value;

	for (size_t i = 0; i < lengthof(shapes); i++)
		if (rr_usage_field(reported, shapes[i].field, &value) &&
			(shapes[i].other == NULL || rr_usage_field(reported, shapes[i].other, &value)))
			return shapes[i].read;
	return NULL;
}

/* What the provider reported, in a row or in a payload; NULL: it is not there */
static JsonbContainer *
litellm_usage_object(Usage *usage, JsonbContainer *row, JsonbContainer *metadata)
{
	JsonbContainer *reported = rr_usage_object(usage, metadata, "usage_object");

	if (reported == NULL || JsonContainerSize(reported) == 0)
		reported = rr_usage_object(usage, rr_usage_object(usage, row, "hidden_params"), "usage_object");
	if (reported == NULL || JsonContainerSize(reported) == 0)
		reported = rr_usage_inner_object(rr_usage_inner_object(row, "response"), "usage");
	return reported;
}

/* The columns say no more than what the provider reported, or the rest would be lost */
static void
check_columns(Usage *usage, const UsageReport *columns)
{
	int128		reported = (int128) Max(usage->sum.total_input, 0) + Max(usage->sum.total_output, 0);

	if ((int128) columns->input.value + columns->output.value > reported)
		rr_usage_problem(usage, USAGE_CONTRADICTION,
						 "The columns have " INT64_FORMAT " and " INT64_FORMAT " tokens of input and output, the usage object " INT64_FORMAT ".",
						 columns->input.value, columns->output.value, (int64) reported);
}

/* Count grounded prompts in place of queries, which LiteLLM counts for all models */
static void
count_grounded_prompts(Usage *usage)
{
	static const UsageBucket buckets[] = {BUCKET_WEB_SEARCH_REQUESTS, BUCKET_MAPS_REQUESTS};

	for (size_t b = 0; b < lengthof(buckets); b++)
	{
		for (int i = 0; i < usage->nattempts; i++)
			usage->attempts[i].buckets[buckets[b]] = Min(usage->attempts[i].buckets[buckets[b]], 1);
		usage->sum.buckets[buckets[b]] = Min(usage->sum.buckets[buckets[b]], 1);
	}
}

/*
 * LiteLLM: a row of its spend log, or the payload that it logs
 *
 * metadata.usage_object has what the provider reported, nearly always turned
 * into the form of OpenAI chat; payloads have it in hidden_params or in the
 * response, too.
 * Without it there are the columns, of which nothing but zeros reports
 * nothing, and old versions have the other fields of the usage in
 * metadata.additional_usage_values.  An answer from LiteLLM's own cache repeats the usage
 * of the answer that it repeats, but no provider was asked: it used nothing.
 */
void
rr_usage_read_litellm(Usage *usage, JsonbContainer *object,
					  JsonbContainer *around pg_attribute_unused())
{
	JsonbContainer *metadata = rr_usage_object(usage, object, "metadata");
	JsonbContainer *reported = litellm_usage_object(usage, object, metadata);
	UsageReader read = rr_usage_reader_by_shape(reported);
	UsageReport report = {0};

	rr_usage_read_fields(usage, object, litellm_fields, is_litellm_key, &report);
	if (is_litellm_cache_hit(object))
	{
		report = (UsageReport)
		{
			0
		};
		report.input = named_count("prompt_tokens", 0);
		report.output = named_count("completion_tokens", 0);
		report.unbilled = true;
		report.model = rr_usage_text(object, "model");
		rr_usage_add_report(usage, &report);
	}
	else if (reported != NULL && JsonContainerSize(reported) > 0)
	{
		if (read == NULL)
			read = rr_usage_read_openai_chat;
		read(usage, reported, object);
		check_columns(usage, &report);
	}
	else if (report.input.value != 0 || report.output.value != 0 || report.total.value != 0)
		rr_usage_read_openai_details(usage, rr_usage_object(usage, metadata, "additional_usage_values"),
									 object, &report);
	if (rr_usage_bills_prompts(rr_usage_text(object, "model")))
		count_grounded_prompts(usage);
	usage->service_tier = litellm_tier(object, metadata, reported);
	usage->provider = rr_usage_text(object, "custom_llm_provider");
}

/*
 * Langfuse
 */

/* The bucket of a Langfuse usage type; NBUCKETS if none is known */
static UsageBucket
langfuse_bucket(UsageText type)
{
	static const struct
	{
		const char *type;
		UsageBucket bucket;
	}			types[] = {
		{"input", BUCKET_INPUT},
		{"input_text", BUCKET_INPUT},
		{"input_text_tokens", BUCKET_INPUT},
		{"input_cached_tokens", BUCKET_CACHE_READ},
		{"input_cache_read", BUCKET_CACHE_READ},
		{"cache_read_input_tokens", BUCKET_CACHE_READ},
		{"input_cache_creation", BUCKET_CACHE_WRITE},
		{"input_cache_write_tokens", BUCKET_CACHE_WRITE},
		{"cache_creation_input_tokens", BUCKET_CACHE_WRITE},
		{"input_cache_creation_5m", BUCKET_CACHE_WRITE_5M},
		{"input_cache_creation_1h", BUCKET_CACHE_WRITE_1H},
		{"input_cache_creation_12h", BUCKET_CACHE_WRITE_12H},
		{"input_audio", BUCKET_INPUT_AUDIO},
		{"input_cached_audio", BUCKET_CACHED_AUDIO},
		{"input_cached_audio_tokens", BUCKET_CACHED_AUDIO},
		{"input_image", BUCKET_INPUT_IMAGE},
		{"input_video", BUCKET_INPUT_VIDEO},
		{"output", BUCKET_OUTPUT},
		{"output_text", BUCKET_OUTPUT},
		{"output_text_tokens", BUCKET_OUTPUT},
		{"output_accepted_prediction_tokens", BUCKET_OUTPUT},
		{"output_rejected_prediction_tokens", BUCKET_OUTPUT},
		{"output_reasoning", BUCKET_REASONING},
		{"output_reasoning_tokens", BUCKET_REASONING},
		{"output_audio", BUCKET_OUTPUT_AUDIO},
		{"output_image", BUCKET_OUTPUT_IMAGE},
	};

	for (int i = 0; i < NBUCKETS; i++)
		if (rr_usage_text_is(type, rr_usage_bucket_names[i]))
			return i;
	for (size_t i = 0; i < lengthof(types); i++)
		if (rr_usage_text_is(type, types[i].type))
			return types[i].bucket;
	return NBUCKETS;
}

/* Note the count of one usage type */
static void
read_langfuse_type(Usage *usage, const JsonbValue *key, const JsonbValue *value,
				   UsageCount *buckets, UsageCount *total)
{
	UsageText	type = {key->val.string.val, key->val.string.len};
	UsageBucket bucket = langfuse_bucket(type);
	const char *name;
	UsageCount	count;

	if (value->type == jbvNull)
		return;
	name = pnstrdup(type.data, pg_mbcliplen(type.data, type.size, MAX_NAME_SHOWN));
	count = rr_usage_json_count(usage, value, name);
	if (rr_usage_text_is(type, "total"))
		*total = count;
	else if (bucket != NBUCKETS)
		buckets[bucket] = rr_usage_plus(usage, buckets[bucket], count,
										rr_usage_bucket_names[bucket]);
	else if (count.value != 0)
		rr_usage_problem(usage, "unknown usage type",
						 "%s is " INT64_FORMAT ", and would be lost.", name, count.value);
}

/* Add up what is reported of the buckets from first to last */
static UsageCount
sum_buckets(Usage *usage, const UsageCount *buckets, UsageBucket first, UsageBucket last,
			const char *name)
{
	UsageCount	sum = {NULL, 0};

	for (int i = first; i <= (int) last; i++)
		sum = rr_usage_plus(usage, sum, buckets[i], name);
	return sum;
}

/* Read usage details by their types */
static void
read_langfuse_types(Usage *usage, JsonbContainer *object, UsageText model)
{
	UsageCount	buckets[NBUCKETS] = {0};
	UsageCount	total = {NULL, 0};
	UsageCount	input;
	UsageCount	output;
	UsageAttempt attempt;
	JsonbIterator *iterator = JsonbIteratorInit(object);
	JsonbIteratorToken token;
	JsonbValue	key;
	JsonbValue	value;
	bool		has_number = false;

	while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE)
	{
		if (token != WJB_KEY)
			continue;
		JsonbIteratorNext(&iterator, &value, true);
		read_langfuse_type(usage, &key, &value, buckets, &total);
	}

	input = sum_buckets(usage, buckets, BUCKET_INPUT, LAST_INPUT_BUCKET, "all input");
	output = sum_buckets(usage, buckets, BUCKET_OUTPUT, LAST_OUTPUT_BUCKET, "all output");
	if (is_reported(&total) && (int128) input.value + output.value != total.value)
		rr_usage_problem(usage, USAGE_CONTRADICTION,
						 "The usage types add up to " INT64_FORMAT " and " INT64_FORMAT
						 " tokens of input and output, total is " INT64_FORMAT ".",
						 input.value, output.value, total.value);

	rr_usage_init_attempt(&attempt);
	attempt.model = model;
	attempt.total_input = is_reported(&input) ? input.value : UNREPORTED;
	attempt.total_output = is_reported(&output) ? output.value : UNREPORTED;
	for (int i = 0; i < NBUCKETS; i++)
	{
		attempt.buckets[i] = is_reported(&buckets[i]) ? buckets[i].value : UNREPORTED;
		has_number |= is_reported(&buckets[i]);
	}
	if (!has_number)
		return;
	if (attempt.buckets[BUCKET_REQUESTS] == UNREPORTED)
		attempt.buckets[BUCKET_REQUESTS] = 1;
	rr_usage_add_attempt(usage, &attempt);
}

/* Call all attempts of which it is not said by whom they were answered by a model */
static void
set_model(Usage *usage, UsageText model)
{
	if (usage->model.data == NULL)
		usage->model = model;
	for (int i = 0; i < usage->nattempts; i++)
		if (usage->attempts[i].model.data == NULL)
			usage->attempts[i].model = model;
	if (usage->nattempts == 1)
		usage->sum.model = usage->attempts[0].model;
}

/*
 * Langfuse: usage details, whose types exclude each other
 *
 * Types are free text there.  One without a bucket is a problem, because no
 * other type includes its tokens.  Clients send what the provider reported,
 * and the server makes types of it.
 */
void
rr_usage_read_langfuse(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	static const char *const models[] = {"provided_model_name", "model", NULL};
	UsageReader read = rr_usage_reader_by_shape(object);

	if (read == NULL)
		read_langfuse_types(usage, object, first_text(around, models));
	else
	{
		read(usage, object, object);
		set_model(usage, first_text(around, models));
	}
}
