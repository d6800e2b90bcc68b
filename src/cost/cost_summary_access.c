/*
 * cost_summary_access.c
 *	  Accessors of type cost_summary.
 *
 * All are strict: nothing is known of a summary that is NULL.
 */
#include "runrate.h"

#include "common/int.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "cost/cost_summary.h"

/* Which of the layers that have a name, or do not have it, are meant? */
typedef enum LayerChoice
{
	ALL_LAYERS,
	THIS_LAYER,
	OTHER_LAYERS
} LayerChoice;

static bool
is_chosen(const StoredLayer *layer, const text *name, LayerChoice choice)
{
	bool		same;

	if (choice == ALL_LAYERS)
		return true;
	same = layer->name_size == VARSIZE_ANY_EXHDR(name) &&
		memcmp(layer->name, VARDATA_ANY(name), layer->name_size) == 0;
	return same == (choice == THIS_LAYER);
}

/* The exact sum of the layers chosen, in a chunk of its own */
static MoneySum *
sum_layers(const CostSummary *summary, const text *name, LayerChoice choice)
{
	MoneySum   *sum = palloc0(sizeof(MoneySum));
	const StoredLayer *layer = first_layer(summary);

	for (int i = 0; i < summary->nlayers; i++, layer = next_layer(layer))
		if (layer->cost_offset != 0 && is_chosen(layer, name, choice))
			rr_money_add_any(sum, NumericGetDatum(layer_total(layer)), layer->priced, sum);
	return sum;
}

static Datum
return_numeric(FunctionCallInfo fcinfo, Numeric value)
{
	if (value == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(value);
}

/*
 * The cost of the visible layer or of all others; 0 if those have no known
 * cost but the summary has one, so that visible and hidden add up to the total
 */
static Numeric
part_of_total(FunctionCallInfo fcinfo, LayerChoice choice)
{
	CostSummary *summary = rr_cost_summary_arg(fcinfo, 0);
	Numeric		part = rr_money_total(sum_layers(summary, PG_GETARG_TEXT_PP(1), choice));

	if (part == NULL && sum_layers(summary, NULL, ALL_LAYERS)->count > 0)
		part = int64_to_numeric(0);
	return part;
}

PG_FUNCTION_INFO_V1(rr_total_cost);
/* total_cost(summary): the cost of all layers; NULL if no cost is known */
Datum
rr_total_cost(PG_FUNCTION_ARGS)
{
	return return_numeric(fcinfo, rr_money_total(sum_layers(rr_cost_summary_arg(fcinfo, 0),
															NULL, ALL_LAYERS)));
}

PG_FUNCTION_INFO_V1(rr_layer_cost);
/* layer_cost(summary, layer): the cost of one layer; NULL if none is known */
Datum
rr_layer_cost(PG_FUNCTION_ARGS)
{
	return return_numeric(fcinfo, rr_money_total(sum_layers(rr_cost_summary_arg(fcinfo, 0),
															PG_GETARG_TEXT_PP(1), THIS_LAYER)));
}

PG_FUNCTION_INFO_V1(rr_visible_cost);
/* visible_cost(summary, visible_layer): what the model vendor's bill shows */
Datum
rr_visible_cost(PG_FUNCTION_ARGS)
{
	return return_numeric(fcinfo, part_of_total(fcinfo, THIS_LAYER));
}

PG_FUNCTION_INFO_V1(rr_hidden_cost);
/* hidden_cost(summary, visible_layer): the cost of all other layers */
Datum
rr_hidden_cost(PG_FUNCTION_ARGS)
{
	return return_numeric(fcinfo, part_of_total(fcinfo, OTHER_LAYERS));
}

PG_FUNCTION_INFO_V1(rr_hidden_ratio);
/* hidden_ratio(summary, visible_layer): hidden cost / total cost; NULL if that is 0 or not finite */
Datum
rr_hidden_ratio(PG_FUNCTION_ARGS)
{
	Numeric		hidden = part_of_total(fcinfo, OTHER_LAYERS);
	Numeric		total = rr_money_total(sum_layers(rr_cost_summary_arg(fcinfo, 0),
												  NULL, ALL_LAYERS));

	if (total == NULL || numeric_is_nan(total) || numeric_is_inf(total) ||
		DatumGetBool(DirectFunctionCall2(numeric_eq, NumericGetDatum(total),
										 NumericGetDatum(int64_to_numeric(0)))))
		PG_RETURN_NULL();
	return DirectFunctionCall2(numeric_div, NumericGetDatum(hidden), NumericGetDatum(total));
}

PG_FUNCTION_INFO_V1(rr_unit_cost);
/* unit_cost(summary): total cost / outcomes; NULL as rr_money_ratio() says */
Datum
rr_unit_cost(PG_FUNCTION_ARGS)
{
	CostSummary *summary = rr_cost_summary_arg(fcinfo, 0);

	return return_numeric(fcinfo, rr_money_ratio(sum_layers(summary, NULL, ALL_LAYERS),
												 summary->outcomes));
}

PG_FUNCTION_INFO_V1(rr_outcome_count);
/* outcome_count(summary) */
Datum
rr_outcome_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(rr_cost_summary_arg(fcinfo, 0)->outcomes);
}

/* Add a count of all layers up; errors if a bigint cannot hold the result */
static int64
count_layers(const CostSummary *summary, bool only_priced)
{
	const StoredLayer *layer = first_layer(summary);
	int64		sum = 0;

	for (int i = 0; i < summary->nlayers; i++, layer = next_layer(layer))
		if (pg_add_s64_overflow(sum, only_priced ? layer->priced : layer->events, &sum))
			ereport(ERROR,
					(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
					 errmsg("number of events is out of range")));
	return sum;
}

PG_FUNCTION_INFO_V1(rr_event_count);
/* event_count(summary): events with and without a known cost */
Datum
rr_event_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_layers(rr_cost_summary_arg(fcinfo, 0), false));
}

PG_FUNCTION_INFO_V1(rr_priced_count);
/* priced_count(summary): events whose cost is known */
Datum
rr_priced_count(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(count_layers(rr_cost_summary_arg(fcinfo, 0), true));
}

PG_FUNCTION_INFO_V1(rr_layer_costs);
/* layer_costs(summary): a row (layer, cost, event_count, priced_count) per layer */
Datum
rr_layer_costs(PG_FUNCTION_ARGS)
{
	CostSummary *summary = rr_cost_summary_arg(fcinfo, 0);
	const StoredLayer *layer = first_layer(summary);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < summary->nlayers; i++, layer = next_layer(layer))
	{
		Numeric		total = layer_total(layer);
		Datum		values[4];
		bool		nulls[4] = {false, total == NULL, false, false};

		values[0] = PointerGetDatum(cstring_to_text_with_len(layer->name, layer->name_size));
		values[1] = NumericGetDatum(total);
		values[2] = Int64GetDatum(layer->events);
		values[3] = Int64GetDatum(layer->priced);
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}
