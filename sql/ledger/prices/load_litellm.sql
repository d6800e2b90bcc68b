CREATE OR REPLACE FUNCTION load_litellm(ledger_table regclass, prices jsonb, valid_from timestamptz)
RETURNS TABLE (models bigint, added bigint, changed bigint, ended bigint, unchanged bigint, kept bigint, unread bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF prices IS NULL OR valid_from IS NULL OR NOT isfinite(valid_from) THEN
		RAISE EXCEPTION 'a price list and the time from which it is valid are needed'
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = 'Lists of LiteLLM have no date.';
	END IF;
	LOCK TABLE prices IN SHARE ROW EXCLUSIVE MODE;
	RETURN QUERY
	SELECT (SELECT count(*) FROM list_models('litellm', load_litellm.prices)), l.added, l.changed, l.ended, l.unchanged,
		l.kept,
		(SELECT count(*) FROM runrate.litellm_unread(load_litellm.prices))
	FROM load_price_list('litellm', load_litellm.prices, load_litellm.valid_from) l;
END;
$body$;

COMMENT ON FUNCTION load_litellm(regclass, jsonb, timestamptz) IS
'load_litellm(''ledger.prices''::regclass, prices, valid_from): what load_prices_litellm does.';
