/*
 * balance_sums.c
 *	  What the facts of a statement add up to, by key: a hash table.
 *
 * A key is kept as bytes: the dates, then each text with its length before it,
 * or -1 for NULL.
 */
#include "runrate.h"

#include "common/hashfn.h"
#include "utils/fmgrprotos.h"
#include "utils/memutils.h"

#include "ledger/balance_sums.h"

typedef struct PostingSlot
{
	Posting    *posting;
	uint32		hash;
	char		status;
} PostingSlot;

/* A posting that is looked for has only its key */
static inline uint32
hash_posting(const Posting *posting)
{
	return hash_bytes((const unsigned char *) posting->key, posting->key_size);
}

static inline bool
is_same_key(const Posting *a, const Posting *b)
{
	return a->key_size == b->key_size && memcmp(a->key, b->key, a->key_size) == 0;
}

#define SH_PREFIX		postings
#define SH_ELEMENT_TYPE	PostingSlot
#define SH_KEY_TYPE		Posting *
#define SH_KEY			posting
#define SH_HASH_KEY(tb, key)	hash_posting(key)
#define SH_EQUAL(tb, a, b)		is_same_key(a, b)
#define SH_SCOPE		static inline
#define SH_STORE_HASH
#define SH_GET_HASH(tb, slot)	(slot)->hash
#define SH_DECLARE
#define SH_DEFINE
#include "lib/simplehash.h"

/* Make empty sums, which last for the session */
void
rr_init_sums(PostingSums *sums)
{
	memset(sums, 0, sizeof(PostingSums));
	sums->context = AllocSetContextCreate(TopMemoryContext, "runrate postings",
										  ALLOCSET_DEFAULT_SIZES);
}

/* Forget all that was added */
void
rr_empty_sums(PostingSums *sums)
{
	if (sums->hash == NULL)
		return;
	MemoryContextReset(sums->context);
	sums->hash = NULL;
	sums->first = NULL;
	sums->last = NULL;
	sums->npostings = 0;
}

static void
make_hash(PostingSums *sums)
{
	MemoryContext old_context = MemoryContextSwitchTo(sums->context);

	sums->hash = postings_create(sums->context, 32, NULL);
	initStringInfo(&sums->key);
	MemoryContextSwitchTo(old_context);
}

static void
append_text(StringInfo bytes, UsageText value)
{
	int32		size = value.data == NULL ? -1 : value.size;

	appendBinaryStringInfo(bytes, (const char *) &size, sizeof(size));
	if (size > 0)
		appendBinaryStringInfo(bytes, value.data, size);
}

/* The sums of a key, which are made if there are none */
Posting    *
rr_find_posting(PostingSums *sums, const PostingKey *key)
{
	Posting		wanted;
	PostingSlot *slot;
	Posting    *posting;
	bool		found;

	if (sums->hash == NULL)
		make_hash(sums);
	resetStringInfo(&sums->key);
	appendBinaryStringInfo(&sums->key, (const char *) &key->booked_month, sizeof(DateADT));
	appendBinaryStringInfo(&sums->key, (const char *) &key->owned_on, sizeof(DateADT));
	for (int i = 0; i < key->ntexts; i++)
		append_text(&sums->key, key->texts[i]);
	wanted.key = sums->key.data;
	wanted.key_size = sums->key.len;

	slot = postings_lookup(sums->hash, &wanted);
	if (slot != NULL)
		return slot->posting;
	posting = MemoryContextAllocZero(sums->context, sizeof(Posting));
	posting->key = MemoryContextAlloc(sums->context, wanted.key_size);
	posting->key_size = wanted.key_size;
	memcpy(posting->key, wanted.key, wanted.key_size);
	(void) postings_insert(sums->hash, posting, &found);
	if (sums->last == NULL)
		sums->first = posting;
	else
		sums->last->next = posting;
	sums->last = posting;
	sums->npostings++;
	return posting;
}

/* The key of a posting; texts are not copied.  key->ntexts says how many */
void
rr_read_posting_key(const Posting *posting, PostingKey *key)
{
	const char *bytes = posting->key;

	memcpy(&key->booked_month, bytes, sizeof(DateADT));
	bytes += sizeof(DateADT);
	memcpy(&key->owned_on, bytes, sizeof(DateADT));
	bytes += sizeof(DateADT);
	for (int i = 0; i < key->ntexts; i++)
	{
		int32		size;

		memcpy(&size, bytes, sizeof(size));
		bytes += sizeof(size);
		key->texts[i].data = size < 0 ? NULL : bytes;
		key->texts[i].size = Max(size, 0);
		bytes += Max(size, 0);
	}
}

static MoneySum *
amount_of(Posting *posting, int amount)
{
	if (posting->amounts[amount] == NULL)
		posting->amounts[amount] =
			MemoryContextAllocZero(GetMemoryChunkContext(posting), sizeof(MoneySum));
	return posting->amounts[amount];
}

/* Add a numeric that is finite, or take it off */
void
rr_add_amount(Posting *posting, int amount, Datum value, bool negate)
{
	MoneySum   *sum = amount_of(posting, amount);
	int128		units;
	int			scale;

	if (likely(numeric_to_units(value, &units, &scale)) &&
		likely(money_add_units(sum, negate ? -units : units, scale)))
		return;
	if (negate)
		value = DirectFunctionCall1(numeric_uminus, value);
	rr_money_add_any(sum, value, 1, sum);
}

/* Add a whole number, or take it off */
void
rr_add_whole(Posting *posting, int amount, int64 value, bool negate)
{
	const int64 units_of_one = INT64CONST(1000000000000);
	MoneySum   *sum = amount_of(posting, amount);
	int128		units = (int128) value * units_of_one;

	if (unlikely(!money_add_units(sum, negate ? -units : units, 0)))
		rr_add_amount(posting, amount, NumericGetDatum(int64_to_numeric(value)), negate);
}

/* Is there nothing to post, as where all that was added was taken off again? */
bool
rr_is_empty_posting(const Posting *posting)
{
	for (int i = 0; i < MAX_POSTING_COUNTS; i++)
		if (posting->counts[i] != 0)
			return false;
	for (int i = 0; i < MAX_POSTING_AMOUNTS; i++)
		if (posting->amounts[i] != NULL &&
			(posting->amounts[i]->units != 0 || posting->amounts[i]->wide != NULL))
			return false;
	return true;
}
