/*
 * event_usage.h
 *	  What an event used: its columns filled from its usage object, and what
 *	  that costs.
 */
#ifndef RUNRATE_EVENT_USAGE_H
#define RUNRATE_EVENT_USAGE_H

#include "runrate.h"

#include "ledger/ledger_row.h"

extern const char *rr_take_usage(FactRow *row, bool *needs_usage);
extern bool rr_needs_usage(const FactRow *row);
extern bool rr_has_booked_report(PriceSource *source, const FactRow *row);
extern Numeric rr_price_report(PriceSource *source, const FactRow *row, Pricing *pricing);
extern Numeric rr_price_event(PriceSource *source, const FactRow *row, Pricing *pricing);

#endif							/* RUNRATE_EVENT_USAGE_H */
