/*
 * erase_person.h
 *	  Names of persons are replaced in rows that otherwise do not change.
 */
#ifndef RUNRATE_ERASE_PERSON_H
#define RUNRATE_ERASE_PERSON_H

#include "runrate.h"

/* What stands in place of an erased text begins with it */
#define ERASED_PREFIX	"erased:"

struct FactTable;
struct FactRow;

extern bool rr_is_erasing(Oid table);
extern void rr_erase_texts(const struct FactTable *table, struct FactRow *row);

#endif							/* RUNRATE_ERASE_PERSON_H */
