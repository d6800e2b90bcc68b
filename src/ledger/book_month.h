/*
 * book_month.h
 *	  The month that a fact is booked in, and the lock that keeps it open.
 */
#ifndef RUNRATE_BOOK_MONTH_H
#define RUNRATE_BOOK_MONTH_H

#include "runrate.h"

#include "utils/date.h"

#include "ledger/ledger_query.h"

/* The months that a statement may book into, as far as it has locked them */
typedef struct BookMonths
{
	bool		is_held;
	int			held_from;		/* the lowest month that it holds */
	int			nest_level;		/* of the subtransaction that holds it */
} BookMonths;

extern DateADT rr_book_day(const Ledger *ledger, BookMonths *months, DateADT wanted);
extern bool rr_is_rebooking(Oid table);

#endif							/* RUNRATE_BOOK_MONTH_H */
