/*
 * siphash.h
 *	  SipHash-2-4 with 128 bits of output.
 */
#ifndef RUNRATE_SIPHASH_H
#define RUNRATE_SIPHASH_H

#include "runrate.h"

#define SIPHASH_KEY_SIZE	16
#define SIPHASH_SIZE		16

typedef struct SipHashKey
{
	uint64		words[2];
} SipHashKey;

extern SipHashKey rr_siphash_key(const uint8 *bytes);
extern void rr_siphash128(const SipHashKey *key, const uint8 *data, size_t size, uint8 *hash);

#endif							/* RUNRATE_SIPHASH_H */
