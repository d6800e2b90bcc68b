/*
 * fact_aside.c
 *	  Rows that are put aside, and those that come back.
 *
 * What contradicts itself goes to quarantine, what differs from the row of its
 * key to conflicts.  A row whose key another transaction is inserting waits in
 * quarantine too: it is parked, with that transaction as its holder.  When the
 * holder has ended, the next statement that loads into the table puts the row
 * through the ordinary way again.  So it becomes a fact if the holder was
 * rolled back, and is known, or in conflict, if it was not.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/table.h"
#include "access/transam.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/resowner.h"
#include "utils/timestamp.h"
#include "utils/xid8.h"

#include "ledger/ledger_identity.h"
#include "ledger/fact_aside.h"
#include "ledger/ledger_query.h"

PG_FUNCTION_INFO_V1(rr_settle_parked_rows);

/* Microseconds after which a session looks again whether others have parked rows */
#define LOOK_AGAIN	USECS_PER_SEC

/* When this session looked last, and whether it found or made any */
static TimestampTz looked_at = 0;
static bool any_parked = false;

/*
 * Who loaded the row that the ledger inserts itself, with the rights of its
 * owner; NULL: it does not
 */
static const char *recorder = NULL;

/* Is the row that arrives now one of another load, which the ledger takes in? */
bool
rr_is_recording(void)
{
	return recorder != NULL;
}

/* Who a row that arrives now was loaded by */
char	   *
rr_recorder(void)
{
	return recorder != NULL ? pstrdup(recorder) : GetUserNameFromId(GetUserId(), false);
}

/*
 * Begin to insert with the rights of the ledger's owner what another role has
 * loaded; recording: what was so far, for rr_end_recording()
 */
void
rr_begin_recording(Recording *recording, const Ledger *ledger, const char *loaded_by)
{
	recording->recorder = recorder;
	GetUserIdAndSecContext(&recording->user, &recording->security_context);
	recorder = loaded_by;
	SetUserIdAndSecContext(ledger->owner, recording->security_context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
}

void
rr_end_recording(const Recording *recording)
{
	SetUserIdAndSecContext(recording->user, recording->security_context);
	recorder = recording->recorder;
}

/*
 * Putting aside
 */

/* The arguments that all queries begin with: fact, source, source_key, recorded_by, reason, row */
static void
set_arguments(const ArrivedRow *arrived, const char *reason, Datum *values, char *nulls)
{
	const FactRow *row = arrived->row;

	values[0] = CStringGetTextDatum(get_rel_name(arrived->table->facts));
	values[1] = row_has(row, COLUMN_SOURCE) ? row_value(row, COLUMN_SOURCE) : (Datum) 0;
	values[2] = row_has(row, COLUMN_SOURCE_KEY) ? row_value(row, COLUMN_SOURCE_KEY) : (Datum) 0;
	values[3] = CStringGetTextDatum(rr_recorder());
	values[4] = CStringGetTextDatum(reason);
	values[5] = heap_copy_tuple_as_datum(arrived->tuple, RelationGetDescr(arrived->relation));
	memset(nulls, ' ', 6);
	nulls[1] = row_has(row, COLUMN_SOURCE) ? ' ' : 'n';
	nulls[2] = row_has(row, COLUMN_SOURCE_KEY) ? ' ' : 'n';
}

static void
run_query(const ArrivedRow *arrived, LedgerQuery query, Datum *values, const char *nulls)
{
	rr_run_ledger_query(&arrived->table->ledger, query, arrived->relation->rd_rel->reltype, values, nulls);
	SPI_finish();
}

static void
insert_quarantine(const ArrivedRow *arrived, const char *problem, const FullTransactionId *holder)
{
	Datum		values[8];
	char		nulls[8];

	set_arguments(arrived, problem, values, nulls);
	values[6] = UUIDPGetDatum(arrived->hash);
	nulls[6] = arrived->hash == NULL ? 'n' : ' ';
	values[7] = holder == NULL ? (Datum) 0 : FullTransactionIdGetDatum(*holder);
	nulls[7] = holder == NULL ? 'n' : ' ';
	run_query(arrived, QUERY_QUARANTINE, values, nulls);
}

/* Put a row aside that cannot be taken */
void
rr_quarantine(const ArrivedRow *arrived, const char *problem)
{
	insert_quarantine(arrived, problem, NULL);
	rr_count_intake(&arrived->table->report->quarantined, problem);
}

/* A transaction of the present with its epoch */
static FullTransactionId
full_transaction(TransactionId xid)
{
	FullTransactionId next = ReadNextFullTransactionId();
	uint32		epoch = EpochFromFullTransactionId(next);

	if (xid > XidFromFullTransactionId(next))
		epoch--;
	return FullTransactionIdFromEpochAndXid(epoch, xid);
}

/* Put a row aside until the transaction that inserts its key has ended */
void
rr_park(const ArrivedRow *arrived, TransactionId holder)
{
	FullTransactionId full_holder = full_transaction(holder);
	const char *problem = "another transaction that goes on is loading this key: the row is taken in, or found to be there, when that has ended";

	insert_quarantine(arrived, problem, &full_holder);
	rr_count_intake(&arrived->table->report->parked, problem);
	any_parked = true;
}

/* Report a row whose key is that of a row which was reversed; it is listed once */
void
rr_report_reversed(const ArrivedRow *arrived, int64 existing_id)
{
	char	   *problem = psprintf("row " INT64_FORMAT " has this key and was reversed: what is to count needs another key",
								   existing_id);
	Datum		values[7];
	char		nulls[7];

	set_arguments(arrived, problem, values, nulls);
	values[6] = UUIDPGetDatum(arrived->hash);
	nulls[6] = ' ';
	run_query(arrived, QUERY_REVERSED_REPLAY, values, nulls);
	rr_count_intake(&arrived->table->report->reversed,
					psprintf("source_key %s, row " INT64_FORMAT,
							 rr_quoted_text(rr_row_text(arrived->row, COLUMN_SOURCE_KEY)), existing_id));
}

/*
 * Put a row aside that differs from the one with its key in the named columns
 *
 * Who may not read the table is not told which: he could guess what is stored,
 * column by column.
 */
void
rr_report_conflict(const ArrivedRow *arrived, int64 existing_id, const char *differs_in)
{
	const char *told;
	Datum		values[7];
	char		nulls[7];

	set_arguments(arrived, differs_in, values, nulls);
	values[6] = Int64GetDatum(existing_id);
	nulls[6] = ' ';
	run_query(arrived, QUERY_CONFLICT, values, nulls);
	told = rr_may_read(arrived->table->facts) ? psprintf(" differs in %s", differs_in) : "";
	rr_count_intake(&arrived->table->report->conflicting,
					psprintf("source_key %s%s", rr_quoted_text(rr_row_text(arrived->row, COLUMN_SOURCE_KEY)), told));
}

/*
 * Coming back
 */

/* INSERT of a payload, with all columns that can be given; NULL where it says nothing */
static char *
insertion_text(Relation relation)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);
	char	   *table = quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
												   RelationGetRelationName(relation));
	StringInfoData columns;

	initStringInfo(&columns);
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

		if (attribute->attisdropped || attribute->attgenerated != '\0' || attribute->attidentity != '\0')
			continue;
		appendStringInfo(&columns, "%s%s", columns.len > 0 ? ", " : "",
						 quote_identifier(NameStr(attribute->attname)));
	}
	return psprintf("INSERT INTO %s (%s) SELECT %s FROM pg_catalog.jsonb_populate_record(NULL::%s, $1)",
					table, columns.data, columns.data, table);
}

/* The row put aside under a number, deleted there; false if somebody else has it in hand */
static bool
take_parked(const Ledger *ledger, int64 id, Datum *payload, char **loaded_by)
{
	MemoryContext context = CurrentMemoryContext;
	Datum		argument = Int64GetDatum(id);
	bool		found;

	rr_run_ledger_query(ledger, QUERY_TAKE_PARKED, InvalidOid, &argument, NULL);
	found = SPI_processed > 0;
	if (found)
	{
		bool		isnull;
		MemoryContext old_context = MemoryContextSwitchTo(context);

		*payload = PointerGetDatum(PG_DETOAST_DATUM_COPY(rr_query_value(0, 0, &isnull)));
		*loaded_by = TextDatumGetCString(rr_query_value(0, 1, &isnull));
		MemoryContextSwitchTo(old_context);
	}
	SPI_finish();
	return found;
}

/* Put one row through the ordinary way, with the rights of the owner */
static void
insert_parked(const Ledger *ledger, int64 id, const char *insertion)
{
	Oid			argtype = JSONBOID;
	Recording	recording;
	Datum		payload;
	char	   *loaded_by;

	if (!take_parked(ledger, id, &payload, &loaded_by))
		return;
	rr_begin_recording(&recording, ledger, loaded_by);
	SPI_connect();
	if (SPI_execute_with_args(insertion, 1, &argtype, &payload, NULL, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not take in a parked row: %s", SPI_result_code_string(SPI_result));
	SPI_finish();
	rr_end_recording(&recording);
}

/* The row cannot be taken in: it stays in quarantine like any other */
static void
fail_parked(const Ledger *ledger, int64 id, const char *problem)
{
	Datum		values[] = {Int64GetDatum(id), CStringGetTextDatum(problem)};

	rr_run_ledger_query(ledger, QUERY_FAIL_PARKED, InvalidOid, values, NULL);
	SPI_finish();
}

/* As above, and whoever's statement this is does not fail because of the row */
static void
try_insert_parked(const Ledger *ledger, int64 id, const char *insertion)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	Oid			user;
	int			security_context;

	GetUserIdAndSecContext(&user, &security_context);
	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(context);
	PG_TRY();
	{
		insert_parked(ledger, id, insertion);
		ReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(context);
		CurrentResourceOwner = owner;
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
		recorder = NULL;
		RollbackAndReleaseCurrentSubTransaction();
		MemoryContextSwitchTo(context);
		CurrentResourceOwner = owner;
		SetUserIdAndSecContext(user, security_context);
		if (error->sqlerrcode == ERRCODE_QUERY_CANCELED || error->sqlerrcode == ERRCODE_ADMIN_SHUTDOWN)
			ReThrowError(error);
		fail_parked(ledger, id, error->message);
		FreeErrorData(error);
	}
	PG_END_TRY();
}

/* The numbers of rows whose holder has ended */
static int64 *
ended_rows(const Ledger *ledger, const char *fact, uint64 *nrows)
{
	MemoryContext context = CurrentMemoryContext;
	Datum		argument = CStringGetTextDatum(fact);
	int64	   *rows;

	rr_run_ledger_query(ledger, QUERY_PARKED, InvalidOid, &argument, NULL);
	*nrows = SPI_processed;
	rows = MemoryContextAlloc(context, Max(*nrows, 1) * sizeof(int64));
	for (uint64 i = 0; i < *nrows; i++)
	{
		bool		isnull;

		rows[i] = DatumGetInt64(rr_query_value(i, 0, &isnull));
	}
	SPI_finish();
	return rows;
}

/*
 * Take in the parked rows of a table whose holders have ended
 *
 * Only READ COMMITTED does: a transaction with one snapshot would fail when
 * somebody else takes them in first.
 */
static void
settle(Relation relation, Ledger ledger)
{
	uint64		nrows;
	int64	   *rows = ended_rows(&ledger, RelationGetRelationName(relation), &nrows);
	char	   *insertion = nrows > 0 ? insertion_text(relation) : NULL;

	for (uint64 i = 0; i < nrows; i++)
	{
		CHECK_FOR_INTERRUPTS();
		try_insert_parked(&ledger, rows[i], insertion);
	}
	any_parked = nrows > 0;
}

/* The same after a statement: looks once in a while, or at once if there is something to be expected */
void
rr_settle_parked(Relation relation)
{
	TimestampTz now = GetCurrentStatementStartTimestamp();

	if (recorder != NULL || IsolationUsesXactSnapshot() ||
		(!any_parked && now >= looked_at && now - looked_at < LOOK_AGAIN))
		return;
	looked_at = now;
	settle(relation, rr_ledger_of_facts(relation));
}

/*
 * settle_parked(fact_table regclass): take in the parked rows of a table of
 * facts whose holders have ended
 *
 * The caller needs the right to insert into it.  The table has to be one of a
 * ledger's: what puts it through is its trigger.
 */
Datum
rr_settle_parked_rows(PG_FUNCTION_ARGS)
{
	LedgerIdentity identity;
	Relation	relation;
	Ledger		ledger;

	rr_identify_ledger(PG_GETARG_OID(0), &identity);
	relation = table_open(PG_GETARG_OID(0), RowExclusiveLock);
	if (pg_class_aclcheck(RelationGetRelid(relation), GetUserId(), ACL_INSERT) != ACLCHECK_OK &&
		pg_attribute_aclcheck_all(RelationGetRelid(relation), GetUserId(), ACL_INSERT, ACLMASK_ANY) != ACLCHECK_OK)
		aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(relation));
	ledger = rr_ledger_of_facts(relation);
	if (!IsolationUsesXactSnapshot())
		settle(relation, ledger);
	table_close(relation, NoLock);
	PG_RETURN_VOID();
}
