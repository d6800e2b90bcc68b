CREATE OR REPLACE FUNCTION load_genai(ledger_table regclass, prices jsonb)
RETURNS TABLE (models bigint, added bigint, changed bigint, ended bigint, unchanged bigint, kept bigint, unread bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF prices IS NULL THEN
		RAISE EXCEPTION 'a price list is needed'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	LOCK TABLE prices, model_aliases IN SHARE ROW EXCLUSIVE MODE;
	CALL check_model_rules(load_genai.prices);
	PERFORM load_model_rules(load_genai.prices);
	RETURN QUERY
	SELECT (SELECT count(*) FROM list_models('genai', load_genai.prices)), l.added, l.changed, l.ended, l.unchanged,
		l.kept,
		(SELECT count(*) FROM runrate.genai_unread(load_genai.prices))
	FROM load_price_list('genai', load_genai.prices, date_trunc('day', now(), 'UTC')) l;
END;
$body$;

COMMENT ON FUNCTION load_genai(regclass, jsonb) IS
'load_genai(''ledger.prices''::regclass, prices): what load_prices_genai does.';
