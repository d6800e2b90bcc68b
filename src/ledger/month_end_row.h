/*
 * month_end_row.h
 *	  Rows of shared costs that book_month_end() makes.
 */
#ifndef RUNRATE_MONTH_END_ROW_H
#define RUNRATE_MONTH_END_ROW_H

#include "runrate.h"

#include "ledger/fact_aside.h"

extern const char *rr_check_month_end(const ArrivedRow *arrived);

#endif							/* RUNRATE_MONTH_END_ROW_H */
