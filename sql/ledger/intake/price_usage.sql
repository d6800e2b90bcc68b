-- In PL/pgSQL, because an SQL body would depend on the row type of events,
-- and then nobody could add a column to that.
CREATE OR REPLACE FUNCTION price_usage(format text, usage jsonb, provider text, model text DEFAULT NULL, at timestamptz DEFAULT now())
RETURNS TABLE (meter text, quantity numeric, price_row bigint, price numeric, per bigint, amount numeric, currency text, rate numeric)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
BEGIN
	RETURN QUERY
	SELECT l.meter, l.quantity, l.price_row, l.price, l.per, l.amount, l.currency, l.rate
	FROM runrate.usage_columns(price_usage.format, price_usage.usage) u,
		LATERAL runrate_internal.event_price_lines(
			jsonb_populate_record(NULL::events, to_jsonb(u) || jsonb_strip_nulls(jsonb_build_object(
				'provider', price_usage.provider, 'model', price_usage.model, 'occurred_at', price_usage.at,
				'usage_format', price_usage.format)) || jsonb_build_object('usage', price_usage.usage)), NULL) l;
END;
$body$;

COMMENT ON FUNCTION price_usage(text, jsonb, text, text, timestamptz) IS
'price_usage(''openai_chat'', ''{"model": "gpt-4o", "usage": {"prompt_tokens": 1000}}'', ''azure''): what a call with this usage costs by the price book, a row for each quantity and price. amount is in the currency of the ledger: quantity * price / per * rate, where currency is that of the price and rate the exchange rate valid at the time, 1 for that of the ledger. model is that of the usage unless given; at decides which prices hold. No rows if there is no price.';
