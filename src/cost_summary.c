/*
 * cost_summary.c
 *	  Storing, reading, adding and comparing cost summaries.
 */
#include "runrate.h"

#include "common/int.h"

#include "cost_summary.h"

/* Refuse a summary of a format that this library does not know */
void
rr_cost_summary_check(const CostSummary *summary)
{
	if (VARSIZE(summary) < sizeof(CostSummary) ||
		summary->version != COST_SUMMARY_VERSION || summary->flags != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATA_CORRUPTED),
				 errmsg("cost_summary has an unknown format"),
				 errdetail("Version is %d, flags are %d.", summary->version, summary->flags)));
}

/* Argument argno as a detoasted and checked summary */
CostSummary *
rr_cost_summary_arg(FunctionCallInfo fcinfo, int argno)
{
	CostSummary *summary = (CostSummary *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argno));

	rr_cost_summary_check(summary);
	return summary;
}

/* qsort comparator: by the bytes of the names */
static int
compare_layers(const void *a, const void *b)
{
	const Layer *left = *(Layer *const *) a;
	const Layer *right = *(Layer *const *) b;
	int			order = memcmp(left->name, right->name,
							   Min(left->name_size, right->name_size));

	return order != 0 ? order : left->name_size - right->name_size;
}

/* Bytes that an entry takes */
static Size
stored_size(const Layer *layer, Numeric total)
{
	Size		size = SizeOfStoredLayer + layer->name_size;

	if (total != NULL)
		size = INTALIGN(size) + VARSIZE(total);
	return MAXALIGN(size);
}

/* Write an entry into zeroed memory */
static void
store_layer(StoredLayer *stored, const Layer *layer, Numeric total)
{
	stored->events = layer->events;
	stored->priced = layer->cost.count;
	stored->size = stored_size(layer, total);
	stored->name_size = layer->name_size;
	memcpy(stored->name, layer->name, layer->name_size);
	if (total != NULL)
	{
		stored->cost_offset = INTALIGN(SizeOfStoredLayer + layer->name_size);
		memcpy((char *) stored + stored->cost_offset, total, VARSIZE(total));
	}
}

/* Make the stored form of what has been computed; the work is left as it is */
CostSummary *
rr_cost_summary_store(const SummaryWork *work)
{
	const LayerTable *table = &work->table;
	Layer	  **layers = palloc(Max(table->nlayers, 1) * sizeof(Layer *));
	Numeric    *totals = palloc(Max(table->nlayers, 1) * sizeof(Numeric));
	Size		size = sizeof(CostSummary);
	int			nlayers = 0;
	CostSummary *summary;
	StoredLayer *stored;

	for (int i = 0; i < table->nlayers; i++)
		if (table->layers[i].events != 0)
			layers[nlayers++] = &table->layers[i];
	qsort(layers, nlayers, sizeof(Layer *), compare_layers);
	for (int i = 0; i < nlayers; i++)
	{
		totals[i] = rr_money_total(&layers[i]->cost);
		size += stored_size(layers[i], totals[i]);
	}

	summary = palloc0(size);
	SET_VARSIZE(summary, size);
	summary->version = COST_SUMMARY_VERSION;
	summary->nlayers = nlayers;
	summary->outcomes = work->outcomes;
	stored = (StoredLayer *) (summary + 1);
	for (int i = 0; i < nlayers; i++)
	{
		store_layer(stored, layers[i], totals[i]);
		stored = (StoredLayer *) ((char *) stored + stored->size);
	}
	return summary;
}

/* Count events; errors if there are more than a bigint can hold */
void
rr_layer_add_events(Layer *layer, int64 events)
{
	if (pg_add_s64_overflow(layer->events, events, &layer->events))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of events is out of range")));
}

/* Count outcomes, negative ones being taken back; errors like the above */
void
rr_summary_add_outcomes(SummaryWork *work, int64 outcomes)
{
	if (pg_add_s64_overflow(work->outcomes, outcomes, &work->outcomes))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of outcomes is out of range")));
}

/* Add a stored summary */
void
rr_summary_add(SummaryWork *work, const CostSummary *summary, void *owner)
{
	const StoredLayer *stored = first_layer(summary);

	rr_summary_add_outcomes(work, summary->outcomes);
	for (int i = 0; i < summary->nlayers; i++, stored = next_layer(stored))
	{
		Layer	   *layer = layer_get(&work->table, stored->name, stored->name_size, owner);

		rr_layer_add_events(layer, stored->events);
		if (stored->cost_offset != 0)
			rr_money_add_any(&layer->cost, NumericGetDatum(layer_total(stored)),
							 stored->priced, owner);
	}
}

/*
 * Subtract a stored summary that was added before
 *
 * Returns false if the result cannot be had this way, see rr_money_subtract().
 */
bool
rr_summary_subtract(SummaryWork *work, const CostSummary *summary, void *owner)
{
	const StoredLayer *stored = first_layer(summary);

	work->outcomes -= summary->outcomes;
	for (int i = 0; i < summary->nlayers; i++, stored = next_layer(stored))
	{
		Layer	   *layer = layer_get(&work->table, stored->name, stored->name_size, owner);

		layer->events -= stored->events;
		if (stored->cost_offset != 0 &&
			!rr_money_subtract(&layer->cost, NumericGetDatum(layer_total(stored)),
							   stored->priced, owner))
			return false;
	}
	return true;
}
