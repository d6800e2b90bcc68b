/*
 * allocate_core.c
 *	  Largest remainder on 64-bit integers.
 *
 * Nothing here allocates memory or raises an error other than a cancel
 * request, so that the file can be compiled alone and fuzzed.
 */
#include "postgres.h"

#include "miscadmin.h"
#include "port/pg_bitutils.h"

#include "money/allocate_core.h"

typedef unsigned PG_INT128_TYPE product128;

/* A cancel request is looked for once in so many rows */
#define ROWS_PER_INTERRUPT_CHECK	65536

/* Which rows a selection looks at: those of a range whose key is as given */
typedef struct RowFilter
{
	int64		from;
	int64		upto;			/* exclusive */
	const uint64 *keys;			/* NULL: every row of the range */
	uint64		key;
} RowFilter;

static inline void
check_interrupts(int64 row)
{
	if (row % ROWS_PER_INTERRUPT_CHECK == 0)
		CHECK_FOR_INTERRUPTS();
}

static inline bool
row_passes(const RowFilter *filter, int64 row)
{
	return filter->keys == NULL || filter->keys[row] == filter->key;
}

/*
 * Give every row its whole units
 *
 * amount: the units to share; total: the sum of the weights, above 0; neither
 * above PG_INT64_MAX.  shares: holds the weights (RR_NO_SHARE for rows that
 * take no part), which are replaced by whole units.  remainders: set, in
 * units of 1/total.  Returns the number of units that are left over.
 */
int64
rr_allocate_split(uint64 amount, uint64 total, uint64 *shares,
				  uint64 *remainders, int64 nrows)
{
	uint64		left = amount;
	int64		i;

	Assert(total > 0 && total <= PG_INT64_MAX && amount <= PG_INT64_MAX);

	for (i = 0; i < nrows; i++)
	{
		product128	product;
		uint64		units;

		check_interrupts(i);
		remainders[i] = 0;
		if (shares[i] == RR_NO_SHARE)
			continue;

		/* no share is above the amount, so the quotient fits 64 bits */
		product = (product128) amount * shares[i];
		if (product <= PG_UINT64_MAX)
			units = (uint64) product / total;
		else
			units = (uint64) (product / total);
		remainders[i] = (uint64) product - units * total;
		shares[i] = units;
		left -= units;
	}

	return (int64) left;
}

/*
 * Find the bound that parts the nth largest value (counted from 1) from the
 * smaller ones, of the rows that pass a filter
 *
 * At least nth values reach the bound and fewer than nth are above it, unless
 * exactly nth reach it.
 *
 * Counts the values by their leading digit, finds the digit that the nth
 * largest has, and looks among the values that start with it for the next
 * digit.  Unlike a quickselect this takes time linear in the number of rows
 * whatever the values are, and no memory.
 */
static uint64
find_bound(const uint64 *values, const RowFilter *filter, int64 nth)
{
	/* a few rows are not worth clearing many counters */
	int			digit_bits = filter->upto - filter->from < 256 ? 4 : 8;
	int			bits_left = 0;
	uint64		all = 0;
	uint64		prefix = 0;
	int64		i;

	for (i = filter->from; i < filter->upto; i++)
		all |= values[i];
	if (all != 0)
		bits_left = pg_leftmost_one_pos64(all) + 1;

	while (bits_left > 0)
	{
		int64		counts[256] = {0};
		int			bits = Min(digit_bits, bits_left);
		uint64		digit = (UINT64CONST(1) << bits) - 1;
		uint64		mask = digit;

		bits_left -= bits;
		for (i = filter->from; i < filter->upto; i++)
		{
			uint64		digits = values[i] >> bits_left;

			check_interrupts(i);
			if (digits >> bits == prefix && row_passes(filter, i))
				counts[digits & mask]++;
		}
		while (counts[digit] < nth)
			nth -= counts[digit--];
		prefix = prefix << bits | digit;
		if (counts[digit] == nth)
			return prefix << bits_left;
	}

	return prefix;
}

/*
 * Find the first row from which on, up to row, all are its peers
 *
 * Rows are in window order, so peers lie side by side.
 */
static int64
first_peer(int64 row, rr_peers_fn peers, void *arg)
{
	int64		low = 0;
	int64		high = row;

	while (low < high)
	{
		int64		middle = low + (high - low) / 2;

		if (peers(arg, middle, row))
			high = middle;
		else
			low = middle + 1;
	}
	return low;
}

/* Find the last row up to which all are peers of row */
static int64
last_peer(int64 row, int64 nrows, rr_peers_fn peers, void *arg)
{
	int64		low = row;
	int64		high = nrows - 1;

	while (low < high)
	{
		int64		middle = high - (high - low) / 2;

		if (peers(arg, row, middle))
			low = middle;
		else
			high = middle - 1;
	}
	return low;
}

/*
 * Decide which of the rows that tie at the cut get the last units
 *
 * The window's order decides.  Only the peers among which the units run out
 * need a second criterion, which is the weight, and the position is the third.
 */
static void
break_tie(uint64 *remainders, const uint64 *weights, int64 nrows,
		  uint64 cut, int64 units, rr_peers_fn peers, void *arg)
{
	RowFilter	tied = {0, nrows, remainders, cut};
	uint64		weight_cut;
	int64		before = 0;
	int64		row;
	int64		i;

	/* the row that would get the last unit if position alone decided */
	for (row = 0, i = units; i > 0; row++)
	{
		if (row_passes(&tied, row))
			i--;
	}
	row--;

	tied.from = first_peer(row, peers, arg);
	tied.upto = last_peer(row, nrows, peers, arg) + 1;
	for (i = 0; i < tied.from; i++)
	{
		if (remainders[i] == cut)
		{
			remainders[i] = PG_UINT64_MAX;
			before++;
		}
	}

	units -= before;
	weight_cut = find_bound(weights, &tied, units);
	for (i = tied.from; i < tied.upto; i++)
	{
		if (row_passes(&tied, i) && weights[i] > weight_cut)
		{
			remainders[i] = PG_UINT64_MAX;
			units--;
		}
	}
	for (i = tied.from; units > 0; i++)
	{
		Assert(i < tied.upto);
		if (row_passes(&tied, i) && weights[i] == weight_cut)
		{
			remainders[i] = PG_UINT64_MAX;
			units--;
		}
	}
}

/*
 * Decide which rows get one of the units that are left over
 *
 * remainders: any keys in the order of the remainders, below PG_UINT64_MAX;
 * more than left of them must be above 0.  weights: any keys that, among rows
 * of equal remainder, are in the order of the weights; for rows of equal
 * remainder rr_allocate_split()'s shares are.  peers(arg, a, b) is asked
 * O(log nrows) times, and only if the cut goes through a tie.
 *
 * Returns the cut: a row gets a unit if its key is above it.  The keys of rows
 * that win a tie are raised for that.
 */
uint64
rr_allocate_cut(uint64 *remainders, const uint64 *weights, int64 nrows,
				int64 left, rr_peers_fn peers, void *arg)
{
	RowFilter	all = {0, nrows, NULL, 0};
	uint64		cut;
	int64		above = 0;
	int64		at = 0;
	int64		i;

	if (left == 0)
		return PG_UINT64_MAX;
	Assert(left > 0 && left < nrows);

	cut = find_bound(remainders, &all, left);
	for (i = 0; i < nrows; i++)
	{
		above += remainders[i] > cut;
		at += remainders[i] == cut;
	}
	if (above + at == left)
		return cut - 1;

	break_tie(remainders, weights, nrows, cut, left - above, peers, arg);
	return cut;
}
