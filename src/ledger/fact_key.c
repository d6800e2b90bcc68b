/*
 * fact_key.c
 *	  Find the row of a fact table that has a (source, source_key).
 *
 * The search sees what the unique index itself will see when the new row comes
 * to it: rows of this statement, and rows of other transactions, for whose end
 * it waits.
 */
#include "runrate.h"

#include "access/genam.h"
#include "access/relscan.h"
#include "access/stratnum.h"
#include "access/tableam.h"
#include "catalog/pg_am.h"
#include "storage/lmgr.h"
#include "utils/fmgroids.h"
#include "utils/snapmgr.h"

#include "ledger/fact_key.h"

/* Does an index keep (source, source_key) unique at once and in all rows? */
static bool
is_key_index(Relation index, int source, int source_key)
{
	Form_pg_index form = index->rd_index;

	return index->rd_rel->relam == BTREE_AM_OID &&
		form->indisunique && form->indimmediate && form->indisvalid &&
		form->indnkeyatts == 2 &&
		form->indkey.values[0] == source + 1 && form->indkey.values[1] == source_key + 1 &&
		heap_attisnull(index->rd_indextuple, Anum_pg_index_indpred, NULL);
}

/*
 * The index that keeps (source, source_key) unique
 *
 * source, source_key: positions of the columns.  An error if there is none.
 */
Oid
rr_find_key_index(Relation table, int source, int source_key)
{
	List	   *indexes = RelationGetIndexList(table);
	Oid			result = InvalidOid;
	ListCell   *cell;

	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		if (!OidIsValid(result) && is_key_index(index, source, source_key))
			result = RelationGetRelid(index);
		index_close(index, AccessShareLock);
	}
	list_free(indexes);
	if (!OidIsValid(result))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" has no unique index on (source, source_key)",
						RelationGetRelationName(table)),
				 errhint("Add the constraint UNIQUE (source, source_key) that create_ledger made.")));
	return result;
}

/* The transaction to wait for before a row can be judged, or InvalidTransactionId */
static TransactionId
unfinished_transaction(const SnapshotData *dirty)
{
	return TransactionIdIsValid(dirty->xmin) ? dirty->xmin : dirty->xmax;
}

/*
 * Put the row with that key into the slot; false if there is none
 *
 * The caller clears the slot.  If another transaction inserts the key between
 * this and the insertion, the insertion fails with an ordinary unique
 * violation, and nothing is counted twice: the load is repeated.
 */
bool
rr_find_by_key(Relation table, Oid index_oid, Datum source, Datum source_key, TupleTableSlot *slot)
{
	Relation	index = index_open(index_oid, AccessShareLock);
	ScanKeyData keys[2];
	bool		found;
	TransactionId unfinished;

	ScanKeyEntryInitialize(&keys[0], 0, 1, BTEqualStrategyNumber, InvalidOid,
						   index->rd_indcollation[0], F_TEXTEQ, source);
	ScanKeyEntryInitialize(&keys[1], 0, 2, BTEqualStrategyNumber, InvalidOid,
						   index->rd_indcollation[1], F_TEXTEQ, source_key);
	do
	{
		SnapshotData dirty;
		IndexScanDesc scan;

		InitDirtySnapshot(dirty);
		scan = rr_index_beginscan(table, index, &dirty, lengthof(keys));
		index_rescan(scan, keys, lengthof(keys), NULL, 0);
		found = index_getnext_slot(scan, ForwardScanDirection, slot);
		index_endscan(scan);
		unfinished = found ? unfinished_transaction(&dirty) : InvalidTransactionId;
		if (!TransactionIdIsValid(unfinished))
			break;
		if (dirty.speculativeToken != 0)
			SpeculativeInsertionWait(dirty.xmin, dirty.speculativeToken);
		else
			XactLockTableWait(unfinished, table, &slot->tts_tid, XLTW_InsertIndex);
		ExecClearTuple(slot);
	} while (true);
	index_close(index, AccessShareLock);
	return found;
}
