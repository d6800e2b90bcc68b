/*
 * exact_sum.c
 *	  Aggregate exact_sum(cost): the exact total of a column of money.
 */
#include "runrate.h"

#include "libpq/pqformat.h"

#include "common/agg_state.h"
#include "money/money.h"

typedef struct ExactSumState
{
	AggStateTag tag;
	MoneySum	sum;
} ExactSumState;

/* Add an amount, if it is not NULL */
static pg_attribute_always_inline Datum
accumulate(FunctionCallInfo fcinfo, MoneyAdder add)
{
	ExactSumState *state = rr_transition_state(fcinfo, EXACT_SUM_STATE, sizeof(ExactSumState));

	if (!PG_ARGISNULL(1))
		add(&state->sum, PG_GETARG_DATUM(1), state);
	PG_RETURN_POINTER(state);
}

/* Subtract an amount that leaves the window frame */
static Datum
remove_row(FunctionCallInfo fcinfo, MoneySubtracter subtract)
{
	ExactSumState *state = rr_transition_state(fcinfo, EXACT_SUM_STATE, sizeof(ExactSumState));

	if (!PG_ARGISNULL(1) && !subtract(&state->sum, PG_GETARG_DATUM(1), state))
		PG_RETURN_NULL();
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_exact_sum_numeric);
/* Transition function: state, cost numeric */
Datum
rr_exact_sum_numeric(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_numeric);
}

PG_FUNCTION_INFO_V1(rr_exact_sum_float8);
/* Transition function: state, cost double precision */
Datum
rr_exact_sum_float8(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_float8);
}

PG_FUNCTION_INFO_V1(rr_exact_sum_numeric_inv);
/* Inverse transition function: state, cost numeric; NULL asks for a restart */
Datum
rr_exact_sum_numeric_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, money_subtract_numeric);
}

PG_FUNCTION_INFO_V1(rr_exact_sum_float8_inv);
/* Inverse transition function: state, cost double precision; NULL asks for a restart */
Datum
rr_exact_sum_float8_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, money_subtract_float8);
}

PG_FUNCTION_INFO_V1(rr_exact_sum_combine);
/* Combine function: adds the second state, which may be NULL, to the first */
Datum
rr_exact_sum_combine(PG_FUNCTION_ARGS)
{
	ExactSumState *state = rr_transition_state(fcinfo, EXACT_SUM_STATE, sizeof(ExactSumState));
	ExactSumState *other = rr_agg_state_arg(fcinfo, 1, EXACT_SUM_STATE);

	if (other != NULL)
		rr_money_combine(&state->sum, &other->sum, state);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_exact_sum_serialize);
/* Serialization function: the sum as rr_money_send() writes it */
Datum
rr_exact_sum_serialize(PG_FUNCTION_ARGS)
{
	ExactSumState *state = rr_agg_state_arg(fcinfo, 0, EXACT_SUM_STATE);
	StringInfoData buf;

	pq_begintypsend(&buf);
	rr_money_send(&buf, &state->sum);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(rr_exact_sum_deserialize);
/* Deserialization function */
Datum
rr_exact_sum_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	ExactSumState *state = rr_open_agg_state(fcinfo, EXACT_SUM_STATE, sizeof(ExactSumState), &buf);

	rr_money_receive(&buf, &state->sum, state);
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_exact_sum_final);
/* Final function: the total as sum(numeric) gives it, NULL if there was no amount */
Datum
rr_exact_sum_final(PG_FUNCTION_ARGS)
{
	ExactSumState *state = rr_agg_state_arg(fcinfo, 0, EXACT_SUM_STATE);
	Numeric		total = state == NULL ? NULL : rr_money_total(&state->sum);

	if (total == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(total);
}
