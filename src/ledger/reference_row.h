/*
 * reference_row.h
 *	  Rows of the superseding tables of a ledger, and of its settings.
 */
#ifndef RUNRATE_REFERENCE_ROW_H
#define RUNRATE_REFERENCE_ROW_H

#include "runrate.h"

#include "utils/rel.h"

extern bool rr_tells_changes(Oid relation);
extern bool rr_is_restoring(Relation relation);

#endif							/* RUNRATE_REFERENCE_ROW_H */
