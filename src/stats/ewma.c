/*
 * ewma.c
 *	  Window functions ewma() and ewma_half_life(): exponentially weighted
 *	  moving averages.
 */
#include "runrate.h"

#include <math.h>

#include "utils/timestamp.h"
#include "windowapi.h"

#include "stats/anomaly.h"
#include "stats/exact_float.h"

/* What the functions keep for a partition, zeroed when the partition starts */
typedef struct MovingAverage
{
	bool		has_value;
	float8		total;			/* weighted sum; the average itself for ewma() */
	float8		weight;			/* sum of the weights */
	TimestampTz at;				/* of the latest value */
} MovingAverage;

/* The value of the current row, if it is not NULL */
static bool
current_value(WindowObject winobj, float8 *value)
{
	bool		isnull;

	*value = DatumGetFloat8(WinGetFuncArgCurrent(winobj, 0, &isnull));
	if (isnull)
		return false;
	if (isnan(*value))
		rr_refuse_nan();
	return true;
}

static Datum
average(FunctionCallInfo fcinfo, const MovingAverage *state)
{
	float8		result = state->total / state->weight;

	if (!state->has_value || !isfinite(result))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(result);
}

PG_FUNCTION_INFO_V1(rr_ewma);
/*
 * ewma(x, alpha): average += alpha * (x - average), beginning with the first x
 *
 * (S. W. Roberts, "Control Chart Tests Based on Geometric Moving Averages",
 * Technometrics 1959.)  A NULL x changes nothing.  alpha is above 0 and up to
 * 1.  NULL before the first x, and from an infinite x on.
 */
Datum
rr_ewma(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	MovingAverage *state = WinGetPartitionLocalMemory(winobj, sizeof(MovingAverage));
	bool		isnull;
	float8		alpha = DatumGetFloat8(WinGetFuncArgCurrent(winobj, 1, &isnull));
	float8		value;

	if (isnull || !(alpha > 0 && alpha <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("alpha must be above 0 and at most 1")));
	if (current_value(winobj, &value))
	{
		state->total = state->has_value ? state->total + alpha * (value - state->total) : value;
		state->weight = 1;
		state->has_value = true;
	}
	return average(fcinfo, state);
}

PG_FUNCTION_INFO_V1(rr_ewma_half_life);
/*
 * ewma_half_life(x, at timestamptz, half_life interval): average of the values
 * up to now, one that is half_life old counting half as much as one of now
 *
 * Takes values at any distance in time.  A NULL x or at changes nothing.
 * Error if a row is older than the one before it.  NULL before the first x,
 * and from an infinite x on.
 */
Datum
rr_ewma_half_life(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	MovingAverage *state = WinGetPartitionLocalMemory(winobj, sizeof(MovingAverage));
	TimestampTz at;
	int64		half_life;
	float8		value;
	bool		isnull;
	Datum		interval;

	interval = WinGetFuncArgCurrent(winobj, 2, &isnull);
	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("half_life must not be null")));
	half_life = rr_interval_to_usecs(DatumGetIntervalP(interval), "half_life");

	at = DatumGetTimestampTz(WinGetFuncArgCurrent(winobj, 1, &isnull));
	if (isnull)
		return average(fcinfo, state);
	if (state->has_value && at < state->at)
		rr_refuse_order();
	if (current_value(winobj, &value))
	{
		float8		decay = state->has_value ? exp2(-((float8) at - (float8) state->at) / half_life) : 0;

		state->total = state->has_value ? state->total * decay + value : value;
		state->weight = state->weight * decay + 1;
		state->has_value = true;
		state->at = at;
	}
	return average(fcinfo, state);
}
