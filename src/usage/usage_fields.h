/*
 * usage_fields.h
 *	  Tables of the fields of usage objects, and how to read an object by them.
 *
 * Every number of a usage object is accounted for: a field of the table is
 * counted, or known not to be a quantity of its own, and any other that is not
 * zero is a problem.
 */
#ifndef RUNRATE_USAGE_FIELDS_H
#define RUNRATE_USAGE_FIELDS_H

#include "utils/jsonb.h"

#include "usage/usage.h"

/* What a field is */
typedef enum UsageFieldUse
{
	FIELD_COUNT,				/* of several for one count all say the same */
	FIELD_PART,					/* of a count: such fields are added up */
	FIELD_METER,				/* a quantity on the meter that it is shown as */
	FIELD_COST,					/* an amount of dollars */
	FIELD_TEXT,
	FIELD_OBJECT,
	FIELD_LIST,					/* of objects */
	FIELD_CONTAINED,			/* a count that another one includes */
	FIELD_IGNORED,				/* no quantity */
	FIELD_FOREIGN				/* of another format, whose totals mean
								 * something else */
} UsageFieldUse;

typedef struct UsageField UsageField;

struct UsageField
{
	const char *name;			/* NULL: end of the table */
	int			size;			/* of the name */
	UsageFieldUse use;
	size_t		offset;			/* of what it sets in a UsageReport */
	const char *shown;			/* its name in messages, if it is not that */
	const UsageField *fields;	/* of an object, or of each one of a list */

	/* take over what was read of an element of a list */
	void		(*take) (Usage *usage, UsageReport *report, const UsageReport *element,
						 const UsageField *field);
};

/* Members of tables */
#define USAGE_FIELD(name, use, member) \
	{name, sizeof(name) - 1, use, offsetof(UsageReport, member), NULL, NULL, NULL}
#define COUNT(name, member)	USAGE_FIELD(name, FIELD_COUNT, member)
#define PART(name, member)	USAGE_FIELD(name, FIELD_PART, member)
#define TEXT(name, member)	USAGE_FIELD(name, FIELD_TEXT, member)
#define COST(name, member)	USAGE_FIELD(name, FIELD_COST, member)
#define COUNT_SHOWN(name, member, shown) \
	{name, sizeof(name) - 1, FIELD_COUNT, offsetof(UsageReport, member), shown, NULL, NULL}
#define METER(name, meter_name) \
	{name, sizeof(name) - 1, FIELD_METER, offsetof(UsageReport, meter), meter_name, NULL, NULL}
#define OBJECT(name, fields) \
	{name, sizeof(name) - 1, FIELD_OBJECT, 0, NULL, fields, NULL}
#define LIST(name, member, fields, take) \
	{name, sizeof(name) - 1, FIELD_LIST, offsetof(UsageReport, member), NULL, fields, take}
#define CONTAINED(name)		{name, sizeof(name) - 1, FIELD_CONTAINED, 0, NULL, NULL, NULL}
#define IGNORED(name)		{name, sizeof(name) - 1, FIELD_IGNORED, 0, NULL, NULL, NULL}
#define FOREIGN(name)		{name, sizeof(name) - 1, FIELD_FOREIGN, 0, NULL, NULL, NULL}
#define END_OF_FIELDS		{NULL, 0, FIELD_IGNORED, 0, NULL, NULL, NULL}

/* Does a key belong to the usage?  For objects that have other fields, too */
typedef bool (*UsageKeyTest) (UsageText key);

extern void rr_usage_read_fields(Usage *usage, JsonbContainer *object, const UsageField *fields,
								 UsageKeyTest is_usage, UsageReport *report);
extern void rr_usage_take_request(Usage *usage, UsageReport *report, const UsageReport *element,
								  const UsageField *field);

#endif							/* RUNRATE_USAGE_FIELDS_H */
