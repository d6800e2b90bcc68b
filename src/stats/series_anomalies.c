/*
 * series_anomalies.c
 *	  Aggregate series_anomalies(at, x, lookback, min_n): the scores of
 *	  anomaly_score() for a whole series at once, as an array of points.
 *
 * In a query with window functions four fifths of the time go into sorting and
 * passing rows along.  The aggregate collects the series of each group, and
 * writes the points.
 *
 * The window slides by rank_bitset.h over stretches of the series a few
 * times longer than the lookback, so that what is worked on stays small
 * however long the series is.  Where the ranks have to move far from row to
 * row, and where a lookback or a series is not worth ranking,
 * order_statistics.h takes over, for the rest of the series.
 */
#include "runrate.h"

#include <math.h>

#include "miscadmin.h"

#include "stats/anomaly.h"
#include "stats/order_statistics.h"
#include "stats/rank_bitset.h"
#include "stats/series.h"

/* A stretch is so many lookbacks long, and has at least so many rows */
#define STRETCH			8
#define MIN_STRETCH		2048

/* Ranking pays between these */
#define MIN_RANKED_ROWS		512
#define MIN_RANKED_LOOKBACK	160
#define MAX_RANKED_LOOKBACK	(1 << 18)

/* Ranks may move by so many steps a row on average, and by so many at once */
#define STEPS_PER_ROW	16
#define FREE_STEPS		4096

/* The points have time and value, and from here on what may be unknown */
#define MEDIAN_FIELD	2

/* Score a row, if it has a value, and write its point */
static inline void
score_row(PointWriter *writer, const SeriesRow *row, bool has_norm, const RobustNorm *norm)
{
	float8		score = 0;
	int			nfields = MEDIAN_FIELD;
	Datum		fields[POINT_FIELDS];

	if (has_norm && isfinite(norm->median))
	{
		nfields++;
		if (isfinite(norm->deviation))
		{
			nfields++;
			nfields += robust_score(row->value, norm, &score);
		}
	}
	fields[0] = TimestampTzGetDatum(row->at);
	fields[1] = Float8GetDatum(row->value);
	fields[2] = Float8GetDatum(norm->median);
	fields[3] = Float8GetDatum(norm->deviation);
	fields[4] = Float8GetDatum(score);
	write_point(writer, fields, nfields);
}

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

	if (state->nrows >= MIN_RANKED_ROWS &&
		state->lookback >= MIN_RANKED_LOOKBACK && state->lookback <= MAX_RANKED_LOOKBACK)
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

PG_FUNCTION_INFO_V1(rr_series_anomalies_final);
/* Final function: the points in order of time; NULL if there was no row */
Datum
rr_series_anomalies_final(PG_FUNCTION_ARGS)
{
	SeriesState *state = rr_agg_state_arg(fcinfo, 0, SERIES_ANOMALIES_STATE);
	PointWriter writer;

	if (state == NULL)
		PG_RETURN_NULL();
	rr_series_sort(state);
	rr_begin_points(&writer, fcinfo, state->nrows);
	slide(state, &writer);
	PG_RETURN_ARRAYTYPE_P(rr_end_points(&writer));
}
