/*
 * session_line.c
 *	  Lines of a session, of which several may be of one billed request.
 *
 * Claude Code writes a message line by line while it is streamed, each with
 * what was used so far, and copies the lines of a session that is resumed.
 * What was billed is what the fullest line of a message and request says.  So
 * these two are the key of a line, whatever it came with, and a line that says
 * more than the one in the table takes its place: that is reversed, and the
 * new one is a row of its own, under the key with the number of the line.
 */
#include "runrate.h"

#include "utils/builtins.h"

#include "ledger/reverse_fact.h"
#include "ledger/session_line.h"
#include "usage/usage_formats.h"
#include "usage/usage_json.h"

#define SESSION_FORMAT	"claude_code"

bool
rr_is_session_line(const FactRow *row)
{
	return rr_usage_text_is(rr_row_text(row, COLUMN_USAGE_FORMAT), SESSION_FORMAT);
}

/* Make message and request the key of a line, if it names them */
void
rr_set_line_key(FactRow *row)
{
	UsageText	message;
	UsageText	request;

	if (!rr_is_session_line(row) || !row_has(row, COLUMN_USAGE) ||
		!rr_usage_line_ids(DatumGetJsonbP(row_value(row, COLUMN_USAGE)), &message, &request))
		return;
	set_row_value(row, COLUMN_SOURCE_KEY,
				  CStringGetTextDatum(request.data == NULL ?
									  pnstrdup(message.data, message.size) :
									  psprintf("%.*s/%.*s", message.size, message.data,
											   request.size, request.data)));
}

/* The sum of the buckets from first to last */
static int128
used(const FactRow *line, UsageBucket first, UsageBucket last)
{
	int128		sum = 0;

	for (int bucket = first; bucket <= (int) last; bucket++)
		if (row_has(line, FIRST_BUCKET_COLUMN + bucket))
			sum += DatumGetInt64(row_value(line, FIRST_BUCKET_COLUMN + bucket));
	return sum;
}

/*
 * Does a line say more than another one of its request?
 *
 * More output is later; with as much, what has more of anything else.
 */
bool
rr_is_fuller_line(const FactRow *line, const FactRow *other)
{
	static const UsageBucket ranges[][2] = {
		{LAST_INPUT_BUCKET + 1, LAST_OUTPUT_BUCKET}, {0, LAST_INPUT_BUCKET}, {LAST_OUTPUT_BUCKET + 1, NBUCKETS - 1}
	};

	for (size_t i = 0; i < lengthof(ranges); i++)
	{
		int128		a = used(line, ranges[i][0], ranges[i][1]);
		int128		b = used(other, ranges[i][0], ranges[i][1]);

		if (a != b)
			return a > b;
	}
	return false;
}

/* The key of the nth line that is kept of a request, of which the first has source_key */
Datum
rr_later_line_key(Datum source_key, int n)
{
	return CStringGetTextDatum(psprintf("%s#%d", TextDatumGetCString(source_key), n));
}

/* Reverse a row in whose place a fuller line is to come; *holder: who is reversing it */
LineFate
rr_replace_line(const FactTable *table, Relation relation, const FactRow *existing, TransactionId *holder)
{
	MadeRow		reversal;

	rr_reverse_row(table, relation, existing, "a fuller line of the same request was loaded", &reversal);
	*holder = reversal.holder;
	if (TransactionIdIsValid(reversal.holder))
		return LINE_IN_FLIGHT;
	return reversal.is_known ? LINE_REVERSED : LINE_REPLACED;
}
