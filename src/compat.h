/*
 * compat.h
 *	  Everything that differs between the supported PostgreSQL versions.
 *
 * No other file of the extension tests PG_VERSION_NUM.
 */
#ifndef RUNRATE_COMPAT_H
#define RUNRATE_COMPAT_H

#include "fmgr.h"

#if PG_VERSION_NUM < 150000
#error "runrate needs PostgreSQL 15 or later"
#endif

#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif

/* 18 lets a module say its name and version, which pg_get_loaded_modules() shows */
#if PG_VERSION_NUM >= 180000
#define RUNRATE_MODULE_MAGIC \
	PG_MODULE_MAGIC_EXT(.name = "runrate", .version = RUNRATE_VERSION)
#else
#define RUNRATE_MODULE_MAGIC PG_MODULE_MAGIC
#endif

/* 18 writes the attribute before the declaration, where 15 to 17 accept it too */
#if PG_VERSION_NUM < 180000
#define pg_noreturn pg_attribute_noreturn()
#endif

/* 17 dropped the argument countincludesself, which nobody sets to true */
#if PG_VERSION_NUM >= 170000
#define rr_sendcountedtext(buf, text, size) pq_sendcountedtext(buf, text, size)
#else
#define rr_sendcountedtext(buf, text, size) pq_sendcountedtext(buf, text, size, false)
#endif

/* 18 can count what a scan does, for EXPLAIN */
#if PG_VERSION_NUM >= 180000
#define rr_index_beginscan(table, index, snapshot, nkeys) \
	index_beginscan(table, index, snapshot, NULL, nkeys, 0)
#else
#define rr_index_beginscan(table, index, snapshot, nkeys) \
	index_beginscan(table, index, snapshot, nkeys, 0)
#endif

/* 16 can insert into summarizing indexes only, as after a HOT update */
#if PG_VERSION_NUM >= 160000
#define rr_insert_index_tuples(result, slot, estate) \
	ExecInsertIndexTuples(result, slot, estate, false, false, NULL, NIL, false)
#else
#define rr_insert_index_tuples(result, slot, estate) \
	ExecInsertIndexTuples(result, slot, estate, false, false, NULL, NIL)
#endif

/* 18 can log that it did not get the lock of a transaction */
#if PG_VERSION_NUM >= 180000
#define rr_try_xact_lock(xid) ConditionalXactLockTableWait(xid, false)
#else
#define rr_try_xact_lock(xid) ConditionalXactLockTableWait(xid)
#endif

/* 17 can ask for a stronger lock, too */
#if PG_VERSION_NUM >= 170000
#define rr_holds_lock(tag, mode) LockHeldByMe(tag, mode, false)
#else
#define rr_holds_lock(tag, mode) LockHeldByMe(tag, mode)
#endif

#endif							/* RUNRATE_COMPAT_H */
