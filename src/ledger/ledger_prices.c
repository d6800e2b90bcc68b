/*
 * ledger_prices.c
 *	  The price book, aliases and exchange rates of a ledger, for pricing.
 */
#include "runrate.h"

#include "utils/builtins.h"
#include "utils/memutils.h"
#include "utils/timestamp.h"

#include "ledger/ledger_prices.h"

/* The tables of a ledger, as they are known at a time */
typedef struct LedgerPrices
{
	PriceTables tables;
	Ledger		ledger;
	bool		as_known;		/* ignore rows recorded after known_at */
	TimestampTz known_at;
} LedgerPrices;

/* The columns of QUERY_PRICES */
enum
{
	PRICE_ID,
	PRICE_METER,
	PRICE_SERVICE_TIER,
	PRICE_SPEED,
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
	ALIAS_VALID_FROM,
	ALIAS_PROVIDER
};

/* The columns of QUERY_NAMES */
enum
{
	NAME_DIMENSION,
	NAME_NAME,
	NAME_PRICE_NAME
};

/* The columns of QUERY_EXCHANGE_RATES */
enum
{
	RATE_VALID_FROM,
	RATE_LEDGER_AMOUNT
};

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
		return text_of(NULL, 0);
	copy = text_to_cstring(DatumGetTextPP(value));
	return text_of(copy, strlen(copy));
}

static int64
int64_value(uint64 row, int column)
{
	bool		isnull;

	return DatumGetInt64(rr_query_value(row, column, &isnull));
}

/* Run a query whose arguments are texts and, last, the time of knowledge */
static void
run_query(const PriceTables *tables, LedgerQuery query, int ntexts, const UsageText *texts)
{
	const LedgerPrices *prices = (const LedgerPrices *) tables;
	Datum		values[3];
	char		nulls[3] = {' ', ' ', ' '};

	Assert(ntexts < lengthof(values));
	for (int i = 0; i < ntexts; i++)
	{
		if (texts[i].data == NULL)
			nulls[i] = 'n';
		else
			values[i] = text_datum(texts[i]);
	}
	values[ntexts] = TimestampTzGetDatum(prices->known_at);
	nulls[ntexts] = prices->as_known ? ' ' : 'n';
	rr_run_ledger_query(&prices->ledger, query, InvalidOid, values, nulls);
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
	/* midnight has two names, of which drivers of other languages know one */
	window->end = int64_value(i, PRICE_WINDOW_END) % USECS_PER_DAY;
	window->weekdays = weekday_bits(text_value(i, PRICE_WINDOW_WEEKDAYS).data);
	window->always = window->start == 0 && window->end == 0 &&
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
	row->tier_text = text_value(i, PRICE_SERVICE_TIER);
	row->speed_text = text_value(i, PRICE_SPEED);
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

/*
 * Functions of the interface: SPI's memory goes with SPI_finish(), so results
 * are copied into the context of the caller
 */

static PriceRow *
read_prices(const PriceTables *tables, const ModelKey *key, MemoryContext context, int *nrows)
{
	const UsageText texts[] = {key->provider, key->model};
	MemoryContext old_context;
	PriceRow   *rows;

	run_query(tables, QUERY_PRICES, lengthof(texts), texts);
	old_context = MemoryContextSwitchTo(context);
	*nrows = SPI_processed;
	rows = palloc0(Max(*nrows, 1) * sizeof(PriceRow));
	for (int i = 0; i < *nrows; i++)
		read_price(i, &rows[i]);
	MemoryContextSwitchTo(old_context);
	SPI_finish();
	return rows;
}

static UsageText *
read_providers(const PriceTables *tables, UsageText model, MemoryContext context, int *nproviders)
{
	MemoryContext old_context;
	UsageText  *providers;

	run_query(tables, QUERY_PROVIDERS, 1, &model);
	old_context = MemoryContextSwitchTo(context);
	*nproviders = SPI_processed;
	providers = palloc(Max(*nproviders, 1) * sizeof(UsageText));
	for (int i = 0; i < *nproviders; i++)
		providers[i] = text_value(i, 0);
	MemoryContextSwitchTo(old_context);
	SPI_finish();
	return providers;
}

static AliasRule *
read_aliases(const PriceTables *tables, const ModelKey *key, MemoryContext context, int *nrules)
{
	const UsageText texts[] = {key->provider, key->model};
	MemoryContext old_context;
	AliasRule  *rules;

	run_query(tables, QUERY_ALIASES, lengthof(texts), texts);
	old_context = MemoryContextSwitchTo(context);
	*nrules = SPI_processed;
	rules = palloc0(Max(*nrules, 1) * sizeof(AliasRule));
	for (int i = 0; i < *nrules; i++)
	{
		rules[i].id = int64_value(i, ALIAS_ID);
		rules[i].order = int64_value(i, ALIAS_ORDER);
		rules[i].valid_from = int64_value(i, ALIAS_VALID_FROM);
		rules[i].pattern = text_value(i, ALIAS_PATTERN).data;
		rules[i].target.model = text_value(i, ALIAS_PRICE_MODEL);
		rules[i].target.provider = text_value(i, ALIAS_PRICE_PROVIDER);
		rules[i].provider = text_value(i, ALIAS_PROVIDER);
	}
	MemoryContextSwitchTo(old_context);
	SPI_finish();
	return rules;
}

static PriceName *
read_names(const PriceTables *tables, MemoryContext context, int *nnames)
{
	MemoryContext old_context;
	PriceName  *names;

	run_query(tables, QUERY_NAMES, 0, NULL);
	old_context = MemoryContextSwitchTo(context);
	*nnames = SPI_processed;
	names = palloc(Max(*nnames, 1) * sizeof(PriceName));
	for (int i = 0; i < *nnames; i++)
	{
		names[i].dimension = text_value(i, NAME_DIMENSION);
		names[i].name = text_value(i, NAME_NAME);
		names[i].price_name = text_value(i, NAME_PRICE_NAME);
	}
	MemoryContextSwitchTo(old_context);
	SPI_finish();
	return names;
}

static ExchangeRate *
read_rates(const PriceTables *tables, UsageText currency, MemoryContext context, int *nrates)
{
	MemoryContext old_context;
	ExchangeRate *rates;

	run_query(tables, QUERY_EXCHANGE_RATES, 1, &currency);
	old_context = MemoryContextSwitchTo(context);
	*nrates = SPI_processed;
	rates = palloc0(Max(*nrates, 1) * sizeof(ExchangeRate));
	for (int i = 0; i < *nrates; i++)
	{
		bool		isnull;
		Datum		amount = rr_query_value(i, RATE_LEDGER_AMOUNT, &isnull);

		rates[i].valid_from = int64_value(i, RATE_VALID_FROM);
		if (!isnull)
			rates[i].ledger_amount = DatumGetNumericCopy(amount);
	}
	MemoryContextSwitchTo(old_context);
	SPI_finish();
	return rates;
}

static UsageText
read_currency(const PriceTables *tables, MemoryContext context)
{
	const LedgerPrices *prices = (const LedgerPrices *) tables;
	MemoryContext old_context;
	UsageText	currency;

	rr_run_ledger_query(&prices->ledger, QUERY_CURRENCY, InvalidOid, NULL, NULL);
	old_context = MemoryContextSwitchTo(context);
	currency = text_value(0, 0);
	MemoryContextSwitchTo(old_context);
	SPI_finish();
	return currency;
}

/*
 * The prices of a ledger, none of them read yet
 *
 * as_known: ignore rows recorded after known_at.  context: of what is kept.
 */
PriceSource *
rr_ledger_prices(Ledger ledger, bool as_known, TimestampTz known_at, MemoryContext context)
{
	LedgerPrices *prices = MemoryContextAllocZero(context, sizeof(LedgerPrices));

	prices->tables = (PriceTables)
	{
		read_prices, read_providers, read_aliases, read_rates, read_names, read_currency
	};
	prices->ledger = ledger;
	prices->as_known = as_known;
	prices->known_at = known_at;
	return rr_price_source(&prices->tables, context);
}
