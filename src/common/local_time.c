/*
 * local_time.c
 *	  Time zones by name, and moments as the clocks and calendars there show them.
 */
#include "runrate.h"

#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "common/local_time.h"

/*
 * The time zone of that name, which lives as long as the process
 *
 * An error if there is none, or if it counts leap seconds: moments in
 * PostgreSQL do not.
 */
pg_tz	   *
rr_find_zone(const text *name)
{
	char	   *zone_name = text_to_cstring(name);
	pg_tz	   *zone = pg_tzset(zone_name);

	if (zone == NULL || !pg_tz_acceptable(zone))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("time zone \"%s\" not recognized", zone_name),
				 errhint("Use a name of the view pg_timezone_names, such as \"UTC\" or \"Europe/Berlin\".")));
	pfree(zone_name);
	return zone;
}

/*
 * Set local, and fsec to its microseconds, to a finite moment's time in a zone
 *
 * Returns the offset from UTC that is in force then, in seconds west.  An
 * error if the moment has no local time.
 */
int
rr_local_time(TimestampTz at, pg_tz *zone, struct pg_tm *local, fsec_t *fsec)
{
	int			offset;

	if (timestamp2tm(at, &offset, local, fsec, NULL, zone) != 0)
		ereport(ERROR,
				(errcode(ERRCODE_DATETIME_VALUE_OUT_OF_RANGE),
				 errmsg("timestamp out of range")));
	return offset;
}

/* The day of a finite moment in a zone, as a Julian day number; errors as above */
int
rr_local_day(TimestampTz at, pg_tz *zone)
{
	struct pg_tm local;
	fsec_t		fsec;

	rr_local_time(at, zone, &local, &fsec);
	return date2j(local.tm_year, local.tm_mon, local.tm_mday);
}
