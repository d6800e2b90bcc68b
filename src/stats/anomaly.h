/*
 * anomaly.h
 *	  The robust score, and what all functions that score share.
 */
#ifndef RUNRATE_ANOMALY_H
#define RUNRATE_ANOMALY_H

#include "runrate.h"

#include <math.h>

#include "datatype/timestamp.h"

/* What a value is compared with; a field that is not known is not finite */
typedef struct RobustNorm
{
	float8		median;
	float8		deviation;		/* median absolute deviation */
	float8		mean_deviation; /* mean absolute deviation from the median;
								 * needed if the other one is 0 */
} RobustNorm;

extern void rr_check_lookback(int64 lookback, int64 min_n);
pg_noreturn extern void rr_refuse_order(void);
extern int64 rr_interval_to_usecs(const Interval *interval, const char *argument);

/*
 * How far a value is from the median, in standard deviations of a normal
 * distribution that has the same spread; false if there is no finite answer
 *
 * 0.6745 is the median absolute deviation of the standard normal distribution
 * (B. Iglewicz and D. Hoaglin, "How to Detect and Handle Outliers", ASQC
 * 1993, who call 3.5 an outlier).  If that deviation is 0, because more than
 * half of the values are equal, the mean absolute deviation stands in for it;
 * 1.253314, the root of pi / 2, turns it into a standard deviation.
 */
static inline bool
robust_score(float8 value, const RobustNorm *norm, float8 *score)
{
	if (norm->deviation > 0)
		*score = 0.6745 * (value - norm->median) / norm->deviation;
	else if (norm->deviation == 0 && norm->mean_deviation > 0)
		*score = (value - norm->median) / (1.253314 * norm->mean_deviation);
	else
		return false;
	/* an infinite spread tells nothing either */
	return isfinite(*score) && isfinite(norm->deviation) &&
		(norm->deviation > 0 || isfinite(norm->mean_deviation));
}

#endif							/* RUNRATE_ANOMALY_H */
