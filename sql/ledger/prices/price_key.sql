CREATE OR REPLACE FUNCTION price_key(price_row prices) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN ARRAY[price_row.provider, price_row.model, price_row.meter, price_row.service_tier, price_row.speed,
	price_row.inference_geo,
	price_row.above_tokens::text, price_row.tier_mode, price_row.window_start::text, price_row.window_end::text,
	price_row.window_weekdays, price_row.window_time_zone];

COMMENT ON FUNCTION price_key(prices) IS
'price_key(p) FROM prices p: what a later row has to have in common with a price to supersede it.';
