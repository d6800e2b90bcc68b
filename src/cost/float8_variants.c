/*
 * float8_variants.c
 *	  The functions of unit economics and objectives for double precision
 *	  arguments, each of which is taken as its shortest exact decimal.
 *
 * Event tables often hold costs in double precision, which does not become
 * numeric by itself.
 */
#include "runrate.h"

#include "money/money.h"

#define MAX_ARGS	10

/* Which arguments are double precision: a bit for each, the first one lowest */
typedef uint32 ArgSet;

#define ARG(n)			((ArgSet) 1 << (n))
#define FIRST_ARGS(n)	(ARG(n) - 1)

/*
 * Call the numeric function
 *
 * The arguments are copied: the executor keeps constants in fcinfo.
 */
static Datum
call_with_decimals(FunctionCallInfo fcinfo, PGFunction function, ArgSet float8_args)
{
	LOCAL_FCINFO(call, MAX_ARGS);
	Datum		result;

	Assert(PG_NARGS() <= MAX_ARGS);
	InitFunctionCallInfoData(*call, fcinfo->flinfo, PG_NARGS(), PG_GET_COLLATION(), fcinfo->context, NULL);
	for (int i = 0; i < PG_NARGS(); i++)
	{
		call->args[i] = fcinfo->args[i];
		if ((float8_args & ARG(i)) != 0 && !PG_ARGISNULL(i))
			call->args[i].value = rr_decimal_argument(PG_GETARG_FLOAT8(i));
	}
	result = function(call);
	fcinfo->isnull = call->isnull;
	return result;
}

extern Datum rr_slo_status(PG_FUNCTION_ARGS);
extern Datum rr_slo_status_between(PG_FUNCTION_ARGS);
extern Datum rr_slo_status_with_evidence(PG_FUNCTION_ARGS);
extern Datum rr_slo_band_low(PG_FUNCTION_ARGS);
extern Datum rr_slo_band_high(PG_FUNCTION_ARGS);
extern Datum rr_error_budget(PG_FUNCTION_ARGS);
extern Datum rr_burn_ratio(PG_FUNCTION_ARGS);
extern Datum rr_outcome_burn_ratio(PG_FUNCTION_ARGS);
extern Datum rr_burn_alert(PG_FUNCTION_ARGS);
extern Datum rr_fully_loaded_cost(PG_FUNCTION_ARGS);
extern Datum rr_hitl_surcharge(PG_FUNCTION_ARGS);
extern Datum rr_review_cost(PG_FUNCTION_ARGS);
extern Datum rr_token_cost(PG_FUNCTION_ARGS);
extern Datum rr_cost_saving(PG_FUNCTION_ARGS);
extern Datum rr_period_cost(PG_FUNCTION_ARGS);
extern Datum rr_payback_months(PG_FUNCTION_ARGS);
extern Datum rr_return_on_ai_spend(PG_FUNCTION_ARGS);
extern Datum rr_return_on_investment(PG_FUNCTION_ARGS);
extern Datum rr_amortized_cost(PG_FUNCTION_ARGS);

PG_FUNCTION_INFO_V1(rr_slo_status_float8);
/* slo_status() */
Datum
rr_slo_status_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_slo_status, FIRST_ARGS(5));
}

PG_FUNCTION_INFO_V1(rr_slo_status_between_float8);
/* slo_status_between() */
Datum
rr_slo_status_between_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_slo_status_between, FIRST_ARGS(5));
}

PG_FUNCTION_INFO_V1(rr_slo_status_with_evidence_float8);
/* slo_status_with_evidence() */
Datum
rr_slo_status_with_evidence_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_slo_status_with_evidence, FIRST_ARGS(3) | ARG(4) | ARG(5) | ARG(6) | ARG(7));
}

PG_FUNCTION_INFO_V1(rr_slo_band_low_float8);
/* slo_band_low() */
Datum
rr_slo_band_low_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_slo_band_low, FIRST_ARGS(2));
}

PG_FUNCTION_INFO_V1(rr_slo_band_high_float8);
/* slo_band_high() */
Datum
rr_slo_band_high_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_slo_band_high, FIRST_ARGS(2));
}

PG_FUNCTION_INFO_V1(rr_error_budget_float8);
/* error_budget() */
Datum
rr_error_budget_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_error_budget, ARG(0) | ARG(2));
}

PG_FUNCTION_INFO_V1(rr_burn_ratio_float8);
/* burn_ratio() */
Datum
rr_burn_ratio_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_burn_ratio, ARG(0) | ARG(2) | ARG(4) | ARG(5));
}

PG_FUNCTION_INFO_V1(rr_outcome_burn_ratio_float8);
/* outcome_burn_ratio() */
Datum
rr_outcome_burn_ratio_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_outcome_burn_ratio, ARG(2));
}

PG_FUNCTION_INFO_V1(rr_burn_alert_float8);
/* burn_alert() */
Datum
rr_burn_alert_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_burn_alert, FIRST_ARGS(4));
}

PG_FUNCTION_INFO_V1(rr_fully_loaded_cost_float8);
/* fully_loaded_cost() */
Datum
rr_fully_loaded_cost_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_fully_loaded_cost, FIRST_ARGS(4));
}

PG_FUNCTION_INFO_V1(rr_hitl_surcharge_float8);
/* hitl_surcharge() */
Datum
rr_hitl_surcharge_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_hitl_surcharge, FIRST_ARGS(2));
}

PG_FUNCTION_INFO_V1(rr_review_cost_float8);
/* review_cost() */
Datum
rr_review_cost_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_review_cost, FIRST_ARGS(2));
}

PG_FUNCTION_INFO_V1(rr_token_cost_float8);
/* token_cost() */
Datum
rr_token_cost_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_token_cost, ARG(2) | ARG(3));
}

PG_FUNCTION_INFO_V1(rr_cost_saving_float8);
/* cost_saving() */
Datum
rr_cost_saving_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_cost_saving, FIRST_ARGS(2));
}

PG_FUNCTION_INFO_V1(rr_period_cost_float8);
/* period_cost() */
Datum
rr_period_cost_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_period_cost, ARG(0) | ARG(2));
}

PG_FUNCTION_INFO_V1(rr_payback_months_float8);
/* payback_months() */
Datum
rr_payback_months_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_payback_months, FIRST_ARGS(2));
}

PG_FUNCTION_INFO_V1(rr_return_on_ai_spend_float8);
/* return_on_ai_spend() */
Datum
rr_return_on_ai_spend_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_return_on_ai_spend, FIRST_ARGS(2));
}

PG_FUNCTION_INFO_V1(rr_return_on_investment_float8);
/* return_on_investment() */
Datum
rr_return_on_investment_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_return_on_investment, FIRST_ARGS(2));
}

PG_FUNCTION_INFO_V1(rr_amortized_cost_float8);
/* amortized_cost() */
Datum
rr_amortized_cost_float8(PG_FUNCTION_ARGS)
{
	return call_with_decimals(fcinfo, rr_amortized_cost, FIRST_ARGS(1));
}
