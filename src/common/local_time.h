/*
 * local_time.h
 *	  Time zones by name, and moments as the clocks and calendars there show them.
 */
#ifndef RUNRATE_LOCAL_TIME_H
#define RUNRATE_LOCAL_TIME_H

#include "runrate.h"

#include "datatype/timestamp.h"
#include "pgtime.h"

extern pg_tz *rr_find_zone(const text *name);
extern int	rr_local_time(TimestampTz at, pg_tz *zone, struct pg_tm *local, fsec_t *fsec);
extern int	rr_local_day(TimestampTz at, pg_tz *zone);

#endif							/* RUNRATE_LOCAL_TIME_H */
