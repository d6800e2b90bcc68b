/*
 * line_digest.c
 *	  Aggregate sha256_of_lines: the SHA-256 of lines of text.
 *
 * One stream over all lines, so that the number of facts of a month is not
 * bounded by the size of a text.
 */
#include "runrate.h"

#include "utils/builtins.h"
#include "utils/memutils.h"

#include "common/agg_state.h"
#include "common/sha256.h"

PG_FUNCTION_INFO_V1(rr_line_digest_accum);
PG_FUNCTION_INFO_V1(rr_line_digest_final);

typedef struct LineDigestState
{
	AggStateTag tag;
	pg_cryptohash_ctx *hash;
} LineDigestState;

static void
free_hash(Datum hash)
{
	pg_cryptohash_free((pg_cryptohash_ctx *) DatumGetPointer(hash));
}

/* Begin: the hash ends with the aggregation, and with the transaction if that fails */
static void
begin_hash(FunctionCallInfo fcinfo, LineDigestState *state)
{
	MemoryContext old_context = MemoryContextSwitchTo(GetMemoryChunkContext(state));

	state->hash = rr_sha256_create();
	AggRegisterCallback(fcinfo, free_hash, PointerGetDatum(state->hash));
	MemoryContextSwitchTo(old_context);
}

/*
 * Transition of sha256_of_lines(text): the line in UTF-8 and a line feed;
 * NULL is no line
 */
Datum
rr_line_digest_accum(PG_FUNCTION_ARGS)
{
	LineDigestState *state = rr_transition_state(fcinfo, LINE_DIGEST_STATE, sizeof(LineDigestState));

	if (state->hash == NULL)
		begin_hash(fcinfo, state);
	if (!PG_ARGISNULL(1))
	{
		rr_sha256_text(state->hash, PG_GETARG_TEXT_PP(1));
		rr_sha256_bytes(state->hash, "\n", 1);
	}
	PG_RETURN_POINTER(state);
}

/* Final function: 64 hexadecimal digits, NULL without lines; the state cannot be used again */
Datum
rr_line_digest_final(PG_FUNCTION_ARGS)
{
	LineDigestState *state = rr_agg_state_arg(fcinfo, 0, LINE_DIGEST_STATE);
	uint8		digest[SHA256_BYTES];
	char		digits[SHA256_BYTES * 2];

	if (state == NULL)
		PG_RETURN_NULL();
	rr_sha256_finish(state->hash, digest);
	hex_encode((char *) digest, sizeof(digest), digits);
	PG_RETURN_TEXT_P(cstring_to_text_with_len(digits, sizeof(digits)));
}
