/*
 * usage_tools.c
 *	  What a provider's tools did, in the usage and beside it.
 */
#include "runrate.h"

#include "usage/usage_formats.h"
#include "usage/usage_json.h"

/*
 * What a provider's tools did
 *
 * Fetching a page and looking for tools cost nothing but the tokens that they
 * bring; calls of tools on other servers are billed there.
 */
const UsageField rr_usage_tool_fields[] = {
	COUNT("web_search_requests", web_searches),
	COUNT("web_search_calls", web_searches),
	COUNT("x_search_calls", x_searches),
	COUNT("file_search_calls", file_searches),
	COUNT("file_search_requests", file_searches),
	COUNT("document_search_calls", file_searches),
	COUNT("collections_search_calls", file_searches),
	COUNT("code_interpreter_calls", code_executions),
	COUNT("code_execution_calls", code_executions),
	COUNT("code_execution_requests", code_executions),
	IGNORED("web_fetch_requests"),
	IGNORED("tool_search_requests"),
	IGNORED("mcp_calls"),
	/* calls of all tools, also of those that the caller runs */
	IGNORED("tool_calls_requested"),
	IGNORED("tool_calls_executed"),
	END_OF_FIELDS
};

/* The same beside the usage: in responses of OpenAI, of xAI's SDK, and of Perplexity */
static const UsageField web_search_fields[] = {
	COUNT("num_requests", web_searches),
	COUNT("invocation", web_searches),
	END_OF_FIELDS
};

static const UsageField x_search_fields[] = {
	COUNT("num_requests", x_searches),
	COUNT("invocation", x_searches),
	END_OF_FIELDS
};

#define OUTER_TOOLS \
	OBJECT("web_search", web_search_fields), \
	OBJECT("x_search", x_search_fields), \
	COUNT("SERVER_SIDE_TOOL_WEB_SEARCH", web_searches), \
	COUNT("SERVER_SIDE_TOOL_X_SEARCH", x_searches), \
	COUNT("SERVER_SIDE_TOOL_COLLECTIONS_SEARCH", file_searches), \
	COUNT("SERVER_SIDE_TOOL_ATTACHMENT_SEARCH", file_searches), \
	COUNT("SERVER_SIDE_TOOL_CODE_EXECUTION", code_executions), \
	IGNORED("SERVER_SIDE_TOOL_MCP"), \
	IGNORED("SERVER_SIDE_TOOL_VIEW_IMAGE"), \
	IGNORED("SERVER_SIDE_TOOL_VIEW_X_VIDEO")

static const UsageField inner_tool_fields[] = {
	OUTER_TOOLS,
	END_OF_FIELDS
};

/* Those of Perplexity's agents that have prices of their own, by the call */
static const UsageField url_fields[] = {
	METER("invocation", "fetched_urls"),
	END_OF_FIELDS
};

static const UsageField people_fields[] = {
	METER("invocation", "people_search_requests"),
	END_OF_FIELDS
};

static const UsageField finance_fields[] = {
	METER("invocation", "finance_search_requests"),
	END_OF_FIELDS
};

static const UsageField image_search_fields[] = {
	METER("invocation", "image_search_requests"),
	END_OF_FIELDS
};

const UsageField rr_usage_agent_tool_fields[] = {
	OUTER_TOOLS,
	OBJECT("fetch_url", url_fields),
	OBJECT("people_search", people_fields),
	OBJECT("finance_search", finance_fields),
	OBJECT("image_search", image_search_fields),
	END_OF_FIELDS
};

/* What Mistral's connectors did; what they put into the prompt is beside it */
const UsageField rr_usage_connector_fields[] = {
	COUNT("web_search", web_searches),
	METER("web_search_premium", "web_search_premium_requests"),
	COUNT("code_interpreter", code_executions),
	COUNT("document_library", file_searches),
	METER("image_generation", "output_images"),
	END_OF_FIELDS
};

static const UsageField outer_tool_fields[] = {
	OUTER_TOOLS,
	/* read by take_generated_images(), as they are of another model */
	IGNORED("image_gen"),
	END_OF_FIELDS
};

/* What the model behind the tool that makes images used, and the author of those that are drawn */
static const UsageField cached_image_fields[] = {
	COUNT("cached_text_tokens", cached_by[MODALITY_TEXT]),
	COUNT("cached_image_tokens", cached_by[MODALITY_IMAGE]),
	END_OF_FIELDS
};

static const UsageField generated_image_fields[] = {
	COUNT("input_tokens", input),
	COUNT("output_tokens", output),
	COUNT("total_tokens", total),
	COUNT("cached_tokens", cache_read),
	OBJECT("input_tokens_details", rr_usage_items_input_fields),
	OBJECT("cached_tokens_details", cached_image_fields),
	OBJECT("output_tokens_details", rr_usage_output_fields),
	END_OF_FIELDS
};

static const UsageField drawn_image_fields[] = {
	COUNT("input_tokens", input),
	COUNT("output_tokens", output),
	COUNT("total_tokens", total),
	COUNT("reasoning_tokens", reasoning),
	TEXT("model", model),
	END_OF_FIELDS
};

/* An element of an array beside the usage, NULL if it is no object */
static JsonbContainer *
object_of_array(JsonbContainer *array, uint32 i)
{
	JsonbValue *value = getIthJsonbValueFromContainer(array, i);

	return value != NULL && value->type == jbvBinary && JsonContainerIsObject(value->val.binary.data) ?
		value->val.binary.data : NULL;
}

/* An array beside the usage, NULL if there is none */
static JsonbContainer *
array_beside(JsonbContainer *around, const char *key)
{
	JsonbValue	value;

	return rr_usage_field(around, key, &value) && value.type == jbvBinary &&
		JsonContainerIsArray(value.val.binary.data) ? value.val.binary.data : NULL;
}

/*
 * The model of the tool that makes images, as the response repeats its tools
 *
 * One that is not named has the name of the tool, for which a rule for names
 * can say what it is.
 */
static UsageText
image_model(JsonbContainer *around)
{
	static const char tool[] = "image_generation";
	JsonbContainer *tools = array_beside(around, "tools");

	for (uint32 i = 0; tools != NULL && i < JsonContainerSize(tools); i++)
	{
		JsonbContainer *entry = object_of_array(tools, i);
		UsageText	model = rr_usage_text(entry, "model");

		if (model.data != NULL && rr_usage_text_is(rr_usage_text(entry, "type"), tool))
			return model;
	}
	return text_of(tool, sizeof(tool) - 1);
}

/*
 * Keep what the model that makes images used as a billed request, as it is not
 * in the usage; false if the response does not say it
 */
static bool
take_generated_images(Usage *usage, JsonbContainer *around, UsageReport *report)
{
	JsonbContainer *images = rr_usage_object(usage, rr_usage_inner_object(around, "tool_usage"), "image_gen");
	UsageReport request = {0};

	if (images == NULL)
		return false;
	rr_usage_read_fields(usage, images, generated_image_fields, NULL, &request);
	if (request.input.value == 0 && request.output.value == 0 && request.total.value == 0)
		return false;
	request.model = image_model(around);
	rr_usage_take_request(usage, report, &request, NULL);
	return true;
}

/* The same for the model that wrote a drawing */
static void
take_drawing(Usage *usage, JsonbContainer *call, UsageReport *report)
{
	JsonbContainer *author = rr_usage_object(usage, call, "svg_usage");
	UsageReport request = {0};

	if (author == NULL)
		return;
	rr_usage_read_fields(usage, author, drawn_image_fields, NULL, &request);
	rr_usage_take_request(usage, report, &request, NULL);
}

/*
 * Count the calls of tools among what a response of OpenAI put out, where they
 * are not counted
 *
 * A call of the web search that opens a page is no search.
 */
static void
count_output_calls(Usage *usage, JsonbContainer *around, bool has_images, UsageReport *report)
{
	JsonbContainer *output = array_beside(around, "output");
	int64		web_searches = 0;
	int64		file_searches = 0;
	int64		images = 0;

	for (uint32 i = 0; output != NULL && i < JsonContainerSize(output); i++)
	{
		JsonbContainer *item = object_of_array(output, i);
		JsonbContainer *action = rr_usage_inner_object(item, "action");
		UsageText	type = rr_usage_text(item, "type");

		if (rr_usage_text_is(type, "file_search_call"))
			file_searches++;
		else if (rr_usage_text_is(type, "image_generation_call"))
		{
			images++;
			take_drawing(usage, item, report);
		}
		else if (rr_usage_text_is(type, "web_search_call") &&
				 (action == NULL || rr_usage_text_is(rr_usage_text(action, "type"), "search")))
			web_searches++;
	}
	if (web_searches > 0 && !is_reported(&report->web_searches))
		report->web_searches = named_count("web_search_call", web_searches);
	if (file_searches > 0 && !is_reported(&report->file_searches))
		report->file_searches = named_count("file_search_call", file_searches);
	if (images > 0 && !has_images)
		rr_usage_problem(usage, USAGE_UNKNOWN,
						 "image_generation_call is " INT64_FORMAT ", and the tokens of its model are not reported.",
						 images);
}

/* What the provider's tools did, by what stands beside the usage, if anything does */
void
rr_usage_read_outer_tools(Usage *usage, JsonbContainer *object, JsonbContainer *around, UsageReport *report)
{
	static const char *const fields[] = {"tool_usage", "server_side_tool_usage"};

	if (around == object)
		return;
	for (size_t i = 0; i < lengthof(fields); i++)
		rr_usage_read_fields(usage, rr_usage_object(usage, around, fields[i]), outer_tool_fields, NULL, report);
	count_output_calls(usage, around, take_generated_images(usage, around, report), report);
}

/*
 * Count the calls of xAI's tools that its own SDK lists by name, one by one,
 * in the usage
 */
void
rr_usage_count_used_tools(Usage *usage, JsonbContainer *object, UsageReport *report)
{
	JsonbContainer *calls = array_beside(object, "server_side_tools_used");

	for (uint32 i = 0; calls != NULL && i < JsonContainerSize(calls); i++)
	{
		JsonbValue *call = getIthJsonbValueFromContainer(calls, i);
		UsageText	name = {NULL, 0};
		const UsageField *field = NULL;
		UsageCount *count;

		if (call != NULL && call->type == jbvString)
			name = text_of(call->val.string.val, call->val.string.len);
		for (const UsageField *tool = inner_tool_fields; name.data != NULL && tool->name != NULL; tool++)
			if (rr_usage_text_is(name, tool->name))
				field = tool;
		if (field == NULL)
			rr_usage_problem(usage, USAGE_UNKNOWN, "server_side_tools_used has a tool that is not known.");
		if (field == NULL || field->use != FIELD_COUNT)
			continue;
		count = (UsageCount *) ((char *) report + field->offset);
		*count = rr_usage_plus(usage, *count, named_count(field->name, 1), field->name);
	}
}

/*
 * Count what xAI's tools did: the sources of its first search are billed one
 * by one, and are not if the calls of its tools are
 */
void
rr_usage_check_tool_calls(Usage *usage, UsageReport *report)
{
	const UsageCount *const kinds[] = {
		&report->web_searches, &report->x_searches, &report->file_searches, &report->code_executions
	};
	int64		known = 0;

	for (size_t i = 0; i < lengthof(kinds); i++)
		known += kinds[i]->value;
	if (report->tool_calls.value > 0 && known == 0)
		rr_usage_problem(usage, USAGE_UNKNOWN,
						 "%s is " INT64_FORMAT ", and it does not say of which tools.",
						 report->tool_calls.name, report->tool_calls.value);
	if (report->sources.value > 0 && known == 0)
		report->web_searches = report->sources;
}
