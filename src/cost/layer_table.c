/*
 * layer_table.c
 *	  Growing a table of cost layers, and counting its events.
 */
#include "runrate.h"

#include "common/int.h"
#include "utils/memutils.h"

#include "cost/layer_table.h"

/* The free slot for a name that is not in the table */
static int
free_slot(const LayerTable *table, uint64 head, uint64 tail)
{
	uint32		mask = table->nslots - 1;
	uint32		slot = layer_hash(head, tail) & mask;

	while (table->layers[slot].cost.owner_mark != 0)
		slot = (slot + 1) & mask;
	return slot;
}

/* Give the table so many slots, all free, each in a cache line of its own */
static void
allocate_slots(LayerTable *table, int nslots, MemoryContext context)
{
	StaticAssertStmt(sizeof(Layer) == CACHE_LINE, "a layer must fill a cache line");

	table->chunk = MemoryContextAllocZero(context, CACHE_LINE +
										  nslots * (sizeof(Layer) + sizeof(LayerInfo)));
	table->layers = (Layer *) TYPEALIGN(CACHE_LINE, table->chunk);
	table->infos = (LayerInfo *) (table->layers + nslots);
	table->nslots = nslots;
	table->nlayers = 0;
}

/* Put the layers of an old table into a new one, but for those without events */
static void
move_layers(LayerTable *table, const LayerTable *old)
{
	for (int i = 0; i < old->nslots; i++)
	{
		const Layer *layer = &old->layers[i];
		int			slot;

		if (layer->cost.owner_mark == 0)
			continue;
		if (layer_events(old, layer) == 0)
		{
			/* all of them have left the window frame */
			pfree(unconstify(char *, old->infos[i].name));
			continue;
		}
		slot = free_slot(table, layer->head, layer->tail);
		table->layers[slot] = *layer;
		table->infos[slot] = old->infos[i];
		table->nlayers++;
	}
}

/* Make room for one more layer */
static void
make_room(LayerTable *table, MemoryContext context)
{
	LayerTable	old = *table;
	int			remaining = 0;
	int			nslots = 2;

	for (int i = 0; i < old.nslots; i++)
		remaining += layer_events(&old, &old.layers[i]) != 0;
	if (remaining >= MAX_LAYERS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many cost layers"),
				 errdetail("A cost summary has at most %d layers.", MAX_LAYERS),
				 errhint("A layer is a kind of cost, such as \"inference\", not a work item or a model.")));
	while (nslots < 2 * (remaining + 1))
		nslots *= 2;

	allocate_slots(table, nslots, context);
	if (old.nslots > 0)
	{
		move_layers(table, &old);
		pfree(old.chunk);
	}
}

/*
 * Make a layer, which must not be there yet
 *
 * It and its name go into the memory context of owner.  A layer that was made
 * before may have moved.
 */
Layer	   *
rr_layer_insert(LayerTable *table, const char *name, int size, void *owner)
{
	MemoryContext context = GetMemoryChunkContext(owner);
	uint64		head;
	uint64		tail;
	int			slot;

	if (size > MAX_LAYER_NAME)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("name of a cost layer is too long"),
				 errdetail("It has %d bytes, the limit is %d.", size, MAX_LAYER_NAME)));
	if (2 * (table->nlayers + 1) > table->nslots)
		make_room(table, context);

	layer_key(name, size, &head, &tail);
	slot = free_slot(table, head, tail);
	table->layers[slot].head = head;
	table->layers[slot].tail = tail;
	table->layers[slot].cost.owner_mark = size + 1;
	table->infos[slot].name = memcpy(MemoryContextAlloc(context, Max(size, 1)), name, size);
	table->nlayers++;
	return &table->layers[slot];
}

/*
 * Check that a layer can take so many more events, and count those whose cost
 * is not known; the others are counted when their cost is added
 */
void
rr_layer_add_events(LayerTable *table, Layer *layer, int64 events, int64 priced)
{
	int64		sum;

	if (pg_add_s64_overflow(layer_events(table, layer), events, &sum))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("number of events is out of range")));
	layer_info(table, layer)->unpriced += events - priced;
}
