/*
 * fact_cost.c
 *	  What a fact costs, and how that was arrived at.
 */
#include "runrate.h"

#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/timestamp.h"

#include "ledger/event_usage.h"
#include "ledger/fact_cost.h"
#include "ledger/ledger_prices.h"
#include "money/numeric_arith.h"

/* The query for the cost of the row that a row reverses */
static const LedgerQuery reversed_queries[NFACT_KINDS] = {
	[FACT_EVENT] = QUERY_REVERSED_EVENT,
	[FACT_REVIEW] = QUERY_REVERSED_REVIEW,
	[FACT_SHARED_COST] = QUERY_REVERSED_SHARED_COST,
	[FACT_INVESTMENT] = QUERY_REVERSED_INVESTMENT,
	[FACT_INVOICE] = QUERY_REVERSED_INVOICE,
	[FACT_REVENUE] = QUERY_REVERSED_REVENUE
};

/* Set all that is derived; cost NULL is unknown, problem says why */
static void
set_cost(const FactTable *table, FactRow *row, Numeric cost, const char *basis, Datum price_rows,
		 const char *problem)
{
	if (cost == NULL)
		set_row_null(row, table->cost);
	else
		set_row_value(row, table->cost, NumericGetDatum(cost));
	if (table->kind == FACT_REVIEW)
		set_row_null(row, COLUMN_MINUTE_COST);
	if (table->kind != FACT_EVENT)
		return;
	set_row_null(row, COLUMN_COST_BASIS);
	set_row_null(row, COLUMN_PRICE_ROWS);
	set_row_null(row, COLUMN_PRICE_PROBLEM);
	if (basis != NULL)
		set_row_value(row, COLUMN_COST_BASIS, CStringGetTextDatum(basis));
	if (price_rows != (Datum) 0)
		set_row_value(row, COLUMN_PRICE_ROWS, price_rows);
	if (problem != NULL)
		set_row_value(row, COLUMN_PRICE_PROBLEM, CStringGetTextDatum(problem));
}

/* A value of the last query, as a copy in the given context; 0 if it is NULL */
static Datum
copied_value(int column, bool byval, int16 size, MemoryContext context)
{
	bool		isnull;
	Datum		value = rr_query_value(0, column, &isnull);
	MemoryContext old_context;

	if (isnull)
		return (Datum) 0;
	old_context = MemoryContextSwitchTo(context);
	value = datumCopy(value, byval, size);
	MemoryContextSwitchTo(old_context);
	return value;
}

/* A reversal costs what the row costs that it reverses, with the other sign */
static const char *
take_reversed_cost(const FactTable *table, FactRow *row)
{
	Datum		original[] = {row_value(row, COLUMN_REVERSES), row_value(row, COLUMN_OCCURRED_AT)};
	MemoryContext context = CurrentMemoryContext;
	Datum		cost = (Datum) 0;
	Datum		basis = (Datum) 0;
	Datum		price_rows = (Datum) 0;
	Datum		minute_cost = (Datum) 0;
	const char *problem = NULL;

	rr_run_ledger_query(&table->ledger, reversed_queries[table->kind], InvalidOid, original, NULL);
	if (SPI_processed > 0)
	{
		cost = copied_value(0, false, -1, context);
		if (cost != (Datum) 0 && table->kind == FACT_EVENT)
		{
			basis = copied_value(1, false, -1, context);
			price_rows = copied_value(2, false, -1, context);
		}
		if (table->kind == FACT_REVIEW)
			minute_cost = copied_value(1, false, -1, context);
	}
	SPI_finish();
	if (cost == (Datum) 0)
		problem = psprintf("the row " INT64_FORMAT " that it reverses has no cost", DatumGetInt64(original[0]));
	set_cost(table, row,
			 cost == (Datum) 0 ? NULL : numeric_call1(numeric_uminus, DatumGetNumeric(cost)),
			 basis == (Datum) 0 ? NULL : TextDatumGetCString(basis), price_rows, problem);
	if (minute_cost != (Datum) 0)
		set_row_value(row, COLUMN_MINUTE_COST,
					  NumericGetDatum(numeric_call1(numeric_uminus, DatumGetNumeric(minute_cost))));
	return problem;
}

static const char *
set_event_cost(FactTable *table, FactRow *row)
{
	Pricing    *pricing = &table->pricing;
	bool		is_report = rr_has_booked_report(table->prices, row);
	Numeric		cost = is_report ? rr_price_report(table->prices, row, pricing) :
	rr_price_event(table->prices, row, pricing);

	if (cost == NULL)
		set_cost(table, row, NULL, NULL, (Datum) 0, pricing->problem);
	else if (is_report || row_has(row, COLUMN_BILLED_AMOUNT))
		set_cost(table, row, cost, "reported", (Datum) 0, NULL);
	else
		set_cost(table, row, cost, pricing->estimated ? "estimated" : "computed",
				 rr_price_row_ids(pricing), pricing->problem);
	return cost == NULL ? pricing->problem : NULL;
}

/* The hourly cost of the reviewer on the day of the review, or NULL */
static Numeric
hourly_cost(const FactTable *table, const FactRow *row)
{
	Datum		values[] = {
		row_has(row, COLUMN_REVIEWER) ? row_value(row, COLUMN_REVIEWER) : CStringGetTextDatum("*"),
		row_value(row, COLUMN_OWNED_ON)
	};
	Datum		cost = (Datum) 0;
	MemoryContext context = CurrentMemoryContext;

	if (row_has(row, COLUMN_HOURLY_COST))
		return DatumGetNumeric(row_value(row, COLUMN_HOURLY_COST));
	rr_run_ledger_query(&table->ledger, QUERY_HOURLY_COST, InvalidOid, values, NULL);
	if (SPI_processed > 0)
		cost = copied_value(0, false, -1, context);
	SPI_finish();
	return cost == (Datum) 0 ? NULL : DatumGetNumeric(cost);
}

/*
 * The cost of a review is rounded, what its minutes are worth is not: reports
 * add that up and divide it by 60 once
 */
static const char *
set_review_cost(const FactTable *table, FactRow *row)
{
	Numeric		hourly;
	Numeric		minute_cost;
	Numeric		cost;

	if (row_has(row, COLUMN_FEE))
	{
		set_cost(table, row, DatumGetNumeric(row_value(row, COLUMN_FEE)), NULL, (Datum) 0, NULL);
		return NULL;
	}
	hourly = hourly_cost(table, row);
	if (hourly == NULL)
	{
		set_cost(table, row, NULL, NULL, (Datum) 0, NULL);
		return row_has(row, COLUMN_REVIEWER) ?
			psprintf("no hourly cost for reviewer %s", rr_quoted_text(rr_row_text(row, COLUMN_REVIEWER))) :
			"no hourly cost for a review without a reviewer";
	}
	minute_cost = numeric_times(DatumGetNumeric(row_value(row, COLUMN_MINUTES)), hourly);
	cost = rr_rounded_quotient(minute_cost, int64_to_numeric(MINS_PER_HOUR), COST_DECIMALS);
	if (!rr_is_cost(cost))
	{
		set_cost(table, row, NULL, NULL, (Datum) 0, NULL);
		return "cost is too large for numeric(30,12)";
	}
	set_row_value(row, COLUMN_COST, NumericGetDatum(cost));
	set_row_value(row, COLUMN_MINUTE_COST, NumericGetDatum(minute_cost));
	return NULL;
}

static const char *
set_bill_amount(const FactTable *table, FactRow *row)
{
	UsageText	currency = rr_row_text(row, COLUMN_BILLING_CURRENCY);
	Numeric		rate;
	Numeric		amount;

	rate = rr_exchange_rate(table->prices, currency,
							DatumGetTimestampTz(row_value(row, COLUMN_OCCURRED_AT)));
	if (rate == NULL)
	{
		set_row_null(row, COLUMN_AMOUNT);
		return rr_no_exchange_rate(currency);
	}
	amount = rr_rounded_quotient(numeric_times(DatumGetNumeric(row_value(row, COLUMN_BILLED_AMOUNT)), rate),
								 int64_to_numeric(1), BILL_DECIMALS);
	if (numeric_compare(numeric_magnitude(amount), numeric_power_of_ten(-BILL_DIGITS)) >= 0)
	{
		set_row_null(row, COLUMN_AMOUNT);
		return "amount is too large for numeric(20,6)";
	}
	set_row_value(row, COLUMN_AMOUNT, NumericGetDatum(amount));
	return NULL;
}

/*
 * Compute the cost of a row that has none; why it is not known, or NULL
 */
const char *
rr_compute_cost(FactTable *table, FactRow *row)
{
	if (row_has(row, COLUMN_REVERSES))
		return take_reversed_cost(table, row);
	if (table->kind == FACT_EVENT)
		return set_event_cost(table, row);
	if (table->kind == FACT_REVIEW)
		return set_review_cost(table, row);
	return set_bill_amount(table, row);
}

/*
 * See to the cost of a new row that reverses nothing
 *
 * How the cost was arrived at is for the ledger to say; a cost that comes with
 * the row may be called an estimate.
 */
void
rr_arrive_at_cost(FactTable *table, FactRow *row)
{
	UsageText	basis = rr_row_text(row, COLUMN_COST_BASIS);
	bool		is_estimate = basis.data != NULL && basis.size == strlen("estimated") &&
	memcmp(basis.data, "estimated", basis.size) == 0;
	const char *problem;

	if (!table->has_cost)
		return;
	if (row_has(row, table->cost) && table->kind != FACT_REVIEW)
	{
		set_cost(table, row, DatumGetNumeric(row_value(row, table->cost)),
				 is_estimate ? "estimated" : "reported", (Datum) 0, NULL);
		return;
	}
	problem = rr_compute_cost(table, row);
	if (problem != NULL)
		rr_count_intake(&table->report->unpriced, problem);
}
