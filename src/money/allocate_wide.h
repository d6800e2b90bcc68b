/*
 * allocate_wide.h
 *	  Largest remainder on numerics of any size.
 */
#ifndef RUNRATE_ALLOCATE_WIDE_H
#define RUNRATE_ALLOCATE_WIDE_H

#include "runrate.h"

#include "utils/numeric.h"

extern int64 rr_allocate_wide_split(Numeric amount, Numeric total,
									Numeric *shares, uint64 *remainders,
									uint64 *weights, int64 nrows);

#endif							/* RUNRATE_ALLOCATE_WIDE_H */
