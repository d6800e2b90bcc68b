/*
 * money.c
 *	  Exact sum of amounts of money: everything that is not one addition.
 *
 * The unbounded part of a sum, MoneyWide, has one 64-bit column per base-10000
 * digit.  An amount adds its digits to their columns and nothing carries, so
 * adding and subtracting are inverse to the last bit and the order does not
 * matter.  A column takes 9 * 10^14 amounts before it could overflow, which is
 * more rows than a table can have.  The carries are made up for once, in a
 * copy, when the total is read.
 *
 * NaN and infinities are counted, so that they can leave a window frame again.
 */
#include "runrate.h"

#include <math.h>

#include "common/shortest_dec.h"
#include "libpq/pqformat.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "money/money.h"

struct MoneyWide
{
	int64		nan_count;
	int64		plus_infinity_count;
	int64		minus_infinity_count;
	int			low_weight;		/* power of 10000 of columns[0] */
	int			ncolumns;
	int64	   *columns;		/* least significant first */
};

/* The unbounded part, made when first asked for */
static MoneyWide *
money_wide(MoneySum *sum, void *owner)
{
	if (sum->wide == NULL)
		sum->wide = MemoryContextAllocZero(GetMemoryChunkContext(owner),
										   sizeof(MoneyWide));
	return sum->wide;
}

/* Make sure that there are columns for the powers low to high */
static void
wide_cover(MoneyWide *wide, int low, int high)
{
	int64	   *columns;
	int			ncolumns;

	if (wide->ncolumns > 0)
	{
		int			old_high = wide->low_weight + wide->ncolumns - 1;

		if (low >= wide->low_weight && high <= old_high)
			return;
		low = Min(low, wide->low_weight);
		high = Max(high, old_high);
	}
	ncolumns = high - low + 1;
	columns = MemoryContextAllocZero(GetMemoryChunkContext(wide),
									 ncolumns * sizeof(int64));
	if (wide->ncolumns > 0)
	{
		memcpy(columns + (wide->low_weight - low), wide->columns,
			   wide->ncolumns * sizeof(int64));
		pfree(wide->columns);
	}
	wide->columns = columns;
	wide->ncolumns = ncolumns;
	wide->low_weight = low;
}

/* Add (sign 1) or subtract (sign -1) a finite amount, digit by digit */
static void
wide_add_digits(MoneyWide *wide, const NumericParts *parts, int sign)
{
	int64	   *column;

	if (parts->ndigits == 0)
		return;
	wide_cover(wide, parts->weight - parts->ndigits + 1, parts->weight);
	if (parts->negative)
		sign = -sign;
	column = wide->columns + (parts->weight - wide->low_weight);
	for (int i = 0; i < parts->ndigits; i++)
		*column-- += sign * numeric_digit(parts, i);
}

/* Add units of 10^-12 to the columns */
static void
wide_add_units(MoneyWide *wide, int128 units)
{
	/* 2^127 has ten base-10000 digits */
	wide_cover(wide, UNIT_WEIGHT, UNIT_WEIGHT + 9);
	for (int64 *column = wide->columns + (UNIT_WEIGHT - wide->low_weight);
		 units != 0; column++)
	{
		*column += (int64) (units % NUMERIC_BASE);
		units /= NUMERIC_BASE;
	}
}

/* Count (step 1) or discount (step -1) a NaN or an infinity */
static void
wide_count_special(MoneyWide *wide, NumericKind kind, int64 step)
{
	switch (kind)
	{
		case NUMERIC_NAN:
			wide->nan_count += step;
			break;
		case NUMERIC_PLUS_INFINITY:
			wide->plus_infinity_count += step;
			break;
		case NUMERIC_MINUS_INFINITY:
			wide->minus_infinity_count += step;
			break;
		case NUMERIC_FINITE:
			Assert(false);
			break;
	}
}

/* Add or subtract a finite amount to whichever part of the sum takes it */
static void
money_move(MoneySum *sum, const NumericParts *parts, int sign, void *owner)
{
	int128		units;

	if (rr_numeric_parts_to_units(parts, &units))
	{
		int128		result;

		if (!__builtin_add_overflow(sum->units, sign * units, &result))
		{
			sum->units = result;
			return;
		}
	}
	wide_add_digits(money_wide(sum, owner), parts, sign);
}

/*
 * Add any amount of type numeric
 *
 * count: how many amounts it stands for; more than one where amount is itself
 * a total.
 */
void
rr_money_add_any(MoneySum *sum, Datum amount, int64 count, void *owner)
{
	NumericParts parts;

	rr_numeric_take_apart(amount, &parts);
	if (parts.kind == NUMERIC_FINITE)
	{
		money_move(sum, &parts, 1, owner);
		money_note_scale(sum, parts.scale);
	}
	else
		wide_count_special(money_wide(sum, owner), parts.kind, 1);
	sum->count += count;
}

/*
 * Take the scale of an amount that leaves the sum back
 *
 * Returns false if that was the last one with the largest scale while others
 * remain: nobody knows which scale is then the largest.  count is that of the
 * sum without the amount.
 */
static bool
money_forget_scale(MoneySum *sum, int scale, int64 count)
{
	if (count == 0)
	{
		sum->max_scale = 0;
		sum->scale_count = 0;
		return true;
	}
	if (scale < sum->max_scale)
		return true;
	if (sum->scale_count == 1 && scale > 0)
		return false;
	sum->scale_count--;
	return true;
}

/*
 * Subtract an amount that was added before
 *
 * Returns false if the sum cannot be had this way; it is then of no more use
 * and must be computed anew, which is what an inverse transition function asks
 * for by returning NULL.
 */
bool
rr_money_subtract(MoneySum *sum, Datum amount, int64 count, void *owner)
{
	NumericParts parts;

	rr_numeric_take_apart(amount, &parts);
	sum->count -= count;
	if (parts.kind != NUMERIC_FINITE)
	{
		wide_count_special(money_wide(sum, owner), parts.kind, -1);
		return true;
	}
	money_move(sum, &parts, -1, owner);
	return money_forget_scale(sum, parts.scale, sum->count);
}

/* Add another sum to this one; the other is left as it is */
void
rr_money_combine(MoneySum *sum, const MoneySum *other, void *owner)
{
	int128		units;

	if (__builtin_add_overflow(sum->units, other->units, &units))
		wide_add_units(money_wide(sum, owner), other->units);
	else
		sum->units = units;

	if (other->wide != NULL)
	{
		MoneyWide  *wide = money_wide(sum, owner);
		const MoneyWide *from = other->wide;

		wide->nan_count += from->nan_count;
		wide->plus_infinity_count += from->plus_infinity_count;
		wide->minus_infinity_count += from->minus_infinity_count;
		if (from->ncolumns > 0)
			wide_cover(wide, from->low_weight, from->low_weight + from->ncolumns - 1);
		for (int i = 0; i < from->ncolumns; i++)
			wide->columns[from->low_weight - wide->low_weight + i] += from->columns[i];
	}

	sum->count += other->count;
	if (other->max_scale > sum->max_scale)
	{
		sum->max_scale = other->max_scale;
		sum->scale_count = other->scale_count;
	}
	else if (other->max_scale == sum->max_scale)
		sum->scale_count += other->scale_count;
}

/*
 * Carry the columns until each is a digit; returns what is carried out of the
 * last one, which is negative exactly if the number is
 */
static int64
carry_columns(int64 *columns, int ncolumns)
{
	int64		carry = 0;

	for (int i = 0; i < ncolumns; i++)
	{
		int64		value = columns[i] + carry;
		int64		digit = value % NUMERIC_BASE;

		if (digit < 0)
			digit += NUMERIC_BASE;
		columns[i] = digit;
		carry = (value - digit) / NUMERIC_BASE;
	}
	return carry;
}

/* The total of both parts of a sum that has columns */
static Numeric
wide_total(const MoneySum *sum)
{
	/* digits that the carries out of the last column may need */
	const int	headroom = 6;
	MoneyWide  *work = palloc0(sizeof(MoneyWide));
	int16	   *digits;
	int			top;
	bool		negative;
	Numeric		result;

	wide_cover(work, sum->wide->low_weight,
			   sum->wide->low_weight + sum->wide->ncolumns - 1 + headroom);
	memcpy(work->columns, sum->wide->columns, sum->wide->ncolumns * sizeof(int64));
	wide_add_units(work, sum->units);

	top = work->ncolumns - 1;
	negative = carry_columns(work->columns, work->ncolumns) < 0;
	if (negative)
	{
		/* what was carried stands for columns - 10000^ncolumns: negate that */
		work->columns[top] -= NUMERIC_BASE;
		for (int i = 0; i <= top; i++)
			work->columns[i] = -work->columns[i];
		(void) carry_columns(work->columns, work->ncolumns);
	}

	digits = palloc(work->ncolumns * sizeof(int16));
	for (int i = 0; i <= top; i++)
		digits[i] = (int16) work->columns[top - i];
	result = rr_numeric_from_digits(negative, work->low_weight + top, sum->max_scale,
									digits, work->ncolumns);
	pfree(digits);
	pfree(work->columns);
	pfree(work);
	return result;
}

/* NaN or an infinity as a numeric */
static Numeric
special_numeric(const char *text)
{
	return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(text),
											   ObjectIdGetDatum(InvalidOid),
											   Int32GetDatum(-1)));
}

/*
 * The total, as sum(numeric) gives it; NULL for a sum of no amounts
 *
 * The sum is left as it is.  Errors: "value overflows numeric format".
 */
Numeric
rr_money_total(const MoneySum *sum)
{
	const MoneyWide *wide = sum->wide;

	if (sum->count == 0)
		return NULL;
	if (wide == NULL)
		return rr_numeric_from_units(sum->units, sum->max_scale);
	if (wide->nan_count > 0 ||
		(wide->plus_infinity_count > 0 && wide->minus_infinity_count > 0))
		return special_numeric("NaN");
	if (wide->plus_infinity_count > 0)
		return special_numeric("Infinity");
	if (wide->minus_infinity_count > 0)
		return special_numeric("-Infinity");
	if (wide->ncolumns == 0)
		return rr_numeric_from_units(sum->units, sum->max_scale);
	return wide_total(sum);
}

/*
 * The total divided by a number of things: a unit cost
 *
 * NULL if there is no total, none that is finite, or nothing to divide by (more
 * outcomes taken back than there were, too): no meaningful answer exists then.  The quotient has the digits and the scale that
 * sum(cost) / count(*) has.
 */
Numeric
rr_money_ratio(const MoneySum *sum, int64 divisor)
{
	Numeric		total = divisor <= 0 ? NULL : rr_money_total(sum);

	if (total == NULL || numeric_is_nan(total) || numeric_is_inf(total))
		return NULL;
	return DatumGetNumeric(DirectFunctionCall2(numeric_div, NumericGetDatum(total),
											   NumericGetDatum(int64_to_numeric(divisor))));
}

/* Append a sum to a message, in numeric's own binary form */
void
rr_money_send(StringInfo buf, const MoneySum *sum)
{
	Numeric		total = rr_money_total(sum);
	bytea	   *bytes;

	pq_sendint64(buf, sum->count);
	if (total == NULL)
		return;
	bytes = DatumGetByteaPP(DirectFunctionCall1(numeric_send, NumericGetDatum(total)));
	pq_sendint32(buf, VARSIZE_ANY_EXHDR(bytes));
	pq_sendbytes(buf, VARDATA_ANY(bytes), VARSIZE_ANY_EXHDR(bytes));
}

/* Read what rr_money_send() wrote and add it to the sum */
void
rr_money_receive(StringInfo buf, MoneySum *sum, void *owner)
{
	int64		count = pq_getmsgint64(buf);
	StringInfoData body;

	if (count == 0)
		return;
	body.len = pq_getmsgint(buf, sizeof(int32));
	body.data = unconstify(char *, pq_getmsgbytes(buf, body.len));
	body.maxlen = body.len;
	body.cursor = 0;
	rr_money_add_any(sum,
					 DirectFunctionCall3(numeric_recv, PointerGetDatum(&body),
										 ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)),
					 count, owner);
}

/*
 * The shortest decimal that reads back as the same double precision number, as
 * a numeric: what a person sees who looks at the column
 */
Datum
rr_money_from_float8(float8 amount)
{
	char text[	DOUBLE_SHORTEST_DECIMAL_LEN];

	if (isnan(amount))
		return NumericGetDatum(special_numeric("NaN"));
	if (isinf(amount))
		return NumericGetDatum(special_numeric(amount > 0 ? "Infinity" : "-Infinity"));
	double_to_shortest_decimal_buf(amount, text);
	return DirectFunctionCall3(numeric_in, CStringGetDatum(text),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
}

/*
 * The same for a single argument, as opposed to a column of amounts
 *
 * Integers and literals without a type become double precision before numeric,
 * where both are to be had.  From 2^53 on that may have changed them: rather
 * an error than a wrong digit.
 */
Datum
rr_decimal_argument(float8 argument)
{
	const float8 exact_integers = 9007199254740992.0;

	if (fabs(argument) >= exact_integers && !isinf(argument))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("double precision is not exact for a number as large as %.0f", argument),
				 errhint("Cast the argument to numeric.")));
	return rr_money_from_float8(argument);
}

/*
 * Decode the shortest decimal of an amount below 1,000 with at most 12 decimals
 *
 * Let n be the integer nearest to amount * 10^12.  If n has at most 15 digits
 * and n / 10^12, a correctly rounded division of two exact numbers, is amount
 * again, then n * 10^-12 is a decimal of at most 15 digits that reads back as
 * amount.  Two such decimals never read back as the same number (DBL_DIG), so
 * it is the shortest one.  Returns false for all other amounts.
 */
bool
rr_float8_to_units(float8 amount, int128 *units, int *scale)
{
	const float8 one = 1e12;
	float8		nearest = rint(amount * one);
	int64		rest;

	if (!(fabs(nearest) < 1e15) || nearest / one != amount)
		return false;

	rest = (int64) nearest;
	*units = rest;
	*scale = rest == 0 ? 0 : UNIT_DECIMALS;
	while (*scale > 0 && rest % 10 == 0)
	{
		rest /= 10;
		(*scale)--;
	}
	return true;
}
