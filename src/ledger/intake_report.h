/*
 * intake_report.h
 *	  What became of the rows of a statement, for its warning.
 */
#ifndef RUNRATE_INTAKE_REPORT_H
#define RUNRATE_INTAKE_REPORT_H

#include "runrate.h"

#define MAX_REPORTED_PROBLEM	400

/* Rows of one kind, and why the first of them is one */
typedef struct IntakeCount
{
	int64		rows;
	char		first_problem[MAX_REPORTED_PROBLEM];
} IntakeCount;

typedef struct IntakeReport
{
	Oid			table;
	IntakeCount quarantined;
	IntakeCount conflicting;
	IntakeCount parked;
	IntakeCount reversed;
	IntakeCount dropped;		/* known, of a row that is gone */
	IntakeCount unpriced;
} IntakeReport;

extern IntakeReport *rr_intake_report(Oid table);
extern void rr_clear_intake(IntakeReport *report);
extern void rr_count_intake(IntakeCount *count, const char *problem);

#endif							/* RUNRATE_INTAKE_REPORT_H */
