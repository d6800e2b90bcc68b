/*
 * allocate_wide.c
 *	  Largest remainder on numerics of any size.
 *
 * The counterpart of rr_allocate_split() for amounts and weights that do not
 * fit 64 bits.  It only divides: remainders and weights are handed on as
 * ranks, which rr_allocate_cut() takes as well as the values themselves.
 */
#include "money/allocate_wide.h"

#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "money/numeric_arith.h"

/* A row on its way to its rank */
typedef struct RankedRow
{
	Numeric		remainder;
	Numeric		units;
	int64		row;
} RankedRow;

/*
 * Compare by remainder, then by weight
 *
 * Of two rows with one remainder the one with the larger weight has more whole
 * units, and these are shorter numbers than the weights.
 */
static int
compare_ranked_rows(const void *a, const void *b)
{
	const RankedRow *left = a;
	const RankedRow *right = b;
	int			order = numeric_compare(left->remainder, right->remainder);

	CHECK_FOR_INTERRUPTS();
	if (order == 0)
		order = numeric_compare(left->units, right->units);
	return order;
}

/* Number the distinct remainders, and the distinct weights, from 1 */
static void
assign_ranks(RankedRow *ranked, int64 nranked, uint64 *remainders, uint64 *weights)
{
	uint64		remainder_rank = 0;
	uint64		weight_rank = 0;
	int64		i;

	qsort(ranked, nranked, sizeof(RankedRow), compare_ranked_rows);
	for (i = 0; i < nranked; i++)
	{
		CHECK_FOR_INTERRUPTS();
		if (i == 0 ||
			numeric_compare(ranked[i - 1].remainder, ranked[i].remainder) != 0)
			remainder_rank++;
		if (i == 0 || compare_ranked_rows(&ranked[i - 1], &ranked[i]) != 0)
			weight_rank++;
		remainders[ranked[i].row] = remainder_rank;
		weights[ranked[i].row] = weight_rank;
	}
}

/* Copy a number into a context */
static Numeric
keep_numeric(Numeric number, MemoryContext context)
{
	MemoryContext old_context = MemoryContextSwitchTo(context);
	Numeric		copy = DatumGetNumericCopy(NumericGetDatum(number));

	MemoryContextSwitchTo(old_context);
	return copy;
}

/*
 * Give every row its whole units
 *
 * amount: a whole, non-negative number of units; total: the sum of the
 * weights, above 0.  shares: holds the weights (NULL for rows that take no
 * part), which are replaced by whole units in the current memory context.
 * remainders and weights: set to keys for rr_allocate_cut().  Returns the
 * number of units that are left over.
 */
int64
rr_allocate_wide_split(Numeric amount, Numeric total, Numeric *shares,
					   uint64 *remainders, uint64 *weights, int64 nrows)
{
	MemoryContext result_context = CurrentMemoryContext;
	MemoryContext ranking = AllocSetContextCreate(result_context,
												  "runrate allocation ranking",
												  ALLOCSET_DEFAULT_SIZES);
	MemoryContext scratch = AllocSetContextCreate(ranking,
												  "runrate allocation scratch",
												  ALLOCSET_DEFAULT_SIZES);
	RankedRow  *ranked = MemoryContextAllocHuge(ranking, nrows * sizeof(RankedRow));
	Numeric		remainder_sum = keep_numeric(int64_to_numeric(0), ranking);
	int64		nranked = 0;
	int64		left;
	int64		i;

	for (i = 0; i < nrows; i++)
	{
		Numeric		product;
		Numeric		units;
		Numeric		remainder;
		Numeric		sum;

		CHECK_FOR_INTERRUPTS();
		remainders[i] = 0;
		weights[i] = 0;
		if (shares[i] == NULL)
			continue;

		MemoryContextSwitchTo(scratch);
		product = numeric_times(amount, shares[i]);
		units = numeric_whole_over(product, total);
		remainder = numeric_minus(product, numeric_times(units, total));
		sum = numeric_plus(remainder_sum, remainder);

		pfree(shares[i]);
		shares[i] = keep_numeric(units, result_context);
		if (numeric_sign_of(remainder) != 0)
		{
			ranked[nranked].remainder = keep_numeric(remainder, ranking);
			ranked[nranked].units = shares[i];
			ranked[nranked].row = i;
			nranked++;
			pfree(remainder_sum);
			remainder_sum = keep_numeric(sum, ranking);
		}
		MemoryContextReset(scratch);
	}

	/* the remainders add up to whole units: those that nobody has yet */
	MemoryContextSwitchTo(scratch);
	left = DatumGetInt64(DirectFunctionCall1(numeric_int8,
											 NumericGetDatum(numeric_whole_over(remainder_sum, total))));
	assign_ranks(ranked, nranked, remainders, weights);
	MemoryContextSwitchTo(result_context);
	MemoryContextDelete(ranking);
	return left;
}
