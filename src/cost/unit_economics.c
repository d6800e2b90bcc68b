/*
 * unit_economics.c
 *	  The arithmetic of a unit cost: reviews, tokens, savings, payback.
 *
 * Every function computes exactly as far as its result has finitely many
 * decimals: sums and products always, quotients to PostgreSQL's 16 significant
 * digits or more.  A result shows the decimals that it has, and no fewer than
 * the arguments that it was made of.  All functions are strict, and all raise
 * an error for NaN and infinities: no report should carry them on.
 */
#include "runrate.h"

#include "money/numeric_args.h"

#define MAX_SCALE			30
#define TOKEN_PRICE_SCALE	6	/* prices are for 10^6 tokens */

PG_FUNCTION_INFO_V1(rr_fully_loaded_cost);
PG_FUNCTION_INFO_V1(rr_hitl_surcharge);
PG_FUNCTION_INFO_V1(rr_review_cost);
PG_FUNCTION_INFO_V1(rr_token_cost);
PG_FUNCTION_INFO_V1(rr_cost_saving);
PG_FUNCTION_INFO_V1(rr_period_cost);
PG_FUNCTION_INFO_V1(rr_payback_months);
PG_FUNCTION_INFO_V1(rr_return_on_ai_spend);
PG_FUNCTION_INFO_V1(rr_return_on_investment);
PG_FUNCTION_INFO_V1(rr_amortized_cost);

/* Show all decimals that a result has, but at least min_scale */
static Numeric
with_scale(Numeric result, int min_scale)
{
	int			scale = Max(numeric_decimals(result), min_scale);

	return DatumGetNumeric(DirectFunctionCall2(numeric_round,
											   NumericGetDatum(result),
											   Int32GetDatum(scale)));
}

/* The display scale that a result made of two arguments has at least */
static int
larger_scale(Numeric a, Numeric b)
{
	return Max(numeric_shown_decimals(a), numeric_shown_decimals(b));
}

/*
 * fully_loaded_cost(direct_cost, review_ratio, cost_per_review, overhead)
 *
 * direct_cost + review_ratio * cost_per_review + overhead, money per outcome.
 * Errors: review_ratio not in 0..1, a negative cost_per_review.
 */
Datum
rr_fully_loaded_cost(PG_FUNCTION_ARGS)
{
	Numeric		direct_cost = finite_arg(fcinfo, 0, "direct_cost");
	Numeric		review_ratio = ratio_arg(fcinfo, 1, "review_ratio");
	Numeric		cost_per_review = not_negative_arg(fcinfo, 2, "cost_per_review");
	Numeric		overhead = finite_arg(fcinfo, 3, "overhead");
	Numeric		reviews = numeric_times(review_ratio, cost_per_review);
	Numeric		result = numeric_plus(numeric_plus(direct_cost, reviews), overhead);

	PG_RETURN_NUMERIC(with_scale(result,
								 Max(larger_scale(direct_cost, overhead),
									 larger_scale(review_ratio, cost_per_review))));
}

/*
 * hitl_surcharge(review_ratio, cost_per_review)
 *
 * review_ratio * cost_per_review, money per outcome: what human review adds.
 * Errors: review_ratio not in 0..1, a negative cost_per_review.
 */
Datum
rr_hitl_surcharge(PG_FUNCTION_ARGS)
{
	Numeric		review_ratio = ratio_arg(fcinfo, 0, "review_ratio");
	Numeric		cost_per_review = not_negative_arg(fcinfo, 1, "cost_per_review");

	PG_RETURN_NUMERIC(with_scale(numeric_times(review_ratio, cost_per_review),
								 larger_scale(review_ratio, cost_per_review)));
}

/*
 * review_cost(minutes, hourly_cost)
 *
 * minutes * hourly_cost / 60, money.  Errors: a negative argument.
 */
Datum
rr_review_cost(PG_FUNCTION_ARGS)
{
	Numeric		minutes = not_negative_arg(fcinfo, 0, "minutes");
	Numeric		hourly_cost = not_negative_arg(fcinfo, 1, "hourly_cost");
	Numeric		result = numeric_over(numeric_times(minutes, hourly_cost),
									  int64_to_numeric(60));

	PG_RETURN_NUMERIC(with_scale(result, larger_scale(minutes, hourly_cost)));
}

/*
 * token_cost(input_tokens, output_tokens, input_price_per_million,
 *			  output_price_per_million)
 *
 * (input_tokens * input_price + output_tokens * output_price) / 10^6, money,
 * to all decimals.  Errors: a negative argument.
 */
Datum
rr_token_cost(PG_FUNCTION_ARGS)
{
	Numeric		input_tokens = int64_to_numeric(count_arg(fcinfo, 0, "input_tokens"));
	Numeric		output_tokens = int64_to_numeric(count_arg(fcinfo, 1, "output_tokens"));
	Numeric		input_price = not_negative_arg(fcinfo, 2, "input_price_per_million");
	Numeric		output_price = not_negative_arg(fcinfo, 3, "output_price_per_million");
	Numeric		result = numeric_plus(numeric_times(input_tokens, input_price),
									  numeric_times(output_tokens, output_price));

	/* a product, unlike a quotient, is not rounded */
	result = numeric_times(result, numeric_power_of_ten(TOKEN_PRICE_SCALE));
	PG_RETURN_NUMERIC(with_scale(result, larger_scale(input_price, output_price)));
}

/*
 * cost_saving(baseline_unit_cost, unit_cost, outcomes)
 *
 * (baseline_unit_cost - unit_cost) * outcomes, money; below zero if the new
 * way costs more.  Errors: negative outcomes.
 */
Datum
rr_cost_saving(PG_FUNCTION_ARGS)
{
	Numeric		baseline = finite_arg(fcinfo, 0, "baseline_unit_cost");
	Numeric		unit_cost = finite_arg(fcinfo, 1, "unit_cost");
	Numeric		outcomes = int64_to_numeric(count_arg(fcinfo, 2, "outcomes"));

	PG_RETURN_NUMERIC(with_scale(numeric_times(numeric_minus(baseline, unit_cost), outcomes),
								 larger_scale(baseline, unit_cost)));
}

/*
 * period_cost(unit_cost, outcomes, fixed_cost)
 *
 * unit_cost * outcomes + fixed_cost, money.  Errors: negative outcomes.
 */
Datum
rr_period_cost(PG_FUNCTION_ARGS)
{
	Numeric		unit_cost = finite_arg(fcinfo, 0, "unit_cost");
	Numeric		outcomes = int64_to_numeric(count_arg(fcinfo, 1, "outcomes"));
	Numeric		fixed_cost = finite_arg(fcinfo, 2, "fixed_cost");

	PG_RETURN_NUMERIC(with_scale(numeric_plus(numeric_times(unit_cost, outcomes), fixed_cost),
								 larger_scale(unit_cost, fixed_cost)));
}

/*
 * payback_months(one_off_cost, monthly_saving)
 *
 * one_off_cost / monthly_saving, months.  NULL if nothing is saved: it is
 * never paid back.  Errors: a negative one_off_cost.
 */
Datum
rr_payback_months(PG_FUNCTION_ARGS)
{
	Numeric		one_off_cost = not_negative_arg(fcinfo, 0, "one_off_cost");
	Numeric		monthly_saving = finite_arg(fcinfo, 1, "monthly_saving");

	if (numeric_sign_of(monthly_saving) <= 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(with_scale(numeric_over(one_off_cost, monthly_saving),
								 larger_scale(one_off_cost, monthly_saving)));
}

/*
 * return_on_ai_spend(gross_saving, ai_cost)
 *
 * gross_saving / ai_cost, a ratio: 1 is break-even.  NULL if ai_cost is 0.  Errors:
 * a negative ai_cost.
 */
Datum
rr_return_on_ai_spend(PG_FUNCTION_ARGS)
{
	Numeric		gross_saving = finite_arg(fcinfo, 0, "gross_saving");
	Numeric		ai_cost = not_negative_arg(fcinfo, 1, "ai_cost");

	if (numeric_sign_of(ai_cost) == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(with_scale(numeric_over(gross_saving, ai_cost),
								 larger_scale(gross_saving, ai_cost)));
}

/*
 * return_on_investment(human_cost, ai_cost)
 *
 * (human_cost - ai_cost) / ai_cost, a ratio: 0 is break-even.  NULL if ai_cost
 * is 0.  It takes both costs and not a saving, which could be net or gross.
 * Errors: a negative ai_cost.
 */
Datum
rr_return_on_investment(PG_FUNCTION_ARGS)
{
	Numeric		human_cost = finite_arg(fcinfo, 0, "human_cost");
	Numeric		ai_cost = not_negative_arg(fcinfo, 1, "ai_cost");

	if (numeric_sign_of(ai_cost) == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(with_scale(numeric_over(numeric_minus(human_cost, ai_cost), ai_cost),
								 larger_scale(human_cost, ai_cost)));
}

/*
 * amortized_cost(amount, months, month, scale)
 *
 * The straight-line amortization of amount in the given one of months months,
 * money with scale decimals: amount / months without the decimals beyond
 * scale, and in the last month what is left, so that all sum to amount.  Cut
 * off and not rounded, so that no month has the opposite sign.  0 before and
 * after.  Errors: months not positive, scale not in 0..30, amount with more
 * decimals than scale.
 */
Datum
rr_amortized_cost(PG_FUNCTION_ARGS)
{
	Numeric		amount = finite_arg(fcinfo, 0, "amount");
	int64		months = PG_GETARG_INT64(1);
	int64		month = PG_GETARG_INT64(2);
	int64		scale = PG_GETARG_INT64(3);
	Numeric		monthly;

	if (months < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("months must be positive"),
				 errdetail("The value is " INT64_FORMAT ".", months)));
	if (scale < 0 || scale > MAX_SCALE)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("scale must be between 0 and %d", MAX_SCALE),
				 errdetail("The scale is " INT64_FORMAT ".", scale)));
	if (numeric_decimals(amount) > scale)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("amount has more decimals than scale"),
				 errdetail("The amount is %s and the scale is " INT64_FORMAT ".",
						   numeric_text(amount), scale),
				 errhint("Round the amount or pass a larger scale.")));

	if (month < 1 || month > months)
		PG_RETURN_NUMERIC(with_scale(int64_to_numeric(0), scale));

	/* the quotient in whole units, and back */
	monthly = numeric_whole_over(numeric_times(amount, numeric_power_of_ten(-scale)),
								 int64_to_numeric(months));
	monthly = numeric_times(monthly, numeric_power_of_ten(scale));
	if (month == months)
		monthly = numeric_minus(amount, numeric_times(monthly, int64_to_numeric(months - 1)));
	PG_RETURN_NUMERIC(with_scale(monthly, scale));
}
