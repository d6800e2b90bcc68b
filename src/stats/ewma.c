/*
 * ewma.c
 *	  Window functions ewma() and ewma_half_life(): exponentially weighted
 *	  moving averages.
 */
#include "runrate.h"

#include <math.h>

#include "utils/timestamp.h"

#include "stats/anomaly.h"
#include "stats/window_row.h"

/* What the functions keep for a partition, zeroed when the partition starts */
typedef struct MovingAverage
{
	bool		has_value;
	float8		total;			/* weighted sum; the average itself for ewma() */
	float8		weight;			/* sum of the weights */
	TimestampTz at;				/* of the latest value */
} MovingAverage;

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
	float8		value = window_value(winobj);

	if (isnull || !(alpha > 0 && alpha <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("alpha must be above 0 and at most 1")));
	if (!isnan(value))
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
	float8		value = window_value(winobj);
	Datum		interval = window_required(winobj, 2, "half_life");
	int64		half_life = rr_interval_to_usecs(DatumGetIntervalP(interval), "half_life");
	TimestampTz at;
	bool		isnull;

	at = DatumGetTimestampTz(WinGetFuncArgCurrent(winobj, 1, &isnull));
	if (isnull)
		return average(fcinfo, state);
	if (state->has_value && at < state->at)
		rr_refuse_order();
	if (!isnan(value))
	{
		float8		decay = state->has_value ? exp2(-((float8) at - (float8) state->at) / half_life) : 0;

		state->total = state->has_value ? state->total * decay + value : value;
		state->weight = state->weight * decay + 1;
		state->has_value = true;
		state->at = at;
	}
	return average(fcinfo, state);
}
