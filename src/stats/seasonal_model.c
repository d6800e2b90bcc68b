/*
 * seasonal_model.c
 *	  What a day of a daily series is compared with, if its weeks have a
 *	  pattern.
 *
 * A value is taken as level + effect of its weekday + noise, and all three
 * come from medians, which a few odd days do not move:
 *
 * - Effects: the lookback is a table, one row for each seven days before
 *	 today and one column for each weekday.  Median polish (J. W. Tukey,
 *	 "Exploratory Data Analysis", 1977, chapter 11) takes turns in removing the
 *	 median of each row, which is the level of that week, and of each column,
 *	 which is the effect of that weekday.  Since every row has a level of its
 *	 own, a shift of the level leaves the effects alone.
 * - Level: the median of the two weeks before, without the effects.  A shift
 *	 is thus the new level as soon as more than half of these days have it.
 * - Noise: the median of the errors that this level made on the days of the
 *	 lookback, each predicted from the two weeks before it.
 *
 * This is the plan of STL (R. B. Cleveland et al., "STL: A Seasonal-Trend
 * Decomposition Procedure Based on Loess", Journal of Official Statistics 6,
 * 1990) with medians in the place of its weighted regressions, and without a
 * look at later days.
 */
#include "runrate.h"

#include <math.h>

#include "stats/order_statistics.h"
#include "stats/seasonal_model.h"

#define DAYS_PER_WEEK	7

/* The second round levels out what a shift did to the first */
#define POLISH_ROUNDS	2

/* How the level is found; a quarter of its days is enough */
#define LEVEL_DAYS		(2 * DAYS_PER_WEEK)
#define MIN_LEVEL_DAYS	4

/* Numbers that insertion sorts fastest */
#define FEW				16

/* A day needs so many values of its weekday, and so many errors in all */
#define MIN_WEEKDAY_VALUES	3
#define MIN_ERRORS			8

/* Place of a day of the lookback, which may be before 2000-01-01 */
static inline float8 *
calendar_value(const Calendar *calendar, int64 day)
{
	int64		place = day % calendar->ndays;

	return &calendar->values[place < 0 ? place + calendar->ndays : place];
}

/* Make a calendar whose days have no values; it lives in the context */
void
rr_calendar_init(Calendar *calendar, int weeks, DateADT today, MemoryContext context)
{
	calendar->ndays = weeks * DAYS_PER_WEEK;
	calendar->today = today;
	calendar->values = MemoryContextAlloc(context, calendar->ndays * sizeof(float8));
	calendar->scratch = MemoryContextAlloc(context, 2 * calendar->ndays * sizeof(float8));
	for (int i = 0; i < calendar->ndays; i++)
		calendar->values[i] = NAN;
}

/* Go on to a later day; the days in between have no values */
void
rr_calendar_advance(Calendar *calendar, DateADT today)
{
	int64		gap = (int64) today - calendar->today - 1;

	for (int64 i = Min(gap, calendar->ndays); i > 0; i--)
		*calendar_value(calendar, (int64) today - i) = NAN;
	calendar->today = today;
}

/*
 * Set the value of today, for the days to come; NaN if it has none
 *
 * The day that takes part in the lookback for the last time has this place, so
 * the norm of today has to be read before.
 */
void
rr_calendar_set_today(Calendar *calendar, float8 value)
{
	*calendar_value(calendar, calendar->today) = value;
}

/* Append a number that is known */
static inline void
append(float8 *numbers, int *n, float8 number)
{
	if (isfinite(number))
		numbers[(*n)++] = number;
}

/* Put a number where it belongs among sorted ones */
static inline void
insert_sorted(float8 *numbers, int n, float8 number)
{
	int			place = n;

	for (; place > 0 && numbers[place - 1] > number; place--)
		numbers[place] = numbers[place - 1];
	numbers[place] = number;
}

/* Take a number out of sorted ones, of which it is one */
static inline void
remove_sorted(float8 *numbers, int n, float8 number)
{
	int			place = 0;

	while (numbers[place] != number)
		place++;
	for (; place < n - 1; place++)
		numbers[place] = numbers[place + 1];
}

/* The median of sorted numbers; NaN if there is none */
static inline float8
median_of_sorted(const float8 *numbers, int n)
{
	return n == 0 ? NAN : midpoint(numbers[(n - 1) / 2], numbers[n / 2]);
}

/* Sort the numbers and return their median; NaN if there is none */
static float8
median_of(float8 *numbers, int n)
{
	if (n > FEW)
		rr_sort_values(numbers, n);
	else
	{
		for (int i = 1; i < n; i++)
			insert_sorted(numbers, i, numbers[i]);
	}
	return median_of_sorted(numbers, n);
}

/* Set the deviations of a norm from the errors that it makes, which are consumed */
static void
set_deviations(RobustNorm *norm, float8 *errors, int n)
{
	float8		sum = 0;

	for (int i = 0; i < n; i++)
		errors[i] = fabs(errors[i]);
	norm->deviation = median_of(errors, n);
	/* sorted now, so that the sum does not depend on the order of the days */
	for (int i = 0; i < n; i++)
		sum += errors[i] / n;
	norm->mean_deviation = sum;
}

/*
 * Median and deviations of the same weekday in the weeks of the lookback;
 * false if fewer than min_n have a value
 */
bool
rr_same_weekday_norm(const Calendar *calendar, int64 min_n, RobustNorm *norm)
{
	float8	   *values = calendar->scratch;
	int			n = 0;

	for (int back = DAYS_PER_WEEK; back <= calendar->ndays; back += DAYS_PER_WEEK)
		append(values, &n, *calendar_value(calendar, (int64) calendar->today - back));
	if (n < min_n)
		return false;

	norm->median = median_of(values, n);
	for (int i = 0; i < n; i++)
		values[i] -= norm->median;
	set_deviations(norm, values, n);
	return true;
}

/* Set the level of each week: the median of its values without the effects */
static void
find_levels(const float8 *values, int weeks, const float8 *effects, float8 *levels)
{
	for (int week = 0; week < weeks; week++)
	{
		float8		numbers[DAYS_PER_WEEK];
		int			n = 0;

		for (int weekday = 0; weekday < DAYS_PER_WEEK; weekday++)
			append(numbers, &n, values[week * DAYS_PER_WEEK + weekday] - effects[weekday]);
		levels[week] = median_of(numbers, n);
	}
}

/* Set the effect of each weekday: the median of its values without the levels */
static void
find_effects(const float8 *values, int weeks, const float8 *levels, float8 *effects)
{
	for (int weekday = 0; weekday < DAYS_PER_WEEK; weekday++)
	{
		float8		numbers[MAX_LOOKBACK_WEEKS];
		int			n = 0;

		for (int week = 0; week < weeks; week++)
			append(numbers, &n, values[week * DAYS_PER_WEEK + weekday] - levels[week]);
		effects[weekday] = median_of(numbers, n);
	}
}

/*
 * Set the effect of each weekday by median polish; NaN where it has no value
 *
 * It begins with the weekdays, for which a gap makes no difference as long as
 * the level stays; the medians of the weeks that have gaps would.
 */
static void
polish(const float8 *values, int weeks, float8 *effects)
{
	float8		levels[MAX_LOOKBACK_WEEKS] = {0};

	find_effects(values, weeks, levels, effects);
	for (int round = 0; round < POLISH_ROUNDS; round++)
	{
		find_levels(values, weeks, effects, levels);
		find_effects(values, weeks, levels, effects);
	}
}

/*
 * Find the level of today, and the error that the level before it made on each
 * day from the first one on that has both
 *
 * values: without the effects.  The level is NaN where it has too few values.
 * Returns it, and the errors and their number.
 */
static float8
slide_level(const float8 *values, int first, int ndays, float8 *errors, int *nerrors)
{
	float8		recent[LEVEL_DAYS]; /* what is known of the two weeks before,
									 * sorted */
	int			n = 0;

	*nerrors = 0;
	for (int i = first; i < ndays; i++)
	{
		if (n >= MIN_LEVEL_DAYS)
			append(errors, nerrors, values[i] - median_of_sorted(recent, n));
		if (i >= first + LEVEL_DAYS && isfinite(values[i - LEVEL_DAYS]))
			remove_sorted(recent, n--, values[i - LEVEL_DAYS]);
		if (isfinite(values[i]))
			insert_sorted(recent, n++, values[i]);
	}
	return n >= MIN_LEVEL_DAYS ? median_of_sorted(recent, n) : NAN;
}

/*
 * What today's value should be, and how far days are usually off
 *
 * False if the lookback does not reach back four weeks, or has too few values
 * for an answer.
 */
bool
rr_seasonal_norm(const Calendar *calendar, RobustNorm *norm)
{
	int			ndays = calendar->ndays;
	float8	   *values = calendar->scratch; /* oldest first; today would be
											 * next */
	float8	   *errors = values + ndays;
	float8		effects[DAYS_PER_WEEK];
	float8		widening;
	int			first = ndays;
	int			weekdays = 0;
	int			n;

	for (int i = ndays - 1; i >= 0; i--)
	{
		values[i] = *calendar_value(calendar, (int64) calendar->today - ndays + i);
		if (isfinite(values[i]))
		{
			first = i;
			/* today would be at ndays, which is whole weeks later */
			weekdays += i % DAYS_PER_WEEK == 0;
		}
	}
	if (first > ndays - MIN_SEASONAL_WEEKS * DAYS_PER_WEEK || weekdays < MIN_WEEKDAY_VALUES)
		return false;

	polish(values, ndays / DAYS_PER_WEEK, effects);
	for (int i = first; i < ndays; i++)
		values[i] -= effects[i % DAYS_PER_WEEK];
	norm->median = slide_level(values, first, ndays, errors, &n) + effects[0];
	if (!isfinite(norm->median) || n < MIN_ERRORS)
		return false;
	set_deviations(norm, errors, n);

	/*
	 * The effects fit the days that they come from better than they fit
	 * today: for a mean of n values, which is close enough here, the
	 * variances of the two are as n - 1 to n + 1.
	 */
	widening = sqrt((weekdays + 1.0) / (weekdays - 1.0));
	norm->deviation *= widening;
	norm->mean_deviation *= widening;
	return true;
}
