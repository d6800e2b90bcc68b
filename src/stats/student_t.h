/*
 * student_t.h
 *	  Quantiles of Student's t distribution, for confidence intervals.
 */
#ifndef RUNRATE_STUDENT_T_H
#define RUNRATE_STUDENT_T_H

#include "runrate.h"

extern float8 rr_student_t(float8 confidence, int64 freedom);
extern void rr_check_confidence(float8 confidence);

#endif							/* RUNRATE_STUDENT_T_H */
