/*
 * runrate.c
 *	  Module magic, and the version of the library.
 */
#include "runrate.h"

#include "utils/builtins.h"

RUNRATE_MODULE_MAGIC;

PG_FUNCTION_INFO_V1(rr_version);

/* version(): the version of the library, for the ledgers that it creates */
Datum
rr_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(RUNRATE_VERSION));
}
