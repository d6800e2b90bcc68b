/*
 * chart_limit.c
 *	  Functions cusum_limit() and ewma_chart_limit(): from which value on a
 *	  chart alarms once in so many rows when nothing has changed.
 *
 * With normal deviations the level of a chart is a Markov chain.  The expected
 * number of rows until it crosses the limit, as a function of the level now,
 * solves an integral equation, here on the nodes of a Gauss-Legendre
 * quadrature (S. V. Crowder, "A Simple Method for Studying Run-Length
 * Distributions of Exponentially Weighted Moving Average Charts",
 * Technometrics 1987; C. S. Van Dobben de Bruyn, Cumulative Sum Tests, 1968).
 * The limit for a given number is found by bisection.
 */
#include "runrate.h"

#include <math.h>

#define NODES			64
#define UNKNOWNS		(NODES + 1) /* at the nodes, and where a chart begins */
#define BISECTIONS		40

/* The range in which so many nodes are enough */
#define MIN_SLACK		0.1
#define MAX_SLACK		3.0
#define MIN_WEIGHT		0.05
#define MIN_RUN_LENGTH	2
#define MAX_RUN_LENGTH	100000

/* Expected rows until a chart with this slack or weight reaches a limit */
typedef float8 (*RunLength) (float8 parameter, float8 limit);

static float8
normal_density(float8 x)
{
	return exp(-x * x / 2) / sqrt(2 * M_PI);
}

static float8
normal_distribution(float8 x)
{
	return erfc(-x / sqrt(2)) / 2;
}

/* Nodes and weights of the quadrature from -1 to 1: Newton's method on the Legendre polynomial */
static void
quadrature(float8 *nodes, float8 *weights)
{
	for (int i = 0; i < NODES; i++)
	{
		float8		x = cos(M_PI * (i + 0.75) / (NODES + 0.5));
		float8		slope = 0;

		for (int step = 0; step < 10; step++)
		{
			float8		value = x;
			float8		previous = 1;

			for (int degree = 2; degree <= NODES; degree++)
			{
				float8		next = ((2 * degree - 1) * x * value - (degree - 1) * previous) / degree;

				previous = value;
				value = next;
			}
			slope = NODES * (x * value - previous) / (x * x - 1);
			x -= value / slope;
		}
		nodes[i] = x;
		weights[i] = 2 / ((1 - x * x) * slope * slope);
	}
}

/* The last unknown of a system of equations: Gauss's elimination with pivots */
static float8
solve_last(float8 matrix[UNKNOWNS][UNKNOWNS + 1])
{
	for (int column = 0; column < UNKNOWNS; column++)
	{
		int			pivot = column;

		for (int row = column + 1; row < UNKNOWNS; row++)
		{
			if (fabs(matrix[row][column]) > fabs(matrix[pivot][column]))
				pivot = row;
		}
		for (int i = column; i <= UNKNOWNS && pivot != column; i++)
		{
			float8		swapped = matrix[column][i];

			matrix[column][i] = matrix[pivot][i];
			matrix[pivot][i] = swapped;
		}
		for (int row = column + 1; row < UNKNOWNS; row++)
		{
			float8		factor = matrix[row][column] / matrix[column][column];

			for (int i = column; i <= UNKNOWNS; i++)
				matrix[row][i] -= factor * matrix[column][i];
		}
	}
	return matrix[UNKNOWNS - 1][UNKNOWNS] / matrix[UNKNOWNS - 1][UNKNOWNS - 1];
}

/* Of a chart of cumulative sums: levels from 0, where it begins and where it is often, to the limit */
static float8
cusum_run_length(float8 slack, float8 limit)
{
	float8		nodes[NODES];
	float8		weights[NODES];
	float8		matrix[UNKNOWNS][UNKNOWNS + 1];

	quadrature(nodes, weights);
	for (int row = 0; row < UNKNOWNS; row++)
	{
		float8		level = row < NODES ? (nodes[row] + 1) * limit / 2 : 0;

		for (int i = 0; i < NODES; i++)
		{
			float8		next = (nodes[i] + 1) * limit / 2;

			matrix[row][i] = (row == i) - weights[i] * limit / 2 * normal_density(next + slack - level);
		}
		matrix[row][NODES] = (row == NODES) - normal_distribution(slack - level);
		matrix[row][UNKNOWNS] = 1;
	}
	return solve_last(matrix);
}

/* Of a weighted average, in its own standard deviations: levels from -limit to limit */
static float8
ewma_run_length(float8 weight, float8 limit)
{
	float8		nodes[NODES];
	float8		weights[NODES];
	float8		matrix[UNKNOWNS][UNKNOWNS + 1];
	float8		step = sqrt(weight * (2 - weight));

	quadrature(nodes, weights);
	for (int row = 0; row < UNKNOWNS; row++)
	{
		float8		level = row < NODES ? nodes[row] * limit : 0;

		for (int i = 0; i < NODES; i++)
		{
			float8		innovation = (nodes[i] * limit - (1 - weight) * level) / step;

			matrix[row][i] = (row == i) - weights[i] * limit / step * normal_density(innovation);
		}
		matrix[row][NODES] = row == NODES;
		matrix[row][UNKNOWNS] = 1;
	}
	return solve_last(matrix);
}

/* The limit that takes run_length rows */
static float8
find_limit(RunLength expected, float8 parameter, float8 run_length)
{
	float8		low = 0;
	float8		high = 0.5;

	if (!(run_length >= MIN_RUN_LENGTH && run_length <= MAX_RUN_LENGTH))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("run_length must be from %d to %d", MIN_RUN_LENGTH, MAX_RUN_LENGTH)));
	while (expected(parameter, high) < run_length)
	{
		low = high;
		high += 0.5;
	}
	for (int i = 0; i < BISECTIONS; i++)
	{
		float8		middle = (low + high) / 2;

		if (expected(parameter, middle) < run_length)
			low = middle;
		else
			high = middle;
	}
	return high;
}

PG_FUNCTION_INFO_V1(rr_cusum_limit);
/*
 * cusum_limit(slack, run_length) returns double precision: the value that
 * cusum_high(), or cusum_low(), reaches once in run_length rows on average
 *
 * For independent normal values with the target as mean.  Near 0 where a chart
 * that alarms at any positive value takes more rows than that.  Errors: slack not
 * from 0.1 to 3, run_length not from 2 to 100,000.
 */
Datum
rr_cusum_limit(PG_FUNCTION_ARGS)
{
	float8		slack = PG_GETARG_FLOAT8(0);

	if (!(slack >= MIN_SLACK && slack <= MAX_SLACK))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("slack must be from %g to %g", MIN_SLACK, MAX_SLACK)));
	PG_RETURN_FLOAT8(find_limit(cusum_run_length, slack, PG_GETARG_FLOAT8(1)));
}

PG_FUNCTION_INFO_V1(rr_ewma_chart_limit);
/*
 * ewma_chart_limit(weight, run_length) returns double precision: the value that
 * the size of ewma_chart() reaches once in run_length rows on average
 *
 * For independent normal values with the target as mean.  Errors: weight not
 * from 0.05 to 1, run_length not from 2 to 100,000.
 */
Datum
rr_ewma_chart_limit(PG_FUNCTION_ARGS)
{
	float8		weight = PG_GETARG_FLOAT8(0);

	if (!(weight >= MIN_WEIGHT && weight <= 1))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("weight must be from %g to 1", MIN_WEIGHT)));
	PG_RETURN_FLOAT8(find_limit(ewma_run_length, weight, PG_GETARG_FLOAT8(1)));
}
