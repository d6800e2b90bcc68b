/*
 * balance_lock.c
 *	  The lock that keeps the balances of a ledger from being folded.
 *
 * Whoever folds, or makes balances anew, holds it exclusively; who moves what
 * is folded from one business unit to another, as work items change theirs,
 * shares it with others who do.  It is held until the end of the transaction,
 * so that what was done under it is visible to the next holder.
 */
#include "runrate.h"

#include "miscadmin.h"
#include "storage/lmgr.h"
#include "utils/acl.h"
#include "utils/lsyscache.h"

#include "ledger/balance_lock.h"
#include "ledger/ledger_identity.h"

PG_FUNCTION_INFO_V1(rr_lock_folding);

/* The fourth field of the tag: 1 and 2 are those of pg_advisory_lock() */
#define BALANCE_LOCK	0x5254

/*
 * Take the lock of a ledger; false if others have it and wait is false
 *
 * postings: the table event_postings of the ledger.
 */
bool
rr_lock_balances(Oid postings, LOCKMODE mode, bool wait)
{
	LOCKTAG		tag;

	SET_LOCKTAG_ADVISORY(tag, MyDatabaseId, postings, 0, BALANCE_LOCK);
	return LockAcquire(&tag, mode, false, !wait) != LOCKACQUIRE_NOT_AVAIL;
}

/*
 * lock_folding(postings oid, wait boolean): take the lock exclusively
 *
 * False if another session has it and wait is false.  For the owner, as who
 * holds it keeps all others from closing months.
 */
Datum
rr_lock_folding(PG_FUNCTION_ARGS)
{
	LedgerIdentity identity;

	rr_identify_internal(get_rel_namespace(PG_GETARG_OID(0)), &identity);
	if (!has_privs_of_role(GetUserId(), identity.owner))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_TABLE, get_rel_name(PG_GETARG_OID(0)));
	PG_RETURN_BOOL(rr_lock_balances(PG_GETARG_OID(0), ExclusiveLock, PG_GETARG_BOOL(1)));
}
