/*
 * series.c
 *	  What the aggregates over a series have in common: they collect its rows,
 *	  sort them only if they have not come in order, and return points.
 */
#include "runrate.h"

#include <math.h>

#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "stats/anomaly.h"
#include "stats/exact_float.h"
#include "stats/series.h"

#define FIRST_CAPACITY	64
#define DEFAULT_MIN_N	8

/* ---- Collecting ---- */

static inline int
compare_rows(const SeriesRow *a, const SeriesRow *b)
{
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (isnan(a->value) || isnan(b->value))
		return (int) isnan(a->value) - (int) isnan(b->value);
	return a->value < b->value ? -1 : a->value > b->value;
}

#define ST_SORT sort_rows
#define ST_ELEMENT_TYPE SeriesRow
#define ST_COMPARE(a, b) compare_rows(a, b)
#define ST_SCOPE static
#define ST_CHECK_FOR_INTERRUPTS
#define ST_DEFINE
#include "lib/sort_template.h"

static void
reserve(SeriesState *state, int64 n)
{
	int64		capacity = Max(state->capacity, FIRST_CAPACITY);

	if (n <= state->capacity)
		return;
	while (capacity < n)
		capacity *= 2;
	if (state->rows == NULL)
		state->rows = MemoryContextAllocHuge(GetMemoryChunkContext(state), capacity * sizeof(SeriesRow));
	else
		state->rows = repalloc_huge(state->rows, capacity * sizeof(SeriesRow));
	state->capacity = capacity;
}

static inline void
append(SeriesState *state, TimestampTz at, float8 value)
{
	SeriesRow  *row;

	if (unlikely(state->nrows == state->capacity))
		reserve(state, state->nrows + 1);
	row = &state->rows[state->nrows];
	row->at = at;
	row->value = value;
	if (state->nrows++ == 0)
		state->in_order = true;
	else
		state->in_order &= compare_rows(row - 1, row) <= 0;
}

/* Put the rows in order, which makes no difference to what they are */
void
rr_series_sort(SeriesState *state)
{
	if (state->in_order || state->nrows == 0)
		return;
	sort_rows(state->rows, state->nrows);
	state->in_order = true;
}

static void
report_difference(const char *argument)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("%s must be the same in every row of the series", argument)));
}

/* Take lookback and min_n, which have to be the same in all rows */
static inline void
note_arguments(SeriesState *state, int64 lookback, int64 min_n)
{
	if (unlikely(!state->has_lookback))
	{
		rr_check_lookback(lookback, min_n);
		state->lookback = lookback;
		state->min_n = min_n;
		state->has_lookback = true;
	}
	if (unlikely(lookback != state->lookback))
		report_difference("lookback");
	if (unlikely(min_n != state->min_n))
		report_difference("min_n");
}

static inline int64
required_int64(FunctionCallInfo fcinfo, int argno, const char *name)
{
	if (PG_ARGISNULL(argno))
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name)));
	return PG_GETARG_INT64(argno);
}

/*
 * Take a row of the input
 *
 * A row without a time is left out; one without x counts as a row of the
 * lookback, as in the window functions.
 */
static inline Datum
accumulate(FunctionCallInfo fcinfo, AggStateTag tag, int64 min_n)
{
	SeriesState *state = rr_transition_state(fcinfo, tag, sizeof(SeriesState));
	float8		value = NAN;

	note_arguments(state, required_int64(fcinfo, 3, "lookback"), min_n);
	if (PG_ARGISNULL(1))
		PG_RETURN_POINTER(state);
	if (!PG_ARGISNULL(2))
	{
		value = PG_GETARG_FLOAT8(2);
		if (unlikely(isnan(value)))
			rr_refuse_nan();
	}
	append(state, PG_GETARG_TIMESTAMPTZ(1), value);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_series_anomalies_accum);
/*
 * Transition function: state, at timestamptz, x double precision, lookback
 * bigint and optionally min_n bigint
 */
Datum
rr_series_anomalies_accum(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, SERIES_ANOMALIES_STATE,
					  PG_NARGS() > 4 ? required_int64(fcinfo, 4, "min_n") : DEFAULT_MIN_N);
}

PG_FUNCTION_INFO_V1(rr_series_probabilities_accum);
/* Transition function: state, at timestamptz, x double precision, lookback bigint */
Datum
rr_series_probabilities_accum(PG_FUNCTION_ARGS)
{
	return accumulate(fcinfo, SERIES_PROBABILITIES_STATE, 1);
}

/* Combine function: adds the rows of the second state, which may be NULL */
static Datum
combine_series(FunctionCallInfo fcinfo, AggStateTag tag)
{
	SeriesState *state = rr_transition_state(fcinfo, tag, sizeof(SeriesState));
	SeriesState *other = rr_agg_state_arg(fcinfo, 1, tag);
	int64		i;

	if (other == NULL || !other->has_lookback)
		PG_RETURN_POINTER(state);
	note_arguments(state, other->lookback, other->min_n);
	reserve(state, state->nrows + other->nrows);
	for (i = 0; i < other->nrows; i++)
		append(state, other->rows[i].at, other->rows[i].value);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_series_anomalies_combine);
/* Combine function of series_anomalies() */
Datum
rr_series_anomalies_combine(PG_FUNCTION_ARGS)
{
	return combine_series(fcinfo, SERIES_ANOMALIES_STATE);
}

PG_FUNCTION_INFO_V1(rr_series_probabilities_combine);
/* Combine function of series_probabilities() */
Datum
rr_series_probabilities_combine(PG_FUNCTION_ARGS)
{
	return combine_series(fcinfo, SERIES_PROBABILITIES_STATE);
}

/* Serialization function: lookback, min_n, number of rows, then the rows */
static Datum
serialize_series(FunctionCallInfo fcinfo, AggStateTag tag)
{
	SeriesState *state = rr_agg_state_arg(fcinfo, 0, tag);
	StringInfoData buf;
	int64		i;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, state->has_lookback);
	pq_sendint64(&buf, state->lookback);
	pq_sendint64(&buf, state->min_n);
	pq_sendint64(&buf, state->nrows);
	for (i = 0; i < state->nrows; i++)
	{
		pq_sendint64(&buf, state->rows[i].at);
		pq_sendfloat8(&buf, state->rows[i].value);
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(rr_series_anomalies_serialize);
/* Serialization function of series_anomalies() */
Datum
rr_series_anomalies_serialize(PG_FUNCTION_ARGS)
{
	return serialize_series(fcinfo, SERIES_ANOMALIES_STATE);
}

PG_FUNCTION_INFO_V1(rr_series_probabilities_serialize);
/* Serialization function of series_probabilities() */
Datum
rr_series_probabilities_serialize(PG_FUNCTION_ARGS)
{
	return serialize_series(fcinfo, SERIES_PROBABILITIES_STATE);
}

/* Deserialization function */
static Datum
deserialize_series(FunctionCallInfo fcinfo, AggStateTag tag)
{
	StringInfoData buf;
	SeriesState *state = rr_open_agg_state(fcinfo, tag, sizeof(SeriesState), &buf);
	int64		n;

	state->has_lookback = pq_getmsgbyte(&buf) != 0;
	state->lookback = pq_getmsgint64(&buf);
	state->min_n = pq_getmsgint64(&buf);
	if (state->has_lookback)
		rr_check_lookback(state->lookback, state->min_n);
	n = pq_getmsgint64(&buf);
	if (n < 0 || n > (buf.len - buf.cursor) / (int64) sizeof(SeriesRow))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid number of rows in aggregate state")));
	for (reserve(state, n); n > 0; n--)
	{
		TimestampTz at = pq_getmsgint64(&buf);

		append(state, at, pq_getmsgfloat8(&buf));
	}
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_series_anomalies_deserialize);
/* Deserialization function of series_anomalies() */
Datum
rr_series_anomalies_deserialize(PG_FUNCTION_ARGS)
{
	return deserialize_series(fcinfo, SERIES_ANOMALIES_STATE);
}

PG_FUNCTION_INFO_V1(rr_series_probabilities_deserialize);
/* Deserialization function of series_probabilities() */
Datum
rr_series_probabilities_deserialize(PG_FUNCTION_ARGS)
{
	return deserialize_series(fcinfo, SERIES_PROBABILITIES_STATE);
}

/* ---- Writing points ---- */

/* The row of which the first fields are not NULL, made when it is first needed */
HeapTuple
rr_point_kind(PointWriter *writer, int nfields)
{
	Datum		values[POINT_FIELDS] = {0};
	bool		isnull[POINT_FIELDS];

	for (int i = 0; i < POINT_FIELDS; i++)
		isnull[i] = i >= nfields;
	writer->kinds[nfields] = heap_form_tuple(writer->row, values, isnull);
	return writer->kinds[nfields];
}

/* Begin an array of the elements of the result of the function */
void
rr_begin_points(PointWriter *writer, FunctionCallInfo fcinfo, int64 max_points)
{
	Oid			array_type;
	Oid			point_type;
	int64		size;

	get_call_result_type(fcinfo, &array_type, NULL);
	point_type = get_element_type(array_type);
	memset(writer, 0, sizeof(PointWriter));
	writer->row = lookup_rowtype_tupdesc_copy(point_type, -1);
	if (writer->row->natts != POINT_FIELDS)
		elog(ERROR, "points of a series must have %d fields", POINT_FIELDS);

	size = ARR_OVERHEAD_NONULLS(1) + max_points * (MAXALIGN(SizeofHeapTupleHeader + 1) + POINT_FIELDS * sizeof(float8));
	if (!AllocSizeIsValid(size))
		ereport(ERROR,
				(errcode(ERRCODE_PROGRAM_LIMIT_EXCEEDED),
				 errmsg("a series of %lld rows has too many points for one array", (long long) max_points),
				 errhint("Group by month as well, or use the window function anomaly_score.")));
	writer->array = palloc(size);
	writer->array->ndim = 1;
	writer->array->dataoffset = 0;
	writer->array->elemtype = point_type;
	*ARR_LBOUND(writer->array) = 1;
	writer->end = (char *) writer->array + ARR_OVERHEAD_NONULLS(1);
}

/* The finished array */
ArrayType  *
rr_end_points(PointWriter *writer)
{
	if (writer->npoints == 0)
		return construct_empty_array(writer->array->elemtype);
	*ARR_DIMS(writer->array) = writer->npoints;
	SET_VARSIZE(writer->array, writer->end - (char *) writer->array);
	return writer->array;
}
