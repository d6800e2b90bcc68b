/*
 * order_statistics.h
 *	  A multiset of numbers that is always sorted: insert, remove by value, k-th
 *	  smallest, rank, nearest value, median, median absolute deviation.
 *
 * Made for sliding windows: a removal leaves a hole, which the next insertion
 * fills by moving only the values between the two places.  Up to FLAT_MAX
 * values are one array; a larger multiset that changes is a list of blocks.
 *
 * All results are selections of the values that are in the multiset: exact,
 * and the same whatever the order in which values came and went.  Values are
 * ordinary numbers or infinities; NaN has no place in an order and must not
 * come here.
 */
#ifndef RUNRATE_ORDER_STATISTICS_H
#define RUNRATE_ORDER_STATISTICS_H

#include "runrate.h"

#include <math.h>

#include "stats/exact_float.h"

/* From here on moving the values of one array costs more than a block list */
#define FLAT_MAX		8192
#define BLOCK_CAPACITY	512

typedef struct OrderStatistics
{
	MemoryContext context;
	int64		count;			/* values in the multiset */

	/* one sorted array; with a hole it has one value more than count */
	float8	   *values;
	int64		capacity;
	int64		hole;			/* place of a value that was removed, or -1 */

	/* or sorted blocks of at most BLOCK_CAPACITY values, none of them empty */
	int			nblocks;		/* 0: the array is used */
	int			max_blocks;
	float8	  **blocks;
	float8	   *firsts;			/* smallest value of each block */
	int64	   *starts;			/* number of values before each block, and
								 * count */

	/*
	 * Sum of the values from the median up minus the sum of those below it,
	 * kept from the first call of rr_order_mean_deviation() on
	 */
	bool		tracks_spread;
	int64		low_count;		/* values that count as below */
	ExactFloat	spread;
} OrderStatistics;

extern void rr_order_init(OrderStatistics *order, MemoryContext context);
extern void rr_order_insert(OrderStatistics *order, float8 value);
extern void rr_order_insert_many(OrderStatistics *order, float8 *values, int64 n);
extern bool rr_order_remove(OrderStatistics *order, float8 value);
extern float8 rr_order_kth(OrderStatistics *order, int64 k);
extern int64 rr_order_count_up_to(OrderStatistics *order, float8 value);
extern float8 rr_order_distance(OrderStatistics *order, float8 value);
extern float8 rr_order_median(OrderStatistics *order);
extern float8 rr_order_deviation(OrderStatistics *order, float8 median);
extern float8 rr_order_mean_deviation(OrderStatistics *order, float8 median);

extern void rr_sort_values(float8 *values, int64 n);

/* Zero has one sign here: -0.0 and 0.0 are equal */
static inline float8
order_key(float8 value)
{
	return value + 0.0;
}

/*
 * Number of values that are equal to a finite one, of which there are up_to
 * values up to it: those up to the number before it are not
 */
static inline int64
order_count_equal(OrderStatistics *order, float8 value, int64 up_to)
{
	if (up_to == 0 || rr_order_kth(order, up_to - 1) != value)
		return 0;
	return up_to - rr_order_count_up_to(order, nextafter(value, -INFINITY));
}

/* Number of values below a finite one */
static inline int64
order_count_below(OrderStatistics *order, float8 value)
{
	int64		up_to = rr_order_count_up_to(order, value);

	return up_to - order_count_equal(order, value, up_to);
}

/* The number half way between two, also where their sum is too large */
static inline float8
midpoint(float8 low, float8 high)
{
	float8		sum = low + high;

	return likely(isfinite(sum)) ? sum / 2 : low / 2 + high / 2;
}

#endif							/* RUNRATE_ORDER_STATISTICS_H */
