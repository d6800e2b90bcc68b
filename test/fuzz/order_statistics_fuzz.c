/*
 * order_statistics_fuzz.c
 *	  Random operations on the sorted multiset, the rank bitset and the exact
 *	  sums, each compared with the plainest possible implementation.
 *
 * usage: order_statistics_fuzz OPERATIONS SEED
 *
 * A program of its own: the sources are linked with the few functions of the
 * server that they call.  Results have to be equal bit for bit.  Prints what
 * was compared; exit status 1 and the place of the first difference otherwise.
 */
#include "postgres.h"

#include <math.h>

#include "miscadmin.h"
#include "utils/memutils.h"

#include "stats/order_statistics.h"
#include "stats/rank_bitset.h"

/* Those of the C library; the server's header replaces them by its own */
#undef fprintf
#undef printf
#undef qsort

/* Far enough above FLAT_MAX that there are blocks to split and to join */
#define MAX_WINDOW	(2 * FLAT_MAX)

/* ---- What the sources need of the server ---- */

MemoryContext CurrentMemoryContext = NULL;

void	   *
MemoryContextAlloc(MemoryContext context, Size size)
{
	(void) context;
	return malloc(size);
}

void	   *
MemoryContextAllocZero(MemoryContext context, Size size)
{
	(void) context;
	return calloc(1, size);
}

void	   *
MemoryContextAllocHuge(MemoryContext context, Size size)
{
	(void) context;
	return malloc(size);
}

void	   *
repalloc_huge(void *pointer, Size size)
{
	return realloc(pointer, size);
}

void
pfree(void *pointer)
{
	free(pointer);
}

bool
errstart(int elevel, const char *domain)
{
	(void) elevel;
	(void) domain;
	return true;
}

bool
errstart_cold(int elevel, const char *domain)
{
	return errstart(elevel, domain);
}

int
errcode(int sqlerrcode)
{
	return sqlerrcode;
}

int
errmsg(const char *format,...)
{
	fprintf(stderr, "error: %s\n", format);
	return 0;
}

int
errhint(const char *format,...)
{
	(void) format;
	return 0;
}

void
errfinish(const char *filename, int lineno, const char *funcname)
{
	fprintf(stderr, "at %s:%d (%s)\n", filename, lineno, funcname);
	exit(1);
}

/* Nobody cancels */
volatile	sig_atomic_t InterruptPending = false;

void
ProcessInterrupts(void)
{
}

/* Its other arguments differ between versions, so it gets a name of its own here */
extern void assertion_failed(const char *condition) asm("ExceptionalCondition");

void
assertion_failed(const char *condition)
{
	fprintf(stderr, "failed assertion: %s\n", condition);
	abort();
}

/* ---- Random input ---- */

static uint64 random_state;

/* A random number below n: xorshift64 (Marsaglia 2003) */
static uint32
below(uint32 n)
{
	random_state ^= random_state >> 12;
	random_state ^= random_state << 25;
	random_state ^= random_state >> 27;
	return (uint32) ((random_state * UINT64CONST(2685821657736338717)) >> 32) % n;
}

typedef enum DataKind
{
	CONTINUOUS,
	FEW_VALUES,
	TWO_LEVELS,
	ALTERNATING,
	ASCENDING,
	MOSTLY_EQUAL,
	ALL_EXPONENTS,
	INFINITE_TOO,
	DATA_KINDS
} DataKind;

static const char *const kind_names[DATA_KINDS] = {
	"continuous", "few values", "two levels", "alternating", "ascending",
	"mostly equal", "all exponents", "infinite too"
};

static float8
random_value(DataKind kind, int64 i)
{
	float8		fraction = below(1000000) / 1e6;

	switch (kind)
	{
		case FEW_VALUES:
			return (float8) below(7) - 3;
		case TWO_LEVELS:
			return below(2) * 100 + fraction;
		case ALTERNATING:
			return i % 2 == 0 ? 1 : 2;
		case ASCENDING:
			return i + fraction;
		case MOSTLY_EQUAL:
			return below(10) < 8 ? (below(2) ? 0.0 : -0.0) : fraction;
		case ALL_EXPONENTS:
			return ldexp(below(2) ? fraction : -fraction, (int) below(1900) - 1000);
		case INFINITE_TOO:
			if (below(6) > 0)
				return fraction;
			return below(2) ? INFINITY : -INFINITY;
		default:
			return exp(fraction * 10);
	}
}

/* ---- The plain implementation ---- */

static int
compare_values(const void *a, const void *b)
{
	float8		left = *(const float8 *) a;
	float8		right = *(const float8 *) b;

	return left < right ? -1 : left > right;
}

static float8
naive_median(float8 *values, int64 n)
{
	qsort(values, n, sizeof(float8), compare_values);
	return n % 2 == 1 ? values[n / 2] : midpoint(values[n / 2 - 1], values[n / 2]);
}

static float8
naive_deviation(const float8 *values, int64 n, float8 median)
{
	float8	   *distances = malloc(n * sizeof(float8));
	float8		result;
	int64		i;

	for (i = 0; i < n; i++)
		distances[i] = fabs(values[i] - median);
	result = naive_median(distances, n);
	free(distances);
	return result;
}

static float8
naive_mean_deviation(const float8 *values, int64 n, float8 median)
{
	long double total = 0;
	int64		i;

	for (i = 0; i < n; i++)
		total += fabsl((long double) values[i] - median);
	return total / n;
}

/* ---- Comparison ---- */

static int64 compared;

static void
must_be_same(const char *what, DataKind kind, int64 i, int64 n, float8 got, float8 expected)
{
	compared++;
	if (got == expected || (isnan(got) && isnan(expected)))
		return;
	printf("%s differs: %s, operation " INT64_FORMAT ", " INT64_FORMAT " values: %.17g, expected %.17g\n",
		   what, kind_names[kind], i, n, got, expected);
	exit(1);
}

static void
must_be_near(const char *what, DataKind kind, int64 i, int64 n, float8 got, float8 expected)
{
	if (fabs(got - expected) <= 1e-14 * fabs(expected))
		expected = got;
	must_be_same(what, kind, i, n, got, expected);
}

/* Rank and distance of a value that is in the window, or of any other */
static void
check_neighbours(DataKind kind, int64 i, OrderStatistics *order, const float8 *values, int64 n)
{
	float8		value = below(2) ? values[below(n)] : random_value(kind, i);
	float8		distance = INFINITY;
	int64		lower = 0;
	int64		upper = 0;
	int64		j;

	if (!isfinite(value))
		return;
	for (j = 0; j < n; j++)
	{
		lower += values[j] < value;
		upper += values[j] <= value;
		distance = Min(distance, fabs(values[j] - value));
	}
	must_be_same("values below", kind, i, n, order_count_below(order, value), lower);
	must_be_same("values up to", kind, i, n, rr_order_count_up_to(order, value), upper);
	must_be_same("distance", kind, i, n, rr_order_distance(order, value), distance);
}

/* Compare everything with the window's values, which are put in order */
static void
check_window(DataKind kind, int64 i, OrderStatistics *order, float8 *values, int64 n)
{
	float8		median;

	must_be_same("count", kind, i, n, order->count, n);
	if (n == 0)
		return;
	median = naive_median(values, n);
	must_be_same("median", kind, i, n, rr_order_median(order), median);
	must_be_same("value", kind, i, n, rr_order_kth(order, i % n), values[i % n]);
	check_neighbours(kind, i, order, values, n);
	if (!isfinite(median))
		return;
	must_be_same("deviation", kind, i, n, rr_order_deviation(order, median),
				 naive_deviation(values, n, median));
	if (i % 3 == 0)
		must_be_near("mean deviation", kind, i, n, rr_order_mean_deviation(order, median),
					 naive_mean_deviation(values, n, median));
}

/* Sums after a long history against sums of the same values made anew */
static void
check_sums(DataKind kind, int64 i, ExactVariance *sums, const float8 *values, int64 n)
{
	ExactVariance fresh;
	long double mean = 0;
	long double squares = 0;
	float8		got = 0;
	float8		expected = 0;
	int64		j;

	rr_exact_variance_init(&fresh, false, NULL);
	for (j = n - 1; j >= 0; j--)
		rr_exact_variance_add(&fresh, values[j], false);

	must_be_same("has mean", kind, i, n, rr_exact_mean(sums, &got), rr_exact_mean(&fresh, &expected));
	must_be_same("mean", kind, i, n, got, expected);
	must_be_same("has stddev", kind, i, n, rr_exact_stddev(sums, &got), rr_exact_stddev(&fresh, &expected));
	must_be_same("stddev", kind, i, n, got, expected);
	pfree(fresh.sum.limbs);
	pfree(fresh.squares.limbs);

	if (sums->infinite_count > 0 || n < 2 || kind == ALL_EXPONENTS)
		return;
	for (j = 0; j < n; j++)
		mean += values[j];
	mean /= n;
	for (j = 0; j < n; j++)
		squares += (values[j] - mean) * (values[j] - mean);
	must_be_near("stddev, two passes", kind, i, n, got, sqrtl(squares / (n - 1)));
}

/*
 * Insert and remove values at random; the number of values, at first near the
 * limit, wanders between 0 and it
 */
static void
fuzz_multiset(DataKind kind, int64 limit, int64 operations)
{
	float8	   *values = malloc((limit + 1) * sizeof(float8));
	float8	   *window = malloc((limit + 1) * sizeof(float8));
	OrderStatistics order;
	ExactVariance sums;
	bool		growing = true;
	int64		n = 0;
	int64		i;

	rr_order_init(&order, NULL);
	rr_exact_variance_init(&sums, false, NULL);
	for (n = 0; n < limit - limit / 10; n++)
	{
		window[n] = values[n] = random_value(kind, n);
		rr_exact_variance_add(&sums, values[n], false);
	}
	rr_order_insert_many(&order, window, n);
	for (i = 0; i < operations; i++)
	{
		growing = n == 0 || (n < limit && (growing ? below(limit) > 0 : below(limit) == 0));
		if (below(8) < (growing ? 6 : 2) && n < limit)
		{
			values[n] = random_value(kind, i);
			rr_order_insert(&order, values[n]);
			rr_exact_variance_add(&sums, values[n], false);
			n++;
		}
		else if (n > 0)
		{
			int64		victim = below(n);

			must_be_same("removed", kind, i, n, rr_order_remove(&order, values[victim]), true);
			rr_exact_variance_add(&sums, values[victim], true);
			values[victim] = values[--n];
		}
		must_be_same("removed what is not there", kind, i, n, rr_order_remove(&order, 1.23e45), false);

		if (n < 40 || below(n) < 20)
		{
			memcpy(window, values, n * sizeof(float8));
			check_window(kind, i, &order, window, n);
			if (n > 0 && below(8) == 0)
				check_sums(kind, i, &sums, values, n);
		}
	}
	free(values);
	free(window);
}

/* Many values at once, before and after single ones */
static void
fuzz_bulk(DataKind kind, int64 n)
{
	float8	   *values = malloc(3 * n * sizeof(float8));
	float8	   *window = malloc(3 * n * sizeof(float8));
	OrderStatistics order;
	int64		i;

	rr_order_init(&order, NULL);
	for (i = 0; i < 3 * n; i++)
		window[i] = values[i] = random_value(kind, i);
	rr_order_insert_many(&order, window, n);
	rr_order_insert_many(&order, window + n, n);
	for (i = 2 * n; i < 3 * n; i++)
		rr_order_insert(&order, values[i]);
	for (i = 0; i < n; i++)
		must_be_same("removed", kind, i, n, rr_order_remove(&order, values[i]), true);
	check_window(kind, 0, &order, values + n, 2 * n);
	free(values);
	free(window);
}

/* A window that slides over rows: rank bitset, multiset and plain code */
static void
fuzz_sliding(DataKind kind, int64 width, int64 nrows)
{
	float8	   *values = malloc(nrows * sizeof(float8));
	float8	   *window = malloc((width + 1) * sizeof(float8));
	OrderStatistics order;
	RankBitset	ranks;
	int64		i;
	int64		j;

	rr_order_init(&order, NULL);
	rr_rank_init(&ranks, NULL);
	for (i = 0; i < nrows; i++)
		values[i] = below(20) == 0 ? NAN : random_value(kind, i);
	rr_rank_load(&ranks, values, nrows);

	for (i = 0; i < nrows; i++)
	{
		float8		median;
		int64		n = 0;

		if (i >= width && !isnan(values[i - width]))
		{
			rr_rank_remove(&ranks, i - width);
			rr_order_remove(&order, values[i - width]);
		}
		if (!isnan(values[i]))
		{
			rr_rank_insert(&ranks, i);
			rr_order_insert(&order, values[i]);
		}
		must_be_same("count of ranks", kind, i, order.count, ranks.count, order.count);
		if (order.count == 0)
			continue;
		median = rr_order_median(&order);
		must_be_same("median of ranks", kind, i, order.count, rr_rank_median(&ranks), median);
		if (!isfinite(median))
			continue;
		/* not in every row, so that pointers have farther to go */
		if (below(4) > 0)
			must_be_same("deviation of ranks", kind, i, order.count, rr_rank_deviation(&ranks, median),
						 rr_order_deviation(&order, median));
		if (below(4) == 0)
			must_be_same("mean deviation of ranks", kind, i, order.count,
						 rr_rank_mean_deviation(&ranks, median),
						 rr_order_mean_deviation(&order, median));
		if (below(width) < 10)
		{
			for (j = Max(i - width + 1, 0); j <= i; j++)
			{
				if (!isnan(values[j]))
					window[n++] = values[j];
			}
			check_window(kind, i, &order, window, n);
		}
	}
	rr_rank_free(&ranks);
	free(values);
	free(window);
}

int
main(int argc, char **argv)
{
	static const int limits[] = {3, 30, 500, MAX_WINDOW};
	int64		operations = argc > 1 ? strtoll(argv[1], NULL, 10) : 1000000;
	int64		share = operations / (DATA_KINDS * lengthof(limits) * 2);
	int			kind;
	int			i;

	random_state = argc > 2 ? strtoull(argv[2], NULL, 10) : 1;
	random_state = random_state * 2 + 1;
	for (kind = 0; kind < DATA_KINDS; kind++)
	{
		for (i = 0; i < (int) lengthof(limits); i++)
		{
			int			width = limits[i];

			fuzz_multiset(kind, width, share);
			fuzz_bulk(kind, width);
			/* odd and even widths differ, and the window has to slide */
			fuzz_sliding(kind, width + below(2), Max(share, 2 * width));
		}
	}
	printf("%lld operations, " INT64_FORMAT " results equal\n", (long long) operations, compared);
	return 0;
}
