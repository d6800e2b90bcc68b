/*
 * past_values.h
 *	  The values of the last rows of a partition, in the order in which they
 *	  leave and in order of size.
 *
 * Memory is proportional to the rows that are kept, 8 bytes each and 8 to 16
 * for its value, and not to the partition.
 */
#ifndef RUNRATE_PAST_VALUES_H
#define RUNRATE_PAST_VALUES_H

#include "runrate.h"

#include "stats/order_statistics.h"

typedef struct PastValues
{
	int64		length;			/* rows to keep */
	float8	   *values;			/* a circular buffer; NaN is no value */
	int64		capacity;
	int64		oldest;			/* place of the oldest row */
	int64		nrows;
	OrderStatistics order;
} PastValues;

extern void rr_past_init(PastValues *past, int64 length, MemoryContext context);
extern void rr_past_push(PastValues *past, float8 value);

#endif							/* RUNRATE_PAST_VALUES_H */
