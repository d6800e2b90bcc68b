--
-- What facts carry beside what a loader sends: number, writer, days, hash.
-- Rows that cannot be taken, and rows that come again.
--
SET client_min_messages = warning;
\set SHOW_CONTEXT never
\set VERBOSITY terse
SET TimeZone = 'America/New_York';
SET DateStyle = 'ISO';
CALL runrate.create_ledger('facts_test', 'EUR', 'Europe/Berlin');
SET search_path = facts_test, pg_temp;

-- The days are those of the ledger's zone, whatever the session's is
INSERT INTO events (occurred_at, cost, source_key) VALUES ('2026-01-31 22:59:59+00', 1, 'January'), ('2026-01-31 23:00+00', 1, 'February');
INSERT INTO outcomes (occurred_at, outcome, source_key) VALUES ('2026-01-31 23:00+00', 'resolved', 'February');
INSERT INTO shared_costs (month, layer, amount, occurred_at, source_key) VALUES ('2026-01-01', 'gateway', 1, '2026-03-05 00:00+00', 'January');
INSERT INTO investments (first_month, months, amount, occurred_at, source_key) VALUES ('2026-02-01', 2, 1.005, '2026-03-05 00:00+00', 'February');
SELECT 'events' AS fact, source_key, owned_on, booked_on, displaced_from, recorded_by = current_user AS by_me, event_count FROM events
UNION ALL SELECT 'outcomes', source_key, owned_on, booked_on, displaced_from, recorded_by = current_user, NULL FROM outcomes
UNION ALL SELECT 'shared_costs', source_key, owned_on, booked_on, displaced_from, recorded_by = current_user, NULL FROM shared_costs
UNION ALL SELECT 'investments', source_key, owned_on, booked_on, displaced_from, recorded_by = current_user, NULL FROM investments
ORDER BY 1, 2;
SELECT amount FROM investments;

-- What the trigger sets is not for a loader to say
INSERT INTO events (id, occurred_at, recorded_at, recorded_by, owned_on, booked_on, displaced_from, key_hash, cost, cost_basis, price_rows, price_problem, source_key) VALUES
	(1000, '2026-01-05 12:00+00', '1999-01-01', 'nobody', '1999-01-01', '1999-01-01', '1999-01-01', '00000000-0000-0000-0000-000000000000', 5, 'computed', '{7}', 'x', 'forged');
SELECT id < 1000 AS own_number, recorded_at > '2026-01-01' AS own_time, recorded_by = current_user AS own_name, owned_on, booked_on, displaced_from,
	key_hash = runrate_internal.fact_key_hash((SELECT secret FROM facts_test_internal.key_secret), 'manual', 'forged') AS own_hash,
	cost_basis, price_rows, price_problem
FROM events WHERE source_key = 'forged';
-- a number that was given does not stand in the way of the next rows
INSERT INTO events (id, occurred_at, cost, source_key) SELECT max(id) + 1, '2026-01-05 12:00+00', 1, 'taken' FROM events;
INSERT INTO events (occurred_at, cost, source_key) VALUES ('2026-01-05 12:00+00', 1, 'next'), ('2026-01-05 12:00+00', 1, 'after next');
SELECT count(*), count(DISTINCT id) FROM events;
-- an estimate may be called one
INSERT INTO events (occurred_at, cost, cost_basis, source_key) VALUES ('2026-01-05 12:00+00', 1, 'estimated', 'estimate');
SELECT cost_basis FROM events WHERE source_key = 'estimate';
-- reversals come by their function, corrections and sources of the ledger by none
INSERT INTO events (occurred_at, cost, reverses, source_key) VALUES ('2026-01-05 12:00+00', -1, 1, 'a reversal');
INSERT INTO events (occurred_at, cost, corrects, source_key) VALUES ('2026-01-05 12:00+00', -1, 1, 'a correction');
INSERT INTO events (occurred_at, cost, source, source_key) VALUES ('2026-01-05 12:00+00', 0, 'reversal', 'events:1'), ('2026-01-05 12:00+00', 0, 'correction', 'x');
SELECT problem FROM quarantine ORDER BY id;
DELETE FROM quarantine;

-- SipHash-2-4 with 128 bits, of the length of source, source and source_key
SELECT runrate_internal.fact_key_hash('00010203-0405-0607-0809-0a0b0c0d0e0f', source, source_key)
FROM (VALUES (1, 'gateway', '42'), (2, '', ''), (3, 'a', 'bc'), (4, 'ab', 'c')) k (n, source, source_key) ORDER BY n;

-- Bad rows do not stop a load; the reason says what is allowed
COPY events (occurred_at, cost, attempt, event_count, model, billed_amount, billing_currency, source, source_key) FROM stdin (FORMAT csv, NULL '-');
-,1,1,1,-,-,-,s,no time
1999-12-31 22:59:59+00,1,1,1,-,-,-,s,before 2000
1999-12-31 23:00:00+00,1,1,1,-,-,-,s,2000 in Berlin
0001-01-01 00:00:00+00 BC,1,1,1,-,-,-,s,BC
294276-12-31 00:00:00+00,1,1,1,-,-,-,s,far
infinity,1,1,1,-,-,-,s,infinity
2026-01-05 12:00+00,1e18,1,1,-,-,-,s,dear
2026-01-05 12:00+00,-999999999999999999.9999999999994,1,1,-,-,-,s,not too dear
2026-01-05 12:00+00,1,0,1,-,-,-,s,no attempt
2026-01-05 12:00+00,1,-,1,-,-,-,s,empty attempt
2026-01-05 12:00+00,1,1,0,-,-,-,s,no events
2026-01-05 12:00+00,1,1,-3,-,-,-,s,negative events
2026-01-05 12:00+00,1,1,25,-,-,-,s,many events
2026-01-05 12:00+00,-,1,1,-,1,usd,s,small letters
2026-01-05 12:00+00,-,1,1,-,1,Euro,s,a name
2026-01-05 12:00+00,-,1,1,-,1e19,EUR,s,billed too much
2026-01-05 12:00+00,1,1,1,-,-,-,-,no source
2026-01-05 12:00+00,1,1,1,-,-,-,s,-
\.
INSERT INTO events (occurred_at, cost, source_key) VALUES (now() + interval '2 days', 1, 'ahead'), (now() + interval '23 hours', 1, 'soon');
INSERT INTO events (occurred_at, cost, source_key) VALUES ('2026-01-05 12:00+00', 1, repeat('k', 9600)), ('2026-01-05 12:00+00', 1, repeat('k', 1000));
INSERT INTO events (occurred_at, cost, model, agent, source_key) VALUES
	('2026-01-05 12:00+00', 1, repeat('m', 501), NULL, 'huge model'), ('2026-01-05 12:00+00', 1, NULL, repeat('a', 100000), 'huge agent');
INSERT INTO events (occurred_at, cost, layer, source_key) VALUES ('2026-01-05 12:00+00', 1, NULL, 'no layer');
INSERT INTO outcomes (occurred_at, outcome, quantity, source_key) VALUES
	('2026-01-05 12:00+00', NULL, 1, 'none'), ('2026-01-05 12:00+00', 'resolved', 9223372036854775807, 'too many'), ('2026-01-05 12:00+00', 'resolved', NULL, 'how many');
INSERT INTO reviews (occurred_at, minutes, hourly_cost, fee, verdict, source_key) VALUES
	('2026-01-05 12:00+00', 1, 1, NULL, 'correct', 'verdict'), ('2026-01-05 12:00+00', 1, 1, 1, NULL, 'both'),
	('2026-01-05 12:00+00', NULL, NULL, NULL, NULL, 'neither'), ('2026-01-05 12:00+00', NULL, NULL, 1e18, NULL, 'dear');
INSERT INTO shared_costs (month, layer, amount, deployment, source_key) VALUES
	('2026-01-15', 'gateway', 1, NULL, 'mid'), ('1999-12-01', 'gateway', 1, NULL, 'old'), ('2101-01-01', 'gateway', 1, NULL, 'new'), ('infinity', 'gateway', 1, NULL, 'never'),
	('5874897-01-01', 'gateway', 1, NULL, 'far'), (NULL, 'gateway', 1, NULL, 'none'), ('2026-01-01', 'gateway', NULL, NULL, 'no amount'), ('2026-01-01', 'gateway', 1e14, NULL, 'dear'),
	('2026-01-01', 'gateway', 1, 'cloud', 'deployment'), ('2100-12-01', 'gateway', 1, 'self_hosted', 'last');
INSERT INTO investments (first_month, months, amount, source_key) VALUES ('2026-01-01', 0, 1, 'no months'), ('2026-01-01', 1201, 1, 'a century');
INSERT INTO invoices (month, vendor, amount, source_key) VALUES ('2026-01-01', NULL, 1, 'no vendor'), ('-infinity', 'v', 1, 'never');
INSERT INTO revenue (month, billed_amount, billing_currency, source_key) VALUES ('2026-01-01', 1e15, 'EUR', 'too much');
SELECT fact, CASE WHEN length(source_key) > 20 THEN left(source_key, 5) || '...' ELSE source_key END AS source_key,
	CASE WHEN problem LIKE 'occurred_at is 20__-%' THEN 'a day ahead' ELSE problem END AS problem
FROM quarantine ORDER BY id;
SELECT source_key, trim_scale(cost) AS cost, event_count FROM events WHERE source = 's' ORDER BY id;
-- a row that was mended goes in
INSERT INTO events (occurred_at, cost, source, source_key) VALUES ('2026-01-05 12:00+00', 1, 's', 'no attempt');
SELECT found < examined AS settled FROM data_quality WHERE check_name = 'rows in quarantine';
-- constraints of the user's own are his
ALTER TABLE events ADD COLUMN project text CHECK (project <> 'forbidden');
INSERT INTO events (occurred_at, cost, project) VALUES ('2026-01-05 12:00+00', 1, 'forbidden');
ALTER TABLE invoices ALTER COLUMN description SET NOT NULL;
INSERT INTO invoices (month, vendor, amount) VALUES ('2026-01-01', 'v', 1);

-- Reversals are the exact negative, and like the row in all else
ALTER TABLE reviews ADD COLUMN team text NOT NULL DEFAULT 'core', ADD COLUMN score integer[] NOT NULL DEFAULT '{}', ADD COLUMN half numeric GENERATED ALWAYS AS (minutes / 2) STORED;
ALTER TABLE reviews DROP COLUMN half, ADD COLUMN half numeric GENERATED ALWAYS AS (minutes / 2) STORED;
INSERT INTO reviews (occurred_at, minutes, hourly_cost, agent, verdict, team, score, source_key) VALUES ('2026-03-10 12:00+00', 5, 60, 'a', 'accurate', 'north', '{1,2}', 'reverse me');
SELECT reverse_review(id, 'twice') > 0 AS done FROM reviews WHERE source_key = 'reverse me';
INSERT INTO reviews (occurred_at, minutes, hourly_cost, agent, verdict, team, score, source_key) VALUES ('2026-03-10 12:00+00', 7, 60, 'a', 'accurate', 'south', '{3}', 'reverse me later');
SELECT reverse_review(id, 'later', '2026-05-07') > 0 AS done FROM reviews WHERE source_key = 'reverse me later';
SELECT reverse_review(id, 'earlier', '2026-05-07') FROM reviews WHERE source_key LIKE 'reviews:%' ORDER BY id LIMIT 1;
INSERT INTO reviews (occurred_at, minutes, hourly_cost, team, source_key) VALUES ('2026-03-10 12:00+00', 9, 60, 'west', 'reverse me before');
SELECT reverse_review(id, 'before', '2026-02-01') > 0 AS done FROM reviews WHERE source_key = 'reverse me before';
SELECT occurred_at AT TIME ZONE 'UTC' AS occurred_at, minutes, trim_scale(cost) AS cost, hourly_cost, agent, verdict, team, score, trim_scale(half) AS half, owned_on, booked_on, reason, reverses IS NOT NULL AS is_reversal
FROM reviews WHERE minutes IS NOT NULL AND source_key LIKE 'rev%' ORDER BY id;
SELECT team, sum(minutes), sum(cost) FROM reviews WHERE minutes IS NOT NULL AND team <> 'core' GROUP BY team ORDER BY team;
INSERT INTO reviews (occurred_at, fee, source_key) VALUES ('2026-03-10 12:00+00', 9, 'not in the future');
SELECT reverse_review(max(id), 'x', current_date + 3) FROM reviews;
SELECT reverse_review(max(id), 'x', 'infinity') FROM reviews;
SELECT reverse_review(max(id), E'  ') FROM reviews;
SELECT runrate_internal.reverse_fact('facts_test.agents', 1, 'x', NULL);
SELECT runrate_internal.reverse_fact('pg_class', 1, 'x', NULL);
SELECT reverse_outcome(id, 'many') > 0 AS done FROM outcomes;
SELECT quantity, reverses IS NULL AS original FROM outcomes ORDER BY id;

-- The key of a reversed row counts no more; that is said, and stays listed once
\set VERBOSITY default
INSERT INTO outcomes (occurred_at, outcome, agent, source_key) VALUES ('2026-01-31 23:00+00', 'resolved', NULL, 'February');
INSERT INTO outcomes (occurred_at, outcome, agent, source_key) VALUES ('2026-01-31 23:00+00', 'resolved', NULL, 'February');
\set VERBOSITY terse
SELECT fact, source_key, problem FROM quarantine WHERE problem LIKE '%reversed%';

-- The usage object is read, and kept on demand
INSERT INTO events (occurred_at, agent, provider, usage_format, usage, source_key) VALUES
	('2026-01-05 12:00+00', 'a', 'p', 'openai_chat', '{"model": "m", "usage": {"prompt_tokens": 10, "completion_tokens": 2}}', 'read');
CALL keep_usage(true);
INSERT INTO events (occurred_at, agent, provider, usage_format, usage, source_key) VALUES
	('2026-01-05 12:00+00', 'a', 'p', 'openai_chat', '{"model": "m", "usage": {"prompt_tokens": 10, "completion_tokens": 2}}', 'kept'),
	('2026-01-05 12:00+00', 'a', 'p', 'openai_chat', '{"model": "m", "usage": {"prompt_tokens": 10, "completion_tokens": 2}}', 'read');
CALL keep_usage(false);
INSERT INTO events (occurred_at, agent, provider, usage_format, usage, source_key) VALUES
	('2026-01-05 12:00+00', 'a', 'p', 'openai_chat', '{"model": "m", "usage": {"prompt_tokens": 10, "completion_tokens": 2}}', 'kept'),
	('2026-01-05 12:00+00', 'a', 'p', 'openai_chat', '{"model": "m", "usage": {"prompt_tokens": 11, "completion_tokens": 2}}', 'read');
SELECT source_key, model, input_tokens, output_tokens, usage_format, usage IS NOT NULL AS has_usage FROM events WHERE usage_format IS NOT NULL ORDER BY id;
SELECT source_key, differs_in, payload ? 'usage' AS has_usage FROM conflicts ORDER BY id;

-- A price that comes is known to sessions that have priced before, and one that is rolled back is not
INSERT INTO prices (provider, model, meter, price, per, recorded_at) VALUES ('q', 'm', 'requests', 1, 1, '2999-01-01');
SELECT recorded_at < now() + interval '1 second' AS own_time FROM prices;
INSERT INTO events (occurred_at, agent, provider, model, requests, source_key) VALUES ('2026-01-05 12:00+00', 'a', 'q', 'm', 1, 'first price');
BEGIN;
INSERT INTO prices (provider, model, meter, price, per) VALUES ('q', 'm', 'requests', 2, 1);
INSERT INTO events (occurred_at, agent, provider, model, requests, source_key) VALUES ('2026-01-05 12:00+00', 'a', 'q', 'm', 1, 'in a transaction');
SELECT trim_scale(cost) AS cost FROM events WHERE source_key = 'in a transaction';
ROLLBACK;
INSERT INTO events (occurred_at, agent, provider, model, requests, source_key) VALUES ('2026-01-05 12:00+00', 'a', 'q', 'm', 1, 'after it');
INSERT INTO prices (provider, model, meter, price, per) VALUES ('q', 'm', 'requests', 3, 1);
INSERT INTO events (occurred_at, agent, provider, model, requests, source_key) VALUES ('2026-01-05 12:00+00', 'a', 'q', 'm', 1, 'third price');
-- also where triggers do not fire, as in what is replicated
SET session_replication_role = replica;
INSERT INTO prices (provider, model, meter, price, per) VALUES ('q', 'm', 'requests', 4, 1);
RESET session_replication_role;
INSERT INTO events (occurred_at, agent, provider, model, requests, source_key) VALUES ('2026-01-05 12:00+00', 'a', 'q', 'm', 1, 'fourth price');
-- and where nothing tells of a change nothing is kept
ALTER TABLE prices DISABLE TRIGGER stamp_reference;
INSERT INTO events (occurred_at, agent, provider, model, requests, source_key) VALUES ('2026-01-05 12:00+00', 'a', 'q', 'm', 1, 'fourth again');
INSERT INTO prices (provider, model, meter, price, per) VALUES ('q', 'm', 'requests', 5, 1);
INSERT INTO events (occurred_at, agent, provider, model, requests, source_key) VALUES ('2026-01-05 12:00+00', 'a', 'q', 'm', 1, 'fifth price');
ALTER TABLE prices ENABLE ALWAYS TRIGGER stamp_reference;
SELECT source_key, trim_scale(cost) AS cost FROM events WHERE provider = 'q' ORDER BY id;

-- A ledger that does not have a column yet is loaded as before, but for what the column is for
ALTER TABLE events RENAME COLUMN output_image_tokens TO absent;
ALTER TABLE events RENAME COLUMN displaced_from TO absent_too;
INSERT INTO events (occurred_at, agent, cost, source_key) VALUES ('2026-01-05 12:00+00', 'a', 1, 'without');
SELECT source_key, owned_on FROM events WHERE source_key = 'without';
ALTER TABLE events RENAME COLUMN absent TO output_image_tokens;
ALTER TABLE events RENAME COLUMN absent_too TO displaced_from;

-- A backup comes back as it was, if its owner says so
CREATE ROLE regress_facts_writer;
CALL grant_access('regress_facts_writer', 'writer');
GRANT INSERT ON outcomes TO regress_facts_writer;
SET runrate.restoring = on;
INSERT INTO outcomes (id, occurred_at, recorded_at, recorded_by, agent, outcome, source_key, owned_on, booked_on) VALUES
	(500, '2026-01-05 12:00+00', '2026-01-06 12:00+00', 'somebody', 'a', 'resolved', 'restored', '2026-01-04', '2026-02-01');
SET ROLE regress_facts_writer;
INSERT INTO outcomes (id, occurred_at, recorded_at, recorded_by, agent, outcome, source_key, owned_on, booked_on) VALUES
	(600, '2026-01-05 12:00+00', '2026-01-06 12:00+00', 'somebody', 'a', 'resolved', 'not restored', '2026-01-04', '2026-02-01');
RESET ROLE;
RESET runrate.restoring;
SELECT id IN (500, 600) AS own_id, recorded_by, owned_on, booked_on FROM outcomes WHERE source_key LIKE '%restored' ORDER BY source_key;

-- Writers load, and can neither forge nor reverse; the secret is nobody's
CREATE ROLE regress_facts_steward;
CALL grant_access('regress_facts_steward', 'steward');
SET ROLE regress_facts_writer;
INSERT INTO events (occurred_at, agent, cost, source, source_key) VALUES ('2026-01-05 12:00+00', 'a', 1, 'w', '1') ON CONFLICT DO NOTHING;
INSERT INTO events (occurred_at, agent, cost, source, source_key, reverses) VALUES ('2026-01-05 12:00+00', 'a', 1, 'w', '2', 1);
SELECT reverse_event(1, 'x');
SET ROLE regress_facts_steward;
SELECT count(*) FROM facts_test_internal.key_secret;
SELECT reverse_event(id, 'x') > 0 AS done FROM events WHERE source = 'w';
RESET ROLE;
SELECT cost, recorded_by FROM events WHERE source = 'w' OR reverses IS NOT NULL ORDER BY id;

-- A name is not what makes a ledger: after a plain rename all works on the same tables
ALTER SCHEMA facts_test RENAME TO facts_moved;
SELECT facts_moved.reverse_event(min(id), 'after half a rename') > 0 AS done FROM facts_moved.events WHERE source_key = 'January';
ALTER SCHEMA facts_test_internal RENAME TO facts_other_internal;
CALL runrate.create_ledger('facts_test', 'USD', 'UTC');
SELECT facts_moved.reverse_event(min(id), 'after the rename') > 0 AS done FROM facts_moved.events WHERE source_key = 'February';
-- nor is what somebody else puts in the place of its working parts
CREATE ROLE regress_facts_evil;
DO $$ BEGIN EXECUTE format('GRANT CREATE ON DATABASE %I TO regress_facts_evil', current_database()); END $$;
SET ROLE regress_facts_evil;
CREATE SCHEMA facts_moved_internal;
GRANT USAGE ON SCHEMA facts_moved_internal TO PUBLIC;
CREATE FUNCTION facts_moved_internal.ledger_currency() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'runs as %', current_user; END $$;
CREATE TABLE facts_moved_internal.ledger_settings (ledger_table regclass, time_zone text, currency text, keep_usage boolean);
INSERT INTO facts_moved_internal.ledger_settings SELECT c.oid, 'UTC', 'USD', true FROM pg_class c WHERE relname = 'events' AND relnamespace = 'facts_moved'::regnamespace;
CREATE VIEW facts_moved_internal.intake_settings AS SELECT c.oid AS fact_oid, 'UTC' AS time_zone, gen_random_uuid() AS key_secret, true AS keep_usage FROM pg_class c;
RESET ROLE;
\c -
SET client_min_messages = warning;
SET DateStyle = 'ISO';
\set VERBOSITY terse
INSERT INTO facts_moved.events (occurred_at, agent, provider, model, requests, source_key) VALUES ('2026-01-31 23:00+00', 'a', 'q', 'm', 1, 'moved');
SELECT facts_moved.price_pending();
SELECT owned_on, trim_scale(cost) AS cost FROM facts_moved.events WHERE source_key = 'moved';
SELECT count(*) FROM facts_test.events;
SELECT meter, amount FROM facts_moved.price_usage('openai_chat', '{"model": "m", "usage": {"prompt_tokens": 10}}', 'q');

RESET search_path;
SET client_min_messages = warning;
DO $$ BEGIN EXECUTE (SELECT 'DROP SCHEMA ' || string_agg(quote_ident(nspname), ', ') || ' CASCADE' FROM pg_namespace WHERE nspname LIKE 'facts\_%'); END $$;
DROP OWNED BY regress_facts_evil CASCADE;
DROP ROLE regress_facts_writer, regress_facts_steward, regress_facts_evil;
