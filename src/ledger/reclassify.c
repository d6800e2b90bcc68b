/*
 * reclassify.c
 *	  SQL function add_reclassification: a line of the book that is moved from
 *	  one business unit to another one.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "ledger/fact_aside.h"
#include "ledger/ledger_identity.h"
#include "ledger/ledger_row.h"
#include "ledger/made_row.h"

PG_FUNCTION_INFO_V1(rr_add_reclassification);

/* The row as it is inserted: owned by the month that it is of, wherever that lets it be booked */
static void
make_reclassification(Relation relation, HeapTupleHeader line, MadeRow *made)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);
	FactColumns columns;
	FactRow		row = {
		&columns, palloc(tupdesc->natts * sizeof(Datum)), palloc(tupdesc->natts * sizeof(bool))
	};
	Datum		month;

	rr_find_fact_columns(FACT_RECLASSIFICATION, tupdesc, RelationGetRelationName(relation), &columns);
	rr_deform_row(line, tupdesc, row.values, row.nulls);
	if (!row_has(&row, COLUMN_MONTH))
		ereport(ERROR,
				(errcode(ERRCODE_NOT_NULL_VIOLATION),
				 errmsg("the month of a reclassification must not be empty")));
	month = row_value(&row, COLUMN_MONTH);
	set_row_value(&row, COLUMN_OCCURRED_AT, TimestampTzGetDatum(GetCurrentTransactionStartTimestamp()));
	set_row_value(&row, COLUMN_OWNED_ON, month);
	set_row_value(&row, COLUMN_BOOKED_ON, month);
	*made = (MadeRow)
	{
		.table = RelationGetRelid(relation),
			.tuple = heap_form_tuple(tupdesc, row.values, row.nulls),
			.keeps_defaults = true
	};
}

/*
 * add_reclassification(reclassifications regclass, line record, recorded_by
 * text): insert a row of reclassifications, which reclassify() has made up;
 * returns its number
 *
 * Only for the owner of the ledger, as reclassify() is one of his.  An error if
 * line is a row of another table, or a row of its key is there.
 */
Datum
rr_add_reclassification(PG_FUNCTION_ARGS)
{
	Oid			table = PG_GETARG_OID(0);
	HeapTupleHeader line = PG_GETARG_HEAPTUPLEHEADER(1);
	LedgerIdentity identity;
	Ledger		ledger;
	Relation	relation;
	Recording	recording;
	MadeRow		made;
	volatile int64 id = 0;

	rr_identify_ledger(table, &identity);
	if (!has_privs_of_role(GetUserId(), identity.owner))
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, get_rel_name(table));
	if (get_typ_typrelid(HeapTupleHeaderGetTypeId(line)) != table)
		ereport(ERROR,
				(errcode(ERRCODE_DATATYPE_MISMATCH),
				 errmsg("line is not a row of table \"%s\"", get_rel_name(table))));
	ledger = (Ledger)
	{
		identity.schema, identity.owner
	};
	relation = table_open(table, RowExclusiveLock);
	make_reclassification(relation, line, &made);
	rr_begin_recording(&recording, &ledger, text_to_cstring(PG_GETARG_TEXT_PP(2)));
	PG_TRY();
	{
		id = rr_insert_made_row(relation, &made);
	}
	PG_FINALLY();
	{
		rr_end_recording(&recording);
	}
	PG_END_TRY();
	if (id == 0)
		ereport(ERROR,
				(errcode(ERRCODE_T_R_SERIALIZATION_FAILURE),
				 errmsg("the same is being reclassified by another transaction"),
				 errhint("Look at reclassifications, and try again.")));
	table_close(relation, NoLock);
	PG_RETURN_INT64(id);
}
