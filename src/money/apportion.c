/*
 * apportion.c
 *	  apportion(exact, total, scale): a window function that rounds amounts so
 *	  that they sum to a rounded total.
 *
 * Unlike allocate() it starts from what each row owes exactly, credits among
 * them, and gives every row the unit below or above that: each exact amount is
 * rounded down, and the units that are missing from the total go one each to
 * the rows that lost most (largest remainder, as of Hamilton and Niemeyer).
 */
#include "runrate.h"

#include "miscadmin.h"
#include "utils/memutils.h"
#include "windowapi.h"

#include "money/numeric_arith.h"

#define ARG_EXACT	0
#define ARG_TOTAL	1
#define ARG_SCALE	2

#define MAX_SCALE	30

/* How often the memory is freed that evaluating arguments may have left behind */
#define ROWS_PER_RESET	256

/* A row on its way to its unit */
typedef struct PartialRow
{
	Numeric		remainder;		/* in units, at least 0 and below 1 */
	int64		row;
} PartialRow;

/* What the function keeps for a partition, zeroed when the partition starts */
typedef struct Apportionment
{
	bool		computed;
	Numeric    *amounts;		/* by row; NULL: the row takes no part */
} Apportionment;

PG_FUNCTION_INFO_V1(rr_apportion);

/* The largest remainder first; of equal ones the row that comes first */
static int
compare_partial_rows(const void *a, const void *b)
{
	const PartialRow *left = a;
	const PartialRow *right = b;
	int			order = numeric_compare(right->remainder, left->remainder);

	CHECK_FOR_INTERRUPTS();
	if (order != 0)
		return order;
	return left->row < right->row ? -1 : left->row > right->row;
}

/* To a whole number, half away from zero */
static Numeric
numeric_rounded(Numeric amount)
{
	return DatumGetNumeric(DirectFunctionCall2(numeric_round, NumericGetDatum(amount),
											   Int32GetDatum(0)));
}

static void
check_finite(const char *argument, Numeric amount)
{
	if (numeric_is_nan(amount) || numeric_is_inf(amount))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must be finite", argument),
				 errdetail("The amount is %s.", numeric_text(amount))));
}

/*
 * Round the exact amount of each row down to whole units
 *
 * Notes what a row loses, if anything.  Returns the sum of what is left, and
 * in exact_sum that of the exact amounts, both in units; NULL if no row takes
 * part.
 */
static Numeric
round_down(WindowObject winobj, Apportionment *state, int64 nrows, Numeric unit,
		   PartialRow *partial, int64 *npartial, Numeric *exact_sum)
{
	MemoryContext context = CurrentMemoryContext;
	MemoryContext scratch = AllocSetContextCreate(context, "runrate apportionment row",
												  ALLOCSET_SMALL_SIZES);
	Numeric		sum = NULL;
	int64		i;

	for (i = 0; i < nrows; i++)
	{
		bool		isnull;
		Datum		exact;
		Numeric		units;
		Numeric		whole;
		Numeric		remainder;

		CHECK_FOR_INTERRUPTS();
		MemoryContextSwitchTo(scratch);
		exact = WinGetFuncArgInPartition(winobj, ARG_EXACT, (int) i,
										 WINDOW_SEEK_HEAD, false, &isnull, NULL);
		if (!isnull)
		{
			check_finite("exact", DatumGetNumeric(exact));
			units = numeric_times(DatumGetNumeric(exact), unit);
			whole = numeric_call1(numeric_floor, units);
			remainder = numeric_minus(units, whole);

			MemoryContextSwitchTo(context);
			state->amounts[i] = DatumGetNumericCopy(NumericGetDatum(whole));
			sum = numeric_plus(sum == NULL ? int64_to_numeric(0) : sum, whole);
			*exact_sum = numeric_plus(*exact_sum, units);
			if (numeric_sign_of(remainder) != 0)
			{
				partial[*npartial].remainder = DatumGetNumericCopy(NumericGetDatum(remainder));
				partial[(*npartial)++].row = i;
			}
		}
		MemoryContextSwitchTo(context);
		if (i % ROWS_PER_RESET == 0)
			MemoryContextReset(scratch);
	}
	MemoryContextDelete(scratch);
	return sum;
}

/* How many rows get a unit more than they were rounded down to */
static int64
missing_units(Numeric total, Numeric sum, int64 npartial)
{
	Numeric		missing = numeric_minus(total, sum);

	if (numeric_sign_of(missing) < 0 ||
		numeric_decimals(missing) > 0 ||
		numeric_compare(missing, int64_to_numeric(npartial)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("amounts cannot be rounded to the total"),
				 errdetail("Rounded down, the amounts miss the total of %s units by %s, and %lld of them have more decimals than scale.",
						   numeric_text(total), numeric_text(missing),
						   (long long) npartial)));
	return DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(missing)));
}

/* At the first row of a partition: compute the amounts of all rows */
static void
compute_apportionment(WindowObject winobj, Apportionment *state)
{
	MemoryContext context = GetMemoryChunkContext(state);
	int64		nrows = WinGetPartitionRowCount(winobj);
	bool		total_isnull;
	bool		scale_isnull;
	Datum		total = WinGetFuncArgCurrent(winobj, ARG_TOTAL, &total_isnull);
	int64		scale = DatumGetInt64(WinGetFuncArgCurrent(winobj, ARG_SCALE, &scale_isnull));
	MemoryContext old_context;
	MemoryContext work;
	PartialRow *partial;
	int64		npartial = 0;
	int64		missing;
	Numeric		unit;
	Numeric		one_unit;
	Numeric		sum;
	Numeric		exact_sum = int64_to_numeric(0);
	int64		i;

	state->computed = true;
	state->amounts = MemoryContextAllocExtended(context, nrows * sizeof(Numeric),
												MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	if (scale_isnull)
		return;
	if (scale < 0 || scale > MAX_SCALE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scale must be between 0 and %d", MAX_SCALE),
				 errdetail("The scale is %lld.", (long long) scale)));
	if (!total_isnull)
		check_finite("total", DatumGetNumeric(total));
	/* rows are asked for by an int */
	if (nrows > PG_INT32_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("partition has too many rows"),
				 errdetail("The partition has %lld rows, the limit is %d.",
						   (long long) nrows, PG_INT32_MAX)));

	work = AllocSetContextCreate(CurrentMemoryContext, "runrate apportionment",
								 ALLOCSET_DEFAULT_SIZES);
	old_context = MemoryContextSwitchTo(work);
	unit = numeric_power_of_ten(-(int) scale);
	one_unit = numeric_power_of_ten((int) scale);
	partial = MemoryContextAllocHuge(work, Max(nrows, 1) * sizeof(PartialRow));

	sum = round_down(winobj, state, nrows, unit, partial, &npartial, &exact_sum);
	missing = sum == NULL ? 0 :
		missing_units(total_isnull ? numeric_rounded(exact_sum) :
					  numeric_times(DatumGetNumeric(total), unit),
					  sum, npartial);
	qsort(partial, npartial, sizeof(PartialRow), compare_partial_rows);
	for (i = 0; i < missing; i++)
		state->amounts[partial[i].row] = numeric_plus(state->amounts[partial[i].row],
													  int64_to_numeric(1));

	for (i = 0; i < nrows; i++)
	{
		Numeric		amount;

		CHECK_FOR_INTERRUPTS();
		if (state->amounts[i] == NULL)
			continue;
		amount = numeric_times(state->amounts[i], one_unit);
		MemoryContextSwitchTo(context);
		state->amounts[i] = DatumGetNumericCopy(NumericGetDatum(amount));
		MemoryContextSwitchTo(work);
	}
	MemoryContextSwitchTo(old_context);
	MemoryContextDelete(work);
}

/*
 * apportion(exact numeric, total numeric, scale bigint) returns numeric
 *
 * exact: what the row owes; NULL: it takes no part.  total: what all rows of
 * the partition are to sum to, the same in each, with at most scale decimals
 * and less than a unit of 10^-scale away from the sum of exact; NULL: that
 * sum, rounded half away from zero.  Returns the multiple of the unit below or
 * above exact, with scale decimals; of equal remainders the row first in the
 * window's order gets the unit.  NULL for a row that takes no part, and for
 * all rows if scale is NULL.  An error if the rows cannot sum to the total.
 */
Datum
rr_apportion(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	Apportionment *state;
	Numeric		amount;

	if (!WindowObjectIsValid(winobj))
		elog(ERROR, "apportion called in a context that is not a window");

	state = WinGetPartitionLocalMemory(winobj, sizeof(Apportionment));
	if (!state->computed)
	{
		compute_apportionment(winobj, state);
		/* no other row will be asked for again, so let the executor free them */
		WinSetMarkPosition(winobj, WinGetPartitionRowCount(winobj) - 1);
	}

	amount = state->amounts[WinGetCurrentPosition(winobj)];
	if (amount == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(DatumGetNumericCopy(NumericGetDatum(amount)));
}
