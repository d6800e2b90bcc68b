/*
 * baseline.c
 *	  Aggregate baseline(x): what is normal, as number of values, mean and
 *	  standard deviation, median and deviations from it.
 *
 * A group only collects its values and sorts them at the end.  A window frame
 * that moves keeps them sorted from the start.
 */
#include "runrate.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "common/agg_state.h"
#include "stats/anomaly.h"
#include "stats/exact_float.h"
#include "stats/order_statistics.h"

#define BASELINE_FIELDS	6
#define FIRST_CAPACITY	16

typedef struct BaselineState
{
	AggStateTag tag;
	OrderStatistics order;		/* the values but for the pending ones */
	ExactVariance sums;			/* of the values in order */
	float8	   *pending;		/* values that are not in order yet */
	int64		npending;
	int64		capacity;
} BaselineState;

/* The state of a transition function, made in its first call */
static inline BaselineState *
baseline_state(FunctionCallInfo fcinfo)
{
	BaselineState *state = rr_transition_state(fcinfo, BASELINE_STATE, sizeof(BaselineState));

	if (unlikely(state->order.context == NULL))
	{
		MemoryContext context = GetMemoryChunkContext(state);

		rr_order_init(&state->order, context);
		rr_exact_variance_init(&state->sums, false, context);
	}
	return state;
}

static inline float8
number_arg(FunctionCallInfo fcinfo, int argno)
{
	float8		value = PG_GETARG_FLOAT8(argno);

	if (unlikely(isnan(value)))
		rr_refuse_nan();
	return value;
}

static void
reserve(BaselineState *state, int64 n)
{
	int64		capacity = Max(state->capacity, FIRST_CAPACITY);

	if (n <= state->capacity)
		return;
	while (capacity < n)
		capacity *= 2;
	if (state->pending == NULL)
		state->pending = MemoryContextAllocHuge(state->order.context, capacity * sizeof(float8));
	else
		state->pending = repalloc_huge(state->pending, capacity * sizeof(float8));
	state->capacity = capacity;
}

static inline void
append(BaselineState *state, float8 value)
{
	if (unlikely(state->npending == state->capacity))
		reserve(state, state->npending + 1);
	state->pending[state->npending++] = value;
}

/* Put the pending values in order */
static void
settle(BaselineState *state)
{
	int64		i;

	for (i = 0; i < state->npending; i++)
	{
		CHECK_FOR_INTERRUPTS();
		rr_exact_variance_add(&state->sums, state->pending[i], false);
	}
	rr_order_insert_many(&state->order, state->pending, state->npending);
	state->npending = 0;
}

PG_FUNCTION_INFO_V1(rr_baseline_accum);
/* Transition function of a group: state, x; NULL is left out, NaN is an error */
Datum
rr_baseline_accum(PG_FUNCTION_ARGS)
{
	BaselineState *state = baseline_state(fcinfo);

	if (!PG_ARGISNULL(1))
		append(state, number_arg(fcinfo, 1));
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_baseline_moving);
/* Transition function of a moving frame: state, x */
Datum
rr_baseline_moving(PG_FUNCTION_ARGS)
{
	BaselineState *state = baseline_state(fcinfo);

	if (!PG_ARGISNULL(1))
	{
		float8		value = number_arg(fcinfo, 1);

		rr_exact_variance_add(&state->sums, value, false);
		rr_order_insert(&state->order, value);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_baseline_moving_inv);
/* Inverse transition function of a moving frame: state, x */
Datum
rr_baseline_moving_inv(PG_FUNCTION_ARGS)
{
	BaselineState *state = baseline_state(fcinfo);

	if (!PG_ARGISNULL(1))
	{
		float8		value = number_arg(fcinfo, 1);

		/* a value that is not there has not come from this aggregate: restart */
		if (!rr_order_remove(&state->order, value))
			PG_RETURN_NULL();
		rr_exact_variance_add(&state->sums, value, true);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_baseline_combine);
/* Combine function: adds the values of the second state, which may be NULL */
Datum
rr_baseline_combine(PG_FUNCTION_ARGS)
{
	BaselineState *state = baseline_state(fcinfo);
	BaselineState *other = rr_agg_state_arg(fcinfo, 1, BASELINE_STATE);
	int64		i;

	if (other == NULL)
		PG_RETURN_POINTER(state);
	reserve(state, state->npending + other->npending + other->order.count);
	for (i = 0; i < other->npending; i++)
		append(state, other->pending[i]);
	for (i = 0; i < other->order.count; i++)
		append(state, rr_order_kth(&other->order, i));
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_baseline_serialize);
/* Serialization function: the number of values, then the values */
Datum
rr_baseline_serialize(PG_FUNCTION_ARGS)
{
	BaselineState *state = rr_agg_state_arg(fcinfo, 0, BASELINE_STATE);
	StringInfoData buf;
	int64		i;

	pq_begintypsend(&buf);
	pq_sendint64(&buf, state->npending + state->order.count);
	for (i = 0; i < state->npending; i++)
		pq_sendfloat8(&buf, state->pending[i]);
	for (i = 0; i < state->order.count; i++)
		pq_sendfloat8(&buf, rr_order_kth(&state->order, i));
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(rr_baseline_deserialize);
/* Deserialization function */
Datum
rr_baseline_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	BaselineState *state = rr_open_agg_state(fcinfo, BASELINE_STATE, sizeof(BaselineState), &buf);
	int64		n = pq_getmsgint64(&buf);

	rr_order_init(&state->order, CurrentMemoryContext);
	rr_exact_variance_init(&state->sums, false, CurrentMemoryContext);
	if (n < 0 || n > (buf.len - buf.cursor) / (int64) sizeof(float8))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid number of values in aggregate state")));
	for (reserve(state, n); n > 0; n--)
	{
		float8		value = pq_getmsgfloat8(&buf);

		if (isnan(value))
			rr_refuse_nan();
		append(state, value);
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

/* The row type that a function returns; looked up in its first call */
static TupleDesc
result_row(FunctionCallInfo fcinfo)
{
	MemoryContext old;
	TupleDesc	row;

	if (fcinfo->flinfo->fn_extra != NULL)
		return fcinfo->flinfo->fn_extra;
	old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	fcinfo->flinfo->fn_extra = BlessTupleDesc(row);
	MemoryContextSwitchTo(old);
	return fcinfo->flinfo->fn_extra;
}

/* A field that is NULL unless the number is finite */
static inline void
set_field(Datum *value, bool *isnull, float8 number)
{
	*isnull = !isfinite(number);
	*value = Float8GetDatum(number);
}

PG_FUNCTION_INFO_V1(rr_baseline_final);
/*
 * Final function: cost_baseline, NULL if there is no value; every field but n
 * is NULL where it has no finite value
 */
Datum
rr_baseline_final(PG_FUNCTION_ARGS)
{
	BaselineState *state = rr_agg_state_arg(fcinfo, 0, BASELINE_STATE);
	Datum		values[BASELINE_FIELDS];
	bool		isnull[BASELINE_FIELDS] = {false, true, true, true, true, true};
	float8		median;
	float8		number;

	if (state == NULL)
		PG_RETURN_NULL();
	settle(state);
	if (state->order.count == 0)
		PG_RETURN_NULL();

	memset(values, 0, sizeof(values));
	values[0] = Int64GetDatum(state->order.count);
	if (rr_exact_mean(&state->sums, &number))
		set_field(&values[1], &isnull[1], number);
	if (rr_exact_stddev(&state->sums, &number))
		set_field(&values[2], &isnull[2], number);
	median = rr_order_median(&state->order);
	set_field(&values[3], &isnull[3], median);
	if (isfinite(median))
	{
		set_field(&values[4], &isnull[4], rr_order_deviation(&state->order, median));
		set_field(&values[5], &isnull[5], rr_order_mean_deviation(&state->order, median));
	}
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(result_row(fcinfo), values, isnull)));
}

/* ---- Scores against a baseline ---- */

/* What is kept between calls: the row type that was seen last */
typedef struct BaselineReader
{
	Oid			type;
	int32		typmod;
	TupleDesc	row;
} BaselineReader;

/* Read the fields of a cost_baseline; one that is NULL is NaN */
static void
read_baseline(FunctionCallInfo fcinfo, int argno, float8 *fields)
{
	HeapTupleHeader header = PG_GETARG_HEAPTUPLEHEADER(argno);
	BaselineReader *reader = fcinfo->flinfo->fn_extra;
	HeapTupleData tuple;
	Datum		values[BASELINE_FIELDS];
	bool		isnull[BASELINE_FIELDS];
	int			i;

	if (reader == NULL)
		reader = fcinfo->flinfo->fn_extra =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(BaselineReader));
	if (reader->type != HeapTupleHeaderGetTypeId(header) ||
		reader->typmod != HeapTupleHeaderGetTypMod(header))
	{
		MemoryContext old = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		reader->type = InvalidOid;
		reader->row = lookup_rowtype_tupdesc_copy(HeapTupleHeaderGetTypeId(header),
												  HeapTupleHeaderGetTypMod(header));
		MemoryContextSwitchTo(old);
		if (reader->row->natts != BASELINE_FIELDS)
			elog(ERROR, "cost_baseline must have %d fields", BASELINE_FIELDS);
		reader->type = HeapTupleHeaderGetTypeId(header);
		reader->typmod = HeapTupleHeaderGetTypMod(header);
	}

	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = header;
	heap_deform_tuple(&tuple, reader->row, values, isnull);
	for (i = 1; i < BASELINE_FIELDS; i++)
		fields[i] = isnull[i] ? NAN : DatumGetFloat8(values[i]);
}

PG_FUNCTION_INFO_V1(rr_robust_score);
/* robust_score(x, baseline): see robust_score() in anomaly.h; NULL without a spread */
Datum
rr_robust_score(PG_FUNCTION_ARGS)
{
	float8		value = number_arg(fcinfo, 0);
	float8		fields[BASELINE_FIELDS];
	RobustNorm	norm;
	float8		score;

	read_baseline(fcinfo, 1, fields);
	norm.median = fields[3];
	norm.deviation = fields[4];
	norm.mean_deviation = fields[5];
	if (!robust_score(value, &norm, &score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score);
}

PG_FUNCTION_INFO_V1(rr_z_score);
/* z_score(x, baseline): (x - mean) / stddev; NULL unless stddev is above 0 */
Datum
rr_z_score(PG_FUNCTION_ARGS)
{
	float8		value = number_arg(fcinfo, 0);
	float8		fields[BASELINE_FIELDS];
	float8		score;

	read_baseline(fcinfo, 1, fields);
	score = (value - fields[1]) / fields[2];
	if (!(fields[2] > 0) || !isfinite(score))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(score);
}

PG_FUNCTION_INFO_V1(rr_cost_multiple);
/* cost_multiple(x, baseline): x / mean; NULL unless the mean is above 0 */
Datum
rr_cost_multiple(PG_FUNCTION_ARGS)
{
	float8		value = number_arg(fcinfo, 0);
	float8		fields[BASELINE_FIELDS];
	float8		multiple;

	read_baseline(fcinfo, 1, fields);
	multiple = value / fields[1];
	if (!(fields[1] > 0) || !isfinite(multiple))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(multiple);
}
