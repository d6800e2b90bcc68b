/*
 * day_model.c
 *	  What a day costs: a mean for each weekday, a straight line, and how much
 *	  days vary.
 *
 * - A day costs the mean of its weekday, or, with less than two weeks to learn
 *	 from, the mean of all days.
 * - If the days of the history rise or fall significantly, they go on to do so
 *	 in a straight line, but not below zero.
 * - The standard error is that of the sum of days to come in this linear model:
 *	 the days vary, and the means and the slope are estimates too.  Its variance
 *	 is multiplied by (1 + r) / (1 - r), r being the correlation of successive
 *	 residuals if that is above zero (G. V. Bayley and J. M. Hammersley, The
 *	 "effective" number of independent observations in an autocorrelated time
 *	 series, 1946): if a dear day is followed by dear days, errors do not cancel
 *	 out.
 */
#include "runrate.h"

#include <math.h>

#include "utils/datetime.h"

#include "cost/day_model.h"
#include "stats/student_t.h"

#define WEEKDAY_MODEL_DAYS	(2 * WEEKDAYS)
#define MAX_CORRELATION		0.9
#define TREND_CONFIDENCE	0.99
#define TREND_MIN_T			2.5 /* less than any Student's t of
								 * TREND_CONFIDENCE */
#define MAX_ERROR_RATIO		5.0

/* Sunday is 0 */
static inline int
weekday(DateADT day)
{
	return j2day(day + POSTGRES_EPOCH_JDATE);
}

/* The class of the model that a day belongs to */
static inline int
day_class(const DayModel *model, DateADT day)
{
	return model->classes == WEEKDAYS ? weekday(day) : 0;
}

/* The variance of n residuals, as it counts in a sum of successive days */
static float8
residual_variance(const float8 *residuals, int n, int freedom)
{
	float8		squares = 0;
	float8		products = 0;
	float8		correlation = 0;

	for (int i = 0; i < n; i++)
	{
		squares += residuals[i] * residuals[i];
		if (i > 0)
			products += residuals[i] * residuals[i - 1];
	}
	if (products > 0)
		correlation = Min(products / squares, MAX_CORRELATION);
	return squares / freedom * (1 + correlation) / (1 - correlation);
}

/* Give the model a trend if its residuals, which then lose it, show one */
static void
fit_trend(DayModel *model, float8 *residuals, int n)
{
	float8		times[HISTORY_DAYS];
	float8		squares = 0;
	float8		products = 0;
	float8		slope;
	float8		variance;
	float8		standard_error;

	for (int i = 0; i < n; i++)
	{
		times[i] = i - model->mean_time[day_class(model, model->first + i)];
		squares += times[i] * times[i];
		products += times[i] * residuals[i];
	}
	slope = products / squares;
	for (int i = 0; i < n; i++)
		residuals[i] -= slope * times[i];
	variance = residual_variance(residuals, n, model->freedom - 1);

	standard_error = sqrt(variance / squares);
	if (fabs(slope) <= TREND_MIN_T * standard_error ||
		fabs(slope) <= rr_student_t(TREND_CONFIDENCE, model->freedom - 1) * standard_error)
		return;
	model->slope = slope;
	model->time_squares = squares;
	model->variance = variance;
	model->freedom--;
}

/* Fit the model to what n days from first on, at most HISTORY_DAYS, have cost */
void
rr_fit_days(DayModel *model, DateADT first, const float8 *costs, int n)
{
	float8		residuals[HISTORY_DAYS] = {0};

	Assert(n > 0 && n <= HISTORY_DAYS);
	memset(model, 0, sizeof(DayModel));
	model->first = first;
	model->classes = n >= WEEKDAY_MODEL_DAYS ? WEEKDAYS : 1;
	model->freedom = n - model->classes;
	for (int i = 0; i < n; i++)
	{
		int			kind = day_class(model, first + i);

		model->count[kind]++;
		model->mean[kind] += (costs[i] - model->mean[kind]) / model->count[kind];
		model->mean_time[kind] += (i - model->mean_time[kind]) / model->count[kind];
	}
	if (model->freedom <= 0)
		return;

	for (int i = 0; i < n; i++)
		residuals[i] = costs[i] - model->mean[day_class(model, first + i)];
	model->variance = residual_variance(residuals, n, model->freedom);
	if (n >= WEEKDAY_MODEL_DAYS)
		fit_trend(model, residuals, n);
}

/* What a day is expected to cost; a trend does not go below zero */
float8
rr_expected_cost(const DayModel *model, DateADT day)
{
	int			kind = day_class(model, day);
	float8		mean = model->mean[kind];
	float8		cost = mean + model->slope * (day - model->first - model->mean_time[kind]);

	return mean >= 0 ? Max(cost, 0) : cost;
}

/*
 * Project the cost of the days from first on up to, but not including, end
 *
 * Returns the expected cost and sets its standard error, which is 0 without
 * degrees of freedom.
 */
float8
rr_project_days(const DayModel *model, DateADT first, DateADT end, float8 *standard_error)
{
	int			count[WEEKDAYS] = {0};
	float8		expected = 0;
	float8		time = 0;
	float8		variances = end - first;

	for (DateADT day = first; day < end; day++)
	{
		int			kind = day_class(model, day);

		count[kind]++;
		time += day - model->first - model->mean_time[kind];
		expected += rr_expected_cost(model, day);
	}
	for (int kind = 0; kind < model->classes; kind++)
		variances += (float8) count[kind] * count[kind] / model->count[kind];
	if (model->slope != 0)
		variances += time * time / model->time_squares;

	*standard_error = sqrt(model->variance * variances);
	return expected;
}

/*
 * How large have the errors of such projections been, in standard errors?
 *
 * Projects, from every day of the history that has two weeks before it, the
 * next days, as many as are asked for or as the history still has.  Returns the
 * root mean square, but at least 1: a lucky history is no reason to be surer
 * than the model is.  An error counts for at most MAX_ERROR_RATIO: after two
 * weeks without noise the standard error is near zero, and one such origin
 * must not outweigh the others.
 */
float8
rr_past_error_ratio(const float8 *costs, DateADT first, int n, int days)
{
	float8		squares = 0;

	for (int origin = WEEKDAY_MODEL_DAYS; origin < n; origin++)
	{
		int			end = Min(origin + days, n);
		DayModel	model;
		float8		error;
		float8		standard_error;

		rr_fit_days(&model, first, costs, origin);
		error = rr_project_days(&model, first + origin, first + end, &standard_error);
		for (int i = origin; i < end; i++)
			error -= costs[i];
		if (error != 0)
		{
			float8		ratio = Min(fabs(error) / standard_error, MAX_ERROR_RATIO);

			squares += ratio * ratio;
		}
	}
	return sqrt(Max(squares / Max(n - WEEKDAY_MODEL_DAYS, 1), 1));
}
