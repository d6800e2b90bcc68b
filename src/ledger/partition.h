/*
 * partition.h
 *	  Which partition of a table has the rows of a value.
 */
#ifndef RUNRATE_PARTITION_H
#define RUNRATE_PARTITION_H

#include "runrate.h"

#include "storage/lockdefs.h"
#include "utils/rel.h"

extern Oid	rr_partition_root(Oid table);
extern Relation rr_open_partition(Relation root, Oid type, Datum value, LOCKMODE lockmode);

#endif							/* RUNRATE_PARTITION_H */
