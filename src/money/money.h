/*
 * money.h
 *	  Exact sum of amounts of money: add, subtract, combine, read.
 *
 * A MoneySum holds what sum(numeric) would hold and gives the same value with
 * the same display scale, whatever the order in which amounts came, left and
 * were combined.  Ordinary amounts (up to 12 decimals, sum below 1.7 * 10^26)
 * are one 128-bit addition of units of 10^-12.  All others go to a second,
 * unbounded part that is allocated when the first such amount comes; see
 * money.c.
 *
 * Every function takes "owner", a palloc'd chunk that contains or outlives the
 * sum: what the sum allocates goes into the owner's memory context.
 */
#ifndef RUNRATE_MONEY_H
#define RUNRATE_MONEY_H

#include "runrate.h"

#include "lib/stringinfo.h"

#include "money/numeric_digits.h"

typedef struct MoneyWide MoneyWide;

typedef struct MoneySum
{
	int128		units;			/* of 10^-12; the ordinary part of the sum */
	int64		count;			/* amounts in the sum, NaN and infinities too */
	int64		scale_count;	/* finite amounts that have max_scale */
	MoneyWide  *wide;			/* the rest of the sum, or NULL */
	int32		max_scale;		/* largest display scale of a finite amount */
	int32		owner_mark;		/* for whoever embeds the sum: would be
								 * padding */
} MoneySum;

extern void rr_money_add_any(MoneySum *sum, Datum amount, int64 count, void *owner);
extern bool rr_money_subtract(MoneySum *sum, Datum amount, int64 count, void *owner);
extern void rr_money_combine(MoneySum *sum, const MoneySum *other, void *owner);
extern Numeric rr_money_total(const MoneySum *sum);
extern Numeric rr_money_ratio(const MoneySum *sum, int64 divisor);
extern void rr_money_send(StringInfo buf, const MoneySum *sum);
extern void rr_money_receive(StringInfo buf, MoneySum *sum, void *owner);

extern Datum rr_money_from_float8(float8 amount);
extern Datum rr_decimal_argument(float8 argument);
extern bool rr_float8_to_units(float8 amount, int128 *units, int *scale);

/* Note the display scale of an amount that has come into the sum */
static inline void
money_note_scale(MoneySum *sum, int scale)
{
	if (scale == sum->max_scale)
		sum->scale_count++;
	else if (scale > sum->max_scale)
	{
		sum->max_scale = scale;
		sum->scale_count = 1;
	}
}

/* Add units; false, and nothing is changed, if the sum would not fit */
static inline bool
money_add_units(MoneySum *sum, int128 units, int scale)
{
	int128		result;

	if (unlikely(__builtin_add_overflow(sum->units, units, &result)))
		return false;
	sum->units = result;
	sum->count++;
	money_note_scale(sum, scale);
	return true;
}

/* Add an amount of type numeric */
static inline void
money_add_numeric(MoneySum *sum, Datum amount, void *owner)
{
	int128		units;
	int			scale;

	if (likely(numeric_to_units(amount, &units, &scale)) &&
		likely(money_add_units(sum, units, scale)))
		return;
	rr_money_add_any(sum, amount, 1, owner);
}

/* Add an amount of type double precision, as its shortest exact decimal */
static inline void
money_add_float8(MoneySum *sum, Datum amount, void *owner)
{
	int128		units;
	int			scale;

	if (likely(rr_float8_to_units(DatumGetFloat8(amount), &units, &scale)) &&
		likely(money_add_units(sum, units, scale)))
		return;
	rr_money_add_any(sum, rr_money_from_float8(DatumGetFloat8(amount)), 1, owner);
}

/* How a transition function adds or subtracts an argument of its type */
typedef void (*MoneyAdder) (MoneySum *sum, Datum amount, void *owner);
typedef bool (*MoneySubtracter) (MoneySum *sum, Datum amount, void *owner);

static inline bool
money_subtract_numeric(MoneySum *sum, Datum amount, void *owner)
{
	return rr_money_subtract(sum, amount, 1, owner);
}

static inline bool
money_subtract_float8(MoneySum *sum, Datum amount, void *owner)
{
	return rr_money_subtract(sum, rr_money_from_float8(DatumGetFloat8(amount)), 1, owner);
}

#endif							/* RUNRATE_MONEY_H */
