/*
 * slo_escalation.c
 *	  Window function slo_escalation(status, periods): a red status counts only
 *	  when it lasts.
 */
#include "runrate.h"

#include "utils/builtins.h"
#include "windowapi.h"

#include "cost/slo.h"

#define ARG_STATUS	0
#define ARG_PERIODS	1

/* What the function keeps for a partition, zeroed when the partition starts */
typedef struct Escalation
{
	int64		run;			/* periods in a row that were red or critical */
} Escalation;

PG_FUNCTION_INFO_V1(rr_slo_escalation);

/*
 * Take one more period into the run and escalate its status
 *
 * A period of which nobody knows the status neither extends nor ends a run: it
 * must not make an alarm louder, and it must not silence one either.
 */
static SloStatus
escalate(Escalation *escalation, SloStatus status, int64 periods)
{
	switch (status)
	{
		case SLO_GREEN:
		case SLO_YELLOW:
			escalation->run = 0;
			break;
		case SLO_NO_DATA:
		case SLO_INSUFFICIENT_EVIDENCE:
			break;
		case SLO_CRITICAL:
			escalation->run++;
			break;
		case SLO_RED:
			escalation->run++;
			if (escalation->run < periods)
				return SLO_YELLOW;
			break;
	}
	return status;
}

/*
 * slo_escalation(status text, periods bigint) returns text
 *
 * The status of the current row, with red turned into yellow until it is the
 * last of at least periods rows in a row that are red or critical, in the
 * window's order.  The frame does not matter.  NULL, which does not end a run,
 * if an argument is NULL.  Errors: an unknown status, periods not positive.
 */
Datum
rr_slo_escalation(PG_FUNCTION_ARGS)
{
	WindowObject winobj = PG_WINDOW_OBJECT();
	Escalation *escalation;
	Datum		status;
	int64		periods;
	bool		status_isnull;
	bool		periods_isnull;

	if (!WindowObjectIsValid(winobj))
		elog(ERROR, "slo_escalation called in a context that is not a window");

	escalation = WinGetPartitionLocalMemory(winobj, sizeof(Escalation));
	status = WinGetFuncArgCurrent(winobj, ARG_STATUS, &status_isnull);
	periods = DatumGetInt64(WinGetFuncArgCurrent(winobj, ARG_PERIODS, &periods_isnull));
	WinSetMarkPosition(winobj, WinGetCurrentPosition(winobj));

	if (!periods_isnull && periods < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("periods must be positive"),
				 errdetail("The value is " INT64_FORMAT ".", periods)));
	if (status_isnull || periods_isnull)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(rr_slo_status_to_text(escalate(escalation,
													rr_slo_status_from_text(DatumGetTextPP(status)),
													periods)));
}
