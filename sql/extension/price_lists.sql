
-- Public price lists: what a document says, as rows of a price book.
--
-- Each format has a function that flattens a document into one row for each
-- cost that it has, with the meter that it is the price of.  What has a meter
-- is a price, what has none is listed as unread: nothing is lost in between.

-- Amounts of a document: a number, or a text that is one.  The bound finds
-- prices that were given for a million tokens where one token is meant.
CREATE FUNCTION runrate_internal.list_number(value jsonb, model text, key text, highest numeric) RETURNS numeric
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	written text := value #>> '{}';
	amount numeric;
BEGIN
	IF jsonb_typeof(value) NOT IN ('number', 'string')
		OR (jsonb_typeof(value) = 'string' AND written !~ '^[-+]?([0-9]{1,20}\.?[0-9]{0,40}|\.[0-9]{1,40})([eE][-+]?[0-9]{1,3})?$') THEN
		RAISE EXCEPTION 'price list has a price that is not a number'
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = format('Model %s, key %s: %s.', quote_literal(model), quote_literal(key),
						left(value::text, 100));
	END IF;
	amount := written::numeric;
	IF amount < 0 OR amount > highest OR scale(trim_scale(amount)) > 40 THEN
		RAISE EXCEPTION 'price list has a price that is out of range'
			USING ERRCODE = 'numeric_value_out_of_range',
				  DETAIL = format('Model %s, key %s: %s, but a price is between 0 and %s and has at most 40 decimals.',
								  quote_literal(model), quote_literal(key), left(value::text, 100), highest);
	END IF;
	RETURN amount;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.list_number(jsonb, text, text, numeric) IS
'list_number(value, model, key, highest => 1): the exact number that a price list has, or an error that names model and key.';

CREATE FUNCTION runrate_internal.list_tokens(value jsonb, model text, key text) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	tokens numeric := runrate_internal.list_number(value, model, key, 1000000000000);
BEGIN
	IF tokens <> trunc(tokens) THEN
		RAISE EXCEPTION 'price list has a threshold that is not a whole number of tokens'
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = format('Model %s, key %s: %s.', quote_literal(model), quote_literal(key), tokens);
	END IF;
	RETURN tokens::bigint;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.list_tokens(jsonb, text, text) IS
'list_tokens(value, model, key): the threshold, in tokens, that a price list has, or an error that names model and key.';

-- LiteLLM

CREATE FUNCTION runrate_internal.litellm_meters(OUT price_key text, OUT key_units bigint, OUT meter text,
	OUT per bigint, OUT key_order bigint) RETURNS SETOF record
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 60
BEGIN ATOMIC
	SELECT v.* FROM (VALUES
		('input_cost_per_token', 1::bigint, 'input_tokens', 1000000::bigint, 1::bigint),
		('output_cost_per_token', 1, 'output_tokens', 1000000, 1),
		('output_cost_per_reasoning_token', 1, 'reasoning_tokens', 1000000, 1),
		('cache_read_input_token_cost', 1, 'cache_read_tokens', 1000000, 1),
		('input_cost_per_token_cache_hit', 1, 'cache_read_tokens', 1000000, 2),
		-- The price of five minutes, which is also that of a lifetime that is not
		-- reported, but not that of an hour, so it is not the one of all writes
		('cache_creation_input_token_cost', 1, 'cache_write_5m_tokens', 1000000, 1),
		('cache_creation_input_token_cost_above_1hr', 1, 'cache_write_1h_tokens', 1000000, 1),
		('cache_creation_input_token_cost_above_12hr', 1, 'cache_write_12h_tokens', 1000000, 1),
		('cache_creation_input_audio_token_cost', 1, 'cache_write_audio_tokens', 1000000, 1),
		('input_cost_per_audio_token', 1, 'input_audio_tokens', 1000000, 1),
		('cache_read_input_audio_token_cost', 1, 'cached_audio_tokens', 1000000, 1),
		('cache_read_input_token_cost_per_audio_token', 1, 'cached_audio_tokens', 1000000, 2),
		('output_cost_per_audio_token', 1, 'output_audio_tokens', 1000000, 1),
		('input_cost_per_image_token', 1, 'input_image_tokens', 1000000, 1),
		('cache_read_input_image_token_cost', 1, 'cached_image_tokens', 1000000, 1),
		('output_cost_per_image_token', 1, 'output_image_tokens', 1000000, 1),
		('input_cost_per_video_token', 1, 'input_video_tokens', 1000000, 1),
		('cache_read_input_video_token_cost', 1, 'cached_video_tokens', 1000000, 1),
		('output_cost_per_video_token', 1, 'output_video_tokens', 1000000, 1),
		('citation_cost_per_token', 1, 'citation_tokens', 1000000, 1),
		('computer_use_input_cost_per_1k_tokens', 1000, 'computer_use_input_tokens', 1000000, 1),
		('computer_use_output_cost_per_1k_tokens', 1000, 'computer_use_output_tokens', 1000000, 1),
		('input_cost_per_character', 1, 'input_characters', 1000000, 1),
		('output_cost_per_character', 1, 'output_characters', 1000000, 1),
		('input_cost_per_pixel', 1, 'input_pixels', 1000000000, 1),
		('output_cost_per_pixel', 1, 'output_pixels', 1000000000, 1),
		('input_cost_per_image', 1, 'input_images', 1, 1),
		('output_cost_per_image', 1, 'output_images', 1, 1),
		('input_cost_per_second', 1, 'input_seconds', 1, 1),
		('output_cost_per_second', 1, 'output_seconds', 1, 1),
		('output_cost_per_second_480p', 1, 'output_seconds_480p', 1, 1),
		('output_cost_per_second_720p', 1, 'output_seconds_720p', 1, 1),
		('output_cost_per_second_768p', 1, 'output_seconds_768p', 1, 1),
		('output_cost_per_second_1080p', 1, 'output_seconds_1080p', 1, 1),
		('output_cost_per_second_2k', 1, 'output_seconds_2k', 1, 1),
		('output_cost_per_second_4k', 1, 'output_seconds_4k', 1, 1),
		('input_cost_per_audio_per_second', 1, 'input_audio_seconds', 1, 1),
		('output_cost_per_audio_per_second', 1, 'output_audio_seconds', 1, 1),
		('input_cost_per_video_per_second', 1, 'input_video_seconds', 1, 1),
		('output_cost_per_video_per_second', 1, 'output_video_seconds', 1, 1),
		('input_cost_per_query', 1, 'queries', 1, 1),
		('input_cost_per_request', 1, 'requests', 1, 1),
		('input_cost_per_text_message', 1, 'text_messages', 1, 1),
		('google_maps_grounding_cost_per_query', 1, 'maps_requests', 1, 1),
		('ocr_cost_per_page', 1, 'pages', 1, 1),
		('annotation_cost_per_page', 1, 'annotated_pages', 1, 1),
		('ocr_cost_per_credit', 1, 'ocr_credits', 1, 1),
		('code_interpreter_cost_per_session', 1, 'code_execution_sessions', 1, 1),
		('file_search_cost_per_1k_calls', 1000, 'file_search_requests', 1000, 1),
		('file_search_cost_per_gb_per_day', 1, 'file_search_gb_days', 1, 1),
		('vector_store_cost_per_gb_per_day', 1, 'vector_store_gb_days', 1, 1),
		-- The medium size is what a search has if nothing else was asked for
		('search_context_size_medium', 1, 'web_search_requests', 1, 1),
		('search_context_size_low', 1, 'web_search_requests_low', 1, 1),
		('search_context_size_high', 1, 'web_search_requests_high', 1, 1),
		('search_context_size_medium_per_prompt', 1, 'web_search_prompts', 1, 1),
		('search_context_size_low_per_prompt', 1, 'web_search_prompts_low', 1, 1),
		('search_context_size_high_per_prompt', 1, 'web_search_prompts_high', 1, 1)
	) v;
END;
COMMENT ON FUNCTION runrate_internal.litellm_meters() IS
'litellm_meters(): the meter of each cost key of LiteLLM, without suffixes for thresholds and tiers: the key gives the price of key_units units, the price book has it for per units. Of several keys for one meter that with the lowest key_order counts.';

CREATE FUNCTION runrate_internal.litellm_document(prices jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	entry record;
BEGIN
	IF jsonb_typeof(prices) <> 'object' THEN
		RAISE EXCEPTION 'price list is not in the format of LiteLLM'
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = format('It is an object with a key for each model, not of type %s.', jsonb_typeof(prices));
	END IF;
	FOR entry IN SELECT e.key, e.value FROM jsonb_each(prices) e LOOP
		IF jsonb_typeof(entry.value) <> 'object'
			OR coalesce(jsonb_typeof(entry.value -> 'litellm_provider'), 'string') <> 'string' THEN
			RAISE EXCEPTION 'price list is not in the format of LiteLLM'
				USING ERRCODE = 'invalid_parameter_value',
					  DETAIL = format('Model %s is not an object with a litellm_provider: %s.',
							quote_literal(entry.key), left(entry.value::text, 100));
		END IF;
	END LOOP;
	RETURN prices - 'sample_spec';
END;
$body$;
COMMENT ON FUNCTION runrate_internal.litellm_document(jsonb) IS
'litellm_document(prices): the price list without its sample entry, or an error if it is not in the format of LiteLLM.';

-- Some providers have the kind of model added, as in vertex_ai-text-models, or
-- have several names in the list and one in the rows that LiteLLM writes.  A key
-- may or may not begin with the provider; of several entries for one model that
-- counts which LiteLLM itself looks up first, and the others are unread.
CREATE FUNCTION runrate_internal.litellm_provider(listed text) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE
		WHEN listed IN ('bedrock_converse', 'bedrock_mantle') THEN 'bedrock'
		WHEN listed = 'azure_text' THEN 'azure'
		WHEN listed = 'cohere_chat' THEN 'cohere'
		WHEN starts_with(listed, 'text-completion-') THEN substr(listed, 17)
		ELSE regexp_replace(listed, '^([a-z0-9_]+)-.*models$', '\1') END;
END;
COMMENT ON FUNCTION runrate_internal.litellm_provider(text) IS
'litellm_provider(''bedrock_converse''): who bills, by the litellm_provider of an entry: bedrock.';

CREATE FUNCTION runrate_internal.litellm_entries(prices jsonb, OUT entry text, OUT provider text, OUT model text,
	OUT body jsonb, OUT is_readable boolean) RETURNS SETOF record
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 2000
BEGIN ATOMIC
	WITH billed AS (
		SELECT e.key, e.value, e.value ->> 'litellm_provider' AS listed,
			runrate_internal.litellm_provider(e.value ->> 'litellm_provider') AS provider
		FROM jsonb_each(runrate_internal.litellm_document(prices)) e
	),
	named AS (
		SELECT b.key, b.value, b.provider, false AS is_own,
			CASE WHEN starts_with(b.key, b.provider || '/') THEN substr(b.key, length(b.provider) + 2)
				WHEN starts_with(b.key, b.listed || '/') THEN substr(b.key, length(b.listed) + 2)
				ELSE b.key END AS model
		FROM billed b
		UNION ALL
		-- rows say either name, which may have prices of its own
		SELECT b.key, b.value, b.listed, true, regexp_replace(b.key, '^bedrock_mantle/', '')
		FROM billed b
		WHERE b.listed = 'bedrock_mantle'
	),
	ranked AS (
		SELECT n.*, n.provider IS NOT NULL AND row_number() OVER (PARTITION BY n.provider, n.model
			ORDER BY n.key <> n.provider || '/' || n.model, n.key <> n.model, n.key COLLATE "C") = 1 AS is_first
		FROM named n
	)
	SELECT r.key, r.provider, r.model, r.value, r.is_first
	FROM ranked r
	WHERE r.is_first OR r.is_own OR r.value ->> 'litellm_provider' IS DISTINCT FROM 'bedrock_mantle';
END;
COMMENT ON FUNCTION runrate_internal.litellm_entries(jsonb) IS
'litellm_entries(prices): the entries of a price list of LiteLLM with provider and model. Not readable is one without a provider, and one whose model another entry has too.';

CREATE FUNCTION runrate_internal.litellm_weekdays(weekdays jsonb) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN weekdays IS NULL THEN '1234567'
		WHEN bool_and(day.number IS NOT NULL) THEN string_agg(DISTINCT day.number::text, ''
			ORDER BY day.number::text) END
	FROM jsonb_array_elements_text(CASE WHEN jsonb_typeof(weekdays) = 'array' THEN weekdays END) listed(name)
	CROSS JOIN LATERAL (SELECT coalesce(
		array_position(ARRAY['1', '2', '3', '4', '5', '6', '7'], listed.name),
		array_position(ARRAY['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
			lower(left(listed.name, 3)))) AS number) day;
END;
COMMENT ON FUNCTION runrate_internal.litellm_weekdays(jsonb) IS
'litellm_weekdays(''["sat", 7]''): days of the week as in prices.window_weekdays, all of them if there are none; NULL if one is not understood.';

-- Hours are in UTC, days in another time zone.  A row of the price book has one
-- time zone for both, so hours are moved to that of the days where this can be
-- done for good; split at midnight, since a day is that of the moment itself.
CREATE FUNCTION runrate_internal.litellm_windows(off_peak jsonb, OUT window_start time, OUT window_end time,
	OUT window_weekdays text, OUT window_time_zone text) RETURNS SETOF record
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 2
BEGIN ATOMIC
	WITH rule AS (
		SELECT off_peak AS body WHERE off_peak ? 'hours_utc'
		UNION ALL
		SELECT w FROM jsonb_array_elements(CASE WHEN jsonb_typeof(off_peak -> 'windows') = 'array'
			THEN off_peak -> 'windows' END) w
	),
	written AS (
		SELECT h.hours, runrate_internal.litellm_weekdays(r.body -> 'weekdays') AS days,
			coalesce(off_peak ->> 'weekday_timezone', 'UTC') AS zone
		FROM rule r
		CROSS JOIN jsonb_array_elements_text(CASE jsonb_typeof(r.body -> 'hours_utc')
			WHEN 'array' THEN r.body -> 'hours_utc'
			WHEN 'string' THEN jsonb_build_array(r.body -> 'hours_utc')
			ELSE '[null]' END) h(hours)
	),
	parsed AS (
		SELECT w.days, w.zone,
			CASE WHEN w.hours ~ '^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'
				THEN split_part(w.hours, '-', 1)::time END AS starts,
			CASE WHEN w.hours ~ '^([01][0-9]|2[0-3]):[0-5][0-9]-(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$'
				THEN replace(split_part(w.hours, '-', 2), '00:00', '24:00')::time END AS ends,
			timezone(w.zone, '2026-01-01 00:00+00'::timestamptz) - '2026-01-01 00:00'::timestamp AS winter,
			timezone(w.zone, '2026-07-01 00:00+00'::timestamptz) - '2026-07-01 00:00'::timestamp AS summer
		FROM written w
	),
	judged AS (
		SELECT p.*, p.starts = '00:00' AND p.ends = '24:00' AS is_whole_day,
			p.starts IS NOT NULL AND p.starts <> p.ends AND p.days IS NOT NULL
			AND (p.winter = p.summer OR p.days = '1234567' OR (p.starts = '00:00'
				AND p.ends = '24:00')) AS is_understood
		FROM parsed p
	),
	placed AS (
		SELECT j.days,
			CASE WHEN j.days = '1234567' THEN 'UTC' ELSE j.zone END AS zone,
			CASE WHEN j.days = '1234567' OR j.is_whole_day THEN j.starts ELSE j.starts + j.winter END AS starts,
			CASE WHEN j.days = '1234567' OR j.is_whole_day THEN j.ends ELSE j.ends + j.winter END AS ends
		FROM judged j
		WHERE NOT EXISTS (SELECT FROM judged other WHERE NOT other.is_understood)
	)
	SELECT p.starts, CASE WHEN p.ends = '00:00' OR p.starts > p.ends THEN '24:00' ELSE p.ends END, p.days, p.zone
		FROM placed p
	UNION
	SELECT '00:00'::time, p.ends, p.days, p.zone FROM placed p WHERE p.starts > p.ends AND p.ends > '00:00';
END;
COMMENT ON FUNCTION runrate_internal.litellm_windows(jsonb) IS
'litellm_windows(off_peak_pricing): the hours and days of off-peak prices, as in the price book. No row if one of them is not understood, or if hours in UTC on certain days of a time zone with daylight saving time cannot be told in one zone.';

-- A number that may be money, whatever it is called: one of those that nobody
-- knows to be something else
CREATE FUNCTION runrate_internal.may_cost(value jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE jsonb_typeof(value) WHEN 'number' THEN value <> '0'
		WHEN 'string' THEN false WHEN 'boolean' THEN false WHEN 'null' THEN false
		ELSE jsonb_path_exists(value, '$.** ? (@.type() == "number" && @ != 0)') END;
END;
COMMENT ON FUNCTION runrate_internal.may_cost(jsonb) IS
'may_cost(value): is there a number in it that is not zero?';

-- Everything in a document that says what something costs.  Of names that do not
-- say it those of limits, sizes and counts of tokens are known, and notes.
CREATE FUNCTION runrate_internal.litellm_fields(prices jsonb, OUT entry text, OUT path text, OUT key text,
	OUT value jsonb, OUT range_start jsonb, OUT part text) RETURNS SETOF record
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 20000
BEGIN ATOMIC
	WITH field AS (
		SELECT e.entry, f.key, f.value, jsonb_typeof(f.value) AS type, e.body
		FROM runrate_internal.litellm_entries(prices) e
		CROSS JOIN jsonb_each(e.body) f
		WHERE f.value <> 'null' AND (f.key ~ 'cost|pric|multiplier|free|^provider_specific_entry$'
			OR jsonb_typeof(f.value) NOT IN ('string', 'boolean')
				AND f.key !~ '^(max|min|token_count)_|_tokens$|_size$|^[rt]p[md]$|^(metadata|rules)$'
				AND runrate_internal.may_cost(f.value))
	),
	step AS (
		SELECT f.entry, format('tiered_pricing[%s]', s.n) AS path, s.value, s.value -> 'range' -> 0 AS range_start
		FROM field f
		CROSS JOIN jsonb_array_elements(CASE f.type WHEN 'array' THEN f.value END) WITH ORDINALITY s(value, n)
		WHERE f.key = 'tiered_pricing'
	),
	off_peak AS (
		SELECT f.entry, f.value, EXISTS (SELECT FROM runrate_internal.litellm_windows(f.value)) AS is_understood
		FROM field f
		WHERE f.key = 'off_peak_pricing' AND f.type = 'object'
	)
	SELECT f.entry, f.key, coalesce(substring(f.key FROM '^regional_processing_uplift_multiplier_([a-z]+)$'),
			CASE f.key WHEN 'fedramp_uplift_multiplier' THEN 'fedramp' WHEN 'regional_endpoint_uplift_multiplier'
				THEN 'regional' ELSE f.key END), f.value, NULL::jsonb,
		CASE WHEN f.key ~ '^regional_processing_uplift_multiplier_[a-z]+$' OR f.key
			IN ('fedramp_uplift_multiplier', 'regional_endpoint_uplift_multiplier') THEN 'region' ELSE 'plain' END
	FROM field f
	WHERE NOT (f.key = 'tiered_pricing' AND f.type = 'array')
		AND NOT (f.key IN ('off_peak_pricing', 'search_context_cost_per_query', 'provider_specific_entry')
			AND f.type = 'object')
	UNION ALL
	SELECT f.entry, f.key || '.' || c.key, c.key || CASE WHEN f.body ->> 'web_search_billing_unit' = 'per_prompt'
		THEN '_per_prompt' ELSE '' END, c.value, NULL::jsonb, 'plain'::text
	FROM field f
	CROSS JOIN jsonb_each(CASE f.type WHEN 'object' THEN f.value END) c
	WHERE f.key = 'search_context_cost_per_query' AND c.value <> 'null'
	UNION ALL
	SELECT f.entry, f.key || '.' || c.key, c.key, c.value, NULL::jsonb, CASE WHEN c.key = 'fast' THEN 'speed'
		WHEN c.key ~ '^[a-z][a-z]$' THEN 'region' ELSE 'unknown' END
	FROM field f
	CROSS JOIN jsonb_each(CASE f.type WHEN 'object' THEN f.value END) c
	WHERE f.key = 'provider_specific_entry' AND c.value <> 'null'
	UNION ALL
	SELECT s.entry, s.path || '.' || c.key, c.key, c.value, s.range_start, 'tier'::text
	FROM step s
	CROSS JOIN jsonb_each(CASE WHEN s.range_start IS NOT NULL THEN s.value END) c
	WHERE c.key <> 'range' AND c.value <> 'null'
	UNION ALL
	SELECT s.entry, s.path, NULL::text, s.value, NULL::jsonb, 'unknown'::text FROM step s WHERE s.range_start IS NULL
	UNION ALL
	SELECT o.entry, 'off_peak_pricing.' || c.key, c.key, c.value, NULL::jsonb, 'off_peak'::text
	FROM off_peak o
	CROSS JOIN jsonb_each(o.value) c
	WHERE o.is_understood AND c.key NOT IN ('hours_utc', 'windows', 'weekdays', 'weekday_timezone')
		AND c.value <> 'null'
	UNION ALL
	SELECT o.entry, 'off_peak_pricing'::text, NULL::text, o.value, NULL::jsonb, 'unknown'::text FROM off_peak o
	WHERE NOT o.is_understood;
END;
COMMENT ON FUNCTION runrate_internal.litellm_fields(jsonb) IS
'litellm_fields(prices): a row for each value of a price list of LiteLLM that is a cost or changes one. part says how it is meant: plain, tier (of tiered_pricing), off_peak, region or speed (a factor) or unknown.';

CREATE FUNCTION runrate_internal.litellm_costs(prices jsonb, OUT entry text, OUT provider text, OUT model text,
	OUT path text, OUT value jsonb, OUT part text,
		OUT meter text, OUT key_units bigint, OUT per bigint, OUT key_order bigint, OUT service_tier text,
			OUT above_tokens bigint, OUT inference_geo text, OUT speed text) RETURNS SETOF record
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 20000
BEGIN ATOMIC
	WITH parsed AS (
		SELECT f.*,
			substring(f.key FROM '_(flex|priority|batches|ultrafast|balanced|decisions)$') AS tier,
			substring(f.key FROM '_above_([0-9]{1,6})k_tokens(?:_(?:flex|priority|batches|ultrafast|balanced|decisions))?$') AS thousands,
			regexp_replace(regexp_replace(f.key, '_(flex|priority|batches|ultrafast|balanced|decisions)$', ''),
				'_above_[0-9]{1,6}k_tokens$', '') AS stem
		FROM runrate_internal.litellm_fields(prices) f
	),
	keyed AS (
		SELECT e.entry, e.provider, e.model, p.path, p.value, p.part,
			-- what is transcribed is audio
			CASE WHEN m.meter = 'input_seconds' AND e.body ->> 'mode' = 'audio_transcription' THEN 'input_audio_seconds'
				ELSE m.meter END AS meter, m.key_units, m.per, m.key_order,
			CASE p.tier WHEN 'batches' THEN 'batch' ELSE coalesce(p.tier, 'standard') END AS service_tier,
			CASE WHEN p.thousands IS NOT NULL THEN p.thousands::bigint * 1000
				WHEN p.range_start IS NOT NULL THEN runrate_internal.list_tokens(p.range_start, p.entry, p.path)
				ELSE 0 END AS above_tokens,
			CASE WHEN p.part = 'region' AND e.is_readable THEN p.key END AS inference_geo,
			CASE WHEN p.part = 'speed' AND e.is_readable THEN p.key END AS speed
		FROM parsed p
		JOIN runrate_internal.litellm_entries(prices) e ON e.entry = p.entry
		LEFT JOIN runrate_internal.litellm_meters() m ON m.price_key = p.stem AND e.is_readable
			AND (p.part = 'plain' OR (p.part IN ('tier', 'off_peak') AND p.stem = p.key))
	),
	compared AS (
		SELECT k.*, first_value(k.value) OVER (PARTITION BY k.entry, k.part, k.meter, k.service_tier, k.above_tokens
			ORDER BY k.key_order) AS chosen
		FROM keyed k
	)
	-- A key that says something else than a better known one is not read
	SELECT c.entry, c.provider, c.model, c.path, c.value, c.part, CASE WHEN c.value = c.chosen THEN c.meter END,
		c.key_units, c.per, c.key_order,
		c.service_tier, c.above_tokens, c.inference_geo, c.speed
	FROM compared c;
END;
COMMENT ON FUNCTION runrate_internal.litellm_costs(jsonb) IS
'litellm_costs(prices): the values of litellm_fields with the meter and tier that they are the price of. No meter, no region and no speed: not understood.';

-- What reads a list runs without jit, as compiling its expressions takes ten times
-- as long as evaluating them, and without workers, which cannot read a list that is
-- in a temporary table.
CREATE FUNCTION runrate.litellm_prices(prices jsonb) RETURNS TABLE (provider text, model text, meter text,
	service_tier text, speed text, inference_geo text,
		above_tokens bigint, threshold_inclusive boolean, tier_mode text, window_start time, window_end time,
			window_weekdays text, window_time_zone text,
		valid_from timestamptz, price numeric, per bigint)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 20000
SET jit = off SET max_parallel_workers_per_gather = 0
BEGIN ATOMIC
	WITH listed AS MATERIALIZED (
		SELECT c.* FROM runrate_internal.litellm_costs(prices) c
	),
	cost AS MATERIALIZED (
		SELECT c.*, runrate_internal.list_number(c.value, c.entry, c.path, CASE WHEN c.per = 1000000 THEN c.key_units
			ELSE 1000000 END) * (c.per / c.key_units) AS price
		FROM listed c
		WHERE c.meter IS NOT NULL
	),
	region AS (
		SELECT DISTINCT c.entry, c.inference_geo, runrate_internal.list_number(c.value, c.entry, c.path, 1000) AS factor
		FROM listed c
		WHERE c.inference_geo IS NOT NULL
	),
	speed AS (
		SELECT DISTINCT c.entry, c.speed, runrate_internal.list_number(c.value, c.entry, c.path, 1000) AS factor
		FROM listed c
		WHERE c.speed IS NOT NULL
	),
	price_row AS (
		SELECT c.entry, c.provider, c.model, c.meter, c.service_tier, c.above_tokens,
			'00:00'::time AS window_start, '24:00'::time AS window_end, '1234567' AS window_weekdays,
			'UTC' AS window_time_zone,
			c.price, c.per, CASE c.part WHEN 'tier' THEN 1 ELSE 2 END AS part_order, c.key_order
		FROM cost c
		WHERE c.part <> 'off_peak'
		UNION ALL
		-- Off-peak prices replace those of all tiers and thresholds
		SELECT c.entry, c.provider, c.model, c.meter, replaced.service_tier, replaced.above_tokens,
			w.window_start, w.window_end, w.window_weekdays, w.window_time_zone, c.price, c.per, 0, c.key_order
		FROM cost c
		JOIN runrate_internal.litellm_entries(prices) e ON e.entry = c.entry
		CROSS JOIN LATERAL runrate_internal.litellm_windows(e.body -> 'off_peak_pricing') w
		CROSS JOIN LATERAL (
			SELECT 'standard' AS service_tier, 0::bigint AS above_tokens
			UNION
			SELECT other.service_tier, other.above_tokens FROM cost other WHERE other.entry = c.entry
				AND other.meter = c.meter
		) replaced
		WHERE c.part = 'off_peak'
	),
	chosen AS (
		SELECT DISTINCT ON (r.provider, r.model, r.meter, r.service_tier, r.above_tokens, r.window_start, r.window_end,
			r.window_weekdays, r.window_time_zone) r.*
		FROM price_row r
		ORDER BY r.provider, r.model, r.meter, r.service_tier, r.above_tokens, r.window_start, r.window_end,
			r.window_weekdays, r.window_time_zone, r.part_order, r.key_order
	)
	SELECT c.provider, c.model, c.meter, c.service_tier, v.speed, g.inference_geo, c.above_tokens, c.above_tokens > 0
		AND c.provider = 'xai', 'cliff'::text,
		c.window_start, CASE c.window_end WHEN '24:00' THEN '00:00' ELSE c.window_end END, c.window_weekdays,
			c.window_time_zone, NULL::timestamptz, trim_scale(c.price * g.factor * v.factor), c.per
	FROM chosen c
	JOIN (SELECT DISTINCT ''::text AS inference_geo, 1::numeric AS factor, chosen.entry FROM chosen
		UNION ALL SELECT region.inference_geo, region.factor, region.entry FROM region) g
		ON g.entry = c.entry AND (g.inference_geo = '' OR c.meter ~ '_tokens$')
	JOIN (SELECT DISTINCT 'standard'::text AS speed, 1::numeric AS factor, chosen.entry FROM chosen
		UNION ALL SELECT speed.speed, speed.factor, speed.entry FROM speed) v
		ON v.entry = c.entry AND (v.speed = 'standard' OR c.meter ~ '_tokens$')
	ORDER BY c.provider COLLATE "C", c.model COLLATE "C", c.meter COLLATE "C", c.service_tier COLLATE "C",
		v.speed COLLATE "C", g.inference_geo COLLATE "C", c.above_tokens, c.window_start, c.window_weekdays COLLATE "C";
END;
COMMENT ON FUNCTION runrate.litellm_prices(jsonb) IS
'litellm_prices(''{"gpt-5": {"litellm_provider": "openai", "input_cost_per_token": 1.25e-06}}''): the prices in a price list in the format of LiteLLM, as rows of a price book: input_tokens, 1.25 per 1000000. Exact: a price is that of the list, times a power of ten. A model is named without the provider in front of it, and the provider without a kind of model: vertex_ai, not vertex_ai-language-models. Thresholds (_above_200k_tokens) hold for the whole request above so many input tokens, from xai at exactly so many; _flex, _priority, _batches and others like them are service tiers; the factor for fast is a speed; off-peak prices replace those of all tiers; factors apply to tokens: those of regions, fedramp for the endpoint of that name, regional for any endpoint that is not global. cache_creation_input_token_cost is the price of cache_write_5m_tokens, which the ledger takes for writes of unknown lifetime, too, but not for those of an hour. web_search_requests has the price of the medium search context, web_search_requests_low and _high have the others; web_search_prompts is for lists that charge by prompt. Meters that are no column of events: annotated_pages, cache_write_audio_tokens, code_execution_sessions, computer_use_input_tokens, computer_use_output_tokens, file_search_gb_days, input_characters, input_images, input_pixels, input_seconds, input_audio_seconds, input_video_seconds, ocr_credits, output_characters, output_images, output_pixels, output_seconds, output_seconds_480p to _4k, output_audio_seconds, output_video_seconds, output_video_tokens, pages, queries, vector_store_gb_days. What no rule reads is in litellm_unread. An error if a price is no number, negative, or above 1 for a token.';

CREATE FUNCTION runrate.litellm_unread(prices jsonb) RETURNS TABLE (model text, key text, value text)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 100
SET jit = off SET max_parallel_workers_per_gather = 0
BEGIN ATOMIC
	SELECT c.entry, c.path, c.value #>> '{}'
	FROM runrate_internal.litellm_costs(prices) c
	WHERE c.meter IS NULL AND c.inference_geo IS NULL AND c.speed IS NULL
	ORDER BY c.entry COLLATE "C", c.path COLLATE "C";
END;
COMMENT ON FUNCTION runrate.litellm_unread(jsonb) IS
'litellm_unread(prices): what a price list in the format of LiteLLM says of costs and litellm_prices does not read: keys that it does not know, whatever their name, if there is a number in them, other prices for what a better known key prices, entries without a provider, and second entries for the same model. model is the key of the entry.';

-- genai-prices

CREATE FUNCTION runrate_internal.genai_meters(OUT price_key text, OUT meter text, OUT per bigint, OUT key_order bigint)
	RETURNS SETOF record
LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 60
BEGIN ATOMIC
	SELECT v.* FROM (VALUES
		-- Input and output are text where a key of their own has the other kinds
		('input_text_mtok', 'input_tokens', 1000000::bigint, 1::bigint),
		('input_mtok', 'input_tokens', 1000000, 2),
		('output_text_mtok', 'output_tokens', 1000000, 1),
		('output_mtok', 'output_tokens', 1000000, 2),
		('output_text_reasoning_mtok', 'reasoning_tokens', 1000000, 1),
		('output_reasoning_mtok', 'reasoning_tokens', 1000000, 2),
		('output_citation_mtok', 'citation_tokens', 1000000, 1),
		('cache_text_read_mtok', 'cache_read_tokens', 1000000, 1),
		('cache_read_mtok', 'cache_read_tokens', 1000000, 2),
		-- Without a lifetime it is the price of five minutes, as with LiteLLM
		('cache_text_write_5m_mtok', 'cache_write_5m_tokens', 1000000, 1),
		('cache_write_5m_mtok', 'cache_write_5m_tokens', 1000000, 2),
		('cache_text_write_mtok', 'cache_write_5m_tokens', 1000000, 3),
		('cache_write_mtok', 'cache_write_5m_tokens', 1000000, 4),
		('cache_text_write_1h_mtok', 'cache_write_1h_tokens', 1000000, 1),
		('cache_write_1h_mtok', 'cache_write_1h_tokens', 1000000, 2),
		('cache_audio_write_mtok', 'cache_write_audio_tokens', 1000000, 1),
		('input_audio_mtok', 'input_audio_tokens', 1000000, 1),
		('cache_audio_read_mtok', 'cached_audio_tokens', 1000000, 1),
		('output_audio_mtok', 'output_audio_tokens', 1000000, 1),
		('input_image_mtok', 'input_image_tokens', 1000000, 1),
		('cache_image_read_mtok', 'cached_image_tokens', 1000000, 1),
		('output_image_mtok', 'output_image_tokens', 1000000, 1),
		('input_video_mtok', 'input_video_tokens', 1000000, 1),
		('cache_video_read_mtok', 'cached_video_tokens', 1000000, 1),
		('output_video_mtok', 'output_video_tokens', 1000000, 1),
		('input_tool_mtok', 'tool_input_tokens', 1000000, 1),
		('input_mchars', 'input_characters', 1000000, 1),
		('input_gpixels', 'input_pixels', 1000000000, 1),
		('input_audio_minutes', 'input_audio_seconds', 60, 1),
		('input_audio_hours', 'input_audio_seconds', 3600, 1),
		('audio_hours', 'input_audio_seconds', 3600, 2),
		('input_text_messages_kcount', 'text_messages', 1000, 1),
		('input_document_kpages', 'pages', 1000, 1),
		('input_annotated_document_kpages', 'annotated_pages', 1000, 1),
		('rerank_searches_kcount', 'queries', 1000, 1),
		('web_searches_kcount', 'web_search_requests', 1000, 1),
		('social_searches_kcount', 'x_search_requests', 1000, 1),
		('storage_searches_kcount', 'file_search_requests', 1000, 1),
		('code_executions_kcount', 'code_execution_requests', 1000, 1),
		('requests_kcount', 'requests', 1000, 1)
	) v;
END;
COMMENT ON FUNCTION runrate_internal.genai_meters() IS
'genai_meters(): the meter of each price key of genai-prices and the number of units that its price is for. Of several keys for one meter that with the lowest key_order counts.';

CREATE FUNCTION runrate_internal.genai_document(prices jsonb) RETURNS jsonb
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	provider jsonb;
	model jsonb;
BEGIN
	IF jsonb_typeof(prices) <> 'array' THEN
		RAISE EXCEPTION 'price list is not in the format of genai-prices'
			USING ERRCODE = 'invalid_parameter_value',
				  DETAIL = format('It is an array of providers, not of type %s.', jsonb_typeof(prices));
	END IF;
	FOR provider IN SELECT p FROM jsonb_array_elements(prices) p LOOP
		IF jsonb_typeof(provider -> 'id') IS DISTINCT FROM 'string' OR jsonb_typeof(provider -> 'models') IS DISTINCT
			FROM 'array' THEN
			RAISE EXCEPTION 'price list is not in the format of genai-prices'
				USING ERRCODE = 'invalid_parameter_value',
					  DETAIL = format('A provider is not an object with id and models: %s.', left(provider::text, 100));
		END IF;
		FOR model IN SELECT m FROM jsonb_array_elements(provider -> 'models') m LOOP
			IF jsonb_typeof(model -> 'id') IS DISTINCT FROM 'string'
				OR coalesce(jsonb_typeof(model -> 'prices'), 'missing') NOT IN ('object', 'array')
				OR EXISTS (SELECT FROM jsonb_array_elements(CASE jsonb_typeof(model -> 'prices') WHEN 'array'
					THEN model -> 'prices' END) e
						   WHERE jsonb_typeof(e -> 'prices') IS DISTINCT FROM 'object') THEN
				RAISE EXCEPTION 'price list is not in the format of genai-prices'
					USING ERRCODE = 'invalid_parameter_value',
						  DETAIL = format('A model of %s has no id, or prices that are neither an object nor a list of objects with prices: %s.',
										  quote_literal(provider ->> 'id'), left(model::text, 100));
			END IF;
		END LOOP;
	END LOOP;
	RETURN prices;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.genai_document(jsonb) IS
'genai_document(prices): the price list itself, or an error if it is not in the format of genai-prices.';

CREATE FUNCTION runrate_internal.genai_models(prices jsonb, OUT provider text, OUT model text, OUT list_position bigint,
	OUT body jsonb) RETURNS SETOF record
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	SELECT DISTINCT ON (p.value ->> 'id', m.value ->> 'id') p.value ->> 'id', m.value ->> 'id', m.n, m.value
	FROM jsonb_array_elements(runrate_internal.genai_document(prices)) p
	CROSS JOIN jsonb_array_elements(p.value -> 'models') WITH ORDINALITY m(value, n)
	ORDER BY p.value ->> 'id', m.value ->> 'id', m.n;
END;
COMMENT ON FUNCTION runrate_internal.genai_models(jsonb) IS
'genai_models(prices): the models of a price list of genai-prices, in the order of the list.';

CREATE FUNCTION runrate_internal.genai_time(written text) RETURNS time
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
BEGIN ATOMIC
	SELECT CASE WHEN written ~ '^([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?(Z|[-+](0[0-9]|1[0-5]):[0-5][0-9])?$'
		THEN substring(written FROM '^[0-9:]+')::time - coalesce(substring(written FROM '[-+][0-9:]+$'),
			'00:00')::interval END;
END;
COMMENT ON FUNCTION runrate_internal.genai_time(text) IS
'genai_time(''16:30:00+08:00''): the hour of a day in UTC; without an offset it is. NULL if it is not understood.';

-- A model has one set of prices or several, of which the last counts whose
-- constraint is met, be it in force since a date or in certain hours of a day.
-- Variants are sets for a tier or a speed; of these the first counts that has a
-- price, and what none has is that of the standard.
CREATE FUNCTION runrate_internal.genai_entries(prices jsonb, OUT provider text, OUT model text, OUT entry bigint,
	OUT path text, OUT body jsonb,
		OUT service_tier text, OUT speed text, OUT starts_on date, OUT window_start time, OUT window_end time,
			OUT is_understood boolean) RETURNS SETOF record
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 1000
BEGIN ATOMIC
	WITH listed AS (
		SELECT m.provider, m.model, 1::bigint AS entry, 'prices' AS path, m.body -> 'prices' AS body,
			NULL::jsonb AS rule, NULL::jsonb AS context
		FROM runrate_internal.genai_models(prices) m
		WHERE jsonb_typeof(m.body -> 'prices') = 'object'
		UNION ALL
		SELECT m.provider, m.model, e.entry, format('prices[%s]', e.entry), e.value -> 'prices',
			nullif(e.value -> 'constraint', 'null'), NULL::jsonb
		FROM runrate_internal.genai_models(prices) m
		CROSS JOIN jsonb_array_elements(CASE jsonb_typeof(m.body -> 'prices') WHEN 'array'
			THEN m.body -> 'prices' END) WITH ORDINALITY e(value, entry)
		UNION ALL
		-- after all sets for the standard
		SELECT m.provider, m.model, 1000 + v.entry, format('price_variants[%s]', v.entry), v.value -> 'prices',
			nullif(v.value -> 'constraint', 'null'),
			coalesce(v.value -> 'when', 'null')
		FROM runrate_internal.genai_models(prices) m
		CROSS JOIN jsonb_array_elements(CASE jsonb_typeof(m.body -> 'price_variants') WHEN 'array'
			THEN m.body -> 'price_variants' END) WITH ORDINALITY v(value, entry)
		-- one that repeats the standard says nothing
		WHERE NOT (m.body -> 'prices' @> (v.value -> 'prices') AND v.value -> 'when' = '{"service_tier": "default"}')
	),
	read AS (
		SELECT l.*,
			CASE WHEN l.rule = jsonb_build_object('start_date', l.rule -> 'start_date')
				AND l.rule ->> 'start_date' ~ '^[1-9][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$'
				THEN (left(l.rule ->> 'start_date', 8) || '01')::date + right(l.rule ->> 'start_date', 2)::integer - 1
					END AS day,
			CASE WHEN l.rule = jsonb_build_object('start_time', l.rule -> 'start_time', 'end_time',
				l.rule -> 'end_time')
				AND l.context IS NULL
				AND runrate_internal.genai_time(l.rule ->> 'start_time')
					<> runrate_internal.genai_time(l.rule ->> 'end_time')
				THEN ARRAY[runrate_internal.genai_time(l.rule ->> 'start_time'),
					runrate_internal.genai_time(l.rule ->> 'end_time')] END AS hours,
			coalesce(CASE WHEN l.context = jsonb_build_object('processing', l.context -> 'processing')
				THEN l.context ->> 'processing'
				WHEN l.context = jsonb_build_object('service_tier', l.context -> 'service_tier')
				THEN CASE l.context ->> 'service_tier' WHEN 'fast' THEN 'priority' ELSE l.context ->> 'service_tier'
					END END, 'standard') AS tier,
			coalesce(CASE WHEN l.context = jsonb_build_object('speed', l.context -> 'speed')
				THEN l.context ->> 'speed' END, 'standard') AS speed
		FROM listed l
	)
	SELECT r.provider, r.model, r.entry, r.path, r.body, r.tier, r.speed, r.day, r.hours[1], r.hours[2],
		(r.rule IS NULL OR r.hours IS NOT NULL
		 -- The 30th of February is in March
		 OR CASE WHEN r.day IS NULL THEN false ELSE extract(day FROM r.day) = right(r.rule ->> 'start_date',
				2)::integer END)
		-- a tier or speed, and none that the price book calls standard
		AND (r.context IS NULL OR (r.tier, r.speed) <> ('standard', 'standard') AND r.tier <> 'default')
	FROM read r;
END;
COMMENT ON FUNCTION runrate_internal.genai_entries(jsonb) IS
'genai_entries(prices): the sets of prices of each model in a price list of genai-prices, with the tier, the speed, and the date or the hours, in UTC, that they are restricted to. Those of another tier or speed are numbered from 1001.';

-- A price is a number, or a base with tiers for requests with more input
CREATE FUNCTION runrate_internal.genai_costs(prices jsonb, OUT provider text, OUT model text, OUT entry bigint,
	OUT path text, OUT value jsonb,
		OUT meter text, OUT per bigint, OUT above_tokens bigint) RETURNS SETOF record
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 10000
BEGIN ATOMIC
	WITH field AS (
		SELECT e.provider, e.model, e.entry, e.path || '.' || f.key AS path, f.key, f.value, e.is_understood,
			jsonb_typeof(f.value) = 'object' AND f.value ? 'base'
				AND jsonb_typeof(f.value -> 'tiers') = 'array' AS is_tiered
		FROM runrate_internal.genai_entries(prices) e
		CROSS JOIN jsonb_each(CASE jsonb_typeof(e.body) WHEN 'object' THEN e.body END) f
		WHERE f.value <> 'null'
		UNION ALL
		-- A model with one set, and that without a price, is free
		SELECT e.provider, e.model, e.entry, e.path || '.' || free.key, free.key, '0'::jsonb, e.is_understood, false
		FROM runrate_internal.genai_entries(prices) e
		CROSS JOIN (VALUES ('input_mtok'), ('output_mtok')) free(key)
		WHERE e.body = '{}' AND e.path = 'prices'
	),
	keyed AS (
		SELECT f.*, m.meter, m.per,
			rank() OVER by_meter AS choice, first_value(f.value) OVER by_meter AS chosen
		FROM field f
		LEFT JOIN runrate_internal.genai_meters() m ON m.price_key = f.key AND f.is_understood
		WINDOW by_meter AS (PARTITION BY f.provider, f.model, f.entry, m.meter ORDER BY m.key_order)
	)
	SELECT k.provider, k.model, k.entry, k.path, CASE WHEN k.is_tiered AND k.choice = 1 THEN k.value -> 'base'
		ELSE k.value END,
		CASE WHEN k.choice = 1 THEN k.meter END, k.per, 0::bigint
	FROM keyed k
	WHERE k.meter IS NULL OR k.choice = 1 OR k.value <> k.chosen
	UNION ALL
	SELECT k.provider, k.model, k.entry, format('%s.tiers[%s]', k.path, t.n), coalesce(t.value -> 'price', 'null'),
		k.meter, k.per,
		runrate_internal.list_tokens(coalesce(t.value -> 'start', 'null'), k.model,
			format('%s.tiers[%s].start', k.path, t.n))
	FROM keyed k
	CROSS JOIN jsonb_array_elements(CASE WHEN k.is_tiered THEN k.value -> 'tiers' END) WITH ORDINALITY t(value, n)
	WHERE k.choice = 1 AND k.meter IS NOT NULL;
END;
COMMENT ON FUNCTION runrate_internal.genai_costs(jsonb) IS
'genai_costs(prices): each price of a price list of genai-prices, with the meter that it is for; no meter: not understood.';

CREATE FUNCTION runrate.genai_prices(prices jsonb) RETURNS TABLE (provider text, model text, meter text,
	service_tier text, speed text, inference_geo text,
		above_tokens bigint, threshold_inclusive boolean, tier_mode text, window_start time, window_end time,
			window_weekdays text, window_time_zone text,
		valid_from timestamptz, price numeric, per bigint)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 10000
SET jit = off SET max_parallel_workers_per_gather = 0
BEGIN ATOMIC
	WITH entry AS MATERIALIZED (
		SELECT e.* FROM runrate_internal.genai_entries(prices) e WHERE e.is_understood
	),
	cost AS MATERIALIZED (
		SELECT DISTINCT ON (c.provider, c.model, c.entry, c.meter, c.above_tokens) c.provider, c.model, c.entry,
			c.meter, c.per, c.above_tokens,
			runrate_internal.list_number(c.value, c.model, c.path, 1000000 * greatest(c.per / 1000000, 1)) AS price
		FROM runrate_internal.genai_costs(prices) c
		WHERE c.meter IS NOT NULL
		ORDER BY c.provider, c.model, c.entry, c.meter, c.above_tokens, c.path
	),
	since AS (
		-- The days on which something may change
		SELECT d.provider, d.model, d.day, lead(d.day) OVER (PARTITION BY d.provider, d.model
			ORDER BY d.day) AS next_day
		FROM (SELECT e.provider, e.model, '1970-01-01'::date AS day FROM entry e
			UNION
			SELECT e.provider, e.model, e.starts_on FROM entry e WHERE e.starts_on > '1970-01-01') d
	),
	basis AS (
		-- The set of prices that holds from then on outside of hours of its own; the first if none does
		SELECT s.provider, s.model, s.day, s.next_day, coalesce(max(e.entry)
			FILTER (WHERE e.window_start IS NULL AND (e.starts_on IS NULL OR e.starts_on <= s.day)),
			min(e.entry)) AS entry
		FROM since s
		JOIN entry e ON e.provider = s.provider AND e.model = s.model AND e.entry < 1000
		GROUP BY s.provider, s.model, s.day, s.next_day
	),
	in_force AS (
		SELECT b.provider, b.model, b.day, b.next_day, 'standard' AS service_tier, 'standard' AS speed, c.meter, c.per,
			c.above_tokens,
			'00:00'::time AS window_start, '00:00'::time AS window_end, c.price
		FROM basis b
		JOIN cost c ON c.provider = b.provider AND c.model = b.model AND c.entry = b.entry
		UNION ALL
		-- Prices of certain hours replace those of all thresholds of the basis
		SELECT b.provider, b.model, b.day, b.next_day, 'standard'::text, 'standard'::text, c.meter,
			c.per, threshold.above_tokens,
			e.window_start, e.window_end,
			(array_agg(c.price ORDER BY c.above_tokens DESC))[1]
		FROM basis b
		JOIN entry e ON e.provider = b.provider AND e.model = b.model AND e.entry > b.entry
			AND e.window_start IS NOT NULL
		JOIN LATERAL (SELECT DISTINCT t.meter, t.above_tokens FROM cost t WHERE t.provider = b.provider
			AND t.model = b.model AND t.entry IN (b.entry, e.entry)) threshold ON true
		JOIN cost c ON c.provider = e.provider AND c.model = e.model AND c.entry = e.entry AND c.meter = threshold.meter
			AND c.above_tokens <= threshold.above_tokens
		GROUP BY b.provider, b.model, b.day, b.next_day, c.meter, c.per, threshold.above_tokens, e.entry,
			e.window_start, e.window_end
		UNION ALL
		-- Of a variant each meter by itself
		SELECT v.provider, v.model, v.day, v.next_day, v.service_tier, v.speed, c.meter, c.per, c.above_tokens,
			'00:00'::time, '00:00'::time, c.price
		FROM (
			SELECT s.provider, s.model, s.day, s.next_day, e.service_tier, e.speed, m.meter, min(e.entry) AS entry
			FROM since s
			JOIN entry e ON e.provider = s.provider AND e.model = s.model AND e.entry > 1000
				AND (e.starts_on IS NULL OR e.starts_on <= s.day)
			JOIN (SELECT DISTINCT cost.provider, cost.model, cost.entry, cost.meter FROM cost) m
				ON m.provider = e.provider AND m.model = e.model AND m.entry = e.entry
			GROUP BY s.provider, s.model, s.day, s.next_day, e.service_tier, e.speed, m.meter
		) v
		JOIN cost c ON c.provider = v.provider AND c.model = v.model AND c.entry = v.entry AND c.meter = v.meter
	),
	timeline AS (
		-- A price ends on the next day on which something may change, if it is not there then
		SELECT f.*, lag(f.price) OVER days AS price_before, lag(f.per) OVER days AS per_before
		FROM (
			SELECT u.provider, u.model, u.service_tier, u.speed, u.meter, u.above_tokens, u.window_start, u.window_end,
				u.day,
				max(u.price) AS price, max(u.per) AS per
			FROM (
				SELECT i.provider, i.model, i.service_tier, i.speed, i.meter, i.above_tokens, i.window_start,
					i.window_end, i.day, i.price, i.per
				FROM in_force i
				UNION ALL
				SELECT i.provider, i.model, i.service_tier, i.speed, i.meter, i.above_tokens, i.window_start,
					i.window_end, i.next_day, NULL::numeric, NULL::bigint
				FROM in_force i
				WHERE i.next_day IS NOT NULL
			) u
			GROUP BY u.provider, u.model, u.service_tier, u.speed, u.meter, u.above_tokens, u.window_start,
				u.window_end, u.day
		) f
		WINDOW days AS (PARTITION BY f.provider, f.model, f.service_tier, f.speed, f.meter, f.above_tokens,
			f.window_start, f.window_end ORDER BY f.day)
	)
	SELECT t.provider, t.model, t.meter, t.service_tier, t.speed, ''::text, t.above_tokens, false,
		'cliff'::text, t.window_start,
		t.window_end, '1234567'::text, 'UTC'::text,
		timezone('UTC', t.day::timestamp), trim_scale(t.price), coalesce(t.per, t.per_before)
	FROM timeline t
	WHERE (t.price, t.per) IS DISTINCT FROM (t.price_before, t.per_before)
	ORDER BY t.provider COLLATE "C", t.model COLLATE "C", t.meter COLLATE "C", t.service_tier COLLATE "C",
		t.speed COLLATE "C", t.above_tokens, t.window_start, t.window_end, t.day;
END;
COMMENT ON FUNCTION runrate.genai_prices(jsonb) IS
'genai_prices(''[{"id": "openai", "models": [{"id": "gpt-5", "prices": {"input_mtok": 1.25}}]}]''): the prices in a price list in the format of genai-prices, as rows of a price book: input_tokens, 1.25 per 1000000. Prices are those of the list to the digit. A price that the list has without a date holds from 1970-01-01; one with a date from 00:00 UTC of that day, and what the set of that date does not have ends there with a price of NULL. Variants for processing, service_tier and speed are prices of that tier or speed; fast is the tier priority. A model whose only set is without any price is free: input_tokens and output_tokens at 0. Tiers hold for the whole request above so many input tokens. Hours are in UTC; a price that a set for certain hours does not have is in these hours that of the rest of the day. cache_write_mtok is the price of cache_write_5m_tokens if these have none of their own; the ledger takes it for writes of unknown lifetime, too, but not for those of an hour. Meters that are no column of events: annotated_pages, cache_write_audio_tokens, input_audio_seconds, input_characters, input_pixels, output_video_tokens, pages, queries, text_messages, tool_input_tokens. What no rule reads is in genai_unread. An error if a price is no number, negative, or above 1 for a token.';

-- Match clauses are nested; each part becomes a condition that takes no text,
-- looked at from the beginning of the name, so parts combine in any way.
CREATE FUNCTION runrate_internal.genai_pattern(clause jsonb, depth bigint DEFAULT 0) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	kind text;
	operand jsonb;
	literal text;
	parts text[];
BEGIN
	IF depth > 20 OR jsonb_typeof(clause) <> 'object' OR (SELECT count(*) FROM jsonb_object_keys(clause)) <> 1 THEN
		RETURN NULL;
	END IF;
	SELECT e.key, e.value INTO kind, operand FROM jsonb_each(clause) e;
	IF kind IN ('or', 'and') AND jsonb_typeof(operand) = 'array' THEN
		SELECT array_agg(runrate_internal.genai_pattern(part.value, depth + 1) ORDER BY part.n) INTO parts
		FROM jsonb_array_elements(operand) WITH ORDINALITY part(value, n);
		IF array_position(parts, NULL) IS NOT NULL THEN
			RETURN NULL;
		END IF;
		RETURN CASE WHEN kind = 'or' THEN '(?:' || array_to_string(parts, '|') || ')'
			ELSE array_to_string(parts, '') END;
	END IF;
	IF jsonb_typeof(operand) <> 'string' THEN
		RETURN NULL;
	END IF;
	literal := regexp_replace(operand #>> '{}', '[][\\.*+?{}()|^$]', '\\\&', 'g');
	RETURN CASE WHEN kind = 'equals' THEN '(?=' || literal || '$)'
		WHEN kind = 'starts_with' THEN '(?=' || literal || ')'
		WHEN kind = 'ends_with' THEN '(?=.*' || literal || '$)'
		WHEN kind = 'contains' THEN '(?=.*' || literal || ')'
		WHEN kind = 'regex' THEN '(?=.*(?:' || regexp_replace(operand #>> '{}', '^\(\?i\)', '') || '))' END;
END;
$body$;
COMMENT ON FUNCTION runrate_internal.genai_pattern(jsonb, bigint) IS
'genai_pattern(''{"starts_with": "gpt-5"}''): a match clause of genai-prices as a part of a regular expression; NULL if it is not understood or nested more than 20 deep. depth is for calls of itself.';

CREATE FUNCTION runrate.genai_model_rules(prices jsonb) RETURNS TABLE (provider text, pattern text, alias_order bigint,
	price_provider text, price_model text)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 1000
SET jit = off SET max_parallel_workers_per_gather = 0
BEGIN ATOMIC
	WITH rule AS MATERIALIZED (
		SELECT m.provider, '(?i)^' || runrate_internal.genai_pattern(m.body -> 'match') AS pattern, m.list_position,
			m.model
		FROM runrate_internal.genai_models(prices) m
		WHERE runrate_internal.genai_pattern(m.body -> 'match') IS NOT NULL
	)
	SELECT r.provider, r.pattern, 1000 + r.list_position, NULL::text, r.model
	FROM rule r
	UNION ALL
	-- whose models a provider sells too, after its own
	SELECT p.value ->> 'id', r.pattern, 1000 + 100000 * f.n + r.list_position, r.provider, r.model
	FROM jsonb_array_elements(prices) p
	CROSS JOIN jsonb_array_elements_text(CASE jsonb_typeof(p.value -> 'fallback_model_providers') WHEN 'array'
		THEN p.value -> 'fallback_model_providers' END)
		WITH ORDINALITY f(provider, n)
	JOIN rule r ON r.provider = f.provider
	ORDER BY 1, 3;
END;
COMMENT ON FUNCTION runrate.genai_model_rules(jsonb) IS
'genai_model_rules(prices): which names stand for which model in a price list in the format of genai-prices: a regular expression for each model, without regard to case. The rule with the lowest alias_order decides; it is above 1000, so that rules of your own go first. price_provider is whose price it is where a provider sells the models of another one; NULL: its own. Rules that are not understood are in genai_unread.';

CREATE FUNCTION runrate.genai_unread(prices jsonb) RETURNS TABLE (provider text, model text, key text, value text)
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE ROWS 100
SET jit = off SET max_parallel_workers_per_gather = 0
BEGIN ATOMIC
	WITH listed AS MATERIALIZED (
		SELECT m.provider, m.model, m.body FROM runrate_internal.genai_models(prices) m
	)
	SELECT u.provider, u.model, u.key, u.value
	FROM (
		SELECT c.provider, c.model, c.path AS key, c.value #>> '{}' AS value
		FROM runrate_internal.genai_costs(prices) c
		WHERE c.meter IS NULL
		UNION ALL
		SELECT m.provider, m.model, 'match'::text, m.body ->> 'match'
		FROM listed m
		WHERE m.body ? 'match' AND runrate_internal.genai_pattern(m.body -> 'match') IS NULL
		UNION ALL
		-- what a provider, a model or a set of prices has beside what is known of it
		SELECT p.value ->> 'id', NULL::text, f.key, f.value #>> '{}'
		FROM jsonb_array_elements(runrate_internal.genai_document(prices)) p
		CROSS JOIN jsonb_each(p.value - ARRAY['models', 'extractors', 'model_match', 'provider_match']) f
		WHERE runrate_internal.may_cost(f.value)
		UNION ALL
		SELECT m.provider, m.model, f.key, f.value #>> '{}'
		FROM listed m
		CROSS JOIN jsonb_each(m.body
			- ARRAY['prices', 'price_variants', 'match', 'context_window', 'price_discrepancies']) f
		WHERE runrate_internal.may_cost(f.value)
		UNION ALL
		SELECT m.provider, m.model, format('%s[%s].%s', s.key, e.n, f.key), f.value #>> '{}'
		FROM listed m
		CROSS JOIN jsonb_each(m.body) s
		CROSS JOIN jsonb_array_elements(CASE jsonb_typeof(s.value) WHEN 'array' THEN s.value END)
			WITH ORDINALITY e(value, n)
		CROSS JOIN jsonb_each(CASE jsonb_typeof(e.value) WHEN 'object'
			THEN e.value - ARRAY['prices', 'constraint', 'when'] END) f
		WHERE s.key IN ('prices', 'price_variants') AND runrate_internal.may_cost(f.value)
		UNION ALL
		-- variants that are no set of prices at all
		SELECT e.provider, e.model, e.path, coalesce(e.body #>> '{}', 'null')
		FROM runrate_internal.genai_entries(prices) e
		WHERE e.entry > 1000 AND (jsonb_typeof(e.body) IS DISTINCT FROM 'object'
			OR (e.body = '{}' AND NOT e.is_understood))
	) u
	ORDER BY u.provider COLLATE "C", u.model COLLATE "C", u.key COLLATE "C";
END;
COMMENT ON FUNCTION runrate.genai_unread(jsonb) IS
'genai_unread(prices): what a price list in the format of genai-prices says of prices and names, and neither genai_prices nor genai_model_rules reads: also numbers under keys that they do not know, at a provider (model is NULL then), a model or a set of prices.';
