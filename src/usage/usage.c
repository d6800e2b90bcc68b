/*
 * usage.c
 *	  Split what is reported of a usage into exclusive buckets.
 *
 * The rule is that of a containment order: what is left in a bucket is what is
 * reported for it, minus what is reported for the buckets that it contains.
 * An overlap of two of them, such as cached audio, which is both cached and
 * audio, is a bucket too, so it is taken off once.  Where the overlap is not
 * reported, cached tokens are text.  A bucket with less than nothing left
 * means that the numbers contradict each other: it is a problem, and never
 * raised to zero.
 */
#include "runrate.h"

#include "common/int.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"

#include "usage/usage.h"
#include "usage/usage_json.h"

const char *const rr_usage_bucket_names[NBUCKETS] = {
	[BUCKET_INPUT] = "input_tokens",
	[BUCKET_CACHE_READ] = "cache_read_tokens",
	[BUCKET_CACHE_WRITE] = "cache_write_tokens",
	[BUCKET_CACHE_WRITE_5M] = "cache_write_5m_tokens",
	[BUCKET_CACHE_WRITE_1H] = "cache_write_1h_tokens",
	[BUCKET_CACHE_WRITE_12H] = "cache_write_12h_tokens",
	[BUCKET_INPUT_AUDIO] = "input_audio_tokens",
	[BUCKET_CACHED_AUDIO] = "cached_audio_tokens",
	[BUCKET_INPUT_IMAGE] = "input_image_tokens",
	[BUCKET_CACHED_IMAGE] = "cached_image_tokens",
	[BUCKET_INPUT_VIDEO] = "input_video_tokens",
	[BUCKET_CACHED_VIDEO] = "cached_video_tokens",
	[BUCKET_OUTPUT] = "output_tokens",
	[BUCKET_REASONING] = "reasoning_tokens",
	[BUCKET_OUTPUT_AUDIO] = "output_audio_tokens",
	[BUCKET_OUTPUT_IMAGE] = "output_image_tokens",
	[BUCKET_CITATION] = "citation_tokens",
	[BUCKET_WEB_SEARCH_REQUESTS] = "web_search_requests",
	[BUCKET_X_SEARCH_REQUESTS] = "x_search_requests",
	[BUCKET_FILE_SEARCH_REQUESTS] = "file_search_requests",
	[BUCKET_CODE_EXECUTION_REQUESTS] = "code_execution_requests",
	[BUCKET_MAPS_REQUESTS] = "maps_requests",
	[BUCKET_REQUESTS] = "requests"
};

/* Where the tokens of a modality that is not text go */
static const UsageBucket input_bucket[NMODALITIES] = {
	[MODALITY_AUDIO] = BUCKET_INPUT_AUDIO,
	[MODALITY_IMAGE] = BUCKET_INPUT_IMAGE,
	[MODALITY_VIDEO] = BUCKET_INPUT_VIDEO
};
static const UsageBucket cached_bucket[NMODALITIES] = {
	[MODALITY_AUDIO] = BUCKET_CACHED_AUDIO,
	[MODALITY_IMAGE] = BUCKET_CACHED_IMAGE,
	[MODALITY_VIDEO] = BUCKET_CACHED_VIDEO
};

/* No model that is sold by tokens puts out video: it has no bucket */
static const UsageBucket output_bucket[MODALITY_IMAGE + 1] = {
	[MODALITY_AUDIO] = BUCKET_OUTPUT_AUDIO,
	[MODALITY_IMAGE] = BUCKET_OUTPUT_IMAGE
};

/* Keep a problem, unless there is one already */
void
rr_usage_problem(Usage *usage, const char *message, const char *detail_format,...)
{
	StringInfoData detail;

	if (usage->problem.message != NULL)
		return;
	initStringInfo(&detail);
	for (;;)
	{
		va_list		args;
		int			needed;

		va_start(args, detail_format);
		needed = appendStringInfoVA(&detail, detail_format, args);
		va_end(args);
		if (needed == 0)
			break;
		enlargeStringInfo(&detail, needed);
	}
	usage->problem.sqlerrcode = ERRCODE_DATA_EXCEPTION;
	usage->problem.message = message;
	usage->problem.detail = detail.data;
}

/*
 * Add two counts up under another name; one that is not reported adds nothing
 */
UsageCount
rr_usage_plus(Usage *usage, UsageCount a, UsageCount b, const char *name)
{
	UsageCount	sum;

	if (!is_reported(&a))
		return b;
	if (!is_reported(&b))
		return a;
	sum.name = name;
	if (pg_add_s64_overflow(a.value, b.value, &sum.value))
	{
		rr_usage_problem(usage, "usage is out of range",
						 "%s is " INT64_FORMAT ", %s is " INT64_FORMAT ".",
						 a.name, a.value, b.name, b.value);
		/* the result does not count any more, but is calculated with */
		sum.value = PG_INT64_MAX;
	}
	return sum;
}

/* Say that parts and the whole that has them do not fit, with all numbers */
static void
contradict(Usage *usage, const UsageCount *whole, const UsageCount *const *parts, int nparts)
{
	StringInfoData numbers;

	initStringInfo(&numbers);
	for (int i = 0; i < nparts; i++)
		if (is_reported(parts[i]))
			appendStringInfo(&numbers, "%s is " INT64_FORMAT ", ",
							 parts[i]->name, parts[i]->value);
	rr_usage_problem(usage, USAGE_CONTRADICTION, "%s%s is " INT64_FORMAT ".",
					 numbers.data, whole->name, whole->value);
	pfree(numbers.data);
}

/*
 * What is left of a whole without its parts, which overlap by overlap tokens;
 * UNREPORTED if the whole is not reported
 */
static int64
remainder_of(Usage *usage, const UsageCount *whole, const UsageCount *const *parts, int nparts,
			 int128 overlap)
{
	int128		left = whole->value + overlap;

	if (!is_reported(whole))
		return UNREPORTED;
	for (int i = 0; i < nparts; i++)
		left -= parts[i]->value;
	if (left < 0)
		contradict(usage, whole, parts, nparts);
	return left;
}

/* Check that the modalities of something are not more than it */
static void
check_modalities(Usage *usage, const UsageCount *whole, const UsageCount *by)
{
	const UsageCount *parts[NMODALITIES];

	for (int m = 0; m < NMODALITIES; m++)
		parts[m] = &by[m];
	remainder_of(usage, whole, parts, NMODALITIES, 0);
}

static int64
bucket_value(const UsageCount *count)
{
	return is_reported(count) ? count->value : UNREPORTED;
}

/*
 * Cache writes: either the lifetimes are reported, and then they are the
 * buckets and their sum is all that is written, or only the sum is
 *
 * Returns that sum.
 */
static UsageCount
split_cache_writes(Usage *usage, const UsageReport *report, int64 *buckets)
{
	static const UsageBucket lifetimes[] = {
		BUCKET_CACHE_WRITE, BUCKET_CACHE_WRITE_5M, BUCKET_CACHE_WRITE_1H, BUCKET_CACHE_WRITE_12H
	};
	const UsageCount *const parts[] = {
		&report->cache_write_30m, &report->cache_write_5m, &report->cache_write_1h, &report->cache_write_12h
	};
	UsageCount	sum = {NULL, 0};

	for (size_t i = 0; i < lengthof(parts); i++)
	{
		buckets[lifetimes[i]] = bucket_value(parts[i]);
		sum = rr_usage_plus(usage, sum, *parts[i], "cache writes");
	}
	if (!is_reported(&sum))
	{
		buckets[BUCKET_CACHE_WRITE] = bucket_value(&report->cache_write);
		return report->cache_write;
	}
	if (is_reported(&report->cache_write) && report->cache_write.value != sum.value)
		contradict(usage, &report->cache_write, parts, lengthof(parts));
	return sum;
}

/*
 * Cache reads: each modality and, as the rest, text
 *
 * Returns all that is read; where only modalities are reported, their sum.
 */
static UsageCount
split_cache_reads(Usage *usage, const UsageReport *report, int64 *buckets)
{
	UsageCount	reads = report->cache_read;
	const UsageCount *parts[NMODALITIES - 1];
	int			nparts = 0;

	if (!is_reported(&reads))
		for (int m = 0; m < NMODALITIES; m++)
			reads = rr_usage_plus(usage, reads, report->cached_by[m], "cache reads");

	check_modalities(usage, &reads, report->cached_by);
	for (int m = MODALITY_TEXT + 1; m < NMODALITIES; m++)
	{
		buckets[cached_bucket[m]] = bucket_value(&report->cached_by[m]);
		parts[nparts++] = &report->cached_by[m];
	}
	buckets[BUCKET_CACHE_READ] = remainder_of(usage, &reads, parts, nparts, 0);
	return reads;
}

/* The input: cached parts, other modalities and, as the rest, uncached text */
static void
split_input(Usage *usage, const UsageReport *report, int64 *buckets)
{
	UsageCount	reads = split_cache_reads(usage, report, buckets);
	UsageCount	writes = split_cache_writes(usage, report, buckets);
	const UsageCount *parts[NMODALITIES + 1] = {&reads, &writes};
	int			nparts = 2;
	int128		overlap = 0;

	check_modalities(usage, &report->input, report->input_by);
	for (int m = MODALITY_TEXT + 1; m < NMODALITIES; m++)
	{
		const UsageCount *all = &report->input_by[m];
		const UsageCount *cached = &report->cached_by[m];

		if (!is_reported(all))
			continue;
		parts[nparts++] = all;
		overlap += cached->value;
		buckets[input_bucket[m]] = remainder_of(usage, all, &cached, 1, 0);
	}
	buckets[BUCKET_INPUT] = remainder_of(usage, &report->input, parts, nparts, overlap);
}

/* The output: reasoning, other modalities and, as the rest, text */
static void
split_output(Usage *usage, const UsageReport *report, int64 *buckets)
{
	const UsageCount *parts[] = {
		&report->reasoning,
		&report->output_by[MODALITY_AUDIO],
		&report->output_by[MODALITY_IMAGE]
	};

	const UsageCount *video = &report->output_by[MODALITY_VIDEO];

	if (video->value != 0)
		rr_usage_problem(usage, USAGE_UNKNOWN, "%s is " INT64_FORMAT " of the output, and would be lost.",
						 video->name, video->value);
	check_modalities(usage, &report->output, report->output_by);
	buckets[BUCKET_REASONING] = bucket_value(&report->reasoning);
	for (int m = MODALITY_AUDIO; m <= MODALITY_IMAGE; m++)
		buckets[output_bucket[m]] = bucket_value(&report->output_by[m]);
	buckets[BUCKET_OUTPUT] = remainder_of(usage, &report->output, parts, lengthof(parts), 0);
}

/*
 * Input and output are the total: if one of them is not reported the other is
 * all of it, or the rest would be lost
 */
static void
check_total(Usage *usage, const UsageReport *report)
{
	const UsageCount *const parts[] = {&report->input, &report->output};
	int128		sum = (int128) report->input.value + report->output.value;

	if (!is_reported(&report->total) ||
		report->total.value == sum || report->total.value == sum - report->total_may_omit)
		return;
	if (is_reported(&report->input) || is_reported(&report->output))
		contradict(usage, &report->total, parts, lengthof(parts));
	else
		rr_usage_problem(usage, USAGE_INVALID, "%s is " INT64_FORMAT ", and neither input nor output is reported.",
						 report->total.name, report->total.value);
}

void
rr_usage_init_attempt(UsageAttempt *attempt)
{
	attempt->model.data = NULL;
	attempt->model.size = 0;
	for (int i = 0; i < NBUCKETS; i++)
		attempt->buckets[i] = UNREPORTED;
	attempt->total_input = UNREPORTED;
	attempt->total_output = UNREPORTED;
	attempt->context = UNREPORTED;
}

/* Add to a number of the sum; what is not reported adds nothing */
static void
add_to_sum(Usage *usage, int64 *sum, int64 value)
{
	if (value == UNREPORTED)
		return;
	if (*sum == UNREPORTED)
		*sum = value;
	else if (pg_add_s64_overflow(*sum, value, sum))
		rr_usage_problem(usage, "usage is out of range",
						 "All attempts together use more tokens than a bigint can hold.");
}

static bool
is_same_text(UsageText a, UsageText b)
{
	return a.size == b.size && (a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

/* Note an attempt as it is */
void
rr_usage_add_attempt(Usage *usage, const UsageAttempt *attempt)
{
	UsageAttempt *sum = &usage->sum;

	if (usage->nattempts == 0)
		sum->model = attempt->model;
	else if (!is_same_text(sum->model, attempt->model))
		sum->model = text_of(NULL, 0);
	for (int i = 0; i < NBUCKETS; i++)
		add_to_sum(usage, &sum->buckets[i], attempt->buckets[i]);
	add_to_sum(usage, &sum->total_input, attempt->total_input);
	add_to_sum(usage, &sum->total_output, attempt->total_output);

	if (usage->attempts == NULL)
		usage->attempts = palloc(sizeof(UsageAttempt));
	else
		usage->attempts = repalloc(usage->attempts,
								   sizeof(UsageAttempt) * (usage->nattempts + 1));
	usage->attempts[usage->nattempts++] = *attempt;
}

/* What is used beside tokens */
static void
take_requests(const UsageReport *report, int64 *buckets)
{
	buckets[BUCKET_CITATION] = bucket_value(&report->citations);
	buckets[BUCKET_WEB_SEARCH_REQUESTS] = bucket_value(&report->web_searches);
	buckets[BUCKET_X_SEARCH_REQUESTS] = bucket_value(&report->x_searches);
	buckets[BUCKET_FILE_SEARCH_REQUESTS] = bucket_value(&report->file_searches);
	buckets[BUCKET_CODE_EXECUTION_REQUESTS] = bucket_value(&report->code_executions);
	buckets[BUCKET_MAPS_REQUESTS] = bucket_value(&report->maps_requests);
}

/*
 * Split what is reported of an attempt and note it
 *
 * A report without a single number is no attempt.
 */
void
rr_usage_add_report(Usage *usage, const UsageReport *report)
{
	UsageAttempt attempt;
	bool		has_number = report->meter.name != NULL;

	rr_usage_init_attempt(&attempt);
	attempt.model = report->model;
	attempt.total_input = bucket_value(&report->input);
	attempt.total_output = bucket_value(&report->output);
	attempt.context = bucket_value(&report->context);
	split_input(usage, report, attempt.buckets);
	split_output(usage, report, attempt.buckets);
	take_requests(report, attempt.buckets);
	check_total(usage, report);

	for (int i = 0; i < NBUCKETS; i++)
		has_number |= attempt.buckets[i] != UNREPORTED;
	if (!has_number && !is_reported(&report->requests))
		return;
	if (is_reported(&report->requests))
		attempt.buckets[BUCKET_REQUESTS] = report->requests.value;
	else if (!report->is_sum)
		attempt.buckets[BUCKET_REQUESTS] = report->unbilled ? 0 : 1;
	rr_usage_add_attempt(usage, &attempt);
}

/* Is one of some buckets used? */
static bool
uses_any(const UsageAttempt *attempt, UsageBucket first, UsageBucket last)
{
	for (int i = first; i <= (int) last; i++)
		if (attempt->buckets[i] > 0)
			return true;
	return false;
}

/*
 * Note one of several requests
 *
 * Each has to say its totals, or those of all would be less than their parts.
 */
static void
add_request(Usage *usage, const UsageReport *request)
{
	int			nbefore = usage->nattempts;
	const UsageAttempt *attempt;

	rr_usage_add_report(usage, request);
	if (usage->nattempts == nbefore)
		return;
	attempt = &usage->attempts[nbefore];
	if (attempt->total_input == UNREPORTED && uses_any(attempt, BUCKET_INPUT, LAST_INPUT_BUCKET))
		rr_usage_problem(usage, USAGE_INVALID, "A request has parts of the input and no input tokens.");
	if (attempt->total_output == UNREPORTED && uses_any(attempt, BUCKET_OUTPUT, LAST_OUTPUT_BUCKET))
		rr_usage_problem(usage, USAGE_INVALID, "A request has parts of the output and no output tokens.");
}

/* How many tokens some buckets have */
static int128
sum_of_buckets(const UsageAttempt *attempt, UsageBucket first, UsageBucket last)
{
	int128		sum = 0;

	for (int i = first; i <= (int) last; i++)
		sum += Max(attempt->buckets[i], 0);
	return sum;
}

/*
 * What is said of the whole beside its requests repeats the last of them or is
 * their sum: it is no more than that, or the rest would be lost
 *
 * The whole may say less exactly what of it was cached, for how long, and what
 * was reasoning.
 */
static void
check_requests(Usage *usage, const UsageReport *report)
{
	static const struct
	{
		UsageBucket first;
		UsageBucket last;
	}			checked[] = {
		{BUCKET_CACHE_READ, BUCKET_CACHE_READ},
		{BUCKET_CACHE_WRITE, BUCKET_CACHE_WRITE_12H},
		{BUCKET_CACHE_WRITE_1H, BUCKET_CACHE_WRITE_1H},
		{BUCKET_CACHE_WRITE_12H, BUCKET_CACHE_WRITE_12H},
		{BUCKET_INPUT_AUDIO, BUCKET_CACHED_AUDIO},
		{BUCKET_INPUT_IMAGE, BUCKET_CACHED_IMAGE},
		{BUCKET_INPUT_VIDEO, BUCKET_CACHED_VIDEO},
		{BUCKET_OUTPUT_AUDIO, BUCKET_OUTPUT_AUDIO},
		{BUCKET_OUTPUT_IMAGE, BUCKET_OUTPUT_IMAGE}
	};
	const UsageCount *const totals[] = {&report->input, &report->output};
	const int64 requested[] = {Max(usage->sum.total_input, 0), Max(usage->sum.total_output, 0)};
	UsageAttempt whole;
	Usage		scratch = {0};

	if (usage->problem.message != NULL)
		return;
	for (size_t i = 0; i < lengthof(totals); i++)
		if (totals[i]->value > requested[i])
			rr_usage_problem(usage, USAGE_CONTRADICTION, "%s is " INT64_FORMAT ", and " INT64_FORMAT " in its requests.",
							 totals[i]->name, totals[i]->value, requested[i]);
	rr_usage_note_contained(usage, report->total);
	rr_usage_note_contained(usage, report->reasoning);

	/* what does not fit in the whole alone is not billed */
	rr_usage_init_attempt(&whole);
	split_input(&scratch, report, whole.buckets);
	split_output(&scratch, report, whole.buckets);
	for (size_t i = 0; i < lengthof(checked); i++)
		if (sum_of_buckets(&whole, checked[i].first, checked[i].last) >
			sum_of_buckets(&usage->sum, checked[i].first, checked[i].last))
			rr_usage_problem(usage, USAGE_CONTRADICTION, "There are more %s in the whole than in its requests.",
							 rr_usage_bucket_names[checked[i].first]);
}

/* Note a count that others include; that they do is checked when all are known */
void
rr_usage_note_contained(Usage *usage, UsageCount count)
{
	if (count.value > usage->contained.value)
		usage->contained = count;
}

/* Counts that others include are no more than these */
static void
check_contained(Usage *usage)
{
	int128		all = (int128) Max(usage->sum.total_input, 0) + Max(usage->sum.total_output, 0);

	if (usage->contained.value > all)
		rr_usage_problem(usage, USAGE_CONTRADICTION, "%s is " INT64_FORMAT ", and all input and output " INT64_FORMAT ".",
						 usage->contained.name, usage->contained.value, (int64) all);
}

/* Costs are reported in US dollars; an amount of another currency is none */
static void
check_currency(Usage *usage, const UsageReport *report)
{
	UsageText	currency = report->currency;

	if (report->cost != NULL && currency.data != NULL &&
		!(currency.size == 3 && pg_strncasecmp(currency.data, "USD", 3) == 0))
		rr_usage_problem(usage, USAGE_INVALID, "The cost is in \"%.*s\", not in US dollars.",
						 pg_mbcliplen(currency.data, currency.size, NAMEDATALEN), currency.data);
}

/*
 * The same for a usage object, which may say what each billed request used
 *
 * Those are then all there is to bill, and the counts beside them, which
 * repeat the last of them or are their sum, are not.  Only what the provider's
 * tools did is counted once for all of them.
 */
void
rr_usage_add_reports(Usage *usage, const UsageReport *report)
{
	usage->model = report->model;
	usage->service_tier = report->service_tier;
	usage->inference_geo = report->inference_geo;
	usage->speed = report->speed;
	usage->meter = report->meter;
	usage->cost = report->cost;
	check_currency(usage, report);
	if (report->nrequests == 0)
	{
		rr_usage_add_report(usage, report);
		check_contained(usage);
		return;
	}
	for (int i = 0; i < report->nrequests; i++)
	{
		UsageReport request = report->each[i];

		if (request.model.data == NULL)
			request.model = report->model;
		if (i + 1 == report->nrequests)
		{
			rr_usage_agree(usage, &request.citations, &report->citations);
			rr_usage_agree(usage, &request.web_searches, &report->web_searches);
			rr_usage_agree(usage, &request.x_searches, &report->x_searches);
			rr_usage_agree(usage, &request.file_searches, &report->file_searches);
			rr_usage_agree(usage, &request.code_executions, &report->code_executions);
			rr_usage_agree(usage, &request.maps_requests, &report->maps_requests);
		}
		add_request(usage, &request);
	}
	check_requests(usage, report);
	check_contained(usage);
}
