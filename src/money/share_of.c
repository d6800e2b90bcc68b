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
PG_FUNCTION_INFO_V1(rr_item_overhead);

/* The arguments of item_overhead() */
#define MEASURED_DRIVERS	6
#define SHARE_OF(driver)	(3 * (driver))
#define QUANTITY_OF(driver)	(3 * (driver) + 1)
#define TOTAL_OF(driver)	(3 * (driver) + 2)
#define OTHER_SHARE			SHARE_OF(MEASURED_DRIVERS)
enum
{
	DIRECT_COST,
	EVENTS
};

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

/* amount * quantity / whole, cut off after 12 decimals; 0 if whole is not above zero */
static Numeric
share_of(Numeric amount, Numeric quantity, Numeric whole)
{
	int128		share = 0;
	Numeric		units;

	if (numeric_sign_of(whole) <= 0 ||
		share_in_units(amount, quantity, whole, &share))
		return rr_numeric_from_units(share, SHARE_DECIMALS);

	units = numeric_whole_over(numeric_times(numeric_times(amount, quantity),
											 numeric_power_of_ten(-SHARE_DECIMALS)),
							   whole);
	return numeric_times(units, numeric_power_of_ten(SHARE_DECIMALS));
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
	PG_RETURN_NUMERIC(share_of(PG_GETARG_NUMERIC(0), PG_GETARG_NUMERIC(1), PG_GETARG_NUMERIC(2)));
}

/*
 * What an item bears of amounts: units of 10^-12, and what does not fit 128
 * bits, or NULL
 */
typedef struct Overhead
{
	int128		units;
	Numeric		rest;
} Overhead;

/* Add the share of an item in an amount; nothing where an argument is NULL */
static void
add_share(Overhead *overhead, FunctionCallInfo fcinfo, int amount, int quantity, int whole)
{
	int128		units;
	Numeric		share;

	if (PG_ARGISNULL(amount) || PG_ARGISNULL(quantity) || PG_ARGISNULL(whole) ||
		numeric_sign_of(PG_GETARG_NUMERIC(whole)) <= 0)
		return;
	if (likely(share_in_units(PG_GETARG_NUMERIC(amount), PG_GETARG_NUMERIC(quantity),
							  PG_GETARG_NUMERIC(whole), &units)) &&
		!__builtin_add_overflow(overhead->units, units, &units))
	{
		overhead->units = units;
		return;
	}
	share = share_of(PG_GETARG_NUMERIC(amount), PG_GETARG_NUMERIC(quantity), PG_GETARG_NUMERIC(whole));
	overhead->rest = overhead->rest == NULL ? share : numeric_plus(overhead->rest, share);
}

/*
 * item_overhead(share, quantity and total of each of six drivers, other_share)
 *
 * The sum of what share_of() gives for each driver.  What is not shared by a
 * measured driver goes by direct cost or, where the cell has none, by events.
 * An argument that is NULL has no share.
 */
Datum
rr_item_overhead(PG_FUNCTION_ARGS)
{
	Overhead	overhead = {0, NULL};
	int			other;
	Numeric		units;

	for (int driver = 0; driver < MEASURED_DRIVERS; driver++)
		add_share(&overhead, fcinfo, SHARE_OF(driver), QUANTITY_OF(driver), TOTAL_OF(driver));
	other = PG_ARGISNULL(TOTAL_OF(DIRECT_COST)) ||
		numeric_sign_of(PG_GETARG_NUMERIC(TOTAL_OF(DIRECT_COST))) <= 0 ? EVENTS : DIRECT_COST;
	add_share(&overhead, fcinfo, OTHER_SHARE, QUANTITY_OF(other), TOTAL_OF(other));

	units = rr_numeric_from_units(overhead.units, SHARE_DECIMALS);
	PG_RETURN_NUMERIC(overhead.rest == NULL ? units : numeric_plus(units, overhead.rest));
}
