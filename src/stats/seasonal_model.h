/*
 * seasonal_model.h
 *	  What a day of a daily series is compared with, if its weeks have a
 *	  pattern.
 */
#ifndef RUNRATE_SEASONAL_MODEL_H
#define RUNRATE_SEASONAL_MODEL_H

#include "runrate.h"

#include "utils/date.h"

#include "stats/anomaly.h"

#define MAX_LOOKBACK_WEEKS	520
#define MIN_SEASONAL_WEEKS	4

/*
 * The values of the days before the current one, as far as the lookback goes
 *
 * Every day has its place whether it has a value or not, so a gap in the
 * series shifts no weekday.
 */
typedef struct Calendar
{
	int			ndays;			/* length of the lookback, whole weeks */
	DateADT		today;
	float8	   *values;			/* a circular buffer; NaN: no value */
	float8	   *scratch;		/* room for twice as many */
} Calendar;

extern void rr_calendar_init(Calendar *calendar, int weeks, DateADT today, MemoryContext context);
extern void rr_calendar_advance(Calendar *calendar, DateADT today);
extern void rr_calendar_set_today(Calendar *calendar, float8 value);

extern bool rr_same_weekday_norm(const Calendar *calendar, int64 min_n, RobustNorm *norm);
extern bool rr_seasonal_norm(const Calendar *calendar, RobustNorm *norm);

#endif							/* RUNRATE_SEASONAL_MODEL_H */
