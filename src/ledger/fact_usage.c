/*
 * fact_usage.c
 *	  The one form in which an event is kept, whatever it came with.
 */
#include "runrate.h"

#include "ledger/event_usage.h"
#include "ledger/fact_usage.h"

/* All tokens of a row have to fit a bigint, as reports add them up */
static const char *
check_tokens(const FactRow *row)
{
	int128		total = rr_row_tokens(row);

	if (total <= PG_INT64_MAX && total >= -PG_INT64_MAX)
		return NULL;
	return "the tokens of all kinds together are more than a bigint can hold";
}

/* Bring an event into the one form that it is kept in; why it contradicts itself, or NULL */
const char *
rr_normalise_event(FactRow *row, bool *needs_usage)
{
	static const UsageText retries = {"retries", 7};
	const char *problem = rr_take_usage(row, needs_usage);

	if (problem != NULL)
		return problem;
	if (row_has(row, COLUMN_ATTEMPT) && DatumGetInt64(row_value(row, COLUMN_ATTEMPT)) > 1)
		rr_set_row_text(row, COLUMN_LAYER, retries);
	return check_tokens(row);
}
