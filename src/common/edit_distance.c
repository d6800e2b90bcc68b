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

/* Do two texts differ only in the order of two letters that are side by side? */
static bool
are_swapped(const text *name, const text *other)
{
	const char *a = VARDATA_ANY(name);
	const char *b = VARDATA_ANY(other);
	int			size = VARSIZE_ANY_EXHDR(name);
	int			i = 0;

	if (size != (int) VARSIZE_ANY_EXHDR(other))
		return false;
	while (i < size && a[i] == b[i])
		i++;
	return i + 1 < size && a[i] == b[i + 1] && a[i + 1] == b[i] &&
		memcmp(a + i + 2, b + i + 2, size - i - 2) == 0;
}

/*
 * edit_distance(name, other, most)
 *
 * The number of characters to insert, delete or replace that make one name of
 * the other (Levenshtein 1965), counted to "most"; NULL if it is larger, or if
 * a name is longer than 255 bytes.  Two letters in the wrong order are one
 * mistake.
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
	if (most > 0 && are_swapped(name, other))
		PG_RETURN_INT64(1);
	distance = varstr_levenshtein_less_equal(VARDATA_ANY(name), VARSIZE_ANY_EXHDR(name),
											 VARDATA_ANY(other), VARSIZE_ANY_EXHDR(other),
											 1, 1, 1, most, true);
	if (distance > most)
		PG_RETURN_NULL();
	PG_RETURN_INT64(distance);
}
