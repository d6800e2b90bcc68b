/*
 * series_anomalies.c
 *	  Aggregate series_anomalies(at, x, lookback, min_n): the scores of
 *	  anomaly_score() for a whole series at once, as an array of points.
 *
 * In a query with window functions four fifths of the time go into sorting and
 * passing rows along.  The aggregate collects the series of each group, sorts
 * it only if the rows have not come in order, and writes the points.
 *
 * The window slides by rank_bitset.h over stretches of the series a few
 * times longer than the lookback, so that what is worked on stays small
 * however long the series is.  Where the ranks have to move far from row to
 * row, and where a lookback or a series is not worth ranking,
 * order_statistics.h takes over, for the rest of the series.
 */
#include "runrate.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "common/agg_state.h"
#include "stats/anomaly.h"
#include "stats/order_statistics.h"
#include "stats/rank_bitset.h"

#define FIRST_CAPACITY	64
#define DEFAULT_MIN_N	8

/* A stretch is so many lookbacks long, and has at least so many rows */
#define STRETCH			4
#define MIN_STRETCH		8192

/* Ranking pays between these */
#define MIN_RANKED_ROWS		512
#define MAX_RANKED_LOOKBACK	(1 << 18)

/* Ranks may move by so many steps a row on average, and by so many at once */
#define STEPS_PER_ROW	16
#define FREE_STEPS		4096

#define POINT_FIELDS	5
#define MEDIAN_FIELD	2

/* One row of the input; value is NaN for NULL */
typedef struct SeriesRow
{
	TimestampTz at;
	float8		value;
} SeriesRow;

typedef struct SeriesState
{
	AggStateTag tag;
	bool		has_lookback;
	bool		in_order;		/* by time, then value, NULL last */
	int64		lookback;
	int64		min_n;
	int64		nrows;
	int64		capacity;
	SeriesRow  *rows;
} SeriesState;

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

PG_FUNCTION_INFO_V1(rr_series_accum);
/*
 * Transition function: state, at timestamptz, x double precision, lookback
 * bigint and optionally min_n bigint
 *
 * A row without a time is left out; one without x counts as a row of the
 * lookback, as in anomaly_score().
 */
Datum
rr_series_accum(PG_FUNCTION_ARGS)
{
	SeriesState *state = rr_transition_state(fcinfo, SERIES_STATE, sizeof(SeriesState));
	float8		value = NAN;

	note_arguments(state, required_int64(fcinfo, 3, "lookback"),
				   PG_NARGS() > 4 ? required_int64(fcinfo, 4, "min_n") : DEFAULT_MIN_N);
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

PG_FUNCTION_INFO_V1(rr_series_combine);
/* Combine function: adds the rows of the second state, which may be NULL */
Datum
rr_series_combine(PG_FUNCTION_ARGS)
{
	SeriesState *state = rr_transition_state(fcinfo, SERIES_STATE, sizeof(SeriesState));
	SeriesState *other = rr_agg_state_arg(fcinfo, 1, SERIES_STATE);
	int64		i;

	if (other == NULL || !other->has_lookback)
		PG_RETURN_POINTER(state);
	note_arguments(state, other->lookback, other->min_n);
	reserve(state, state->nrows + other->nrows);
	for (i = 0; i < other->nrows; i++)
		append(state, other->rows[i].at, other->rows[i].value);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_series_serialize);
/* Serialization function: lookback, min_n, number of rows, then the rows */
Datum
rr_series_serialize(PG_FUNCTION_ARGS)
{
	SeriesState *state = rr_agg_state_arg(fcinfo, 0, SERIES_STATE);
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

PG_FUNCTION_INFO_V1(rr_series_deserialize);
/* Deserialization function */
Datum
rr_series_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	SeriesState *state = rr_open_agg_state(fcinfo, SERIES_STATE, sizeof(SeriesState), &buf);
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

/* ---- Writing points ---- */

/*
 * The array under construction
 *
 * Points that have a value in the same fields differ in nothing but the
 * values, which all take eight bytes, so a point is made by copying a row of
 * its kind and putting the values in.  There is a kind for each number of
 * fields from the third one on that are not NULL: no baseline, no deviation,
 * no score, none missing.
 */
typedef struct PointWriter
{
	TupleDesc	row;
	HeapTuple	kinds[POINT_FIELDS + 1];	/* by number of fields that are
											 * not NULL */
	ArrayType  *array;
	char	   *end;
	int			npoints;
} PointWriter;

/* A row whose first fields are not NULL */
static HeapTuple
make_kind(TupleDesc row, int nfields)
{
	Datum		values[POINT_FIELDS];
	bool		isnull[POINT_FIELDS];
	int			i;

	for (i = 0; i < POINT_FIELDS; i++)
	{
		values[i] = Float8GetDatum(0);
		isnull[i] = i >= nfields;
	}
	return heap_form_tuple(row, values, isnull);
}

static void
begin_points(PointWriter *writer, FunctionCallInfo fcinfo, int64 max_points)
{
	Oid			array_type;
	Oid			point_type;
	int64		size;

	get_call_result_type(fcinfo, &array_type, NULL);
	point_type = get_element_type(array_type);
	memset(writer, 0, sizeof(PointWriter));
	writer->row = lookup_rowtype_tupdesc_copy(point_type, -1);
	if (writer->row->natts != POINT_FIELDS)
		elog(ERROR, "scored_point must have %d fields", POINT_FIELDS);

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

/* Append a point whose first nfields fields have these values */
static inline void
write_point(PointWriter *writer, TimestampTz at, float8 value, const RobustNorm *norm,
			float8 score, int nfields)
{
	HeapTuple	kind = writer->kinds[nfields];
	float8		fields[POINT_FIELDS - 1];

	if (unlikely(kind == NULL))
		kind = writer->kinds[nfields] = make_kind(writer->row, nfields);
	memcpy(writer->end, kind->t_data, kind->t_data->t_hoff);
	fields[0] = value;
	fields[1] = norm->median;
	fields[2] = norm->deviation;
	fields[3] = score;
	memcpy(writer->end + kind->t_data->t_hoff, &at, sizeof(at));
	memcpy(writer->end + kind->t_data->t_hoff + sizeof(at), fields, (nfields - 1) * sizeof(float8));
	writer->end += MAXALIGN(kind->t_len);
	writer->npoints++;
}

static ArrayType *
end_points(PointWriter *writer)
{
	if (writer->npoints == 0)
		return construct_empty_array(writer->array->elemtype);
	*ARR_DIMS(writer->array) = writer->npoints;
	SET_VARSIZE(writer->array, writer->end - (char *) writer->array);
	return writer->array;
}

/* Score a row, if it has a value, and write its point */
static inline void
score_row(PointWriter *writer, const SeriesRow *row, bool has_norm, const RobustNorm *norm)
{
	float8		score = 0;
	int			nfields = MEDIAN_FIELD;

	if (has_norm && isfinite(norm->median))
	{
		nfields++;
		if (isfinite(norm->deviation))
		{
			nfields++;
			nfields += robust_score(row->value, norm, &score);
		}
	}
	write_point(writer, row->at, row->value, norm, score, nfields);
}

/* ---- Sliding ---- */

/* What the rows in order_statistics.h give */
static inline void
order_norm(OrderStatistics *order, RobustNorm *norm)
{
	norm->median = rr_order_median(order);
	if (!isfinite(norm->median))
		return;
	norm->deviation = rr_order_deviation(order, norm->median);
	if (norm->deviation == 0)
		norm->mean_deviation = rr_order_mean_deviation(order, norm->median);
}

static inline void
rank_norm(RankBitset *ranks, RobustNorm *norm)
{
	norm->median = rr_rank_median(ranks);
	if (!isfinite(norm->median))
		return;
	norm->deviation = rr_rank_deviation(ranks, norm->median);
	if (norm->deviation == 0)
		norm->mean_deviation = rr_rank_mean_deviation(ranks, norm->median);
}

/* Score the rows from the given one to the end with sorted values */
static void
slide_order(const SeriesState *state, int64 row, PointWriter *writer)
{
	const SeriesRow *rows = state->rows;
	OrderStatistics order;
	RobustNorm	norm = {0, 0, 0};
	int64		i;

	rr_order_init(&order, CurrentMemoryContext);
	for (i = Max(row - state->lookback, 0); i < state->nrows; i++)
	{
		int64		oldest = i - state->lookback;
		bool		has_norm = order.count >= state->min_n;

		CHECK_FOR_INTERRUPTS();
		if (i >= row && !isnan(rows[i].value))
		{
			if (has_norm)
				order_norm(&order, &norm);
			score_row(writer, &rows[i], has_norm, &norm);
		}
		/* a value that leaves makes room for the one that enters */
		if (i >= row && oldest >= 0 && !isnan(rows[oldest].value))
			rr_order_remove(&order, rows[oldest].value);
		if (!isnan(rows[i].value))
			rr_order_insert(&order, rows[i].value);
	}
}

/*
 * Score a stretch of rows with ranks; returns the first row that is not done,
 * which is before the end if the ranks had too far to move
 */
static int64
slide_ranks(const SeriesState *state, RankBitset *ranks, float8 *values,
			int64 row, int64 end, PointWriter *writer)
{
	const SeriesRow *rows = state->rows;
	const int64 begin = Max(row - state->lookback, 0);
	RobustNorm	norm = {0, 0, 0};
	int64		i;

	for (i = begin; i < end; i++)
		values[i - begin] = rows[i].value;
	rr_rank_load(ranks, values, end - begin);
	for (i = begin; i < row; i++)
	{
		if (!isnan(rows[i].value))
			rr_rank_insert(ranks, i - begin);
	}

	for (; row < end; row++)
	{
		int64		oldest = row - state->lookback;
		bool		has_norm = ranks->count >= state->min_n;

		if (!isnan(rows[row].value))
		{
			if (has_norm)
				rank_norm(ranks, &norm);
			score_row(writer, &rows[row], has_norm, &norm);
		}
		if (oldest >= begin && !isnan(rows[oldest].value))
			rr_rank_remove(ranks, oldest - begin);
		if (!isnan(rows[row].value))
			rr_rank_insert(ranks, row - begin);
		if (unlikely(ranks->steps > (row - begin) * STEPS_PER_ROW + FREE_STEPS))
			return row + 1;
	}
	return row;
}

static void
slide(const SeriesState *state, PointWriter *writer)
{
	int64		stretch = Max(STRETCH * Min(state->lookback, MAX_RANKED_LOOKBACK), MIN_STRETCH);
	int64		row = 0;
	int64		end = 0;

	if (state->nrows >= MIN_RANKED_ROWS && state->lookback <= MAX_RANKED_LOOKBACK)
	{
		RankBitset	ranks;
		float8	   *values = palloc(Min(stretch + state->lookback, state->nrows) * sizeof(float8));

		rr_rank_init(&ranks, CurrentMemoryContext);
		while (row == end && end < state->nrows)
		{
			CHECK_FOR_INTERRUPTS();
			end = Min(row + stretch, state->nrows);
			row = slide_ranks(state, &ranks, values, row, end, writer);
		}
		rr_rank_free(&ranks);
		pfree(values);
	}
	if (row < state->nrows)
		slide_order(state, row, writer);
}

PG_FUNCTION_INFO_V1(rr_series_final);
/* Final function: the points in order of time; NULL if there was no row */
Datum
rr_series_final(PG_FUNCTION_ARGS)
{
	SeriesState *state = rr_agg_state_arg(fcinfo, 0, SERIES_STATE);
	PointWriter writer;

	if (state == NULL)
		PG_RETURN_NULL();
	if (!state->in_order && state->nrows > 0)
	{
		sort_rows(state->rows, state->nrows);
		state->in_order = true;
	}
	begin_points(&writer, fcinfo, state->nrows);
	slide(state, &writer);
	PG_RETURN_ARRAYTYPE_P(end_points(&writer));
}
