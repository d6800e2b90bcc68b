/*
 * ledger_identity.h
 *	  Which schemas are a ledger, whatever they are called.
 */
#ifndef RUNRATE_LEDGER_IDENTITY_H
#define RUNRATE_LEDGER_IDENTITY_H

#include "runrate.h"

#include "utils/rel.h"

/* A ledger: two schemas and what ties them together, all of one owner */
typedef struct LedgerIdentity
{
	Oid			schema;			/* of its tables */
	Oid			internal;		/* of its working parts */
	Oid			settings;		/* the table ledger_settings there */
	Oid			table;			/* of the ledger, to which the settings point */
	Oid			owner;
} LedgerIdentity;

extern bool rr_find_ledger(Oid schema, LedgerIdentity *ledger);
extern void rr_identify_schema(Oid schema, LedgerIdentity *ledger);
extern void rr_identify_internal(Oid schema, LedgerIdentity *ledger);
extern void rr_identify_ledger(Oid table, LedgerIdentity *ledger);
extern void rr_check_ledger_table(const LedgerIdentity *ledger, Oid schema, const char *name);
extern void rr_check_ledger_function(const LedgerIdentity *ledger, Oid schema, const char *name);
extern Oid	rr_settings_table(Relation settings);
extern bool rr_may_read(Oid table);

#endif							/* RUNRATE_LEDGER_IDENTITY_H */
