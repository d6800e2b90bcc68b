/*
 * month_pattern.c
 *	  Days of the month that cost more or less than their weekday does.
 *
 * A day of the month is counted from the beginning of its month, and near its
 * end from there too: the last day is the last one in months of any length.
 * Near both of them working days are counted as well, as a batch of the last
 * day that would fall on a weekend often runs on the Friday before.  A day is
 * special if it stood out of its surroundings, and on the same side, in all
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

/* How a day of the month is counted; where they disagree, the first one that fits */
typedef enum Counting
{
	FROM_END,
	FROM_START,
	WORKING_FROM_END,			/* Mondays to Fridays */
	WORKING_FROM_START,
	COUNTINGS
} Counting;

/* So many days are counted: from the end of the month, and of those that work near its end and its beginning */
#define DAYS_FROM_END		10
#define WORKING_DAYS		5
#define NOT_COUNTED			(-1)

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

/* The special days of a month, and the days of the history that say so */
typedef struct SpecialDays
{
	DateADT		first;			/* day of the month */
	int			length;
	int			count[LONGEST_MONTH];	/* 0: not special */
	int			found[LONGEST_MONTH][MAX_OCCURRENCES];	/* the latest first */
} SpecialDays;

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

static inline int
month_length(int year, int month)
{
	return day_tab[isleap(year)][month - 1];
}

static inline DateADT
date_of(int year, int month, int month_day)
{
	return date2j(year, month, month_day) - POSTGRES_EPOCH_JDATE;
}

static inline bool
is_working_day(int year, int month, int month_day)
{
	int			weekday = j2day(date2j(year, month, month_day));

	return weekday != 0 && weekday != 6;	/* Sunday, Saturday */
}

/* Where a day of a month is, from 0 on, or NOT_COUNTED */
static int
place_of(Counting counting, int year, int month, int month_day)
{
	bool		from_end = counting == FROM_END || counting == WORKING_FROM_END;
	int			step = from_end ? 1 : -1;
	int			edge = from_end ? month_length(year, month) : 1;
	int			place = 0;

	if (counting == FROM_START)
		return month_day <= SHORTEST_MONTH ? month_day - 1 : NOT_COUNTED;
	if (counting == FROM_END)
		return edge - month_day < DAYS_FROM_END ? edge - month_day : NOT_COUNTED;
	if (!is_working_day(year, month, month_day))
		return NOT_COUNTED;
	for (; month_day != edge; month_day += step)
		place += is_working_day(year, month, month_day + step);
	return place < WORKING_DAYS ? place : NOT_COUNTED;
}

/* The day of a month that is at a place, which every month has */
static int
day_at(Counting counting, int year, int month, int place)
{
	bool		from_end = counting == FROM_END || counting == WORKING_FROM_END;
	int			step = from_end ? -1 : 1;
	int			month_day = from_end ? month_length(year, month) : 1;

	if (counting == FROM_END || counting == FROM_START)
		return month_day + place * step;
	for (;; month_day += step)
	{
		if (is_working_day(year, month, month_day) && place-- == 0)
			return month_day;
	}
}

/*
 * The days of the history that have the same place in the months before
 *
 * Returns how many there are in the history, at most MAX_OCCURRENCES.
 */
static int
occurrences(const MonthPattern *pattern, Counting counting, int year, int month, int place, int *found)
{
	int			count = 0;

	while (count < MAX_OCCURRENCES)
	{
		int			index;

		if (--month == 0)
		{
			month = MONTHS_PER_YEAR;
			year--;
		}
		index = date_of(year, month, day_at(counting, year, month, place)) - pattern->first;
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

/*
 * Find the special days of the month of a day
 *
 * What stood out says something of one day to come: what the counting before
 * has taken is not there for the next one.
 */
static void
find_special_days(const MonthPattern *pattern, DateADT day, SpecialDays *special)
{
	bool		taken[MONTH_HISTORY_DAYS] = {false};
	int			year;
	int			month;
	int			month_day;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &month_day);
	memset(special, 0, sizeof(SpecialDays));
	special->first = date_of(year, month, 1);
	special->length = month_length(year, month);
	for (Counting counting = 0; counting < COUNTINGS; counting++)
	{
		for (int i = 0; i < special->length; i++)
		{
			int		   *found = special->found[i];
			int			place = place_of(counting, year, month, i + 1);
			int			count;

			if (place == NOT_COUNTED || special->count[i] > 0)
				continue;
			count = occurrences(pattern, counting, year, month, place, found);
			if (!stand_out(pattern, found, count))
				continue;
			special->count[i] = count;
			for (int k = 0; k < count; k++)
			{
				if (taken[found[k]])
					special->count[i] = 0;
			}
		}
		for (int i = 0; i < special->length; i++)
		{
			for (int k = 0; k < special->count[i]; k++)
				taken[special->found[i][k]] = true;
		}
	}
}

/*
 * Take off the costs, those of the history, what special days cost beyond the
 * usual
 *
 * Every place in a month comes again within two months after the history.
 */
void
rr_remove_month_pattern(const MonthPattern *pattern, float8 *costs)
{
	DateADT		end = pattern->first + pattern->n;
	bool		is_special[MONTH_HISTORY_DAYS] = {false};
	SpecialDays special = {0};

	for (DateADT day = end; day < end + 2 * LONGEST_MONTH; day++)
	{
		int			i = day - special.first;

		if (day == end || i == special.length)
		{
			find_special_days(pattern, day, &special);
			i = day - special.first;
		}
		for (int k = 0; k < special.count[i]; k++)
			is_special[special.found[i][k]] = true;
	}
	for (int i = 0; i < pattern->n; i++)
	{
		if (is_special[i])
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
	SpecialDays special = {0};
	int			months = 0;

	memset(effect, 0, sizeof(MonthEffect));
	for (DateADT day = first; day < end; day++)
	{
		int			i = day - special.first;
		int			count;

		if (day == first || i == special.length)
		{
			find_special_days(pattern, day, &special);
			i = day - special.first;
		}
		count = special.count[i];
		if (count == 0)
			continue;
		months = months == 0 ? count : Min(months, count);
		for (int k = 0; k < count; k++)
			sums[k] += pattern->residuals[special.found[i][k]];
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
