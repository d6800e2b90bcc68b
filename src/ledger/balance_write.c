/*
 * balance_write.c
 *	  Write what facts add up to into a table of postings.
 *
 * Rows go to the table many at a time and past the executor's nodes: a
 * statement that loads facts may post a row for every few of them.  No rights
 * are checked, as the queries of ledger_query.c run with those of the owner.
 */
#include "runrate.h"

#include "access/heapam.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/executor.h"
#include "optimizer/optimizer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "ledger/balance_write.h"

/* Rows that are written at once */
#define BATCH	256

/* A table of postings that is being written to; columns count from 0 */
typedef struct PostingTable
{
	Relation	relation;
	EState	   *estate;
	ResultRelInfo *result;
	BulkInsertState bulk;
	int			booked_month;
	int			owned_on;
	int			texts[MAX_POSTING_TEXTS];
	int			counts[MAX_POSTING_COUNTS];
	int			amounts[MAX_POSTING_AMOUNTS];
	ExprState **defaults;		/* of the other columns; NULL: none */
	TupleTableSlot *slots[BATCH];
	int			nslots;			/* made */
	int			nrows;			/* filled */
	MemoryContext batch;		/* of their values */
} PostingTable;

/* The column of that name and type; -1 if an older ledger has none */
static int
posting_column(Relation relation, const char *name, Oid type)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);

	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

		if (attribute->attisdropped || strcmp(NameStr(attribute->attname), name) != 0)
			continue;
		if (attribute->atttypid != type)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("column \"%s\" of table \"%s\" must be of type %s",
							name, RelationGetRelationName(relation), format_type_be(type))));
		return i;
	}
	return -1;
}

/* What columns get that postings do not fill, such as the number of the row */
static void
prepare_defaults(PostingTable *table)
{
	TupleDesc	tupdesc = RelationGetDescr(table->relation);

	table->defaults = palloc0(tupdesc->natts * sizeof(ExprState *));
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Node	   *expression;

		if (TupleDescAttr(tupdesc, i)->attisdropped)
			continue;
		expression = build_column_default(table->relation, i + 1);
		if (expression != NULL)
			table->defaults[i] = ExecInitExpr(expression_planner((Expr *) expression), NULL);
	}
}

static void
open_postings(PostingTable *table, const Ledger *ledger, const BalanceFamily *family)
{
	Oid			oid = rr_find_internal_table(ledger, family->table);

	if (!OidIsValid(oid))
		ereport(ERROR,
				(errcode(ERRCODE_UNDEFINED_TABLE),
				 errmsg("the ledger has no table \"%s\"", family->table)));
	table->relation = table_open(oid, RowExclusiveLock);
	if (table->relation->rd_rel->relkind != RELKIND_RELATION ||
		table->relation->rd_rel->relowner != ledger->owner)
		ereport(ERROR,
				(errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
				 errmsg("table \"%s\" is not one of the owner of the facts", family->table)));
	table->booked_month = posting_column(table->relation, "booked_month", DATEOID);
	table->owned_on = posting_column(table->relation, "owned_on", DATEOID);
	for (int i = 0; i < family->ntexts; i++)
		table->texts[i] = posting_column(table->relation, family->texts[i], TEXTOID);
	for (int i = 0; i < family->ncounts; i++)
		table->counts[i] = posting_column(table->relation, family->counts[i], INT8OID);
	for (int i = 0; i < family->namounts; i++)
		table->amounts[i] = posting_column(table->relation, family->amounts[i], NUMERICOID);

	table->estate = CreateExecutorState();
	table->result = makeNode(ResultRelInfo);
	InitResultRelInfo(table->result, table->relation, 1, NULL, 0);
	ExecOpenIndices(table->result, false);
	prepare_defaults(table);
	table->batch = AllocSetContextCreate(CurrentMemoryContext, "runrate batch of postings",
										 ALLOCSET_DEFAULT_SIZES);
}

static void
write_batch(PostingTable *table)
{
	table_multi_insert(table->relation, table->slots, table->nrows, GetCurrentCommandId(true), 0,
					   table->bulk);
	for (int i = 0; i < table->nrows; i++)
	{
		if (table->result->ri_NumIndices > 0)
			list_free(rr_insert_index_tuples(table->result, table->slots[i], table->estate));
		ResetPerTupleExprContext(table->estate);
		ExecClearTuple(table->slots[i]);
	}
	table->nrows = 0;
	MemoryContextReset(table->batch);
}

static void
close_postings(PostingTable *table)
{
	if (table->nrows > 0)
		write_batch(table);
	for (int i = 0; i < table->nslots; i++)
		ExecDropSingleTupleTableSlot(table->slots[i]);
	if (table->bulk != NULL)
		FreeBulkInsertState(table->bulk);
	ExecCloseIndices(table->result);
	FreeExecutorState(table->estate);
	MemoryContextDelete(table->batch);
	table_close(table->relation, NoLock);
}

static void
set_column(TupleTableSlot *slot, int column, Datum value)
{
	if (column < 0)
		return;
	slot->tts_values[column] = value;
	slot->tts_isnull[column] = false;
}

static void
fill_row(const PostingTable *table, const BalanceFamily *family, const Posting *posting, TupleTableSlot *slot)
{
	int			natts = slot->tts_tupleDescriptor->natts;
	PostingKey	key = {.ntexts = family->ntexts};

	for (int i = 0; i < natts; i++)
	{
		slot->tts_values[i] = (Datum) 0;
		slot->tts_isnull[i] = true;
		if (table->defaults[i] != NULL)
			slot->tts_values[i] = ExecEvalExpr(table->defaults[i], GetPerTupleExprContext(table->estate),
											   &slot->tts_isnull[i]);
	}
	rr_read_posting_key(posting, &key);
	set_column(slot, table->booked_month, DateADTGetDatum(key.booked_month));
	set_column(slot, table->owned_on, DateADTGetDatum(key.owned_on));
	for (int i = 0; i < family->ntexts; i++)
		if (key.texts[i].data != NULL)
			set_column(slot, table->texts[i],
					   PointerGetDatum(cstring_to_text_with_len(key.texts[i].data, key.texts[i].size)));
	for (int i = 0; i < family->ncounts; i++)
		if (posting->counts[i] != 0)
			set_column(slot, table->counts[i], Int64GetDatum(posting->counts[i]));
	for (int i = 0; i < family->namounts; i++)
		if (posting->amounts[i] != NULL)
			set_column(slot, table->amounts[i], NumericGetDatum(rr_money_total(posting->amounts[i])));
}

static void
add_row(PostingTable *table, const BalanceFamily *family, const Posting *posting)
{
	MemoryContext old_context;
	TupleTableSlot *slot;

	if (table->nrows == table->nslots)
		table->slots[table->nslots++] = MakeSingleTupleTableSlot(RelationGetDescr(table->relation),
																 table_slot_callbacks(table->relation));
	slot = table->slots[table->nrows++];
	old_context = MemoryContextSwitchTo(table->batch);
	fill_row(table, family, posting, slot);
	ExecStoreVirtualTuple(slot);
	ExecMaterializeSlot(slot);
	MemoryContextSwitchTo(old_context);
	if (table->nrows == BATCH)
		write_batch(table);
}

/*
 * Write a row for each posting that is not empty; returns how many
 *
 * An error if the ledger has no such table, or it is somebody else's.
 */
int64
rr_write_postings(const Ledger *ledger, FactKind kind, const PostingSums *sums)
{
	const BalanceFamily *family = rr_balance_family(kind);
	PostingTable table = {0};
	int64		written = 0;

	open_postings(&table, ledger, family);
	if (sums->npostings > BATCH)
		table.bulk = GetBulkInsertState();
	for (const Posting *posting = sums->first; posting != NULL; posting = posting->next)
	{
		if (rr_is_empty_posting(posting))
			continue;
		add_row(&table, family, posting);
		written++;
	}
	close_postings(&table);
	return written;
}
