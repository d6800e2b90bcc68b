/*
 * unit_cost_interval.c
 *	  Aggregate unit_cost_interval(cost, outcome, confidence): the cost per
 *	  outcome, and the interval in which the true one lies.
 *
 * The rows are taken as a sample of independent pieces of work, each with a
 * cost and an outcome of 0 or 1.  The interval of the ratio of the two means is
 * Fieller's (E. C. Fieller, Some problems in interval estimation, Journal of
 * the Royal Statistical Society B 16, 1954): the ratios that the t test of
 * "cost - ratio * outcome has mean zero" does not reject.  Unlike the delta
 * method it knows when the number of outcomes may be next to none, and then
 * there is no upper limit.
 *
 * All sums are exact, the sum of squares too.  Double precision begins after
 * the subtractions that would lose digits.
 */
#include "runrate.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "utils/fmgrprotos.h"

#include "common/agg_state.h"
#include "money/money.h"
#include "money/numeric_arith.h"
#include "money/numeric_float.h"
#include "common/row_result.h"
#include "stats/student_t.h"

typedef struct IntervalState
{
	AggStateTag tag;
	int64		rows;
	int64		outcomes;
	float8		confidence;
	MoneySum	cost;
	MoneySum	outcome_cost;	/* cost of the rows with an outcome */
	int128		square_units;	/* sum of squares, in units of 10^-24, of ... */
	MoneySum	squares;		/* ... amounts that do not go in here */
} IntervalState;

/* The fields of runrate.unit_cost_range */
enum
{
	RANGE_UNIT_COST,
	RANGE_LOW,
	RANGE_HIGH,
	RANGE_OUTCOMES,
	RANGE_FIELDS
};

/* Note the confidence of a row or of another state: all must be the same */
static void
note_confidence(IntervalState *state, float8 confidence)
{
	if (likely(confidence == state->confidence))
		return;
	if (state->confidence != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("confidence must be the same in every row"),
				 errdetail("A row has %g, another row has %g.", state->confidence, confidence)));
	rr_check_confidence(confidence);
	state->confidence = confidence;
}

static IntervalState *
transition_state(FunctionCallInfo fcinfo)
{
	return rr_transition_state(fcinfo, UNIT_COST_INTERVAL_STATE, sizeof(IntervalState));
}

/* Is the outcome argument true?  NULL is no outcome yet. */
static inline bool
is_outcome(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);
}

/*
 * The square of an amount, if it is an ordinary one
 *
 * An ordinary amount fits 64 bits, which is 9 million, so that its square fits
 * 128 bits.
 */
static inline bool
ordinary_square(Datum cost, int128 *square)
{
	int128		units;
	int			scale;

	if (!numeric_to_units(cost, &units, &scale) || units != (int64) units)
		return false;
	*square = (int128) (int64) units * (int64) units;
	return true;
}

static Datum
numeric_square(Datum cost)
{
	return DirectFunctionCall2(numeric_mul, cost, cost);
}

/* The squares that are in units as a numeric */
static Numeric
square_units_total(const IntervalState *state)
{
	const int128 one = INT64CONST(1000000000000);
	int128		high = state->square_units / one;
	int128		low = state->square_units % one;

	return numeric_plus(rr_numeric_from_units(high, UNIT_DECIMALS),
						numeric_times(rr_numeric_from_units(low, UNIT_DECIMALS),
									  numeric_power_of_ten(UNIT_DECIMALS)));
}

/* Add square units; what they were goes to the unbounded sum if that overflows */
static void
add_square_units(IntervalState *state, int128 square)
{
	int128		result;

	if (unlikely(__builtin_add_overflow(state->square_units, square, &result)))
	{
		rr_money_add_any(&state->squares, NumericGetDatum(square_units_total(state)), 1, state);
		result = square;
	}
	state->square_units = result;
}

/* Add a cost, as numeric, to the sums */
static void
add_cost(IntervalState *state, Datum cost, bool outcome)
{
	int128		square;

	money_add_numeric(&state->cost, cost, state);
	if (outcome)
		money_add_numeric(&state->outcome_cost, cost, state);
	if (likely(ordinary_square(cost, &square)))
		add_square_units(state, square);
	else
		rr_money_add_any(&state->squares, numeric_square(cost), 1, state);
}

/* Take a cost back; false asks for a restart */
static bool
remove_cost(IntervalState *state, Datum cost, bool outcome)
{
	int128		square;

	if (!money_subtract_numeric(&state->cost, cost, state) ||
		(outcome && !money_subtract_numeric(&state->outcome_cost, cost, state)))
		return false;
	if (ordinary_square(cost, &square))
	{
		add_square_units(state, -square);
		return true;
	}
	return rr_money_subtract(&state->squares, numeric_square(cost), 1, state);
}

/* Add a row whose cost is that numeric, or NULL */
static Datum
accumulate(FunctionCallInfo fcinfo, Datum cost)
{
	IntervalState *state = transition_state(fcinfo);
	bool		outcome = is_outcome(fcinfo);

	if (PG_ARGISNULL(3))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("confidence must not be null")));
	note_confidence(state, PG_GETARG_FLOAT8(3));
	state->rows++;
	state->outcomes += outcome;
	if (!PG_ARGISNULL(1))
		add_cost(state, cost, outcome);
	PG_RETURN_POINTER(state);
}

/* Take a row that leaves the window frame back */
static Datum
remove_row(FunctionCallInfo fcinfo, Datum cost)
{
	IntervalState *state = transition_state(fcinfo);
	bool		outcome = is_outcome(fcinfo);

	if (!PG_ARGISNULL(1) && !remove_cost(state, cost, outcome))
		PG_RETURN_NULL();
	state->rows--;
	state->outcomes -= outcome;
	PG_RETURN_POINTER(state);
}

/* The cost argument of the double precision variants as its shortest decimal */
static Datum
float8_cost(FunctionCallInfo fcinfo)
{
	return PG_ARGISNULL(1) ? (Datum) 0 : rr_money_from_float8(PG_GETARG_FLOAT8(1));
}

PG_FUNCTION_INFO_V1(rr_unit_cost_interval_numeric);
/* Transition function: state, cost numeric, outcome, confidence */
Datum
rr_unit_cost_interval_numeric(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, PG_GETARG_DATUM(1));
}

PG_FUNCTION_INFO_V1(rr_unit_cost_interval_float8);
/* Transition function: state, cost double precision, outcome, confidence */
Datum
rr_unit_cost_interval_float8(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, float8_cost(fcinfo));
}

PG_FUNCTION_INFO_V1(rr_unit_cost_interval_numeric_inv);
/* Inverse transition function: state, cost numeric, outcome, confidence; NULL asks for a restart */
Datum
rr_unit_cost_interval_numeric_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, PG_GETARG_DATUM(1));
}

PG_FUNCTION_INFO_V1(rr_unit_cost_interval_float8_inv);
/* Inverse transition function: state, cost double precision, outcome, confidence; NULL asks for a restart */
Datum
rr_unit_cost_interval_float8_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, float8_cost(fcinfo));
}

PG_FUNCTION_INFO_V1(rr_unit_cost_interval_combine);
/* Combine function: adds the second state, which may be NULL, to the first */
Datum
rr_unit_cost_interval_combine(PG_FUNCTION_ARGS)
{
	IntervalState *state = transition_state(fcinfo);
	IntervalState *other = rr_agg_state_arg(fcinfo, 1, UNIT_COST_INTERVAL_STATE);

	if (other != NULL)
	{
		state->rows += other->rows;
		state->outcomes += other->outcomes;
		note_confidence(state, other->confidence);
		rr_money_combine(&state->cost, &other->cost, state);
		rr_money_combine(&state->outcome_cost, &other->outcome_cost, state);
		rr_money_combine(&state->squares, &other->squares, state);
		add_square_units(state, other->square_units);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_unit_cost_interval_serialize);
/* Serialization function: the fields of the state */
Datum
rr_unit_cost_interval_serialize(PG_FUNCTION_ARGS)
{
	IntervalState *state = rr_agg_state_arg(fcinfo, 0, UNIT_COST_INTERVAL_STATE);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint64(&buf, state->rows);
	pq_sendint64(&buf, state->outcomes);
	pq_sendfloat8(&buf, state->confidence);
	pq_sendint64(&buf, (int64) (state->square_units >> 64));
	pq_sendint64(&buf, (int64) (uint64) state->square_units);
	rr_money_send(&buf, &state->cost);
	rr_money_send(&buf, &state->outcome_cost);
	rr_money_send(&buf, &state->squares);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(rr_unit_cost_interval_deserialize);
/* Deserialization function */
Datum
rr_unit_cost_interval_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	IntervalState *state = rr_open_agg_state(fcinfo, UNIT_COST_INTERVAL_STATE, sizeof(IntervalState), &buf);
	rr_uint128	units;

	state->rows = pq_getmsgint64(&buf);
	state->outcomes = pq_getmsgint64(&buf);
	state->confidence = pq_getmsgfloat8(&buf);
	units = (rr_uint128) (uint64) pq_getmsgint64(&buf) << 64;
	units |= (uint64) pq_getmsgint64(&buf);
	state->square_units = (int128) units;
	rr_money_receive(&buf, &state->cost, state);
	rr_money_receive(&buf, &state->outcome_cost, state);
	rr_money_receive(&buf, &state->squares, state);
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

/* The total of a sum, 0 if there is none */
static Numeric
total_or_zero(const MoneySum *sum)
{
	Numeric		total = rr_money_total(sum);

	return total != NULL ? total : int64_to_numeric(0);
}

/*
 * Compute how far Fieller's limits are from the unit cost; false if the
 * interval is unbounded, or if there are too few rows to tell
 *
 * Let x and y be the total cost and the outcomes of n rows, and take x / y off
 * the cost of each outcome.  What is left has the total 0, so that the distance
 * d of a limit from x / y solves (y d)^2 = t^2 / (n - 1) * (vxx - 2 d vxy + d^2 vyy),
 * v being n times the sums of squares and products about the means:
 *
 *		vxx = n (y * squares - 2 x * outcome_cost + x^2) / y
 *		vxy = n (outcome_cost - x)
 *		vyy = y (n - y)
 *
 * The differences are exact and nothing else cancels out.
 */
static bool
fieller_distances(const IntervalState *state, Numeric total, float8 *below, float8 *above)
{
	Numeric		outcomes = int64_to_numeric(state->outcomes);
	Numeric		outcome_cost = total_or_zero(&state->outcome_cost);
	Numeric		squares = numeric_plus(total_or_zero(&state->squares), square_units_total(state));
	Numeric		spread;
	float8		n = state->rows;
	float8		y = state->outcomes;
	float8		t2;
	float8		a;
	float8		b;
	float8		c;
	float8		root;

	if (state->rows < 2)
		return false;
	t2 = rr_student_t(state->confidence, state->rows - 1);
	t2 = t2 * t2 / (n - 1);

	/* y * squares - 2 x * outcome_cost + x^2 */
	spread = numeric_plus(numeric_times(outcomes, squares),
						  numeric_times(total, numeric_minus(total, numeric_plus(outcome_cost, outcome_cost))));

	/* a d^2 - 2 b d - c = 0 */
	a = y * y - t2 * y * (n - y);
	b = t2 * n * numeric_to_float8(numeric_minus(total, outcome_cost));
	c = t2 * n * numeric_to_float8(spread) / y;
	if (!(a > 0))
		return false;
	root = sqrt(b * b + a * c);
	*below = (b - root) / a;
	*above = (b + root) / a;
	return isfinite(*below) && isfinite(*above);
}

/* A limit of the interval */
static Datum
unit_cost_limit(Numeric unit_cost, float8 distance)
{
	return NumericGetDatum(numeric_plus(unit_cost, numeric_from_float8(distance)));
}

PG_FUNCTION_INFO_V1(rr_unit_cost_interval_final);
/*
 * Final function: unit_cost as cost_per_outcome() has it, low, high, outcomes
 *
 * low and high are NULL if the interval is unbounded, if there are less than
 * two rows, and where unit_cost is NULL.
 */
Datum
rr_unit_cost_interval_final(PG_FUNCTION_ARGS)
{
	IntervalState *state = rr_agg_state_arg(fcinfo, 0, UNIT_COST_INTERVAL_STATE);
	Datum		values[RANGE_FIELDS] = {0};
	bool		nulls[RANGE_FIELDS] = {true, true, true, false};
	Numeric		unit_cost;
	float8		below;
	float8		above;

	if (state == NULL)
		PG_RETURN_NULL();

	values[RANGE_OUTCOMES] = Int64GetDatum(state->outcomes);
	unit_cost = rr_money_ratio(&state->cost, state->outcomes);
	if (unit_cost != NULL)
	{
		values[RANGE_UNIT_COST] = NumericGetDatum(unit_cost);
		nulls[RANGE_UNIT_COST] = false;
		if (fieller_distances(state, rr_money_total(&state->cost), &below, &above))
		{
			values[RANGE_LOW] = unit_cost_limit(unit_cost, below);
			values[RANGE_HIGH] = unit_cost_limit(unit_cost, above);
			nulls[RANGE_LOW] = nulls[RANGE_HIGH] = false;
		}
	}
	PG_RETURN_DATUM(rr_row_result(fcinfo, values, nulls));
}
