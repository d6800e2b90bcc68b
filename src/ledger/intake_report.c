/*
 * intake_report.c
 *	  One warning a statement about the rows that were put aside or have no
 *	  cost.
 *
 * The row trigger counts, the statement trigger after it reports and starts
 * again from zero.  A statement that fails takes its rows with it, so the
 * counts start again at every abort too.
 */
#include "runrate.h"

#include "access/xact.h"
#include "commands/trigger.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/hsearch.h"
#include "utils/lsyscache.h"
#include "utils/rel.h"

#include "ledger/fact_aside.h"
#include "ledger/fact_key.h"
#include "ledger/intake_report.h"

PG_FUNCTION_INFO_V1(rr_report_intake);

static HTAB *reports = NULL;

/* Start to count again */
void
rr_clear_intake(IntakeReport *report)
{
	report->quarantined.rows = 0;
	report->conflicting.rows = 0;
	report->parked.rows = 0;
	report->reversed.rows = 0;
	report->dropped.rows = 0;
	report->unpriced.rows = 0;
}

static void
clear_reports(void)
{
	HASH_SEQ_STATUS status;
	IntakeReport *report;

	hash_seq_init(&status, reports);
	while ((report = hash_seq_search(&status)) != NULL)
		rr_clear_intake(report);
}

static void
at_transaction_end(XactEvent event, void *arg)
{
	if (event == XACT_EVENT_ABORT)
		clear_reports();
}

static void
at_subtransaction_end(SubXactEvent event, SubTransactionId subtransaction,
					  SubTransactionId parent, void *arg)
{
	if (event == SUBXACT_EVENT_ABORT_SUB)
		clear_reports();
}

static void
make_reports(void)
{
	HASHCTL		info = {0};

	info.keysize = sizeof(Oid);
	info.entrysize = sizeof(IntakeReport);
	reports = hash_create("runrate intake reports", 16, &info, HASH_ELEM | HASH_BLOBS);
	RegisterXactCallback(at_transaction_end, NULL);
	RegisterSubXactCallback(at_subtransaction_end, NULL);
}

/* The counts of a table, which stay where they are for the session */
IntakeReport *
rr_intake_report(Oid table)
{
	IntakeReport *report;
	bool		found;

	if (reports == NULL)
		make_reports();
	report = hash_search(reports, &table, HASH_ENTER, &found);
	if (!found)
		rr_clear_intake(report);
	return report;
}

/* Count a row; of one that somebody else has loaded nothing is told */
void
rr_count_intake(IntakeCount *count, const char *problem)
{
	if (count->rows++ == 0)
	{
		int			size;

		if (rr_is_recording())
			problem = "a row that had waited";
		size = pg_mbcliplen(problem, strlen(problem), MAX_REPORTED_PROBLEM - 1);
		memcpy(count->first_problem, problem, size);
		count->first_problem[size] = '\0';
	}
}

static void
append_count(StringInfo detail, const IntakeCount *count, const char *what)
{
	size_t		size;

	if (count->rows == 0)
		return;
	size = strlen(count->first_problem);
	/* some problems are sentences */
	appendStringInfo(detail, "%s" INT64_FORMAT " %s, first: %s%s", detail->len > 0 ? " " : "",
					 count->rows, what, count->first_problem,
					 size > 0 && count->first_problem[size - 1] == '.' ? "" : ".");
}

static void
warn(const IntakeReport *report, const char *table, const char *schema, const char *money)
{
	int64		aside = report->quarantined.rows + report->conflicting.rows + report->parked.rows +
	report->reversed.rows;
	StringInfoData detail;
	StringInfoData hint;

	initStringInfo(&detail);
	append_count(&detail, &report->quarantined, "in quarantine");
	append_count(&detail, &report->conflicting, "in conflict with a row of the same key");
	append_count(&detail, &report->reversed, "with the key of a row that was reversed");
	append_count(&detail, &report->dropped, "with the key of a row that was dropped with its partition and so not compared");
	append_count(&detail, &report->parked, "waiting");
	append_count(&detail, &report->unpriced, psprintf("without %s", money));
	initStringInfo(&hint);
	if (report->quarantined.rows + report->reversed.rows > 0)
		appendStringInfo(&hint, "See %s.quarantine. ", schema);
	if (report->conflicting.rows > 0)
		appendStringInfo(&hint, "See %s.conflicts. ", schema);
	if (report->unpriced.rows > 0)
		appendStringInfo(&hint, "Add what is missing, then call %s.price_pending(). ", schema);
	if (hint.len == 0)
		appendStringInfoString(&hint, "Nothing has to be done. ");
	hint.data[hint.len - 1] = '\0';
	ereport(WARNING,
			(errcode(ERRCODE_WARNING),
			 aside > 0 ?
			 errmsg_plural("%lld row of \"%s\" was put aside", "%lld rows of \"%s\" were put aside",
						   (unsigned long) aside, (long long) aside, table) :
			 report->dropped.rows > 0 ?
			 errmsg_plural("%lld row of \"%s\" was known", "%lld rows of \"%s\" were known",
						   (unsigned long) report->dropped.rows, (long long) report->dropped.rows, table) :
			 errmsg_plural("%lld row of \"%s\" has no %s yet", "%lld rows of \"%s\" have no %s yet",
						   (unsigned long) report->unpriced.rows, (long long) report->unpriced.rows, table, money),
			 errdetail_internal("%s", detail.data),
			 errhint("%s", hint.data)));
}

/*
 * report_intake(money): trigger after a statement that inserts facts
 *
 * Ends what the row trigger began: the lock on the last key goes, rows that
 * waited for a transaction which has ended are taken in.  A warning if rows
 * were put aside or have no cost.  money: the column that
 * is computed, "cost" or "amount"; none if the table has neither.
 */
Datum
rr_report_intake(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	IntakeReport *report;
	IntakeReport reported;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
		!TRIGGER_FIRED_FOR_STATEMENT(trigger->tg_event))
		ereport(ERROR,
				(errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
				 errmsg("report_intake() must be called by a trigger AFTER INSERT FOR EACH STATEMENT")));

	rr_release_key(RelationGetRelid(trigger->tg_relation));
	rr_settle_parked(trigger->tg_relation);
	report = rr_intake_report(RelationGetRelid(trigger->tg_relation));
	reported = *report;
	rr_clear_intake(report);
	if (reported.quarantined.rows + reported.conflicting.rows + reported.parked.rows +
		reported.reversed.rows + reported.dropped.rows + reported.unpriced.rows > 0)
		warn(&reported, RelationGetRelationName(trigger->tg_relation),
			 quote_identifier(get_namespace_name(RelationGetNamespace(trigger->tg_relation))),
			 trigger->tg_trigger->tgnargs > 0 ? trigger->tg_trigger->tgargs[0] : "cost");
	return PointerGetDatum(NULL);
}
