/*
 * fact_table.h
 *	  What the triggers know of a fact table, kept for the session.
 */
#ifndef RUNRATE_FACT_TABLE_H
#define RUNRATE_FACT_TABLE_H

#include "runrate.h"

#include "commands/trigger.h"
#include "pgtime.h"
#include "utils/rel.h"

#include "common/siphash.h"
#include "ledger/book_month.h"
#include "ledger/intake_report.h"
#include "ledger/ledger_query.h"
#include "ledger/ledger_row.h"

/* Bytes that a text which is part of a key of sums may have */
#define MAX_NAME_BYTES	500

/* What is known of a column, by its position */
typedef struct ColumnUse
{
	bool		derived;		/* set by the trigger alone */
	bool		payload;		/* part of what has to be equal in a duplicate */
	bool		may_be_now;		/* timestamptz with a default */
	bool		is_count;		/* negative in reversals only */
	bool		is_numeric;
	bool		required;		/* a row without goes to quarantine */
	int			max_bytes;		/* of a text; 0: any number */
	FmgrInfo   *equals;			/* NULL: not looked up yet */
} ColumnUse;

typedef struct FactTable
{
	Oid			relation;		/* key of the session's hash table: the table
								 * or one of its partitions */
	Oid			facts;			/* the table, as the catalogue has it */
	bool		valid;			/* false: to be looked up again */
	bool		prices_valid;
	bool		keeps_prices;	/* beyond the statement: a change of them is
								 * told */
	MemoryContext context;		/* of all that follows */
	MemoryContext price_context;
	FactKind	kind;
	Ledger		ledger;
	Oid			internal;		/* schema of its working parts */
	FactColumns columns;
	FactColumn	cost;			/* the column that is computed */
	bool		has_cost;
	ColumnUse  *uses;
	Oid			key_table;		/* of a partitioned table; InvalidOid: keys
								 * are unique in the table itself */
	Oid			key_index;		/* there */
	Oid			sequence;		/* of id */
	Oid			tables[6];		/* whose change matters: the settings, then
								 * those of prices */
	pg_tz	   *zone;			/* of the ledger's days */
	SipHashKey	key;			/* of the hash of (source, source_key) */
	bool		keep_usage;
	BookMonths	months;			/* that the statement has locked */
	PriceSource *prices;
	Pricing		pricing;
	IntakeReport *report;
} FactTable;

extern Ledger rr_ledger_of_facts(Relation relation);
extern FactTable *rr_fact_table(Relation relation, const Trigger *trigger, bool new_statement);
extern Oid	rr_known_key_table(Oid relation);

#endif							/* RUNRATE_FACT_TABLE_H */
