/*
 * cost_summary.c
 *	  Storing, reading, adding and comparing cost summaries.
 */
#include "runrate.h"

#include "cost/cost_summary.h"

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

/* What becomes an entry */
typedef struct Entry
{
	const Layer *layer;
	const LayerInfo *info;
	Numeric		total;			/* NULL if no cost is known */
} Entry;

/* qsort comparator: by the bytes of the names */
static int
compare_entries(const void *a, const void *b)
{
	const Entry *left = a;
	const Entry *right = b;
	int			left_size = layer_name_size(left->layer);
	int			right_size = layer_name_size(right->layer);
	int			order = memcmp(left->info->name, right->info->name, Min(left_size, right_size));

	return order != 0 ? order : left_size - right_size;
}

/* Bytes from the start of an entry to its cost */
static Size
cost_offset(const Entry *entry)
{
	return INTALIGN(SizeOfStoredLayer + layer_name_size(entry->layer));
}

/* Bytes that an entry takes */
static Size
stored_size(const Entry *entry)
{
	return MAXALIGN(cost_offset(entry) + (entry->total == NULL ? 0 : VARSIZE(entry->total)));
}

/* Write an entry into zeroed memory */
static void
store_entry(StoredLayer *stored, const Entry *entry)
{
	stored->priced = entry->layer->cost.count;
	stored->events = stored->priced + entry->info->unpriced;
	stored->size = stored_size(entry);
	stored->name_size = layer_name_size(entry->layer);
	memcpy(stored->name, entry->info->name, stored->name_size);
	if (entry->total != NULL)
	{
		stored->cost_offset = cost_offset(entry);
		memcpy((char *) stored + stored->cost_offset, entry->total, VARSIZE(entry->total));
	}
}

/*
 * Make the stored form of what has been computed; the work is left as it is
 *
 * Errors if a bigint cannot hold the number of outcomes.
 */
CostSummary *
rr_cost_summary_store(const SummaryWork *work)
{
	const LayerTable *table = &work->table;
	Entry	   *entries = palloc(Max(table->nlayers, 1) * sizeof(Entry));
	Size		size = sizeof(CostSummary);
	int			nentries = 0;
	CostSummary *summary;
	StoredLayer *stored;

	if (work->outcomes < PG_INT64_MIN || work->outcomes > PG_INT64_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of outcomes is out of range")));
	for (int i = 0; i < table->nslots; i++)
	{
		Entry	   *entry = &entries[nentries];

		if (layer_events(table, &table->layers[i]) == 0)
			continue;
		entry->layer = &table->layers[i];
		entry->info = &table->infos[i];
		entry->total = rr_money_total(&entry->layer->cost);
		size += stored_size(entry);
		nentries++;
	}
	qsort(entries, nentries, sizeof(Entry), compare_entries);

	summary = palloc0(size);
	SET_VARSIZE(summary, size);
	summary->version = COST_SUMMARY_VERSION;
	summary->nlayers = nentries;
	summary->outcomes = work->outcomes;
	stored = (StoredLayer *) (summary + 1);
	for (int i = 0; i < nentries; i++)
	{
		store_entry(stored, &entries[i]);
		stored = (StoredLayer *) ((char *) stored + stored->size);
	}
	return summary;
}

/* Add a stored summary */
void
rr_summary_add(SummaryWork *work, const CostSummary *summary, void *owner)
{
	const StoredLayer *stored = first_layer(summary);

	work->outcomes += summary->outcomes;
	for (int i = 0; i < summary->nlayers; i++, stored = next_layer(stored))
	{
		Layer	   *layer = layer_get(&work->table, stored->name, stored->name_size, owner);

		rr_layer_add_events(&work->table, layer, stored->events, stored->priced);
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

		layer_info(&work->table, layer)->unpriced -= stored->events - stored->priced;
		if (stored->cost_offset != 0 &&
			!rr_money_subtract(&layer->cost, NumericGetDatum(layer_total(stored)),
							   stored->priced, owner))
			return false;
	}
	return true;
}
