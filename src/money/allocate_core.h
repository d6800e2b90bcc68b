/*
 * allocate_core.h
 *	  Largest remainder on 64-bit integers: the part of allocate() that knows
 *	  nothing of tuples and numerics.
 *
 * An amount of A units is shared by weights w[i] with the sum W.  The exact
 * share A * w[i] / W is a whole number of units and a remainder r[i] / W.
 * Every row gets its whole units; the units that are then left, fewer than
 * there are rows with a remainder, go one each to the largest remainders.
 * This is Hamilton's method of apportionment.
 */
#ifndef RUNRATE_ALLOCATE_CORE_H
#define RUNRATE_ALLOCATE_CORE_H

#include "postgres.h"

/* In the array of weights: the weight is unknown, the row takes no part */
#define RR_NO_SHARE		PG_UINT64_MAX

/* Are rows a and b, a <= b, equal in the order that decides ties? */
typedef bool (*rr_peers_fn) (void *arg, int64 a, int64 b);

extern int64 rr_allocate_split(uint64 amount, uint64 total, uint64 *shares,
							   uint64 *remainders, int64 nrows);
extern uint64 rr_allocate_cut(uint64 *remainders, const uint64 *weights,
							  int64 nrows, int64 left,
							  rr_peers_fn peers, void *arg);

#endif							/* RUNRATE_ALLOCATE_CORE_H */
