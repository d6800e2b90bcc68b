/*
 * allocate.c
 *	  allocate(amount, weight, scale): a window function that shares an amount
 *	  of money by weight, so that the shares sum to the amount to the last unit.
 *
 * At the first row of a partition the weights of all its rows are read and the
 * shares are computed; the other rows only pick up theirs.  There are two
 * arithmetics for one method: 64-bit integers (allocate_core.c), used while
 * the amount in units and the sum of the weights at their common number of
 * decimals fit, and numeric (allocate_wide.c) for everything else.
 */
#include "runrate.h"

#include "common/int.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "money/allocate_core.h"
#include "money/allocate_wide.h"
#include "money/money.h"
#include "money/numeric_arith.h"
#include "money/numeric_digits.h"

#define ARG_AMOUNT	0
#define ARG_WEIGHT	1
#define ARG_SCALE	2

#define MAX_SCALE	30

/* How often the memory is freed that evaluating weights may have left behind */
#define ROWS_PER_RESET	256

/* The largest power of ten that fits 64 bits is 10^MAX_NARROW_SCALE */
#define MAX_NARROW_SCALE	19

/* What the function keeps for a partition, zeroed when the partition starts */
typedef struct Allocation
{
	bool		computed;
	bool		takes_float8;	/* amounts and weights are double precision */
	bool		amount_is_constant; /* by the query: need not be compared */
	bool		scale_is_constant;
	bool		amount_isnull;
	bool		scale_isnull;
	bool		unallocated;	/* every share is NULL */
	bool		credit;			/* the amount is negative */
	bool		wide;			/* shares are in wide_shares, not in shares */
	Numeric		amount;
	int64		scale;

	int64		nrows;
	int			weight_scale;	/* decimals of the weights in shares */
	uint64		total;			/* of the weights in shares */
	Numeric		wide_total;		/* of the weights in wide_shares */

	/* by row: the weight; from rr_allocate_split() on, whole units */
	uint64	   *shares;
	Numeric    *wide_shares;
	uint64	   *remainders;
	uint64		cut;			/* a larger remainder has got one unit more */
} Allocation;

PG_FUNCTION_INFO_V1(rr_allocate);
PG_FUNCTION_INFO_V1(rr_allocate_float8);

static const uint64 powers_of_ten[MAX_NARROW_SCALE + 1] = {
	UINT64CONST(1),
	UINT64CONST(10),
	UINT64CONST(100),
	UINT64CONST(1000),
	UINT64CONST(10000),
	UINT64CONST(100000),
	UINT64CONST(1000000),
	UINT64CONST(10000000),
	UINT64CONST(100000000),
	UINT64CONST(1000000000),
	UINT64CONST(10000000000),
	UINT64CONST(100000000000),
	UINT64CONST(1000000000000),
	UINT64CONST(10000000000000),
	UINT64CONST(100000000000000),
	UINT64CONST(1000000000000000),
	UINT64CONST(10000000000000000),
	UINT64CONST(100000000000000000),
	UINT64CONST(1000000000000000000),
	UINT64CONST(10000000000000000000)
};

/* Multiply by 10^exponent if the result fits an int64, else change nothing */
static inline bool
times_power_of_ten(uint64 *number, int exponent)
{
	uint64		result;

	Assert(exponent >= 0);

	if (*number == 0)
		return true;
	if (exponent > MAX_NARROW_SCALE ||
		pg_mul_u64_overflow(*number, powers_of_ten[exponent], &result) ||
		result > PG_INT64_MAX)
		return false;
	*number = result;
	return true;
}

/* How many decimals the value needs; its display scale may be larger */
static inline int
parts_decimals(const NumericParts *parts)
{
	int			decimals = (parts->ndigits - 1 - parts->weight) * 4;
	int			last;

	if (parts->ndigits == 0 || decimals <= 0)
		return 0;
	for (last = numeric_digit(parts, parts->ndigits - 1);
		 last % 10 == 0 && decimals > 0;
		 last /= 10)
		decimals--;
	return decimals;
}

/*
 * Express the magnitude of a finite value in units of 10^-scale if it fits an
 * int64
 *
 * scale is at least parts_decimals(): the last base-10000 digit may end in
 * zeros that are below a unit, and nothing else.
 */
static inline bool
parts_to_integer(const NumericParts *parts, int scale, uint64 *result)
{
	int			exponent = (parts->weight - parts->ndigits + 1) * 4 + scale;
	uint64		number = 0;
	int			i;

	*result = 0;
	if (parts->ndigits == 0)
		return true;
	if (parts->ndigits > 6)
		return false;

	for (i = 0; i < parts->ndigits; i++)
	{
		uint64		digit = numeric_digit(parts, i);
		uint64		base = NUMERIC_BASE;

		if (i == parts->ndigits - 1 && exponent < 0)
		{
			digit /= powers_of_ten[-exponent];
			base = powers_of_ten[4 + exponent];
		}
		if (pg_mul_u64_overflow(number, base, &number) ||
			pg_add_u64_overflow(number, digit, &number))
			return false;
	}

	*result = number;
	return number <= PG_INT64_MAX && times_power_of_ten(result, Max(exponent, 0));
}

/* The error of a pool whose rows do not agree */
static void
report_difference(const char *argument, const char *first, const char *current)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s must be the same in every row of the pool", argument),
			 errdetail("The first row has %s, another row has %s.", first, current),
			 errhint("The pool is the window's partition: PARTITION BY what the amount belongs to.")));
}

/* Are two values the same? Mostly they are equal byte by byte. */
static inline bool
same_amount(Numeric first, Datum current)
{
	struct varlena *packed = PG_DETOAST_DATUM_PACKED(current);

	if (VARSIZE_ANY_EXHDR(packed) == VARSIZE_ANY_EXHDR(first) &&
		memcmp(VARDATA_ANY(packed), VARDATA_ANY(first), VARSIZE_ANY_EXHDR(first)) == 0)
		return true;
	return numeric_compare(first, DatumGetNumeric(current)) == 0;
}

/* An amount or a weight as numeric: double precision as its shortest decimal */
static inline Datum
numeric_argument(const Allocation *allocation, Datum argument, bool isnull)
{
	if (!allocation->takes_float8 || isnull)
		return argument;
	return rr_decimal_argument(DatumGetFloat8(argument));
}

/* Check that the current row has the amount of the first row */
static void
check_amount(WindowObject winobj, const Allocation *allocation)
{
	bool		isnull;
	Datum		amount = WinGetFuncArgCurrent(winobj, ARG_AMOUNT, &isnull);

	amount = numeric_argument(allocation, amount, isnull);
	if (isnull == allocation->amount_isnull &&
		(isnull || same_amount(allocation->amount, amount)))
		return;
	report_difference("amount",
					  allocation->amount_isnull ? "NULL" : numeric_text(allocation->amount),
					  isnull ? "NULL" : numeric_text(DatumGetNumeric(amount)));
}

/* Check that the current row has the scale of the first row */
static void
check_scale(WindowObject winobj, const Allocation *allocation)
{
	bool		isnull;
	int64		scale = DatumGetInt64(WinGetFuncArgCurrent(winobj, ARG_SCALE, &isnull));

	if (isnull == allocation->scale_isnull && (isnull || scale == allocation->scale))
		return;
	report_difference("scale",
					  allocation->scale_isnull ? "NULL" : psprintf(INT64_FORMAT, allocation->scale),
					  isnull ? "NULL" : psprintf(INT64_FORMAT, scale));
}

/* Check that the shares can sum to the amount */
static void
check_first_row(const Allocation *allocation)
{
	if (allocation->scale < 0 || allocation->scale > MAX_SCALE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scale must be between 0 and %d", MAX_SCALE),
				 errdetail("The scale is " INT64_FORMAT ".", allocation->scale)));
	if (numeric_is_nan(allocation->amount) || numeric_is_inf(allocation->amount))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("amount must be finite"),
				 errdetail("The amount is %s.", numeric_text(allocation->amount))));
	if (numeric_decimals(allocation->amount) > allocation->scale)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("amount has more decimals than scale"),
				 errdetail("The amount is %s and the scale is " INT64_FORMAT ", so no shares could sum to the amount.",
						   numeric_text(allocation->amount), allocation->scale),
				 errhint("Round the amount or pass a larger scale.")));
}

/* Take amount and scale from the first row; false if one of them is NULL */
static bool
read_first_row(WindowObject winobj, FunctionCallInfo fcinfo, Allocation *allocation)
{
	MemoryContext old_context;
	Datum		amount = WinGetFuncArgCurrent(winobj, ARG_AMOUNT,
											  &allocation->amount_isnull);
	Datum		scale = WinGetFuncArgCurrent(winobj, ARG_SCALE,
											 &allocation->scale_isnull);

	allocation->amount_is_constant = get_fn_expr_arg_stable(fcinfo->flinfo, ARG_AMOUNT);
	allocation->scale_is_constant = get_fn_expr_arg_stable(fcinfo->flinfo, ARG_SCALE);

	old_context = MemoryContextSwitchTo(GetMemoryChunkContext(allocation));
	if (!allocation->amount_isnull)
		allocation->amount = DatumGetNumericCopy(numeric_argument(allocation, amount, false));
	MemoryContextSwitchTo(old_context);
	if (!allocation->scale_isnull)
		allocation->scale = DatumGetInt64(scale);

	if (allocation->amount_isnull || allocation->scale_isnull)
		return false;
	check_first_row(allocation);
	return true;
}

/* Allocate an array with an element for every row of the partition */
static void *
allocate_rows(const Allocation *allocation, Size element_size)
{
	return MemoryContextAllocHuge(GetMemoryChunkContext((void *) allocation),
								  allocation->nrows * element_size);
}

/* Go over to numerics, with the weights of the first nrows rows */
static void
make_wide(Allocation *allocation, int64 nrows)
{
	MemoryContext old_context = MemoryContextSwitchTo(GetMemoryChunkContext(allocation));
	int64		i;

	allocation->wide = true;
	allocation->wide_shares = allocate_rows(allocation, sizeof(Numeric));
	for (i = 0; i < nrows; i++)
	{
		uint64		weight = allocation->shares[i];

		CHECK_FOR_INTERRUPTS();
		allocation->wide_shares[i] = weight == RR_NO_SHARE ? NULL :
			int64_div_fast_to_numeric(weight, allocation->weight_scale);
	}
	allocation->wide_total = int64_div_fast_to_numeric(allocation->total,
													   allocation->weight_scale);
	MemoryContextSwitchTo(old_context);
}

/* Give the weights of the first nrows rows more decimals, if they still fit */
static bool
raise_weight_scale(Allocation *allocation, int64 nrows, int scale)
{
	int			exponent = scale - allocation->weight_scale;
	int64		i;

	if (!times_power_of_ten(&allocation->total, exponent))
		return false;
	allocation->weight_scale = scale;
	if (allocation->total == 0)
		return true;

	for (i = 0; i < nrows; i++)
	{
		/* no weight is above the total, which fits */
		if (allocation->shares[i] != RR_NO_SHARE)
			allocation->shares[i] *= powers_of_ten[exponent];
	}
	return true;
}

/* Note the weight of a row as an integer; false if that is not possible */
static inline bool
add_narrow_weight(Allocation *allocation, int64 row, const NumericParts *parts)
{
	int			decimals = parts_decimals(parts);
	uint64		weight;

	if (decimals > allocation->weight_scale &&
		!raise_weight_scale(allocation, row, decimals))
		return false;
	if (!parts_to_integer(parts, allocation->weight_scale, &weight) ||
		weight > PG_INT64_MAX - allocation->total)
		return false;

	allocation->shares[row] = weight;
	allocation->total += weight;
	return true;
}

/* Note the weight of a row as a numeric */
static void
add_wide_weight(Allocation *allocation, int64 row, Datum weight)
{
	MemoryContext old_context = MemoryContextSwitchTo(GetMemoryChunkContext(allocation));
	Numeric		old_total = allocation->wide_total;

	allocation->wide_shares[row] = DatumGetNumericCopy(weight);
	allocation->wide_total = numeric_plus(old_total, allocation->wide_shares[row]);
	pfree(old_total);
	MemoryContextSwitchTo(old_context);
}

/* Check that a weight can take part in an allocation */
static inline void
check_weight(Datum weight, const NumericParts *parts)
{
	if (likely(parts->kind == NUMERIC_FINITE && !parts->negative))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
			 parts->kind == NUMERIC_FINITE ?
			 errmsg("weight must not be negative") :
			 errmsg("weight must be finite"),
			 errdetail("A row of the pool has the weight %s.",
					   numeric_text(DatumGetNumeric(weight)))));
}

/* Note the weight of a row */
static inline void
add_weight(Allocation *allocation, int64 row, Datum weight, bool isnull)
{
	NumericParts parts;

	if (isnull)
	{
		if (allocation->wide)
			allocation->wide_shares[row] = NULL;
		else
			allocation->shares[row] = RR_NO_SHARE;
		return;
	}

	rr_numeric_take_apart(weight, &parts);
	check_weight(weight, &parts);
	if (!allocation->wide)
	{
		if (likely(add_narrow_weight(allocation, row, &parts)))
			return;
		make_wide(allocation, row);
	}
	add_wide_weight(allocation, row, weight);
}

/*
 * Read the weights of all rows of the partition
 *
 * An argument that is an expression may leave memory behind for every row, so
 * it is evaluated in a context that is emptied now and then.
 */
static void
read_weights(WindowObject winobj, Allocation *allocation)
{
	MemoryContext scratch = AllocSetContextCreate(CurrentMemoryContext,
												  "runrate allocation weights",
												  ALLOCSET_SMALL_SIZES);
	MemoryContext old_context = MemoryContextSwitchTo(scratch);
	int64		i;

	for (i = 0; i < allocation->nrows; i++)
	{
		bool		isnull;
		Datum		weight = WinGetFuncArgInPartition(winobj, ARG_WEIGHT, (int) i,
													  WINDOW_SEEK_HEAD, false,
													  &isnull, NULL);

		add_weight(allocation, i, numeric_argument(allocation, weight, isnull), isnull);
		if (i % ROWS_PER_RESET == 0)
			MemoryContextReset(scratch);
	}

	MemoryContextSwitchTo(old_context);
	MemoryContextDelete(scratch);
}

/* The peers function of rr_allocate_cut() */
static bool
rows_are_peers(void *arg, int64 a, int64 b)
{
	return a == b || WinRowsArePeers((WindowObject) arg, a, b);
}

/* Compute the shares with 64-bit integers */
static void
compute_narrow(WindowObject winobj, Allocation *allocation, uint64 units)
{
	int64		left;

	allocation->remainders = allocate_rows(allocation, sizeof(uint64));
	left = rr_allocate_split(units, allocation->total, allocation->shares,
							 allocation->remainders, allocation->nrows);
	allocation->cut = rr_allocate_cut(allocation->remainders, allocation->shares,
									  allocation->nrows, left,
									  rows_are_peers, winobj);
}

/* Compute the shares with numerics */
static void
compute_wide(WindowObject winobj, Allocation *allocation)
{
	MemoryContext old_context = MemoryContextSwitchTo(GetMemoryChunkContext(allocation));
	Numeric		units = numeric_times(numeric_magnitude(allocation->amount),
									  numeric_power_of_ten(-(int) allocation->scale));
	uint64	   *weight_ranks = allocate_rows(allocation, sizeof(uint64));
	int64		left;

	allocation->remainders = allocate_rows(allocation, sizeof(uint64));
	left = rr_allocate_wide_split(numeric_call1(numeric_trim_scale, units),
								  allocation->wide_total, allocation->wide_shares,
								  allocation->remainders, weight_ranks,
								  allocation->nrows);
	allocation->cut = rr_allocate_cut(allocation->remainders, weight_ranks,
									  allocation->nrows, left,
									  rows_are_peers, winobj);
	pfree(weight_ranks);
	MemoryContextSwitchTo(old_context);
}

/* At the first row of a partition: compute all shares */
static void
compute_allocation(WindowObject winobj, FunctionCallInfo fcinfo, Allocation *allocation)
{
	NumericParts amount;
	uint64		units;

	allocation->computed = true;
	allocation->nrows = WinGetPartitionRowCount(winobj);
	if (!read_first_row(winobj, fcinfo, allocation))
	{
		allocation->unallocated = true;
		return;
	}

	/* rows are asked for by an int */
	if (allocation->nrows > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("pool has too many rows"),
				 errdetail("The pool has " INT64_FORMAT " rows, the limit is %d.",
						   allocation->nrows, PG_INT32_MAX)));

	rr_numeric_take_apart(NumericGetDatum(allocation->amount), &amount);
	allocation->credit = amount.negative;
	allocation->shares = allocate_rows(allocation, sizeof(uint64));
	if (!parts_to_integer(&amount, (int) allocation->scale, &units))
		make_wide(allocation, 0);
	read_weights(winobj, allocation);

	if (allocation->wide)
	{
		pfree(allocation->shares);
		allocation->unallocated = numeric_sign_of(allocation->wide_total) == 0;
		if (!allocation->unallocated)
			compute_wide(winobj, allocation);
	}
	else
	{
		allocation->unallocated = allocation->total == 0;
		if (!allocation->unallocated)
			compute_narrow(winobj, allocation, units);
	}
}

/* A number of units of 10^-scale as a numeric with scale decimals */
static inline Numeric
units_to_numeric(uint64 units, bool negative, int scale)
{
	/* 2^63 below 10^19 in groups of four decimals, of which two may be split */
	int16		digits[6];
	int			first = lengthof(digits);
	int			groups = (scale + 3) / 4;
	int			missing = groups * 4 - scale;
	uint64		low;

	/* the last group of decimals need not be full */
	low = units % powers_of_ten[4 - missing];
	units /= powers_of_ten[4 - missing];
	digits[--first] = low * powers_of_ten[missing];
	for (; units > 0; units /= NUMERIC_BASE)
		digits[--first] = units % NUMERIC_BASE;

	return rr_numeric_from_digits(negative, lengthof(digits) - 1 - first - groups,
								  scale, digits + first, lengthof(digits) - first);
}

/* The share of a row; NULL if it takes no part */
static inline Numeric
narrow_share(const Allocation *allocation, int64 row)
{
	uint64		units = allocation->shares[row];

	if (units == RR_NO_SHARE)
		return NULL;
	units += allocation->remainders[row] > allocation->cut;
	return units_to_numeric(units, allocation->credit, (int) allocation->scale);
}

/* The same after compute_wide() */
static Numeric
wide_share(const Allocation *allocation, int64 row)
{
	Numeric		units = allocation->wide_shares[row];
	Numeric		unit = numeric_power_of_ten((int) allocation->scale);

	if (units == NULL)
		return NULL;
	if (allocation->remainders[row] > allocation->cut)
		units = numeric_plus(units, int64_to_numeric(1));
	if (allocation->credit)
		unit = numeric_call1(numeric_uminus, unit);
	return numeric_times(units, unit);
}

/* The share of the current row */
static Datum
allocate(FunctionCallInfo fcinfo, bool takes_float8)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	int64		row;
	Allocation *allocation;
	Numeric		share;

	if (!WindowObjectIsValid(winobj))
		elog(ERROR, "allocate called in a context that is not a window");

	row = WinGetCurrentPosition(winobj);
	allocation = WinGetPartitionLocalMemory(winobj, sizeof(Allocation));
	if (!allocation->computed)
	{
		allocation->takes_float8 = takes_float8;
		compute_allocation(winobj, fcinfo, allocation);
		/* no other row will be asked for again, so let the executor free them */
		WinSetMarkPosition(winobj, allocation->nrows - 1);
	}
	else
	{
		if (!allocation->amount_is_constant)
			check_amount(winobj, allocation);
		if (!allocation->scale_is_constant)
			check_scale(winobj, allocation);
	}

	if (allocation->unallocated)
		PG_RETURN_NULL();
	share = allocation->wide ? wide_share(allocation, row) : narrow_share(allocation, row);
	if (share == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(share);
}

/*
 * allocate(amount numeric, weight numeric, scale bigint) returns numeric
 *
 * The current row's share of amount, in proportion to its weight among the
 * rows of its partition, with scale decimals.  All shares of a partition sum
 * to amount exactly and each is less than 10^-scale away from the exact share
 * (largest remainder, see allocate_core.h).  A negative amount is shared as
 * its magnitude is.  Equal remainders are decided by the window's ORDER BY,
 * among peers by the larger weight, then by position.  The frame does not
 * matter.
 *
 * NULL: for a row whose weight is NULL, which takes no part; for all rows if
 * amount or scale is NULL, or if no weight is above 0.
 *
 * Errors: amount or scale differ between rows (noticed when the row is
 * reached); a negative weight; amount or a weight not finite; scale not
 * between 0 and 30; amount with more decimals than scale.
 */
Datum
rr_allocate(PG_FUNCTION_ARGS)
{
	return allocate(fcinfo, false);
}

/* allocate() for double precision amounts and weights, taken as their shortest decimals */
Datum
rr_allocate_float8(PG_FUNCTION_ARGS)
{
	return allocate(fcinfo, true);
}
