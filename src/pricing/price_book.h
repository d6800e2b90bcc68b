/*
 * price_book.h
 *	  The prices of one model, and which of them hold for a request.
 *
 * Nothing here reads tables: price_source.c fills a PriceBook.
 */
#ifndef RUNRATE_PRICE_BOOK_H
#define RUNRATE_PRICE_BOOK_H

#include "runrate.h"

#include "datatype/timestamp.h"
#include "pgtime.h"
#include "utils/date.h"
#include "utils/numeric.h"

#include "usage/usage.h"

/* In place of a bucket, for meters that are none */
#define OTHER_METER		NBUCKETS

/* The hours of a week in which a price applies */
typedef struct PriceWindow
{
	bool		always;
	TimeADT		start;
	TimeADT		end;			/* exclusive; not after start: over midnight */
	uint32		weekdays;		/* on which it starts, bit 0 for Monday */
	pg_tz	   *zone;
} PriceWindow;

/* A row of the price book */
typedef struct PriceRow
{
	int64		id;
	int			key;			/* equal for rows that supersede each other */
	int			bucket;			/* that it prices, or OTHER_METER */
	const char *meter;
	UsageText	tier_text;		/* as they are in the table ... */
	UsageText	speed_text;
	const char *service_tier;	/* ... and what they are; NULL: standard */
	const char *speed;
	const char *inference_geo;	/* NULL: all regions */
	int64		above_tokens;
	bool		inclusive;
	bool		graduated;
	bool		exact;			/* unit_price is the price of one unit */
	PriceWindow window;
	TimestampTz valid_from;
	TimestampTz recorded_at;
	Numeric		price;			/* NULL: from valid_from there is none */
	UsageText	currency;		/* data is NULL: that of the ledger */
	int64		per;
	int64		unit_price;		/* in units of 10^-18 */
} PriceRow;

/*
 * All rows of a model, and those that hold in the epoch last asked for, that
 * is, the time around a moment in which no row begins to be valid
 */
typedef struct PriceBook
{
	int			nrows;
	PriceRow   *rows;			/* ordered by key, then by age */
	TimestampTz from;			/* the epoch is [from, until) */
	TimestampTz until;
	const PriceRow **current;	/* in the order of rows */
	int			first[NBUCKETS + 2];	/* where the rows of a bucket begin in
										 * current */
	const PriceRow **ladder;	/* see PriceChoice */
} PriceBook;

/* What of a request decides which of the prices of a meter holds */
typedef struct PriceRequest
{
	TimestampTz at;
	UsageText	service_tier;	/* data is NULL: standard */
	UsageText	speed;			/* data is NULL: standard */
	UsageText	inference_geo;
	int128		total_input;	/* tokens, however they were read; what
								 * thresholds look at */
} PriceRequest;

/* The prices of a meter for a request */
typedef struct PriceChoice
{
	const PriceRow *base;		/* for the whole quantity, or what is below
								 * the ladder */
	const PriceRow **ladder;	/* graduated rows, lowest threshold first */
	int			nladder;
	bool		other_tier;		/* they are prices of the standard tier */
	bool		other_speed;	/* they are prices of the standard speed */
	bool		has_threshold;	/* there are others for more input */
	int64		missing_above;	/* threshold that only the standard tier has;
								 * 0: none */
} PriceChoice;

extern PriceBook *rr_price_book(PriceRow *rows, int nrows);
extern int	rr_price_meter_bucket(UsageText meter);
extern bool rr_choose_price(PriceBook *book, int bucket, UsageText meter,
							const PriceRequest *request, PriceChoice *choice);

static inline bool
has_price(const PriceChoice *choice)
{
	return choice->base != NULL || choice->nladder > 0;
}

#endif							/* RUNRATE_PRICE_BOOK_H */
