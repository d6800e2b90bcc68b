/*
 * ledger_query.c
 *	  Queries on the tables of a ledger, whatever the search_path.
 *
 * A plan is made once a session for each ledger and query.  As in the triggers
 * of referential integrity, queries run with the rights of the owner of the
 * table that is written to, so that who writes facts need not be able to read
 * prices.
 */
#include "runrate.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "ledger/ledger_identity.h"
#include "ledger/ledger_query.h"

#define MAX_QUERY_ARGS	8

/* In an argument list: the row type of the table that is written to */
#define ROW_TYPE	InvalidOid

/* A row of a superseding table that was known at a time: $n is NULL for now */
#define KNOWN_AT(n) \
	"($" n " IS NULL OR recorded_at OPERATOR(pg_catalog.<=) $" n ")"

/* The row as jsonb, without what is empty or given by the table */
#define PAYLOAD(n) \
	"(SELECT pg_catalog.jsonb_object_agg(c.key, c.value) FROM pg_catalog.jsonb_each(pg_catalog.to_jsonb($" n ")) c" \
	" WHERE c.value OPERATOR(pg_catalog.<>) 'null' AND c.key OPERATOR(pg_catalog.<>) 'id' AND c.key OPERATOR(pg_catalog.<>) 'recorded_at')"

/*
 * A reversal has the time of its original, so that of a partitioned table only
 * one partition is looked into: $2 is the time of either.
 */
#define AT_TIME \
	" AND occurred_at OPERATOR(pg_catalog.=) $2"

#define REVERSED(table, columns) \
	{"SELECT " columns " FROM {ledger}." table " WHERE id OPERATOR(pg_catalog.=) $1" AT_TIME, 2, {INT8OID, TIMESTAMPTZOID}}

/* A row of facts, as its row type */
#define FACT_ROW(table, clause) \
	"SELECT f FROM {ledger}." table " f WHERE f.id OPERATOR(pg_catalog.=) $1" AT_TIME clause

/* Keep others from changing a row of facts until the end of the transaction */
#define LOCK_FACT(table) \
	{"SELECT true FROM {ledger}." table " WHERE id OPERATOR(pg_catalog.=) $1 FOR NO KEY UPDATE", 1, {INT8OID}, MODE_READ_OWN}

/* Are there more postings than folding waits for? */
#define MANY_POSTINGS(table) \
	"SELECT pg_catalog.count(*) OPERATOR(pg_catalog.>) 10000" \
	" FROM (SELECT FROM {internal}." table " LIMIT 10001) p"

/* Month balances of an agent, or of all, that belong to a month */
#define IN_MONTH \
	" WHERE m.owned_from OPERATOR(pg_catalog.>=) $2 AND m.owned_from OPERATOR(pg_catalog.<) {internal}.next_month($2)" \
	" AND ($1 IS NULL OR m.agent OPERATOR(pg_catalog.=) $1)"

/* What a query does, and with which snapshot */
typedef enum QueryMode
{
	MODE_READ,					/* with that of the statement; in a trigger,
								 * which keeps what it read, with the latest */
	MODE_READ_OWN,				/* and what the statement has done itself; in
								 * READ COMMITTED, what others have committed */
	MODE_READ_STATEMENT,		/* with that of the statement, in a trigger,
								 * too */
	MODE_READ_LATEST,			/* all that is committed now */
	MODE_WRITE
} QueryMode;

/* {ledger} and {internal} stand for the schemas of the ledger */
static const struct
{
	const char *text;
	int			nargs;
	Oid			argtypes[MAX_QUERY_ARGS];
	QueryMode	mode;
}			queries[NLEDGER_QUERIES] = {

	[QUERY_PRICES] = {
		"SELECT id, meter, service_tier, speed, inference_geo, above_tokens, threshold_inclusive, tier_mode,"
		" window_start, window_end, window_weekdays, window_time_zone, valid_from, recorded_at, price, per,"
		" CASE WHEN currency OPERATOR(pg_catalog.<>) {internal}.ledger_currency() THEN currency END"
		" FROM {ledger}.prices"
		" WHERE provider OPERATOR(pg_catalog.=) $1 AND model OPERATOR(pg_catalog.=) $2 AND " KNOWN_AT("3"),
		3,
	{TEXTOID, TEXTOID, TIMESTAMPTZOID}},
	[QUERY_PROVIDERS] = {"SELECT DISTINCT provider FROM {ledger}.prices"
		" WHERE model OPERATOR(pg_catalog.=) $1 AND " KNOWN_AT("2") " LIMIT 2",
		2,
	{TEXTOID, TIMESTAMPTZOID}},
	[QUERY_ALIASES] = {"SELECT id, pattern, alias_order, coalesce(price_provider, provider), price_model, valid_from, provider"
		" FROM {ledger}.model_aliases"
		" WHERE ($1 IS NULL OR provider OPERATOR(pg_catalog.=) $1) AND $2 OPERATOR(pg_catalog.~) pattern"
		" AND " KNOWN_AT("3") " ORDER BY provider, pattern, valid_from, recorded_at, id",
		3,
	{TEXTOID, TEXTOID, TIMESTAMPTZOID}},
	[QUERY_NAMES] = {"SELECT dimension, name, price_name FROM {ledger}.price_names"
		" WHERE " KNOWN_AT("1") " ORDER BY recorded_at, id",
		1,
	{TIMESTAMPTZOID}},
	[QUERY_INTAKE] = {"SELECT time_zone, key_secret, keep_usage, key_table FROM {internal}.intake_settings"
		" WHERE fact_oid OPERATOR(pg_catalog.=) $1",
		1,
	{OIDOID}},
	[QUERY_FACT] = {"SELECT f.kind, f.negated, s.time_zone"
		" FROM {internal}.facts_catalogue f, {internal}.ledger_settings s"
		" WHERE f.fact_oid OPERATOR(pg_catalog.=) $1",
		1,
	{OIDOID}},
	[QUERY_CURRENCY] = {"SELECT {internal}.ledger_currency()", 0, {InvalidOid}},
	[QUERY_EXCHANGE_RATES] = {"SELECT valid_from, ledger_amount FROM {ledger}.fx"
		" WHERE currency OPERATOR(pg_catalog.=) $1 AND " KNOWN_AT("2") " ORDER BY valid_from, recorded_at, id",
		2,
	{TEXTOID, TIMESTAMPTZOID}},
	/* a reviewer's own row that has ended gives way to that of all */
	[QUERY_HOURLY_COST] = {"SELECT hourly_cost FROM {internal}.reviewer_cost_periods"
		" WHERE (reviewer OPERATOR(pg_catalog.=) $1 OR reviewer OPERATOR(pg_catalog.=) '*')"
		" AND valid_from OPERATOR(pg_catalog.<=) $2 AND valid_until OPERATOR(pg_catalog.>) $2"
		" AND hourly_cost IS NOT NULL ORDER BY reviewer OPERATOR(pg_catalog.=) '*' LIMIT 1",
		2,
	{TEXTOID, DATEOID}},
	[QUERY_QUARANTINE] = {"INSERT INTO {ledger}.quarantine"
		" (fact, source, source_key, recorded_by, problem, payload, key_hash, holder)"
		" VALUES ($1, $2, $3, $4, $5, " PAYLOAD("6") ", $7, $8)",
		8,
		{TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, ROW_TYPE, UUIDOID, XID8OID},
	MODE_WRITE},
	/* once is enough, however often the row comes again */
	[QUERY_REVERSED_REPLAY] = {"INSERT INTO {ledger}.quarantine"
		" (fact, source, source_key, recorded_by, problem, payload, key_hash)"
		" SELECT $1, $2, $3, $4, $5, " PAYLOAD("6") ", $7"
		" WHERE NOT EXISTS (SELECT FROM {ledger}.quarantine q WHERE q.fact OPERATOR(pg_catalog.=) $1"
		" AND q.key_hash OPERATOR(pg_catalog.=) $7 AND q.problem OPERATOR(pg_catalog.=) $5)",
		7,
		{TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, ROW_TYPE, UUIDOID},
	MODE_WRITE},
	[QUERY_CONFLICT] = {"INSERT INTO {ledger}.conflicts"
		" (fact, source, source_key, recorded_by, differs_in, payload, existing_id)"
		" VALUES ($1, $2, $3, $4, $5, " PAYLOAD("6") ", $7)",
		7,
		{TEXTOID, TEXTOID, TEXTOID, TEXTOID, TEXTOID, ROW_TYPE, INT8OID},
	MODE_WRITE},
	/* rows whose holder has ended */
	[QUERY_PARKED] = {"SELECT id FROM {ledger}.quarantine"
		" WHERE holder IS NOT NULL AND fact OPERATOR(pg_catalog.=) $1"
		" AND coalesce(pg_catalog.pg_xact_status(holder) OPERATOR(pg_catalog.<>) 'in progress', true)"
		" ORDER BY id LIMIT 1000",
		1,
		{TEXTOID},
	MODE_READ_LATEST},
	[QUERY_TAKE_PARKED] = {"DELETE FROM {ledger}.quarantine WHERE id OPERATOR(pg_catalog.=)"
		" (SELECT q.id FROM {ledger}.quarantine q"
		" WHERE q.id OPERATOR(pg_catalog.=) $1 AND q.holder IS NOT NULL FOR UPDATE SKIP LOCKED)"
		" RETURNING payload, recorded_by",
		1,
		{INT8OID},
	MODE_WRITE},
	[QUERY_FAIL_PARKED] = {"UPDATE {ledger}.quarantine SET holder = NULL, problem = $2"
		" WHERE id OPERATOR(pg_catalog.=) $1",
		2,
		{INT8OID, TEXTOID},
	MODE_WRITE},
	[QUERY_REVERSED_EVENT] = REVERSED("events", "cost, cost_basis, price_rows"),
	[QUERY_REVERSED_REVIEW] = REVERSED("reviews", "cost, minute_cost"),
	[QUERY_REVERSED_SHARED_COST] = REVERSED("shared_costs", "amount"),
	[QUERY_REVERSED_INVESTMENT] = REVERSED("investments", "amount"),
	[QUERY_REVERSED_INVOICE] = REVERSED("invoices", "amount"),
	[QUERY_REVERSED_REVENUE] = REVERSED("revenue", "amount"),
	[QUERY_EVENT] = {FACT_ROW("events", ""), 2, {INT8OID, TIMESTAMPTZOID}, MODE_READ_OWN},
	[QUERY_OUTCOME] = {FACT_ROW("outcomes", ""), 2, {INT8OID, TIMESTAMPTZOID}, MODE_READ_OWN},
	[QUERY_REVIEW] = {FACT_ROW("reviews", ""), 2, {INT8OID, TIMESTAMPTZOID}, MODE_READ_OWN},
	[QUERY_LOCKED_EVENT] = {FACT_ROW("events", " FOR SHARE"), 2, {INT8OID, TIMESTAMPTZOID}, MODE_READ_OWN},
	[QUERY_LOCKED_REVIEW] = {FACT_ROW("reviews", " FOR SHARE"), 2, {INT8OID, TIMESTAMPTZOID}, MODE_READ_OWN},
	[QUERY_MANY_EVENT_POSTINGS] = {MANY_POSTINGS("event_postings"), 0, {InvalidOid}, MODE_READ_OWN},
	[QUERY_MANY_OUTCOME_POSTINGS] = {MANY_POSTINGS("outcome_postings"), 0, {InvalidOid}, MODE_READ_OWN},
	[QUERY_MANY_REVIEW_POSTINGS] = {MANY_POSTINGS("review_postings"), 0, {InvalidOid}, MODE_READ_OWN},
	[QUERY_REQUEST_FOLD] = {"INSERT INTO {internal}.fold_requests DEFAULT VALUES", 0, {InvalidOid}, MODE_WRITE},
	[QUERY_FOLD] = {"SELECT {internal}.fold_at_commit($1, $2)", 2, {INT8OID, INT8OID}, MODE_READ_OWN},
		[QUERY_CLOSED_THROUGH] = {"SELECT closed_through FROM {internal}.closings"
			" ORDER BY entry DESC LIMIT 1",
			0,
		{InvalidOid},
	MODE_READ_LATEST},
	/* with the arguments of the queries that change what these find */
		[QUERY_HAS_ITEMS] = {"SELECT true FROM {internal}.item_balances"
			" WHERE work_item OPERATOR(pg_catalog.=) ANY ($1) AND ($2 IS NOT NULL OR $3 IS NOT NULL) LIMIT 1",
			3,
		{TEXTARRAYOID, TEXTARRAYOID, TEXTARRAYOID},
	MODE_READ_LATEST},
	[QUERY_MOVE_ITEMS] = {"SELECT {internal}.move_items($1, $2, $3)", 3, {TEXTARRAYOID, TEXTARRAYOID, TEXTARRAYOID}, MODE_READ_OWN},
		[QUERY_HAS_MONTH] = {"SELECT true FROM {internal}.event_month_balances m" IN_MONTH
			" UNION ALL SELECT true FROM {internal}.outcome_month_balances m" IN_MONTH
			" UNION ALL SELECT true FROM {internal}.review_month_balances m" IN_MONTH " LIMIT 1",
			2,
		{TEXTOID, DATEOID},
	MODE_READ_LATEST},
	[QUERY_SPLIT_MONTHS] = {"SELECT {internal}.split_months($1, $2)", 2, {TEXTOID, DATEOID}, MODE_READ_OWN},
		[QUERY_LOG_CHANGE] = {"INSERT INTO {ledger}.changes"
			" (recorded_by, table_name, key, valid_from, before, after)"
			" VALUES ($1, $2, $3, $4, pg_catalog.to_jsonb($5) OPERATOR(pg_catalog.-) $7,"
			" pg_catalog.to_jsonb($6) OPERATOR(pg_catalog.-) $7)",
			7,
		{TEXTOID, TEXTOID, TEXTOID, DATEOID, ROW_TYPE, ROW_TYPE, TEXTARRAYOID},
	MODE_WRITE},
		[QUERY_LOCK_EVENT] = LOCK_FACT("events"),
		[QUERY_LOCK_REVIEW] = LOCK_FACT("reviews"),
		[QUERY_LOCK_SHARED_COST] = LOCK_FACT("shared_costs"),
		[QUERY_LOCK_INVESTMENT] = LOCK_FACT("investments"),
		[QUERY_LOCK_INVOICE] = LOCK_FACT("invoices"),
		[QUERY_LOCK_REVENUE] = LOCK_FACT("revenue"),
		[QUERY_CORRECTIONS] = {"SELECT f FROM {ledger}.events f"
			" WHERE f.corrects OPERATOR(pg_catalog.=) $1 AND f.reverses IS NULL"
			" AND NOT EXISTS (SELECT FROM {ledger}.events r WHERE r.reverses OPERATOR(pg_catalog.=) f.id) ORDER BY f.id",
			1,
		{INT8OID},
	MODE_READ_LATEST},

	/*
	 * what was booked to correct an event, in how many rows, and whether it
	 * is reversed
	 */
		[QUERY_CORRECTED] = {"SELECT coalesce(pg_catalog.sum(f.cost) FILTER (WHERE f.cost_basis OPERATOR(pg_catalog.=) 'computed'), 0),"
			" coalesce(pg_catalog.sum(f.cost) FILTER (WHERE f.cost_basis OPERATOR(pg_catalog.=) 'estimated'), 0),"
			" pg_catalog.count(*) FILTER (WHERE f.reverses IS NULL),"
			" EXISTS (SELECT FROM {ledger}.events r WHERE r.reverses OPERATOR(pg_catalog.=) $1)"
			" FROM {ledger}.events f WHERE f.corrects OPERATOR(pg_catalog.=) $1",
			1,
		{INT8OID},
	MODE_READ_LATEST},
		[QUERY_LOCKED_INVESTMENT] = {"SELECT first_month, months, reverses IS NOT NULL FROM {ledger}.investments"
			" WHERE id OPERATOR(pg_catalog.=) $1 FOR NO KEY UPDATE",
			1,
		{INT8OID},
	MODE_READ_OWN},

	/*
	 * the disposal that holds, how many there were, and whether the
	 * investment is reversed
	 */
		[QUERY_DISPOSALS] = {"SELECT (SELECT d.id FROM {ledger}.disposals d"
			" WHERE d.investment OPERATOR(pg_catalog.=) $1 AND d.reverses IS NULL"
			" AND NOT EXISTS (SELECT FROM {ledger}.disposals r WHERE r.reverses OPERATOR(pg_catalog.=) d.id)),"
			" (SELECT pg_catalog.count(*) FROM {ledger}.disposals d"
			" WHERE d.investment OPERATOR(pg_catalog.=) $1 AND d.reverses IS NULL),"
			" EXISTS (SELECT FROM {ledger}.investments r WHERE r.reverses OPERATOR(pg_catalog.=) $1)",
			1,
		{INT8OID},
	MODE_READ_LATEST},
		[QUERY_DISPOSED_ON] = {"SELECT booked_on FROM {ledger}.disposals WHERE id OPERATOR(pg_catalog.=) $1",
			1,
		{INT8OID},
	MODE_READ_OWN},
	[QUERY_IS_MONTH_END] = {"SELECT {internal}.is_month_end_row($1)", 1, {ROW_TYPE}, MODE_READ_STATEMENT}
};

/* A plan is good as long as the schemas have the names that it was made for */
typedef struct PlanKey
{
	Oid			schema;
	Oid			row_type;
	int			query;
} PlanKey;

typedef struct LedgerPlan
{
	PlanKey		key;
	NameData	schema_name;
	NameData	internal_name;
	SPIPlanPtr	plan;			/* NULL: to be made */
} LedgerPlan;

static HTAB *plans = NULL;

/* Does the text go on with one of the placeholders? */
static const char *
after(const char *text, const char *placeholder)
{
	size_t		size = strlen(placeholder);

	return strncmp(text, placeholder, size) == 0 ? text +size : NULL;
}

/* Check the table or function, called name and more, that a query asks for */
static void
check_object(const LedgerIdentity *ledger, Oid schema, const char *text)
{
	size_t		size = strspn(text, "abcdefghijklmnopqrstuvwxyz_");
	char	   *name = pnstrdup(text, size);

	if (text[size] == '(')
		rr_check_ledger_function(ledger, schema, name);
	else
		rr_check_ledger_table(ledger, schema, name);
	pfree(name);
}

/* An error if something in the query is not there or is not of the ledger's owner */
static void
check_objects(const LedgerIdentity *ledger, const char *text)
{
	const char *object;

	for (; *text !='\0'; text ++)
	{
		if ((object = after(text, "{ledger}.")) != NULL)
			check_object(ledger, ledger->schema, object);
		else if ((object = after(text, "{internal}.")) != NULL)
			check_object(ledger, ledger->internal, object);
	}
}

/* A table among the working parts of a ledger; InvalidOid if there is none */
Oid
rr_find_internal_table(const Ledger *ledger, const char *name)
{
	LedgerIdentity identity;

	rr_identify_schema(ledger->schema, &identity);
	return get_relname_relid(name, identity.internal);
}

/* The ledger that a table among the working parts belongs to */
Ledger
rr_ledger_of_internal(Relation table)
{
	LedgerIdentity identity;
	Ledger		ledger;

	rr_identify_internal(RelationGetNamespace(table), &identity);
	ledger.schema = identity.schema;
	ledger.owner = table->rd_rel->relowner;
	return ledger;
}

static char *
query_text(const char *text, const char *schema_name, const char *internal_name)
{
	const char *rest;
	StringInfoData result;

	initStringInfo(&result);
	while (*text !='\0')
	{
		if ((rest = after(text, "{ledger}")) != NULL)
			appendStringInfoString(&result, quote_identifier(schema_name));
		else if ((rest = after(text, "{internal}")) != NULL)
			appendStringInfoString(&result, quote_identifier(internal_name));
		else
		{
			appendStringInfoChar(&result, *text);
			rest = text +1;
		}
		text = rest;
	}
	return result.data;
}

static SPIPlanPtr
make_plan(LedgerQuery query, const LedgerPlan *entry)
{
	const char *text = query_text(queries[query].text, NameStr(entry->schema_name), NameStr(entry->internal_name));
	Oid			argtypes[MAX_QUERY_ARGS];
	SPIPlanPtr	plan;

	for (int i = 0; i < queries[query].nargs; i++)
		argtypes[i] = queries[query].argtypes[i] == ROW_TYPE ? entry->key.row_type : queries[query].argtypes[i];
	plan = SPI_prepare(text, queries[query].nargs, argtypes);
	if (plan == NULL)
		elog(ERROR, "SPI_prepare failed for \"%s\": %s", text, SPI_result_code_string(SPI_result));
	SPI_keepplan(plan);
	return plan;
}

static SPIPlanPtr
find_plan(const Ledger *ledger, LedgerQuery query, Oid row_type)
{
	PlanKey		key = {ledger->schema, row_type, query};
	LedgerIdentity identity;
	char	   *schema_name;
	char	   *internal_name;
	LedgerPlan *entry;
	bool		found;

	rr_identify_schema(ledger->schema, &identity);
	check_objects(&identity, queries[query].text);
	schema_name = get_namespace_name(identity.schema);
	internal_name = get_namespace_name(identity.internal);

	if (plans == NULL)
	{
		HASHCTL		info = {0};

		info.keysize = sizeof(PlanKey);
		info.entrysize = sizeof(LedgerPlan);
		plans = hash_create("runrate ledger plans", 64, &info, HASH_ELEM | HASH_BLOBS);
	}
	entry = hash_search(plans, &key, HASH_ENTER, &found);
	if (!found)
		entry->plan = NULL;
	if (entry->plan != NULL &&
		(strcmp(NameStr(entry->schema_name), schema_name) != 0 ||
		 strcmp(NameStr(entry->internal_name), internal_name) != 0))
	{
		SPI_freeplan(entry->plan);
		entry->plan = NULL;
	}
	if (entry->plan == NULL)
	{
		namestrcpy(&entry->schema_name, schema_name);
		namestrcpy(&entry->internal_name, internal_name);
		entry->plan = make_plan(query, entry);
	}
	return entry->plan;
}

/*
 * Run a query and leave its result in SPI_tuptable
 *
 * row_type: that of the query's argument which is a row, else InvalidOid.  The
 * caller calls SPI_finish() when it has copied the result out of SPI's memory.
 */
void
rr_run_ledger_query(const Ledger *ledger, LedgerQuery query, Oid row_type,
					Datum *values, const char *nulls)
{
	QueryMode	mode = queries[query].mode;
	Snapshot	latest = InvalidSnapshot;
	Oid			user;
	int			security_context;
	int			result;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	GetUserIdAndSecContext(&user, &security_context);
	if (OidIsValid(ledger->owner))
		SetUserIdAndSecContext(ledger->owner, security_context | SECURITY_LOCAL_USERID_CHANGE | SECURITY_NOFORCE_RLS);
	if (mode == MODE_READ && OidIsValid(ledger->owner))
		mode = MODE_READ_LATEST;
	if (mode == MODE_READ_LATEST)
		latest = RegisterSnapshot(GetLatestSnapshot());
	result = SPI_execute_snapshot(find_plan(ledger, query, row_type), values, nulls, latest,
								  InvalidSnapshot, mode != MODE_READ_OWN && mode != MODE_WRITE, true, 0);
	if (latest != InvalidSnapshot)
		UnregisterSnapshot(latest);
	/* an error leaves this to the end of the transaction, as everywhere */
	SetUserIdAndSecContext(user, security_context);
	if (result < 0)
		elog(ERROR, "query on ledger failed: %s", SPI_result_code_string(result));
}

/* A value of the result of the last query; both count from 0 */
Datum
rr_query_value(uint64 row, int column, bool *isnull)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column + 1, isnull);
}
