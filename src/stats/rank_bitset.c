/*
 * rank_bitset.c
 *	  Median and median absolute deviation of a window that slides over rows
 *	  that are all known beforehand.
 */
#include "runrate.h"

#include <math.h>

#include "port/pg_bitutils.h"
#include "utils/memutils.h"

#include "stats/order_statistics.h"
#include "stats/rank_bitset.h"

#define NO_RANK			(-1)
#define WORD_SHIFT		6
#define WORD_MASK		63

/* 64-bit keys are sorted by six digits */
#define DIGIT_BITS		11
#define DIGITS			6
#define DIGIT_VALUES	(1 << DIGIT_BITS)

/* Make a set that allocates in the context */
void
rr_rank_init(RankBitset *set, MemoryContext context)
{
	memset(set, 0, sizeof(RankBitset));
	set->context = context;
	rr_exact_float_init(&set->spread, context);
}

static inline int
words_for(int bits)
{
	return (bits + WORD_MASK) >> WORD_SHIFT;
}

static void
reserve(RankBitset *set, int nrows)
{
	int			bits = nrows;
	int			i;

	if (nrows <= set->capacity)
		return;
	rr_rank_free(set);
	set->ranks = MemoryContextAllocHuge(set->context, nrows * sizeof(uint32));
	set->sorted = MemoryContextAllocHuge(set->context, nrows * sizeof(float8));
	for (i = 0; i < 2; i++)
	{
		set->keys[i] = MemoryContextAllocHuge(set->context, nrows * sizeof(uint64));
		set->rows[i] = MemoryContextAllocHuge(set->context, nrows * sizeof(uint32));
	}
	for (i = 0; i < RANK_LEVELS; i++)
	{
		bits = words_for(bits);
		set->levels[i] = MemoryContextAllocHuge(set->context, bits * sizeof(uint64));
	}
	set->capacity = nrows;
}

/* Give the memory back */
void
rr_rank_free(RankBitset *set)
{
	int			i;

	if (set->capacity == 0)
		return;
	pfree(set->ranks);
	pfree(set->sorted);
	for (i = 0; i < 2; i++)
	{
		pfree(set->keys[i]);
		pfree(set->rows[i]);
	}
	for (i = 0; i < RANK_LEVELS; i++)
		pfree(set->levels[i]);
	set->capacity = 0;
}

/* A number whose unsigned order is the order of the values, and back */
static inline uint64
float_to_key(float8 value)
{
	uint64		bits;

	memcpy(&bits, &value, sizeof(bits));
	return bits ^ (-(bits >> 63) | UINT64CONST(0x8000000000000000));
}

static inline float8
key_to_float(uint64 key)
{
	uint64		bits = key ^ (((key >> 63) - 1) | UINT64CONST(0x8000000000000000));
	float8		value;

	memcpy(&value, &bits, sizeof(value));
	return value;
}

/* Sort keys[0] and rows[0] by key; returns the number of the arrays that have the result */
static int
radix_sort(RankBitset *set, int n)
{
	static const int bits_of_key = 64;
	uint32		counts[DIGITS][DIGIT_VALUES];
	int			from = 0;
	int			digit;
	int			i;

	memset(counts, 0, sizeof(counts));
	for (i = 0; i < n; i++)
	{
		uint64		key = set->keys[0][i];

		for (digit = 0; digit < DIGITS; digit++)
			counts[digit][(key >> (digit * DIGIT_BITS)) & (DIGIT_VALUES - 1)]++;
	}

	for (digit = 0; digit * DIGIT_BITS < bits_of_key; digit++)
	{
		int			shift = digit * DIGIT_BITS;
		uint32	   *places = counts[digit];
		uint64	   *keys = set->keys[from];
		uint32	   *rows = set->rows[from];
		uint64	   *to_keys = set->keys[1 - from];
		uint32	   *to_rows = set->rows[1 - from];
		uint32		place = 0;

		/* nothing to do if all keys have the same digit */
		if (n == 0 || places[(keys[0] >> shift) & (DIGIT_VALUES - 1)] == (uint32) n)
			continue;
		for (i = 0; i < DIGIT_VALUES; i++)
		{
			uint32		count = places[i];

			places[i] = place;
			place += count;
		}
		for (i = 0; i < n; i++)
		{
			uint32		to = places[(keys[i] >> shift) & (DIGIT_VALUES - 1)]++;

			to_keys[to] = keys[i];
			to_rows[to] = rows[i];
		}
		from = 1 - from;
	}
	return from;
}

/*
 * Take rows, of which none is in the window yet
 *
 * A row that is NaN has no rank and may not be inserted.
 */
void
rr_rank_load(RankBitset *set, const float8 *values, int nrows)
{
	int			n = 0;
	int			bits;
	int			sorted;
	int			i;

	Assert(nrows <= MAX_RANKED);

	reserve(set, nrows);
	for (i = 0; i < nrows; i++)
	{
		if (isnan(values[i]))
			continue;
		set->keys[0][n] = float_to_key(order_key(values[i]));
		set->rows[0][n++] = i;
	}
	sorted = radix_sort(set, n);
	for (i = 0; i < n; i++)
	{
		set->ranks[set->rows[sorted][i]] = i;
		set->sorted[i] = key_to_float(set->keys[sorted][i]);
	}

	bits = n;
	set->nlevels = 0;
	do
	{
		bits = words_for(bits);
		memset(set->levels[set->nlevels++], 0, bits * sizeof(uint64));
	} while (bits > 1);

	set->nrows = n;
	set->count = 0;
	set->middle = NO_RANK;
	set->below = 0;
	set->nearest_count = 0;
	set->tracks_spread = false;
	set->steps = 0;
}

/* The next larger rank in the window, or NO_RANK */
static inline int
next_rank(const RankBitset *set, int rank)
{
	int			level;

	for (level = 0; level < set->nlevels; level++)
	{
		uint64		word = set->levels[level][rank >> WORD_SHIFT] &
		(~UINT64CONST(1) << (rank & WORD_MASK));

		if (likely(word != 0))
		{
			rank = (rank & ~WORD_MASK) + pg_rightmost_one_pos64(word);
			while (level-- > 0)
				rank = (rank << WORD_SHIFT) + pg_rightmost_one_pos64(set->levels[level][rank]);
			return rank;
		}
		rank >>= WORD_SHIFT;
	}
	return NO_RANK;
}

/* The next smaller rank in the window, or NO_RANK */
static inline int
previous_rank(const RankBitset *set, int rank)
{
	int			level;

	for (level = 0; level < set->nlevels; level++)
	{
		uint64		word = set->levels[level][rank >> WORD_SHIFT] &
		((UINT64CONST(1) << (rank & WORD_MASK)) - 1);

		if (likely(word != 0))
		{
			rank = (rank & ~WORD_MASK) + pg_leftmost_one_pos64(word);
			while (level-- > 0)
				rank = (rank << WORD_SHIFT) + pg_leftmost_one_pos64(set->levels[level][rank]);
			return rank;
		}
		rank >>= WORD_SHIFT;
	}
	return NO_RANK;
}

static inline bool
in_window(const RankBitset *set, int rank)
{
	return (set->levels[0][rank >> WORD_SHIFT] >> (rank & WORD_MASK) & 1) != 0;
}

static inline int
first_rank(const RankBitset *set)
{
	return in_window(set, 0) ? 0 : next_rank(set, 0);
}

static inline int
last_rank(const RankBitset *set)
{
	return in_window(set, set->nrows - 1) ? set->nrows - 1 : previous_rank(set, set->nrows - 1);
}

static inline void
note_spread(RankBitset *set, int rank, bool below)
{
	if (isfinite(set->sorted[rank]))
		rr_exact_float_add(&set->spread, set->sorted[rank], below);
}

/* Move the line between low and high values up past the middle, or down */
static inline void
raise_middle(RankBitset *set)
{
	if (set->tracks_spread)
	{
		note_spread(set, set->middle, true);
		note_spread(set, set->middle, true);
	}
	set->middle = next_rank(set, set->middle);
	set->below++;
	set->steps++;
}

static inline void
lower_middle(RankBitset *set)
{
	set->middle = previous_rank(set, set->middle);
	set->below--;
	set->steps++;
	if (set->tracks_spread)
	{
		note_spread(set, set->middle, false);
		note_spread(set, set->middle, false);
	}
}

/* Put a row into the window */
void
rr_rank_insert(RankBitset *set, int row)
{
	int			rank = set->ranks[row];
	int			place = rank;
	int			level;

	for (level = 0; level < set->nlevels; level++)
	{
		uint64	   *word = &set->levels[level][place >> WORD_SHIFT];
		bool		was_empty = *word == 0;

		*word |= UINT64CONST(1) << (place & WORD_MASK);
		if (!was_empty)
			break;
		place >>= WORD_SHIFT;
	}

	if (set->count++ == 0)
		set->middle = rank;
	set->below += rank < set->middle;
	if (set->tracks_spread)
		note_spread(set, rank, rank < set->middle);
	if (set->nearest_count > 0 && rank > set->nearest_low && rank < set->nearest_high)
		set->nearest_count++;
}

/* Take a row out of the window */
void
rr_rank_remove(RankBitset *set, int row)
{
	int			rank = set->ranks[row];
	int			place = rank;
	int			level;

	if (set->tracks_spread)
		note_spread(set, rank, rank >= set->middle);
	if (rank < set->middle)
		set->below--;
	else if (rank == set->middle)
	{
		set->middle = next_rank(set, rank);
		if (set->middle == NO_RANK && set->count > 1)
		{
			set->middle = rank;
			lower_middle(set);
		}
	}

	if (set->nearest_count > 0 && rank >= set->nearest_low && rank <= set->nearest_high)
	{
		set->nearest_count--;
		if (rank == set->nearest_low)
			set->nearest_low = next_rank(set, rank);
		else if (rank == set->nearest_high)
			set->nearest_high = previous_rank(set, rank);
	}

	for (level = 0; level < set->nlevels; level++)
	{
		uint64	   *word = &set->levels[level][place >> WORD_SHIFT];

		*word &= ~(UINT64CONST(1) << (place & WORD_MASK));
		if (*word != 0)
			break;
		place >>= WORD_SHIFT;
	}
	set->count--;
}

/* As rr_order_median(); there must be a row in the window */
float8
rr_rank_median(RankBitset *set)
{
	int			half = set->count / 2;
	float8		high;

	while (set->below < half)
		raise_middle(set);
	while (set->below > half)
		lower_middle(set);
	high = set->sorted[set->middle];
	if (set->count % 2 == 1)
		return high;
	return midpoint(set->sorted[previous_rank(set, set->middle)], high);
}

/*
 * As rr_order_deviation(); median is what rr_rank_median() gave, and finite
 *
 * The nearest ranks of the row before are the start: as many as have come are
 * added on the nearer side, as have gone are dropped on the farther side, then
 * the whole moves towards the median.
 */
float8
rr_rank_deviation(RankBitset *set, float8 median)
{
	const float8 *sorted = set->sorted;
	int			half = set->count / 2;
	int			low = set->nearest_low;
	int			high = set->nearest_high;
	int			before;
	int			after;
	float8		farther = INFINITY;

	if (half == 0)
		return 0;
	if (set->nearest_count == 0)
	{
		low = high = set->middle;
		set->nearest_count = 1;
	}
	for (; set->nearest_count > half; set->nearest_count--, set->steps++)
	{
		if (sorted[high] - median > median - sorted[low])
			high = previous_rank(set, high);
		else
			low = next_rank(set, low);
	}
	before = previous_rank(set, low);
	after = next_rank(set, high);
	for (; set->nearest_count < half; set->nearest_count++, set->steps++)
	{
		if (after != NO_RANK &&
			(before == NO_RANK || sorted[after] - median <= median - sorted[before]))
		{
			high = after;
			after = next_rank(set, high);
		}
		else
		{
			low = before;
			before = previous_rank(set, low);
		}
	}
	while (after != NO_RANK && sorted[after] - median <= median - sorted[low])
	{
		before = low;
		low = next_rank(set, low);
		high = after;
		after = next_rank(set, high);
		set->steps++;
	}
	while (before != NO_RANK && sorted[high] - median > median - sorted[before])
	{
		after = high;
		high = previous_rank(set, high);
		low = before;
		before = previous_rank(set, low);
		set->steps++;
	}
	set->nearest_low = low;
	set->nearest_high = high;

	/* the nearest value that is not among the half that are nearer */
	if (after != NO_RANK)
		farther = sorted[after] - median;
	if (before != NO_RANK)
		farther = Min(farther, median - sorted[before]);
	if (set->count % 2 == 1)
		return farther;
	return midpoint(Max(median - sorted[low], sorted[high] - median), farther);
}

/* As rr_order_mean_deviation(); median is what rr_rank_median() gave */
float8
rr_rank_mean_deviation(RankBitset *set, float8 median)
{
	int			rank = last_rank(set);
	float8		total;

	if (isinf(set->sorted[first_rank(set)]) || isinf(set->sorted[rank]))
		return INFINITY;

	if (!set->tracks_spread)
	{
		rr_exact_float_reset(&set->spread);
		for (; rank != NO_RANK; rank = previous_rank(set, rank))
			note_spread(set, rank, rank < set->middle);
		set->tracks_spread = true;
	}

	if (set->count % 2 == 0)
		return rr_exact_float_value(&set->spread) / set->count;
	rr_exact_float_add(&set->spread, median, true);
	total = rr_exact_float_value(&set->spread);
	rr_exact_float_add(&set->spread, median, false);
	return total / set->count;
}
