/*
 * sha256.c
 *	  SHA-256 of text, with the server's own implementation.
 */
#include "runrate.h"

#include "mb/pg_wchar.h"

#include "common/sha256.h"

static void
check(int result)
{
	if (result < 0)
		elog(ERROR, "could not compute a SHA-256");
}

/* A new hash, to be freed with pg_cryptohash_free() */
pg_cryptohash_ctx *
rr_sha256_create(void)
{
	pg_cryptohash_ctx *hash = pg_cryptohash_create(PG_SHA256);

	if (hash == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_OUT_OF_MEMORY),
				 errmsg("out of memory")));
	check(pg_cryptohash_init(hash));
	return hash;
}

/* Add bytes as they are */
void
rr_sha256_bytes(pg_cryptohash_ctx *hash, const void *data, size_t size)
{
	check(pg_cryptohash_update(hash, data, size));
}

/* Add a text in UTF-8, whatever the encoding of the database */
void
rr_sha256_text(pg_cryptohash_ctx *hash, const text *words)
{
	char	   *data = VARDATA_ANY(words);
	int			size = VARSIZE_ANY_EXHDR(words);
	char	   *utf8 = pg_server_to_any(data, size, PG_UTF8);

	rr_sha256_bytes(hash, utf8, utf8 == data ? (size_t) size : strlen(utf8));
}

/* What all that was added hashes to; nothing can be added after that */
void
rr_sha256_finish(pg_cryptohash_ctx *hash, uint8 digest[SHA256_BYTES])
{
	check(pg_cryptohash_final(hash, digest, SHA256_BYTES));
}
