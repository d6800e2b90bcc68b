/*
 * pricing.c
 *	  What a usage costs at the prices of a book, exactly.
 *
 * A cost is the sum of quantity * price / per, rounded once, at the end, to 12
 * decimals, half away from zero.  Where the price of one unit has up to 18
 * decimals, which all token prices have, that is integer arithmetic; else it
 * is one fraction of two numerics.  Prices in another currency than that of
 * the ledger are converted before anything is rounded.
 */
#include "runrate.h"

#include "mb/pg_wchar.h"
#include "port/pg_bitutils.h"

#include "money/numeric_arith.h"
#include "money/numeric_digits.h"
#include "pricing/pricing.h"
#include "usage/usage_json.h"

#define UNIT_PRICE_DECIMALS	18

/* From units of 10^-18 to units of 10^-12 */
#define UNIT_PRICES_PER_UNIT	1000000

/* Before the size of the context in the names of meters */
#define SIZED_SEARCH	"web_search_requests_"

/* Longest part of a name in a problem, in bytes */
#define MAX_QUOTED	200

/*
 * Whose price a bucket takes if it has none of its own, in this order
 *
 * A part takes the price of what contains it, which is what providers charge
 * who list no price for the part: reasoning is output, and input of every
 * kind is input.  Where the part is known to be dearer than the whole, there
 * is no such price, and the event stays without a cost: media output, and
 * writing to a cache for an hour or more, unless there is a price for writing.
 */
static const struct
{
	int			count;
	UsageBucket buckets[3];
}			price_fallbacks[NBUCKETS] = {
	[BUCKET_CACHE_READ] = {1, {BUCKET_INPUT}},
	[BUCKET_CACHE_WRITE] = {2, {BUCKET_CACHE_WRITE_5M, BUCKET_INPUT}},
	[BUCKET_CACHE_WRITE_5M] = {2, {BUCKET_CACHE_WRITE, BUCKET_INPUT}},
	[BUCKET_CACHE_WRITE_1H] = {1, {BUCKET_CACHE_WRITE}},
	[BUCKET_CACHE_WRITE_12H] = {1, {BUCKET_CACHE_WRITE}},
	[BUCKET_INPUT_AUDIO] = {1, {BUCKET_INPUT}},
	[BUCKET_CACHED_AUDIO] = {3, {BUCKET_CACHE_READ, BUCKET_INPUT_AUDIO, BUCKET_INPUT}},
	[BUCKET_INPUT_IMAGE] = {1, {BUCKET_INPUT}},
	[BUCKET_CACHED_IMAGE] = {3, {BUCKET_CACHE_READ, BUCKET_INPUT_IMAGE, BUCKET_INPUT}},
	[BUCKET_INPUT_VIDEO] = {1, {BUCKET_INPUT}},
	[BUCKET_CACHED_VIDEO] = {3, {BUCKET_CACHE_READ, BUCKET_INPUT_VIDEO, BUCKET_INPUT}},
[BUCKET_REASONING] = {1, {BUCKET_OUTPUT}}};

/* Meters that measure what shared costs are allocated by: free without a price */
static const char *const driver_meters[] = {"gpu_seconds", "vectors_stored"};

/* Start a pricing, whose lines are allocated in the current memory context */
void
rr_init_pricing(Pricing *pricing)
{
	memset(pricing, 0, sizeof(Pricing));
	pricing->maxlines = NBUCKETS;
	pricing->lines = palloc(pricing->maxlines * sizeof(PriceLine));
	initStringInfo(&pricing->missing);
	for (int bucket = 0; bucket < NBUCKETS; bucket++)
		pricing->meters[bucket] = text_of(rr_usage_bucket_names[bucket], strlen(rr_usage_bucket_names[bucket]));
}

/* Forget what was priced before */
void
rr_begin_pricing(Pricing *pricing)
{
	pricing->priced = true;
	pricing->estimated = false;
	pricing->problem = NULL;
	pricing->nlines = 0;
	pricing->nmissing = 0;
}

/* Say which meters have no price, all of them */
void
rr_end_pricing(Pricing *pricing)
{
	const char *meters = pricing->nmissing == 1 ? "meter" : "meters";

	if (pricing->nmissing == 0)
		return;
	if (pricing->missing_model.size == 0)
		rr_unpriced(pricing, psprintf("no price for %s %s", meters, pricing->missing.data));
	else
		rr_unpriced(pricing, psprintf("no price for %s %s of model %s", meters, pricing->missing.data,
									  rr_quoted_text(pricing->missing_model)));
}

/* Note that there is no price */
void
rr_unpriced(Pricing *pricing, const char *problem)
{
	pricing->priced = false;
	pricing->estimated = false;
	pricing->problem = problem;
	pricing->nlines = 0;
}

/* A name for a problem: in quotes, and cut if it is long */
char	   *
rr_quoted_text(UsageText text)
{
	return psprintf("\"%.*s\"", pg_mbcliplen(text.data, text.size, MAX_QUOTED), text.data);
}

/* Set which buckets of a usage are not 0, and what follows from that */
void
rr_sum_buckets(PricedUsage *usage)
{
	usage->used = 0;
	for (int bucket = 0; bucket < NBUCKETS; bucket++)
		usage->used |= (uint32) (usage->buckets[bucket] != 0) << bucket;
	rr_sum_used(usage);
}

/*
 * Set what follows from the buckets that are used: what thresholds are
 * compared with, all input, however it was read
 *
 * Of a sum of several requests that is the mean, as they look at each.
 */
void
rr_sum_used(PricedUsage *usage)
{
	const uint32 input_buckets = (UINT32_C(2) << LAST_INPUT_BUCKET) - 1;
	int128		total = 0;

	StaticAssertStmt(NBUCKETS <= 32, "used has a bit for each bucket");
	for (uint32 left = usage->used & input_buckets; left != 0; left &= left - 1)
		total += usage->buckets[pg_rightmost_one_pos32(left)];
	if (total < 0)
		total = -total;
	usage->request.total_input = usage->nrequests > 1 ? total / usage->nrequests : total;
}

/* Is anything used that has to be paid for? */
bool
rr_has_quantity(const PricedUsage *usage)
{
	return usage->used != 0 ||
		(usage->meter.data != NULL &&
		 (usage->quantity.exact != NULL || usage->quantity.whole != 0));
}

/* Is it a meter of searches by the size of their context? */
static bool
is_sized_search(UsageText meter)
{
	return has_prefix(meter, SIZED_SEARCH, sizeof(SIZED_SEARCH) - 1);
}

static bool
is_driver_meter(UsageText meter)
{
	for (size_t i = 0; i < lengthof(driver_meters); i++)
		if (rr_usage_text_is(meter, driver_meters[i]))
			return true;
	return false;
}

/* A quantity of any form as a numeric */
Numeric
rr_quantity_numeric(const PriceQuantity *quantity)
{
	return quantity->exact != NULL ? quantity->exact : int64_to_numeric(quantity->whole);
}

static void
add_line(Pricing *pricing, UsageText meter, PriceQuantity quantity, const PriceRow *row)
{
	if (pricing->nlines == pricing->maxlines)
	{
		pricing->maxlines *= 2;
		pricing->lines = repalloc(pricing->lines, pricing->maxlines * sizeof(PriceLine));
	}
	pricing->lines[pricing->nlines++] = (PriceLine)
	{
		meter, quantity, row, NULL
	};
}

/*
 * The part of a quantity that is above a threshold and not above the next one
 *
 * Both are compared with the magnitude, and the part has the quantity's sign.
 * until: -1 if there is no next one.
 */
static PriceQuantity
part_between(const PriceQuantity *quantity, int64 above, int64 until)
{
	PriceQuantity part = {0};

	if (quantity->exact == NULL)
	{
		uint64		size = quantity->whole < 0 ? -(uint64) quantity->whole : (uint64) quantity->whole;
		uint64		end = until < 0 ? size : Min(size, (uint64) until);
		uint64		between = end > (uint64) above ? end - above : 0;

		part.whole = quantity->whole < 0 ? (int64) -between : (int64) between;
	}
	else
	{
		Numeric		end = numeric_magnitude(quantity->exact);
		Numeric		start = int64_to_numeric(above);

		if (until >= 0 && numeric_compare(end, int64_to_numeric(until)) > 0)
			end = int64_to_numeric(until);
		if (numeric_compare(end, start) > 0)
			part.exact = numeric_sign_of(quantity->exact) < 0 ? numeric_minus(start, end) :
				numeric_minus(end, start);
	}
	return part;
}

static bool
is_nothing(const PriceQuantity *quantity)
{
	return quantity->exact == NULL ? quantity->whole == 0 :
		numeric_sign_of(quantity->exact) == 0;
}

/*
 * Price a quantity with the rows chosen for it
 *
 * False if part of it is below the lowest rung of a ladder that stands on
 * nothing.
 */
static bool
price_quantity(Pricing *pricing, UsageText meter, const PriceQuantity *quantity,
			   const PriceChoice *choice)
{
	PriceQuantity part;

	if (choice->nladder == 0)
	{
		add_line(pricing, meter, *quantity, choice->base);
		return true;
	}
	part = part_between(quantity, 0, choice->ladder[0]->above_tokens);
	if (!is_nothing(&part))
	{
		if (choice->base == NULL)
			return false;
		add_line(pricing, meter, part, choice->base);
	}
	for (int i = 0; i < choice->nladder; i++)
	{
		part = part_between(quantity, choice->ladder[i]->above_tokens,
							i + 1 < choice->nladder ? choice->ladder[i + 1]->above_tokens : -1);
		if (!is_nothing(&part))
			add_line(pricing, meter, part, choice->ladder[i]);
	}
	return true;
}

/* Note that a price is not the right one; the first such problem stays */
static void
note_estimate(Pricing *pricing, UsageText meter, const PricedUsage *usage,
			  const PriceChoice *choice)
{
	pricing->estimated = true;
	if (pricing->problem != NULL)
		return;
	if (choice->other_tier)
		pricing->problem = psprintf("no price of tier %s for meter %s, standard price taken",
									rr_quoted_text(usage->request.service_tier), rr_quoted_text(meter));
	else if (choice->other_speed)
		pricing->problem = psprintf("no price of speed %s for meter %s, standard price taken",
									rr_quoted_text(usage->request.speed), rr_quoted_text(meter));
	else if (choice->missing_above > 0)
		pricing->problem = psprintf("no price of tier %s above " INT64_FORMAT " tokens for meter %s, price below taken",
									rr_quoted_text(usage->request.service_tier),
									choice->missing_above, rr_quoted_text(meter));
	else
		pricing->problem = psprintf("the price of meter %s depends on the input of each request, and the usage is of several",
									rr_quoted_text(meter));
}

/* Is the usage a sum of which thresholds look at the parts? */
static bool
is_sum_with_threshold(const PricedUsage *usage, const PriceChoice *choice)
{
	return usage->nrequests != 1 && choice->has_threshold;
}

static void
price_with(Pricing *pricing, UsageText meter, UsageText model, const PriceQuantity *quantity,
		   const PricedUsage *usage, const PriceChoice *choice)
{
	if (choice->other_tier || choice->other_speed || choice->missing_above > 0 ||
		is_sum_with_threshold(usage, choice))
		note_estimate(pricing, meter, usage, choice);
	if (!price_quantity(pricing, meter, quantity, choice))
		rr_unpriced(pricing, psprintf("no price below " INT64_FORMAT " for meter %s of model %s",
									  choice->ladder[0]->above_tokens, rr_quoted_text(meter),
									  rr_quoted_text(model)));
}

/* Note that a meter has no price; of several attempts all are named once */
static void
no_price(Pricing *pricing, UsageText meter, UsageText model)
{
	char	   *name = rr_quoted_text(meter);

	if (pricing->nmissing == 0)
	{
		resetStringInfo(&pricing->missing);
		pricing->missing_model = model;
	}
	else if (strstr(pricing->missing.data, name) != NULL)
		return;
	appendStringInfo(&pricing->missing, "%s%s", pricing->nmissing == 0 ? "" : ", ", name);
	pricing->nmissing++;
}

/* Does a bucket have a price of the tier and speed that are not the standard? */
static bool
has_own_tier(PriceBook *book, int bucket, const PriceRequest *request)
{
	PriceChoice choice;

	return (request->service_tier.data != NULL || request->speed.data != NULL) &&
		rr_choose_price(book, bucket, text_of(NULL, 0), request, &choice) &&
		!choice.other_tier && !choice.other_speed;
}

static bool
choose_for_bucket(PriceBook *book, int bucket, const PriceRequest *request, PriceChoice *choice)
{
	const UsageText no_name = {NULL, 0};

	/* reasoning is output, so it has the price of the tier if only output has */
	if (bucket == BUCKET_REASONING &&
		!has_own_tier(book, BUCKET_REASONING, request) && has_own_tier(book, BUCKET_OUTPUT, request))
		return rr_choose_price(book, BUCKET_OUTPUT, no_name, request, choice);
	if (rr_choose_price(book, bucket, no_name, request, choice))
		return true;
	for (int i = 0; i < price_fallbacks[bucket].count; i++)
		if (rr_choose_price(book, price_fallbacks[bucket].buckets[i], no_name, request, choice))
			return true;
	return false;
}

/*
 * Choose the price of the prompts that searched, of models of which searches
 * are billed so; how many of these there were is at most one a request
 */
static bool
choose_for_prompts(PriceBook *book, const PricedUsage *usage, PriceQuantity *quantity, PriceChoice *choice)
{
	static const UsageText prompts = {"web_search_prompts", 18};

	if (!rr_choose_price(book, OTHER_METER, prompts, &usage->request, choice))
		return false;
	quantity->whole = Min(quantity->whole, Max(usage->nrequests, 1));
	return true;
}

/*
 * Choose the price of what the provider's tools did, if it has none of its own:
 * that of prompts, or one for all models
 */
static bool
choose_for_tools(PriceBook *book, PriceBook *product, int bucket, const PricedUsage *usage,
				 PriceQuantity *quantity, PriceChoice *choice)
{
	if (bucket < BUCKET_WEB_SEARCH_REQUESTS || bucket > BUCKET_MAPS_REQUESTS)
		return false;
	if (bucket == BUCKET_WEB_SEARCH_REQUESTS && choose_for_prompts(book, usage, quantity, choice))
		return true;
	return product != NULL && rr_choose_price(product, bucket, text_of(NULL, 0), &usage->request, choice);
}

/*
 * The fee of a search whose context has a size, such as
 * web_search_requests_low; medium is the size of those that say none
 */
static bool
choose_for_size(PriceBook *book, const PricedUsage *usage, PriceChoice *choice)
{
	static const UsageText medium = {SIZED_SEARCH "medium", sizeof(SIZED_SEARCH "medium") - 1};

	if (rr_choose_price(book, OTHER_METER, usage->meter, &usage->request, choice))
		return true;
	return rr_usage_text_is(usage->meter, medium.data) &&
		rr_choose_price(book, BUCKET_WEB_SEARCH_REQUESTS, medium, &usage->request, choice);
}

/* Does a model have fees by the size of the context of a search? */
static bool
has_sized_fees(PriceBook *book)
{
	for (int i = 0; i < book->nrows; i++)
		if (strncmp(book->rows[i].meter, SIZED_SEARCH, strlen(SIZED_SEARCH)) == 0)
			return true;
	return false;
}

/*
 * Does the fee of a search take the place of that of any request?  It does
 * where the usage says the size of its context, and the model has fees by that.
 */
bool
rr_has_search_fee(PriceBook *book, const PricedUsage *usage)
{
	PriceChoice choice;

	return usage->meter.data != NULL && is_sized_search(usage->meter) &&
		choose_for_size(book, usage, &choice);
}

/*
 * Price the buckets of a usage that are not zero
 *
 * One without a price leaves all without: a part of a cost looks like a cost.
 * Only requests are free where a model has no price for them, since most are
 * paid by the token.  product: that of the provider's prices that belong to no
 * model, or NULL.
 */
void
rr_price_buckets(PriceBook *book, PriceBook *product, UsageText model, const PricedUsage *usage,
				 Pricing *pricing)
{
	for (uint32 left = usage->used; left != 0; left &= left - 1)
	{
		int			bucket = pg_rightmost_one_pos32(left);
		PriceQuantity quantity = {usage->buckets[bucket], NULL};
		UsageText	meter = pricing->meters[bucket];
		PriceChoice choice;

		if (choose_for_bucket(book, bucket, &usage->request, &choice) ||
			choose_for_tools(book, product, bucket, usage, &quantity, &choice))
			price_with(pricing, meter, model, &quantity, usage, &choice);
		else if (bucket != BUCKET_REQUESTS)
			no_price(pricing, meter, model);
	}
}

/*
 * Price the quantity on another meter
 *
 * book: that of the model, or NULL; product: that of the provider's prices
 * that belong to no model, or NULL.
 */
void
rr_price_meter(PriceBook *book, PriceBook *product, UsageText model, const PricedUsage *usage,
			   Pricing *pricing)
{
	int			bucket = rr_price_meter_bucket(usage->meter);
	PriceChoice choice;

	if ((book != NULL &&
		 rr_choose_price(book, bucket, usage->meter, &usage->request, &choice)) ||
		(product != NULL &&
		 rr_choose_price(product, bucket, usage->meter, &usage->request, &choice)))
		price_with(pricing, usage->meter, model, &usage->quantity, usage, &choice);
	else if (book != NULL && is_sized_search(usage->meter))
	{
		/*
		 * a model without fees of searches is paid by the token or the
		 * request
		 */
		if (choose_for_size(book, usage, &choice))
			price_with(pricing, usage->meter, model, &usage->quantity, usage, &choice);
		else if (has_sized_fees(book))
			no_price(pricing, usage->meter, model);
	}
	else if (!is_driver_meter(usage->meter))
		no_price(pricing, usage->meter, model);
}

/*
 * A quotient, rounded half away from zero
 *
 * Exact: rounding a quotient that was already rounded could go the other way.
 */
Numeric
rr_rounded_quotient(Numeric dividend, Numeric divisor, int scale)
{
	Numeric		power = numeric_power_of_ten(-scale);
	Numeric		two = int64_to_numeric(2);
	Numeric		doubled = numeric_times(numeric_times(numeric_magnitude(dividend), power), two);
	Numeric		rounded = numeric_whole_over(numeric_plus(doubled, divisor),
											 numeric_times(divisor, two));

	if (numeric_sign_of(dividend) < 0)
		rounded = numeric_call1(numeric_uminus, rounded);
	return numeric_times(rounded, numeric_power_of_ten(scale));
}

/* Does an amount fit numeric(30,12)? */
bool
rr_is_cost(Numeric amount)
{
	return numeric_compare(numeric_magnitude(amount),
						   numeric_power_of_ten(-(30 - COST_DECIMALS))) < 0;
}

/* The sum of all lines in units of 10^-18; false if it is not in range */
static bool
sum_of_unit_prices(const Pricing *pricing, int128 *sum)
{
	*sum = 0;
	for (int i = 0; i < pricing->nlines; i++)
	{
		const PriceLine *line = &pricing->lines[i];
		int128		amount;

		if (line->quantity.exact != NULL || !line->row->exact || line->rate != NULL)
			return false;
		amount = (int128) line->quantity.whole * line->row->unit_price;
		if (__builtin_add_overflow(*sum, amount, sum))
			return false;
	}
	return true;
}

/* The amount of a line in the currency of the ledger, before it is divided by per */
static Numeric
line_dividend(const PriceLine *line)
{
	Numeric		dividend = numeric_times(rr_quantity_numeric(&line->quantity), line->row->price);

	return line->rate == NULL ? dividend : numeric_times(dividend, line->rate);
}

/* The sum of all lines as one fraction, divided at the end */
static Numeric
cost_of_fractions(const Pricing *pricing)
{
	Numeric		dividend = int64_to_numeric(0);
	Numeric		divisor = int64_to_numeric(1);

	for (int i = 0; i < pricing->nlines; i++)
	{
		const PriceLine *line = &pricing->lines[i];
		Numeric		amount = line_dividend(line);
		Numeric		per = int64_to_numeric(line->row->per);

		if (numeric_compare(divisor, per) == 0)
			dividend = numeric_plus(dividend, amount);
		else
		{
			dividend = numeric_plus(numeric_times(dividend, per), numeric_times(amount, divisor));
			divisor = numeric_times(divisor, per);
		}
	}
	return rr_rounded_quotient(dividend, divisor, COST_DECIMALS);
}

/* From units of 10^-18 to units of 10^-12, half away from zero */
static int128
rounded_units(int128 sum)
{
	const int	half = UNIT_PRICES_PER_UNIT / 2;
	int128		raised = sum + (sum < 0 ? -half : half);

	/* a division of 64 bits by a constant is a multiplication */
	if (likely(raised == (int64) raised))
		return (int64) raised / UNIT_PRICES_PER_UNIT;
	return raised / UNIT_PRICES_PER_UNIT;
}

/*
 * The cost of a usage that is priced; NULL if it is too large for a cost
 */
Numeric
rr_pricing_cost(const Pricing *pricing)
{
	/* 10^18 less the half of a unit, which would round up to it */
	const int128 limit = (int128) INT64CONST(1000000000000000000) * INT64CONST(1000000000000000000) -
	UNIT_PRICES_PER_UNIT / 2;
	int128		sum;
	Numeric		cost;

	if (likely(sum_of_unit_prices(pricing, &sum)) && sum < limit && sum > -limit)
		return rr_numeric_from_units(rounded_units(sum), COST_DECIMALS);
	cost = cost_of_fractions(pricing);
	return rr_is_cost(cost) ? cost : NULL;
}

/*
 * The amount of a line in the currency of the ledger, with as many decimals as
 * it needs, at most 18
 */
Numeric
rr_price_line_amount(const PriceLine *line)
{
	return numeric_call1(numeric_trim_scale,
						 rr_rounded_quotient(line_dividend(line), int64_to_numeric(line->row->per),
											 UNIT_PRICE_DECIMALS));
}

/* Set the price of one unit of a row, if it is exact and in range */
void
rr_set_unit_price(PriceRow *row)
{
	Numeric		per = int64_to_numeric(row->per);
	Numeric		scaled = numeric_times(row->price, numeric_power_of_ten(-UNIT_PRICE_DECIMALS));
	Numeric		unit_price = numeric_whole_over(scaled, per);

	row->exact = numeric_compare(numeric_times(unit_price, per), scaled) == 0 &&
		numeric_compare(numeric_magnitude(unit_price), int64_to_numeric(PG_INT64_MAX)) <= 0;
	if (row->exact)
		row->unit_price = DatumGetInt64(DirectFunctionCall1(numeric_int8,
															NumericGetDatum(unit_price)));
}
