/*
 * cost_summary.h
 *	  The type cost_summary: exact cost per layer, events, outcomes.
 *
 * A stored summary is a header and one entry per layer, sorted by the bytes of
 * the layers' names, each with its total as PostgreSQL stores a numeric.  Equal
 * contents have equal bytes, and reading a layer copies nothing.
 */
#ifndef RUNRATE_COST_SUMMARY_H
#define RUNRATE_COST_SUMMARY_H

#include "runrate.h"

#include "cost/layer_table.h"

#define COST_SUMMARY_VERSION	1

typedef struct CostSummary
{
	int32		vl_len_;		/* varlena header (do not touch directly!) */
	uint8		version;		/* COST_SUMMARY_VERSION */
	uint8		flags;			/* always zero */
	uint16		nlayers;
	int64		outcomes;
	/* StoredLayer entries follow */
} CostSummary;

typedef struct StoredLayer
{
	int64		events;			/* at least 1 */
	int64		priced;			/* events whose cost is known */
	uint32		size;			/* of the whole entry, a multiple of 8 */
	uint16		name_size;
	uint16		cost_offset;	/* from the start of the entry, 0 if none is
								 * known */
	char		name[FLEXIBLE_ARRAY_MEMBER];
} StoredLayer;

#define SizeOfStoredLayer	offsetof(StoredLayer, name)

/* A summary while it is computed; outcomes are wide so that no order overflows */
typedef struct SummaryWork
{
	LayerTable	table;
	int128		outcomes;
} SummaryWork;

extern CostSummary *rr_cost_summary_arg(FunctionCallInfo fcinfo, int argno);
extern CostSummary *rr_cost_summary_store(const SummaryWork *work);
extern void rr_cost_summary_check(const CostSummary *summary);
extern void rr_summary_add(SummaryWork *work, const CostSummary *summary, void *owner);
extern bool rr_summary_subtract(SummaryWork *work, const CostSummary *summary, void *owner);

static inline const StoredLayer *
first_layer(const CostSummary *summary)
{
	return (const StoredLayer *) (summary + 1);
}

static inline const StoredLayer *
next_layer(const StoredLayer *layer)
{
	return (const StoredLayer *) ((const char *) layer + layer->size);
}

/* The total of a layer; NULL if the cost of none of its events is known */
static inline Numeric
layer_total(const StoredLayer *layer)
{
	return layer->cost_offset == 0 ? NULL :
		(Numeric) ((const char *) layer + layer->cost_offset);
}

#endif							/* RUNRATE_COST_SUMMARY_H */
