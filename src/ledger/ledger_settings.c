/*
 * ledger_settings.c
 *	  SQL function runrate_internal.ledger_settings: what a ledger says of itself.
 *
 * The view runrate.ledgers reads a table in every schema that looks like a
 * ledger, whoever owns it.  A query on a stranger's table can run the
 * stranger's code with the rights of the reader: policies of row security,
 * and functions in index expressions, statistics and constraints, which the
 * planner evaluates.  So the table is read here, without planner and executor.
 */
#include "runrate.h"

/* server headers have parameters that only assertions use */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"
#pragma GCC diagnostic pop

#include "common/row_result.h"
#include "ledger/ledger_identity.h"

PG_FUNCTION_INFO_V1(rr_ledger_settings);

/* Columns of ledger_settings in the order of the result, before ledger_table */
static const struct
{
	const char *name;
	Oid			type;
}			setting_columns[] = {
	{"version", TEXTOID},
	{"currency", TEXTOID},
	{"time_zone", TEXTOID},
	{"objects", TEXTARRAYOID}
};

#define SETTINGS	lengthof(setting_columns)

/*
 * Open the table of settings, or NULL if it is none, is gone, or is locked by
 * somebody who changes it.
 */
static Relation
open_settings(Oid table)
{
	Relation	relation;

	if (get_rel_relkind(table) != RELKIND_RELATION ||
		!ConditionalLockRelationOid(table, AccessShareLock))
		return NULL;

	relation = try_table_open(table, NoLock);
	if (relation == NULL)
	{
		UnlockRelationOid(table, AccessShareLock);
		return NULL;
	}
	if (relation->rd_rel->relkind != RELKIND_RELATION || RELATION_IS_OTHER_TEMP(relation))
	{
		table_close(relation, AccessShareLock);
		return NULL;
	}
	return relation;
}

/* One column of the row; NULL where the table has no such column of that type */
static void
read_setting(Relation relation, TupleTableSlot *slot, size_t column, Datum *value, bool *isnull)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);
	int			attnum = SPI_fnumber(tupdesc, setting_columns[column].name);

	if (attnum <= 0 || SPI_gettypeid(tupdesc, attnum) != setting_columns[column].type)
		return;
	*value = slot_getattr(slot, attnum, isnull);
	if (!*isnull)
		*value = PointerGetDatum(PG_DETOAST_DATUM_COPY(*value));
}

static void
read_settings(Relation relation, Datum *values, bool *nulls)
{
	TupleTableSlot *slot = table_slot_create(relation, NULL);
	TableScanDesc scan = table_beginscan(relation, GetActiveSnapshot(), 0, NULL);

	if (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		for (size_t i = 0; i < SETTINGS; i++)
			read_setting(relation, slot, i, &values[i], &nulls[i]);
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
}

/*
 * ledger_settings(settings oid) returns version, currency, time_zone, objects
 * and ledger_table
 *
 * The first row of a table of settings.  All NULL, and no error, for whatever
 * cannot be read: the result is a list of all ledgers, which one broken or
 * foreign table must not spoil.  Which schemas belong together is no secret:
 * ledger_table is there for who may not read the settings, too.
 */
Datum
rr_ledger_settings(PG_FUNCTION_ARGS)
{
	Relation	relation = open_settings(PG_GETARG_OID(0));
	Datum		values[SETTINGS + 1] = {0};
	bool		nulls[SETTINGS + 1];
	Oid			ledger_table;

	for (size_t i = 0; i <= SETTINGS; i++)
		nulls[i] = true;

	if (relation != NULL)
	{
		if (rr_may_read(RelationGetRelid(relation)))
			read_settings(relation, values, nulls);
		ledger_table = rr_settings_table(relation);
		values[SETTINGS] = ObjectIdGetDatum(ledger_table);
		nulls[SETTINGS] = !OidIsValid(ledger_table);
		table_close(relation, AccessShareLock);
	}
	return rr_row_result(fcinfo, values, nulls);
}
