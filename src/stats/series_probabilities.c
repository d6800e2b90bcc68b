/*
 * series_probabilities.c
 *	  Aggregate series_probabilities(at, x, lookback): anomaly_probability() for
 *	  a whole series at once, with its evidence, as an array of points.
 */
#include "runrate.h"

#include <math.h>

#include "miscadmin.h"

#include "stats/novelty.h"
#include "stats/series.h"

/* The points have time, value and evidence, and from here on what may be unknown */
#define NOVELTY_FIELD	3

PG_FUNCTION_INFO_V1(rr_series_probabilities_final);
/* Final function: the points in order of time; NULL if there was no row */
Datum
rr_series_probabilities_final(PG_FUNCTION_ARGS)
{
	SeriesState *state = rr_agg_state_arg(fcinfo, 0, SERIES_PROBABILITIES_STATE);
	PointWriter writer;
	PastValues	values;
	PastValues	scores;

	if (state == NULL)
		PG_RETURN_NULL();
	rr_series_sort(state);
	rr_begin_points(&writer, fcinfo, state->nrows);
	rr_past_init(&values, state->lookback, CurrentMemoryContext);
	rr_past_init(&scores, state->lookback, CurrentMemoryContext);
	for (int64 i = 0; i < state->nrows; i++)
	{
		const SeriesRow *row = &state->rows[i];
		int64		evidence = scores.order.count;
		float8		novelty = take_novelty(&values, isfinite(row->value) ? row->value : NAN);
		float8		probability = take_rank_probability(&scores, novelty);
		Datum		fields[POINT_FIELDS] = {
			TimestampTzGetDatum(row->at), Float8GetDatum(row->value), Int64GetDatum(evidence),
			Float8GetDatum(novelty), Float8GetDatum(probability)
		};

		CHECK_FOR_INTERRUPTS();
		if (!isnan(row->value))
			write_point(&writer, fields, isnan(novelty) ? NOVELTY_FIELD : POINT_FIELDS);
	}
	PG_RETURN_ARRAYTYPE_P(rr_end_points(&writer));
}
