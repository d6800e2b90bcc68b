-- By the names of the columns, as prices may have columns of its owner's
CREATE OR REPLACE FUNCTION list_rows(list text, prices jsonb, valid_from timestamptz) RETURNS SETOF prices
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT jsonb_populate_record(NULL::prices, to_jsonb(l) || jsonb_build_object(
		'valid_from', coalesce(l.valid_from, list_rows.valid_from), 'currency', 'USD', 'source', list_rows.list))
	FROM (
		SELECT p.* FROM runrate.litellm_prices(CASE WHEN list_rows.list = 'litellm' THEN list_rows.prices END) p
		UNION ALL
		SELECT p.* FROM runrate.genai_prices(CASE WHEN list_rows.list = 'genai' THEN list_rows.prices END) p
	) l;
END;

COMMENT ON FUNCTION list_rows(text, jsonb, timestamptz) IS
'list_rows(''litellm'', prices, now()): a price list as rows of prices, which are in US dollars in both formats; valid_from is for a list without dates.';
