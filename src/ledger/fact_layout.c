/*
 * fact_layout.c
 *	  The columns of a table of facts, looked up once a session.
 *
 * To find some forty columns by their names takes longer than to insert a row.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/relation.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "ledger/fact_layout.h"

static HTAB *layouts = NULL;

/* A table has changed, or, if it is InvalidOid, any may have */
static void
forget_layout(Datum arg, Oid table)
{
	HASH_SEQ_STATUS status;
	FactLayout *layout;

	hash_seq_init(&status, layouts);
	while ((layout = hash_seq_search(&status)) != NULL)
		if (!OidIsValid(table) || layout->table == table)
			layout->valid = false;
}

static void
make_layouts(void)
{
	HASHCTL		info = {0};

	info.keysize = sizeof(Oid);
	info.entrysize = sizeof(FactLayout);
	layouts = hash_create("runrate fact layouts", 16, &info, HASH_ELEM | HASH_BLOBS);
	CacheRegisterRelcacheCallback(forget_layout, (Datum) 0);
}

static void
look_up(FactLayout *layout, FactKind kind)
{
	Relation	relation;
	MemoryContext old_context;

	if (layout->context == NULL)
		layout->context = AllocSetContextCreate(TopMemoryContext, "runrate fact layout",
												ALLOCSET_SMALL_SIZES);
	MemoryContextReset(layout->context);
	relation = relation_open(layout->table, AccessShareLock);
	layout->kind = kind;
	layout->ledger.schema = RelationGetNamespace(relation);
	layout->ledger.owner = relation->rd_rel->relowner;
	rr_find_fact_columns(kind, RelationGetDescr(relation), RelationGetRelationName(relation), &layout->columns);
	old_context = MemoryContextSwitchTo(layout->context);
	layout->tupdesc = CreateTupleDescCopy(RelationGetDescr(relation));
	MemoryContextSwitchTo(old_context);
	layout->valid = true;
	relation_close(relation, AccessShareLock);
}

/*
 * The layout of a table that holds facts of a kind
 *
 * An error if one of their columns is missing or of another type.
 */
const FactLayout *
rr_fact_layout(Oid table, FactKind kind)
{
	FactLayout *layout;
	bool		found;

	if (layouts == NULL)
		make_layouts();
	layout = hash_search(layouts, &table, HASH_ENTER, &found);
	if (!found)
	{
		layout->valid = false;
		layout->context = NULL;
	}
	if (!layout->valid || layout->kind != kind)
	{
		layout->valid = false;
		look_up(layout, kind);
	}
	return layout;
}

/* A row as a composite value, taken apart into arrays of its own */
FactRow
rr_take_fact_apart(const FactLayout *layout, HeapTupleHeader header)
{
	FactRow		row = {
		&layout->columns,
		palloc(layout->tupdesc->natts * sizeof(Datum)),
		palloc(layout->tupdesc->natts * sizeof(bool))
	};

	rr_deform_row(header, layout->tupdesc, row.values, row.nulls);
	return row;
}
