/*
 * append_only.h
 *	  The error for changes of append-only tables.
 */
#ifndef RUNRATE_APPEND_ONLY_H
#define RUNRATE_APPEND_ONLY_H

#include "runrate.h"

#include "utils/rel.h"

pg_noreturn extern void rr_refuse_change(Relation table, const char *fact);

#endif							/* RUNRATE_APPEND_ONLY_H */
