/*
 * power_sum.c
 *	  Exact sums of squares and cubes of 64-bit integers.
 */
#include "runrate.h"

#include "libpq/pqformat.h"

#include "money/numeric_arith.h"
#include "money/power_sum.h"

/* Add a part, wrapping around: bytes from elsewhere may be anything */
static int128
add_wrapping(int128 a, int128 b)
{
	return (int128) ((rr_uint128) a + (rr_uint128) b);
}

/* Add another sum */
void
rr_power_sum_combine(PowerSum *sum, const PowerSum *other)
{
	for (int i = 0; i < POWER_PARTS; i++)
		sum->parts[i] = add_wrapping(sum->parts[i], other->parts[i]);
}

/* The sum, its integers being units of 10^-12 and taken to that power */
Numeric
rr_power_sum_total(const PowerSum *sum, int power)
{
	Numeric		half = int64_to_numeric(INT64CONST(1) << 32);
	Numeric		base = numeric_times(half, half);
	Numeric		total = int64_to_numeric(0);

	for (int i = POWER_PARTS - 1; i >= 0; i--)
		total = numeric_plus(numeric_times(total, base), rr_numeric_from_units(sum->parts[i], UNIT_DECIMALS));
	return numeric_times(total, numeric_power_of_ten((power - 1) * UNIT_DECIMALS));
}

/* Write a sum */
void
rr_power_sum_send(StringInfo buf, const PowerSum *sum)
{
	for (int i = 0; i < POWER_PARTS; i++)
	{
		pq_sendint64(buf, (int64) (sum->parts[i] >> 64));
		pq_sendint64(buf, (int64) (uint64) sum->parts[i]);
	}
}

/* Read what was written, which may be anything */
void
rr_power_sum_receive(StringInfo buf, PowerSum *sum)
{
	for (int i = 0; i < POWER_PARTS; i++)
	{
		rr_uint128	part = (rr_uint128) (uint64) pq_getmsgint64(buf) << 64;

		part |= (uint64) pq_getmsgint64(buf);
		sum->parts[i] = (int128) part;
	}
}
