/*
 * seed.c
 *	  Rows that every ledger comes with, and what takes their place.
 *
 * A data-only restore, and the first copy of logical replication, bring the
 * rows of another ledger into one that has its own already.  COPY knows no ON
 * CONFLICT, so a trigger lets what comes replace what the ledger came with.
 */
#include "runrate.h"

/* server headers have parameters that only assertions use */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "access/genam.h"
#include "access/tableam.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/fmgroids.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#pragma GCC diagnostic pop

#include "ledger/master_row.h"

PG_FUNCTION_INFO_V1(rr_replace_seed);

/* The primary key, of one column of text or bigint */
static Relation
open_key(Relation table)
{
	Oid			key;
	Relation	index;

	/* the list of indexes is what finds the primary key */
	list_free(RelationGetIndexList(table));
	key = table->rd_pkindex;
	index = OidIsValid(key) ? index_open(key, RowExclusiveLock) : NULL;
	if (index == NULL || index->rd_index->indnkeyatts != 1)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("replace_seed() needs a table with a primary key of one column")));
	return index;
}

/*
 * Delete the row with the key of the new one, if it is a seed
 *
 * What this statement has already put in its place is seen, too, so that a
 * second row of the key is a duplicate like any other.
 */
static void
delete_seed(Relation table, TupleTableSlot *new_row, int marker)
{
	Relation	index = open_key(table);
	int			column = index->rd_index->indkey.values[0];
	Snapshot	snapshot = RegisterSnapshot(GetLatestSnapshot());
	TupleTableSlot *slot = table_slot_create(table, NULL);
	IndexScanDesc scan;
	ScanKeyData key;
	bool		isnull;
	Datum		value = slot_getattr(new_row, column, &isnull);

	ScanKeyEntryInitialize(&key, isnull ? SK_ISNULL : 0, 1, BTEqualStrategyNumber, InvalidOid,
						   index->rd_indcollation[0],
						   TupleDescAttr(RelationGetDescr(table), column - 1)->atttypid == INT8OID ? F_INT8EQ : F_TEXTEQ,
						   value);
	scan = rr_index_beginscan(table, index, SnapshotSelf, 1);
	index_rescan(scan, &key, 1, NULL, 0);
	if (!isnull && index_getnext_slot(scan, ForwardScanDirection, slot) &&
		DatumGetBool(slot_getattr(slot, marker, &isnull)) && !isnull)
	{
		simple_table_tuple_delete(table, &slot->tts_tid, snapshot);
		rr_log_deletion(table, slot);
	}
	index_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	UnregisterSnapshot(snapshot);
	index_close(index, NoLock);
}

/*
 * replace_seed(): trigger before each row that is inserted into a table of
 * which some rows, marked in is_built_in, come with the ledger
 *
 * The row takes the place of such a row of the same key.  Only if its author
 * might change that row, too; else the key is there twice, which is an error.
 */
Datum
rr_replace_seed(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Relation	table;
	int			marker;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || !TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("replace_seed() must be called by a trigger BEFORE INSERT FOR EACH ROW")));
	table = trigger->tg_relation;
	marker = SPI_fnumber(RelationGetDescr(table), "is_built_in");
	if (marker <= 0 || SPI_gettypeid(RelationGetDescr(table), marker) != BOOLOID)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("replace_seed() needs a table with a column \"is_built_in\" of type boolean")));
	if (pg_class_aclcheck(RelationGetRelid(table), GetUserId(), ACL_UPDATE) == ACLCHECK_OK)
		delete_seed(table, trigger->tg_trigslot, marker);
	return PointerGetDatum(trigger->tg_trigtuple);
}
