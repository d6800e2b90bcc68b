/*
 * line_digest.c
 *	  Aggregate sha256_of_lines: the SHA-256 of lines of text.
 *
 * One stream over all lines, so that the number of facts of a month is not
 * bounded by the size of a text.
 */
#include "runrate.h"

#include "utils/builtins.h"

#include "common/sha256.h"

PG_FUNCTION_INFO_V1(rr_line_digest_add);
PG_FUNCTION_INFO_V1(rr_line_digest_final);

static void
free_hash(Datum context)
{
	pg_cryptohash_free((pg_cryptohash_ctx *) DatumGetPointer(context));
}

/* A hash that ends with the aggregation, and with the transaction if that fails */
static pg_cryptohash_ctx *
new_hash(FunctionCallInfo fcinfo)
{
	MemoryContext aggregation;
	MemoryContext old_context;
	pg_cryptohash_ctx *hash;

	if (AggCheckCallContext(fcinfo, &aggregation) != AGG_CONTEXT_AGGREGATE)
		elog(ERROR, "aggregate function called in non-aggregate context");
	old_context = MemoryContextSwitchTo(aggregation);
	hash = rr_sha256_create();
	AggRegisterCallback(fcinfo, free_hash, PointerGetDatum(hash));
	MemoryContextSwitchTo(old_context);
	return hash;
}

/*
 * Transition of sha256_of_lines(text): the line in UTF-8 and a line feed;
 * NULL is no line
 */
Datum
rr_line_digest_add(PG_FUNCTION_ARGS)
{
	pg_cryptohash_ctx *hash = PG_ARGISNULL(0) ? new_hash(fcinfo) : (pg_cryptohash_ctx *) PG_GETARG_POINTER(0);

	if (!PG_ARGISNULL(1))
	{
		rr_sha256_text(hash, PG_GETARG_TEXT_PP(1));
		rr_sha256_bytes(hash, "\n", 1);
	}
	PG_RETURN_POINTER(hash);
}

/* Final function: 64 hexadecimal digits; the state cannot be used again */
Datum
rr_line_digest_final(PG_FUNCTION_ARGS)
{
	pg_cryptohash_ctx *hash;
	uint8		digest[SHA256_BYTES];
	char		digits[SHA256_BYTES * 2];

	/* no row at all: the digest of nothing */
	hash = PG_ARGISNULL(0) ? new_hash(fcinfo) : (pg_cryptohash_ctx *) PG_GETARG_POINTER(0);
	rr_sha256_finish(hash, digest);
	hex_encode((char *) digest, sizeof(digest), digits);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(digits, sizeof(digits)));
}
