/*
 * event_cost.c
 *	  SQL functions event_cost and event_price_lines: what an event costs by
 *	  the price book, as known at a time; and event_what_if: what another
 *	  model would take for it.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "common/row_result.h"
#include "ledger/event_usage.h"
#include "ledger/ledger_prices.h"
#include "ledger/ledger_row.h"

PG_FUNCTION_INFO_V1(rr_event_cost);
PG_FUNCTION_INFO_V1(rr_event_price_lines);
PG_FUNCTION_INFO_V1(rr_event_what_if);

/* The columns of event_price_lines */
enum
{
	LINE_METER,
	LINE_QUANTITY,
	LINE_PRICE_ROW,
	LINE_PRICE,
	LINE_PER,
	LINE_AMOUNT,
	LINE_CURRENCY,
	LINE_RATE,
	LINE_COLUMNS
};

/*
 * What decides which rows of the price book a call sees
 *
 * Most call sites last for a statement, but an expression of PL/pgSQL lasts
 * for the transaction, and prices may come in between.
 */
typedef struct Visibility
{
	uint64		completed;		/* transactions, when the snapshot was taken */
	CommandId	command;
	SubTransactionId subtransaction;	/* its end may take back rows of
										 * earlier commands */
} Visibility;

/* What a call site keeps */
typedef struct EventTable
{
	Visibility	visibility;
	Oid			type;			/* of the rows */
	int32		typmod;
	TupleDesc	tupdesc;
	FactColumns columns;
	bool		as_known;
	TimestampTz known_at;
	MemoryContext context;		/* of all but this struct */
	PriceSource *prices;
	Pricing		pricing;
	Datum	   *values;
	bool	   *nulls;
} EventTable;

/* The ledger whose events table has that row type; an error if it is none */
static Ledger
ledger_of_type(Oid type)
{
	Oid			relation = get_typ_typrelid(type);
	const char *name = OidIsValid(relation) && type != RECORDOID ? get_rel_name(relation) : NULL;
	Ledger		ledger = {InvalidOid, InvalidOid};

	if (name != NULL && strcmp(name, "events") == 0)
		ledger.schema = get_rel_namespace(relation);
	if (!OidIsValid(ledger.schema) || !OidIsValid(get_relname_relid("prices", ledger.schema)))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("event must be a row of the table events of a ledger"),
				 errdetail("It is of type %s.", format_type_be(type)),
				 errhint("Write the name of the table or its alias, as in SELECT runrate_internal.event_cost(e, NULL) FROM ledger.events e.")));
	return ledger;
}

static void
describe_table(EventTable *table, Oid type, int32 typmod, bool as_known, TimestampTz known_at)
{
	Ledger		ledger = ledger_of_type(type);
	MemoryContext old_context;

	MemoryContextReset(table->context);
	table->type = InvalidOid;	/* until all is set */
	old_context = MemoryContextSwitchTo(table->context);
	table->tupdesc = lookup_rowtype_tupdesc_copy(type, typmod);
	rr_find_fact_columns(FACT_EVENT, table->tupdesc, "events", &table->columns);
	table->prices = rr_ledger_prices(ledger, as_known, known_at, table->context);
	rr_init_pricing(&table->pricing);
	table->values = palloc(table->tupdesc->natts * sizeof(Datum));
	table->nulls = palloc(table->tupdesc->natts * sizeof(bool));
	MemoryContextSwitchTo(old_context);
	table->typmod = typmod;
	table->as_known = as_known;
	table->known_at = known_at;
	table->type = type;
}

static Visibility
current_visibility(void)
{
	Snapshot	snapshot = GetActiveSnapshot();

	return (Visibility)
	{
		snapshot->snapXactCompletionCount, snapshot->curcid, GetCurrentSubTransactionId()
	};
}

static bool
is_same_visibility(const Visibility *a, const Visibility *b)
{
	return a->completed == b->completed && a->command == b->command &&
		a->subtransaction == b->subtransaction;
}

/*
 * The table of the call's event; looked up again only if the arguments are of
 * another, or other prices may be seen
 */
static EventTable *
event_table(FunctionCallInfo fcinfo, HeapTupleHeader event, bool as_known, TimestampTz known_at)
{
	EventTable *table = fcinfo->flinfo->fn_extra;
	Oid			type = HeapTupleHeaderGetTypeId(event);
	int32		typmod = HeapTupleHeaderGetTypMod(event);
	Visibility	visibility = current_visibility();

	if (table == NULL)
	{
		table = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(EventTable));
		table->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "runrate events",
											   ALLOCSET_DEFAULT_SIZES);
		fcinfo->flinfo->fn_extra = table;
	}
	if (table->type != type || table->typmod != typmod || table->as_known != as_known ||
		table->known_at != known_at || !is_same_visibility(&table->visibility, &visibility))
	{
		describe_table(table, type, typmod, as_known, known_at);
		table->visibility = visibility;
	}
	return table;
}

/* Take the event of a call apart */
static FactRow
event_row(EventTable *table, HeapTupleHeader event)
{
	rr_deform_row(event, table->tupdesc, table->values, table->nulls);
	return (FactRow)
	{
		&table->columns, table->values, table->nulls
	};
}

/* Price the event of a call; NULL as rr_price_event(), or if it has no time */
static Numeric
price_argument(FunctionCallInfo fcinfo, EventTable **result)
{
	HeapTupleHeader event = PG_GETARG_HEAPTUPLEHEADER(0);
	bool		as_known = !PG_ARGISNULL(1);
	EventTable *table = event_table(fcinfo, event, as_known, as_known ? PG_GETARG_TIMESTAMPTZ(1) : 0);
	FactRow		row = event_row(table, event);

	*result = table;
	if (!row_has(&row, COLUMN_OCCURRED_AT))
	{
		rr_unpriced(&table->pricing, "occurred_at not given");
		return NULL;
	}
	return rr_price_event(table->prices, &row, &table->pricing);
}

/*
 * event_cost(event record, as_known_at timestamptz): what the event costs by
 * its billed amount or usage, in the currency of the ledger
 *
 * Whatever cost it has does not count.  as_known_at: prices, aliases and
 * exchange rates recorded later are ignored; NULL: none is.  NULL if there is
 * no price.  An error if it is not a row of the events of a ledger.
 */
Datum
rr_event_cost(PG_FUNCTION_ARGS)
{
	EventTable *table;
	Numeric		cost;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	cost = price_argument(fcinfo, &table);
	if (cost == NULL)
		PG_RETURN_NULL();
	PG_RETURN_NUMERIC(cost);
}

/*
 * event_price_lines(event record, as_known_at timestamptz): the quantities of
 * the event and the prices that make up event_cost
 *
 * No rows if there is no price, or the event was billed in an amount.
 */
Datum
rr_event_price_lines(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	EventTable *table;
	bool		nulls[LINE_COLUMNS] = {false};

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0) || price_argument(fcinfo, &table) == NULL)
		return (Datum) 0;
	for (int i = 0; i < table->pricing.nlines; i++)
	{
		const PriceLine *line = &table->pricing.lines[i];
		bool		is_converted = line->rate != NULL;
		UsageText	currency = is_converted ? line->row->currency : rr_ledger_currency(table->prices);
		Datum		values[LINE_COLUMNS];

		values[LINE_METER] = PointerGetDatum(cstring_to_text_with_len(line->meter.data, line->meter.size));
		values[LINE_QUANTITY] = NumericGetDatum(rr_quantity_numeric(&line->quantity));
		values[LINE_PRICE_ROW] = Int64GetDatum(line->row->id);
		values[LINE_PRICE] = NumericGetDatum(line->row->price);
		values[LINE_PER] = Int64GetDatum(line->row->per);
		values[LINE_AMOUNT] = NumericGetDatum(rr_price_line_amount(line));
		values[LINE_CURRENCY] = PointerGetDatum(cstring_to_text_with_len(currency.data, currency.size));
		values[LINE_RATE] = NumericGetDatum(is_converted ? line->rate : int64_to_numeric(1));
		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

/*
 * event_what_if(event record, provider text, model text, at timestamptz): what
 * the usage of an event would cost with another model, in the currency of the
 * ledger, or why that is not known; and its tokens
 *
 * Whatever the event did cost or was billed does not count.  at: a finite
 * time, whose prices and exchange rates hold.  An error if it is not a row of
 * the events of a ledger; NULL if an argument is.
 */
Datum
rr_event_what_if(PG_FUNCTION_ARGS)
{
	HeapTupleHeader event = PG_GETARG_HEAPTUPLEHEADER(0);
	TimestampTz at = PG_GETARG_TIMESTAMPTZ(3);
	EventTable *table;
	FactRow		row;
	Numeric		cost;
	Datum		values[3];
	bool		nulls[3];

	if (TIMESTAMP_NOT_FINITE(at))
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("time of the prices must be finite")));
	table = event_table(fcinfo, event, false, 0);
	row = event_row(table, event);
	set_row_value(&row, COLUMN_OCCURRED_AT, TimestampTzGetDatum(at));
	set_row_value(&row, COLUMN_PROVIDER, PG_GETARG_DATUM(1));
	set_row_value(&row, COLUMN_MODEL, PG_GETARG_DATUM(2));
	set_row_null(&row, COLUMN_BILLED_AMOUNT);
	cost = rr_price_event(table->prices, &row, &table->pricing);
	nulls[0] = cost == NULL;
	nulls[1] = cost != NULL || table->pricing.problem == NULL;
	values[0] = nulls[0] ? (Datum) 0 : NumericGetDatum(cost);
	values[1] = nulls[1] ? (Datum) 0 : CStringGetTextDatum(table->pricing.problem);
	values[2] = Int64GetDatum((int64) rr_row_tokens(&row));
	nulls[2] = false;
	return rr_row_result(fcinfo, values, nulls);
}
