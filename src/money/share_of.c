/*
 * share_of.c
 *	  The share of a part in an amount, rounded towards zero.
 *
 * What a work item or a day bears of an amount is computed from its own
 * quantity and two totals, without the other items: hence not by largest
 * remainder as in allocate(), which has to see all of them.
 */
#include "runrate.h"

#include "money/numeric_arith.h"
#include "money/numeric_digits.h"

#define SHARE_DECIMALS	UNIT_DECIMALS

PG_FUNCTION_INFO_V1(rr_share_of);

/* Units of 10^-12 of a finite numeric that fits */
static bool
get_units(Numeric value, int128 *units)
{
	NumericParts parts;
	int			scale;

	if (likely(numeric_to_units(NumericGetDatum(value), units, &scale)))
		return true;
	rr_numeric_take_apart(NumericGetDatum(value), &parts);
	return parts.kind == NUMERIC_FINITE && rr_numeric_parts_to_units(&parts, units);
}

/* Whole units of amount * quantity / whole, where 128 bits are enough for it */
static bool
share_in_units(Numeric amount, Numeric quantity, Numeric whole, int128 *share)
{
	int128		amount_units;
	int128		quantity_units;
	int128		whole_units;
	int128		product;

	if (!get_units(amount, &amount_units) ||
		!get_units(quantity, &quantity_units) ||
		!get_units(whole, &whole_units) ||
		__builtin_mul_overflow(amount_units, quantity_units, &product))
		return false;

	/* a 64-bit division costs a third of one of 128 bits */
	if (product == (int64) product && whole_units == (int64) whole_units)
		*share = (int64) product / (int64) whole_units;
	else
		*share = product / whole_units;
	return true;
}

/*
 * share_of(amount, quantity, whole)
 *
 * amount * quantity / whole, cut off after 12 decimals, in the unit of amount.
 * amount and quantity may be negative, which gives a share with their sign;
 * where whole is not above zero nobody has a share, which is 0.  The shares of
 * n parts of a whole sum to amount but for less than n units of 10^-12.
 */
Datum
rr_share_of(PG_FUNCTION_ARGS)
{
	Numeric		amount = PG_GETARG_NUMERIC(0);
	Numeric		quantity = PG_GETARG_NUMERIC(1);
	Numeric		whole = PG_GETARG_NUMERIC(2);
	int128		share = 0;
	Numeric		units;

	if (numeric_sign_of(whole) <= 0 ||
		share_in_units(amount, quantity, whole, &share))
		PG_RETURN_NUMERIC(rr_numeric_from_units(share, SHARE_DECIMALS));

	units = numeric_whole_over(numeric_times(numeric_times(amount, quantity),
											 numeric_power_of_ten(-SHARE_DECIMALS)),
							   whole);
	PG_RETURN_NUMERIC(numeric_times(units, numeric_power_of_ten(SHARE_DECIMALS)));
}
