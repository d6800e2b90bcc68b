/*
 * novelty.h
 *	  How novel a value is among earlier ones, and how rare a score among
 *	  earlier scores.
 *
 * A value is as novel as it is far from the nearest of the earlier values.
 * The share of rows that were at least as novel when they came is a
 * probability: if values are exchangeable, a novelty is as likely to have any
 * rank among n earlier ones as any other, so that one in 1 / p rows has a
 * probability of p or less, whatever the distribution (V. Vovk, A. Gammerman
 * and G. Shafer, Algorithmic Learning in a Random World, 2005, who call such a
 * rank an inductive conformal p-value).  Nothing is assumed of tails, and no
 * spread is divided by that could be near zero.
 */
#ifndef RUNRATE_NOVELTY_H
#define RUNRATE_NOVELTY_H

#include "runrate.h"

#include <float.h>

#include "stats/past_values.h"

/* From so many values on it makes no difference how many there are */
#define NOVELTY_CROWD	1000

/*
 * A positive number with the 24 binary digits of a real, and any exponent
 *
 * 10.07 - 10.06 and 10.06 - 10.05 are the same distance, but not in double
 * precision, where ranks would tell them apart.
 */
static inline float8
round_to_real(float8 value)
{
	const uint64 dropped = (UINT64CONST(1) << 29) - 1;
	uint64		bits;

	memcpy(&bits, &value, sizeof(bits));
	/* half a unit, to even */
	bits += (dropped >> 1) + ((bits >> 29) & 1);
	bits &= ~dropped;
	memcpy(&value, &bits, sizeof(bits));
	return Min(value, DBL_MAX);
}

/*
 * How far a value is from the nearest of earlier ones, which it joins, times
 * their number; NaN if there is none, or no value
 *
 * The more values there are the nearer is the nearest: times their number,
 * novelties of a lookback that is still filling are about as large as later
 * ones.
 */
static inline float8
take_novelty(PastValues *past, float8 value)
{
	float8		novelty = NAN;

	if (!isnan(value) && past->order.count > 0)
		novelty = round_to_real(rr_order_distance(&past->order, value) *
								Min(past->order.count, NOVELTY_CROWD));
	rr_past_push(past, value);
	return novelty;
}

/*
 * The share of scores, the given one, which joins them, included, that are at
 * least as high; NaN if that is none
 */
static inline float8
take_rank_probability(PastValues *past, float8 score)
{
	float8		probability = NAN;

	if (!isnan(score))
	{
		int64		at_least = past->order.count - order_count_below(&past->order, score);

		probability = (1 + at_least) / (1 + (float8) past->order.count);
	}
	rr_past_push(past, score);
	return probability;
}

#endif							/* RUNRATE_NOVELTY_H */
