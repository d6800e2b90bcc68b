/*
 * rank_bitset.h
 *	  Median and median absolute deviation of a window that slides over rows
 *	  that are all known beforehand.
 *
 * The rows are sorted once.  From then on a window is a set of ranks, a bitset
 * with summary levels, and what the median and the deviation point to moves
 * only past the few ranks that came or went between them: the cost of a row
 * does not depend on the width of the window.
 *
 * There are data for which the pointers have far to go in every row (two
 * levels that alternate).  "steps" counts how far they went, so that the
 * caller can go on with order_statistics.h instead.
 *
 * The results are those of order_statistics.h, bit for bit.
 */
#ifndef RUNRATE_RANK_BITSET_H
#define RUNRATE_RANK_BITSET_H

#include "runrate.h"

#include "stats/exact_float.h"

#define RANK_LEVELS		5
#define MAX_RANKED		(1 << 24)	/* rows */

typedef struct RankBitset
{
	MemoryContext context;
	int			capacity;		/* rows there is memory for */
	int			nrows;
	uint32	   *ranks;			/* by row; rows that are not a number have
								 * none */
	float8	   *sorted;			/* by rank */
	uint64	   *keys[2];		/* for sorting */
	uint32	   *rows[2];

	int			nlevels;
	uint64	   *levels[RANK_LEVELS];	/* a bit tells if a word below has a
										 * bit */

	int			count;			/* ranks in the window */
	int			middle;			/* rank of the upper median, once balanced */
	int			below;			/* ranks in the window below middle */
	int			nearest_low;	/* the ranks nearest to the median: the first */
	int			nearest_high;	/* and the last */
	int			nearest_count;

	bool		tracks_spread;	/* as in OrderStatistics */
	ExactFloat	spread;

	int64		steps;
} RankBitset;

extern void rr_rank_init(RankBitset *set, MemoryContext context);
extern void rr_rank_load(RankBitset *set, const float8 *values, int nrows);
extern void rr_rank_insert(RankBitset *set, int row);
extern void rr_rank_remove(RankBitset *set, int row);
extern float8 rr_rank_median(RankBitset *set);
extern float8 rr_rank_deviation(RankBitset *set, float8 median);
extern float8 rr_rank_mean_deviation(RankBitset *set, float8 median);
extern void rr_rank_free(RankBitset *set);

#endif							/* RUNRATE_RANK_BITSET_H */
