/*
 * price_source.c
 *	  The price book of a ledger, read model by model and kept for a statement.
 *
 * A model that has no row of its own in the price book is looked up under the
 * name that the first of the matching alias rules gives it.  Rules supersede
 * each other as prices do, so which one it is depends on the time.
 */
#include "runrate.h"

#include "common/hashfn.h"
#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "money/numeric_arith.h"
#include "pricing/price_source.h"
#include "usage/usage_json.h"

/* Provider and model of a request; data is NULL for a provider not given */
typedef struct ModelKey
{
	UsageText	provider;
	UsageText	model;
} ModelKey;

/* An alias rule whose pattern matches a model */
typedef struct AliasRule
{
	int64		id;
	int64		order;
	TimestampTz valid_from;
	const char *pattern;
	ModelKey	target;			/* model.data is NULL: the rule has ended */
} AliasRule;

/* What a currency is worth from a time on */
typedef struct ExchangeRate
{
	TimestampTz valid_from;
	Numeric		ledger_amount;	/* NULL: not known */
} ExchangeRate;

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

/* The columns of QUERY_PRICES */
enum
{
	PRICE_ID,
	PRICE_METER,
	PRICE_SERVICE_TIER,
	PRICE_INFERENCE_GEO,
	PRICE_ABOVE_TOKENS,
	PRICE_THRESHOLD_INCLUSIVE,
	PRICE_TIER_MODE,
	PRICE_WINDOW_START,
	PRICE_WINDOW_END,
	PRICE_WINDOW_WEEKDAYS,
	PRICE_WINDOW_TIME_ZONE,
	PRICE_VALID_FROM,
	PRICE_RECORDED_AT,
	PRICE_PRICE,
	PRICE_PER,
	PRICE_OTHER_CURRENCY		/* NULL for that of the ledger */
};

/* The columns of QUERY_ALIASES */
enum
{
	ALIAS_ID,
	ALIAS_PATTERN,
	ALIAS_ORDER,
	ALIAS_PRICE_PROVIDER,
	ALIAS_PRICE_MODEL,
	ALIAS_VALID_FROM
};

/* The columns of QUERY_EXCHANGE_RATES */
enum
{
	RATE_VALID_FROM,
	RATE_LEDGER_AMOUNT
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
 * as_known: ignore rows recorded after known_at.  context: what is read is
 * kept in it.
 */
PriceSource *
rr_price_source(Ledger ledger, bool as_known, TimestampTz known_at, MemoryContext context)
{
	PriceSource *source = MemoryContextAllocZero(context, sizeof(PriceSource));
	const int	flags = HASH_ELEM | HASH_FUNCTION | HASH_COMPARE | HASH_CONTEXT;
	HASHCTL		info = {0};

	source->ledger = ledger;
	source->as_known = as_known;
	source->known_at = known_at;
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

static Datum
text_datum(UsageText value)
{
	return PointerGetDatum(cstring_to_text_with_len(value.data, value.size));
}

/* The value of a text column of the result, in the current memory context */
static UsageText
text_value(uint64 row, int column)
{
	bool		isnull;
	Datum		value = rr_query_value(row, column, &isnull);
	char	   *copy;

	if (isnull)
		return (UsageText)
	{
		NULL, 0
	};
	copy = text_to_cstring(DatumGetTextPP(value));
	return (UsageText)
	{
		copy, strlen(copy)
	};
}

static int64
int64_value(uint64 row, int column)
{
	bool		isnull;

	return DatumGetInt64(rr_query_value(row, column, &isnull));
}

/* Run a query whose arguments are texts and, last, the time of knowledge */
static void
run_query(PriceSource *source, LedgerQuery query, int ntexts, const UsageText *texts)
{
	Datum		values[3];
	char		nulls[3] = {' ', ' ', ' '};

	Assert(ntexts < lengthof(values));
	for (int i = 0; i < ntexts; i++)
		values[i] = text_datum(texts[i]);
	values[ntexts] = TimestampTzGetDatum(source->known_at);
	nulls[ntexts] = source->as_known ? ' ' : 'n';
	rr_run_ledger_query(&source->ledger, query, InvalidOid, values, nulls);
}

/* Bits of the days in a string of digits, 1 for Monday */
static uint32
weekday_bits(const char *days)
{
	uint32		bits = 0;

	for (; *days != '\0'; days++)
		if (*days >= '1' && *days <= '7')
			bits |= 1 << (*days - '1');
	return bits;
}

static void
read_window(uint64 i, PriceWindow *window)
{
	const uint32 all_days = 0x7F;
	const char *zone = text_value(i, PRICE_WINDOW_TIME_ZONE).data;

	window->start = int64_value(i, PRICE_WINDOW_START);
	window->end = int64_value(i, PRICE_WINDOW_END);
	window->weekdays = weekday_bits(text_value(i, PRICE_WINDOW_WEEKDAYS).data);
	window->always = window->start == 0 && window->end == USECS_PER_DAY &&
		window->weekdays == all_days;
	window->zone = strlen(zone) <= TZ_STRLEN_MAX ? pg_tzset(window->always ? "UTC" : zone) : NULL;
	if (window->zone == NULL)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_PARAMETER_VALUE),
				 errmsg("time zone \"%s\" of a price not recognized", zone),
				 errdetail("It is in the price row " INT64_FORMAT ".", int64_value(i, PRICE_ID))));
}

/* A name of which one is what holds where no other is given: that is NULL */
static const char *
name_unless(UsageText name, const char *general)
{
	return name.data == NULL || strcmp(name.data, general) == 0 ? NULL : name.data;
}

static void
read_price(uint64 i, PriceRow *row)
{
	UsageText	meter = text_value(i, PRICE_METER);
	Datum		price;
	bool		isnull;

	row->id = int64_value(i, PRICE_ID);
	row->bucket = rr_price_meter_bucket(meter);
	row->meter = meter.data;
	row->service_tier = rr_price_tier(text_value(i, PRICE_SERVICE_TIER)).data;
	row->inference_geo = name_unless(text_value(i, PRICE_INFERENCE_GEO), "");
	row->above_tokens = int64_value(i, PRICE_ABOVE_TOKENS);
	row->inclusive = DatumGetBool(rr_query_value(i, PRICE_THRESHOLD_INCLUSIVE, &isnull));
	row->graduated = strcmp(text_value(i, PRICE_TIER_MODE).data, "graduated") == 0;
	read_window(i, &row->window);
	row->valid_from = int64_value(i, PRICE_VALID_FROM);
	row->recorded_at = int64_value(i, PRICE_RECORDED_AT);
	row->per = int64_value(i, PRICE_PER);
	price = rr_query_value(i, PRICE_PRICE, &isnull);
	if (isnull)
		return;
	row->price = DatumGetNumericCopy(price);
	row->currency = text_value(i, PRICE_OTHER_CURRENCY);
	rr_set_unit_price(row);
}

/* Read the rows of a model; leaves book NULL if there are none */
static void
load_book(PriceSource *source, ModelPrices *entry, UsageText provider)
{
	const UsageText texts[] = {provider, entry->key.model};
	MemoryContext old_context;

	run_query(source, QUERY_PRICES, lengthof(texts), texts);
	old_context = MemoryContextSwitchTo(source->context);
	if (SPI_processed > 0)
	{
		PriceRow   *rows = palloc0(SPI_processed * sizeof(PriceRow));

		for (uint64 i = 0; i < SPI_processed; i++)
			read_price(i, &rows[i]);
		entry->book = rr_price_book(rows, SPI_processed);
	}
	MemoryContextSwitchTo(old_context);
	SPI_finish();
}

/* Read the alias rules that match a model */
static void
load_rules(PriceSource *source, ModelPrices *entry)
{
	const UsageText texts[] = {entry->key.provider, entry->key.model};
	MemoryContext old_context;

	run_query(source, QUERY_ALIASES, lengthof(texts), texts);
	old_context = MemoryContextSwitchTo(source->context);
	entry->nrules = SPI_processed;
	entry->rules = palloc0(Max(SPI_processed, 1) * sizeof(AliasRule));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		AliasRule  *rule = &entry->rules[i];

		rule->id = int64_value(i, ALIAS_ID);
		rule->order = int64_value(i, ALIAS_ORDER);
		rule->valid_from = int64_value(i, ALIAS_VALID_FROM);
		rule->pattern = text_value(i, ALIAS_PATTERN).data;
		rule->target.model = text_value(i, ALIAS_PRICE_MODEL);
		rule->target.provider = text_value(i, ALIAS_PRICE_PROVIDER);
		if (rule->target.provider.data == NULL)
			rule->target.provider = entry->key.provider;
	}
	MemoryContextSwitchTo(old_context);
	SPI_finish();
}

static char *
unknown_model(const ModelKey *key)
{
	if (key->provider.data == NULL)
		return psprintf("unknown model %s", rr_quoted_text(key->model));
	return psprintf("unknown model %s of provider %s", rr_quoted_text(key->model),
					rr_quoted_text(key->provider));
}

/* Without a provider, a model is only known if a single one has prices for it */
static void
load_without_provider(PriceSource *source, ModelPrices *entry)
{
	UsageText	provider = {NULL, 0};
	MemoryContext old_context;
	uint64		nproviders;

	run_query(source, QUERY_PROVIDERS, 1, &entry->key.model);
	old_context = MemoryContextSwitchTo(source->context);
	nproviders = SPI_processed;
	if (nproviders == 1)
		provider = text_value(0, 0);
	else if (nproviders > 1)
		entry->problem = psprintf("provider not given and model %s is priced by several",
								  rr_quoted_text(entry->key.model));
	MemoryContextSwitchTo(old_context);
	SPI_finish();
	if (provider.data != NULL)
		load_book(source, entry, provider);
}

static void
load_model(PriceSource *source, ModelPrices *entry)
{
	if (entry->key.provider.data == NULL)
		load_without_provider(source, entry);
	else
	{
		load_book(source, entry, entry->key.provider);
		if (entry->book == NULL)
			load_rules(source, entry);
	}
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

/*
 * The price book that holds for a model at a moment; NULL, with the problem,
 * if there is none
 */
static PriceBook *
find_book(PriceSource *source, UsageText provider, UsageText model, TimestampTz at,
		  const char **problem)
{
	ModelKey	key = {provider, model};
	ModelPrices *entry = source->last;

	if (entry == NULL || !is_same_key(&entry->key, &key))
		source->last = entry = find_model(source, &key);
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
	{
		MemoryContext old_context;

		rr_run_ledger_query(&source->ledger, QUERY_CURRENCY, InvalidOid, NULL, NULL);
		old_context = MemoryContextSwitchTo(source->context);
		source->currency = text_value(0, 0);
		MemoryContextSwitchTo(old_context);
		SPI_finish();
	}
	return source->currency;
}

/* Read all rates of a currency */
static void
load_rates(PriceSource *source, CurrencyRates *entry)
{
	MemoryContext old_context;

	run_query(source, QUERY_EXCHANGE_RATES, 1, &entry->currency);
	old_context = MemoryContextSwitchTo(source->context);
	entry->rates = palloc0(Max(SPI_processed, 1) * sizeof(ExchangeRate));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		bool		isnull;
		Datum		amount = rr_query_value(i, RATE_LEDGER_AMOUNT, &isnull);

		entry->rates[i].valid_from = int64_value(i, RATE_VALID_FROM);
		if (!isnull)
			entry->rates[i].ledger_amount = DatumGetNumericCopy(amount);
	}
	entry->nrates = SPI_processed;
	MemoryContextSwitchTo(old_context);
	SPI_finish();
	entry->loaded = true;
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
		load_rates(source, entry);
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
 * Price a usage
 *
 * provider: data is NULL if it is not given; model likewise.  The pricing is
 * good until the next call, and no longer than the source.
 */
void
rr_price_usage(PriceSource *source, UsageText provider, UsageText model,
			   const PricedUsage *usage, Pricing *pricing)
{
	static const UsageText no_model = {"", 0};
	bool		needs_model = rr_needs_model(usage);
	PriceBook  *book = NULL;
	const char *problem = "model not given";

	pricing->priced = true;
	pricing->estimated = false;
	pricing->problem = NULL;
	pricing->nlines = 0;
	if (!rr_has_quantity(usage))
		return;

	if (model.data == NULL)
		model = no_model;
	if (model.size > 0)
		book = find_book(source, provider, model, usage->request.at, &problem);
	if (needs_model && book == NULL)
		rr_unpriced(pricing, problem);
	else if (needs_model)
		rr_price_buckets(book, model, usage, pricing);

	if (pricing->priced && usage->meter.data != NULL)
	{
		PriceBook  *product = find_book(source, provider, no_model, usage->request.at, &problem);

		rr_price_meter(book, product, model, usage, pricing);
	}
	set_rates(source, usage->request.at, pricing);
}
