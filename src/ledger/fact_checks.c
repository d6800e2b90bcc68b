/*
 * fact_checks.c
 *	  Why a row of a fact table cannot be taken.
 *
 * A load does not fail because of single rows: what a constraint of the ledger
 * would refuse goes to quarantine, with what is allowed in the reason.  The
 * constraints stay, for rows that come while triggers are off.
 */
#include "runrate.h"

#include "access/detoast.h"
#include "access/xact.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "common/local_time.h"
#include "ledger/fact_checks.h"
#include "ledger/fact_usage.h"
#include "money/numeric_arith.h"

/* In place of a number of decimals: they are kept as they are */
#define ALL_DECIMALS	(-1)

/* Money and quantities, by their decimals and the digits before them */
typedef struct AmountRule
{
	FactColumn	column;
	int			digits;
	int			decimals;
} AmountRule;

static const AmountRule amount_rules[] = {
	{COLUMN_COST, 18, COST_DECIMALS},
	{COLUMN_HOURLY_COST, 18, COST_DECIMALS},
	{COLUMN_FEE, 18, COST_DECIMALS},
	{COLUMN_REPORTED_COST, 18, ALL_DECIMALS},
	{COLUMN_AMOUNT, BILL_DIGITS, BILL_DECIMALS},
	{COLUMN_BILLED_AMOUNT, 18, ALL_DECIMALS},
	{COLUMN_INVOICED_AMOUNT, 18, ALL_DECIMALS},
	{COLUMN_LIST_AMOUNT, 18, ALL_DECIMALS},
	{COLUMN_CONTRACTED_AMOUNT, 18, ALL_DECIMALS},
	{COLUMN_QUANTITY, 31, ALL_DECIMALS},
	{COLUMN_MINUTES, 18, ALL_DECIMALS}
};

/* Whole numbers that have bounds */
static const struct
{
	FactColumn	column;
	int			facts;			/* bits */
	int64		least;
	int64		most;
}			count_rules[] = {
	{COLUMN_ATTEMPT, 1 << FACT_EVENT, 1, PG_INT64_MAX},
	{COLUMN_EVENT_COUNT, 1 << FACT_EVENT, 1, INT64CONST(1000000000000)},
	{COLUMN_OUTCOME_QUANTITY, 1 << FACT_OUTCOME, 0, INT64CONST(1000000000)},
	{COLUMN_MONTHS, 1 << FACT_INVESTMENT, 1, 1200}
};

/* Texts of which only some are allowed */
static const struct
{
	FactColumn	column;
	const char *first;
	const char *second;
}			choice_rules[] = {
	{COLUMN_VERDICT, "accurate", "inaccurate"},
	{COLUMN_DEPLOYMENT, "third_party", "self_hosted"}
};

/* Sources of rows that the ledger writes itself */
static const char *const reserved_sources[] = {"reversal", "correction"};

/* The last month that a bill can be of: 2100-12-01 */
#define LAST_MONTH	(date2j(2100, 12, 1) - POSTGRES_EPOCH_JDATE)

static const char *
column_name(TupleDesc tupdesc, int position)
{
	return NameStr(TupleDescAttr(tupdesc, position)->attname);
}

static const char *
name_of(const FactTable *table, TupleDesc tupdesc, FactColumn column)
{
	return column_name(tupdesc, table->columns.position[column]);
}

static bool
is_text(UsageText value, const char *text)
{
	return value.data != NULL && value.size == strlen(text) && memcmp(value.data, text, value.size) == 0;
}

/*
 * All columns
 */

static const char *
check_column(const ColumnUse *use, const char *column, Datum value, bool isnull)
{
	if (isnull)
		return use->required ? psprintf("%s is empty", column) : NULL;
	if (use->max_bytes > 0)
	{
		Size		size = toast_raw_datum_size(value) - VARHDRSZ;

		if (size > (Size) use->max_bytes)
			return psprintf("%s has %zu bytes: allowed are up to %d", column, size, use->max_bytes);
	}
	else if (use->is_numeric)
	{
		Numeric		number = DatumGetNumeric(value);

		if (numeric_is_nan(number) || numeric_is_inf(number))
			return psprintf("%s is %s", column, numeric_text(number));
		if (use->is_count && numeric_sign_of(number) < 0)
			return psprintf("%s is %s in a row that reverses nothing", column, numeric_text(number));
	}
	else if (use->is_count && DatumGetInt64(value) < 0)
		return psprintf("%s is " INT64_FORMAT " in a row that reverses nothing", column,
						DatumGetInt64(value));
	return NULL;
}

static const char *
check_columns(const FactTable *table, const FactRow *row, TupleDesc tupdesc)
{
	for (int i = 0; i < tupdesc->natts; i++)
	{
		const ColumnUse *use = &table->uses[i];
		const char *problem;

		if (!(use->required || use->max_bytes > 0 || use->is_numeric || use->is_count))
			continue;
		problem = check_column(use, column_name(tupdesc, i), row->values[i], row->nulls[i]);
		if (problem != NULL)
			return problem;
	}
	return NULL;
}

/*
 * What only the ledger sets
 */

static const char *
check_reserved(const FactTable *table, const FactRow *row)
{
	UsageText	source = rr_row_text(row, COLUMN_SOURCE);

	if (table->kind == FACT_DISPOSAL)
		return "disposals are made by dispose_investment() alone";
	if (table->kind == FACT_RECLASSIFICATION)
		return "reclassifications are made by reclassify() alone";
	if (row_has(row, COLUMN_REVERSES))
		return psprintf("reverses is set by reverse_%s() alone", rr_fact_names[table->kind]);
	if (row_has(row, COLUMN_CORRECTS))
		return "corrects is set by the ledger alone";
	for (size_t i = 0; i < lengthof(reserved_sources); i++)
		if (is_text(source, reserved_sources[i]))
			return psprintf("the source \"%s\" is reserved for rows of the ledger itself", reserved_sources[i]);
	return NULL;
}

/*
 * Dates
 */

static char *
shown_time(TimestampTz at)
{
	char	   *buffer = palloc(MAXDATELEN + 1);
	struct pg_tm tm;
	fsec_t		fsec;

	if (TIMESTAMP_NOT_FINITE(at))
		EncodeSpecialTimestamp(at, buffer);
	else if (timestamp2tm(at, NULL, &tm, &fsec, NULL, NULL) == 0)
		EncodeDateTime(&tm, fsec, true, 0, NULL, USE_ISO_DATES, buffer);
	else
		strcpy(buffer, "out of range");
	return buffer;
}

static char *
shown_date(DateADT day)
{
	char	   *buffer = palloc(MAXDATELEN + 1);
	struct pg_tm tm = {0};

	if (DATE_NOT_FINITE(day))
		EncodeSpecialDate(day, buffer);
	else
	{
		j2date(day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
		EncodeDateOnly(&tm, USE_ISO_DATES, buffer);
	}
	return buffer;
}

/* The present, asked for only when the transaction's own time does not do */
static bool
is_in_future(TimestampTz at)
{
	return at > GetCurrentTransactionStartTimestamp() + USECS_PER_DAY &&
		at > GetCurrentTimestamp() + USECS_PER_DAY;
}

static const char *
check_occurred_at(const FactTable *table, const FactRow *row)
{
	TimestampTz at = DatumGetTimestampTz(row_value(row, COLUMN_OCCURRED_AT));

	/*
	 * the first day of 2000 in the ledger's zone; far values have no local
	 * time
	 */
	if (at >= -USECS_PER_DAY && !is_in_future(at) &&
		rr_local_day(at, table->zone) >= POSTGRES_EPOCH_JDATE)
		return NULL;
	return psprintf("occurred_at is %s: allowed is from 2000-01-01 to a day after now", shown_time(at));
}

static bool
is_month(DateADT day)
{
	int			year;
	int			month;
	int			day_of_month;

	if (day < 0 || day > LAST_MONTH)
		return false;
	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	return day_of_month == 1;
}

static const char *
check_month(const FactTable *table, const FactRow *row, FactColumn column, TupleDesc tupdesc)
{
	DateADT		day;

	if (!row_has(row, column))
		return NULL;
	day = DatumGetDateADT(row_value(row, column));
	if (is_month(day))
		return NULL;
	return psprintf("%s is %s: allowed are first days of months from 2000-01-01 to 2100-12-01",
					name_of(table, tupdesc, column), shown_date(day));
}

/*
 * Numbers and choices
 */

static const char *
check_counts(const FactTable *table, const FactRow *row, TupleDesc tupdesc)
{
	for (size_t i = 0; i < lengthof(count_rules); i++)
	{
		FactColumn	column = count_rules[i].column;
		int64		value;

		if ((count_rules[i].facts & 1 << table->kind) == 0 || !row_has(row, column))
			continue;
		value = DatumGetInt64(row_value(row, column));
		if (value >= count_rules[i].least && value <= count_rules[i].most)
			continue;
		if (count_rules[i].most == PG_INT64_MAX)
			return psprintf("%s is " INT64_FORMAT ": allowed is " INT64_FORMAT " and above",
							name_of(table, tupdesc, column), value, count_rules[i].least);
		return psprintf("%s is " INT64_FORMAT ": allowed is " INT64_FORMAT " to " INT64_FORMAT,
						name_of(table, tupdesc, column), value, count_rules[i].least, count_rules[i].most);
	}
	return NULL;
}

/* Round an amount to its decimals; a problem if it has too many digits before them */
static const char *
round_amount(const FactTable *table, FactRow *row, const AmountRule *rule, TupleDesc tupdesc)
{
	Numeric		amount;

	if (!row_has(row, rule->column))
		return NULL;
	amount = DatumGetNumeric(row_value(row, rule->column));
	if (rule->decimals != ALL_DECIMALS)
		amount = DatumGetNumeric(DirectFunctionCall2(numeric_round, NumericGetDatum(amount),
													 Int32GetDatum(rule->decimals)));
	if (numeric_compare(numeric_magnitude(amount), numeric_power_of_ten(-rule->digits)) >= 0)
		return psprintf("%s is %s: allowed is what has up to %d digits before the point",
						name_of(table, tupdesc, rule->column),
						numeric_text(DatumGetNumeric(row_value(row, rule->column))), rule->digits);
	set_row_value(row, rule->column, NumericGetDatum(amount));
	return NULL;
}

static const char *
check_choices(const FactTable *table, const FactRow *row, TupleDesc tupdesc)
{
	for (size_t i = 0; i < lengthof(choice_rules); i++)
	{
		UsageText	value = rr_row_text(row, choice_rules[i].column);

		if (value.data == NULL || is_text(value, choice_rules[i].first) ||
			is_text(value, choice_rules[i].second))
			continue;
		return psprintf("%s is %s: allowed are %s and %s",
						name_of(table, tupdesc, choice_rules[i].column), rr_quoted_text(value),
						choice_rules[i].first, choice_rules[i].second);
	}
	return NULL;
}

static const char *
check_currency(const FactRow *row)
{
	UsageText	currency = rr_row_text(row, COLUMN_BILLING_CURRENCY);
	bool		is_code = currency.size == 3;

	if (currency.data == NULL)
		return NULL;
	for (size_t i = 0; is_code && i < currency.size; i++)
		is_code = currency.data[i] >= 'A' && currency.data[i] <= 'Z';
	return is_code ? NULL :
		psprintf("billing_currency is %s: allowed are the three capital letters of ISO 4217, such as USD",
				 rr_quoted_text(currency));
}

/* What has to be there together, or not */
static const char *
check_combination(const FactTable *table, const FactRow *row)
{
	if (table->kind == FACT_REVIEW)
	{
		if (row_has(row, COLUMN_FEE) && row_has(row, COLUMN_HOURLY_COST))
			return "fee and hourly_cost are given: allowed is one of them";
		if (!row_has(row, COLUMN_FEE) && !row_has(row, COLUMN_MINUTES))
			return "neither minutes nor fee is given";
	}
	else if (table->has_cost && table->cost == COLUMN_AMOUNT &&
			 !row_has(row, COLUMN_AMOUNT) && !row_has(row, COLUMN_BILLED_AMOUNT))
		return "neither amount nor billed_amount is given";
	return NULL;
}

static const char *
check_values(const FactTable *table, FactRow *row, TupleDesc tupdesc)
{
	const char *problem = check_occurred_at(table, row);

	if (problem == NULL)
		problem = check_month(table, row, COLUMN_MONTH, tupdesc);
	if (problem == NULL)
		problem = check_month(table, row, COLUMN_FIRST_MONTH, tupdesc);
	if (problem == NULL)
		problem = check_counts(table, row, tupdesc);
	for (size_t i = 0; problem == NULL && i < lengthof(amount_rules); i++)
		problem = round_amount(table, row, &amount_rules[i], tupdesc);
	if (problem == NULL)
		problem = check_choices(table, row, tupdesc);
	if (problem == NULL)
		problem = check_currency(row);
	if (problem == NULL)
		problem = check_combination(table, row);
	return problem;
}

/*
 * Why a new row cannot be taken, or NULL
 *
 * Brings the row into the form in which it is kept: columns of usage filled,
 * money rounded to its decimals.  *needs_usage is set if the usage object says
 * more of what an event costs than its columns do.
 */
const char *
rr_check_fact(const FactTable *table, FactRow *row, TupleDesc tupdesc, bool *needs_usage)
{
	const char *problem = check_reserved(table, row);

	if (problem == NULL && table->kind == FACT_EVENT)
		problem = rr_normalise_event(row, needs_usage);
	if (problem == NULL)
		problem = check_columns(table, row, tupdesc);
	if (problem == NULL)
		problem = check_values(table, row, tupdesc);
	return problem;
}
