/*
 * control_chart.c
 *	  Window functions cusum_high(), cusum_low(), ewma_chart(),
 *	  rank_drift_high() and rank_drift_low(): has a series left its level for
 *	  good?
 *
 * A score of single values needs a large change to see it.  These charts add
 * small ones up.  The first three compare with a target and count in standard
 * deviations; chart_limit.c says from which value on they alarm how often when
 * nothing has changed.  The last two need no target, no standard deviation and
 * no distribution.
 */
#include "runrate.h"

#include <float.h>
#include <math.h>

#include "utils/memutils.h"

#include "stats/anomaly.h"
#include "stats/past_values.h"
#include "stats/window_row.h"

/* Arguments of charts against a target, after the value */
enum
{
	ARG_TARGET = 1,
	ARG_STDDEV,
	ARG_SLACK_OR_WEIGHT,
	ARG_RESTART_AT
};

/* What the charts against a target keep, zeroed when the partition starts */
typedef struct ChartState
{
	float8		level;			/* the sum, or the average */
} ChartState;

/* What the charts of ranks keep, likewise */
typedef struct RankDrift
{
	bool		started;
	float8		run_length;
	float8		wealth;
	PastValues	past;
} RankDrift;

/*
 * How many standard deviations the current row is above the target; NaN if it
 * does not count, because a number is not known or there is no spread
 */
static float8
current_deviation(WindowObject winobj)
{
	float8		value = window_value(winobj);
	float8		target = window_number(winobj, ARG_TARGET);
	float8		stddev = window_number(winobj, ARG_STDDEV);

	if (stddev < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("stddev must not be negative")));
	if (!isfinite(value) || !isfinite(target) || !isfinite(stddev) || stddev == 0)
		return NAN;
	return Max(Min((value - target) / stddev, DBL_MAX), -DBL_MAX);
}

/* The value from which on the chart starts again; NaN, which nothing reaches, if it is NULL */
static float8
restart_argument(WindowObject winobj)
{
	float8		restart_at = window_number(winobj, ARG_RESTART_AT);

	if (restart_at <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("restart_at must be positive")));
	return restart_at;
}

/* One row of a chart of cumulative sums; direction is 1 or -1 */
static Datum
cusum(FunctionCallInfo fcinfo, int direction)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	ChartState *state = WinGetPartitionLocalMemory(winobj, sizeof(ChartState));
	float8		deviation = current_deviation(winobj);
	float8		slack = DatumGetFloat8(window_required(winobj, ARG_SLACK_OR_WEIGHT, "slack"));
	float8		restart_at = restart_argument(winobj);

	if (!(slack >= 0 && slack <= DBL_MAX))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("slack must not be negative")));
	if (isnan(deviation))
		PG_RETURN_NULL();
	if (state->level >= restart_at)
		state->level = 0;
	state->level = Max(state->level + (direction * deviation - slack), 0);
	state->level = Min(state->level, DBL_MAX);
	PG_RETURN_FLOAT8(state->level);
}

PG_FUNCTION_INFO_V1(rr_cusum_high);
/*
 * cusum_high(x, target, stddev, slack, restart_at): cumulative sum of what x is
 * above target + slack * stddev, in standard deviations, never below 0
 *
 * (E. S. Page, "Continuous Inspection Schemes", Biometrika 1954.)  Begins at 0,
 * and again after a row of at least restart_at, which may be NULL.  NULL, and
 * no row of the chart, if x, target or stddev is NULL or infinite or stddev is
 * 0.
 */
Datum
rr_cusum_high(PG_FUNCTION_ARGS)
{
	return cusum(fcinfo, 1);
}

PG_FUNCTION_INFO_V1(rr_cusum_low);
/*
 * cusum_low(x, target, stddev, slack, restart_at): cumulative sum of what x is
 * below target - slack * stddev, otherwise as cusum_high
 */
Datum
rr_cusum_low(PG_FUNCTION_ARGS)
{
	return cusum(fcinfo, -1);
}

PG_FUNCTION_INFO_V1(rr_ewma_chart);
/*
 * ewma_chart(x, target, stddev, weight, restart_at): exponentially weighted
 * average of x - target, in standard deviations of that average
 *
 * (S. W. Roberts, "Control Chart Tests Based on Geometric Moving Averages",
 * Technometrics 1959.)  The average begins at 0, and again after a row that is
 * restart_at or more away from it; its standard deviation is the asymptotic
 * one, stddev * sqrt(weight / (2 - weight)).  NULL as cusum_high.
 */
Datum
rr_ewma_chart(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	ChartState *state = WinGetPartitionLocalMemory(winobj, sizeof(ChartState));
	float8		deviation = current_deviation(winobj);
	float8		weight = DatumGetFloat8(window_required(winobj, ARG_SLACK_OR_WEIGHT, "weight"));
	float8		restart_at = restart_argument(winobj);

	if (!(weight > 0 && weight <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("weight must be above 0 and at most 1")));
	if (isnan(deviation))
		PG_RETURN_NULL();
	if (fabs(state->level) >= restart_at)
		state->level = 0;
	state->level = (1 - weight) * state->level + deviation * sqrt(weight * (2 - weight));
	state->level = Max(Min(state->level, DBL_MAX), -DBL_MAX);
	PG_RETURN_FLOAT8(state->level);
}

/*
 * The chance that a value like those before is as far up in their order as
 * this one, the middle of it if there are equal ones; direction is 1 or -1,
 * for as far down
 */
static float8
mid_rank(OrderStatistics *order, float8 value, int direction)
{
	int64		up_to = rr_order_count_up_to(order, value);
	int64		equal = order_count_equal(order, value, up_to);
	int64		beyond = direction > 0 ? order->count - up_to : up_to - equal;

	return (beyond + (equal + 1) / 2.0) / (order->count + 1);
}

/*
 * One row of a chart of ranks; direction is 1 or -1
 *
 * Half of 1 / sqrt(u) is a bet that is fair if u is uniform from 0 to 1, and
 * wins if it is small.  A gambler who gets a new unit with every row has, by
 * fair bets, on average as much as rows have gone by: to have run_length takes
 * at least run_length rows on average (Shiryaev and Roberts; with ranks: V.
 * Vovk, I. Nouretdinov and A. Gammerman, "Testing exchangeability on-line",
 * 2003).  The bet is convex, so that middles of ranks win no more than uniform
 * numbers.
 */
static Datum
rank_drift(FunctionCallInfo fcinfo, int direction)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	RankDrift  *state = WinGetPartitionLocalMemory(winobj, sizeof(RankDrift));
	float8		value = window_value(winobj);
	bool		compared = isfinite(value);

	if (unlikely(!state->started))
	{
		int64		lookback = DatumGetInt64(window_required(winobj, 1, "lookback"));

		state->run_length = DatumGetFloat8(window_required(winobj, 2, "run_length"));
		rr_check_lookback(lookback, 1);
		if (!(state->run_length >= 1 && state->run_length <= DBL_MAX))
			ereport(ERROR,
					(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
					 errmsg("run_length must be at least 1")));
		rr_past_init(&state->past, lookback, GetMemoryChunkContext(state));
		state->started = true;
	}

	compared &= state->past.order.count > 0;
	if (compared)
	{
		if (state->wealth >= state->run_length)
			state->wealth = 0;
		state->wealth = (1 + state->wealth) * 0.5 / sqrt(mid_rank(&state->past.order, value, direction));
	}
	rr_past_push(&state->past, isfinite(value) ? value : NAN);
	if (!compared)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(state->wealth);
}

PG_FUNCTION_INFO_V1(rr_rank_drift_high);
/*
 * rank_drift_high(x, lookback bigint, run_length): what bets have won on x
 * being high in the order of the values of the lookback rows before
 *
 * Begins at 0, and again after a row of at least run_length, which comes once
 * in run_length rows or less often if the order of the rows is chance.
 * lookback and run_length are read in the first row of the partition.  NULL if
 * x is NULL or infinite, or if the lookback has no value.
 */
Datum
rr_rank_drift_high(PG_FUNCTION_ARGS)
{
	return rank_drift(fcinfo, 1);
}

PG_FUNCTION_INFO_V1(rr_rank_drift_low);
/* rank_drift_low(x, lookback bigint, run_length): likewise, on x being low */
Datum
rr_rank_drift_low(PG_FUNCTION_ARGS)
{
	return rank_drift(fcinfo, -1);
}
