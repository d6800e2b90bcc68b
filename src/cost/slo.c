/*
 * slo.c
 *	  Service-level objectives of a cost or a ratio: the band around a target,
 *	  the status of what was measured, and how fast the error budget burns.
 *
 * All arithmetic is exact and in amounts, never in percentages: a value
 * that lies on a limit is on it, whatever its decimals.  All functions raise
 * an error for NaN and infinities.
 */
#include "runrate.h"

#include "utils/builtins.h"

#include "money/numeric_args.h"
#include "cost/slo.h"

typedef enum SloDirection
{
	SLO_CEILING,				/* bad above: a cost, a review ratio */
	SLO_FLOOR,					/* bad below: accuracy */
	SLO_BAND					/* bad on both sides */
} SloDirection;

/* An objective, its limits being distances from the target on a bad side */
typedef struct Slo
{
	SloDirection direction;
	Numeric		target;
	Numeric		slack;			/* green up to and with this distance */
	Numeric		red;			/* red from this distance */
	Numeric		critical;		/* critical from this distance */
} Slo;

static const struct
{
	const char *name;
	int32		severity;
}			statuses[] = {
	[SLO_GREEN] = {"green", 0},
	[SLO_NO_DATA] = {"no_data", 1},
	[SLO_INSUFFICIENT_EVIDENCE] = {"insufficient_evidence", 1},
	[SLO_YELLOW] = {"yellow", 2},
	[SLO_RED] = {"red", 3},
	[SLO_CRITICAL] = {"critical", 4},
};

static const char *const directions[] = {
	[SLO_CEILING] = "ceiling",
	[SLO_FLOOR] = "floor",
	[SLO_BAND] = "band"
};

PG_FUNCTION_INFO_V1(rr_slo_status);
PG_FUNCTION_INFO_V1(rr_slo_status_between);
PG_FUNCTION_INFO_V1(rr_slo_status_with_evidence);
PG_FUNCTION_INFO_V1(rr_slo_severity);
PG_FUNCTION_INFO_V1(rr_slo_band_low);
PG_FUNCTION_INFO_V1(rr_slo_band_high);
PG_FUNCTION_INFO_V1(rr_error_budget);
PG_FUNCTION_INFO_V1(rr_burn_ratio);
PG_FUNCTION_INFO_V1(rr_outcome_burn_ratio);
PG_FUNCTION_INFO_V1(rr_burn_alert);

/* Is a text argument this word? */
static bool
text_is(const text *value, const char *word)
{
	return VARSIZE_ANY_EXHDR(value) == strlen(word) &&
		memcmp(VARDATA_ANY(value), word, strlen(word)) == 0;
}

/* The status of that name; an error if there is none */
SloStatus
rr_slo_status_from_text(const text *status)
{
	for (size_t i = 0; i < lengthof(statuses); i++)
	{
		if (text_is(status, statuses[i].name))
			return (SloStatus) i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown SLO status: \"%s\"", text_to_cstring(status)),
			 errhint("A status is \"green\", \"yellow\", \"red\", \"critical\", \"no_data\" or \"insufficient_evidence\".")));
}

/* The name of a status */
text	   *
rr_slo_status_to_text(SloStatus status)
{
	return cstring_to_text(statuses[status].name);
}

/* Get the argument that says which side is bad */
static SloDirection
direction_arg(FunctionCallInfo fcinfo, int argno)
{
	const text *direction = PG_GETARG_TEXT_PP(argno);

	for (size_t i = 0; i < lengthof(directions); i++)
	{
		if (text_is(direction, directions[i]))
			return (SloDirection) i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown SLO direction: \"%s\"", text_to_cstring(direction)),
			 errhint("Use \"ceiling\" for a cost, \"floor\" for accuracy, or \"band\" for a value that must stay on both sides of the target.")));
}

/* Check that the limits are in the order in which a deviation meets them */
static void
check_limits(const Slo *slo, const char *slack_name)
{
	if (numeric_compare(slo->slack, slo->red) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not be larger than red", slack_name),
				 errhint("The status is green in the band, then yellow, then red, then critical.")));
	if (numeric_compare(slo->red, slo->critical) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("red must not be larger than critical"),
				 errhint("The status is green in the band, then yellow, then red, then critical.")));
}

/* Take the objective from arguments target, tolerance, red, critical, direction */
static void
get_slo(FunctionCallInfo fcinfo, int first, Slo *slo)
{
	Numeric		target = positive_arg(fcinfo, first, "target");

	slo->target = target;
	slo->slack = numeric_times(target, not_negative_arg(fcinfo, first + 1, "tolerance"));
	slo->red = numeric_times(target, not_negative_arg(fcinfo, first + 2, "red"));
	slo->critical = numeric_times(target, not_negative_arg(fcinfo, first + 3, "critical"));
	slo->direction = direction_arg(fcinfo, first + 4);
	check_limits(slo, "tolerance");
}

/* Is one of n arguments NULL? */
static bool
any_null(FunctionCallInfo fcinfo, int first, int n)
{
	for (int i = first; i < first + n; i++)
	{
		if (PG_ARGISNULL(i))
			return true;
	}
	return false;
}

/* How far a value is off the target on a bad side; negative on the good side */
static Numeric
slo_deviation(const Slo *slo, Numeric actual)
{
	if (slo->direction == SLO_FLOOR)
		return numeric_minus(slo->target, actual);
	if (slo->direction == SLO_BAND)
		return numeric_magnitude(numeric_minus(actual, slo->target));
	return numeric_minus(actual, slo->target);
}

static SloStatus
slo_judge(const Slo *slo, Numeric actual)
{
	Numeric		deviation = slo_deviation(slo, actual);

	if (numeric_compare(deviation, slo->slack) <= 0)
		return SLO_GREEN;
	if (numeric_compare(deviation, slo->critical) >= 0)
		return SLO_CRITICAL;
	if (numeric_compare(deviation, slo->red) >= 0)
		return SLO_RED;
	return SLO_YELLOW;
}

/*
 * slo_status(actual, target, tolerance, red, critical, direction)
 *
 * "green", "yellow", "red" or "critical" as slo_judge() says, "no_data" if
 * actual is NULL.  tolerance, red and critical are fractions of target.  NULL
 * if another argument is NULL.  Errors: target not positive, limits negative
 * or not in order, an unknown direction.
 */
Datum
rr_slo_status(PG_FUNCTION_ARGS)
{
	Slo			slo;

	if (any_null(fcinfo, 1, 5))
		PG_RETURN_NULL();
	get_slo(fcinfo, 1, &slo);
	if (PG_ARGISNULL(0))
		PG_RETURN_TEXT_P(rr_slo_status_to_text(SLO_NO_DATA));
	PG_RETURN_TEXT_P(rr_slo_status_to_text(slo_judge(&slo, finite_arg(fcinfo, 0, "actual"))));
}

/*
 * slo_status_between(actual, low, high, red, critical)
 *
 * The same for a band given by its edges, which are inside.  The target is the
 * middle; red and critical are fractions of it.  Errors: low above high, a
 * middle that is not positive, limits negative or not in order.
 */
Datum
rr_slo_status_between(PG_FUNCTION_ARGS)
{
	Numeric		half = numeric_power_of_ten(1);
	Slo			slo;
	Numeric		low;
	Numeric		high;

	if (any_null(fcinfo, 1, 4))
		PG_RETURN_NULL();
	low = not_negative_arg(fcinfo, 1, "low");
	high = positive_arg(fcinfo, 2, "high");
	if (numeric_compare(low, high) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("low must not be larger than high"),
				 errdetail("The band is from %s to %s.", numeric_text(low), numeric_text(high))));

	/* a product, unlike a quotient, is not rounded */
	half = numeric_times(half, int64_to_numeric(5));
	slo.direction = SLO_BAND;
	slo.target = numeric_times(numeric_plus(low, high), half);
	slo.slack = numeric_times(numeric_minus(high, low), half);
	slo.red = numeric_times(slo.target, not_negative_arg(fcinfo, 3, "red"));
	slo.critical = numeric_times(slo.target, not_negative_arg(fcinfo, 4, "critical"));
	check_limits(&slo, "distance of the edges from the middle of the band");

	if (PG_ARGISNULL(0))
		PG_RETURN_TEXT_P(rr_slo_status_to_text(SLO_NO_DATA));
	PG_RETURN_TEXT_P(rr_slo_status_to_text(slo_judge(&slo, finite_arg(fcinfo, 0, "actual"))));
}

/*
 * The status that the evidence allows, given the end of a confidence interval
 * that is nearest to the target on the bad side, or NULL if there is none
 *
 * Red says that the true value is outside the band, critical that it is red:
 * each needs the interval to rule out what is milder than that.
 */
static SloStatus
slo_judge_with_evidence(const Slo *slo, SloStatus status, Numeric nearest)
{
	Numeric		deviation;

	if (status != SLO_RED && status != SLO_CRITICAL)
		return status;
	if (nearest == NULL)
		return SLO_INSUFFICIENT_EVIDENCE;
	deviation = slo_deviation(slo, nearest);
	if (numeric_compare(deviation, slo->slack) <= 0)
		return SLO_INSUFFICIENT_EVIDENCE;
	return numeric_compare(deviation, slo->red) < 0 ? SLO_RED : status;
}

/* Is the nearest end of an interval around a value its low one? */
static bool
low_is_nearest(const Slo *slo, Numeric actual)
{
	if (slo->direction == SLO_BAND)
		return numeric_compare(actual, slo->target) > 0;
	return slo->direction == SLO_CEILING;
}

/*
 * slo_status_with_evidence(actual, low, high, outcomes, target, tolerance,
 *							red, critical, direction, min_outcomes)
 *
 * slo_status(), or "insufficient_evidence" if there are fewer than
 * min_outcomes outcomes, or if the status is red or critical and the
 * confidence interval low..high, of which NULL means unbounded, reaches into
 * the band; red instead of critical if it reaches below red.  Errors: those of
 * slo_status(), low above high, negative outcomes.
 */
Datum
rr_slo_status_with_evidence(PG_FUNCTION_ARGS)
{
	const int	low_arg = 1;
	const int	high_arg = 2;
	const int	first_slo_arg = 4;
	const int	min_outcomes_arg = 9;
	Slo			slo;
	Numeric		actual;
	Numeric		low;
	Numeric		high;
	int64		min_outcomes;

	if (any_null(fcinfo, first_slo_arg, 6))
		PG_RETURN_NULL();
	get_slo(fcinfo, first_slo_arg, &slo);
	min_outcomes = count_arg(fcinfo, min_outcomes_arg, "min_outcomes");
	if (PG_ARGISNULL(0))
		PG_RETURN_TEXT_P(rr_slo_status_to_text(SLO_NO_DATA));
	actual = finite_arg(fcinfo, 0, "actual");
	low = PG_ARGISNULL(low_arg) ? NULL : finite_arg(fcinfo, low_arg, "low");
	high = PG_ARGISNULL(high_arg) ? NULL : finite_arg(fcinfo, high_arg, "high");
	if (low != NULL && high != NULL && numeric_compare(low, high) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("low must not be larger than high"),
				 errdetail("The interval is from %s to %s.", numeric_text(low), numeric_text(high))));

	if (PG_ARGISNULL(3) || count_arg(fcinfo, 3, "outcomes") < min_outcomes)
		PG_RETURN_TEXT_P(rr_slo_status_to_text(SLO_INSUFFICIENT_EVIDENCE));
	PG_RETURN_TEXT_P(rr_slo_status_to_text(slo_judge_with_evidence(&slo, slo_judge(&slo, actual),
																   low_is_nearest(&slo, actual) ? low : high)));
}

/* slo_severity(status): 0 for green to 4 for critical; 1 where nobody knows */
Datum
rr_slo_severity(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT32(statuses[rr_slo_status_from_text(PG_GETARG_TEXT_PP(0))].severity);
}

/* The edge of the band on the side of sign, with the decimals that it has */
static Datum
band_edge(FunctionCallInfo fcinfo, PGFunction side)
{
	Numeric		target = positive_arg(fcinfo, 0, "target");
	Numeric		tolerance = not_negative_arg(fcinfo, 1, "tolerance");
	Numeric		edge = numeric_call2(side, target, numeric_times(target, tolerance));
	int			scale = Max(numeric_shown_decimals(target), numeric_shown_decimals(tolerance));

	scale = Max(scale, numeric_decimals(edge));
	return DirectFunctionCall2(numeric_round, NumericGetDatum(edge), Int32GetDatum(scale));
}

/* slo_band_low(target, tolerance): target * (1 - tolerance), in the unit of target */
Datum
rr_slo_band_low(PG_FUNCTION_ARGS)
{
	return band_edge(fcinfo, numeric_sub);
}

/* slo_band_high(target, tolerance): target * (1 + tolerance), in the unit of target */
Datum
rr_slo_band_high(PG_FUNCTION_ARGS)
{
	return band_edge(fcinfo, numeric_add);
}

/*
 * error_budget(target, outcomes, tolerance)
 *
 * target * outcomes * tolerance, money: what that many outcomes may cost more
 * than their target in all.  Errors: target not positive, the others negative.
 */
Datum
rr_error_budget(PG_FUNCTION_ARGS)
{
	Numeric		target = positive_arg(fcinfo, 0, "target");
	int64		outcomes = count_arg(fcinfo, 1, "outcomes");
	Numeric		tolerance = not_negative_arg(fcinfo, 2, "tolerance");

	PG_RETURN_NUMERIC(numeric_times(numeric_times(target, int64_to_numeric(outcomes)), tolerance));
}

/*
 * burn_ratio(cost, outcomes, target, expected_outcomes, elapsed_ratio, tolerance)
 *
 * The share of the error budget of the SLO period that was spent, divided by
 * the share of the period in which that happened (Beyer et al., The Site
 * Reliability Workbook, 2018, chapter 5, with an error budget of money).
 * Spent is cost - outcomes * target, the budget is target * expected_outcomes
 * * tolerance.  A ratio: at 1 the budget lasts exactly for the period; below
 * zero the outcomes cost less than their target.  NULL if there is no budget
 * or no time.  Errors: elapsed_ratio not in 0..1, target not positive, a
 * negative count or tolerance.
 */
Datum
rr_burn_ratio(PG_FUNCTION_ARGS)
{
	Numeric		cost = finite_arg(fcinfo, 0, "cost");
	Numeric		outcomes = int64_to_numeric(count_arg(fcinfo, 1, "outcomes"));
	Numeric		target = positive_arg(fcinfo, 2, "target");
	Numeric		expected = int64_to_numeric(count_arg(fcinfo, 3, "expected_outcomes"));
	Numeric		elapsed = not_negative_arg(fcinfo, 4, "elapsed_ratio");
	Numeric		tolerance = not_negative_arg(fcinfo, 5, "tolerance");
	Numeric		spent;
	Numeric		budget;

	if (numeric_compare(elapsed, int64_to_numeric(1)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("elapsed_ratio must be between 0 and 1"),
				 errdetail("The value is %s.", numeric_text(elapsed)),
				 errhint("It is the length of the window divided by the length of the SLO period.")));

	spent = numeric_minus(cost, numeric_times(outcomes, target));
	budget = numeric_times(numeric_times(numeric_times(target, expected), tolerance), elapsed);
	if (numeric_sign_of(budget) == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(numeric_over(spent, budget));
}

/*
 * outcome_burn_ratio(bad_outcomes, outcomes, objective)
 *
 * The share of outcomes that were bad, divided by the share that may be, 1 -
 * objective: the burn rate of The Site Reliability Workbook, which counts and
 * does not weigh.  NULL without outcomes, or if none may be bad.  Errors: a
 * negative count, more bad outcomes than outcomes, objective not in 0..1.
 */
Datum
rr_outcome_burn_ratio(PG_FUNCTION_ARGS)
{
	int64		bad_outcomes = count_arg(fcinfo, 0, "bad_outcomes");
	int64		outcomes = count_arg(fcinfo, 1, "outcomes");
	Numeric		objective = ratio_arg(fcinfo, 2, "objective");
	Numeric		allowed = numeric_times(numeric_minus(int64_to_numeric(1), objective),
										int64_to_numeric(outcomes));

	if (bad_outcomes > outcomes)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("bad_outcomes must not be larger than outcomes"),
				 errdetail("The numbers are " INT64_FORMAT " and " INT64_FORMAT ".", bad_outcomes, outcomes)));
	if (numeric_sign_of(allowed) == 0)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(numeric_over(int64_to_numeric(bad_outcomes), allowed));
}

/*
 * burn_alert(fast_burn, slow_burn, page, ticket)
 *
 * "page" or "ticket" if the burn ratios of both windows are above that limit,
 * else "none": the slow window says that it matters, the fast one that it
 * still goes on.  "no_data" if a burn ratio is NULL; NULL if a limit is.
 * Errors: limits not positive or not in order.
 */
Datum
rr_burn_alert(PG_FUNCTION_ARGS)
{
	Numeric		page;
	Numeric		ticket;
	Numeric		fast;
	Numeric		slow;
	Numeric		both;

	if (any_null(fcinfo, 2, 2))
		PG_RETURN_NULL();
	page = positive_arg(fcinfo, 2, "page");
	ticket = positive_arg(fcinfo, 3, "ticket");
	if (numeric_compare(ticket, page) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("ticket must not be larger than page"),
				 errdetail("The limits are %s and %s.", numeric_text(ticket), numeric_text(page))));
	if (any_null(fcinfo, 0, 2))
		PG_RETURN_TEXT_P(cstring_to_text("no_data"));

	fast = finite_arg(fcinfo, 0, "fast_burn");
	slow = finite_arg(fcinfo, 1, "slow_burn");
	both = numeric_compare(fast, slow) < 0 ? fast : slow;
	if (numeric_compare(both, page) > 0)
		PG_RETURN_TEXT_P(cstring_to_text("page"));
	if (numeric_compare(both, ticket) > 0)
		PG_RETURN_TEXT_P(cstring_to_text("ticket"));
	PG_RETURN_TEXT_P(cstring_to_text("none"));
}
