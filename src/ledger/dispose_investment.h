/*
 * dispose_investment.h
 *	  Investments that are given up before they are written off.
 */
#ifndef RUNRATE_DISPOSE_INVESTMENT_H
#define RUNRATE_DISPOSE_INVESTMENT_H

#include "runrate.h"

#include "ledger/ledger_query.h"

extern void rr_check_not_disposed(const Ledger *ledger, int64 investment);

#endif							/* RUNRATE_DISPOSE_INVESTMENT_H */
