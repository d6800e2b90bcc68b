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
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#pragma GCC diagnostic pop

#include "common/row_result.h"

PG_FUNCTION_INFO_V1(rr_ledger_settings);

/* Columns of ledger_settings in the order of the result */
static const char *const setting_names[] = {"version", "currency", "time_zone"};

#define SETTINGS	lengthof(setting_names)

/*
 * Open the table of settings, or NULL if it is none, is gone, is locked by
 * somebody who changes it, or may not be read by the caller.
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
	if (relation->rd_rel->relkind != RELKIND_RELATION ||
		RELATION_IS_OTHER_TEMP(relation) ||
		pg_class_aclcheck(table, GetUserId(), ACL_SELECT) != ACLCHECK_OK ||
		check_enable_rls(table, InvalidOid, true) != RLS_NONE)
	{
		table_close(relation, AccessShareLock);
		return NULL;
	}
	return relation;
}

/* One column of the row; NULL where the table has no such column of type text */
static void
read_setting(Relation relation, TupleTableSlot *slot, const char *name, Datum *value, bool *isnull)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);
	int			attnum = SPI_fnumber(tupdesc, name);

	if (attnum <= 0 || SPI_gettypeid(tupdesc, attnum) != TEXTOID)
		return;
	*value = slot_getattr(slot, attnum, isnull);
	if (!*isnull)
		*value = PointerGetDatum(PG_DETOAST_DATUM_COPY(*value));
}

/*
 * ledger_settings(settings oid) returns version, currency and time_zone
 *
 * The first row of a table of settings.  All NULL, and no error, for whatever
 * cannot be read: the result is a list of all ledgers, which one broken or
 * foreign table must not spoil.
 */
Datum
rr_ledger_settings(PG_FUNCTION_ARGS)
{
	Relation	relation = open_settings(PG_GETARG_OID(0));
	Datum		values[SETTINGS] = {0};
	bool		nulls[SETTINGS];

	for (size_t i = 0; i < SETTINGS; i++)
		nulls[i] = true;

	if (relation != NULL)
	{
		TupleTableSlot *slot = table_slot_create(relation, NULL);
		TableScanDesc scan = table_beginscan(relation, GetActiveSnapshot(), 0, NULL);

		if (table_scan_getnextslot(scan, ForwardScanDirection, slot))
		{
			for (size_t i = 0; i < SETTINGS; i++)
				read_setting(relation, slot, setting_names[i], &values[i], &nulls[i]);
		}
		table_endscan(scan);
		ExecDropSingleTupleTableSlot(slot);
		table_close(relation, AccessShareLock);
	}
	return rr_row_result(fcinfo, values, nulls);
}
