/*
 * student_t.c
 *	  Quantiles of Student's t distribution, for confidence intervals.
 */
#include "runrate.h"

#include <math.h>

#include "stats/student_t.h"

/* From here on the expansion is exact to six digits or more */
#define EXPANSION_FREEDOM	30

/*
 * Check an argument that says how sure an interval shall be
 *
 * Not up to 1: nobody has an interval that is never wrong.
 */
void
rr_check_confidence(float8 confidence)
{
	if (!(confidence >= 0.5 && confidence <= 0.9999))
		ereport(ERROR,
				(errcode(ERRCODE_NUMERIC_VALUE_OUT_OF_RANGE),
				 errmsg("confidence must be between 0.5 and 0.9999"),
				 errdetail("The value is %g.", confidence),
				 errhint("Write 95 percent as 0.95.")));
}

/*
 * Probability of |T| <= t for a whole number of degrees of freedom
 *
 * A finite sum in theta = atan(t / sqrt(freedom)): Abramowitz and Stegun,
 * Handbook of Mathematical Functions, 1964, 26.7.3 and 26.7.4.
 */
static float8
central_probability(float8 t, int freedom)
{
	float8		theta = atan(t / sqrt(freedom));
	float8		cosine_squared = cos(theta) * cos(theta);
	bool		odd = freedom % 2 == 1;
	float8		term = odd ? cos(theta) : 1;
	float8		sum = freedom == 1 ? 0 : term;

	for (int i = odd ? 3 : 2; i < freedom; i += 2)
	{
		term *= cosine_squared * (i - 1) / i;
		sum += term;
	}
	return odd ? (theta + sin(theta) * sum) * 2 / M_PI : sin(theta) * sum;
}

/* The same of the normal distribution */
static float8
normal_probability(float8 z)
{
	return erf(z / sqrt(2));
}

/*
 * Solve probability(x) = confidence for x above 0 by bisection; freedom 0 is
 * the normal distribution
 */
static float8
solve_quantile(float8 confidence, int freedom)
{
	float8		low = 0;
	float8		high = 1;

	while ((freedom == 0 ? normal_probability(high) : central_probability(high, freedom)) < confidence)
		high *= 2;
	for (;;)
	{
		float8		middle = (low + high) / 2;

		if (middle <= low || middle >= high)
			return middle;
		if ((freedom == 0 ? normal_probability(middle) : central_probability(middle, freedom)) < confidence)
			low = middle;
		else
			high = middle;
	}
}

/*
 * The same, remembered: a query asks for one confidence, but for an interval of
 * every group or every row
 */
static float8
central_quantile(float8 confidence, int freedom)
{
	static float8 known_confidence;
	static float8 known[EXPANSION_FREEDOM];

	Assert(freedom < EXPANSION_FREEDOM);

	if (confidence != known_confidence)
	{
		known_confidence = confidence;
		memset(known, 0, sizeof(known));
	}
	if (known[freedom] == 0)
		known[freedom] = solve_quantile(confidence, freedom);
	return known[freedom];
}

/*
 * The t within which Student's t distribution lies with that probability on
 * both sides of 0: 0.95 and 10 degrees of freedom give 2.228
 *
 * Many degrees of freedom: Abramowitz and Stegun 26.7.5, around the normal
 * quantile.  freedom must be positive.
 */
float8
rr_student_t(float8 confidence, int64 freedom)
{
	float8		n = freedom;
	float8		z;
	float8		z2;

	Assert(freedom > 0);

	if (freedom < EXPANSION_FREEDOM)
		return central_quantile(confidence, (int) freedom);
	z = central_quantile(confidence, 0);
	z2 = z * z;
	return z * (1 + (z2 + 1) / (4 * n) +
				((5 * z2 + 16) * z2 + 3) / (96 * n * n) +
				(((3 * z2 + 19) * z2 + 17) * z2 - 15) / (384 * n * n * n) +
				((((79 * z2 + 776) * z2 + 1482) * z2 - 1920) * z2 - 945) / (92160 * n * n * n * n));
}
