/*
 * usage_reports.c
 *	  Readers of usage that others have summed up or renamed: the usage report
 *	  of an OpenAI organisation, and LangChain's usage_metadata.
 */
#include "runrate.h"

#include "usage/usage_formats.h"
#include "usage/usage_json.h"

/*
 * OpenAI organisation
 */

static const UsageField organisation_fields[] = {
	COUNT("input_tokens", input),
	COUNT("input_cached_tokens", cache_read),
	COUNT("input_cache_write_tokens", cache_write),
	COUNT("input_cache_write_30m_tokens", cache_write_30m),
	COUNT("input_cache_write_12h_tokens", cache_write_12h),
	CONTAINED("input_uncached_tokens"),
	CONTAINED("input_text_tokens"),
	COUNT("input_audio_tokens", input_by[MODALITY_AUDIO]),
	COUNT("input_image_tokens", input_by[MODALITY_IMAGE]),
	COUNT("input_cached_text_tokens", cached_by[MODALITY_TEXT]),
	COUNT("input_cached_audio_tokens", cached_by[MODALITY_AUDIO]),
	COUNT("input_cached_image_tokens", cached_by[MODALITY_IMAGE]),
	COUNT("output_tokens", output),
	CONTAINED("output_text_tokens"),
	COUNT("output_audio_tokens", output_by[MODALITY_AUDIO]),
	COUNT("output_image_tokens", output_by[MODALITY_IMAGE]),
	COUNT("num_model_requests", requests),
	METER("characters", "input_characters"),
	METER("seconds", "input_audio_seconds"),
	METER("images", "output_images"),
	METER("usage_bytes", "vector_store_bytes"),
	METER("num_sessions", "code_execution_sessions"),
	COUNT("num_requests", quantity),
	TEXT("model", model),
	TEXT("service_tier", service_tier),
	TEXT("object", kind),
	IGNORED("batch"),
	IGNORED("start_time"),
	IGNORED("end_time"),
	IGNORED("project_id"),
	IGNORED("user_id"),
	IGNORED("api_key_id"),
	IGNORED("api_source"),
	IGNORED("context_level"),
	IGNORED("size"),
	IGNORED("source"),
	IGNORED("vector_store_id"),
	END_OF_FIELDS
};

static const UsageText batch_tier = {"batch", 5};
static const UsageText flex_tier = {"flex", 4};
static const UsageText priority_tier = {"priority", 8};

/*
 * OpenAI: a result of the usage report of an organisation
 *
 * input_tokens includes what is read from and written to the cache and all
 * modalities.  It is the sum of num_model_requests requests.
 */
void
rr_usage_read_openai_report(Usage *usage, JsonbContainer *object,
							JsonbContainer *around pg_attribute_unused())
{
	static const char web_searches[] = "organization.usage.web_search";
	static const char file_searches[] = "organization.usage.file_search";
	UsageReport report = {0};
	JsonbValue	batch;

	rr_usage_read_fields(usage, object, organisation_fields, NULL, &report);
	if (rr_usage_field(object, "batch", &batch) && batch.type == jbvBool && batch.val.boolean)
		report.service_tier = batch_tier;
	if (has_prefix(report.kind, web_searches, sizeof(web_searches) - 1))
		report.web_searches = report.quantity;
	else
		report.file_searches = report.quantity;
	report.is_sum = !is_reported(&report.requests);
	/* requests that searched are those that the result for completions counts */
	if (has_prefix(report.kind, web_searches, sizeof(web_searches) - 1) ||
		has_prefix(report.kind, file_searches, sizeof(file_searches) - 1))
		report.requests = named_count("requests", 0);
	rr_usage_add_reports(usage, &report);
}

/*
 * LangChain
 *
 * Its details are free text.  Counts of OpenAI's flex and priority tiers have
 * the tier before their names, and what remains of the input has it alone.
 */

static const UsageField langchain_input_fields[] = {
	COUNT("cache_read", cache_read),
	COUNT("cache_creation", cache_write),
	COUNT("ephemeral_5m_input_tokens", cache_write_5m),
	COUNT("ephemeral_1h_input_tokens", cache_write_1h),
	COUNT("audio", input_by[MODALITY_AUDIO]),
	COUNT("image", input_by[MODALITY_IMAGE]),
	COUNT("video", input_by[MODALITY_VIDEO]),
	CONTAINED("text"),
	COUNT("flex_cache_read", cache_read),
	COUNT("priority_cache_read", cache_read),
	COUNT("flex_cache_creation", cache_write),
	COUNT("priority_cache_creation", cache_write),
	PART("flex", of_flex),
	PART("priority", of_priority),
	END_OF_FIELDS
};

static const UsageField langchain_output_fields[] = {
	COUNT("reasoning", reasoning),
	COUNT("audio", output_by[MODALITY_AUDIO]),
	COUNT("image", output_by[MODALITY_IMAGE]),
	CONTAINED("text"),
	COUNT("flex_reasoning", reasoning),
	COUNT("priority_reasoning", reasoning),
	PART("flex", of_flex),
	PART("priority", of_priority),
	END_OF_FIELDS
};

static const UsageField langchain_fields[] = {
	COUNT("input_tokens", input),
	COUNT("output_tokens", output),
	COUNT("total_tokens", total),
	OBJECT("input_token_details", langchain_input_fields),
	OBJECT("output_token_details", langchain_output_fields),
	END_OF_FIELDS
};

/*
 * LangChain: usage_metadata of a message, or the message
 *
 * input_tokens includes the cache whatever the provider says, output_tokens
 * includes reasoning.  Writes of a known lifetime have 0 as those of any.
 */
void
rr_usage_read_langchain(Usage *usage, JsonbContainer *object, JsonbContainer *around)
{
	JsonbValue	metadata;
	UsageReport report = {0};

	rr_usage_read_fields(usage, object, langchain_fields, NULL, &report);
	if (report.cache_write.value == 0 &&
		(is_reported(&report.cache_write_5m) || is_reported(&report.cache_write_1h)))
		report.cache_write.name = NULL;
	if (is_reported(&report.of_flex))
		report.service_tier = flex_tier;
	else if (is_reported(&report.of_priority))
		report.service_tier = priority_tier;
	if (rr_usage_field(around, "response_metadata", &metadata) && metadata.type == jbvBinary &&
		JsonContainerIsObject(metadata.val.binary.data))
	{
		JsonbContainer *response = metadata.val.binary.data;

		report.model = rr_usage_text(response, "model_name");
		if (report.model.data == NULL)
			report.model = rr_usage_text(response, "model");
		if (report.service_tier.data == NULL)
			report.service_tier = rr_usage_text(response, "service_tier");
	}
	rr_usage_add_reports(usage, &report);
}
