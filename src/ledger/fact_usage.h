/*
 * fact_usage.h
 *	  The one form in which an event is kept, whatever it came with.
 */
#ifndef RUNRATE_FACT_USAGE_H
#define RUNRATE_FACT_USAGE_H

#include "runrate.h"

#include "ledger/ledger_row.h"

extern const char *rr_normalise_event(FactRow *row, bool *needs_usage);

#endif							/* RUNRATE_FACT_USAGE_H */
