/*
 * balance_sums.h
 *	  What the facts of a statement add up to, by key.
 */
#ifndef RUNRATE_BALANCE_SUMS_H
#define RUNRATE_BALANCE_SUMS_H

#include "runrate.h"

#include "utils/date.h"

#include "money/money.h"
#include "usage/usage.h"

#define MAX_POSTING_TEXTS	7
#define MAX_POSTING_COUNTS	3
#define MAX_POSTING_AMOUNTS	5

/* What facts are added up by; a text whose data is NULL is NULL */
typedef struct PostingKey
{
	DateADT		booked_month;
	DateADT		owned_on;
	int			ntexts;
	UsageText	texts[MAX_POSTING_TEXTS];
} PostingKey;

/* The sums of one key */
typedef struct Posting
{
	struct Posting *next;		/* in the order in which keys came */
	int64		counts[MAX_POSTING_COUNTS];
	MoneySum   *amounts[MAX_POSTING_AMOUNTS];	/* NULL: nothing was added */
	char	   *key;			/* see balance_sums.c */
	uint32		key_size;
} Posting;

/* The sums of all keys */
typedef struct PostingSums
{
	MemoryContext context;		/* of everything below; outlives transactions */
	struct postings_hash *hash; /* NULL: empty */
	Posting    *first;
	Posting    *last;
	int64		npostings;
	StringInfoData key;			/* to build keys in */
} PostingSums;

extern void rr_init_sums(PostingSums *sums);
extern void rr_empty_sums(PostingSums *sums);
extern Posting *rr_find_posting(PostingSums *sums, const PostingKey *key);
extern void rr_read_posting_key(const Posting *posting, PostingKey *key);
extern void rr_add_amount(Posting *posting, int amount, Datum value, bool negate);
extern void rr_add_whole(Posting *posting, int amount, int64 value, bool negate);
extern bool rr_is_empty_posting(const Posting *posting);

#endif							/* RUNRATE_BALANCE_SUMS_H */
