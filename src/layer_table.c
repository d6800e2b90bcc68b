/*
 * layer_table.c
 *	  Growing a table of cost layers.
 */
#include "runrate.h"

#include "utils/memutils.h"

#include "layer_table.h"

/* Enter layer number i into the slots */
static void
enter_slot(LayerTable *table, int i)
{
	uint32		mask = 2 * table->capacity - 1;
	uint32		slot = layer_hash(table->layers[i].head, table->layers[i].tail) & mask;

	while (table->slots[slot] != 0)
		slot = (slot + 1) & mask;
	table->slots[slot] = i + 1;
}

/* Forget the layers all of whose events have left the window frame */
static void
drop_empty_layers(LayerTable *table)
{
	int			kept = 0;

	for (int i = 0; i < table->nlayers; i++)
	{
		if (table->layers[i].events != 0)
			table->layers[kept++] = table->layers[i];
		else
			pfree(unconstify(char *, table->layers[i].name));
	}
	table->nlayers = kept;
}

/* Make room for one more layer */
static void
make_room(LayerTable *table, MemoryContext context)
{
	int			capacity = Max(table->capacity, 1);

	drop_empty_layers(table);
	while (capacity <= table->nlayers)
		capacity *= 2;
	if (table->nlayers >= MAX_LAYERS)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("too many cost layers"),
				 errdetail("A cost summary has at most %d layers.", MAX_LAYERS),
				 errhint("A layer is a kind of cost, such as \"inference\", not a work item or a model.")));

	if (table->layers == NULL)
		table->layers = MemoryContextAlloc(context, capacity * sizeof(Layer));
	else
	{
		table->layers = repalloc(table->layers, capacity * sizeof(Layer));
		pfree(table->slots);
	}
	table->slots = MemoryContextAllocZero(context, 2 * capacity * sizeof(uint16));
	table->capacity = capacity;
	for (int i = 0; i < table->nlayers; i++)
		enter_slot(table, i);
}

/*
 * Make a layer, which must not be there yet
 *
 * It and its name go into the memory context of owner.
 */
Layer *
rr_layer_insert(LayerTable *table, const char *name, int name_size, void *owner)
{
	MemoryContext context = GetMemoryChunkContext(owner);
	Layer	   *layer;

	if (name_size > MAX_LAYER_NAME)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("name of a cost layer is too long"),
				 errdetail("It has %d bytes, the limit is %d.", name_size, MAX_LAYER_NAME)));
	if (table->nlayers == table->capacity)
		make_room(table, context);

	layer = &table->layers[table->nlayers];
	memset(layer, 0, sizeof(Layer));
	layer_key(name, name_size, &layer->head, &layer->tail);
	layer->name = memcpy(MemoryContextAlloc(context, Max(name_size, 1)), name, name_size);
	layer->name_size = name_size;
	enter_slot(table, table->nlayers++);
	return layer;
}
