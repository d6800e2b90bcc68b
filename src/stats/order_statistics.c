/*
 * order_statistics.c
 *	  A multiset of numbers that is always sorted.
 *
 * The median absolute deviation needs no second sort.  With p = count / 2, the
 * p values nearest to the median are neighbours in the sorted multiset, and
 * value q is left of them exactly while value q + p is no farther from the
 * median than value q: one binary search finds them (find_nearest()).
 */
#include "runrate.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/order_statistics.h"

#define FIRST_CAPACITY	64

#define ST_SORT sort_float8
#define ST_ELEMENT_TYPE float8
#define ST_COMPARE(a, b) (*(a) < *(b) ? -1 : *(a) > *(b))
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DEFINE
#include "lib/sort_template.h"

/* Sort numbers, none of which is NaN */
void
rr_sort_values(float8 *values, int64 n)
{
	sort_float8(values, n);
}

/*
 * Number of values up to the given one; no branch depends on the values
 *
 * A value goes behind those that are equal to it, and the last of them is
 * removed: where there are many equal values, that moves the fewest.
 */
static inline int64
count_up_to(const float8 *values, int64 n, float8 value)
{
	const float8 *base = values;

	while (n > 1)
	{
		int64		half = n / 2;

		base += half * (base[half - 1] <= value);
		n -= half;
	}
	return base - values + (n == 1 && *base <= value);
}

/* Make an empty multiset that allocates in the context */
void
rr_order_init(OrderStatistics *order, MemoryContext context)
{
	memset(order, 0, sizeof(OrderStatistics));
	order->context = context;
	order->hole = -1;
	rr_exact_float_init(&order->spread, context);
}

/* ---- The array ---- */

static void
reserve(OrderStatistics *order, int64 n)
{
	int64		capacity = Max(order->capacity, FIRST_CAPACITY);

	if (n <= order->capacity)
		return;
	while (capacity < n)
		capacity *= 2;
	if (order->values == NULL)
		order->values = MemoryContextAllocHuge(order->context, capacity * sizeof(float8));
	else
		order->values = repalloc_huge(order->values, capacity * sizeof(float8));
	order->capacity = capacity;
}

static inline void
move_values(float8 *to, const float8 *from, int64 n)
{
	memmove(to, from, n * sizeof(float8));
}

static inline void
close_hole(OrderStatistics *order)
{
	if (order->hole < 0)
		return;
	move_values(order->values + order->hole, order->values + order->hole + 1,
				order->count - order->hole);
	order->hole = -1;
}

/* Returns the place of the new value */
static int64
insert_into_array(OrderStatistics *order, float8 value)
{
	int64		hole = order->hole;
	int64		place;

	if (hole < 0)
	{
		hole = order->count;
		reserve(order, hole + 1);
		place = count_up_to(order->values, order->count, value);
	}
	else
	{
		/* what was in the hole is still there and in order */
		place = count_up_to(order->values, order->count + 1, value);
		order->hole = -1;
	}

	if (place > hole)
	{
		place--;
		move_values(order->values + hole, order->values + hole + 1, place - hole);
	}
	else
		move_values(order->values + place + 1, order->values + place, hole - place);
	order->values[place] = value;
	order->count++;
	return place;
}

/* Returns the place that the value had, or -1 if it is not there */
static int64
remove_from_array(OrderStatistics *order, float8 value)
{
	int64		place;

	close_hole(order);
	place = count_up_to(order->values, order->count, value) - 1;
	if (place < 0 || order->values[place] != value)
		return -1;
	order->hole = place;
	order->count--;
	return place;
}

/* ---- The list of blocks ---- */

static inline int64
block_size(const OrderStatistics *order, int block)
{
	return order->starts[block + 1] - order->starts[block];
}

/* The last block that begins with a value up to the given one; 0 if there is none */
static inline int
block_of_value(const OrderStatistics *order, float8 value)
{
	int			low = 0;
	int			n = order->nblocks;

	while (n > 1)
	{
		int			half = n / 2;

		low += half * (order->firsts[low + half] <= value);
		n -= half;
	}
	return low;
}

/* The block that has the k-th value */
static inline int
block_of_place(const OrderStatistics *order, int64 k)
{
	int			low = 0;
	int			n = order->nblocks;

	while (n > 1)
	{
		int			half = n / 2;

		low += half * (order->starts[low + half] <= k);
		n -= half;
	}
	return low;
}

/* Make room in the directory for one more block at the place */
static void
open_directory(OrderStatistics *order, int block)
{
	int			after = order->nblocks - block;

	if (order->nblocks == order->max_blocks)
	{
		order->max_blocks *= 2;
		order->blocks = repalloc_huge(order->blocks, order->max_blocks * sizeof(float8 *));
		order->firsts = repalloc_huge(order->firsts, order->max_blocks * sizeof(float8));
		order->starts = repalloc_huge(order->starts, (order->max_blocks + 1) * sizeof(int64));
	}
	memmove(order->blocks + block + 1, order->blocks + block, after * sizeof(float8 *));
	memmove(order->firsts + block + 1, order->firsts + block, after * sizeof(float8));
	memmove(order->starts + block + 1, order->starts + block, (after + 1) * sizeof(int64));
	order->nblocks++;
}

static void
close_directory(OrderStatistics *order, int block)
{
	int			after = order->nblocks - block - 1;

	pfree(order->blocks[block]);
	memmove(order->blocks + block, order->blocks + block + 1, after * sizeof(float8 *));
	memmove(order->firsts + block, order->firsts + block + 1, after * sizeof(float8));
	memmove(order->starts + block, order->starts + block + 1, (after + 1) * sizeof(int64));
	order->nblocks--;
}

static inline float8 *
new_block(OrderStatistics *order)
{
	return MemoryContextAlloc(order->context, BLOCK_CAPACITY * sizeof(float8));
}

/* Move the upper half of a full block into a new one */
static void
split_block(OrderStatistics *order, int block)
{
	const int64 half = BLOCK_CAPACITY / 2;
	float8	   *upper = new_block(order);

	open_directory(order, block + 1);
	memcpy(upper, order->blocks[block] + half, half * sizeof(float8));
	order->blocks[block + 1] = upper;
	order->firsts[block + 1] = upper[0];
	order->starts[block + 1] = order->starts[block] + half;
}

/* Join a block with the next one if the result is not too full */
static bool
join_blocks(OrderStatistics *order, int block)
{
	int64		size = block_size(order, block);
	int64		next_size;

	if (block + 1 >= order->nblocks)
		return false;
	next_size = block_size(order, block + 1);
	if (size + next_size > BLOCK_CAPACITY * 3 / 4)
		return false;
	memcpy(order->blocks[block] + size, order->blocks[block + 1], next_size * sizeof(float8));
	close_directory(order, block + 1);
	return true;
}

/* Turn the array into blocks that are three quarters full */
static void
make_blocks(OrderStatistics *order)
{
	const int64 size = BLOCK_CAPACITY * 3 / 4;
	int64		start;

	close_hole(order);
	if (order->max_blocks < (order->count + size - 1) / size)
	{
		if (order->max_blocks > 0)
		{
			pfree(order->blocks);
			pfree(order->firsts);
			pfree(order->starts);
		}
		order->max_blocks = 2 * ((order->count + size - 1) / size);
		order->blocks = MemoryContextAllocHuge(order->context, order->max_blocks * sizeof(float8 *));
		order->firsts = MemoryContextAllocHuge(order->context, order->max_blocks * sizeof(float8));
		order->starts = MemoryContextAllocHuge(order->context, (order->max_blocks + 1) * sizeof(int64));
	}

	for (start = 0; start < order->count; start += size)
	{
		int			block = order->nblocks++;

		order->blocks[block] = new_block(order);
		memcpy(order->blocks[block], order->values + start,
			   Min(size, order->count - start) * sizeof(float8));
		order->firsts[block] = order->values[start];
		order->starts[block] = start;
	}
	order->starts[order->nblocks] = order->count;

	pfree(order->values);
	order->values = NULL;
	order->capacity = 0;
}

static inline void
shift_starts(OrderStatistics *order, int block, int64 by)
{
	int64	   *start = order->starts + block + 1;
	int64	   *end = order->starts + order->nblocks;

	for (; start <= end; start++)
		*start += by;
}

static int64
insert_into_blocks(OrderStatistics *order, float8 value)
{
	int			block = block_of_value(order, value);
	float8	   *values;
	int64		size;
	int64		place;

	if (block_size(order, block) == BLOCK_CAPACITY)
	{
		split_block(order, block);
		block += order->firsts[block + 1] <= value;
	}
	values = order->blocks[block];
	size = block_size(order, block);
	place = count_up_to(values, size, value);
	move_values(values + place + 1, values + place, size - place);
	values[place] = value;
	order->firsts[block] = values[0];
	shift_starts(order, block, 1);
	order->count++;
	return order->starts[block] + place;
}

static int64
remove_from_blocks(OrderStatistics *order, float8 value)
{
	int			block = block_of_value(order, value);
	float8	   *values = order->blocks[block];
	int64		size = block_size(order, block);
	int64		place = count_up_to(values, size, value) - 1;
	int64		result = order->starts[block] + place;

	if (place < 0 || values[place] != value)
		return -1;
	move_values(values + place, values + place + 1, size - place - 1);
	shift_starts(order, block, -1);
	order->count--;

	if (size == 1)
		close_directory(order, block);
	else
	{
		order->firsts[block] = values[0];
		if (size < BLOCK_CAPACITY / 4 && !join_blocks(order, block) && block > 0)
			join_blocks(order, block - 1);
	}
	return result;
}

/* ---- Both ---- */

/* The k-th smallest value; there is no hole */
static inline float8
kth(const OrderStatistics *order, int64 k)
{
	int			block;

	if (order->nblocks == 0)
		return order->values[k];
	block = block_of_place(order, k);
	return order->blocks[block][k - order->starts[block]];
}

/* The k-th smallest value, k from 0 to count - 1 */
float8
rr_order_kth(OrderStatistics *order, int64 k)
{
	Assert(k >= 0 && k < order->count);

	close_hole(order);
	return kth(order, k);
}

/* Number of values up to the given one; there is no hole */
static inline int64
place_of(const OrderStatistics *order, float8 value)
{
	int			block;

	if (order->nblocks == 0)
		return count_up_to(order->values, order->count, value);
	block = block_of_value(order, value);
	return order->starts[block] + count_up_to(order->blocks[block], block_size(order, block), value);
}

/* Number of values up to the given one */
int64
rr_order_count_up_to(OrderStatistics *order, float8 value)
{
	close_hole(order);
	return place_of(order, value);
}

/* How far a value is from the nearest in the multiset, which has one */
float8
rr_order_distance(OrderStatistics *order, float8 value)
{
	float8		distance = INFINITY;
	int64		place;

	Assert(order->count > 0);

	close_hole(order);
	place = place_of(order, value);
	if (place > 0)
		distance = value - kth(order, place - 1);
	if (place < order->count)
		distance = Min(distance, kth(order, place) - value);
	return distance;
}

/*
 * Add a value to the spread: upwards if it is counted above the median, else
 * downwards
 *
 * Infinite values cannot be added.  While there are any, the mean deviation is
 * infinite anyway.
 */
static void
note_spread(OrderStatistics *order, float8 value, bool below)
{
	if (isfinite(value))
		rr_exact_float_add(&order->spread, value, below);
}

/* Move the line between low and high values to where the median is now */
static void
balance_spread(OrderStatistics *order)
{
	int64		half = order->count / 2;

	while (order->low_count != half)
	{
		bool		rise = order->low_count < half;
		float8		value = kth(order, rise ? order->low_count : order->low_count - 1);

		note_spread(order, value, rise);
		note_spread(order, value, rise);
		order->low_count += rise ? 1 : -1;
	}
}

/* Insert a value */
void
rr_order_insert(OrderStatistics *order, float8 value)
{
	int64		place;

	value = order_key(value);
	if (order->nblocks == 0 && order->count >= FLAT_MAX)
		make_blocks(order);
	place = order->nblocks == 0 ? insert_into_array(order, value) : insert_into_blocks(order, value);

	if (order->tracks_spread)
	{
		bool		below = place < order->low_count;

		order->low_count += below;
		note_spread(order, value, below);
	}
}

/* Remove one of the values that are equal to this; false if there is none */
bool
rr_order_remove(OrderStatistics *order, float8 value)
{
	int64		place;

	value = order_key(value);
	if (order->count == 0)
		return false;
	if (order->nblocks == 0 && order->count > FLAT_MAX)
		make_blocks(order);
	place = order->nblocks == 0 ? remove_from_array(order, value) : remove_from_blocks(order, value);
	if (place < 0)
		return false;

	if (order->tracks_spread)
	{
		bool		below = place < order->low_count;

		order->low_count -= below;
		note_spread(order, value, !below);
	}
	return true;
}

/*
 * Insert values, which are sorted in place
 *
 * They are merged with what is there, unless they are so few that inserting
 * one after the other costs less.
 */
void
rr_order_insert_many(OrderStatistics *order, float8 *values, int64 n)
{
	int64		have = order->count;
	int64		i;

	if (n < 16 || n < have / 64 || order->nblocks > 0 || order->tracks_spread)
	{
		for (i = 0; i < n; i++)
			rr_order_insert(order, values[i]);
		return;
	}

	close_hole(order);
	for (i = 0; i < n; i++)
		values[i] = order_key(values[i]);
	rr_sort_values(values, n);
	reserve(order, have + n);
	order->count = have + n;
	/* from the end, so that nothing is overwritten before it has been moved */
	for (i = order->count - 1; n > 0; i--)
	{
		if (have > 0 && order->values[have - 1] > values[n - 1])
			order->values[i] = order->values[--have];
		else
			order->values[i] = values[--n];
	}
}

/*
 * Median: the middle value, or half way between the two middle values
 *
 * Equal to percentile_cont(0.5).  NaN if they are the two infinities.  There
 * must be a value.
 */
float8
rr_order_median(OrderStatistics *order)
{
	int64		half = order->count / 2;
	float8		high = rr_order_kth(order, half);

	return order->count % 2 == 1 ? high : midpoint(kth(order, half - 1), high);
}

/*
 * How many of the n values on the left are farther from the median than their
 * partners on the right, or as far; these come first
 */
static inline int64
count_farther(const float8 *left, const float8 *right, int64 n, float8 median)
{
	int64		count = 0;

	while (n > 1)
	{
		int64		half = n / 2;

		count += half * (right[count + half - 1] - median <= median - left[count + half - 1]);
		n -= half;
	}
	return count + (n == 1 && right[count] - median <= median - left[count]);
}

/* As count_farther(), for the n values from low on and those half places later */
static int64
count_farther_in_blocks(const OrderStatistics *order, int64 low, int64 half, int64 n, float8 median)
{
	int			left = block_of_place(order, low);
	int			right = block_of_place(order, low + half);
	int64		count = 0;

	while (n > 0)
	{
		const float8 *lefts = order->blocks[left] + (low - order->starts[left]);
		const float8 *rights = order->blocks[right] + (low + half - order->starts[right]);
		int64		left_rest = order->starts[left + 1] - low;
		int64		right_rest = order->starts[right + 1] - low - half;
		int64		step = Min(n, Min(left_rest, right_rest));

		/* the last pair in these two blocks tells whether to go on */
		if (rights[step - 1] - median > median - lefts[step - 1])
			return count + count_farther(lefts, rights, step - 1, median);
		count += step;
		low += step;
		n -= step;
		left += step == left_rest;
		right += step == right_rest;
	}
	return count;
}

/*
 * Place of the first of the count / 2 values that are nearest to the median
 *
 * If two values are equally far, the one on the right counts as nearer.
 */
static int64
find_nearest(const OrderStatistics *order, int64 half, float8 median)
{
	int64		low = 0;
	int64		n = half;

	if (order->nblocks == 0)
		return count_farther(order->values, order->values + half, half, median);

	while (n > 2 * BLOCK_CAPACITY)
	{
		int64		middle = low + n / 2;

		if (kth(order, middle + half) - median <= median - kth(order, middle))
		{
			n -= middle + 1 - low;
			low = middle + 1;
		}
		else
			n = middle - low;
	}
	return low + count_farther_in_blocks(order, low, half, n, median);
}

/*
 * Median absolute deviation: the median of |value - median|
 *
 * median is that of the multiset and finite.
 */
float8
rr_order_deviation(OrderStatistics *order, float8 median)
{
	int64		half = order->count / 2;
	int64		first;
	float8		farther;

	close_hole(order);
	if (half == 0)
		return 0;
	first = find_nearest(order, half, median);

	/* the nearest value that is not among the half that are nearer */
	farther = first + half < order->count ? kth(order, first + half) - median : INFINITY;
	if (first > 0)
		farther = Min(farther, median - kth(order, first - 1));
	if (order->count % 2 == 1)
		return farther;
	return midpoint(Max(median - kth(order, first), kth(order, first + half - 1) - median), farther);
}

/*
 * Mean absolute deviation from the median; not finite if a value is infinite
 *
 * The distances below and above the median sum to the values above minus the
 * values below, from which an odd number of values leaves the median itself.
 */
float8
rr_order_mean_deviation(OrderStatistics *order, float8 median)
{
	float8		total;

	close_hole(order);
	if (isinf(kth(order, 0)) || isinf(kth(order, order->count - 1)))
		return INFINITY;

	if (!order->tracks_spread)
	{
		int64		i;

		rr_exact_float_reset(&order->spread);
		order->low_count = order->count / 2;
		for (i = 0; i < order->count; i++)
			note_spread(order, kth(order, i), i < order->low_count);
		order->tracks_spread = true;
	}
	balance_spread(order);

	if (order->count % 2 == 0)
		return rr_exact_float_value(&order->spread) / order->count;
	rr_exact_float_add(&order->spread, median, true);
	total = rr_exact_float_value(&order->spread);
	rr_exact_float_add(&order->spread, median, false);
	return total / order->count;
}
