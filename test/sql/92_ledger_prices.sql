--
-- The price book: which price holds, and what a usage costs, exactly.
-- What is expected was worked out by hand.
--
SET client_min_messages = error;
-- rows of reference tables come with the time at which they were recorded
SET runrate.restoring = on;
\set SHOW_CONTEXT never
SET TimeZone = 'America/New_York';
CALL runrate.create_ledger('price_test', 'USD', 'UTC');
SET search_path = price_test, pg_temp;

-- use() inserts an event and notes what it should cost; priced shows what came
-- since it was last shown
CREATE TEMP TABLE cases (n bigint GENERATED ALWAYS AS IDENTITY, what text, expected numeric, shown boolean DEFAULT false);
CREATE PROCEDURE pg_temp.use(expected numeric, what text, model text, columns text, quantities text,
	at timestamptz DEFAULT '2026-01-01 00:00+00', provider text DEFAULT 'p')
LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO cases (what, expected) VALUES (what, expected);
	EXECUTE format('INSERT INTO price_test.events (source, source_key, occurred_at, provider, model, %s) VALUES (%L, %L, %L, %L, %L, %s)',
		columns, 'test', what, at, provider, model, quantities);
END;
$$;
CREATE FUNCTION pg_temp.priced()
RETURNS TABLE ("right" boolean, what text, cost numeric, basis text, prices text, problem text)
LANGUAGE sql AS $$
	WITH new AS (UPDATE cases SET shown = true WHERE NOT shown RETURNING *)
	SELECT trim_scale(e.cost) IS NOT DISTINCT FROM trim_scale(n.expected), n.what, trim_scale(e.cost), e.cost_basis,
		(SELECT string_agg(p.note, ', ' ORDER BY u.i) FROM unnest(e.price_rows) WITH ORDINALITY u (id, i) JOIN price_test.prices p USING (id)),
		e.price_problem
	FROM new n LEFT JOIN price_test.events e ON e.source = 'test' AND e.source_key = n.what
	ORDER BY n.n
$$;

-- Plain prices: 1000 * 2.50 / 10^6 + 500 * 10 / 10^6
INSERT INTO prices (provider, model, meter, price, note) VALUES
	('p', 'plain', 'input_tokens', 2.50, 'in'),
	('p', 'plain', 'output_tokens', 10.00, 'out');
INSERT INTO prices (provider, model, meter, price, currency, note) VALUES
	('p', 'in dollars', 'input_tokens', 2.50, 'USD', 'in'),
	('p', 'in euro', 'input_tokens', 2.50, 'EUR', 'in');
CALL pg_temp.use(0.0075, 'input and output', 'plain', 'input_tokens, output_tokens', '1000, 500');
CALL pg_temp.use(0.0000025, 'a token', 'plain', 'input_tokens', '1');
CALL pg_temp.use(0.0025, 'in the currency of the ledger', 'in dollars', 'input_tokens', '1000');
CALL pg_temp.use(NULL, 'in another', 'in euro', 'input_tokens', '1000');
CALL pg_temp.use(0, 'zero tokens cost zero', 'plain', 'input_tokens, output_tokens', '0, 0');
CALL pg_temp.use(0.01349, '4808 and 147', 'plain', 'input_tokens, output_tokens', '4808, 147');
CALL pg_temp.use(0.01, '3180 and 205', 'plain', 'input_tokens, output_tokens', '3180, 205');
CALL pg_temp.use(NULL, 'nothing', 'plain', 'work_item', '''w''');
CALL pg_temp.use(NULL, 'a meter without quantity', 'plain', 'meter', '''pages''');
CALL pg_temp.use(NULL, 'a quantity without meter', 'plain', 'quantity', '5');
SELECT * FROM pg_temp.priced();

-- Containment: what has no price of its own
INSERT INTO prices (provider, model, meter, price, per, note) VALUES
	('p', 'contained', 'input_tokens', 1, 1, 'in'),
	('p', 'contained', 'output_tokens', 10, 1, 'out'),
	('p', 'written', 'input_tokens', 1, 1, 'in'),
	('p', 'written', 'cache_write_tokens', 2, 1, 'write'),
	('p', 'five', 'input_tokens', 1, 1, 'in'),
	('p', 'five', 'cache_write_5m_tokens', 3, 1, '5m'),
	('p', 'full', 'input_tokens', 1, 1, 'in'),
	('p', 'full', 'cache_read_tokens', 0.1, 1, 'read'),
	('p', 'full', 'cache_write_tokens', 2, 1, 'write'),
	('p', 'full', 'cache_write_5m_tokens', 3, 1, '5m'),
	('p', 'full', 'cache_write_1h_tokens', 4, 1, '1h'),
	('p', 'full', 'input_audio_tokens', 5, 1, 'audio'),
	('p', 'full', 'output_tokens', 10, 1, 'out'),
	('p', 'full', 'reasoning_tokens', 11, 1, 'think'),
	('p', 'full', 'output_audio_tokens', 20, 1, 'speech'),
	('p', 'full', 'web_search_requests', 10, 1000, 'search'),
	('p', 'full', 'requests', 0.005, 1, 'request'),
	('p', 'no read', 'input_tokens', 1, 1, 'in'),
	('p', 'no read', 'input_audio_tokens', 5, 1, 'audio'),
	('p', 'free', 'input_tokens', 0, 1, 'gratis');
CALL pg_temp.use(30, 'reasoning is output', 'contained', 'reasoning_tokens', '3');
CALL pg_temp.use(45, 'all input costs as input', 'contained', 'cache_read_tokens, cache_write_tokens, cache_write_5m_tokens, input_audio_tokens, cached_audio_tokens, input_image_tokens, cached_image_tokens, input_video_tokens, cached_video_tokens', '1, 2, 3, 4, 5, 6, 7, 8, 9');
CALL pg_temp.use(NULL, 'writing for an hour is dearer', 'contained', 'input_tokens, cache_write_1h_tokens', '1, 1');
CALL pg_temp.use(NULL, 'speech is dearer', 'contained', 'output_audio_tokens', '1');
CALL pg_temp.use(NULL, 'pictures are dearer', 'contained', 'output_image_tokens', '1');
CALL pg_temp.use(NULL, 'searches are not in tokens', 'contained', 'web_search_requests', '1');
CALL pg_temp.use(1, 'requests are in tokens', 'contained', 'input_tokens, requests', '1, 1');
CALL pg_temp.use(0, 'a request and nothing else', 'contained', 'requests', '1');
CALL pg_temp.use(12, 'writing at one price', 'written', 'cache_write_tokens, cache_write_5m_tokens, cache_write_1h_tokens', '1, 2, 3');
CALL pg_temp.use(9, 'unknown lifetime as five minutes', 'five', 'cache_write_tokens, cache_write_5m_tokens', '1, 2');
CALL pg_temp.use(NULL, 'an hour not as five minutes', 'five', 'cache_write_1h_tokens', '1');
CALL pg_temp.use(1 + 0.1 + 2 + 3 + 4 + 5 + 10 + 11 + 20 + 0.01 + 0.005, 'all of their own', 'full', 'input_tokens, cache_read_tokens, cache_write_tokens, cache_write_5m_tokens, cache_write_1h_tokens, input_audio_tokens, output_tokens, reasoning_tokens, output_audio_tokens, web_search_requests, requests', '1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1');
CALL pg_temp.use(0.1, 'cached audio as cached', 'full', 'cached_audio_tokens', '1');
CALL pg_temp.use(5, 'cached audio as audio', 'no read', 'cached_audio_tokens', '1');
CALL pg_temp.use(1, 'cached picture as input', 'no read', 'cached_image_tokens', '1');
CALL pg_temp.use(0, 'a price of zero is a price', 'free', 'input_tokens', '1000');
CALL pg_temp.use(NULL, 'a part that has none', 'free', 'input_tokens, output_tokens', '1, 1');
SELECT * FROM pg_temp.priced();

-- Service tiers and regions
INSERT INTO prices (provider, model, meter, service_tier, inference_geo, price, per, note) VALUES
	('p', 'tiers', 'input_tokens', 'standard', '', 2, 1, 'in'),
	('p', 'tiers', 'input_tokens', 'batch', '', 1, 1, 'in batch'),
	('p', 'tiers', 'output_tokens', 'standard', '', 10, 1, 'out'),
	('p', 'tiers', 'output_tokens', 'flex', '', 6, 1, 'out flex'),
	('p', 'tiers', 'input_tokens', 'standard', 'us', 2.2, 1, 'in us'),
	('p', 'only batch', 'input_tokens', 'batch', '', 1, 1, 'in batch');
CALL pg_temp.use(2, 'no tier is standard', 'tiers', 'input_tokens', '1');
CALL pg_temp.use(4, 'default is standard', 'tiers', 'input_tokens, service_tier', '2, ''default''');
CALL pg_temp.use(6, 'ON_DEMAND is standard', 'tiers', 'input_tokens, service_tier', '3, ''ON_DEMAND''');
CALL pg_temp.use(1, 'batch', 'tiers', 'input_tokens, service_tier', '1, ''batch''');
CALL pg_temp.use(11, 'batch of which a part has no price', 'tiers', 'input_tokens, output_tokens, service_tier', '1, 1, ''batch''');
CALL pg_temp.use(8, 'flex', 'tiers', 'input_tokens, output_tokens, service_tier', '1, 1, ''flex''');
CALL pg_temp.use(1, 'batch in another case', 'tiers', 'input_tokens, service_tier', '1, ''Batch''');
CALL pg_temp.use(2, 'a tier unknown to the price book', 'tiers', 'input_tokens, service_tier', '1, ''bulk''');
CALL pg_temp.use(NULL, 'standard of a batch model', 'only batch', 'input_tokens', '1');
CALL pg_temp.use(2.2, 'region', 'tiers', 'input_tokens, inference_geo', '1, ''us''');
CALL pg_temp.use(2, 'region without a price', 'tiers', 'input_tokens, inference_geo', '1, ''eu''');
CALL pg_temp.use(1, 'tier goes before region', 'tiers', 'input_tokens, inference_geo, service_tier', '1, ''us'', ''batch''');
SELECT * FROM pg_temp.priced();

-- Thresholds.  Cliffs: the whole input decides, on all prices.
INSERT INTO prices (provider, model, meter, service_tier, above_tokens, threshold_inclusive, price, per, note) VALUES
	('p', 'cliff', 'input_tokens', 'standard', 0, false, 1, 1, 'in'),
	('p', 'cliff', 'input_tokens', 'standard', 200000, false, 2, 1, 'in > 200k'),
	('p', 'cliff', 'input_tokens', 'standard', 1000000, false, 3, 1, 'in > 1M'),
	('p', 'cliff', 'output_tokens', 'standard', 0, false, 10, 1, 'out'),
	('p', 'cliff', 'output_tokens', 'standard', 200000, false, 15, 1, 'out > 200k'),
	('p', 'cliff', 'input_tokens', 'batch', 0, false, 0.5, 1, 'in batch'),
	('p', 'inclusive', 'input_tokens', 'standard', 0, false, 1, 1, 'in'),
	('p', 'inclusive', 'input_tokens', 'standard', 200000, true, 2, 1, 'in >= 200k'),
	('p', 'high', 'input_tokens', 'standard', 10, false, 2, 1, 'in > 10');
CALL pg_temp.use(200000, 'at the threshold', 'cliff', 'input_tokens', '200000');
CALL pg_temp.use(400002, 'one above', 'cliff', 'input_tokens', '200001');
CALL pg_temp.use(2000000, 'at the next', 'cliff', 'input_tokens', '1000000');
CALL pg_temp.use(3000003, 'above the next', 'cliff', 'input_tokens', '1000001');
CALL pg_temp.use(400002 + 15, 'cached input counts, output switches', 'cliff', 'input_tokens, cache_read_tokens, output_tokens', '150000, 50001, 1');
CALL pg_temp.use(10, 'much output does not count', 'cliff', 'output_tokens', '1');
CALL pg_temp.use(199999, 'below an inclusive one', 'inclusive', 'input_tokens', '199999');
CALL pg_temp.use(400000, 'at an inclusive one', 'inclusive', 'input_tokens', '200000');
CALL pg_temp.use(100000.5, 'a tier without that threshold', 'cliff', 'input_tokens, service_tier', '200001, ''batch''');
CALL pg_temp.use(100000, 'the same below it', 'cliff', 'input_tokens, service_tier', '200000, ''batch''');
CALL pg_temp.use(NULL, 'only a price above', 'high', 'input_tokens', '10');
CALL pg_temp.use(22, 'only a price above, above', 'high', 'input_tokens', '11');
SELECT * FROM pg_temp.priced();

-- Graduated: the quantity on the meter is split.  1000 free, 2 a thousand up
-- to 5000, then 1 a thousand.
INSERT INTO prices (provider, model, meter, tier_mode, above_tokens, price, per, note) VALUES
	('p', '', 'pages', 'graduated', 5000, 1, 1000, 'pages > 5000'),
	('p', '', 'pages', 'graduated', 0, 0, 1000, 'pages'),
	('p', '', 'pages', 'graduated', 1000, 2, 1000, 'pages > 1000'),
	('p', 'on a base', 'input_tokens', 'cliff', 0, 1, 1, 'in'),
	('p', 'on a base', 'input_tokens', 'graduated', 10, 0.5, 1, 'in > 10'),
	('p', 'on nothing', 'input_tokens', 'graduated', 10, 0.5, 1, 'in > 10');
CALL pg_temp.use(0, 'below', NULL, 'meter, quantity', '''pages'', 1000');
CALL pg_temp.use(0.002, 'one page above', NULL, 'meter, quantity', '''pages'', 1001');
CALL pg_temp.use(8, 'up to the next', NULL, 'meter, quantity', '''pages'', 5000');
CALL pg_temp.use(4000 * 0.002 + 2000 * 0.001, 'pages above the next', NULL, 'meter, quantity', '''pages'', 7000');
CALL pg_temp.use(0.001, 'half a page above', NULL, 'meter, quantity', '''pages'', 1000.5');
CALL pg_temp.use(8.0005, 'half a page above the next', NULL, 'meter, quantity', '''pages'', 5000.5');
CALL pg_temp.use(10 + 20 * 0.5, 'on a base', 'on a base', 'input_tokens', '30');
CALL pg_temp.use(10, 'not above the base', 'on a base', 'input_tokens', '10');
CALL pg_temp.use(NULL, 'on nothing', 'on nothing', 'input_tokens', '30');
SELECT * FROM pg_temp.priced();
SELECT l.* FROM events e, LATERAL runrate_internal.event_price_lines(e, NULL) l WHERE e.source_key = 'pages above the next';

-- Hours of the week.  January 5 is a Monday; Berlin is UTC+1, in July UTC+2.
INSERT INTO prices (provider, model, meter, price, per, window_start, window_end, window_weekdays, window_time_zone, note) VALUES
	('p', 'night', 'input_tokens', 1, 1, '00:00', '24:00', '1234567', 'UTC', 'day'),
	('p', 'night', 'input_tokens', 0.5, 1, '22:00', '06:00', '12345', 'Europe/Berlin', 'night'),
	('p', 'noon', 'input_tokens', 1, 1, '00:00', '24:00', '1234567', 'UTC', 'all'),
	('p', 'noon', 'input_tokens', 7, 1, '12:00', '12:00', '1', 'UTC', 'from Monday noon'),
	('p', 'office', 'input_tokens', 3, 1, '09:00', '17:00', '1234567', 'Asia/Kathmandu', 'office');
CALL pg_temp.use(1, 'before the night', 'night', 'input_tokens', '1', '2026-01-05 21:59:59.999999+01');
CALL pg_temp.use(0.5, 'its begin', 'night', 'input_tokens', '1', '2026-01-05 22:00+01');
CALL pg_temp.use(0.5, 'its last moment', 'night', 'input_tokens', '1', '2026-01-06 05:59:59.999999+01');
CALL pg_temp.use(1, 'its end', 'night', 'input_tokens', '1', '2026-01-06 06:00+01');
CALL pg_temp.use(0.5, 'Saturday, the night of Friday', 'night', 'input_tokens', '1', '2026-01-10 03:00+01');
CALL pg_temp.use(1, 'Saturday night', 'night', 'input_tokens', '1', '2026-01-10 23:00+01');
CALL pg_temp.use(1, 'Monday, the night of Sunday', 'night', 'input_tokens', '1', '2026-01-12 03:00+01');
CALL pg_temp.use(0.5, 'in summer', 'night', 'input_tokens', '1', '2026-07-06 20:00+00');
CALL pg_temp.use(1, 'before it, in summer', 'night', 'input_tokens', '1', '2026-07-06 19:59+00');
CALL pg_temp.use(1, 'Monday 11:59', 'noon', 'input_tokens', '1', '2026-01-05 11:59+00');
CALL pg_temp.use(7, 'Monday 12:00', 'noon', 'input_tokens', '1', '2026-01-05 12:00+00');
CALL pg_temp.use(7, 'Tuesday 11:59', 'noon', 'input_tokens', '1', '2026-01-06 11:59+00');
CALL pg_temp.use(1, 'Tuesday 12:00', 'noon', 'input_tokens', '1', '2026-01-06 12:00+00');
CALL pg_temp.use(3, '09:00 in Kathmandu', 'office', 'input_tokens', '1', '2026-01-05 03:15+00');
CALL pg_temp.use(NULL, '08:59 in Kathmandu', 'office', 'input_tokens', '1', '2026-01-05 03:14+00');
SELECT * FROM pg_temp.priced();
INSERT INTO prices (provider, model, meter, price, window_time_zone) VALUES ('p', 'x', 'input_tokens', 1, 'Mars/Olympus');

-- Later rows supersede: by valid_from, then by when they were recorded
INSERT INTO prices (provider, model, meter, valid_from, recorded_at, price, per, note) VALUES
	('p', 'super', 'input_tokens', '1970-01-01 00:00+00', '2025-01-01 00:00+00', 1, 1, 'first'),
	('p', 'super', 'input_tokens', '2026-02-01 00:00+00', '2026-02-03 00:00+00', 3, 1, 'corrected'),
	('p', 'super', 'input_tokens', '2026-02-01 00:00+00', '2026-02-01 00:00+00', 2, 1, 'February'),
	('p', 'super', 'input_tokens', '2026-03-01 00:00+00', '2026-03-01 00:00+00', NULL, 1, 'ended'),
	('p', 'super', 'input_tokens', '2026-04-01 00:00+00', '2026-04-01 00:00+00', 4, 1, 'April'),
	('p', 'super', 'input_tokens', '2026-04-01 00:00+00', '2026-04-01 00:00+00', 5, 1, 'April again'),
	('p', 'other key', 'input_tokens', '2026-01-01 00:00+00', '2026-01-01 00:00+00', 1, 1000, 'a thousand'),
	('p', 'other key', 'input_tokens', '2026-02-01 00:00+00', '2026-02-01 00:00+00', 1, 10, 'ten');
INSERT INTO prices (provider, model, meter, valid_from, above_tokens, price, per, note) VALUES
	('p', 'one tier ends', 'input_tokens', '1970-01-01 00:00+00', 0, 1, 1, 'base'),
	('p', 'one tier ends', 'input_tokens', '1970-01-01 00:00+00', 5, 2, 1, 'above'),
	('p', 'one tier ends', 'input_tokens', '2026-02-01 00:00+00', 5, NULL, 1, 'above ended');
CALL pg_temp.use(1, 'first', 'super', 'input_tokens', '1', '2026-01-31 23:59:59.999999+00');
CALL pg_temp.use(3, 'recorded last', 'super', 'input_tokens', '1', '2026-02-01 00:00+00');
CALL pg_temp.use(NULL, 'ended', 'super', 'input_tokens', '1', '2026-03-15 00:00+00');
CALL pg_temp.use(5, 'of two recorded at once the later row', 'super', 'input_tokens', '1', '2026-04-01 00:00+00');
CALL pg_temp.use(1, 'back to the first', 'super', 'input_tokens', '1', '2000-01-01 00:00+00');
CALL pg_temp.use(NULL, 'before all', 'other key', 'input_tokens', '1', '2025-12-31 00:00+00');
CALL pg_temp.use(0.01, 'per is part of the price', 'other key', 'input_tokens', '10', '2026-01-01 00:00+00');
CALL pg_temp.use(1, 'per changes with it', 'other key', 'input_tokens', '10', '2026-02-01 00:00+00');
CALL pg_temp.use(12, 'a tier', 'one tier ends', 'input_tokens', '6', '2026-01-01 00:00+00');
CALL pg_temp.use(6, 'that ends leaves the base', 'one tier ends', 'input_tokens', '6', '2026-02-01 00:00+00');
SELECT * FROM pg_temp.priced();

-- Many moments in one statement, forwards and backwards
SELECT occurred_at AT TIME ZONE 'UTC' AS utc, trim_scale(runrate_internal.event_cost(e, NULL)) AS cost
FROM events e WHERE model = 'super' ORDER BY id DESC;

-- As known at: rows recorded later are not there
SELECT e.source_key AS what,
	trim_scale(runrate_internal.event_cost(e, '2024-12-31 00:00+00')) AS "2024",
	trim_scale(runrate_internal.event_cost(e, '2025-01-01 00:00+00')) AS "2025",
	trim_scale(runrate_internal.event_cost(e, '2026-02-02 00:00+00')) AS "2 Feb",
	trim_scale(runrate_internal.event_cost(e, '2026-02-03 00:00+00')) AS "3 Feb",
	trim_scale(runrate_internal.event_cost(e, '2026-03-20 00:00+00')) AS "20 Mar",
	trim_scale(runrate_internal.event_cost(e, 'infinity')) AS ever
FROM events e WHERE model = 'super' ORDER BY id;

-- Aliases
INSERT INTO prices (provider, model, meter, price, per, note) VALUES
	('p', 'gpt-5', 'input_tokens', 1, 1, 'gpt-5'),
	('p', 'gpt-5-mini', 'input_tokens', 0.1, 1, 'mini'),
	('p', 'gpt-5-exact-2025-08-07', 'input_tokens', 9, 1, 'exact'),
	('q', 'only at q', 'input_tokens', 4, 1, 'q'),
	('q', 'plain', 'input_tokens', 5, 1, 'q');
INSERT INTO model_aliases (provider, pattern, alias_order, price_provider, price_model, valid_from, recorded_at) VALUES
	('p', '^gpt-5', 100, NULL, 'gpt-5', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', '^gpt-5-mini-[0-9-]+$', 10, NULL, 'gpt-5-mini', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', '^hosted/', 100, 'q', 'only at q', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', '^broken', 100, NULL, 'is not there', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', '^chained', 100, NULL, 'gpt-5-2025', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', '^moved', 100, NULL, 'gpt-5', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', '^moved', 100, NULL, 'gpt-5-mini', '2026-02-01 00:00+00', '2026-02-01 00:00+00'),
	('p', '^moved', 100, NULL, NULL, '2026-03-01 00:00+00', '2026-03-01 00:00+00');
CALL pg_temp.use(1, 'dated', 'gpt-5-2025-08-07', 'input_tokens', '1');
CALL pg_temp.use(0.1, 'of two rules the lower order', 'gpt-5-mini-2025-08-07', 'input_tokens', '1');
CALL pg_temp.use(9, 'a row of its own goes first', 'gpt-5-exact-2025-08-07', 'input_tokens', '1');
CALL pg_temp.use(4, 'at another provider', 'hosted/llama', 'input_tokens', '1');
CALL pg_temp.use(NULL, 'a rule to nowhere', 'broken-1', 'input_tokens', '1');
CALL pg_temp.use(NULL, 'rules are not chained', 'chained-1', 'input_tokens', '1');
CALL pg_temp.use(1, 'moved: before', 'moved-1', 'input_tokens', '1', '2026-01-31 00:00+00');
CALL pg_temp.use(0.1, 'moved: from February', 'moved-1', 'input_tokens', '1', '2026-02-01 00:00+00');
CALL pg_temp.use(NULL, 'moved: ended in March', 'moved-1', 'input_tokens', '1', '2026-03-01 00:00+00');
CALL pg_temp.use(NULL, 'unknown model', 'gpt-9', 'input_tokens', '1');
CALL pg_temp.use(NULL, 'unknown provider', 'gpt-5', 'input_tokens', '1', provider => 'r');
CALL pg_temp.use(4, 'no provider, priced by one', 'only at q', 'input_tokens', '1', provider => NULL);
CALL pg_temp.use(NULL, 'no provider, priced by several', 'plain', 'input_tokens', '1', provider => NULL);
CALL pg_temp.use(NULL, 'no provider, priced by none', 'gpt-9', 'input_tokens', '2', provider => NULL);
CALL pg_temp.use(NULL, 'no model', NULL, 'input_tokens', '1');
CALL pg_temp.use(NULL, 'a long name is cut', repeat('ü', 250), 'input_tokens', '1');
SELECT "right", what, cost, basis, prices, left(problem, 40) AS problem, length(problem) FROM pg_temp.priced();
INSERT INTO model_aliases (provider, pattern, price_model) VALUES ('p', '(', 'gpt-5');
SELECT trim_scale(runrate_internal.event_cost(e, '2026-01-15 00:00+00')) AS "known in January" FROM events e WHERE source_key = 'moved: from February';

-- Exact, rounded once, half away from zero
INSERT INTO prices (provider, model, meter, price, per, note) VALUES
	('p', 'tiny', 'input_tokens', 0.000000000000001, 1, '10^-15'),
	('p', 'tiny', 'output_tokens', 0.0000000000004, 1, '0.4 * 10^-12'),
	('p', 'tiny', 'reasoning_tokens', 0.0000000000004, 1, '0.4 * 10^-12, too'),
	('p', 'tiny', 'cache_read_tokens', 0.0000000000000000000001, 1, '10^-22'),
	('p', 'thirds', 'input_tokens', 1, 3, 'a third'),
	('p', 'thirds', 'output_tokens', 1, 3, 'a third, too'),
	('p', 'thirds', 'reasoning_tokens', 1, 6, 'a sixth'),
	('p', 'thirds', 'cache_read_tokens', 1, 2, 'a half'),
	('p', 'million', 'input_tokens', 2.5, 1000000, 'in'),
	('p', 'tenth', 'input_tokens', 0.1, 1, 'in'),
	('p', 'one', 'input_tokens', 1, 1, 'in'),
	('p', 'dear', 'input_tokens', 123456789.123456789123, 1, 'in'),
	('p', 'credit', 'input_tokens', -3, 1, 'credit'),
	('p', '', 'gpu_hours', 2.50, 1, 'hour'),
	('p', '', 'gpu_quarters', 2.50, 3600, 'second'),
	('p', '', 'dust', 0.00000000000000000001, 1, '10^-20');
CALL pg_temp.use(0.000000000000, '499 of 10^-15', 'tiny', 'input_tokens', '499');
CALL pg_temp.use(0.000000000001, '500 of 10^-15', 'tiny', 'input_tokens', '500');
CALL pg_temp.use(1, '10^15 of 10^-15', 'tiny', 'input_tokens', '1000000000000000');
CALL pg_temp.use(0.000000000001, '0.8 together', 'tiny', 'output_tokens, reasoning_tokens', '1, 1');
CALL pg_temp.use(0.0000000001, 'more than 18 decimals', 'tiny', 'cache_read_tokens', '1000000000000');
CALL pg_temp.use(0.333333333333, 'a third', 'thirds', 'input_tokens', '1');
CALL pg_temp.use(0.666666666667, 'two thirds', 'thirds', 'input_tokens', '2');
CALL pg_temp.use(1, 'three thirds of two meters', 'thirds', 'input_tokens, output_tokens', '1, 2');
CALL pg_temp.use(1, 'a third, a sixth and a half', 'thirds', 'input_tokens, reasoning_tokens, cache_read_tokens', '1, 1, 1');
CALL pg_temp.use(23058430092136.939517500000, '2^63 - 1 tokens', 'million', 'input_tokens', '9223372036854775807');
CALL pg_temp.use(922337203685477580.7, '2^63 - 1 tenths', 'tenth', 'input_tokens', '9223372036854775807');
CALL pg_temp.use(999999999999999999, 'the largest cost', 'one', 'input_tokens', '999999999999999999');
CALL pg_temp.use(NULL, 'one more', 'one', 'input_tokens', '1000000000000000000');
CALL pg_temp.use(NULL, 'far too much', 'dear', 'input_tokens', '9223372036854775807');
CALL pg_temp.use(246913578.246913578246, 'a dear unit', 'dear', 'input_tokens', '2');
CALL pg_temp.use(-6, 'a credit', 'credit', 'input_tokens', '2');
CALL pg_temp.use(1.25, 'half an hour', NULL, 'meter, quantity', '''gpu_hours'', 0.5');
CALL pg_temp.use(0.000694444444, 'per 3600', NULL, 'meter, quantity', '''gpu_quarters'', 1');
CALL pg_temp.use(2.5, '3600 of them', NULL, 'meter, quantity', '''gpu_quarters'', 3600');
CALL pg_temp.use(0.000347222222, 'a half of them', NULL, 'meter, quantity', '''gpu_quarters'', 0.5');
CALL pg_temp.use(10000000000, '10^30 of 10^-20', NULL, 'meter, quantity', '''dust'', 1e30');
SELECT * FROM pg_temp.priced();

-- Other meters: priced by model, or by the provider without a model
INSERT INTO prices (provider, model, meter, price, per, note) VALUES
	('p', 'ocr', 'pages', 0.5, 1, 'ocr pages'),
	('cluster', '', 'gpu_seconds', 0.001, 1, 'gpu');
CALL pg_temp.use(1, 'pages of a model', 'ocr', 'meter, quantity', '''pages'', 2');
CALL pg_temp.use(4, 'pages of a model without a price for them', 'plain', 'meter, quantity', '''pages'', 3000');
CALL pg_temp.use(0.0025 + 4, 'pages and tokens', 'plain', 'input_tokens, meter, quantity', '1000, ''pages'', 3000');
CALL pg_temp.use(4, 'pages of an unknown model', 'gpt-9', 'meter, quantity', '''pages'', 3000');
CALL pg_temp.use(0.0025, 'a token column as a meter', 'plain', 'meter, quantity', '''input_tokens'', 1000');
CALL pg_temp.use(NULL, 'an unknown meter', 'plain', 'meter, quantity', '''miles'', 1');
CALL pg_temp.use(NULL, 'an unknown meter beside tokens', 'plain', 'input_tokens, meter, quantity', '1, ''miles'', 1');
CALL pg_temp.use(0, 'zero of an unknown meter', 'plain', 'meter, quantity', '''miles'', 0');
CALL pg_temp.use(0, 'machines are measured', NULL, 'meter, quantity', '''gpu_seconds'', 86400', provider => 'own');
CALL pg_temp.use(0, 'vectors are measured', NULL, 'meter, quantity', '''vectors_stored'', 1e9', provider => NULL);
CALL pg_temp.use(86.4, 'machines with a price', NULL, 'meter, quantity', '''gpu_seconds'', 86400', provider => 'cluster');
SELECT * FROM pg_temp.priced();

-- Usage as a provider reports it: 1000 - 0 input, 2000 cached, 300 + 400 written
INSERT INTO prices (provider, model, meter, price, note) VALUES
	('anthropic', 'claude-sonnet-4-5', 'input_tokens', 3, 'in'),
	('anthropic', 'claude-sonnet-4-5', 'cache_read_tokens', 0.30, 'read'),
	('anthropic', 'claude-sonnet-4-5', 'cache_write_5m_tokens', 3.75, '5m'),
	('anthropic', 'claude-sonnet-4-5', 'cache_write_1h_tokens', 6, '1h'),
	('anthropic', 'claude-sonnet-4-5', 'output_tokens', 15, 'out');
INSERT INTO model_aliases (provider, pattern, price_model) VALUES ('anthropic', '^claude-sonnet-4-5-\d{8}$', 'claude-sonnet-4-5');
CALL pg_temp.use((1000 * 3 + 2000 * 0.30 + 300 * 3.75 + 400 * 6 + 500 * 15) / 1000000, 'both lifetimes', NULL, 'usage_format, usage', $$'anthropic', '{"model": "claude-sonnet-4-5-20250929", "usage": {"input_tokens": 1000, "cache_read_input_tokens": 2000, "cache_creation_input_tokens": 700,
	"cache_creation": {"ephemeral_5m_input_tokens": 300, "ephemeral_1h_input_tokens": 400}, "output_tokens": 500, "service_tier": "standard"}}'$$, provider => 'anthropic');
SELECT * FROM pg_temp.priced();
SELECT model, service_tier, input_tokens, cache_read_tokens, cache_write_5m_tokens, cache_write_1h_tokens, output_tokens FROM events WHERE source_key = 'both lifetimes';

-- What a call would cost, without an event
SELECT * FROM price_usage('anthropic', '{"model": "claude-sonnet-4-5-20250929", "usage": {"input_tokens": 1000, "output_tokens": 500}}', 'anthropic');
SELECT meter, price FROM price_usage('openai_chat', '{"usage": {"prompt_tokens": 3, "completion_tokens": 0}}', 'p', 'super', '2026-02-01 00:00+00');
SELECT count(*) FROM price_usage('openai_chat', '{"model": "gpt-9", "usage": {"prompt_tokens": 3}}', 'p');
SELECT count(*) FROM price_usage('openai_chat', NULL, 'p');

-- Lines and costs agree, for all of the above
SELECT count(*) AS priced, count(*) FILTER (WHERE e.cost <> (SELECT coalesce(round(sum(l.amount), 12), 0) FROM runrate_internal.event_price_lines(e, NULL) l)) AS differ,
	count(*) FILTER (WHERE e.cost IS DISTINCT FROM runrate_internal.event_cost(e, NULL)) AS cost_differs
FROM events e WHERE cost IS NOT NULL;

-- Reversals: the opposite of what is booked, whatever prices do
SELECT reverse_event(id, 'test') > 0 AS done FROM events WHERE source_key IN ('pages above the next', 'both lifetimes', '500 of 10^-15', 'a rule to nowhere') ORDER BY id;
SELECT o.source_key, trim_scale(o.cost) AS cost, trim_scale(r.cost) AS reversal, r.cost_basis, r.price_rows = o.price_rows AS same_prices,
	regexp_replace(r.price_problem, '[0-9]+', 'N') AS problem, r.reason,
	trim_scale(runrate_internal.event_cost(r, NULL)) AS computed
FROM events r JOIN events o ON o.id = r.reverses ORDER BY o.id;

-- price_pending: what gets a price gets its cost, its reversal too
INSERT INTO prices (provider, model, meter, price, per, note) VALUES ('p', 'is not there', 'input_tokens', 8, 1, 'now it is'), ('p', 'gpt-9', 'input_tokens', 7, 1, 'nine');
SELECT count(*) AS unpriced FROM events WHERE cost IS NULL;
SELECT price_pending();
SELECT count(*) AS unpriced FROM events WHERE cost IS NULL;
SELECT price_pending();
SELECT e.source_key NOT LIKE 'events:%' AS original, trim_scale(e.cost) AS cost, e.cost_basis, p.note, e.price_problem
FROM events e JOIN prices p ON p.id = e.price_rows[1] WHERE p.note IN ('now it is', 'nine') ORDER BY e.id;

-- repriced_costs: what a month would cost by other prices, and changes nothing
CALL runrate.create_ledger('reprice_test', 'USD', 'Europe/Berlin');
SET search_path = reprice_test, pg_temp;
INSERT INTO prices (provider, model, meter, valid_from, recorded_at, price, per) VALUES
	('p', 'm', 'input_tokens', '1970-01-01 00:00+00', '2025-01-01 00:00+00', 1, 1);
INSERT INTO fx (currency, ledger_amount, recorded_at) VALUES ('EUR', 1.1, '2025-01-01 00:00+00');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens) VALUES
	('2025-12-31 22:59:59+00', 'a', 'p', 'm', 1000),
	('2025-12-31 23:00+00', 'a', 'p', 'm', 1),
	('2026-01-15 00:00+00', 'a', 'p', 'm', 2),
	('2026-02-28 22:59:59+00', 'b', 'p', 'm', 4),
	('2026-02-28 23:00+00', 'b', 'p', 'm', 1000),
	('2026-02-02 00:00+00', NULL, 'p', 'unknown', 16);
INSERT INTO events (occurred_at, agent, provider, cost) VALUES ('2026-01-20 00:00+00', 'a', 'p', 100);
INSERT INTO events (occurred_at, agent, provider, billed_amount, billing_currency) VALUES ('2026-01-20 00:00+00', 'a', 'q', 10, 'EUR');
SELECT reverse_event(id, 'late', '2026-02-15') > 0 AS done FROM events WHERE input_tokens = 2;
INSERT INTO prices (provider, model, meter, valid_from, recorded_at, price, per) VALUES
	('p', 'm', 'input_tokens', '2026-02-01 00:00+00', '2026-06-01 00:00+00', 3, 1),
	('p', 'unknown', 'input_tokens', '1970-01-01 00:00+00', '2026-06-01 00:00+00', 0.5, 1);
INSERT INTO fx (currency, ledger_amount, recorded_at) VALUES ('EUR', 1.2, '2026-06-01 00:00+00');
-- the reversal goes with its original: -2 in both, as the price of January did not change
SELECT month, agent, provider, model, events, trim_scale(booked_cost) AS booked, trim_scale(repriced_cost) AS repriced, trim_scale(difference) AS difference
FROM repriced_costs('2026-01-01', '2026-02-01', '2026-05-31 00:00+00');
SELECT month, agent, provider, model, events, trim_scale(booked_cost) AS booked, trim_scale(repriced_cost) AS repriced, trim_scale(difference) AS difference
FROM repriced_costs('2026-01-01', '2026-02-01', NULL);
SELECT count(*) AS priced, sum(cost) FROM events WHERE cost IS NOT NULL;
RESET search_path;

-- Prices in another currency are converted at the rate of the event's time.
CALL runrate.create_ledger('fx_test', 'EUR', 'Europe/Berlin');
SET search_path = fx_test, pg_temp;
INSERT INTO prices (provider, model, meter, price, per, currency, valid_from, recorded_at) VALUES
	('p', 'm', 'input_tokens', 2.50, 1000000, 'USD', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'm', 'output_tokens', 10, 1000000, 'USD', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'mixed', 'input_tokens', 1, 3, 'USD', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'mixed', 'output_tokens', 1, 3, 'GBP', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'mixed', 'reasoning_tokens', 0.5, 1, NULL, '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'tiny', 'input_tokens', 0.0000000000004, 1, 'CHF', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'tiny', 'output_tokens', 0.0000000000004, 1, 'CHF', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'tiny', 'reasoning_tokens', 0.00000000000025, 1, NULL, '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'credit', 'input_tokens', -3, 1, 'USD', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'tiny credit', 'input_tokens', -0.0000000000004, 1, 'CHF', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'own', 'input_tokens', 7, 1, 'EUR', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'other now', 'input_tokens', 1, 1, 'USD', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'other now', 'input_tokens', 1, 1, NULL, '2026-02-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'dear', 'input_tokens', 1, 1, 'KWD', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'half known', 'input_tokens', 1, 1, 'USD', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', 'half known', 'output_tokens', 1, 1, 'XXX', '1970-01-01 00:00+00', '2025-01-01 00:00+00'),
	('p', '', 'gpu_hours', 2, 1, 'USD', '1970-01-01 00:00+00', '2025-01-01 00:00+00');
INSERT INTO fx (currency, ledger_amount, valid_from, recorded_at) VALUES
	('USD', 0.92, '2026-01-01 00:00+00', '2026-01-01 00:00+00'),
	('USD', 0.89, '2026-02-01 00:00+00', '2026-02-10 00:00+00'),
	('USD', 0.88, '2026-02-01 00:00+00', '2026-02-11 00:00+00'),
	('USD', NULL, '2026-03-01 00:00+00', '2026-03-01 00:00+00'),
	('GBP', 1.15, '1970-01-01 00:00+00', '2026-01-01 00:00+00'),
	('CHF', 0.625, '1970-01-01 00:00+00', '2026-01-01 00:00+00'),
	('KWD', 3, '1970-01-01 00:00+00', '2026-01-01 00:00+00');
-- In one statement, forwards and backwards through the rates.  A million
-- tokens in and 100000 out are 2.50 + 1 = 3.50 USD.
CREATE TEMP TABLE converted (source_key text, occurred_at timestamptz, model text, input_tokens bigint, output_tokens bigint, reasoning_tokens bigint, quantity numeric, expected numeric);
INSERT INTO converted VALUES
	('February: 3.50 at 0.88', '2026-02-01 00:00+00', 'm', 1000000, 100000, NULL, NULL, 3.08),
	('January: 3.50 at 0.92', '2026-01-31 23:59:59.999999+00', 'm', 1000000, 100000, NULL, NULL, 3.22),
	('March: no rate any more', '2026-03-15 00:00+00', 'm', 1000000, 100000, NULL, NULL, NULL),
	('December: no rate yet', '2025-12-31 23:59:59.999999+00', 'm', 1000000, 100000, NULL, NULL, NULL),
	('first moment: 2.50 at 0.92', '2026-01-01 00:00+00', 'm', 1000000, NULL, NULL, NULL, 2.3),
	('three currencies: 0.92 / 3 + 1.15 / 3 + 0.50', '2026-01-15 00:00+00', 'mixed', 1, 1, 1, NULL, 1.19),
	('two of them: 0.92 * 2 / 3 + 0.50', '2026-01-15 00:00+00', 'mixed', 2, NULL, 1, NULL, 1.113333333333),
	('one of them, in the currency of the ledger', '2025-01-15 00:00+00', 'mixed', NULL, NULL, 3, NULL, 1.5),
	('0.25 of 10^-12 is nothing', '2026-01-15 00:00+00', 'tiny', 1, NULL, NULL, NULL, 0),
	('two of it are rounded once', '2026-01-15 00:00+00', 'tiny', 1, 1, NULL, NULL, 0.000000000001),
	('and so are those of two currencies', '2026-01-15 00:00+00', 'tiny', 1, NULL, 1, NULL, 0.000000000001),
	('a credit: -6 at 0.88', '2026-02-15 00:00+00', 'credit', 2, NULL, NULL, NULL, -5.28),
	('a credit is rounded away from zero', '2026-02-15 00:00+00', 'tiny credit', 2, NULL, NULL, NULL, -0.000000000001),
	('the currency of the ledger needs no rate', '2020-01-01 00:00+00', 'own', 1, NULL, NULL, NULL, 7),
	('until February in USD', '2026-01-15 00:00+00', 'other now', 1, NULL, NULL, NULL, 0.92),
	('then in EUR, superseding', '2026-02-15 00:00+00', 'other now', 1, NULL, NULL, NULL, 1),
	('the largest that fits', '2026-01-15 00:00+00', 'dear', 333333333333333333, NULL, NULL, NULL, 999999999999999999),
	('is one more too large', '2026-01-15 00:00+00', 'dear', 333333333333333334, NULL, NULL, NULL, NULL),
	('2^63 - 1 tokens at a third of 0.92 do not fit', '2026-01-15 00:00+00', 'mixed', 9223372036854775807, NULL, NULL, NULL, NULL),
	('one of two rates missing', '2026-01-15 00:00+00', 'half known', 1, 1, NULL, NULL, NULL),
	('no alias yet: 2.50 at 0.92', '2026-01-15 00:00+00', 'm-2', 1000000, NULL, NULL, NULL, NULL),
	('half an hour', '2026-01-15 00:00+00', NULL, NULL, NULL, NULL, 0.5, 0.92),
	('nothing used needs no rate', '2025-01-15 00:00+00', 'm', 0, NULL, NULL, NULL, 0);
INSERT INTO events (occurred_at, work_item, agent, source, source_key, provider, model, input_tokens, output_tokens, reasoning_tokens, meter, quantity)
SELECT occurred_at, CASE WHEN model = 'dear' THEN 'dear' ELSE 'w' END, 'a', 'test', source_key, 'p', model, input_tokens, output_tokens, reasoning_tokens, CASE WHEN quantity IS NOT NULL THEN 'gpu_hours' END, quantity FROM converted;
SELECT trim_scale(e.cost) IS NOT DISTINCT FROM trim_scale(c.expected) AS "right", c.source_key AS what, trim_scale(e.cost) AS cost, e.cost_basis AS basis, cardinality(e.price_rows) AS prices, e.price_problem
FROM converted c LEFT JOIN events e USING (source_key) ORDER BY e.id;

-- Lines are in the currency of the ledger, and agree with costs.
SELECT l.meter, l.quantity, trim_scale(l.price) AS price, l.per, l.amount, l.currency, l.rate
FROM events e, LATERAL runrate_internal.event_price_lines(e, NULL) l WHERE e.source_key LIKE 'three currencies%';
SELECT count(*) AS priced, count(*) FILTER (WHERE e.cost <> (SELECT coalesce(round(sum(l.amount), 12), 0) FROM runrate_internal.event_price_lines(e, NULL) l)) AS differ,
	count(*) FILTER (WHERE e.cost IS DISTINCT FROM runrate_internal.event_cost(e, NULL)) AS cost_differs
FROM events e WHERE cost IS NOT NULL;
SELECT meter, price, amount, currency, rate FROM price_usage('openai_chat', '{"prompt_tokens": 1000000, "completion_tokens": 100000}', 'p', 'm', '2026-01-15 00:00+00');
SELECT count(*) FROM price_usage('openai_chat', '{"prompt_tokens": 1000000}', 'p', 'm', '2025-01-15 00:00+00');

-- As known at: the rate of February was recorded on the 10th, and corrected on the 11th.
SELECT e.source_key AS what,
	trim_scale(runrate_internal.event_cost(e, '2025-12-31 00:00+00')) AS "2025",
	trim_scale(runrate_internal.event_cost(e, '2026-02-09 00:00+00')) AS "9 Feb",
	trim_scale(runrate_internal.event_cost(e, '2026-02-10 00:00+00')) AS "10 Feb",
	trim_scale(runrate_internal.event_cost(e, '2026-02-11 00:00+00')) AS "11 Feb"
FROM events e WHERE model = 'm' AND output_tokens > 0 ORDER BY occurred_at;

-- A rate arrives, and a reversal is of what was booked, whatever the rate is now.
SELECT reverse_event(id, 'test', '2026-02-20') > 0 AS done FROM events WHERE source_key LIKE 'January%' OR source_key LIKE 'March%' ORDER BY id;
SELECT price_pending();
INSERT INTO fx (currency, ledger_amount, valid_from) VALUES ('USD', 0.91, '2026-03-01 00:00+00'), ('USD', 0.90, '2026-03-01 00:00+00');
INSERT INTO model_aliases (provider, pattern, price_model) VALUES ('p', '^m-2$', 'm');
SELECT price_pending();
-- A rate that is corrected after the cost was computed
INSERT INTO fx (currency, ledger_amount, valid_from, recorded_at) VALUES ('USD', 0.50, '2026-03-01 00:00+00', now() + interval '1 minute');
SELECT o.source_key, e.reverses IS NOT NULL AS reversal, trim_scale(e.cost) AS cost, e.price_problem
FROM events e JOIN events o ON o.id = coalesce(e.reverses, e.id) WHERE o.model = 'm' AND o.output_tokens > 0 ORDER BY o.occurred_at, e.id;

-- An explanation has the lines of all events, those that had to wait among
-- them, and lines sum to costs exactly.
SET jit = off;
CREATE TEMP TABLE explained AS SELECT * FROM explain_cost('w');
RESET jit;
SELECT e.source_key, l.what, trim_scale(l.amount) AS amount, l.rule FROM explained l JOIN events e ON e.id = l.event_id
WHERE l.level = 4 AND e.source_key ~ '^(three|March|January|one of them|then|no alias)' ORDER BY l.step;
SELECT count(*) FILTER (WHERE e.price_rows <> '{}' AND l.lines = 0) AS without_lines, count(*) FILTER (WHERE l.lines > 0 AND l.amount <> e.cost) AS that_do_not_sum, sum(l.lines) AS lines
FROM events e, LATERAL (SELECT count(*) AS lines, sum(x.amount) AS amount FROM explained x WHERE x.event_id = e.id AND x.level = 4) l
WHERE e.work_item = 'w' AND e.cost IS NOT NULL AND e.reverses IS NULL;

-- What other rates would have made of February, which began in Berlin in the
-- last hour of January: -6 * (0.80 - 0.88); 3.50 * (0.80 - 0.88) and, as the
-- event of March was reversed in it, -3.50 * (0.50 - 0.90)
INSERT INTO fx (currency, ledger_amount, valid_from, recorded_at) VALUES ('USD', 0.80, '2026-02-01 00:00+00', now() + interval '1 hour');
SELECT model, events, trim_scale(booked_cost) AS booked, trim_scale(repriced_cost) AS repriced, trim_scale(difference) AS difference
FROM repriced_costs('2026-02-01', '2026-02-01', NULL) ORDER BY model COLLATE "C";
SELECT model, trim_scale(difference) AS difference FROM repriced_costs('2026-02-01', '2026-02-01', now()) ORDER BY model COLLATE "C";

-- A currency is three capital letters.
\set VERBOSITY terse
INSERT INTO prices (provider, model, meter, price, currency) VALUES ('p', 'x', 'input_tokens', 1, 'usd');
INSERT INTO prices (provider, model, meter, price, currency) VALUES ('p', 'x', 'input_tokens', 1, '');
\set VERBOSITY default
RESET search_path;

-- Hostile: not an event, no event
SELECT runrate_internal.event_cost(NULL, NULL);
SELECT count(*) FROM runrate_internal.event_price_lines(NULL, NULL);
SELECT runrate_internal.event_cost(p, NULL) FROM price_test.prices p LIMIT 1;
SELECT runrate_internal.event_cost(ROW(1, 2), NULL);
SELECT runrate_internal.event_cost(e, NULL) FROM (SELECT id FROM price_test.events LIMIT 1) e;
CREATE TEMP TABLE events (id bigint);
INSERT INTO events VALUES (1);
SELECT runrate_internal.event_cost(e, NULL) FROM pg_temp.events e;
SELECT runrate_internal.event_cost(NULL::price_test.events, NULL);
SELECT runrate_internal.event_cost(jsonb_populate_record(NULL::price_test.events, '{"input_tokens": 1}'), NULL);

-- A price that is inserted or taken back between two calls of one expression
DO $$
DECLARE
	event price_test.events := jsonb_populate_record(NULL::price_test.events,
		'{"occurred_at": "2026-01-01", "provider": "p", "model": "between", "input_tokens": 1}');
	costs numeric[];
BEGIN
	FOR i IN 0 .. 5 LOOP
		BEGIN
			IF i > 0 THEN
				INSERT INTO price_test.prices (provider, model, meter, price, per) VALUES ('p', 'between', 'input_tokens', i, 1);
			END IF;
			costs[2 * i] := trim_scale(runrate_internal.event_cost(event, NULL));
			IF i % 2 = 0 THEN
				RAISE EXCEPTION USING ERRCODE = 'triggered_action_exception';
			END IF;
		EXCEPTION WHEN triggered_action_exception THEN
			NULL;
		END;
		costs[2 * i + 1] := trim_scale(runrate_internal.event_cost(event, NULL));
	END LOOP;
	PERFORM set_config('price_test.costs', costs::text, false);
END;
$$;
SELECT current_setting('price_test.costs') AS costs;

-- Whatever was loaded, the reports tie out.
SELECT ledger, count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences
FROM (SELECT 'price_test' AS ledger, difference FROM price_test.tie_out
      UNION ALL SELECT 'reprice_test' AS ledger, difference FROM reprice_test.tie_out
      UNION ALL SELECT 'fx_test' AS ledger, difference FROM fx_test.tie_out) t
GROUP BY ledger ORDER BY ledger;

DROP SCHEMA price_test, price_test_internal, reprice_test, reprice_test_internal, fx_test, fx_test_internal CASCADE;
