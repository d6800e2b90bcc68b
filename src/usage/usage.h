/*
 * usage.h
 *	  From a provider's usage object to exclusive buckets.
 *
 * Providers count the same tokens in different ways: some include the tokens
 * read from a cache in the input, some do not; some include reasoning in the
 * output, some do not.  A reader (usage_formats.c) turns each format into a
 * UsageReport, in which the totals include everything, and usage.c splits
 * that into buckets, of which each token is in exactly one.
 *
 * Nothing here raises an error for bad data: the first problem found is kept
 * in the Usage, and usage_sql.c raises it or returns it.
 */
#ifndef RUNRATE_USAGE_H
#define RUNRATE_USAGE_H

#include "runrate.h"

#include "utils/numeric.h"

/* The buckets, in the order of rr_usage_bucket_names and of the SQL results */
typedef enum UsageBucket
{
	BUCKET_INPUT,
	BUCKET_CACHE_READ,
	BUCKET_CACHE_WRITE,			/* lifetime not reported, or half an hour */
	BUCKET_CACHE_WRITE_5M,
	BUCKET_CACHE_WRITE_1H,
	BUCKET_CACHE_WRITE_12H,
	BUCKET_INPUT_AUDIO,
	BUCKET_CACHED_AUDIO,
	BUCKET_INPUT_IMAGE,
	BUCKET_CACHED_IMAGE,
	BUCKET_INPUT_VIDEO,
	BUCKET_CACHED_VIDEO,
	LAST_INPUT_BUCKET = BUCKET_CACHED_VIDEO,
	BUCKET_OUTPUT,
	BUCKET_REASONING,
	BUCKET_OUTPUT_AUDIO,
	BUCKET_OUTPUT_IMAGE,
	LAST_OUTPUT_BUCKET = BUCKET_OUTPUT_IMAGE,
	BUCKET_CITATION,			/* read from what was found, in no total */
	LAST_TOKEN_BUCKET = BUCKET_CITATION,
	BUCKET_WEB_SEARCH_REQUESTS,
	BUCKET_X_SEARCH_REQUESTS,
	BUCKET_FILE_SEARCH_REQUESTS,
	BUCKET_CODE_EXECUTION_REQUESTS,
	BUCKET_MAPS_REQUESTS,
	BUCKET_REQUESTS,
	NBUCKETS
} UsageBucket;

/* Text that is not part of the buckets is a modality of its own */
typedef enum Modality
{
	MODALITY_TEXT,
	MODALITY_AUDIO,
	MODALITY_IMAGE,
	MODALITY_VIDEO,
	NMODALITIES
} Modality;

/* Messages of several files; the detail has the numbers or the field */
#define USAGE_CONTRADICTION	"usage contradicts itself"
#define USAGE_INVALID		"invalid usage"
#define USAGE_UNKNOWN		"unknown usage field"

/* The value of a bucket or total of which nothing is reported */
#define UNREPORTED	(-1)

/* A number of the usage object */
typedef struct UsageCount
{
	const char *name;			/* of its field; NULL if it is not reported */
	int64		value;			/* 0 then */
} UsageCount;

/* A string of the usage object, not null-terminated */
typedef struct UsageText
{
	const char *data;			/* NULL if it is not reported */
	int			size;
} UsageText;

/* A quantity that is counted on no bucket; fractions of it may be used */
typedef struct UsageMeter
{
	const char *name;			/* NULL: none is reported */
	Numeric		quantity;
} UsageMeter;

/*
 * What is reported of one attempt, that is, of one billed answer of one model
 *
 * input includes what is read from and written to a cache, output includes
 * reasoning, and both include all modalities.  All fields may be unreported.
 */
typedef struct UsageReport
{
	UsageText	model;
	UsageText	service_tier;
	UsageText	inference_geo;
	UsageText	speed;
	UsageCount	input;
	UsageCount	context;		/* that thresholds look at; not reported:
								 * input */
	UsageCount	cache_read;
	UsageCount	cache_write;	/* of any lifetime */
	UsageCount	cache_write_5m;
	UsageCount	cache_write_30m;
	UsageCount	cache_write_1h;
	UsageCount	cache_write_12h;
	UsageCount	input_by[NMODALITIES];	/* cached or not */
	UsageCount	cached_by[NMODALITIES]; /* read from the cache */
	UsageCount	output;
	UsageCount	reasoning;
	UsageCount	output_by[NMODALITIES];
	UsageCount	total;			/* input and output ... */
	int64		total_may_omit; /* ... with or without so many of them */
	UsageCount	citations;
	UsageCount	web_searches;
	UsageCount	x_searches;
	UsageCount	file_searches;
	UsageCount	code_executions;
	UsageCount	maps_requests;
	UsageCount	requests;		/* answers, if it is the sum of several */
	UsageMeter	meter;
	Numeric		cost;			/* that the provider says; NULL: it does not */
	bool		unbilled;		/* no provider was asked */
	bool		is_sum;			/* of it is not known how many answers */

	/* Fields that a format needs to get at the above */
	UsageText	kind;			/* of an element of a list */
	UsageCount	quantity;		/* of an element of a list */
	UsageCount	uncached_input;
	UsageCount	tool_input;
	UsageCount	tool_calls;
	UsageCount	sources;
	UsageCount	of_flex;
	UsageCount	of_priority;
	UsageCount	separate_reasoning;
	UsageCount	cached_input;	/* read or written, it does not say which */
	UsageCount	models_input;	/* all billed requests together */
	UsageCount	models_output;
	Numeric		upstream_cost;
	Numeric		cost_ticks;		/* in 10^-10 of a dollar */
	UsageText	currency;		/* of the cost; not reported: US dollars */
	int			nrequests;
	struct UsageReport *each;	/* the billed requests one by one */
} UsageReport;

/* What an attempt used */
typedef struct UsageAttempt
{
	UsageText	model;
	int64		buckets[NBUCKETS];
	int64		total_input;
	int64		total_output;
	int64		context;		/* that thresholds look at; UNREPORTED:
								 * total_input */
} UsageAttempt;

/* Why a usage object cannot be taken */
typedef struct UsageProblem
{
	int			sqlerrcode;
	const char *message;		/* NULL if there is no problem */
	const char *detail;			/* may be NULL */
	const char *hint;			/* may be NULL */
} UsageProblem;

/* What a usage object says */
typedef struct Usage
{
	UsageProblem problem;		/* the rest counts only if there is none */
	UsageText	provider;
	UsageText	model;			/* of the whole; its parts may have others */
	UsageText	service_tier;
	UsageText	inference_geo;
	UsageText	speed;
	int			nattempts;
	UsageAttempt *attempts;
	UsageAttempt sum;			/* model only if it is that of all attempts */
	UsageMeter	meter;			/* of all attempts together */
	Numeric		cost;			/* in US dollars, as reported; NULL: it is not */
	UsageCount	contained;		/* the largest count that others include */
	bool		text_counts;	/* read digits in a string as a number */
	bool		recognized;		/* it has a field that the format knows */
	bool		is_null;		/* null stands in its place */
} Usage;

extern const char *const rr_usage_bucket_names[NBUCKETS];

extern void rr_usage_problem(Usage *usage, const char *message,
							 const char *detail_format,...) pg_attribute_printf(3, 4);
extern UsageCount rr_usage_plus(Usage *usage, UsageCount a, UsageCount b, const char *name);
extern void rr_usage_note_contained(Usage *usage, UsageCount count);
extern void rr_usage_add_report(Usage *usage, const UsageReport *report);
extern void rr_usage_add_reports(Usage *usage, const UsageReport *report);
extern void rr_usage_add_attempt(Usage *usage, const UsageAttempt *attempt);
extern void rr_usage_init_attempt(UsageAttempt *attempt);

static inline UsageText
text_of(const char *data, int size)
{
	UsageText	result;

	result.data = data;
	result.size = size;
	return result;
}

static inline bool
has_prefix(UsageText text, const char *prefix, size_t size)
{
	return (size_t) text.size >= size && memcmp(text.data, prefix, size) == 0;
}

static inline UsageCount
named_count(const char *name, int64 value)
{
	UsageCount	count;

	count.name = name;
	count.value = value;
	return count;
}

static inline bool
is_reported(const UsageCount *count)
{
	return count->name != NULL;
}

/* Call a count something else in messages, if it is reported */
static inline UsageCount
renamed(UsageCount count, const char *name)
{
	if (is_reported(&count))
		count.name = name;
	return count;
}

#endif							/* RUNRATE_USAGE_H */
