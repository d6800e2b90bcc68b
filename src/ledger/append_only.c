/*
 * append_only.c
 *	  Tables of a ledger whose rows do not change.
 */
#include "runrate.h"

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/snapmgr.h"

#include "ledger/append_only.h"
#include "ledger/erase_person.h"
#include "ledger/ledger_identity.h"
#include "ledger/partition.h"

PG_FUNCTION_INFO_V1(rr_refuse_change_trigger);
PG_FUNCTION_INFO_V1(rr_mark_closing);

/* The table whose rows are being marked with a closing; InvalidOid: none is */
static Oid	marked_table = InvalidOid;

/*
 * Raise the error for a change of a table
 *
 * fact: what its rows are, if they are cancelled with reverse_<fact>; NULL if
 * a later row supersedes them; empty if they are a history or steps that were taken.
 */
void
rr_refuse_change(Relation table, const char *fact)
{
	Oid			root = rr_partition_root(RelationGetRelid(table));
	const char *schema = quote_identifier(get_namespace_name(get_rel_namespace(root)));

	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("table \"%s\" is append-only", get_rel_name(root)),
			 fact == NULL ?
			 errhint("Insert a row with a later valid_from, or with the same one: the row recorded last holds.") :
			 *fact != '\0' ? errhint("Use %s.reverse_%s(id, reason) and insert the right row.", schema, fact) : 0,
			 errtable(table)));
}

/*
 * refuse_change(): trigger before a statement that would change a table, or
 * before each row of it
 *
 * Argument: what the rows are, if they are facts; see rr_refuse_change().
 * Only mark_closing() and erase_person() get past it.
 */
Datum
rr_refuse_change_trigger(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("refuse_change() must be called by a trigger")));
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) &&
		(RelationGetRelid(trigger->tg_relation) == marked_table ||
		 rr_is_erasing(RelationGetRelid(trigger->tg_relation))))
		return PointerGetDatum(NULL);
	rr_refuse_change(trigger->tg_relation,
					 trigger->tg_trigger->tgnargs > 0 ? trigger->tg_trigger->tgargs[0] : NULL);
}

/*
 * Marks
 */

/* Mark the rows of a table that the snapshot sees and no closing has seen; returns how many */
static uint64
mark_rows(Oid table, int32 closing, Snapshot snapshot)
{
	char	   *name = quote_qualified_identifier(get_namespace_name(get_rel_namespace(table)), get_rel_name(table));
	char	   *text = psprintf("UPDATE %s SET closing = $1 WHERE closing IS NULL", name);
	Oid			argtype = INT4OID;
	Datum		argument = Int32GetDatum(closing);
	uint64		nrows;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	marked_table = table;
	PG_TRY();
	{
		SPIPlanPtr	plan = SPI_prepare(text, 1, &argtype);

		if (plan == NULL || SPI_execute_snapshot(plan, &argument, NULL, snapshot, InvalidSnapshot,
												 false, true, 0) != SPI_OK_UPDATE)
			elog(ERROR, "could not mark the rows of %s: %s", name, SPI_result_code_string(SPI_result));
		nrows = SPI_processed;
	}
	PG_FINALLY();
	{
		marked_table = InvalidOid;
	}
	PG_END_TRY();
	SPI_finish();
	return nrows;
}

/*
 * mark_closing(marked regclass, closing integer) returns bigint
 *
 * Marks in a table of a ledger all rows that the statement sees and that no
 * closing has seen, with the rights of the caller, who has to be able to update
 * the column; returns how many.  That the table is otherwise append-only is why
 * this is a function: whoever may close can mark, and change nothing else.
 * Errors: as rr_identify_ledger; a closing below 1.
 */
Datum
rr_mark_closing(PG_FUNCTION_ARGS)
{
	Oid			table = PG_GETARG_OID(0);
	int32		closing = PG_GETARG_INT32(1);
	LedgerIdentity ledger;

	rr_identify_ledger(table, &ledger);
	if (closing < 1)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("invalid number of a closing: %d", closing)));
	PG_RETURN_INT64(mark_rows(table, closing, GetActiveSnapshot()));
}
