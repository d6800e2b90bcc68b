/*
 * append_only.c
 *	  Tables of a ledger whose rows do not change.
 */
#include "runrate.h"

#include "commands/trigger.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"

#include "ledger/append_only.h"

PG_FUNCTION_INFO_V1(rr_refuse_change_trigger);

/*
 * Raise the error for a change of a table
 *
 * fact: what its rows are, if they are cancelled with reverse_<fact>; NULL if
 * a later row supersedes them; empty if they are steps that were taken.
 */
void
rr_refuse_change(Relation table, const char *fact)
{
	const char *schema = quote_identifier(get_namespace_name(RelationGetNamespace(table)));

	ereport(ERROR,
			(errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
			 errmsg("table \"%s\" is append-only", RelationGetRelationName(table)),
			 fact == NULL ?
			 errhint("Insert a row with a later valid_from, or with the same one: the row recorded last holds.") :
			 *fact != '\0' ? errhint("Use %s.reverse_%s(id, reason) and insert the right row.", schema, fact) : 0,
			 errtable(table)));
}

/*
 * refuse_change(): trigger before a statement that would change a table
 *
 * Argument: what the rows are, if they are facts; see rr_refuse_change().
 */
Datum
rr_refuse_change_trigger(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("refuse_change() must be called by a trigger")));
	rr_refuse_change(trigger->tg_relation,
					 trigger->tg_trigger->tgnargs > 0 ? trigger->tg_trigger->tgargs[0] : NULL);
}
