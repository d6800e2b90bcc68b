/*
 * balance_write.h
 *	  Write what facts add up to into a table of postings.
 */
#ifndef RUNRATE_BALANCE_WRITE_H
#define RUNRATE_BALANCE_WRITE_H

#include "runrate.h"

#include "ledger/balance_family.h"
#include "ledger/ledger_query.h"

extern int64 rr_write_postings(const Ledger *ledger, FactKind kind, const PostingSums *sums);

#endif							/* RUNRATE_BALANCE_WRITE_H */
