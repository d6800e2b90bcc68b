/*
 * fact_key.c
 *	  Find the row of a fact table that has a (source, source_key).
 *
 * The key is kept unique by a hash of 128 bits: by an index of the table, or of
 * the table of keys that a partitioned one has beside it.  Between the look into the
 * index and the executor's insertion a lock on the hash is held, for one row:
 * so two that look in the same instant do not both find nothing.  At most one
 * such lock of a table is held at a time, and nobody waits while holding it
 * for a row of another transaction, so that it takes part in no cycle.  What
 * another transaction is inserting is waited for briefly; no order of locks
 * would keep loaders with the same rows in another order from waiting for each
 * other in a circle.
 */
#include "runrate.h"

#include "access/genam.h"
#include "access/relscan.h"
#include "access/stratnum.h"
#include "access/subtrans.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_am.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "storage/lock.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/resowner.h"
#include "utils/snapmgr.h"

#include "ledger/fact_key.h"

/* The fourth field of an advisory lock's tag; the server's own functions use 1 and 2 */
#define KEY_LOCK_CLASS	0x5253

/* How long to wait for a transaction, once; in microseconds */
#define MAX_WAIT		20000
#define FIRST_NAP		500
#define LONGEST_NAP		4000

/* Transactions that were waited for in vain and are not waited for again */
#define MAX_GIVEN_UP	16

/* The lock that is held on a key of a table */
typedef struct KeyLock
{
	Oid			facts;			/* key of the hash table */
	bool		held;
	LOCKTAG		tag;
	int			nest_level;		/* whose end releases it */
	ResourceOwner owner;
} KeyLock;

static HTAB *key_locks = NULL;
static TransactionId given_up[MAX_GIVEN_UP];
static int	next_given_up = 0;

/*
 * Indexes and hash
 */

/*
 * Does an index keep a column unique at once, in all rows or in those that have it?
 *
 * In a partition it has the column of the partition key as well, in which rows
 * with the same value do not differ.
 */
static bool
is_unique_index(Relation table, Relation index, int column)
{
	Form_pg_index form = index->rd_index;

	return index->rd_rel->relam == BTREE_AM_OID &&
		form->indisunique && form->indimmediate && form->indisvalid &&
		form->indkey.values[0] == column + 1 &&
		form->indnkeyatts <= (table->rd_rel->relispartition ? 2 : 1);
}

/* The index that keeps a column unique, or InvalidOid; column: its position */
Oid
rr_find_unique_index(Relation table, int column)
{
	List	   *indexes = RelationGetIndexList(table);
	Oid			result = InvalidOid;
	ListCell   *cell;

	foreach(cell, indexes)
	{
		Relation	index = index_open(lfirst_oid(cell), AccessShareLock);

		if (is_unique_index(table, index, column))
			result = RelationGetRelid(index);
		index_close(index, AccessShareLock);
		if (OidIsValid(result))
			break;
	}
	list_free(indexes);
	return result;
}

/* The index that keeps the hash of the key unique; an error if there is none */
Oid
rr_find_key_index(Relation table, int column)
{
	Oid			index = rr_find_unique_index(table, column);

	if (!OidIsValid(index))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" has no unique index on key_hash", RelationGetRelationName(table)),
				 errhint("Add the unique index on key_hash that create_ledger made.")));
	return index;
}

/* The hash of a key: the length of source keeps ('a', 'bc') and ('ab', 'c') apart */
void
rr_hash_key(const SipHashKey *secret, const text *source, const text *source_key, pg_uuid_t *hash)
{
	size_t		source_size = VARSIZE_ANY_EXHDR(source);
	size_t		key_size = VARSIZE_ANY_EXHDR(source_key);
	size_t		size = 8 + source_size + key_size;
	uint8		small[256];
	uint8	   *data = size <= sizeof(small) ? small : palloc(size);

	for (int i = 0; i < 8; i++)
		data[i] = (uint8) ((uint64) source_size >> (8 * i));
	memcpy(data + 8, VARDATA_ANY(source), source_size);
	memcpy(data + 8 + source_size, VARDATA_ANY(source_key), key_size);
	rr_siphash128(secret, data, size, hash->data);
	if (data != small)
		pfree(data);
}

/*
 * The lock on a key
 */

static void
at_transaction_end(XactEvent event, void *arg)
{
	HASH_SEQ_STATUS status;
	KeyLock    *lock;

	if (event != XACT_EVENT_ABORT && event != XACT_EVENT_COMMIT && event != XACT_EVENT_PREPARE)
		return;
	hash_seq_init(&status, key_locks);
	while ((lock = hash_seq_search(&status)) != NULL)
		lock->held = false;
}

/* What a subtransaction locked is released with it, or becomes its parent's */
static void
at_subtransaction_end(SubXactEvent event, SubTransactionId subtransaction,
					  SubTransactionId parent, void *arg)
{
	int			nest_level = GetCurrentTransactionNestLevel();
	HASH_SEQ_STATUS status;
	KeyLock    *lock;

	if (event != SUBXACT_EVENT_ABORT_SUB && event != SUBXACT_EVENT_COMMIT_SUB)
		return;
	hash_seq_init(&status, key_locks);
	while ((lock = hash_seq_search(&status)) != NULL)
		if (lock->nest_level >= nest_level)
			lock->held = false;
}

static KeyLock *
key_lock(Oid facts)
{
	KeyLock    *lock;
	bool		found;

	if (key_locks == NULL)
	{
		HASHCTL		info = {0};

		info.keysize = sizeof(Oid);
		info.entrysize = sizeof(KeyLock);
		key_locks = hash_create("runrate key locks", 16, &info, HASH_ELEM | HASH_BLOBS);
		RegisterXactCallback(at_transaction_end, NULL);
		RegisterSubXactCallback(at_subtransaction_end, NULL);
	}
	lock = hash_search(key_locks, &facts, HASH_ENTER, &found);
	if (!found)
		lock->held = false;
	return lock;
}

static void
release(KeyLock *lock)
{
	/* that of another resource owner goes with the transaction */
	if (lock->held && lock->owner == CurrentResourceOwner)
		LockRelease(&lock->tag, ExclusiveLock, false);
	lock->held = false;
}

static void
acquire(KeyLock *lock, const pg_uuid_t *hash)
{
	uint32		words[2];

	memcpy(words, hash->data, sizeof(words));
	release(lock);
	SET_LOCKTAG_ADVISORY(lock->tag, MyDatabaseId, words[0] ^ lock->facts, words[1], KEY_LOCK_CLASS);
	LockAcquire(&lock->tag, ExclusiveLock, false, false);
	lock->nest_level = GetCurrentTransactionNestLevel();
	lock->owner = CurrentResourceOwner;
	lock->held = true;
}

/* Release the lock on a key of a table, if one is held: its row has been inserted */
void
rr_release_key(Oid facts)
{
	release(key_lock(facts));
}

/*
 * The search
 */

static bool
was_given_up(TransactionId holder)
{
	for (int i = 0; i < MAX_GIVEN_UP; i++)
		if (given_up[i] == holder)
			return true;
	return false;
}

/* Wait for a transaction for a short while; false if it goes on */
static bool
wait_briefly(TransactionId holder)
{
	int			nap = FIRST_NAP;

	if (was_given_up(holder))
		return rr_try_xact_lock(holder);
	for (int waited = 0; waited < MAX_WAIT; waited += nap, nap = Min(nap * 2, LONGEST_NAP))
	{
		if (rr_try_xact_lock(holder))
			return true;
		CHECK_FOR_INTERRUPTS();
		pg_usleep(nap);
	}
	given_up[next_given_up] = holder;
	next_given_up = (next_given_up + 1) % MAX_GIVEN_UP;
	return false;
}

/*
 * The first row that the index has under a value of its first column, as the
 * index itself will see it when another comes: rows of this statement and of
 * unfinished transactions
 *
 * The slot is made when there is something to put into it.
 */
static bool
scan_index(Relation table, Relation index, RegProcedure equals, Datum value, SnapshotData *dirty,
		   TupleTableSlot **slot)
{
	ScanKeyData key;
	IndexScanDesc scan;
	bool		found = false;

	ScanKeyInit(&key, 1, BTEqualStrategyNumber, equals, value);
	InitDirtySnapshot(*dirty);
	scan = rr_index_beginscan(table, index, dirty, 1);
	index_rescan(scan, &key, 1, NULL, 0);
	while (!found && index_getnext_tid(scan, ForwardScanDirection) != NULL)
	{
		if (*slot == NULL)
			*slot = table_slot_create(table, NULL);
		found = index_fetch_heap(scan, *slot);
	}
	index_endscan(scan);
	return found;
}

static void
drop_slot(TupleTableSlot **slot)
{
	if (*slot != NULL)
		ExecDropSingleTupleTableSlot(*slot);
	*slot = NULL;
}

/*
 * Look for a key of a table of facts in the table that keeps it unique
 *
 * patient: wait as long as it takes for a transaction that inserts it.  Of a
 * known key the row is in the slot, which the caller drops; of one in flight
 * *holder is the transaction.  While a key is new it stays so until the next
 * call for these facts or rr_release_key().
 */
KeyState
rr_seek_key(Oid facts, Relation table, Oid index_oid, const pg_uuid_t *hash, bool patient,
			TupleTableSlot **slot, TransactionId *holder)
{
	KeyLock    *lock = key_lock(facts);
	Relation	index = index_open(index_oid, AccessShareLock);
	KeyState	state = KEY_NEW;
	SnapshotData dirty;

	*slot = NULL;
	for (;;)
	{
		acquire(lock, hash);
		if (!scan_index(table, index, F_UUID_EQ, UUIDPGetDatum(hash), &dirty, slot))
			break;
		release(lock);
		/* who updates a row only completes it */
		if (!TransactionIdIsValid(dirty.xmin))
		{
			state = KEY_KNOWN;
			break;
		}
		ExecClearTuple(*slot);
		*holder = SubTransGetTopmostTransaction(dirty.xmin);
		if (dirty.speculativeToken != 0)
			SpeculativeInsertionWait(dirty.xmin, dirty.speculativeToken);
		else if (patient)
			XactLockTableWait(*holder, NULL, NULL, XLTW_None);
		else if (!wait_briefly(*holder))
		{
			state = KEY_IN_FLIGHT;
			break;
		}
	}
	if (state != KEY_KNOWN)
		drop_slot(slot);
	index_close(index, AccessShareLock);
	return state;
}

static TupleTableSlot *
find_row(Relation table, Oid index_oid, int64 value, SnapshotData *dirty)
{
	Relation	index = index_open(index_oid, AccessShareLock);
	TupleTableSlot *slot = NULL;

	if (!scan_index(table, index, F_INT8EQ, Int64GetDatum(value), dirty, &slot))
		drop_slot(&slot);
	index_close(index, AccessShareLock);
	return slot;
}

/*
 * The row whose column has a value, in a slot that the caller drops; NULL if
 * there is none.  index_oid: unique, on a bigint.
 */
TupleTableSlot *
rr_find_row(Relation table, Oid index_oid, int64 value)
{
	SnapshotData dirty;

	return find_row(table, index_oid, value, &dirty);
}

/* Is there such a row, and not of another transaction that goes on? */
static bool
has_row(Relation table, Oid index_oid, int64 value)
{
	SnapshotData dirty;
	TupleTableSlot *slot = find_row(table, index_oid, value, &dirty);
	bool		found = slot != NULL && !TransactionIdIsValid(dirty.xmin);

	drop_slot(&slot);
	return found;
}

/*
 * Has the row with that id been reversed?  home: the table or the partition that
 * has it, and so its reversal.  An error if that keeps no reversal unique.
 */
bool
rr_is_reversed(Relation home, int64 id)
{
	Oid			index = rr_find_unique_index(home, get_attnum(RelationGetRelid(home), "reverses") - 1);

	if (!OidIsValid(index))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" has no unique index on reverses", RelationGetRelationName(home)),
				 errhint("Add the unique index on reverses that create_ledger made.")));
	return has_row(home, index, id);
}
