/*
 * usage_formats.h
 *	  The formats of usage objects.
 */
#ifndef RUNRATE_USAGE_FORMATS_H
#define RUNRATE_USAGE_FORMATS_H

#include "utils/jsonb.h"

#include "usage/usage.h"

extern void rr_usage_read(const text *format_name, Jsonb *json, Usage *usage);

/*
 * Readers: each takes the object with the counts and the object that it was
 * found in, which is the same one if it was not wrapped, and notes attempts
 */
extern void rr_usage_read_openai_chat(Usage *usage, JsonbContainer *object,
									  JsonbContainer *around);
extern void rr_usage_read_openai_items(Usage *usage, JsonbContainer *object,
									   JsonbContainer *around);
extern void rr_usage_read_anthropic(Usage *usage, JsonbContainer *object,
									JsonbContainer *around);
extern void rr_usage_read_otel(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_litellm(Usage *usage, JsonbContainer *object, JsonbContainer *around);
extern void rr_usage_read_langfuse(Usage *usage, JsonbContainer *object, JsonbContainer *around);

#endif							/* RUNRATE_USAGE_FORMATS_H */
