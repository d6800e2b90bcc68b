/*
 * dispose_investment.c
 *	  SQL function dispose_investment: expense what is left of an investment.
 *
 * The row of the investment is locked, so that of two who dispose of it, or one
 * who disposes of it and one who reverses it, the second sees what the first
 * has done.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "catalog/pg_type.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "ledger/dispose_investment.h"
#include "ledger/ledger_identity.h"
#include "ledger/ledger_row.h"
#include "ledger/made_row.h"
#include "ledger/reverse_fact.h"

PG_FUNCTION_INFO_V1(rr_dispose_investment);

#define DISPOSAL_SOURCE	"disposal"

/* An investment, and what became of it */
typedef struct Investment
{
	int64		id;
	DateADT		first_month;
	DateADT		last_month;
	bool		is_reversal;
	bool		is_reversed;
	int64		disposal;		/* that holds; 0: none does */
	int64		ndisposals;
} Investment;

/*
 * Days
 */

static DateADT
first_of_month(DateADT day, int months_later)
{
	int			year;
	int			month;
	int			day_of_month;
	int			months;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	months = year * MONTHS_PER_YEAR + month - 1 + months_later;
	return date2j(months / MONTHS_PER_YEAR, months % MONTHS_PER_YEAR + 1, 1) - POSTGRES_EPOCH_JDATE;
}

static char *
shown_month(DateADT month)
{
	int			year;
	int			number;
	int			day;

	j2date(month + POSTGRES_EPOCH_JDATE, &year, &number, &day);
	return psprintf("%04d-%02d", year, number);
}

/*
 * The investment
 */

/* Lock the row until the end of the transaction; false if there is none */
static bool
lock_investment(const Ledger *ledger, Investment *investment)
{
	Datum		id = Int64GetDatum(investment->id);
	bool		found;
	bool		isnull;

	rr_run_ledger_query(ledger, QUERY_LOCKED_INVESTMENT, InvalidOid, &id, NULL);
	found = SPI_processed == 1;
	if (found)
	{
		investment->first_month = DatumGetDateADT(rr_query_value(0, 0, &isnull));
		investment->last_month = first_of_month(investment->first_month,
												(int) DatumGetInt64(rr_query_value(0, 1, &isnull)) - 1);
		investment->is_reversal = DatumGetBool(rr_query_value(0, 2, &isnull));
	}
	SPI_finish();
	return found;
}

/* What is committed of its disposals and its reversal, or done by this transaction */
static void
read_disposals(const Ledger *ledger, Investment *investment)
{
	Datum		id = Int64GetDatum(investment->id);
	Datum		disposal;
	bool		isnull;

	rr_run_ledger_query(ledger, QUERY_DISPOSALS, InvalidOid, &id, NULL);
	disposal = rr_query_value(0, 0, &isnull);
	investment->disposal = isnull ? 0 : DatumGetInt64(disposal);
	investment->ndisposals = DatumGetInt64(rr_query_value(0, 1, &isnull));
	investment->is_reversed = DatumGetBool(rr_query_value(0, 2, &isnull));
	SPI_finish();
}

static const char *
schema_name(const Ledger *ledger)
{
	return quote_identifier(get_namespace_name(ledger->schema));
}

/* The error for an investment that has been disposed of */
pg_noreturn static void
refuse_disposed(const Ledger *ledger, const Investment *investment)
{
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("investment " INT64_FORMAT " is disposed of", investment->id),
			 errhint("Use %s.reverse_disposal(" INT64_FORMAT ", reason) first.", schema_name(ledger),
					 investment->disposal)));
}

/*
 * An error if an investment is disposed of, and nobody can do that until the
 * end of the transaction
 */
void
rr_check_not_disposed(const Ledger *ledger, int64 id)
{
	Investment	investment = {.id = id};

	if (!lock_investment(ledger, &investment))
		return;
	read_disposals(ledger, &investment);
	if (investment.disposal != 0)
		refuse_disposed(ledger, &investment);
}

static void
check_investment(const Ledger *ledger, const Investment *investment)
{
	if (investment->is_reversal || investment->is_reversed)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg(investment->is_reversal ? "investment " INT64_FORMAT " is itself a reversal" :
						"investment " INT64_FORMAT " is reversed", investment->id)));
	if (investment->disposal != 0)
		refuse_disposed(ledger, investment);
}

static void
check_month(const Investment *investment, DateADT month)
{
	if (month < investment->first_month || month > investment->last_month)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("investment " INT64_FORMAT " is not amortized in %s", investment->id, shown_month(month)),
				 errdetail("Its first month is %s, its last month is %s.", shown_month(investment->first_month),
						   shown_month(investment->last_month))));
}

/*
 * The disposal
 */

static void
make_disposal(Relation relation, const Investment *investment, DateADT month, Datum reason, MadeRow *made)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);
	FactColumns columns;
	FactRow		row = {
		&columns, palloc0(tupdesc->natts * sizeof(Datum)), palloc(tupdesc->natts * sizeof(bool))
	};

	memset(row.nulls, true, tupdesc->natts * sizeof(bool));
	rr_find_fact_columns(FACT_DISPOSAL, tupdesc, RelationGetRelationName(relation), &columns);
	set_row_value(&row, COLUMN_OCCURRED_AT, TimestampTzGetDatum(GetCurrentTransactionStartTimestamp()));
	set_row_value(&row, COLUMN_INVESTMENT, Int64GetDatum(investment->id));
	set_row_value(&row, COLUMN_MONTH, DateADTGetDatum(month));
	set_row_value(&row, COLUMN_OWNED_ON, DateADTGetDatum(month));
	set_row_value(&row, COLUMN_BOOKED_ON, DateADTGetDatum(month));
	set_row_value(&row, COLUMN_REASON, reason);
	set_row_value(&row, COLUMN_SOURCE, CStringGetTextDatum(DISPOSAL_SOURCE));
	set_row_value(&row, COLUMN_SOURCE_KEY,
				  CStringGetTextDatum(psprintf("investments:" INT64_FORMAT ":" INT64_FORMAT, investment->id,
											   investment->ndisposals + 1)));
	*made = (MadeRow)
	{
		.table = RelationGetRelid(relation),
			.tuple = heap_form_tuple(tupdesc, row.values, row.nulls),
			.keeps_defaults = true
	};
}

/* The month in which a disposal is booked */
static DateADT
booked_month(const Ledger *ledger, int64 disposal)
{
	Datum		id = Int64GetDatum(disposal);
	DateADT		day;
	bool		isnull;

	rr_run_ledger_query(ledger, QUERY_DISPOSED_ON, InvalidOid, &id, NULL);
	day = DatumGetDateADT(rr_query_value(0, 0, &isnull));
	SPI_finish();
	return first_of_month(day, 0);
}

/* See where closed months have put a disposal */
static void
check_booking(const Ledger *ledger, const Investment *investment, DateADT month, int64 disposal)
{
	DateADT		booked = booked_month(ledger, disposal);

	if (booked > investment->last_month)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("nothing is left of investment " INT64_FORMAT, investment->id),
				 errdetail("Its last month, %s, is closed.", shown_month(investment->last_month))));
	if (booked != month)
		ereport(NOTICE,
				(errmsg("month %s is closed: what is left is expensed in %s", shown_month(month),
						shown_month(booked))));
}

/* The month of a day that was given; an error if it is none */
static DateADT
given_month(Datum day, bool isnull)
{
	if (isnull || DATE_NOT_FINITE(DatumGetDateADT(day)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("month must be a day of the month of the disposal")));
	return first_of_month(DatumGetDateADT(day), 0);
}

/*
 * dispose_investment(disposals regclass, investment bigint, month date, reason
 * text): expense in a month what is left of an investment; returns the number
 * of the row of disposals
 *
 * An error if there is no such investment, if it is a reversal, reversed, or
 * disposed of, or if it is not amortized in that month.
 */
Datum
rr_dispose_investment(PG_FUNCTION_ARGS)
{
	LedgerIdentity identity;
	Ledger		ledger;
	Relation	relation;
	Investment	investment = {.id = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT64(1)};
	DateADT		month = given_month(PG_GETARG_DATUM(2), PG_ARGISNULL(2));
	MadeRow		made;
	int64		id;

	rr_check_reason(PG_GETARG_DATUM(3), PG_ARGISNULL(3));
	rr_identify_ledger(PG_GETARG_OID(0), &identity);
	ledger = (Ledger)
	{
		identity.schema, identity.owner
	};
	relation = table_open(PG_GETARG_OID(0), RowExclusiveLock);
	if (pg_class_aclcheck(RelationGetRelid(relation), GetUserId(), ACL_INSERT) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(relation));
	if (PG_ARGISNULL(1) || !lock_investment(&ledger, &investment))
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("there is no investment %s",
						PG_ARGISNULL(1) ? "NULL" : psprintf(INT64_FORMAT, investment.id))));
	read_disposals(&ledger, &investment);
	check_investment(&ledger, &investment);
	check_month(&investment, month);
	make_disposal(relation, &investment, month, PG_GETARG_DATUM(3), &made);
	id = rr_insert_made_row(relation, &made);
	if (id == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the disposal of investment " INT64_FORMAT " was not inserted", investment.id)));
	check_booking(&ledger, &investment, month, id);
	table_close(relation, NoLock);
	PG_RETURN_INT64(id);
}
