/*
 * canonical_line.c
 *	  Rows as text that is the same on every server: what digests are made of.
 *
 * Fields are divided by tabs; a field that is NULL is \N; a backslash, tab, line
 * feed and carriage return are escaped with a backslash as \\, \t, \n and \r.
 * Numbers are without an exponent and without trailing zeros, days are
 * YYYY-MM-DD, moments are in UTC, and nothing depends on a setting, a collation
 * or a locale.  Types that are none of these are written as their binary form
 * in hexadecimal digits.
 */
#include "runrate.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"
#include "utils/uuid.h"

#include "common/sha256.h"
#include "ledger/erase_person.h"

PG_FUNCTION_INFO_V1(rr_canonical_line);
PG_FUNCTION_INFO_V1(rr_person_token);

/* Bytes of a SHA-256 that a token keeps */
#define TOKEN_BYTES		16

/* What is known of a column of the rows */
typedef struct FieldType
{
	Oid			type;
	bool		is_text;
	bool		is_binary;		/* else its output function is called */
	FmgrInfo	out;
} FieldType;

typedef struct LineType
{
	Oid			type;
	int32		typmod;
	TupleDesc	tupdesc;
	Datum	   *values;
	bool	   *nulls;
	FieldType	fields[FLEXIBLE_ARRAY_MEMBER];
} LineType;

/*
 * Fields
 */

/* The letter that stands after a backslash for a byte, or 0: the byte is written as it is */
static inline char
escape_letter(char byte)
{
	switch (byte)
	{
		case '\\':
			return '\\';
		case '\t':
			return 't';
		case '\n':
			return 'n';
		case '\r':
			return 'r';
		default:
			return 0;
	}
}

static void
append_escaped(StringInfo line, const char *data, int size)
{
	int			start = 0;

	for (int i = 0; i < size; i++)
	{
		char		letter = escape_letter(data[i]);

		if (letter == 0)
			continue;
		appendBinaryStringInfo(line, data + start, i - start);
		appendStringInfoChar(line, '\\');
		appendStringInfoChar(line, letter);
		start = i + 1;
	}
	appendBinaryStringInfo(line, data + start, size - start);
}

/* A number that is not negative, with zeros before it up to so many digits */
static void
append_digits(StringInfo line, uint32 number, int digits)
{
	enlargeStringInfo(line, MAXINT8LEN);
	line->len = pg_ultostr_zeropad(line->data + line->len, number, digits) - line->data;
	line->data[line->len] = '\0';
}

static void
append_integer(StringInfo line, int64 number)
{
	enlargeStringInfo(line, MAXINT8LEN);
	line->len += pg_lltoa(number, line->data + line->len);
}

static void
append_day(StringInfo line, DateADT day)
{
	int			year;
	int			month;
	int			day_of_month;

	if (DATE_IS_NOBEGIN(day))
		appendStringInfoString(line, "-infinity");
	else if (DATE_IS_NOEND(day))
		appendStringInfoString(line, "infinity");
	else
	{
		j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
		if (year < 0)
			appendStringInfo(line, "%04d", year);
		else
			append_digits(line, year, 4);
		appendStringInfoChar(line, '-');
		append_digits(line, month, 2);
		appendStringInfoChar(line, '-');
		append_digits(line, day_of_month, 2);
	}
}

static void
append_moment(StringInfo line, TimestampTz at)
{
	int64		days;
	int64		rest;

	if (TIMESTAMP_IS_NOBEGIN(at) || TIMESTAMP_IS_NOEND(at))
	{
		appendStringInfoString(line, TIMESTAMP_IS_NOBEGIN(at) ? "-infinity" : "infinity");
		return;
	}
	days = at / USECS_PER_DAY - (at % USECS_PER_DAY < 0 ? 1 : 0);
	rest = at - days * USECS_PER_DAY;
	append_day(line, (DateADT) days);
	appendStringInfoChar(line, 'T');
	append_digits(line, rest / USECS_PER_HOUR, 2);
	appendStringInfoChar(line, ':');
	append_digits(line, rest / USECS_PER_MINUTE % MINS_PER_HOUR, 2);
	appendStringInfoChar(line, ':');
	append_digits(line, rest / USECS_PER_SEC % SECS_PER_MINUTE, 2);
	appendStringInfoChar(line, '.');
	append_digits(line, rest % USECS_PER_SEC, 6);
	appendStringInfoChar(line, 'Z');
}

/* As uuid_out() writes it */
static void
append_uuid(StringInfo line, pg_uuid_t *uuid)
{
	static const int parts[] = {4, 2, 2, 2, 6};
	const char *data = (const char *) uuid->data;

	enlargeStringInfo(line, UUID_LEN * 2 + lengthof(parts));
	for (int i = 0; i < lengthof(parts); i++)
	{
		if (i > 0)
			line->data[line->len++] = '-';
		line->len += hex_encode(data, parts[i], line->data + line->len);
		data += parts[i];
	}
	line->data[line->len] = '\0';
}

static void
append_binary(StringInfo line, FieldType *field, Datum value)
{
	bytea	   *data = SendFunctionCall(&field->out, value);
	int			size = VARSIZE_ANY_EXHDR(data);

	enlargeStringInfo(line, size * 2);
	hex_encode(VARDATA_ANY(data), size, line->data + line->len);
	line->len += size * 2;
	line->data[line->len] = '\0';
}

static void
append_field(StringInfo line, FieldType *field, Datum value)
{
	if (field->is_text)
	{
		text	   *words = DatumGetTextPP(value);

		append_escaped(line, VARDATA_ANY(words), VARSIZE_ANY_EXHDR(words));
		return;
	}
	switch (field->type)
	{
		case NUMERICOID:
			appendStringInfoString(line, DatumGetCString(DirectFunctionCall1(numeric_out,
																			 DirectFunctionCall1(numeric_trim_scale, value))));
			break;
		case DATEOID:
			append_day(line, DatumGetDateADT(value));
			break;
		case TIMESTAMPTZOID:
			append_moment(line, DatumGetTimestampTz(value));
			break;
		case INT8OID:
			append_integer(line, DatumGetInt64(value));
			break;
		case INT4OID:
			append_integer(line, DatumGetInt32(value));
			break;
		case UUIDOID:
			append_uuid(line, DatumGetUUIDP(value));
			break;
		case BOOLOID:
			appendStringInfoChar(line, DatumGetBool(value) ? 't' : 'f');
			break;
		default:
			if (field->is_binary)
				append_binary(line, field, value);
			else
			{
				char	   *words = OutputFunctionCall(&field->out, value);

				append_escaped(line, words, strlen(words));
			}
	}
}

/*
 * Rows
 */

/* The function that gives the binary form of a type, or InvalidOid */
static Oid
send_function(Oid type)
{
	HeapTuple	tuple = SearchSysCache1(TYPEOID, ObjectIdGetDatum(type));
	Oid			function;

	if (!HeapTupleIsValid(tuple))
		elog(ERROR, "cache lookup failed for type %u", type);
	function = ((Form_pg_type) GETSTRUCT(tuple))->typsend;
	ReleaseSysCache(tuple);
	return function;
}

/* Is the text of a type the same everywhere? */
static bool
has_plain_text(Oid type, char category)
{
	return category == TYPCATEGORY_STRING || type == UUIDOID || type == INT8ARRAYOID || type == JSONBOID;
}

static void
look_up_field(FieldType *field, Oid type, MemoryContext context)
{
	char		category;
	bool		is_preferred;
	bool		is_varlena;
	Oid			function = InvalidOid;

	field->type = getBaseType(type);
	get_type_category_preferred(field->type, &category, &is_preferred);
	field->is_text = category == TYPCATEGORY_STRING && get_typlen(field->type) == -1;
	if (!has_plain_text(field->type, category))
		function = send_function(field->type);
	field->is_binary = OidIsValid(function);
	if (!field->is_binary)
		getTypeOutputInfo(field->type, &function, &is_varlena);
	fmgr_info_cxt(function, &field->out, context);
}

static LineType *
look_up_line(FunctionCallInfo fcinfo, HeapTupleHeader row)
{
	LineType   *line = fcinfo->flinfo->fn_extra;
	Oid			type = HeapTupleHeaderGetTypeId(row);
	int32		typmod = HeapTupleHeaderGetTypMod(row);
	MemoryContext context = fcinfo->flinfo->fn_mcxt;
	MemoryContext old_context;
	TupleDesc	tupdesc;

	if (line != NULL && line->type == type && line->typmod == typmod)
		return line;
	old_context = MemoryContextSwitchTo(context);
	tupdesc = lookup_rowtype_tupdesc_copy(type, typmod);
	MemoryContextSwitchTo(old_context);
	line = MemoryContextAllocZero(context, offsetof(LineType, fields) + tupdesc->natts * sizeof(FieldType));
	line->type = type;
	line->typmod = typmod;
	line->values = MemoryContextAlloc(context, tupdesc->natts * sizeof(Datum));
	line->nulls = MemoryContextAlloc(context, tupdesc->natts * sizeof(bool));
	for (int i = 0; i < tupdesc->natts; i++)
		if (!TupleDescAttr(tupdesc, i)->attisdropped)
			look_up_field(&line->fields[i], TupleDescAttr(tupdesc, i)->atttypid, context);
	line->tupdesc = tupdesc;
	fcinfo->flinfo->fn_extra = line;
	return line;
}

/*
 * canonical_line(tag text, fields record): a row as text, after a word that
 * says what it is
 *
 * See the head of this file for the form; there is no line feed at its end.
 */
Datum
rr_canonical_line(PG_FUNCTION_ARGS)
{
	text	   *tag = PG_GETARG_TEXT_PP(0);
	HeapTupleHeader row = PG_GETARG_HEAPTUPLEHEADER(1);
	LineType   *type = look_up_line(fcinfo, row);
	HeapTupleData tuple;
	StringInfoData line;

	tuple.t_len = HeapTupleHeaderGetDatumLength(row);
	ItemPointerSetInvalid(&tuple.t_self);
	tuple.t_tableOid = InvalidOid;
	tuple.t_data = row;
	heap_deform_tuple(&tuple, type->tupdesc, type->values, type->nulls);
	initStringInfo(&line);
	line.len = VARHDRSZ;
	append_escaped(&line, VARDATA_ANY(tag), VARSIZE_ANY_EXHDR(tag));
	for (int i = 0; i < type->tupdesc->natts; i++)
	{
		if (TupleDescAttr(type->tupdesc, i)->attisdropped)
			continue;
		appendStringInfoChar(&line, '\t');
		if (type->nulls[i])
			appendBinaryStringInfo(&line, "\\N", 2);
		else
			append_field(&line, &type->fields[i], type->values[i]);
	}
	SET_VARSIZE(line.data, line.len);
	PG_RETURN_TEXT_P((text *) line.data);
}

/*
 * Persons
 */

/*
 * Does something stand for an erased value: erased:<token> or, where that was
 * taken because the value had been erased before, erased:<token>.2 and so on?
 */
static bool
is_erased_value(const char *data, int size)
{
	int			prefix = strlen(ERASED_PREFIX);
	int			end = prefix + TOKEN_BYTES * 2;

	return size >= end && memcmp(data, ERASED_PREFIX, prefix) == 0 && (size == end || data[end] == '.');
}

/*
 * person_token(secret uuid, value text): what stands in digests for a text
 * that may name a person: 32 hexadecimal digits
 *
 * The first half of the SHA-256 of the secret of the ledger and the text.  Of
 * an erased value it is the token that took its place, so that erasing breaks
 * no digest.
 */
Datum
rr_person_token(PG_FUNCTION_ARGS)
{
	text	   *value = PG_GETARG_TEXT_PP(1);
	char	   *data = VARDATA_ANY(value);
	int			size = VARSIZE_ANY_EXHDR(value);
	pg_cryptohash_ctx *hash;
	uint8		digest[SHA256_BYTES];
	char		token[TOKEN_BYTES * 2];

	if (is_erased_value(data, size))
		PG_RETURN_TEXT_P(cstring_to_text_with_len(data + strlen(ERASED_PREFIX), TOKEN_BYTES * 2));
	hash = rr_sha256_create();
	rr_sha256_bytes(hash, PG_GETARG_UUID_P(0)->data, UUID_LEN);
	rr_sha256_text(hash, value);
	rr_sha256_finish(hash, digest);
	pg_cryptohash_free(hash);
	hex_encode((char *) digest, TOKEN_BYTES, token);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(token, sizeof(token)));
}
