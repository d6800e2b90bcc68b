/*
 * balance_fold.h
 *	  When loaders fold balances.
 */
#ifndef RUNRATE_BALANCE_FOLD_H
#define RUNRATE_BALANCE_FOLD_H

#include "runrate.h"

#include "ledger/ledger_query.h"
#include "ledger/ledger_row.h"

extern void rr_note_postings(int64 rows);
extern void rr_request_fold(const Ledger *ledger, FactKind kind);

#endif							/* RUNRATE_BALANCE_FOLD_H */
