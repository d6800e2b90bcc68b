CREATE OR REPLACE FUNCTION price_usage(format text, usage jsonb, provider text, model text DEFAULT NULL,
	at timestamptz DEFAULT now(),
	OUT meter text, OUT quantity numeric, OUT price_row bigint, OUT price numeric, OUT per bigint, OUT amount numeric,
	OUT currency text, OUT rate numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT l.meter, l.quantity, l.price_row, l.price, l.per, l.amount, l.currency, l.rate
	FROM runrate_internal.price_usage('events'::regclass, format, usage, provider, model, at) l;
END;

COMMENT ON FUNCTION price_usage(text, jsonb, text, text, timestamptz) IS
'price_usage(''openai_chat'', ''{"model": "gpt-4o", "usage": {"prompt_tokens": 1000}}'', ''azure''): what a call with this usage costs by the price book, a row for each quantity and price. amount is in the currency of the ledger: quantity * price / per * rate, where currency is that of the price and rate the exchange rate valid at the time, 1 for that of the ledger. model is that of the usage unless given; at decides which prices hold. No rows if there is no price.';
