/*
 * exact_float.h
 *	  Exact sums of floating-point numbers and of their squares.
 *
 * A sum is one long integer in fixed point, wide enough for what has come so
 * far: 32 bits to a limb, the upper half of each 64-bit limb collects carries
 * (the idea of Kulisch's long accumulator, "Computer Arithmetic and Validity",
 * 2008).  Nothing is rounded until the sum is read, so what is added and
 * subtracted again leaves no trace, and the order of the values does not
 * matter.
 *
 * Allocations go into the memory context that was given at the start.
 */
#ifndef RUNRATE_EXACT_FLOAT_H
#define RUNRATE_EXACT_FLOAT_H

#include "runrate.h"

#include "lib/stringinfo.h"

typedef struct ExactFloat
{
	int64	   *limbs;			/* limb i has the weight 2^(32 * (first + i))
								 * units */
	int			first;
	int			nlimbs;
	int			additions;		/* since carries were last moved up */
	MemoryContext context;
} ExactFloat;

/* Count, sum and sum of squares: what mean and standard deviation need */
typedef struct ExactVariance
{
	int64		count;			/* finite values */
	int64		infinite_count;
	bool		decimal;		/* the unit is 5^12 times smaller: numeric
								 * input */
	ExactFloat	sum;
	ExactFloat	squares;
} ExactVariance;

pg_noreturn extern void rr_refuse_nan(void);

extern void rr_exact_float_init(ExactFloat *sum, MemoryContext context);
extern void rr_exact_float_add(ExactFloat *sum, float8 value, bool subtract);
extern void rr_exact_float_reset(ExactFloat *sum);
extern float8 rr_exact_float_value(const ExactFloat *sum);

extern void rr_exact_variance_init(ExactVariance *sums, bool decimal, MemoryContext context);
extern void rr_exact_variance_add(ExactVariance *sums, float8 value, bool subtract);
extern void rr_exact_variance_add_numeric(ExactVariance *sums, Datum value, bool subtract);
extern void rr_exact_variance_combine(ExactVariance *sums, const ExactVariance *other);
extern bool rr_exact_mean(const ExactVariance *sums, float8 *mean);
extern bool rr_exact_stddev(const ExactVariance *sums, float8 *stddev);
extern void rr_exact_variance_send(StringInfo buf, const ExactVariance *sums);
extern void rr_exact_variance_receive(StringInfo buf, ExactVariance *sums);

#endif							/* RUNRATE_EXACT_FLOAT_H */
