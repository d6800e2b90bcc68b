/*
 * relation_lock.c
 *	  Locks on tables and views that are going to be replaced.
 *
 * LOCK TABLE of a view locks the tables that it reads, too.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "catalog/pg_class.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"
#include "utils/syscache.h"

PG_FUNCTION_INFO_V1(rr_lock_relation);

/*
 * lock_relation(relation oid, readers boolean)
 *
 * Keeps writers from a table, or with readers everybody from a table or a view,
 * until the end of the transaction.  Waits for as long as lock_timeout says.
 * An error if there is no such relation, it is neither a table nor a view, or
 * the caller does not own it.
 */
Datum
rr_lock_relation(PG_FUNCTION_ARGS)
{
	Oid			relation = PG_GETARG_OID(0);
	HeapTuple	tuple = SearchSysCache1(RELOID, ObjectIdGetDatum(relation));
	char		kind;
	Oid			owner;

	if (!HeapTupleIsValid(tuple))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("relation with OID %u does not exist", relation)));
	kind = ((Form_pg_class) GETSTRUCT(tuple))->relkind;
	owner = ((Form_pg_class) GETSTRUCT(tuple))->relowner;
	ReleaseSysCache(tuple);
	if (!has_privs_of_role(GetUserId(), owner))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE, get_rel_name(relation));
	if (kind != RELKIND_RELATION && kind != RELKIND_PARTITIONED_TABLE && kind != RELKIND_VIEW)
		ereport(ERROR,
				(errcode(ERRCODE_WRONG_OBJECT_TYPE),
				 errmsg("\"%s\" is not a table or view", get_rel_name(relation))));
	LockRelationOid(relation, PG_GETARG_BOOL(1) ? AccessExclusiveLock : ShareRowExclusiveLock);
	PG_RETURN_VOID();
}
