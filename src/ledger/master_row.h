/*
 * master_row.h
 *	  Rows of master data, which change, and the history of their changes.
 */
#ifndef RUNRATE_MASTER_ROW_H
#define RUNRATE_MASTER_ROW_H

#include "runrate.h"

#include "executor/tuptable.h"
#include "utils/rel.h"

extern void rr_log_deletion(Relation table, TupleTableSlot *row);

#endif							/* RUNRATE_MASTER_ROW_H */
