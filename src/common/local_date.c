/*
 * local_date.c
 *	  SQL functions day_of, week_of and month_of: dates in a named time zone.
 *
 * Views group millions of events by month.  Converting each with AT TIME ZONE
 * and date_trunc costs more than the sum that follows, but events arrive about
 * in order of time, so the answer is nearly always that of the row before: the
 * period last found is kept with its bounds, and only a moment outside them is
 * converted.
 */
#include "runrate.h"

#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "common/local_time.h"

/* What is known of a call's time zone and of the period last found */
typedef struct LocalPeriod
{
	pg_tz	   *zone;
	char		zone_name[TZ_STRLEN_MAX + 1];
	TimestampTz from;			/* moments in [from, until) ... */
	TimestampTz until;
	DateADT		date;			/* ... have this date */
} LocalPeriod;

/* From a day, as a Julian day number, to the first and one past the last day of its period */
typedef void (*PeriodBounds) (int day, int *first, int *end);

PG_FUNCTION_INFO_V1(rr_day_of);
PG_FUNCTION_INFO_V1(rr_week_of);
PG_FUNCTION_INFO_V1(rr_month_of);

static void
day_bounds(int day, int *first, int *end)
{
	*first = day;
	*end = day + 1;
}

/* Weeks begin on Monday, as in ISO 8601; Julian day 0 was one */
static void
week_bounds(int day, int *first, int *end)
{
	*first = day - (day % 7 + 7) % 7;
	*end = *first + 7;
}

static void
month_bounds(int day, int *first, int *end)
{
	int			year;
	int			month;
	int			day_of_month;

	j2date(day, &year, &month, &day_of_month);
	*first = day - day_of_month + 1;
	*end = month == 12 ? date2j(year + 1, 1, 1) : date2j(year, month + 1, 1);
}

/* The offset from UTC in force at a moment, in seconds west */
static int
offset_at(TimestampTz at, pg_tz *zone)
{
	struct pg_tm local;
	fsec_t		fsec;

	return rr_local_time(at, zone, &local, &fsec);
}

static TimestampTz
midnight(int day, int offset)
{
	return ((TimestampTz) (day - POSTGRES_EPOCH_JDATE) * SECS_PER_DAY + offset) * USECS_PER_SEC;
}

/* The last moment at which it is the midnight that begins a day, a Julian day number */
static TimestampTz
start_of_day(int day, pg_tz *zone)
{
	struct pg_tm tm = {0};

	j2date(day, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
	return midnight(day, DetermineTimeZoneOffset(&tm, zone));
}

/* The first such moment, where the clock is set back over that midnight */
static TimestampTz
first_start_of_day(int day, pg_tz *zone)
{
	TimestampTz start = start_of_day(day, zone);
	int			offset_before = offset_at(Max(start - USECS_PER_DAY, MIN_TIMESTAMP), zone);
	TimestampTz earlier = midnight(day, offset_before);

	if (earlier < start && offset_at(earlier, zone) == offset_before)
		return earlier;
	return start;
}

/* A name that has been found fits zone_name */
static void
take_zone(LocalPeriod *period, const text *name)
{
	period->zone = rr_find_zone(name);
	text_to_cstring_buffer(name, period->zone_name, sizeof(period->zone_name));
	period->from = period->until = 0;	/* no moment is in it */
}

static bool
is_zone(const LocalPeriod *period, const text *name)
{
	size_t		size = VARSIZE_ANY_EXHDR(name);

	return period->zone != NULL && strlen(period->zone_name) == size &&
		memcmp(period->zone_name, VARDATA_ANY(name), size) == 0;
}

/*
 * Between the last beginning of a period and the first beginning of the next
 * one, every moment has the period's date.  There are several beginnings where
 * the clock is set back over midnight; the moments between them are converted
 * one by one.
 */
static void
find_period(LocalPeriod *period, TimestampTz at, PeriodBounds bounds)
{
	int			first;
	int			end;

	bounds(rr_local_day(at, period->zone), &first, &end);
	if (first < 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("date out of range")));
	period->date = first - POSTGRES_EPOCH_JDATE;
	period->from = start_of_day(first, period->zone);
	period->until = first_start_of_day(Min(end, TIMESTAMP_END_JULIAN), period->zone);
	if (at < period->from || at >= period->until)
		period->from = period->until = at;
}

static Datum
local_date(FunctionCallInfo fcinfo, PeriodBounds bounds)
{
	TimestampTz at = PG_GETARG_TIMESTAMPTZ(0);
	const text *name = PG_GETARG_TEXT_PP(1);
	LocalPeriod *period = fcinfo->flinfo->fn_extra;

	if (period == NULL)
		period = fcinfo->flinfo->fn_extra =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(LocalPeriod));
	if (!is_zone(period, name))
		take_zone(period, name);
	if (TIMESTAMP_NOT_FINITE(at))
		PG_RETURN_NULL();
	if (at < period->from || at >= period->until)
		find_period(period, at, bounds);
	PG_RETURN_DATEADT(period->date);
}

/*
 * day_of(at timestamptz, time_zone text): the day of a moment in a time zone
 *
 * NULL for an infinite moment; an error if the time zone is unknown.
 */
Datum
rr_day_of(PG_FUNCTION_ARGS)
{
	return local_date(fcinfo, day_bounds);
}

/*
 * week_of(at timestamptz, time_zone text): the Monday of a moment's week
 *
 * As day_of.
 */
Datum
rr_week_of(PG_FUNCTION_ARGS)
{
	return local_date(fcinfo, week_bounds);
}

/*
 * month_of(at timestamptz, time_zone text): the first day of a moment's month
 *
 * As day_of.
 */
Datum
rr_month_of(PG_FUNCTION_ARGS)
{
	return local_date(fcinfo, month_bounds);
}
