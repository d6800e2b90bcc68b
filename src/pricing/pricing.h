/*
 * pricing.h
 *	  What a usage costs at the prices of a book, exactly.
 */
#ifndef RUNRATE_PRICING_H
#define RUNRATE_PRICING_H

#include "runrate.h"

#include "lib/stringinfo.h"

#include "pricing/price_book.h"

/* Decimals of a cost: numeric(30,12) */
#define COST_DECIMALS	12

/* A quantity on a meter; whole counts if exact is NULL */
typedef struct PriceQuantity
{
	int64		whole;
	Numeric		exact;
} PriceQuantity;

/* What a request used, and all that decides on what it costs */
typedef struct PricedUsage
{
	UsageText	provider;		/* data is NULL: not given */
	UsageText	model;			/* likewise */
	Numeric		billed_amount;	/* NULL: what it costs is up to the prices */
	UsageText	billing_currency;	/* data is NULL: that of the ledger */
	bool		is_reported;	/* false: nothing below is known */
	int64		nrequests;		/* that it is the sum of; 0: of some */
	PriceRequest request;
	int64		buckets[NBUCKETS];	/* 0 where nothing is known or used */
	uint32		used;			/* bits of those that are not 0 */
	UsageText	meter;			/* another meter; data is NULL: none */
	PriceQuantity quantity;		/* on it */
} PricedUsage;

/* A part of a quantity at one price */
typedef struct PriceLine
{
	UsageText	meter;
	PriceQuantity quantity;
	const PriceRow *row;
	Numeric		rate;			/* value of the row's currency; NULL: it is
								 * the ledger's */
} PriceLine;

/* The prices of a usage */
typedef struct Pricing
{
	bool		priced;
	bool		estimated;		/* at prices of another tier */
	const char *problem;		/* why it is not priced or estimated */
	int			nmissing;		/* meters without a price, ... */
	StringInfoData missing;		/* ... and their names */
	UsageText	missing_model;
	int			nlines;
	int			maxlines;
	PriceLine  *lines;			/* in the order of meters */
	UsageText	meters[NBUCKETS];	/* names of the buckets */
} Pricing;

extern void rr_init_pricing(Pricing *pricing);
extern void rr_begin_pricing(Pricing *pricing);
extern void rr_end_pricing(Pricing *pricing);
extern void rr_sum_buckets(PricedUsage *usage);
extern void rr_sum_used(PricedUsage *usage);
extern bool rr_has_quantity(const PricedUsage *usage);
extern bool rr_has_search_fee(PriceBook *book, const PricedUsage *usage);
extern void rr_price_buckets(PriceBook *book, PriceBook *product, UsageText model,
							 const PricedUsage *usage, Pricing *pricing);
extern void rr_price_meter(PriceBook *book, PriceBook *product, UsageText model,
						   const PricedUsage *usage, Pricing *pricing);
extern void rr_unpriced(Pricing *pricing, const char *problem);
extern Numeric rr_pricing_cost(const Pricing *pricing);
extern Numeric rr_price_line_amount(const PriceLine *line);
extern Numeric rr_quantity_numeric(const PriceQuantity *quantity);
extern void rr_set_unit_price(PriceRow *row);
extern Numeric rr_rounded_quotient(Numeric dividend, Numeric divisor, int scale);
extern bool rr_is_cost(Numeric amount);
extern char *rr_quoted_text(UsageText text);

#endif							/* RUNRATE_PRICING_H */
