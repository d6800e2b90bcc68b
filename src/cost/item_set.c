/*
 * item_set.c
 *	  Set of work items, on PostgreSQL's own hash table template.
 *
 * The set is exact: it keeps the identifiers, not just hashes of them, and
 * compares them byte by byte.  An item is a member as long as it was put in
 * more often than taken out, which lets rows leave a window frame.
 */
#include "runrate.h"

#include "common/hashfn.h"
#include "libpq/pqformat.h"
#include "utils/memutils.h"

#include "cost/item_set.h"

typedef struct Item
{
	const text *key;			/* packed or not; the table owns it */
	int64		count;			/* how often it was put in */
	uint32		hash;
	char		status;
} Item;

static inline uint32
hash_item(const text *key)
{
	return hash_bytes((const unsigned char *) VARDATA_ANY(key), VARSIZE_ANY_EXHDR(key));
}

static inline bool
same_item(const text *a, const text *b)
{
	Size		size = VARSIZE_ANY_EXHDR(a);

	return size == VARSIZE_ANY_EXHDR(b) && memcmp(VARDATA_ANY(a), VARDATA_ANY(b), size) == 0;
}

#define SH_PREFIX			item_table
#define SH_ELEMENT_TYPE		Item
#define SH_KEY_TYPE			const text *
#define SH_KEY				key
#define SH_HASH_KEY(tb, k)	hash_item(k)
#define SH_EQUAL(tb, a, b)	same_item(a, b)
#define SH_STORE_HASH
#define SH_GET_HASH(tb, a)	((a)->hash)
#define SH_SCOPE			static inline
#define SH_DECLARE
#define SH_DEFINE

/* the template has parameters that not every instance needs */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wunused-parameter"
#include "lib/simplehash.h"
#pragma GCC diagnostic pop

/* Make a set with room for that many members */
static ItemSet *
new_set(uint32 members, void *owner)
{
	return item_table_create(GetMemoryChunkContext(owner), members, NULL);
}

/* Put an item in count times; returns the set, which may be a new one */
ItemSet    *
rr_item_set_add(ItemSet *set, const text *item, int64 count, void *owner)
{
	Item	   *entry;
	bool		found;

	if (set == NULL)
		set = new_set(4, owner);
	entry = item_table_insert(set, item, &found);
	if (!found)
	{
		Size		size = VARSIZE_ANY(item);

		/* the entry is not valid before it has a key of its own */
		entry->key = memcpy(MemoryContextAlloc(set->ctx, size), item, size);
		entry->count = 0;
	}
	entry->count += count;
	return set;
}

/* Take an item out once, which was put in before */
void
rr_item_set_remove(ItemSet *set, const text *item)
{
	Item	   *entry = set == NULL ? NULL : item_table_lookup(set, item);

	if (entry == NULL)
		elog(ERROR, "work item to take out is not in the set");
	if (--entry->count == 0)
	{
		const text *key = entry->key;

		item_table_delete_item(set, entry);
		pfree(unconstify(text *, key));
	}
}

/* Put all of another set in; the other is left as it is */
ItemSet    *
rr_item_set_combine(ItemSet *set, ItemSet *other, void *owner)
{
	item_table_iterator position;
	Item	   *entry;
	uint64		members;

	if (other == NULL || other->members == 0)
		return set;

	/*
	 * Members come out of the other table in the order of their hashes.  A
	 * table that is too small for them would cluster, so make room at once.
	 */
	if (set == NULL)
		set = new_set(other->members, owner);
	members = (uint64) set->members + other->members;
	if (members > set->grow_threshold)
		item_table_grow(set, members * 2);

	item_table_start_iterate(other, &position);
	while ((entry = item_table_iterate(other, &position)) != NULL)
		set = rr_item_set_add(set, entry->key, entry->count, owner);
	return set;
}

/* How many different items are in the set? */
int64
rr_item_set_size(const ItemSet *set)
{
	return set == NULL ? 0 : set->members;
}

/* Append the set to a message */
void
rr_item_set_send(StringInfo buf, ItemSet *set)
{
	item_table_iterator position;
	Item	   *entry;

	pq_sendint64(buf, rr_item_set_size(set));
	if (set == NULL)
		return;
	item_table_start_iterate(set, &position);
	while ((entry = item_table_iterate(set, &position)) != NULL)
	{
		pq_sendint64(buf, entry->count);
		pq_sendint32(buf, VARSIZE_ANY_EXHDR(entry->key));
		pq_sendbytes(buf, VARDATA_ANY(entry->key), VARSIZE_ANY_EXHDR(entry->key));
	}
}

/* Read what rr_item_set_send() wrote */
ItemSet    *
rr_item_set_receive(StringInfo buf, void *owner)
{
	int64		members = pq_getmsgint64(buf);
	ItemSet    *set = members == 0 ? NULL : new_set(members, owner);

	for (int64 i = 0; i < members; i++)
	{
		int64		count = pq_getmsgint64(buf);
		int			size = pq_getmsgint(buf, sizeof(int32));
		text	   *key = palloc(VARHDRSZ + size);

		SET_VARSIZE(key, VARHDRSZ + size);
		pq_copymsgbytes(buf, VARDATA(key), size);
		set = rr_item_set_add(set, key, count, owner);
		pfree(key);
	}
	return set;
}
