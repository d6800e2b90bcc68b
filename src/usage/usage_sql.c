/*
 * usage_sql.c
 *	  SQL functions usage_columns, usage_buckets and usage_problem.
 *
 * All three read a usage object in the same way; the first two raise the
 * problem that the third returns.
 */
#include "runrate.h"

/* server headers have parameters that only assertions use */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "access/htup_details.h"
#include "funcapi.h"
#pragma GCC diagnostic pop
#include "utils/builtins.h"
#include "utils/numeric.h"

#include "usage/usage_formats.h"

/* The columns of usage_columns before and after those of the buckets */
enum
{
	COLUMN_PROVIDER,
	COLUMN_MODEL,
	COLUMN_SERVICE_TIER,
	COLUMN_INFERENCE_GEO,
	COLUMN_SPEED,
	COLUMN_TOTAL_INPUT,
	COLUMN_TOTAL_OUTPUT,
	FIRST_BUCKET_COLUMN,
	COLUMN_METER = FIRST_BUCKET_COLUMN + NBUCKETS,
	COLUMN_QUANTITY,
	COLUMN_REPORTED_COST,
	NCOLUMNS
};

/* The columns of usage_buckets */
enum
{
	BUCKETS_ATTEMPT,
	BUCKETS_MODEL,
	BUCKETS_TOTAL_INPUT,
	BUCKETS_BUCKET,
	BUCKETS_QUANTITY,
	BUCKETS_COLUMNS
};

PG_FUNCTION_INFO_V1(rr_usage_columns);
PG_FUNCTION_INFO_V1(rr_usage_buckets);
PG_FUNCTION_INFO_V1(rr_usage_problem_text);

/* Read the arguments (format text, usage jsonb); errors if there is a problem */
static void
read_usage_args(FunctionCallInfo fcinfo, Usage *usage)
{
	const UsageProblem *problem = &usage->problem;

	rr_usage_read(PG_GETARG_TEXT_PP(0), PG_GETARG_JSONB_P(1), usage);
	if (problem->message != NULL)
		ereport(ERROR,
				(errcode(problem->sqlerrcode),
				 errmsg_internal("%s", problem->message),
				 problem->detail != NULL ? errdetail_internal("%s", problem->detail) : 0,
				 problem->hint != NULL ? errhint("%s", problem->hint) : 0));
}

static void
put_text(UsageText value, Datum *datum, bool *isnull)
{
	*isnull = value.data == NULL;
	if (!*isnull)
		*datum = PointerGetDatum(cstring_to_text_with_len(value.data, value.size));
}

static void
put_count(int64 value, Datum *datum, bool *isnull)
{
	*isnull = value == UNREPORTED;
	*datum = Int64GetDatum(value);
}

/* The descriptor of the result, looked up once a query */
static TupleDesc
result_descriptor(FunctionCallInfo fcinfo)
{
	MemoryContext old_context;
	TupleDesc	tupdesc;

	if (fcinfo->flinfo->fn_extra != NULL)
		return fcinfo->flinfo->fn_extra;

	old_context = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	if (get_call_result_type(fcinfo, NULL, &tupdesc) != TYPEFUNC_COMPOSITE ||
		tupdesc->natts != NCOLUMNS)
		elog(ERROR, "return type must be the row type of usage_columns");
	fcinfo->flinfo->fn_extra = BlessTupleDesc(tupdesc);
	MemoryContextSwitchTo(old_context);
	return tupdesc;
}

/*
 * usage_columns(format text, usage jsonb): a row with a column for each bucket
 *
 * Counts are of all attempts together; NULL is not reported.  Errors: see
 * usage_problem.
 */
Datum
rr_usage_columns(PG_FUNCTION_ARGS)
{
	Usage		usage;
	Datum		values[NCOLUMNS];
	bool		nulls[NCOLUMNS];

	read_usage_args(fcinfo, &usage);
	put_text(usage.provider, &values[COLUMN_PROVIDER], &nulls[COLUMN_PROVIDER]);
	put_text(usage.sum.model, &values[COLUMN_MODEL], &nulls[COLUMN_MODEL]);
	put_text(usage.service_tier, &values[COLUMN_SERVICE_TIER], &nulls[COLUMN_SERVICE_TIER]);
	put_text(usage.inference_geo, &values[COLUMN_INFERENCE_GEO], &nulls[COLUMN_INFERENCE_GEO]);
	put_text(usage.speed, &values[COLUMN_SPEED], &nulls[COLUMN_SPEED]);
	put_count(usage.sum.total_input, &values[COLUMN_TOTAL_INPUT], &nulls[COLUMN_TOTAL_INPUT]);
	put_count(usage.sum.total_output, &values[COLUMN_TOTAL_OUTPUT], &nulls[COLUMN_TOTAL_OUTPUT]);
	for (int i = 0; i < NBUCKETS; i++)
		put_count(usage.sum.buckets[i], &values[FIRST_BUCKET_COLUMN + i],
				  &nulls[FIRST_BUCKET_COLUMN + i]);
	nulls[COLUMN_METER] = nulls[COLUMN_QUANTITY] = usage.meter.name == NULL;
	if (usage.meter.name != NULL)
	{
		values[COLUMN_METER] = CStringGetTextDatum(usage.meter.name);
		values[COLUMN_QUANTITY] = NumericGetDatum(usage.meter.quantity);
	}
	nulls[COLUMN_REPORTED_COST] = usage.cost == NULL;
	values[COLUMN_REPORTED_COST] = NumericGetDatum(usage.cost);
	return HeapTupleGetDatum(heap_form_tuple(result_descriptor(fcinfo), values, nulls));
}

/* The quantity that is counted on no bucket, as a row of usage_buckets */
static void
put_meter(ReturnSetInfo *result, const Usage *usage)
{
	Datum		values[BUCKETS_COLUMNS] = {0};
	bool		nulls[BUCKETS_COLUMNS] = {false};

	values[BUCKETS_ATTEMPT] = Int64GetDatum(1);
	put_text(usage->sum.model, &values[BUCKETS_MODEL], &nulls[BUCKETS_MODEL]);
	put_count(usage->sum.total_input, &values[BUCKETS_TOTAL_INPUT], &nulls[BUCKETS_TOTAL_INPUT]);
	values[BUCKETS_BUCKET] = CStringGetTextDatum(usage->meter.name);
	values[BUCKETS_QUANTITY] = NumericGetDatum(usage->meter.quantity);
	tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
}

/*
 * usage_buckets(format text, usage jsonb): a row for each attempt and bucket
 * that is reported
 *
 * Errors: see usage_problem.
 */
Datum
rr_usage_buckets(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Usage		usage;
	Datum		values[BUCKETS_COLUMNS];
	bool		nulls[BUCKETS_COLUMNS] = {false};

	read_usage_args(fcinfo, &usage);
	InitMaterializedSRF(fcinfo, 0);
	for (int a = 0; a < usage.nattempts; a++)
	{
		const UsageAttempt *attempt = &usage.attempts[a];

		values[BUCKETS_ATTEMPT] = Int64GetDatum((int64) a + 1);
		put_text(attempt->model, &values[BUCKETS_MODEL], &nulls[BUCKETS_MODEL]);
		put_count(attempt->total_input, &values[BUCKETS_TOTAL_INPUT], &nulls[BUCKETS_TOTAL_INPUT]);
		for (int i = 0; i < NBUCKETS; i++)
		{
			if (attempt->buckets[i] == UNREPORTED)
				continue;
			values[BUCKETS_BUCKET] = CStringGetTextDatum(rr_usage_bucket_names[i]);
			values[BUCKETS_QUANTITY] = NumericGetDatum(int64_to_numeric(attempt->buckets[i]));
			tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
		}
	}
	if (usage.meter.name != NULL)
		put_meter(result, &usage);
	return (Datum) 0;
}

/*
 * usage_problem(format text, usage jsonb) returns text
 *
 * Why the usage cannot be split into buckets, with the numbers; NULL if it can.
 */
Datum
rr_usage_problem_text(PG_FUNCTION_ARGS)
{
	Usage		usage;
	const UsageProblem *problem = &usage.problem;

	rr_usage_read(PG_GETARG_TEXT_PP(0), PG_GETARG_JSONB_P(1), &usage);
	if (problem->message == NULL)
		PG_RETURN_NULL();
	if (problem->detail == NULL)
		PG_RETURN_TEXT_P(cstring_to_text(problem->message));
	PG_RETURN_TEXT_P(cstring_to_text(psprintf("%s: %s", problem->message, problem->detail)));
}
