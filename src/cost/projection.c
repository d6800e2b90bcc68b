/*
 * projection.c
 *	  Aggregate projected_total(amount, at, period_start, period_end, as_of,
 *	  time_zone, confidence): what a period will have cost when it is over.
 *
 * The state holds the exact cost of each day.  The final function learns from
 * the complete days of the last eight weeks, in the period or before it:
 *
 * - Each remaining day is expected to cost the mean of its weekday, or, with
 *   less than two weeks to learn from, the mean of all days.  A day without a
 *   row after the first row has cost nothing.  Today costs what such a day
 *   costs, or what it has cost already if that is more.
 * - If the days of the history rise or fall significantly, they go on to do so
 *   in a straight line, but not below zero.
 * - The interval is the prediction interval of the sum of the remaining days
 *   in that linear model, with Student's t: the days vary, and the means and
 *   the slope are estimates too.  Its variance is multiplied by
 *   (1 + r) / (1 - r), r being the correlation of successive residuals if that
 *   is above zero (G. V. Bayley and J. M. Hammersley, The "effective" number
 *   of independent observations in an autocorrelated time series, 1946): if a
 *   dear day is followed by dear days, errors do not cancel out over the rest
 *   of the period.
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
#include "money/money.h"
#include "money/numeric_arith.h"
#include "money/numeric_float.h"
#include "stats/student_t.h"

#define HISTORY_DAYS		56
#define WEEKDAYS			7
#define WEEKDAY_MODEL_DAYS	(2 * WEEKDAYS)
#define MAX_PERIOD_DAYS		3660
#define MAX_CORRELATION		0.9
#define TREND_CONFIDENCE	0.99
#define TREND_MIN_T			2.5 /* less than any Student's t of
								 * TREND_CONFIDENCE */
#define MAX_ERROR_RATIO		5.0
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

/*
 * What a day costs, by weekday or, with one class, whatever the weekday
 *
 * Time is counted in days from the first day of the history.
 */
typedef struct DayModel
{
	DateADT		first;
	int			classes;
	int			freedom;		/* degrees of; no variance if not positive */
	int			count[WEEKDAYS];
	float8		mean[WEEKDAYS];
	float8		mean_time[WEEKDAYS];
	float8		slope;			/* per day; 0: no trend */
	float8		time_squares;	/* about the mean times, if there is a trend */
	float8		variance;		/* of a day in a sum of days */
} DayModel;

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
	return question->today - HISTORY_DAYS;
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

/* Sunday is 0 */
static inline int
weekday(DateADT day)
{
	return j2day(day + POSTGRES_EPOCH_JDATE);
}

/* The class of the model that a day belongs to */
static inline int
day_class(const DayModel *model, DateADT day)
{
	return model->classes == WEEKDAYS ? weekday(day) : 0;
}

/* The variance of n residuals, as it counts in a sum of successive days */
static float8
residual_variance(const float8 *residuals, int n, int freedom)
{
	float8		squares = 0;
	float8		products = 0;
	float8		correlation = 0;

	for (int i = 0; i < n; i++)
	{
		squares += residuals[i] * residuals[i];
		if (i > 0)
			products += residuals[i] * residuals[i - 1];
	}
	if (products > 0)
		correlation = Min(products / squares, MAX_CORRELATION);
	return squares / freedom * (1 + correlation) / (1 - correlation);
}

/* Give the model a trend if its residuals, which then lose it, show one */
static void
fit_trend(DayModel *model, float8 *residuals, int n)
{
	float8		times[HISTORY_DAYS];
	float8		squares = 0;
	float8		products = 0;
	float8		slope;
	float8		variance;
	float8		standard_error;

	for (int i = 0; i < n; i++)
	{
		times[i] = i - model->mean_time[day_class(model, model->first + i)];
		squares += times[i] * times[i];
		products += times[i] * residuals[i];
	}
	slope = products / squares;
	for (int i = 0; i < n; i++)
		residuals[i] -= slope * times[i];
	variance = residual_variance(residuals, n, model->freedom - 1);

	standard_error = sqrt(variance / squares);
	if (fabs(slope) <= TREND_MIN_T * standard_error ||
		fabs(slope) <= rr_student_t(TREND_CONFIDENCE, model->freedom - 1) * standard_error)
		return;
	model->slope = slope;
	model->time_squares = squares;
	model->variance = variance;
	model->freedom--;
}

/* Fit the model to what n days from first on have cost */
static void
fit_model(DayModel *model, DateADT first, const float8 *costs, int n)
{
	float8		residuals[HISTORY_DAYS] = {0};

	Assert(n > 0 && n <= HISTORY_DAYS);
	memset(model, 0, sizeof(DayModel));
	model->first = first;
	model->classes = n >= WEEKDAY_MODEL_DAYS ? WEEKDAYS : 1;
	model->freedom = n - model->classes;
	for (int i = 0; i < n; i++)
	{
		int			kind = day_class(model, first + i);

		model->count[kind]++;
		model->mean[kind] += (costs[i] - model->mean[kind]) / model->count[kind];
		model->mean_time[kind] += (i - model->mean_time[kind]) / model->count[kind];
	}
	if (model->freedom <= 0)
		return;

	for (int i = 0; i < n; i++)
		residuals[i] = costs[i] - model->mean[day_class(model, first + i)];
	model->variance = residual_variance(residuals, n, model->freedom);
	if (n >= WEEKDAY_MODEL_DAYS)
		fit_trend(model, residuals, n);
}

/* What a day is expected to cost; a trend does not go below zero */
static float8
expected_cost(const DayModel *model, DateADT day)
{
	int			kind = day_class(model, day);
	float8		mean = model->mean[kind];
	float8		cost = mean + model->slope * (day - model->first - model->mean_time[kind]);

	return mean >= 0 ? Max(cost, 0) : cost;
}

/*
 * Project the cost of the days from first on up to, but not including, end
 *
 * spent is what the first of them has cost already, which is not in the
 * result.  Returns the expected cost and sets its standard error, which is 0
 * without degrees of freedom.
 */
static float8
project_days(const DayModel *model, DateADT first, DateADT end, float8 spent,
			 float8 *standard_error)
{
	int			count[WEEKDAYS] = {0};
	float8		expected = 0;
	float8		time = 0;
	float8		variances = end - first;

	for (DateADT day = first; day < end; day++)
	{
		int			kind = day_class(model, day);
		float8		cost = expected_cost(model, day);

		count[kind]++;
		time += day - model->first - model->mean_time[kind];
		expected += day == first ? cost - Min(spent, cost) : cost;
	}
	for (int kind = 0; kind < model->classes; kind++)
		variances += (float8) count[kind] * count[kind] / model->count[kind];
	if (model->slope != 0)
		variances += time * time / model->time_squares;

	*standard_error = sqrt(model->variance * variances);
	return expected;
}

/*
 * How large have the errors of such projections been, in standard errors?
 *
 * Projects, from every day of the history that has two weeks before it, the
 * next days, as many as are asked for or as the history still has.  Returns the
 * root mean square, but at least 1: a lucky history is no reason to be surer
 * than the model is.  An error counts for at most MAX_ERROR_RATIO: after two
 * weeks without noise the standard error is near zero, and one such origin
 * must not outweigh the others.
 */
static float8
past_error_ratio(const float8 *costs, DateADT first, int n, int days)
{
	float8		squares = 0;

	for (int origin = WEEKDAY_MODEL_DAYS; origin < n; origin++)
	{
		int			end = Min(origin + days, n);
		DayModel	model;
		float8		error;
		float8		standard_error;

		fit_model(&model, first, costs, origin);
		error = project_days(&model, first + origin, first + end, 0, &standard_error);
		for (int i = origin; i < end; i++)
			error -= costs[i];
		if (error != 0)
		{
			float8		ratio = Min(fabs(error) / standard_error, MAX_ERROR_RATIO);

			squares += ratio * ratio;
		}
	}
	return sqrt(Max(squares / Max(n - WEEKDAY_MODEL_DAYS, 1), 1));
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

/* Answer the question, as far as there is an answer */
static void
project(const ProjectionState *state, Datum *values, bool *nulls)
{
	const Question *question = &state->question;
	DateADT		first_left = Max(question->today, question->period_start);
	Numeric		actual;
	float8	   *costs;
	DateADT		first;
	int			n;
	float8		spent_today;
	bool		credits;
	DayModel	model;
	float8		expected;
	float8		standard_error;
	float8		margin = 0;

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
	fit_model(&model, first, costs, n);
	expected = project_days(&model, first_left, question->period_end, spent_today, &standard_error);
	if (model.freedom > 0)
		margin = standard_error * rr_student_t(question->confidence, model.freedom) *
			past_error_ratio(costs, first, n, question->period_end - question->today);
	if (!isfinite(expected) || !isfinite(margin))
		return;
	values[PROJECTION_PROJECTED] = plus_projection(actual, expected);
	nulls[PROJECTION_PROJECTED] = false;
	if (model.freedom <= 0)
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
