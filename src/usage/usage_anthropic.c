/*
 * usage_anthropic.c
 *	  Readers of the usage of Anthropic's messages and of its reports.
 */
#include "runrate.h"

#include "mb/pg_wchar.h"

#include "usage/usage_formats.h"
#include "usage/usage_json.h"

/* A request beyond this was priced as one with a long context */
#define LONG_CONTEXT	200000

static const UsageField lifetime_fields[] = {
	COUNT("ephemeral_5m_input_tokens", cache_write_5m),
	COUNT("ephemeral_1h_input_tokens", cache_write_1h),
	END_OF_FIELDS
};

static const UsageField output_fields[] = {
	COUNT("thinking_tokens", reasoning),
	END_OF_FIELDS
};

/* Fetching a page and looking for tools cost only the tokens that they bring */
static const UsageField tool_fields[] = {
	COUNT("web_search_requests", web_searches),
	COUNT("code_execution_requests", code_executions),
	IGNORED("web_fetch_requests"),
	IGNORED("tool_search_requests"),
	END_OF_FIELDS
};

/* Whether a request is billed as if another model had been asked before, without a number */
static const UsageField credit_fields[] = {
	END_OF_FIELDS
};

/* The counts of a message, and of an iteration of one */
#define MESSAGE_COUNTS \
	COUNT("input_tokens", input), \
	COUNT("output_tokens", output), \
	COUNT("cache_read_input_tokens", cache_read), \
	COUNT("cache_creation_input_tokens", cache_write), \
	OBJECT("cache_creation", lifetime_fields), \
	OBJECT("output_tokens_details", output_fields)

const UsageField rr_usage_iteration_fields[] = {
	MESSAGE_COUNTS,
	TEXT("model", model),
	TEXT("type", kind),
	END_OF_FIELDS
};

const UsageField rr_usage_message_fields[] = {
	MESSAGE_COUNTS,
	OBJECT("server_tool_use", tool_fields),
	LIST("iterations", each, rr_usage_iteration_fields, rr_usage_take_iteration),
	TEXT("service_tier", service_tier),
	TEXT("inference_geo", inference_geo),
	TEXT("speed", speed),
	FOREIGN("input_tokens_details"),
	FOREIGN("input_token_details"),
	OBJECT("fallback_credit", credit_fields),
	IGNORED("pydantic_ai_gateway"),
	END_OF_FIELDS
};

static const UsageField report_fields[] = {
	COUNT("uncached_input_tokens", input),
	COUNT("output_tokens", output),
	COUNT("cache_read_input_tokens", cache_read),
	OBJECT("cache_creation", lifetime_fields),
	COUNT("cache_creation_5m_input_tokens", cache_write_5m),
	COUNT("cache_creation_1h_input_tokens", cache_write_1h),
	OBJECT("server_tool_use", tool_fields),
	COUNT("requests", requests),
	COUNT("total_tokens", total),
	TEXT("model", model),
	TEXT("service_tier", service_tier),
	TEXT("inference_geo", inference_geo),
	TEXT("speed", speed),
	TEXT("context_window", kind),
	END_OF_FIELDS
};

/*
 * Make the input of a format that excludes the cache include it
 *
 * Writes whose lifetime is not reported live for five minutes, the default of
 * these providers, who always report a longer one.
 */
void
rr_usage_include_cache(Usage *usage, UsageReport *report)
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
 * Keep an iteration as a billed request
 *
 * A model that declined before it put out anything is not billed: its
 * iteration has no output and a fallback follows it.
 */
void
rr_usage_take_iteration(Usage *usage, UsageReport *report, const UsageReport *element,
						const UsageField *field)
{
	UsageReport iteration = *element;
	UsageReport *last = report->nrequests > 0 ? &report->each[report->nrequests - 1] : NULL;

	rr_usage_include_cache(usage, &iteration);
	if (last != NULL && is_reported(&last->output) && last->output.value == 0 &&
		rr_usage_text_is(iteration.kind, "fallback_message"))
		report->nrequests--;
	rr_usage_take_request(usage, report, &iteration, field);
}

/*
 * Anthropic: a message
 *
 * input_tokens excludes both what is read from the cache and what is written
 * to it; output_tokens includes thinking.  Where there are iterations, each
 * with its own model, the counts of the message repeat those of the last model
 * that was asked.
 */
void
rr_usage_read_anthropic(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	UsageReport report = {0};

	rr_usage_read_fields(usage, object, rr_usage_message_fields, NULL, &report);
	report.model = rr_usage_text(around, "model");
	rr_usage_include_cache(usage, &report);
	rr_usage_add_reports(usage, &report);
}

/*
 * Get an object that a line may wrap what it says in; the object itself if it
 * does not, NULL if it is null there
 */
static JsonbContainer *
unwrapped(Usage *usage, JsonbContainer *object, const char *key)
{
	if (getKeyJsonValueFromContainer(object, key, strlen(key), NULL) == NULL)
		return object;
	return rr_usage_object(usage, object, key);
}

/*
 * Anthropic: a line of a session of Claude Code
 *
 * Lines of other types than assistant have no usage.  What the client wrote
 * itself, such as the text of an error, is by the model <synthetic>: no
 * provider was asked.  Lines of old versions have a cost.
 */
void
rr_usage_read_claude_code(Usage *usage, JsonbContainer *object,
						  JsonbContainer *around pg_attribute_unused())
{
	UsageText	type = rr_usage_text(object, "type");
	JsonbContainer *message = unwrapped(usage, object, "message");
	JsonbContainer *inner = message == NULL ? NULL : unwrapped(usage, message, "usage");
	UsageReport report = {0};
	JsonbValue	cost;

	if (type.data != NULL && !rr_usage_text_is(type, "assistant") && !rr_usage_text_is(type, "message"))
	{
		usage->recognized = true;
		rr_usage_problem(usage, USAGE_INVALID, "A line of type \"%.*s\" has no usage.",
						 pg_mbcliplen(type.data, type.size, NAMEDATALEN), type.data);
	}
	if (inner == NULL)
		return;
	rr_usage_read_fields(usage, inner, rr_usage_message_fields, NULL, &report);
	report.model = rr_usage_text(message, "model");
	report.unbilled = rr_usage_text_is(report.model, "<synthetic>");
	rr_usage_include_cache(usage, &report);
	if (rr_usage_field(object, "costUSD", &cost))
		report.cost = rr_usage_json_amount(usage, &cost, "costUSD");
	rr_usage_add_reports(usage, &report);
}

/*
 * The message and the request that a line of a session of Claude Code is of
 *
 * False if it does not say.  request: data is NULL in lines of old versions.
 */
bool
rr_usage_line_ids(Jsonb *json, UsageText *message, UsageText *request)
{
	JsonbValue	wrapped;

	if (!JB_ROOT_IS_OBJECT(json) || !rr_usage_field(&json->root, "message", &wrapped) ||
		wrapped.type != jbvBinary || !JsonContainerIsObject(wrapped.val.binary.data))
		return false;
	*message = rr_usage_text(wrapped.val.binary.data, "id");
	*request = rr_usage_text(&json->root, "requestId");
	return message->data != NULL && message->size > 0;
}

/*
 * Anthropic: a line of a usage report or of the analytics of an organisation
 *
 * It is the sum of many requests, of which only analytics say how many.  The
 * context window says whether each of them had a long context.
 */
void
rr_usage_read_anthropic_report(Usage *usage, JsonbContainer *object,
							   JsonbContainer *around pg_attribute_unused())
{
	UsageReport report = {0};

	rr_usage_read_fields(usage, object, report_fields, NULL, &report);
	report.total_may_omit = -report.input.value;
	rr_usage_include_cache(usage, &report);
	report.total_may_omit += report.input.value;
	if (rr_usage_text_is(report.kind, "0-200k"))
		report.context = named_count("context_window", 0);
	else if (report.kind.data != NULL)
		report.context = named_count("context_window", LONG_CONTEXT + 1);
	report.is_sum = !is_reported(&report.requests);
	rr_usage_add_reports(usage, &report);
}
