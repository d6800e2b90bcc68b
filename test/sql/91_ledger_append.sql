--
-- Facts arrive once, are checked, and do not change.
--
SET client_min_messages = warning;
\set SHOW_CONTEXT never
SET TimeZone = 'America/New_York';
SET DateStyle = 'ISO';
CALL runrate.create_ledger('append_test', 'EUR', 'Europe/Berlin');
CALL runrate.create_ledger('append_other', 'USD', 'UTC');
SET search_path = append_test, pg_temp;
INSERT INTO prices (provider, model, meter, price, per) VALUES
	('p', 'm', 'input_tokens', 1, 1),
	('p', 'm', 'output_tokens', 10, 1);

-- The same rows again, by INSERT and by COPY, are skipped silently
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, output_tokens, source, source_key) VALUES
	('2026-01-01 00:00+00', 'a', 'p', 'm', 1, 1, 's', '1'),
	('2026-01-01 00:00+00', 'a', 'p', 'm', 2, NULL, 's', '2');
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, output_tokens, source, source_key) VALUES
	('2025-12-31 19:00-05', 'a', 'p', 'm', 1, 1, 's', '1'),
	('2026-01-01 00:00+00', 'a', 'p', 'm', 2, NULL, 's', '2'),
	('2026-01-01 00:00+00', 'a', 'p', 'm', 3, NULL, 's', '3'),
	('2026-01-01 00:00+00', 'a', 'p', 'm', 3, NULL, 's', '3')
RETURNING source_key, cost;
COPY events (occurred_at, agent, provider, model, input_tokens, source, source_key) FROM stdin (FORMAT csv);
2026-01-01 00:00+00,a,p,m,3,s,3
2026-01-01 00:00+00,a,p,m,4,s,4
2026-01-01 00:00+00,a,p,m,4,s,4
2026-01-01 00:00+00,a,p,m,5,t,4
\.
-- a row without a key is a row of its own
INSERT INTO events (occurred_at, cost) VALUES ('2026-01-01 00:00+00', 1), ('2026-01-01 00:00+00', 1);
SELECT source, CASE WHEN source <> 'manual' THEN source_key END AS source_key, input_tokens, output_tokens, trim_scale(cost) AS cost, cost_basis FROM events ORDER BY id;
SELECT count(*) FROM conflicts;

-- A price that came later does not make the same row another one
INSERT INTO prices (provider, model, meter, price, per) VALUES ('p', 'm', 'input_tokens', 2, 1);
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, source, source_key) VALUES ('2026-01-01 00:00+00', 'a', 'p', 'm', 4, 's', '4');

-- Other content under a known key is a conflict; the first row stands
INSERT INTO events (occurred_at, agent, provider, model, input_tokens, output_tokens, cost, source, source_key) VALUES
	('2026-01-01 00:00+00', 'b', 'p', 'm', 2, 7, NULL, 's', '2'),
	('2026-01-01 00:00+00', 'a', 'p', 'm', 3, NULL, 99, 's', '3'),
	('2026-01-01 00:00+00', 'a', 'p', 'm', 4, NULL, 4, 's', '4');
SELECT fact, source, source_key, existing_id, differs_in, payload->'output_tokens' AS output, payload->'cost' AS cost, payload ? 'id' OR payload ? 'recorded_at' OR payload ? 'usage' AS more FROM conflicts ORDER BY id;
-- a reported cost is content, whoever has it
INSERT INTO events (occurred_at, cost, source, source_key) VALUES ('2026-01-01 00:00+00', 5, 's', 'reported');
INSERT INTO events (occurred_at, cost, source, source_key) VALUES ('2026-01-01 00:00+00', 5.000, 's', 'reported');
INSERT INTO events (occurred_at, cost, source, source_key) VALUES ('2026-01-01 00:00+00', NULL, 's', 'reported');
INSERT INTO events (occurred_at, cost, source, source_key) VALUES ('2026-01-01 00:00+00', 6, 's', 'reported') ON CONFLICT DO NOTHING;
SELECT count(*) FROM conflicts;

-- What contradicts itself goes to quarantine, with the numbers; the rest of the statement goes on
COPY events (occurred_at, cost, input_tokens, output_tokens, quantity, source, source_key) FROM stdin (FORMAT csv);
2026-01-01 00:00+00,NaN,,,,q,NaN
2026-01-01 00:00+00,1,-5,,,q,negative
2026-01-01 00:00+00,1,9223372036854775807,1,,q,too many
2026-01-01 00:00+00,1,9223372036854775807,0,,q,just enough
2026-01-01 00:00+00,1,,,Infinity,q,infinite
2026-01-01 00:00+00,1,,,-0.5,q,negative quantity
\.
INSERT INTO events (occurred_at, provider, model, input_tokens, source, source_key, usage_format, usage) VALUES
	('2026-01-01 00:00+00', 'p', NULL, NULL, 'u', 'good', 'openai_chat', '{"model": "m", "service_tier": "default", "usage": {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 12}}'),
	('2026-01-01 00:00+00', 'p', 'm', 10, 'u', 'agrees', 'openai_chat', '{"model": "m-2026", "usage": {"prompt_tokens": 10, "completion_tokens": 2}}'),
	('2026-01-01 00:00+00', 'p', 'm', 11, 'u', 'differs', 'openai_chat', '{"usage": {"prompt_tokens": 10, "completion_tokens": 2}}'),
	('2026-01-01 00:00+00', 'p', 'm', NULL, 'u', 'contradicts', 'openai_chat', '{"usage": {"prompt_tokens": 10, "completion_tokens": 2, "total_tokens": 13}}'),
	('2026-01-01 00:00+00', 'p', 'm', NULL, 'u', 'unknown format', 'openai', '{"usage": {}}'),
	('2026-01-01 00:00+00', 'p', 'm', NULL, 'u', 'no format', NULL, '{"usage": {}}'),
	('2026-01-01 00:00+00', 'p', 'm', NULL, 'u', 'not an object', 'openai_chat', '[1]'),
	('2026-01-01 00:00+00', 'p', NULL, NULL, 'u', 'two models', 'anthropic', '{"model": "m", "usage": {"input_tokens": 1, "output_tokens": 1, "iterations": [{"type": "message", "model": "m", "input_tokens": 1, "output_tokens": 1}, {"type": "message", "model": "n", "input_tokens": 1, "output_tokens": 1}]}}'),
	('2026-01-01 00:00+00', 'p', 'm', 7, 'u', 'only a format', 'anthropic', NULL);
INSERT INTO outcomes (occurred_at, outcome, quantity, source_key) VALUES ('2026-01-01 00:00+00', 'resolved', -1, 'negative'), ('2026-01-01 00:00+00', 'resolved', 2, 'two');
INSERT INTO reviews (occurred_at, minutes, fee, source_key) VALUES ('2026-01-01 00:00+00', -1, NULL, 'negative'), ('2026-01-01 00:00+00', NULL, 'NaN', 'NaN'), ('2026-01-01 00:00+00', NULL, 5, 'fee');
INSERT INTO shared_costs (month, layer, amount, source_key) VALUES ('2026-01-01', 'gateway', 'NaN', 'NaN');
SELECT fact, source, source_key, problem, payload->>'cost' AS cost, payload->'usage' IS NOT NULL AS has_usage FROM quarantine ORDER BY id;
SELECT source_key, model, service_tier, input_tokens, output_tokens, trim_scale(cost) AS cost FROM events WHERE source = 'u' ORDER BY id;
-- once mended, the row goes in under its key; again it is known
INSERT INTO events (occurred_at, cost, input_tokens, source, source_key) VALUES ('2026-01-01 00:00+00', 1, 5, 'q', 'negative');
INSERT INTO events (occurred_at, cost, input_tokens, source, source_key) VALUES ('2026-01-01 00:00+00', 1, 5, 'q', 'negative');
-- and so is the one that came as a usage object
INSERT INTO events (occurred_at, provider, source, source_key, usage_format, usage) VALUES
	('2026-01-01 00:00+00', 'p', 'u', 'good', 'openai_chat', '{"usage": {"total_tokens": 12, "completion_tokens": 2, "prompt_tokens": 10}, "model": "m", "service_tier": "default"}');
SELECT count(*) FROM conflicts;

-- What the ledger's constraints would refuse goes to quarantine; a failed statement leaves no counts for the next one
\set VERBOSITY terse
INSERT INTO events (occurred_at, cost, attempt) VALUES ('2026-01-01 00:00+00', 'NaN', 1), ('2026-01-01 00:00+00', 1, 0);
INSERT INTO events (cost) VALUES (1);
INSERT INTO events (occurred_at, cost) VALUES ('infinity', 1);
INSERT INTO events (input_tokens) VALUES (1);
INSERT INTO events (occurred_at, cost, source) VALUES ('2026-01-01 00:00+00', 1, NULL);
INSERT INTO reviews (occurred_at) VALUES ('2026-01-01 00:00+00');
INSERT INTO shared_costs (month, layer) VALUES ('2026-01-01', 'gateway');
INSERT INTO events (occurred_at, cost) VALUES ('2026-01-01 00:00+00', 'NaN'), ('2026-01-01 00:00+00', 1 / 0);
INSERT INTO events (occurred_at, cost) VALUES ('2026-01-01 00:00+00', 1);
SELECT problem FROM quarantine WHERE id > 15 ORDER BY id;
\set VERBOSITY default

-- Attempts after the first, and how a cost was arrived at
INSERT INTO events (occurred_at, provider, model, layer, attempt, input_tokens, cost, cost_basis, source, source_key) VALUES
	('2026-01-01 00:00+00', 'p', 'm', 'model_api', 1, 1, NULL, NULL, 'a', 'first'),
	('2026-01-01 00:00+00', 'p', 'm', 'model_api', 2, 1, NULL, NULL, 'a', 'second'),
	('2026-01-01 00:00+00', 'p', 'm', 'gateway', 3, 1, 0.5, NULL, 'a', 'third'),
	('2026-01-01 00:00+00', 'p', 'm', 'model_api', 1, 1, 0.5, 'estimated', 'a', 'estimated'),
	('2026-01-01 00:00+00', 'p', 'm', 'model_api', 1, 1, NULL, 'reported', 'a', 'no cost');
SELECT source_key, layer, trim_scale(cost) AS cost, cost_basis, price_rows, price_problem FROM events WHERE source = 'a' ORDER BY id;

-- Other currencies, by the rate valid then
INSERT INTO fx (currency, valid_from, ledger_amount) VALUES
	('USD', '2026-01-01 00:00+00', 0.9),
	('USD', '2026-02-01 00:00+00', 0.8),
	('USD', '2026-02-01 00:00+00', 0.85),
	('USD', '2026-03-01 00:00+00', NULL);
INSERT INTO events (occurred_at, provider, billed_amount, billing_currency, source, source_key) VALUES
	('2025-12-31 23:59:59+00', 'v', 10, 'USD', 'fx', 'before'),
	('2026-01-01 00:00+00', 'v', 10, 'USD', 'fx', 'January'),
	('2026-02-01 00:00+00', 'v', 10, 'USD', 'fx', 'February'),
	('2026-03-01 00:00+00', 'v', 10, 'USD', 'fx', 'ended'),
	('2026-01-01 00:00+00', 'v', 10, 'EUR', 'fx', 'the ledger''s'),
	('2026-01-01 00:00+00', 'v', 10, NULL, 'fx', 'none'),
	('2026-01-01 00:00+00', 'v', 10, 'GBP', 'fx', 'unknown'),
	('2026-01-01 00:00+00', 'v', 0.0000000000005, 'EUR', 'fx', 'rounded'),
	('2026-01-01 00:00+00', 'v', 1e18, 'EUR', 'fx', 'too large'),
	('2026-01-01 00:00+00', 'v', -10, 'USD', 'fx', 'credit');
SELECT source_key, trim_scale(cost) AS cost, cost_basis, price_problem FROM events WHERE source = 'fx' ORDER BY id;
INSERT INTO events (occurred_at, provider, billed_amount, billing_currency, source, source_key) VALUES
	('2026-01-01 00:00+00', 'v', 10.0, 'USD', 'fx', 'January'),
	('2026-01-01 00:00+00', 'v', 11, 'USD', 'fx', 'none');

-- Bills; the time that is left to its default is not content
INSERT INTO shared_costs (month, layer, billed_amount, billing_currency, occurred_at, source_key) VALUES ('2026-01-01', 'gateway', 10.1234567, 'USD', '2026-01-31 00:00+00', 'fx');
INSERT INTO investments (first_month, months, billed_amount, billing_currency, occurred_at, source_key) VALUES ('2026-01-01', 12, 100.05, 'USD', '2026-01-31 00:00+00', 'fx');
INSERT INTO invoices (month, vendor, amount, source_key) VALUES ('2026-01-01', 'v', 100, 'plain');
INSERT INTO invoices (month, vendor, amount, source_key) VALUES ('2026-01-01', 'v', 100, 'plain');
INSERT INTO invoices (month, vendor, amount, source_key) VALUES ('2026-01-01', 'v', 101, 'plain');
INSERT INTO revenue (month, billed_amount, billing_currency, source_key) VALUES ('2026-01-01', 100, 'GBP', 'no rate');
INSERT INTO revenue (month, billed_amount, billing_currency, source_key) VALUES ('2026-01-01', 1e15, NULL, 'too large');
-- 10.1234567 * 0.9 = 9.11111103; 100.05 * 0.9 = 90.045
SELECT 'shared_costs', source_key, amount FROM shared_costs UNION ALL SELECT 'investments', source_key, amount FROM investments
UNION ALL SELECT 'invoices', source_key, amount FROM invoices UNION ALL SELECT 'revenue', source_key, amount FROM revenue;

-- Reviews: a fee, or minutes at the cost of an hour on that day in Berlin
INSERT INTO reviewer_costs (reviewer, valid_from, hourly_cost) VALUES
	('*', '2026-01-01', 30), ('senior', '2026-01-01', 90), ('senior', '2026-02-01', 120), ('senior', '2026-03-01', NULL);
INSERT INTO reviews (occurred_at, reviewer, minutes, hourly_cost, fee, source_key) VALUES
	('2026-01-15 00:00+00', 'senior', 20, NULL, NULL, '20 minutes at 90 = 30'),
	('2026-01-31 22:59:59+00', 'senior', 20, NULL, NULL, 'still January = 30'),
	('2026-01-31 23:00+00', 'senior', 20, NULL, NULL, 'February in Berlin = 40'),
	('2026-03-15 00:00+00', 'senior', 20, NULL, NULL, 'ended, so as all = 10'),
	('2026-01-15 00:00+00', 'junior', 7, NULL, NULL, '7 minutes at 30 = 3.5'),
	('2026-01-15 00:00+00', NULL, 20, NULL, NULL, 'nobody, so as all = 10'),
	('2025-12-15 00:00+00', 'senior', 20, NULL, NULL, 'before all'),
	('2025-12-15 00:00+00', 'senior', 20, 50, NULL, '20 minutes at 50 = 16.666666666667'),
	('2025-12-15 00:00+00', 'senior', 20, NULL, 4.5, 'a fee of 4.5');
SELECT source_key, trim_scale(cost) AS cost FROM reviews WHERE source_key LIKE '% %' ORDER BY id;
INSERT INTO reviewer_costs (reviewer, valid_from, hourly_cost) VALUES ('*', '2025-01-01', 15);
INSERT INTO fx (currency, valid_from, ledger_amount) VALUES ('GBP', '2026-01-01 00:00+00', 1.2);
-- the review, the event in GBP and the revenue
SELECT price_pending();
SELECT trim_scale(cost) AS cost FROM reviews WHERE source_key = 'before all';
SELECT amount FROM revenue;
SELECT source_key, price_problem FROM events WHERE cost IS NULL;

-- Nothing is changed
CREATE PROCEDURE pg_temp.try(command text) LANGUAGE plpgsql AS $$
DECLARE
	state text;
	message text;
	hint text;
BEGIN
	EXECUTE command;
	RAISE WARNING 'done: %', command;
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, hint = PG_EXCEPTION_HINT;
	RAISE WARNING '% -> % % / %', command, state, message, hint;
END;
$$;
DO $$
DECLARE
	name text;
BEGIN
	FOREACH name IN ARRAY ARRAY['events', 'outcomes', 'reviews', 'shared_costs', 'investments', 'invoices', 'revenue']
	LOOP
		CALL pg_temp.try(format('UPDATE append_test.%I SET reason = ''x''', name));
		CALL pg_temp.try(format('DELETE FROM append_test.%I', name));
		CALL pg_temp.try(format('TRUNCATE append_test.%I', name));
	END LOOP;
	FOREACH name IN ARRAY ARRAY['prices', 'model_aliases', 'outcome_rules', 'reviewer_costs', 'human_baselines', 'budgets', 'fixed_shares', 'fx']
	LOOP
		CALL pg_temp.try(format('UPDATE append_test.%I SET recorded_at = now()', name));
		CALL pg_temp.try(format('DELETE FROM append_test.%I', name));
		CALL pg_temp.try(format('TRUNCATE append_test.%I', name));
	END LOOP;
END;
$$;
UPDATE events SET cost = cost WHERE source_key = 'reported';
UPDATE events SET cost = 0, agent = 'x' WHERE source_key = 'ended';
UPDATE events SET id = DEFAULT WHERE source_key = 'ended';
UPDATE outcomes SET quantity = quantity;
INSERT INTO events (occurred_at, cost, source, source_key) VALUES ('2026-01-01 00:00+00', 5, 's', 'reported') ON CONFLICT (key_hash) DO UPDATE SET cost = 7;
-- an update without a price changes nothing, and no update says what a cost is
UPDATE events SET cost = 1 WHERE source_key = 'ended';
SELECT source_key, cost, xmin = (SELECT xmin FROM events WHERE source_key = 'before') AS untouched FROM events WHERE source_key = 'ended';

-- Reversals
SELECT reverse_event(id, 'billed twice', '2026-05-01') > id AS done FROM events WHERE source_key = 'good';
SELECT reverse_event(id, 'no rate') > id AS done FROM events WHERE source_key = 'ended';
SELECT reverse_outcome(id, 'reopened') > id AS done FROM outcomes WHERE source_key = 'two';
SELECT reverse_review(id, 'not done') > id AS done FROM reviews WHERE source_key IN ('a fee of 4.5', '7 minutes at 30 = 3.5') ORDER BY id;
SELECT reverse_shared_cost(id, 'credit') > id AS done FROM shared_costs;
SELECT reverse_investment(id, 'sold') > id AS done FROM investments;
SELECT reverse_invoice(id, 'wrong') > id AS done FROM invoices;
SELECT reverse_revenue(id, 'returned') > id AS done FROM revenue;
SELECT occurred_at AT TIME ZONE 'UTC' AS utc, trim_scale(cost) AS cost, cost_basis, agent, model, input_tokens, output_tokens, trim_scale(billed_amount) AS billed, source_key = 'events:' || reverses AS keyed, reason, usage
FROM events WHERE reverses IS NOT NULL ORDER BY id;
SELECT outcome, quantity, reason FROM outcomes WHERE reverses IS NOT NULL;
SELECT minutes, trim_scale(fee) AS fee, trim_scale(cost) AS cost FROM reviews WHERE reverses IS NOT NULL ORDER BY id;
SELECT month, layer, amount, trim_scale(billed_amount) AS billed FROM shared_costs WHERE reverses IS NOT NULL;
SELECT first_month, months, amount FROM investments WHERE reverses IS NOT NULL;
SELECT vendor, amount FROM invoices WHERE reverses IS NOT NULL;
SELECT month, amount FROM revenue WHERE reverses IS NOT NULL;
SELECT reverse_outcome(id, 'again') FROM outcomes WHERE source_key = 'two';
SELECT reverse_outcome(id, 'of the reversal') FROM outcomes WHERE reverses IS NOT NULL;
SELECT reverse_outcome(-1, 'nothing');
SELECT reverse_outcome(NULL, 'nothing');
SELECT reverse_outcome(1, ' ');
SELECT reverse_outcome(1, NULL);
SELECT sum(quantity) FROM outcomes;

-- Who loads needs the right to insert facts, and none to read prices
CREATE ROLE regress_append_writer;
GRANT USAGE ON SCHEMA append_test TO regress_append_writer;
GRANT INSERT ON events, reviews TO regress_append_writer;
SET ROLE regress_append_writer;
INSERT INTO events (occurred_at, provider, model, input_tokens, source, source_key) VALUES
	('2026-01-01 00:00+00', 'p', 'm', 3, 'writer', '1'),
	('2026-01-01 00:00+00', 'p', 'm', -3, 'writer', '2');
INSERT INTO events (occurred_at, provider, model, input_tokens, source, source_key) VALUES ('2026-01-01 00:00+00', 'p', 'm', 4, 'writer', '1');
INSERT INTO reviews (occurred_at, minutes, source, source_key) VALUES ('2026-01-15 00:00+00', 20, 'writer', '1');
SELECT current_user, session_user = current_user AS changed;
SELECT * FROM prices;
SELECT * FROM quarantine;
UPDATE events SET cost = 1;
SELECT price_pending();
RESET ROLE;
SELECT trim_scale(cost) AS cost FROM events WHERE source = 'writer' UNION ALL SELECT trim_scale(cost) FROM reviews WHERE source = 'writer';
SELECT fact, source_key FROM quarantine WHERE source = 'writer' UNION ALL SELECT fact, source_key FROM conflicts WHERE source = 'writer';

-- Whatever the search_path has to offer
CREATE SCHEMA append_evil;
CREATE TABLE append_evil.prices (provider text, model text, price numeric);
CREATE FUNCTION append_evil.no(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT NULL::boolean';
CREATE OPERATOR append_evil.= (LEFTARG = text, RIGHTARG = text, FUNCTION = append_evil.no);
CREATE OPERATOR append_evil.~ (LEFTARG = text, RIGHTARG = text, FUNCTION = append_evil.no);
SET search_path = append_evil, pg_catalog;
INSERT INTO append_test.model_aliases (provider, pattern, price_model) VALUES ('p', '^alias', 'm');
INSERT INTO append_test.events (occurred_at, provider, model, input_tokens, source, source_key) VALUES ('2026-01-01 00:00+00', 'p', 'alias-1', 5, 'evil', '1');
INSERT INTO append_test.events (occurred_at, provider, model, input_tokens, source, source_key) VALUES ('2026-01-01 00:00+00', 'p', 'alias-1', 5, 'evil', '1');
SELECT pg_catalog.trim_scale(cost) AS cost FROM append_test.events WHERE source OPERATOR(pg_catalog.=) 'evil';
RESET search_path;
DROP SCHEMA append_evil CASCADE;

-- A ledger whose name has to be quoted, that is renamed while its plans are known
SELECT (SELECT count(*) FROM append_other.events) AS events, (SELECT count(*) FROM append_other.quarantine) AS quarantine, (SELECT count(*) FROM append_other.conflicts) AS conflicts;
INSERT INTO append_other.prices (provider, model, meter, price, per) VALUES ('p', 'm', 'input_tokens', 100, 1);
INSERT INTO append_other.events (occurred_at, provider, model, input_tokens, source, source_key) VALUES ('2026-01-01 00:00+00', 'p', 'm', 1, 's', '1');
ALTER SCHEMA append_other RENAME TO "append ""moved""";
ALTER SCHEMA append_other_internal RENAME TO "append ""moved""_internal";
CALL runrate.create_ledger('append_other');
INSERT INTO append_other.prices (provider, model, meter, price, per) VALUES ('p', 'm', 'input_tokens', 1000, 1);
INSERT INTO append_other.events (occurred_at, provider, model, input_tokens, source, source_key) VALUES ('2026-01-01 00:00+00', 'p', 'm', 1, 's', '1');
INSERT INTO "append ""moved""".events (occurred_at, provider, model, input_tokens, billed_amount, source, source_key) VALUES
	('2026-01-01 00:00+00', 'p', 'm', 2, NULL, 's', '2'), ('2026-01-01 00:00+00', 'p', 'm', NULL, 7, 's', '3'), ('2026-01-01 00:00+00', 'p', 'x', 1, NULL, 's', '4');
SELECT trim_scale(cost) AS cost FROM append_other.events;
SELECT trim_scale(cost) AS cost FROM "append ""moved""".events;

-- Columns and tables that are not as they were made
SET search_path = append_other, pg_temp;
ALTER TABLE events ADD COLUMN trace text, ADD COLUMN tokens bigint GENERATED ALWAYS AS (coalesce(input_tokens, 0)) STORED;
INSERT INTO events (occurred_at, cost, input_tokens, trace, source_key) VALUES ('2026-01-01 00:00+00', 1, 9, 'x', 'more');
INSERT INTO events (occurred_at, cost, input_tokens, trace, source_key) VALUES ('2026-01-01 00:00+00', 1, 9, 'x', 'more');
INSERT INTO events (occurred_at, cost, input_tokens, trace, source_key) VALUES ('2026-01-01 00:00+00', 1, 9, 'y', 'more');
SELECT trace, tokens FROM events WHERE source_key = 'more';
SELECT differs_in FROM conflicts;
BEGIN;
ALTER TABLE events DROP CONSTRAINT events_key_hash_key;
INSERT INTO events (occurred_at, cost) VALUES ('2026-01-01 00:00+00', 1);
ROLLBACK;
BEGIN;
ALTER TABLE outcomes DROP COLUMN reverses CASCADE;
INSERT INTO outcomes (occurred_at, outcome) VALUES ('2026-01-01 00:00+00', 'x');
ROLLBACK;

-- The triggers elsewhere
CREATE TABLE append_other.plain (id bigint);
SELECT runrate_internal.append_fact();
SELECT runrate_internal.report_intake();
SELECT runrate_internal.refuse_change();
CREATE TRIGGER t BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION runrate_internal.append_fact();
INSERT INTO plain VALUES (1);
CREATE OR REPLACE TRIGGER t BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION runrate_internal.append_fact('fiction', 'cost');
INSERT INTO plain VALUES (1);
CREATE OR REPLACE TRIGGER t BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION runrate_internal.append_fact('event', 'cost');
INSERT INTO plain VALUES (1);
CREATE OR REPLACE TRIGGER t AFTER INSERT ON plain FOR EACH ROW EXECUTE FUNCTION runrate_internal.append_fact('event', 'cost');
INSERT INTO plain VALUES (1);
CREATE OR REPLACE TRIGGER t BEFORE INSERT ON plain FOR EACH ROW EXECUTE FUNCTION runrate_internal.report_intake();
INSERT INTO plain VALUES (1);

-- Whatever was loaded, the reports tie out.
SELECT ledger, count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences
FROM (SELECT 'append_test' AS ledger, difference FROM append_test.tie_out
      UNION ALL SELECT 'append_other' AS ledger, difference FROM append_other.tie_out) t
GROUP BY ledger ORDER BY ledger;

RESET search_path;
DROP SCHEMA append_test, append_test_internal, append_other, append_other_internal, "append ""moved""", "append ""moved""_internal" CASCADE;
DROP ROLE regress_append_writer;
