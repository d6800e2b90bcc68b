/*
 * reverse_fact.h
 *	  Rows that cancel others.
 */
#ifndef RUNRATE_REVERSE_FACT_H
#define RUNRATE_REVERSE_FACT_H

#include "runrate.h"

#include "access/htup.h"

#include "ledger/fact_table.h"

/* A reversal that is being inserted */
typedef struct Reversal
{
	Oid			table;
	HeapTuple	tuple;			/* the row as it has to be, but for what the
								 * trigger sets */
	bool		by_ledger;		/* waits for nobody and warns of nothing */
	bool		is_known;		/* result: the row has been reversed already */
	TransactionId holder;		/* result: who is reversing it, if it is known
								 * of nobody else and does not wait */
} Reversal;

extern Reversal *rr_take_reversal(Oid table);
extern void rr_reverse_row(const FactTable *table, Relation relation, const FactRow *original,
						   const char *reason, Reversal *reversal);

#endif							/* RUNRATE_REVERSE_FACT_H */
