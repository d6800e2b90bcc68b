CREATE OR REPLACE FUNCTION load_prices_genai(prices jsonb) RETURNS TABLE (models bigint, added bigint, changed bigint, ended bigint, unchanged bigint, kept bigint, unread bigint)
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	IF prices IS NULL THEN
		RAISE EXCEPTION 'a price list is needed'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	LOCK TABLE prices, model_aliases IN SHARE ROW EXCLUSIVE MODE;
	CALL check_model_rules(load_prices_genai.prices);
	PERFORM load_model_rules(load_prices_genai.prices);
	RETURN QUERY
	SELECT (SELECT count(*) FROM list_models('genai', load_prices_genai.prices)), l.added, l.changed, l.ended, l.unchanged, l.kept,
		(SELECT count(*) FROM runrate.genai_unread(load_prices_genai.prices))
	FROM load_price_list('genai', load_prices_genai.prices, date_trunc('day', now(), 'UTC')) l;
END;
$body$;

COMMENT ON FUNCTION load_prices_genai(jsonb) IS
'load_prices_genai(prices): load a price list in the format of genai-prices with its dates, and its rules for names into model_aliases. Only differences are written: loading a list again writes nothing. A price that the list changed without a new date is corrected from the date that it had; the row that it had stays, so a question as known before still gets it. A row of another source, such as manual, is kept where it is valid. A price that a model no longer has ends today, at 00:00 UTC; models that are not in the list at all stay as they are. Prices are written in US dollars, as published; a ledger in another currency converts them at the rate of fx that is valid when an event occurs. Gives the number of models in the list and of rows by what became of them; unread counts what runrate.genai_unread lists.';
