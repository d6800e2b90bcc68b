/*
 * fact_key.h
 *	  Find the row of a fact table that has a (source, source_key).
 */
#ifndef RUNRATE_FACT_KEY_H
#define RUNRATE_FACT_KEY_H

#include "runrate.h"

#include "executor/tuptable.h"
#include "utils/rel.h"
#include "utils/uuid.h"

#include "common/siphash.h"

/* What there is to know of a key */
typedef enum KeyState
{
	KEY_NEW,					/* no row has it, and none will before ours */
	KEY_KNOWN,					/* a row has it */
	KEY_IN_FLIGHT				/* another transaction is inserting it, and
								 * goes on */
} KeyState;

extern Oid	rr_find_unique_index(Relation table, int column);
extern Oid	rr_find_key_index(Relation table, int column);
extern void rr_hash_key(const SipHashKey *secret, const text *source, const text *source_key,
						pg_uuid_t *hash);
extern KeyState rr_seek_key(Oid facts, Relation table, Oid index_oid, const pg_uuid_t *hash, bool patient,
							TupleTableSlot **slot, TransactionId *holder);
extern void rr_release_key(Oid facts);
extern TupleTableSlot *rr_find_row(Relation table, Oid index_oid, int64 value);
extern bool rr_is_reversed(Relation home, int64 id);

#endif							/* RUNRATE_FACT_KEY_H */
