/*
 * book_month.c
 *	  The month that a fact is booked in, and the lock that keeps it open.
 *
 * Months are closed one after the other, so one month says which are: that
 * until which the ledger is closed.  Whoever books into a month shares the
 * lock on it until the end of the transaction, and whoever closes or reopens a
 * month holds it alone.  What is closed is read after the lock is held, and
 * with the latest snapshot: with that of the transaction, or before, a fact
 * would be booked in a month that was closed in the meantime.
 *
 * Each statement asks anew what the transaction holds: a lock that a savepoint
 * took is released when that is rolled back, which a flag would not notice.
 * Whoever holds an open month also bars the closing of all later ones, so that
 * a load in the order of time holds one lock, and whoever has a lock and waits
 * for another one waits for an earlier month.  Several months are closed with
 * the latest locked first, so that nobody waits in a circle.
 */
#include "runrate.h"

#include "access/table.h"
#include "access/xact.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "storage/lmgr.h"
#include "storage/lock.h"
#include "utils/acl.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/inval.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "ledger/book_month.h"
#include "ledger/ledger_identity.h"

PG_FUNCTION_INFO_V1(rr_lock_month);
PG_FUNCTION_INFO_V1(rr_rebook_facts);

/* The fourth field of the lock's tag: 1 and 2 are those of pg_advisory_lock() */
#define MONTH_LOCK	0x5252

/*
 * Months that were locked, and found open, by this transaction or by one before:
 * which of them it holds is for the lock manager to say
 */
typedef struct LockedMonth
{
	Oid			schema;
	int			month;
} LockedMonth;

static LockedMonth *locked_months = NULL;
static int	nlocked_months = 0;
static int	max_locked_months = 0;

/* The table whose displaced facts are being booked where they belong */
static Oid	rebooked_table = InvalidOid;

/*
 * Months, counted from January 2000
 */

static int
month_of(DateADT day)
{
	int			year;
	int			month;
	int			day_of_month;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	return (year - 2000) * MONTHS_PER_YEAR + month - 1;
}

static DateADT
first_day(int month)
{
	int			months = month + 2000 * MONTHS_PER_YEAR;

	return date2j(months / MONTHS_PER_YEAR, months % MONTHS_PER_YEAR + 1, 1) - POSTGRES_EPOCH_JDATE;
}

static void
set_tag(LOCKTAG *tag, Oid schema, int month)
{
	SET_LOCKTAG_ADVISORY(*tag, MyDatabaseId, schema, (uint32) month, MONTH_LOCK);
}

/* Is a month closed?  To be asked while it is locked */
static bool
is_closed(const Ledger *ledger, int month, int *closed_month)
{
	Datum		day;
	bool		isnull;

	AcceptInvalidationMessages();
	rr_run_ledger_query(ledger, QUERY_CLOSED_THROUGH, InvalidOid, NULL, NULL);
	day = SPI_processed == 0 ? (Datum) 0 : rr_query_value(0, 0, &isnull);
	*closed_month = SPI_processed == 0 || isnull ? PG_INT32_MIN : month_of(DatumGetDateADT(day));
	SPI_finish();
	return month <= *closed_month;
}

static bool
is_held(const BookMonths *months, int month)
{
	return months->is_held && months->held_from <= month &&
		months->nest_level <= GetCurrentTransactionNestLevel();
}

static void
hold(BookMonths *months, int month)
{
	months->is_held = true;
	months->held_from = month;
	months->nest_level = GetCurrentTransactionNestLevel();
}

static void
note_locked(Oid schema, int month)
{
	if (nlocked_months == max_locked_months)
	{
		int			size = Max(2 * max_locked_months, 16);

		locked_months = locked_months == NULL ? MemoryContextAlloc(TopMemoryContext, size * sizeof(LockedMonth)) :
			repalloc(locked_months, size * sizeof(LockedMonth));
		max_locked_months = size;
	}
	locked_months[nlocked_months++] = (LockedMonth)
	{
		schema, month
	};
}

/*
 * Does the transaction hold a month, or an earlier one, since a statement before?
 *
 * Those that it does not hold are forgotten.
 */
static bool
is_held_before(Oid schema, int month, int *held_from)
{
	bool		found = false;
	int			nheld = 0;

	for (int i = 0; i < nlocked_months; i++)
	{
		LockedMonth locked = locked_months[i];
		LOCKTAG		tag;

		set_tag(&tag, locked.schema, locked.month);
		if (!rr_holds_lock(&tag, ShareLock))
			continue;
		locked_months[nheld++] = locked;
		if (locked.schema != schema || locked.month > month)
			continue;
		*held_from = found ? Min(*held_from, locked.month) : locked.month;
		found = true;
	}
	nlocked_months = nheld;
	return found;
}

/*
 * The day on which a fact is booked: the wanted one or, where its month is
 * closed, the first of the first open month
 *
 * months: what the statement holds, all zero when it begins.
 */
DateADT
rr_book_day(const Ledger *ledger, BookMonths *months, DateADT wanted)
{
	int			wanted_month = month_of(wanted);
	int			month = wanted_month;
	int			closed_month;
	int			held_from;
	LOCKTAG		tag;

	while (!is_held(months, month))
	{
		if (is_held_before(ledger->schema, month, &held_from))
		{
			hold(months, held_from);
			continue;
		}
		set_tag(&tag, ledger->schema, month);
		LockAcquire(&tag, ShareLock, false, false);
		if (is_closed(ledger, month, &closed_month))
		{
			LockRelease(&tag, ShareLock, false);
			month = closed_month + 1;
		}
		else
		{
			note_locked(ledger->schema, month);
			hold(months, month);
		}
	}
	return month == wanted_month ? wanted : first_day(month);
}

/*
 * lock_month(schema oid, month date): take the lock on a month of a ledger
 * alone, until the end of the transaction
 *
 * Waits for all who book into the month; lock_timeout bounds that.  For the
 * owner, as who holds it keeps all others from loading facts.
 */
Datum
rr_lock_month(PG_FUNCTION_ARGS)
{
	LedgerIdentity identity;
	LOCKTAG		tag;

	rr_identify_schema(PG_GETARG_OID(0), &identity);
	if (!has_privs_of_role(GetUserId(), identity.owner))
		aclcheck_error(ACLCHECK_NOT_OWNER, OBJECT_SCHEMA, get_namespace_name(identity.schema));
	set_tag(&tag, PG_GETARG_OID(0), month_of(PG_GETARG_DATEADT(1)));
	LockAcquire(&tag, ExclusiveLock, false, false);
	PG_RETURN_VOID();
}

/*
 * Facts of a month that is open again
 */

/* May a table's rows change their accounting day, because rebook_facts() is at work? */
bool
rr_is_rebooking(Oid table)
{
	return rebooked_table == table;
}

/* Reversals go where what they reverse is, and come from where that came from */
#define REBOOK \
	"UPDATE %1$s AS f SET booked_on = f.displaced_from," \
	" displaced_from = (SELECT o.displaced_from FROM %1$s AS o" \
	" WHERE o.id OPERATOR(pg_catalog.=) f.reverses AND o.booked_on OPERATOR(pg_catalog.=) f.displaced_from)" \
	" WHERE f.displaced_from OPERATOR(pg_catalog.>=) $1 AND f.displaced_from OPERATOR(pg_catalog.<) $2" \
	" AND (f.reverses IS NULL) OPERATOR(pg_catalog.=) $3"

static int64
rebook(Relation relation, Datum first_day, Datum end_day, bool originals)
{
	Oid			types[] = {DATEOID, DATEOID, BOOLOID};
	Datum		values[] = {first_day, end_day, BoolGetDatum(originals)};
	char	   *name = quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
												  RelationGetRelationName(relation));
	StringInfoData query;

	initStringInfo(&query);
	appendStringInfo(&query, REBOOK, name);
	if (SPI_execute_with_args(query.data, lengthof(types), types, values, NULL, false, 0) != SPI_OK_UPDATE)
		elog(ERROR, "could not book facts anew: %s", SPI_result_code_string(SPI_result));
	return (int64) SPI_processed;
}

/*
 * rebook_facts(fact_table regclass, first_day date, end_day date): book the
 * facts that were displaced from days there, now that their month is open;
 * returns how many.  end_day is the first that is not meant.
 *
 * What may be changed is up to the rights of the caller.
 */
Datum
rr_rebook_facts(PG_FUNCTION_ARGS)
{
	LedgerIdentity ledger;
	Relation	relation;
	int64		rebooked;

	rr_identify_ledger(PG_GETARG_OID(0), &ledger);
	relation = table_open(PG_GETARG_OID(0), RowExclusiveLock);
	SPI_connect();
	rebooked_table = RelationGetRelid(relation);
	PG_TRY();
	{
		rebooked = rebook(relation, PG_GETARG_DATUM(1), PG_GETARG_DATUM(2), true) +
			rebook(relation, PG_GETARG_DATUM(1), PG_GETARG_DATUM(2), false);
	}
	PG_FINALLY();
	{
		rebooked_table = InvalidOid;
	}
	PG_END_TRY();
	SPI_finish();
	table_close(relation, NoLock);
	PG_RETURN_INT64(rebooked);
}
