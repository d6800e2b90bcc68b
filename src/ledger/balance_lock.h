/*
 * balance_lock.h
 *	  The lock that keeps the balances of a ledger from being folded.
 */
#ifndef RUNRATE_BALANCE_LOCK_H
#define RUNRATE_BALANCE_LOCK_H

#include "runrate.h"

#include "storage/lock.h"

extern bool rr_lock_balances(Oid postings, LOCKMODE mode, bool wait);

#endif							/* RUNRATE_BALANCE_LOCK_H */
