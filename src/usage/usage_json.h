/*
 * usage_json.h
 *	  Read the fields of a usage object: null is absent, and what is wrong is a
 *	  problem of the Usage, not an error.
 */
#ifndef RUNRATE_USAGE_JSON_H
#define RUNRATE_USAGE_JSON_H

#include "utils/jsonb.h"

#include "usage/usage.h"

extern UsageCount rr_usage_json_count(Usage *usage, const JsonbValue *value, const char *name);
extern Numeric rr_usage_json_amount(Usage *usage, const JsonbValue *value, const char *name);
extern bool rr_usage_field(JsonbContainer *object, const char *key, JsonbValue *value);
extern JsonbContainer *rr_usage_object(Usage *usage, JsonbContainer *object, const char *key);
extern JsonbContainer *rr_usage_element(Usage *usage, JsonbContainer *array, uint32 i,
										const char *name);
extern const char *rr_usage_shown_number(Numeric number);
extern void rr_usage_agree(Usage *usage, UsageCount *count, const UsageCount *other);
extern JsonbContainer *rr_usage_inner_object(JsonbContainer *object, const char *key);
extern UsageText rr_usage_text(JsonbContainer *object, const char *key);
extern bool rr_usage_text_is(UsageText text, const char *other);

#endif							/* RUNRATE_USAGE_JSON_H */
