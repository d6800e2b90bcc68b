/*
 * siphash.c
 *	  SipHash-2-4 with 128 bits of output: a hash that nobody who does not know
 *	  its key can aim at.
 *
 * After J.-P. Aumasson and D. J. Bernstein, SipHash: a fast short-input PRF
 * (2012), with the longer output that they specified later.
 */
#include "runrate.h"

#include "common/siphash.h"

typedef struct SipState
{
	uint64		v0,
				v1,
				v2,
				v3;
} SipState;

/* Bytes as a number, the first one lowest, whatever the machine */
static inline uint64
little_endian(const uint8 *bytes, size_t size)
{
	uint64		word = 0;

	for (size_t i = 0; i < size; i++)
		word |= (uint64) bytes[i] << (8 * i);
	return word;
}

static inline void
put_little_endian(uint64 word, uint8 *bytes)
{
	for (int i = 0; i < 8; i++)
		bytes[i] = (uint8) (word >> (8 * i));
}

static inline uint64
rotated(uint64 word, int bits)
{
	return word << bits | word >> (64 - bits);
}

static inline void
mix(SipState *state, int rounds)
{
	for (int i = 0; i < rounds; i++)
	{
		state->v0 += state->v1;
		state->v2 += state->v3;
		state->v1 = rotated(state->v1, 13) ^ state->v0;
		state->v3 = rotated(state->v3, 16) ^ state->v2;
		state->v0 = rotated(state->v0, 32);
		state->v2 += state->v1;
		state->v0 += state->v3;
		state->v1 = rotated(state->v1, 17) ^ state->v2;
		state->v3 = rotated(state->v3, 21) ^ state->v0;
		state->v2 = rotated(state->v2, 32);
	}
}

static inline void
absorb(SipState *state, uint64 word)
{
	state->v3 ^= word;
	mix(state, 2);
	state->v0 ^= word;
}

static inline uint64
squeeze(SipState *state)
{
	mix(state, 4);
	return state->v0 ^ state->v1 ^ state->v2 ^ state->v3;
}

/* A key of SIPHASH_KEY_SIZE bytes */
SipHashKey
rr_siphash_key(const uint8 *bytes)
{
	return (SipHashKey)
	{
		{
			little_endian(bytes, 8), little_endian(bytes + 8, 8)
		}
	};
}

/* Set the SIPHASH_SIZE bytes of hash to the hash of data */
void
rr_siphash128(const SipHashKey *key, const uint8 *data, size_t size, uint8 *hash)
{
	SipState	state = {
		key->words[0] ^ UINT64CONST(0x736f6d6570736575),
		key->words[1] ^ UINT64CONST(0x646f72616e646f6d) ^ 0xee,
		key->words[0] ^ UINT64CONST(0x6c7967656e657261),
		key->words[1] ^ UINT64CONST(0x7465646279746573)
	};
	size_t		whole = size - size % 8;

	for (size_t i = 0; i < whole; i += 8)
		absorb(&state, little_endian(data + i, 8));
	absorb(&state, little_endian(data + whole, size % 8) | (uint64) size << 56);
	state.v2 ^= 0xee;
	put_little_endian(squeeze(&state), hash);
	state.v1 ^= 0xdd;
	put_little_endian(squeeze(&state), hash + 8);
}
