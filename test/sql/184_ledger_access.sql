--
-- Who may do what: controllers close, stewards keep reference data and correct
-- facts, and neither can do by hand what the functions do.
--
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET datestyle = 'ISO';
CREATE ROLE regress_access_owner;
CREATE ROLE regress_access_controller;
CREATE ROLE regress_access_steward;
CREATE ROLE regress_access_reader;
CREATE ROLE regress_access_login IN ROLE regress_access_controller;
SELECT format('GRANT CREATE ON DATABASE %I TO regress_access_owner', current_database()) \gexec
SET ROLE regress_access_owner;
CALL runrate.create_ledger('access_test');
SET search_path = access_test, access_test_internal, pg_temp;
CALL grant_access('regress_access_controller', 'controller');
CALL grant_access('regress_access_steward', 'steward');
CALL grant_access('regress_access_reader', 'reader');
CALL grant_access('regress_access_reader', 'closer');
CALL runrate_internal.check_release(150013);
CALL runrate_internal.check_release(150014);
CALL runrate_internal.check_release(160009);
CALL runrate_internal.check_release(170006);
CALL runrate_internal.check_release(180000);

CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text; message text;
BEGIN
	EXECUTE statement;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT;
	RETURN concat_ws(' | ', state, message);
END;
$$;
GRANT USAGE ON SCHEMA pg_temp TO PUBLIC;

--
-- A steward keeps reference data, corrects facts and prices them anew
--
SET ROLE regress_access_steward;
INSERT INTO business_units (business_unit, pl_line) VALUES ('north', 'North'), ('south', 'South');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('a', 'north', 'ticket'), ('b', 'south', 'claim');
UPDATE agents SET business_unit = 'north' WHERE agent = 'a';
DELETE FROM business_units WHERE business_unit = 'south';
INSERT INTO business_units (business_unit, pl_line) VALUES ('south', 'South');
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 10);
INSERT INTO reviewer_costs (reviewer, valid_from, hourly_cost) VALUES ('*', '2026-01-01', 60);
INSERT INTO events (source_key, occurred_at, agent, work_item, provider, model, input_tokens) VALUES
	('1', '2026-01-05', 'a', 'w1', 'p', 'm', 1000000), ('2', '2026-02-05', 'b', 'w2', 'p', 'm', 3000000), ('3', '2026-02-06', 'b', 'w3', 'p', 'm', 3000000);
INSERT INTO outcomes (source_key, occurred_at, agent, work_item, outcome) VALUES ('1', '2026-01-05', 'a', 'w1', 'resolved');
INSERT INTO reviews (source_key, occurred_at, agent, work_item, minutes) VALUES ('1', '2026-01-05', 'a', 'w1', 10);
INSERT INTO shared_costs (source_key, month, layer, amount) VALUES ('1', '2026-01-01', 'gateway', 10);
INSERT INTO investments (source_key, first_month, months, amount) VALUES ('1', '2026-01-01', 10, 100), ('2', '2026-01-01', 10, 100);
INSERT INTO invoices (source_key, month, vendor, amount) VALUES ('1', '2026-01-01', 'v', 10);
INSERT INTO revenue (source_key, month, amount) VALUES ('1', '2026-01-01', 10);
SELECT dispose_investment(id, '2026-04-01', 'sold') IS NOT NULL AS disposed FROM investments WHERE source_key = '1';
SELECT reverse_disposal(id, 'kept') IS NOT NULL AS kept FROM disposals;
SELECT (SELECT reverse_event(id, 'twice') FROM events WHERE source_key = '3') IS NOT NULL AS event,
	(SELECT reverse_outcome(id, 'reopened') FROM outcomes) IS NOT NULL AS outcome,
	(SELECT reverse_review(id, 'twice') FROM reviews) IS NOT NULL AS review,
	(SELECT reverse_shared_cost(id, 'twice') FROM shared_costs) IS NOT NULL AS shared_cost,
	(SELECT reverse_investment(id, 'twice') FROM investments WHERE source_key = '2') IS NOT NULL AS investment,
	(SELECT reverse_invoice(id, 'twice') FROM invoices) IS NOT NULL AS invoice,
	(SELECT reverse_revenue(id, 'twice') FROM revenue) IS NOT NULL AS revenue;
SELECT price_pending(), (SELECT count(*) FROM book_month_end('2026-02-01')) AS booked;
CALL raise_alerts();
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 8);
SELECT reprice('2026-01-01', '2026-02-01', 'new list');
-- and cannot book another amount than the price book gives
SELECT runrate_internal.correct_event('events', id, 'mine') FROM events WHERE source_key IN ('1', '2') ORDER BY id;
SELECT o.source_key, trim_scale(c.cost) AS correction FROM events c JOIN events o ON o.id = c.corrects ORDER BY 1;
SELECT n, pg_temp.try(s) FROM (VALUES
	(1, 'SELECT close_month(''2026-01-01'', ''January'')'), (2, 'SELECT close_through(''2026-01-01'', ''January'')'),
	(3, 'SELECT reopen_month(''2026-01-01'', ''mine'')'), (4, 'SELECT verify_books()'),
	(5, 'UPDATE events SET cost = 1'), (6, 'DELETE FROM events'), (7, 'UPDATE prices SET price = 1'), (8, 'DELETE FROM prices'),
	(9, 'INSERT INTO events (cost, occurred_at) VALUES (1, now()) RETURNING id / 0'),
	(10, 'SELECT rebuild_balances()'), (11, 'UPDATE ledger_settings SET currency = ''EUR'''), (12, 'SELECT secret FROM key_secret')) s (n, s) ORDER BY n;

--
-- A controller closes, and nothing else
--
SET ROLE regress_access_login;
SELECT close_month('2026-01-01', 'January') ~ '^[0-9a-f]{64}$' AS closed;
SELECT close_through('2026-03-01', 'to March') AS closed;
SELECT reopen_month('2026-03-01', 'invoice') AS pulled;
SELECT close_month('2026-03-01', 'March') ~ '^[0-9a-f]{64}$' AS closed;
SELECT * FROM verify_books();
SELECT month, version, closed_by, reopened_by, in_force FROM closed_months ORDER BY entry;
SELECT count(*) > 5 AS has_document FROM export_statement('2026-01-01');
SELECT agent, amount, is_closed FROM statement('2026-02-01', 'south');
SELECT count(*) AS causes FROM restatement('2026-01-01');
SELECT n, pg_temp.try(s) FROM (VALUES
	(1, 'INSERT INTO closings SELECT entry + 100, kind, month, version, closed_through, recorded_at, recorded_by, note, accepted, ledger_version, previous_digest, digest FROM closings'),
	(2, 'UPDATE closings SET note = ''mine'''), (3, 'DELETE FROM closings'), (4, 'UPDATE closed_lines SET cost = 0'), (5, 'DELETE FROM closed_lines'),
	(6, 'UPDATE closed_statements SET in_force = false'), (7, 'SELECT freeze_month(100, ''2026-04-01'')'), (8, 'SELECT unfreeze_month(1)'),
	(9, 'SELECT add_entry(''close'', ''2026-04-01'', ''2026-04-01'', ''mine'', ''{}'')'),
	(10, 'SELECT close_ledger_month(''events'', ''2026-04-01'', ''mine'', '''', 1)'), (11, 'SELECT reopen_ledger_month(''events'', ''2026-03-01'', ''mine'', true)'),
	(12, 'SELECT runrate_internal.rebook_facts(''events'', ''2026-01-01'', ''2026-05-01'')'), (13, 'SELECT runrate_internal.mark_closing(''changes'', 9)'),
	(14, 'SELECT runrate_internal.mark_closing(''prices'', 9)'), (15, 'INSERT INTO events (cost, occurred_at) VALUES (1, now())'),
	(16, 'INSERT INTO business_units (business_unit) VALUES (''x'')'), (17, 'SELECT reverse_event(1, ''mine'')'), (18, 'SELECT secret FROM key_secret'),
	(19, 'SELECT fold_postings(''events'', NULL)'), (20, 'SELECT rebuild_balances()'),
	(21, 'SELECT close_month(''2026-12-01'', ''not over'')'), (22, 'SELECT close_month(''2026-04-01'', '' '')')) s (n, s) ORDER BY n;
-- what the session has set and made does not change what runs with the owner's rights
CREATE FUNCTION pg_temp.month_of(at timestamptz) RETURNS date LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'run as %', current_user; END; $$;
CREATE TEMP TABLE closings (entry bigint);
SET search_path = pg_temp, access_test, access_test_internal, pg_catalog;
SET timezone = 'Asia/Tokyo';
SET datestyle = 'German';
SET intervalstyle = 'sql_standard';
SET extra_float_digits = -5;
SET quote_all_identifiers = on;
SELECT access_test.close_month('2026-04-01', 'April') ~ '^[0-9a-f]{64}$' AS closed;
SELECT * FROM access_test.verify_books();
RESET intervalstyle;
RESET extra_float_digits;
RESET quote_all_identifiers;
RESET datestyle;
RESET timezone;
SET datestyle = 'ISO';
SET search_path = access_test, access_test_internal, pg_temp;
SELECT * FROM verify_books();
DROP TABLE pg_temp.closings;
DROP FUNCTION pg_temp.month_of;

-- Readers, and those whom nobody let in, are told so
SET ROLE regress_access_reader;
SELECT pg_temp.try('SELECT close_month(''2026-05-01'', ''May'')'), pg_temp.try('SELECT verify_books()');

-- Repair and upgrade keep it so, also when the functions were dropped
SET ROLE regress_access_owner;
SELECT role_name, access, is_in_force FROM access_grants ORDER BY role_name;
GRANT EXECUTE ON FUNCTION close_month TO PUBLIC;
DROP FUNCTION reopen_month, verify_books;
CALL runrate.repair_ledger('access_test');
CALL runrate.upgrade_ledger('access_test');
SET ROLE regress_access_controller;
SELECT reopen_month('2026-04-01', 'again') AS pulled;
SET ROLE regress_access_reader;
SELECT n, pg_temp.try(s) FROM (VALUES (1, 'SELECT close_month(''2026-04-01'', ''April'')'), (2, 'SELECT reopen_month(''2026-03-01'', ''again'')'), (3, 'SELECT verify_books()')) s (n, s) ORDER BY n;
SET ROLE regress_access_owner;
CALL revoke_access('regress_access_controller', 'controller');
SELECT has_function_privilege('regress_access_controller', 'reopen_month(date, text, boolean)', 'EXECUTE') AS may, has_schema_privilege('regress_access_controller', 'access_test', 'USAGE') AS uses;

RESET ROLE;
RESET search_path;
DROP OWNED BY regress_access_owner, regress_access_controller, regress_access_steward, regress_access_reader CASCADE;
DROP ROLE regress_access_owner, regress_access_controller, regress_access_steward, regress_access_reader, regress_access_login;
