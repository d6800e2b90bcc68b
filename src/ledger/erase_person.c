/*
 * erase_person.c
 *	  Names of persons are replaced in rows that otherwise do not change.
 *
 * The name is replaced by what digests have of it, and the key of a fact by
 * its hash, so that no digest differs and a row that comes again is known.
 * Nothing is counted anew: whoever erases a work item renames it in the
 * balances, too.
 */
#include "runrate.h"

#include "access/table.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "ledger/balance_family.h"
#include "ledger/erase_person.h"
#include "ledger/event_usage.h"
#include "ledger/fact_table.h"
#include "ledger/ledger_identity.h"

PG_FUNCTION_INFO_V1(rr_erase_person);

/* What stands in place of a reason */
#define ERASED_REASON	"erased"

/* What stands in place of a usage object without which the cost cannot be computed again */
#define ERASED_USAGE	"\"erased\""

/* The table in which a name is being replaced; InvalidOid: in none */
static Oid	erased_table = InvalidOid;

/* A name in a column of its own */
#define RENAME \
	"UPDATE %1$s SET %2$s = $2 WHERE %2$s OPERATOR(pg_catalog.=) $1"

/* In the history of work items */
#define RENAME_IN_CHANGES \
	"UPDATE %1$s SET %2$s = $2," \
	" before = pg_catalog.jsonb_set(before, '{work_item}', pg_catalog.to_jsonb($2))," \
	" after = pg_catalog.jsonb_set(after, '{work_item}', pg_catalog.to_jsonb($2))" \
	" WHERE table_name OPERATOR(pg_catalog.=) 'work_items' AND %2$s OPERATOR(pg_catalog.=) $1"

/* In messages, as anomaly_alerts() writes them */
#define RENAME_IN_ALERTS \
	"UPDATE %1$s SET %2$s = pg_catalog.replace(%2$s, pg_catalog.format(', the dearest %%s ', $1)," \
	" pg_catalog.format(', the dearest %%s ', $2))" \
	" WHERE kind OPERATOR(pg_catalog.=) 'work_items'" \
	" AND pg_catalog.strpos(%2$s, pg_catalog.format(', the dearest %%s ', $1)) OPERATOR(pg_catalog.>) 0"

/* May names be replaced in a table, because erase_person() is at work there? */
bool
rr_is_erasing(Oid table)
{
	return OidIsValid(table) && erased_table == table;
}

/*
 * Replace what else a fact may say of the person whose name is replaced in it:
 * its key by the hash of that, its reason, and its usage object
 *
 * Rows of the ledger itself have keys that name only rows.
 */
void
rr_erase_texts(const FactTable *table, FactRow *row)
{
	if (rr_is_original(row))
	{
		char	   *hash = DatumGetCString(DirectFunctionCall1(uuid_out, row_value(row, COLUMN_KEY_HASH)));

		set_row_value(row, COLUMN_SOURCE_KEY, CStringGetTextDatum(psprintf(ERASED_PREFIX "%s", hash)));
	}
	if (row_has(row, COLUMN_REASON))
		set_row_value(row, COLUMN_REASON, CStringGetTextDatum(ERASED_REASON));
	if (table->kind != FACT_EVENT || !row_has(row, COLUMN_USAGE))
		return;
	if (rr_needs_usage(row))
		set_row_value(row, COLUMN_USAGE, DirectFunctionCall1(jsonb_in, CStringGetDatum(ERASED_USAGE)));
	else
		set_row_null(row, COLUMN_USAGE);
}

static const char *
update_of(const char *table)
{
	if (strcmp(table, "changes") == 0)
		return RENAME_IN_CHANGES;
	if (strcmp(table, "alerts") == 0)
		return RENAME_IN_ALERTS;
	return RENAME;
}

static char *
update_text(Relation relation, const char *column)
{
	char	   *table = RelationGetRelationName(relation);
	StringInfoData query;

	initStringInfo(&query);
	appendStringInfo(&query, update_of(table),
					 quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)), table),
					 quote_identifier(column));
	return query.data;
}

/*
 * erase_person(erased_table regclass, person_column text, person text, erased
 * text) returns bigint
 *
 * Replaces in a table of a ledger the name of a person, or of a work item, by
 * what is to stand in its place; returns in how many rows.  What may be changed
 * is up to the rights of the caller.  Errors: as rr_identify_ledger.
 */
Datum
rr_erase_person(PG_FUNCTION_ARGS)
{
	Oid			types[] = {TEXTOID, TEXTOID};
	Datum		values[] = {PG_GETARG_DATUM(2), PG_GETARG_DATUM(3)};
	LedgerIdentity ledger;
	Relation	relation;
	char	   *query;
	int64		erased;

	rr_identify_ledger(PG_GETARG_OID(0), &ledger);
	relation = table_open(PG_GETARG_OID(0), RowExclusiveLock);
	query = update_text(relation, text_to_cstring(PG_GETARG_TEXT_PP(1)));
	SPI_connect();
	erased_table = RelationGetRelid(relation);
	PG_TRY();
	{
		if (SPI_execute_with_args(query, lengthof(types), types, values, NULL, false, 0) != SPI_OK_UPDATE)
			elog(ERROR, "could not erase a person: %s", SPI_result_code_string(SPI_result));
		erased = (int64) SPI_processed;
	}
	PG_FINALLY();
	{
		erased_table = InvalidOid;
	}
	PG_END_TRY();
	SPI_finish();
	table_close(relation, NoLock);
	PG_RETURN_INT64(erased);
}
