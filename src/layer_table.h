/*
 * layer_table.h
 *	  Table of the cost layers of one summary while it is being computed.
 */
#ifndef RUNRATE_LAYER_TABLE_H
#define RUNRATE_LAYER_TABLE_H

#include "runrate.h"

#include "money.h"

/* Limits of a summary: a layer is a kind of cost, there are a dozen or two */
#define MAX_LAYERS		1024
#define MAX_LAYER_NAME	255		/* bytes */

/* The layer of events that name none */
#define UNATTRIBUTED	"unattributed"

typedef struct Layer
{
	uint64		head;			/* see layer_key() */
	uint64		tail;
	const char *name;
	int32		name_size;
	int64		events;			/* with and without a known cost */
	MoneySum	cost;			/* of the events whose cost is known */
} Layer;

/* Zeroes are an empty table */
typedef struct LayerTable
{
	Layer	   *layers;			/* in the order in which they came */
	uint16	   *slots;			/* hash table of indexes into layers, plus 1 */
	int32		nlayers;
	int32		capacity;		/* there are twice as many slots */
} LayerTable;

extern Layer *rr_layer_insert(LayerTable *table, const char *name, int name_size,
							  void *owner);

/*
 * Condense a name into two words
 *
 * The words are the first and the last eight bytes, which overlap, so that
 * they and the size are the name for up to 16 bytes.  Almost every row of an
 * event table looks a layer up: no loop and no call here.
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

/* Is that the layer's name? */
static inline bool
layer_is(const Layer *layer, const char *name, int size, uint64 head, uint64 tail)
{
	return layer->head == head && layer->tail == tail && layer->name_size == size &&
		(size <= 16 || memcmp(layer->name, name, size) == 0);
}

/* Look a layer up; NULL if it is not there */
static inline Layer *
layer_find(const LayerTable *table, const char *name, int size)
{
	uint32		mask = 2 * table->capacity - 1;
	uint64		head;
	uint64		tail;

	if (table->capacity == 0)
		return NULL;
	layer_key(name, size, &head, &tail);
	for (uint32 slot = layer_hash(head, tail) & mask;; slot = (slot + 1) & mask)
	{
		Layer	   *layer;

		if (table->slots[slot] == 0)
			return NULL;
		layer = &table->layers[table->slots[slot] - 1];
		if (likely(layer_is(layer, name, size, head, tail)))
			return layer;
	}
}

/* Look a layer up, and make it if it is not there */
static inline Layer *
layer_get(LayerTable *table, const char *name, int size, void *owner)
{
	Layer	   *layer = layer_find(table, name, size);

	return likely(layer != NULL) ? layer : rr_layer_insert(table, name, size, owner);
}

#endif							/* RUNRATE_LAYER_TABLE_H */
