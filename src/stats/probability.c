/*
 * probability.c
 *	  Window functions novelty(), rank_probability(), anomaly_probability(),
 *	  anomaly_evidence() and anomaly_alarm(), and function anomaly_status(): how
 *	  rare a row is by the past of its own series, and when to say so.
 *
 * The current row is left out of what it is compared with.  The method is in
 * novelty.h.
 */
#include "runrate.h"

#include <math.h>

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "stats/anomaly.h"
#include "stats/novelty.h"
#include "stats/window_row.h"

/* What the functions keep for a partition, zeroed when the partition starts */
typedef struct RarityState
{
	bool		started;
	PastValues	values;
	PastValues	scores;			/* novelties of rows, or what the user scores */
} RarityState;

/* What anomaly_alarm() keeps, likewise */
typedef struct AlarmState
{
	bool		has_alarm;
	int64		rows_since;		/* the last alarm */
} AlarmState;

/* The state of the partition; lookback is that of its first row */
static inline RarityState *
partition_state(WindowObject winobj)
{
	RarityState *state = WinGetPartitionLocalMemory(winobj, sizeof(RarityState));

	if (unlikely(!state->started))
	{
		int64		lookback = DatumGetInt64(window_required(winobj, 1, "lookback"));

		rr_check_lookback(lookback, 1);
		rr_past_init(&state->values, lookback, GetMemoryChunkContext(state));
		rr_past_init(&state->scores, lookback, GetMemoryChunkContext(state));
		state->started = true;
	}
	return state;
}

/* A value that can be compared, or NaN: an infinite one is as good as none */
static inline float8
finite_value(WindowObject winobj)
{
	float8		value = window_value(winobj);

	return isfinite(value) ? value : NAN;
}

static inline Datum
number_or_null(FunctionCallInfo fcinfo, float8 value)
{
	if (isnan(value))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(value);
}

PG_FUNCTION_INFO_V1(rr_novelty);
/*
 * novelty(x, lookback bigint): distance to the nearest of the values in the
 * lookback rows before, times their number, up to 1,000
 *
 * lookback is read in the first row of the partition.  NULL if x is NULL or
 * infinite, or if none of these rows has a value.
 */
Datum
rr_novelty(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	RarityState *state = partition_state(winobj);

	return number_or_null(fcinfo, take_novelty(&state->values, finite_value(winobj)));
}

PG_FUNCTION_INFO_V1(rr_rank_probability);
/*
 * rank_probability(score, lookback bigint): (1 + scores of the lookback rows
 * before that are at least as high) / (1 + scores of these rows)
 *
 * lookback is read in the first row of the partition.  NULL if the score is
 * NULL or infinite; 1 if there is no score before.
 */
Datum
rr_rank_probability(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	RarityState *state = partition_state(winobj);

	return number_or_null(fcinfo, take_rank_probability(&state->scores, finite_value(winobj)));
}

PG_FUNCTION_INFO_V1(rr_anomaly_probability);
/*
 * anomaly_probability(x, lookback bigint): rank_probability() of novelty()
 *
 * lookback is that of both, and read in the first row of the partition.  NULL
 * if x has no novelty.
 */
Datum
rr_anomaly_probability(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	RarityState *state = partition_state(winobj);
	float8		novelty = take_novelty(&state->values, finite_value(winobj));

	return number_or_null(fcinfo, take_rank_probability(&state->scores, novelty));
}

PG_FUNCTION_INFO_V1(rr_anomaly_evidence);
/*
 * anomaly_evidence(x, lookback bigint) returns bigint: number of novelties that
 * anomaly_probability() compares the current row's with
 *
 * 0 in the first rows.  The row's own x makes no difference.
 */
Datum
rr_anomaly_evidence(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	RarityState *state = partition_state(winobj);
	float8		value = finite_value(winobj);
	int64		evidence = state->scores.order.count;
	bool		has_novelty = !isnan(value) && state->values.order.count > 0;

	/* whether there is a novelty counts here, not how large it is */
	rr_past_push(&state->values, isnan(value) ? NAN : 0);
	rr_past_push(&state->scores, has_novelty ? 0 : NAN);
	PG_RETURN_INT64(evidence);
}

/* A limit of probabilities */
static void
check_alarm_limit(float8 limit)
{
	if (!(limit > 0 && limit < 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("alarm_limit must be between 0 and 1"),
				 errhint("A limit of 0.01 is reached by one ordinary row in a hundred.")));
}

PG_FUNCTION_INFO_V1(rr_anomaly_alarm);
/*
 * anomaly_alarm(probability, alarm_limit, quiet bigint) returns boolean: is the
 * probability up to the limit, and was there no alarm in the quiet rows before?
 *
 * NULL for a probability that is NULL, which counts as a row.
 */
Datum
rr_anomaly_alarm(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	AlarmState *state = WinGetPartitionLocalMemory(winobj, sizeof(AlarmState));
	float8		probability = window_value(winobj);
	float8		limit = DatumGetFloat8(window_required(winobj, 1, "alarm_limit"));
	int64		quiet = DatumGetInt64(window_required(winobj, 2, "quiet"));
	bool		alarm;

	check_alarm_limit(limit);
	if (quiet < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("quiet must not be negative")));
	state->rows_since++;
	alarm = probability <= limit && (!state->has_alarm || state->rows_since > quiet);
	if (alarm)
	{
		state->has_alarm = true;
		state->rows_since = 0;
	}
	if (isnan(probability))
		PG_RETURN_NULL();
	PG_RETURN_BOOL(alarm);
}

PG_FUNCTION_INFO_V1(rr_anomaly_status);
/*
 * anomaly_status(probability, evidence bigint, alarm_limit) returns text
 *
 * no_data without a probability, else odd up to the limit, else
 * not_enough_data if no probability could be as low as the limit, since it is
 * at least 1 / (evidence + 1), else normal.  NULL without evidence or limit.
 */
Datum
rr_anomaly_status(PG_FUNCTION_ARGS)
{
	float8		limit;
	int64		evidence;
	const char *status = "normal";

	if (PG_ARGISNULL(1) || PG_ARGISNULL(2))
		PG_RETURN_NULL();
	evidence = PG_GETARG_INT64(1);
	limit = PG_GETARG_FLOAT8(2);
	check_alarm_limit(limit);
	if (evidence < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("evidence must not be negative")));
	if (PG_ARGISNULL(0))
		status = "no_data";
	else if (PG_GETARG_FLOAT8(0) <= limit)
		status = "odd";
	else if (1 / (1 + (float8) evidence) > limit)
		status = "not_enough_data";
	PG_RETURN_TEXT_P(cstring_to_text(status));
}
