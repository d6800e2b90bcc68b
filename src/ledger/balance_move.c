/*
 * balance_move.c
 *	  Triggers on master data that balances are folded by.
 *
 * Balances are folded by the business unit that the work item names, and by
 * spans of months in which nothing begins to hold that decides by day.  Where
 * that changes, what is folded moves with it in the same transaction, under
 * the lock of balance_lock.c: nobody folds by what is about to change.
 */
#include "runrate.h"

#include "access/xact.h"
#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/executor.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "ledger/balance_lock.h"
#include "ledger/balance_post.h"
#include "ledger/erase_person.h"
#include "ledger/ledger_query.h"

PG_FUNCTION_INFO_V1(rr_move_items);
PG_FUNCTION_INFO_V1(rr_split_months);

/* Work items that are moved at once */
#define BATCH	1000

/* The columns of a table that a trigger reads; 0: it has none */
typedef struct ItemColumns
{
	int			work_item;
	int			business_unit;
} ItemColumns;

/* Work items with their old and new business units, to be moved */
typedef struct MovedItems
{
	Ledger		ledger;
	MemoryContext context;		/* of the texts */
	int			count;
	Datum		items[BATCH];
	Datum		units[2][BATCH];
	bool		no_unit[2][BATCH];
	bool		is_locked;
} MovedItems;

enum
{
	OLD_UNIT,
	NEW_UNIT
};

/* The ledger of a table that users write to */
static Ledger
ledger_of(Relation table)
{
	return (Ledger)
	{
		RelationGetNamespace(table), table->rd_rel->relowner
	};
}

/*
 * Run a query that changes what is folded, unless nothing is
 *
 * found_query says whether anything is, in all that is committed now.  With an
 * older snapshot the changes could not be made.
 */
static void
change_folded(const Ledger *ledger, LedgerQuery found_query, LedgerQuery change_query,
			  Datum *values, const char *nulls, const char *what)
{
	bool		found;

	rr_run_ledger_query(ledger, found_query, InvalidOid, values, nulls);
	found = SPI_processed > 0;
	SPI_finish();
	if (!found)
		return;
	if (IsolationUsesXactSnapshot())
		ereport(ERROR,
				(errcode(ERRCODE_ACTIVE_SQL_TRANSACTION),
				 errmsg("%s must be changed in a transaction of isolation level READ COMMITTED", what),
				 errdetail("Balances that depend on it have to be moved, and a transaction with an older snapshot may not see all of them.")));
	rr_run_ledger_query(ledger, change_query, InvalidOid, values, nulls);
	SPI_finish();
}

static Datum
text_array(Datum *values, bool *nulls, int count)
{
	int			lower = 1;

	return PointerGetDatum(construct_md_array(values, nulls, 1, &count, &lower, TEXTOID, -1, false, TYPALIGN_INT));
}

/*
 * Work items
 */

static void
move_batch(MovedItems *moved)
{
	Datum		values[3];

	if (moved->count == 0)
		return;
	if (!moved->is_locked)
	{
		rr_post_counted(&moved->ledger);
		(void) rr_lock_balances(rr_find_internal_table(&moved->ledger, "event_postings"), ShareLock, true);
		moved->is_locked = true;
	}
	values[0] = text_array(moved->items, NULL, moved->count);
	values[1] = text_array(moved->units[OLD_UNIT], moved->no_unit[OLD_UNIT], moved->count);
	values[2] = text_array(moved->units[NEW_UNIT], moved->no_unit[NEW_UNIT], moved->count);
	change_folded(&moved->ledger, QUERY_HAS_ITEMS, QUERY_MOVE_ITEMS, values, NULL, "business_unit");
	moved->count = 0;
	MemoryContextReset(moved->context);
}

/* Add an item; a unit that is 0 is none */
static void
move_item(MovedItems *moved, Datum item, Datum old_unit, Datum new_unit)
{
	MemoryContext old_context = MemoryContextSwitchTo(moved->context);
	Datum		units[] = {old_unit, new_unit};

	moved->items[moved->count] = PointerGetDatum(PG_DETOAST_DATUM_COPY(item));
	for (int i = OLD_UNIT; i <= NEW_UNIT; i++)
	{
		moved->no_unit[i][moved->count] = units[i] == (Datum) 0;
		moved->units[i][moved->count] = units[i] == (Datum) 0 ? (Datum) 0 :
			PointerGetDatum(PG_DETOAST_DATUM_COPY(units[i]));
	}
	moved->count++;
	MemoryContextSwitchTo(old_context);
	if (moved->count == BATCH)
		move_batch(moved);
}

/* The value of a column of text; 0 if it is NULL */
static Datum
text_of(TupleTableSlot *slot, int column)
{
	bool		isnull;
	Datum		value = slot_getattr(slot, column, &isnull);

	return isnull ? (Datum) 0 : value;
}

static bool
is_same_text(Datum a, Datum b)
{
	if (a == (Datum) 0 || b == (Datum) 0)
		return a == b;
	return DatumGetBool(DirectFunctionCall2Coll(texteq, C_COLLATION_OID, a, b));
}

/* A row came, went, or both: one of the slots may be NULL */
static void
move_changed(MovedItems *moved, const ItemColumns *columns, TupleTableSlot *old_row, TupleTableSlot *new_row)
{
	Datum		old_item = old_row == NULL ? (Datum) 0 : text_of(old_row, columns->work_item);
	Datum		new_item = new_row == NULL ? (Datum) 0 : text_of(new_row, columns->work_item);
	Datum		old_unit = old_row == NULL ? (Datum) 0 : text_of(old_row, columns->business_unit);
	Datum		new_unit = new_row == NULL ? (Datum) 0 : text_of(new_row, columns->business_unit);

	if (old_item != (Datum) 0 && new_item != (Datum) 0 && is_same_text(old_item, new_item))
	{
		if (!is_same_text(old_unit, new_unit))
			move_item(moved, new_item, old_unit, new_unit);
		return;
	}
	if (old_unit != (Datum) 0)
		move_item(moved, old_item, old_unit, (Datum) 0);
	if (new_unit != (Datum) 0)
		move_item(moved, new_item, (Datum) 0, new_unit);
}

static TupleTableSlot *
next_row(Tuplestorestate *rows, TupleTableSlot *slot)
{
	return rows != NULL && tuplestore_gettupleslot(rows, true, false, slot) ? slot : NULL;
}

/*
 * move_items(): trigger after a statement that changes work_items, with the
 * rows that came and went as transition tables
 *
 * Moves what is folded of items whose business unit changes, and waits for
 * whoever is folding.  Whoever erases a name has renamed it in the balances.
 */
Datum
rr_move_items(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	TupleDesc	tupdesc;
	ItemColumns columns;
	MovedItems *moved;
	TupleTableSlot *old_slot;
	TupleTableSlot *new_slot;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event) ||
		TRIGGER_FIRED_BY_TRUNCATE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("move_items() must be called by a trigger FOR EACH STATEMENT")));

	if (rr_is_erasing(RelationGetRelid(trigger->tg_relation)))
		return PointerGetDatum(NULL);
	tupdesc = RelationGetDescr(trigger->tg_relation);
	columns.work_item = SPI_fnumber(tupdesc, "work_item");
	columns.business_unit = SPI_fnumber(tupdesc, "business_unit");
	if (columns.work_item <= 0 || columns.business_unit <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_COLUMN),
				 errmsg("table \"%s\" has no columns work_item and business_unit",
						RelationGetRelationName(trigger->tg_relation))));
	moved = palloc0(sizeof(MovedItems));
	moved->ledger = ledger_of(trigger->tg_relation);
	moved->context = AllocSetContextCreate(CurrentMemoryContext, "runrate moved items", ALLOCSET_DEFAULT_SIZES);
	old_slot = MakeSingleTupleTableSlot(tupdesc, &TTSOpsMinimalTuple);
	new_slot = MakeSingleTupleTableSlot(tupdesc, &TTSOpsMinimalTuple);
	for (;;)
	{
		/* those of an update come in pairs */
		TupleTableSlot *old_row = next_row(trigger->tg_oldtable, old_slot);
		TupleTableSlot *new_row = next_row(trigger->tg_newtable, new_slot);

		if (old_row == NULL && new_row == NULL)
			break;
		move_changed(moved, &columns, old_row, new_row);
	}
	move_batch(moved);
	ExecDropSingleTupleTableSlot(old_slot);
	ExecDropSingleTupleTableSlot(new_slot);
	return PointerGetDatum(NULL);
}

/*
 * Spans of months
 */

/*
 * split_months(agent): trigger after each row that is inserted into or updated
 * in a table whose rows hold from a day, valid_from
 *
 * agent: the column that says for which agent; without it, for all.  Makes the
 * balances of the month anew if that day is not its first, and waits for
 * whoever is folding or moving work items.
 */
Datum
rr_split_months(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	TupleTableSlot *row;
	TupleDesc	tupdesc;
	Ledger		ledger;
	Datum		values[2];
	char		nulls[3] = "  ";
	bool		isnull;
	DateADT		day;
	int			year;
	int			month;
	int			day_of_month;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("split_months() must be called by a trigger AFTER INSERT OR UPDATE FOR EACH ROW")));
	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newslot : trigger->tg_trigslot;
	tupdesc = RelationGetDescr(trigger->tg_relation);
	day = DatumGetDateADT(slot_getattr(row, SPI_fnumber(tupdesc, "valid_from"), &isnull));
	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	if (day_of_month == 1)
		return PointerGetDatum(NULL);

	ledger = ledger_of(trigger->tg_relation);
	values[0] = (Datum) 0;
	nulls[0] = 'n';
	if (trigger->tg_trigger->tgnargs > 0)
	{
		values[0] = slot_getattr(row, SPI_fnumber(tupdesc, trigger->tg_trigger->tgargs[0]), &isnull);
		nulls[0] = isnull ? 'n' : ' ';
	}
	values[1] = DateADTGetDatum(day - day_of_month + 1);
	(void) rr_lock_balances(rr_find_internal_table(&ledger, "event_postings"), ExclusiveLock, true);
	change_folded(&ledger, QUERY_HAS_MONTH, QUERY_SPLIT_MONTHS, values, nulls, "valid_from");
	return PointerGetDatum(NULL);
}
