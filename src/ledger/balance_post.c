/*
 * balance_post.c
 *	  Triggers that keep the balances of a ledger: rows of facts are counted
 *	  as they arrive, and their sums written after the statement.
 *
 * Rows are counted by the condition of a trigger AFTER each row, which the
 * executor evaluates when the row is in the table: earlier, and a trigger that
 * comes later or ON CONFLICT could still drop it.  The condition is never
 * true, so that no event is queued and no row fetched again: a queue would
 * take 12 bytes a row until the end of the statement, 120 MB for ten million,
 * and more time than the counting.
 *
 * Sums are kept by the table and the nest level of the subtransaction, and
 * written before that ends; where it aborts, they are forgotten.  A statement
 * that a trigger runs inside another one at the same level may write what the
 * outer one has counted so far, which is in the same subtransaction, too.
 */
#include "runrate.h"

#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "nodes/primnodes.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/typcache.h"

#include "ledger/balance_fold.h"
#include "ledger/balance_post.h"
#include "ledger/balance_write.h"
#include "ledger/erase_person.h"
#include "ledger/fact_key.h"
#include "ledger/fact_layout.h"
#include "ledger/partition.h"

PG_FUNCTION_INFO_V1(rr_count_fact);
PG_FUNCTION_INFO_V1(rr_count_change);
PG_FUNCTION_INFO_V1(rr_post_facts);

/* Sums are written before the end of the statement when they take more bytes */
#define MAX_SUMS_SIZE	(16 * 1024 * 1024)

/* What a level of subtransactions has counted in a table */
typedef struct CountedTable
{
	Oid			table;
	int			level;
	FactKind	kind;
	Ledger		ledger;
	PostingSums sums;
	struct CountedTable *next;
} CountedTable;

/* What a call site keeps */
typedef struct CountSite
{
	FactKind	kind;
	Oid			type;			/* of the rows */
	const FactLayout *layout;
	CountedTable *counted;
	int			level;
	MemoryContext row;			/* reset for each */
} CountSite;

static CountedTable *counted_tables = NULL;

/* The queries for a row, and for one that may still be completed */
static const LedgerQuery row_queries[] = {
	[FACT_EVENT] = QUERY_EVENT,
	[FACT_OUTCOME] = QUERY_OUTCOME,
	[FACT_REVIEW] = QUERY_REVIEW
};
static const LedgerQuery locked_row_queries[] = {
	[FACT_EVENT] = QUERY_LOCKED_EVENT,
	[FACT_REVIEW] = QUERY_LOCKED_REVIEW
};

/*
 * Ends of transactions
 */

static void
forget_counts(int level)
{
	for (CountedTable *counted = counted_tables; counted != NULL; counted = counted->next)
		if (counted->level >= level)
			rr_empty_sums(&counted->sums);
}

/* Facts without their sums would make reports wrong for good */
static void
check_all_posted(int level)
{
	for (CountedTable *counted = counted_tables; counted != NULL; counted = counted->next)
		if (counted->level >= level && counted->sums.npostings > 0)
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
					 errmsg("rows of table \"%s\" were counted and not posted", get_rel_name(counted->table)),
					 errdetail("The trigger post_facts did not fire after the statement."),
					 errhint("Enable the trigger, and insert into the table itself rather than into a partition.")));
}

static void
at_transaction_end(XactEvent event, void *arg)
{
	if (event == XACT_EVENT_PRE_COMMIT || event == XACT_EVENT_PRE_PREPARE)
		check_all_posted(1);
	else if (event == XACT_EVENT_ABORT)
		forget_counts(1);
}

static void
at_subtransaction_end(SubXactEvent event, SubTransactionId subtransaction,
					  SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_PRE_COMMIT_SUB)
		check_all_posted(GetCurrentTransactionNestLevel());
	else if (event == SUBXACT_EVENT_ABORT_SUB)
		forget_counts(GetCurrentTransactionNestLevel());
}

/*
 * Counting
 */

static CountedTable *
find_counted(Oid table, int level)
{
	CountedTable *counted = counted_tables;

	while (counted != NULL && (counted->table != table || counted->level != level))
		counted = counted->next;
	return counted;
}

/* The counts of a table at the level of the present subtransaction */
static CountedTable *
counted_table(const FactLayout *layout, int level)
{
	CountedTable *counted = find_counted(layout->table, level);

	if (counted == NULL)
	{
		if (counted_tables == NULL)
		{
			RegisterXactCallback(at_transaction_end, NULL);
			RegisterSubXactCallback(at_subtransaction_end, NULL);
		}
		counted = MemoryContextAllocZero(TopMemoryContext, sizeof(CountedTable));
		counted->table = layout->table;
		counted->level = level;
		rr_init_sums(&counted->sums);
		counted->next = counted_tables;
		counted_tables = counted;
	}
	counted->kind = layout->kind;
	counted->ledger = layout->ledger;
	return counted;
}

/*
 * Is the call the condition of a trigger?
 *
 * Only there is its argument the new row of the executor, which no query can
 * refer to, so that nobody can post a row that is not in the table.
 */
static bool
is_trigger_condition(FunctionCallInfo fcinfo)
{
	Node	   *call = fcinfo->flinfo->fn_expr;
	Node	   *argument;

	if (call == NULL || !IsA(call, FuncExpr))
		return false;
	argument = llast(((FuncExpr *) call)->args);
	/* in a partition the row is converted to that of the table */
	if (IsA(argument, ConvertRowtypeExpr))
		argument = (Node *) ((ConvertRowtypeExpr *) argument)->arg;
	return IsA(argument, Var) &&
		((Var *) argument)->varno == OUTER_VAR && ((Var *) argument)->varattno == InvalidAttrNumber;
}

static CountSite *
make_site(FunctionCallInfo fcinfo)
{
	CountSite  *site;
	text	   *kind = PG_GETARG_TEXT_PP(0);

	if (!is_trigger_condition(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("facts can only be counted by the condition of a trigger")));
	site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(CountSite));
	site->kind = rr_fact_kind(text_to_cstring(kind));
	if (rr_balance_family(site->kind) == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("there are no balances of fact \"%s\"", rr_fact_names[site->kind])));
	site->row = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "runrate counted row",
									  ALLOCSET_SMALL_SIZES);
	fcinfo->flinfo->fn_extra = site;
	return site;
}

/* What the call needs to know of the table whose row it is given */
static CountSite *
count_site(FunctionCallInfo fcinfo, HeapTupleHeader fact)
{
	CountSite  *site = fcinfo->flinfo->fn_extra;
	Oid			type = HeapTupleHeaderGetTypeId(fact);
	int			level = GetCurrentTransactionNestLevel();

	if (site == NULL)
		site = make_site(fcinfo);
	if (site->type != type)
	{
		site->layout = rr_fact_layout(get_typ_typrelid(type), site->kind);
		site->counted = NULL;
		site->type = type;
	}
	if (site->counted == NULL || site->level != level)
	{
		site->counted = counted_table(site->layout, level);
		site->level = level;
	}
	return site;
}

/* Write what was counted, and start again from zero */
static int64
post(CountedTable *counted)
{
	int64		written = rr_write_postings(&counted->ledger, counted->kind, &counted->sums);

	rr_empty_sums(&counted->sums);
	return written;
}

/*
 * Write what the statements have counted in a ledger that are still running
 *
 * For who changes what facts are folded by, in a trigger of such a statement.
 * An error if the statement runs outside of the present subtransaction, whose
 * abort would take back what is written here.
 */
void
rr_post_counted(const Ledger *ledger)
{
	for (CountedTable *counted = counted_tables; counted != NULL; counted = counted->next)
	{
		if (counted->sums.npostings == 0 || counted->ledger.schema != ledger->schema)
			continue;
		if (counted->level != GetCurrentTransactionNestLevel())
			ereport(ERROR,
					(errcode(ERRCODE_OBJECT_IN_USE),
					 errmsg("cannot change the business unit of work items in a subtransaction of a statement that loads facts")));
		rr_note_postings(post(counted));
	}
}

/*
 * The row that a reversal takes back, as it is now; false if there is none
 *
 * One that has no cost yet is locked: its completion has to see the reversal
 * that the row is asked for.
 */
static bool
find_original(const FactLayout *layout, const FactRow *reversal, FactRow *row)
{
	Datum		original[] = {row_value(reversal, COLUMN_REVERSES), row_value(reversal, COLUMN_OCCURRED_AT)};
	MemoryContext context = CurrentMemoryContext;
	bool		found = false;
	LedgerQuery query = row_queries[layout->kind];

	for (;;)
	{
		rr_run_ledger_query(&layout->ledger, query, InvalidOid, original, NULL);
		if (SPI_processed > 0)
		{
			bool		isnull;
			Datum		fact = rr_query_value(0, 0, &isnull);
			MemoryContext old_context = MemoryContextSwitchTo(context);

			*row = rr_take_fact_apart(layout, DatumGetHeapTupleHeaderCopy(fact));
			MemoryContextSwitchTo(old_context);
			found = true;
		}
		SPI_finish();
		if (!found || layout->kind == FACT_OUTCOME || row_has(row, COLUMN_COST) ||
			query == locked_row_queries[layout->kind])
			return found;
		query = locked_row_queries[layout->kind];
		found = false;
	}
}

static bool
is_reversed(const FactLayout *layout, const FactRow *row)
{
	Relation	table = table_open(layout->table, NoLock);
	Relation	home = rr_open_partition(table, TIMESTAMPTZOID, row_value(row, COLUMN_OCCURRED_AT), AccessShareLock);
	bool		result = home != NULL && rr_is_reversed(home, DatumGetInt64(row_value(row, COLUMN_ID)));

	if (home != NULL && home != table)
		table_close(home, NoLock);
	table_close(table, NoLock);
	return result;
}

/* Does a reversal take back an original, rather than a correction? */
static bool
ends_original(const FactLayout *layout, const FactRow *row, FactRow *original)
{
	return row_has(row, COLUMN_REVERSES) &&
		find_original(layout, row, original) &&
		!row_has(original, COLUMN_CORRECTS);
}

static bool
is_dated(const FactRow *row)
{
	return row_has(row, COLUMN_OWNED_ON) && row_has(row, COLUMN_BOOKED_ON);
}

static void
count_new(CountSite *site, const FactRow *row)
{
	PostingSums *sums = &site->counted->sums;
	FactRow		original;
	FactStanding standing = {rr_is_original(row), false};

	if (ends_original(site->layout, row, &original))
	{
		standing.ends_original = true;
		if (rr_is_original(&original) && is_dated(&original))
			rr_end_original(sums, site->kind, &original);
	}
	rr_add_fact(sums, site->kind, row, standing, false);
}

static void
count_update(CountSite *site, const FactRow *old_row, const FactRow *new_row)
{
	PostingSums *sums = &site->counted->sums;
	FactRow		original;
	FactStanding standing = {
		rr_is_original(new_row) && !is_reversed(site->layout, new_row),
		ends_original(site->layout, new_row, &original)
	};

	rr_add_fact(sums, site->kind, old_row, standing, true);
	rr_add_fact(sums, site->kind, new_row, standing, false);
}

/* Make room after a row: its values, and the sums if they have grown large */
static void
end_row(CountSite *site)
{
	MemoryContextReset(site->row);
	if ((site->counted->sums.npostings & 0xFF) == 0 &&
		MemoryContextMemAllocated(site->counted->sums.context, true) > MAX_SUMS_SIZE)
		rr_note_postings(post(site->counted));
}

/*
 * count_fact(kind, fact record): count a row that was inserted
 *
 * Always false.  Errors: not the condition of a trigger.
 */
Datum
rr_count_fact(PG_FUNCTION_ARGS)
{
	HeapTupleHeader fact = PG_GETARG_HEAPTUPLEHEADER(1);
	CountSite  *site = count_site(fcinfo, fact);
	MemoryContext old_context = MemoryContextSwitchTo(site->row);
	FactRow		row = rr_take_fact_apart(site->layout, fact);

	if (is_dated(&row))
		count_new(site, &row);
	MemoryContextSwitchTo(old_context);
	end_row(site);
	PG_RETURN_BOOL(false);
}

/*
 * count_change(kind, old record, new record): take off what the old row added
 * and count the new one, unless only a name is erased
 *
 * Always false.  Errors: not the condition of a trigger.
 */
Datum
rr_count_change(PG_FUNCTION_ARGS)
{
	HeapTupleHeader old_fact = PG_GETARG_HEAPTUPLEHEADER(1);
	HeapTupleHeader new_fact = PG_GETARG_HEAPTUPLEHEADER(2);
	CountSite  *site = count_site(fcinfo, new_fact);
	MemoryContext old_context = MemoryContextSwitchTo(site->row);
	FactRow		old_row = rr_take_fact_apart(site->layout, old_fact);
	FactRow		new_row = rr_take_fact_apart(site->layout, new_fact);

	if (is_dated(&old_row) && is_dated(&new_row) && !rr_is_erasing(site->layout->table))
		count_update(site, &old_row, &new_row);
	MemoryContextSwitchTo(old_context);
	end_row(site);
	PG_RETURN_BOOL(false);
}

/*
 * post_facts(kind): trigger after a statement that inserts or updates facts
 *
 * Writes the sums of the rows that the condition of the row trigger, whose
 * function this is in name, has counted.
 */
Datum
rr_post_facts(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	CountedTable *counted;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("post_facts() must be called by a trigger AFTER INSERT OR UPDATE FOR EACH STATEMENT")));
	counted = find_counted(RelationGetRelid(trigger->tg_relation), GetCurrentTransactionNestLevel());
	if (counted == NULL || counted->sums.npostings == 0)
		return PointerGetDatum(NULL);
	rr_note_postings(post(counted));
	rr_request_fold(&counted->ledger, counted->kind);
	return PointerGetDatum(NULL);
}
