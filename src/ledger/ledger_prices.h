/*
 * ledger_prices.h
 *	  The price book, aliases and exchange rates of a ledger, for pricing.
 */
#ifndef RUNRATE_LEDGER_PRICES_H
#define RUNRATE_LEDGER_PRICES_H

#include "runrate.h"

#include "ledger/ledger_query.h"
#include "pricing/price_source.h"

extern PriceSource *rr_ledger_prices(Ledger ledger, bool as_known, TimestampTz known_at,
									 MemoryContext context);

#endif							/* RUNRATE_LEDGER_PRICES_H */
