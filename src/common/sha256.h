/*
 * sha256.h
 *	  SHA-256 of text, with the server's own implementation.
 */
#ifndef RUNRATE_SHA256_H
#define RUNRATE_SHA256_H

#include "runrate.h"

#include "common/cryptohash.h"

#define SHA256_BYTES	32

extern pg_cryptohash_ctx *rr_sha256_create(void);
extern void rr_sha256_bytes(pg_cryptohash_ctx *hash, const void *data, size_t size);
extern void rr_sha256_text(pg_cryptohash_ctx *hash, const text *words);
extern void rr_sha256_finish(pg_cryptohash_ctx *hash, uint8 digest[SHA256_BYTES]);

#endif							/* RUNRATE_SHA256_H */
