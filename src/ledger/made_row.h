/*
 * made_row.h
 *	  Rows of facts that the ledger makes, and no loader can.
 */
#ifndef RUNRATE_MADE_ROW_H
#define RUNRATE_MADE_ROW_H

#include "runrate.h"

#include "access/htup.h"
#include "access/tupdesc.h"
#include "utils/rel.h"

/* A row that is being inserted: a reversal, a correction, a disposal */
typedef struct MadeRow
{
	HeapTuple	tuple;			/* the row as it has to be, but for what the
								 * trigger sets */
	Oid			table;			/* of facts; set by rr_insert_made_row() */
	TupleDesc	tupdesc;		/* of tuple: of that table or a partition; so
								 * is this */
	bool		keeps_defaults; /* of the columns that are NULL in tuple */
	bool		by_ledger;		/* waits for nobody and warns of nothing */
	bool		is_known;		/* result: a row with its key is there already */
	TransactionId holder;		/* result: who is inserting it, if it is known
								 * of nobody else and does not wait */
} MadeRow;

extern MadeRow *rr_take_made_row(Oid table);
extern int64 rr_insert_made_row(Relation relation, MadeRow *row);

#endif							/* RUNRATE_MADE_ROW_H */
