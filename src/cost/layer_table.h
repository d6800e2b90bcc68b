/*
 * layer_table.h
 *	  Table of the cost layers of one summary while it is being computed.
 *
 * Almost every row of an event table looks a layer up, and with many groups
 * the tables are not in the processor's first cache: a look-up touches one
 * cache line.  Hence an open-addressing table whose slots are the layers
 * themselves, 64 bytes each, and a second array for what is rarely needed.
 */
#ifndef RUNRATE_LAYER_TABLE_H
#define RUNRATE_LAYER_TABLE_H

#include "runrate.h"

#include "money/money.h"

/* Limits of a summary: a layer is a kind of cost, there are a dozen or two */
#define MAX_LAYERS		1024
#define MAX_LAYER_NAME	255		/* bytes */

/* What a look-up touches; larger lines, as some ARM processors have, do no harm */
#define CACHE_LINE		64

/* The layer of events that name none */
#define UNATTRIBUTED	"unattributed"

/* A slot; cost.owner_mark is the size of the name plus 1, or 0 if it is free */
typedef struct Layer
{
	uint64		head;			/* the name, see layer_key() */
	uint64		tail;
	MoneySum	cost;			/* of the events whose cost is known */
} Layer;

/* The rest of what is known of a layer */
typedef struct LayerInfo
{
	const char *name;
	int64		unpriced;		/* events whose cost is not known */
} LayerInfo;

/* Zeroes are an empty table */
typedef struct LayerTable
{
	Layer	   *layers;			/* aligned, within the chunk */
	LayerInfo  *infos;			/* in the same order, behind the layers */
	void	   *chunk;
	int32		nslots;			/* a power of two, at most half of them used */
	int32		nlayers;
} LayerTable;

extern Layer *rr_layer_insert(LayerTable *table, const char *name, int size, void *owner);
extern void rr_layer_add_events(LayerTable *table, Layer *layer, int64 events, int64 priced);

static inline LayerInfo *
layer_info(const LayerTable *table, const Layer *layer)
{
	return &table->infos[layer - table->layers];
}

static inline int
layer_name_size(const Layer *layer)
{
	return layer->cost.owner_mark - 1;
}

/* Events of a layer, with and without a known cost; none in a free slot */
static inline int64
layer_events(const LayerTable *table, const Layer *layer)
{
	return layer->cost.count + layer_info(table, layer)->unpriced;
}

/*
 * Condense a name into two words
 *
 * The words are the first and the last eight bytes, which overlap, so that
 * they and the size are the name for up to 16 bytes.
 */
static inline void
layer_key(const char *name, int size, uint64 *head, uint64 *tail)
{
	if (likely(size >= 8))
	{
		memcpy(head, name, sizeof(uint64));
		memcpy(tail, name + size - sizeof(uint64), sizeof(uint64));
	}
	else if (size >= 4)
	{
		uint32		first;
		uint32		last;

		memcpy(&first, name, sizeof(uint32));
		memcpy(&last, name + size - sizeof(uint32), sizeof(uint32));
		*head = first;
		*tail = last;
	}
	else
	{
		*head = size == 0 ? 0 : (unsigned char) name[0];
		*tail = size == 0 ? 0 :
			(unsigned char) name[size / 2] << 8 | (unsigned char) name[size - 1];
	}
}

static inline uint32
layer_hash(uint64 head, uint64 tail)
{
	/* the odd number nearest to 2^64 divided by the golden ratio */
	const uint64 multiplier = UINT64CONST(0x9E3779B97F4A7C15);

	return ((head ^ (tail << 23 | tail >> 41)) * multiplier) >> 32;
}

/* Look a layer up; NULL if it is not there */
static pg_attribute_always_inline Layer *
layer_find(const LayerTable *table, const char *name, int size)
{
	uint32		mask = table->nslots - 1;
	uint64		head;
	uint64		tail;

	if (unlikely(table->nslots == 0))
		return NULL;
	layer_key(name, size, &head, &tail);
	for (uint32 slot = layer_hash(head, tail) & mask;; slot = (slot + 1) & mask)
	{
		Layer	   *layer = &table->layers[slot];

		if (likely(layer->head == head && layer->tail == tail &&
				   layer->cost.owner_mark == size + 1) &&
			(size <= 16 || memcmp(layer_info(table, layer)->name, name, size) == 0))
			return layer;
		if (layer->cost.owner_mark == 0)
			return NULL;
	}
}

/* Look a layer up, and make it if it is not there */
static pg_attribute_always_inline Layer *
layer_get(LayerTable *table, const char *name, int size, void *owner)
{
	Layer	   *layer = layer_find(table, name, size);

	return likely(layer != NULL) ? layer : rr_layer_insert(table, name, size, owner);
}

#endif							/* RUNRATE_LAYER_TABLE_H */
