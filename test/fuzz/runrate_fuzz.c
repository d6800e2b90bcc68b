/*
 * runrate_fuzz.c
 *	  Feeds random and mutated bytes to the input functions of a type, inside
 *	  the server.
 *
 * A test module: built and loaded by test/t/060_hostile.pl, never installed.
 *
 * Each input runs in a subtransaction.  An input may be refused, which is
 * counted by SQLSTATE.  An input that is taken has to survive the round trip
 * through both output functions unchanged, otherwise it is counted as
 * "violation" and an example is returned.
 */
#include "postgres.h"

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "fmgr.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/resowner.h"

#include "compat.h"

PG_MODULE_MAGIC;

#define MAX_OUTCOMES	64
#define MAX_INPUT_SIZE		(1 << 20)

/* How an input ended, and how many did */
typedef struct Outcome
{
	char		name[16];
	int64		count;
	bytea	   *example;
} Outcome;

/* The functions of the type */
typedef struct TypeIo
{
	FmgrInfo	in;
	FmgrInfo	out;
	FmgrInfo	recv;
	FmgrInfo	send;
	Oid			in_param;
	Oid			recv_param;
} TypeIo;

/* One run: how inputs are made and what became of them */
typedef struct Fuzzer
{
	TypeIo		io;
	uint64		random;
	bool text;
	int			nseeds;
	bytea	  **seeds;
	int			noutcomes;
	Outcome		outcomes[MAX_OUTCOMES];
} Fuzzer;

static const char *const tokens[] = {
	"{", "}", "[", "]", ",", ":", "\"", "\\", "\\u0000", "\\u0041", "\\ud800",
	"null", "true", "NaN", "\"NaN\"", "\"Infinity\"", "\"-Infinity\"", "\"inf\"",
	"-0", "0.0", "-1", "1e3", "1e-40", "1e131071", "1e-16383", "1e400000",
	"9223372036854775807", "9223372036854775808", "-9223372036854775808",
	"170141183460469231731687303.715884105728", "\"layer\"", "\"cost\"",
	"\"events\"", "\"priced\"", "\"outcomes\"", "\"layers\"", "{}", "[]", "[[[[[[",
	"\"layer\": \"a\", \"cost\": 1, \"events\": 1, \"priced\": 1"
};

static const int64 edges[] = {
	0, 1, -1, 2, 127, 128, 255, 256, 1024, 1025, 32767, 32768, 65535, 65536,
	PG_INT32_MAX, PG_INT32_MIN, PG_INT64_MAX, PG_INT64_MIN, 0x40000000
};

/* A random number below n: xorshift64 (Marsaglia 2003) */
static uint32
below(Fuzzer *fuzzer, uint32 n)
{
	fuzzer->random ^= fuzzer->random >> 12;
	fuzzer->random ^= fuzzer->random << 25;
	fuzzer->random ^= fuzzer->random >> 27;
	return n == 0 ? 0 : (uint32) (fuzzer->random >> 16) % n;
}

/* Put bytes at a place, over what is there or between it */
static void
put(StringInfo buf, int at, int over, const char *bytes, int size)
{
	StringInfoData tail;

	initStringInfo(&tail);
	appendBinaryStringInfo(&tail, buf->data + Min(at + over, buf->len),
						   buf->len - Min(at + over, buf->len));
	buf->len = at;
	appendBinaryStringInfo(buf, bytes, size);
	appendBinaryStringInfo(buf, tail.data, tail.len);
	pfree(tail.data);
}

/* Change the input in one random way */
static void
mutate(Fuzzer *fuzzer, StringInfo buf)
{
	int			at = below(fuzzer, buf->len + 1);
	int			size = 1 + below(fuzzer, 16);
	char		bytes[16];
	bytea	   *other;

	switch (below(fuzzer, 9))
	{
		case 0:					/* flip a bit */
			if (at < buf->len)
				buf->data[at] ^= 1 << below(fuzzer, fuzzer->text ? 7 : 8);
			break;
		case 1:					/* random bytes */
			for (int i = 0; i < size; i++)
				bytes[i] = below(fuzzer, fuzzer->text ? 128 : 256);
			put(buf, at, below(fuzzer, 2) ? size : 0, bytes, size);
			break;
		case 2:					/* delete */
			put(buf, at, size, "", 0);
			break;
		case 3:					/* cut off */
			buf->len = at;
			break;
		case 4:					/* a part of another input */
			other = fuzzer->seeds[below(fuzzer, fuzzer->nseeds)];
			if (VARSIZE(other) > VARHDRSZ)
			{
				int			from = below(fuzzer, VARSIZE(other) - VARHDRSZ);

				size = 1 + below(fuzzer, Min(VARSIZE(other) - VARHDRSZ - from, 500));
				put(buf, at, below(fuzzer, 2) ? size : 0, VARDATA(other) + from, size);
			}
			break;
		case 5:					/* a part of itself again */
			if (at < buf->len)
			{
				char	   *part;

				size = Min(1 + (int) below(fuzzer, 200), buf->len - at);
				part = palloc(size);
				memcpy(part, buf->data + at, size);
				put(buf, below(fuzzer, buf->len + 1), 0, part, size);
			}
			break;
		default:
			if (fuzzer->text)	/* a word of the language */
			{
				const char *token = tokens[below(fuzzer, lengthof(tokens))];

				put(buf, at, below(fuzzer, 2) ? strlen(token) : 0, token, strlen(token));
			}
			else				/* an integer at one of its limits */
			{
				uint64		edge = edges[below(fuzzer, lengthof(edges))];

				size = 1 << below(fuzzer, 4);
				for (int i = 0; i < size; i++)
					bytes[i] = (char) (edge >> (8 * (size - 1 - i)));
				put(buf, at, size, bytes, size);
			}
	}
}

/* Make the next input */
static void
make_input(Fuzzer *fuzzer, StringInfo buf)
{
	resetStringInfo(buf);
	if (below(fuzzer, 10) == 0)
	{
		int			size = below(fuzzer, 300);

		for (int i = 0; i < size; i++)
			appendStringInfoChar(buf, below(fuzzer, fuzzer->text ? 128 : 256));
	}
	else
	{
		bytea	   *seed = fuzzer->seeds[below(fuzzer, fuzzer->nseeds)];
		int			changes = below(fuzzer, 6);

		appendBinaryStringInfo(buf, VARDATA(seed), VARSIZE(seed) - VARHDRSZ);
		for (int i = 0; i < changes && buf->len < MAX_INPUT_SIZE; i++)
			mutate(fuzzer, buf);
	}

	/* text comes without zeroes and in the encoding of the database */
	if (fuzzer->text)
	{
		for (int i = 0; i < buf->len; i++)
			if (buf->data[i] == '\0')
				buf->data[i] = ' ';
		if (!pg_verifymbstr(buf->data, buf->len, true))
			for (int i = 0; i < buf->len; i++)
				if (IS_HIGHBIT_SET(buf->data[i]))
					buf->data[i] = '?';
	}
}

static Datum
read_text(TypeIo *io, char *text)
{
	return InputFunctionCall(&io->in, text, io->in_param, -1);
}

/* Read the binary form and, as the server does, refuse what is left over */
static Datum
read_binary(TypeIo *io, const char *data, int size)
{
	StringInfoData buf;
	Datum		value;

	initStringInfo(&buf);
	appendBinaryStringInfo(&buf, data, size);
	value = ReceiveFunctionCall(&io->recv, &buf, io->recv_param, -1);
	if (buf.cursor != buf.len)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("incorrect binary data format")));
	return value;
}

static bool
same_bytes(bytea *a, bytea *b)
{
	return VARSIZE(a) == VARSIZE(b) && memcmp(a, b, VARSIZE(a)) == 0;
}

/* Does a value come back from both of its forms? */
static bool
survives(TypeIo *io, Datum value)
{
	bytea	   *binary = SendFunctionCall(&io->send, value);
	char	   *text = OutputFunctionCall(&io->out, value);
	Datum		from_binary = read_binary(io, VARDATA(binary), VARSIZE(binary) - VARHDRSZ);
	Datum		from_text = read_text(io, pstrdup(text));

	return same_bytes(binary, SendFunctionCall(&io->send, from_binary)) &&
		same_bytes(binary, SendFunctionCall(&io->send, from_text)) &&
		strcmp(text, OutputFunctionCall(&io->out, from_binary)) == 0 &&
		strcmp(text, OutputFunctionCall(&io->out, from_text)) == 0;
}

static void
count(Fuzzer *fuzzer, const char *name, StringInfo input)
{
	Outcome    *outcome = fuzzer->outcomes;

	while (outcome < fuzzer->outcomes + fuzzer->noutcomes && strcmp(outcome->name, name) != 0)
		outcome++;
	if (outcome == fuzzer->outcomes + fuzzer->noutcomes)
	{
		if (fuzzer->noutcomes == MAX_OUTCOMES)
			elog(ERROR, "too many outcomes");
		fuzzer->noutcomes++;
		strlcpy(outcome->name, name, sizeof(outcome->name));
		outcome->example = palloc(VARHDRSZ + input->len);
		SET_VARSIZE(outcome->example, VARHDRSZ + input->len);
		memcpy(VARDATA(outcome->example), input->data, input->len);
	}
	outcome->count++;
}

/* Give one input to the type and count what happens */
static void
try_input(Fuzzer *fuzzer, StringInfo input)
{
	MemoryContext context = CurrentMemoryContext;
	ResourceOwner owner = CurrentResourceOwner;
	MemoryContext scratch = AllocSetContextCreate(context, "input", ALLOCSET_DEFAULT_SIZES);
	volatile bool taken = false;
	char		name[16];

	BeginInternalSubTransaction(NULL);
	MemoryContextSwitchTo(scratch);
	PG_TRY();
	{
		Datum		value = fuzzer->text ?
		read_text(&fuzzer->io, pnstrdup(input->data, input->len)) :
		read_binary(&fuzzer->io, input->data, input->len);

		taken = true;
		strlcpy(name, survives(&fuzzer->io, value) ? "taken" : "violation", sizeof(name));
		ReleaseCurrentSubTransaction();
	}
	PG_CATCH();
	{
		ErrorData  *error;

		MemoryContextSwitchTo(context);
		error = CopyErrorData();
		FlushErrorState();
		RollbackAndReleaseCurrentSubTransaction();

		/* what was taken must not fail later */
		strlcpy(name, taken ? "violation" : unpack_sql_state(error->sqlerrcode), sizeof(name));
		FreeErrorData(error);
	}
	PG_END_TRY();

	MemoryContextSwitchTo(context);
	CurrentResourceOwner = owner;
	MemoryContextDelete(scratch);
	count(fuzzer, name, input);
}

static void
look_up_type(TypeIo *io, Oid type)
{
	Oid			function;
	bool		varlena;

	getTypeInputInfo(type, &function, &io->in_param);
	fmgr_info(function, &io->in);
	getTypeOutputInfo(type, &function, &varlena);
	fmgr_info(function, &io->out);
	getTypeBinaryInputInfo(type, &function, &io->recv_param);
	fmgr_info(function, &io->recv);
	getTypeBinaryOutputInfo(type, &function, &varlena);
	fmgr_info(function, &io->send);
}

PG_FUNCTION_INFO_V1(runrate_fuzz);

/*
 * runrate_fuzz(type regtype, text boolean, seeds bytea[], n bigint, seed bigint)
 *	  returns setof (outcome text, n bigint, example bytea)
 */
Datum
runrate_fuzz(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Fuzzer	   *fuzzer = palloc0(sizeof(Fuzzer));
	Datum	   *seeds;
	int64		n = PG_GETARG_INT64(3);
	StringInfoData input;

	InitMaterializedSRF(fcinfo, 0);
	look_up_type(&fuzzer->io, PG_GETARG_OID(0));
	fuzzer->text = PG_GETARG_BOOL(1);
	deconstruct_array(PG_GETARG_ARRAYTYPE_P(2), BYTEAOID, -1, false, TYPALIGN_INT,
					  &seeds, NULL, &fuzzer->nseeds);
	fuzzer->seeds = palloc(fuzzer->nseeds * sizeof(bytea *));
	for (int i = 0; i < fuzzer->nseeds; i++)
		fuzzer->seeds[i] = DatumGetByteaP(seeds[i]);
	fuzzer->random = (PG_GETARG_INT64(4) ^ UINT64CONST(0x9E3779B97F4A7C15)) | 1;

	initStringInfo(&input);
	for (int64 i = 0; i < n; i++)
	{
		CHECK_FOR_INTERRUPTS();
		make_input(fuzzer, &input);
		try_input(fuzzer, &input);
	}

	for (int i = 0; i < fuzzer->noutcomes; i++)
	{
		Outcome    *outcome = &fuzzer->outcomes[i];
		Datum		values[3] = {
			CStringGetTextDatum(outcome->name), Int64GetDatum(outcome->count),
			PointerGetDatum(outcome->example)
		};
		bool		nulls[3] = {false, false, false};

		tuplestore_putvalues(result->setResult, result->setDesc, values, nulls);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(runrate_call_with_nulls);

/*
 * runrate_call_with_nulls(function regprocedure) returns text
 *
 * Call a function with every argument NULL and outside of any aggregate, which
 * SQL cannot do to one that takes type internal.
 */
Datum
runrate_call_with_nulls(PG_FUNCTION_ARGS)
{
	LOCAL_FCINFO(call, FUNC_MAX_ARGS);
	FmgrInfo	function;

	fmgr_info(PG_GETARG_OID(0), &function);
	if (function.fn_strict)
		PG_RETURN_TEXT_P(cstring_to_text("strict"));
	InitFunctionCallInfoData(*call, &function, function.fn_nargs, InvalidOid, NULL, NULL);
	for (int i = 0; i < function.fn_nargs; i++)
	{
		call->args[i].value = (Datum) 0;
		call->args[i].isnull = true;
	}
	(void) FunctionCallInvoke(call);
	PG_RETURN_TEXT_P(cstring_to_text(call->isnull ? "NULL" : "value"));
}
