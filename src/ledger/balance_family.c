/*
 * balance_family.c
 *	  What each kind of facts adds to which sums.
 *
 * The views event_contributions, outcome_contributions and
 * review_contributions of a ledger say the same in SQL.
 */
#include "runrate.h"

#include "utils/datetime.h"
#include "utils/timestamp.h"

#include "ledger/balance_family.h"
#include "money/numeric_arith.h"

/* Counts of events and of reviews */
enum
{
	COUNT_ALL,
	COUNT_LIVE,
	COUNT_UNPRICED
};

enum
{
	EVENT_TOKENS,
	EVENT_COST,
	EVENT_CREDIT_COST,
	EVENT_GPU_SECONDS,
	EVENT_VECTORS_STORED
};

enum
{
	REVIEW_MINUTE_COST,
	REVIEW_FEES,
	REVIEW_COST
};

static const BalanceFamily families[] = {
	[FACT_EVENT] = {
		"event_postings", 7, 3, 5,
		{"agent", "layer", "provider", "model", "cost_basis", "kind", "work_item"},
		{"events", "live_events", "unpriced_events"},
		{"tokens", "cost", "credit_cost", "gpu_seconds", "vectors_stored"}
	},
	[FACT_OUTCOME] = {
		"outcome_postings", 4, 2, 0,
		{"agent", "outcome", "kind", "work_item"},
		{"quantity", "live_outcomes"},
		{NULL}
	},
	[FACT_REVIEW] = {
		"review_postings", 4, 3, 3,
		{"agent", "verdict", "kind", "work_item"},
		{"reviews", "live_reviews", "unpriced_reviews"},
		{"minute_cost", "fees", "cost"}
	}
};

/* The table of postings of a kind of facts; NULL if it has none */
const BalanceFamily *
rr_balance_family(FactKind kind)
{
	return kind < lengthof(families) ? &families[kind] : NULL;
}

/* Is it a row that neither reverses nor corrects another one? */
bool
rr_is_original(const FactRow *row)
{
	return !row_has(row, COLUMN_REVERSES) && !row_has(row, COLUMN_CORRECTS);
}

static UsageText
kind_text(const FactRow *row)
{
	static const UsageText original = {"original", 8};
	static const UsageText reversal = {"reversal", 8};
	static const UsageText correction = {"correction", 10};

	if (row_has(row, COLUMN_REVERSES))
		return reversal;
	return row_has(row, COLUMN_CORRECTS) ? correction : original;
}

static DateADT
first_of_month(DateADT day)
{
	int			year;
	int			month;
	int			day_of_month;

	j2date(day + POSTGRES_EPOCH_JDATE, &year, &month, &day_of_month);
	return day - day_of_month + 1;
}

/* The posting of a row's key */
static Posting *
posting_of(PostingSums *sums, FactKind kind, const FactRow *row)
{
	PostingKey	key;
	int			n = 0;

	key.booked_month = first_of_month(DatumGetDateADT(row_value(row, COLUMN_BOOKED_ON)));
	key.owned_on = DatumGetDateADT(row_value(row, COLUMN_OWNED_ON));
	key.texts[n++] = rr_row_text(row, COLUMN_AGENT);
	if (kind == FACT_EVENT)
	{
		key.texts[n++] = rr_row_text(row, COLUMN_LAYER);
		key.texts[n++] = rr_row_text(row, COLUMN_PROVIDER);
		key.texts[n++] = rr_row_text(row, COLUMN_MODEL);
		key.texts[n++] = rr_row_text(row, COLUMN_COST_BASIS);
	}
	else
		key.texts[n++] = rr_row_text(row, kind == FACT_OUTCOME ? COLUMN_OUTCOME : COLUMN_VERDICT);
	key.texts[n++] = kind_text(row);
	key.texts[n++] = rr_row_text(row, COLUMN_WORK_ITEM);
	key.ntexts = n;
	return rr_find_posting(sums, &key);
}

/* How many events, outcomes or reviews the row stands for; negative in a reversal */
static int64
fact_count(FactKind kind, const FactRow *row)
{
	if (kind == FACT_EVENT && row_has(row, COLUMN_EVENT_COUNT))
		return DatumGetInt64(row_value(row, COLUMN_EVENT_COUNT));
	return row_has(row, COLUMN_REVERSES) ? -1 : 1;
}

/* Rows of outcomes are live, not what they stand for */
static int64
live_fact_count(FactKind kind, const FactRow *original)
{
	return kind == FACT_EVENT ? fact_count(kind, original) : 1;
}

static void
add_tokens(Posting *posting, const FactRow *row, bool negate)
{
	int64		tokens = rr_row_tokens(row);

	if (tokens != 0)
		rr_add_whole(posting, EVENT_TOKENS, tokens, negate);
}

/* Does the cost of a row go to credits, or back from them? */
static bool
is_credit(const FactRow *row, FactStanding standing)
{
	int128		units;
	int			scale;
	int			sign;

	if (numeric_to_units(row_value(row, COLUMN_COST), &units, &scale))
		sign = (units > 0) - (units < 0);
	else
		sign = numeric_sign_of(DatumGetNumeric(row_value(row, COLUMN_COST)));
	return standing.ends_original ? sign > 0 : sign < 0 && rr_is_original(row);
}

static bool
is_text(UsageText value, const char *text)
{
	return value.data != NULL && value.size == strlen(text) && memcmp(value.data, text, value.size) == 0;
}

static void
add_quantity(Posting *posting, const FactRow *row, bool negate)
{
	UsageText	meter = rr_row_text(row, COLUMN_METER);

	if (!row_has(row, COLUMN_QUANTITY))
		return;
	if (is_text(meter, "gpu_seconds"))
		rr_add_amount(posting, EVENT_GPU_SECONDS, row_value(row, COLUMN_QUANTITY), negate);
	else if (is_text(meter, "vectors_stored"))
		rr_add_amount(posting, EVENT_VECTORS_STORED, row_value(row, COLUMN_QUANTITY), negate);
}

static void
add_event_amounts(Posting *posting, const FactRow *row, FactStanding standing, bool negate)
{
	add_tokens(posting, row, negate);
	add_quantity(posting, row, negate);
	if (!row_has(row, COLUMN_COST))
		return;
	rr_add_amount(posting, EVENT_COST, row_value(row, COLUMN_COST), negate);
	if (is_credit(row, standing))
		rr_add_amount(posting, EVENT_CREDIT_COST, row_value(row, COLUMN_COST), negate);
}

static void
add_review_amounts(Posting *posting, const FactRow *row, bool negate)
{
	if (row_has(row, COLUMN_FEE))
		rr_add_amount(posting, REVIEW_FEES, row_value(row, COLUMN_FEE), negate);
	if (!row_has(row, COLUMN_COST))
		return;
	rr_add_amount(posting, REVIEW_COST, row_value(row, COLUMN_COST), negate);
	if (row_has(row, COLUMN_MINUTE_COST))
		rr_add_amount(posting, REVIEW_MINUTE_COST, row_value(row, COLUMN_MINUTE_COST), negate);
}

/*
 * Add a row to the sums, or take off what it added
 *
 * Also for a reversal: what its original loses by it, rr_end_original() takes
 * off.
 */
void
rr_add_fact(PostingSums *sums, FactKind kind, const FactRow *row, FactStanding standing, bool negate)
{
	Posting    *posting = posting_of(sums, kind, row);
	int64		sign = negate ? -1 : 1;
	int64		count = sign * fact_count(kind, row);

	if (standing.is_live)
		posting->counts[COUNT_LIVE] += sign * live_fact_count(kind, row);
	if (kind == FACT_OUTCOME)
	{
		posting->counts[COUNT_ALL] += sign * DatumGetInt64(row_value(row, COLUMN_OUTCOME_QUANTITY));
		return;
	}
	posting->counts[COUNT_ALL] += count;
	if (!row_has(row, COLUMN_COST))
		posting->counts[COUNT_UNPRICED] += count;
	if (kind == FACT_EVENT)
		add_event_amounts(posting, row, standing, negate);
	else
		add_review_amounts(posting, row, negate);
}

/* Take an original off what is live, where it was posted, as it is reversed */
void
rr_end_original(PostingSums *sums, FactKind kind, const FactRow *original)
{
	posting_of(sums, kind, original)->counts[COUNT_LIVE] -= live_fact_count(kind, original);
}
