/*
 * seasonal.c
 *	  Window functions same_weekday_score(), seasonal_score() and
 *	  seasonal_expected(): a day of a daily series against the earlier days,
 *	  where the weeks have a pattern.
 *
 * Memory is proportional to the lookback and not to the partition.
 */
#include "runrate.h"

#include <math.h>

#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "stats/seasonal_model.h"
#include "stats/window_row.h"

/* The arguments of all three functions after the value */
enum
{
	ARG_DAY = 1,
	ARG_LOOKBACK_WEEKS,
	ARG_MIN_N
};

/* What is kept for a partition, zeroed when the partition starts */
typedef struct SeasonalState
{
	int			weeks;			/* 0: the first row has not come yet */
	int64		min_n;
	bool		has_day;
	Calendar	calendar;
} SeasonalState;

/* A count that may not be NULL, of the partition's first row */
static int64
count_argument(WindowObject winobj, int argno, const char *name, int64 low, int64 high)
{
	int64		count = DatumGetInt64(window_required(winobj, argno, name));

	if (count < low || count > high)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be from %lld to %lld", name, (long long) low, (long long) high),
				 errdetail("The value is %lld.", (long long) count)));
	return count;
}

/*
 * Go on to the day of the current row; false if the row has none
 *
 * Error unless the days come in order, each of them once.
 */
static bool
go_to_current_day(WindowObject winobj, SeasonalState *state)
{
	Calendar   *calendar = &state->calendar;
	bool		isnull;
	DateADT		day = DatumGetDateADT(WinGetFuncArgCurrent(winobj, ARG_DAY, &isnull));

	if (isnull)
		return false;
	if (DATE_NOT_FINITE(day))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("\"at\" must be a finite date")));
	if (!state->has_day)
	{
		rr_calendar_init(calendar, state->weeks, day, GetMemoryChunkContext(state));
		state->has_day = true;
		return true;
	}
	if (day < calendar->today)
		rr_refuse_order();
	if (day == calendar->today)
		ereport(ERROR,
				(errcode(ERRCODE_CARDINALITY_VIOLATION),
				 errmsg("two rows of a partition are for the same day"),
				 errdetail("The day is %s.",
						   DatumGetCString(DirectFunctionCall1(date_out, DateADTGetDatum(day)))),
				 errhint("Group the rows by day first, or partition the window further.")));
	rr_calendar_advance(calendar, day);
	return true;
}

/* How the rows of a partition are compared with the days before */
typedef bool (*norm_fn) (const SeasonalState *state, RobustNorm *norm);

static bool
same_weekday_norm(const SeasonalState *state, RobustNorm *norm)
{
	return rr_same_weekday_norm(&state->calendar, state->min_n, norm);
}

static bool
seasonal_norm(const SeasonalState *state, RobustNorm *norm)
{
	return rr_seasonal_norm(&state->calendar, norm);
}

/*
 * Take the current row: its value, and the norm of its day if the row has a
 * day and the days before are enough; else false
 */
static bool
take_row(WindowObject winobj, SeasonalState *state, norm_fn find_norm,
		 float8 *value, RobustNorm *norm)
{
	bool		has_norm;

	*value = window_value(winobj);
	if (!go_to_current_day(winobj, state))
		return false;
	has_norm = find_norm(state, norm);
	rr_calendar_set_today(&state->calendar, *value);
	return has_norm;
}

/* The state of the partition of seasonal_score() or seasonal_expected() */
static SeasonalState *
seasonal_state(WindowObject winobj)
{
	SeasonalState *state = WinGetPartitionLocalMemory(winobj, sizeof(SeasonalState));

	if (state->weeks == 0)
		state->weeks = (int) count_argument(winobj, ARG_LOOKBACK_WEEKS, "lookback_weeks",
											MIN_SEASONAL_WEEKS, MAX_LOOKBACK_WEEKS);
	return state;
}

PG_FUNCTION_INFO_V1(rr_same_weekday_score);
/*
 * same_weekday_score(x, at date, lookback_weeks bigint, min_n bigint): robust
 * score against the same weekday of the weeks before
 *
 * NULL if x or at is NULL, if fewer than min_n of these days have a value, or
 * if these have no spread.
 */
Datum
rr_same_weekday_score(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	SeasonalState *state = WinGetPartitionLocalMemory(winobj, sizeof(SeasonalState));
	RobustNorm	norm;
	float8		value;
	float8		score;

	if (state->weeks == 0)
	{
		int			weeks = (int) count_argument(winobj, ARG_LOOKBACK_WEEKS, "lookback_weeks",
												 1, MAX_LOOKBACK_WEEKS);

		state->min_n = count_argument(winobj, ARG_MIN_N, "min_n", 1, weeks);
		state->weeks = weeks;
	}
	if (!take_row(winobj, state, same_weekday_norm, &value, &norm) ||
		!robust_score(value, &norm, &score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score);
}

PG_FUNCTION_INFO_V1(rr_seasonal_score);
/*
 * seasonal_score(x, at date, lookback_weeks bigint): robust score of what is
 * left of a value without its level and the pattern of the week
 *
 * NULL if x or at is NULL, if the days before are not enough (see
 * rr_seasonal_norm()), or if these have no spread.
 */
Datum
rr_seasonal_score(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	RobustNorm	norm;
	float8		value;
	float8		score;

	if (!take_row(winobj, seasonal_state(winobj), seasonal_norm, &value, &norm) ||
		!robust_score(value, &norm, &score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score);
}

PG_FUNCTION_INFO_V1(rr_seasonal_expected);
/*
 * seasonal_expected(x, at date, lookback_weeks bigint): what seasonal_score()
 * compares with, in the unit of x
 *
 * The current row's x makes no difference.  NULL if at is NULL or the days
 * before are not enough.
 */
Datum
rr_seasonal_expected(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	RobustNorm	norm;
	float8		value;

	if (!take_row(winobj, seasonal_state(winobj), seasonal_norm, &value, &norm))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(norm.median);
}
