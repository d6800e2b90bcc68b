/*
 * day_model.h
 *	  What a day costs: a mean for each weekday, a straight line, and how much
 *	  days vary.
 */
#ifndef RUNRATE_DAY_MODEL_H
#define RUNRATE_DAY_MODEL_H

#include "runrate.h"

#include "utils/date.h"

#define HISTORY_DAYS		56
#define WEEKDAYS			7

/*
 * What a day costs, by weekday or, with one class, whatever the weekday
 *
 * Time is counted in days from the first day of the history.
 */
typedef struct DayModel
{
	DateADT		first;
	int			classes;
	int			freedom;		/* degrees of; no variance if not positive */
	int			count[WEEKDAYS];
	float8		mean[WEEKDAYS];
	float8		mean_time[WEEKDAYS];
	float8		slope;			/* per day; 0: no trend */
	float8		time_squares;	/* about the mean times, if there is a trend */
	float8		variance;		/* of a day in a sum of days */
} DayModel;

extern void rr_fit_days(DayModel *model, DateADT first, const float8 *costs, int n);
extern float8 rr_expected_cost(const DayModel *model, DateADT day);
extern float8 rr_project_days(const DayModel *model, DateADT first, DateADT end,
							  float8 *standard_error);
extern float8 rr_past_error_ratio(const float8 *costs, DateADT first, int n, int days);

#endif							/* RUNRATE_DAY_MODEL_H */
