/*
 * exact_float.c
 *	  Exact sums of floating-point numbers and of their squares.
 *
 * All arithmetic is on whole numbers of units.  A double precision value is a
 * 53-bit number times a power of two, so it is a whole number of 2^-1074.  An
 * amount of type numeric with up to 12 decimals is a whole number of 10^-12 =
 * 2^-12 * 5^-12.  With the unit 2^-1100 * 5^-12 both fit into one sum: a
 * double is multiplied by 5^12.  So numeric input is exact where it has up to
 * 12 decimals, and is rounded to double precision, once, where it has more.
 * (2^-1100 and not 2^-1074 lets an amount begin where a limb begins.)
 */
#include "runrate.h"

#include <math.h>

#include "libpq/pqformat.h"
#include "port/pg_bitutils.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "stats/exact_float.h"
#include "money/numeric_digits.h"

#define LIMB_BITS		32
#define LIMB_MASK		UINT64CONST(0xFFFFFFFF)

/* After that many additions a limb may be full and carries have to move up */
#define MAX_ADDITIONS	(1 << 29)

/* The widest sum: squares of the largest doubles in the smallest unit, count and sign */
#define MAX_LIMBS		160
#define WORD_BITS		64
#define MAX_WORDS		(MAX_LIMBS / 2 + 2)

/* Powers of two of the units of sums of double precision and of numeric */
#define FLOAT_UNIT		(-1074)
#define DECIMAL_UNIT	(-1100)

#define MANTISSA_BITS	52
#define FIVE_TO_12		UINT64CONST(244140625)

/* A value as a whole number of units: magnitude * 2^shift */
typedef struct WholeNumber
{
	rr_uint128	magnitude;
	int			shift;
	bool		negative;
} WholeNumber;

/* A sum with all carries moved up, without leading zeros, least significant word first */
typedef struct CarriedSum
{
	bool		negative;
	int			first;			/* word i has the weight 2^(64 * (first + i)) */
	int			nwords;
	uint64		words[MAX_WORDS];
} CarriedSum;

/* The error of all statistics for a value that is not a number */
void
rr_refuse_nan(void)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("NaN has no place in a statistic"),
			 errhint("Leave such rows out with FILTER or WHERE, or turn them into NULL with nullif(x, 'NaN').")));
}

/* ---- One sum ---- */

/* Make the sum zero */
void
rr_exact_float_init(ExactFloat *sum, MemoryContext context)
{
	memset(sum, 0, sizeof(ExactFloat));
	sum->context = context;
}

/* Make the sum zero again; it keeps its memory */
void
rr_exact_float_reset(ExactFloat *sum)
{
	if (sum->nlimbs > 0)
		memset(sum->limbs, 0, sum->nlimbs * sizeof(int64));
	sum->additions = 0;
}

/* Make limbs first to end - 1, and perhaps one more on either side, part of the sum */
static void
widen(ExactFloat *sum, int first, int end)
{
	int64	   *limbs;

	if (sum->nlimbs > 0)
	{
		first = Min(first, sum->first);
		end = Max(end, sum->first + sum->nlimbs);
	}
	/* whole words, for carry() */
	first -= first % 2;
	end += end % 2;
	if (end > MAX_LIMBS)
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("exact sum out of range")));
	limbs = MemoryContextAllocZero(sum->context, (end - first) * sizeof(int64));
	if (sum->nlimbs > 0)
	{
		memcpy(limbs + (sum->first - first), sum->limbs, sum->nlimbs * sizeof(int64));
		pfree(sum->limbs);
	}
	sum->limbs = limbs;
	sum->first = first;
	sum->nlimbs = end - first;
}

/* Move carries up, so that every limb but the last has 32 bits and no sign */
static void
move_carries(ExactFloat *sum)
{
	int64		top = sum->limbs[sum->nlimbs - 1];
	int			i;

	if (top > PG_INT32_MAX || top < PG_INT32_MIN)
		widen(sum, sum->first, sum->first + sum->nlimbs + 1);
	for (i = 0; i < sum->nlimbs - 1; i++)
	{
		int64		limb = sum->limbs[i];

		sum->limbs[i + 1] += limb >> LIMB_BITS;
		sum->limbs[i] = limb & LIMB_MASK;
	}
	sum->additions = 0;
}

/*
 * Add a 64-bit number, shifted to the left by less than a limb; sign is 0, or
 * -1 to subtract
 *
 * aligned tells the compiler that there is nothing to shift.
 */
static pg_attribute_always_inline void
add_shifted(int64 *limbs, uint64 number, int shift, int64 sign, bool aligned)
{
	rr_uint128	shifted = aligned ? number : (rr_uint128) number << shift;

	limbs[0] += ((int64) ((uint64) shifted & LIMB_MASK) ^ sign) - sign;
	limbs[1] += ((int64) ((uint64) shifted >> LIMB_BITS) ^ sign) - sign;
	if (!aligned)
		limbs[2] += ((int64) (uint64) (shifted >> 64) ^ sign) - sign;
}

/*
 * Add magnitude * 2^shift or, if negative, subtract it
 *
 * aligned tells the compiler that shift is a multiple of LIMB_BITS.
 */
static pg_attribute_always_inline void
add_whole(ExactFloat *sum, rr_uint128 magnitude, int shift, bool negative, bool aligned)
{
	int			first = shift / LIMB_BITS;
	int64		sign = -(int64) negative;
	int64	   *limbs;

	if (unlikely(first < sum->first || first + 5 > sum->first + sum->nlimbs))
		widen(sum, first, first + 5);
	if (unlikely(++sum->additions > MAX_ADDITIONS))
		move_carries(sum);

	limbs = sum->limbs + (first - sum->first);
	add_shifted(limbs, (uint64) magnitude, shift % LIMB_BITS, sign, aligned);
	if ((uint64) (magnitude >> 64) != 0)
		add_shifted(limbs + 2, (uint64) (magnitude >> 64), shift % LIMB_BITS, sign, aligned);
}

/* Take a finite double apart; it is a whole number of 2^-1074 */
static inline WholeNumber
whole_number(float8 value)
{
	WholeNumber number;
	uint64		bits;
	int			exponent;

	memcpy(&bits, &value, sizeof(bits));
	exponent = (int) (bits >> MANTISSA_BITS) & 0x7FF;
	number.negative = (bits >> 63) != 0;
	number.magnitude = (bits & ((UINT64CONST(1) << MANTISSA_BITS) - 1)) |
		((uint64) (exponent != 0) << MANTISSA_BITS);
	number.shift = exponent - (exponent != 0);
	return number;
}

/* Add a finite value, or subtract it */
void
rr_exact_float_add(ExactFloat *sum, float8 value, bool subtract)
{
	WholeNumber number = whole_number(value);

	add_whole(sum, number.magnitude, number.shift, number.negative != subtract, false);
}

/* Move all carries up and drop leading zeros */
static void
carry(CarriedSum *result, const ExactFloat *sum)
{
	int128		rest = 0;
	int			n = sum->nlimbs / 2;
	int			i;

	for (i = 0; i < n; i++)
	{
		rest += sum->limbs[2 * i] + sum->limbs[2 * i + 1] * ((int128) 1 << LIMB_BITS);
		result->words[i] = (uint64) rest;
		rest >>= WORD_BITS;
	}
	result->words[n++] = (uint64) rest;
	result->negative = rest < 0;
	if (result->negative)
	{
		bool		borrow = true;

		for (i = 0; i < n; i++)
		{
			result->words[i] = ~result->words[i] + borrow;
			borrow &= result->words[i] == 0;
		}
	}
	while (n > 0 && result->words[n - 1] == 0)
		n--;
	result->nwords = n;
	result->first = sum->first / 2;
}

/*
 * The number that the words have, as a double times a power of two
 *
 * The top 64 bits are taken, the last of them set if anything below is not
 * zero, so that the result is rounded once and right.
 */
static float8
words_to_float(const uint64 *words, int nwords, int *exponent)
{
	uint64		top;
	int			shift;
	int			i;

	*exponent = 0;
	if (nwords == 0)
		return 0;
	top = words[nwords - 1];
	shift = WORD_BITS - 1 - pg_leftmost_one_pos64(top);
	*exponent = WORD_BITS * (nwords - 1) - shift;
	i = nwords - 2;
	if (shift > 0)
	{
		top <<= shift;
		if (i >= 0)
			top |= words[i] >> (WORD_BITS - shift) | (words[i] << shift != 0);
		i--;
	}
	for (; i >= 0 && (top & 1) == 0; i--)
		top |= words[i] != 0;
	return (float8) top;
}

/* The sum, rounded once, as a double times a power of two */
static float8
sum_to_float(const ExactFloat *sum, int unit, int *exponent)
{
	CarriedSum	carried;
	float8		number;

	carry(&carried, sum);
	number = words_to_float(carried.words, carried.nwords, exponent);
	*exponent += WORD_BITS * carried.first + unit;
	return carried.negative ? -number : number;
}

/* The sum of finite double precision values, rounded once; infinite if too large */
float8
rr_exact_float_value(const ExactFloat *sum)
{
	int			exponent;
	float8		number = sum_to_float(sum, FLOAT_UNIT, &exponent);

	return ldexp(number, exponent);
}

/* Add another sum */
static void
add_sum(ExactFloat *sum, const ExactFloat *other)
{
	int			i;

	if (other->nlimbs == 0)
		return;
	widen(sum, other->first, other->first + other->nlimbs + 1);
	move_carries(sum);
	for (i = 0; i < other->nlimbs; i++)
	{
		int64		limb = other->limbs[i];
		int64	   *place = sum->limbs + (other->first + i - sum->first);

		place[0] += limb & LIMB_MASK;
		place[1] += limb >> LIMB_BITS;
	}
	move_carries(sum);
}

static void
send_sum(StringInfo buf, const ExactFloat *sum)
{
	int			i;

	pq_sendint32(buf, sum->first);
	pq_sendint32(buf, sum->nlimbs);
	for (i = 0; i < sum->nlimbs; i++)
		pq_sendint64(buf, sum->limbs[i]);
}

static void
receive_sum(StringInfo buf, ExactFloat *sum)
{
	int			first = pq_getmsgint(buf, 4);
	int			nlimbs = pq_getmsgint(buf, 4);
	int			i;

	if (first < 0 || first % 2 != 0 || nlimbs < 0 || nlimbs % 2 != 0 || first > MAX_LIMBS || nlimbs > MAX_LIMBS - first)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid exact sum in aggregate state")));
	if (nlimbs == 0)
		return;
	widen(sum, first, first + nlimbs);
	for (i = 0; i < nlimbs; i++)
		sum->limbs[i] = pq_getmsgint64(buf);
	move_carries(sum);
}

/* ---- Count, sum and squares ---- */

/* Make the sums zero; decimal: values come as numeric */
void
rr_exact_variance_init(ExactVariance *sums, bool decimal, MemoryContext context)
{
	sums->count = 0;
	sums->infinite_count = 0;
	sums->decimal = decimal;
	rr_exact_float_init(&sums->sum, context);
	rr_exact_float_init(&sums->squares, context);
}

static pg_attribute_always_inline void
add_to_both(ExactVariance *sums, WholeNumber number, bool subtract, bool aligned)
{
	uint64		low = (uint64) number.magnitude;
	uint64		high = (uint64) (number.magnitude >> 64);

	sums->count += subtract ? -1 : 1;
	add_whole(&sums->sum, number.magnitude, number.shift, number.negative != subtract, aligned);
	add_whole(&sums->squares, (rr_uint128) low * low, 2 * number.shift, subtract, aligned);
	if (high != 0)
	{
		add_whole(&sums->squares, (rr_uint128) low * high, 2 * number.shift + 65, subtract, false);
		add_whole(&sums->squares, (rr_uint128) high * high, 2 * number.shift + 128, subtract, aligned);
	}
}

/* Add a value to sums of double precision, or subtract it */
void
rr_exact_variance_add(ExactVariance *sums, float8 value, bool subtract)
{
	if (unlikely(isnan(value)))
		rr_refuse_nan();
	if (unlikely(isinf(value)))
		sums->infinite_count += subtract ? -1 : 1;
	else
		add_to_both(sums, whole_number(value), subtract, false);
}

/* Add a value of type numeric to decimal sums, or subtract it */
void
rr_exact_variance_add_numeric(ExactVariance *sums, Datum value, bool subtract)
{
	WholeNumber number;
	NumericParts parts;
	int128		units;
	int			scale;

	if (unlikely(!numeric_to_units(value, &units, &scale)))
	{
		rr_numeric_take_apart(value, &parts);
		if (parts.kind == NUMERIC_NAN)
			rr_refuse_nan();
		if (parts.kind != NUMERIC_FINITE)
		{
			sums->infinite_count += subtract ? -1 : 1;
			return;
		}
		if (!rr_numeric_parts_to_units(&parts, &units))
		{
			number = whole_number(DatumGetFloat8(DirectFunctionCall1(numeric_float8, value)));
			number.magnitude *= FIVE_TO_12;
			number.shift += FLOAT_UNIT - DECIMAL_UNIT;
			add_to_both(sums, number, subtract, false);
			return;
		}
	}

	number.negative = units < 0;
	number.magnitude = number.negative ? -(rr_uint128) units : (rr_uint128) units;
	number.shift = -UNIT_DECIMALS - DECIMAL_UNIT;
	StaticAssertStmt((-UNIT_DECIMALS - DECIMAL_UNIT) % LIMB_BITS == 0, "amounts must begin where a limb begins");
	add_to_both(sums, number, subtract, true);
}

/* Add the values of other sums of the same kind */
void
rr_exact_variance_combine(ExactVariance *sums, const ExactVariance *other)
{
	Assert(sums->decimal == other->decimal);

	sums->count += other->count;
	sums->infinite_count += other->infinite_count;
	add_sum(&sums->sum, &other->sum);
	add_sum(&sums->squares, &other->squares);
}

static inline int
unit_exponent(const ExactVariance *sums)
{
	return sums->decimal ? DECIMAL_UNIT : FLOAT_UNIT;
}

/* What is left of the unit when its power of two is gone */
static inline float8
unit_divisor(const ExactVariance *sums)
{
	return sums->decimal ? (float8) FIVE_TO_12 : 1;
}

/* Mean of the values; false if there is none or one is infinite */
bool
rr_exact_mean(const ExactVariance *sums, float8 *mean)
{
	int			exponent;

	if (sums->count == 0 || sums->infinite_count > 0)
		return false;
	*mean = sum_to_float(&sums->sum, unit_exponent(sums), &exponent) / unit_divisor(sums) / sums->count;
	*mean = ldexp(*mean, exponent);
	return isfinite(*mean);
}

/*
 * count * squares - sum * sum, a whole number of squared units, 0 or more
 *
 * The first word of the result has the weight 2^(64 * *first) squared units.
 * Returns the number of words.
 */
static int
scaled_variance(const ExactVariance *sums, uint64 *result, int *first)
{
	CarriedSum	sum;
	CarriedSum	squares;
	rr_uint128	product = 0;
	int			base;
	int			nwords;
	int			i;
	int			j;

	carry(&sum, &sums->sum);
	carry(&squares, &sums->squares);

	base = Min(squares.first, 2 * sum.first);
	nwords = squares.first - base;
	memset(result, 0, nwords * sizeof(uint64));
	for (i = 0; i < squares.nwords; i++)
	{
		product += (rr_uint128) squares.words[i] * (uint64) sums->count;
		result[nwords++] = (uint64) product;
		product >>= WORD_BITS;
	}
	result[nwords++] = (uint64) product;

	/* sum * sum <= count * squares: what is subtracted has no more words */
	for (i = 0; i < sum.nwords; i++)
	{
		uint64	   *word = result + (2 * sum.first - base + i);
		uint64		borrow = 0;

		for (j = 0; j < sum.nwords && word < result + nwords; j++, word++)
		{
			product = (rr_uint128) sum.words[i] * sum.words[j] + borrow;
			borrow = (uint64) (product >> WORD_BITS) + (*word < (uint64) product);
			*word -= (uint64) product;
		}
		for (; borrow != 0 && word < result + nwords; word++)
		{
			bool		below = *word < borrow;

			*word -= borrow;
			borrow = below;
		}
	}

	while (nwords > 0 && result[nwords - 1] == 0)
		nwords--;
	*first = base;
	return nwords;
}

/*
 * Sample standard deviation; false if there are fewer than two values or one
 * is infinite
 *
 * Everything up to the division by count * (count - 1) is exact, so equal
 * values have the deviation 0 and no cancellation costs a digit.
 */
bool
rr_exact_stddev(const ExactVariance *sums, float8 *stddev)
{
	uint64		words[2 * MAX_WORDS];
	float8		count = sums->count;
	float8		number;
	int			nwords;
	int			first;
	int			exponent;

	if (sums->count < 2 || sums->infinite_count > 0)
		return false;
	nwords = scaled_variance(sums, words, &first);
	number = words_to_float(words, nwords, &exponent);
	exponent += WORD_BITS * first;

	/* the root halves the exponent, so it has to be even */
	if (exponent % 2 != 0)
	{
		number *= 2;
		exponent--;
	}
	number = sqrt(number / (count * (count - 1))) / unit_divisor(sums);
	*stddev = ldexp(number, exponent / 2 + unit_exponent(sums));
	return isfinite(*stddev);
}

/* Append the sums to a message */
void
rr_exact_variance_send(StringInfo buf, const ExactVariance *sums)
{
	pq_sendint64(buf, sums->count);
	pq_sendint64(buf, sums->infinite_count);
	send_sum(buf, &sums->sum);
	send_sum(buf, &sums->squares);
}

/* Read sums that rr_exact_variance_send() has written; they must be initialized */
void
rr_exact_variance_receive(StringInfo buf, ExactVariance *sums)
{
	sums->count = pq_getmsgint64(buf);
	sums->infinite_count = pq_getmsgint64(buf);
	if (sums->count < 0 || sums->infinite_count < 0)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid count in aggregate state")));
	receive_sum(buf, &sums->sum);
	receive_sum(buf, &sums->squares);
}
