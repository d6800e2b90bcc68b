--
-- Prices that are known later: the difference is booked once, names its event,
-- moves nothing that counts, and goes with the event when that is reversed.
--
SET client_min_messages = warning;
SET timezone = 'Asia/Tokyo';
SET datestyle = 'ISO';
CALL runrate.create_ledger('correction_test', time_zone => 'America/New_York');
SET search_path = correction_test;

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
CREATE VIEW pg_temp.wrong AS SELECT check_name, month, difference FROM tie_out WHERE difference <> 0 OR difference IS NULL;
-- What is booked, and what must not move with it
CREATE VIEW pg_temp.summary AS
	SELECT month, model, events, unpriced_events, tokens, trim_scale(cost) AS cost, trim_scale(reported_cost) AS reported, trim_scale(computed_cost) AS computed, trim_scale(estimated_cost) AS estimated
	FROM model_costs;

INSERT INTO agents (agent, business_unit) VALUES ('a', 'north'), ('b', 'south');
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 10), ('p', 'n', 'input_tokens', 1);
INSERT INTO events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens, event_count, cost, cost_basis, billed_amount, billing_currency) VALUES
	('s', 'jan', '2026-01-05', 'a', 'w1', 'p', 'm', 1000000, 1, NULL, NULL, NULL, NULL),
	('s', 'feb', '2026-02-05', 'a', 'w1', 'p', 'm', 1000000, 3, NULL, NULL, NULL, NULL),
	('s', 'feb reported', '2026-02-06', 'a', 'w2', 'p', 'm', 1000000, 1, 4, NULL, NULL, NULL),
	('s', 'feb estimated', '2026-02-06', 'b', 'w2', 'p', 'm', 1000000, 1, 5, 'estimated', NULL, NULL),
	('s', 'feb billed', '2026-02-06', 'b', 'w2', 'p', 'm', 1000000, 1, NULL, NULL, 6, 'USD'),
	('s', 'feb unpriced', '2026-02-06', 'b', 'w2', 'p', 'other', 1000000, 1, NULL, NULL, NULL, NULL),
	('s', 'feb n', '2026-02-07', 'b', NULL, 'p', 'n', 1000000, 1, NULL, NULL, NULL, NULL),
	('s', 'feb reversed', '2026-02-08', 'b', 'w3', 'p', 'm', 1000000, 1, NULL, NULL, NULL, NULL),
	-- March, where the ledger is
	('s', 'mar', '2026-03-01 02:00+00', 'b', 'w3', 'p', 'm', 2000000, 1, NULL, NULL, NULL, NULL);
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'feb reversed'), 'twice', '2026-03-10');
INSERT INTO shared_costs (month, layer, amount, driver) VALUES ('2026-02-01', 'gateway', 100, 'direct_cost'), ('2026-02-01', 'gateway', 30, 'events');
SELECT close_month('2026-01-01', 'January') IS NOT NULL AS closed;
SELECT * FROM pg_temp.summary ORDER BY 1, 2;

--
-- A price list that comes late
--
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 8);
SELECT month, event_provider, event_model, events, trim_scale(booked_cost) AS booked, trim_scale(repriced_cost) AS repriced, trim_scale(difference) AS difference, not_repriced
FROM reprice_preview('2026-01-15', '2026-12-01');
SELECT count(*) AS corrections FROM events WHERE corrects IS NOT NULL;
SELECT reprice('2026-01-01', '2026-12-01', 'other list', 'p', 'n') AS other_model, reprice('2026-01-01', '2026-12-01', 'other list', 'q') AS other_provider,
	reprice('2026-03-01', '2026-03-31', 'new list', 'p', 'm') AS march;
SELECT reprice('2026-01-01', '2026-12-01', 'new list', NULL, NULL) AS booked;
SELECT reprice('2026-01-01', '2026-12-01', 'new list') AS once_more;
SELECT count(*) FROM reprice_preview('2026-01-01', '2026-12-01');
SELECT o.source_key AS event, c.owned_on, c.booked_on, c.displaced_from, trim_scale(c.cost) AS cost, c.event_count, c.input_tokens, c.cost_basis, c.agent, c.work_item, c.source,
	regexp_replace(c.source_key, '^events:' || o.id, 'events:event') AS source_key, c.reason, c.price_rows = (SELECT array_agg(p.id) FROM prices p WHERE p.price = 8) AS new_price
FROM events c JOIN events o ON o.id = c.corrects WHERE c.reverses IS NULL ORDER BY c.id;
SELECT * FROM pg_temp.summary ORDER BY 1, 2;
SELECT month, service_month, agent, trim_scale(direct_cost) AS direct, trim_scale(overhead_cost) AS overhead, amount FROM chargeback WHERE month < '2026-03-01' ORDER BY 1, 2, 3;
SELECT work_item, events, trim_scale(direct_cost) AS direct FROM work_item_costs ORDER BY 1;
SELECT what, trim_scale(amount) AS amount, rule FROM explain_cost('w1') ORDER BY step;
SELECT month, model, events, trim_scale(booked_cost) AS booked, trim_scale(repriced_cost) AS repriced, trim_scale(difference) AS difference FROM repriced_costs('2026-01-01', '2026-03-01', NULL);
SELECT * FROM pg_temp.wrong;
SELECT rebuild_balances() IS NOT NULL AS rebuilt;
SELECT * FROM pg_temp.wrong;

-- The log comes again: it is known, and in no conflict
INSERT INTO events (source, source_key, occurred_at, agent, work_item, provider, model, input_tokens, event_count) VALUES ('s', 'feb', '2026-02-05', 'a', 'w1', 'p', 'm', 1000000, 3);
SELECT (SELECT count(*) FROM conflicts) AS conflicts, (SELECT count(*) FROM quarantine) AS quarantine, (SELECT count(*) FROM events WHERE source_key = 'feb') AS rows;

--
-- Again, back to what it was, and to nothing
--
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 10);
SELECT reprice('2026-02-01', '2026-02-01', 'the list was wrong') AS booked;
SELECT trim_scale(sum(cost)) AS cost, count(*) FROM events WHERE corrects = (SELECT id FROM events WHERE source_key = 'feb');
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 0);
SELECT reprice('2026-02-01', '2026-02-01', 'free') AS booked;
SELECT trim_scale(sum(cost)) AS cost, count(*) FROM events WHERE corrects = (SELECT id FROM events WHERE source_key = 'feb');
-- a credit, or no price any more: not repriced
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', -1);
SELECT month, events, not_repriced FROM reprice_preview('2026-02-01', '2026-02-01');
SELECT reprice('2026-02-01', '2026-02-01', 'credit') AS booked;
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', NULL);
SELECT month, events, not_repriced FROM reprice_preview('2026-02-01', '2026-02-01');
SELECT reprice('2026-02-01', '2026-02-01', 'gone') AS booked;
SELECT * FROM pg_temp.wrong;

--
-- The event and its corrections go together
--
SELECT statement, pg_temp.try(replace(statement, 'ID', (SELECT max(id) FROM events WHERE corrects IS NOT NULL)::text)) LIKE '55000%is a correction%' AS refused FROM (VALUES ('SELECT reverse_event(ID, ''x'')')) v (statement);
SELECT count(reverse_event(e.id, 'all of it', '2026-05-05')) FROM events e WHERE e.reverses IS NULL AND e.corrects IS NULL AND NOT EXISTS (SELECT FROM events r WHERE r.reverses = e.id);
SELECT trim_scale(sum(cost)) AS left, sum(event_count) AS events, count(*) FILTER (WHERE corrects IS NOT NULL AND reverses IS NULL) AS corrections, count(*) FILTER (WHERE corrects IS NOT NULL AND reverses IS NOT NULL) AS taken_back FROM events;
SELECT agent, trim_scale(sum(direct_cost)) AS left FROM chargeback GROUP BY 1 ORDER BY 1;
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 3);
SELECT reprice('2026-01-01', '2026-12-01', 'reversed ones stay') AS booked;
SELECT * FROM pg_temp.wrong;
SELECT * FROM verify_books();

--
-- Errors, roles, a column of one's own, another search_path, another name
--
SELECT statement, pg_temp.try(statement) FROM (VALUES (1, 'SELECT reprice(''2026-02-01'', ''2026-01-01'', ''x'')'), (2, 'SELECT reprice(NULL, ''2026-01-01'', ''x'')'), (3, 'SELECT reprice(''2026-01-01'', ''infinity'', ''x'')'),
	(4, 'SELECT reprice(''2026-01-01'', ''2026-02-01'', '' '')'), (5, 'SELECT reprice(''2026-01-01'', ''2026-02-01'', NULL)'), (6, 'SELECT reprice_preview(''2026-02-01'', ''2026-01-01'')'),
	(7, 'SELECT runrate_internal.correct_event(''events'', 3, ''reported'')'), (8, 'SELECT runrate_internal.correct_event(''events'', 99999, ''nothing'')'),
	(9, 'SELECT runrate_internal.correct_event(''reviews'', 1, ''no event'')'),
	(10, 'INSERT INTO events (occurred_at, cost, source, source_key) VALUES (''2026-02-01'', 1, ''correction'', ''events:1:9'')')) v (n, statement) ORDER BY n;
SELECT problem FROM quarantine;
ALTER TABLE events ADD team text DEFAULT 'ours';
INSERT INTO events (source, source_key, occurred_at, agent, provider, model, input_tokens, team) VALUES ('s', 'team', '2026-02-05', 'a', 'p', 'm', 1000000, 'theirs');
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 5);
CREATE ROLE regress_correction_steward;
CREATE ROLE regress_correction_reader;
CALL grant_access('regress_correction_steward', 'steward');
CALL grant_access('regress_correction_reader', 'reader');
SET ROLE regress_correction_reader;
SELECT events, trim_scale(difference) AS difference FROM reprice_preview('2026-02-01', '2026-02-01');
SELECT pg_temp.try('SELECT reprice(''2026-02-01'', ''2026-02-01'', ''x'')');
SET ROLE regress_correction_steward;
SET search_path = '';
SELECT correction_test.reprice('2026-02-01', '2026-02-01', 'by a steward') AS booked;
SELECT recorded_by, team, trim_scale(cost) AS cost FROM correction_test.events ORDER BY id DESC LIMIT 1;
RESET ROLE;
CALL runrate.rename_ledger('correction_test', 'correction "2"');
SET search_path = 'correction "2"';
INSERT INTO prices (provider, model, meter, price) VALUES ('p', 'm', 'input_tokens', 6);
SELECT reprice('2026-02-01', '2026-02-01', 'renamed') AS booked;

RESET search_path;
DROP VIEW pg_temp.wrong, pg_temp.summary;
CALL runrate.drop_ledger('correction "2"', confirm => 'correction "2"');
DROP ROLE regress_correction_steward, regress_correction_reader;
