/*
 * reference_row.c
 *	  The row trigger of superseding tables and settings: who wrote a row and
 *	  when is not for the writer to say, and sessions that have read the table
 *	  learn that it has changed.
 */
#include "runrate.h"

#include "access/detoast.h"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/inval.h"
#include "utils/rel.h"
#include "utils/timestamp.h"

#include "ledger/fact_table.h"
#include "ledger/reference_row.h"

PG_FUNCTION_INFO_V1(rr_stamp_reference);

#define STAMP_TRIGGER	"stamp_reference"

/* Columns of names by which reports group and join; others are of any length */
static const char *const name_columns[] = {
	"account", "accrual_account", "agent", "amortization_account", "benchmark", "budget_line", "business_unit",
	"campaign", "charged_per", "clearing_account", "commitment", "cost_center", "customer", "driver", "entity",
	"entity_from", "entity_to", "from_model", "from_provider", "kind", "layer", "meter", "metric", "model", "name",
	"new_agent", "outcome", "owner", "pl_line", "price_model", "price_name", "price_provider", "provider", "reviewer",
	"service_tier", "share_key", "speed", "inference_geo", "successor_model", "to_model", "to_provider",
	"true_up_account", "unit_of_work", "vendor", "version", "work_item"
};

/*
 * Is a row as it was written before, and not a new one?
 *
 * The owner of a table says so with runrate.restoring, when rows of a backup
 * come back that the triggers would otherwise stamp anew.
 */
bool
rr_is_restoring(Relation relation)
{
	const char *setting = GetConfigOption("runrate.restoring", true, false);
	bool		restoring = false;

	return setting != NULL && parse_bool(setting, &restoring) && restoring &&
		has_privs_of_role(GetUserId(), relation->rd_rel->relowner);
}

/* Does a table have the trigger that tells other sessions of changes, in whatever role they load? */
bool
rr_tells_changes(Oid relid)
{
	Relation	relation;
	bool		tells = false;

	if (!OidIsValid(relid))
		return false;
	relation = table_open(relid, AccessShareLock);
	for (int i = 0; relation->trigdesc != NULL && i < relation->trigdesc->numtriggers; i++)
	{
		const Trigger *trigger = &relation->trigdesc->triggers[i];

		if (strcmp(trigger->tgname, STAMP_TRIGGER) == 0 && trigger->tgenabled == TRIGGER_FIRES_ALWAYS)
			tells = true;
	}
	table_close(relation, AccessShareLock);
	return tells;
}

/* Set a column, if the table has it with that type */
static HeapTuple
set_column(HeapTuple tuple, TupleDesc tupdesc, const char *name, Oid type, Datum value, bool isnull)
{
	int			attnum = SPI_fnumber(tupdesc, name);

	if (attnum <= 0 || SPI_gettypeid(tupdesc, attnum) != type)
		return tuple;
	return heap_modify_tuple_by_cols(tuple, tupdesc, 1, &attnum, &value, &isnull);
}

static bool
is_name(const char *column)
{
	for (size_t i = 0; i < lengthof(name_columns); i++)
		if (strcmp(column, name_columns[i]) == 0)
			return true;
	return false;
}

/*
 * An error if a name is longer than one of a fact may be: reports would handle
 * it for every row, and closings keep it for ever
 */
static void
check_names(Relation relation, HeapTuple row)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);

	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);
		bool		isnull;
		Datum		value;
		Size		size;

		if (attribute->attisdropped || attribute->atttypid != TEXTOID)
			continue;
		value = heap_getattr(row, i + 1, tupdesc, &isnull);
		size = isnull ? 0 : toast_raw_datum_size(value) - VARHDRSZ;
		if (size > MAX_NAME_BYTES && is_name(NameStr(attribute->attname)))
			ereport(ERROR,
					(errcode(ERRCODE_STRING_DATA_RIGHT_TRUNCATION),
					 errmsg("%s has %zu bytes: allowed are up to %d", NameStr(attribute->attname), size,
							MAX_NAME_BYTES),
					 errtablecol(relation, i + 1)));
	}
}

/*
 * A row with who writes it and when, where its table has recorded_at and
 * recorded_by; as it is if a replica applies it or a backup restores it
 */
HeapTuple
rr_stamp_row(Relation relation, HeapTuple row)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);

	if (SessionReplicationRole == SESSION_REPLICATION_ROLE_REPLICA || rr_is_restoring(relation))
		return row;
	check_names(relation, row);
	row = set_column(row, tupdesc, "recorded_at", TIMESTAMPTZOID,
					 TimestampTzGetDatum(GetCurrentTransactionStartTimestamp()), false);
	return set_column(row, tupdesc, "recorded_by", TEXTOID,
					  CStringGetTextDatum(GetUserNameFromId(GetUserId(), false)), false);
}

/* A row with what another version of it says of who wrote it and when */
HeapTuple
rr_keep_stamp(Relation relation, HeapTuple old_row, HeapTuple new_row)
{
	static const struct
	{
		const char *name;
		Oid			type;
	}			stamps[] = {
		{"recorded_at", TIMESTAMPTZOID}, {"recorded_by", TEXTOID}
	};
	TupleDesc	tupdesc = RelationGetDescr(relation);

	for (int i = 0; i < lengthof(stamps); i++)
	{
		int			attnum = SPI_fnumber(tupdesc, stamps[i].name);
		bool		isnull;
		Datum		value;

		if (attnum <= 0)
			continue;
		value = heap_getattr(old_row, attnum, tupdesc, &isnull);
		new_row = set_column(new_row, tupdesc, stamps[i].name, stamps[i].type, value, isnull);
	}
	return new_row;
}

/*
 * stamp_reference(): trigger before each row that is inserted into or updated
 * in a table that sessions keep in memory
 *
 * Sets recorded_at and recorded_by of a new row and empties closing, where the
 * table has them; not in what a replica applies or a backup restores.
 */
Datum
rr_stamp_reference(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Relation	relation;
	HeapTuple	tuple;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("stamp_reference() must be called by a trigger BEFORE INSERT OR UPDATE FOR EACH ROW")));

	relation = trigger->tg_relation;
	CacheInvalidateRelcache(relation);
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		return PointerGetDatum(trigger->tg_newtuple);
	tuple = rr_stamp_row(relation, trigger->tg_trigtuple);
	if (SessionReplicationRole != SESSION_REPLICATION_ROLE_REPLICA && !rr_is_restoring(relation))
		tuple = set_column(tuple, RelationGetDescr(relation), "closing", INT4OID, (Datum) 0, true);
	return PointerGetDatum(tuple);
}
