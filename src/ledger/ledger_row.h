/*
 * ledger_row.h
 *	  Rows of the fact tables of a ledger.
 */
#ifndef RUNRATE_LEDGER_ROW_H
#define RUNRATE_LEDGER_ROW_H

#include "runrate.h"

#include "access/htup.h"
#include "access/tupdesc.h"

#include "pricing/price_source.h"

/* Digits of the amount of a bill, before the point and after it */
#define BILL_DIGITS		14
#define BILL_DECIMALS	6

/* The fact tables */
typedef enum FactKind
{
	FACT_EVENT,
	FACT_OUTCOME,
	FACT_REVIEW,
	FACT_SHARED_COST,
	FACT_INVESTMENT,
	FACT_INVOICE,
	FACT_REVENUE,
	FACT_DISPOSAL,
	FACT_RECLASSIFICATION,
	NFACT_KINDS
} FactKind;

/* The columns that this extension reads or writes; not every fact has all */
typedef enum FactColumn
{
	COLUMN_ID,
	COLUMN_OCCURRED_AT,
	COLUMN_RECORDED_AT,
	COLUMN_RECORDED_BY,
	COLUMN_OWNED_ON,
	COLUMN_BOOKED_ON,
	COLUMN_DISPLACED_FROM,
	COLUMN_MONTH,
	COLUMN_FIRST_MONTH,
	COLUMN_EVENT_COUNT,
	COLUMN_CORRECTS,
	COLUMN_KEY_HASH,
	COLUMN_REASON,
	COLUMN_MONTHS,
	COLUMN_INVESTMENT,
	COLUMN_DEPLOYMENT,
	COLUMN_SOURCE,
	COLUMN_SOURCE_KEY,
	COLUMN_REVERSES,
	COLUMN_AGENT,
	COLUMN_WORK_ITEM,
	COLUMN_COST,
	COLUMN_AMOUNT,
	COLUMN_BILLED_AMOUNT,
	COLUMN_BILLING_CURRENCY,
	COLUMN_INVOICED_AMOUNT,
	COLUMN_LIST_AMOUNT,
	COLUMN_CONTRACTED_AMOUNT,
	COLUMN_LAYER,
	COLUMN_PROVIDER,
	COLUMN_MODEL,
	COLUMN_ATTEMPT,
	COLUMN_COST_BASIS,
	COLUMN_SERVICE_TIER,
	COLUMN_INFERENCE_GEO,
	COLUMN_SPEED,
	COLUMN_REPORTED_COST,
	COLUMN_METER,
	COLUMN_QUANTITY,
	COLUMN_USAGE_FORMAT,
	COLUMN_USAGE,
	COLUMN_PRICE_ROWS,
	COLUMN_PRICE_PROBLEM,
	COLUMN_REVIEWER,
	COLUMN_MINUTES,
	COLUMN_HOURLY_COST,
	COLUMN_FEE,
	COLUMN_MINUTE_COST,
	COLUMN_VERDICT,
	COLUMN_OUTCOME,
	COLUMN_OUTCOME_QUANTITY,
	FIRST_BUCKET_COLUMN,
	NFACT_COLUMNS = FIRST_BUCKET_COLUMN + NBUCKETS
} FactColumn;

/*
 * Where they are in a row, counted from 0; -1: the fact has no such column, or
 * the ledger is older than the library and does not have it yet
 */
typedef struct FactColumns
{
	int			position[NFACT_COLUMNS];
} FactColumns;

/* A row taken apart; its columns are read and set by the functions below */
typedef struct FactRow
{
	const FactColumns *columns;
	Datum	   *values;
	bool	   *nulls;
} FactRow;

extern const char *const rr_fact_names[NFACT_KINDS];

extern FactKind rr_fact_kind(const char *name);
extern void rr_find_fact_columns(FactKind kind, TupleDesc tupdesc, const char *table,
								 FactColumns *columns);
extern void rr_deform_row(HeapTupleHeader header, TupleDesc tupdesc, Datum *values, bool *nulls);
extern UsageText rr_row_text(const FactRow *row, FactColumn column);
extern void rr_set_row_text(FactRow *row, FactColumn column, UsageText value);
extern FactRow rr_copy_row(const FactRow *row, int natts);
extern Datum rr_price_row_ids(const Pricing *pricing);
extern int128 rr_row_tokens(const FactRow *row);

static inline bool
row_has(const FactRow *row, FactColumn column)
{
	int			position = row->columns->position[column];

	return position >= 0 && !row->nulls[position];
}

static inline Datum
row_value(const FactRow *row, FactColumn column)
{
	return row->values[row->columns->position[column]];
}

static inline void
set_row_value(FactRow *row, FactColumn column, Datum value)
{
	int			position = row->columns->position[column];

	if (position < 0)
		return;
	row->values[position] = value;
	row->nulls[position] = false;
}

static inline void
set_row_null(FactRow *row, FactColumn column)
{
	int			position = row->columns->position[column];

	if (position >= 0)
		row->nulls[position] = true;
}

#endif							/* RUNRATE_LEDGER_ROW_H */
