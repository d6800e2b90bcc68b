/*
 * fact_key.h
 *	  Find the row of a fact table that has a (source, source_key).
 */
#ifndef RUNRATE_FACT_KEY_H
#define RUNRATE_FACT_KEY_H

#include "runrate.h"

#include "executor/tuptable.h"
#include "utils/rel.h"

extern Oid	rr_find_key_index(Relation table, int source, int source_key);
extern bool rr_find_by_key(Relation table, Oid index_oid, Datum source, Datum source_key,
						   TupleTableSlot *slot);

#endif							/* RUNRATE_FACT_KEY_H */
