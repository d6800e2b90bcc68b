/*
 * cost_summary_io.c
 *	  Text and binary form of type cost_summary.
 *
 * The text is JSON and says everything:
 *
 *	{"outcomes": 1, "layers": [
 *		{"layer": "model_api", "cost": 1.25, "events": 3, "priced": 2}]}
 *
 * A cost is null if that of none of the events is known, and "NaN",
 * "Infinity" or "-Infinity" if it is not finite, which JSON has no number for.
 *
 * The binary form is: version (byte, 1), outcomes (int64), number of layers
 * (int32); for each layer the name (int32 size, text), events (int64), priced
 * (int64) and, if priced is not 0, the cost (int32 size, numeric's binary form).
 *
 * Both input functions take nothing on trust and end in take_layer().
 */
#include "runrate.h"

#include "libpq/pqformat.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/jsonb.h"

#include "cost/cost_summary.h"

/* A layer as it was read, before any check */
typedef struct LayerInput
{
	const char *name;
	int			name_size;
	int64		events;
	int64		priced;
	Numeric		cost;			/* NULL if absent */
} LayerInput;

/*
 * Enter a layer into the summary that is read; errors with that code if it
 * cannot be one
 */
static void
take_layer(SummaryWork *work, const LayerInput *input, int errcode_on_error)
{
	Layer	   *layer;
	const char *problem = NULL;

	if (input->events < 1)
		problem = "The number of events of a layer must be positive.";
	else if (input->priced < 0 || input->priced > input->events)
		problem = "The number of priced events of a layer must be from 0 to the number of its events.";
	else if ((input->cost == NULL) != (input->priced == 0))
		problem = "A layer has a cost exactly if some of its events are priced.";
	else if (memchr(input->name, '\0', input->name_size) != NULL)
		problem = "The name of a layer must not contain a null byte.";
	else if (layer_find(&work->table, input->name, input->name_size) != NULL)
		problem = "A layer occurs twice.";
	if (problem != NULL)
		ereport(ERROR,
				(errcode(errcode_on_error),
				 errmsg("invalid layer in cost_summary"),
				 errdetail_internal("%s", problem)));

	layer = layer_get(&work->table, input->name, input->name_size, work);
	rr_layer_add_events(&work->table, layer, input->events, input->priced);
	if (input->cost != NULL)
		rr_money_add_any(&layer->cost, NumericGetDatum(input->cost), input->priced, work);
}

/* Complain about text that is JSON but not a summary */
pg_noreturn static void
invalid_text(const char *detail)
{
	ereport(ERROR,
			(errcode(ERRCODE_INVALID_TEXT_REPRESENTATION),
			 errmsg("invalid input for type cost_summary"),
			 errdetail_internal("%s", detail),
			 errhint("Write {\"outcomes\": 1, \"layers\": [{\"layer\": \"model_api\", \"cost\": 1.25, \"events\": 3, \"priced\": 3}]}.")));
}

/* A field of a JSON object that must be there and of that type */
static JsonbValue *
required_field(JsonbContainer *object, const char *key, enum jbvType type)
{
	JsonbValue *value = getKeyJsonValueFromContainer(object, key, strlen(key), NULL);

	if (value == NULL || value->type != type)
		invalid_text(psprintf("Field \"%s\" is missing or of the wrong type.", key));
	return value;
}

/* A field that must be a whole number; errors if bigint cannot hold it */
static int64
count_field(JsonbContainer *object, const char *key)
{
	Datum		number = NumericGetDatum(required_field(object, key, jbvNumeric)->val.numeric);
	int64		count = DatumGetInt64(DirectFunctionCall1(numeric_int8, number));

	if (!DatumGetBool(DirectFunctionCall2(numeric_eq, number,
										  NumericGetDatum(int64_to_numeric(count)))))
		invalid_text(psprintf("Field \"%s\" must be a whole number.", key));
	return count;
}

/* The field "cost" of a layer; NULL if it is null */
static Numeric
cost_field(JsonbContainer *object)
{
	const char *key = "cost";
	JsonbValue *value = getKeyJsonValueFromContainer(object, key, strlen(key), NULL);
	Numeric		cost;

	if (value != NULL && value->type == jbvNumeric)
		return value->val.numeric;
	if (value != NULL && value->type == jbvNull)
		return NULL;
	if (value == NULL || value->type != jbvString)
		invalid_text("Field \"cost\" is missing or of the wrong type.");

	cost = DatumGetNumeric(DirectFunctionCall3(numeric_in,
											   CStringGetDatum(pnstrdup(value->val.string.val,
																		value->val.string.len)),
											   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1)));
	if (!numeric_is_nan(cost) && !numeric_is_inf(cost))
		invalid_text("Only a cost that is not finite is written as a string.");
	return cost;
}

/* Check that an object has only so many fields: required ones are known to be there */
static void
check_field_count(JsonbContainer *object, int nfields)
{
	if (JsonContainerSize(object) != (uint32) nfields)
		invalid_text("There is a field that no cost_summary has.");
}

static void
read_layer(SummaryWork *work, JsonbContainer *object)
{
	LayerInput	input;
	JsonbValue *name = required_field(object, "layer", jbvString);

	input.name = name->val.string.val;
	input.name_size = name->val.string.len;
	input.events = count_field(object, "events");
	input.priced = count_field(object, "priced");
	input.cost = cost_field(object);
	check_field_count(object, 4);
	take_layer(work, &input, ERRCODE_INVALID_TEXT_REPRESENTATION);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_in);
/* Input function: text to cost_summary */
Datum
rr_cost_summary_in(PG_FUNCTION_ARGS)
{
	Jsonb	   *json = DatumGetJsonbP(DirectFunctionCall1(jsonb_in, PG_GETARG_DATUM(0)));
	SummaryWork *work = palloc0(sizeof(SummaryWork));
	JsonbContainer *layers;

	if (!JB_ROOT_IS_OBJECT(json))
		invalid_text("The text is not a JSON object.");
	work->outcomes = count_field(&json->root, "outcomes");
	layers = required_field(&json->root, "layers", jbvBinary)->val.binary.data;
	if (!JsonContainerIsArray(layers))
		invalid_text("Field \"layers\" is not an array.");
	check_field_count(&json->root, 2);

	for (uint32 i = 0; i < JsonContainerSize(layers); i++)
	{
		JsonbValue *layer = getIthJsonbValueFromContainer(layers, i);

		if (layer->type != jbvBinary || !JsonContainerIsObject(layer->val.binary.data))
			invalid_text("A layer is not an object.");
		read_layer(work, layer->val.binary.data);
	}
	PG_RETURN_POINTER(rr_cost_summary_store(work));
}

/* Append a cost as JSON */
static void
write_cost(StringInfo buf, Numeric cost)
{
	const char *quote;

	if (cost == NULL)
	{
		appendStringInfoString(buf, "null");
		return;
	}
	quote = numeric_is_nan(cost) || numeric_is_inf(cost) ? "\"" : "";
	appendStringInfo(buf, "%s%s%s", quote,
					 DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(cost))),
					 quote);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_out);
/* Output function: cost_summary to text */
Datum
rr_cost_summary_out(PG_FUNCTION_ARGS)
{
	CostSummary *summary = rr_cost_summary_arg(fcinfo, 0);
	const StoredLayer *layer = first_layer(summary);
	StringInfoData buf;

	initStringInfo(&buf);
	appendStringInfo(&buf, "{\"outcomes\": " INT64_FORMAT ", \"layers\": [", summary->outcomes);
	for (int i = 0; i < summary->nlayers; i++, layer = next_layer(layer))
	{
		appendStringInfoString(&buf, i == 0 ? "{\"layer\": " : ", {\"layer\": ");
		escape_json(&buf, pnstrdup(layer->name, layer->name_size));
		appendStringInfoString(&buf, ", \"cost\": ");
		write_cost(&buf, layer_total(layer));
		appendStringInfo(&buf, ", \"events\": " INT64_FORMAT ", \"priced\": " INT64_FORMAT "}",
						 layer->events, layer->priced);
	}
	appendStringInfoString(&buf, "]}");
	PG_RETURN_CSTRING(buf.data);
}

/* Read a size that the rest of the message can hold */
static int
receive_size(StringInfo buf)
{
	int			size = pq_getmsgint(buf, sizeof(int32));

	if (size < 0 || size > buf->len - buf->cursor)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid size in external \"cost_summary\" value")));
	return size;
}

/* Read a numeric of its own size within the message */
static Numeric
receive_cost(StringInfo buf)
{
	StringInfoData body;
	Datum		cost;

	body.len = receive_size(buf);
	body.data = unconstify(char *, pq_getmsgbytes(buf, body.len));
	body.maxlen = body.len;
	body.cursor = 0;
	cost = DirectFunctionCall3(numeric_recv, PointerGetDatum(&body),
							   ObjectIdGetDatum(InvalidOid), Int32GetDatum(-1));
	if (body.cursor != body.len)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid cost in external \"cost_summary\" value")));
	return DatumGetNumeric(cost);
}

static void
receive_layer(SummaryWork *work, StringInfo buf)
{
	LayerInput	input;
	int			raw_size = receive_size(buf);

	input.name = pq_getmsgtext(buf, raw_size, &input.name_size);
	input.events = pq_getmsgint64(buf);
	input.priced = pq_getmsgint64(buf);
	input.cost = input.priced == 0 ? NULL : receive_cost(buf);
	take_layer(work, &input, ERRCODE_INVALID_BINARY_REPRESENTATION);
}

PG_FUNCTION_INFO_V1(rr_cost_summary_recv);
/* Receive function: binary form to cost_summary */
Datum
rr_cost_summary_recv(PG_FUNCTION_ARGS)
{
	StringInfo	buf = (StringInfo) PG_GETARG_POINTER(0);
	SummaryWork *work = palloc0(sizeof(SummaryWork));
	int			version = pq_getmsgbyte(buf);
	int			nlayers;

	if (version != COST_SUMMARY_VERSION)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("unsupported version %d of external \"cost_summary\" value", version)));
	work->outcomes = pq_getmsgint64(buf);
	nlayers = pq_getmsgint(buf, sizeof(int32));
	if (nlayers < 0 || nlayers > MAX_LAYERS)
		ereport(ERROR,
				(errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
				 errmsg("invalid number of layers in external \"cost_summary\" value")));
	for (int i = 0; i < nlayers; i++)
		receive_layer(work, buf);
	PG_RETURN_POINTER(rr_cost_summary_store(work));
}

PG_FUNCTION_INFO_V1(rr_cost_summary_send);
/* Send function: cost_summary to binary form */
Datum
rr_cost_summary_send(PG_FUNCTION_ARGS)
{
	CostSummary *summary = rr_cost_summary_arg(fcinfo, 0);
	const StoredLayer *layer = first_layer(summary);
	StringInfoData buf;

	pq_begintypsend(&buf);
	pq_sendbyte(&buf, COST_SUMMARY_VERSION);
	pq_sendint64(&buf, summary->outcomes);
	pq_sendint32(&buf, summary->nlayers);
	for (int i = 0; i < summary->nlayers; i++, layer = next_layer(layer))
	{
		rr_sendcountedtext(&buf, layer->name, layer->name_size);
		pq_sendint64(&buf, layer->events);
		pq_sendint64(&buf, layer->priced);
		if (layer->cost_offset != 0)
		{
			bytea	   *cost = DatumGetByteaPP(DirectFunctionCall1(numeric_send,
																   NumericGetDatum(layer_total(layer))));

			pq_sendint32(&buf, VARSIZE_ANY_EXHDR(cost));
			pq_sendbytes(&buf, VARDATA_ANY(cost), VARSIZE_ANY_EXHDR(cost));
		}
	}
	PG_RETURN_BYTEA_P(pq_endtypsend(&buf));
}
