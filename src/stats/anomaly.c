/*
 * anomaly.c
 *	  Window functions anomaly_score() and anomaly_score_within(): the robust
 *	  score of a row against the rows before it.
 *
 * The current row is left out of what it is compared with, so that a spike
 * does not make itself look normal.  Both functions keep the values of the
 * lookback, in the order in which they leave and in order of size; memory is
 * proportional to the lookback and not to the partition.  A lookback of rows
 * is that of past_values.h.
 */
#include "runrate.h"

#include <math.h>

#include "common/int.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "stats/anomaly.h"
#include "stats/past_values.h"
#include "stats/window_row.h"

#define FIRST_CAPACITY	64

/* A row that can still be in the lookback of a later one */
typedef struct PastRow
{
	TimestampTz at;
	float8		value;			/* NaN for NULL */
} PastRow;

/* What the functions keep for a partition, zeroed when the partition starts */
typedef struct ScoreState
{
	bool		started;
	int64		min_n;
	PastValues	past;
} ScoreState;

typedef struct Lookback
{
	bool		started;
	int64		length;			/* microseconds */
	int64		min_n;

	PastRow    *rows;			/* a circular buffer */
	int64		capacity;
	int64		oldest;			/* place of the oldest row */
	int64		nrows;
	int64		nentered;		/* of these, rows that are in order */
	OrderStatistics order;
} Lookback;

/* Refuse a lookback that can never hold min_n values */
void
rr_check_lookback(int64 lookback, int64 min_n)
{
	if (lookback < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("lookback must be at least 1")));
	if (min_n < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("min_n must be at least 1")));
	if (min_n > lookback)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("min_n must not be larger than lookback"),
				 errdetail("A lookback of %lld rows never has %lld values.",
						   (long long) lookback, (long long) min_n)));
}

/*
 * Length of an interval in microseconds, a day having 24 hours
 *
 * Months have no fixed length; refusing them keeps the result independent of
 * the calendar and of the session's time zone.
 */
int64
rr_interval_to_usecs(const Interval *interval, const char *argument)
{
	int64		usecs;

	if (interval->month != 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must not contain months or years", argument),
				 errhint("Use days, for example interval '30 days'.")));
	if (pg_mul_s64_overflow(interval->day, USECS_PER_DAY, &usecs) ||
		pg_add_s64_overflow(usecs, interval->time, &usecs))
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("interval out of range")));
	if (usecs <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("%s must be positive", argument)));
	return usecs;
}

/* The error of functions that take rows in order of time */
void
rr_refuse_order(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("\"at\" must not be earlier than in the row before"),
			 errhint("Order the window by the time: OVER (PARTITION BY ... ORDER BY at).")));
}

/* Place of row number i, counted from the oldest */
static inline PastRow *
past_row(const Lookback *past, int64 i)
{
	int64		place = past->oldest + i;

	return &past->rows[place < past->capacity ? place : place - past->capacity];
}

/* Double the buffer, which is full; the oldest row gets place 0 */
static void
enlarge(Lookback *past)
{
	int64		capacity = Max(2 * past->capacity, FIRST_CAPACITY);
	PastRow    *rows = MemoryContextAllocHuge(past->order.context, capacity * sizeof(PastRow));
	int64		i;

	for (i = 0; i < past->nrows; i++)
		rows[i] = *past_row(past, i);
	if (past->rows != NULL)
		pfree(past->rows);
	past->rows = rows;
	past->capacity = capacity;
	past->oldest = 0;
}

/* Keep a row; it does not enter the order yet */
static inline void
push_row(Lookback *past, TimestampTz at, float8 value)
{
	PastRow    *row;

	if (unlikely(past->nrows == past->capacity))
		enlarge(past);
	row = past_row(past, past->nrows++);
	row->at = at;
	row->value = value;
}

/* The oldest row that has not entered enters */
static inline void
enter_row(Lookback *past)
{
	float8		value = past_row(past, past->nentered++)->value;

	if (!isnan(value))
		rr_order_insert(&past->order, value);
}

/* The oldest row, which has entered, leaves */
static inline void
drop_row(Lookback *past)
{
	float8		value = past_row(past, 0)->value;

	if (!isnan(value))
		rr_order_remove(&past->order, value);
	if (++past->oldest == past->capacity)
		past->oldest = 0;
	past->nrows--;
	past->nentered--;
}

/* The score of a value against earlier ones */
static Datum
score_value(FunctionCallInfo fcinfo, OrderStatistics *order, int64 min_n, float8 value)
{
	RobustNorm	norm = {0, 0, 0};
	float8		score;

	if (isnan(value) || order->count < min_n)
		PG_RETURN_NULL();
	norm.median = rr_order_median(order);
	if (!isfinite(norm.median))
		PG_RETURN_NULL();
	norm.deviation = rr_order_deviation(order, norm.median);
	if (unlikely(norm.deviation == 0))
		norm.mean_deviation = rr_order_mean_deviation(order, norm.median);
	if (!robust_score(value, &norm, &score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score);
}

PG_FUNCTION_INFO_V1(rr_anomaly_score);
/*
 * anomaly_score(x, lookback bigint, min_n bigint): robust score against the
 * lookback rows before
 *
 * lookback and min_n are read in the first row of the partition.  NULL if x is
 * NULL, if fewer than min_n of these rows have a value, or if these have no
 * spread.
 */
Datum
rr_anomaly_score(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	ScoreState *state = WinGetPartitionLocalMemory(winobj, sizeof(ScoreState));
	float8		value = window_value(winobj);
	Datum		score;

	if (unlikely(!state->started))
	{
		int64		lookback = DatumGetInt64(window_required(winobj, 1, "lookback"));

		state->min_n = DatumGetInt64(window_required(winobj, 2, "min_n"));
		rr_check_lookback(lookback, state->min_n);
		rr_past_init(&state->past, lookback, GetMemoryChunkContext(state));
		state->started = true;
	}

	score = score_value(fcinfo, &state->past.order, state->min_n, value);
	rr_past_push(&state->past, value);
	return score;
}

PG_FUNCTION_INFO_V1(rr_anomaly_score_within);
/*
 * anomaly_score_within(x, at timestamptz, lookback interval, min_n bigint):
 * robust score against the earlier rows that are at most lookback older
 *
 * Rows with the time of the current row are no earlier rows, so the result
 * does not depend on their order.  A row without a time has no score and is in
 * no lookback.  Error if a row is older than the one before it.
 */
Datum
rr_anomaly_score_within(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	Lookback   *past = WinGetPartitionLocalMemory(winobj, sizeof(Lookback));
	float8		value = window_value(winobj);
	TimestampTz at;
	TimestampTz first;
	bool		isnull;

	if (unlikely(!past->started))
	{
		past->length = rr_interval_to_usecs(DatumGetIntervalP(window_required(winobj, 2, "lookback")),
											"lookback");
		past->min_n = DatumGetInt64(window_required(winobj, 3, "min_n"));
		if (past->min_n < 1)
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("min_n must be at least 1")));
		rr_order_init(&past->order, GetMemoryChunkContext(past));
		past->started = true;
	}

	at = DatumGetTimestampTz(WinGetFuncArgCurrent(winobj, 1, &isnull));
	if (isnull)
		PG_RETURN_NULL();
	if (past->nrows > 0 && past_row(past, past->nrows - 1)->at > at)
		rr_refuse_order();
	if (pg_sub_s64_overflow(at, past->length, &first))
		first = PG_INT64_MIN;

	while (past->nentered < past->nrows && past_row(past, past->nentered)->at < at)
	{
		while (past->nentered > 0 && past_row(past, 0)->at < first)
			drop_row(past);
		enter_row(past);
	}
	while (past->nentered > 0 && past_row(past, 0)->at < first)
		drop_row(past);
	push_row(past, at, value);
	return score_value(fcinfo, &past->order, past->min_n, value);
}
