/*
 * runrate.h
 *	  Declarations shared by every file of the extension.
 */
#ifndef RUNRATE_H
#define RUNRATE_H

#include "postgres.h"

#include "fmgr.h"

#include "compat.h"

#endif							/* RUNRATE_H */
