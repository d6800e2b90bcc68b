/*
 * window_row.h
 *	  What window functions over a series take from the current row.
 */
#ifndef RUNRATE_WINDOW_ROW_H
#define RUNRATE_WINDOW_ROW_H

#include "runrate.h"

#include <math.h>

#include "windowapi.h"

#include "stats/exact_float.h"

/*
 * A number of the current row; NaN, which is no number of the user's, if it is
 * NULL
 */
static inline float8
window_number(WindowObject winobj, int argno)
{
	bool		isnull;
	Datum		datum = WinGetFuncArgCurrent(winobj, argno, &isnull);
	float8		value = NAN;

	if (!isnull)
	{
		value = DatumGetFloat8(datum);
		if (unlikely(isnan(value)))
			rr_refuse_nan();
	}
	return value;
}

/*
 * The value of the current row, its first argument, as above
 *
 * To be called once a row: it also lets go of the rows before, which the
 * server would otherwise keep until the end of the partition.
 */
static inline float8
window_value(WindowObject winobj)
{
	WinSetMarkPosition(winobj, WinGetCurrentPosition(winobj));
	return window_number(winobj, 0);
}

/* An argument of the current row that may not be NULL */
static inline Datum
window_required(WindowObject winobj, int argno, const char *name)
{
	bool		isnull;
	Datum		value = WinGetFuncArgCurrent(winobj, argno, &isnull);

	if (isnull)
		ereport(ERROR,
				(errcode(ERRCODE_NULL_VALUE_NOT_ALLOWED),
				 errmsg("%s must not be null", name)));
	return value;
}

#endif							/* RUNRATE_WINDOW_ROW_H */
