--
-- What a load warns of: every kind of row by itself and together, texts that are
-- too long, and nothing of a statement that was rolled back
--
SET client_min_messages = error;
CALL runrate.create_ledger('intake_test', 'EUR', 'UTC');
SET search_path = intake_test;
SET client_min_messages = warning;
INSERT INTO events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-05', 's', '1', 'a', 1), ('2026-01-05', 's', '2', 'a', 1);
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = '2'), 'mistake');

-- nothing to say: what is new, what came again, no rows
INSERT INTO events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-05', 's', '3', 'a', 1), ('2026-01-05', 's', '1', 'a', 1);
INSERT INTO events (occurred_at, source, source_key, agent, cost) SELECT '2026-01-05', 's', '3', 'a', 1 WHERE false;
-- a conflict alone
INSERT INTO events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-05', 's', '1', 'a', 2);
-- the key of a row that was reversed
INSERT INTO events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-05', 's', '2', 'a', 1);
-- a row in quarantine
INSERT INTO events (occurred_at, source, source_key, agent, cost) VALUES ('infinity', 's', '4', 'a', 1);
-- a row without a cost
INSERT INTO events (occurred_at, source, source_key, agent, provider, model, input_tokens) VALUES ('2026-01-05', 's', '5', 'a', 'p', 'm', 1);
-- all of them, several times: how many, and the first of each
INSERT INTO events (occurred_at, source, source_key, agent, provider, model, input_tokens, cost) VALUES
	('2026-01-05', 's', '6', 'a', 'p', 'm', 1, NULL), ('2026-01-05', 's', '1', 'b', NULL, NULL, NULL, 1), ('-infinity', 's', '7', 'a', NULL, NULL, NULL, 1),
	('2026-01-05', 's', '2', 'a', NULL, NULL, NULL, 3), ('2026-01-05', 's', '8', 'a', 'p', 'n', 1, NULL), ('2026-01-05', 's', '1', 'a', NULL, NULL, NULL, 7),
	('2026-01-05', 's', '9', 'a', NULL, NULL, NULL, 'NaN'), ('2026-01-05', 's', '2', 'a', NULL, NULL, NULL, 4);
-- the next statement begins at nothing
INSERT INTO events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-05', 's', '1', 'a', 2);
-- facts of another kind, and another money
INSERT INTO shared_costs (source, source_key, month, layer, billed_amount, billing_currency) VALUES ('s', '1', '2026-01-01', 'gateway', 1, 'SEK');
INSERT INTO outcomes (source, source_key, occurred_at, outcome) VALUES ('s', '1', '2026-01-05', NULL), ('s', '2', '2026-01-05', 'resolved');
INSERT INTO outcomes (source, source_key, occurred_at, outcome) VALUES ('s', '2', '2026-01-05', 'failed');

-- a long text is cut, between letters of two bytes
INSERT INTO events (occurred_at, source, source_key, provider, model, input_tokens) VALUES ('2026-01-05', 't', '1', repeat(U&'\00e9', 150), 'm', 1);
INSERT INTO events (occurred_at, source, source_key, provider, model, input_tokens) VALUES ('2026-01-05', 't', '2', 'x' || repeat(U&'\00e9', 150), 'm', 1);

-- a savepoint, and an exception that is caught, leave nothing to be said
SET client_min_messages = warning;
BEGIN;
SAVEPOINT a;
INSERT INTO events (occurred_at, source, source_key, agent, cost) SELECT '2026-01-05', 's', CASE i WHEN 3 THEN (1 / (i - 3))::text ELSE '1' END, 'a', 8 + i FROM generate_series(1, 3) i;
ROLLBACK TO a;
INSERT INTO events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-05', 's', '10', 'a', 1);
COMMIT;
DO $$
BEGIN
	INSERT INTO intake_test.events (occurred_at, source, source_key, agent, cost) SELECT '2026-01-05', 's', CASE i WHEN 3 THEN (1 / (i - 3))::text ELSE '1' END, 'a', 8 + i FROM generate_series(1, 3) i;
EXCEPTION WHEN division_by_zero THEN
	INSERT INTO intake_test.events (occurred_at, source, source_key, agent, cost) VALUES ('2026-01-05', 's', '11', 'a', 1);
END;
$$;
SELECT count(*) AS events, count(*) FILTER (WHERE source_key IN ('10', '11')) AS after_errors FROM events WHERE source = 's';

-- only after a statement
CREATE TABLE own (i integer);
CREATE TRIGGER t BEFORE INSERT ON own FOR EACH ROW EXECUTE FUNCTION runrate_internal.report_intake();
INSERT INTO own VALUES (1);
DROP TRIGGER t ON own;
CREATE TRIGGER t BEFORE INSERT ON own FOR EACH STATEMENT EXECUTE FUNCTION runrate_internal.report_intake();
INSERT INTO own VALUES (1);
SELECT runrate_internal.report_intake();

SET client_min_messages = error;
RESET search_path;
CALL runrate.drop_ledger('intake_test', 'intake_test');
RESET client_min_messages;
