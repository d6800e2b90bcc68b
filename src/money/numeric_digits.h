/*
 * numeric_digits.h
 *	  PostgreSQL's numeric as it is stored: read its digits in place, build one
 *	  from digits.
 *
 * Numeric's layout is private to numeric.c, but it is also the on-disk format,
 * which pg_upgrade keeps: base-10000 digits, most significant first, behind a
 * header with sign, display scale and weight (the power of 10000 of the first
 * digit).  Going through numeric_send() or text instead would cost more than
 * all the arithmetic that this extension does on a value.  This file and its
 * .c are the only ones that know the layout.
 */
#ifndef RUNRATE_NUMERIC_DIGITS_H
#define RUNRATE_NUMERIC_DIGITS_H

#include "runrate.h"

#include "utils/numeric.h"

typedef unsigned PG_INT128_TYPE rr_uint128;

/* Fixed point has 12 decimals, three base-10000 digits: see numeric_to_units() */
#define UNIT_DECIMALS	12
#define UNIT_WEIGHT		(-UNIT_DECIMALS / 4)

#define NUMERIC_BASE	10000

/* Fields of the first header word */
#define NUMERIC_HEADER_SHORT	0x8000
#define NUMERIC_HEADER_KIND		0xC000	/* both set: NaN or infinity */
#define NUMERIC_HEADER_NAN		0xC000
#define NUMERIC_HEADER_PINF		0xD000
#define NUMERIC_HEADER_NINF		0xF000
#define SHORT_NEGATIVE			0x2000
#define SHORT_SCALE_SHIFT		7
#define SHORT_SCALE_MAX			0x3F
#define SHORT_WEIGHT_MAX		63
#define SHORT_WEIGHT_MIN		(-64)
#define LONG_NEGATIVE			0x4000
#define LONG_SCALE_MAX			0x3FFF

typedef enum NumericKind
{
	NUMERIC_FINITE,
	NUMERIC_NAN,
	NUMERIC_PLUS_INFINITY,
	NUMERIC_MINUS_INFINITY
} NumericKind;

/* A numeric taken apart; digits point into the (detoasted) value */
typedef struct NumericParts
{
	NumericKind kind;			/* the rest is set for NUMERIC_FINITE only */
	bool		negative;
	int			scale;			/* display scale */
	int			weight;			/* power of 10000 of the first digit */
	int			ndigits;		/* without leading and trailing zero digits */
	const char *digits;			/* not aligned: read with numeric_digit() */
} NumericParts;

extern void rr_numeric_take_apart(Datum value, NumericParts *parts);
extern bool rr_numeric_parts_to_units(const NumericParts *parts, int128 *units);
extern Numeric rr_numeric_from_digits(bool negative, int weight, int scale,
									  const int16 *digits, int ndigits);
extern Numeric rr_numeric_from_units(int128 units, int scale);

/* Digit number i, 0 being the most significant */
static inline int
numeric_digit(const NumericParts *parts, int i)
{
	int16		digit;

	memcpy(&digit, parts->digits + i * sizeof(int16), sizeof(int16));
	return digit;
}

/* The bits of a short header that give the weight, with their sign extended */
static inline int
short_header_weight(uint16 header)
{
	return ((header & 0x7F) ^ 0x40) - 0x40;
}

static inline int
short_header_scale(uint16 header)
{
	return (header >> SHORT_SCALE_SHIFT) & SHORT_SCALE_MAX;
}

/*
 * Decode an ordinary amount into units of 10^-12, without a branch that
 * depends on the number of its digits
 *
 * Ordinary means: plain inline datum, short header, at most four digits, none
 * of them below 10^-12 and the last one below 10^8.  Returns false for
 * everything else, for which there is rr_numeric_take_apart().
 *
 * The digits of money vary from row to row, so a loop over them mispredicts
 * on about every second value and costs twice the whole rest.  Instead the
 * eight bytes that end the datum are loaded, the part that is header is masked
 * off, and the four digits are multiplied out two by two.  For a value of
 * less than three digits the load starts up to five bytes before the datum.
 * These bytes are always there: within a tuple they are the tuple's, before a
 * datum of its own there is the allocator's chunk header.
 */
#ifdef WORDS_BIGENDIAN
#define numeric_to_units(value, units, scale)	false
#else
static inline bool
numeric_to_units(Datum value, int128 *units, int *scale)
{
	static const uint64 digit_masks[5] = {
		UINT64CONST(0),
		UINT64CONST(0xFFFF000000000000),
		UINT64CONST(0xFFFFFFFF00000000),
		UINT64CONST(0xFFFFFFFFFFFF0000),
		UINT64CONST(0xFFFFFFFFFFFFFFFF)
	};
	static const uint64 powers_of_base[5] = {
		UINT64CONST(1),
		UINT64CONST(10000),
		UINT64CONST(100000000),
		UINT64CONST(1000000000000),
		UINT64CONST(10000000000000000)
	};
	const uint64 even_digits = UINT64CONST(0x0000FFFF0000FFFF);
	const char *datum = DatumGetPointer(value);
	uint32		size;
	uint32		ndigits;
	uint32		shift;
	uint16		header;
	uint64		word;
	uint64		pairs;
	int128		magnitude;
	int128		sign;

	if (VARATT_IS_1B(datum))
	{
		size = VARSIZE_1B(datum);
		memcpy(&header, datum + VARHDRSZ_SHORT, sizeof(header));
		ndigits = (size - VARHDRSZ_SHORT - sizeof(header)) / sizeof(int16);
	}
	else if (VARATT_IS_4B_U(datum))
	{
		size = VARSIZE_4B(datum);
		memcpy(&header, datum + VARHDRSZ, sizeof(header));
		ndigits = (size - VARHDRSZ - sizeof(header)) / sizeof(int16);
	}
	else
		return false;

	/* a toast pointer has size 0 here, and so a huge number of digits */
	if ((header & NUMERIC_HEADER_KIND) != NUMERIC_HEADER_SHORT || ndigits > 4)
		return false;
	shift = short_header_weight(header) - (int) ndigits + 1 - UNIT_WEIGHT;
	if (shift > 4)
		return false;

	memcpy(&word, datum + size - sizeof(word), sizeof(word));
	word &= digit_masks[ndigits];
	pairs = (word & even_digits) * NUMERIC_BASE + ((word >> 16) & even_digits);
	magnitude = (rr_uint128) ((uint64) (uint32) pairs * 100000000 + (pairs >> 32)) *
		powers_of_base[shift];
	sign = -(int128) ((header & SHORT_NEGATIVE) != 0);

	*units = (magnitude ^ sign) - sign;
	*scale = short_header_scale(header);
	return true;
}
#endif							/* !WORDS_BIGENDIAN */

#endif							/* RUNRATE_NUMERIC_DIGITS_H */
