/*
 * price_tables.h
 *	  What pricing asks of the tables that hold prices.
 *
 * Pricing knows no tables: who has some implements this interface, as
 * ledger/ledger_prices.c does for those of a ledger.
 */
#ifndef RUNRATE_PRICE_TABLES_H
#define RUNRATE_PRICE_TABLES_H

#include "runrate.h"

#include "pricing/price_book.h"

/* Provider and model of a request; data is NULL for a provider not given */
typedef struct ModelKey
{
	UsageText	provider;
	UsageText	model;
} ModelKey;

/* An alias rule whose pattern matches a model */
typedef struct AliasRule
{
	int64		id;
	int64		order;
	TimestampTz valid_from;
	const char *pattern;
	UsageText	provider;		/* whose models it is for */
	ModelKey	target;			/* model.data is NULL: the rule has ended */
} AliasRule;

/* What the price book calls something that has other names elsewhere */
typedef struct PriceName
{
	UsageText	dimension;		/* service_tier, speed or provider */
	UsageText	name;
	UsageText	price_name;		/* data is NULL: none any more */
} PriceName;

/* What a currency is worth from a time on */
typedef struct ExchangeRate
{
	TimestampTz valid_from;
	Numeric		ledger_amount;	/* NULL: not known */
} ExchangeRate;

/*
 * The tables: each function returns what they hold, allocated in the given
 * memory context
 */
typedef struct PriceTables PriceTables;

struct PriceTables
{
	/* the rows of a provider and model, in any order, all fields set but key */
	PriceRow   *(*read_prices) (const PriceTables *tables, const ModelKey *key,
								MemoryContext context, int *nrows);

	/* the providers that have prices for a model; two of several are enough */
	UsageText  *(*read_providers) (const PriceTables *tables, UsageText model,
								   MemoryContext context, int *nproviders);

	/*
	 * the rules that match a model, ordered by provider, pattern, age; of all
	 * providers if none is given
	 */
	AliasRule  *(*read_aliases) (const PriceTables *tables, const ModelKey *key,
								 MemoryContext context, int *nrules);

	/* the rates of a currency, ordered by age */
	ExchangeRate *(*read_rates) (const PriceTables *tables, UsageText currency,
								 MemoryContext context, int *nrates);

	/* all names, ordered by age: of several for one thing the last holds */
	PriceName  *(*read_names) (const PriceTables *tables, MemoryContext context, int *nnames);

	/* the currency that costs are in */
	UsageText	(*read_currency) (const PriceTables *tables, MemoryContext context);
};

#endif							/* RUNRATE_PRICE_TABLES_H */
