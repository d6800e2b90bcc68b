/*
 * made_row.c
 *	  Rows of facts that the ledger makes, and no loader can.
 *
 * Who makes a row leaves it where the row trigger finds it; the statement that
 * is run inserts a row of defaults, in whose place the trigger puts the one that
 * was left.  So a reversal is the negative of an existing row whoever inserts
 * it, and no row that a loader sends can pass for one.  What is inserted is up
 * to the rights of the caller.
 */
#include "runrate.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "ledger/made_row.h"
#include "ledger/partition.h"

/* What the next row of its table is */
static MadeRow *pending = NULL;

/* The row that a new row of a table stands for, or NULL; each is taken once */
MadeRow    *
rr_take_made_row(Oid table)
{
	MadeRow    *row = pending;

	if (row == NULL || row->table != table)
		return NULL;
	pending = NULL;
	return row;
}

/* The id that the insertion returned, or 0 if nothing was inserted */
static int64
inserted_id(void)
{
	bool		isnull;

	return SPI_processed == 0 ? 0 :
		DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &isnull));
}

/*
 * Insert the row that the trigger finds; its id, or 0 if it was there or was
 * dropped
 *
 * relation: the table of facts or a partition of it, in whose columns the row
 * is.  The time decides the partition, so the row of defaults has it.
 */
int64
rr_insert_made_row(Relation relation, MadeRow *row)
{
	Oid			table = rr_partition_root(RelationGetRelid(relation));
	char	   *name = quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)), get_rel_name(table));
	Oid			argtype = TIMESTAMPTZOID;
	bool		isnull;
	Datum		occurred_at = SPI_getbinval(row->tuple, RelationGetDescr(relation),
											SPI_fnumber(RelationGetDescr(relation), "occurred_at"), &isnull);
	char	   *insertion = psprintf("INSERT INTO %s %s RETURNING id", name,
									 isnull ? "DEFAULT VALUES" : "(occurred_at) VALUES ($1)");
	int64		id;

	row->table = table;
	row->tupdesc = RelationGetDescr(relation);
	SPI_connect();
	pending = row;
	PG_TRY();
	{
		if (SPI_execute_with_args(insertion, isnull ? 0 : 1, &argtype, &occurred_at, NULL, false, 0) !=
			SPI_OK_INSERT_RETURNING)
			elog(ERROR, "could not insert into %s: %s", name, SPI_result_code_string(SPI_result));
	}
	PG_FINALLY();
	{
		pending = NULL;
	}
	PG_END_TRY();
	id = inserted_id();
	SPI_finish();
	return id;
}
