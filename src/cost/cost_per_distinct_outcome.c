/*
 * cost_per_distinct_outcome.c
 *	  Aggregate cost_per_distinct_outcome(cost, work_item, outcome): cost per
 *	  outcome for tables that have many rows per work item.
 */
#include "runrate.h"

#include "libpq/pqformat.h"

#include "common/agg_state.h"
#include "cost/item_set.h"
#include "money/money.h"

typedef struct CostPerItemState
{
	AggStateTag tag;
	ItemSet    *done;			/* the work items that have an outcome */
	MoneySum	cost;
} CostPerItemState;

static inline CostPerItemState *
transition_state(FunctionCallInfo fcinfo)
{
	return rr_transition_state(fcinfo, COST_PER_ITEM_STATE, sizeof(CostPerItemState));
}

/* Does the row say that its work item, which must be known, has an outcome? */
static inline bool
has_outcome(FunctionCallInfo fcinfo)
{
	return !PG_ARGISNULL(3) && PG_GETARG_BOOL(3) && !PG_ARGISNULL(2);
}

/* Add a row: its cost if known, and its work item if that has an outcome */
static pg_attribute_always_inline Datum
accumulate(FunctionCallInfo fcinfo, MoneyAdder add)
{
	CostPerItemState *state = transition_state(fcinfo);

	if (!PG_ARGISNULL(1))
		add(&state->cost, PG_GETARG_DATUM(1), state);
	if (has_outcome(fcinfo))
		state->done = rr_item_set_add(state->done, PG_GETARG_TEXT_PP(2), 1, state);
	PG_RETURN_POINTER(state);
}

/* Take a row that leaves the window frame back */
static Datum
remove_row(FunctionCallInfo fcinfo, MoneySubtracter subtract)
{
	CostPerItemState *state = transition_state(fcinfo);

	if (!PG_ARGISNULL(1) && !subtract(&state->cost, PG_GETARG_DATUM(1), state))
		PG_RETURN_NULL();
	if (has_outcome(fcinfo))
		rr_item_set_remove(state->done, PG_GETARG_TEXT_PP(2));
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_per_item_numeric);
/* Transition function: state, cost numeric, work item, outcome */
Datum
rr_cost_per_item_numeric(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_numeric);
}

PG_FUNCTION_INFO_V1(rr_cost_per_item_float8);
/* Transition function: state, cost double precision, work item, outcome */
Datum
rr_cost_per_item_float8(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_float8);
}

PG_FUNCTION_INFO_V1(rr_cost_per_item_numeric_inv);
/* Inverse transition function: state, cost numeric, work item, outcome; NULL asks for a restart */
Datum
rr_cost_per_item_numeric_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, money_subtract_numeric);
}

PG_FUNCTION_INFO_V1(rr_cost_per_item_float8_inv);
/* Inverse transition function: state, cost double precision, work item, outcome; NULL asks for a restart */
Datum
rr_cost_per_item_float8_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, money_subtract_float8);
}

PG_FUNCTION_INFO_V1(rr_cost_per_item_combine);
/* Combine function: adds the second state, which may be NULL, to the first */
Datum
rr_cost_per_item_combine(PG_FUNCTION_ARGS)
{
	CostPerItemState *state = transition_state(fcinfo);
	CostPerItemState *other = rr_agg_state_arg(fcinfo, 1, COST_PER_ITEM_STATE);

	if (other != NULL)
	{
		rr_money_combine(&state->cost, &other->cost, state);
		state->done = rr_item_set_combine(state->done, other->done, state);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_per_item_serialize);
/* Serialization function: the cost, then the set of work items */
Datum
rr_cost_per_item_serialize(PG_FUNCTION_ARGS)
{
	CostPerItemState *state = rr_agg_state_arg(fcinfo, 0, COST_PER_ITEM_STATE);
	StringInfoData buf;

	pq_begintypsend(&buf);
	rr_money_send(&buf, &state->cost);
	rr_item_set_send(&buf, state->done);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(rr_cost_per_item_deserialize);
/* Deserialization function */
Datum
rr_cost_per_item_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	CostPerItemState *state = rr_open_agg_state(fcinfo, COST_PER_ITEM_STATE,
												sizeof(CostPerItemState), &buf);

	rr_money_receive(&buf, &state->cost, state);
	state->done = rr_item_set_receive(&buf, state);
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_per_item_final);
/* Final function: total cost / work items with an outcome; NULL as rr_money_ratio() says */
Datum
rr_cost_per_item_final(PG_FUNCTION_ARGS)
{
	CostPerItemState *state = rr_agg_state_arg(fcinfo, 0, COST_PER_ITEM_STATE);
	Numeric		ratio = state == NULL ? NULL :
	rr_money_ratio(&state->cost, rr_item_set_size(state->done));

	if (ratio == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(ratio);
}
