/*
 * fact_layout.h
 *	  The columns of a table of facts, looked up once a session.
 */
#ifndef RUNRATE_FACT_LAYOUT_H
#define RUNRATE_FACT_LAYOUT_H

#include "runrate.h"

#include "ledger/ledger_query.h"
#include "ledger/ledger_row.h"

/* A table of facts; stays where it is for the session */
typedef struct FactLayout
{
	Oid			table;
	bool		valid;			/* false once the table has changed */
	FactKind	kind;
	Ledger		ledger;
	TupleDesc	tupdesc;
	FactColumns columns;
	MemoryContext context;		/* of tupdesc */
} FactLayout;

extern const FactLayout *rr_fact_layout(Oid table, FactKind kind);
extern FactRow rr_take_fact_apart(const FactLayout *layout, HeapTupleHeader header);

#endif							/* RUNRATE_FACT_LAYOUT_H */
