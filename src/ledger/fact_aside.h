/*
 * fact_aside.h
 *	  Rows that are put aside, and those that come back.
 */
#ifndef RUNRATE_FACT_ASIDE_H
#define RUNRATE_FACT_ASIDE_H

#include "runrate.h"

#include "commands/trigger.h"
#include "utils/uuid.h"

#include "ledger/fact_table.h"

/* A row as it arrived */
typedef struct ArrivedRow
{
	const FactTable *table;
	Relation	relation;		/* the table or its partition */
	HeapTuple	tuple;
	const FactRow *row;
	const pg_uuid_t *hash;		/* of its key; NULL: it has none */
} ArrivedRow;

/* Whose rows were inserted by whom before the ledger began to insert some */
typedef struct Recording
{
	const char *recorder;
	Oid			user;
	int			security_context;
} Recording;

extern void rr_quarantine(const ArrivedRow *arrived, const char *problem);
extern void rr_park(const ArrivedRow *arrived, TransactionId holder);
extern void rr_report_reversed(const ArrivedRow *arrived, int64 existing_id);
extern void rr_report_conflict(const ArrivedRow *arrived, int64 existing_id, const char *differs_in);
extern char *rr_recorder(void);
extern bool rr_is_recording(void);
extern void rr_begin_recording(Recording *recording, const Ledger *ledger, const char *loaded_by);
extern void rr_end_recording(const Recording *recording);
extern void rr_settle_parked(Relation relation);

#endif							/* RUNRATE_FACT_ASIDE_H */
