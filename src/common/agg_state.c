/*
 * agg_state.c
 *	  Making and refusing internal aggregate states.
 */
#include "runrate.h"

#include "utils/memutils.h"

#include "common/agg_state.h"

/*
 * The memory context of the running aggregate; an error if there is none, since
 * nobody would then own the state
 */
static MemoryContext
aggregate_context(FunctionCallInfo fcinfo)
{
	MemoryContext context;

	if (!AggCheckCallContext(fcinfo, &context))
		ereport(ERROR,
				(errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
				 errmsg("aggregate support function called in non-aggregate context")));
	return context;
}

/* Make a zeroed state that lives as long as the group or the window frame */
void	   *
rr_new_agg_state(FunctionCallInfo fcinfo, AggStateTag tag, Size size)
{
	AggStateTag *state = MemoryContextAllocZero(aggregate_context(fcinfo), size);

	*state = tag;
	return state;
}

/*
 * Begin to deserialize a state: make it, and open the message in argument 0
 *
 * It lives in the current, short context: the combine function copies from it
 * what it needs.
 */
void	   *
rr_open_agg_state(FunctionCallInfo fcinfo, AggStateTag tag, Size size, StringInfo message)
{
	bytea	   *bytes = PG_GETARG_BYTEA_PP(0);
	AggStateTag *state;

	(void) aggregate_context(fcinfo);
	state = palloc0(size);
	*state = tag;

	message->data = VARDATA_ANY(bytes);
	message->len = VARSIZE_ANY_EXHDR(bytes);
	message->maxlen = message->len;
	message->cursor = 0;
	return state;
}

/* Refuse a state that another aggregate's support function has made */
void
rr_wrong_agg_state(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_DATATYPE_MISMATCH),
			 errmsg("aggregate state was made by another aggregate's support function"),
			 errhint("Use the support functions of one runrate aggregate together.")));
}
