/*
 * cost_summary_agg.c
 *	  Aggregates cost_summary(layer, cost [, outcomes]) and rollup(summary).
 */
#include "runrate.h"

#include "utils/builtins.h"

#include "common/agg_state.h"
#include "cost/cost_summary.h"

typedef struct CostSummaryState
{
	AggStateTag tag;
	int64		rows;			/* none: the result is NULL, not an empty
								 * summary */
	SummaryWork work;
} CostSummaryState;

static inline CostSummaryState *
transition_state(FunctionCallInfo fcinfo)
{
	return rr_transition_state(fcinfo, COST_SUMMARY_STATE, sizeof(CostSummaryState));
}

/* The layer that argument 1 names */
static pg_attribute_always_inline Layer *
argument_layer(FunctionCallInfo fcinfo, CostSummaryState *state)
{
	text	   *name;

	if (unlikely(PG_ARGISNULL(1)))
		return layer_get(&state->work.table, UNATTRIBUTED, strlen(UNATTRIBUTED), state);

	/*
	 * a name in a tuple has a short header: spare the call that would find
	 * that
	 */
	name = (text *) PG_GETARG_POINTER(1);
	if (!VARATT_IS_SHORT(name) || VARATT_IS_EXTERNAL(name))
		name = PG_GETARG_TEXT_PP(1);
	return layer_get(&state->work.table, VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name), state);
}

/* Does the row have outcomes, in the argument that the short form lacks? */
static inline bool
has_outcomes(FunctionCallInfo fcinfo)
{
	return PG_NARGS() > 3 && !PG_ARGISNULL(3);
}

/* Add an event */
static pg_attribute_always_inline Datum
accumulate(FunctionCallInfo fcinfo, MoneyAdder add)
{
	CostSummaryState *state = transition_state(fcinfo);
	Layer	   *layer = argument_layer(fcinfo, state);

	if (!PG_ARGISNULL(2))
		add(&layer->cost, PG_GETARG_DATUM(2), state);
	else
		layer_info(&state->work.table, layer)->unpriced++;
	if (has_outcomes(fcinfo))
		state->work.outcomes += PG_GETARG_INT64(3);
	state->rows++;
	PG_RETURN_POINTER(state);
}

/* Take an event that leaves the window frame back */
static Datum
remove_row(FunctionCallInfo fcinfo, MoneySubtracter subtract)
{
	CostSummaryState *state = transition_state(fcinfo);
	Layer	   *layer = argument_layer(fcinfo, state);

	if (PG_ARGISNULL(2))
		layer_info(&state->work.table, layer)->unpriced--;
	else if (!subtract(&layer->cost, PG_GETARG_DATUM(2), state))
		PG_RETURN_NULL();
	if (has_outcomes(fcinfo))
		state->work.outcomes -= PG_GETARG_INT64(3);
	state->rows--;
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_numeric);
/* Transition function: state, layer, cost numeric [, outcomes bigint] */
Datum
rr_cost_summary_numeric(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_numeric);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_float8);
/* Transition function: state, layer, cost double precision [, outcomes bigint] */
Datum
rr_cost_summary_float8(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_float8);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_numeric_inv);
/* Inverse transition function: as rr_cost_summary_numeric; NULL asks for a restart */
Datum
rr_cost_summary_numeric_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, money_subtract_numeric);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_float8_inv);
/* Inverse transition function: as rr_cost_summary_float8; NULL asks for a restart */
Datum
rr_cost_summary_float8_inv(PG_FUNCTION_ARGS)
{
	return remove_row(fcinfo, money_subtract_float8);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_rollup);
/* Transition function: state, cost_summary; NULL summaries are left out */
Datum
rr_cost_summary_rollup(PG_FUNCTION_ARGS)
{
	CostSummaryState *state = transition_state(fcinfo);

	if (!PG_ARGISNULL(1))
	{
		rr_summary_add(&state->work, rr_cost_summary_arg(fcinfo, 1), state);
		state->rows++;
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_rollup_inv);
/* Inverse transition function: state, cost_summary; NULL asks for a restart */
Datum
rr_cost_summary_rollup_inv(PG_FUNCTION_ARGS)
{
	CostSummaryState *state = transition_state(fcinfo);

	if (!PG_ARGISNULL(1))
	{
		if (!rr_summary_subtract(&state->work, rr_cost_summary_arg(fcinfo, 1), state))
			PG_RETURN_NULL();
		state->rows--;
	}
	PG_RETURN_POINTER(state);
}

/* Add the layers of one table to another */
static void
combine_layers(LayerTable *table, const LayerTable *other, void *owner)
{
	for (int i = 0; i < other->nslots; i++)
	{
		const Layer *from = &other->layers[i];
		Layer	   *layer;

		if (layer_events(other, from) == 0)
			continue;
		layer = layer_get(table, other->infos[i].name, layer_name_size(from), owner);
		rr_layer_add_events(table, layer, layer_events(other, from), from->cost.count);
		rr_money_combine(&layer->cost, &from->cost, owner);
	}
}

PG_FUNCTION_INFO_V1(rr_cost_summary_combine);
/* Combine function: adds the second state, which may be NULL, to the first */
Datum
rr_cost_summary_combine(PG_FUNCTION_ARGS)
{
	CostSummaryState *state = transition_state(fcinfo);
	CostSummaryState *other = rr_agg_state_arg(fcinfo, 1, COST_SUMMARY_STATE);

	if (other != NULL)
	{
		combine_layers(&state->work.table, &other->work.table, state);
		state->work.outcomes += other->work.outcomes;
		state->rows += other->rows;
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_serialize);
/* Serialization function: a state is stored as the summary that it would give */
Datum
rr_cost_summary_serialize(PG_FUNCTION_ARGS)
{
	CostSummaryState *state = rr_agg_state_arg(fcinfo, 0, COST_SUMMARY_STATE);

	PG_RETURN_BYTEA_P(rr_cost_summary_store(&state->work));
}

PG_FUNCTION_INFO_V1(rr_cost_summary_deserialize);
/* Deserialization function */
Datum
rr_cost_summary_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData message;
	CostSummaryState *state = rr_open_agg_state(fcinfo, COST_SUMMARY_STATE,
												sizeof(CostSummaryState), &message);

	/* a bytea need not be aligned as a summary is, a copy of it is */
	CostSummary *summary = (CostSummary *) PG_GETARG_BYTEA_P_COPY(0);

	rr_cost_summary_check(summary);
	rr_summary_add(&state->work, summary, state);
	state->rows = 1;
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_final);
/* Final function: the summary, NULL if there was no row */
Datum
rr_cost_summary_final(PG_FUNCTION_ARGS)
{
	CostSummaryState *state = rr_agg_state_arg(fcinfo, 0, COST_SUMMARY_STATE);

	if (state == NULL || state->rows == 0)
		PG_RETURN_NULL();
	PG_RETURN_POINTER(rr_cost_summary_store(&state->work));
}
