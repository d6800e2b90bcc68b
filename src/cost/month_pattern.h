/*
 * month_pattern.h
 *	  Days of the month that cost more or less than their weekday does: batches
 *	  on the last day, runs on the first.
 */
#ifndef RUNRATE_MONTH_PATTERN_H
#define RUNRATE_MONTH_PATTERN_H

#include "runrate.h"

#include "utils/date.h"

/* Days to look at, so that there are three of each day of the month */
#define MONTH_HISTORY_DAYS	124

typedef struct MonthPattern
{
	DateADT		first;			/* day of the history */
	int			n;
	float8		residuals[MONTH_HISTORY_DAYS];	/* cost - usual cost */
	float8		scale;			/* of ordinary residuals */
} MonthPattern;

/* What the days of the month add to some days to come */
typedef struct MonthEffect
{
	float8		expected;
	float8		variance;		/* of what they will have added */
	int			freedom;		/* degrees of; 0: there are no such days */
} MonthEffect;

extern void rr_find_month_pattern(MonthPattern *pattern, DateADT first, const float8 *costs, int n);
extern void rr_remove_month_pattern(const MonthPattern *pattern, float8 *costs);
extern void rr_month_effect(const MonthPattern *pattern, DateADT first, DateADT end,
							MonthEffect *effect);

#endif							/* RUNRATE_MONTH_PATTERN_H */
