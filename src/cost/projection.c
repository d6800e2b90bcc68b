/*
 * projection.c
 *	  Aggregate projected_total(amount, at, period_start, period_end, as_of,
 *	  time_zone, confidence): what a period will have cost when it is over.
 *
 * The state holds the exact cost of each day.  The final function learns from
 * the complete days before as_of, in the period or before it:
 *
 * - A day without a row after the first row has cost nothing.
 * - Days of the month that stood out in the months before are expected to do
 *   so again (month_pattern.c).
 * - Without these, each remaining day is expected to cost what such a day cost
 *   in the last eight weeks (day_model.c).  Today costs what such a day costs,
 *   or what it has cost already if that is more.
 * - The interval is the prediction interval of the sum of the remaining days,
 *   with Student's t.  Special days are known from few months and have an
 *   interval of their own, which is wide; the two add up as independent errors
 *   do, by their squares.
 * - That holds as long as the model does, and a level that drifts or jumps is
 *   none.  So the method is tried on its own history: from each day after the
 *   first two weeks it projects the days that followed (the rolling origin of
 *   L. J. Tashman, Out-of-sample tests of forecasting accuracy, 2000), and if
 *   the errors were larger than the standard errors that it gave, the interval
 *   is widened in that ratio.  Errors relative to their scale calibrate the
 *   interval as in J. Lei et al., Distribution-free predictive inference for
 *   regression, 2018, section 5.2; their root mean square stands for the
 *   quantile, which so few origins do not determine.
 */
#include "runrate.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "common/agg_state.h"
#include "common/local_time.h"
#include "common/row_result.h"
#include "cost/day_model.h"
#include "cost/month_pattern.h"
#include "money/money.h"
#include "money/numeric_arith.h"
#include "money/numeric_float.h"
#include "stats/student_t.h"

#define MAX_PERIOD_DAYS		3660
#define MIN_SCALE			2

typedef struct DayCost
{
	DateADT		day;
	MoneySum	cost;
} DayCost;

/* What the caller asks for; the same in every row */
typedef struct Question
{
	DateADT		period_start;
	DateADT		period_end;		/* the first day after the period */
	TimestampTz as_of;
	float8		confidence;
	text	   *zone_name;
	pg_tz	   *zone;
	DateADT		today;			/* as_of's day in the zone */
} Question;

typedef struct ProjectionState
{
	AggStateTag tag;
	Question	question;		/* zone NULL: not known yet */
	bool		started_before; /* there was a cost on a day that is not kept */
	int			ndays;
	int			allocated;
	int			last;			/* index of the day that was last looked up */
	DayCost    *days;			/* sorted */
} ProjectionState;

/* The fields of runrate.projection */
enum
{
	PROJECTION_ACTUAL,
	PROJECTION_PROJECTED,
	PROJECTION_LOW,
	PROJECTION_HIGH,
	PROJECTION_FIELDS
};

static inline DateADT
date_in_zone(TimestampTz at, pg_tz *zone)
{
	return rr_local_day(at, zone) - POSTGRES_EPOCH_JDATE;
}

/* Is it the question that has been asked before? */
static inline bool
same_question(const Question *a, const Question *b)
{
	return a->period_start == b->period_start &&
		a->period_end == b->period_end &&
		a->as_of == b->as_of &&
		a->confidence == b->confidence &&
		VARSIZE_ANY_EXHDR(a->zone_name) == VARSIZE_ANY_EXHDR(b->zone_name) &&
		memcmp(VARDATA_ANY(a->zone_name), VARDATA_ANY(b->zone_name),
			   VARSIZE_ANY_EXHDR(a->zone_name)) == 0;
}

/* Check a question and take it into the state */
static void
ask(ProjectionState *state, const Question *question)
{
	Size		zone_size = VARSIZE_ANY(question->zone_name);

	if (DATE_NOT_FINITE(question->period_start) || DATE_NOT_FINITE(question->period_end) ||
		TIMESTAMP_NOT_FINITE(question->as_of))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("period_start, period_end and as_of must be finite")));
	if (question->period_end > TIMESTAMP_END_JULIAN - POSTGRES_EPOCH_JDATE)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("period_end out of range for timestamp")));
	if (question->period_start >= question->period_end)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("period_end must be after period_start"),
				 errhint("period_end is the first day after the period.")));
	if ((int64) question->period_end - question->period_start > MAX_PERIOD_DAYS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("period must not be longer than %d days", MAX_PERIOD_DAYS)));
	rr_check_confidence(question->confidence);

	state->question = *question;
	state->question.zone_name = MemoryContextAlloc(GetMemoryChunkContext(state), zone_size);
	memcpy(state->question.zone_name, question->zone_name, zone_size);
	state->question.zone = rr_find_zone(question->zone_name);
	state->question.today = date_in_zone(question->as_of, state->question.zone);
}

/* Take the question of a row or of another state: all must be the same */
static inline void
note_question(ProjectionState *state, const Question *question)
{
	if (state->question.zone == NULL)
		ask(state, question);
	else if (unlikely(!same_question(&state->question, question)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("period_start, period_end, as_of, time_zone and confidence must be the same in every row")));
}

static void
get_question(FunctionCallInfo fcinfo, Question *question)
{
	for (int i = 3; i <= 7; i++)
	{
		if (PG_ARGISNULL(i))
			ereport(ERROR,
					(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
					 errmsg("period_start, period_end, as_of, time_zone and confidence must not be null")));
	}
	question->period_start = PG_GETARG_DATEADT(3);
	question->period_end = PG_GETARG_DATEADT(4);
	question->as_of = PG_GETARG_TIMESTAMPTZ(5);
	question->zone_name = PG_GETARG_TEXT_PP(6);
	question->confidence = PG_GETARG_FLOAT8(7);
}

/* Is the period over, so that nothing is left to project? */
static inline bool
is_over(const Question *question)
{
	return question->today >= question->period_end;
}

/* The first day to learn from */
static inline DateADT
history_start(const Question *question)
{
	return question->today - MONTH_HISTORY_DAYS;
}

/* The first day that matters at all */
static inline DateADT
first_kept_day(const Question *question)
{
	if (is_over(question))
		return question->period_start;
	return Min(question->period_start, history_start(question));
}

/* The cost of that day, made when it is first asked for */
static DayCost *
find_day(ProjectionState *state, DateADT day)
{
	int			low = 0;
	int			high = state->ndays;

	if (state->last < state->ndays && state->days[state->last].day == day)
		return &state->days[state->last];
	while (low < high)
	{
		int			middle = (low + high) / 2;

		if (state->days[middle].day < day)
			low = middle + 1;
		else
			high = middle;
	}
	state->last = low;
	if (low < state->ndays && state->days[low].day == day)
		return &state->days[low];

	if (state->ndays == state->allocated)
	{
		state->allocated = Max(2 * state->allocated, 32);
		if (state->days == NULL)
			state->days = MemoryContextAlloc(GetMemoryChunkContext(state),
											 state->allocated * sizeof(DayCost));
		else
			state->days = repalloc(state->days, state->allocated * sizeof(DayCost));
	}
	memmove(state->days + low + 1, state->days + low,
			(state->ndays - low) * sizeof(DayCost));
	state->ndays++;
	memset(&state->days[low], 0, sizeof(DayCost));
	state->days[low].day = day;
	return &state->days[low];
}

/* Where a cost at that time is added up; NULL if it does not matter */
static MoneySum *
find_sum(ProjectionState *state, TimestampTz at)
{
	const Question *question = &state->question;
	DateADT		first = first_kept_day(question);
	DateADT		day;

	if (at >= question->as_of)
		return NULL;
	/* no zone is a day away from UTC, so most old rows need no calendar */
	if (at < (first - 1) * USECS_PER_DAY)
	{
		state->started_before = true;
		return NULL;
	}
	day = date_in_zone(at, question->zone);
	if (day < first)
	{
		state->started_before = true;
		return NULL;
	}
	if (is_over(question) && day >= question->period_end)
		return NULL;
	return &find_day(state, day)->cost;
}

static ProjectionState *
transition_state(FunctionCallInfo fcinfo)
{
	return rr_transition_state(fcinfo, PROJECTION_STATE, sizeof(ProjectionState));
}

/* Add a row, if its amount and its time are known */
static pg_attribute_always_inline Datum
accumulate(FunctionCallInfo fcinfo, MoneyAdder add)
{
	ProjectionState *state = transition_state(fcinfo);
	Question	question;
	MoneySum   *sum;

	get_question(fcinfo, &question);
	note_question(state, &question);
	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		sum = find_sum(state, PG_GETARG_TIMESTAMPTZ(2));
		if (sum != NULL)
			add(sum, PG_GETARG_DATUM(1), state);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_projected_total_numeric);
/* Transition function: state, amount numeric, at, period_start, period_end, as_of, time_zone, confidence */
Datum
rr_projected_total_numeric(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_numeric);
}

PG_FUNCTION_INFO_V1(rr_projected_total_float8);
/* Transition function: state, amount double precision, at, period_start, period_end, as_of, time_zone, confidence */
Datum
rr_projected_total_float8(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, money_add_float8);
}

PG_FUNCTION_INFO_V1(rr_projected_total_combine);
/* Combine function: adds the second state, which may be NULL, to the first */
Datum
rr_projected_total_combine(PG_FUNCTION_ARGS)
{
	ProjectionState *state = transition_state(fcinfo);
	ProjectionState *other = rr_agg_state_arg(fcinfo, 1, PROJECTION_STATE);

	if (other != NULL)
	{
		note_question(state, &other->question);
		state->started_before |= other->started_before;
		for (int i = 0; i < other->ndays; i++)
			rr_money_combine(&find_day(state, other->days[i].day)->cost,
							 &other->days[i].cost, state);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_projected_total_serialize);
/* Serialization function: the question, then the days */
Datum
rr_projected_total_serialize(PG_FUNCTION_ARGS)
{
	ProjectionState *state = rr_agg_state_arg(fcinfo, 0, PROJECTION_STATE);
	const Question *question = &state->question;
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendint32(&buf, question->period_start);
	pq_sendint32(&buf, question->period_end);
	pq_sendint64(&buf, question->as_of);
	pq_sendfloat8(&buf, question->confidence);
	pq_sendint32(&buf, VARSIZE_ANY_EXHDR(question->zone_name));
	pq_sendbytes(&buf, VARDATA_ANY(question->zone_name), VARSIZE_ANY_EXHDR(question->zone_name));
	pq_sendbyte(&buf, state->started_before);
	pq_sendint32(&buf, state->ndays);
	for (int i = 0; i < state->ndays; i++)
	{
		pq_sendint32(&buf, state->days[i].day);
		rr_money_send(&buf, &state->days[i].cost);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(rr_projected_total_deserialize);
/* Deserialization function */
Datum
rr_projected_total_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	ProjectionState *state = rr_open_agg_state(fcinfo, PROJECTION_STATE, sizeof(ProjectionState), &buf);
	Question	question;
	int			zone_size;
	int			ndays;

	question.period_start = (DateADT) pq_getmsgint(&buf, sizeof(int32));
	question.period_end = (DateADT) pq_getmsgint(&buf, sizeof(int32));
	question.as_of = pq_getmsgint64(&buf);
	question.confidence = pq_getmsgfloat8(&buf);
	zone_size = pq_getmsgint(&buf, sizeof(int32));
	question.zone_name = cstring_to_text_with_len(pq_getmsgbytes(&buf, zone_size), zone_size);
	note_question(state, &question);
	state->started_before = pq_getmsgbyte(&buf);
	ndays = pq_getmsgint(&buf, sizeof(int32));
	for (int i = 0; i < ndays; i++)
	{
		DateADT		day = (DateADT) pq_getmsgint(&buf, sizeof(int32));

		rr_money_receive(&buf, &find_day(state, day)->cost, state);
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

/*
 * What the complete days of the history have cost; returns their number and
 * sets the first of them
 */
static int
complete_days(const ProjectionState *state, float8 **costs, DateADT *first)
{
	const Question *question = &state->question;
	int			n;

	*first = history_start(question);
	if (!state->started_before && state->ndays > 0)
		*first = Max(*first, state->days[0].day);
	n = question->today - *first;
	if (n <= 0)
		return 0;

	*costs = palloc0(n * sizeof(float8));
	for (int i = 0; i < state->ndays; i++)
	{
		int			index = state->days[i].day - *first;

		if (index >= 0 && index < n)
			(*costs)[index] = numeric_to_float8(rr_money_total(&state->days[i].cost));
	}
	return n;
}

/*
 * The exact cost of the days of the period so far, and of the one day of it
 * that is not over; false if a cost is not finite.  Also finds out whether a
 * day gave money back.
 */
static bool
add_up(const ProjectionState *state, Numeric *actual, float8 *spent_today, bool *credits)
{
	const Question *question = &state->question;
	Numeric		zero = int64_to_numeric(0);

	*actual = zero;
	*spent_today = 0;
	*credits = false;
	for (int i = 0; i < state->ndays; i++)
	{
		DateADT		day = state->days[i].day;
		Numeric		cost = rr_money_total(&state->days[i].cost);

		if (numeric_is_nan(cost) || numeric_is_inf(cost))
			return false;
		*credits |= numeric_sign_of(cost) < 0;
		if (day < question->period_start || day >= question->period_end)
			continue;
		*actual = numeric_plus(*actual, cost);
		if (day == question->today)
			*spent_today = numeric_to_float8(cost);
	}
	return true;
}

/* actual + more, with the decimals of actual */
static Datum
plus_projection(Numeric actual, float8 more)
{
	Numeric		sum = numeric_plus(actual, numeric_from_float8(more));

	return DirectFunctionCall2(numeric_round, NumericGetDatum(sum),
							   Int32GetDatum(Max(numeric_shown_decimals(actual), MIN_SCALE)));
}

/*
 * Half the width of the interval of two independent parts, one with a standard
 * error and degrees of freedom, one of special days
 */
static float8
interval_margin(float8 confidence, float8 standard_error, int freedom, const MonthEffect *special)
{
	float8		margin = standard_error * rr_student_t(confidence, freedom);

	if (special->freedom == 0)
		return margin;
	return hypot(margin, sqrt(special->variance) * rr_student_t(confidence, special->freedom));
}

/*
 * Project the cost of the days that are left, from the n complete days from
 * first on
 *
 * Returns what they are expected to cost beyond what today has cost already,
 * and sets the margin of the interval, NaN if a single day tells nothing of it.
 */
static float8
project_rest(const Question *question, float8 *costs, DateADT first, int n,
			 float8 spent_today, float8 *margin)
{
	DateADT		first_left = Max(question->today, question->period_start);
	int			skipped = Max(n - HISTORY_DAYS, 0);
	MonthPattern pattern;
	MonthEffect special;
	MonthEffect special_today;
	DayModel	model;
	float8		expected;
	float8		first_cost;
	float8		standard_error;

	rr_find_month_pattern(&pattern, first, costs, n);
	rr_month_effect(&pattern, first_left, question->period_end, &special);
	rr_month_effect(&pattern, first_left, first_left + 1, &special_today);
	rr_remove_month_pattern(&pattern, costs);

	costs += skipped;
	first += skipped;
	n -= skipped;
	rr_fit_days(&model, first, costs, n);
	expected = special.expected + rr_project_days(&model, first_left, question->period_end, &standard_error);
	first_cost = special_today.expected + rr_expected_cost(&model, first_left);
	expected -= Min(spent_today, first_cost);
	*margin = NAN;
	if (model.freedom > 0)
		*margin = interval_margin(question->confidence,
								  standard_error * rr_past_error_ratio(costs, first, n, question->period_end - question->today),
								  model.freedom, &special);
	return expected;
}

/* Answer the question, as far as there is an answer */
static void
project(const ProjectionState *state, Datum *values, bool *nulls)
{
	const Question *question = &state->question;
	Numeric		actual;
	float8	   *costs;
	DateADT		first;
	int			n;
	float8		spent_today;
	bool		credits;
	float8		expected;
	float8		margin;

	if ((state->ndays == 0 && !state->started_before) ||
		!add_up(state, &actual, &spent_today, &credits))
		return;
	values[PROJECTION_ACTUAL] = NumericGetDatum(actual);
	nulls[PROJECTION_ACTUAL] = false;
	if (is_over(question))
	{
		for (int i = PROJECTION_PROJECTED; i < PROJECTION_FIELDS; i++)
		{
			values[i] = NumericGetDatum(actual);
			nulls[i] = false;
		}
		return;
	}

	n = complete_days(state, &costs, &first);
	if (n == 0)
		return;
	expected = project_rest(question, costs, first, n, spent_today, &margin);
	if (!isfinite(expected) || isinf(margin))
		return;
	values[PROJECTION_PROJECTED] = plus_projection(actual, expected);
	nulls[PROJECTION_PROJECTED] = false;
	if (isnan(margin))
		return;

	/* what is spent is spent, unless there are credits */
	values[PROJECTION_LOW] = plus_projection(actual, credits ? expected - margin : Max(expected - margin, 0));
	values[PROJECTION_HIGH] = plus_projection(actual, expected + margin);
	nulls[PROJECTION_LOW] = nulls[PROJECTION_HIGH] = false;
}

PG_FUNCTION_INFO_V1(rr_projected_total_final);
/*
 * Final function: actual, projected, low, high
 *
 * All are NULL without a known and finite cost, the last three without a
 * complete day before as_of, low and high with only one.
 */
Datum
rr_projected_total_final(PG_FUNCTION_ARGS)
{
	ProjectionState *state = rr_agg_state_arg(fcinfo, 0, PROJECTION_STATE);
	Datum		values[PROJECTION_FIELDS] = {0};
	bool		nulls[PROJECTION_FIELDS] = {true, true, true, true};

	if (state == NULL)
		PG_RETURN_NULL();
	project(state, values, nulls);
	PG_RETURN_DATUM(rr_row_result(fcinfo, values, nulls));
}
