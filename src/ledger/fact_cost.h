/*
 * fact_cost.h
 *	  What a fact costs, and how that was arrived at.
 */
#ifndef RUNRATE_FACT_COST_H
#define RUNRATE_FACT_COST_H

#include "runrate.h"

#include "ledger/fact_table.h"

extern const char *rr_compute_cost(FactTable *table, FactRow *row);
extern void rr_arrive_at_cost(FactTable *table, FactRow *row);

#endif							/* RUNRATE_FACT_COST_H */
