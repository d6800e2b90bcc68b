/*
 * cost_per_outcome.c
 *	  Aggregate cost_per_outcome(cost, outcome): what one outcome cost, fully
 *	  loaded with all that was spent, failed attempts included.
 */
#include "runrate.h"

#include "libpq/pqformat.h"

#include "common/agg_state.h"
#include "money/money.h"

typedef struct CostPerOutcomeState
{
	AggStateTag tag;
	int64		outcomes;
	MoneySum	cost;
} CostPerOutcomeState;

static inline CostPerOutcomeState *
transition_state(FunctionCallInfo fcinfo)
{
	return rr_transition_state(fcinfo, COST_PER_OUTCOME_STATE, sizeof(CostPerOutcomeState));
}

/* Is the outcome argument true?  NULL is no outcome yet. */
static inline bool
is_outcome(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(2) && PG_GETARG_BOOL(2);
}

/* Add a row: its cost if known, and its outcome */
static pg_attribute_always_inline Datum
accumulate(FunctionCallInfo fcinfo, MoneyAdder add)
{
	CostPerOutcomeState *state = transition_state(fcinfo);

	if (!PG_ARGISNULL(1))
		add(&state->cost, PG_GETARG_DATUM(1), state);
	state->outcomes += is_outcome(fcinfo);
	PG_RETURN_POINTER(state);
}

/* Take a row that leaves the window frame back */
static Datum
remove_row(FunctionCallInfo fcinfo, MoneySubtracter subtract)
{
	CostPerOutcomeState *state = transition_state(fcinfo);

	if (!PG_ARGISNULL(1) && !subtract(&state->cost, PG_GETARG_DATUM(1), state))
		PG_RETURN_NULL();
	state->outcomes -= is_outcome(fcinfo);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_per_outcome_numeric);
/* Transition function: state, cost numeric, outcome */
Datum
rr_cost_per_outcome_numeric(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_numeric);
}

PG_FUNCTION_INFO_V1(rr_cost_per_outcome_float8);
/* Transition function: state, cost double precision, outcome */
Datum
rr_cost_per_outcome_float8(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_float8);
}

PG_FUNCTION_INFO_V1(rr_cost_per_outcome_numeric_inv);
/* Inverse transition function: state, cost numeric, outcome; NULL asks for a restart */
Datum
rr_cost_per_outcome_numeric_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, money_subtract_numeric);
}

PG_FUNCTION_INFO_V1(rr_cost_per_outcome_float8_inv);
/* Inverse transition function: state, cost double precision, outcome; NULL asks for a restart */
Datum
rr_cost_per_outcome_float8_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, money_subtract_float8);
}

PG_FUNCTION_INFO_V1(rr_cost_per_outcome_combine);
/* Combine function: adds the second state, which may be NULL, to the first */
Datum
rr_cost_per_outcome_combine(PG_FUNCTION_ARGS)
{
	CostPerOutcomeState *state = transition_state(fcinfo);
	CostPerOutcomeState *other = rr_agg_state_arg(fcinfo, 1, COST_PER_OUTCOME_STATE);

	if (other != NULL)
	{
		rr_money_combine(&state->cost, &other->cost, state);
		state->outcomes += other->outcomes;
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_per_outcome_serialize);
/* Serialization function: outcomes, then the cost as rr_money_send() writes it */
Datum
rr_cost_per_outcome_serialize(PG_FUNCTION_ARGS)
{
	CostPerOutcomeState *state = rr_agg_state_arg(fcinfo, 0, COST_PER_OUTCOME_STATE);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint64(&buf, state->outcomes);
	rr_money_send(&buf, &state->cost);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(rr_cost_per_outcome_deserialize);
/* Deserialization function */
Datum
rr_cost_per_outcome_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	CostPerOutcomeState *state = rr_open_agg_state(fcinfo, COST_PER_OUTCOME_STATE, sizeof(CostPerOutcomeState), &buf);

	state->outcomes = pq_getmsgint64(&buf);
	rr_money_receive(&buf, &state->cost, state);
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_per_outcome_final);
/* Final function: total cost / outcomes; NULL as rr_money_ratio() says */
Datum
rr_cost_per_outcome_final(PG_FUNCTION_ARGS)
{
	CostPerOutcomeState *state = rr_agg_state_arg(fcinfo, 0, COST_PER_OUTCOME_STATE);
	Numeric		ratio = state == NULL ? NULL : rr_money_ratio(&state->cost, state->outcomes);

	if (ratio == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(ratio);
}
