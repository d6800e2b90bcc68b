/*
 * ledger_row.c
 *	  Rows of the fact tables of a ledger.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "access/tupmacs.h"
#include "catalog/pg_type.h"
#include "port/pg_bitutils.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/timestamp.h"

#include "ledger/ledger_row.h"

const char *const rr_fact_names[NFACT_KINDS] = {
	[FACT_EVENT] = "event",
	[FACT_OUTCOME] = "outcome",
	[FACT_REVIEW] = "review",
	[FACT_SHARED_COST] = "shared_cost",
	[FACT_INVESTMENT] = "investment",
	[FACT_INVOICE] = "invoice",
	[FACT_REVENUE] = "revenue",
	[FACT_DISPOSAL] = "disposal",
	[FACT_RECLASSIFICATION] = "reclassification"
};

/* Which facts have a column */
#define EVENTS	(1 << FACT_EVENT)
#define OUTCOMES	(1 << FACT_OUTCOME)
#define REVIEWS	(1 << FACT_REVIEW)
#define BILLS \
	(1 << FACT_SHARED_COST | 1 << FACT_INVESTMENT | 1 << FACT_INVOICE | 1 << FACT_REVENUE)
#define MONTHS \
	(1 << FACT_SHARED_COST | 1 << FACT_INVOICE | 1 << FACT_REVENUE | 1 << FACT_DISPOSAL | 1 << FACT_RECLASSIFICATION)
#define ALL_FACTS	(~0)

static const struct
{
	const char *name;
	Oid			type;
	int			facts;			/* bits of those that have it */
	bool		required;		/* a ledger cannot be older than this column */
}			fact_columns[FIRST_BUCKET_COLUMN] = {
	[COLUMN_ID] = {"id", INT8OID, ALL_FACTS, true},
	[COLUMN_OCCURRED_AT] = {"occurred_at", TIMESTAMPTZOID, ALL_FACTS, true},
	[COLUMN_RECORDED_AT] = {"recorded_at", TIMESTAMPTZOID, ALL_FACTS},
	[COLUMN_RECORDED_BY] = {"recorded_by", TEXTOID, ALL_FACTS},
	[COLUMN_OWNED_ON] = {"owned_on", DATEOID, ALL_FACTS},
	[COLUMN_BOOKED_ON] = {"booked_on", DATEOID, ALL_FACTS},
	[COLUMN_DISPLACED_FROM] = {"displaced_from", DATEOID, ALL_FACTS},
	[COLUMN_MONTH] = {"month", DATEOID, MONTHS},
	[COLUMN_FIRST_MONTH] = {"first_month", DATEOID, 1 << FACT_INVESTMENT},
	[COLUMN_EVENT_COUNT] = {"event_count", INT8OID, EVENTS},
	[COLUMN_CORRECTS] = {"corrects", INT8OID, EVENTS},
	[COLUMN_KEY_HASH] = {"key_hash", UUIDOID, ALL_FACTS, true},
	[COLUMN_REASON] = {"reason", TEXTOID, ALL_FACTS},
	[COLUMN_MONTHS] = {"months", INT8OID, 1 << FACT_INVESTMENT},
	[COLUMN_INVESTMENT] = {"investment", INT8OID, 1 << FACT_DISPOSAL, true},
	[COLUMN_DEPLOYMENT] = {"deployment", TEXTOID, 1 << FACT_SHARED_COST | 1 << FACT_INVESTMENT},
	[COLUMN_SOURCE] = {"source", TEXTOID, ALL_FACTS, true},
	[COLUMN_SOURCE_KEY] = {"source_key", TEXTOID, ALL_FACTS, true},
	[COLUMN_REVERSES] = {"reverses", INT8OID, ALL_FACTS, true},
	[COLUMN_AGENT] = {"agent", TEXTOID, EVENTS | OUTCOMES | REVIEWS},
	[COLUMN_WORK_ITEM] = {"work_item", TEXTOID, EVENTS | OUTCOMES | REVIEWS},
	[COLUMN_COST] = {"cost", NUMERICOID, EVENTS | REVIEWS, true},
	[COLUMN_AMOUNT] = {"amount", NUMERICOID, BILLS, true},
	[COLUMN_BILLED_AMOUNT] = {"billed_amount", NUMERICOID, EVENTS | BILLS},
	[COLUMN_BILLING_CURRENCY] = {"billing_currency", TEXTOID, EVENTS | BILLS},
	[COLUMN_INVOICED_AMOUNT] = {"invoiced_amount", NUMERICOID, 1 << FACT_SHARED_COST},
	[COLUMN_LIST_AMOUNT] = {"list_amount", NUMERICOID, 1 << FACT_SHARED_COST},
	[COLUMN_CONTRACTED_AMOUNT] = {"contracted_amount", NUMERICOID, 1 << FACT_SHARED_COST},
	[COLUMN_LAYER] = {"layer", TEXTOID, EVENTS},
	[COLUMN_PROVIDER] = {"provider", TEXTOID, EVENTS},
	[COLUMN_MODEL] = {"model", TEXTOID, EVENTS},
	[COLUMN_ATTEMPT] = {"attempt", INT8OID, EVENTS},
	[COLUMN_COST_BASIS] = {"cost_basis", TEXTOID, EVENTS},
	[COLUMN_SERVICE_TIER] = {"service_tier", TEXTOID, EVENTS},
	[COLUMN_INFERENCE_GEO] = {"inference_geo", TEXTOID, EVENTS},
	[COLUMN_SPEED] = {"speed", TEXTOID, EVENTS},
	[COLUMN_REPORTED_COST] = {"reported_cost", NUMERICOID, EVENTS},
	[COLUMN_METER] = {"meter", TEXTOID, EVENTS},
	[COLUMN_QUANTITY] = {"quantity", NUMERICOID, EVENTS},
	[COLUMN_USAGE_FORMAT] = {"usage_format", TEXTOID, EVENTS},
	[COLUMN_USAGE] = {"usage", JSONBOID, EVENTS},
	[COLUMN_PRICE_ROWS] = {"price_rows", INT8ARRAYOID, EVENTS},
	[COLUMN_PRICE_PROBLEM] = {"price_problem", TEXTOID, EVENTS},
	[COLUMN_REVIEWER] = {"reviewer", TEXTOID, REVIEWS},
	[COLUMN_MINUTES] = {"minutes", NUMERICOID, REVIEWS},
	[COLUMN_HOURLY_COST] = {"hourly_cost", NUMERICOID, REVIEWS},
	[COLUMN_FEE] = {"fee", NUMERICOID, REVIEWS},
	[COLUMN_MINUTE_COST] = {"minute_cost", NUMERICOID, REVIEWS},
	[COLUMN_VERDICT] = {"verdict", TEXTOID, REVIEWS},
	[COLUMN_OUTCOME] = {"outcome", TEXTOID, OUTCOMES},
	[COLUMN_OUTCOME_QUANTITY] = {"quantity", INT8OID, OUTCOMES}
};

/* The fact of that name; an error if there is none */
FactKind
rr_fact_kind(const char *name)
{
	for (int kind = 0; kind < NFACT_KINDS; kind++)
		if (strcmp(rr_fact_names[kind], name) == 0)
			return kind;
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
			 errmsg("unknown fact \"%s\"", name)));
}

/* The position of a column, or -1 */
static int
find_column(TupleDesc tupdesc, const char *table, const char *name, Oid type)
{
	for (int i = 0; i < tupdesc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

		if (attribute->attisdropped || strcmp(NameStr(attribute->attname), name) != 0)
			continue;
		if (attribute->atttypid != type)
			ereport(ERROR,
					(errcode(ERRCODE_DATATYPE_MISMATCH),
					 errmsg("column \"%s\" of table \"%s\" must be of type %s",
							name, table, format_type_be(type))));
		return i;
	}
	return -1;
}

/*
 * Find the columns of a fact
 *
 * A ledger may be older than the library and not have all of them yet.  An
 * error if one is missing without which there is no fact, or is of another
 * type.
 */
void
rr_find_fact_columns(FactKind kind, TupleDesc tupdesc, const char *table, FactColumns *columns)
{
	for (int i = 0; i < FIRST_BUCKET_COLUMN; i++)
	{
		bool		has_it = (fact_columns[i].facts & 1 << kind) != 0;

		columns->position[i] = has_it ?
			find_column(tupdesc, table, fact_columns[i].name, fact_columns[i].type) : -1;
		if (has_it && fact_columns[i].required && columns->position[i] < 0)
			ereport(ERROR,
					(errcode(ERRCODE_UNDEFINED_COLUMN),
					 errmsg("table \"%s\" has no column \"%s\"", table, fact_columns[i].name)));
	}
	for (int i = 0; i < NBUCKETS; i++)
		columns->position[FIRST_BUCKET_COLUMN + i] = kind == FACT_EVENT ?
			find_column(tupdesc, table, rr_usage_bucket_names[i], INT8OID) :
			-1;
}

/* The same as heap_deform_tuple() on a row with an element for each column */
static void
deform_any(HeapTupleHeader header, TupleDesc tupdesc, Datum *values, bool *nulls)
{
	HeapTupleData tuple;

	tuple.t_len = HeapTupleHeaderGetDatumLength(header);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = header;
	heap_deform_tuple(&tuple, tupdesc, values, nulls);
}

/*
 * Take a row apart
 *
 * Most columns of a row of facts are NULL, so it goes from one that is not to
 * the next; the server's own way looks at every column.
 */
void
rr_deform_row(HeapTupleHeader header, TupleDesc tupdesc, Datum *values, bool *nulls)
{
	int			natts = tupdesc->natts;
	char	   *data = (char *) header + header->t_hoff;
	uint32		offset = 0;

	if ((header->t_infomask & HEAP_HASNULL) == 0 || HeapTupleHeaderGetNatts(header) != natts)
	{
		deform_any(header, tupdesc, values, nulls);
		return;
	}
	memset(nulls, true, natts * sizeof(bool));
	for (int first = 0; first < natts; first += BITS_PER_BYTE)
		for (uint32 bits = header->t_bits[first / BITS_PER_BYTE]; bits != 0; bits &= bits - 1)
		{
			int			i = first + pg_rightmost_one_pos32(bits);
			Form_pg_attribute attribute = TupleDescAttr(tupdesc, i);

			Assert(i < natts);
			nulls[i] = false;

			/*
			 * counts and times, which are most of what is there, where a
			 * Datum has room for them
			 */
			if (attribute->attbyval && attribute->attlen == sizeof(int64) &&
				attribute->attalign == TYPALIGN_DOUBLE)
			{
				offset = DOUBLEALIGN(offset);
				values[i] = *(const Datum *) (data + offset);
				offset += sizeof(int64);
				continue;
			}
			offset = att_align_pointer(offset, attribute->attalign, attribute->attlen, data + offset);
			values[i] = fetch_att(data + offset, attribute->attbyval, attribute->attlen);
			offset = att_addlength_pointer(offset, attribute->attlen, data + offset);
		}
}

/* A text of the row, not copied; data is NULL if the column is */
UsageText
rr_row_text(const FactRow *row, FactColumn column)
{
	text	   *value;

	if (!row_has(row, column))
		return text_of(NULL, 0);
	value = DatumGetTextPP(row_value(row, column));
	return text_of(VARDATA_ANY(value), VARSIZE_ANY_EXHDR(value));
}

/* Set a text column; data that is NULL sets it to NULL */
void
rr_set_row_text(FactRow *row, FactColumn column, UsageText value)
{
	if (value.data == NULL)
		set_row_null(row, column);
	else
		set_row_value(row, column,
					  PointerGetDatum(cstring_to_text_with_len(value.data, value.size)));
}

/* The rows that a pricing used, each once, as bigint[] */
Datum
rr_price_row_ids(const Pricing *pricing)
{
	Datum	   *ids = palloc(Max(pricing->nlines, 1) * sizeof(Datum));
	int			nids = 0;

	for (int i = 0; i < pricing->nlines; i++)
	{
		Datum		id = Int64GetDatum(pricing->lines[i].row->id);
		int			j = 0;

		while (j < nids && DatumGetInt64(ids[j]) != pricing->lines[i].row->id)
			j++;
		if (j == nids)
			ids[nids++] = id;
	}
	return PointerGetDatum(construct_array(ids, nids, INT8OID, sizeof(int64), FLOAT8PASSBYVAL, TYPALIGN_DOUBLE));
}

/* The tokens of all kinds of an event; its trigger refuses more than a bigint holds */
int128
rr_row_tokens(const FactRow *row)
{
	int128		tokens = 0;

	for (int bucket = 0; bucket <= LAST_TOKEN_BUCKET; bucket++)
		if (row_has(row, FIRST_BUCKET_COLUMN + bucket))
			tokens += DatumGetInt64(row_value(row, FIRST_BUCKET_COLUMN + bucket));
	return tokens;
}

/* A copy of a row whose values may be set; natts: columns of its table */
FactRow
rr_copy_row(const FactRow *row, int natts)
{
	FactRow		copy = {row->columns, palloc(natts * sizeof(Datum)), palloc(natts * sizeof(bool))};

	memcpy(copy.values, row->values, natts * sizeof(Datum));
	memcpy(copy.nulls, row->nulls, natts * sizeof(bool));
	return copy;
}
