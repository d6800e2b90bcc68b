/*
 * edit_distance.c
 *	  How far apart two names are, for "did you mean".
 */
#include "runrate.h"

#include "utils/builtins.h"
#include "utils/varlena.h"

/* varstr_levenshtein() takes no longer strings */
#define MAX_NAME_LENGTH	255

PG_FUNCTION_INFO_V1(rr_edit_distance);

/*
 * edit_distance(name, other, most)
 *
 * The number of characters to insert, delete or replace that make one name of
 * the other (Levenshtein 1965), counted to "most"; NULL if it is larger, or if
 * a name is longer than 255 bytes.
 */
Datum
rr_edit_distance(PG_FUNCTION_ARGS)
{
	text	   *name = PG_GETARG_TEXT_PP(0);
	text	   *other = PG_GETARG_TEXT_PP(1);
	int64		most = PG_GETARG_INT64(2);
	int			distance;

	if (most < 0 ||
		VARSIZE_ANY_EXHDR(name) > MAX_NAME_LENGTH ||
		VARSIZE_ANY_EXHDR(other) > MAX_NAME_LENGTH)
		PG_RETURN_NULL();

	most = Min(most, MAX_NAME_LENGTH);
	distance = varstr_levenshtein_less_equal(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name),
											 VARDATA_ANY(other), VARSIZE_ANY_EXHDR(other),
											 1, 1, 1, most, true);
	if (distance > most)
		PG_RETURN_NULL();
	PG_RETURN_INT64(distance);
}
