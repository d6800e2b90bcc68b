/*
 * late_cost.h
 *	  Facts of closed months whose cost becomes known.
 */
#ifndef RUNRATE_LATE_COST_H
#define RUNRATE_LATE_COST_H

#include "runrate.h"

#include "utils/rel.h"
#include "utils/uuid.h"

#include "ledger/fact_table.h"

extern void rr_hash_late_key(const FactTable *table, int64 id, pg_uuid_t *hash);
extern void rr_replace_late(FactTable *table, Relation relation, const FactRow *row);

#endif							/* RUNRATE_LATE_COST_H */
