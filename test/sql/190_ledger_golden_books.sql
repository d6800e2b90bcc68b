--
-- The figures of the texts that the books are drawn from, each from facts
-- through the views: closing, journal, accruals, investments and margins.  Those
-- of governance are in 190_ledger_goldens.
--
SET client_min_messages = warning;
SET jit = off;
SET DateStyle = 'ISO';
SET TimeZone = 'UTC';
CALL runrate.create_ledger('golden_books', 'USD', 'UTC');
SET search_path = golden_books;

--
-- Closing: a month that is closed stays.  A correction of its bill, as a
-- difference and as a reversal with what is right in its place, is booked in the
-- first open month, names the month of service, and comes to the same.
--
INSERT INTO business_units (business_unit, pl_line, cost_center) VALUES ('service', 'Customer Service', 'CC-CS'), ('underwriting', 'Claims Underwriting', 'CC-UW'), ('lending', 'Loan Origination', 'CC-LO');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('csr', 'service', 'ticket'), ('adjuster', 'underwriting', 'claim'), ('originator', 'lending', 'loan');
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, source_key) VALUES ('2026-01-01', 'vector_db', 'vectors', 100, 'even', 'adjuster', 'd'), ('2026-01-01', 'vector_db', 'vectors', 100, 'even', 'originator', 'r');
SELECT close_month('2026-01-01', 'golden') ~ '^[0-9a-f]{64}$' AS closed;
SELECT md5(string_agg(c::text, '|' ORDER BY c::text)) AS january FROM chargeback c WHERE month = '2026-01-01' \gset
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, source_key) VALUES ('2026-01-01', 'vector_db', 'vectors', -20, 'even', 'adjuster', 'd corrected'), ('2026-01-01', 'vector_db', 'vectors', 80, 'even', 'originator', 'r right');
SELECT reverse_shared_cost(id, 'billed too much') > 0 AS reversed FROM shared_costs WHERE source_key = 'r';
SELECT month, service_month, business_unit, sum(amount) AS amount FROM chargeback GROUP BY 1, 2, 3 ORDER BY 1, 3;
SELECT md5(string_agg(c::text, '|' ORDER BY c::text)) = :'january' AS january_stays FROM chargeback c WHERE month = '2026-01-01';
SELECT "ChargeClass", "BillingPeriodStart"::text, "ChargePeriodStart"::text, sum("BilledCost")::numeric(10,2) AS billed FROM focus_1_3 GROUP BY 1, 2, 3 ORDER BY 2, 3;
SELECT reopen_month('2026-01-01', 'the vendor is right') > 0 AS reopened;
SELECT month, version, in_force, amount, reopening_reason FROM closed_months;
SELECT count(*) AS differences FROM verify_books();

--
-- The journal: 202,000 is Dr 180,000.00, 18,400.00 and 3,600.00, Cr 202,000.00
--
INSERT INTO events (occurred_at, agent, cost, provider) VALUES ('2026-03-10', 'csr', 180000, 'anthropic'), ('2026-03-10', 'adjuster', 18400, 'anthropic'), ('2026-03-10', 'originator', 3600, 'anthropic');
SELECT entry, line, account, cost_center, debit, credit FROM journal_entries WHERE month = '2026-03-01' AND entry_kind = 'cost';

--
-- Accruals: 103.00 metered, and trued up by +10.00 when 113.00 are invoiced
--
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent) VALUES ('2026-04-01', 'vector_db', 'vectors.example', 103, 'even', 'csr');
SELECT entry, account, debit, credit FROM journal_entries WHERE vendor = 'vectors.example' AND month <= '2026-05-01' ORDER BY month, entry, line;
INSERT INTO invoices (month, vendor, invoice_id, amount) VALUES ('2026-04-01', 'vectors.example', 'V-1', 113);
SELECT month, metered_amount, invoiced_amount, true_up_amount, accrued_amount FROM accruals WHERE vendor = 'vectors.example' AND month = '2026-04-01';
SELECT account, debit, credit FROM journal_entries WHERE vendor = 'vectors.example' AND entry_kind = 'true_up' ORDER BY line;

--
-- An investment of 1,200 over twelve months, disposed in the fourth: 100, 100,
-- 100, 900, 0
--
INSERT INTO investments (first_month, months, amount, driver, description) VALUES ('2025-01-01', 12, 1200, 'even', 'migration');
SELECT dispose_investment(1, '2025-04-01', 'given up') > 0 AS disposed;
SELECT month, amortized_cost::numeric(10,2), carrying_amount::numeric(10,2) FROM investment_book WHERE month <= '2025-05-01' ORDER BY month;
SELECT month, sum(amortization_cost)::numeric(10,2) AS charged FROM chargeback WHERE month BETWEEN '2025-01-01' AND '2025-05-01' GROUP BY 1 ORDER BY 1;

--
-- Charges between entities: 8 % on 3,600 is 3,888, and consolidation takes it off
--
UPDATE business_units SET entity = CASE business_unit WHEN 'lending' THEN 'Lending GmbH' ELSE 'Services Inc' END;
INSERT INTO markup_rates (entity_from, entity_to, markup_ratio) VALUES ('Services Inc', 'Lending GmbH', 0.08);
SELECT entity_from, entity_to, business_unit, cost_amount, markup_ratio, markup_amount, charged_amount FROM intercompany_charges WHERE month = '2026-03-01';
SELECT entity, paid_amount, charged_amount, expense_amount, earned_amount FROM consolidated_costs WHERE month = '2026-03-01' ORDER BY entity = 'elimination', entity;
SELECT count(*) AS months, count(*) FILTER (WHERE c.expense = b.amount AND c.income = 0 AND c.charged = 0) AS tied
FROM (SELECT month, sum(expense_amount) AS expense, sum(earned_amount) AS income, sum(charged_amount) AS charged FROM consolidated_costs GROUP BY month) c
FULL JOIN (SELECT month, sum(amount) AS amount FROM chargeback GROUP BY month) b USING (month);

--
-- Gross margin: revenue less cost of the class cogs
--
INSERT INTO accounts (layer, account, class) VALUES ('model_api', '5010', 'cogs');
INSERT INTO accounts (layer, account, class) VALUES ('observability', '6510', 'opex');
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent) VALUES ('2026-03-01', 'observability', 'watcher', 6000, 'even', 'csr');
INSERT INTO revenue (month, business_unit, amount) VALUES ('2026-03-01', 'service', 400000);
SELECT revenue::numeric(10,0), cogs_cost::numeric(10,0), gross_profit::numeric(10,0), gross_profit_ratio::numeric(4,2), opex_cost::numeric(10,0) FROM gross_margins WHERE month = '2026-03-01' AND business_unit = 'service';

-- All of it ties out
SELECT count(*) > 0 AS compared, count(*) FILTER (WHERE difference <> 0) AS differences FROM tie_out;

RESET search_path;
CALL runrate.drop_ledger('golden_books', confirm => 'golden_books');
