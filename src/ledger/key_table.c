/*
 * key_table.c
 *	  The table of keys that a partitioned table of facts has beside it.
 *
 * A partitioned table can keep nothing unique but together with the column
 * that it is partitioned by, so its keys are in a table of their own, which is
 * partitioned by their hash.  A key is written when its row is in the table: by
 * the condition of a trigger AFTER the row, while the trigger BEFORE it still
 * holds the lock on the hash.  So a row that a later trigger drops leaves no
 * key behind, and no statement ends with keys to take back.
 *
 * A key outlives its row: where a partition was dropped, what is sent again is
 * still known.
 */
#include "runrate.h"

#include "access/table.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/timestamp.h"

#include "ledger/fact_key.h"
#include "ledger/fact_table.h"
#include "ledger/key_table.h"
#include "ledger/partition.h"

PG_FUNCTION_INFO_V1(rr_keep_key);

/* Columns of a table of keys */
#define KEY_HASH		"key_hash"
#define KEY_ID			"id"
#define KEY_OCCURRED_AT	"occurred_at"

/* The position of a column, from 0; an error if there is none of that type */
static int
find_column(Relation table, const char *name, Oid type)
{
	TupleDesc	tupdesc = RelationGetDescr(table);

	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

		if (!attribute->attisdropped && strcmp(NameStr(attribute->attname), name) == 0 &&
			attribute->atttypid == type)
			return i;
	}
	ereport(ERROR,
			(errcode(ERRCODE_UNDEFINED_COLUMN),
			 errmsg("table \"%s\" has no column \"%s\" of type %s", RelationGetRelationName(table), name,
					format_type_be(type))));
}

/* Open what has the keys of a hash; an error if the table has no partition for it */
Relation
rr_open_keys(Oid key_table, const pg_uuid_t *hash, LOCKMODE lockmode)
{
	Relation	root = table_open(key_table, lockmode);
	Relation	keys = rr_open_partition(root, UUIDOID, UUIDPGetDatum(hash), lockmode);

	if (keys == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_CHECK_VIOLATION),
				 errmsg("table \"%s\" has no partition for a key", RelationGetRelationName(root)),
				 errhint("Restore its partitions from a backup.")));
	if (keys != root)
		table_close(root, NoLock);
	return keys;
}

/* The index of such a table by which a key is unique */
Oid
rr_key_index(Relation keys)
{
	return rr_find_key_index(keys, find_column(keys, KEY_HASH, UUIDOID));
}

/*
 * The row of facts that a key in the slot stands for, in a slot that the caller
 * drops, and the partition that has it, which the caller closes; both NULL if
 * the row is gone
 */
TupleTableSlot *
rr_find_kept_row(Oid facts, TupleTableSlot *key, Relation *home)
{
	Relation	keys = table_open(key->tts_tableOid, NoLock);
	Relation	root = table_open(facts, AccessShareLock);
	TupleTableSlot *row = NULL;
	bool		isnull;
	int64		id = DatumGetInt64(slot_getattr(key, find_column(keys, KEY_ID, INT8OID) + 1, &isnull));
	Datum		occurred_at = slot_getattr(key, find_column(keys, KEY_OCCURRED_AT, TIMESTAMPTZOID) + 1, &isnull);

	*home = rr_open_partition(root, TIMESTAMPTZOID, occurred_at, AccessShareLock);
	if (*home != NULL)
	{
		Oid			index = rr_find_unique_index(*home, find_column(*home, KEY_ID, INT8OID));

		if (OidIsValid(index))
			row = rr_find_row(*home, index, id);
	}
	if (row == NULL && *home != NULL)
	{
		if (*home != root)
			table_close(*home, NoLock);
		*home = NULL;
	}
	if (*home != root)
		table_close(root, NoLock);
	table_close(keys, NoLock);
	return row;
}

/* Insert a row past the executor's nodes, with its indexes */
static void
insert_key(Relation keys, const pg_uuid_t *hash, Datum id, Datum occurred_at)
{
	EState	   *estate = CreateExecutorState();
	ResultRelInfo *result = makeNode(ResultRelInfo);
	TupleTableSlot *slot = MakeSingleTupleTableSlot(RelationGetDescr(keys), table_slot_callbacks(keys));

	InitResultRelInfo(result, keys, 1, NULL, 0);
	ExecOpenIndices(result, false);
	ExecStoreAllNullTuple(slot);
	slot->tts_values[find_column(keys, KEY_HASH, UUIDOID)] = UUIDPGetDatum(hash);
	slot->tts_isnull[find_column(keys, KEY_HASH, UUIDOID)] = false;
	slot->tts_values[find_column(keys, KEY_ID, INT8OID)] = id;
	slot->tts_isnull[find_column(keys, KEY_ID, INT8OID)] = false;
	slot->tts_values[find_column(keys, KEY_OCCURRED_AT, TIMESTAMPTZOID)] = occurred_at;
	slot->tts_isnull[find_column(keys, KEY_OCCURRED_AT, TIMESTAMPTZOID)] = false;
	ExecSimpleRelationInsert(result, estate, slot);
	ExecCloseIndices(result);
	ExecDropSingleTupleTableSlot(slot);
	FreeExecutorState(estate);
}

/*
 * Is the call the condition of a trigger?
 *
 * Only there are its arguments columns of the executor's new row, which no
 * query can refer to, so that nobody can write the key of a row that is not in
 * the table.
 */
static bool
is_trigger_condition(FunctionCallInfo fcinfo)
{
	Node	   *call = fcinfo->flinfo->fn_expr;
	ListCell   *cell;

	if (call == NULL || !IsA(call, FuncExpr))
		return false;
	foreach(cell, ((FuncExpr *) call)->args)
	{
		Var		   *argument = lfirst(cell);

		if (!IsA(argument, Var) || argument->varno != OUTER_VAR)
			return false;
	}
	return true;
}

/*
 * keep_key(fact_table oid, key_hash uuid, id bigint, occurred_at timestamptz):
 * write the key of a row that was inserted
 *
 * fact_table is the table or the partition that has the row.  Always false.
 * Errors: not the condition of a trigger; the table has no table of keys; the
 * key is there.
 */
Datum
rr_keep_key(PG_FUNCTION_ARGS)
{
	Oid			partition = PG_GETARG_OID(0);
	pg_uuid_t  *hash = PG_GETARG_UUID_P(1);
	Oid			key_table;
	Relation	keys;

	if (!is_trigger_condition(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("keys can only be kept by the condition of a trigger")));
	key_table = rr_known_key_table(partition);
	keys = rr_open_keys(key_table, hash, RowExclusiveLock);
	insert_key(keys, hash, PG_GETARG_DATUM(2), PG_GETARG_DATUM(3));
	table_close(keys, NoLock);
	PG_RETURN_BOOL(false);
}
