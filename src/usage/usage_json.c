/*
 * usage_json.c
 *	  Read the fields of a usage object.
 *
 * Every function takes a NULL object as one without fields, so that nested
 * objects need no test.
 */
#include "runrate.h"

#include "common/int.h"
#include "mb/pg_wchar.h"

#include "money/numeric_arith.h"
#include "money/numeric_digits.h"
#include "usage/usage_json.h"

/* How much of a value that is wrong a message shows */
#define MAX_SHOWN	40

static const char *const invalid_count = "invalid count in usage";

/* Get a field that is not null */
bool
rr_usage_field(JsonbContainer *object, const char *key, JsonbValue *value)
{
	return object != NULL &&
		getKeyJsonValueFromContainer(object, key, strlen(key), value) != NULL &&
		value->type != jbvNull;
}

/*
 * The same for a field that only objects of the format have: that it is there
 * says something even if it is null
 */
static bool
known_field(Usage *usage, JsonbContainer *object, const char *key, JsonbValue *value)
{
	if (object == NULL || getKeyJsonValueFromContainer(object, key, strlen(key), value) == NULL)
		return false;
	usage->recognized = true;
	return value->type != jbvNull;
}

/* Get a field that has to be an object; NULL if it is absent or null */
JsonbContainer *
rr_usage_object(Usage *usage, JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	if (!known_field(usage, object, key, &value))
		return NULL;
	if (value.type == jbvBinary && JsonContainerIsObject(value.val.binary.data))
		return value.val.binary.data;
	rr_usage_problem(usage, USAGE_INVALID, "%s is not an object.", key);
	return NULL;
}

/* Get an object beside the usage, in whose place anything else may be; NULL then */
JsonbContainer *
rr_usage_inner_object(JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	return rr_usage_field(object, key, &value) && value.type == jbvBinary &&
		JsonContainerIsObject(value.val.binary.data) ? value.val.binary.data : NULL;
}

/* Get a field that is a string; unreported if it is anything else */
UsageText
rr_usage_text(JsonbContainer *object, const char *key)
{
	JsonbValue	value;

	if (!rr_usage_field(object, key, &value) || value.type != jbvString)
		return text_of(NULL, 0);
	return text_of(value.val.string.val, value.val.string.len);
}

/* Most of what is compared differs in the first letter */
bool
rr_usage_text_is(UsageText text, const char *other)
{
	if (text.data == NULL || text.size == 0)
		return text.data != NULL && other[0] == '\0';
	return text.data[0] == other[0] && text.size == (int) strlen(other) &&
	memcmp(text.data, other, text.size) == 0;
}

/* A value for a message, which may have very many digits */
const char *
rr_usage_shown_number(Numeric number)
{
	char	   *text = numeric_text(number);

	if (strlen(text) <= MAX_SHOWN)
		return text;

	return psprintf("%.*s...", MAX_SHOWN, text);
}

/* Read a number; UNREPORTED, with a problem, if it is not a count */
static int64
number_to_count(Usage *usage, Numeric number, const char *name)
{
	NumericParts parts;
	int64		count = 0;

	rr_numeric_take_apart(NumericGetDatum(number), &parts);
	if (parts.negative && parts.ndigits > 0)
	{
		rr_usage_problem(usage, invalid_count, "%s is %s, which is negative.",
						 name, rr_usage_shown_number(number));
		return UNREPORTED;
	}
	if (parts.ndigits > 0 && parts.ndigits > parts.weight + 1)
	{
		rr_usage_problem(usage, invalid_count, "%s is %s, which is not a whole number.",
						 name, rr_usage_shown_number(number));
		return UNREPORTED;
	}
	for (int i = 0; parts.ndigits > 0 && i <= parts.weight; i++)
	{
		int			digit = i < parts.ndigits ? numeric_digit(&parts, i) : 0;

		if (pg_mul_s64_overflow(count, NUMERIC_BASE, &count) ||
			pg_add_s64_overflow(count, digit, &count))
		{
			rr_usage_problem(usage, invalid_count, "%s is %s, which a bigint cannot hold.",
							 name, rr_usage_shown_number(number));
			return UNREPORTED;
		}
	}
	return count;
}

/* How many of the digits of a whole number are before its point, as in 12.0 */
static int
whole_digits(const char *digits, int size)
{
	int			whole = size;

	while (whole > 0 && digits[whole - 1] == '0')
		whole--;
	return whole > 1 && whole < size && digits[whole - 1] == '.' ? whole - 1 : size;
}

/* Read the digits of a string; UNREPORTED, with a problem, if it has others */
static int64
digits_to_count(Usage *usage, const char *digits, int size, const char *name)
{
	int			whole = whole_digits(digits, size);
	int64		count = 0;
	bool		valid = size > 0;

	for (int i = 0; i < whole && valid; i++)
		valid = digits[i] >= '0' && digits[i] <= '9' &&
			!pg_mul_s64_overflow(count, 10, &count) &&
			!pg_add_s64_overflow(count, digits[i] - '0', &count);
	if (valid)
		return count;
	rr_usage_problem(usage, invalid_count, "%s is \"%.*s\", which is not a count.",
					 name, pg_mbcliplen(digits, size, MAX_SHOWN), digits);
	return UNREPORTED;
}

/* What a value that should be a number is */
static const char *
value_kind(const JsonbValue *value)
{
	switch (value->type)
	{
		case jbvString:
			return "a string";
		case jbvBool:
			return "a boolean";
		case jbvBinary:
			return JsonContainerIsObject(value->val.binary.data) ? "an object" : "an array";
		default:
			return "something else";
	}
}

/* Read a value that is not null and has to be a count */
UsageCount
rr_usage_json_count(Usage *usage, const JsonbValue *value, const char *name)
{
	int64		count = UNREPORTED;

	if (value->type == jbvNumeric)
		count = number_to_count(usage, value->val.numeric, name);
	else if (value->type == jbvString && usage->text_counts)
		count = digits_to_count(usage, value->val.string.val, value->val.string.len, name);
	else
		rr_usage_problem(usage, invalid_count, "%s is %s, not a number.", name, value_kind(value));

	if (count == UNREPORTED)
		return named_count(NULL, 0);
	return named_count(name, count);
}

/* Are these the digits of a number that is not negative, such as 12, 0.5 or 1.2e-05? */
static bool
is_amount(const char *rest)
{
	size_t		whole = strspn(rest, "0123456789");
	size_t		exponent;

	rest += whole;
	if (whole > 0 && *rest == '.')
		rest += 1 + strspn(rest + 1, "0123456789");
	if (whole > 0 && (*rest == 'e' || *rest == 'E'))
	{
		rest += rest[1] == '-' || rest[1] == '+' ? 2 : 1;
		exponent = strspn(rest, "0123456789");
		rest += exponent >= 1 && exponent <= 2 ? exponent : 0;
		return exponent >= 1 && *rest == '\0';
	}
	return whole > 0 && *rest == '\0';
}

/*
 * Read a value that is not null and has to be an amount of money, which some
 * clients write as a string, so that no digit is lost; NULL, with a problem, if
 * it is none
 */
Numeric
rr_usage_json_amount(Usage *usage, const JsonbValue *value, const char *name)
{
	char	   *text;

	if (value->type == jbvNumeric)
		return value->val.numeric;
	if (value->type == jbvString && value->val.string.len <= MAX_SHOWN)
	{
		text = pnstrdup(value->val.string.val, value->val.string.len);

		if (is_amount(text))
			return DatumGetNumeric(DirectFunctionCall3(numeric_in, CStringGetDatum(text),
													   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
	}
	rr_usage_problem(usage, "invalid cost in usage", "%s is %s, not a number.", name, value_kind(value));
	return NULL;
}

/* Get an element of an array, which has to be an object */
JsonbContainer *
rr_usage_element(Usage *usage, JsonbContainer *array, uint32 i, const char *name)
{
	JsonbValue *value = getIthJsonbValueFromContainer(array, i);

	if (value != NULL && value->type == jbvBinary && JsonContainerIsObject(value->val.binary.data))
		return value->val.binary.data;
	rr_usage_problem(usage, USAGE_INVALID, "An element of %s is not an object.", name);
	return NULL;
}

/* Take a count that is reported under two names: they have to say the same */
void
rr_usage_agree(Usage *usage, UsageCount *count, const UsageCount *other)
{
	if (!is_reported(count))
		*count = *other;
	else if (is_reported(other) && other->value != count->value)
		rr_usage_problem(usage, USAGE_CONTRADICTION,
						 "%s is " INT64_FORMAT ", %s is " INT64_FORMAT ".",
						 count->name, count->value, other->name, other->value);
}
