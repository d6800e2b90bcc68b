/*
 * reverse_fact.h
 *	  Rows that cancel others.
 */
#ifndef RUNRATE_REVERSE_FACT_H
#define RUNRATE_REVERSE_FACT_H

#include "runrate.h"

#include "ledger/fact_table.h"
#include "ledger/made_row.h"

extern void rr_reverse_row(const FactTable *table, Relation relation, const FactRow *original,
						   const char *reason, MadeRow *reversal);
extern void rr_read_fact(Relation relation, FactKind kind, Datum id, bool id_isnull, FactColumns *columns,
						 FactRow *row);
extern void rr_lock_fact(const Ledger *ledger, FactKind kind, Datum id);
extern void rr_check_reason(Datum reason, bool isnull);

#endif							/* RUNRATE_REVERSE_FACT_H */
