/*
 * append_fact.c
 *	  The row trigger of fact tables: rows arrive once, are checked, get their
 *	  cost, and do not change.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "access/tupconvert.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/sequence.h"
#include "commands/trigger.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/datum.h"
#include "utils/fmgrprotos.h"
#include "utils/rel.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"

#include "common/local_time.h"
#include "ledger/append_only.h"
#include "ledger/erase_person.h"
#include "ledger/fact_aside.h"
#include "ledger/fact_checks.h"
#include "ledger/fact_cost.h"
#include "ledger/fact_key.h"
#include "ledger/fact_table.h"
#include "ledger/late_cost.h"
#include "ledger/key_table.h"
#include "ledger/month_end_row.h"
#include "ledger/reference_row.h"
#include "ledger/reverse_fact.h"
#include "ledger/session_line.h"

PG_FUNCTION_INFO_V1(rr_append_fact);
PG_FUNCTION_INFO_V1(rr_fact_key_hash);

/* The row that is there under the key of one that arrives */
typedef struct ExistingRow
{
	Relation	home;			/* the table or the partition that has it;
								 * NULL: it was dropped, and its key is known */
	TupleTableSlot *slot;
	FactRow		row;			/* in the columns of the one that arrives */
	int64		id;
} ExistingRow;

/* The key of the next line of a request */
typedef struct LineKey
{
	int			number;
	Datum		source_key;
	pg_uuid_t	hash;
} LineKey;

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
 * Rows of a known key
 */

/* Was the value left to the default of the column, which is the time of the load? */
static bool
is_default_now(const ColumnUse *use, Datum value)
{
	return use->may_be_now &&
		DatumGetTimestampTz(value) >= GetCurrentTransactionStartTimestamp() &&
		DatumGetTimestampTz(value) <= GetCurrentTimestamp();
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
	int			usage = table->columns.position[COLUMN_USAGE];
	StringInfoData names;

	initStringInfo(&names);
	for (int i = 0; i < tupdesc->natts; i++)
	{
		ColumnUse  *use = &table->uses[i];
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);
		bool		is_payload = use->payload;

		if (i == cost && !use->derived)
			is_payload = !row->nulls[i] || is_given_cost(table, existing);
		/* the body was read; whether it was kept is no difference */
		if (i == usage && (row->nulls[i] || existing->nulls[i]))
			is_payload = false;
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

static bool
is_same_text(UsageText a, UsageText b)
{
	return a.data != NULL && b.data != NULL && a.size == b.size && memcmp(a.data, b.data, a.size) == 0;
}

static bool
is_erased(const FactRow *existing)
{
	UsageText	key = rr_row_text(existing, COLUMN_SOURCE_KEY);

	return key.data != NULL && key.size >= strlen(ERASED_PREFIX) &&
		memcmp(key.data, ERASED_PREFIX, strlen(ERASED_PREFIX)) == 0;
}

static void
set_hash(const FactTable *table, FactRow *row, pg_uuid_t *hash)
{
	rr_hash_key(&table->key, DatumGetTextPP(row_value(row, COLUMN_SOURCE)),
				DatumGetTextPP(row_value(row, COLUMN_SOURCE_KEY)), hash);
	set_row_value(row, COLUMN_KEY_HASH, UUIDPGetDatum(hash));
}

/* The values of a slot, as long as that has them, in the columns of the row that has arrived */
static FactRow
row_in_slot(const FactTable *table, const ArrivedRow *arrived, Relation home, TupleTableSlot *slot)
{
	TupleConversionMap *map = home == arrived->relation ? NULL :
	convert_tuples_by_name(RelationGetDescr(home), RelationGetDescr(arrived->relation));

	if (map != NULL)
		slot = execute_attr_map_slot(map->attrMap, slot,
									 MakeSingleTupleTableSlot(RelationGetDescr(arrived->relation), &TTSOpsVirtual));
	slot_getallattrs(slot);
	return (FactRow)
	{
		&table->columns, slot->tts_values, slot->tts_isnull
	};
}

/* Forget a row that was found, and close what has it */
static void
drop_existing(const FactTable *table, ExistingRow *existing)
{
	if (existing->slot != NULL)
		ExecDropSingleTupleTableSlot(existing->slot);
	if (existing->home != NULL && OidIsValid(table->key_table))
		table_close(existing->home, NoLock);
	memset(existing, 0, sizeof(ExistingRow));
}

/*
 * Look for a key where it is kept unique: in the table itself, or in the table
 * of keys that a partitioned one has beside it
 *
 * Of a known key existing is the row, to be dropped with drop_existing(); patient
 * and *holder as in rr_seek_key().
 */
static KeyState
seek_row(const FactTable *table, const ArrivedRow *arrived, const pg_uuid_t *hash, bool patient,
		 ExistingRow *existing, TransactionId *holder)
{
	bool		is_apart = OidIsValid(table->key_table);
	Relation	keys = is_apart ? rr_open_keys(table->key_table, hash, AccessShareLock) : arrived->relation;
	Oid			index = is_apart ? rr_key_index(keys) : table->key_index;
	TupleTableSlot *slot;
	KeyState	state = rr_seek_key(table->facts, keys, index, hash, patient, &slot, holder);

	memset(existing, 0, sizeof(ExistingRow));
	if (state == KEY_KNOWN && is_apart)
	{
		existing->slot = rr_find_kept_row(table->facts, slot, &existing->home);
		ExecDropSingleTupleTableSlot(slot);
	}
	else if (state == KEY_KNOWN)
	{
		existing->slot = slot;
		existing->home = arrived->relation;
	}
	if (existing->home != NULL)
	{
		existing->row = row_in_slot(table, arrived, existing->home, existing->slot);
		existing->id = DatumGetInt64(row_value(&existing->row, COLUMN_ID));
	}
	if (is_apart)
		table_close(keys, NoLock);
	return state;
}

/*
 * Find the row with a cost that the ledger has put in place of one, if it has,
 * and it is not reversed; to be dropped with drop_existing()
 */
static bool
find_late_row(const FactTable *table, const ArrivedRow *arrived, int64 id, ExistingRow *later)
{
	TransactionId holder = InvalidTransactionId;
	pg_uuid_t	hash;

	rr_hash_late_key(table, id, &hash);
	if (seek_row(table, arrived, &hash, false, later, &holder) != KEY_KNOWN)
		return false;
	if (later->home == NULL || !rr_is_reversed(later->home, later->id))
		return true;
	drop_existing(table, later);
	return false;
}

/* Was a row reversed only because such a row has taken its place? */
static bool
is_replaced(const FactTable *table, const ArrivedRow *arrived, int64 id)
{
	ExistingRow later;

	if (!find_late_row(table, arrived, id, &later))
		return false;
	drop_existing(table, &later);
	return true;
}

/* See what a row is that has the key of an existing one: the same, another one, one too late or of one that is gone */
static void
compare_with(FactTable *table, const ArrivedRow *arrived, const ExistingRow *existing)
{
	const FactRow *row = arrived->row;
	const FactRow *other = &existing->row;
	char	   *names;

	if (existing->home == NULL)
		rr_count_intake(&table->report->dropped,
						psprintf("source_key %s", rr_quoted_text(rr_row_text(row, COLUMN_SOURCE_KEY))));
	else if (is_erased(other))
		return;
	else if (!is_same_text(rr_row_text(row, COLUMN_SOURCE), rr_row_text(other, COLUMN_SOURCE)) ||
			 !is_same_text(rr_row_text(row, COLUMN_SOURCE_KEY), rr_row_text(other, COLUMN_SOURCE_KEY)))
		rr_quarantine(arrived, psprintf("row " INT64_FORMAT " with another key has the same hash", existing->id));
	else if (rr_is_reversed(existing->home, existing->id) && !is_replaced(table, arrived, existing->id))
		rr_report_reversed(arrived, existing->id);
	else
	{
		names = differing_columns(table, row, other, RelationGetDescr(arrived->relation));
		if (names[0] != '\0')
			rr_report_conflict(arrived, existing->id, names);
	}
}

/* Put a line of a session in the place of another one, if it says more; LINE_KEPT if not */
static LineFate
compare_lines(FactTable *table, const ArrivedRow *arrived, const ExistingRow *existing, TransactionId *holder)
{
	if (existing->home == NULL)
	{
		compare_with(table, arrived, existing);
		return LINE_KEPT;
	}
	if (!rr_is_fuller_line(arrived->row, &existing->row))
		return LINE_KEPT;
	return rr_replace_line(table, arrived->relation, &existing->row, holder);
}

/*
 * Does a line of a session take the place of an existing one, the last of its
 * request, or of the one whose cost became known later?  If not, the row has
 * been seen to.
 */
static bool
replaces_line(FactTable *table, const ArrivedRow *arrived, const ExistingRow *existing)
{
	TransactionId holder = InvalidTransactionId;
	LineFate	fate = LINE_REVERSED;
	ExistingRow later;

	if (existing->home == NULL || !rr_is_reversed(existing->home, existing->id))
		fate = compare_lines(table, arrived, existing, &holder);
	else if (find_late_row(table, arrived, existing->id, &later))
	{
		fate = compare_lines(table, arrived, &later, &holder);
		drop_existing(table, &later);
	}
	if (fate == LINE_REVERSED)
		rr_report_reversed(arrived, existing->id);
	else if (fate == LINE_IN_FLIGHT)
		rr_park(arrived, holder);
	return fate == LINE_REPLACED;
}

/*
 * Find the last line that is there of the request of the existing one, of which
 * the first has source_key; what the next one's key is, and its state
 */
static KeyState
seek_last_line(const FactTable *table, const ArrivedRow *arrived, Datum source_key, LineKey *next,
			   ExistingRow *existing, TransactionId *holder)
{
	for (;;)
	{
		ExistingRow later;
		KeyState	state;

		CHECK_FOR_INTERRUPTS();
		next->source_key = rr_later_line_key(source_key, next->number);
		rr_hash_key(&table->key, DatumGetTextPP(row_value(arrived->row, COLUMN_SOURCE)),
					DatumGetTextPP(next->source_key), &next->hash);
		state = seek_row(table, arrived, &next->hash, false, &later, holder);
		if (state != KEY_KNOWN)
			return state;
		drop_existing(table, existing);
		*existing = later;
		next->number++;
	}
}

/*
 * Has a line of a session a place, although its key is that of an existing row,
 * which is dropped?  If not, the row has been seen to.
 */
static bool
has_line_place(FactTable *table, const ArrivedRow *arrived, FactRow *row, ExistingRow *existing)
{
	Datum		source_key = row_value(row, COLUMN_SOURCE_KEY);
	LineKey    *next = palloc(sizeof(LineKey));
	TransactionId holder = InvalidTransactionId;
	KeyState	state;
	bool		has_place = true;

	next->number = 2;
	state = seek_last_line(table, arrived, source_key, next, existing, &holder);
	if (state == KEY_NEW)
	{
		has_place = replaces_line(table, arrived, existing);

		/*
		 * the lock on the key of a reversal has taken the place of that on
		 * the key
		 */
		if (has_place)
			state = seek_last_line(table, arrived, source_key, next, existing, &holder);
	}
	drop_existing(table, existing);
	if (state == KEY_IN_FLIGHT)
		rr_park(arrived, holder);
	if (!has_place || state == KEY_IN_FLIGHT)
		return false;
	set_row_value(row, COLUMN_SOURCE_KEY, next->source_key);
	set_row_value(row, COLUMN_KEY_HASH, UUIDPGetDatum(&next->hash));
	return true;
}

/* Are both lines of a session, of the same request? */
static bool
are_session_lines(const FactTable *table, const FactRow *row, const FactRow *existing)
{
	return table->kind == FACT_EVENT && rr_is_session_line(row) && rr_is_session_line(existing) &&
		!is_erased(existing) &&
		is_same_text(rr_row_text(row, COLUMN_SOURCE), rr_row_text(existing, COLUMN_SOURCE)) &&
		is_same_text(rr_row_text(row, COLUMN_SOURCE_KEY), rr_row_text(existing, COLUMN_SOURCE_KEY));
}

/*
 * Has the row a place in its table?  It has if its key is a new one.  If not,
 * the row has been seen to.
 */
static bool
has_place(FactTable *table, const ArrivedRow *arrived, FactRow *row, MadeRow *made)
{
	TransactionId holder = InvalidTransactionId;
	bool		is_patient = made != NULL && !made->by_ledger;
	ExistingRow existing;

	switch (seek_row(table, arrived, arrived->hash, is_patient, &existing, &holder))
	{
		case KEY_NEW:
			return true;
		case KEY_IN_FLIGHT:
			if (made != NULL)
				made->holder = holder;
			else
				rr_park(arrived, holder);
			return false;
		case KEY_KNOWN:
			break;
	}
	if (made != NULL)
		made->is_known = true;
	else if (existing.home != NULL && are_session_lines(table, row, &existing.row))
		return has_line_place(table, arrived, row, &existing);
	else
		compare_with(table, arrived, &existing);
	drop_existing(table, &existing);
	return false;
}

/*
 * What the trigger alone sets
 */

/* The day, or the month, that a fact is owned on */
static DateADT
owned_on(const FactTable *table, const FactRow *row)
{
	if (table->columns.position[COLUMN_FIRST_MONTH] >= 0)
		return DatumGetDateADT(row_value(row, COLUMN_FIRST_MONTH));
	if (table->columns.position[COLUMN_MONTH] >= 0)
		return DatumGetDateADT(row_value(row, COLUMN_MONTH));
	return rr_local_day(DatumGetTimestampTz(row_value(row, COLUMN_OCCURRED_AT)), table->zone) -
		POSTGRES_EPOCH_JDATE;
}

/* Book a row on a day or, if its month is closed, in the first open one */
static void
book_row(FactTable *table, FactRow *row, DateADT wanted)
{
	DateADT		day = rr_book_day(&table->ledger, &table->months, wanted);

	set_row_value(row, COLUMN_BOOKED_ON, DateADTGetDatum(day));
	if (day != wanted)
		set_row_value(row, COLUMN_DISPLACED_FROM, DateADTGetDatum(wanted));
}

static void
set_days(FactTable *table, FactRow *row)
{
	DateADT		day = owned_on(table, row);

	set_row_value(row, COLUMN_OWNED_ON, DateADTGetDatum(day));
	set_row_null(row, COLUMN_DISPLACED_FROM);
	book_row(table, row, day);
}

/* Number, writer and time; a row that its owner restores has them */
static void
stamp_row(const FactTable *table, FactRow *row)
{
	set_row_value(row, COLUMN_ID, Int64GetDatum(nextval_internal(table->sequence, false)));
	set_row_value(row, COLUMN_RECORDED_AT, TimestampTzGetDatum(GetCurrentTransactionStartTimestamp()));
	set_row_value(row, COLUMN_RECORDED_BY, CStringGetTextDatum(rr_recorder()));
}

/*
 * The trigger
 */

/* Does the row come from a backup, with all that the trigger had set? */
static bool
is_restored(const TriggerData *trigger, const FactRow *row)
{
	return row_has(row, COLUMN_ID) && row_has(row, COLUMN_OWNED_ON) && row_has(row, COLUMN_BOOKED_ON) &&
		row_has(row, COLUMN_RECORDED_BY) && row_has(row, COLUMN_SOURCE) && row_has(row, COLUMN_SOURCE_KEY) &&
		rr_is_restoring(trigger->tg_relation);
}

/* What a row of defaults stands for, in the columns of the partition that it has come to */
static void
take_made_row(const MadeRow *made, TupleDesc tupdesc, FactRow *row)
{
	TupleConversionMap *map = convert_tuples_by_name(made->tupdesc, tupdesc);
	HeapTuple	tuple = map == NULL ? made->tuple : execute_attr_map_tuple(made->tuple, map);
	Datum	   *values = palloc(tupdesc->natts * sizeof(Datum));
	bool	   *nulls = palloc(tupdesc->natts * sizeof(bool));

	heap_deform_tuple(tuple, tupdesc, values, nulls);
	for (int i = 0; i < tupdesc->natts; i++)
	{
		if (nulls[i] && made->keeps_defaults)
			continue;
		row->values[i] = values[i];
		row->nulls[i] = nulls[i];
	}
}

static HeapTuple
append_row(FactTable *table, const TriggerData *trigger)
{
	TupleDesc	tupdesc = RelationGetDescr(trigger->tg_relation);
	FactRow		row = copy_row(table, trigger->tg_trigslot);
	MadeRow    *made = rr_take_made_row(table->facts);
	bool		is_ordinary = made == NULL && !is_restored(trigger, &row);
	pg_uuid_t  *hash = palloc(sizeof(pg_uuid_t));
	ArrivedRow	arrived = {table, trigger->tg_relation, trigger->tg_trigtuple, &row, NULL};
	const char *problem = NULL;
	bool		needs_usage = false;

	if (made != NULL)
		take_made_row(made, tupdesc, &row);
	else if (is_ordinary && table->kind == FACT_EVENT)
		rr_set_line_key(&row);
	if (row_has(&row, COLUMN_SOURCE) && row_has(&row, COLUMN_SOURCE_KEY))
	{
		set_hash(table, &row, hash);
		arrived.hash = hash;
	}
	if (is_ordinary)
		problem = rr_check_fact(table, &row, tupdesc, &needs_usage);
	if (problem != NULL)
	{
		rr_quarantine(&arrived, problem);
		return NULL;
	}
	if (!has_place(table, &arrived, &row, made))
		return NULL;
	if (is_ordinary && (problem = rr_check_month_end(&arrived)) != NULL)
	{
		rr_quarantine(&arrived, problem);
		return NULL;
	}
	if (is_ordinary)
	{
		set_days(table, &row);
		rr_arrive_at_cost(table, &row);
		if (!table->keep_usage && !needs_usage && row_has(&row, COLUMN_COST))
			set_row_null(&row, COLUMN_USAGE);
	}
	else if (made != NULL)
		book_row(table, &row, DatumGetDateADT(row_value(&row, COLUMN_BOOKED_ON)));
	if (made != NULL && !made->by_ledger && table->has_cost && !row_has(&row, table->cost))
		rr_count_intake(&table->report->unpriced,
						psprintf("the row " INT64_FORMAT " that it reverses has no cost",
								 DatumGetInt64(row_value(&row, COLUMN_REVERSES))));
	if (is_ordinary || made != NULL)
		stamp_row(table, &row);
	return heap_form_tuple(tupdesc, row.values, row.nulls);
}

/* The columns that the completion of a row without a cost may change */
static bool
is_completed(const FactTable *table, int position)
{
	return position == table->columns.position[table->cost] ||
		position == table->columns.position[COLUMN_COST_BASIS] ||
		position == table->columns.position[COLUMN_PRICE_ROWS] ||
		position == table->columns.position[COLUMN_PRICE_PROBLEM];
}

/* The columns that change when a row is booked anew */
static bool
is_rebooked(const FactTable *table, int position)
{
	return position == table->columns.position[COLUMN_BOOKED_ON] ||
		position == table->columns.position[COLUMN_DISPLACED_FROM];
}

/* The columns that name a person */
static bool
is_person(const FactTable *table, int position)
{
	return position == table->columns.position[COLUMN_WORK_ITEM] ||
		position == table->columns.position[COLUMN_REVIEWER];
}

/* Is it the row as it was, but for the columns that may change? */
static bool
is_same_but(const FactTable *table, const FactRow *old_row, const FactRow *new_row, TupleDesc tupdesc,
			bool (*may_change) (const FactTable *table, int position))
{
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

		/* generated columns are computed after the trigger */
		if (attribute->attisdropped || attribute->attgenerated != '\0' || may_change(table, i))
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

	if (table->kind != FACT_EVENT)
		return false;
	problem = rr_row_text(computed, COLUMN_PRICE_PROBLEM);
	return problem.data != NULL && !is_same_text(problem, rr_row_text(row, COLUMN_PRICE_PROBLEM));
}

/* Is the accounting day in an open month?  It stays so until the end of the transaction. */
static bool
is_booked_in_open_month(FactTable *table, const FactRow *row)
{
	DateADT		day = DatumGetDateADT(row_value(row, COLUMN_BOOKED_ON));

	return rr_book_day(&table->ledger, &table->months, day) == day;
}

/*
 * An update may complete a row that has no cost, and does not say which: it is
 * computed here.  Without a price the row stays as it is, but for what is said
 * to be missing.  One that is booked in a closed month is replaced instead.
 */
static HeapTuple
complete_row(FactTable *table, const TriggerData *trigger)
{
	TupleDesc	tupdesc = RelationGetDescr(trigger->tg_relation);
	FactRow		old_row = copy_row(table, trigger->tg_trigslot);
	FactRow		new_row = copy_row(table, trigger->tg_newslot);

	if (!table->has_cost || row_has(&old_row, table->cost) ||
		!is_same_but(table, &old_row, &new_row, tupdesc, is_completed))
		rr_refuse_change(trigger->tg_relation, rr_fact_names[table->kind]);
	if (!is_booked_in_open_month(table, &old_row))
	{
		rr_replace_late(table, trigger->tg_relation, &old_row);
		return NULL;
	}
	if (rr_compute_cost(table, &old_row) != NULL && !has_other_problem(table, &old_row, &new_row))
		return NULL;
	return heap_form_tuple(tupdesc, old_row.values, old_row.nulls);
}

/* rebook_facts() books a row in a month that is open again */
static HeapTuple
rebook_row(FactTable *table, const TriggerData *trigger)
{
	TupleDesc	tupdesc = RelationGetDescr(trigger->tg_relation);
	FactRow		old_row = copy_row(table, trigger->tg_trigslot);
	FactRow		new_row = copy_row(table, trigger->tg_newslot);

	if (!is_same_but(table, &old_row, &new_row, tupdesc, is_rebooked) || !is_booked_in_open_month(table, &new_row))
		rr_refuse_change(trigger->tg_relation, rr_fact_names[table->kind]);
	return trigger->tg_newtuple;
}

/* erase_person() replaces a name; what else may say who it was goes with it */
static HeapTuple
erase_row(FactTable *table, const TriggerData *trigger)
{
	TupleDesc	tupdesc = RelationGetDescr(trigger->tg_relation);
	FactRow		old_row = copy_row(table, trigger->tg_trigslot);
	FactRow		new_row = copy_row(table, trigger->tg_newslot);

	if (!is_same_but(table, &old_row, &new_row, tupdesc, is_person))
		rr_refuse_change(trigger->tg_relation, rr_fact_names[table->kind]);
	rr_erase_texts(table, &new_row);
	return heap_form_tuple(tupdesc, new_row.values, new_row.nulls);
}

/*
 * append_fact(kind, money, derived columns ...): trigger before each row that
 * is inserted into or updated in a fact table
 *
 * A row that cannot be taken goes to quarantine; one whose key is there is
 * skipped, and kept in conflicts if it is another one; the rest get their
 * number, days and cost.  Errors: an update that is more than the completion
 * of a row without a cost.
 */
Datum
rr_append_fact(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	bool		is_new_statement = fcinfo->flinfo->fn_extra == NULL;
	FactTable  *table;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("append_fact() must be called by a trigger BEFORE INSERT OR UPDATE FOR EACH ROW")));

	table = rr_fact_table(trigger->tg_relation, trigger->tg_trigger, is_new_statement);
	fcinfo->flinfo->fn_extra = table;
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		return PointerGetDatum(append_row(table, trigger));
	if (rr_is_rebooking(table->facts))
		return PointerGetDatum(rebook_row(table, trigger));
	if (rr_is_erasing(table->facts))
		return PointerGetDatum(erase_row(table, trigger));
	return PointerGetDatum(complete_row(table, trigger));
}

/*
 * fact_key_hash(secret uuid, source text, source_key text): the hash by which
 * the key of a fact is kept unique
 */
Datum
rr_fact_key_hash(PG_FUNCTION_ARGS)
{
	SipHashKey	secret = rr_siphash_key(PG_GETARG_UUID_P(0)->data);
	pg_uuid_t  *hash = palloc(sizeof(pg_uuid_t));

	rr_hash_key(&secret, PG_GETARG_TEXT_PP(1), PG_GETARG_TEXT_PP(2), hash);
	PG_RETURN_UUID_P(hash);
}
