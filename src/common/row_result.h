/*
 * row_result.h
 *	  Results of a composite type.
 */
#ifndef RUNRATE_ROW_RESULT_H
#define RUNRATE_ROW_RESULT_H

#include "runrate.h"

extern Datum rr_row_result(FunctionCallInfo fcinfo, Datum *values, bool *nulls);

#endif							/* RUNRATE_ROW_RESULT_H */
