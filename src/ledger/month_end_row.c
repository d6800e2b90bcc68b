/*
 * month_end_row.c
 *	  Rows of shared costs that book_month_end() makes.
 *
 * Whoever may insert shared costs can send a row with that source.  It is taken
 * if it is, in every column, one that has still to be booked: then it does not
 * matter who books it.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "executor/spi.h"
#include "utils/rel.h"

#include "ledger/fact_table.h"
#include "ledger/ledger_query.h"
#include "ledger/month_end_row.h"
#include "usage/usage_json.h"

#define MONTH_END_SOURCE	"month end"

/* Is the row one of those that book_month_end() would make now? */
static bool
is_due(const ArrivedRow *arrived)
{
	Datum		row = heap_copy_tuple_as_datum(arrived->tuple, RelationGetDescr(arrived->relation));
	bool		due;
	bool		isnull;

	rr_run_ledger_query(&arrived->table->ledger, QUERY_IS_MONTH_END, arrived->relation->rd_rel->reltype, &row, NULL);
	due = DatumGetBool(rr_query_value(0, 0, &isnull)) && !isnull;
	SPI_finish();
	return due;
}

/* Why a row cannot be taken whose key is new, or NULL */
const char *
rr_check_month_end(const ArrivedRow *arrived)
{
	if (arrived->table->kind != FACT_SHARED_COST ||
		!rr_usage_text_is(rr_row_text(arrived->row, COLUMN_SOURCE), MONTH_END_SOURCE) || is_due(arrived))
		return NULL;
	return "the source \"" MONTH_END_SOURCE "\" is reserved for what book_month_end() books";
}
