/*
 * numeric_float.h
 *	  From exact amounts to the double precision of statistics and back.
 */
#ifndef RUNRATE_NUMERIC_FLOAT_H
#define RUNRATE_NUMERIC_FLOAT_H

#include "runrate.h"

#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

/* The nearest double precision number; infinite if the value is too large */
static inline float8
numeric_to_float8(Numeric value)
{
	return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow,
											  NumericGetDatum(value)));
}

/* A double precision number to 15 digits, which is what it is good for */
static inline Numeric
numeric_from_float8(float8 value)
{
	return DatumGetNumeric(DirectFunctionCall1(float8_numeric, Float8GetDatum(value)));
}

#endif							/* RUNRATE_NUMERIC_FLOAT_H */
