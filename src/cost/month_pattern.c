/*
 * month_pattern.c
 *	  Days of the month that cost more or less than their weekday does.
 *
 * A day of the month is counted from the beginning of its month, and near its
 * end from there too: the last day is the last one in months of any length.  It
 * is special if it stood out of its surroundings, and on the same side, in all
 * of the last three months, or in both if there are two.  What it cost beyond
 * the usual then is what it is expected to cost again.
 *
 * What is usual is the median of the same weekday in the four weeks before and
 * after, which neither a special day nor a change of level moves.
 */
#include "runrate.h"

#include <math.h>

#include "utils/datetime.h"

#include "cost/day_model.h"
#include "cost/month_pattern.h"
#include "stats/order_statistics.h"

/* Counted from the end of the month: the last ten days */
#define DAYS_FROM_END		10

/* The occurrences that have to agree */
#define MIN_OCCURRENCES		2
#define MAX_OCCURRENCES		3

/* So many times as far off as ordinary days are: by chance on both days in far less than one in a hundred months */
#define SPECIAL_SCALES		6

#define SURROUNDING_WEEKS	4
#define MIN_SURROUNDINGS	3
#define SHORTEST_MONTH		28
#define LONGEST_MONTH		31

/* From a median absolute deviation to a standard deviation, for normal values */
#define NORMAL_DEVIATION	0.6745

static float8
median_of(float8 *values, int n)
{
	rr_sort_values(values, n);
	return n % 2 == 1 ? values[n / 2] : midpoint(values[n / 2 - 1], values[n / 2]);
}

/* What a day beyond its surroundings cost; 0 if they are too few */
static float8
residual(const float8 *costs, int n, int day)
{
	float8		others[2 * SURROUNDING_WEEKS];
	int			count = 0;

	for (int week = -SURROUNDING_WEEKS; week <= SURROUNDING_WEEKS; week++)
	{
		int			other = day + week * WEEKDAYS;

		if (week != 0 && other >= 0 && other < n)
			others[count++] = costs[other];
	}
	return count >= MIN_SURROUNDINGS ? costs[day] - median_of(others, count) : 0;
}

/* Look at what n days from first on, at most MONTH_HISTORY_DAYS, have cost */
void
rr_find_month_pattern(MonthPattern *pattern, DateADT first, const float8 *costs, int n)
{
	float8		sizes[MONTH_HISTORY_DAYS];

	Assert(n > 0 && n <= MONTH_HISTORY_DAYS);

	pattern->first = first;
	pattern->n = n;
	for (int i = 0; i < n; i++)
	{
		pattern->residuals[i] = residual(costs, n, i);
		sizes[i] = fabs(pattern->residuals[i]);
	}
	pattern->scale = median_of(sizes, n) / NORMAL_DEVIATION;
}

/*
 * The residuals of the same day of earlier months, the latest first: those
 * counted from the end, or from the beginning of the month
 *
 * Returns how many there are in the history, at most MAX_OCCURRENCES.
 */
static int
occurrences(const MonthPattern *pattern, DateADT day, bool from_end, int found[MAX_OCCURRENCES])
{
	int			count = 0;
	int			year;
	int			month;
	int			month_day;
	int			from_last;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &month_day);
	from_last = day_tab[isleap(year)][month - 1] - month_day;
	while (count < MAX_OCCURRENCES)
	{
		int			length;
		int			index;

		if (--month == 0)
		{
			month = MONTHS_PER_YEAR;
			year--;
		}
		length = day_tab[isleap(year)][month - 1];
		index = date2j(year, month, from_end ? length - from_last : month_day) -
			POSTGRES_EPOCH_JDATE - pattern->first;
		if (index < 0)
			break;
		if (index < pattern->n)
			found[count++] = index;
	}
	return count;
}

/* Did they all stand out, on the same side? */
static bool
stand_out(const MonthPattern *pattern, const int *found, int count)
{
	if (count < MIN_OCCURRENCES)
		return false;
	for (int i = 0; i < count; i++)
	{
		float8		value = pattern->residuals[found[i]];

		if (fabs(value) <= SPECIAL_SCALES * pattern->scale ||
			(value > 0) != (pattern->residuals[found[0]] > 0))
			return false;
	}
	return true;
}

/* The occurrences of a day to come if it is a special one; else 0 */
static int
special_day(const MonthPattern *pattern, DateADT day, int found[MAX_OCCURRENCES])
{
	int			other[MAX_OCCURRENCES];
	int			year;
	int			month;
	int			month_day;
	int			count;
	bool		near_end;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &month_day);
	near_end = day_tab[isleap(year)][month - 1] - month_day < DAYS_FROM_END;
	count = occurrences(pattern, day, near_end, found);
	if (stand_out(pattern, found, count))
		return count;
	if (!near_end || month_day > SHORTEST_MONTH)
		return 0;

	/*
	 * a fixed day, unless what stood out belongs to another day by its
	 * distance from the end
	 */
	count = occurrences(pattern, day, false, found);
	if (!stand_out(pattern, found, count))
		return 0;
	for (int shift = -DAYS_FROM_END; shift <= DAYS_FROM_END; shift++)
	{
		int			others = occurrences(pattern, day + shift, true, other);

		if (others == count && other[0] == found[0] && stand_out(pattern, other, others))
			return 0;
	}
	return count;
}

/*
 * Take off the costs, those of the history, what special days cost beyond the
 * usual
 *
 * Every day of the month comes once or twice in the longest month after the
 * history.
 */
void
rr_remove_month_pattern(const MonthPattern *pattern, float8 *costs)
{
	DateADT		end = pattern->first + pattern->n;
	bool		special[MONTH_HISTORY_DAYS] = {false};

	for (DateADT day = end; day < end + LONGEST_MONTH; day++)
	{
		int			found[MAX_OCCURRENCES];
		int			count = special_day(pattern, day, found);

		for (int i = 0; i < count; i++)
			special[found[i]] = true;
	}
	for (int i = 0; i < pattern->n; i++)
	{
		if (special[i])
			costs[i] -= pattern->residuals[i];
	}
}

/*
 * What special days add to the days from first on up to, but not including, end
 *
 * Earlier months are the sample: what the same days added in each of them
 * varies, and so does its mean.
 */
void
rr_month_effect(const MonthPattern *pattern, DateADT first, DateADT end, MonthEffect *effect)
{
	float8		sums[MAX_OCCURRENCES] = {0};
	int			found[MAX_OCCURRENCES];
	int			months = 0;

	memset(effect, 0, sizeof(MonthEffect));
	for (DateADT day = first; day < end; day++)
	{
		int			count = special_day(pattern, day, found);

		if (count == 0)
			continue;
		months = months == 0 ? count : Min(months, count);
		for (int i = 0; i < count; i++)
			sums[i] += pattern->residuals[found[i]];
	}
	if (months == 0)
		return;
	for (int i = 0; i < months; i++)
		effect->expected += sums[i] / months;
	for (int i = 0; i < months; i++)
		effect->variance += (sums[i] - effect->expected) * (sums[i] - effect->expected);
	effect->freedom = months - 1;
	effect->variance *= (1 + 1.0 / months) / effect->freedom;
}
