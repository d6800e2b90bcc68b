--
-- Balances: what facts add up to is posted with them, folded later, and the
-- same to the last digit at each level, whatever statement brought the facts.
--
SET client_min_messages = error;
\set SHOW_CONTEXT never
SET TimeZone = 'Asia/Kathmandu';
SET DateStyle = 'ISO';
CALL runrate.create_ledger('bal', 'USD', 'America/Los_Angeles');
SET search_path = bal, bal_internal, pg_temp;
-- a column of the user's own, for triggers of the user's own
ALTER TABLE events ADD COLUMN note text;

-- Every amount of the balances, and with the other sign of the facts, by all
-- that the level is kept by
CREATE VIEW pg_temp.amounts AS
SELECT 'event days' AS level, ROW(booked_month, owned_on, agent, own_unit, layer, provider, model, cost_basis, kind, has_item)::text AS key,
       ARRAY[events, live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored]::numeric[] AS amounts
FROM event_days
UNION ALL
SELECT 'event months', ROW(booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item)::text,
       ARRAY[events, live_events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored]
FROM event_months
UNION ALL
SELECT l.level, ROW(booked_month, CASE l.level WHEN 'event days' THEN owned_on ELSE span_start(agent, owned_on) END, agent,
                    w.business_unit, layer, provider, model, cost_basis, c.kind, work_item IS NOT NULL)::text,
       ARRAY[-events, -live_events, -unpriced_events, -tokens, -cost, -credit_cost, -gpu_seconds, -vectors_stored]
FROM event_contributions c LEFT JOIN work_items w USING (work_item), (VALUES ('event days'), ('event months')) l (level)
UNION ALL
SELECT 'outcome days', ROW(booked_month, owned_on, agent, own_unit, outcome, kind, has_item)::text, ARRAY[quantity, live_outcomes]
FROM outcome_days
UNION ALL
SELECT 'outcome months', ROW(booked_month, owned_from, agent, own_unit, outcome, kind, has_item)::text, ARRAY[quantity, live_outcomes]
FROM outcome_months
UNION ALL
SELECT l.level, ROW(booked_month, CASE l.level WHEN 'outcome days' THEN owned_on ELSE span_start(agent, owned_on) END, agent,
                    w.business_unit, outcome, c.kind, work_item IS NOT NULL)::text, ARRAY[-quantity, -live_outcomes]
FROM outcome_contributions c LEFT JOIN work_items w USING (work_item), (VALUES ('outcome days'), ('outcome months')) l (level)
UNION ALL
SELECT 'review days', ROW(booked_month, owned_on, agent, own_unit, verdict, kind, has_item)::text,
       ARRAY[reviews, live_reviews, unpriced_reviews, minute_cost, fees, cost]
FROM review_days
UNION ALL
SELECT 'review months', ROW(booked_month, owned_from, agent, own_unit, verdict, kind, has_item)::text,
       ARRAY[reviews, live_reviews, unpriced_reviews, minute_cost, fees, cost]
FROM review_months
UNION ALL
SELECT l.level, ROW(booked_month, CASE l.level WHEN 'review days' THEN owned_on ELSE span_start(agent, owned_on) END, agent,
                    w.business_unit, verdict, c.kind, work_item IS NOT NULL)::text,
       ARRAY[-reviews, -live_reviews, -unpriced_reviews, -minute_cost, -fees, -cost]
FROM review_contributions c LEFT JOIN work_items w USING (work_item), (VALUES ('review days'), ('review months')) l (level)
UNION ALL
SELECT 'items', ROW(booked_month, owned_from, work_item, agent, own_unit, layer, outcome)::text,
       ARRAY[events, unpriced_events, tokens, cost, credit_cost, gpu_seconds, vectors_stored, quantity, reviews, minute_cost, fees, review_cost]
FROM item_months
UNION ALL
SELECT 'items', ROW(booked_month, span_start(agent, owned_on), work_item, agent, w.business_unit, layer, NULL::text)::text,
       ARRAY[-events, -unpriced_events, -tokens, -cost, -credit_cost, -gpu_seconds, -vectors_stored]
FROM event_contributions LEFT JOIN work_items w USING (work_item) WHERE work_item IS NOT NULL
UNION ALL
SELECT 'items', ROW(booked_month, span_start(agent, owned_on), work_item, agent, w.business_unit, NULL::text, outcome)::text,
       ARRAY[0, 0, 0, 0, 0, 0, 0, -quantity]
FROM outcome_contributions LEFT JOIN work_items w USING (work_item) WHERE work_item IS NOT NULL
UNION ALL
SELECT 'items', ROW(booked_month, span_start(agent, owned_on), work_item, agent, w.business_unit, NULL::text, NULL::text)::text,
       ARRAY[0, 0, 0, 0, 0, 0, 0, 0, -reviews, -minute_cost, -fees, -cost]
FROM review_contributions LEFT JOIN work_items w USING (work_item) WHERE work_item IS NOT NULL;

CREATE VIEW pg_temp.differences AS
SELECT level, key, measure, sum(amount) AS difference
FROM pg_temp.amounts, unnest(amounts) WITH ORDINALITY m (amount, measure)
GROUP BY level, key, measure
HAVING sum(amount) <> 0;

CREATE PROCEDURE pg_temp.check_balances(what text) LANGUAGE plpgsql AS $$
DECLARE
	d record;
BEGIN
	FOR d IN SELECT * FROM pg_temp.differences ORDER BY level, key, measure LIMIT 5 LOOP
		RAISE INFO '% of % is wrong by %: %', d.level, d.measure, trim_scale(d.difference), d.key;
	END LOOP;
	RAISE INFO '%: % sums of months and % of keys differ; % events, % live, cost %', what,
		(SELECT count(*) FROM compare_balances WHERE difference <> 0), (SELECT count(*) FROM pg_temp.differences),
		(SELECT sum(events) FROM event_days), (SELECT sum(live_events) FROM event_months), (SELECT trim_scale(sum(cost)) FROM event_months);
END $$;

-- Of many facts the sums by month only
CREATE VIEW pg_temp.wrong_sums AS
SELECT count(*) AS compared, count(*) FILTER (WHERE difference <> 0) AS wrong FROM compare_balances;

-- How many rows are posted and folded
CREATE VIEW pg_temp.row_counts AS
SELECT (SELECT count(*) FROM event_postings) AS posted, (SELECT count(*) FROM event_day_balances) AS days,
       (SELECT count(*) FROM event_month_balances) AS months, (SELECT count(*) FROM item_balances) AS items;

CALL pg_temp.check_balances('nothing');

INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('a1', 'north', 'ticket'), ('a2', 'north', 'ticket'), ('a3', 'south', 'claim');
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('a2', '2026-03-16', 'south', 'ticket');
INSERT INTO work_items (work_item, business_unit) VALUES ('w1', NULL), ('w2', 'own'), ('w3', 'other');
INSERT INTO prices (provider, model, meter, valid_from, price, per) VALUES
	('p', 'm', 'input_tokens', '2026-01-01', 3, 1000000), ('p', 'm', 'output_tokens', '2026-01-01', 15, 1000000);
INSERT INTO reviewer_costs (hourly_cost) VALUES (35);

--
-- Statements
--

-- One row for each key and statement
INSERT INTO events (occurred_at, agent, work_item, layer, provider, model, cost, input_tokens, output_tokens, source_key)
SELECT '2026-03-10 12:00+00'::timestamptz + make_interval(hours => i), 'a' || 1 + i % 4, CASE WHEN i % 5 > 0 THEN 'w' || i % 5 END,
       (ARRAY['model_api', 'tool_calls'])[1 + i % 2], 'p', 'm', CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN -0.25 ELSE i * 0.001 END,
       i, i % 3, 'e' || i
FROM generate_series(1, 400) i;
CALL pg_temp.check_balances('INSERT SELECT');
SELECT count(*) = count(DISTINCT (booked_month, owned_on, agent, layer, provider, model, cost_basis, kind, work_item)) AS one_a_key FROM event_postings;

COPY events (occurred_at, agent, work_item, meter, quantity, cost, source_key) FROM stdin;
2026-03-31 23:59:59.999999-07	a1	w1	gpu_seconds	12.5	1	c1
2026-04-01 00:00:00-07	a1	w1	gpu_seconds	0.125	2	c2
2026-04-01 00:00:00-07	\N	\N	vectors_stored	1e6	3	c3
2026-04-02 00:00:00-07	a9	w9	pages	7	0.000000000001	c4
2026-04-02 00:00:00-07	a9	w9	pages	7	123456789012345678	c5
\.
CALL pg_temp.check_balances('COPY');

-- Known keys, another row for a known key, a row for the quarantine
INSERT INTO events (occurred_at, cost, agent, source_key) VALUES
	('2026-04-01 00:00:00-07', 5, 'a1', 'k1'), ('2026-04-01 00:00:00-07', 5, 'a1', 'k1'), ('2026-04-01 00:00:00-07', 6, 'a1', 'k1');
INSERT INTO events (occurred_at, cost, agent, input_tokens, source_key) VALUES ('2026-04-01 00:00:00-07', 5, 'a1', -1, 'q');
CALL pg_temp.check_balances('replays');

INSERT INTO events (occurred_at, cost, agent, source_key) VALUES ('2026-04-01 00:00:00-07', 5, 'a1', 'k1'), ('2026-04-01 00:00:00-07', 7, 'a1', 'k2')
ON CONFLICT DO NOTHING;
MERGE INTO events e USING (VALUES ('k2', 1), ('k3', 8)) s (k, cost) ON e.source_key = s.k
WHEN NOT MATCHED THEN INSERT (occurred_at, cost, agent, source_key) VALUES ('2026-04-03 00:00:00-07', s.cost, 'a2', s.k);
WITH a AS (INSERT INTO events (occurred_at, cost, agent) VALUES ('2026-04-03 00:00:00-07', 9, 'a2') RETURNING cost),
     b AS (INSERT INTO outcomes (occurred_at, agent, work_item, outcome) VALUES ('2026-04-03 00:00:00-07', 'a2', 'w2', 'resolved') RETURNING 1)
INSERT INTO events (occurred_at, cost, agent) SELECT '2026-04-03 00:00:00-07', a.cost, 'a1' FROM a, b;
CALL pg_temp.check_balances('ON CONFLICT, MERGE, WITH');

-- Subtransactions
BEGIN;
INSERT INTO events (occurred_at, cost, agent) VALUES ('2026-04-04 00:00:00-07', 1, 'a1');
SAVEPOINT s;
INSERT INTO events (occurred_at, cost, agent) VALUES ('2026-04-04 00:00:00-07', 2, 'a1');
SAVEPOINT t;
INSERT INTO events (occurred_at, cost, agent) VALUES ('2026-04-04 00:00:00-07', 4, 'a1');
ROLLBACK TO s;
INSERT INTO events (occurred_at, cost, agent) VALUES ('2026-04-04 00:00:00-07', 8, 'a1');
RELEASE s;
CALL pg_temp.check_balances('in a transaction');
COMMIT;
CALL pg_temp.check_balances('savepoints');
BEGIN;
INSERT INTO events (occurred_at, cost, agent) VALUES ('2026-04-04 00:00:00-07', 16, 'a1');
ROLLBACK;
INSERT INTO events (occurred_at, cost, agent) SELECT '2026-04-04 00:00:00-07', 32 / (2 - i), 'a1' FROM generate_series(1, 2) i;
CALL pg_temp.check_balances('what failed');

-- A function whose statement fails half-way inside a statement that goes on
CREATE FUNCTION pg_temp.try_insert(cost numeric) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
	INSERT INTO events (occurred_at, cost, agent, work_item) SELECT '2026-04-05 00:00:00-07', try_insert.cost / (4 - i), 'a3', 'w3' FROM generate_series(1, 4) i;
	RETURN 'done';
EXCEPTION WHEN division_by_zero THEN
	INSERT INTO events (occurred_at, cost, agent, work_item) VALUES ('2026-04-05 00:00:00-07', try_insert.cost, 'a3', 'w3');
	RETURN 'failed';
END $$;
INSERT INTO events (occurred_at, cost, agent, note) SELECT '2026-04-05 00:00:00-07', i, 'a3', pg_temp.try_insert(i) FROM generate_series(1, 3) i;
CALL pg_temp.check_balances('subtransactions inside a statement');

-- Triggers of users: one drops rows after ours has let them through, one
-- changes them, one inserts other facts for each, one does so in a subtransaction
CREATE FUNCTION pg_temp.meddle() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	CASE NEW.note
	WHEN 'drop' THEN RETURN NULL;
	WHEN 'dearer' THEN NEW.cost := NEW.cost + 100; NEW.agent := 'a2';
	WHEN 'nested' THEN
		INSERT INTO events (occurred_at, cost, agent, work_item) VALUES (NEW.occurred_at, NEW.cost / 2, NEW.agent, 'w2');
		INSERT INTO outcomes (occurred_at, agent, work_item, outcome, quantity) VALUES (NEW.occurred_at, NEW.agent, 'w2', 'resolved', 3);
	WHEN 'nested and failed' THEN
		BEGIN
			INSERT INTO events (occurred_at, cost, agent) VALUES (NEW.occurred_at, 1000, NEW.agent);
			PERFORM 1 / 0;
		EXCEPTION WHEN division_by_zero THEN NULL;
		END;
	WHEN 'registered' THEN
		INSERT INTO work_items (work_item, business_unit) VALUES (NEW.work_item, 'own') ON CONFLICT DO NOTHING;
	ELSE NULL;
	END CASE;
	RETURN NEW;
END $$;
CREATE TRIGGER zz_meddle BEFORE INSERT ON events FOR EACH ROW EXECUTE FUNCTION pg_temp.meddle();
INSERT INTO events (occurred_at, cost, agent, work_item, note)
SELECT '2026-04-06 00:00:00-07', i, 'a1', 'w' || 7 + i % 3, (ARRAY['drop', 'dearer', 'nested', 'nested and failed', 'registered', 'none'])[1 + i % 6]
FROM generate_series(1, 60) i;
DROP TRIGGER zz_meddle ON events;
CREATE TRIGGER zz_meddle AFTER INSERT ON events FOR EACH ROW WHEN (NEW.note IN ('nested', 'nested and failed', 'registered')) EXECUTE FUNCTION pg_temp.meddle();
INSERT INTO events (occurred_at, cost, agent, work_item, note)
SELECT '2026-04-07 00:00:00-07', i, 'a1', 'w' || 10 + i % 3, (ARRAY['nested', 'nested and failed', 'registered', 'none'])[1 + i % 4]
FROM generate_series(1, 60) i;
DROP TRIGGER zz_meddle ON events;
CALL pg_temp.check_balances('triggers of users');

--
-- Prices that come later, reversals
--
INSERT INTO events (occurred_at, agent, work_item, provider, model, input_tokens, event_count, source_key)
SELECT '2026-03-20 12:00+00', 'a2', 'w2', 'p', 'late', 1000 * i, i, 'late' || i FROM generate_series(1, 4) i;
SELECT reverse_event(id, 'before its price') > 0 AS reversed FROM events WHERE source_key = 'late1';
INSERT INTO reviews (occurred_at, agent, work_item, reviewer, minutes, hourly_cost, fee, verdict, source_key) VALUES
	('2026-03-20 12:00+00', 'a1', 'w1', 'r', 4, NULL, NULL, 'accurate', 'r1'), ('2026-03-20 12:00+00', 'a1', 'w1', 'r', 7.3, 33.33, NULL, NULL, 'r2'),
	('2026-04-20 12:00+00', 'a3', NULL, 'r', 5, NULL, 2.5, 'inaccurate', 'r3'), ('1970-01-01 12:00+00', 'a3', NULL, 'r', 5, NULL, NULL, 'inaccurate', 'r4');
CALL pg_temp.check_balances('without a price');
INSERT INTO prices (provider, model, meter, valid_from, price, per) VALUES ('p', 'late', 'input_tokens', '2026-01-01', 7, 1000000);
SELECT * FROM price_pending();
CALL pg_temp.check_balances('price_pending');
SELECT kind, cost_basis, events, live_events, unpriced_events, cost FROM (
	SELECT kind, cost_basis, sum(events) AS events, sum(live_events) AS live_events, sum(unpriced_events) AS unpriced_events, trim_scale(sum(cost)) AS cost
	FROM event_days WHERE model = 'late' GROUP BY 1, 2) s
WHERE events <> 0 OR live_events <> 0 OR unpriced_events <> 0 OR cost <> 0 ORDER BY 1, 2;

SELECT count(reverse_event(id, 'twice')) AS in_place FROM events WHERE reverses IS NULL AND source_key IN ('e1', 'e8', 'e9', 'e10', 'c5', 'late2');
SELECT count(reverse_event(id, 'twice', '2026-05-02')) AS later FROM events WHERE reverses IS NULL AND source_key IN ('e15', 'e16', 'e17', 'late3');
SELECT count(reverse_outcome(id, 'reopened', '2026-05-02')) AS outcomes FROM outcomes WHERE quantity = 3 AND id % 2 = 0;
SELECT count(reverse_review(id, 'wrong')) AS reviews FROM reviews WHERE source_key IN ('r1', 'r3');
CALL pg_temp.check_balances('reversals');
-- what a credit adds to credit_cost its reversal takes off
SELECT booked_month, kind, trim_scale(sum(cost)) AS cost, trim_scale(sum(credit_cost)) AS credit_cost FROM event_days WHERE credit_cost <> 0 GROUP BY 1, 2 ORDER BY 1, 2;

--
-- Folding changes no figure
--
SELECT fold_balances() > 300 AS folded;
CALL pg_temp.check_balances('folded');
SELECT posted, days > 0 AS days, months > 0 AS months, months < days AS fewer, items > 0 AS items FROM pg_temp.row_counts;
SELECT fold_balances();
-- each key has one row
SELECT count(*) = count(DISTINCT (booked_month, owned_on, agent, own_unit, layer, provider, model, cost_basis, kind, has_item)) AS days FROM event_day_balances;
SELECT count(*) = count(DISTINCT (booked_month, owned_from, agent, own_unit, layer, provider, model, cost_basis, kind, has_item)) AS months FROM event_month_balances;
SELECT DISTINCT owned_from FROM event_month_balances WHERE agent = 'a2' ORDER BY 1;
BEGIN ISOLATION LEVEL REPEATABLE READ;
SELECT fold_balances();
ROLLBACK;

-- Facts beside what is folded
INSERT INTO events (occurred_at, agent, work_item, layer, provider, model, cost, source_key)
SELECT '2026-03-10 12:00+00'::timestamptz + make_interval(hours => i), 'a' || 1 + i % 4, CASE WHEN i % 5 > 0 THEN 'w' || i % 5 END,
       'model_api', 'p', 'm', 1, 'f' || i
FROM generate_series(1, 100) i;
SELECT count(reverse_event(id, 'twice')) FROM events WHERE reverses IS NULL AND source_key IN ('e20', 'e21', 'f1', 'f2');
CALL pg_temp.check_balances('folded and posted');

--
-- A work item that changes its business unit takes along what is folded
--
UPDATE work_items SET business_unit = 'own' WHERE work_item = 'w1';
CALL pg_temp.check_balances('from none to own');
UPDATE work_items SET business_unit = CASE business_unit WHEN 'own' THEN 'new' END, customer = 'c';
CALL pg_temp.check_balances('several');
SELECT fold_balances() > 0 AS folded;
CALL pg_temp.check_balances('moved and folded');
UPDATE work_items SET customer = 'd';
SELECT posted FROM pg_temp.row_counts;
INSERT INTO work_items (work_item, business_unit) VALUES ('w4', 'late') ON CONFLICT DO NOTHING;
INSERT INTO work_items (work_item, business_unit) VALUES ('w4', 'late'), ('w1', 'later') ON CONFLICT (work_item) DO UPDATE SET business_unit = 'later';
CALL pg_temp.check_balances('inserted');
UPDATE work_items SET work_item = 'w3x' WHERE work_item = 'w3';
UPDATE work_items SET work_item = CASE work_item WHEN 'w1' THEN 'w1x' ELSE 'w4x' END WHERE work_item IN ('w1', 'w4');
CALL pg_temp.check_balances('renamed');
DELETE FROM work_items WHERE work_item IN ('w2', 'w7');
CALL pg_temp.check_balances('deleted');
BEGIN;
UPDATE work_items SET business_unit = 'x' || work_item;
INSERT INTO events (occurred_at, cost, agent, work_item) VALUES ('2026-04-04 00:00:00-07', 16, 'a1', 'w8'), ('2026-04-04 00:00:00-07', 16, 'a1', 'w9');
UPDATE work_items SET business_unit = 'y' || work_item WHERE work_item <> 'w9';
CALL pg_temp.check_balances('twice in a transaction');
ROLLBACK;
CALL pg_temp.check_balances('rolled back');
TRUNCATE work_items;
-- with an older snapshot only what nothing is folded of
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO work_items (work_item, business_unit) VALUES ('w never', 'own');
UPDATE work_items SET business_unit = 'z' WHERE work_item = 'w never';
UPDATE work_items SET business_unit = 'z' WHERE work_item = 'w8';
ROLLBACK;

--
-- What begins to hold within a month splits it
--
SELECT fold_balances() > 0 AS folded;
INSERT INTO agents (agent, valid_from, business_unit) VALUES ('a1', '2026-03-12', 'south'), ('a3', '2026-04-01', 'north');
CALL pg_temp.check_balances('agent moved');
SELECT DISTINCT owned_from FROM event_month_balances WHERE agent = 'a1' ORDER BY 1;
UPDATE agents SET valid_from = '2026-03-14' WHERE agent = 'a1' AND valid_from = '2026-03-12';
INSERT INTO human_baselines (unit_of_work, valid_from, cost_per_outcome) VALUES ('ticket', '2026-03-18', 4);
INSERT INTO outcome_rules (outcome, counts, valid_from) VALUES ('resolved', false, '2026-04-04');
INSERT INTO events (occurred_at, cost, agent, work_item) VALUES ('2026-03-19 00:00:00-07', 16, 'a1', 'w8');
CALL pg_temp.check_balances('baseline and rule');
SELECT DISTINCT owned_from FROM event_months WHERE agent = 'a1' ORDER BY 1;
SELECT fold_balances() > 0 AS folded;
CALL pg_temp.check_balances('folded with spans');
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO agents (agent, valid_from, business_unit) VALUES ('a1', '2025-03-12', 'south'), ('a77', '2026-03-12', 'south');
INSERT INTO agents (agent, valid_from, business_unit) VALUES ('a1', '2026-03-22', 'south');
ROLLBACK;

--
-- Anew, from facts alone
--
ALTER TABLE events DISABLE TRIGGER USER;
INSERT INTO events (id, occurred_at, cost, agent, recorded_by, owned_on, booked_on, source_key, key_hash)
OVERRIDING SYSTEM VALUE VALUES (-1, '2026-05-04', 1, 'a1', 'x', '2026-05-04', '2026-05-04', 'past', gen_random_uuid());
ALTER TABLE events ENABLE TRIGGER USER;
SELECT month, kind, level, measure, trim_scale(difference) AS difference FROM compare_balances WHERE difference <> 0 ORDER BY 1, 2, 3, 4;
SELECT rebuild_balances();
CALL pg_temp.check_balances('rebuilt');
SELECT posted FROM pg_temp.row_counts;
BEGIN ISOLATION LEVEL SERIALIZABLE;
SELECT rebuild_balances();
ROLLBACK;

--
-- A loader folds by itself what has grown
--
INSERT INTO events (occurred_at, cost, agent, work_item, source_key)
SELECT '2026-05-01 12:00+00'::timestamptz + make_interval(mins => i), 0.01, 'a' || i % 3, 'x' || i, 'x' || i FROM generate_series(1, 9000) i;
SELECT posted FROM pg_temp.row_counts;
-- not with an older snapshot
BEGIN ISOLATION LEVEL REPEATABLE READ;
INSERT INTO events (occurred_at, cost, agent, work_item, source_key)
SELECT '2026-05-01 12:00+00'::timestamptz + make_interval(mins => i), 0.01, 'a' || i % 3, 'y' || i, 'y' || i FROM generate_series(1, 9000) i;
COMMIT;
SELECT posted FROM pg_temp.row_counts;
BEGIN;
INSERT INTO events (occurred_at, cost, agent, work_item, source_key)
SELECT '2026-05-01 12:00+00'::timestamptz + make_interval(mins => i), 0.01, 'a' || i % 3, 'z' || i, 'z' || i FROM generate_series(1, 9000) i;
SELECT posted FROM pg_temp.row_counts;
COMMIT;
SELECT posted BETWEEN 1 AND 9000 AS at_most FROM pg_temp.row_counts;
SELECT wrong FROM pg_temp.wrong_sums;
SELECT count(*) FROM fold_requests;
-- statistics came with it
SELECT bool_and(reltuples > 0) AS analyzed FROM pg_class WHERE oid IN ('event_day_balances'::regclass, 'event_month_balances'::regclass, 'item_balances'::regclass);
-- an error in it is a warning
ALTER TABLE event_day_balances ADD CONSTRAINT no_more CHECK (owned_on < '2026-06-01');
SET client_min_messages = warning;
INSERT INTO events (occurred_at, cost, agent, work_item, source_key)
SELECT '2026-06-01 12:00+00'::timestamptz + make_interval(mins => i), 0.01, 'a' || i % 3, 'v' || i, 'v' || i FROM generate_series(1, 11000) i;
SET client_min_messages = error;
SELECT count(*) FROM fold_requests;
SELECT wrong FROM pg_temp.wrong_sums;
ALTER TABLE event_day_balances DROP CONSTRAINT no_more;

--
-- Nothing is lost in silence, and nothing posted that is no fact
--
ALTER TABLE outcomes DISABLE TRIGGER post_facts;
INSERT INTO outcomes (occurred_at, agent, outcome) VALUES ('2026-05-01', 'a1', 'resolved');
ALTER TABLE outcomes ENABLE TRIGGER post_facts;
SELECT runrate_internal.count_fact('event', e) FROM events e LIMIT 1;
SELECT runrate_internal.count_fact('event', f) FROM (SELECT e FROM events e ORDER BY id OFFSET 0) x (f) JOIN agents ON true LIMIT 1;
SELECT runrate_internal.count_change('event', e, e) FROM events e LIMIT 1;
CREATE SCHEMA elsewhere;
CREATE TABLE elsewhere.other (LIKE events);
CREATE TRIGGER count_fact AFTER INSERT ON elsewhere.other FOR EACH ROW WHEN (runrate_internal.count_fact('event', NEW)) EXECUTE FUNCTION runrate_internal.post_facts();
INSERT INTO elsewhere.other SELECT * FROM events LIMIT 1;
CREATE TRIGGER post_facts AFTER INSERT ON elsewhere.other EXECUTE FUNCTION runrate_internal.post_facts();
INSERT INTO elsewhere.other SELECT * FROM events LIMIT 1;
DROP SCHEMA elsewhere CASCADE;
CREATE TRIGGER odd AFTER INSERT ON events FOR EACH ROW EXECUTE FUNCTION runrate_internal.post_facts();
INSERT INTO events (occurred_at, cost, agent) VALUES ('2026-04-04 00:00:00-07', 16, 'a1');
DROP TRIGGER odd ON events;
CREATE TRIGGER odd AFTER INSERT ON agents FOR EACH STATEMENT EXECUTE FUNCTION runrate_internal.split_months();
INSERT INTO agents (agent) VALUES ('odd');
DROP TRIGGER odd ON agents;
SELECT runrate_internal.post_facts();
SELECT wrong FROM pg_temp.wrong_sums;

-- Who loads needs no rights on balances; columns of users do not matter
CREATE ROLE balance_writer;
CALL grant_access('balance_writer', 'writer');
ALTER TABLE events ADD COLUMN region text DEFAULT 'eu';
ALTER TABLE events DROP COLUMN note;
SET ROLE balance_writer;
INSERT INTO bal.events (occurred_at, cost, agent, work_item) VALUES ('2026-04-04 00:00:00-07', 16, 'a1', 'w8');
INSERT INTO bal.work_items (work_item, business_unit) VALUES ('written', 'own');
SELECT count(*) FROM bal_internal.event_postings;
SELECT fold_balances();
SELECT rebuild_balances();
RESET ROLE;
SELECT wrong FROM pg_temp.wrong_sums;

-- Replicas apply both facts and balances
SET session_replication_role = replica;
INSERT INTO events (id, occurred_at, cost, agent, recorded_by, owned_on, booked_on, source_key, key_hash)
OVERRIDING SYSTEM VALUE VALUES (-2, '2026-05-04', 1, 'a1', 'x', '2026-05-04', '2026-05-04', 'applied', gen_random_uuid());
RESET session_replication_role;
SELECT count(*) > 0 AS not_posted FROM compare_balances WHERE difference <> 0;

DROP SCHEMA bal, bal_internal CASCADE;
DROP OWNED BY balance_writer;
DROP ROLE balance_writer;
