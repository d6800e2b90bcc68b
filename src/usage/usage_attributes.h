/*
 * usage_attributes.h
 *	  Attributes of a span in the forms that exporters and stores give them.
 */
#ifndef RUNRATE_USAGE_ATTRIBUTES_H
#define RUNRATE_USAGE_ATTRIBUTES_H

#include "utils/jsonb.h"

#include "usage/usage_fields.h"

extern JsonbContainer *rr_usage_flat_attributes(Usage *usage, JsonbContainer *attributes);

#endif							/* RUNRATE_USAGE_ATTRIBUTES_H */
