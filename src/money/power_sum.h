/*
 * power_sum.h
 *	  Exact sums of squares and cubes of 64-bit integers.
 *
 * A cube has up to 190 bits.  It is cut into parts of 64 bits, which are added
 * up apart, each in 128: no sum of fewer than 2^62 terms overflows, so that
 * terms can come and go in any order.
 */
#ifndef RUNRATE_POWER_SUM_H
#define RUNRATE_POWER_SUM_H

#include "runrate.h"

#include "lib/stringinfo.h"
#include "utils/numeric.h"

#include "money/numeric_digits.h"

#define POWER_PARTS		3

typedef struct PowerSum
{
	int128		parts[POWER_PARTS]; /* part i counts 2^(64 i); may be negative */
} PowerSum;

extern void rr_power_sum_combine(PowerSum *sum, const PowerSum *other);
extern Numeric rr_power_sum_total(const PowerSum *sum, int power);
extern void rr_power_sum_send(StringInfo buf, const PowerSum *sum);
extern void rr_power_sum_receive(StringInfo buf, PowerSum *sum);

/* Add a * b * sign, sign being 1 or -1 and |a| below 2^126 */
static inline void
power_sum_add(PowerSum *sum, int128 a, int64 b, int sign)
{
	int128		low = (int128) (uint64) a * b;
	int128		high = (int128) (int64) (a >> 64) * b + (low >> 64);

	sum->parts[0] += sign * (int128) (uint64) low;
	sum->parts[1] += sign * (int128) (uint64) high;
	sum->parts[2] += sign * (high >> 64);
}

#endif							/* RUNRATE_POWER_SUM_H */
