--
-- Lines of sessions: of a message and request the fullest counts, in whatever
-- order and however often they come
--
SET timezone = 'UTC';
CALL runrate.create_ledger('sessions');
SET search_path = sessions;

INSERT INTO prices (provider, model, meter, price) VALUES
	('anthropic', 'sonnet', 'input_tokens', 3), ('anthropic', 'sonnet', 'cache_read_tokens', 0.3), ('anthropic', 'sonnet', 'output_tokens', 15);

CREATE FUNCTION pg_temp.line(message text, request text, output bigint, input bigint DEFAULT 10, model text DEFAULT 'sonnet', at timestamptz DEFAULT '2026-06-01 12:00+00') RETURNS jsonb
LANGUAGE sql
RETURN jsonb_build_object('type', 'assistant', 'uuid', gen_random_uuid(), 'timestamp', at, 'requestId', request, 'message', jsonb_build_object('id', message, 'role', 'assistant', 'model', model,
	'content', jsonb_build_array(jsonb_build_object('type', 'text', 'text', 'secret')), 'usage', jsonb_build_object('input_tokens', input, 'cache_read_input_tokens', 1000, 'output_tokens', output)));
-- A plain load: nothing is known of messages, and the key is that of the line.
CREATE FUNCTION pg_temp.load(VARIADIC lines jsonb[]) RETURNS bigint
LANGUAGE sql
AS $$
	WITH loaded AS (
		INSERT INTO events (occurred_at, source, source_key, provider, usage_format, usage)
		SELECT (line ->> 'timestamp')::timestamptz, 'claude code', line ->> 'uuid', 'anthropic', 'claude_code', line FROM unnest(lines) WITH ORDINALITY l (line, n) ORDER BY n
		RETURNING 1)
	SELECT count(*) FROM loaded;
$$;
CREATE VIEW pg_temp.totals AS SELECT sum(event_count) AS events, sum(requests) AS requests, sum(output_tokens) AS output, trim_scale(sum(cost)) AS cost FROM events;

-- In the order of the file, in one statement
SELECT pg_temp.load(pg_temp.line('m1', 'r1', 1), pg_temp.line('m1', 'r1', 40), pg_temp.line('m1', 'r1', 40), pg_temp.line('m1', 'r1', 100));
SELECT id, source_key, output_tokens AS output, trim_scale(cost) AS cost, reverses, reason, usage FROM events ORDER BY id;
SELECT * FROM pg_temp.totals;
-- Again, in another order, and what says less: nothing
SELECT pg_temp.load(pg_temp.line('m1', 'r1', 100), pg_temp.line('m1', 'r1', 1), pg_temp.line('m1', 'r1', 40));
-- The fullest first, and a session that was copied
SELECT pg_temp.load(pg_temp.line('m2', 'r2', 300), pg_temp.line('m2', 'r2', 5), pg_temp.line('m1', 'r1', 100));
SELECT * FROM pg_temp.totals;
-- As much output and more input; the other way round it would be less
SELECT pg_temp.load(pg_temp.line('m2', 'r2', 300, 20), pg_temp.line('m2', 'r2', 300, 15), pg_temp.line('m2', 'r2', 299, 900));
-- The same message of another request is another call; old versions do not name one.
SELECT pg_temp.load(pg_temp.line('m2', 'r3', 7), pg_temp.line('m4', NULL, 1), pg_temp.line('m4', NULL, 2));
SELECT source_key, sum(event_count) AS events, sum(output_tokens) AS output FROM (SELECT split_part(source_key, '#', 1) AS source_key, event_count, output_tokens FROM events WHERE reverses IS NULL
	AND id NOT IN (SELECT reverses FROM events WHERE reverses IS NOT NULL)) e GROUP BY 1 ORDER BY 1;
SELECT count(*) AS conflicts, (SELECT count(*) FROM quarantine) AS quarantine FROM conflicts;

-- In later statements, and before there is a price
SELECT pg_temp.load(pg_temp.line('m5', 'r5', 1, model => 'opus'));
SELECT pg_temp.load(pg_temp.line('m5', 'r5', 60, model => 'opus'));
SELECT count(*) AS rows, count(cost) AS priced FROM events WHERE model = 'opus';
SELECT provider, model, events FROM unpriced_usage;
INSERT INTO prices (provider, model, meter, price) VALUES ('anthropic', 'opus', 'input_tokens', 5), ('anthropic', 'opus', 'output_tokens', 25);
SELECT price_pending();
SELECT sum(event_count) AS events, trim_scale(sum(cost)) AS cost, trim_scale(1010 * 0.000005 + 60 * 0.000025) AS expected FROM events WHERE model = 'opus';

-- What was reversed stays reversed, whatever comes of it.
SELECT reverse_event(id, 'not ours') > 0 AS is_reversed FROM events WHERE source_key = 'm5/r5#2';
SELECT pg_temp.load(pg_temp.line('m5', 'r5', 90, model => 'opus'), pg_temp.line('m5', 'r5', 1, model => 'opus'));
SELECT sum(event_count) AS events, trim_scale(sum(cost)) AS cost FROM events WHERE model = 'opus';

-- Who may only load loads as well, and is who loaded it.
CREATE ROLE sessions_loader;
CALL grant_access('sessions_loader', 'writer');
SET ROLE sessions_loader;
INSERT INTO sessions.events (occurred_at, source, source_key, provider, usage_format, usage)
SELECT '2026-06-02 12:00+00', 'claude code', n::text, 'anthropic', 'claude_code', jsonb_build_object('requestId', 'r6', 'message', jsonb_build_object('id', 'm6', 'model', 'sonnet', 'usage', jsonb_build_object('input_tokens', 10, 'output_tokens', n)))
FROM generate_series(1, 3) n;
RESET ROLE;
SELECT source_key, output_tokens, recorded_by FROM events WHERE owned_on = '2026-06-02' ORDER BY id;

-- A subtransaction takes back what it replaced.
DO $$
BEGIN
	INSERT INTO events (occurred_at, source, provider, usage_format, usage) VALUES ('2026-06-02 12:00+00', 'claude code', 'anthropic', 'claude_code', '{"requestId": "r6", "message": {"id": "m6", "model": "sonnet", "usage": {"input_tokens": 10, "output_tokens": 900}}}');
	RAISE EXCEPTION 'no';
EXCEPTION WHEN raise_exception THEN
	NULL;
END;
$$;
SELECT sum(event_count) AS events, sum(output_tokens) AS output FROM events WHERE owned_on = '2026-06-02';

-- Lines without a call; what the client wrote itself was asked of nobody.
SELECT pg_temp.load('{"type": "user", "timestamp": "2026-06-03T12:00:00Z", "uuid": "u1", "message": {"role": "user", "content": "hi"}}',
	'{"type": "summary", "timestamp": "2026-06-03T12:00:00Z", "uuid": "u2", "summary": "all"}',
	'{"type": "assistant", "timestamp": "2026-06-03T12:00:00Z", "uuid": "u3", "message": {"id": "e1", "model": "<synthetic>", "usage": {"input_tokens": 0, "output_tokens": 0, "cache_read_input_tokens": 0}}}',
	'{"type": "assistant", "timestamp": "2026-06-03T12:00:00Z", "uuid": "u4", "costUSD": 0.0123, "message": {"id": "old", "model": "sonnet", "usage": {"input_tokens": 10, "output_tokens": 1}}}');
SELECT source_key, problem FROM quarantine WHERE source_key LIKE 'u_' ORDER BY id;
SELECT source_key, requests, cost, reported_cost FROM events WHERE owned_on = '2026-06-03' ORDER BY id;

-- Without the message only what came as the key is known, and it is as for any other row.
INSERT INTO events (occurred_at, source, source_key, provider, model, usage_format, usage) VALUES
	('2026-06-04 12:00+00', 'claude code', 'k', 'anthropic', 'sonnet', 'claude_code', '{"input_tokens": 10, "output_tokens": 5}'), ('2026-06-04 12:00+00', 'claude code', 'k', 'anthropic', 'sonnet', 'claude_code', '{"input_tokens": 10, "output_tokens": 8}');
SELECT sum(event_count) AS events, sum(output_tokens) AS output FROM events WHERE owned_on = '2026-06-04';
-- Another format has no lines.
INSERT INTO events (occurred_at, source, source_key, provider, model, usage_format, usage) VALUES
	('2026-06-05 12:00+00', 'messages', 'k', 'anthropic', 'sonnet', 'anthropic', '{"input_tokens": 10, "output_tokens": 5}'), ('2026-06-05 12:00+00', 'messages', 'k', 'anthropic', 'sonnet', 'anthropic', '{"input_tokens": 10, "output_tokens": 8}');
SELECT sum(event_count) AS events, sum(output_tokens) AS output FROM events WHERE owned_on = '2026-06-05';

-- A fuller line of a request whose cost became known after its month was closed takes the
-- place of the row with the cost, and one that says less is known.
SELECT pg_temp.load(pg_temp.line('m7', 'r7', 10, model => 'late', at => '2026-05-02 12:00+00'));
SELECT close_through('2026-05-01', 'May', 'unpriced_events') AS closed;
INSERT INTO prices (provider, model, meter, price) VALUES ('anthropic', 'late', 'input_tokens', 5), ('anthropic', 'late', 'output_tokens', 25);
SELECT price_pending();
SELECT pg_temp.load(pg_temp.line('m7', 'r7', 10, model => 'late', at => '2026-05-02 12:00+00'), pg_temp.line('m7', 'r7', 2, model => 'late', at => '2026-05-02 12:00+00'));
SELECT pg_temp.load(pg_temp.line('m7', 'r7', 60, model => 'late', at => '2026-05-02 12:00+00'), pg_temp.line('m7', 'r7', 10, model => 'late', at => '2026-05-02 12:00+00'));
SELECT pg_temp.load(pg_temp.line('m7', 'r7', 61, model => 'late', at => '2026-05-02 12:00+00'));
SELECT source, regexp_replace(source_key, ':[0-9]+:', ':n:') AS source_key, output_tokens AS output, trim_scale(cost) AS cost, booked_on, reverses IS NOT NULL AS is_reversal FROM events WHERE model = 'late' ORDER BY id;
SELECT sum(event_count) AS events, trim_scale(sum(cost)) AS cost, trim_scale(1010 * 0.000005 + 61 * 0.000025) AS expected FROM events WHERE model = 'late';
-- That one reversed, nothing comes back.
SELECT reverse_event(id, 'not ours') > 0 AS is_reversed FROM events WHERE model = 'late' ORDER BY id DESC LIMIT 1;
SELECT pg_temp.load(pg_temp.line('m7', 'r7', 90, model => 'late', at => '2026-05-02 12:00+00'));
SELECT problem FROM quarantine ORDER BY id DESC LIMIT 1;

-- A line whose cost was repriced is replaced with its corrections.
SELECT pg_temp.load(pg_temp.line('m8', 'r8', 10, at => '2026-06-08 12:00+00'));
INSERT INTO prices (provider, model, meter, price) VALUES ('anthropic', 'sonnet', 'output_tokens', 30);
SELECT reprice('2026-06-01', '2026-06-01', 'dearer') > 0 AS corrected;
SELECT pg_temp.load(pg_temp.line('m8', 'r8', 20, at => '2026-06-08 12:00+00'));
SELECT sum(event_count) AS events, trim_scale(sum(cost)) AS cost, trim_scale(10 * 0.000003 + 1000 * 0.0000003 + 20 * 0.00003) AS expected FROM events WHERE owned_on = '2026-06-08';

SELECT count(*) AS differences FROM tie_out WHERE difference <> 0;
SELECT count(*) AS compared, count(*) FILTER (WHERE difference <> 0) AS differences FROM sessions_internal.compare_balances;
SELECT events, trim_scale(direct_cost) AS cost, unpriced_events FROM unit_costs;
SELECT * FROM pg_temp.totals;

SET client_min_messages = warning;
DROP SCHEMA sessions, sessions_internal CASCADE;
DROP ROLE sessions_loader;
