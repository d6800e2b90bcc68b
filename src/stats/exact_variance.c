/*
 * exact_variance.c
 *	  Aggregate exact_stddev(x): the sample standard deviation without
 *	  rounding on the way, so that it can also slide.
 *
 * stddev_samp(double precision) cannot take a value out of its sums again and
 * starts anew for every frame; stddev_samp(numeric) can, digit by digit.
 */
#include "runrate.h"

#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include "common/agg_state.h"
#include "stats/exact_float.h"

typedef struct ExactStddevState
{
	AggStateTag tag;
	ExactVariance sums;
} ExactStddevState;

/* The state of a transition function, made in its first call */
static inline ExactStddevState *
stddev_state(FunctionCallInfo fcinfo)
{
	return rr_transition_state(fcinfo, EXACT_STDDEV_STATE, sizeof(ExactStddevState));
}

/* Prepare the sums for values of a type, which may not change; decimal: numeric */
static inline void
set_type(ExactStddevState *state, bool decimal)
{
	if (unlikely(state->sums.sum.context == NULL))
		rr_exact_variance_init(&state->sums, decimal, GetMemoryChunkContext(state));
	else if (unlikely(state->sums.decimal != decimal))
		rr_wrong_agg_state();
}

static pg_attribute_always_inline Datum
transition_float8(FunctionCallInfo fcinfo, bool leave)
{
	ExactStddevState *state = stddev_state(fcinfo);

	set_type(state, false);
	if (!PG_ARGISNULL(1))
		rr_exact_variance_add(&state->sums, PG_GETARG_FLOAT8(1), leave);
	PG_RETURN_POINTER(state);
}

static pg_attribute_always_inline Datum
transition_numeric(FunctionCallInfo fcinfo, bool leave)
{
	ExactStddevState *state = stddev_state(fcinfo);

	set_type(state, true);
	if (!PG_ARGISNULL(1))
		rr_exact_variance_add_numeric(&state->sums, PG_GETARG_DATUM(1), leave);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_exact_stddev_float8);
/* Transition function: state, x double precision */
Datum
rr_exact_stddev_float8(PG_FUNCTION_ARGS)
{
	return transition_float8(fcinfo, false);
}

PG_FUNCTION_INFO_V1(rr_exact_stddev_float8_inv);
/* Inverse transition function: state, x double precision */
Datum
rr_exact_stddev_float8_inv(PG_FUNCTION_ARGS)
{
	return transition_float8(fcinfo, true);
}

PG_FUNCTION_INFO_V1(rr_exact_stddev_numeric);
/* Transition function: state, x numeric */
Datum
rr_exact_stddev_numeric(PG_FUNCTION_ARGS)
{
	return transition_numeric(fcinfo, false);
}

PG_FUNCTION_INFO_V1(rr_exact_stddev_numeric_inv);
/* Inverse transition function: state, x numeric */
Datum
rr_exact_stddev_numeric_inv(PG_FUNCTION_ARGS)
{
	return transition_numeric(fcinfo, true);
}

PG_FUNCTION_INFO_V1(rr_exact_stddev_combine);
/* Combine function: adds the values of the second state, which may be NULL */
Datum
rr_exact_stddev_combine(PG_FUNCTION_ARGS)
{
	ExactStddevState *state = stddev_state(fcinfo);
	ExactStddevState *other = rr_agg_state_arg(fcinfo, 1, EXACT_STDDEV_STATE);

	if (other != NULL && other->sums.sum.context != NULL)
	{
		set_type(state, other->sums.decimal);
		rr_exact_variance_combine(&state->sums, &other->sums);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_exact_stddev_serialize);
/* Serialization function */
Datum
rr_exact_stddev_serialize(PG_FUNCTION_ARGS)
{
	ExactStddevState *state = rr_agg_state_arg(fcinfo, 0, EXACT_STDDEV_STATE);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, state->sums.decimal);
	rr_exact_variance_send(&buf, &state->sums);
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}

PG_FUNCTION_INFO_V1(rr_exact_stddev_deserialize);
/* Deserialization function */
Datum
rr_exact_stddev_deserialize(PG_FUNCTION_ARGS)
{
	StringInfoData buf;
	ExactStddevState *state = rr_open_agg_state(fcinfo, EXACT_STDDEV_STATE, sizeof(ExactStddevState), &buf);

	rr_exact_variance_init(&state->sums, pq_getmsgbyte(&buf) != 0, CurrentMemoryContext);
	rr_exact_variance_receive(&buf, &state->sums);
	pq_getmsgend(&buf);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(rr_exact_stddev_final);
/* Final function: NULL for fewer than two values or if one is infinite */
Datum
rr_exact_stddev_final(PG_FUNCTION_ARGS)
{
	ExactStddevState *state = rr_agg_state_arg(fcinfo, 0, EXACT_STDDEV_STATE);
	float8		stddev;

	if (state == NULL || !rr_exact_stddev(&state->sums, &stddev))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(stddev);
}
