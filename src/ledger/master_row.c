/*
 * master_row.c
 *	  The row triggers of master data: who wrote a row last and when is not for
 *	  the writer to say, and changes keeps what the row was before.
 *
 * A row at a time, and after it, so that the history has the order in which
 * things happened, whatever the statement: what a MERGE or a chain of WITH
 * deletes and inserts under one key is a deletion and then an insertion.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "ledger/erase_person.h"
#include "ledger/ledger_identity.h"
#include "ledger/ledger_query.h"
#include "ledger/master_row.h"
#include "ledger/reference_row.h"

PG_FUNCTION_INFO_V1(rr_stamp_master);
PG_FUNCTION_INFO_V1(rr_log_change);
PG_FUNCTION_INFO_V1(rr_refuse_truncate);

#define LOG_TRIGGER	"log_change"

/* Is a column part of what changes says of itself, or left out by the arguments of the trigger? */
static bool
is_left_out(const Trigger *trigger, const char *column)
{
	if (strcmp(column, "recorded_at") == 0 || strcmp(column, "recorded_by") == 0)
		return true;
	/* the first one is the key */
	for (int i = 1; trigger != NULL && i < trigger->tgnargs; i++)
		if (strcmp(column, trigger->tgargs[i]) == 0)
			return true;
	return false;
}

/* Do two rows agree in all that changes keeps? */
static bool
is_same(const Trigger *trigger, TupleDesc tupdesc, HeapTuple old_row, HeapTuple new_row)
{
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);
		bool		old_null;
		bool		new_null;
		Datum		old_value;
		Datum		new_value;

		if (attribute->attisdropped || is_left_out(trigger, NameStr(attribute->attname)))
			continue;
		old_value = heap_getattr(old_row, i + 1, tupdesc, &old_null);
		new_value = heap_getattr(new_row, i + 1, tupdesc, &new_null);
		if (old_null != new_null ||
			(!old_null && !datum_image_eq(old_value, new_value, attribute->attbyval, attribute->attlen)))
			return false;
	}
	return true;
}

/*
 * stamp_master(): trigger before each row that is inserted into or updated in
 * a table of master data
 *
 * Sets recorded_at and recorded_by, but not in what a replica applies or a
 * backup restores.  An update that changes nothing keeps them.
 */
Datum
rr_stamp_master(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("stamp_master() must be called by a trigger BEFORE INSERT OR UPDATE FOR EACH ROW")));
	if (TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		return PointerGetDatum(rr_stamp_row(trigger->tg_relation, trigger->tg_trigtuple));
	if (is_same(NULL, RelationGetDescr(trigger->tg_relation), trigger->tg_trigtuple, trigger->tg_newtuple))
		return PointerGetDatum(rr_keep_stamp(trigger->tg_relation, trigger->tg_trigtuple, trigger->tg_newtuple));
	return PointerGetDatum(rr_stamp_row(trigger->tg_relation, trigger->tg_newtuple));
}

/*
 * The history
 */

/* The ledger that a table is part of, be it among its working parts */
static Ledger
ledger_of(Relation table)
{
	LedgerIdentity identity;

	if (!rr_find_ledger(RelationGetNamespace(table), &identity))
		return rr_ledger_of_internal(table);
	rr_identify_ledger(RelationGetRelid(table), &identity);
	return (Ledger)
	{
		identity.schema, identity.owner
	};
}

/* The columns that are left out, as text[] */
static Datum
left_out(const Trigger *trigger)
{
	Datum	   *names = palloc((trigger->tgnargs + 1) * sizeof(Datum));

	names[0] = CStringGetTextDatum("recorded_at");
	names[1] = CStringGetTextDatum("recorded_by");
	for (int i = 1; i < trigger->tgnargs; i++)
		names[i + 1] = CStringGetTextDatum(trigger->tgargs[i]);
	return PointerGetDatum(construct_array(names, trigger->tgnargs + 1, TEXTOID, -1, false, TYPALIGN_INT));
}

/* The position of the column that names a row */
static int
key_column(Relation table, const Trigger *trigger)
{
	int			attnum = trigger->tgnargs > 0 ? SPI_fnumber(RelationGetDescr(table), trigger->tgargs[0]) : 0;

	if (attnum <= 0)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("log_change() needs the column that is the key of table \"%s\"",
						RelationGetRelationName(table))));
	return attnum;
}

/* The key of a row as text; the column has no NULL */
static char *
key_text(Relation table, const Trigger *trigger, HeapTuple row)
{
	return SPI_getvalue(row, RelationGetDescr(table), key_column(table, trigger));
}

/* The day from which a row holds, if the table has one */
static Datum
valid_from(Relation table, HeapTuple row, bool *isnull)
{
	TupleDesc	tupdesc = RelationGetDescr(table);
	int			attnum = SPI_fnumber(tupdesc, "valid_from");

	*isnull = true;
	return attnum > 0 && SPI_gettypeid(tupdesc, attnum) == DATEOID ?
		heap_getattr(row, attnum, tupdesc, isnull) : (Datum) 0;
}

/* Write what became of a row: one of the two is NULL if it came or went */
static void
log_row(Relation table, const Trigger *trigger, HeapTuple before, HeapTuple after)
{
	TupleDesc	tupdesc = RelationGetDescr(table);
	HeapTuple	row = before != NULL ? before : after;
	Ledger		ledger = ledger_of(table);
	Datum		values[7];
	char		nulls[8] = "       ";
	bool		no_day;

	values[0] = CStringGetTextDatum(GetUserNameFromId(GetUserId(), false));
	values[1] = CStringGetTextDatum(RelationGetRelationName(table));
	values[2] = CStringGetTextDatum(key_text(table, trigger, row));
	values[3] = valid_from(table, row, &no_day);
	nulls[3] = no_day ? 'n' : ' ';
	values[4] = before != NULL ? heap_copy_tuple_as_datum(before, tupdesc) : (Datum) 0;
	nulls[4] = before != NULL ? ' ' : 'n';
	values[5] = after != NULL ? heap_copy_tuple_as_datum(after, tupdesc) : (Datum) 0;
	nulls[5] = after != NULL ? ' ' : 'n';
	values[6] = left_out(trigger);
	rr_run_ledger_query(&ledger, QUERY_LOG_CHANGE, table->rd_rel->reltype, values, nulls);
	SPI_finish();
}

/* Do two rows have the same key? */
static bool
has_same_key(Relation table, const Trigger *trigger, HeapTuple old_row, HeapTuple new_row)
{
	bool		old_null;
	bool		new_null;
	Datum		old_day = valid_from(table, old_row, &old_null);
	Datum		new_day = valid_from(table, new_row, &new_null);

	return old_null == new_null && (old_null || old_day == new_day) &&
		strcmp(key_text(table, trigger, old_row), key_text(table, trigger, new_row)) == 0;
}

static void
log_update(Relation table, const Trigger *trigger, HeapTuple old_row, HeapTuple new_row)
{
	if (is_same(trigger, RelationGetDescr(table), old_row, new_row))
		return;
	if (has_same_key(table, trigger, old_row, new_row))
		log_row(table, trigger, old_row, new_row);
	else
	{
		log_row(table, trigger, old_row, NULL);
		log_row(table, trigger, NULL, new_row);
	}
}

/*
 * log_change(key, left out ...): trigger after each row that is inserted into,
 * updated in or deleted from a table of master data or of settings
 *
 * key: the column that names a row, beside valid_from, if the table has that;
 * left out: columns that the history does not keep.  What a backup restores
 * brings its history with it, and of a name that is erased there is to be none.
 */
Datum
rr_log_change(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Relation	table;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("log_change() must be called by a trigger AFTER INSERT OR UPDATE OR DELETE FOR EACH ROW")));
	table = trigger->tg_relation;
	if (rr_is_restoring(table) || rr_is_erasing(RelationGetRelid(table)))
		return PointerGetDatum(NULL);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		log_update(table, trigger->tg_trigger, trigger->tg_trigtuple, trigger->tg_newtuple);
	else if (TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		log_row(table, trigger->tg_trigger, trigger->tg_trigtuple, NULL);
	else
		log_row(table, trigger->tg_trigger, NULL, trigger->tg_trigtuple);
	return PointerGetDatum(NULL);
}

/*
 * Log a row that was deleted without triggers, if the table has a history
 */
void
rr_log_deletion(Relation table, TupleTableSlot *row)
{
	bool		should_free;
	HeapTuple	tuple;

	if (SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA || rr_is_restoring(table))
		return;
	for (int i = 0; table->trigdesc != NULL && i < table->trigdesc->numtriggers; i++)
	{
		const Trigger *trigger = &table->trigdesc->triggers[i];

		if (strcmp(trigger->tgname, LOG_TRIGGER) != 0 || trigger->tgenabled == TRIGGER_DISABLED)
			continue;
		tuple = ExecFetchSlotHeapTuple(row, false, &should_free);
		log_row(table, trigger, tuple, NULL);
		if (should_free)
			heap_freetuple(tuple);
	}
}

/*
 * refuse_truncate(): trigger before TRUNCATE of master data, which has no rows
 * to log, or to move balances by
 */
Datum
rr_refuse_truncate(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("refuse_truncate() must be called by a trigger")));
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("table \"%s\" cannot be truncated", RelationGetRelationName(trigger->tg_relation)),
			 errdetail("The history of its rows says of each what became of it."),
			 errhint("Use DELETE."),
			 errtable(trigger->tg_relation)));
}
