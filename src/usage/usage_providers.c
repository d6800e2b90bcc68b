/*
 * usage_providers.c
 *	  Readers of the usage of Bedrock, Gemini, Cohere and Ollama.
 */
#include "runrate.h"

#include "usage/usage_formats.h"
#include "usage/usage_json.h"

/*
 * Amazon Bedrock
 */

/* A part of what was written to the cache, with how long it lives */
static const UsageField cache_detail_fields[] = {
	TEXT("ttl", kind),
	COUNT("inputTokens", quantity),
	END_OF_FIELDS
};

static void
take_cache_detail(Usage *usage, UsageReport *report, const UsageReport *element,
				  const UsageField *field pg_attribute_unused())
{
	if (rr_usage_text_is(element->kind, "1h"))
		report->cache_write_1h = rr_usage_plus(usage, report->cache_write_1h,
											   renamed(element->quantity, "cacheDetails of 1h"),
											   "cacheDetails of 1h");
	else if (rr_usage_text_is(element->kind, "5m"))
		report->cache_write_5m = rr_usage_plus(usage, report->cache_write_5m,
											   renamed(element->quantity, "cacheDetails of 5m"),
											   "cacheDetails of 5m");
	else if (element->quantity.value != 0)
		rr_usage_problem(usage, USAGE_UNKNOWN,
						 "cacheDetails has " INT64_FORMAT " tokens of a ttl that is not known.",
						 element->quantity.value);
}

/* Converse says Tokens, invocations and their logs TokenCount */
#define BEDROCK_INPUT_COUNTS \
	COUNT("inputTokens", input), \
	COUNT("inputTokenCount", input), \
	COUNT("cacheReadInputTokens", cache_read), \
	COUNT("cacheReadInputTokenCount", cache_read), \
	COUNT("cacheReadInputTokensCount", cache_read), \
	COUNT("cacheWriteInputTokens", cache_write), \
	COUNT("cacheWriteInputTokenCount", cache_write), \
	COUNT("cacheWriteInputTokensCount", cache_write), \
	LIST("cacheDetails", cache_write, cache_detail_fields, take_cache_detail)

#define BEDROCK_OUTPUT_COUNTS \
	COUNT("outputTokens", output), \
	COUNT("outputTokenCount", output)

#define BEDROCK_COUNTS \
	BEDROCK_INPUT_COUNTS, \
	BEDROCK_OUTPUT_COUNTS, \
	COUNT("totalTokens", total), \
	COUNT("totalTokenCount", total), \
	METER("outputImageCount", "output_images"), \
	IGNORED("invocationLatency"), \
	IGNORED("firstByteLatency")

static const UsageField bedrock_fields[] = {
	BEDROCK_COUNTS,
	END_OF_FIELDS
};

static const UsageField log_input_fields[] = {
	BEDROCK_INPUT_COUNTS,
	IGNORED("inputBodyJson"),
	IGNORED("inputBodyS3Path"),
	IGNORED("inputContentType"),
	END_OF_FIELDS
};

static const UsageField log_output_fields[] = {
	BEDROCK_OUTPUT_COUNTS,
	METER("outputImageCount", "output_images"),
	IGNORED("outputBodyJson"),
	IGNORED("outputBodyS3Path"),
	IGNORED("outputContentType"),
	END_OF_FIELDS
};

static const UsageField log_fields[] = {
	OBJECT("input", log_input_fields),
	OBJECT("output", log_output_fields),
	IGNORED("requestMetadata"),
	END_OF_FIELDS
};

/* The answers of models that have no usage: of Titan and of Llama */
static const UsageField result_fields[] = {
	COUNT("tokenCount", quantity),
	IGNORED("outputText"),
	END_OF_FIELDS
};

static void take_result(Usage *usage, UsageReport *report, const UsageReport *element,
						const UsageField *field);

static const UsageField answer_fields[] = {
	BEDROCK_COUNTS,
	COUNT("inputTextTokenCount", input),
	COUNT("totalOutputTextTokenCount", output),
	LIST("results", output, result_fields, take_result),
	COUNT("prompt_token_count", input),
	COUNT("generation_token_count", output),
	/* what was answered, which may have numbers */
	IGNORED("index"),
	IGNORED("outputText"),
	IGNORED("generation"),
	IGNORED("embedding"),
	IGNORED("embeddings"),
	IGNORED("embeddingsByType"),
	END_OF_FIELDS
};

static void
take_result(Usage *usage, UsageReport *report, const UsageReport *element,
			const UsageField *field pg_attribute_unused())
{
	report->output = rr_usage_plus(usage, report->output, renamed(element->quantity, "tokenCount of results"),
								   "tokenCount of results");
}

/* inputTokens excludes the cache; the total was seen with and without it */
static void
add_bedrock_report(Usage *usage, UsageReport *report)
{
	int64		uncached = report->input.value;

	rr_usage_include_cache(usage, report);
	report->total_may_omit = report->input.value - uncached;
	rr_usage_add_reports(usage, report);
}

/*
 * Amazon Bedrock: Converse, and the metrics of an invocation
 */
void
rr_usage_read_bedrock_converse(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageReport report = {0};
	JsonbValue	tier;

	rr_usage_read_fields(usage, object, bedrock_fields, NULL, &report);
	/* answers that come sooner are dearer */
	report.speed = rr_usage_text(rr_usage_object(usage, around, "performanceConfig"), "latency");
	if (rr_usage_field(around, "serviceTier", &tier))
		report.service_tier = tier.type == jbvBinary ?
			rr_usage_text(rr_usage_object(usage, around, "serviceTier"), "type") :
			rr_usage_text(around, "serviceTier");
	add_bedrock_report(usage, &report);
}

/*
 * Take over what the answer in a record of the log says, as Nova and Converse
 * or as Claude: the same as the record, and some versions say only there what
 * of it was cached
 */
static void
read_logged_answer(Usage *usage, JsonbContainer *record, UsageReport *report)
{
	JsonbContainer *body = rr_usage_inner_object(rr_usage_inner_object(record, "output"), "outputBodyJson");
	JsonbContainer *answer = rr_usage_object(usage, body, "usage");
	UsageReport said = {0};
	UsageReader read = rr_usage_reader_by_shape(answer);

	if (read == rr_usage_read_bedrock_converse)
		rr_usage_read_fields(usage, answer, bedrock_fields, NULL, &said);
	else if (read == rr_usage_read_anthropic)
		rr_usage_read_fields(usage, answer, rr_usage_message_fields, NULL, &said);
	rr_usage_agree(usage, &report->input, &said.input);
	rr_usage_agree(usage, &report->output, &said.output);
	rr_usage_agree(usage, &report->cache_read, &said.cache_read);
	rr_usage_agree(usage, &report->cache_write, &said.cache_write);
	rr_usage_agree(usage, &report->cache_write_5m, &said.cache_write_5m);
	rr_usage_agree(usage, &report->cache_write_1h, &said.cache_write_1h);
	rr_usage_agree(usage, &report->reasoning, &said.reasoning);
}

/*
 * Amazon Bedrock: a record of the model invocation log, the counts of one, or
 * the answer of an invocation, which is that of the model's maker
 */
void
rr_usage_read_bedrock_invocation(Usage *usage, JsonbContainer *object,
								 JsonbContainer *around pg_attribute_unused())
{
	JsonbContainer *answer = rr_usage_inner_object(object, "usage");
	UsageReader read = rr_usage_reader_by_shape(answer);
	UsageReport report = {0};
	JsonbValue	value;

	if (answer != NULL)
	{
		if (read == NULL)
			read = rr_usage_read_bedrock_converse;
		read(usage, answer, object);
		return;
	}
	if (!rr_usage_field(object, "input", &value) && !rr_usage_field(object, "output", &value))
	{
		rr_usage_read_fields(usage, object, answer_fields, NULL, &report);
		add_bedrock_report(usage, &report);
		return;
	}
	rr_usage_read_fields(usage, object, log_fields, NULL, &report);
	read_logged_answer(usage, object, &report);
	report.model = rr_usage_text(object, "modelId");
	report.service_tier = rr_usage_text(object, "serviceTier");
	add_bedrock_report(usage, &report);
}

/*
 * Gemini
 */

/* Tokens of a modality */
static const UsageField modality_fields[] = {
	TEXT("modality", kind),
	COUNT("tokenCount", quantity),
	COUNT("token_count", quantity),
	COUNT("tokens", quantity),
	END_OF_FIELDS
};

/* How often an interaction was grounded */
static const UsageField grounding_fields[] = {
	TEXT("type", kind),
	COUNT("count", quantity),
	END_OF_FIELDS
};

/* Add a modality up; documents, and what is not said, are text */
static void
take_modality(Usage *usage, UsageReport *report, const UsageReport *element,
			  const UsageField *field)
{
	static const struct
	{
		const char *modality;
		const char *lower;		/* in interactions */
		const char *count;		/* in messages */
	}			names[] = {
		{"TEXT", "text", "tokens of TEXT"},
		{"AUDIO", "audio", "tokens of AUDIO"},
		{"IMAGE", "image", "tokens of IMAGE"},
		{"VIDEO", "video", "tokens of VIDEO"},
		{"DOCUMENT", "document", "tokens of TEXT"},
		{"MODALITY_UNSPECIFIED", "unspecified", "tokens of TEXT"},
	};
	UsageCount *by = (UsageCount *) ((char *) report + field->offset);

	for (size_t i = 0; i < lengthof(names); i++)
		if (rr_usage_text_is(element->kind, names[i].modality) ||
			rr_usage_text_is(element->kind, names[i].lower))
		{
			int			m = i < NMODALITIES ? i : MODALITY_TEXT;

			by[m] = rr_usage_plus(usage, by[m], renamed(element->quantity, names[i].count), names[i].count);
			return;
		}
	if (element->quantity.value != 0 && element->kind.data == NULL)
		by[MODALITY_TEXT] = rr_usage_plus(usage, by[MODALITY_TEXT],
										  renamed(element->quantity, "tokens of TEXT"), "tokens of TEXT");
	else if (element->quantity.value != 0)
		rr_usage_problem(usage, USAGE_UNKNOWN, "%s has " INT64_FORMAT " tokens of a modality that is not known.",
						 field->name, element->quantity.value);
}

/* Count what grounded an interaction */
static void
take_grounding(Usage *usage, UsageReport *report, const UsageReport *element,
			   const UsageField *field)
{
	UsageCount *count = rr_usage_text_is(element->kind, "google_search") ? &report->web_searches :
	rr_usage_text_is(element->kind, "google_maps") ? &report->maps_requests :
	rr_usage_text_is(element->kind, "retrieval") ? &report->file_searches : NULL;

	if (count != NULL)
		*count = rr_usage_plus(usage, *count, renamed(element->quantity, field->name), field->name);
	else if (element->quantity.value != 0)
		rr_usage_problem(usage, USAGE_UNKNOWN, "%s is " INT64_FORMAT " for a tool that is not known.",
						 field->name, element->quantity.value);
}

#define MODALITIES(name, member)	LIST(name, member, modality_fields, take_modality)

/* Camel case in the API, snake case in the Python SDK; responses in live sessions */
static const UsageField gemini_fields[] = {
	COUNT("promptTokenCount", uncached_input),
	COUNT("prompt_token_count", uncached_input),
	COUNT("toolUsePromptTokenCount", tool_input),
	COUNT("tool_use_prompt_token_count", tool_input),
	COUNT("candidatesTokenCount", quantity),
	COUNT("candidates_token_count", quantity),
	COUNT("responseTokenCount", quantity),
	COUNT("response_token_count", quantity),
	COUNT("thoughtsTokenCount", reasoning),
	COUNT("thoughts_token_count", reasoning),
	COUNT("totalTokenCount", total),
	COUNT("total_token_count", total),
	COUNT("cachedContentTokenCount", cache_read),
	COUNT("cached_content_token_count", cache_read),
	MODALITIES("promptTokensDetails", input_by),
	MODALITIES("prompt_tokens_details", input_by),
	MODALITIES("toolUsePromptTokensDetails", input_by),
	MODALITIES("tool_use_prompt_tokens_details", input_by),
	MODALITIES("cacheTokensDetails", cached_by),
	MODALITIES("cache_tokens_details", cached_by),
	MODALITIES("candidatesTokensDetails", output_by),
	MODALITIES("candidates_tokens_details", output_by),
	MODALITIES("responseTokensDetails", output_by),
	MODALITIES("response_tokens_details", output_by),
	TEXT("trafficType", kind),
	TEXT("traffic_type", kind),
	TEXT("serviceTier", service_tier),
	TEXT("service_tier", service_tier),
	/* characters, which are billed no more where tokens are counted */
	IGNORED("billablePromptUsage"),
	IGNORED("pydantic_ai_gateway"),
	END_OF_FIELDS
};

/* The same of an interaction, in snake case in the API and camel case on Vertex AI */
static const UsageField interaction_fields[] = {
	COUNT("total_input_tokens", uncached_input),
	COUNT("totalInputTokens", uncached_input),
	COUNT("initial_input_tokens", context),
	COUNT("initialInputTokens", context),
	COUNT("total_cached_tokens", cache_read),
	COUNT("totalCachedTokens", cache_read),
	COUNT("total_tool_use_tokens", tool_input),
	COUNT("totalToolUseTokens", tool_input),
	COUNT("total_output_tokens", quantity),
	COUNT("totalOutputTokens", quantity),
	COUNT("total_thought_tokens", reasoning),
	COUNT("totalThoughtTokens", reasoning),
	COUNT("total_tokens", total),
	COUNT("totalTokens", total),
	MODALITIES("input_tokens_by_modality", input_by),
	MODALITIES("inputTokensByModality", input_by),
	MODALITIES("tool_use_tokens_by_modality", input_by),
	MODALITIES("toolUseTokensByModality", input_by),
	MODALITIES("cached_tokens_by_modality", cached_by),
	MODALITIES("cachedTokensByModality", cached_by),
	MODALITIES("output_tokens_by_modality", output_by),
	MODALITIES("outputTokensByModality", output_by),
	LIST("grounding_tool_count", web_searches, grounding_fields, take_grounding),
	LIST("groundingToolCount", web_searches, grounding_fields, take_grounding),
	TEXT("service_tier", service_tier),
	TEXT("traffic_type", kind),
	END_OF_FIELDS
};

/* The first of two names that a field has; false if neither is there or it is no container */
static bool
gemini_container(JsonbContainer *object, const char *camel, const char *snake, JsonbContainer **found)
{
	JsonbValue	value;

	if (object == NULL || (!rr_usage_field(object, camel, &value) && !rr_usage_field(object, snake, &value)) ||
		value.type != jbvBinary)
		return false;
	*found = value.val.binary.data;
	return true;
}

/* How many queries of a list are not empty, which cost nothing */
static int64
count_queries(JsonbContainer *grounding, const char *camel, const char *snake)
{
	JsonbContainer *queries;
	int64		count = 0;

	if (!gemini_container(grounding, camel, snake, &queries) || !JsonContainerIsArray(queries))
		return 0;
	for (uint32 i = 0; i < JsonContainerSize(queries); i++)
	{
		JsonbValue *query = getIthJsonbValueFromContainer(queries, i);

		count += query != NULL && query->type == jbvString && query->val.string.len > 0;
	}
	return count;
}

/* Did places of the map ground the answer? */
static bool
has_places(JsonbContainer *grounding)
{
	JsonbContainer *chunks;

	if (!gemini_container(grounding, "groundingChunks", "grounding_chunks", &chunks) || !JsonContainerIsArray(chunks))
		return false;
	for (uint32 i = 0; i < JsonContainerSize(chunks); i++)
	{
		JsonbValue *chunk = getIthJsonbValueFromContainer(chunks, i);
		JsonbValue	maps;

		if (chunk != NULL && chunk->type == jbvBinary && JsonContainerIsObject(chunk->val.binary.data) &&
			rr_usage_field(chunk->val.binary.data, "maps", &maps))
			return true;
	}
	return false;
}

/*
 * Count what the answer was grounded on, which the usage does not say
 *
 * Maps are billed by the prompt.
 */
static void
count_grounding(JsonbContainer *around, UsageReport *report)
{
	JsonbContainer *candidates;
	JsonbContainer *grounding;
	int64		searches = 0;
	bool		is_mapped = false;

	if (!gemini_container(around, "candidates", "candidates", &candidates) || !JsonContainerIsArray(candidates))
		return;
	for (uint32 i = 0; i < JsonContainerSize(candidates); i++)
	{
		JsonbValue *candidate = getIthJsonbValueFromContainer(candidates, i);

		if (candidate == NULL || candidate->type != jbvBinary || !JsonContainerIsObject(candidate->val.binary.data) ||
			!gemini_container(candidate->val.binary.data, "groundingMetadata", "grounding_metadata", &grounding) ||
			!JsonContainerIsObject(grounding))
			continue;
		searches += count_queries(grounding, "webSearchQueries", "web_search_queries") +
			count_queries(grounding, "imageSearchQueries", "image_search_queries");
		is_mapped |= has_places(grounding);
	}
	if (searches > 0)
		report->web_searches = named_count("webSearchQueries", searches);
	if (is_mapped)
		report->maps_requests = named_count("maps", 1);
}

/*
 * Is a prompt of a model billed once, however much was looked up for it?
 *
 * It is until Gemini 2.5; since then, each query is billed.  The name of the
 * model may follow that of a provider.
 */
bool
rr_usage_bills_prompts(UsageText model)
{
	for (int i = model.size - 1; i >= 0; i--)
		if (model.data[i] == '/')
		{
			model = text_of(model.data + i + 1, model.size - i - 1);
			break;
		}
	return has_prefix(model, "gemini-1", 8) || has_prefix(model, "gemini-2", 8);
}

/* Does the total show that the output of an interaction has the thoughts in it? */
static bool
includes_thoughts(const UsageReport *report)
{
	int128		spoken = (int128) report->input.value + report->quantity.value;

	return report->reasoning.value > 0 && report->reasoning.value <= report->quantity.value &&
		is_reported(&report->total) &&
		(report->total.value == spoken || report->total.value == spoken - report->tool_input.value);
}

/*
 * Gemini, on Vertex AI too
 *
 * The prompt includes what is read from the cache.  What tools put into it is
 * not included, and thoughts are not included in the candidates: both are
 * added.  The total includes thoughts, and the tool's part with some versions.
 */
void
rr_usage_read_gemini(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageReport report = {0};
	JsonbValue	value;
	bool		is_interaction = rr_usage_field(object, "total_input_tokens", &value) ||
	rr_usage_field(object, "totalInputTokens", &value);

	rr_usage_read_fields(usage, object, is_interaction ? interaction_fields : gemini_fields, NULL, &report);
	report.model = rr_usage_text(around, "modelVersion");
	if (report.model.data == NULL)
		report.model = rr_usage_text(around, "model_version");
	if (report.model.data == NULL)
		report.model = rr_usage_text(around, "model");
	report.input = rr_usage_plus(usage, report.uncached_input, report.tool_input, "prompt with tool use");
	report.total_may_omit = report.tool_input.value;
	if (is_interaction && includes_thoughts(&report))
		report.output = report.quantity;
	else
		report.output = rr_usage_plus(usage, report.quantity, report.reasoning, "candidates with thoughts");
	if (report.service_tier.data == NULL)
		report.service_tier = report.kind;
	count_grounding(around, &report);
	if (rr_usage_bills_prompts(report.model))
	{
		report.web_searches.value = Min(report.web_searches.value, 1);
		report.maps_requests.value = Min(report.maps_requests.value, 1);
	}
	rr_usage_add_reports(usage, &report);
}

/*
 * Cohere
 */

/* What is billed */
static const UsageField billed_fields[] = {
	COUNT("input_tokens", input),
	COUNT("output_tokens", output),
	COUNT("image_tokens", input_by[MODALITY_IMAGE]),
	CONTAINED("text_tokens"),
	METER("search_units", "queries"),
	METER("classifications", "classifications"),
	METER("images", "input_images"),
	METER("pages", "pages"),
	END_OF_FIELDS
};

/* What the model saw: more than what is billed, as Cohere's own prompts are in it */
static const UsageField seen_fields[] = {
	PART("input_tokens", quantity),
	PART("output_tokens", quantity),
	END_OF_FIELDS
};

static const UsageField cohere_fields[] = {
	OBJECT("billed_units", billed_fields),
	OBJECT("tokens", seen_fields),
	/* of all tokens seen; those that are billed are in billed_units */
	IGNORED("cached_tokens"),
	IGNORED("api_version"),
	IGNORED("warnings"),
	END_OF_FIELDS
};

/*
 * Cohere: usage of chat, meta of the other calls
 */
void
rr_usage_read_cohere(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageReport report = {0};
	JsonbValue	billed;

	rr_usage_read_fields(usage, object, cohere_fields, NULL, &report);
	report.model = rr_usage_text(around, "model");
	if (report.quantity.value > 0 && !rr_usage_field(object, "billed_units", &billed))
		rr_usage_problem(usage, USAGE_INVALID, "It has " INT64_FORMAT " tokens and does not say how much of them is billed.",
						 report.quantity.value);
	/* images are billed by their tokens where these are reported, too */
	if (report.input_by[MODALITY_IMAGE].value > 0)
	{
		report.input = rr_usage_plus(usage, report.input, report.input_by[MODALITY_IMAGE],
									 "input with images");
		report.meter.name = NULL;
	}
	rr_usage_add_reports(usage, &report);
}

/*
 * Ollama
 */

static const UsageField ollama_fields[] = {
	COUNT("prompt_eval_count", input),
	COUNT("eval_count", output),
	COUNT("prompt_eval_cached_count", cache_read),
	TEXT("response", kind),
	TEXT("thinking", kind),
	/* times, and what was asked and answered, which may have numbers */
	IGNORED("total_duration"),
	IGNORED("load_duration"),
	IGNORED("prompt_eval_duration"),
	IGNORED("eval_duration"),
	IGNORED("context"),
	IGNORED("message"),
	IGNORED("logprobs"),
	IGNORED("embedding"),
	IGNORED("embeddings"),
	END_OF_FIELDS
};

/*
 * Ollama: a response, which has its counts beside its times
 *
 * What was evaluated before is not in prompt_eval_count.
 */
void
rr_usage_read_ollama(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageReport report = {0};

	rr_usage_read_fields(usage, object, ollama_fields, NULL, &report);
	report.model = rr_usage_text(around, "model");
	rr_usage_add_reports(usage, &report);
}
