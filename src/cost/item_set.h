/*
 * item_set.h
 *	  Set of work items that remembers how often each was put in.
 */
#ifndef RUNRATE_ITEM_SET_H
#define RUNRATE_ITEM_SET_H

#include "runrate.h"

#include "lib/stringinfo.h"

/* NULL is the empty set; owner is as in money.h */
typedef struct item_table_hash ItemSet;

extern ItemSet *rr_item_set_add(ItemSet *set, const text *item, int64 count, void *owner);
extern void rr_item_set_remove(ItemSet *set, const text *item);
extern ItemSet *rr_item_set_combine(ItemSet *set, ItemSet *other, void *owner);
extern int64 rr_item_set_size(const ItemSet *set);
extern void rr_item_set_send(StringInfo buf, ItemSet *set);
extern ItemSet *rr_item_set_receive(StringInfo buf, void *owner);

#endif							/* RUNRATE_ITEM_SET_H */
