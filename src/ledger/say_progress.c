/*
 * say_progress.c
 *	  How far a long call is, for whoever waits for it.
 *
 * A NOTICE is sent at once, in the middle of a statement.  The views
 * pg_stat_progress_* are for the server's own commands alone.
 */
#include "runrate.h"

#include "access/xact.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

PG_FUNCTION_INFO_V1(rr_say_progress);

/*
 * say_progress(activity, done, total, every)
 *
 * Says with a NOTICE that so much of so much is done, if this statement and the
 * last message of the session are so many seconds old.  Short calls say nothing.
 * Returns true, so that it can be called for each row of a query.
 */
Datum
rr_say_progress(PG_FUNCTION_ARGS)
{
	static TimestampTz last_said = 0;
	int64		done = PG_GETARG_INT64(1);
	int64		total = PG_GETARG_INT64(2);
	int64		seconds = Max(PG_GETARG_INT64(3), 0);
	TimestampTz now = GetCurrentTimestamp();

	if (TimestampDifferenceExceeds(Max(last_said, GetCurrentStatementStartTimestamp()), now,
								   (int) Min(seconds, PG_INT32_MAX / 1000) * 1000))
	{
		char	   *activity = text_to_cstring(PG_GETARG_TEXT_PP(0));

		ereport(NOTICE,
				(errmsg("%s: " INT64_FORMAT " of " INT64_FORMAT, activity, done, total)));
		pfree(activity);
		last_said = now;
	}
	PG_RETURN_BOOL(true);
}
