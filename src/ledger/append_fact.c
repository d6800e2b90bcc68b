/*
 * append_fact.c
 *	  The row trigger of fact tables: rows arrive once, are checked, get their
 *	  cost, and do not change.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/datum.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "common/local_time.h"
#include "ledger/append_only.h"
#include "ledger/event_usage.h"
#include "ledger/fact_key.h"
#include "ledger/intake_report.h"
#include "ledger/ledger_prices.h"
#include "ledger/ledger_row.h"
#include "money/numeric_arith.h"
#include "usage/usage_json.h"

PG_FUNCTION_INFO_V1(rr_append_fact);

/* What is known of a column, by its position */
typedef struct ColumnUse
{
	bool		derived;		/* computed here, as the trigger's arguments
								 * say */
	bool		payload;		/* part of what has to be equal in a duplicate */
	bool		may_be_now;		/* timestamptz with a default */
	bool		is_count;		/* negative in reversals only */
	bool		is_numeric;
	FmgrInfo   *equals;			/* NULL: not looked up yet */
} ColumnUse;

/* What a statement keeps from row to row */
typedef struct FactTable
{
	FactKind	kind;
	Ledger		ledger;
	FactColumns columns;
	FactColumn	cost;			/* the column that is computed */
	bool		has_cost;
	ColumnUse  *uses;
	Oid			key_index;
	TupleTableSlot *existing;
	PriceSource *prices;
	pg_tz	   *zone;			/* of the ledger's days */
	Pricing		pricing;
	IntakeReport *report;
} FactTable;

/* Columns of numeric or bigint, other than tokens, that count something */
static const char *const count_columns[] = {"quantity", "minutes"};

/* The query for the cost of the row that a row reverses */
static const LedgerQuery reversed_queries[NFACT_KINDS] = {
	[FACT_EVENT] = QUERY_REVERSED_EVENT,
	[FACT_REVIEW] = QUERY_REVERSED_REVIEW,
	[FACT_SHARED_COST] = QUERY_REVERSED_SHARED_COST,
	[FACT_INVESTMENT] = QUERY_REVERSED_INVESTMENT,
	[FACT_INVOICE] = QUERY_REVERSED_INVOICE,
	[FACT_REVENUE] = QUERY_REVERSED_REVENUE
};

/* The columns that the trigger alone sets */
static const FactColumn set_columns[] = {
	COLUMN_ID, COLUMN_RECORDED_AT, COLUMN_RECORDED_BY, COLUMN_OWNED_ON, COLUMN_BOOKED_ON,
	COLUMN_DISPLACED_FROM
};

static bool
is_set_by_trigger(const FactColumns *columns, int position)
{
	for (size_t i = 0; i < lengthof(set_columns); i++)
		if (columns->position[set_columns[i]] == position)
			return true;
	return false;
}

static bool
is_derived(const Trigger *trigger, const char *column)
{
	for (int i = 1; i < trigger->tgnargs; i++)
		if (strcmp(trigger->tgargs[i], column) == 0)
			return true;
	return false;
}

static bool
is_count(const char *column)
{
	for (size_t i = 0; i < lengthof(count_columns); i++)
		if (strcmp(count_columns[i], column) == 0)
			return true;
	for (int i = 0; i < NBUCKETS; i++)
		if (strcmp(rr_usage_bucket_names[i], column) == 0)
			return true;
	return false;
}

static void
find_column_uses(FactTable *table, const Trigger *trigger, TupleDesc tupdesc)
{
	table->uses = palloc0(tupdesc->natts * sizeof(ColumnUse));
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);
		ColumnUse  *use = &table->uses[i];

		if (attribute->attisdropped)
			continue;
		use->derived = is_derived(trigger, NameStr(attribute->attname));
		use->payload = !use->derived && attribute->attgenerated == '\0' &&
			!is_set_by_trigger(&table->columns, i);
		use->may_be_now = attribute->atttypid == TIMESTAMPTZOID && attribute->atthasdef;
		use->is_numeric = attribute->atttypid == NUMERICOID;
		use->is_count = (use->is_numeric || attribute->atttypid == INT8OID) &&
			is_count(NameStr(attribute->attname));
	}
}

/* The time zone of a ledger */
static pg_tz *
ledger_zone(const Ledger *ledger)
{
	pg_tz	   *zone;
	bool		isnull;

	rr_run_ledger_query(ledger, QUERY_TIME_ZONE, InvalidOid, NULL, NULL);
	if (SPI_processed != 1)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the settings of the ledger are not one row")));
	zone = rr_find_zone(DatumGetTextPP(rr_query_value(0, 0, &isnull)));
	SPI_finish();
	return zone;
}

/*
 * What the trigger needs to know of its table; looked up once a statement
 */
static FactTable *
fact_table(FunctionCallInfo fcinfo, const TriggerData *trigger)
{
	FactTable  *table = fcinfo->flinfo->fn_extra;
	Relation	relation = trigger->tg_relation;
	TupleDesc	tupdesc = RelationGetDescr(relation);
	MemoryContext old_context;

	if (table != NULL)
		return table;
	if (trigger->tg_trigger->tgnargs == 0)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("append_fact() needs the kind of fact as an argument")));

	old_context = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
	table = palloc0(sizeof(FactTable));
	table->kind = rr_fact_kind(trigger->tg_trigger->tgargs[0]);
	table->ledger = (Ledger)
	{
		RelationGetNamespace(relation), relation->rd_rel->relowner
	};
	rr_find_fact_columns(table->kind, tupdesc, RelationGetRelationName(relation), &table->columns);
	table->has_cost = table->kind != FACT_OUTCOME;
	table->cost = table->kind == FACT_EVENT || table->kind == FACT_REVIEW ? COLUMN_COST : COLUMN_AMOUNT;
	find_column_uses(table, trigger->tg_trigger, tupdesc);
	table->key_index = rr_find_key_index(relation, table->columns.position[COLUMN_SOURCE],
										 table->columns.position[COLUMN_SOURCE_KEY]);
	/* a copy of the descriptor is not counted as a reference to be released */
	table->existing = MakeSingleTupleTableSlot(CreateTupleDescCopyConstr(tupdesc),
											   table_slot_callbacks(relation));
	table->prices = rr_ledger_prices(table->ledger, false, 0, CurrentMemoryContext);
	table->zone = ledger_zone(&table->ledger);
	rr_init_pricing(&table->pricing);
	table->report = rr_intake_report(RelationGetRelid(relation));
	MemoryContextSwitchTo(old_context);
	fcinfo->flinfo->fn_extra = table;
	return table;
}

/* The values of a row in arrays of its own, which may be changed */
static FactRow
copy_row(const FactTable *table, TupleTableSlot *slot)
{
	int			natts = slot->tts_tupleDescriptor->natts;
	FactRow		row;

	slot_getallattrs(slot);
	row.columns = &table->columns;
	row.values = palloc(natts * sizeof(Datum));
	row.nulls = palloc(natts * sizeof(bool));
	memcpy(row.values, slot->tts_values, natts * sizeof(Datum));
	memcpy(row.nulls, slot->tts_isnull, natts * sizeof(bool));
	return row;
}

/*
 * Checks
 */

static const char *
check_number(const ColumnUse *use, const char *column, Datum value, bool is_reversal)
{
	if (use->is_numeric)
	{
		Numeric		number = DatumGetNumeric(value);

		if (numeric_is_nan(number) || numeric_is_inf(number))
			return psprintf("%s is %s", column, numeric_text(number));
		if (use->is_count && !is_reversal && numeric_sign_of(number) < 0)
			return psprintf("%s is %s in a row that reverses nothing", column, numeric_text(number));
	}
	else if (use->is_count && !is_reversal && DatumGetInt64(value) < 0)
		return psprintf("%s is " INT64_FORMAT " in a row that reverses nothing", column,
						DatumGetInt64(value));
	return NULL;
}

/* Why the numbers of a row cannot be counted with, or NULL */
static const char *
check_numbers(const FactTable *table, const FactRow *row, TupleDesc tupdesc)
{
	bool		is_reversal = row_has(row, COLUMN_REVERSES);
	const char *problem;

	for (int i = 0; i < tupdesc->natts; i++)
	{
		const ColumnUse *use = &table->uses[i];

		if (row->nulls[i] || !(use->is_numeric || use->is_count))
			continue;
		problem = check_number(use, NameStr(TupleDescAttr(tupdesc, i)->attname), row->values[i],
							   is_reversal);
		if (problem != NULL)
			return problem;
	}
	return NULL;
}

/* All tokens of a row have to fit a bigint, as reports add them up */
static const char *
check_tokens(const FactRow *row)
{
	int128		total = 0;

	for (int bucket = 0; bucket <= LAST_TOKEN_BUCKET; bucket++)
		if (row_has(row, FIRST_BUCKET_COLUMN + bucket))
			total += DatumGetInt64(row_value(row, FIRST_BUCKET_COLUMN + bucket));
	if (total <= PG_INT64_MAX && total >= -PG_INT64_MAX)
		return NULL;
	return "the tokens of all kinds together are more than a bigint can hold";
}

/* Bring an event into the one form that it is kept in; a problem or NULL */
static const char *
normalise_event(FactRow *row)
{
	static const UsageText retries = {"retries", 7};
	const char *problem = rr_take_usage(row);

	if (problem != NULL)
		return problem;
	if (row_has(row, COLUMN_ATTEMPT) && DatumGetInt64(row_value(row, COLUMN_ATTEMPT)) > 1)
		rr_set_row_text(row, COLUMN_LAYER, retries);
	return check_tokens(row);
}

/*
 * Rows that are put aside
 */

/* Arguments of QUERY_QUARANTINE and, with another one, QUERY_CONFLICT */
static void
put_aside(const FactTable *table, const TriggerData *trigger, const FactRow *row,
		  LedgerQuery query, const char *why, int64 existing_id)
{
	Relation	relation = trigger->tg_relation;
	Datum		values[] = {
		CStringGetTextDatum(RelationGetRelationName(relation)),
		row_value(row, COLUMN_SOURCE),
		row_value(row, COLUMN_SOURCE_KEY),
		CStringGetTextDatum(why),
		heap_copy_tuple_as_datum(trigger->tg_trigtuple, RelationGetDescr(relation)),
		Int64GetDatum(existing_id)
	};
	const char	nulls[] = {
		' ',
		row_has(row, COLUMN_SOURCE) ? ' ' : 'n',
		row_has(row, COLUMN_SOURCE_KEY) ? ' ' : 'n',
		' ', ' ', ' '
	};

	rr_run_ledger_query(&table->ledger, query, relation->rd_rel->reltype, values, nulls);
	SPI_finish();
}

/* Was the value left to the default of the column, which is the time of the transaction? */
static bool
is_default_now(const ColumnUse *use, Datum value)
{
	return use->may_be_now &&
		DatumGetTimestampTz(value) == GetCurrentTransactionStartTimestamp();
}

static bool
is_equal(ColumnUse *use, Form_pg_attribute attribute, Datum a, Datum b)
{
	if (use->equals == NULL)
	{
		TypeCacheEntry *type = lookup_type_cache(attribute->atttypid, TYPECACHE_EQ_OPR_FINFO);

		if (!OidIsValid(type->eq_opr_finfo.fn_oid))
			return datum_image_eq(a, b, attribute->attbyval, attribute->attlen);
		use->equals = &type->eq_opr_finfo;
	}
	return DatumGetBool(FunctionCall2Coll(use->equals, attribute->attcollation, a, b));
}

/*
 * Was the cost given with the row, or is it computed from the rest?
 *
 * A cost that was computed from prices names them, even if there are none.
 */
static bool
is_given_cost(const FactTable *table, const FactRow *row)
{
	if (!row_has(row, table->cost))
		return false;
	if (table->kind == FACT_REVIEW)
		return false;
	return !row_has(row, COLUMN_BILLED_AMOUNT) &&
		(table->kind != FACT_EVENT || !row_has(row, COLUMN_PRICE_ROWS));
}

static void
append_name(StringInfo names, const char *name)
{
	appendStringInfo(names, "%s%s", names->len > 0 ? ", " : "", name);
}

/* The names of the columns in which a new row differs from the one with its key */
static char *
differing_columns(FactTable *table, const FactRow *row, const FactRow *existing, TupleDesc tupdesc)
{
	int			cost = table->has_cost ? table->columns.position[table->cost] : -1;
	StringInfoData names;

	initStringInfo(&names);
	for (int i = 0; i < tupdesc->natts; i++)
	{
		ColumnUse  *use = &table->uses[i];
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);
		bool		is_payload = use->payload;

		if (i == cost)
			is_payload = !row->nulls[i] || is_given_cost(table, existing);
		if (!is_payload || (row->nulls[i] && existing->nulls[i]))
			continue;
		if (!row->nulls[i] && is_default_now(use, row->values[i]))
			continue;
		if (row->nulls[i] != existing->nulls[i] ||
			!is_equal(use, attribute, row->values[i], existing->values[i]))
			append_name(&names, NameStr(attribute->attname));
	}
	return names.data;
}

/*
 * Is there a row with this key?  If it is another one, it is a conflict.
 */
static bool
is_known(FactTable *table, const TriggerData *trigger, const FactRow *row)
{
	TupleTableSlot *slot = table->existing;
	FactRow		existing;
	char	   *names;

	/* the table's own constraint says so */
	if (!row_has(row, COLUMN_SOURCE) || !row_has(row, COLUMN_SOURCE_KEY))
		return false;
	if (!rr_find_by_key(trigger->tg_relation, table->key_index,
						row_value(row, COLUMN_SOURCE), row_value(row, COLUMN_SOURCE_KEY), slot))
		return false;

	slot_getallattrs(slot);
	existing = (FactRow)
	{
		&table->columns, slot->tts_values, slot->tts_isnull
	};
	names = differing_columns(table, row, &existing, RelationGetDescr(trigger->tg_relation));
	if (names[0] != '\0')
	{
		put_aside(table, trigger, row, QUERY_CONFLICT, names,
				  DatumGetInt64(row_value(&existing, COLUMN_ID)));
		rr_count_intake(&table->report->conflicting,
						psprintf("source_key %s differs in %s",
								 rr_quoted_text(rr_row_text(row, COLUMN_SOURCE_KEY)), names));
	}
	ExecClearTuple(slot);
	return true;
}

/*
 * Costs
 */

/* Set all that is derived; cost NULL is unknown, problem says why */
static void
set_cost(const FactTable *table, FactRow *row, Numeric cost, const char *basis, Datum price_rows,
		 const char *problem)
{
	if (cost == NULL)
		set_row_null(row, table->cost);
	else
		set_row_value(row, table->cost, NumericGetDatum(cost));
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
	Datum		id = row_value(row, COLUMN_REVERSES);
	MemoryContext context = CurrentMemoryContext;
	Datum		cost = (Datum) 0;
	Datum		basis = (Datum) 0;
	Datum		price_rows = (Datum) 0;
	const char *problem = NULL;

	rr_run_ledger_query(&table->ledger, reversed_queries[table->kind], InvalidOid, &id, NULL);
	if (SPI_processed > 0)
	{
		cost = copied_value(0, false, -1, context);
		if (cost != (Datum) 0 && table->kind == FACT_EVENT)
		{
			basis = copied_value(1, false, -1, context);
			price_rows = copied_value(2, false, -1, context);
		}
	}
	SPI_finish();
	if (cost == (Datum) 0)
		problem = psprintf("the row " INT64_FORMAT " that it reverses has no cost", DatumGetInt64(id));
	set_cost(table, row,
			 cost == (Datum) 0 ? NULL : numeric_call1(numeric_uminus, DatumGetNumeric(cost)),
			 basis == (Datum) 0 ? NULL : TextDatumGetCString(basis), price_rows, problem);
	return problem;
}

static const char *
set_event_cost(FactTable *table, FactRow *row)
{
	Pricing    *pricing = &table->pricing;
	Numeric		cost = rr_price_event(table->prices, row, pricing);

	if (cost == NULL)
		set_cost(table, row, NULL, NULL, (Datum) 0, pricing->problem);
	else if (row_has(row, COLUMN_BILLED_AMOUNT))
		set_cost(table, row, cost, "reported", (Datum) 0, NULL);
	else
		set_cost(table, row, cost, pricing->estimated ? "estimated" : "computed",
				 rr_price_row_ids(pricing), pricing->problem);
	return cost == NULL ? pricing->problem : NULL;
}

/* The hourly cost of the reviewer at the time of the review, or NULL */
static Numeric
hourly_cost(const FactTable *table, const FactRow *row)
{
	Datum		values[] = {
		row_has(row, COLUMN_REVIEWER) ? row_value(row, COLUMN_REVIEWER) : CStringGetTextDatum("*"),
		row_value(row, COLUMN_OCCURRED_AT)
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

static const char *
set_review_cost(const FactTable *table, FactRow *row)
{
	Numeric		hourly;
	Numeric		cost;

	if (row_has(row, COLUMN_FEE))
	{
		set_row_value(row, COLUMN_COST, row_value(row, COLUMN_FEE));
		return NULL;
	}
	/* a constraint of the table refuses a review with neither */
	if (!row_has(row, COLUMN_MINUTES))
		return NULL;
	hourly = hourly_cost(table, row);
	if (hourly == NULL)
	{
		set_cost(table, row, NULL, NULL, (Datum) 0, NULL);
		return row_has(row, COLUMN_REVIEWER) ?
			psprintf("no hourly cost for reviewer %s", rr_quoted_text(rr_row_text(row, COLUMN_REVIEWER))) :
			"no hourly cost for a review without a reviewer";
	}
	cost = rr_rounded_quotient(numeric_times(DatumGetNumeric(row_value(row, COLUMN_MINUTES)), hourly),
							   int64_to_numeric(MINS_PER_HOUR), COST_DECIMALS);
	if (!rr_is_cost(cost))
	{
		set_cost(table, row, NULL, NULL, (Datum) 0, NULL);
		return "cost is too large for numeric(30,12)";
	}
	set_row_value(row, COLUMN_COST, NumericGetDatum(cost));
	return NULL;
}

static const char *
set_bill_amount(const FactTable *table, FactRow *row, TupleDesc tupdesc)
{
	int32		typmod = TupleDescAttr(tupdesc, table->columns.position[COLUMN_AMOUNT])->atttypmod;
	UsageText	currency = rr_row_text(row, COLUMN_BILLING_CURRENCY);
	Numeric		rate;
	Numeric		amount;

	/* a constraint of the table refuses a bill without an amount */
	if (!row_has(row, COLUMN_BILLED_AMOUNT))
		return NULL;
	rate = rr_exchange_rate(table->prices, currency,
							DatumGetTimestampTz(row_value(row, COLUMN_OCCURRED_AT)));
	if (rate == NULL)
	{
		set_row_null(row, COLUMN_AMOUNT);
		return rr_no_exchange_rate(currency);
	}
	amount = numeric_times(DatumGetNumeric(row_value(row, COLUMN_BILLED_AMOUNT)), rate);
	set_row_value(row, COLUMN_AMOUNT,
				  DirectFunctionCall2(numeric, NumericGetDatum(amount), Int32GetDatum(typmod)));
	return NULL;
}

/*
 * Compute the cost of a row that has none; why it is not known, or NULL
 */
static const char *
compute_cost(FactTable *table, FactRow *row, TupleDesc tupdesc)
{
	/* a constraint of the table refuses a row without */
	if (!row_has(row, COLUMN_OCCURRED_AT))
		return NULL;
	if (row_has(row, COLUMN_REVERSES))
		return take_reversed_cost(table, row);
	if (table->kind == FACT_EVENT)
		return set_event_cost(table, row);
	if (table->kind == FACT_REVIEW)
		return set_review_cost(table, row);
	return set_bill_amount(table, row, tupdesc);
}

/* See to the cost of a new row */
static void
arrive_at_cost(FactTable *table, FactRow *row, TupleDesc tupdesc)
{
	const char *problem;

	if (!table->has_cost)
		return;
	if (!row_has(row, table->cost))
	{
		problem = compute_cost(table, row, tupdesc);
		if (problem != NULL)
			rr_count_intake(&table->report->unpriced, problem);
	}
	else if (table->kind == FACT_EVENT && !row_has(row, COLUMN_COST_BASIS))
		set_row_value(row, COLUMN_COST_BASIS, CStringGetTextDatum("reported"));
}

/*
 * Days
 */

/* The column whose day, or whose month, a fact is owned on */
static FactColumn
owned_column(FactKind kind)
{
	if (kind == FACT_INVESTMENT)
		return COLUMN_FIRST_MONTH;
	if (kind == FACT_SHARED_COST || kind == FACT_INVOICE || kind == FACT_REVENUE)
		return COLUMN_MONTH;
	return COLUMN_OCCURRED_AT;
}

/* Who wrote the row, when, and which days it belongs to */
static void
stamp_row(const FactTable *table, FactRow *row)
{
	FactColumn	owned = owned_column(table->kind);
	DateADT		day;

	set_row_value(row, COLUMN_RECORDED_BY,
				  CStringGetTextDatum(GetUserNameFromId(GetUserId(), false)));

	/*
	 * a reversal has the days of the row that it reverses; constraints refuse
	 * rows without
	 */
	if (row_has(row, COLUMN_REVERSES) && row_has(row, COLUMN_OWNED_ON))
		return;
	if (!row_has(row, owned))
		return;
	if (owned != COLUMN_OCCURRED_AT)
		day = DatumGetDateADT(row_value(row, owned));
	else if (TIMESTAMP_NOT_FINITE(DatumGetTimestampTz(row_value(row, owned))))
		return;
	else
		day = rr_local_day(DatumGetTimestampTz(row_value(row, owned)), table->zone) - POSTGRES_EPOCH_JDATE;
	set_row_value(row, COLUMN_OWNED_ON, DateADTGetDatum(day));
	set_row_value(row, COLUMN_BOOKED_ON, DateADTGetDatum(day));
}

/*
 * The trigger
 */

static HeapTuple
append_row(FactTable *table, const TriggerData *trigger)
{
	TupleDesc	tupdesc = RelationGetDescr(trigger->tg_relation);
	FactRow		row = copy_row(table, trigger->tg_trigslot);
	const char *problem = table->kind == FACT_EVENT ? normalise_event(&row) : NULL;

	if (problem == NULL)
		problem = check_numbers(table, &row, tupdesc);
	if (problem != NULL)
	{
		put_aside(table, trigger, &row, QUERY_QUARANTINE, problem, 0);
		rr_count_intake(&table->report->quarantined, problem);
		return NULL;
	}
	if (is_known(table, trigger, &row))
		return NULL;
	stamp_row(table, &row);
	arrive_at_cost(table, &row, tupdesc);
	return heap_form_tuple(tupdesc, row.values, row.nulls);
}

/* Is it the row as it was, but for what is computed? */
static bool
is_same_payload(const FactTable *table, const FactRow *old_row, const FactRow *new_row,
				TupleDesc tupdesc)
{
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

		/* generated columns are computed after the trigger */
		if (attribute->attisdropped || attribute->attgenerated != '\0' || table->uses[i].derived)
			continue;
		if (old_row->nulls[i] != new_row->nulls[i])
			return false;
		if (!old_row->nulls[i] &&
			!datum_image_eq(old_row->values[i], new_row->values[i], attribute->attbyval,
							attribute->attlen))
			return false;
	}
	return true;
}

/* Is something else missing now than the row says? */
static bool
has_other_problem(const FactTable *table, const FactRow *computed, const FactRow *row)
{
	UsageText	problem;
	UsageText	said;

	if (table->kind != FACT_EVENT)
		return false;
	problem = rr_row_text(computed, COLUMN_PRICE_PROBLEM);
	said = rr_row_text(row, COLUMN_PRICE_PROBLEM);
	return problem.data != NULL &&
		(problem.size != said.size || memcmp(problem.data, said.data, problem.size) != 0);
}

/*
 * An update may only complete a row that has no cost, and does not say which:
 * it is computed here.  Without a price the row stays as it is, but for what is
 * said to be missing.
 */
static HeapTuple
complete_row(FactTable *table, const TriggerData *trigger)
{
	TupleDesc	tupdesc = RelationGetDescr(trigger->tg_relation);
	FactRow		old_row = copy_row(table, trigger->tg_trigslot);
	FactRow		new_row = copy_row(table, trigger->tg_newslot);

	if (!table->has_cost || row_has(&old_row, table->cost) ||
		!is_same_payload(table, &old_row, &new_row, tupdesc))
		rr_refuse_change(trigger->tg_relation, rr_fact_names[table->kind]);
	if (compute_cost(table, &old_row, tupdesc) != NULL && !has_other_problem(table, &old_row, &new_row))
		return NULL;
	return heap_form_tuple(tupdesc, old_row.values, old_row.nulls);
}

/*
 * append_fact(kind, derived columns ...): trigger before each row that is
 * inserted into or updated in a fact table
 *
 * A row that contradicts itself goes to quarantine; one whose key is there is
 * skipped, and kept in conflicts if it is another one; the rest get their cost.
 * Errors: an update that is more than the completion of a row without a cost.
 */
Datum
rr_append_fact(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	FactTable  *table;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("append_fact() must be called by a trigger BEFORE INSERT OR UPDATE FOR EACH ROW")));

	table = fact_table(fcinfo, trigger);
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		return PointerGetDatum(append_row(table, trigger));
	return PointerGetDatum(complete_row(table, trigger));
}
