/*
 * slo.h
 *	  The statuses that a service-level objective can have.
 */
#ifndef RUNRATE_SLO_H
#define RUNRATE_SLO_H

#include "runrate.h"

typedef enum SloStatus
{
	SLO_GREEN,
	SLO_NO_DATA,
	SLO_INSUFFICIENT_EVIDENCE,
	SLO_YELLOW,
	SLO_RED,
	SLO_CRITICAL
} SloStatus;

extern SloStatus rr_slo_status_from_text(const text *status);
extern text *rr_slo_status_to_text(SloStatus status);

#endif							/* RUNRATE_SLO_H */
