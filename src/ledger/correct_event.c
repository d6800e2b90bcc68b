/*
 * correct_event.c
 *	  SQL function correct_event: book the difference between what an event
 *	  costs by the price book as it is known now and what is booked for it.
 *
 * A correction is a row of its own that names the event.  It has its money and
 * nothing that counts, so that numbers of events and tokens stay.  There is one
 * for each basis of the cost: what was priced as another tier than it was served
 * at, and has its price now, is taken back as an estimate and booked as computed.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/numeric.h"
#include "utils/rel.h"

#include "ledger/event_usage.h"
#include "ledger/fact_table.h"
#include "ledger/ledger_identity.h"
#include "ledger/ledger_prices.h"
#include "ledger/ledger_row.h"
#include "ledger/made_row.h"
#include "ledger/reverse_fact.h"
#include "money/numeric_arith.h"
#include "usage/usage_json.h"

PG_FUNCTION_INFO_V1(rr_correct_event);

#define CORRECTION_SOURCE	"correction"

/* What a cost that comes from prices is */
typedef enum PricedBasis
{
	BASIS_COMPUTED,
	BASIS_ESTIMATED,
	NBASES
} PricedBasis;

static const char *const basis_names[NBASES] = {
	[BASIS_COMPUTED] = "computed",
	[BASIS_ESTIMATED] = "estimated",
};

/* What was done about an event so far, and by others until now */
typedef struct Corrected
{
	Numeric		amounts[NBASES];	/* of all corrections */
	int64		ncorrections;
	bool		is_reversed;
} Corrected;

static Corrected
read_corrected(const Ledger *ledger, Datum id)
{
	MemoryContext context = CurrentMemoryContext;
	MemoryContext old_context;
	Corrected	corrected;
	bool		isnull;

	rr_run_ledger_query(ledger, QUERY_CORRECTED, InvalidOid, &id, NULL);
	old_context = MemoryContextSwitchTo(context);
	for (int basis = 0; basis < NBASES; basis++)
		corrected.amounts[basis] = DatumGetNumericCopy(rr_query_value(0, basis, &isnull));
	MemoryContextSwitchTo(old_context);
	corrected.ncorrections = DatumGetInt64(rr_query_value(0, NBASES, &isnull));
	corrected.is_reversed = DatumGetBool(rr_query_value(0, NBASES + 1, &isnull));
	SPI_finish();
	return corrected;
}

/* Is it an event whose cost was computed from prices? */
static bool
is_computed(const FactRow *row)
{
	return !row_has(row, COLUMN_REVERSES) && !row_has(row, COLUMN_CORRECTS) && row_has(row, COLUMN_COST) &&
		row_has(row, COLUMN_PRICE_ROWS) && !row_has(row, COLUMN_BILLED_AMOUNT);
}

/* What the cost of an event, which was computed, was computed as */
static PricedBasis
priced_basis(const FactRow *row)
{
	return rr_usage_text_is(rr_row_text(row, COLUMN_COST_BASIS), basis_names[BASIS_ESTIMATED]) ?
		BASIS_ESTIMATED : BASIS_COMPUTED;
}

/* What an event costs by the price book as it is now, as what, and by which rows; NULL if there is no price */
static Numeric
repriced_cost(const Ledger *ledger, const FactRow *row, PricedBasis *basis, Datum *price_rows)
{
	PriceSource *prices = rr_ledger_prices(*ledger, false, 0, CurrentMemoryContext);
	Pricing		pricing;
	Numeric		cost;

	rr_init_pricing(&pricing);
	cost = rr_price_event(prices, row, &pricing);
	*basis = pricing.estimated ? BASIS_ESTIMATED : BASIS_COMPUTED;
	*price_rows = rr_price_row_ids(&pricing);
	return cost;
}

/* Take from a row all that counts, and what says where its cost came from */
static void
clear_quantities(FactRow *row)
{
	static const FactColumn columns[] = {
		COLUMN_QUANTITY, COLUMN_BILLED_AMOUNT, COLUMN_BILLING_CURRENCY, COLUMN_REPORTED_COST, COLUMN_USAGE_FORMAT,
		COLUMN_USAGE, COLUMN_PRICE_PROBLEM, COLUMN_DISPLACED_FROM
	};

	for (int i = 0; i < lengthof(columns); i++)
		set_row_null(row, columns[i]);
	for (int i = 0; i < NBUCKETS; i++)
		set_row_null(row, FIRST_BUCKET_COLUMN + i);
	set_row_value(row, COLUMN_EVENT_COUNT, Int64GetDatum(0));
}

/* Make of a copy of the event the row that corrects its cost of one basis */
static void
make_correction(Relation relation, FactRow *row, Numeric difference, PricedBasis basis, Datum price_rows,
				Datum reason, int64 number, MadeRow *made)
{
	int64		id = DatumGetInt64(row_value(row, COLUMN_ID));

	clear_quantities(row);
	set_row_value(row, COLUMN_COST, NumericGetDatum(difference));
	set_row_value(row, COLUMN_COST_BASIS, CStringGetTextDatum(basis_names[basis]));
	set_row_value(row, COLUMN_PRICE_ROWS, price_rows);
	set_row_value(row, COLUMN_CORRECTS, Int64GetDatum(id));
	set_row_value(row, COLUMN_REASON, reason);
	set_row_value(row, COLUMN_SOURCE, CStringGetTextDatum(CORRECTION_SOURCE));
	set_row_value(row, COLUMN_SOURCE_KEY,
				  CStringGetTextDatum(psprintf("%s:" INT64_FORMAT ":" INT64_FORMAT, RelationGetRelationName(relation),
											   id, number)));
	*made = (MadeRow)
	{
		.table = RelationGetRelid(relation),
			.tuple = heap_form_tuple(RelationGetDescr(relation), row->values, row->nulls)
	};
}

/*
 * Book what is missing of the cost of an event, or too much, of each basis;
 * returns whether anything was
 */
static bool
correct_cost(Relation relation, const FactRow *row, const Corrected *corrected, Numeric cost, PricedBasis cost_basis,
			 Datum price_rows, Datum reason)
{
	Numeric		zero = int64_to_numeric(0);
	int64		number = corrected->ncorrections;
	bool		is_booked = false;

	for (int basis = 0; basis < NBASES; basis++)
	{
		Numeric		original = basis == priced_basis(row) ? DatumGetNumeric(row_value(row, COLUMN_COST)) : zero;
		Numeric		difference = numeric_minus(basis == cost_basis ? cost : zero,
											   numeric_plus(original, corrected->amounts[basis]));
		FactRow		correction = rr_copy_row(row, RelationGetNumberOfAttributes(relation));
		MadeRow		made;

		if (numeric_sign_of(difference) == 0)
			continue;
		make_correction(relation, &correction, difference, basis, price_rows, reason, ++number, &made);
		is_booked |= rr_insert_made_row(relation, &made) != 0;
	}
	return is_booked;
}

/*
 * correct_event(events regclass, event bigint, reason text) returns boolean
 *
 * The cost is computed here, so that no caller can book another one.  The event
 * is locked, so that of two who correct it, or one who corrects and one who
 * reverses it, the second sees what the first has done.  False if that is booked
 * already, or the event is reversed, or has no price any more, or one below
 * zero.  Errors: no such event, or one whose cost was not computed.
 */
Datum
rr_correct_event(PG_FUNCTION_ARGS)
{
	Datum		id = PG_GETARG_DATUM(1);
	LedgerIdentity identity;
	Relation	relation;
	Ledger		ledger;
	FactColumns columns;
	FactRow		row;
	Corrected	corrected;
	Numeric		cost;
	PricedBasis basis;
	Datum		price_rows;
	bool		is_booked;

	/* tables of no ledger are not opened */
	rr_identify_ledger(PG_GETARG_OID(0), &identity);
	relation = table_open(PG_GETARG_OID(0), RowExclusiveLock);
	ledger = rr_ledger_of_facts(relation);
	if (pg_class_aclcheck(RelationGetRelid(relation), GetUserId(), ACL_INSERT) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(relation));
	rr_lock_fact(&ledger, FACT_EVENT, id);
	rr_read_fact(relation, FACT_EVENT, id, false, &columns, &row);
	if (!is_computed(&row))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("the cost of event " INT64_FORMAT " was not computed", DatumGetInt64(id))));
	corrected = read_corrected(&ledger, id);
	cost = repriced_cost(&ledger, &row, &basis, &price_rows);
	is_booked = !corrected.is_reversed && cost != NULL && numeric_sign_of(cost) >= 0 &&
		correct_cost(relation, &row, &corrected, cost, basis, price_rows, PG_GETARG_DATUM(2));
	table_close(relation, NoLock);
	PG_RETURN_BOOL(is_booked);
}
