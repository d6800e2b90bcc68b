/*
 * usage_formats.h
 *	  The formats of usage objects.
 */
#ifndef RUNRATE_USAGE_FORMATS_H
#define RUNRATE_USAGE_FORMATS_H

#include "utils/jsonb.h"

#include "usage/usage_fields.h"

extern void rr_usage_read(const text *format_name, Jsonb *json, Usage *usage);

/*
 * Readers: each takes the object with the counts and the object that it was
 * found in, which is the same one if it was not wrapped, and notes attempts
 */
typedef void (*UsageReader) (Usage *usage, JsonbContainer *object, JsonbContainer *around);

/* usage_openai.c */
extern const UsageField rr_usage_items_input_fields[];
extern const UsageField rr_usage_output_fields[];
extern void rr_usage_read_openai_chat(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_openai_details(Usage *usage, JsonbContainer *object, JsonbContainer *around,
										 UsageReport *report);
extern void rr_usage_read_openai_items(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_perplexity(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_take_ticks(UsageReport *report);
extern void rr_usage_read_xai(Usage *usage, JsonbContainer *object, JsonbContainer *around);

/* usage_tools.c */
extern const UsageField rr_usage_tool_fields[];
extern const UsageField rr_usage_agent_tool_fields[];
extern const UsageField rr_usage_connector_fields[];
extern void rr_usage_read_outer_tools(Usage *usage, JsonbContainer *object, JsonbContainer *around,
									  UsageReport *report);
extern void rr_usage_count_used_tools(Usage *usage, JsonbContainer *object, UsageReport *report);
extern void rr_usage_check_tool_calls(Usage *usage, UsageReport *report);

/* usage_anthropic.c */
extern const UsageField rr_usage_iteration_fields[];
extern const UsageField rr_usage_message_fields[];
extern void rr_usage_take_iteration(Usage *usage, UsageReport *report, const UsageReport *element,
									const UsageField *field);
extern void rr_usage_include_cache(Usage *usage, UsageReport *report);
extern void rr_usage_read_anthropic(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_claude_code(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern bool rr_usage_line_ids(Jsonb *json, UsageText *message, UsageText *request);
extern void rr_usage_read_anthropic_report(Usage *usage, JsonbContainer *object, JsonbContainer *around);

/* usage_providers.c */
extern void rr_usage_read_bedrock_converse(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_bedrock_invocation(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_gemini(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_cohere(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_ollama(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern bool rr_usage_bills_prompts(UsageText model);

/* usage_reports.c */
extern void rr_usage_read_openai_report(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_langchain(Usage *usage, JsonbContainer *object, JsonbContainer *around);

/* usage_records.c */
extern UsageReader rr_usage_reader_by_shape(JsonbContainer *reported);
extern void rr_usage_read_otel(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_litellm(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_langfuse(Usage *usage, JsonbContainer *object, JsonbContainer *around);

#endif							/* RUNRATE_USAGE_FORMATS_H */
