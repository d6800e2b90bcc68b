/*
 * contributions.c
 *	  Aggregate anomaly_contributions(dimension, actual_cost, base_cost,
 *	  actual_outcomes, base_outcomes): why cost per outcome is not what it was.
 *
 * With cost C0 and outcomes O0 on the baseline side, C1 and O1 on the actual
 * side, the deviation is C1 / O1 - C0 / O0.  What cost contributes depends on
 * whether it is changed before or after the outcomes; the mean of both orders,
 * which is the Shapley value of a game of two (L. S. Shapley, "A Value for
 * n-Person Games", 1953), prefers neither:
 *
 *		cost		(C1 - C0) * (1 / O0 + 1 / O1) / 2
 *		outcomes	(C0 + C1) / 2 * (1 / O1 - 1 / O0)
 *
 * Their sum is the deviation.  The first is proportional to the change of
 * cost, so each dimension value has the part of it that its own change makes,
 * whatever the other values do.  Over the denominator 2 * O0 * O1 all are
 * decimal fractions, so nothing is rounded until each contribution becomes a
 * whole number of units of the 12th decimal.  The units that are then missing
 * in the sum go to the largest remainders.
 */
#include "runrate.h"

#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

/* server headers have parameters that only assertions use */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "access/htup_details.h"
#include "funcapi.h"
#include "utils/typcache.h"
#pragma GCC diagnostic pop

#include "common/agg_state.h"
#include "money/money.h"
#include "money/numeric_args.h"

#define CONTRIBUTION_SCALE	12
#define FIRST_CAPACITY		16
#define NO_DIMENSION		"unattributed"

/* The two sides of a comparison; NULL: not known */
typedef struct Sides
{
	Numeric		actual;
	Numeric		base;
} Sides;

/* One dimension value, or the outcomes */
typedef struct Factor
{
	text	   *dimension;		/* NULL: the outcomes */
	Sides		sides;
	Numeric		units;			/* contribution, rounded down */
	Numeric		remainder;		/* what is lost by that, in parts of the
								 * denominator */
	int			number;			/* decides between equal remainders */
} Factor;

typedef struct ContributionsState
{
	AggStateTag tag;
	bool		has_outcomes;
	Sides		outcomes;
	int			nfactors;
	int			capacity;
	Factor	   *factors;
} ContributionsState;

/* The fields of runrate.contribution */
enum
{
	CONTRIBUTION_FACTOR,
	CONTRIBUTION_DIMENSION,
	CONTRIBUTION_ACTUAL,
	CONTRIBUTION_BASE,
	CONTRIBUTION_CHANGE,
	CONTRIBUTION_AMOUNT,
	CONTRIBUTION_FIELDS
};

/* ---- Collecting ---- */

/* Are two numbers equal, or both not known? */
static bool
same_number(Numeric a, Numeric b)
{
	return a == NULL || b == NULL ? a == b : numeric_compare(a, b) == 0;
}

/* A finite argument; NULL if it is NULL */
static Numeric
optional_arg(FunctionCallInfo fcinfo, int argno, const char *name)
{
	return PG_ARGISNULL(argno) ? NULL : finite_arg(fcinfo, argno, name);
}

/* An argument that is a number of outcomes; NULL if it is NULL */
static Numeric
outcomes_arg(FunctionCallInfo fcinfo, int argno, const char *name)
{
	return PG_ARGISNULL(argno) ? NULL : not_negative_arg(fcinfo, argno, name);
}

/* Copies in a memory context of numbers that may be NULL */
static Sides
copy_sides(Sides sides, MemoryContext context)
{
	MemoryContext old = MemoryContextSwitchTo(context);

	if (sides.actual != NULL)
		sides.actual = DatumGetNumericCopy(NumericGetDatum(sides.actual));
	if (sides.base != NULL)
		sides.base = DatumGetNumericCopy(NumericGetDatum(sides.base));
	MemoryContextSwitchTo(old);
	return sides;
}

/* Take the outcomes, which are those of the whole, in every row */
static void
note_outcomes(ContributionsState *state, Sides outcomes)
{
	if (!state->has_outcomes)
	{
		state->outcomes = copy_sides(outcomes, GetMemoryChunkContext(state));
		state->has_outcomes = true;
	}
	else if (!same_number(outcomes.actual, state->outcomes.actual) ||
			 !same_number(outcomes.base, state->outcomes.base))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("actual_outcomes and base_outcomes must be the same in every row of the group"),
				 errhint("Give every row the outcomes of the whole, not those of its dimension value.")));
}

/* Append a factor; the array is in the context, or will be */
static Factor *
new_factor(ContributionsState *state, MemoryContext context)
{
	if (state->nfactors == state->capacity)
	{
		state->capacity = Max(2 * state->capacity, FIRST_CAPACITY);
		if (state->factors == NULL)
			state->factors = MemoryContextAlloc(context, state->capacity * sizeof(Factor));
		else
			state->factors = repalloc_huge(state->factors, state->capacity * sizeof(Factor));
	}
	return memset(&state->factors[state->nfactors++], 0, sizeof(Factor));
}

/* A text argument copied into a memory context; a NULL one has a name too */
static text *
dimension_arg(FunctionCallInfo fcinfo, int argno, MemoryContext context)
{
	MemoryContext old = MemoryContextSwitchTo(context);
	text	   *dimension = PG_ARGISNULL(argno) ? cstring_to_text(NO_DIMENSION) : PG_GETARG_TEXT_P_COPY(argno);

	MemoryContextSwitchTo(old);
	return dimension;
}

PG_FUNCTION_INFO_V1(rr_contributions_accum);
/*
 * Transition function: state, dimension text, actual_cost, base_cost,
 * actual_outcomes, base_outcomes numeric
 *
 * Costs may be negative (credits).  Error if a number is not finite, if
 * outcomes are negative, or if they are not the same as in the row before.
 */
Datum
rr_contributions_accum(PG_FUNCTION_ARGS)
{
	ContributionsState *state =
	rr_transition_state(fcinfo, CONTRIBUTIONS_STATE, sizeof(ContributionsState));
	MemoryContext context = GetMemoryChunkContext(state);
	Factor	   *factor;
	Sides		cost;
	Sides		outcomes;

	cost.actual = optional_arg(fcinfo, 2, "actual_cost");
	cost.base = optional_arg(fcinfo, 3, "base_cost");
	outcomes.actual = outcomes_arg(fcinfo, 4, "actual_outcomes");
	outcomes.base = outcomes_arg(fcinfo, 5, "base_outcomes");

	note_outcomes(state, outcomes);
	factor = new_factor(state, context);
	factor->dimension = dimension_arg(fcinfo, 1, context);
	factor->sides = copy_sides(cost, context);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_contributions_accum_float8);
/* The same for double precision, of which each number is taken as its shortest decimal */
Datum
rr_contributions_accum_float8(PG_FUNCTION_ARGS)
{
	for (int i = 2; i <= 5; i++)
	{
		if (!PG_ARGISNULL(i))
			fcinfo->args[i].value = rr_decimal_argument(PG_GETARG_FLOAT8(i));
	}
	return rr_contributions_accum(fcinfo);
}

/* ---- Dividing ---- */

#define numeric_negative(a)		numeric_call1(numeric_uminus, a)

/* Order by dimension, byte for byte */
static int
compare_dimensions(const void *a, const void *b)
{
	const text *left = ((const Factor *) a)->dimension;
	const text *right = ((const Factor *) b)->dimension;
	int			left_length = VARSIZE_ANY_EXHDR(left);
	int			right_length = VARSIZE_ANY_EXHDR(right);
	int			order = memcmp(VARDATA_ANY(left), VARDATA_ANY(right), Min(left_length, right_length));

	CHECK_FOR_INTERRUPTS();
	return order != 0 ? order : left_length - right_length;
}

/* Order by remainder, the largest first */
static int
compare_remainders(const void *a, const void *b)
{
	const Factor *left = *(const Factor *const *) a;
	const Factor *right = *(const Factor *const *) b;
	int			order = numeric_compare(right->remainder, left->remainder);

	CHECK_FOR_INTERRUPTS();
	return order != 0 ? order : left->number - right->number;
}

/* The sum of two numbers; not known if one of them is not */
static Numeric
sum_of(Numeric a, Numeric b)
{
	return a == NULL || b == NULL ? NULL : numeric_plus(a, b);
}

/* Sort the dimension values and make one factor of those that are equal */
static void
merge_dimensions(ContributionsState *state)
{
	int			n = 0;

	qsort(state->factors, state->nfactors, sizeof(Factor), compare_dimensions);
	for (int i = 1; i < state->nfactors; i++)
	{
		Factor	   *last = &state->factors[n];
		const Factor *next = &state->factors[i];

		if (compare_dimensions(last, next) == 0)
		{
			last->sides.actual = sum_of(last->sides.actual, next->sides.actual);
			last->sides.base = sum_of(last->sides.base, next->sides.base);
		}
		else
			state->factors[++n] = *next;
	}
	state->nfactors = n + 1;
}

/* The cost of the whole; false if there is a cost that is not known */
static bool
total_cost(const ContributionsState *state, Sides *total)
{
	total->actual = total->base = int64_to_numeric(0);
	for (int i = 0; i < state->nfactors; i++)
	{
		const Factor *factor = &state->factors[i];

		CHECK_FOR_INTERRUPTS();
		if (factor->dimension == NULL)
			continue;
		total->actual = sum_of(total->actual, factor->sides.actual);
		total->base = sum_of(total->base, factor->sides.base);
	}
	return total->actual != NULL && total->base != NULL;
}

static inline bool
is_positive(Numeric a)
{
	return a != NULL && numeric_sign_of(a) > 0;
}

/*
 * Set units and remainder of a factor: dividend / divisor, rounded down; the
 * divisor is above zero.  Returns the remainder.
 */
static Numeric
divide_down(Factor *factor, Numeric dividend, Numeric divisor)
{
	factor->units = numeric_whole_over(dividend, divisor);
	factor->remainder = numeric_minus(dividend, numeric_times(factor->units, divisor));
	if (numeric_sign_of(factor->remainder) < 0)
	{
		factor->units = numeric_minus(factor->units, int64_to_numeric(1));
		factor->remainder = numeric_plus(factor->remainder, divisor);
	}
	return factor->remainder;
}

/* Give one unit more to the factors with the largest remainders */
static void
give_units(ContributionsState *state, int64 units)
{
	Factor	  **order = palloc(state->nfactors * sizeof(Factor *));

	Assert(units >= 0 && units <= state->nfactors);
	for (int i = 0; i < state->nfactors; i++)
	{
		state->factors[i].number = i;
		order[i] = &state->factors[i];
	}
	qsort(order, state->nfactors, sizeof(Factor *), compare_remainders);
	for (int64 i = 0; i < units; i++)
		order[i]->units = numeric_plus(order[i]->units, int64_to_numeric(1));
	pfree(order);
}

/*
 * Set the contributions of all factors, the last of which are the outcomes, in
 * units of the last decimal; false if the unit cost of a side is not known
 *
 * If the deviation is negative all signs are turned twice, so that comparing
 * in the other direction gives the same figures with the other sign.  (A
 * deviation of zero has no direction: there, units may move.)
 */
static bool
divide_deviation(ContributionsState *state)
{
	Numeric		lost = int64_to_numeric(0);
	Numeric		two = int64_to_numeric(2);
	const Sides *outcomes = &state->outcomes;
	Sides		cost;
	Numeric		divisor;
	Numeric		cost_factor;
	Numeric		outcomes_factor;
	Numeric		units;			/* in one of the currency */
	bool		negative;

	if (!is_positive(outcomes->actual) || !is_positive(outcomes->base) ||
		!total_cost(state, &cost))
		return false;

	divisor = numeric_times(two, numeric_times(outcomes->base, outcomes->actual));
	negative = numeric_compare(numeric_times(cost.actual, outcomes->base),
							   numeric_times(cost.base, outcomes->actual)) < 0;
	units = numeric_power_of_ten(-CONTRIBUTION_SCALE);
	if (negative)
		units = numeric_negative(units);
	cost_factor = numeric_times(units, numeric_plus(outcomes->base, outcomes->actual));
	outcomes_factor = numeric_negative(numeric_times(units, numeric_plus(cost.base, cost.actual)));

	for (int i = 0; i < state->nfactors; i++)
	{
		Factor	   *factor = &state->factors[i];
		Numeric		change = numeric_minus(factor->sides.actual, factor->sides.base);
		Numeric		dividend = numeric_times(change, factor->dimension != NULL ? cost_factor : outcomes_factor);

		CHECK_FOR_INTERRUPTS();
		lost = numeric_plus(lost, divide_down(factor, dividend, divisor));
	}

	/* the whole, half a unit rounded up, as far as no factor has it */
	lost = numeric_whole_over(numeric_plus(numeric_times(two, lost), divisor),
							  numeric_times(two, divisor));
	give_units(state, DatumGetInt64(DirectFunctionCall1(numeric_int8, NumericGetDatum(lost))));

	for (int i = 0; negative && i < state->nfactors; i++)
		state->factors[i].units = numeric_negative(state->factors[i].units);
	return true;
}

/* ---- Result ---- */

static inline void
set_number(Datum *value, bool *isnull, Numeric number)
{
	*isnull = number == NULL;
	*value = NumericGetDatum(number);
}

/* A factor as runrate.contribution */
static Datum
make_contribution(TupleDesc row, const Factor *factor, bool divided)
{
	const Sides *sides = &factor->sides;
	Numeric		change = NULL;
	Numeric		amount = NULL;
	Datum		values[CONTRIBUTION_FIELDS] = {0};
	bool		isnull[CONTRIBUTION_FIELDS] = {false};

	if (sides->actual != NULL && sides->base != NULL)
		change = numeric_minus(sides->actual, sides->base);
	if (divided)
		amount = numeric_times(factor->units, numeric_power_of_ten(CONTRIBUTION_SCALE));

	values[CONTRIBUTION_FACTOR] = CStringGetTextDatum(factor->dimension != NULL ? "cost" : "outcomes");
	values[CONTRIBUTION_DIMENSION] = PointerGetDatum(factor->dimension);
	isnull[CONTRIBUTION_DIMENSION] = factor->dimension == NULL;
	set_number(&values[CONTRIBUTION_ACTUAL], &isnull[CONTRIBUTION_ACTUAL], sides->actual);
	set_number(&values[CONTRIBUTION_BASE], &isnull[CONTRIBUTION_BASE], sides->base);
	set_number(&values[CONTRIBUTION_CHANGE], &isnull[CONTRIBUTION_CHANGE], change);
	set_number(&values[CONTRIBUTION_AMOUNT], &isnull[CONTRIBUTION_AMOUNT], amount);
	return HeapTupleGetDatum(heap_form_tuple(row, values, isnull));
}

PG_FUNCTION_INFO_V1(rr_contributions_final);
/*
 * Final function: an array of contribution, the dimension values in byte order
 * and then the outcomes; NULL if there was no row
 */
Datum
rr_contributions_final(PG_FUNCTION_ARGS)
{
	ContributionsState *state = rr_agg_state_arg(fcinfo, 0, CONTRIBUTIONS_STATE);
	ContributionsState all;
	Oid			array_type;
	Oid			element_type;
	TupleDesc	row;
	Datum	   *rows;
	bool		divided;

	if (state == NULL)
		PG_RETURN_NULL();
	get_call_result_type(fcinfo, &array_type, NULL);
	element_type = get_element_type(array_type);
	row = lookup_rowtype_tupdesc_copy(element_type, -1);
	if (row->natts != CONTRIBUTION_FIELDS)
		elog(ERROR, "contribution must have %d fields", CONTRIBUTION_FIELDS);

	/* the state stays as it is: a window may go on with it */
	all = *state;
	all.capacity = all.nfactors + 1;
	all.factors = MemoryContextAllocHuge(CurrentMemoryContext, all.capacity * sizeof(Factor));
	memcpy(all.factors, state->factors, all.nfactors * sizeof(Factor));
	merge_dimensions(&all);
	new_factor(&all, CurrentMemoryContext)->sides = all.outcomes;
	divided = divide_deviation(&all);

	rows = palloc(all.nfactors * sizeof(Datum));
	for (int i = 0; i < all.nfactors; i++)
	{
		CHECK_FOR_INTERRUPTS();
		rows[i] = make_contribution(row, &all.factors[i], divided);
	}
	PG_RETURN_ARRAYTYPE_P(construct_array(rows, all.nfactors, element_type, -1, false, TYPALIGN_DOUBLE));
}
