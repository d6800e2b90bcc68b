/*
 * usage_openai.c
 *	  Readers of the usage of OpenAI's interfaces and of those made after them.
 */
#include "runrate.h"

#include "mb/pg_wchar.h"

#include "money/numeric_arith.h"
#include "usage/usage_formats.h"
#include "usage/usage_json.h"

/* A tick of xAI is so many decimals of a dollar */
#define TICK_DECIMALS	10

static const UsageField lifetime_fields[] = {
	COUNT("ephemeral_5m_input_tokens", cache_write_5m),
	COUNT("ephemeral_30m_input_tokens", cache_write_30m),
	COUNT("ephemeral_1h_input_tokens", cache_write_1h),
	COUNT("ephemeral_12h_input_tokens", cache_write_12h),
	COUNT("ttl_30m_tokens", cache_write_30m),
	COUNT("ttl_12h_tokens", cache_write_12h),
	END_OF_FIELDS
};

static const UsageField cached_fields[] = {
	COUNT_SHOWN("text_tokens", cached_by[MODALITY_TEXT], "cached text_tokens"),
	COUNT_SHOWN("audio_tokens", cached_by[MODALITY_AUDIO], "cached audio_tokens"),
	COUNT_SHOWN("image_tokens", cached_by[MODALITY_IMAGE], "cached image_tokens"),
	COUNT_SHOWN("video_tokens", cached_by[MODALITY_VIDEO], "cached video_tokens"),
	END_OF_FIELDS
};

/* What of the output was predicted, rightly or not, is output all the same */
const UsageField rr_usage_output_fields[] = {
	COUNT("reasoning_tokens", reasoning),
	COUNT("text_tokens", output_by[MODALITY_TEXT]),
	COUNT("audio_tokens", output_by[MODALITY_AUDIO]),
	COUNT("image_tokens", output_by[MODALITY_IMAGE]),
	COUNT("video_tokens", output_by[MODALITY_VIDEO]),
	CONTAINED("accepted_prediction_tokens"),
	CONTAINED("rejected_prediction_tokens"),
	END_OF_FIELDS
};

/* Costs; the parts are not read, as they are in the whole */
static const UsageField cost_fields[] = {
	COST("upstream_inference_cost", upstream_cost),
	COST("total_cost", cost),
	IGNORED("upstream_inference_input_cost"),
	IGNORED("upstream_inference_output_cost"),
	IGNORED("upstream_inference_prompt_cost"),
	IGNORED("upstream_inference_completions_cost"),
	IGNORED("server_tool_use_cost"),
	IGNORED("input_tokens_cost"),
	IGNORED("output_tokens_cost"),
	IGNORED("citation_tokens_cost"),
	IGNORED("reasoning_tokens_cost"),
	IGNORED("search_queries_cost"),
	IGNORED("request_cost"),
	IGNORED("tool_calls_cost"),
	IGNORED("cache_creation_cost"),
	IGNORED("cache_read_cost"),
	IGNORED("input_cost"),
	IGNORED("output_cost"),
	TEXT("currency", currency),
	END_OF_FIELDS
};

/* What is not billed, in the usage of any interface */
#define NO_QUANTITIES \
	IGNORED("pydantic_ai_gateway"), \
	IGNORED("queue_time"), \
	IGNORED("prompt_time"), \
	IGNORED("completion_time"), \
	IGNORED("total_time"), \
	IGNORED("time_info"), \
	IGNORED("start_time"), \
	IGNORED("end_time"), \
	IGNORED("time_to_first_token"), \
	IGNORED("total_latency"), \
	IGNORED("acceptance_rate"), \
	IGNORED("latency_checkpoint"), \
	IGNORED("total_tokens_per_sec"), \
	IGNORED("completion_tokens_per_sec"), \
	IGNORED("completion_tokens_after_first_per_sec"), \
	IGNORED("completion_tokens_after_first_per_sec_first_ten"), \
	IGNORED("completion_tokens_after_first_per_sec_graph"), \
	IGNORED("stop_reason"), \
	/* of what is counted in tokens, too */ \
	IGNORED("total_characters")

/* The searches of Qwen, in two forms */
static const UsageField qwen_search_fields[] = {
	COUNT("count", web_searches),
	END_OF_FIELDS
};

static const UsageField qwen_code_fields[] = {
	COUNT("count", code_executions),
	END_OF_FIELDS
};

static const UsageField qwen_tool_fields[] = {
	OBJECT("search", qwen_search_fields),
	OBJECT("web_search", qwen_search_fields),
	OBJECT("code_interpreter", qwen_code_fields),
	END_OF_FIELDS
};

#define QWEN_TOOLS \
	OBJECT("plugins", qwen_tool_fields), \
	OBJECT("x_tools", qwen_tool_fields)

/*
 * Chat completions: input
 *
 * Of text_tokens some make all text, others what was not cached; so they count
 * only where they show which it is.
 */
static const UsageField chat_input_fields[] = {
	COUNT("cached_tokens", cache_read),
	COUNT("cache_write_tokens", cache_write),
	COUNT("cache_creation_tokens", cache_write),
	COUNT("cache_creation_input_tokens", cache_write),
	COUNT("cache_read_input_tokens", cache_read),
	COUNT("text_tokens", input_by[MODALITY_TEXT]),
	COUNT("audio_tokens", input_by[MODALITY_AUDIO]),
	COUNT("image_tokens", input_by[MODALITY_IMAGE]),
	COUNT("video_tokens", input_by[MODALITY_VIDEO]),
	OBJECT("cache_creation_token_details", lifetime_fields),
	OBJECT("cache_creation", lifetime_fields),
	OBJECT("cache_write_tokens_details", lifetime_fields),
	OBJECT("cached_tokens_details", cached_fields),
	COUNT("web_search_requests", web_searches),
	COUNT("google_maps_grounding_requests", maps_requests),
	CONTAINED("tool_use_tokens"),
	COUNT("initial_prompt_tokens", context),
	METER("character_count", "input_characters"),
	METER("image_count", "input_images"),
	METER("video_length_seconds", "input_video_seconds"),
	METER("audio_length_seconds", "input_audio_seconds"),
	METER("query_count", "queries"),
	END_OF_FIELDS
};

#define CHAT_COUNTS \
	COUNT("prompt_tokens", input), \
	COUNT("completion_tokens", output), \
	COUNT("total_tokens", total), \
	OBJECT("prompt_tokens_details", chat_input_fields), \
	OBJECT("prompt_token_details", chat_input_fields), \
	OBJECT("completion_tokens_details", rr_usage_output_fields), \
	OBJECT("completion_token_details", rr_usage_output_fields)

/* Qwen says once more how it bills, and what was cached of responses only there */
static const UsageField billed_input_fields[] = {
	COUNT("cached_tokens", cache_read),
	COUNT("cache_write_tokens", cache_write),
	COUNT("cache_creation_input_tokens", cache_write),
	OBJECT("cache_creation", lifetime_fields),
	CONTAINED("text_tokens"),
	CONTAINED("audio_tokens"),
	CONTAINED("image_tokens"),
	CONTAINED("video_tokens"),
	END_OF_FIELDS
};

static const UsageField billed_output_fields[] = {
	COUNT("reasoning_tokens", reasoning),
	CONTAINED("text_tokens"),
	CONTAINED("audio_tokens"),
	END_OF_FIELDS
};

static const UsageField billing_fields[] = {
	CONTAINED("input_tokens"),
	CONTAINED("output_tokens"),
	CONTAINED("total_tokens"),
	OBJECT("prompt_tokens_details", billed_input_fields),
	OBJECT("input_tokens_details", billed_input_fields),
	OBJECT("output_tokens_details", billed_output_fields),
	QWEN_TOOLS,
	END_OF_FIELDS
};

static void take_billing(Usage *usage, UsageReport *report, const UsageReport *element,
						 const UsageField *field);

#define QWEN_BILLING \
	QWEN_TOOLS, \
	LIST("x_details", cache_read, billing_fields, take_billing)

/* What each model of a system of Groq's used, of which the usage is the sum */
static const UsageField model_usage_fields[] = {
	CHAT_COUNTS,
	NO_QUANTITIES,
	END_OF_FIELDS
};

static const UsageField model_fields[] = {
	TEXT("model", model),
	OBJECT("usage", model_usage_fields),
	END_OF_FIELDS
};

static void take_model(Usage *usage, UsageReport *report, const UsageReport *element,
					   const UsageField *field);

static const UsageField breakdown_fields[] = {
	LIST("models", each, model_fields, take_model),
	END_OF_FIELDS
};

static const UsageField chat_fields[] = {
	CHAT_COUNTS,
	OBJECT("usage_breakdown", breakdown_fields),
	COUNT("cache_read_input_tokens", cache_read),
	COUNT("prompt_cache_hit_tokens", cache_read),
	CONTAINED("prompt_cache_miss_tokens"),
	COUNT("cached_tokens", cache_read),
	COUNT("num_cached_tokens", cache_read),
	COUNT("cache_creation_input_tokens", cache_write),
	COUNT("cache_write_tokens", cache_write),
	OBJECT("cache_creation", lifetime_fields),
	OBJECT("server_tool_use", rr_usage_tool_fields),
	OBJECT("server_tool_use_details", rr_usage_tool_fields),
	COUNT("reasoning_tokens", separate_reasoning),
	COUNT("citation_tokens", citations),
	COUNT("num_search_queries", web_searches),
	TEXT("search_context_size", kind),
	COUNT("connector_tokens", tool_input),
	OBJECT("connectors", rr_usage_connector_fields),
	METER("prompt_audio_seconds", "input_audio_seconds"),
	METER("pages_processed", "pages"),
	METER("search_units", "queries"),
	IGNORED("doc_size_bytes"),
	LIST("iterations", each, rr_usage_iteration_fields, rr_usage_take_iteration),
	TEXT("service_tier", service_tier),
	TEXT("inference_geo", inference_geo),
	TEXT("speed", speed),
	COST("estimated_cost", cost),
	OBJECT("cost_details", cost_fields),
	QWEN_BILLING,
	NO_QUANTITIES,
	IGNORED("is_byok"),
	/* read by read_cost(), as it is a number or an object */
	IGNORED("cost"),
	END_OF_FIELDS
};

/*
 * Responses, realtime, images, transcriptions: input_tokens_details is called
 * input_token_details in some of them
 */
const UsageField rr_usage_items_input_fields[] = {
	COUNT("cached_tokens", cache_read),
	COUNT("cache_read_input_tokens", cache_read),
	COUNT("cache_write_tokens", cache_write),
	COUNT("cache_creation_input_tokens", cache_write),
	OBJECT("cache_write_tokens_details", lifetime_fields),
	OBJECT("cached_tokens_details", cached_fields),
	COUNT("text_tokens", input_by[MODALITY_TEXT]),
	COUNT("audio_tokens", input_by[MODALITY_AUDIO]),
	COUNT("image_tokens", input_by[MODALITY_IMAGE]),
	COUNT("video_tokens", input_by[MODALITY_VIDEO]),
	END_OF_FIELDS
};

static const UsageField items_fields[] = {
	COUNT("input_tokens", input),
	COUNT("output_tokens", output),
	COUNT("total_tokens", total),
	OBJECT("input_tokens_details", rr_usage_items_input_fields),
	OBJECT("input_token_details", rr_usage_items_input_fields),
	OBJECT("output_tokens_details", rr_usage_output_fields),
	OBJECT("output_token_details", rr_usage_output_fields),
	/* Qwen's own interface */
	OBJECT("prompt_tokens_details", rr_usage_items_input_fields),
	COUNT("image_tokens", input_by[MODALITY_IMAGE]),
	COUNT("audio_tokens", input_by[MODALITY_AUDIO]),
	COUNT("video_tokens", input_by[MODALITY_VIDEO]),
	FOREIGN("cache_read_input_tokens"),
	FOREIGN("cache_creation_input_tokens"),
	METER("seconds", "input_audio_seconds"),
	OBJECT("server_tool_use", rr_usage_tool_fields),
	OBJECT("server_tool_use_details", rr_usage_tool_fields),
	OBJECT("server_side_tool_usage_details", rr_usage_tool_fields),
	OBJECT("tool_calls_details", rr_usage_agent_tool_fields),
	COUNT("num_server_side_tools_used", tool_calls),
	COUNT("num_sources_used", sources),
	COST("cost_in_usd_ticks", cost_ticks),
	TEXT("service_tier", service_tier),
	OBJECT("cost_details", cost_fields),
	QWEN_BILLING,
	NO_QUANTITIES,
	IGNORED("is_byok"),
	IGNORED("cost"),
	END_OF_FIELDS
};

/* Chat completions of xAI, and the counts of its own SDK */
static const UsageField xai_fields[] = {
	COUNT("prompt_tokens", input),
	COUNT("completion_tokens", output),
	COUNT("total_tokens", total),
	OBJECT("prompt_tokens_details", chat_input_fields),
	OBJECT("completion_tokens_details", rr_usage_output_fields),
	COUNT("cached_prompt_text_tokens", cache_read),
	CONTAINED("prompt_text_tokens"),
	COUNT("prompt_image_tokens", input_by[MODALITY_IMAGE]),
	COUNT("reasoning_tokens", reasoning),
	OBJECT("server_side_tool_usage_details", rr_usage_tool_fields),
	COUNT("num_server_side_tools_used", tool_calls),
	COUNT("num_sources_used", sources),
	COST("cost_in_usd_ticks", cost_ticks),
	TEXT("service_tier", service_tier),
	NO_QUANTITIES,
	END_OF_FIELDS
};

/* Turn a cost in ticks of xAI, if there is one, into dollars */
void
rr_usage_take_ticks(UsageReport *report)
{
	if (report->cost_ticks != NULL)
		report->cost = numeric_times(report->cost_ticks, numeric_power_of_ten(TICK_DECIMALS));
}

/*
 * What the provider says that it charged
 *
 * OpenRouter's cost of a request with the user's own key at the provider is
 * only its fee; what the provider charges comes on top.
 */
static void
read_cost(Usage *usage, JsonbContainer *object, UsageReport *report)
{
	JsonbValue	value;
	UsageReport inner = {0};

	if (rr_usage_field(object, "cost", &value))
	{
		if (value.type == jbvBinary && JsonContainerIsObject(value.val.binary.data))
		{
			rr_usage_read_fields(usage, value.val.binary.data, cost_fields, NULL, &inner);
			report->cost = inner.cost;
			report->currency = inner.currency;
		}
		else
			report->cost = rr_usage_json_amount(usage, &value, "cost");
	}
	rr_usage_take_ticks(report);
	if (report->cost != NULL && report->upstream_cost != NULL &&
		rr_usage_field(object, "is_byok", &value) && value.type == jbvBool && value.val.boolean)
		report->cost = numeric_plus(report->cost, report->upstream_cost);
}

static void
set_outer_texts(JsonbContainer *around, UsageReport *report)
{
	report->model = rr_usage_text(around, "model");
	if (report->service_tier.data == NULL)
		report->service_tier = rr_usage_text(around, "service_tier");
}

/* Note a response, and before it what the models behind its tools used */
static void
add_response(Usage *usage, UsageReport *report)
{
	UsageReport answer = *report;

	answer.each = NULL;
	answer.nrequests = 0;
	if (report->nrequests > 0)
		rr_usage_take_request(usage, report, &answer, NULL);
	rr_usage_add_reports(usage, report);
}

/*
 * Let the modalities of the input include what of them was cached
 *
 * OpenAI's do.  LiteLLM takes it off for some providers, which shows in their
 * sum, or in less of a modality than was cached of it.
 */
static void
include_cached_modalities(Usage *usage, UsageReport *report)
{
	const UsageCount *text = &report->input_by[MODALITY_TEXT];
	int128		sum = 0;
	int128		outside = (int128) report->cache_read.value + report->cache_write.value;
	bool		excludes = false;

	for (int m = 0; m < NMODALITIES; m++)
	{
		sum += report->input_by[m].value;
		excludes |= m != MODALITY_TEXT && report->cached_by[m].value > report->input_by[m].value;
	}
	if (is_reported(text) && is_reported(&report->input))
		excludes |= outside > 0 && sum < report->input.value && sum + outside >= report->input.value;
	if (excludes)
		for (int m = MODALITY_TEXT + 1; m < NMODALITIES; m++)
			report->input_by[m] = rr_usage_plus(usage, report->input_by[m], report->cached_by[m],
												"modality with cache");
	/* some count of it only what was not cached */
	rr_usage_note_contained(usage, *text);
	rr_usage_note_contained(usage, report->output_by[MODALITY_TEXT]);
	report->input_by[MODALITY_TEXT] = named_count(NULL, 0);
	report->output_by[MODALITY_TEXT] = named_count(NULL, 0);
}

/*
 * Perplexity: neither citations nor the reasoning of deep research are in the
 * completion or in the total
 */
static void
add_separate_reasoning(Usage *usage, UsageReport *report)
{
	report->reasoning = report->separate_reasoning;
	report->output = rr_usage_plus(usage, report->output, report->reasoning,
								   "completion with reasoning");
	report->total_may_omit = report->reasoning.value;
}

/* Mistral: the tokens of audio that is billed by its seconds are in the total alone */
static bool
has_audio_beside_input(const UsageReport *report)
{
	return report->meter.name != NULL && strcmp(report->meter.name, "input_audio_seconds") == 0 &&
		report->total.value > (int128) report->input.value + report->output.value;
}

/*
 * Perplexity: a request that searched is billed by the size of its context;
 * where searches are counted they are what is billed
 */
static void
take_search_size(Usage *usage, UsageReport *report)
{
	if (report->kind.data == NULL || report->kind.size == 0 || report->web_searches.value > 0)
		return;
	if (report->meter.name != NULL)
		rr_usage_problem(usage, USAGE_UNKNOWN, "search_context_size is beside another meter, and would be lost.");
	report->meter.name = psprintf("web_search_requests_%.*s",
								  pg_mbcliplen(report->kind.data, report->kind.size, NAMEDATALEN),
								  report->kind.data);
	report->meter.quantity = int64_to_numeric(1);
}

/* Take over what a bill of Qwen says beside the usage: it has to say the same */
static void
take_billing(Usage *usage, UsageReport *report, const UsageReport *element,
			 const UsageField *field pg_attribute_unused())
{
	rr_usage_agree(usage, &report->cache_read, &element->cache_read);
	rr_usage_agree(usage, &report->cache_write, &element->cache_write);
	rr_usage_agree(usage, &report->cache_write_5m, &element->cache_write_5m);
	rr_usage_agree(usage, &report->cache_write_30m, &element->cache_write_30m);
	rr_usage_agree(usage, &report->cache_write_1h, &element->cache_write_1h);
	rr_usage_agree(usage, &report->cache_write_12h, &element->cache_write_12h);
	rr_usage_agree(usage, &report->reasoning, &element->reasoning);
	rr_usage_agree(usage, &report->web_searches, &element->web_searches);
	rr_usage_agree(usage, &report->code_executions, &element->code_executions);
}

/* Keep what one of several models used as a billed request */
static void
take_model(Usage *usage, UsageReport *report, const UsageReport *element, const UsageField *field)
{
	static const char input_name[] = "prompt_tokens of all models";
	static const char output_name[] = "completion_tokens of all models";
	UsageReport request = *element;

	include_cached_modalities(usage, &request);
	report->models_input = rr_usage_plus(usage, report->models_input, renamed(request.input, input_name), input_name);
	report->models_output = rr_usage_plus(usage, report->models_output, renamed(request.output, output_name), output_name);
	rr_usage_take_request(usage, report, &request, field);
}

/* The models of a system of Groq's, which stand beside the usage */
static void
read_outer_breakdown(Usage *usage, JsonbContainer *object, JsonbContainer *around, UsageReport *report)
{
	if (around != object)
		rr_usage_read_fields(usage, rr_usage_object(usage, around, "usage_breakdown"), breakdown_fields,
							 NULL, report);
}

/*
 * OpenAI chat completions, and what others made of them
 *
 * prompt_tokens includes what is read from and written to the cache,
 * completion_tokens includes reasoning.  LiteLLM turns every provider's usage
 * into this form, with some names of its own, and so do OpenRouter and others.
 *
 * report: what is known of it already.
 */
static void
read_chat(Usage *usage, JsonbContainer *object, JsonbContainer *around, bool is_perplexity,
		  UsageReport *report)
{
	rr_usage_read_fields(usage, object, chat_fields, NULL, report);
	read_outer_breakdown(usage, object, around, report);
	set_outer_texts(around, report);
	read_cost(usage, object, report);
	include_cached_modalities(usage, report);
	report->input = rr_usage_plus(usage, report->input, report->tool_input, "prompt with connectors");
	/* what no model is said to have used would not be billed */
	rr_usage_agree(usage, &report->input, &report->models_input);
	rr_usage_agree(usage, &report->output, &report->models_output);
	if (is_perplexity || is_reported(&report->citations))
		add_separate_reasoning(usage, report);
	else
		rr_usage_agree(usage, &report->reasoning, &report->separate_reasoning);
	if (has_audio_beside_input(report))
		report->total.name = NULL;
	take_search_size(usage, report);
	rr_usage_add_reports(usage, report);
}

void
rr_usage_read_openai_chat(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageReport report = {0};

	read_chat(usage, object, around, false, &report);
}

/* The same where the totals stand elsewhere and are in the report already; object may be NULL */
void
rr_usage_read_openai_details(Usage *usage, JsonbContainer *object, JsonbContainer *around,
							 UsageReport *report)
{
	read_chat(usage, object, around, false, report);
}

/* Perplexity: the same, but for what add_separate_reasoning() says; its agents answer as responses do */
void
rr_usage_read_perplexity(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageReport report = {0};
	JsonbValue	value;

	if (rr_usage_field(object, "input_tokens", &value))
		rr_usage_read_openai_items(usage, object, around);
	else
		read_chat(usage, object, around, true, &report);
}

/*
 * OpenAI responses, realtime, images and transcriptions
 *
 * input_tokens includes what is read from and written to the cache, and
 * output_tokens includes reasoning.  Realtime says how much of each modality
 * was cached.
 */
void
rr_usage_read_openai_items(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageReport report = {0};

	rr_usage_read_fields(usage, object, items_fields, NULL, &report);
	set_outer_texts(around, &report);
	rr_usage_read_outer_tools(usage, object, around, &report);
	read_cost(usage, object, &report);
	rr_usage_check_tool_calls(usage, &report);
	add_response(usage, &report);
}

/*
 * xAI: chat completions over HTTP, the counts of its own SDK, and responses
 *
 * The prompt includes what is read from the cache; reasoning is not included
 * in completion_tokens and is added.  The output of responses has it.
 */
void
rr_usage_read_xai(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageReport report = {0};
	JsonbValue	value;

	if (rr_usage_field(object, "input_tokens", &value))
	{
		rr_usage_read_openai_items(usage, object, around);
		return;
	}
	rr_usage_count_used_tools(usage, object, &report);
	rr_usage_read_fields(usage, object, xai_fields, NULL, &report);
	set_outer_texts(around, &report);
	rr_usage_read_outer_tools(usage, object, around, &report);
	read_cost(usage, object, &report);
	include_cached_modalities(usage, &report);
	report.output = rr_usage_plus(usage, report.output, report.reasoning, "completion with reasoning");
	rr_usage_check_tool_calls(usage, &report);
	add_response(usage, &report);
}
