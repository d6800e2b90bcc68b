/*
 * key_table.h
 *	  The table of keys that a partitioned table of facts has beside it.
 */
#ifndef RUNRATE_KEY_TABLE_H
#define RUNRATE_KEY_TABLE_H

#include "runrate.h"

#include "executor/tuptable.h"
#include "utils/rel.h"
#include "utils/uuid.h"

extern Relation rr_open_keys(Oid key_table, const pg_uuid_t *hash, LOCKMODE lockmode);
extern Oid	rr_key_index(Relation keys);
extern TupleTableSlot *rr_find_kept_row(Oid facts, TupleTableSlot *key, Relation *home);

#endif							/* RUNRATE_KEY_TABLE_H */
