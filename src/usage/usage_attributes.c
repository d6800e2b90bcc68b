/*
 * usage_attributes.c
 *	  Attributes of a span in the forms that exporters and stores give them.
 *
 * The reader of spans wants one object whose keys are the names with dots in
 * them.  OTLP has an array of keys and values instead, each value in an object
 * that says its type, and stores that cut names at their dots have objects in
 * objects.  These are turned into the one form here; attributes that have it,
 * as most do, are left as they are.
 */
#include "runrate.h"

#include "mb/pg_wchar.h"

#include "money/numeric_arith.h"
#include "usage/usage_attributes.h"
#include "usage/usage_json.h"

/*
 * No name that is known is longer: what is nested deeper is left nested, so
 * that an object of any depth needs room in proportion to its own size
 */
#define MAX_NAME	256

/* An attribute, by its whole name */
typedef struct Attribute
{
	UsageText	name;
	JsonbValue	value;
} Attribute;

typedef struct AttributeList
{
	Usage	   *usage;
	int			nattributes;
	int			nallocated;
	Attribute  *attributes;
} AttributeList;

static void add_value(AttributeList *list, UsageText name, JsonbValue value);

/* Does the name begin with one under which models and their usage are? */
static bool
is_of_models(UsageText name)
{
	static const UsageText roots[] = {
		{"gen_ai", 6}, {"llm", 3}, {"ai", 2}, {"openai", 6}, {"anthropic", 9}, {"embedding", 9}, {"openinference", 13}
	};

	for (size_t i = 0; i < lengthof(roots); i++)
		if (has_prefix(name, roots[i].data, roots[i].size) &&
			(name.size == roots[i].size || name.data[roots[i].size] == '.'))
			return true;
	return false;
}

static bool
is_object(const JsonbValue *value)
{
	return value->type == jbvBinary && JsonContainerIsObject(value->val.binary.data);
}

static bool
is_array(const JsonbValue *value)
{
	return value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data);
}

/* Are there objects in the place of values?  Most attributes have no container at all. */
static bool
is_nested(JsonbContainer *attributes)
{
	int			n = JsonContainerSize(attributes);
	bool		has_container = false;
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue	key;
	JsonbValue	value;

	for (int i = 0; i < n; i++)
		has_container |= JBE_ISCONTAINER(attributes->children[n + i]);
	if (!has_container)
		return false;
	iterator = JsonbIteratorInit(attributes);
	while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE)
	{
		if (token != WJB_KEY)
			continue;
		JsonbIteratorNext(&iterator, &value, true);
		if (is_object(&value) && is_of_models(text_of(key.val.string.val, key.val.string.len)))
			return true;
	}
	return false;
}

/* Take a value out of the objects that say its type; false if it is in none */
static bool
unwrap_typed(JsonbValue *value)
{
	static const char *const wrappers[] = {
		"stringValue", "string_value", "intValue", "int_value", "doubleValue", "double_value",
		"boolValue", "bool_value", "arrayValue", "array_value", "kvlistValue", "kvlist_value"
	};
	JsonbValue	type;

	if (!is_object(value))
		return false;
	for (size_t i = 0; JsonContainerSize(value->val.binary.data) == 1 && i < lengthof(wrappers); i++)
		if (rr_usage_field(value->val.binary.data, wrappers[i], value))
			return true;
	/* as Go writes it */
	return JsonContainerSize(value->val.binary.data) == 2 &&
		rr_usage_field(value->val.binary.data, "Type", &type) && type.type == jbvString &&
		rr_usage_field(value->val.binary.data, "Value", value);
}

/* The whole name of what stands under another one */
static UsageText
name_within(UsageText around, UsageText name)
{
	if (around.size == 0)
		return name;
	return text_of(psprintf("%.*s.%.*s", around.size, around.data, name.size, name.data),
				   around.size + 1 + name.size);
}

/* Add the attributes of an array of keys and values */
static void
add_pairs(AttributeList *list, UsageText around, JsonbContainer *pairs)
{
	for (uint32 i = 0; i < JsonContainerSize(pairs); i++)
	{
		JsonbContainer *pair = rr_usage_element(list->usage, pairs, i, "attributes");
		UsageText	name = rr_usage_text(pair, "key");
		JsonbValue	value;

		if (name.data == NULL)
			name = rr_usage_text(pair, "Key");
		if (name.data == NULL)
		{
			rr_usage_problem(list->usage, USAGE_INVALID, "An element of attributes has no key.");
			return;
		}
		if (rr_usage_field(pair, "value", &value) || rr_usage_field(pair, "Value", &value))
			add_value(list, name_within(around, name), value);
	}
}

/* Add the attributes of an object */
static void
add_object(AttributeList *list, UsageText around, JsonbContainer *object)
{
	JsonbIterator *iterator = JsonbIteratorInit(object);
	JsonbIteratorToken token;
	JsonbValue	key;
	JsonbValue	value;

	while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE)
	{
		if (token != WJB_KEY)
			continue;
		JsonbIteratorNext(&iterator, &value, true);
		add_value(list, name_within(around, text_of(key.val.string.val, key.val.string.len)), value);
	}
}

/* Is it a list of keys and values? */
static bool
has_pairs(const JsonbValue *value)
{
	JsonbValue *first = is_array(value) ? getIthJsonbValueFromContainer(value->val.binary.data, 0) : NULL;
	JsonbValue	key;

	return first != NULL && is_object(first) && rr_usage_field(first->val.binary.data, "key", &key);
}

/* Add what stands under a name, if it may be of models */
static void
add_value(AttributeList *list, UsageText name, JsonbValue value)
{
	if (!is_of_models(name))
		return;
	while (unwrap_typed(&value))
		;
	/* typed lists have an object around them */
	if (is_object(&value) && JsonContainerSize(value.val.binary.data) == 1)
		rr_usage_field(value.val.binary.data, "values", &value);
	if (name.size <= MAX_NAME && has_pairs(&value))
		add_pairs(list, name, value.val.binary.data);
	else if (name.size <= MAX_NAME && is_object(&value))
		add_object(list, name, value.val.binary.data);
	else
	{
		if (list->nattributes == list->nallocated)
		{
			list->nallocated *= 2;
			list->attributes = repalloc(list->attributes, list->nallocated * sizeof(Attribute));
		}
		list->attributes[list->nattributes].name = name;
		list->attributes[list->nattributes++].value = value;
	}
}

static int
compare_names(const void *a, const void *b)
{
	const UsageText *left = &((const Attribute *) a)->name;
	const UsageText *right = &((const Attribute *) b)->name;
	int			result = memcmp(left->data, right->data, Min(left->size, right->size));

	return result != 0 ? result : left->size - right->size;
}

/* Do two values say the same? */
static bool
is_same_value(const JsonbValue *a, const JsonbValue *b)
{
	if (a->type != b->type)
		return false;
	if (a->type == jbvNumeric)
		return numeric_compare(a->val.numeric, b->val.numeric) == 0;
	if (a->type == jbvString)
		return a->val.string.len == b->val.string.len &&
			memcmp(a->val.string.val, b->val.string.val, a->val.string.len) == 0;
	return a->type == jbvBool && a->val.boolean == b->val.boolean;
}

/* One object with all attributes; a name that is there twice has to say the same */
static JsonbContainer *
object_of(AttributeList *list)
{
	JsonbParseState *state = NULL;
	const Attribute *last = NULL;

	qsort(list->attributes, list->nattributes, sizeof(Attribute), compare_names);
	pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < list->nattributes; i++)
	{
		Attribute  *attribute = &list->attributes[i];
		JsonbValue	key;

		if (attribute->value.type == jbvNull)
			continue;
		if (last != NULL && compare_names(last, attribute) == 0)
		{
			if (!is_same_value(&last->value, &attribute->value))
				rr_usage_problem(list->usage, USAGE_CONTRADICTION, "%.*s is there twice.",
								 pg_mbcliplen(attribute->name.data, attribute->name.size, NAMEDATALEN),
								 attribute->name.data);
			continue;
		}
		key.type = jbvString;
		key.val.string.val = unconstify(char *, attribute->name.data);
		key.val.string.len = attribute->name.size;
		pushJsonbValue(&state, WJB_KEY, &key);
		pushJsonbValue(&state, WJB_VALUE, &attribute->value);
		last = attribute;
	}
	return &JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL))->root;
}

/*
 * The attributes of a span as one object whose keys are their whole names
 *
 * attributes: an object, nested or not, or an array of keys and values.  What
 * is wrong is a problem of usage.
 */
JsonbContainer *
rr_usage_flat_attributes(Usage *usage, JsonbContainer *attributes)
{
	AttributeList list = {usage, 0, 32, NULL};
	UsageText	no_name = {"", 0};

	if (JsonContainerIsObject(attributes) && !is_nested(attributes))
		return attributes;
	list.attributes = palloc(list.nallocated * sizeof(Attribute));
	if (JsonContainerIsArray(attributes))
		add_pairs(&list, no_name, attributes);
	else
		add_object(&list, no_name, attributes);
	return object_of(&list);
}
