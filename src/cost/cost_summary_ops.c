/*
 * cost_summary_ops.c
 *	  Operators of type cost_summary: sum and equality.
 *
 * Two summaries are equal if their layers, events and outcomes are and the
 * costs have equal values; 1.5 equals 1.50, as it does in numeric.  There is no
 * order: which of two summaries is the smaller one would be a question without
 * a meaning.
 */
#include "runrate.h"

#include "common/hashfn.h"
#include "utils/fmgrprotos.h"

#include "cost/cost_summary.h"

PG_FUNCTION_INFO_V1(rr_cost_summary_add);
/* a + b: the summary of the events of both */
Datum
rr_cost_summary_add(PG_FUNCTION_ARGS)
{
	SummaryWork *work = palloc0(sizeof(SummaryWork));

	rr_summary_add(work, rr_cost_summary_arg(fcinfo, 0), work);
	rr_summary_add(work, rr_cost_summary_arg(fcinfo, 1), work);
	PG_RETURN_POINTER(rr_cost_summary_store(work));
}

/* Are two totals, either of which may be unknown, equal in value? */
static bool
same_total(Numeric a, Numeric b)
{
	if (a == NULL || b == NULL)
		return a == b;
	return DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(a), NumericGetDatum(b)));
}

static bool
same_layer(const StoredLayer *a, const StoredLayer *b)
{
	return a->events == b->events && a->priced == b->priced &&
		a->name_size == b->name_size && memcmp(a->name, b->name, a->name_size) == 0 &&
		same_total(layer_total(a), layer_total(b));
}

static bool
same_summary(const CostSummary *a, const CostSummary *b)
{
	const StoredLayer *layer_a = first_layer(a);
	const StoredLayer *layer_b = first_layer(b);

	if (a->outcomes != b->outcomes || a->nlayers != b->nlayers)
		return false;
	for (int i = 0; i < a->nlayers; i++)
	{
		if (!same_layer(layer_a, layer_b))
			return false;
		layer_a = next_layer(layer_a);
		layer_b = next_layer(layer_b);
	}
	return true;
}

PG_FUNCTION_INFO_V1(rr_cost_summary_eq);
/* a = b */
Datum
rr_cost_summary_eq(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(same_summary(rr_cost_summary_arg(fcinfo, 0), rr_cost_summary_arg(fcinfo, 1)));
}

PG_FUNCTION_INFO_V1(rr_cost_summary_ne);
/* a <> b */
Datum
rr_cost_summary_ne(PG_FUNCTION_ARGS)
{
	PG_RETURN_BOOL(!same_summary(rr_cost_summary_arg(fcinfo, 0), rr_cost_summary_arg(fcinfo, 1)));
}

/* Hash what same_summary() compares */
static uint64
hash_summary(const CostSummary *summary, uint64 seed)
{
	const StoredLayer *layer = first_layer(summary);
	uint64		hash = hash_combine64(seed, summary->outcomes);

	for (int i = 0; i < summary->nlayers; i++, layer = next_layer(layer))
	{
		Numeric		total = layer_total(layer);

		hash = hash_combine64(hash, hash_bytes((const unsigned char *) layer->name,
											   layer->name_size));
		hash = hash_combine64(hash, layer->events);
		hash = hash_combine64(hash, layer->priced);
		if (total != NULL)
			hash = hash_combine64(hash, DatumGetUInt32(DirectFunctionCall1(hash_numeric,
																		   NumericGetDatum(total))));
	}
	return hash;
}

PG_FUNCTION_INFO_V1(rr_cost_summary_hash);
/* Hash function of the operator class */
Datum
rr_cost_summary_hash(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32((int32) hash_summary(rr_cost_summary_arg(fcinfo, 0), 0));
}

PG_FUNCTION_INFO_V1(rr_cost_summary_hash_extended);
/* Hash function of the operator class, with a seed */
Datum
rr_cost_summary_hash_extended(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64((int64) hash_summary(rr_cost_summary_arg(fcinfo, 0), PG_GETARG_INT64(1)));
}
