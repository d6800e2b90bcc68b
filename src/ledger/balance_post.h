/*
 * balance_post.h
 *	  What has been counted of facts and not been posted yet.
 */
#ifndef RUNRATE_BALANCE_POST_H
#define RUNRATE_BALANCE_POST_H

#include "runrate.h"

#include "ledger/ledger_query.h"

extern void rr_post_counted(const Ledger *ledger);

#endif							/* RUNRATE_BALANCE_POST_H */
