/*
 * usage_fields.c
 *	  Read usage objects by tables of their fields.
 */
#include "runrate.h"

#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "parser/scansup.h"

#include "money/numeric_arith.h"
#include "usage/usage_fields.h"
#include "usage/usage_json.h"

/* How much of a name that is not known a message shows */
#define MAX_NAME_SHOWN	64

/* How much of the names that lead to one */
#define MAX_PATH_SHOWN	256

/* Where an object is in the usage, for messages */
typedef struct FieldPath
{
	UsageText	name;
	const struct FieldPath *around;
} FieldPath;

static void read_object(Usage *usage, JsonbContainer *object, const UsageField *fields,
						UsageKeyTest is_usage, UsageReport *report, const FieldPath *around);

static const UsageField *
find_field(const UsageField *fields, UsageText key)
{
	char		last = key.size > 0 ? key.data[key.size - 1] : '\0';

	/* names of one length mostly begin alike, and end in different ways */
	for (; fields->name != NULL; fields++)
		if (fields->size == key.size && fields->name[Max(key.size, 1) - 1] == last &&
			memcmp(fields->name, key.data, key.size) == 0)
			return fields;
	return NULL;
}

static char *
shown_path(const FieldPath *path)
{
	char	   *name = pnstrdup(path->name.data,
								pg_mbcliplen(path->name.data, path->name.size, MAX_NAME_SHOWN));

	return path->around == NULL ? name : psprintf("%s.%s", shown_path(path->around), name);
}

/* A level of a value that nobody knows */
typedef struct UnknownLevel
{
	UsageText	name;			/* of what is read in it */
	bool		is_own;			/* it is an object, and not an array */
} UnknownLevel;

typedef struct UnknownPath
{
	int			depth;
	int			nallocated;
	UnknownLevel *levels;
} UnknownPath;

/*
 * Is a text a number that is not zero, such as 12, -0.5, 1,234 or 1.2e3?
 */
static bool
is_number_text(const char *text, int size)
{
	int			i = 0;
	bool		has_digit = false;
	bool		has_value = false;
	bool		has_point = false;

	while (size > 0 && scanner_isspace(text[size - 1]))
		size--;
	while (i < size && scanner_isspace(text[i]))
		i++;
	if (i < size && (text[i] == '-' || text[i] == '+'))
		i++;
	for (; i < size; i++)
	{
		if (text[i] >= '0' && text[i] <= '9')
		{
			has_digit = true;
			has_value |= text[i] != '0';
		}
		else if (text[i] == '.' && !has_point)
			has_point = true;
		else if (!has_digit || has_point || (text[i] != ',' && text[i] != '_'))
			break;
	}
	if (has_digit && i < size && (text[i] == 'e' || text[i] == 'E'))
	{
		i++;
		if (i < size && (text[i] == '-' || text[i] == '+'))
			i++;
		while (i < size && text[i] >= '0' && text[i] <= '9')
			i++;
	}
	return has_value && i == size;
}

static bool
has_digit_in(const char *text, int size)
{
	for (int i = 0; i < size; i++)
		if (text[i] >= '1' && text[i] <= '9')
			return true;
	return false;
}

static bool
is_capital(char c)
{
	return c >= 'A' && c <= 'Z';
}

static bool
is_small(char c)
{
	return c >= 'a' && c <= 'z';
}

/*
 * Does a name say that what it has is no quantity, such as request_id or
 * createdAt?  Its last word does.
 */
static bool
names_no_quantity(UsageText name)
{
	static const char *const words[] = {
		"id", "ids", "uuid", "version", "time", "timestamp", "at", "date", "day", "model", "name", "key", "hash",
		"fingerprint", "region", "geo", "zone", "code", "status", "type", "reason", "user", "account", "project",
		"organization", "ttl", "currency", "message", "content", "role", "url", "uri"
	};
	int			start = name.size;

	while (start > 0 && (is_capital(name.data[start - 1]) || is_small(name.data[start - 1])) &&
		   !(start < name.size && is_capital(name.data[start]) && is_small(name.data[start - 1])))
		start--;
	for (size_t i = 0; i < lengthof(words); i++)
		if (name.size - start == (int) strlen(words[i]) &&
			pg_strncasecmp(name.data + start, words[i], name.size - start) == 0)
			return true;
	return false;
}

/*
 * Is it a number that is not zero, or a string that is one?  Where numbers
 * are written as strings, one that has a digit in it may be anything.
 */
static bool
is_quantity(const Usage *usage, const JsonbValue *value, UsageText name)
{
	const char *text = value->val.string.val;

	if (value->type == jbvNumeric)
		return numeric_sign_of(value->val.numeric) != 0;
	if (value->type != jbvString || names_no_quantity(name))
		return false;
	return usage->text_counts ? has_digit_in(text, value->val.string.len) :
		is_number_text(text, value->val.string.len);
}

/* Say that a quantity would be lost, and where it is */
static void
lose_quantity(Usage *usage, const JsonbValue *value, const FieldPath *path, const UnknownPath *inner)
{
	StringInfoData place;

	initStringInfo(&place);
	appendStringInfoString(&place, shown_path(path));
	for (int i = 0; i < inner->depth && place.len < MAX_PATH_SHOWN; i++)
	{
		UsageText	name = inner->levels[i].name;

		if (inner->levels[i].is_own)
			appendStringInfo(&place, ".%.*s", pg_mbcliplen(name.data, name.size, MAX_NAME_SHOWN), name.data);
	}
	rr_usage_problem(usage, USAGE_UNKNOWN, "%s is %s, and would be lost.", place.data,
					 value->type == jbvNumeric ? rr_usage_shown_number(value->val.numeric) :
					 pnstrdup(value->val.string.val, pg_mbcliplen(value->val.string.val, value->val.string.len, MAX_NAME_SHOWN)));
}

/* Go one level down in the value of a field that nobody knows */
static void
enter_level(UnknownPath *inner, UsageText field)
{
	UsageText	name = inner->depth > 0 ? inner->levels[inner->depth - 1].name : field;

	if (inner->depth == inner->nallocated)
	{
		inner->nallocated = Max(2 * inner->nallocated, 8);
		inner->levels = inner->levels == NULL ? palloc(inner->nallocated * sizeof(UnknownLevel)) :
			repalloc(inner->levels, inner->nallocated * sizeof(UnknownLevel));
	}
	inner->levels[inner->depth].name = name;
	inner->levels[inner->depth++].is_own = false;
}

/* Note a field that nobody knows, if there is a quantity in it */
static void
note_unknown(Usage *usage, const JsonbValue *value, const FieldPath *path)
{
	UnknownPath inner = {0};
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	part;

	if (usage->problem.message != NULL)
		return;
	if (value->type != jbvBinary)
	{
		if (is_quantity(usage, value, path->name))
			lose_quantity(usage, value, path, &inner);
		return;
	}
	iterator = JsonbIteratorInit(value->val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &part, false)) != WJB_DONE)
	{
		if (token == WJB_BEGIN_OBJECT || token == WJB_BEGIN_ARRAY)
			enter_level(&inner, path->name);
		else if (token == WJB_END_OBJECT || token == WJB_END_ARRAY)
			inner.depth--;
		else if (token == WJB_KEY)
		{
			inner.levels[inner.depth - 1].name = text_of(part.val.string.val, part.val.string.len);
			inner.levels[inner.depth - 1].is_own = true;
		}
		else if (is_quantity(usage, &part, inner.levels[inner.depth - 1].name))
		{
			lose_quantity(usage, &part, path, &inner);
			return;
		}
	}
}

/* Take a quantity on a meter that is no bucket; an event has room for one */
static void
take_meter(Usage *usage, const JsonbValue *value, const UsageField *field, UsageReport *report)
{
	UsageMeter *meter = &report->meter;

	/* what is not set is an object without fields in some clients */
	if (value->type == jbvBinary && JsonContainerSize(value->val.binary.data) == 0)
		return;
	if (value->type != jbvNumeric || numeric_sign_of(value->val.numeric) < 0)
	{
		rr_usage_problem(usage, "invalid count in usage", "%s is not a number that counts.", field->name);
		return;
	}
	if (numeric_sign_of(value->val.numeric) == 0)
		return;
	if (meter->name != NULL &&
		(strcmp(meter->name, field->shown) != 0 ||
		 numeric_compare(meter->quantity, value->val.numeric) != 0))
		rr_usage_problem(usage, USAGE_UNKNOWN, "%s is %s beside another meter, and would be lost.",
						 field->name, rr_usage_shown_number(value->val.numeric));
	meter->name = field->shown;
	meter->quantity = value->val.numeric;
}


static void
read_list(Usage *usage, JsonbContainer *list, const UsageField *field, UsageReport *report,
		  const FieldPath *path)
{
	uint32		n = JsonContainerSize(list);

	for (uint32 i = 0; i < n; i++)
	{
		JsonbContainer *object = rr_usage_element(usage, list, i, field->name);
		UsageReport element = {0};

		if (object == NULL)
			return;
		read_object(usage, object, field->fields, NULL, &element, path);
		field->take(usage, report, &element, field);
	}
}

/* Take over what a field says that is not null */
static void
read_field(Usage *usage, const JsonbValue *value, const UsageField *field, UsageReport *report,
		   const FieldPath *path)
{
	void	   *place = (char *) report + field->offset;
	const char *name = field->shown != NULL ? field->shown : field->name;
	UsageCount	count;

	switch (field->use)
	{
		case FIELD_COUNT:
			count = rr_usage_json_count(usage, value, name);
			rr_usage_agree(usage, place, &count);
			break;
		case FIELD_PART:
			count = rr_usage_json_count(usage, value, name);
			*(UsageCount *) place = rr_usage_plus(usage, *(UsageCount *) place, count, name);
			break;
		case FIELD_METER:
			take_meter(usage, value, field, report);
			break;
		case FIELD_COST:
			*(Numeric *) place = rr_usage_json_amount(usage, value, name);
			break;
		case FIELD_TEXT:
			if (value->type == jbvString)
				*(UsageText *) place = text_of(value->val.string.val, value->val.string.len);
			else
				note_unknown(usage, value, path);
			break;
		case FIELD_OBJECT:
			if (value->type != jbvBinary || !JsonContainerIsObject(value->val.binary.data))
				rr_usage_problem(usage, USAGE_INVALID, "%s is not an object.", field->name);
			else
				read_object(usage, value->val.binary.data, field->fields, NULL, report, path);
			break;
		case FIELD_LIST:
			if (value->type != jbvBinary || !JsonContainerIsArray(value->val.binary.data))
				rr_usage_problem(usage, USAGE_INVALID, "%s is not an array.", field->name);
			else
				read_list(usage, value->val.binary.data, field, report, path);
			break;
		case FIELD_CONTAINED:
			rr_usage_note_contained(usage, rr_usage_json_count(usage, value, name));
			break;
		case FIELD_FOREIGN:
			rr_usage_problem(usage, USAGE_INVALID, "It has %s, a field of another format.", field->name);
			break;
		case FIELD_IGNORED:
			break;
	}
}

/* Does a field, even one that is null, show that the object is of the format? */
static bool
is_telling(const UsageField *field)
{
	return field->use == FIELD_COUNT || field->use == FIELD_PART || field->use == FIELD_METER ||
		field->use == FIELD_OBJECT || field->use == FIELD_LIST;
}

static void
read_object(Usage *usage, JsonbContainer *object, const UsageField *fields,
			UsageKeyTest is_usage, UsageReport *report, const FieldPath *around)
{
	JsonbIterator *iterator = JsonbIteratorInit(object);
	JsonbIteratorToken token;
	JsonbValue	key;
	JsonbValue	value;

	while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE)
	{
		FieldPath	path;
		const UsageField *field;

		if (token != WJB_KEY)
			continue;
		JsonbIteratorNext(&iterator, &value, true);
		path.name = text_of(key.val.string.val, key.val.string.len);
		path.around = around;
		if (is_usage != NULL && !is_usage(path.name))
			continue;
		field = find_field(fields, path.name);
		if (field == NULL)
			note_unknown(usage, &value, &path);
		else
		{
			usage->recognized |= is_telling(field);
			if (value.type != jbvNull)
				read_field(usage, &value, field, report, &path);
		}
	}
}

/*
 * Read an object by the table of its fields
 *
 * object: NULL is one without fields.  is_usage: NULL if all of its fields are
 * usage.  What is wrong is a problem of usage.
 */
void
rr_usage_read_fields(Usage *usage, JsonbContainer *object, const UsageField *fields,
					 UsageKeyTest is_usage, UsageReport *report)
{
	if (object != NULL)
		read_object(usage, object, fields, is_usage, report, NULL);
}

/* Keep an element of a list as one of the billed requests */
void
rr_usage_take_request(Usage *usage pg_attribute_unused(), UsageReport *report,
					  const UsageReport *element, const UsageField *field pg_attribute_unused())
{
	if (report->each == NULL)
		report->each = palloc(sizeof(UsageReport));
	else
		report->each = repalloc(report->each, (report->nrequests + 1) * sizeof(UsageReport));
	report->each[report->nrequests++] = *element;
}
