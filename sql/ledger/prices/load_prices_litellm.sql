CREATE OR REPLACE FUNCTION load_prices_litellm(prices jsonb, valid_from timestamptz)
RETURNS TABLE (models bigint, added bigint, changed bigint, ended bigint, unchanged bigint, kept bigint, unread bigint)
LANGUAGE sql
BEGIN ATOMIC
	SELECT l.* FROM load_litellm('prices'::regclass, prices, valid_from) l;
END;

COMMENT ON FUNCTION load_prices_litellm(jsonb, timestamptz) IS
'load_prices_litellm(prices, ''2026-07-01 00:00+00''): load a price list in the format of LiteLLM, which has no dates, as valid from a time. Only differences are written: loading a list again writes nothing. A row that is valid at that time and of another source, such as manual, is kept. A price that a model no longer has is ended; models that are not in the list at all stay as they are. Prices are written in US dollars, as published; a ledger in another currency converts them at the rate of fx that is valid when an event occurs. Gives the number of models in the list and of rows by what became of them; unread counts what runrate.litellm_unread lists. Load lists in the order of their dates.';
