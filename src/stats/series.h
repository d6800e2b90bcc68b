/*
 * series.h
 *	  The series that aggregates over one collect, and the points that they
 *	  return.
 */
#ifndef RUNRATE_SERIES_H
#define RUNRATE_SERIES_H

#include "runrate.h"

#include "access/htup_details.h"
#include "access/tupdesc.h"
#include "utils/array.h"
#include "utils/timestamp.h"

#include "common/agg_state.h"

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

extern void rr_series_sort(SeriesState *state);

/* Time, value, and what is said of it: all of them take eight bytes */
#define POINT_FIELDS	5

/*
 * The array of points under construction
 *
 * Points that have a value in the same fields differ in nothing but the
 * values, so a point is made by copying a row of its kind and putting the
 * values in.  There is a kind for each number of fields that are not NULL,
 * which are the first ones.
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

extern void rr_begin_points(PointWriter *writer, FunctionCallInfo fcinfo, int64 max_points);
extern HeapTuple rr_point_kind(PointWriter *writer, int nfields);
extern ArrayType *rr_end_points(PointWriter *writer);

/* Append a point whose first nfields fields are these */
static inline void
write_point(PointWriter *writer, const Datum fields[POINT_FIELDS], int nfields)
{
	HeapTuple	kind = writer->kinds[nfields];

	if (unlikely(kind == NULL))
		kind = rr_point_kind(writer, nfields);
	memcpy(writer->end, kind->t_data, kind->t_data->t_hoff);
	memcpy(writer->end + kind->t_data->t_hoff, fields, nfields * sizeof(Datum));
	writer->end += MAXALIGN(kind->t_len);
	writer->npoints++;
}

#endif							/* RUNRATE_SERIES_H */
