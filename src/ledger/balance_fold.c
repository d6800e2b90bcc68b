/*
 * balance_fold.c
 *	  When loaders fold balances: at commit, if there is much to fold.
 *
 * A loader that finds many postings puts a row into fold_requests, whose
 * deferred trigger folds.  To fold within the statement would hold the lock
 * for the rest of a long load, while others could neither fold nor change the
 * business unit of a work item.
 */
#include "runrate.h"

#include "access/xact.h"
#include "commands/trigger.h"
#include "common/pg_prng.h"
#include "utils/rel.h"

#include "ledger/balance_fold.h"

PG_FUNCTION_INFO_V1(rr_fold_on_request);

/* A statement that posts more rows looks whether there are many, others one in so many */
#define MANY_ROWS			1000
#define STATEMENTS_A_LOOK	64

/* How many postings a commit folds, unless the transaction posted more itself */
#define FOLDED_AT_COMMIT	20000

static int64 posted_by_statement = 0;
static int64 posted_by_transaction = 0;
static bool is_requested = false;

static void
at_transaction_end(XactEvent event, void *arg)
{
	if (event == XACT_EVENT_COMMIT || event == XACT_EVENT_ABORT || event == XACT_EVENT_PREPARE)
	{
		posted_by_statement = 0;
		posted_by_transaction = 0;
		is_requested = false;
	}
}

/* Say how many postings the present statement has written */
void
rr_note_postings(int64 rows)
{
	static bool is_registered = false;

	if (!is_registered)
	{
		RegisterXactCallback(at_transaction_end, NULL);
		is_registered = true;
	}
	posted_by_statement += rows;
	posted_by_transaction += rows;
}

/* Is it time to look how many postings there are? */
static bool
is_time_to_look(int64 rows)
{
	return rows > MANY_ROWS || pg_prng_uint32(&pg_global_prng_state) % STATEMENTS_A_LOOK == 0;
}

static bool
has_many_postings(const Ledger *ledger, FactKind kind)
{
	static const LedgerQuery queries[] = {
		[FACT_EVENT] = QUERY_MANY_EVENT_POSTINGS,
		[FACT_OUTCOME] = QUERY_MANY_OUTCOME_POSTINGS,
		[FACT_REVIEW] = QUERY_MANY_REVIEW_POSTINGS
	};
	bool		isnull;
	bool		result;

	rr_run_ledger_query(ledger, queries[kind], InvalidOid, NULL, NULL);
	result = DatumGetBool(rr_query_value(0, 0, &isnull));
	SPI_finish();
	return result;
}

/*
 * After a statement that posted: have balances folded at commit, if there are
 * many postings
 *
 * Not in a transaction with an older snapshot, to which the postings that
 * others have folded since are still there and cannot be taken.
 */
void
rr_request_fold(const Ledger *ledger, FactKind kind)
{
	int64		rows = posted_by_statement;

	posted_by_statement = 0;
	if (is_requested || XactIsoLevel != XACT_READ_COMMITTED || !is_time_to_look(rows) ||
		!has_many_postings(ledger, kind))
		return;
	rr_run_ledger_query(ledger, QUERY_REQUEST_FOLD, InvalidOid, NULL, NULL);
	SPI_finish();
	is_requested = true;
}

/*
 * fold_on_request(): deferred trigger after a row that is inserted into
 * fold_requests
 *
 * Folds, with the rights of the owner of the ledger, whoever loads.
 */
Datum
rr_fold_on_request(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	Ledger		ledger;
	Datum		values[2];
	bool		isnull;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || !TRIGGER_FIRED_BY_INSERT(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("fold_on_request() must be called by a trigger AFTER INSERT FOR EACH ROW")));
	ledger = rr_ledger_of_internal(trigger->tg_relation);
	values[0] = slot_getattr(trigger->tg_trigslot, 1, &isnull);
	values[1] = Int64GetDatum(Max(FOLDED_AT_COMMIT, posted_by_transaction));
	rr_run_ledger_query(&ledger, QUERY_FOLD, InvalidOid, values, NULL);
	SPI_finish();
	return PointerGetDatum(NULL);
}
