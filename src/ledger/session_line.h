/*
 * session_line.h
 *	  Lines of a session, of which several may be of one billed request.
 */
#ifndef RUNRATE_SESSION_LINE_H
#define RUNRATE_SESSION_LINE_H

#include "runrate.h"

#include "ledger/fact_aside.h"
#include "ledger/fact_table.h"

/* What became of the row that a fuller line takes the place of */
typedef enum LineFate
{
	LINE_KEPT,					/* the line that came is no fuller one */
	LINE_REPLACED,				/* it is reversed now */
	LINE_REVERSED,				/* it was reversed before */
	LINE_IN_FLIGHT				/* another transaction is reversing it */
} LineFate;

extern bool rr_is_session_line(const FactRow *row);
extern void rr_set_line_key(FactRow *row);
extern bool rr_is_fuller_line(const FactRow *line, const FactRow *other);
extern Datum rr_later_line_key(Datum source_key, int n);
extern LineFate rr_replace_line(const FactTable *table, Relation relation, const FactRow *existing,
								TransactionId *holder);

#endif							/* RUNRATE_SESSION_LINE_H */
