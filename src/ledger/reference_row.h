/*
 * reference_row.h
 *	  Rows of the superseding tables of a ledger, and of its settings.
 */
#ifndef RUNRATE_REFERENCE_ROW_H
#define RUNRATE_REFERENCE_ROW_H

#include "runrate.h"

#include "access/htup.h"
#include "utils/rel.h"

extern bool rr_tells_changes(Oid relation);
extern HeapTuple rr_stamp_row(Relation relation, HeapTuple row);
extern HeapTuple rr_keep_stamp(Relation relation, HeapTuple old_row, HeapTuple new_row);
extern bool rr_is_restoring(Relation relation);

#endif							/* RUNRATE_REFERENCE_ROW_H */
