/*
 * usage_formats.c
 *	  Readers of the usage objects of providers, and the list of all formats.
 *
 * A reader gets the usage object and the object that it was found in, and
 * notes one attempt or several.  What the input and output totals of a format
 * include is the knowledge of this file and of usage_records.c; where they
 * exclude something, it is added, so that usage.c sees totals that include
 * everything.
 *
 * Fields that a reader does not know are not looked at: providers add fields,
 * and those that break a count down are part of a bucket anyhow.
 */
#include "runrate.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "usage/usage_formats.h"
#include "usage/usage_json.h"

typedef struct UsageFormat
{
	const char *name;

	/*
	 * objects that the usage may be wrapped in, from the outside to the
	 * inside
	 */
	const char *wrappers[2];
	/* one of the format's own fields has to be there */
	bool		must_be_recognized;
	void		(*read) (Usage *usage, JsonbContainer *object, JsonbContainer *around);
} UsageFormat;

/* How the modalities are called in fields, by Modality */
static const char *const modality_fields[NMODALITIES] = {
	"text_tokens", "audio_tokens", "image_tokens", "video_tokens"
};

/* The same for what was read from the cache, in messages */
static const char *const cached_modality_names[NMODALITIES] = {
	"cached text_tokens", "cached audio_tokens", "cached image_tokens", "cached video_tokens"
};

/* Call a count something else in messages, if it is reported */
static UsageCount
renamed(UsageCount count, const char *name)
{
	if (is_reported(&count))
		count.name = name;
	return count;
}

/* The modalities of an object that has a field for each */
static void
read_modality_fields(Usage *usage, JsonbContainer *object, const char *const *names,
					 UsageCount *by)
{
	for (int m = 0; m < NMODALITIES; m++)
		by[m] = renamed(rr_usage_count(usage, object, modality_fields[m]), names[m]);
}

/* The same without text, for formats that do not say what text includes */
static void
read_other_modality_fields(Usage *usage, JsonbContainer *object, UsageCount *by)
{
	for (int m = MODALITY_TEXT + 1; m < NMODALITIES; m++)
		by[m] = rr_usage_count(usage, object, modality_fields[m]);
}

/* A text of the usage object or, if it is not there, of the one around it */
static UsageText
inner_or_outer_text(JsonbContainer *object, JsonbContainer *around, const char *key)
{
	UsageText	inner = rr_usage_text(object, key);

	return inner.data != NULL ? inner : rr_usage_text(around, key);
}

/*
 * OpenAI chat completions, and what gateways made of it
 *
 * prompt_tokens includes what is read from and written to the cache,
 * completion_tokens includes reasoning.  LiteLLM turns every provider's usage
 * into this form, with some names of its own, and so do OpenRouter and others.
 */
void
rr_usage_read_openai_chat(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	JsonbContainer *input = rr_usage_object(usage, object, "prompt_tokens_details");
	JsonbContainer *output = rr_usage_object(usage, object, "completion_tokens_details");
	JsonbContainer *lifetimes = rr_usage_object(usage, input, "cache_creation_token_details");
	JsonbContainer *tools = rr_usage_object(usage, object, "server_tool_use");
	UsageReport report = {0};
	UsageCount	top_level_read;
	UsageCount	top_level_write;

	report.model = rr_usage_text(around, "model");
	report.input = rr_usage_count(usage, object, "prompt_tokens");
	report.output = rr_usage_count(usage, object, "completion_tokens");
	report.total = rr_usage_count(usage, object, "total_tokens");

	report.cache_read = rr_usage_count(usage, input, "cached_tokens");
	top_level_read = usage_count_of(usage, object, "cache_read_input_tokens",
									"prompt_cache_hit_tokens");
	report.cache_write = usage_count_of(usage, input, "cache_write_tokens",
										"cache_creation_tokens");
	top_level_write = rr_usage_count(usage, object, "cache_creation_input_tokens");
	rr_usage_agree(usage, &report.cache_read, &top_level_read);
	rr_usage_agree(usage, &report.cache_write, &top_level_write);
	report.cache_write_5m = rr_usage_count(usage, lifetimes, "ephemeral_5m_input_tokens");
	report.cache_write_1h = rr_usage_count(usage, lifetimes, "ephemeral_1h_input_tokens");

	read_other_modality_fields(usage, input, report.input_by);
	read_other_modality_fields(usage, output, report.output_by);
	report.reasoning = rr_usage_count(usage, output, "reasoning_tokens");
	report.web_search_requests = rr_usage_count(usage, tools, "web_search_requests");

	usage->service_tier = inner_or_outer_text(object, around, "service_tier");
	usage->inference_geo = rr_usage_text(object, "inference_geo");
	rr_usage_add_report(usage, &report);
}

/*
 * Refuse an object that has a field of another format
 *
 * The formats share the names of their totals and mean different things by
 * them, so without this the details would be lost silently.
 */
static void
refuse_field(Usage *usage, JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	if (rr_usage_field(object, key, &value))
		rr_usage_problem(usage, USAGE_INVALID, "It has %s, a field of another format.", key);
}

/* An object that is called this or that */
static JsonbContainer *
either_object(Usage *usage, JsonbContainer *object, const char *key, const char *other_key)
{
	JsonbContainer *found = rr_usage_object(usage, object, key);

	return found != NULL ? found : rr_usage_object(usage, object, other_key);
}

/*
 * OpenAI responses and realtime, which differ in the name of the details
 *
 * input_tokens includes what is read from and written to the cache, and
 * output_tokens includes reasoning.  Realtime says how much of each modality
 * was cached.
 */
void
rr_usage_read_openai_items(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	JsonbContainer *input = either_object(usage, object, "input_tokens_details",
										  "input_token_details");
	JsonbContainer *output = either_object(usage, object, "output_tokens_details",
										   "output_token_details");
	JsonbContainer *cached = rr_usage_object(usage, input, "cached_tokens_details");
	UsageReport report = {0};

	refuse_field(usage, object, "cache_read_input_tokens");
	refuse_field(usage, object, "cache_creation_input_tokens");

	report.model = rr_usage_text(around, "model");
	report.input = rr_usage_count(usage, object, "input_tokens");
	report.output = rr_usage_count(usage, object, "output_tokens");
	report.total = rr_usage_count(usage, object, "total_tokens");
	report.cache_read = rr_usage_count(usage, input, "cached_tokens");
	report.cache_write = rr_usage_count(usage, input, "cache_write_tokens");
	read_modality_fields(usage, input, modality_fields, report.input_by);
	read_modality_fields(usage, cached, cached_modality_names, report.cached_by);
	read_modality_fields(usage, output, modality_fields, report.output_by);
	report.reasoning = rr_usage_count(usage, output, "reasoning_tokens");

	usage->service_tier = inner_or_outer_text(object, around, "service_tier");
	rr_usage_add_report(usage, &report);
}

/*
 * Make the input of a format that excludes the cache include it
 *
 * Writes whose lifetime is not reported live for five minutes, the default of
 * these providers, who always report a longer one.
 */
static void
include_cache(Usage *usage, UsageReport *report)
{
	const char *name = "input with cache";

	if (!is_reported(&report->cache_write))
		report->cache_write = rr_usage_plus(usage, report->cache_write_5m,
											report->cache_write_1h, "cache writes");
	else if (!is_reported(&report->cache_write_5m) && !is_reported(&report->cache_write_1h))
		report->cache_write_5m = report->cache_write;

	if (!is_reported(&report->input))
	{
		/* without it nobody knows the total, which tiered prices depend on */
		if (is_reported(&report->cache_read) || is_reported(&report->cache_write))
			rr_usage_problem(usage, USAGE_INVALID, "It has tokens of the cache and no input tokens.");
		return;
	}
	report->input = rr_usage_plus(usage, report->input, report->cache_read, name);
	report->input = rr_usage_plus(usage, report->input, report->cache_write, name);
}

/*
 * One Anthropic message or iteration of one
 *
 * input_tokens excludes both what is read from the cache and what is written
 * to it; output_tokens includes thinking.
 */
static void
read_anthropic_counts(Usage *usage, JsonbContainer *object, UsageReport *report)
{
	JsonbContainer *lifetimes = rr_usage_object(usage, object, "cache_creation");
	JsonbContainer *output = rr_usage_object(usage, object, "output_tokens_details");

	report->cache_read = rr_usage_count(usage, object, "cache_read_input_tokens");
	report->cache_write = rr_usage_count(usage, object, "cache_creation_input_tokens");
	report->cache_write_5m = rr_usage_count(usage, lifetimes, "ephemeral_5m_input_tokens");
	report->cache_write_1h = rr_usage_count(usage, lifetimes, "ephemeral_1h_input_tokens");
	report->input = rr_usage_count(usage, object, "input_tokens");
	report->output = rr_usage_count(usage, object, "output_tokens");
	report->reasoning = rr_usage_count(usage, output, "thinking_tokens");
	include_cache(usage, report);
}

/*
 * The iterations of an Anthropic message, each with its own model
 *
 * They are all there is to bill; the counts of the message repeat those of the
 * last model that was asked.  A model that declined before it put out anything
 * is not billed: its iteration has no output and a fallback follows it.
 */
static void
read_anthropic_iterations(Usage *usage, JsonbContainer *iterations, const UsageReport *message)
{
	uint32		n = JsonContainerSize(iterations);
	JsonbContainer *next = rr_usage_element(usage, iterations, 0, "iterations");

	for (uint32 i = 0; i < n; i++)
	{
		JsonbContainer *iteration = next;
		UsageReport report = {0};

		next = i + 1 < n ? rr_usage_element(usage, iterations, i + 1, "iterations") : NULL;
		report.model = rr_usage_text(iteration, "model");
		if (report.model.data == NULL)
			report.model = message->model;
		read_anthropic_counts(usage, iteration, &report);
		if (is_reported(&report.output) && report.output.value == 0 &&
			rr_usage_text_is(rr_usage_text(next, "type"), "fallback_message"))
			continue;
		if (i + 1 == n)
			report.web_search_requests = message->web_search_requests;
		rr_usage_add_report(usage, &report);
	}
}

void
rr_usage_read_anthropic(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	JsonbContainer *tools = rr_usage_object(usage, object, "server_tool_use");
	JsonbContainer *iterations = rr_usage_array(usage, object, "iterations");
	UsageReport report = {0};

	refuse_field(usage, object, "input_tokens_details");
	refuse_field(usage, object, "input_token_details");

	report.model = rr_usage_text(around, "model");
	report.web_search_requests = rr_usage_count(usage, tools, "web_search_requests");
	usage->service_tier = rr_usage_text(object, "service_tier");
	usage->inference_geo = rr_usage_text(object, "inference_geo");

	if (iterations != NULL && JsonContainerSize(iterations) > 0)
		read_anthropic_iterations(usage, iterations, &report);
	else
	{
		read_anthropic_counts(usage, object, &report);
		rr_usage_add_report(usage, &report);
	}
}

/* How much of what Bedrock wrote to the cache lives that long? */
static UsageCount
bedrock_cache_write(Usage *usage, JsonbContainer *details, const char *lifetime,
					const char *name)
{
	UsageCount	sum = {NULL, 0};

	if (details == NULL)
		return sum;
	for (uint32 i = 0; i < JsonContainerSize(details); i++)
	{
		JsonbContainer *detail = rr_usage_element(usage, details, i, "cacheDetails");

		if (rr_usage_text_is(rr_usage_text(detail, "ttl"), lifetime))
			sum = rr_usage_plus(usage, sum,
								renamed(rr_usage_count(usage, detail, "inputTokens"), name), name);
	}
	return sum;
}

/*
 * Amazon Bedrock, Converse
 *
 * inputTokens excludes the cache.  totalTokens has been seen with and without
 * what is read from and written to it.
 */
static void
read_bedrock_converse(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	JsonbContainer *details = rr_usage_array(usage, object, "cacheDetails");
	UsageReport report = {0};
	int64		uncached;

	report.input = rr_usage_count(usage, object, "inputTokens");
	uncached = report.input.value;
	report.cache_read = rr_usage_count(usage, object, "cacheReadInputTokens");
	report.cache_write = rr_usage_count(usage, object, "cacheWriteInputTokens");
	report.cache_write_5m = bedrock_cache_write(usage, details, "5m", "cacheDetails of 5m");
	report.cache_write_1h = bedrock_cache_write(usage, details, "1h", "cacheDetails of 1h");
	include_cache(usage, &report);
	report.output = rr_usage_count(usage, object, "outputTokens");
	report.total = rr_usage_count(usage, object, "totalTokens");
	report.total_may_omit = report.input.value - uncached;

	usage->service_tier = rr_usage_text(rr_usage_object(usage, around, "serviceTier"), "type");
	rr_usage_add_report(usage, &report);
}

/* Add a list of modalities and their tokens up; documents are text */
static void
add_gemini_modalities(Usage *usage, JsonbContainer *list, const char *name, UsageCount *by)
{
	static const struct
	{
		const char *modality;
		const char *count;		/* in messages */
	}			names[NMODALITIES] = {
		{"TEXT", "tokens of TEXT"},
		{"AUDIO", "tokens of AUDIO"},
		{"IMAGE", "tokens of IMAGE"},
		{"VIDEO", "tokens of VIDEO"},
	};

	for (uint32 i = 0; list != NULL && i < JsonContainerSize(list); i++)
	{
		JsonbContainer *entry = rr_usage_element(usage, list, i, name);
		UsageText	modality = rr_usage_text(entry, "modality");
		UsageCount	count = usage_count_of(usage, entry, "tokenCount", "token_count");
		int			m = NMODALITIES - 1;

		while (m > MODALITY_TEXT && !rr_usage_text_is(modality, names[m].modality))
			m--;
		by[m] = rr_usage_plus(usage, by[m], renamed(count, names[m].count), names[m].count);
	}
}

/* A list that is in camel case in the API and in snake case in the Python SDK */
static void
read_gemini_modalities(Usage *usage, JsonbContainer *object, const char *camel,
					   const char *snake, UsageCount *by)
{
	add_gemini_modalities(usage, rr_usage_array(usage, object, camel), camel, by);
	add_gemini_modalities(usage, rr_usage_array(usage, object, snake), snake, by);
}

/*
 * Gemini, on Vertex AI too
 *
 * The prompt includes what is read from the cache.  What tools put into it is
 * not included, and thoughts are not included in the candidates: both are
 * added.  The total includes thoughts, and the tool's part with some versions.
 */
static void
read_gemini(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageCount	prompt = usage_count_of(usage, object, "promptTokenCount", "prompt_token_count");
	UsageCount	tools = usage_count_of(usage, object, "toolUsePromptTokenCount",
									   "tool_use_prompt_token_count");
	UsageCount	candidates = usage_count_of(usage, object, "candidatesTokenCount",
											"candidates_token_count",
											"responseTokenCount", "response_token_count");
	UsageReport report = {0};

	report.model = rr_usage_text(around, "modelVersion");
	if (report.model.data == NULL)
		report.model = rr_usage_text(around, "model_version");
	report.input = rr_usage_plus(usage, prompt, tools, "prompt with tool use");
	report.reasoning = usage_count_of(usage, object, "thoughtsTokenCount", "thoughts_token_count");
	report.output = rr_usage_plus(usage, candidates, report.reasoning, "candidates with thoughts");
	report.total = usage_count_of(usage, object, "totalTokenCount", "total_token_count");
	report.total_may_omit = tools.value;
	report.cache_read = usage_count_of(usage, object, "cachedContentTokenCount",
									   "cached_content_token_count");

	read_gemini_modalities(usage, object, "promptTokensDetails", "prompt_tokens_details",
						   report.input_by);
	read_gemini_modalities(usage, object, "toolUsePromptTokensDetails",
						   "tool_use_prompt_tokens_details", report.input_by);
	read_gemini_modalities(usage, object, "cacheTokensDetails", "cache_tokens_details",
						   report.cached_by);
	read_gemini_modalities(usage, object, "candidatesTokensDetails", "candidates_tokens_details",
						   report.output_by);
	read_gemini_modalities(usage, object, "responseTokensDetails", "response_tokens_details",
						   report.output_by);

	usage->service_tier = rr_usage_text(object, "serviceTier");
	if (usage->service_tier.data == NULL)
		usage->service_tier = rr_usage_text(object, "trafficType");
	rr_usage_add_report(usage, &report);
}

/*
 * xAI: chat completions over HTTP, and the counts of its own SDK
 *
 * The prompt includes what is read from the cache; reasoning is not included
 * in completion_tokens and is added.
 */
static void
read_xai(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	JsonbContainer *input = rr_usage_object(usage, object, "prompt_tokens_details");
	JsonbContainer *output = rr_usage_object(usage, object, "completion_tokens_details");
	JsonbContainer *tools = rr_usage_object(usage, object, "server_side_tool_usage_details");
	UsageReport report = {0};
	UsageCount	other;

	report.model = rr_usage_text(around, "model");
	report.input = rr_usage_count(usage, object, "prompt_tokens");
	report.cache_read = rr_usage_count(usage, input, "cached_tokens");
	other = rr_usage_count(usage, object, "cached_prompt_text_tokens");
	rr_usage_agree(usage, &report.cache_read, &other);
	read_other_modality_fields(usage, input, report.input_by);
	other = rr_usage_count(usage, object, "prompt_image_tokens");
	rr_usage_agree(usage, &report.input_by[MODALITY_IMAGE], &other);

	report.reasoning = renamed(rr_usage_count(usage, output, "reasoning_tokens"),
							   "completion_tokens_details reasoning_tokens");
	other = rr_usage_count(usage, object, "reasoning_tokens");
	rr_usage_agree(usage, &report.reasoning, &other);
	report.output = rr_usage_plus(usage, rr_usage_count(usage, object, "completion_tokens"),
								  report.reasoning, "completion with reasoning");
	read_other_modality_fields(usage, output, report.output_by);
	report.total = rr_usage_count(usage, object, "total_tokens");
	report.web_search_requests = rr_usage_count(usage, tools, "web_search_calls");

	usage->service_tier = inner_or_outer_text(object, around, "service_tier");
	rr_usage_add_report(usage, &report);
}

static const UsageFormat formats[] = {
	{"openai_chat", {"usage"}, true, rr_usage_read_openai_chat},
	{"openai_responses", {"response", "usage"}, true, rr_usage_read_openai_items},
	{"openai_realtime", {"response", "usage"}, true, rr_usage_read_openai_items},
	{"anthropic", {"usage"}, true, rr_usage_read_anthropic},
	{"bedrock_converse", {"usage"}, true, read_bedrock_converse},
	{"gemini", {"usageMetadata", "usage_metadata"}, true, read_gemini},
	{"xai", {"usage"}, true, read_xai},
	{"otel", {"attributes"}, false, rr_usage_read_otel},
	{"litellm", {NULL}, false, rr_usage_read_litellm},
	{"langfuse", {"usage_details", "usageDetails"}, false, rr_usage_read_langfuse},
};

/* The format of that name; NULL, with a problem, if there is none */
static const UsageFormat *
find_format(Usage *usage, const text *name)
{
	UsageText	wanted = {VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name)};
	StringInfoData hint;

	for (size_t i = 0; i < lengthof(formats); i++)
		if (rr_usage_text_is(wanted, formats[i].name))
			return &formats[i];

	initStringInfo(&hint);
	for (size_t i = 0; i < lengthof(formats); i++)
		appendStringInfo(&hint, "%s%s", i == 0 ? "The formats are " : ", ", formats[i].name);
	appendStringInfoChar(&hint, '.');
	usage->problem.sqlerrcode = ERRCODE_INVALID_PARAMETER_VALUE;
	usage->problem.message = psprintf("unknown usage format \"%.*s\"",
									  pg_mbcliplen(wanted.data, wanted.size, NAMEDATALEN),
									  wanted.data);
	usage->problem.hint = hint.data;
	return NULL;
}

/* Is it the JSON value null, which reports nothing? */
static bool
is_null_document(Jsonb *json)
{
	return JB_ROOT_IS_SCALAR(json) &&
		getIthJsonbValueFromContainer(&json->root, 0)->type == jbvNull;
}

/*
 * Read a usage object, or the response that it is part of
 *
 * Nothing is raised: the caller looks at usage->problem.
 */
void
rr_usage_read(const text *format_name, Jsonb *json, Usage *usage)
{
	const UsageFormat *format;
	JsonbContainer *object = &json->root;
	JsonbContainer *around = object;

	memset(usage, 0, sizeof(Usage));
	rr_usage_init_attempt(&usage->sum);
	format = find_format(usage, format_name);
	if (format == NULL || is_null_document(json))
		return;
	if (!JB_ROOT_IS_OBJECT(json))
	{
		rr_usage_problem(usage, USAGE_INVALID, "The document is not an object.");
		return;
	}

	for (size_t i = 0; i < lengthof(format->wrappers) && format->wrappers[i] != NULL; i++)
	{
		JsonbValue	wrapped;

		if (getKeyJsonValueFromContainer(object, format->wrappers[i],
										 strlen(format->wrappers[i]), &wrapped) == NULL)
			continue;
		around = object;
		object = rr_usage_object(usage, around, format->wrappers[i]);
		if (object == NULL)
			return;
	}

	usage->recognized = false;
	format->read(usage, object, around);
	if (format->must_be_recognized && !usage->recognized && JsonContainerSize(object) > 0)
		rr_usage_problem(usage, USAGE_INVALID, "It has no field of format \"%s\".", format->name);
}
