/*
 * past_values.c
 *	  The values of the last rows of a partition.
 */
#include "runrate.h"

#include <math.h>

#include "utils/memutils.h"

#include "stats/past_values.h"

#define FIRST_CAPACITY	64

/* Make it empty; length is the number of rows to keep, at least 1 */
void
rr_past_init(PastValues *past, int64 length, MemoryContext context)
{
	memset(past, 0, sizeof(PastValues));
	past->length = length;
	rr_order_init(&past->order, context);
}

/* Double the buffer, which is full and begins with the oldest row */
static void
enlarge(PastValues *past)
{
	int64		capacity = Min(Max(2 * past->capacity, FIRST_CAPACITY), past->length);

	Assert(past->oldest == 0);
	if (past->values == NULL)
		past->values = MemoryContextAllocHuge(past->order.context, capacity * sizeof(float8));
	else
		past->values = repalloc_huge(past->values, capacity * sizeof(float8));
	past->capacity = capacity;
}

/*
 * A row enters, and the one that is length rows older leaves
 *
 * Leaving and entering in turn costs one move of the sorted values.
 */
void
rr_past_push(PastValues *past, float8 value)
{
	float8	   *row;

	if (past->nrows == past->length)
	{
		row = &past->values[past->oldest];
		if (!isnan(*row))
			rr_order_remove(&past->order, *row);
		if (++past->oldest == past->length)
			past->oldest = 0;
	}
	else
	{
		if (unlikely(past->nrows == past->capacity))
			enlarge(past);
		row = &past->values[past->nrows++];
	}
	*row = value;
	if (!isnan(value))
		rr_order_insert(&past->order, value);
}
