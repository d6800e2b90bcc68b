--
-- The history of master data: every change by every route, by whom, and what
-- closings saw of it.
--
SET client_min_messages = warning;
SET timezone = 'UTC';
CALL runrate.create_ledger('history_test', time_zone => 'Europe/Berlin');
SET search_path = history_test;

-- What a statement fails with
CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text; message text; detail text; hint text;
BEGIN
	EXECUTE statement;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' ', state, message, nullif(detail, ''), nullif(hint, ''));
END;
$$;
-- The history since it was shown last
CREATE TEMP TABLE shown AS SELECT max(id) AS id FROM changes;
CREATE FUNCTION pg_temp.news() RETURNS TABLE (line bigint, table_name text, key text, valid_from date, before text, after text) LANGUAGE sql AS $$
	WITH last AS (UPDATE pg_temp.shown SET id = (SELECT max(c.id) FROM changes c))
	SELECT row_number() OVER (ORDER BY c.id), c.table_name, c.key, c.valid_from,
		jsonb_strip_nulls(c.before - 'ledger_id')::text, jsonb_strip_nulls(c.after - 'ledger_id')::text
	FROM changes c, pg_temp.shown s
	WHERE c.id > coalesce(s.id, 0)
	ORDER BY c.id
$$;

SELECT count(*) AS of_a_new_ledger FROM changes;

--
-- Every route
--
INSERT INTO business_units (business_unit, name) VALUES ('north', 'North'), ('south', 'South');
INSERT INTO agents (agent, business_unit) VALUES ('a', 'north');
INSERT INTO agents (agent, valid_from, business_unit, hired) VALUES ('a', '2026-03-10', 'south', '2025-01-01');
INSERT INTO cost_layers (layer, layer_order) VALUES ('own', 5);
COPY work_items (work_item, kind, customer) FROM stdin;
t1	refund	acme
t2	\N	\N
t'3"\\	\N	\N
\.
SELECT * FROM pg_temp.news();
UPDATE work_items SET customer = 'bolt' WHERE work_item = 't1';
INSERT INTO work_items (work_item, campaign) VALUES ('t2', 'spring'), ('t4', 'spring') ON CONFLICT (work_item) DO UPDATE SET campaign = excluded.campaign;
UPDATE agents SET valid_from = '2026-03-11' WHERE valid_from = '2026-03-10';
UPDATE business_units SET business_unit = 'west' WHERE business_unit = 'south';
-- two that change places are two rows of their old names
ALTER TABLE business_units DROP CONSTRAINT business_units_pkey;
UPDATE business_units SET business_unit = CASE business_unit WHEN 'north' THEN 'west' ELSE 'north' END;
ALTER TABLE business_units ADD PRIMARY KEY (business_unit);
SELECT * FROM pg_temp.news();
MERGE INTO work_items w USING (VALUES ('t1', false), ('t4', true), ('t5', false)) s (item, is_gone) ON w.work_item = s.item
	WHEN MATCHED AND s.is_gone THEN DELETE
	WHEN MATCHED THEN UPDATE SET kind = 'complaint'
	WHEN NOT MATCHED THEN INSERT (work_item) VALUES (s.item);
WITH gone AS (DELETE FROM work_items WHERE work_item = 't2' RETURNING *)
	INSERT INTO work_items (work_item, kind) SELECT 't6', campaign FROM gone;
SELECT * FROM pg_temp.news();
-- what is rolled back did not happen
BEGIN;
UPDATE work_items SET customer = 'nobody';
ROLLBACK;
-- a row that comes with every ledger, replaced
INSERT INTO cost_layers (layer, layer_order) VALUES ('caching', 35);
UPDATE cost_layers SET visible = true WHERE layer = 'gateway';
-- settings, but not what an upgrade keeps there
CALL keep_usage(true);
CALL keep_usage(true);
CALL runrate.upgrade_ledger('history_test');
SELECT * FROM pg_temp.news();
-- the owner's own columns, of types that JSON does not have
ALTER TABLE agents ADD budget_owner text DEFAULT 'nobody', ADD reviewed_at timestamptz, ADD teams text[];
UPDATE agents SET teams = '{x,y}', reviewed_at = '2026-01-01 12:00+00' WHERE valid_from = '2026-03-11';
SELECT * FROM pg_temp.news();
ALTER TABLE agents DROP budget_owner, DROP reviewed_at, DROP teams;

-- An update that changes nothing says nothing, and nobody says who wrote what
SELECT recorded_at AS before_update FROM work_items WHERE work_item = 't1' \gset
UPDATE work_items SET kind = kind, recorded_by = 'me', recorded_at = '2000-01-01';
SELECT work_item, recorded_by = current_user AS own_name, recorded_at > '2026-01-01' AS own_time FROM work_items ORDER BY 1;
SELECT recorded_at = :'before_update' AS same FROM work_items WHERE work_item = 't1';
INSERT INTO work_items (work_item, recorded_by, recorded_at) VALUES ('t7', 'me', '2000-01-01');
UPDATE work_items SET kind = 'x', recorded_by = 'me', recorded_at = '2000-01-01' WHERE work_item = 't7';
SELECT recorded_by = current_user AS own_name, recorded_at > '2026-01-01' AS own_time FROM work_items WHERE work_item = 't7';
SELECT * FROM pg_temp.news();

-- Keys of any length that a name can have
INSERT INTO work_items (work_item) SELECT string_agg(md5(n::text), '') FROM generate_series(1, 16) n;
INSERT INTO work_items (work_item) SELECT string_agg(md5(n::text), '') FROM generate_series(1, 15) n;
SELECT octet_length(key) FROM changes ORDER BY id DESC LIMIT 1;
DELETE FROM work_items WHERE length(work_item) > 400;

--
-- What cannot be done
--
SELECT statement, pg_temp.try(statement) FROM (VALUES (1, 'UPDATE changes SET recorded_by = ''me'''), (2, 'DELETE FROM changes'), (3, 'TRUNCATE changes'),
	(4, 'UPDATE changes SET closing = 1'), (5, 'TRUNCATE agents'), (6, 'TRUNCATE business_units'), (7, 'TRUNCATE cost_layers, accounts'), (8, 'TRUNCATE work_items'),
	(9, 'TRUNCATE history_test_internal.ledger_settings'), (10, 'UPDATE prices SET closing = 1'), (11, 'UPDATE slos SET closing = 1 WHERE false')) v (n, statement)
ORDER BY n;

-- Who wrote, whatever the search_path and whoever has a table of the name
CREATE ROLE regress_history_writer;
CREATE ROLE regress_history_steward;
CREATE ROLE regress_history_reader;
CALL grant_access('regress_history_writer', 'writer');
CALL grant_access('regress_history_steward', 'steward');
CALL grant_access('regress_history_reader', 'reader');
SELECT count(*) > 0 AS more FROM pg_temp.news();
SET ROLE regress_history_writer;
CREATE TEMP TABLE changes (key text);
SET search_path = '';
INSERT INTO history_test.work_items (work_item) VALUES ('by writer');
SELECT statement, pg_temp.try(statement) FROM (VALUES (1, 'INSERT INTO history_test.work_items (work_item, recorded_by) VALUES (''forged'', ''me'')'),
	(2, 'INSERT INTO history_test.changes (table_name, key, after) VALUES (''agents'', ''a'', ''{}'')'), (3, 'UPDATE history_test.work_items SET kind = ''x'''),
	(4, 'SELECT FROM history_test.changes'), (5, 'SELECT runrate_internal.mark_closing(''history_test.prices'', 1)')) v (n, statement) ORDER BY n;
SET ROLE regress_history_steward;
UPDATE history_test.work_items SET kind = 'seen' WHERE work_item = 'by writer';
INSERT INTO history_test.slos (metric, target) VALUES ('spend', 100);
INSERT INTO history_test.prices (provider, model, meter, price) VALUES ('p', 'm', 'pages', 1);
SELECT recorded_by, closing FROM history_test.slos UNION ALL SELECT recorded_by, closing FROM history_test.prices;
SELECT statement, pg_temp.try(statement) FROM (VALUES (1, 'INSERT INTO history_test.slos (metric, target, recorded_by) VALUES (''spend'', 100, ''me'')'),
	(2, 'INSERT INTO history_test.slos (metric, target, closing) VALUES (''spend'', 100, 1)'),
	(3, 'INSERT INTO history_test.changes (table_name, key, after) VALUES (''agents'', ''a'', ''{}'')'),
	(4, 'UPDATE history_test.prices SET closing = 1'),
	-- stewards may update prices, of which they can change nothing: see load_prices_litellm()
	(5, 'SELECT runrate_internal.mark_closing(''history_test.slos'', 1)'),
	(6, 'SELECT runrate_internal.mark_closing(''history_test.changes'', 1)')) v (n, statement) ORDER BY n;
DELETE FROM history_test.work_items WHERE work_item = 'by writer';
SET ROLE regress_history_reader;
SELECT recorded_by, key, before ->> 'kind' AS kind_before, after ->> 'kind' AS kind FROM history_test.changes WHERE key = 'by writer' ORDER BY id;
RESET ROLE;
SELECT count(*) AS rows_of_the_other FROM pg_temp.changes;
DROP TABLE pg_temp.changes;
SET search_path = history_test;
SELECT statement, pg_temp.try(statement) FROM (VALUES (1, 'SELECT runrate_internal.mark_closing(''changes'', 0)'),
	(2, 'SELECT runrate_internal.mark_closing(''pg_class'', 1)'), (3, 'SELECT runrate_internal.mark_closing(''agents'', 1)'), (4, 'SELECT runrate_internal.mark_closing(0, 1)')) v (n, statement) ORDER BY n;
SELECT runrate_internal.mark_closing('changes', NULL) IS NULL AS nothing;

-- Nothing is written twice where rows come with their history
SELECT count(*) > 0 AS more FROM pg_temp.news();
SET session_replication_role = replica;
INSERT INTO work_items (work_item, recorded_by) VALUES ('replicated', 'somebody');
INSERT INTO cost_layers (layer, layer_order) VALUES ('retries', 65);
RESET session_replication_role;
SET runrate.restoring = on;
INSERT INTO work_items (work_item, recorded_by) VALUES ('restored', 'somebody');
INSERT INTO cost_layers (layer, layer_order) VALUES ('evaluation', 65);
INSERT INTO slos (metric, target, recorded_by, closing) VALUES ('spend', 1, 'somebody', 3);
SET ROLE regress_history_steward;
INSERT INTO work_items (work_item) VALUES ('not restored');
RESET ROLE;
RESET runrate.restoring;
SELECT work_item, recorded_by FROM work_items WHERE work_item LIKE '%re%ed' ORDER BY 1;
SELECT recorded_by, closing FROM slos WHERE target = 1;
SELECT table_name, key FROM pg_temp.news();
UPDATE work_items SET kind = 'x' WHERE work_item = 'restored';
SELECT table_name, key, recorded_by = current_user AS own_name FROM changes ORDER BY id DESC LIMIT 1;

--
-- As closings saw it: random changes between twelve closings, of each of
-- which a copy was made
--
SET search_path = history_test, history_test_internal;
CREATE TEMP TABLE seen (closing integer, name text, content jsonb);
DO $$
DECLARE
	rows CONSTANT text[] := ARRAY['t1', 't5', 't6', 'x', 'y', 'z'];
	item text;
	day date;
BEGIN
	PERFORM setseed(0.42);
	FOR k IN 1 .. 12 LOOP
		FOR n IN 1 .. 1 + 6 * random()::integer LOOP
			item := rows[1 + floor(random() * 6)];
			day := '2026-01-01'::date + floor(random() * 3)::integer;
			CASE floor(random() * 4)
				WHEN 0 THEN
					INSERT INTO work_items (work_item, customer) VALUES (item, random()) ON CONFLICT (work_item) DO UPDATE SET customer = excluded.customer;
					INSERT INTO agents (agent, valid_from, business_unit) VALUES (item, day, random()) ON CONFLICT DO NOTHING;
				WHEN 1 THEN
					DELETE FROM work_items WHERE work_item = item;
					DELETE FROM agents WHERE agent = item AND valid_from = day;
				WHEN 2 THEN
					UPDATE work_items SET work_item = item || '-' || k || n WHERE work_item = item;
					UPDATE agents SET retired = day WHERE agent = item;
				ELSE
					UPDATE work_items SET customer = random() WHERE work_item = item;
					UPDATE business_units SET owner = random(), cost_center = random();
					UPDATE accounts SET account = random() WHERE layer = '*';
					UPDATE cost_layers SET description = random() WHERE layer = 'caching';
			END CASE;
		END LOOP;
		INSERT INTO pg_temp.seen SELECT k, 'work_item', to_jsonb(w) FROM (SELECT work_item, kind, customer, campaign, business_unit FROM work_items) w;
		INSERT INTO pg_temp.seen SELECT k, 'agent', to_jsonb(a) FROM (SELECT agent, valid_from, business_unit, unit_of_work, deployment, hired, retired FROM agents) a;
		INSERT INTO pg_temp.seen SELECT k, 'business_unit', to_jsonb(u) FROM (SELECT business_unit, name, pl_line, cost_center, owner, entity FROM business_units) u;
		INSERT INTO pg_temp.seen SELECT k, 'cost_layer', to_jsonb(l) FROM (SELECT layer, visible, layer_order, description FROM cost_layers) l;
		INSERT INTO pg_temp.seen SELECT k, 'account', to_jsonb(a) FROM (SELECT layer, account, class, clearing_account, amortization_account, accrual_account, true_up_account, description FROM accounts) a;
		PERFORM runrate_internal.mark_closing('changes', k);
	END LOOP;
END;
$$;
UPDATE work_items SET customer = 'after the last' WHERE work_item IN (SELECT work_item FROM work_items LIMIT 2);
DELETE FROM agents WHERE agent = 'a';
INSERT INTO seen SELECT 2147483647, 'work_item', to_jsonb(w) FROM (SELECT work_item, kind, customer, campaign, business_unit FROM work_items) w;
INSERT INTO seen SELECT 2147483647, 'agent', to_jsonb(a) FROM (SELECT agent, valid_from, business_unit, unit_of_work, deployment, hired, retired FROM agents) a;
INSERT INTO seen SELECT 2147483647, 'business_unit', to_jsonb(u) FROM (SELECT business_unit, name, pl_line, cost_center, owner, entity FROM business_units) u;
INSERT INTO seen SELECT 2147483647, 'account', to_jsonb(a) FROM (SELECT layer, account, class, clearing_account, amortization_account, accrual_account, true_up_account, description FROM accounts) a;
INSERT INTO seen SELECT 2147483647, 'cost_layer', to_jsonb(l) FROM (SELECT layer, visible, layer_order, description FROM cost_layers) l;
WITH version AS (
	SELECT 'agent' AS name, to_jsonb(v) AS content, known_from, known_until FROM agent_versions v
	UNION ALL SELECT 'business_unit', to_jsonb(v), known_from, known_until FROM business_unit_versions v
	UNION ALL SELECT 'cost_layer', to_jsonb(v), known_from, known_until FROM cost_layer_versions v
	UNION ALL SELECT 'account', to_jsonb(v), known_from, known_until FROM account_versions v
),
as_of AS (
	SELECT c.closing, v.name, v.content - '{known_from,known_until}'::text[] AS content
	FROM (SELECT DISTINCT closing FROM seen) c
	JOIN version v ON c.closing >= v.known_from AND (c.closing < v.known_until OR v.known_until IS NULL)
	UNION ALL
	SELECT s.closing, 'work_item', to_jsonb(i)
	FROM (SELECT DISTINCT closing FROM seen) s
	CROSS JOIN (SELECT work_item FROM work_items UNION SELECT key FROM changes WHERE table_name = 'work_items') k
	LEFT JOIN work_items w USING (work_item)
	LEFT JOIN LATERAL item_change_after(k.work_item, nullif(s.closing, 2147483647)) c ON true
	CROSS JOIN LATERAL jsonb_to_record(CASE WHEN c.id IS NULL THEN to_jsonb(w) ELSE c.before END)
		AS i (work_item text, kind text, customer text, campaign text, business_unit text)
	WHERE i.work_item IS NOT NULL
)
SELECT (SELECT count(*) > 100 FROM seen) AS enough,
	(SELECT count(*) FROM (SELECT * FROM as_of EXCEPT ALL SELECT * FROM seen) d) AS too_much,
	(SELECT count(*) FROM (SELECT * FROM seen EXCEPT ALL SELECT * FROM as_of) d) AS missing;

-- Only what no closing has seen is marked, and only what the statement sees
SELECT runrate_internal.mark_closing('changes', 13) > 0 AS marked, runrate_internal.mark_closing('changes', 14) AS nothing_left;
SELECT runrate_internal.mark_closing('slos', 13) AS slos, runrate_internal.mark_closing('prices', 13) AS prices;
SELECT closing, count(*) FROM slos GROUP BY 1 ORDER BY 1;
-- a row of one's own is for the next closing
INSERT INTO slos (metric, target, closing) VALUES ('spend', 7, 5);
SELECT closing FROM slos WHERE target = 7;

-- Renamed, a ledger goes on
CALL runrate.rename_ledger('history_test', 'history "2"');
SET search_path = 'history "2"';
UPDATE work_items SET kind = 'renamed' WHERE work_item = 'restored';
SELECT key, after ->> 'kind' AS kind, closing FROM changes ORDER BY id DESC LIMIT 1;
DELETE FROM changes;

-- Not a trigger
SELECT pg_temp.try('SELECT runrate_internal.log_change()'), pg_temp.try('SELECT runrate_internal.stamp_master()'), pg_temp.try('SELECT runrate_internal.refuse_truncate()');
CREATE TABLE pg_temp.stray (a text);
CREATE TRIGGER a BEFORE INSERT ON pg_temp.stray FOR EACH ROW EXECUTE FUNCTION runrate_internal.log_change('a');
CREATE TRIGGER b AFTER INSERT ON pg_temp.stray FOR EACH ROW EXECUTE FUNCTION runrate_internal.stamp_master();
SELECT pg_temp.try('INSERT INTO pg_temp.stray VALUES (''x'')');
DROP TRIGGER a ON pg_temp.stray;
SELECT pg_temp.try('INSERT INTO pg_temp.stray VALUES (''x'')');
DROP TRIGGER b ON pg_temp.stray;
CREATE TRIGGER a AFTER INSERT ON pg_temp.stray FOR EACH ROW EXECUTE FUNCTION runrate_internal.log_change('a');
SELECT regexp_replace(pg_temp.try('INSERT INTO pg_temp.stray VALUES (''x'')'), 'pg_temp_\d+', 'pg_temp') AS of_no_ledger;
CREATE TRIGGER log_too AFTER INSERT ON work_items FOR EACH ROW EXECUTE FUNCTION runrate_internal.log_change();
SELECT pg_temp.try('INSERT INTO work_items (work_item) VALUES (''x'')');
DROP TRIGGER log_too ON work_items;

RESET search_path;
CALL runrate.drop_ledger('history "2"', confirm => 'history "2"');
DROP ROLE regress_history_writer, regress_history_steward, regress_history_reader;
