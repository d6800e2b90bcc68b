/*
 * price_book.c
 *	  Which rows of the price book hold for a request.
 *
 * Rows that agree in everything but age, price and unit supersede each other:
 * at any time the one with the latest valid_from that has begun holds, of
 * several with that valid_from the one recorded last.  Of the rows that then
 * hold, those of the request's tier go before those of the standard tier,
 * those of its speed before those of the standard speed, those of its region before those of all regions, those of a window that it
 * falls in before those of all hours, and those of a higher threshold that it
 * exceeds before those of a lower one, in this order.
 */
#include "runrate.h"

#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "common/local_time.h"
#include "pricing/price_book.h"
#include "usage/usage_json.h"

/* What of a row fits a request closer than another that applies too */
#define FITS_WINDOW		1
#define FITS_REGION		2
#define FITS_SPEED		4
#define FITS_TIER		8
#define FITS_NOT		(-1)

#define COMPARE(a, b)	(((a) > (b)) - ((a) < (b)))

/* Compare strings of which NULL is one */
static int
compare_names(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return COMPARE(a != NULL, b != NULL);
	return strcmp(a, b);
}

static int
compare_windows(const PriceWindow *a, const PriceWindow *b)
{
	int			result = COMPARE(a->start, b->start);

	if (result == 0)
		result = COMPARE(a->end, b->end);
	if (result == 0)
		result = COMPARE(a->weekdays, b->weekdays);
	if (result == 0)
		result = strcmp(pg_get_timezone_name(a->zone), pg_get_timezone_name(b->zone));
	return result;
}

static int
compare_keys(const PriceRow *a, const PriceRow *b)
{
	int			result = COMPARE(a->bucket, b->bucket);

	if (result == 0)
		result = strcmp(a->meter, b->meter);
	if (result == 0)
		result = compare_names(a->service_tier, b->service_tier);
	if (result == 0)
		result = compare_names(a->speed, b->speed);
	if (result == 0)
		result = compare_names(a->inference_geo, b->inference_geo);
	if (result == 0)
		result = COMPARE(a->graduated, b->graduated);
	if (result == 0)
		result = COMPARE(a->above_tokens, b->above_tokens);
	if (result == 0)
		result = compare_windows(&a->window, &b->window);
	return result;
}

static int
compare_age(const PriceRow *a, const PriceRow *b)
{
	int			result = COMPARE(a->valid_from, b->valid_from);

	if (result == 0)
		result = COMPARE(a->recorded_at, b->recorded_at);
	if (result == 0)
		result = COMPARE(a->id, b->id);
	return result;
}

static int
compare_rows(const void *a, const void *b)
{
	int			result = compare_keys(a, b);

	return result != 0 ? result : compare_age(a, b);
}

/*
 * Make a price book of rows, which it keeps and orders
 *
 * rows: all fields but key are set.  Allocated in the current memory context.
 */
PriceBook  *
rr_price_book(PriceRow *rows, int nrows)
{
	PriceBook  *book = palloc0(sizeof(PriceBook));

	qsort(rows, nrows, sizeof(PriceRow), compare_rows);
	for (int i = 0; i < nrows; i++)
		rows[i].key = i > 0 && compare_keys(&rows[i - 1], &rows[i]) == 0 ? rows[i - 1].key : i;
	book->rows = rows;
	book->nrows = nrows;
	book->current = palloc(Max(nrows, 1) * sizeof(PriceRow *));
	book->ladder = palloc(Max(nrows, 1) * sizeof(PriceRow *));
	book->from = book->until = 0;	/* no moment is in it */
	return book;
}

/* Find the rows that hold at a moment, and the epoch around it */
static void
find_epoch(PriceBook *book, TimestampTz at)
{
	int			ncurrent = 0;
	int			bucket = 0;

	book->from = DT_NOBEGIN;
	book->until = DT_NOEND;
	for (int i = 0; i < book->nrows; i++)
	{
		const PriceRow *row = &book->rows[i];
		const PriceRow *next = row + 1;

		if (row->valid_from > at)
		{
			book->until = Min(book->until, row->valid_from);
			continue;
		}
		book->from = Max(book->from, row->valid_from);
		if (i + 1 < book->nrows && next->key == row->key && next->valid_from <= at)
			continue;
		if (row->price == NULL)
			continue;
		while (bucket <= row->bucket)
			book->first[bucket++] = ncurrent;
		book->current[ncurrent++] = row;
	}
	while (bucket <= OTHER_METER + 1)
		book->first[bucket++] = ncurrent;
}

/* The bucket of that name, or OTHER_METER */
int
rr_price_meter_bucket(UsageText meter)
{
	for (int bucket = 0; bucket < NBUCKETS; bucket++)
		if (rr_usage_text_is(meter, rr_usage_bucket_names[bucket]))
			return bucket;
	return OTHER_METER;
}

/*
 * Is a moment in a window?
 *
 * Hours over midnight belong to the day on which they begin.
 */
static bool
is_in_window(const PriceWindow *window, TimestampTz at)
{
	struct pg_tm tm;
	fsec_t		fsec;
	int			weekday;
	TimeADT		time;

	rr_local_time(at, window->zone, &tm, &fsec);
	time = ((tm.tm_hour * MINS_PER_HOUR + tm.tm_min) * SECS_PER_MINUTE + tm.tm_sec) * USECS_PER_SEC +
		fsec;
	weekday = (j2day(date2j(tm.tm_year, tm.tm_mon, tm.tm_mday)) + 6) % 7;
	if (window->start < window->end)
		return time >= window->start && time < window->end && (window->weekdays >> weekday & 1);
	if (time >= window->start)
		return window->weekdays >> weekday & 1;
	return time < window->end && (window->weekdays >> (weekday + 6) % 7 & 1);
}

/*
 * How closely a row fits a request in tier or speed, whose names are the same
 * in any case
 *
 * fits: if it is the same.  0 for the standard where the request has another,
 * FITS_NOT for another one than it has.
 */
static int
fit_of_name(const char *name, UsageText wanted, int fits)
{
	if (name == NULL)
		return wanted.data == NULL ? fits : 0;
	return wanted.data != NULL && wanted.size == (int) strlen(name) &&
		pg_strncasecmp(wanted.data, name, wanted.size) == 0 ? fits : FITS_NOT;
}

/* How closely a row fits a request, or FITS_NOT */
static int
fit_of(const PriceRow *row, const PriceRequest *request)
{
	int			tier = fit_of_name(row->service_tier, request->service_tier, FITS_TIER);
	int			speed = fit_of_name(row->speed, request->speed, FITS_SPEED);
	int			fit;

	if (tier == FITS_NOT || speed == FITS_NOT)
		return FITS_NOT;
	fit = tier | speed;
	if (row->inference_geo != NULL)
	{
		if (request->inference_geo.data == NULL ||
			!rr_usage_text_is(request->inference_geo, row->inference_geo))
			return FITS_NOT;
		fit |= FITS_REGION;
	}
	if (!row->window.always)
	{
		if (!is_in_window(&row->window, request->at))
			return FITS_NOT;
		fit |= FITS_WINDOW;
	}
	return fit;
}

/* Does a request reach the threshold of a cliff? */
static bool
is_reached(const PriceRow *row, const PriceRequest *request)
{
	return row->above_tokens == 0 || request->total_input > row->above_tokens ||
		(row->inclusive && request->total_input == row->above_tokens);
}

/* Is a row with that fit a better base than the one found so far? */
static bool
is_better_base(const PriceRow *row, int fit, const PriceRow *base, int base_fit)
{
	if (base == NULL || fit != base_fit)
		return fit > base_fit;
	if (row->above_tokens != base->above_tokens)
		return row->above_tokens > base->above_tokens;
	return compare_age(row, base) > 0;
}

/*
 * Put a graduated row into the ladder, if it fits as closely as those there or
 * closer; of several with one threshold the latest stays
 */
static void
add_to_ladder(PriceChoice *choice, const PriceRow *row, int fit, int *ladder_fit)
{
	int			place;

	if (fit < *ladder_fit)
		return;
	if (fit > *ladder_fit)
		choice->nladder = 0;
	*ladder_fit = fit;
	for (place = choice->nladder; place > 0; place--)
		if (choice->ladder[place - 1]->above_tokens <= row->above_tokens)
			break;
	if (place > 0 && choice->ladder[place - 1]->above_tokens == row->above_tokens)
	{
		if (compare_age(row, choice->ladder[place - 1]) > 0)
			choice->ladder[place - 1] = row;
		return;
	}
	memmove(choice->ladder + place + 1, choice->ladder + place,
			(choice->nladder - place) * sizeof(PriceRow *));
	choice->ladder[place] = row;
	choice->nladder++;
}

/*
 * Choose the prices of a meter for a request
 *
 * bucket: the meter's, or OTHER_METER and its name is meter.  False if it has
 * none at that time.  The choice is good until the next call with that book.
 */
bool
rr_choose_price(PriceBook *book, int bucket, UsageText meter, const PriceRequest *request,
				PriceChoice *choice)
{
	int			base_fit = FITS_NOT;
	int			ladder_fit = FITS_NOT;
	int64		standard_above = 0;

	if (request->at < book->from || request->at >= book->until)
		find_epoch(book, request->at);
	*choice = (PriceChoice)
	{
		.ladder = book->ladder
	};
	for (int i = book->first[bucket]; i < book->first[bucket + 1]; i++)
	{
		const PriceRow *row = book->current[i];
		int			fit;

		if (bucket == OTHER_METER && !rr_usage_text_is(meter, row->meter))
			continue;
		fit = fit_of(row, request);
		if (fit == FITS_NOT)
			continue;
		if (row->graduated)
		{
			add_to_ladder(choice, row, fit, &ladder_fit);
			continue;
		}
		choice->has_threshold |= row->above_tokens > 0;
		if (!is_reached(row, request))
			continue;
		if (!(fit & FITS_TIER))
			standard_above = Max(standard_above, row->above_tokens);
		if (is_better_base(row, fit, choice->base, base_fit))
		{
			choice->base = row;
			base_fit = fit;
		}
	}
	if (ladder_fit < base_fit)
		choice->nladder = 0;
	choice->other_tier = has_price(choice) && !(Max(base_fit, ladder_fit) & FITS_TIER);
	choice->other_speed = has_price(choice) && !(Max(base_fit, ladder_fit) & FITS_SPEED);
	if (choice->nladder == 0 && choice->base != NULL && choice->base->above_tokens < standard_above)
		choice->missing_above = standard_above;
	return has_price(choice);
}
