/*
 * balance_family.h
 *	  What each kind of facts adds to which sums.
 */
#ifndef RUNRATE_BALANCE_FAMILY_H
#define RUNRATE_BALANCE_FAMILY_H

#include "runrate.h"

#include "ledger/balance_sums.h"
#include "ledger/ledger_row.h"

/* A table of postings: the names of its columns, beside the two dates */
typedef struct BalanceFamily
{
	const char *table;
	int			ntexts;
	int			ncounts;
	int			namounts;
	const char *texts[MAX_POSTING_TEXTS];
	const char *counts[MAX_POSTING_COUNTS];
	const char *amounts[MAX_POSTING_AMOUNTS];
} BalanceFamily;

/* How a row stands to others, which it does not say itself */
typedef struct FactStanding
{
	bool		is_live;		/* an original that is not reversed */
	bool		ends_original;	/* a reversal of an original */
} FactStanding;

extern const BalanceFamily *rr_balance_family(FactKind kind);
extern bool rr_is_original(const FactRow *row);
extern void rr_add_fact(PostingSums *sums, FactKind kind, const FactRow *row,
						FactStanding standing, bool negate);
extern void rr_end_original(PostingSums *sums, FactKind kind, const FactRow *original);

#endif							/* RUNRATE_BALANCE_FAMILY_H */
