/*
 * late_cost.c
 *	  Facts of closed months whose cost becomes known.
 *
 * A row of an open month is completed.  One that is booked in a closed month
 * stays as it was signed: it is reversed, and a row with the cost takes its
 * place, both in the first open month and owned as the row was.  So coverage
 * and tokens are right in every grouping, which a difference alone could not
 * say: one event less has no cost.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "ledger/fact_cost.h"
#include "ledger/fact_key.h"
#include "ledger/late_cost.h"
#include "ledger/made_row.h"
#include "ledger/reverse_fact.h"

/* The source of the row, which is the ledger's own, and the end of its key */
#define LATE_SOURCE	"correction"
#define LATE_KEY	"priced"

#define LATE_REASON	"its cost became known after its month was closed"

/* The key of the row that takes the place of the one with that id */
static Datum
late_key(const FactTable *table, int64 id)
{
	return CStringGetTextDatum(psprintf("%s:" INT64_FORMAT ":" LATE_KEY, get_rel_name(table->facts), id));
}

/* The hash of that key */
void
rr_hash_late_key(const FactTable *table, int64 id, pg_uuid_t *hash)
{
	rr_hash_key(&table->key, DatumGetTextPP(CStringGetTextDatum(LATE_SOURCE)), DatumGetTextPP(late_key(table, id)),
				hash);
}

static void
name_row(const FactTable *table, FactRow *row)
{
	set_row_value(row, COLUMN_SOURCE, CStringGetTextDatum(LATE_SOURCE));
	set_row_value(row, COLUMN_SOURCE_KEY, late_key(table, DatumGetInt64(row_value(row, COLUMN_ID))));
	set_row_value(row, COLUMN_REASON, CStringGetTextDatum(LATE_REASON));
	set_row_null(row, COLUMN_DISPLACED_FROM);
}

/*
 * Replace a row without a cost that is booked in a closed month, if its cost is
 * known now
 *
 * relation: the table of facts or its partition.  A reversal, and a row that is
 * reversed or has been replaced, stays as it is.
 */
void
rr_replace_late(FactTable *table, Relation relation, const FactRow *row)
{
	FactRow		priced = rr_copy_row(row, RelationGetNumberOfAttributes(relation));
	MadeRow		made = {0};
	MadeRow		reversal;

	if (row_has(row, COLUMN_REVERSES) || rr_is_reversed(relation, DatumGetInt64(row_value(row, COLUMN_ID))) ||
		rr_compute_cost(table, &priced) != NULL)
		return;
	name_row(table, &priced);
	made.tuple = heap_form_tuple(RelationGetDescr(relation), priced.values, priced.nulls);
	made.by_ledger = true;
	/* nothing is inserted if another session does the same */
	if (rr_insert_made_row(relation, &made) != 0)
		rr_reverse_row(table, relation, row, LATE_REASON, &reversal);
}
