CREATE OR REPLACE FUNCTION list_rows(list text, prices jsonb, valid_from timestamptz) RETURNS SETOF prices
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT NULL::bigint, l.provider, l.model, l.meter, l.service_tier, l.speed, l.inference_geo, l.above_tokens,
		l.threshold_inclusive, l.tier_mode,
		l.window_start, l.window_end, l.window_weekdays, l.window_time_zone, dated.valid_from,
		l.price, l.per, 'USD', NULL::timestamptz, list_rows.list, NULL::text
	FROM (
		SELECT p.* FROM runrate.litellm_prices(CASE WHEN list_rows.list = 'litellm' THEN list_rows.prices END) p
		UNION ALL
		SELECT p.* FROM runrate.genai_prices(CASE WHEN list_rows.list = 'genai' THEN list_rows.prices END) p
	) l
	CROSS JOIN LATERAL (SELECT coalesce(l.valid_from, list_rows.valid_from) AS valid_from) dated;
END;

COMMENT ON FUNCTION list_rows(text, jsonb, timestamptz) IS
'list_rows(''litellm'', prices, now()): a price list as rows of prices, which are in US dollars in both formats; valid_from is for a list without dates.';
