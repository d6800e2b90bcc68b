/*
 * reverse_fact.h
 *	  Rows that cancel others.
 */
#ifndef RUNRATE_REVERSE_FACT_H
#define RUNRATE_REVERSE_FACT_H

#include "runrate.h"

#include "access/htup.h"
#include "utils/date.h"

/* A reversal that is being inserted */
typedef struct Reversal
{
	Oid			table;
	HeapTuple	tuple;			/* the row as it has to be, but for what the
								 * trigger sets */
	bool		is_known;		/* result: the row has been reversed already */
} Reversal;

extern Reversal *rr_take_reversal(Oid table);

#endif							/* RUNRATE_REVERSE_FACT_H */
