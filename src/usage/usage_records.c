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

/*
 * Spans of these operations repeat what the spans below them report, so their
 * usage is none of their own
 */
static const char *const parent_operations[] = {
	"invoke_agent", "agent_step", "create_agent", "invoke_workflow"
};

static bool
is_parent_span(JsonbContainer *attributes)
{
	UsageText	operation = rr_usage_text(attributes, "gen_ai.operation.name");

	for (size_t i = 0; i < lengthof(parent_operations); i++)
		if (rr_usage_text_is(operation, parent_operations[i]))
			return true;
	return false;
}

/* A text that has two names, the first of which wins */
static UsageText
first_text(JsonbContainer *object, const char *key, const char *other_key)
{
	UsageText text = rr_usage_text(object, key);

	return text.data != NULL ? text : rr_usage_text(object, other_key);
}

/*
 * OpenTelemetry: attributes of a gen_ai span, under the present names and those
 * that went before
 *
 * Input includes the cache, output includes reasoning.  Stores that keep all
 * attributes as text are common, so digits in a string are a number.
 */
void
rr_usage_read_otel(Usage *usage, JsonbContainer *object,
				   JsonbContainer *around pg_attribute_unused())
{
	static const char *const modalities[NMODALITIES][2] = {
		{"gen_ai.usage.text.input_tokens", "gen_ai.usage.text.output_tokens"},
		{"gen_ai.usage.audio.input_tokens", "gen_ai.usage.audio.output_tokens"},
		{"gen_ai.usage.image.input_tokens", "gen_ai.usage.image.output_tokens"},
		{"gen_ai.usage.video.input_tokens", "gen_ai.usage.video.output_tokens"},
	};
	UsageReport report = {0};

	if (is_parent_span(object))
		return;
	usage->text_counts = true;
	report.model = first_text(object, "gen_ai.response.model", "gen_ai.request.model");
	report.input = usage_count_of(usage, object,
								  "gen_ai.usage.input_tokens",
								  "gen_ai.usage.prompt_tokens");
	report.output = usage_count_of(usage, object,
								   "gen_ai.usage.output_tokens",
								   "gen_ai.usage.completion_tokens");
	report.cache_read = usage_count_of(usage, object,
									   "gen_ai.usage.cache_read.input_tokens",
									   "gen_ai.usage.cache_read_input_tokens",
									   "gen_ai.usage.cache_read_tokens",
									   "gen_ai.usage.details.cache_read_tokens",
									   "gen_ai.usage.prompt_details.cache_read");
	report.cache_write = usage_count_of(usage, object,
										"gen_ai.usage.cache_creation.input_tokens",
										"gen_ai.usage.cache_creation_input_tokens",
										"gen_ai.usage.cache_write_tokens",
										"gen_ai.usage.details.cache_write_tokens",
										"gen_ai.usage.prompt_details.cache_write");
	report.reasoning = usage_count_of(usage, object,
									  "gen_ai.usage.reasoning.output_tokens",
									  "gen_ai.usage.reasoning_tokens",
									  "gen_ai.usage.details.reasoning_tokens",
									  "gen_ai.usage.completion_details.reasoning");
	for (int m = 0; m < NMODALITIES; m++)
	{
		report.input_by[m] = rr_usage_count(usage, object, modalities[m][0]);
		report.output_by[m] = rr_usage_count(usage, object, modalities[m][1]);
	}

	usage->service_tier = first_text(object, "openai.response.service_tier",
									 "gen_ai.openai.response.service_tier");
	rr_usage_add_report(usage, &report);
}

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

/*
 * LiteLLM: a row of its spend log
 *
 * metadata.usage_object has what the provider reported, nearly always turned
 * into the form of OpenAI chat.  Without it there are the columns, which are 0
 * where LiteLLM knew nothing: nothing but zeros reports nothing.  An answer
 * from LiteLLM's own cache repeats the usage of the answer that it repeats,
 * but no provider was asked: it used nothing.
 */
void
rr_usage_read_litellm(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	JsonbContainer *metadata = rr_usage_object(usage, object, "metadata");
	JsonbContainer *reported = rr_usage_object(usage, metadata, "usage_object");
	UsageReport report = {0};
	JsonbValue	field;

	report.model = rr_usage_text(object, "model");
	if (is_litellm_cache_hit(object))
	{
		report.input = (UsageCount)
		{
			"prompt_tokens", 0
		};
		report.output = (UsageCount)
		{
			"completion_tokens", 0
		};
		report.unbilled = true;
		rr_usage_add_report(usage, &report);
	}
	else if (rr_usage_field(reported, "prompt_tokens", &field))
		rr_usage_read_openai_chat(usage, reported, around);
	else if (rr_usage_field(reported, "input_tokens_details", &field))
		rr_usage_read_openai_items(usage, reported, around);
	else if (rr_usage_field(reported, "input_tokens", &field))
		rr_usage_read_anthropic(usage, reported, around);
	else
	{
		report.input = rr_usage_count(usage, object, "prompt_tokens");
		report.output = rr_usage_count(usage, object, "completion_tokens");
		report.total = rr_usage_count(usage, object, "total_tokens");
		if (report.input.value != 0 || report.output.value != 0 || report.total.value != 0)
			rr_usage_add_report(usage, &report);
	}
}

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
		{"input_audio", BUCKET_INPUT_AUDIO},
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

/*
 * Langfuse: usage details, whose types exclude each other
 *
 * Types are free text there.  One without a bucket is a problem, because no
 * other type includes its tokens.
 */
void
rr_usage_read_langfuse(Usage *usage, JsonbContainer *object, JsonbContainer *around)
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
	output = sum_buckets(usage, buckets, BUCKET_OUTPUT, LAST_TOKEN_BUCKET, "all output");
	if (is_reported(&total) && (int128) input.value + output.value != total.value)
		rr_usage_problem(usage, USAGE_CONTRADICTION,
						 "The usage types add up to " INT64_FORMAT " and " INT64_FORMAT
						 " tokens of input and output, total is " INT64_FORMAT ".",
						 input.value, output.value, total.value);

	rr_usage_init_attempt(&attempt);
	attempt.model = first_text(around, "provided_model_name", "model");
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
