/*
 * partition.c
 *	  Which partition of a table has the rows of a value.
 *
 * The executor finds the partition of a row that it inserts and says nothing
 * about it; this is for those who look for one that is there.
 */
#include "runrate.h"

#include "access/table.h"
#include "catalog/partition.h"
#include "catalog/pg_type.h"
#include "partitioning/partbounds.h"
#include "partitioning/partdesc.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/partcache.h"
#include "utils/timestamp.h"

#include "ledger/ledger_identity.h"
#include "ledger/partition.h"

PG_FUNCTION_INFO_V1(rr_partition_of);

/* The table of which a table is a partition, at whatever level; itself if it is none */
Oid
rr_partition_root(Oid table)
{
	List	   *ancestors;

	if (!get_rel_relispartition(table))
		return table;
	ancestors = get_partition_ancestors(table);
	return ancestors == NIL ? table : llast_oid(ancestors);
}

static void
check_partition_key(Relation table, PartitionKey key, Oid type)
{
	if (key->partnatts == 1 && key->parttypid[0] == type &&
		(key->strategy == PARTITION_STRATEGY_RANGE || key->strategy == PARTITION_STRATEGY_HASH))
		return;
	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("table \"%s\" is partitioned in another way than runrate knows", RelationGetRelationName(table)),
			 errhint("Partition a table of facts by ranges of occurred_at only.")));
}

/* The position of the partition that has a value, or -1 */
static int
find_partition(Relation table, PartitionDesc partitions, Oid type, Datum value)
{
	PartitionKey key = RelationGetPartitionKey(table);
	PartitionBoundInfo bounds = partitions->boundinfo;
	bool		isnull = false;
	int			position;

	check_partition_key(table, key, type);
	if (partitions->nparts == 0)
		return -1;
	if (key->strategy == PARTITION_STRATEGY_HASH)
		return bounds->indexes[compute_partition_hash_value(1, key->partsupfunc, key->partcollation, &value, &isnull) %
							   bounds->nindexes];
	position = partition_range_datum_bsearch(key->partsupfunc, key->partcollation, bounds, 1, &value, &isnull);
	position = bounds->indexes[position + 1];
	return position >= 0 ? position : bounds->default_index;
}

/*
 * Open the partition of a table that has the rows of a value of its partition
 * key, or the table itself if it has no partitions; NULL if there is none
 *
 * type: that of the value.  The caller closes it unless it is root.  An error
 * if a level is not partitioned by hash or range of one column of that type.
 */
Relation
rr_open_partition(Relation root, Oid type, Datum value, LOCKMODE lockmode)
{
	Relation	table = root;

	while (table->rd_rel->relkind == RELKIND_PARTITIONED_TABLE)
	{
		PartitionDesc partitions = RelationGetPartitionDesc(table, true);
		int			position = find_partition(table, partitions, type, value);
		Oid			child = position < 0 ? InvalidOid : partitions->oids[position];

		if (table != root)
			table_close(table, NoLock);
		table = OidIsValid(child) ? try_table_open(child, lockmode) : NULL;
		if (table == NULL)
			return NULL;
	}
	if (table->rd_rel->relkind == RELKIND_RELATION)
		return table;
	/* a foreign table, or root is a view */
	if (table != root)
		table_close(table, NoLock);
	return NULL;
}

/*
 * partition_of(fact_table regclass, at timestamptz): the partition of a table
 * of facts that has the rows of a moment; NULL if there is none
 */
Datum
rr_partition_of(PG_FUNCTION_ARGS)
{
	LedgerIdentity ledger;
	Relation	root;
	Relation	partition;
	Oid			result = InvalidOid;

	rr_identify_ledger(PG_GETARG_OID(0), &ledger);
	root = table_open(PG_GETARG_OID(0), AccessShareLock);
	partition = rr_open_partition(root, TIMESTAMPTZOID, PG_GETARG_DATUM(1), AccessShareLock);
	if (partition != NULL)
	{
		result = RelationGetRelid(partition);
		if (partition != root)
			table_close(partition, NoLock);
	}
	table_close(root, NoLock);
	if (!OidIsValid(result))
		PG_RETURN_NULL();
	PG_RETURN_OID(result);
}
