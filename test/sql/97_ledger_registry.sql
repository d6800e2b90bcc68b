--
-- runrate.ledgers, upgrade_ledger and grant_access
--
-- The reports have so many expressions that compiling them takes longer than running them.
SET jit = off;
SET client_min_messages = warning;
\set SHOW_CONTEXT never
CREATE ROLE regress_registry_owner;
CREATE ROLE regress_registry_stranger;
CREATE ROLE regress_registry_reader;
CREATE ROLE regress_registry_writer;
CREATE ROLE regress_registry_steward;
SELECT current_database() AS db \gset
GRANT CREATE ON DATABASE :"db" TO regress_registry_owner, regress_registry_stranger;

-- No ledger yet
SELECT count(*) AS ledgers FROM runrate.ledgers;
CALL runrate.upgrade_ledger();

CALL runrate.create_ledger('registry_test', 'EUR', 'Europe/Berlin');
SET ROLE regress_registry_owner;
CALL runrate.create_ledger('Registry "2"', currency => 'CHF');
SET search_path = pg_temp;
SET TimeZone = 'Asia/Kathmandu';
-- A ledger that one may not read is listed without its settings.
SELECT schema, internal_schema, owner IN (SELECT rolname FROM pg_roles WHERE rolsuper) AS of_superuser, currency, time_zone, version, is_current
FROM runrate.ledgers ORDER BY schema COLLATE "C";
RESET ROLE;
SELECT schema, currency, time_zone, version, is_current FROM runrate.ledgers ORDER BY schema COLLATE "C";
RESET search_path;
RESET TimeZone;

--
-- Look-alikes
--
SET ROLE regress_registry_stranger;
CREATE SCHEMA registry_trap;
CREATE SCHEMA registry_trap_internal;
GRANT USAGE ON SCHEMA registry_trap, registry_trap_internal TO PUBLIC;
-- Fails in the hands of anybody but its owner
CREATE FUNCTION registry_trap.spring(a integer) RETURNS boolean LANGUAGE plpgsql IMMUTABLE AS $$
BEGIN
    IF current_user <> 'regress_registry_stranger' THEN
        RAISE EXCEPTION 'ran as %', current_user;
    END IF;
    RETURN true;
END $$;
CREATE TABLE registry_trap.business_units (business_unit text);
CREATE TABLE registry_trap_internal.ledger_settings (version text, currency text, time_zone text, objects text[], ledger_table regclass);
INSERT INTO registry_trap_internal.ledger_settings VALUES ('0.1.0', 'USD', 'UTC', '{"public table business_units","public view nothing"}', 'registry_trap.business_units');
GRANT SELECT ON registry_trap_internal.ledger_settings TO PUBLIC;
CREATE INDEX ON registry_trap_internal.ledger_settings (registry_trap.spring(1));
RESET ROLE;
SET ROLE regress_registry_owner;
-- The trap is set: planning a query springs it,
SELECT version FROM registry_trap_internal.ledger_settings;
-- but the view does not.
SELECT schema, internal_schema, owner, version, is_current FROM runrate.ledgers WHERE schema = 'registry_trap';
SET ROLE regress_registry_stranger;
ALTER TABLE registry_trap_internal.ledger_settings ENABLE ROW LEVEL SECURITY;
CREATE POLICY trap ON registry_trap_internal.ledger_settings USING (registry_trap.spring(version::integer));
SET ROLE regress_registry_owner;
SELECT schema, owner, version FROM runrate.ledgers WHERE schema = 'registry_trap';
-- A superuser is above row security.
RESET ROLE;
SELECT schema, owner, version FROM runrate.ledgers WHERE schema = 'registry_trap';

-- Who points to somebody else's table is not that one's ledger,
SET ROLE regress_registry_stranger;
UPDATE registry_trap_internal.ledger_settings SET ledger_table = NULL;
RESET ROLE;
UPDATE registry_trap_internal.ledger_settings SET ledger_table = 'registry_test.business_units';
SELECT schema, internal_schema, owner IN (SELECT rolname FROM pg_roles WHERE rolsuper) AS of_superuser FROM runrate.ledgers
WHERE schema = 'registry_test' OR internal_schema = 'registry_trap_internal' ORDER BY schema;
-- and nothing is looked up there.
INSERT INTO registry_test.shared_costs (month, layer, billed_amount, billing_currency, source_key) VALUES ('2026-01-01', 'gateway', 10, 'SEK', 'p1');
SELECT runrate_internal.ledger_schemas('registry_test.events');
SELECT runrate_internal.ledger_schemas('registry_trap.business_units');
SELECT runrate_internal.ledger_schemas('pg_class');
SELECT runrate_internal.ledger_schemas(0);
-- Nor is a schema, if not all is one owner's.
ALTER TABLE registry_test.business_units OWNER TO regress_registry_stranger;
SELECT schema, internal_schema FROM runrate.ledgers WHERE internal_schema = 'registry_test_internal';
SELECT runrate_internal.ledger_schemas('registry_test.events');
INSERT INTO registry_test.shared_costs (month, layer, billed_amount, billing_currency, source_key) VALUES ('2026-01-01', 'gateway', 10, 'SEK', 'p2');
ALTER TABLE registry_test.business_units OWNER TO CURRENT_USER;
ALTER TABLE registry_test.events OWNER TO regress_registry_stranger;
SELECT runrate_internal.ledger_schemas('registry_test.events');
SELECT object, fault FROM runrate_internal.ledger_faults('registry_test_internal.ledger_settings'::regclass);
SELECT is_current FROM runrate.ledgers WHERE schema = 'registry_test';
CALL runrate.repair_ledger('registry_test');
ALTER TABLE registry_test.events OWNER TO CURRENT_USER;
SELECT is_current FROM runrate.ledgers WHERE schema = 'registry_test';

-- None of these is a ledger; each would be if it were not for one thing.
SET ROLE regress_registry_stranger;
DROP TABLE registry_trap_internal.ledger_settings;
CREATE VIEW registry_trap_internal.ledger_settings AS SELECT 'registry_trap.business_units'::regclass AS ledger_table;
GRANT SELECT ON registry_trap_internal.ledger_settings TO PUBLIC;
SELECT count(*) AS views FROM runrate.ledgers WHERE internal_schema = 'registry_trap_internal';
DROP VIEW registry_trap_internal.ledger_settings;
CREATE TABLE registry_trap_internal.ledger_settings (ledger_table text);
SELECT count(*) AS of_other_type FROM runrate.ledgers WHERE internal_schema = 'registry_trap_internal';
DROP TABLE registry_trap_internal.ledger_settings;
CREATE TABLE registry_trap_internal.ledger_settings (ledger_table regclass) PARTITION BY LIST (ledger_table);
SELECT count(*) AS partitioned FROM runrate.ledgers WHERE internal_schema = 'registry_trap_internal';
DROP TABLE registry_trap_internal.ledger_settings;
CREATE TABLE registry_trap_internal.ledger_settings (ledger_table regclass);
RESET ROLE;
ALTER TABLE registry_trap_internal.ledger_settings OWNER TO regress_registry_owner;
SELECT count(*) AS of_other_owner FROM runrate.ledgers WHERE internal_schema = 'registry_trap_internal';
ALTER TABLE registry_trap_internal.ledger_settings OWNER TO regress_registry_stranger;
-- An empty table is a broken ledger: listed, so that one sees it.
SELECT schema, internal_schema, version, is_current FROM runrate.ledgers WHERE internal_schema = 'registry_trap_internal';

-- The functions behind the view take any number.
SELECT runrate_internal.ledger_settings(0), runrate_internal.ledger_settings('pg_class'::regclass),
       runrate_internal.ledger_settings('pg_class_oid_index'::regclass), runrate_internal.ledger_settings('runrate.ledgers'::regclass);
SELECT count(*) FROM runrate_internal.ledger_faults(0), runrate_internal.ledger_objects(0);

--
-- upgrade_ledger
--
SET client_min_messages = notice;
CALL runrate.upgrade_ledger('registry_test');
CALL runrate.upgrade_ledger(NULL);
CALL runrate.upgrade_ledger('registry_trap');
SET ROLE regress_registry_owner;
CALL runrate.upgrade_ledger('Registry "2"');
CALL runrate.upgrade_ledger('registry_test');
-- Older, newer, and no version; 0.10 is newer than 0.9.
UPDATE "Registry ""2""_internal".ledger_settings SET version = '0.0.9';
CALL runrate.repair_ledger('Registry "2"');
CALL runrate.rename_ledger('Registry "2"', 'registry_new');
CALL runrate.upgrade_ledger('Registry "2"');
SELECT version, is_current FROM runrate.ledgers WHERE schema = 'Registry "2"';
UPDATE "Registry ""2""_internal".ledger_settings SET version = '0.10.0';
CALL runrate.upgrade_ledger('Registry "2"');
SELECT version, is_current FROM runrate.ledgers WHERE schema = 'Registry "2"';
UPDATE "Registry ""2""_internal".ledger_settings SET version = 'latest';
CALL runrate.upgrade_ledger('Registry "2"');
UPDATE "Registry ""2""_internal".ledger_settings SET version = runrate_internal.version();
SET client_min_messages = warning;

--
-- grant_access
--
CALL "Registry ""2""".grant_access('regress_registry_reader', 'reader');
CALL "Registry ""2""".grant_access('regress_registry_writer', 'writer');
CALL "Registry ""2""".grant_access('regress_registry_steward', 'steward');
-- Granting again changes nothing.
CALL "Registry ""2""".grant_access('regress_registry_steward', 'steward');
CALL "Registry ""2""".grant_access('regress_registry_reader', 'owner');
CALL "Registry ""2""".grant_access('regress_registry_reader', NULL);
CALL "Registry ""2""".grant_access('regress_registry_nobody', 'reader');
CALL "Registry ""2""".grant_access(NULL, 'reader');

SET search_path = "Registry ""2""";
CREATE TEMP VIEW may AS
SELECT r.role, p.privilege, count(*) FILTER (WHERE h.may) AS relations, bool_and(h.may) AS of_all
FROM (VALUES (1, 'reader'), (2, 'writer'), (3, 'steward')) r(role_order, role)
CROSS JOIN (VALUES (1, 'SELECT'), (2, 'INSERT'), (3, 'UPDATE'), (4, 'DELETE'), (5, 'TRUNCATE')) p(privilege_order, privilege)
CROSS JOIN pg_class c
-- of rows at least of some columns
CROSS JOIN LATERAL (SELECT CASE WHEN p.privilege IN ('DELETE', 'TRUNCATE') THEN has_table_privilege('regress_registry_' || r.role, c.oid, p.privilege)
                                ELSE has_any_column_privilege('regress_registry_' || r.role, c.oid, p.privilege) END AS may) h
WHERE c.relnamespace IN ('"Registry ""2"""'::regnamespace, '"Registry ""2""_internal"'::regnamespace) AND c.relkind IN ('r', 'v')
  -- the secret of the ledger is for its owner only
  AND c.relname NOT IN ('key_secret', 'intake_settings')
GROUP BY r.role_order, r.role, p.privilege_order, p.privilege
ORDER BY r.role_order, p.privilege_order;
SELECT role, privilege, of_all, relations > 0 AS of_some FROM may;
-- Tables of the ledger that a steward cannot add to: those that only the trigger writes
SELECT relname FROM pg_class
WHERE relnamespace = '"Registry ""2"""'::regnamespace AND relkind = 'r' AND NOT has_any_column_privilege('regress_registry_steward', oid, 'INSERT')
ORDER BY relname;

SET ROLE regress_registry_reader;
SELECT schema, currency FROM runrate.ledgers WHERE schema = 'Registry "2"';
SELECT count(*) AS events FROM events;
INSERT INTO events (occurred_at, cost) VALUES ('2026-01-01', 1);
CALL grant_access('regress_registry_reader', 'steward');
SET ROLE regress_registry_writer;
INSERT INTO events (occurred_at, cost, agent) VALUES ('2026-01-01 12:00+00', 1.5, 'a');
INSERT INTO work_items (work_item) VALUES ('w');
INSERT INTO agents (agent) VALUES ('a');
-- What arrives is priced, compared with what is there, and put aside if it contradicts itself.
INSERT INTO events (occurred_at, provider, model, input_tokens, source, source_key) VALUES ('2026-01-01 12:00+00', 'p', 'm', 1000, 'test', 'e');
INSERT INTO events (occurred_at, provider, model, input_tokens, source, source_key) VALUES ('2026-01-01 12:00+00', 'p', 'm', 2000, 'test', 'e');
INSERT INTO events (occurred_at, cost, attempt, provider, model, usage_format, usage) VALUES
    ('2026-01-01 12:00+00', NULL, 1, 'p', 'm', 'openai_chat', '{"prompt_tokens": 1, "completion_tokens": 1, "prompt_tokens_details": {"cached_tokens": 5}}');
INSERT INTO reviews (occurred_at, minutes, reviewer) VALUES ('2026-01-01 12:00+00', 6, 'auditor');
INSERT INTO shared_costs (month, layer, billed_amount, billing_currency) VALUES ('2026-01-01', 'gateway', 10, 'SEK');
INSERT INTO outcomes (occurred_at, outcome) VALUES ('2026-01-01 12:00+00', 'resolved');
INSERT INTO invoices (month, vendor, amount) VALUES ('2026-01-01', 'p', 1);
INSERT INTO revenue (month, amount) VALUES ('2026-01-01', 1);
INSERT INTO investments (first_month, months, amount) VALUES ('2026-01-01', 2, 10);
-- What is there cannot be read, and so not be reversed.
SELECT reverse_outcome(1, 'test');
UPDATE events SET cost = 0;
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 5);
SELECT count(*) FROM agents;
SET ROLE regress_registry_steward;
SELECT reverse_outcome(id, 'test') > 0 AS reversed FROM outcomes;
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 5);
INSERT INTO agents (agent) VALUES ('a');
UPDATE agents SET unit_of_work = 'ticket';
UPDATE human_baselines SET cost_per_outcome = 6;
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 2);
INSERT INTO reviewer_costs (hourly_cost) VALUES (50);
INSERT INTO fx (currency, ledger_amount) VALUES ('SEK', 0.1);
SELECT price_pending();
UPDATE events SET cost = 0;
SELECT (SELECT count(*) FROM conflicts) AS conflicts, (SELECT count(*) FROM quarantine) AS quarantined;
SELECT agent, unit_of_work FROM agents;
SELECT count(*) AS events, sum(cost) AS cost FROM events;
-- A reader sees the reports and their explanation, a writer does not.
SET ROLE regress_registry_reader;
SELECT check_name, found FROM data_quality WHERE check_name = 'conflicts';
SELECT what, trim_scale(amount) AS amount FROM explain_chargeback('2026-01-01', 'unattributed') WHERE level < 2 ORDER BY step;
SELECT count(*) > 0 AS lines FROM board_report;
SET ROLE regress_registry_writer;
SELECT count(*) FROM events;
-- What the ledger sets is not the writer's, a column of the owner's is, once granted again.
INSERT INTO events (occurred_at, cost, recorded_at) VALUES ('2026-01-01', 1, '2020-01-01');
INSERT INTO events (occurred_at, cost, reverses, reason) VALUES ('2026-01-01', -1, 1, 'mine');
SET ROLE regress_registry_owner;
ALTER TABLE events ADD COLUMN project text;
SET ROLE regress_registry_writer;
INSERT INTO events (occurred_at, cost, project) VALUES ('2026-01-01', 1, 'alpha');
SET ROLE regress_registry_owner;
CALL grant_access('regress_registry_writer', 'writer');
SET ROLE regress_registry_writer;
INSERT INTO events (occurred_at, cost, project) VALUES ('2026-01-01', 1, 'alpha');

-- Grants are known, and come back with what an upgrade or repair makes.
SET ROLE regress_registry_reader;
SELECT role_name, access, granted_by, is_in_force FROM access_grants ORDER BY role_name;
SET ROLE regress_registry_owner;
REVOKE SELECT ON unit_costs FROM regress_registry_reader;
DROP VIEW weekly_anomaly_report;
SELECT object, fault FROM "Registry ""2""_internal".ledger_faults;
SET client_min_messages = notice;
CALL runrate.repair_ledger('Registry "2"');
CALL runrate.repair_ledger('Registry "2"');
SET client_min_messages = warning;
SELECT has_table_privilege('regress_registry_reader', 'unit_costs', 'SELECT') AS unit_costs, has_table_privilege('regress_registry_reader', 'weekly_anomaly_report', 'SELECT') AS weekly;
-- Who was thrown out stays out.
REVOKE ALL ON SCHEMA "Registry ""2""" FROM regress_registry_reader;
REVOKE SELECT ON unit_costs FROM regress_registry_reader;
CALL runrate.upgrade_ledger('Registry "2"');
SELECT role_name, access, is_in_force FROM access_grants ORDER BY role_name;
SELECT has_table_privilege('regress_registry_reader', 'unit_costs', 'SELECT') AS unit_costs;
-- One access of two
CALL grant_access('regress_registry_writer', 'reader');
CALL revoke_access('regress_registry_writer', 'writer');
SELECT has_table_privilege('regress_registry_writer', 'unit_costs', 'SELECT') AS reads, has_any_column_privilege('regress_registry_writer', 'events', 'INSERT') AS writes;
CALL revoke_access('regress_registry_writer', 'reader');
SELECT has_table_privilege('regress_registry_writer', 'unit_costs', 'SELECT') AS reads, has_schema_privilege('regress_registry_writer', 'Registry "2"', 'USAGE') AS uses;
CALL revoke_access('regress_registry_writer', 'reader');
CALL revoke_access('regress_registry_nobody', 'reader');
CALL revoke_access('regress_registry_writer', 'owner');
SET ROLE regress_registry_steward;
CALL revoke_access('regress_registry_steward', 'steward');
RESET ROLE;
RESET search_path;

-- All of a ledger is its owner's.
DROP VIEW pg_temp.may;
DROP OWNED BY regress_registry_owner, regress_registry_stranger CASCADE;
DROP SCHEMA registry_test, registry_test_internal CASCADE;
DROP ROLE regress_registry_owner, regress_registry_stranger, regress_registry_reader, regress_registry_writer, regress_registry_steward;
SELECT count(*) AS ledgers FROM runrate.ledgers;
