/*
 * price_source.c
 *	  What usages cost by the price book, which is read model by model and kept.
 *
 * A model that has no row of its own in the price book is looked up under the
 * name that the first of the matching alias rules gives it.  Rules supersede
 * each other as prices do, so which one it is depends on the time.
 */
#include "runrate.h"

#include "common/hashfn.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "money/numeric_arith.h"
#include "pricing/price_source.h"
#include "usage/usage_json.h"

/* Names of a provider that are tried one after the other */
#define MAX_PROVIDER_NAMES	3

/* What is not named otherwise */
#define STANDARD	"standard"

/* The tier of requests whose capacity was bought */
#define PROVISIONED	"provisioned"

/* The rates of a currency */
typedef struct CurrencyRates
{
	UsageText	currency;
	bool		loaded;
	int			nrates;
	ExchangeRate *rates;		/* ordered by age; of several from one time
								 * the last holds */
} CurrencyRates;

/* What is known of a provider and model */
struct ModelPrices
{
	ModelKey	key;
	bool		loaded;
	PriceBook  *book;			/* NULL: it has no rows of its own */
	const char *problem;		/* why there is no book, if that does not
								 * depend on time */
	int			nrules;
	AliasRule  *rules;			/* ordered by pattern, then by age */
	TimestampTz from;			/* in [from, until) the rules give ... */
	TimestampTz until;
	ModelPrices *target;		/* ... this, or NULL */
};

static uint32
hash_text(const void *key, Size size)
{
	const UsageText *value = key;

	return hash_bytes((const unsigned char *) value->data, value->size);
}

static uint32
hash_model_key(const void *key, Size size)
{
	const ModelKey *model_key = key;
	uint32		provider = model_key->provider.data == NULL ? 0 :
	hash_text(&model_key->provider, sizeof(UsageText));

	return hash_combine(provider, hash_text(&model_key->model, sizeof(UsageText)));
}

static bool
is_same_text(UsageText a, UsageText b)
{
	return (a.data == NULL) == (b.data == NULL) && a.size == b.size &&
		(a.size == 0 || memcmp(a.data, b.data, a.size) == 0);
}

static bool
is_same_key(const ModelKey *a, const ModelKey *b)
{
	return is_same_text(a->model, b->model) && is_same_text(a->provider, b->provider);
}

static int
match_model_keys(const void *a, const void *b, Size size)
{
	return is_same_key(a, b) ? 0 : 1;
}

static int
match_texts(const void *a, const void *b, Size size)
{
	return is_same_text(*(const UsageText *) a, *(const UsageText *) b) ? 0 : 1;
}

/*
 * A price book that is empty until it is asked
 *
 * tables: have to last as long as the source.  context: what is read is kept
 * in it.
 */
PriceSource *
rr_price_source(const PriceTables *tables, MemoryContext context)
{
	PriceSource *source = MemoryContextAllocZero(context, sizeof(PriceSource));
	const int	flags = HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT;
	HASHCTL		info = {0};

	source->tables = tables;
	source->context = context;
	info.keysize = sizeof(ModelKey);
	info.entrysize = sizeof(ModelPrices);
	info.hash = hash_model_key;
	info.match = match_model_keys;
	info.hcxt = context;
	source->models = hash_create("runrate models", 64, &info, flags);
	info.keysize = sizeof(UsageText);
	info.entrysize = sizeof(CurrencyRates);
	info.hash = hash_text;
	info.match = match_texts;
	source->currencies = hash_create("runrate currencies", 16, &info, flags);
	return source;
}

/* A name as a string of its own, in the current memory context */
static const char *
kept_name(UsageText name)
{
	return name.data == NULL ? NULL : pnstrdup(name.data, name.size);
}

/* The last entry of a name, as it is written or, without case, in any way; NULL if there is none */
static const PriceName *
find_price_name(const PriceSource *source, const char *dimension, UsageText name, bool with_case)
{
	for (int i = source->nnames - 1; i >= 0; i--)
	{
		const PriceName *entry = &source->names[i];

		if (entry->name.size == name.size &&
			(with_case ? memcmp(entry->name.data, name.data, name.size) :
			 pg_strncasecmp(entry->name.data, name.data, name.size)) == 0 &&
			rr_usage_text_is(entry->dimension, dimension))
			return entry;
	}
	return NULL;
}

/*
 * What the price book calls a tier, a speed or a provider
 *
 * The name itself if it has no other; data is NULL for what is standard.
 */
static UsageText
price_name(PriceSource *source, const char *dimension, UsageText name)
{
	const PriceName *entry;

	if (name.data == NULL || name.size == 0 || rr_usage_text_is(name, STANDARD))
		return text_of(NULL, 0);
	if (!source->names_loaded)
	{
		source->names = source->tables->read_names(source->tables, source->context, &source->nnames);
		source->names_loaded = true;
	}
	entry = find_price_name(source, dimension, name, true);
	if (entry == NULL)
		entry = find_price_name(source, dimension, name, false);
	if (entry == NULL || entry->price_name.data == NULL)
		return name;
	return rr_usage_text_is(entry->price_name, STANDARD) ? text_of(NULL, 0) : entry->price_name;
}

/*
 * Is what a provider says that it charged to be booked, not what is computed?
 *
 * The rule of the provider decides or, without one, that of all.
 */
bool
rr_books_reported_cost(PriceSource *source, UsageText provider)
{
	static const char *const dimension = "cost_basis";
	UsageText	basis = price_name(source, dimension, provider);

	if (basis.data == NULL || is_same_text(basis, provider))
		basis = price_name(source, dimension, text_of("*", 1));
	return rr_usage_text_is(basis, "reported");
}

/* Read the rows of a model; leaves book NULL if there are none */
static void
load_book(PriceSource *source, ModelPrices *entry, UsageText provider)
{
	ModelKey	key = {provider, entry->key.model};
	int			nrows;
	PriceRow   *rows = source->tables->read_prices(source->tables, &key, source->context, &nrows);
	MemoryContext old_context;

	if (nrows == 0)
		return;
	old_context = MemoryContextSwitchTo(source->context);
	for (int i = 0; i < nrows; i++)
	{
		rows[i].service_tier = kept_name(price_name(source, "service_tier", rows[i].tier_text));
		rows[i].speed = kept_name(price_name(source, "speed", rows[i].speed_text));
	}
	entry->book = rr_price_book(rows, nrows);
	MemoryContextSwitchTo(old_context);
}

/* Read the alias rules that match a model */
static void
load_rules(PriceSource *source, ModelPrices *entry, UsageText provider)
{
	ModelKey	key = {provider, entry->key.model};

	if (entry->nrules == 0)
		entry->rules = source->tables->read_aliases(source->tables, &key, source->context,
													&entry->nrules);
}

static char *
unknown_model(const ModelKey *key)
{
	if (key->provider.data == NULL)
		return psprintf("unknown model %s", rr_quoted_text(key->model));
	return psprintf("unknown model %s of provider %s", rr_quoted_text(key->model),
					rr_quoted_text(key->provider));
}

/*
 * Without a provider, a model is only known if a single one has prices for it
 * or, if none has, rules that match it
 */
static void
load_without_provider(PriceSource *source, ModelPrices *entry)
{
	int			nproviders;
	UsageText  *providers = source->tables->read_providers(source->tables, entry->key.model,
														   source->context, &nproviders);
	MemoryContext old_context;

	if (nproviders == 1)
		load_book(source, entry, providers[0]);
	if (nproviders == 0)
	{
		load_rules(source, entry, text_of(NULL, 0));
		for (int i = 1; i < entry->nrules; i++)
			if (!is_same_text(entry->rules[i].provider, entry->rules[0].provider))
				nproviders = 2;
	}
	if (nproviders > 1)
	{
		old_context = MemoryContextSwitchTo(source->context);
		entry->problem = psprintf("provider not given and model %s is priced by several",
								  rr_quoted_text(entry->key.model));
		MemoryContextSwitchTo(old_context);
	}
}

/* The prices of a provider's model, under the name that the book has for it, too */
static void
load_with_provider(PriceSource *source, ModelPrices *entry)
{
	UsageText	names[MAX_PROVIDER_NAMES] = {entry->key.provider};
	int			nnames = 1;

	/* a name may have another one in turn, and price lists differ in theirs */
	for (; nnames < MAX_PROVIDER_NAMES; nnames++)
	{
		names[nnames] = price_name(source, "provider", names[nnames - 1]);
		if (names[nnames].data == NULL || is_same_text(names[nnames], names[nnames - 1]))
			break;
	}
	for (int i = 0; i < nnames && entry->book == NULL; i++)
		load_book(source, entry, names[i]);
	for (int i = 0; i < nnames && entry->book == NULL; i++)
		load_rules(source, entry, names[i]);
}

static void
load_model(PriceSource *source, ModelPrices *entry)
{
	if (entry->key.provider.data == NULL)
		load_without_provider(source, entry);
	else
		load_with_provider(source, entry);
	if (entry->book == NULL && entry->problem == NULL && entry->nrules == 0)
	{
		MemoryContext old_context = MemoryContextSwitchTo(source->context);

		entry->problem = unknown_model(&entry->key);
		MemoryContextSwitchTo(old_context);
	}
	entry->loaded = true;
}

static UsageText
kept_text(UsageText value, MemoryContext context)
{
	if (value.data != NULL)
	{
		char	   *copy = MemoryContextAlloc(context, value.size);

		memcpy(copy, value.data, value.size);
		value.data = copy;
	}
	return value;
}

static ModelPrices *
find_model(PriceSource *source, const ModelKey *key)
{
	ModelPrices *entry;
	bool		found;

	entry = hash_search(source->models, key, HASH_ENTER, &found);
	if (!found)
	{
		memset(entry, 0, sizeof(ModelPrices));
		entry->key.provider = kept_text(key->provider, source->context);
		entry->key.model = kept_text(key->model, source->context);
	}
	if (!entry->loaded)
		load_model(source, entry);
	return entry;
}

/* Find the rule that decides at a moment, and the time around it in which it does */
static void
find_target(PriceSource *source, ModelPrices *entry, TimestampTz at)
{
	const AliasRule *best = NULL;
	TimestampTz from = DT_NOBEGIN;
	TimestampTz until = DT_NOEND;

	for (int i = 0; i < entry->nrules; i++)
	{
		const AliasRule *rule = &entry->rules[i];
		const AliasRule *next = rule + 1;

		if (rule->valid_from > at)
		{
			until = Min(until, rule->valid_from);
			continue;
		}
		from = Max(from, rule->valid_from);
		if (i + 1 < entry->nrules && strcmp(next->pattern, rule->pattern) == 0 &&
			next->valid_from <= at)
			continue;
		if (rule->target.model.data == NULL)
			continue;
		if (best == NULL || rule->order < best->order ||
			(rule->order == best->order && rule->id < best->id))
			best = rule;
	}
	entry->target = best == NULL ? NULL : find_model(source, &best->target);
	/* last, as reading the target may fail */
	entry->from = from;
	entry->until = until;
}

/* Where a model is among those that were asked for recently: most names differ in length or in the end */
static int
place_of_model(const ModelKey *key)
{
	uint32		place = key->model.size + 5 * key->provider.size;

	if (key->model.size > 0)
		place += 7 * (unsigned char) key->model.data[key->model.size - 1];
	if (key->provider.size > 0)
		place += 19 * (unsigned char) key->provider.data[key->provider.size - 1];
	return place & (NRECENT_MODELS - 1);
}

/*
 * The price book that holds for a model at a moment; NULL, with the problem,
 * if there is none
 */
static PriceBook *
find_book(PriceSource *source, UsageText provider, UsageText model, TimestampTz at,
		  const char **problem)
{
	ModelKey	key = {provider, model};
	ModelPrices **recent = &source->recent[place_of_model(&key)];
	ModelPrices *entry = *recent;

	if (entry == NULL || !is_same_key(&entry->key, &key))
		*recent = entry = find_model(source, &key);
	*problem = entry->problem;
	if (entry->book != NULL || entry->problem != NULL)
		return entry->book;
	if (at < entry->from || at >= entry->until)
		find_target(source, entry, at);
	if (entry->target != NULL && entry->target->book != NULL)
		return entry->target->book;
	*problem = unknown_model(&key);
	return NULL;
}

/*
 * The currency of the ledger; kept as long as the source
 */
UsageText
rr_ledger_currency(PriceSource *source)
{
	if (source->currency.data == NULL)
		source->currency = source->tables->read_currency(source->tables, source->context);
	return source->currency;
}

static CurrencyRates *
find_currency(PriceSource *source, UsageText currency)
{
	CurrencyRates *entry;
	bool		found;

	entry = hash_search(source->currencies, &currency, HASH_ENTER, &found);
	if (!found)
	{
		memset(entry, 0, sizeof(CurrencyRates));
		entry->currency = kept_text(currency, source->context);
	}
	if (!entry->loaded)
		entry->rates = source->tables->read_rates(source->tables, entry->currency, source->context,
												  &entry->nrates);
	entry->loaded = true;
	return entry;
}

/* The rate of another currency than the ledger's; NULL if it is not known */
static Numeric
find_rate(PriceSource *source, UsageText currency, TimestampTz at)
{
	const CurrencyRates *entry = find_currency(source, currency);
	int			low = 0;
	int			high = entry->nrates;

	/* the rates before low have begun, those from high on have not */
	while (low < high)
	{
		int			middle = low + (high - low) / 2;

		if (entry->rates[middle].valid_from <= at)
			low = middle + 1;
		else
			high = middle;
	}
	return low == 0 ? NULL : entry->rates[low - 1].ledger_amount;
}

/*
 * What one unit of a currency is worth in that of the ledger at a moment; NULL
 * if that is not known
 *
 * currency: data is NULL for that of the ledger.  The rate is good as long as
 * the source.
 */
Numeric
rr_exchange_rate(PriceSource *source, UsageText currency, TimestampTz at)
{
	if (currency.data == NULL || is_same_text(currency, rr_ledger_currency(source)))
		return int64_to_numeric(1);
	return find_rate(source, currency, at);
}

/* The problem of an amount in a currency that has no rate */
char	   *
rr_no_exchange_rate(UsageText currency)
{
	return psprintf("no exchange rate for %.*s", currency.size, currency.data);
}

/* Convert what was billed in another currency; NULL if there is no rate, or it is too large */
static Numeric
convert_bill(PriceSource *source, const PricedUsage *usage, Pricing *pricing)
{
	Numeric		rate = rr_exchange_rate(source, usage->billing_currency, usage->request.at);
	Numeric		amount;

	if (rate == NULL)
	{
		rr_unpriced(pricing, rr_no_exchange_rate(usage->billing_currency));
		return NULL;
	}
	amount = rr_rounded_quotient(numeric_times(usage->billed_amount, rate), int64_to_numeric(1),
								 COST_DECIMALS);
	return rr_is_cost(amount) ? amount : NULL;
}

/* Find what prices in another currency are worth at a moment */
static void
set_rates(PriceSource *source, TimestampTz at, Pricing *pricing)
{
	for (int i = 0; i < pricing->nlines; i++)
	{
		PriceLine  *line = &pricing->lines[i];
		UsageText	currency = line->row->currency;

		if (currency.data == NULL)
			continue;
		line->rate = find_rate(source, currency, at);
		if (line->rate == NULL)
		{
			rr_unpriced(pricing, rr_no_exchange_rate(currency));
			return;
		}
	}
}

/*
 * Does a request cost nothing because its capacity was paid for?
 *
 * Provisioned throughput is a commitment, billed by the hour whether it is
 * used or not; only a price of that tier makes tokens cost something.
 */
static bool
is_provisioned(PriceBook *book, const PriceRequest *request)
{
	if (!rr_usage_text_is(request->service_tier, PROVISIONED))
		return false;
	for (int i = 0; i < book->nrows; i++)
		if (book->rows[i].service_tier != NULL && strcmp(book->rows[i].service_tier, PROVISIONED) == 0)
			return false;
	return true;
}

/* The provider's prices that belong to no model; NULL if it has none, or none is asked for */
static PriceBook *
product_book(PriceSource *source, const PricedUsage *usage)
{
	const uint32 tools = (UINT32_C(1) << BUCKET_REQUESTS) - (UINT32_C(1) << BUCKET_WEB_SEARCH_REQUESTS);
	const char *problem;

	if (usage->meter.data == NULL && (usage->used & tools) == 0)
		return NULL;
	return find_book(source, usage->provider, text_of("", 0), usage->request.at, &problem);
}

/* Find the price of each quantity of a request */
static void
price_quantities(PriceSource *source, const PricedUsage *usage, Pricing *pricing)
{
	UsageText	model = usage->model.data == NULL ? text_of("", 0) : usage->model;
	PriceBook  *product;
	PriceBook  *book = NULL;
	const char *problem = "model not given";
	PricedUsage without_requests;

	if (!rr_has_quantity(usage))
		return;
	product = product_book(source, usage);
	if (model.size > 0)
		book = find_book(source, usage->provider, model, usage->request.at, &problem);
	if (book != NULL && rr_has_search_fee(book, usage))
	{
		without_requests = *usage;
		without_requests.used &= ~(UINT32_C(1) << BUCKET_REQUESTS);
		usage = &without_requests;
	}
	if (usage->used != 0 && book == NULL)
		rr_unpriced(pricing, problem);
	else if (usage->used != 0 && !is_provisioned(book, &usage->request))
		rr_price_buckets(book, product, model, usage, pricing);

	if (pricing->priced && usage->meter.data != NULL)
		rr_price_meter(book, product, model, usage, pricing);
}

/* Price a request at the tier and speed that the price book has its names for */
static void
price_request(PriceSource *source, const PricedUsage *request, Pricing *pricing)
{
	PricedUsage named;

	/* most have neither, and need no copy */
	if (request->request.service_tier.data == NULL && request->request.speed.data == NULL)
	{
		price_quantities(source, request, pricing);
		return;
	}
	named = *request;
	named.request.service_tier = price_name(source, "service_tier", named.request.service_tier);
	named.request.speed = price_name(source, "speed", named.request.speed);
	price_quantities(source, &named, pricing);
}

/* Price the requests of a usage one by one, as thresholds and models are theirs */
static void
price_requests(PriceSource *source, const PricedUsage *requests, int nrequests, Pricing *pricing)
{
	for (int i = 0; i < nrequests && pricing->priced; i++)
		price_request(source, &requests[i], pricing);
	if (pricing->priced)
		rr_end_pricing(pricing);
	if (pricing->priced)
		set_rates(source, requests[0].request.at, pricing);
}

/*
 * What a usage costs: the amount that was billed for it or, without one, what
 * the price book says
 *
 * requests: what each billed request used; at least one, of which the first
 * says what was billed.  The cost is in the currency of the ledger, rounded
 * once; NULL, and pricing->problem says why, if it is not known.  The pricing
 * is good until the next call, and no longer than the source.
 */
Numeric
rr_price_usage(PriceSource *source, const PricedUsage *requests, int nrequests, Pricing *pricing)
{
	Numeric		cost = NULL;

	rr_begin_pricing(pricing);
	if (requests[0].billed_amount != NULL)
		cost = convert_bill(source, &requests[0], pricing);
	else if (!requests[0].is_reported)
		rr_unpriced(pricing, "neither cost nor usage given");
	else
	{
		price_requests(source, requests, nrequests, pricing);
		if (pricing->priced)
			cost = rr_pricing_cost(pricing);
	}
	if (pricing->priced && cost == NULL)
		rr_unpriced(pricing, "cost is too large for numeric(30,12)");
	return cost;
}
