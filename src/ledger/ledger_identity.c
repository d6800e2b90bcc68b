/*
 * ledger_identity.c
 *	  Which schemas are a ledger, whatever they are called.
 *
 * A ledger is two schemas.  They are not found by their names, which anybody
 * may change or take: ledger_settings, in the one, has the OID of a table in
 * the other, as a regclass, which survives renaming, dumps and pg_upgrade.
 * Whoever points there with a table of his own does not become part of the
 * ledger, as both schemas and both tables must have one owner.
 */
#include "runrate.h"

/* server headers have parameters that only assertions use */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "access/htup_details.h"
#include "access/table.h"
#include "access/tableam.h"
#include "catalog/pg_class.h"
#include "catalog/pg_namespace.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "executor/tuptable.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/catcache.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#pragma GCC diagnostic pop

#include "ledger/ledger_identity.h"

PG_FUNCTION_INFO_V1(rr_ledger_schemas);

#define SETTINGS_TABLE	"ledger_settings"

/* Ledgers that this session has met, by the schema of their tables */
static HTAB *known_ledgers = NULL;

/* The owner of a schema or a table; InvalidOid if it is gone */
static Oid
schema_owner(Oid schema)
{
	HeapTuple	tuple = SearchSysCache1(NAMESPACEOID, ObjectIdGetDatum(schema));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		return InvalidOid;
	owner = ((Form_pg_namespace) GETSTRUCT(tuple))->nspowner;
	ReleaseSysCache(tuple);
	return owner;
}

static Oid
table_owner(Oid table)
{
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(table));
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		return InvalidOid;
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	return owner;
}

/*
 * The table of the ledger that the settings point to; InvalidOid if they are
 * empty or no settings.  Read without planner and executor: see
 * ledger_settings.c.
 */
Oid
rr_settings_table(Relation settings)
{
	int			attnum = SPI_fnumber(RelationGetDescr(settings), "ledger_table");
	TupleTableSlot *slot;
	TableScanDesc scan;
	Oid			result = InvalidOid;

	if (attnum <= 0 || SPI_gettypeid(RelationGetDescr(settings), attnum) != REGCLASSOID)
		return InvalidOid;
	slot = table_slot_create(settings, NULL);
	scan = table_beginscan(settings, GetActiveSnapshot(), 0, NULL);
	if (table_scan_getnextslot(scan, ForwardScanDirection, slot))
	{
		bool		isnull;
		Datum		value = slot_getattr(slot, attnum, &isnull);

		if (!isnull)
			result = DatumGetObjectId(value);
	}
	table_endscan(scan);
	ExecDropSingleTupleTableSlot(slot);
	return result;
}

/* Is all of one owner, and where it was found? */
static bool
is_ledger(const LedgerIdentity *ledger)
{
	return OidIsValid(ledger->owner) &&
		schema_owner(ledger->schema) == ledger->owner &&
		schema_owner(ledger->internal) == ledger->owner &&
		table_owner(ledger->settings) == ledger->owner &&
		table_owner(ledger->table) == ledger->owner &&
		get_rel_namespace(ledger->settings) == ledger->internal &&
		get_rel_namespace(ledger->table) == ledger->schema;
}

/* The ledger that settings, which anybody may have made, point to */
static LedgerIdentity
ledger_of_settings(Oid settings)
{
	LedgerIdentity ledger = {InvalidOid, get_rel_namespace(settings), settings, InvalidOid, table_owner(settings)};
	Relation	relation = get_rel_relkind(settings) == RELKIND_RELATION ?
	try_table_open(settings, AccessShareLock) : NULL;

	if (relation == NULL)
		return ledger;
	if (!RELATION_IS_OTHER_TEMP(relation))
		ledger.table = rr_settings_table(relation);
	table_close(relation, AccessShareLock);
	ledger.schema = get_rel_namespace(ledger.table);
	return ledger;
}

/* Look for the ledger that has its tables in a schema; false if there is none */
static bool
search_ledger(Oid schema, LedgerIdentity *ledger)
{
	CatCList   *candidates = SearchSysCacheList1(RELNAMENSP, CStringGetDatum(SETTINGS_TABLE));
	Oid			owner = schema_owner(schema);
	bool		found = false;

	for (int i = 0; i < candidates->n_members && !found; i++)
	{
		Form_pg_class candidate = (Form_pg_class) GETSTRUCT(&candidates->members[i]->tuple);

		/* a table that is not the owner's is not even opened */
		if (candidate->relowner != owner)
			continue;
		*ledger = ledger_of_settings(candidate->oid);
		found = ledger->schema == schema && is_ledger(ledger);
	}
	ReleaseCatCacheList(candidates);
	return found;
}

/*
 * Find the ledger that has its tables in a schema; false if there is none
 */
bool
rr_find_ledger(Oid schema, LedgerIdentity *ledger)
{
	LedgerIdentity *known;
	bool		found;

	if (known_ledgers == NULL)
	{
		HASHCTL		info = {0};

		info.keysize = sizeof(Oid);
		info.entrysize = sizeof(LedgerIdentity);
		known_ledgers = hash_create("runrate ledgers", 16, &info, HASH_ELEM | HASH_BLOBS);
	}
	known = hash_search(known_ledgers, &schema, HASH_FIND, NULL);
	if (known != NULL && is_ledger(known))
	{
		*ledger = *known;
		return true;
	}
	if (!search_ledger(schema, ledger))
		return false;
	known = hash_search(known_ledgers, &schema, HASH_ENTER, &found);
	*known = *ledger;
	return true;
}

/* Refuse what is called like a part of a ledger and is not its owner's */
static void
check_owner(const LedgerIdentity *ledger, Oid owner, const char *kind, const char *name)
{
	const char *schema = get_namespace_name(ledger->schema);

	if (owner == ledger->owner)
		return;
	if (!OidIsValid(owner))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("ledger \"%s\" has no %s \"%s\"", schema, kind, name),
				 errhint("The owner of the ledger can make it again with CALL runrate.repair_ledger(%s).",
						 quote_literal_cstr(schema))));
	ereport(ERROR,
			(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
			 errmsg("%s \"%s\" does not belong to the owner of ledger \"%s\"", kind, name, schema),
			 errdetail("It belongs to role \"%s\", the ledger to role \"%s\".",
					   GetUserNameFromId(owner, true), GetUserNameFromId(ledger->owner, true))));
}

/* An error unless the schema has a table of that name, of the ledger's owner */
void
rr_check_ledger_table(const LedgerIdentity *ledger, Oid schema, const char *name)
{
	check_owner(ledger, table_owner(get_relname_relid(name, schema)), "table", name);
}

/* The same for a function, whatever its arguments: a call may mean each of them */
void
rr_check_ledger_function(const LedgerIdentity *ledger, Oid schema, const char *name)
{
	CatCList   *functions = SearchSysCacheList1(PROCNAMEARGSNSP, CStringGetDatum(name));
	Oid			owner = InvalidOid;

	for (int i = 0; i < functions->n_members; i++)
	{
		Form_pg_proc function = (Form_pg_proc) GETSTRUCT(&functions->members[i]->tuple);

		if (function->pronamespace == schema && (!OidIsValid(owner) || owner == ledger->owner))
			owner = function->proowner;
	}
	ReleaseCatCacheList(functions);
	check_owner(ledger, owner, "function", name);
}

/*
 * The ledger that has its tables in a schema; an error if there is none
 */
void
rr_identify_schema(Oid schema, LedgerIdentity *ledger)
{
	const char *name = get_namespace_name(schema);

	if (name == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_SCHEMA),
				 errmsg("schema with OID %u does not exist", schema)));
	if (!rr_find_ledger(schema, ledger))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("schema \"%s\" has no working parts of a ledger", name),
				 errhint("SELECT * FROM runrate.ledgers shows which schemas belong together. Both must have one owner.")));
}

/*
 * The ledger that has its working parts in a schema; an error if there is none
 */
void
rr_identify_internal(Oid schema, LedgerIdentity *ledger)
{
	Oid			settings = get_relname_relid(SETTINGS_TABLE, schema);

	if (get_namespace_name(schema) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_SCHEMA),
				 errmsg("schema with OID %u does not exist", schema)));
	if (OidIsValid(settings))
		*ledger = ledger_of_settings(settings);
	if (!OidIsValid(settings) || !is_ledger(ledger))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("schema \"%s\" is not that of the working parts of a ledger", get_namespace_name(schema)),
				 errhint("SELECT * FROM runrate.ledgers shows which schemas belong together. Both must have one owner.")));
}

/*
 * The ledger of a table; an error if the table is part of none, or not of the
 * owner of the ledger
 */
void
rr_identify_ledger(Oid table, LedgerIdentity *ledger)
{
	Oid			schema = get_rel_namespace(table);

	if (!OidIsValid(schema))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", table)));
	rr_identify_schema(schema, ledger);
	check_owner(ledger, table_owner(table), "table", get_rel_name(table));
}

/* May the current role read all rows and columns of a table? */
bool
rr_may_read(Oid table)
{
	return pg_class_aclcheck(table, GetUserId(), ACL_SELECT) == ACLCHECK_OK &&
		check_enable_rls(table, InvalidOid, true) == RLS_NONE;
}

/*
 * ledger_schemas(ledger_table regclass) returns text[]
 *
 * The names of the schemas of the ledger that a table is part of: that of its
 * tables and that of its working parts.  Errors: as rr_identify_ledger.
 */
Datum
rr_ledger_schemas(PG_FUNCTION_ARGS)
{
	LedgerIdentity ledger;
	Datum		names[2];

	rr_identify_ledger(PG_GETARG_OID(0), &ledger);
	names[0] = CStringGetTextDatum(get_namespace_name(ledger.schema));
	names[1] = CStringGetTextDatum(get_namespace_name(ledger.internal));
	PG_RETURN_ARRAYTYPE_P(construct_array(names, 2, TEXTOID, -1, false, TYPALIGN_INT));
}
