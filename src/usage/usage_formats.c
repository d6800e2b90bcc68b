/*
 * usage_formats.c
 *	  The list of all formats of usage objects, and how one is read.
 *
 * A reader gets the usage object and the object that it was found in, and
 * notes one attempt or several.  What the input and output totals of a format
 * include is the knowledge of the readers; where they exclude something, it is
 * added, so that usage.c sees totals that include everything.
 */
#include "runrate.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "usage/usage_attributes.h"
#include "usage/usage_formats.h"
#include "usage/usage_json.h"

typedef struct UsageFormat
{
	const char *name;

	/*
	 * objects that the usage may be wrapped in, from the outside to the
	 * inside
	 */
	const char *wrappers[4];
	/* one of the format's own fields has to be there */
	bool		must_be_recognized;
	UsageReader read;
	/* the object may be an array of keys and values, or nested by its names */
	bool		is_attributes;

	/* where a line of the results of a batch has the answer */
	const char *batch_answer[2];
} UsageFormat;

static const UsageFormat formats[] = {
	{"openai_chat", {"usage", "usage_info"}, true, rr_usage_read_openai_chat, false, {"response", "body"}},
	{"openai_responses", {"response", "usage"}, true, rr_usage_read_openai_items, false, {"response", "body"}},
	{"openai_realtime", {"response", "usage"}, true, rr_usage_read_openai_items},
	{"openai_report", {NULL}, true, rr_usage_read_openai_report},
	{"anthropic", {"message", "usage"}, true, rr_usage_read_anthropic, false, {"result", "message"}},
	{"anthropic_report", {NULL}, true, rr_usage_read_anthropic_report},
	{"claude_code", {NULL}, true, rr_usage_read_claude_code},
	{"bedrock_converse", {"amazon-bedrock-invocationMetrics", "metadata", "usage"}, true, rr_usage_read_bedrock_converse, false, {"modelOutput"}},
	{"bedrock_invocation", {"amazon-bedrock-invocationMetrics"}, true, rr_usage_read_bedrock_invocation, false, {"modelOutput"}},
	{"gemini", {"interaction", "usageMetadata", "usage_metadata", "usage"}, true, rr_usage_read_gemini, false, {"response"}},
	{"xai", {"usage"}, true, rr_usage_read_xai},
	{"perplexity", {"usage"}, true, rr_usage_read_perplexity},
	{"cohere", {"usage", "meta"}, true, rr_usage_read_cohere},
	{"ollama", {NULL}, true, rr_usage_read_ollama},
	{"langchain", {"usage_metadata"}, true, rr_usage_read_langchain},
	{"otel", {"attributes", "Attributes", "SpanAttributes"}, false, rr_usage_read_otel, true},
	{"openinference", {"attributes", "Attributes", "SpanAttributes"}, false, rr_usage_read_otel, true},
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
 * Get what is wrapped under a key; NULL if it is null, or a problem if it is
 * nothing that the format has there
 */
static JsonbContainer *
unwrapped(Usage *usage, const UsageFormat *format, JsonbContainer *around, const char *key)
{
	JsonbValue	value;

	if (format->is_attributes && rr_usage_field(around, key, &value) && value.type == jbvBinary)
		return value.val.binary.data;
	return rr_usage_object(usage, around, key);
}

/* Is it a line of the results of a batch?  It has the key that its request had. */
static bool
is_batch_line(JsonbContainer *line)
{
	static const char *const keys[] = {"custom_id", "recordId", "key", "request"};
	JsonbValue	value;

	for (size_t i = 0; i < lengthof(keys); i++)
		if (rr_usage_field(line, keys[i], &value))
			return true;
	return false;
}

/* The answer in such a line, or in what else it came in; NULL if it is in nothing */
static JsonbContainer *
outer_answer(const UsageFormat *format, JsonbContainer *line)
{
	for (size_t i = 0; i < lengthof(format->batch_answer) && format->batch_answer[i] != NULL; i++)
		line = rr_usage_inner_object(line, format->batch_answer[i]);
	return format->batch_answer[0] == NULL ? NULL : line;
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
	JsonbContainer *around;
	JsonbContainer *answer = NULL;

	memset(usage, 0, sizeof(Usage));
	rr_usage_init_attempt(&usage->sum);
	format = find_format(usage, format_name);
	if (format == NULL)
		return;
	if (is_null_document(json))
	{
		usage->is_null = true;
		return;
	}
	if (!JB_ROOT_IS_OBJECT(json) && !(format->is_attributes && !JB_ROOT_IS_SCALAR(json)))
	{
		rr_usage_problem(usage, USAGE_INVALID, "The document is not an object.");
		return;
	}

	if (JsonContainerIsObject(object))
		answer = outer_answer(format, object);
	if (answer != NULL)
		object = answer;
	around = object;
	for (size_t i = 0; i < lengthof(format->wrappers) && format->wrappers[i] != NULL; i++)
	{
		JsonbValue	wrapped;

		if (!JsonContainerIsObject(object) ||
			getKeyJsonValueFromContainer(object, format->wrappers[i],
										 strlen(format->wrappers[i]), &wrapped) == NULL)
			continue;
		around = object;
		object = unwrapped(usage, format, around, format->wrappers[i]);
		if (object == NULL)
		{
			usage->is_null = usage->problem.message == NULL;
			return;
		}
	}
	if (format->is_attributes)
	{
		object = rr_usage_flat_attributes(usage, object);
		if (!JsonContainerIsObject(around))
			around = object;
	}

	usage->recognized = false;
	format->read(usage, object, around);
	if (answer != NULL && is_batch_line(&json->root))
		usage->service_tier = text_of("batch", 5);
	if (format->must_be_recognized && !usage->recognized && JsonContainerSize(object) > 0)
	{
		/* says more than that its fields are not known */
		usage->problem.message = NULL;
		rr_usage_problem(usage, USAGE_INVALID, "It has no field of format \"%s\".", format->name);
	}
}
