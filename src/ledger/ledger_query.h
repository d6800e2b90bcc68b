/*
 * ledger_query.h
 *	  Queries on the tables of a ledger.
 */
#ifndef RUNRATE_LEDGER_QUERY_H
#define RUNRATE_LEDGER_QUERY_H

#include "runrate.h"

#include "executor/spi.h"
#include "utils/relcache.h"

/* A ledger, known by the schema of its tables */
typedef struct Ledger
{
	Oid			schema;
	Oid			owner;			/* with whose rights to query; InvalidOid: the
								 * user's */
} Ledger;

/* All queries: see ledger_query.c */
typedef enum LedgerQuery
{
	QUERY_PRICES,
	QUERY_PROVIDERS,
	QUERY_ALIASES,
	QUERY_NAMES,
	QUERY_CURRENCY,
	QUERY_INTAKE,
	QUERY_FACT,
	QUERY_EXCHANGE_RATES,
	QUERY_HOURLY_COST,
	QUERY_QUARANTINE,
	QUERY_CONFLICT,
	QUERY_REVERSED_REPLAY,
	QUERY_PARKED,
	QUERY_TAKE_PARKED,
	QUERY_FAIL_PARKED,
	QUERY_REVERSED_EVENT,
	QUERY_REVERSED_REVIEW,
	QUERY_REVERSED_SHARED_COST,
	QUERY_REVERSED_INVESTMENT,
	QUERY_REVERSED_INVOICE,
	QUERY_REVERSED_REVENUE,
	QUERY_EVENT,
	QUERY_OUTCOME,
	QUERY_REVIEW,
	QUERY_LOCKED_EVENT,
	QUERY_LOCKED_REVIEW,
	QUERY_MANY_EVENT_POSTINGS,
	QUERY_MANY_OUTCOME_POSTINGS,
	QUERY_MANY_REVIEW_POSTINGS,
	QUERY_REQUEST_FOLD,
	QUERY_FOLD,
	QUERY_CLOSED_THROUGH,
	QUERY_HAS_ITEMS,
	QUERY_MOVE_ITEMS,
	QUERY_HAS_MONTH,
	QUERY_SPLIT_MONTHS,
	QUERY_LOG_CHANGE,
	QUERY_LOCK_EVENT,
	QUERY_LOCK_REVIEW,
	QUERY_LOCK_SHARED_COST,
	QUERY_LOCK_INVESTMENT,
	QUERY_LOCK_INVOICE,
	QUERY_LOCK_REVENUE,
	QUERY_CORRECTIONS,
	QUERY_CORRECTED,
	QUERY_LOCKED_INVESTMENT,
	QUERY_DISPOSALS,
	QUERY_DISPOSED_ON,
	QUERY_IS_MONTH_END,
	NLEDGER_QUERIES
} LedgerQuery;

extern void rr_run_ledger_query(const Ledger *ledger, LedgerQuery query, Oid row_type,
								Datum *values, const char *nulls);
extern Oid	rr_find_internal_table(const Ledger *ledger, const char *name);
extern Ledger rr_ledger_of_internal(Relation table);
extern Datum rr_query_value(uint64 row, int column, bool *isnull);

#endif							/* RUNRATE_LEDGER_QUERY_H */
