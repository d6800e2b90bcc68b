/*
 * fact_checks.h
 *	  Why a row of a fact table cannot be taken.
 */
#ifndef RUNRATE_FACT_CHECKS_H
#define RUNRATE_FACT_CHECKS_H

#include "runrate.h"

#include "ledger/fact_table.h"

extern const char *rr_check_fact(const FactTable *table, FactRow *row, TupleDesc tupdesc,
								 bool *needs_usage);

#endif							/* RUNRATE_FACT_CHECKS_H */
