--
-- Erasing the names of work items and reviewers: what is left of them is a
-- token, and nothing else has moved, in open and in closed months, whether
-- events are partitioned or not.
--
SET client_min_messages = warning;
SET timezone = 'Asia/Tokyo';
SET datestyle = 'ISO';
CALL runrate.create_ledger('erasure_test', time_zone => 'America/New_York');
CALL runrate.create_ledger('erasure_parts', time_zone => 'America/New_York', partition_events => true);
SET search_path = erasure_test;

CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text; message text; hint text;
BEGIN
	EXECUTE statement;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', state, message, nullif(hint, ''));
END;
$$;

-- The same in both ledgers, in the schema of the search_path
CREATE PROCEDURE pg_temp.load() LANGUAGE plpgsql AS $load$
BEGIN
	CALL keep_usage(true);
	INSERT INTO business_units (business_unit, name) VALUES ('service', 'Service'), ('sales', 'Sales'), ('own', 'Own');
	INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES
		('a', '2026-01-01', 'service', 'ticket'), ('a', '2026-01-20', 'sales', 'ticket'), ('b', '2026-01-01', 'sales', 'ticket');
	INSERT INTO work_items (work_item, kind, customer, campaign, business_unit) VALUES
		('anna-ahrens', 'refund', 'acme', 'spring', 'own'), ('bert-brecht', 'refund', 'acme', 'spring', NULL), ('w3', 'other', 'bolt', NULL, NULL);
	INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 10), ('p', 'm', 'output_tokens', 20),
		('anthropic', 'opus', 'input_tokens', 5), ('anthropic', 'opus', 'output_tokens', 25);
	INSERT INTO reviewer_costs (reviewer, hourly_cost) VALUES ('*', 30), ('carla-curie', 45);
	INSERT INTO events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens, cost)
	SELECT 'helpdesk', concat(i.work_item, ' ', m, ' ', n), make_timestamptz(2026, m, 3 * n, 12, 0, 0, 'UTC'), CASE n % 2 WHEN 0 THEN 'a' ELSE 'b' END, i.work_item,
		'p', 'm', 1000 * n + m, CASE WHEN n = 3 THEN 0.7 END
	FROM unnest(ARRAY['anna-ahrens', 'bert-brecht', 'w3', NULL]) i (work_item), generate_series(1, 3) m, generate_series(1, 9) n;
	INSERT INTO events (source, source_key, occurred_at, agent, work_item, usage_format, usage) VALUES
		('chat', 'anna-ahrens once', '2026-02-10', 'a', 'anna-ahrens', 'anthropic', '{"model": "opus", "text": "Dear anna-ahrens", "usage": {"input_tokens": 100, "output_tokens": 10}}'),
		('chat', 'anna-ahrens twice', '2026-02-11', 'a', 'anna-ahrens', 'anthropic', '{"model": "opus", "text": "Dear anna-ahrens", "usage": {"input_tokens": 1000, "output_tokens": 100, "iterations": [
			{"type": "message", "input_tokens": 600, "output_tokens": 60}, {"type": "message", "input_tokens": 400, "output_tokens": 40}]}}'),
		('chat', 'bert', '2026-02-12', 'a', 'bert-brecht', 'anthropic', '{"model": "opus", "text": "Dear Bert", "usage": {"input_tokens": 100, "output_tokens": 10}}');
	-- without a price in March
	INSERT INTO events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens) VALUES
		('helpdesk', 'unpriced', '2026-03-10', 'a', 'anna-ahrens', 'p', 'other', 5000);
	INSERT INTO outcomes (source, source_key, occurred_at, agent, work_item, outcome)
	SELECT 'helpdesk', i.work_item || m, make_timestamptz(2026, m, 20, 12, 0, 0, 'UTC'), 'a', i.work_item, 'resolved'
	FROM unnest(ARRAY['anna-ahrens', 'bert-brecht', 'w3']) i (work_item), generate_series(1, 3) m;
	INSERT INTO reviews (source, source_key, occurred_at, agent, work_item, reviewer, minutes, fee, verdict)
	SELECT 'crm', concat(i.work_item, r.reviewer, m), make_timestamptz(2026, m, 21, 12, 0, 0, 'UTC'), 'a', i.work_item, r.reviewer, CASE WHEN m < 3 THEN 7 END, CASE WHEN m = 3 THEN 4 END, 'accurate'
	FROM unnest(ARRAY['anna-ahrens', 'bert-brecht', NULL]) i (work_item), unnest(ARRAY['carla-curie', 'dora', NULL]) r (reviewer), generate_series(1, 3) m;
	INSERT INTO shared_costs (month, layer, amount, driver) SELECT make_date(2026, m, 1), 'gateway', 100 * m, d FROM generate_series(1, 3) m, unnest(ARRAY['direct_cost', 'events', 'even']) d;
	INSERT INTO revenue (source, source_key, month, business_unit, customer, amount) VALUES ('crm', 'r', '2026-02-01', 'service', 'acme', 500);
	INSERT INTO alerts (alert_key, kind, severity, subject, period_type, period_start, action, message) VALUES
		('odd items', 'work_items', 2, 'a', 'day', '2026-02-10', 'investigate', 'a on 2026-02-10: work items at 3 times the norm or more: 1, the dearest anna-ahrens 4 instead of 1.'),
		('other items', 'work_items', 2, 'a', 'day', '2026-02-11', 'investigate', 'a on 2026-02-11: work items at 3 times the norm or more: 1, the dearest anna-ahrens-2 4 instead of 1.');
	PERFORM reverse_event(id, 'anna-ahrens complained') FROM events WHERE source_key = 'anna-ahrens 2 4';
	PERFORM reverse_outcome(id, 'Anna came again') FROM outcomes WHERE source_key = 'anna-ahrens2';
	PERFORM reverse_review(id, 'twice') FROM reviews WHERE source_key = 'anna-ahrenscarla-curie2';
	COMMIT;
	PERFORM fold_balances();
	PERFORM close_month('2026-01-01', 'January');
	UPDATE work_items SET business_unit = 'sales' WHERE work_item = 'anna-ahrens';
	INSERT INTO prices (provider, model, meter, price, valid_from) VALUES ('p', 'm', 'input_tokens', 8, '2026-01-15 00:00+00');
	PERFORM reprice('2026-01-01', '2026-02-01', 'new list');
	-- late ones, after an item has changed its unit
	INSERT INTO events (source, source_key, occurred_at, agent, work_item, cost) VALUES
		('helpdesk', 'anna-ahrens late', '2026-01-25', 'a', 'anna-ahrens', 3), ('helpdesk', 'bert late', '2026-01-25', 'a', 'bert-brecht', 2);
	PERFORM reverse_event(id, 'late reversal of anna-ahrens') FROM events WHERE source_key = 'anna-ahrens 1 6';
	COMMIT;
	PERFORM close_month('2026-02-01', 'February');
	UPDATE work_items SET business_unit = NULL, kind = 'claim' WHERE work_item = 'anna-ahrens';
	COMMIT;
	PERFORM reopen_month('2026-02-01', 'forgotten');
	COMMIT;
	PERFORM close_month('2026-02-01', 'February');
	-- aside: cannot be taken; another one under a key; one that was reversed; other items and persons
	INSERT INTO events (source, source_key, occurred_at, agent, work_item, cost, input_tokens, usage_format, usage) VALUES
		('helpdesk', 'anna-ahrens bad', '2026-03-05', 'a', 'anna-ahrens', 1, -5, NULL, NULL),
		('helpdesk', 'bad usage', '2026-03-05', 'a', 'anna-ahrens', 1, NULL, NULL, '{"text": "Dear anna-ahrens"}'),
		('helpdesk', 'anna-ahrens 3 3', '2026-03-09 12:00+00', 'a', 'anna-ahrens', 5, NULL, NULL, NULL),
		('helpdesk', 'anna-ahrens 3 1', '2026-03-03 12:00+00', 'b', 'mistyped', 5, NULL, NULL, NULL),
		('helpdesk', 'w3 3 1', '2026-03-03 12:00+00', 'b', 'anna-ahrens', 5, NULL, NULL, NULL),
		('helpdesk', 'anna-ahrens 2 4', '2026-02-12 12:00+00', 'a', 'anna-ahrens', 5, NULL, NULL, NULL),
		('helpdesk', 'bert bad', '2026-03-05', 'a', 'bert-brecht', 1, -5, NULL, NULL);
	INSERT INTO reviews (source, source_key, occurred_at, agent, work_item, reviewer, minutes) VALUES
		('crm', 'carla-curie bad', '2026-03-05', 'a', 'w3', 'carla-curie', -5), ('crm', 'anna-ahrenscarla-curie1', '2026-03-05', 'a', 'w3', 'carla-curie', 5);
END;
$load$;

-- Rows of all tables and of reports as text, without what erasing is to change
CREATE FUNCTION pg_temp.rows(ledger text) RETURNS TABLE (home text, name text, line text) LANGUAGE plpgsql AS $$
DECLARE
	relation record;
BEGIN
	FOR relation IN
		SELECT n.nspname, c.relname
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname IN (ledger, ledger || '_internal') AND NOT c.relispartition
			AND (c.relkind IN ('r', 'p') OR n.nspname = ledger AND c.relname IN ('work_item_costs', 'customer_costs', 'campaign_costs', 'cohort_costs', 'unit_costs', 'chargeback',
				'iceberg', 'model_costs', 'gross_margins', 'customer_margins', 'closed_months', 'alert_board', 'data_quality'))
	LOOP
		RETURN QUERY EXECUTE format('SELECT %L, %L, (to_jsonb(t) - %L::text[])::text FROM %I.%I t',
			replace(relation.nspname, ledger, 'ledger'), relation.relname,
			CASE relation.relname WHEN 'work_items' THEN '{recorded_at,recorded_by}'
				-- has examples, the first by name
				WHEN 'data_quality' THEN '{detail}' ELSE '{source_key,reason,usage}' END, relation.nspname, relation.relname);
	END LOOP;
END;
$$;
-- Where a name is still to be found
CREATE FUNCTION pg_temp.places(ledger text, words text) RETURNS TABLE (home text, name text) LANGUAGE plpgsql AS $$
DECLARE
	relation record;
BEGIN
	FOR relation IN
		SELECT n.nspname, c.relname
		FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
		WHERE n.nspname IN (ledger, ledger || '_internal') AND c.relkind IN ('r', 'p') AND NOT c.relispartition
	LOOP
		RETURN QUERY EXECUTE format('SELECT %L, %L FROM %I.%I t WHERE t::text LIKE ''%%%s%%'' LIMIT 1',
			replace(relation.nspname, ledger, 'ledger'), relation.relname, relation.nspname, relation.relname, words);
	END LOOP;
END;
$$;
CREATE VIEW pg_temp.wrong AS SELECT check_name, month, object, expected, found FROM verify_books()
	UNION ALL SELECT 'tie_out ' || check_name, month, NULL, NULL, difference::text FROM tie_out WHERE difference <> 0 OR difference IS NULL;
CREATE FUNCTION pg_temp.wrong_parts() RETURNS bigint LANGUAGE plpgsql SET search_path = erasure_parts AS $$
BEGIN
	RETURN (SELECT count(*) FROM verify_books()) + (SELECT count(*) FROM tie_out WHERE difference <> 0 OR difference IS NULL);
END;
$$;

SET client_min_messages = error;
CALL pg_temp.load();
SET search_path = erasure_parts;
CALL pg_temp.load();
SET client_min_messages = warning;
SET search_path = erasure_test;
SELECT count(*) AS wrong, pg_temp.wrong_parts() AS wrong_parts FROM pg_temp.wrong;
CREATE TEMPORARY TABLE before AS SELECT 'erasure_test' AS ledger, r.* FROM pg_temp.rows('erasure_test') r UNION ALL SELECT 'erasure_parts', r.* FROM pg_temp.rows('erasure_parts') r;
SELECT home, name FROM pg_temp.places('erasure_test', 'anna-ahrens') ORDER BY home, name COLLATE "C";
SELECT fact, source_key, problem, payload ->> 'work_item' AS work_item FROM quarantine ORDER BY id;
SELECT fact, source_key, differs_in, payload ->> 'work_item' AS work_item FROM conflicts ORDER BY id;
CREATE TEMPORARY TABLE statements AS SELECT e.entry, string_agg(s.line, e'\n' ORDER BY s.n) AS words
	FROM erasure_test_internal.closings e, LATERAL (SELECT line, row_number() OVER () AS n FROM export_statement(e.month, e.version) line) s WHERE e.kind = 'close' GROUP BY 1;

--
-- Erase
--
SELECT erase_work_item('anna-ahrens') AS rows, erasure_parts.erase_work_item('anna-ahrens') AS rows_parts;
SELECT erase_reviewer('carla-curie') AS rows, erasure_parts.erase_reviewer('carla-curie') AS rows_parts;
SELECT * FROM pg_temp.places('erasure_test', 'anna-ahrens') p WHERE p.name <> 'alerts' UNION ALL SELECT * FROM pg_temp.places('erasure_parts', 'anna-ahrens') p WHERE p.name <> 'alerts'
UNION ALL SELECT * FROM pg_temp.places('erasure_test', 'carla-curie') UNION ALL SELECT * FROM pg_temp.places('erasure_parts', 'carla-curie')
UNION ALL SELECT * FROM pg_temp.places('erasure_test', 'Anna') UNION ALL SELECT * FROM pg_temp.places('erasure_parts', 'Anna') UNION ALL SELECT * FROM pg_temp.places('erasure_test', 'Dear a');
SELECT alert_key, regexp_replace(message, '[0-9a-f]{32}', 'token') AS message FROM alerts ORDER BY id;
SELECT count(*) AS wrong, pg_temp.wrong_parts() AS wrong_parts FROM pg_temp.wrong;
SELECT regexp_replace(work_item, '[0-9a-f]{32}', 'token') AS work_item, kind, customer, business_unit FROM work_items ORDER BY work_item COLLATE "C";
SELECT key = (SELECT work_item FROM work_items WHERE work_item LIKE 'erased:%') AS same_key, before ->> 'work_item' = key AS before, after ->> 'work_item' = key AS after
FROM changes WHERE key LIKE 'erased:%' ORDER BY id;
SELECT regexp_replace(reviewer, '[0-9a-f]{32}', 'token') AS reviewer, hourly_cost::int FROM reviewer_costs ORDER BY id;
SELECT fact, source_key LIKE 'erased:%' AS erased, source_key = payload ->> 'source_key' AS same_key, problem, regexp_replace(payload ->> 'work_item', '[0-9a-f]{32}', 'token') AS work_item, payload ->> 'cost' AS cost FROM quarantine ORDER BY id;
SELECT fact, source_key LIKE 'erased:%' AS erased, differs_in, regexp_replace(payload ->> 'work_item', '[0-9a-f]{32}', 'token') AS work_item, regexp_replace(payload ->> 'reviewer', '[0-9a-f]{32}', 'token') AS reviewer FROM conflicts ORDER BY id;
SELECT DISTINCT source, regexp_replace(source_key, '[0-9a-f-]{36}', 'hash') LIKE 'erased:hash' AS erased, reason, usage, cost IS NULL AS unpriced FROM events WHERE work_item LIKE 'erased:%' ORDER BY 1, 2, 3, 4 NULLS FIRST, 5;

-- Everything else is as it was, but for the tables that were looked at
CREATE TEMPORARY TABLE names AS
	SELECT l.ledger, n.name, 'erased:' || runrate_internal.person_token(l.secret, n.name) AS erased
	FROM (SELECT 'erasure_test' AS ledger, secret FROM erasure_test_internal.key_secret UNION ALL SELECT 'erasure_parts', secret FROM erasure_parts_internal.key_secret) l,
		(VALUES ('anna-ahrens'), ('carla-curie')) n (name);
CREATE TEMPORARY TABLE expected AS
	SELECT b.ledger, b.home, b.name, replace(replace(b.line, a.name, a.erased), c.name, c.erased) AS line
	FROM before b JOIN names a ON a.ledger = b.ledger AND a.name = 'anna-ahrens' JOIN names c ON c.ledger = b.ledger AND c.name = 'carla-curie';
CREATE TEMPORARY TABLE after AS SELECT 'erasure_test' AS ledger, r.* FROM pg_temp.rows('erasure_test') r UNION ALL SELECT 'erasure_parts', r.* FROM pg_temp.rows('erasure_parts') r;
SELECT ledger, home, name, count(*) FROM (TABLE expected EXCEPT ALL TABLE after) d
WHERE name NOT IN ('quarantine', 'conflicts', 'alerts', 'alert_board') GROUP BY 1, 2, 3 ORDER BY ledger, home, name COLLATE "C";
SELECT count(*) AS different FROM statements s WHERE s.words <> (SELECT string_agg(l.line, e'\n' ORDER BY l.n) FROM erasure_test_internal.closings e,
	LATERAL (SELECT line, row_number() OVER () AS n FROM export_statement(e.month, e.version) line) l WHERE e.entry = s.entry);

--
-- Life goes on
--
-- The same facts come again: known, and nothing of them is kept
CREATE TEMPORARY TABLE counts AS SELECT (SELECT count(*) FROM events) AS events, (SELECT count(*) FROM reviews) AS reviews, (SELECT count(*) FROM outcomes) AS outcomes, (SELECT count(*) FROM quarantine) AS quarantine, (SELECT count(*) FROM conflicts) AS conflicts;
INSERT INTO events (source, source_key, occurred_at, agent, work_item, cost) SELECT 'helpdesk', concat('anna-ahrens ', m, ' ', n), '2026-03-01', 'a', 'anna-ahrens', 99 FROM generate_series(1, 3) m, generate_series(1, 9) n;
INSERT INTO outcomes (source, source_key, occurred_at, agent, work_item, outcome) SELECT 'helpdesk', 'anna-ahrens' || m, '2026-03-01', 'a', 'anna-ahrens', 'failed' FROM generate_series(1, 3) m;
INSERT INTO reviews (source, source_key, occurred_at, agent, work_item, reviewer, minutes) SELECT 'crm', 'bert-brechtcarla-curie' || m, '2026-03-01', 'a', 'bert-brecht', 'carla-curie', 9 FROM generate_series(1, 3) m;
SELECT counts = ROW((SELECT count(*) FROM events), (SELECT count(*) FROM reviews), (SELECT count(*) FROM outcomes), (SELECT count(*) FROM quarantine), (SELECT count(*) FROM conflicts))::counts AS known FROM counts;
SELECT * FROM pg_temp.places('erasure_test', 'anna-ahrens') p WHERE p.name <> 'alerts';
-- A price that comes late, another unit of the item, a reversal, a correction, balances anew, a month opened and closed
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'other', 'input_tokens', 1), ('anthropic', 'opus', 'input_tokens', 4), ('p', 'm', 'input_tokens', 7);
SELECT price_pending();
UPDATE work_items SET business_unit = 'own' WHERE work_item LIKE 'erased:%';
SELECT count(*) FROM pg_temp.wrong;
SELECT event_model, sum(events) AS events, sum(not_repriced) AS not_repriced FROM reprice_preview('2026-01-01', '2026-03-01') GROUP BY 1 ORDER BY 1;
SELECT reprice('2026-01-01', '2026-03-01', 'newest list') > 0 AS repriced;
SELECT reverse_event(min(id), 'billed twice') IS NOT NULL AS reversed FROM events WHERE work_item LIKE 'erased:%' AND reverses IS NULL AND corrects IS NULL AND occurred_at >= '2026-03-05';
SELECT fold_balances() > 0 AS folded;
SELECT * FROM pg_temp.wrong;
SELECT FROM rebuild_balances();
SELECT * FROM pg_temp.wrong;
SELECT reopen_month('2026-02-01', 'once more') >= 0 AS reopened;
SELECT close_month('2026-02-01', 'February, the third time') IS NOT NULL AS closed;
SELECT close_month('2026-03-01', 'March') IS NOT NULL AS closed;
SELECT * FROM pg_temp.wrong;

-- What is loaded under the name is a new work item, erased under a token with a number
INSERT INTO work_items (work_item, customer, business_unit) VALUES ('anna-ahrens', 'bolt', 'sales');
INSERT INTO events (source, source_key, occurred_at, agent, work_item, cost) VALUES
	('helpdesk', 'anna-ahrens new', '2026-04-05', 'a', 'anna-ahrens', 11), ('helpdesk', 'anna-ahrens newly late', '2026-02-05', 'a', 'anna-ahrens', 12);
SELECT close_month('2026-04-01', 'April') IS NOT NULL AS closed;
SELECT direct_cost::numeric(10,2) AS direct_cost FROM work_item_costs WHERE work_item = 'anna-ahrens';
SELECT erase_work_item('anna-ahrens');
SELECT regexp_replace(work_item, '[0-9a-f]{32}', 'token') AS work_item, customer, business_unit FROM work_items WHERE work_item LIKE 'erased:%' ORDER BY work_item COLLATE "C";
SELECT * FROM pg_temp.wrong;
-- Not closed, not folded and not known to work_items; rolled back, and in a transaction that has loaded it
INSERT INTO events (source, source_key, occurred_at, agent, work_item, cost) VALUES ('helpdesk', 'only here', '2026-05-05', 'a', 'only here', 1), ('helpdesk', 'only there', '2026-05-05', 'b', 'only there', 2);
BEGIN;
SELECT erase_work_item('only here');
SELECT count(*) FROM pg_temp.wrong;
ROLLBACK;
SELECT count(*) FROM events WHERE work_item = 'only here';
BEGIN;
INSERT INTO events (source, source_key, occurred_at, agent, work_item, cost) VALUES ('helpdesk', 'only here too', '2026-05-05', 'a', 'only here', 1);
SAVEPOINT s;
SELECT erase_work_item('only here');
ROLLBACK TO s;
SELECT erase_work_item('only here');
COMMIT;
SELECT count(*) FROM events WHERE work_item = 'only here';
SELECT * FROM pg_temp.wrong;
-- Only in master data and its history, and gone from there
INSERT INTO work_items (work_item, customer) VALUES ('gone', 'acme');
DELETE FROM work_items WHERE work_item = 'gone';
SELECT erase_work_item('gone');
SELECT before, after FROM changes WHERE key = 'gone' OR before ->> 'work_item' = 'gone' OR after ->> 'work_item' = 'gone';
-- A reviewer who reviews on
INSERT INTO reviews (source, source_key, occurred_at, agent, reviewer, minutes) VALUES ('crm', 'again', '2026-05-06', 'a', 'carla-curie', 60);
SELECT reviewer, cost::numeric(10,2) FROM reviews WHERE source_key = 'again';
SELECT erase_reviewer('carla-curie');
SELECT regexp_replace(reviewer, '[0-9a-f]{32}', 'token') AS reviewer, reason FROM reviews WHERE occurred_at >= '2026-05-01';
SELECT * FROM pg_temp.wrong;

-- A partition that is dropped leaves balances, which have the name, too
SET search_path = erasure_parts;
INSERT INTO events (source, source_key, occurred_at, agent, work_item, cost) VALUES ('helpdesk', 'dropped', '2025-12-05', 'a', 'long ago', 7);
SELECT add_event_partitions() > 0 AS made;
SELECT fold_balances() > 0 AS folded;
ALTER TABLE events DETACH PARTITION events_p2025_12;
DROP TABLE events_p2025_12;
SELECT erase_work_item('long ago');
SELECT * FROM pg_temp.places('erasure_parts', 'long ago');
SELECT pg_temp.wrong_parts();
-- in partitions that are new since
INSERT INTO events (source, source_key, occurred_at, agent, work_item, cost) VALUES
	('helpdesk', 'anna-ahrens 1 1', '2026-01-03 12:00+00', 'b', 'anna-ahrens', 99), ('helpdesk', 'anna-ahrens 1 2', '2026-05-03 12:00+00', 'b', 'anna-ahrens', 99);
SELECT * FROM pg_temp.places('erasure_parts', 'anna-ahrens') p WHERE p.name <> 'alerts';
SET search_path = erasure_test;

--
-- What is refused
--
SELECT call, pg_temp.try('SELECT ' || call)
FROM unnest(ARRAY['erase_work_item(NULL)', 'erase_work_item('''')', 'erase_work_item('' '')', 'erase_work_item(''anna-ahrens'')', 'erase_work_item(''unattributed'')', 'erase_work_item(''it''''s'')',
	'erase_reviewer(NULL)', 'erase_reviewer('''')', 'erase_reviewer(''*'')', 'erase_reviewer(''nobody'')', 'erase_reviewer(''carla-curie'')']) WITH ORDINALITY c (call, n) ORDER BY n;
SELECT regexp_replace(pg_temp.try(format('SELECT erase_work_item(%L)', work_item)), '[0-9a-f]{32}', 'token') FROM work_items WHERE work_item LIKE 'erased:%' ORDER BY work_item COLLATE "C" LIMIT 1;
SELECT regexp_replace(pg_temp.try(format('SELECT erase_reviewer(%L)', reviewer)), '[0-9a-f]{32}', 'token') FROM reviewer_costs WHERE reviewer LIKE 'erased:%';
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT pg_temp.try('SELECT erase_work_item(''bert-brecht'')');
ROLLBACK;
-- What is append-only is so for everybody else
SELECT what, pg_temp.try(what)
FROM unnest(ARRAY['UPDATE events SET work_item = ''x''', 'UPDATE reviews SET reviewer = ''x''', 'UPDATE changes SET key = ''x''', 'UPDATE reviewer_costs SET reviewer = ''x''', 'UPDATE alerts SET message = ''x''',
	'SELECT runrate_internal.erase_person(''events'', ''agent'', ''a'', ''x'')', 'SELECT runrate_internal.erase_person(''events'', ''nothing'', ''a'', ''x'')', 'SELECT runrate_internal.erase_person(''pg_class'', ''relname'', ''a'', ''x'')']) WITH ORDINALITY c (what, n) ORDER BY n;
CREATE ROLE erasure_steward;
CALL grant_access('erasure_steward', 'reader');
CALL grant_access('erasure_steward', 'steward');
SET ROLE erasure_steward;
SELECT pg_temp.try('SELECT erase_work_item(''bert-brecht'')');
SELECT pg_temp.try('SELECT erase_reviewer(''dora'')');
SELECT pg_temp.try('SELECT runrate_internal.erase_person(''events'', ''work_item'', ''bert-brecht'', ''x'')');
RESET ROLE;
CALL revoke_access('erasure_steward', 'reader');
CALL revoke_access('erasure_steward', 'steward');
DROP ROLE erasure_steward;

DROP SCHEMA erasure_test, erasure_test_internal, erasure_parts, erasure_parts_internal CASCADE;
