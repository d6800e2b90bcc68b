--
-- Investments that are given up: what was written off stays, the rest is
-- expensed, all reports agree, and every disposal can be taken back.
--
SET client_min_messages = warning;
SET timezone = 'Pacific/Auckland';
SET datestyle = 'ISO';
CALL runrate.create_ledger('investment_test', time_zone => 'America/New_York');
SET search_path = investment_test;

CREATE FUNCTION pg_temp.try(statement text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
	state text; message text; detail text; hint text;
BEGIN
	EXECUTE statement;
	RETURN 'done';
EXCEPTION WHEN OTHERS THEN
	GET STACKED DIAGNOSTICS state = RETURNED_SQLSTATE, message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
	RETURN concat_ws(' | ', state, message, nullif(detail, ''), nullif(hint, ''));
END;
$$;
-- What differs anywhere, and whether the book of investments is what is booked
CREATE VIEW pg_temp.wrong AS
	SELECT check_name, month, difference FROM tie_out WHERE difference <> 0 OR difference IS NULL
	UNION ALL
	SELECT 'investment_book', month, sum(amount) FROM (
		SELECT month, amortized_cost AS amount FROM investment_book
		UNION ALL SELECT month, -amount FROM investment_test_internal.cost_pools WHERE pool_kind <> 'shared_cost') s
	GROUP BY month HAVING sum(amount) <> 0;

INSERT INTO agents (agent, business_unit) VALUES ('a', 'north'), ('b', 'south');
INSERT INTO events (occurred_at, agent, work_item, cost) SELECT make_date(2026, m, 5), 'a', 'w' || m, m FROM generate_series(1, 6) m;
INSERT INTO events (occurred_at, agent, cost) SELECT make_date(2026, m, 5), 'b', 2 FROM generate_series(1, 6) m;
INSERT INTO outcomes (occurred_at, agent, work_item, outcome) SELECT make_date(2026, m, 5), 'a', 'w' || m, 'resolved' FROM generate_series(1, 6) m;

--
-- 1,200 over 12 months, given up in the fourth
--
INSERT INTO investments (first_month, months, amount, driver, description) VALUES ('2026-01-01', 12, 1200, 'direct_cost', 'migration');
SELECT dispose_investment(1, '2026-04-20', 'agent shut down') AS disposal;
SELECT month, cost::numeric(12,2), amortized_cost::numeric(12,2), accumulated_amortization::numeric(12,2), carrying_amount::numeric(12,2), status
FROM investment_book WHERE month <= '2026-06-01' ORDER BY month;
SELECT month, business_unit, amortization_cost::numeric(12,2) FROM chargeback WHERE amortization_cost <> 0 ORDER BY 1, 2;
SELECT month, agent, sum(overhead_cost)::numeric(12,2) AS overhead FROM unit_costs WHERE overhead_cost <> 0 GROUP BY 1, 2 ORDER BY 1, 2;
SELECT level, what, amount FROM explain_chargeback('2026-04-01', 'north') ORDER BY step;
SELECT * FROM pg_temp.wrong;
SELECT id, occurred_at IS NOT NULL AS dated, recorded_by = current_user AS by_me, owned_on, booked_on, displaced_from, investment, month, source, source_key, reverses, reason FROM disposals;

--
-- What cannot be disposed of
--
INSERT INTO investments (first_month, months, amount) VALUES ('2026-01-01', 3, 1000);
INSERT INTO investments (first_month, months, amount) VALUES ('2026-02-01', 1, 10);
SELECT FROM reverse_investment(3, 'billed twice');
SELECT statement, pg_temp.try(statement) FROM (VALUES
	(1, 'SELECT dispose_investment(1, ''2026-05-01'', ''again'')'), (2, 'SELECT reverse_investment(1, ''x'')'),
	(3, 'SELECT dispose_investment(2, ''2025-12-31'', ''before'')'), (4, 'SELECT dispose_investment(2, ''2026-04-01'', ''after'')'),
	(5, 'SELECT dispose_investment(3, ''2026-02-01'', ''reversed'')'), (6, 'SELECT dispose_investment(4, ''2026-02-01'', ''a reversal'')'),
	(7, 'SELECT dispose_investment(99, ''2026-02-01'', ''nothing'')'), (8, 'SELECT dispose_investment(NULL, ''2026-02-01'', ''nothing'')'),
	(9, 'SELECT dispose_investment(2, NULL, ''never'')'), (10, 'SELECT dispose_investment(2, ''infinity'', ''never'')'),
	(11, 'SELECT dispose_investment(2, ''2026-02-01'', ''  '')'), (12, 'SELECT dispose_investment(2, ''2026-02-01'', NULL)'),
	(13, 'UPDATE disposals SET reason = ''x'''), (14, 'DELETE FROM disposals'), (15, 'TRUNCATE disposals'),
	(16, 'SELECT runrate_internal.dispose_investment(''events'', 2, ''2026-02-01'', ''x'')'),
	(17, 'SELECT runrate_internal.dispose_investment(NULL, 2, ''2026-02-01'', ''x'')'),
	(18, 'SELECT reverse_disposal(99, ''x'')')) v (n, statement) ORDER BY n;
-- a loader cannot
INSERT INTO disposals (investment, month) VALUES (2, '2026-02-01');
SELECT fact, problem FROM quarantine;
SELECT count(*) AS disposals FROM disposals;

--
-- Taken back: in place, and later
--
SELECT FROM reverse_disposal(1, 'a mistake');
SELECT month, amortized_cost::numeric(12,2), status FROM investment_book WHERE investment = 1 AND month <= '2026-06-01' ORDER BY month;
SELECT dispose_investment(1, '2026-03-01', 'shut down after all') AS again;
SELECT FROM reverse_disposal(3, 'it is used again', '2026-05-10');
SELECT month, amortized_cost::numeric(12,2), carrying_amount::numeric(12,2), status FROM investment_book WHERE investment = 1 AND month <= '2026-07-01' ORDER BY month;
SELECT pg_temp.try('SELECT reverse_disposal(3, ''x'')'), pg_temp.try('SELECT reverse_disposal(4, ''x'')');
SELECT * FROM pg_temp.wrong;
-- in its last month nothing is expensed ahead
SELECT dispose_investment(2, '2026-03-01', 'sold') AS last_month;
SELECT month, amortized_cost::numeric(12,2), carrying_amount::numeric(12,2), status FROM investment_book WHERE investment = 2 ORDER BY month;
-- a whole one in its first month, and a credit
INSERT INTO investments (first_month, months, amount, agent) VALUES ('2026-01-01', 7, 1000.01, 'b'), ('2026-01-01', 7, -1000.01, 'b');
SELECT FROM dispose_investment(5, '2026-01-01', 'sold') five, dispose_investment(6, '2026-01-01', 'sold') six;
SELECT investment, month, amortized_cost::numeric(12,2) FROM investment_book WHERE investment IN (5, 6) AND amortized_cost <> 0 ORDER BY 1, 2;
-- what has no amount yet has its lines when it has one
INSERT INTO investments (first_month, months, billed_amount, billing_currency) VALUES ('2026-01-01', 4, 400, 'GBP');
SELECT FROM dispose_investment(7, '2026-02-01', 'sold');
SELECT month, cost, amortized_cost, carrying_amount FROM investment_book WHERE investment = 7 ORDER BY month LIMIT 2;
INSERT INTO fx (currency, ledger_amount) VALUES ('GBP', 2);
SELECT price_pending();
SELECT month, cost::numeric(12,2), amortized_cost::numeric(12,2), carrying_amount::numeric(12,2) FROM investment_book WHERE investment = 7 ORDER BY month;
-- of the future only what is known now
INSERT INTO investments (first_month, months, amount) SELECT date_trunc('month', now() AT TIME ZONE 'America/New_York')::date, 4, 400;
SELECT FROM dispose_investment(8, (SELECT first_month + 40 FROM investments WHERE id = 8), 'planned');
SELECT amortized_cost::numeric(12,2), status FROM investment_book WHERE investment = 8;
SELECT * FROM pg_temp.wrong;

-- All of it taken back leaves nothing with anybody
SELECT count(reverse_disposal(d.id, 'the end', '2026-08-01')) FROM disposals d WHERE d.reverses IS NULL AND NOT EXISTS (SELECT FROM disposals r WHERE r.reverses = d.id);
SELECT count(reverse_investment(i.id, 'the end', '2026-08-01')) FROM investments i WHERE i.reverses IS NULL AND NOT EXISTS (SELECT FROM investments r WHERE r.reverses = i.id);
SELECT business_unit, sum(amortization_cost)::numeric(38,12) AS left FROM chargeback GROUP BY 1 ORDER BY 1;
SELECT * FROM pg_temp.wrong;

--
-- Whoever may reverse may dispose, whatever the search_path; nobody else
--
CREATE ROLE regress_investment_writer;
CREATE ROLE regress_investment_steward;
CREATE ROLE regress_investment_reader;
CALL grant_access('regress_investment_writer', 'writer');
CALL grant_access('regress_investment_steward', 'steward');
CALL grant_access('regress_investment_reader', 'reader');
INSERT INTO investments (first_month, months, amount) VALUES ('2026-01-01', 3, 30) RETURNING id AS given \gset
SELECT set_config('regress.given', :'given', false) IS NOT NULL AS given;
ALTER TABLE disposals ADD approved_by text NOT NULL DEFAULT 'nobody';
SET ROLE regress_investment_writer;
SELECT pg_temp.try('SELECT investment_test.dispose_investment(current_setting(''regress.given'')::bigint, ''2026-02-01'', ''x'')'), pg_temp.try('INSERT INTO investment_test.disposals (investment, month) VALUES (1, ''2026-02-01'')');
SET ROLE regress_investment_reader;
SELECT pg_temp.try('SELECT investment_test.dispose_investment(current_setting(''regress.given'')::bigint, ''2026-02-01'', ''x'')');
SELECT count(*) > 0 AS read FROM investment_book;
SET ROLE regress_investment_steward;
SET search_path = '';
SELECT investment_test.dispose_investment(:given, '2026-02-01', 'x') > 0 AS disposed;
SELECT recorded_by, approved_by FROM investment_test.disposals ORDER BY id DESC LIMIT 1;
RESET ROLE;
CALL runrate.rename_ledger('investment_test', 'investment "2"');
SET search_path = 'investment "2"';
SELECT FROM reverse_disposal((SELECT max(id) FROM disposals), 'x');
SELECT dispose_investment(:given, '2026-03-01', 'x') > 0 AS disposed;
SELECT month, amortized_cost::numeric(12,2) FROM investment_book WHERE investment = :given ORDER BY month;

RESET search_path;
DROP VIEW pg_temp.wrong;
CALL runrate.drop_ledger('investment "2"', confirm => 'investment "2"');
DROP ROLE regress_investment_writer, regress_investment_steward, regress_investment_reader;
