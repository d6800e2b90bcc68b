/*
 * agg_state.h
 *	  What all internal aggregate states have in common.
 *
 * Only a superuser can make an aggregate over type internal, but may do so
 * with support functions that do not belong together.  Each state therefore
 * begins with a tag that every support function checks.
 */
#ifndef RUNRATE_AGG_STATE_H
#define RUNRATE_AGG_STATE_H

#include "runrate.h"

#include "lib/stringinfo.h"

typedef enum AggStateTag
{
	EXACT_SUM_STATE = 0x52520001,
	COST_PER_OUTCOME_STATE,
	COST_PER_ITEM_STATE,
	COST_SUMMARY_STATE,
	UNIT_COST_INTERVAL_STATE,
	PROJECTION_STATE,
	BASELINE_STATE,
	EXACT_STDDEV_STATE,
	SERIES_ANOMALIES_STATE,
	SERIES_PROBABILITIES_STATE,
	CONTRIBUTIONS_STATE,
	LINE_DIGEST_STATE
} AggStateTag;

extern void *rr_new_agg_state(FunctionCallInfo fcinfo, AggStateTag tag, Size size);
extern void *rr_open_agg_state(FunctionCallInfo fcinfo, AggStateTag tag, Size size,
							   StringInfo message);
pg_noreturn extern void rr_wrong_agg_state(void);

/* Argument argno as a state of that kind; NULL if it is NULL */
static inline void *
rr_agg_state_arg(FunctionCallInfo fcinfo, int argno, AggStateTag tag)
{
	void	   *state;

	if (PG_ARGISNULL(argno))
		return NULL;
	state = PG_GETARG_POINTER(argno);
	if (unlikely(*(AggStateTag *) state != tag))
		rr_wrong_agg_state();
	return state;
}

/* The state of a transition function, made in its first call */
static inline void *
rr_transition_state(FunctionCallInfo fcinfo, AggStateTag tag, Size size)
{
	void	   *state = rr_agg_state_arg(fcinfo, 0, tag);

	return likely(state != NULL) ? state : rr_new_agg_state(fcinfo, tag, size);
}

#endif							/* RUNRATE_AGG_STATE_H */
