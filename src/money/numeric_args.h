/*
 * numeric_args.h
 *	  Numeric arguments of public functions: checked when they are taken, with
 *	  errors that name them.
 */
#ifndef RUNRATE_NUMERIC_ARGS_H
#define RUNRATE_NUMERIC_ARGS_H

#include "runrate.h"

#include "money/numeric_arith.h"

/* Get a numeric argument, which must be finite */
static inline Numeric
finite_arg(FunctionCallInfo fcinfo, int argno, const char *name)
{
	Numeric		value = PG_GETARG_NUMERIC(argno);

	if (numeric_is_nan(value) || numeric_is_inf(value))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must be finite", name),
				 errdetail("The value is %s.", numeric_text(value))));
	return value;
}

/* Get a numeric argument, which must be finite and not below zero */
static inline Numeric
not_negative_arg(FunctionCallInfo fcinfo, int argno, const char *name)
{
	Numeric		value = finite_arg(fcinfo, argno, name);

	if (numeric_sign_of(value) < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must not be negative", name),
				 errdetail("The value is %s.", numeric_text(value))));
	return value;
}

/* Get a numeric argument, which must be finite and above zero */
static inline Numeric
positive_arg(FunctionCallInfo fcinfo, int argno, const char *name)
{
	Numeric		value = finite_arg(fcinfo, argno, name);

	if (numeric_sign_of(value) <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must be positive", name),
				 errdetail("The value is %s.", numeric_text(value))));
	return value;
}

/* Get a bigint argument that counts something */
static inline int64
count_arg(FunctionCallInfo fcinfo, int argno, const char *name)
{
	int64		count = PG_GETARG_INT64(argno);

	if (count < 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must not be negative", name),
				 errdetail("The value is " INT64_FORMAT ".", count)));
	return count;
}

/* Get a share of a whole, which people like to write as a percentage */
static inline Numeric
ratio_arg(FunctionCallInfo fcinfo, int argno, const char *name)
{
	Numeric		ratio = finite_arg(fcinfo, argno, name);

	if (numeric_sign_of(ratio) < 0 || numeric_compare(ratio, int64_to_numeric(1)) > 0)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("%s must be between 0 and 1", name),
				 errdetail("The value is %s.", numeric_text(ratio)),
				 errhint("Write 20 percent as 0.20.")));
	return ratio;
}

#endif							/* RUNRATE_NUMERIC_ARGS_H */
