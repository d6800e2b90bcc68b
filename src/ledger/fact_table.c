/*
 * fact_table.c
 *	  What the triggers know of a fact table, kept for the session.
 *
 * Columns, indexes, settings and prices are looked up when the first row comes
 * and kept until an invalidation message says that they may have changed: the
 * relation cache sends one for a table, and the triggers of the tables of
 * settings and prices send one when a row of them is written.
 */
#include "runrate.h"

#include "access/genam.h"
#include "catalog/pg_type.h"
#include "commands/sequence.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/syscache.h"
#include "utils/uuid.h"

#include "common/local_time.h"
#include "ledger/fact_key.h"
#include "ledger/fact_table.h"
#include "ledger/ledger_identity.h"
#include "ledger/ledger_prices.h"
#include "ledger/partition.h"
#include "ledger/reference_row.h"

/* Models whose prices are kept; more come from a column that holds something else */
#define MAX_KEPT_MODELS	10000

/* The tables whose rows are kept */
enum
{
	TABLE_SETTINGS,
	TABLE_KEY,
	FIRST_PRICE_TABLE,
	NKEPT_TABLES = 6
};

static const char *const kept_tables[NKEPT_TABLES] = {
	"ledger_settings", "key_secret", "prices", "model_aliases", "price_names", "fx"
};

/* The columns of QUERY_INTAKE */
enum
{
	INTAKE_TIME_ZONE,
	INTAKE_KEY_SECRET,
	INTAKE_KEEP_USAGE,
	INTAKE_KEY_TABLE
};

/* Columns of numeric or bigint, other than tokens, that count something */
static const char *const count_columns[] = {"quantity", "minutes", "event_count"};

/*
 * Columns without which a row goes to quarantine where the ledger's own
 * constraints demand them, and texts that sums are kept by
 */
static const struct
{
	const char *name;
	int			required;		/* bits of facts */
	int			max_bytes;
}			column_rules[] = {
#define ONLY(fact)	(1 << (fact))
	{"occurred_at", ~0, 0},
	{"source", ~0, MAX_NAME_BYTES},
	{"source_key", ~0, 2 * MAX_NAME_BYTES},
	{"layer", ~0, MAX_NAME_BYTES},
	{"attempt", ~0, 0},
	{"event_count", ~0, 0},
	{"outcome", ~0, MAX_NAME_BYTES},
	{"quantity", ONLY(FACT_OUTCOME), 0},
	{"month", ~0, 0},
	{"first_month", ~0, 0},
	{"months", ~0, 0},
	{"driver", ~0, MAX_NAME_BYTES},
	{"vendor", ONLY(FACT_INVOICE), MAX_NAME_BYTES},
	{"agent", 0, MAX_NAME_BYTES},
	{"work_item", 0, MAX_NAME_BYTES},
	{"provider", 0, MAX_NAME_BYTES},
	{"model", 0, MAX_NAME_BYTES},
	{"service_tier", 0, MAX_NAME_BYTES},
	{"speed", 0, MAX_NAME_BYTES},
	{"inference_geo", 0, MAX_NAME_BYTES},
	{"meter", 0, MAX_NAME_BYTES},
	{"reviewer", 0, MAX_NAME_BYTES},
	{"business_unit", 0, MAX_NAME_BYTES},
	{"customer", 0, MAX_NAME_BYTES},
	{"invoice_id", 0, MAX_NAME_BYTES},
	{"usage_format", 0, MAX_NAME_BYTES}
#undef ONLY
};

static HTAB *fact_tables = NULL;

/*
 * Invalidation
 */

static void
forget_table(FactTable *table, Oid relation)
{
	if (!OidIsValid(relation) || table->relation == relation ||
		table->tables[TABLE_SETTINGS] == relation || table->tables[TABLE_KEY] == relation)
		table->valid = false;
	for (int i = FIRST_PRICE_TABLE; i < NKEPT_TABLES; i++)
		if (table->tables[i] == relation)
			table->prices_valid = false;
}

static void
forget_relation(Datum arg, Oid relation)
{
	HASH_SEQ_STATUS status;
	FactTable  *table;

	hash_seq_init(&status, fact_tables);
	while ((table = hash_seq_search(&status)) != NULL)
		forget_table(table, relation);
}

/* A schema was renamed, or its owner changed */
static void
forget_all(Datum arg, int cacheid, uint32 hashvalue)
{
	forget_relation(arg, InvalidOid);
}

static void
make_fact_tables(void)
{
	HASHCTL		info = {0};

	info.keysize = sizeof(Oid);
	info.entrysize = sizeof(FactTable);
	fact_tables = hash_create("runrate fact tables", 16, &info, HASH_ELEM | HASH_BLOBS);
	CacheRegisterRelcacheCallback(forget_relation, (Datum) 0);
	CacheRegisterSyscacheCallback(NAMESPACEOID, forget_all, (Datum) 0);
}

/* Give up what is kept; a trigger further up the stack may be using it until the transaction ends */
static void
drop_context(MemoryContext *context)
{
	if (*context != NULL)
		MemoryContextSetParent(*context, TopTransactionContext);
	*context = NULL;
}

/*
 * Columns
 */

static bool
is_derived(const Trigger *trigger, const char *column)
{
	/* arguments: kind, column of the money, derived columns */
	for (int i = 2; i < trigger->tgnargs; i++)
		if (strcmp(trigger->tgargs[i], column) == 0)
			return true;
	return false;
}

static bool
is_count(const char *column)
{
	for (size_t i = 0; i < lengthof(count_columns); i++)
		if (strcmp(count_columns[i], column) == 0)
			return true;
	for (int i = 0; i < NBUCKETS; i++)
		if (strcmp(rr_usage_bucket_names[i], column) == 0)
			return true;
	return false;
}

static void
apply_column_rule(ColumnUse *use, Form_pg_attribute attribute, FactKind kind)
{
	for (size_t i = 0; i < lengthof(column_rules); i++)
	{
		if (strcmp(column_rules[i].name, NameStr(attribute->attname)) != 0)
			continue;
		use->required = attribute->attnotnull && (column_rules[i].required & 1 << kind) != 0;
		use->max_bytes = attribute->atttypid == TEXTOID ? column_rules[i].max_bytes : 0;
	}
}

static void
find_column_uses(FactTable *table, const Trigger *trigger, TupleDesc tupdesc)
{
	table->uses = palloc0(tupdesc->natts * sizeof(ColumnUse));
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);
		ColumnUse  *use = &table->uses[i];

		if (attribute->attisdropped)
			continue;
		use->derived = is_derived(trigger, NameStr(attribute->attname));
		use->payload = !use->derived && attribute->attgenerated == '\0';
		use->may_be_now = attribute->atttypid == TIMESTAMPTZOID && attribute->atthasdef;
		use->is_numeric = attribute->atttypid == NUMERICOID;
		use->is_count = (use->is_numeric || attribute->atttypid == INT8OID) &&
			is_count(NameStr(attribute->attname));
		apply_column_rule(use, attribute, table->kind);
	}
}

/* The sequence that numbers the rows */
static Oid
find_sequence(Oid relation)
{
	char	   *name = quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)),
												  get_rel_name(relation));

	LOCAL_FCINFO(fcinfo, 2);
	Datum		sequence;

	InitFunctionCallInfoData(*fcinfo, NULL, 2, InvalidOid, NULL, NULL);
	fcinfo->args[0].value = CStringGetTextDatum(name);
	fcinfo->args[0].isnull = false;
	fcinfo->args[1].value = CStringGetTextDatum("id");
	fcinfo->args[1].isnull = false;
	sequence = pg_get_serial_sequence(fcinfo);
	if (fcinfo->isnull)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("column \"id\" of table \"%s\" owns no sequence", get_rel_name(relation))));
	return DatumGetObjectId(DirectFunctionCall1(regclassin, CStringGetDatum(TextDatumGetCString(sequence))));
}

/*
 * Settings and prices
 */

/* Run the query for the settings that a table of facts is loaded by; an error if it is none */
static void
query_settings(const Ledger *ledger, Oid relation)
{
	Datum		argument = ObjectIdGetDatum(relation);

	rr_run_ledger_query(ledger, QUERY_INTAKE, InvalidOid, &argument, NULL);
	if (SPI_processed != 1)
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" is not one of the facts of ledger \"%s\"",
						get_rel_name(relation), get_namespace_name(ledger->schema))));
}

/* The ledger of a table of facts; an error if it is none */
Ledger
rr_ledger_of_facts(Relation relation)
{
	LedgerIdentity identity;
	Ledger		ledger;

	rr_identify_ledger(RelationGetRelid(relation), &identity);
	ledger = (Ledger)
	{
		identity.schema, identity.owner
	};
	query_settings(&ledger, RelationGetRelid(relation));
	SPI_finish();
	return ledger;
}

static void
read_settings(FactTable *table)
{
	Datum		secret;
	bool		isnull;

	query_settings(&table->ledger, table->facts);
	table->zone = rr_find_zone(DatumGetTextPP(rr_query_value(0, INTAKE_TIME_ZONE, &isnull)));
	secret = rr_query_value(0, INTAKE_KEY_SECRET, &isnull);
	table->key = rr_siphash_key(DatumGetUUIDP(secret)->data);
	table->keep_usage = DatumGetBool(rr_query_value(0, INTAKE_KEEP_USAGE, &isnull));
	table->key_table = DatumGetObjectId(rr_query_value(0, INTAKE_KEY_TABLE, &isnull));
	SPI_finish();
}

static void
find_kept_tables(FactTable *table)
{
	for (int i = 0; i < NKEPT_TABLES; i++)
		table->tables[i] = get_relname_relid(kept_tables[i], i < FIRST_PRICE_TABLE ?
											 table->internal : table->ledger.schema);
}

/* Is every change of the tables of prices told? */
static bool
can_keep_prices(const FactTable *table)
{
	for (int i = FIRST_PRICE_TABLE; i < NKEPT_TABLES; i++)
		if (!rr_tells_changes(table->tables[i]))
			return false;
	return true;
}

static void
use_new_prices(FactTable *table)
{
	drop_context(&table->price_context);
	table->price_context = AllocSetContextCreate(TopMemoryContext, "runrate prices",
												 ALLOCSET_DEFAULT_SIZES);
	/* a message that comes from here on makes them invalid again */
	table->prices_valid = true;
	table->keeps_prices = can_keep_prices(table);
	table->prices = rr_ledger_prices(table->ledger, false, 0, table->price_context);
}

static void
look_up(FactTable *table, Relation relation, const Trigger *trigger)
{
	TupleDesc	tupdesc = RelationGetDescr(relation);
	LedgerIdentity identity;
	MemoryContext old_context;

	if (trigger->tgnargs < 2)
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("append_fact() needs the kind of fact and the column of its money as arguments")));

	drop_context(&table->context);
	/* a message that comes while this is read makes it invalid again */
	table->valid = true;
	table->prices_valid = false;
	table->context = AllocSetContextCreate(TopMemoryContext, "runrate fact table",
										   ALLOCSET_SMALL_SIZES);
	old_context = MemoryContextSwitchTo(table->context);
	table->kind = rr_fact_kind(trigger->tgargs[0]);
	table->facts = rr_partition_root(table->relation);
	rr_identify_ledger(table->facts, &identity);
	table->internal = identity.internal;
	table->ledger = (Ledger)
	{
		identity.schema, identity.owner
	};
	rr_find_fact_columns(table->kind, tupdesc, RelationGetRelationName(relation), &table->columns);
	table->has_cost = trigger->tgargs[1][0] != '\0';
	table->cost = table->kind == FACT_EVENT || table->kind == FACT_REVIEW ? COLUMN_COST : COLUMN_AMOUNT;
	find_column_uses(table, trigger, tupdesc);
	find_kept_tables(table);
	read_settings(table);
	table->key_index = OidIsValid(table->key_table) ? InvalidOid :
		rr_find_key_index(relation, table->columns.position[COLUMN_KEY_HASH]);
	table->sequence = find_sequence(table->facts);
	rr_init_pricing(&table->pricing);
	table->report = rr_intake_report(table->facts);
	MemoryContextSwitchTo(old_context);
}

/* Are the schemas of the ledger still one, of one owner? */
static bool
is_whole(const FactTable *table)
{
	LedgerIdentity identity;

	return rr_find_ledger(table->ledger.schema, &identity) && identity.internal == table->internal &&
		identity.owner == table->ledger.owner;
}

/*
 * What is known of a table whose trigger runs
 *
 * new_statement: it is the first row of a statement.  An error if the table is
 * not one of the facts of a ledger.
 */
FactTable  *
rr_fact_table(Relation relation, const Trigger *trigger, bool new_statement)
{
	Oid			relid = RelationGetRelid(relation);
	FactTable  *table;
	bool		found;

	if (fact_tables == NULL)
		make_fact_tables();
	table = hash_search(fact_tables, &relid, HASH_ENTER, &found);
	if (!found)
		memset((char *) table + sizeof(Oid), 0, sizeof(FactTable) - sizeof(Oid));
	if (table->valid && new_statement && !is_whole(table))
		table->valid = false;
	if (!table->valid)
	{
		PG_TRY();
		{
			look_up(table, relation, trigger);
		}
		PG_CATCH();
		{
			table->valid = false;
			PG_RE_THROW();
		}
		PG_END_TRY();
	}
	if (new_statement)
		table->months.is_held = false;
	if (!table->prices_valid || (new_statement && !table->keeps_prices) ||
		hash_get_num_entries(table->prices->models) > MAX_KEPT_MODELS)
		use_new_prices(table);
	return table;
}

/* The table of keys of a table whose trigger has just run; an error if it has none */
Oid
rr_known_key_table(Oid relation)
{
	FactTable  *table = fact_tables == NULL ? NULL : hash_search(fact_tables, &relation, HASH_FIND, NULL);

	if (table == NULL || !OidIsValid(table->key_table))
		ereport(ERROR,
				(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
				 errmsg("table \"%s\" has no table of keys", get_rel_name(relation)),
				 errdetail("The trigger append_fact did not fire before the row.")));
	return table->key_table;
}
