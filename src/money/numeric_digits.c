/*
 * numeric_digits.c
 *	  The parts of numeric_digits.h that are not on the hot path.
 */
#include "runrate.h"

#include "money/numeric_digits.h"

/*
 * Split a numeric of any form into its parts
 *
 * Detoasts the value if it is compressed or out of line, into the current
 * memory context; parts->digits then points to that copy.
 */
void
rr_numeric_take_apart(Datum value, NumericParts *parts)
{
	struct varlena *datum = PG_DETOAST_DATUM_PACKED(value);
	const char *body = VARDATA_ANY(datum);
	int			size = VARSIZE_ANY_EXHDR(datum);
	uint16		header;
	int			header_size = sizeof(header);

	memcpy(&header, body, sizeof(header));
	if ((header & NUMERIC_HEADER_KIND) == NUMERIC_HEADER_KIND)
	{
		/* releases before 14 wrote a NaN with two more, unused bytes */
		if (header == NUMERIC_HEADER_PINF)
			parts->kind = NUMERIC_PLUS_INFINITY;
		else if (header == NUMERIC_HEADER_NINF)
			parts->kind = NUMERIC_MINUS_INFINITY;
		else
			parts->kind = NUMERIC_NAN;
		return;
	}

	parts->kind = NUMERIC_FINITE;
	if (header & NUMERIC_HEADER_SHORT)
	{
		parts->negative = (header & SHORT_NEGATIVE) != 0;
		parts->scale = short_header_scale(header);
		parts->weight = short_header_weight(header);
	}
	else
	{
		int16		weight;

		memcpy(&weight, body + header_size, sizeof(weight));
		header_size += sizeof(weight);
		parts->negative = (header & LONG_NEGATIVE) != 0;
		parts->scale = header & LONG_SCALE_MAX;
		parts->weight = weight;
	}
	parts->ndigits = (size - header_size) / sizeof(int16);
	parts->digits = body + header_size;
}

/*
 * Convert a finite value to units of 10^-12 if it fits, exactly
 *
 * The bound of 10^24 on the value leaves room to add any two results.
 */
bool
rr_numeric_parts_to_units(const NumericParts *parts, int128 *units)
{
	const int	max_weight = 5;
	int			last_weight = parts->weight - parts->ndigits + 1;
	int128		result = 0;
	int			i;

	Assert(parts->kind == NUMERIC_FINITE);

	*units = 0;
	if (parts->ndigits == 0)
		return true;
	if (parts->weight > max_weight || last_weight < UNIT_WEIGHT)
		return false;

	for (i = 0; i < parts->ndigits; i++)
		result = result * NUMERIC_BASE + numeric_digit(parts, i);
	for (i = last_weight; i > UNIT_WEIGHT; i--)
		result *= NUMERIC_BASE;

	*units = parts->negative ? -result : result;
	return true;
}

/* May the short header be used? */
static bool
fits_short_header(int weight, int scale)
{
	return scale <= SHORT_SCALE_MAX &&
		weight >= SHORT_WEIGHT_MIN && weight <= SHORT_WEIGHT_MAX;
}

/*
 * Build a numeric from base-10000 digits
 *
 * digits: most significant first, each 0 to 9999, the first one worth
 * 10000^weight.  Leading and trailing zero digits are allowed.  The result is
 * in the one form in which PostgreSQL stores a value, so equal values with
 * equal scales have equal bytes.  Errors: "value overflows numeric format", as
 * from PostgreSQL's own functions.
 */
Numeric
rr_numeric_from_digits(bool negative, int weight, int scale,
					   const int16 *digits, int ndigits)
{
	Size		header_size;
	Size		size;
	char	   *result;
	char	   *body;

	while (ndigits > 0 && digits[0] == 0)
	{
		digits++;
		weight--;
		ndigits--;
	}
	while (ndigits > 0 && digits[ndigits - 1] == 0)
		ndigits--;
	if (ndigits == 0)
	{
		weight = 0;
		negative = false;
	}
	if (weight > PG_INT16_MAX || scale > LONG_SCALE_MAX)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("value overflows numeric format")));

	header_size = sizeof(uint16) + (fits_short_header(weight, scale) ? 0 : sizeof(int16));
	size = VARHDRSZ + header_size + ndigits * sizeof(int16);
	result = palloc(size);
	SET_VARSIZE(result, size);
	body = VARDATA(result);
	if (fits_short_header(weight, scale))
		*(uint16 *) body = NUMERIC_HEADER_SHORT |
			(negative ? SHORT_NEGATIVE : 0) |
			(scale << SHORT_SCALE_SHIFT) |
			(weight & 0x7F);
	else
	{
		((uint16 *) body)[0] = (negative ? LONG_NEGATIVE : 0) | scale;
		((int16 *) body)[1] = weight;
	}
	memcpy(body + header_size, digits, ndigits * sizeof(int16));
	return (Numeric) result;
}

/*
 * Build a numeric from units of 10^-12
 *
 * scale: the display scale, at least the number of decimals of the value.
 */
Numeric
rr_numeric_from_units(int128 units, int scale)
{
	/* 2^127 is below 10^40 */
	int16		digits[10];
	rr_uint128	rest = units < 0 ? -(rr_uint128) units : (rr_uint128) units;
	int			i = lengthof(digits);

	/* most sums fit 64 bits, where division by a constant is a multiplication */
	while (rest > PG_UINT64_MAX)
	{
		digits[--i] = rest % NUMERIC_BASE;
		rest /= NUMERIC_BASE;
	}
	for (uint64 low = (uint64) rest; low > 0; low /= NUMERIC_BASE)
		digits[--i] = low % NUMERIC_BASE;

	return rr_numeric_from_digits(units < 0,
								  UNIT_WEIGHT + lengthof(digits) - i - 1, scale,
								  digits + i, lengthof(digits) - i);
}
