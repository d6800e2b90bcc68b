/*
 * event_usage.c
 *	  What an event used: its columns filled from its usage object, and what
 *	  that costs.
 */
#include "runrate.h"

#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "ledger/event_usage.h"
#include "money/numeric_arith.h"
#include "money/numeric_digits.h"
#include "usage/usage_formats.h"
#include "usage/usage_json.h"

/*
 * Take a bucket over from the usage; a problem if the row says otherwise
 *
 * What the usage does not report may be in the row beside it only where it is
 * not part of the tokens that the usage does report.
 */
static const char *
take_bucket(FactRow *row, int bucket, int64 used)
{
	FactColumn	column = FIRST_BUCKET_COLUMN + bucket;
	int64		given;

	if (row->columns->position[column] < 0)
		return used <= 0 ? NULL :
			psprintf("usage has " INT64_FORMAT " %s, for which this ledger has no column yet: see runrate.upgrade_ledger",
					 used, rr_usage_bucket_names[bucket]);
	if (!row_has(row, column))
	{
		if (used != UNREPORTED)
			set_row_value(row, column, Int64GetDatum(used));
		return NULL;
	}
	given = DatumGetInt64(row_value(row, column));
	if (given == used || (used == UNREPORTED && (given == 0 || bucket > LAST_TOKEN_BUCKET)))
		return NULL;
	return psprintf("%s is " INT64_FORMAT " in the row and " INT64_FORMAT " in its usage",
					rr_usage_bucket_names[bucket], given, Max(used, 0));
}

/* Fill a text column of the row from its usage, if it is empty */
static void
take_text(FactRow *row, FactColumn column, UsageText value)
{
	if (!row_has(row, column))
		rr_set_row_text(row, column, value);
}

static const char *
shown_problem(const UsageProblem *problem)
{
	const char *more = problem->detail != NULL ? problem->detail : problem->hint;

	return more == NULL ? problem->message : psprintf("%s: %s", problem->message, more);
}

/*
 * Take the meter over that is no bucket; a problem if the row has another
 */
static const char *
take_meter(FactRow *row, const UsageMeter *meter)
{
	UsageText	name;

	if (meter->name == NULL)
		return NULL;
	name = text_of(meter->name, strlen(meter->name));
	if (!row_has(row, COLUMN_METER) && !row_has(row, COLUMN_QUANTITY))
	{
		rr_set_row_text(row, COLUMN_METER, name);
		set_row_value(row, COLUMN_QUANTITY, NumericGetDatum(meter->quantity));
		return NULL;
	}
	if (rr_usage_text_is(rr_row_text(row, COLUMN_METER), meter->name) && row_has(row, COLUMN_QUANTITY) &&
		numeric_compare(DatumGetNumeric(row_value(row, COLUMN_QUANTITY)), meter->quantity) == 0)
		return NULL;
	return psprintf("usage has %s %s, and the row has another quantity or meter",
					numeric_text(meter->quantity), meter->name);
}

/* The model that an event is booked on: that of the message or, without, of its last request */
static UsageText
model_of(const Usage *usage)
{
	if (usage->model.data != NULL)
		return usage->model;
	return usage->nattempts > 0 ? usage->attempts[usage->nattempts - 1].model : usage->sum.model;
}

/* Does a usage say more of what an event costs than the sums that its columns have? */
static bool
says_more(const Usage *usage)
{
	return usage->nattempts > 1 || (usage->nattempts == 1 && usage->attempts[0].context != UNREPORTED);
}

/*
 * Fill the columns of an event from its usage object; a problem or NULL
 *
 * *needs_usage is set if the cost cannot be computed again without the object.
 */
const char *
rr_take_usage(FactRow *row, bool *needs_usage)
{
	Usage		usage;
	const char *problem;

	if (!row_has(row, COLUMN_USAGE))
		return NULL;
	if (!row_has(row, COLUMN_USAGE_FORMAT))
		return "usage is given without usage_format";
	rr_usage_read(DatumGetTextPP(row_value(row, COLUMN_USAGE_FORMAT)),
				  DatumGetJsonbP(row_value(row, COLUMN_USAGE)), &usage);
	if (usage.problem.message != NULL)
		return shown_problem(&usage.problem);
	*needs_usage = says_more(&usage);
	for (int bucket = 0; bucket < NBUCKETS; bucket++)
		if ((problem = take_bucket(row, bucket, usage.sum.buckets[bucket])) != NULL)
			return problem;
	take_text(row, COLUMN_PROVIDER, usage.provider);
	take_text(row, COLUMN_MODEL, model_of(&usage));
	take_text(row, COLUMN_SERVICE_TIER, usage.service_tier);
	take_text(row, COLUMN_INFERENCE_GEO, usage.inference_geo);
	take_text(row, COLUMN_SPEED, usage.speed);
	if (usage.cost != NULL && !row_has(row, COLUMN_REPORTED_COST))
		set_row_value(row, COLUMN_REPORTED_COST, NumericGetDatum(usage.cost));
	return take_meter(row, &usage.meter);
}

static PriceQuantity
quantity_of(Numeric value)
{
	const int64 units_of_one = INT64CONST(1000000000000);
	PriceQuantity quantity = {0, value};
	NumericParts parts;
	int128		units;

	rr_numeric_take_apart(NumericGetDatum(value), &parts);
	if (parts.kind == NUMERIC_FINITE && rr_numeric_parts_to_units(&parts, &units) &&
		units % units_of_one == 0 && units / units_of_one <= PG_INT64_MAX &&
		units / units_of_one >= -PG_INT64_MAX)
		quantity = (PriceQuantity)
	{
		units / units_of_one, NULL
	};
	return quantity;
}

/* Read the quantities of an event; usage has none yet */
static void
read_quantities(const FactRow *row, PricedUsage *usage)
{
	for (int i = 0; i < NBUCKETS; i++)
	{
		if (!row_has(row, FIRST_BUCKET_COLUMN + i))
			continue;
		usage->buckets[i] = DatumGetInt64(row_value(row, FIRST_BUCKET_COLUMN + i));
		usage->used |= (uint32) (usage->buckets[i] != 0) << i;
		usage->is_reported = true;
	}
	usage->meter = rr_row_text(row, COLUMN_METER);
	if (!row_has(row, COLUMN_QUANTITY))
		usage->meter.data = NULL;
	if (usage->meter.data != NULL)
	{
		usage->quantity = quantity_of(DatumGetNumeric(row_value(row, COLUMN_QUANTITY)));
		usage->is_reported = true;
	}
	rr_sum_used(usage);
}

/*
 * How many requests an event is the sum of; 0 if that is not known
 *
 * Answers from a cache, which are no requests, count as one.
 */
static int64
requests_of(const FactRow *row)
{
	FactColumn	column = FIRST_BUCKET_COLUMN + BUCKET_REQUESTS;
	int64		requests = row_has(row, column) ? DatumGetInt64(row_value(row, column)) : 1;
	int64		events = row_has(row, COLUMN_EVENT_COUNT) ?
	DatumGetInt64(row_value(row, COLUMN_EVENT_COUNT)) : 1;

	return Max(Max(requests, events), 1);
}

/* Set what one of the requests of an event used */
static void
set_request(PricedUsage *request, const Usage *usage, const UsageAttempt *attempt)
{
	for (int i = 0; i < NBUCKETS; i++)
		request->buckets[i] = Max(attempt->buckets[i], 0);

	/*
	 * what has the message's model has the event's, which may be an alias of
	 * it
	 */
	if (attempt->model.data != NULL && (request->model.data == NULL ||
										!(usage->model.size == attempt->model.size &&
										  memcmp(usage->model.data, attempt->model.data, attempt->model.size) == 0)))
		request->model = attempt->model;
	request->nrequests = Max(attempt->buckets[BUCKET_REQUESTS], 0);
	rr_sum_buckets(request);
	if (attempt->context != UNREPORTED)
	{
		request->request.total_input = attempt->context;
		request->nrequests = 1;
	}
}

/*
 * The requests that an event's usage object says it was billed for
 *
 * whole: of the row.  What the row says beside the usage, and the quantity on
 * another meter, belong to the last request.
 */
static PricedUsage *
split_requests(const FactRow *row, const PricedUsage *whole, int *nrequests)
{
	Usage		usage;
	PricedUsage *requests;
	PricedUsage *last;

	rr_usage_read(DatumGetTextPP(row_value(row, COLUMN_USAGE_FORMAT)),
				  DatumGetJsonbP(row_value(row, COLUMN_USAGE)), &usage);
	if (usage.problem.message != NULL || usage.nattempts == 0)
		return NULL;
	*nrequests = usage.nattempts;
	requests = palloc(usage.nattempts * sizeof(PricedUsage));
	for (int i = 0; i < usage.nattempts; i++)
	{
		requests[i] = *whole;
		requests[i].meter.data = NULL;
		set_request(&requests[i], &usage, &usage.attempts[i]);
	}
	last = &requests[usage.nattempts - 1];
	last->meter = whole->meter;
	for (int i = 0; i < NBUCKETS; i++)
	{
		last->buckets[i] += whole->buckets[i] - Max(usage.sum.buckets[i], 0);
		last->used |= (uint32) (last->buckets[i] != 0) << i;
	}
	return requests;
}

/* Does a word stand in place of the usage object, which was erased? */
static bool
is_erased_usage(const FactRow *row)
{
	Jsonb	   *usage = row_has(row, COLUMN_USAGE) ? DatumGetJsonbP(row_value(row, COLUMN_USAGE)) : NULL;

	return usage != NULL && JB_ROOT_IS_SCALAR(usage) &&
		getIthJsonbValueFromContainer(&usage->root, 0)->type == jbvString;
}

/* Why nothing is known of what an event used, of which no column says anything */
static const char *
unknown_use(const FactRow *row)
{
	Usage		usage;

	if (!row_has(row, COLUMN_USAGE) || !row_has(row, COLUMN_USAGE_FORMAT))
		return "neither cost nor usage given";
	rr_usage_read(DatumGetTextPP(row_value(row, COLUMN_USAGE_FORMAT)),
				  DatumGetJsonbP(row_value(row, COLUMN_USAGE)), &usage);
	return usage.is_null ? "the usage is null, so what was used is not known" :
		"the usage has no quantity, so what was used is not known";
}

/*
 * Does the usage object say more of what an event costs than its columns do?
 *
 * It does where it has several requests, each with its own thresholds.
 */
static bool
has_requests(const FactRow *row)
{
	FactColumn	column = FIRST_BUCKET_COLUMN + BUCKET_REQUESTS;

	return row_has(row, COLUMN_USAGE) && row_has(row, COLUMN_USAGE_FORMAT) &&
		(!row_has(row, column) || DatumGetInt64(row_value(row, column)) > 1);
}

/* Can the cost of an event, which has a usage object, not be computed again without that? */
bool
rr_needs_usage(const FactRow *row)
{
	Usage		usage;

	if (is_erased_usage(row))
		return true;
	if (!has_requests(row))
		return false;
	rr_usage_read(DatumGetTextPP(row_value(row, COLUMN_USAGE_FORMAT)),
				  DatumGetJsonbP(row_value(row, COLUMN_USAGE)), &usage);
	return says_more(&usage);
}

/* Does the provider say what an event cost, and is that what is to be booked? */
bool
rr_has_booked_report(PriceSource *source, const FactRow *row)
{
	return !row_has(row, COLUMN_BILLED_AMOUNT) && row_has(row, COLUMN_REPORTED_COST) &&
		rr_books_reported_cost(source, rr_row_text(row, COLUMN_PROVIDER));
}

/*
 * What the provider says that an event cost, which is in US dollars, in the
 * currency of the ledger
 *
 * NULL, and pricing->problem says why, if there is no rate.
 */
Numeric
rr_price_report(PriceSource *source, const FactRow *row, Pricing *pricing)
{
	PricedUsage usage = {0};

	usage.request.at = DatumGetTimestampTz(row_value(row, COLUMN_OCCURRED_AT));
	usage.billed_amount = DatumGetNumeric(row_value(row, COLUMN_REPORTED_COST));
	usage.billing_currency = text_of("USD", 3);
	return rr_price_usage(source, &usage, 1, pricing);
}

/*
 * What an event costs by its billed amount or, without one, by its usage
 *
 * row: of an event with a finite occurred_at.  NULL, and pricing->problem says
 * why, if that is not known.
 */
Numeric
rr_price_event(PriceSource *source, const FactRow *row, Pricing *pricing)
{
	PricedUsage usage = {0};
	PricedUsage *requests = NULL;
	int			nrequests = 1;

	usage.request.at = DatumGetTimestampTz(row_value(row, COLUMN_OCCURRED_AT));
	if (!row_has(row, COLUMN_BILLED_AMOUNT) && is_erased_usage(row))
	{
		rr_begin_pricing(pricing);
		rr_unpriced(pricing, "the usage was erased, without which the cost cannot be computed");
		return NULL;
	}
	if (row_has(row, COLUMN_BILLED_AMOUNT))
	{
		usage.billed_amount = DatumGetNumeric(row_value(row, COLUMN_BILLED_AMOUNT));
		usage.billing_currency = rr_row_text(row, COLUMN_BILLING_CURRENCY);
	}
	else
	{
		usage.provider = rr_row_text(row, COLUMN_PROVIDER);
		usage.model = rr_row_text(row, COLUMN_MODEL);
		usage.request.service_tier = rr_row_text(row, COLUMN_SERVICE_TIER);
		usage.request.speed = rr_row_text(row, COLUMN_SPEED);
		usage.request.inference_geo = rr_row_text(row, COLUMN_INFERENCE_GEO);
		usage.nrequests = requests_of(row);
		read_quantities(row, &usage);
		if (!usage.is_reported)
		{
			rr_begin_pricing(pricing);
			rr_unpriced(pricing, unknown_use(row));
			return NULL;
		}
		if (has_requests(row))
			requests = split_requests(row, &usage, &nrequests);
	}
	if (requests == NULL)
		return rr_price_usage(source, &usage, 1, pricing);
	return rr_price_usage(source, requests, nrequests, pricing);
}
