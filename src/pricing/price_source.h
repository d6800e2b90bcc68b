/*
 * price_source.h
 *	  What usages cost by the price book, which is read model by model and kept.
 */
#ifndef RUNRATE_PRICE_SOURCE_H
#define RUNRATE_PRICE_SOURCE_H

#include "runrate.h"

#include "utils/hsearch.h"

#include "pricing/price_tables.h"
#include "pricing/pricing.h"

/* How many models are found without a hash of their names; a power of two */
#define NRECENT_MODELS	64

typedef struct ModelPrices ModelPrices;

typedef struct PriceSource
{
	const PriceTables *tables;
	MemoryContext context;		/* of all that is kept */
	HTAB	   *models;
	ModelPrices *recent[NRECENT_MODELS];	/* that were asked for, by their
											 * names */
	HTAB	   *currencies;		/* with their exchange rates */
	bool		names_loaded;
	int			nnames;
	PriceName  *names;
	UsageText	currency;		/* of the ledger; data is NULL: not asked for
								 * yet */
} PriceSource;

extern PriceSource *rr_price_source(const PriceTables *tables, MemoryContext context);
extern Numeric rr_price_usage(PriceSource *source, const PricedUsage *requests, int nrequests,
							  Pricing *pricing);
extern bool rr_books_reported_cost(PriceSource *source, UsageText provider);
extern UsageText rr_ledger_currency(PriceSource *source);
extern Numeric rr_exchange_rate(PriceSource *source, UsageText currency, TimestampTz at);
extern char *rr_no_exchange_rate(UsageText currency);

#endif							/* RUNRATE_PRICE_SOURCE_H */
