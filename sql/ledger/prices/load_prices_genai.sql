CREATE OR REPLACE FUNCTION load_prices_genai(prices jsonb)
RETURNS TABLE (models bigint, added bigint, changed bigint, ended bigint, unchanged bigint, kept bigint, unread bigint)
LANGUAGE sql
BEGIN ATOMIC
	SELECT l.* FROM load_genai('prices'::regclass, prices) l;
END;

COMMENT ON FUNCTION load_prices_genai(jsonb) IS
'load_prices_genai(prices): load a price list in the format of genai-prices with its dates, and its rules for names into model_aliases. Only differences are written: loading a list again writes nothing. A price that the list changed without a new date is corrected from the date that it had; the row that it had stays, so a question as known before still gets it. A row of another source, such as manual, is kept where it is valid. A price that a model no longer has ends today, at 00:00 UTC; models that are not in the list at all stay as they are. Prices are written in US dollars, as published; a ledger in another currency converts them at the rate of fx that is valid when an event occurs. Gives the number of models in the list and of rows by what became of them; unread counts what runrate.genai_unread lists.';
