/*
 * price_source.h
 *	  The price book of a ledger, read model by model and kept for a statement.
 */
#ifndef RUNRATE_PRICE_SOURCE_H
#define RUNRATE_PRICE_SOURCE_H

#include "runrate.h"

#include "utils/hsearch.h"

#include "ledger/ledger_query.h"
#include "pricing/pricing.h"

typedef struct ModelPrices ModelPrices;

typedef struct PriceSource
{
	Ledger		ledger;
	bool		as_known;		/* ignore rows recorded after known_at */
	TimestampTz known_at;
	MemoryContext context;		/* of all that is kept */
	HTAB	   *models;
	ModelPrices *last;			/* that was asked for */
	HTAB	   *currencies;		/* with their exchange rates */
	UsageText	currency;		/* of the ledger; data is NULL: not asked for
								 * yet */
} PriceSource;

extern PriceSource *rr_price_source(Ledger ledger, bool as_known, TimestampTz known_at,
									MemoryContext context);
extern void rr_price_usage(PriceSource *source, UsageText provider, UsageText model,
						   const PricedUsage *usage, Pricing *pricing);
extern UsageText rr_ledger_currency(PriceSource *source);
extern Numeric rr_exchange_rate(PriceSource *source, UsageText currency, TimestampTz at);
extern char *rr_no_exchange_rate(UsageText currency);

#endif							/* RUNRATE_PRICE_SOURCE_H */
