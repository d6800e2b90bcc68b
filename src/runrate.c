/*
 * runrate.c
 *	  Module magic: the one file that PostgreSQL needs of every library.
 */
#include "runrate.h"

RUNRATE_MODULE_MAGIC;
