/*
 * reverse_fact.c
 *	  SQL function reverse_fact: cancel a row of a fact table with its negative.
 *
 * What is read and inserted is up to the rights of the caller; see made_row.c.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "common/local_time.h"
#include "ledger/dispose_investment.h"
#include "ledger/fact_aside.h"
#include "ledger/fact_layout.h"
#include "ledger/fact_table.h"
#include "ledger/intake_report.h"
#include "ledger/ledger_identity.h"
#include "ledger/ledger_query.h"
#include "ledger/ledger_row.h"
#include "ledger/partition.h"
#include "ledger/reverse_fact.h"
#include "money/numeric_arith.h"

PG_FUNCTION_INFO_V1(rr_reverse_fact);

#define REVERSAL_SOURCE	"reversal"

/*
 * What the catalogue says of the table
 */

typedef struct FactEntry
{
	FactKind	kind;
	Datum	   *negated;		/* names of columns, text */
	int			nnegated;
	pg_tz	   *zone;
} FactEntry;

static void
read_entry(const Ledger *ledger, Oid relation, FactEntry *entry)
{
	Datum		argument = ObjectIdGetDatum(relation);
	MemoryContext context = CurrentMemoryContext;
	MemoryContext old_context;
	bool		isnull;

	rr_run_ledger_query(ledger, QUERY_FACT, InvalidOid, &argument, NULL);
	if (SPI_processed != 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("table \"%s\" is not one of the facts of a ledger", get_rel_name(relation))));
	old_context = MemoryContextSwitchTo(context);
	entry->kind = rr_fact_kind(TextDatumGetCString(rr_query_value(0, 0, &isnull)));
	deconstruct_array(DatumGetArrayTypePCopy(rr_query_value(0, 1, &isnull)), TEXTOID, -1, false,
					  TYPALIGN_INT, &entry->negated, NULL, &entry->nnegated);
	entry->zone = rr_find_zone(DatumGetTextPP(rr_query_value(0, 2, &isnull)));
	MemoryContextSwitchTo(old_context);
	SPI_finish();
}

static bool
is_negated(const FactEntry *entry, const char *column)
{
	for (int i = 0; i < entry->nnegated; i++)
	{
		text	   *name = DatumGetTextPP(entry->negated[i]);

		if (VARSIZE_ANY_EXHDR(name) == strlen(column) &&
			memcmp(VARDATA_ANY(name), column, strlen(column)) == 0)
			return true;
	}
	return false;
}

/*
 * The row
 */

static char *
table_name(Relation relation)
{
	return quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
									  RelationGetRelationName(relation));
}

/* The row with that id, as it is now and the caller may see it, and its columns; an error if there is none */
static HeapTuple
read_original(Relation relation, Datum id, bool id_isnull, TupleDesc *tupdesc)
{
	MemoryContext context = CurrentMemoryContext;
	Oid			argtype = INT8OID;
	HeapTuple	original;
	MemoryContext old_context;

	SPI_connect();
	if (SPI_execute_with_args(psprintf("SELECT f.* FROM %s f WHERE f.id OPERATOR(pg_catalog.=) $1", table_name(relation)),
							  1, &argtype, &id, id_isnull ? "n" : " ", false, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the row to reverse: %s", SPI_result_code_string(SPI_result));
	if (SPI_processed != 1)
		ereport(ERROR,
				(errcode(ERRCODE_NO_DATA_FOUND),
				 errmsg("table \"%s\" has no row %s", RelationGetRelationName(relation),
						id_isnull ? "NULL" : psprintf(INT64_FORMAT, DatumGetInt64(id)))));
	old_context = MemoryContextSwitchTo(context);
	original = heap_copytuple(SPI_tuptable->vals[0]);
	*tupdesc = CreateTupleDescCopy(SPI_tuptable->tupdesc);
	MemoryContextSwitchTo(old_context);
	SPI_finish();
	return original;
}

/* The values of a row of the query, which has no dropped columns, in the columns of the table */
static void
deform_original(Relation relation, HeapTuple original, TupleDesc original_tupdesc,
				Datum *values, bool *nulls)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);
	Datum	   *packed = palloc(original_tupdesc->natts * sizeof(Datum));
	bool	   *packed_nulls = palloc(original_tupdesc->natts * sizeof(bool));
	int			n = 0;

	heap_deform_tuple(original, original_tupdesc, packed, packed_nulls);
	for (int i = 0; i < tupdesc->natts; i++)
	{
		bool		is_dropped = TupleDescAttr(tupdesc, i)->attisdropped;

		values[i] = is_dropped ? (Datum) 0 : packed[n];
		nulls[i] = is_dropped ? true : packed_nulls[n++];
	}
}

/*
 * Read the row with an id, as the caller may see it, into arrays of its own
 *
 * columns are found for the table; an error if there is no such row.
 */
void
rr_read_fact(Relation relation, FactKind kind, Datum id, bool id_isnull, FactColumns *columns, FactRow *row)
{
	int			natts = RelationGetNumberOfAttributes(relation);
	TupleDesc	original_tupdesc;
	HeapTuple	original;

	rr_find_fact_columns(kind, RelationGetDescr(relation), RelationGetRelationName(relation), columns);
	original = read_original(relation, id, id_isnull, &original_tupdesc);
	row->columns = columns;
	row->values = palloc(natts * sizeof(Datum));
	row->nulls = palloc(natts * sizeof(bool));
	deform_original(relation, original, original_tupdesc, row->values, row->nulls);
}

static Datum
negative(Datum value, Oid type)
{
	if (type == NUMERICOID)
		return NumericGetDatum(numeric_call1(numeric_uminus, DatumGetNumeric(value)));
	return DirectFunctionCall1(int8um, value);
}

static void
negate_columns(const FactEntry *entry, TupleDesc tupdesc, Datum *values, const bool *nulls)
{
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

		if (!nulls[i] && is_negated(entry, NameStr(attribute->attname)))
			values[i] = negative(values[i], attribute->atttypid);
	}
}

/* The day on which it is booked: where the original is, or later */
static DateADT
booked_on(const FactRow *original, Datum wanted, bool is_wanted, pg_tz *zone)
{
	DateADT		day = DatumGetDateADT(row_value(original, COLUMN_BOOKED_ON));
	DateADT		today = rr_local_day(GetCurrentTransactionStartTimestamp(), zone) - POSTGRES_EPOCH_JDATE;

	if (!is_wanted)
		return day;
	if (DATE_NOT_FINITE(DatumGetDateADT(wanted)) || DatumGetDateADT(wanted) > today + 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("reversed_on must not be later than tomorrow")));
	return Max(day, DatumGetDateADT(wanted));
}

/* In place it comes from where its original came from, so that it follows it when a month is reopened */
static void
set_booked_on(FactRow *row, DateADT day)
{
	if (day != DatumGetDateADT(row_value(row, COLUMN_BOOKED_ON)))
		set_row_null(row, COLUMN_DISPLACED_FROM);
	set_row_value(row, COLUMN_BOOKED_ON, DateADTGetDatum(day));
}

static void
set_reversal_columns(FactRow *row, FactKind kind, Oid table, Datum reason)
{
	int64		id = DatumGetInt64(row_value(row, COLUMN_ID));

	set_row_value(row, COLUMN_REVERSES, Int64GetDatum(id));
	set_row_value(row, COLUMN_REASON, reason);
	set_row_value(row, COLUMN_SOURCE, CStringGetTextDatum(REVERSAL_SOURCE));
	set_row_value(row, COLUMN_SOURCE_KEY,
				  CStringGetTextDatum(psprintf("%s:" INT64_FORMAT, get_rel_name(table), id)));
	/* the body says what was used and not what is cancelled */
	if (kind == FACT_EVENT)
	{
		bool		has_cost = row_has(row, COLUMN_COST);

		set_row_null(row, COLUMN_USAGE);
		if (!has_cost)
			set_row_value(row, COLUMN_PRICE_PROBLEM,
						  CStringGetTextDatum(psprintf("the row " INT64_FORMAT " that it reverses has no cost", id)));
	}
}

/* May the row still get its cost? */
static bool
lacks_cost(const FactRow *row, FactKind kind)
{
	switch (kind)
	{
		case FACT_EVENT:
		case FACT_REVIEW:
			return !row_has(row, COLUMN_COST);
		case FACT_SHARED_COST:
		case FACT_INVESTMENT:
		case FACT_INVOICE:
		case FACT_REVENUE:
			return !row_has(row, COLUMN_AMOUNT);
		default:
			return false;
	}
}

static void
check_original(Relation relation, const FactRow *original)
{
	int64		id = DatumGetInt64(row_value(original, COLUMN_ID));

	if (row_has(original, COLUMN_REVERSES))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("row " INT64_FORMAT " of table \"%s\" is itself a reversal", id,
						RelationGetRelationName(relation)),
				 errhint("Insert the row that was reversed again under another key.")));
	if (row_has(original, COLUMN_CORRECTS))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("row " INT64_FORMAT " of table \"%s\" is a correction", id, RelationGetRelationName(relation)),
				 errhint("Reverse row " INT64_FORMAT ", which it corrects.",
						 DatumGetInt64(row_value(original, COLUMN_CORRECTS)))));
}

/* An error unless a reason says something */
void
rr_check_reason(Datum reason, bool isnull)
{
	char	   *words = isnull ? NULL : TextDatumGetCString(reason);

	if (words == NULL || strspn(words, " ") == strlen(words))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("reason must not be empty")));
}

/*
 * The row that cancels another one, of which row has a copy
 *
 * relation: the table of facts or one of its partitions, in whose columns it is.
 * day: on which it is booked.
 */
static void
make_reversal(Relation relation, const FactEntry *entry, FactRow *row, DateADT day, Datum reason,
			  MadeRow *reversal)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);
	Oid			table = rr_partition_root(RelationGetRelid(relation));

	set_booked_on(row, day);
	negate_columns(entry, tupdesc, row->values, row->nulls);
	set_reversal_columns(row, entry->kind, table, reason);
	memset(reversal, 0, sizeof(MadeRow));
	reversal->tuple = heap_form_tuple(tupdesc, row->values, row->nulls);
}

/*
 * Corrections
 */

/* The corrections of an event that are not reversed */
static FactRow *
read_corrections(const Ledger *ledger, Oid table, Datum id, uint64 *ncorrections)
{
	const FactLayout *layout = rr_fact_layout(table, FACT_EVENT);
	MemoryContext context = CurrentMemoryContext;
	FactRow    *corrections;

	rr_run_ledger_query(ledger, QUERY_CORRECTIONS, InvalidOid, &id, NULL);
	*ncorrections = SPI_processed;
	corrections = MemoryContextAlloc(context, Max(*ncorrections, 1) * sizeof(FactRow));
	for (uint64 i = 0; i < *ncorrections; i++)
	{
		bool		isnull;
		Datum		fact = rr_query_value(i, 0, &isnull);
		MemoryContext old_context = MemoryContextSwitchTo(context);

		corrections[i] = rr_take_fact_apart(layout, DatumGetHeapTupleHeaderCopy(fact));
		MemoryContextSwitchTo(old_context);
	}
	SPI_finish();
	return corrections;
}

/*
 * An event that is reversed takes its corrections along: a row each, booked as
 * the reversal of the event is
 */
static void
reverse_corrections(Relation relation, const Ledger *ledger, const FactEntry *entry, Datum id, Datum reason,
					Datum wanted, bool is_wanted, bool by_ledger)
{
	Relation	facts = table_open(rr_partition_root(RelationGetRelid(relation)), RowExclusiveLock);
	uint64		ncorrections;
	FactRow    *corrections = read_corrections(ledger, RelationGetRelid(facts), id, &ncorrections);

	for (uint64 i = 0; i < ncorrections; i++)
	{
		FactRow		row = rr_copy_row(&corrections[i], RelationGetNumberOfAttributes(facts));
		MadeRow		reversal;

		make_reversal(facts, entry, &row, booked_on(&corrections[i], wanted, is_wanted, entry->zone), reason,
					  &reversal);
		reversal.by_ledger = by_ledger;
		(void) rr_insert_made_row(facts, &reversal);
	}
	table_close(facts, NoLock);
}

/*
 * Keep a row from being corrected, reversed or getting its cost until the end of
 * the transaction, whoever may do so
 */
void
rr_lock_fact(const Ledger *ledger, FactKind kind, Datum id)
{
	static const LedgerQuery lock_queries[NFACT_KINDS] = {
		[FACT_EVENT] = QUERY_LOCK_EVENT,
		[FACT_REVIEW] = QUERY_LOCK_REVIEW,
		[FACT_SHARED_COST] = QUERY_LOCK_SHARED_COST,
		[FACT_INVESTMENT] = QUERY_LOCK_INVESTMENT,
		[FACT_INVOICE] = QUERY_LOCK_INVOICE,
		[FACT_REVENUE] = QUERY_LOCK_REVENUE
	};

	rr_run_ledger_query(ledger, lock_queries[kind], InvalidOid, &id, NULL);
	SPI_finish();
}

/*
 * Reversals
 */

/*
 * Read the row to be reversed
 *
 * One that may be corrected or get its cost meanwhile is locked, and read once
 * more: its reversal takes back what it has by then.
 */
static void
read_to_reverse(FunctionCallInfo fcinfo, Relation relation, const Ledger *ledger, FactKind kind,
				FactColumns *columns, FactRow *row)
{
	rr_read_fact(relation, kind, PG_GETARG_DATUM(1), PG_ARGISNULL(1), columns, row);
	check_original(relation, row);
	if (kind == FACT_EVENT || lacks_cost(row, kind))
	{
		rr_lock_fact(ledger, kind, PG_GETARG_DATUM(1));
		rr_read_fact(relation, kind, PG_GETARG_DATUM(1), false, columns, row);
	}
}

/* The row that cancels the one with that id */
static void
reverse_by_id(FunctionCallInfo fcinfo, Relation relation, const Ledger *ledger, FactEntry *entry, MadeRow *reversal)
{
	FactColumns columns;
	FactRow		row;

	read_entry(ledger, RelationGetRelid(relation), entry);
	read_to_reverse(fcinfo, relation, ledger, entry->kind, &columns, &row);
	if (entry->kind == FACT_INVESTMENT)
		rr_check_not_disposed(ledger, DatumGetInt64(row_value(&row, COLUMN_ID)));
	make_reversal(relation, entry, &row, booked_on(&row, PG_GETARG_DATUM(3), !PG_ARGISNULL(3), entry->zone),
				  PG_GETARG_DATUM(2), reversal);
}

/*
 * Cancel a row from within the trigger of its table
 *
 * It waits for nobody: reversal->is_known or reversal->holder say that another
 * one has cancelled the row, or is about to.  The row that does is recorded as
 * loaded by whoever loads now.
 */
void
rr_reverse_row(const FactTable *table, Relation relation, const FactRow *original, const char *reason,
			   MadeRow *reversal)
{
	FactRow		row = rr_copy_row(original, RelationGetNumberOfAttributes(relation));
	IntakeReport report = *table->report;
	Recording	recording;
	FactEntry	entry;

	read_entry(&table->ledger, table->facts, &entry);
	make_reversal(relation, &entry, &row, DatumGetDateADT(row_value(original, COLUMN_BOOKED_ON)),
				  CStringGetTextDatum(reason), reversal);
	reversal->by_ledger = true;
	/* what the statement has put aside so far is said at its own end */
	rr_clear_intake(table->report);
	rr_begin_recording(&recording, &table->ledger, rr_recorder());
	PG_TRY();
	{
		if (rr_insert_made_row(relation, reversal) != 0 && entry.kind == FACT_EVENT)
			reverse_corrections(relation, &table->ledger, &entry, row_value(original, COLUMN_ID),
								CStringGetTextDatum(reason), (Datum) 0, false, true);
	}
	PG_FINALLY();
	{
		rr_end_recording(&recording);
	}
	PG_END_TRY();
	*table->report = report;
}

/*
 * reverse_fact(fact_table regclass, id bigint, reason text, reversed_on date):
 * cancel a row of a fact table with its negative; returns the number of the
 * row that does
 *
 * It is owned as the original, and booked where that is or, if reversed_on is
 * later, on that day.  The corrections of an event are reversed with it.  An
 * error if there is no such row, or it is a reversal, a correction or already
 * reversed.
 */
Datum
rr_reverse_fact(PG_FUNCTION_ARGS)
{
	LedgerIdentity identity;
	Ledger		ledger;
	FactEntry	entry;
	Relation	relation;
	MadeRow		reversal;
	int64		id;

	rr_check_reason(PG_GETARG_DATUM(2), PG_ARGISNULL(2));
	rr_identify_ledger(PG_GETARG_OID(0), &identity);
	relation = table_open(PG_GETARG_OID(0), RowExclusiveLock);
	ledger = rr_ledger_of_facts(relation);
	reverse_by_id(fcinfo, relation, &ledger, &entry, &reversal);
	id = rr_insert_made_row(relation, &reversal);
	if (id == 0 && reversal.is_known)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("row " INT64_FORMAT " of table \"%s\" is already reversed", PG_GETARG_INT64(1),
						RelationGetRelationName(relation))));
	if (id == 0)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the reversal of row " INT64_FORMAT " of table \"%s\" was not inserted", PG_GETARG_INT64(1),
						RelationGetRelationName(relation)),
				 errdetail("A trigger of the table dropped it.")));
	if (entry.kind == FACT_EVENT)
		reverse_corrections(relation, &ledger, &entry, PG_GETARG_DATUM(1), PG_GETARG_DATUM(2), PG_GETARG_DATUM(3),
							!PG_ARGISNULL(3), false);
	table_close(relation, NoLock);
	PG_RETURN_INT64(id);
}
