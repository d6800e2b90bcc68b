/*
 * numeric_arith.h
 *	  PostgreSQL's exact numeric arithmetic as C expressions.
 *
 * All results are palloc'd in the current memory context.  Division by zero
 * and overflow raise PostgreSQL's own errors.
 */
#ifndef RUNRATE_NUMERIC_ARITH_H
#define RUNRATE_NUMERIC_ARITH_H

#include "runrate.h"

#include "utils/fmgrprotos.h"
#include "utils/numeric.h"

static inline Numeric
numeric_call1(PGFunction function, Numeric a)
{
	return DatumGetNumeric(DirectFunctionCall1(function, NumericGetDatum(a)));
}

static inline Numeric
numeric_call2(PGFunction function, Numeric a, Numeric b)
{
	return DatumGetNumeric(DirectFunctionCall2(function, NumericGetDatum(a),
											   NumericGetDatum(b)));
}

#define numeric_plus(a, b)			numeric_call2(numeric_add, a, b)
#define numeric_minus(a, b)			numeric_call2(numeric_sub, a, b)
#define numeric_times(a, b)			numeric_call2(numeric_mul, a, b)
#define numeric_over(a, b)			numeric_call2(numeric_div, a, b)
/* the integer part of a quotient */
#define numeric_whole_over(a, b)	numeric_call2(numeric_div_trunc, a, b)
#define numeric_magnitude(a)		numeric_call1(numeric_abs, a)

/* Below, at or above zero, as the sign of the result */
static inline int
numeric_compare(Numeric a, Numeric b)
{
	return DatumGetInt32(DirectFunctionCall2(numeric_cmp, NumericGetDatum(a),
											 NumericGetDatum(b)));
}

static inline int
numeric_sign_of(Numeric a)
{
	return numeric_compare(a, int64_to_numeric(0));
}

/* How many decimals the value needs; its display scale may be larger */
static inline int
numeric_decimals(Numeric a)
{
	return DatumGetInt32(DirectFunctionCall1(numeric_min_scale, NumericGetDatum(a)));
}

/* How many decimals it shows */
static inline int
numeric_shown_decimals(Numeric a)
{
	return DatumGetInt32(DirectFunctionCall1(numeric_scale, NumericGetDatum(a)));
}

/* 10^-scale, shown with that many decimals; scale may be negative */
static inline Numeric
numeric_power_of_ten(int scale)
{
	return int64_div_fast_to_numeric(1, scale);
}

/* The text of a value, for messages */
static inline char *
numeric_text(Numeric a)
{
	return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(a)));
}

#endif							/* RUNRATE_NUMERIC_ARITH_H */
