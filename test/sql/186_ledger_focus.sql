--
-- FOCUS: what the ledger shows in its columns, before and after months are
-- closed, and what becomes of the lines of a bill.
--
SET client_min_messages = warning;
SET timezone = 'Asia/Tokyo';
SET datestyle = 'German';
CALL runrate.create_ledger('focus_test', time_zone => 'America/New_York');
SET search_path = focus_test;

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
-- Months in which FOCUS and the book differ: none, ever
CREATE VIEW pg_temp.difference AS
	SELECT coalesce(f.month, c.month) AS month, f.cost, c.cost AS booked
	FROM (SELECT "x_Month" AS month, sum("x_LedgerCost") AS cost FROM focus_1_2 GROUP BY 1) f
	FULL JOIN (SELECT month, sum(direct_cost + shared_cost) AS cost FROM chargeback GROUP BY 1) c USING (month)
	WHERE coalesce(f.cost, 0) <> coalesce(c.cost, 0);
-- Rows that break what FOCUS says of every row
CREATE VIEW pg_temp.broken AS
	SELECT "x_Fact", "x_FactId", "ChargeDescription" FROM focus_1_3
	WHERE num_nulls("BilledCost", "EffectiveCost", "ListCost", "ContractedCost", "BillingAccountId", "BillingCurrency", "BillingPeriodStart",
			"BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd", "ChargeCategory", "ChargeDescription", "ChargeFrequency", "InvoiceIssuerName",
			"ProviderName", "PublisherName", "ServiceName", "ServiceCategory", "ServiceSubcategory", "ServiceProviderName", "HostProviderName") > 0
	   OR "ChargeClass" IS NULL AND "ChargeCategory" IN ('Usage', 'Purchase')
			AND (num_nulls("PricingQuantity", "PricingUnit", "ListUnitPrice", "ContractedUnitPrice", "SkuId", "SkuPriceId", "PricingCategory") > 0
				 OR abs("ListUnitPrice" * "PricingQuantity" - "ListCost") > 1e-11 OR abs("ContractedUnitPrice" * "PricingQuantity" - "ContractedCost") > 1e-11
				 OR "ListUnitPrice" < 0 OR "ContractedUnitPrice" < 0)
	   OR num_nulls("PricingQuantity", "PricingUnit") = 1 OR num_nulls("ConsumedQuantity", "ConsumedUnit") = 1
	   OR "ChargeCategory" NOT IN ('Usage', 'Purchase', 'Tax', 'Credit', 'Adjustment') OR "ChargeClass" <> 'Correction'
	   OR "ChargeFrequency" NOT IN ('One-Time', 'Recurring', 'Usage-Based') OR "ChargeCategory" = 'Purchase' AND "EffectiveCost" <> 0
	   OR "ChargeClass" IS NULL AND "x_Month" > "x_ServiceMonth"
	   OR concat_ws(' ', "BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd") !~ '^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ?){4}$'
	   OR "BillingPeriodEnd" <= "BillingPeriodStart" OR "ChargePeriodEnd" <= "ChargePeriodStart"
	   OR "BilledCost" <> 0 AND "ProviderName" <> "InvoiceIssuerName";

INSERT INTO business_units (business_unit, pl_line) VALUES ('service', 'Customer Service'), ('claims', 'Claims');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('support', 'service', 'ticket'), ('adjuster', 'claims', 'claim');
INSERT INTO work_items (work_item, business_unit) VALUES ('own', 'claims');
INSERT INTO fx (currency, ledger_amount) VALUES ('GBP', 1.25), ('EUR', 1.1);
-- a public price, and another one by agreement; a price for an hour of seconds, and one in euro
INSERT INTO prices (provider, model, meter, price, per, currency, source) VALUES
	('acme', 'large', 'input_tokens', 3, 1000000, NULL, 'list'), ('acme', 'large', 'output_tokens', 15, 1000000, NULL, 'list'),
	('acme', 'box', 'gpu_seconds', 2.5, 3600, NULL, 'manual'), ('mistral', 'm', 'input_tokens', 2, 1000000, 'EUR', 'manual');
INSERT INTO prices (provider, model, meter, price) VALUES ('acme', 'large', 'input_tokens', 2.4);
INSERT INTO events (source_key, occurred_at, agent, work_item, provider, model, layer, attempt, event_count, input_tokens, cache_read_tokens, output_tokens, meter, quantity, cost, billed_amount, billing_currency, inference_geo) VALUES
	('computed', '2026-01-31 23:30-05', 'support', 'T-1', 'acme', 'large', 'model_api', 1, 1, 1000001, 13, 777, NULL, NULL, NULL, NULL, NULL, 'eu'),
	('reported', '2026-01-10 12:00-05', 'support', 'own', 'acme', 'large', 'model_api', 2, 3, 100, NULL, 50, NULL, NULL, 0.01, NULL, NULL, NULL),
	('seconds', '2026-01-11 12:00-05', 'adjuster', NULL, 'acme', 'box', 'inference', 1, 1, NULL, NULL, NULL, 'gpu_seconds', 1000, NULL, NULL, NULL, NULL),
	('euro', '2026-01-12 12:00-05', NULL, NULL, 'mistral', 'm', 'model_api', 1, 1, 500000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('pounds', '2026-01-13 12:00-05', 'adjuster', 'C-1', NULL, NULL, 'tool_calls', 1, 1, NULL, NULL, NULL, 'searches', 4, NULL, 0.80, 'GBP', NULL),
	('credit', '2026-01-14 12:00-05', 'adjuster', NULL, 'acme', NULL, 'model_api', 1, 1, NULL, NULL, NULL, NULL, NULL, -0.5, NULL, NULL, NULL),
	('wrong', '2026-01-15 12:00-05', 'adjuster', 'C-2', 'acme', 'large', 'model_api', 1, 1, 2000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('unpriced', '2026-01-16 12:00-05', 'adjuster', 'C-2', 'acme', 'unknown', 'model_api', 1, 1, 2000, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO outcomes (source_key, occurred_at, agent, work_item, outcome) VALUES ('T-1', '2026-01-31 23:40-05', 'support', 'T-1', 'resolved');
INSERT INTO shared_costs (source_key, occurred_at, month, layer, vendor, amount, driver) VALUES
	('traces', '2026-02-02', '2026-01-01', 'observability', 'tracing', 90, 'even'), ('discount', '2026-02-02', '2026-01-01', 'a layer of mine', 'tracing', -9, 'even');
INSERT INTO investments (source_key, occurred_at, first_month, months, amount, agent) VALUES ('build', '2026-01-02', '2026-01-01', 12, 1200, 'support');
SELECT reverse_event(id, 'billed twice') > 0 AS reversed FROM events WHERE source_key = 'wrong';

SELECT "ChargePeriodStart", "ChargeCategory", "SkuId", "SkuMeter", trim_scale("PricingQuantity") AS quantity, "PricingUnit", trim_scale("ListUnitPrice") AS list_price, trim_scale("ContractedUnitPrice") AS own_price,
	trim_scale("ListCost") AS list, trim_scale("EffectiveCost") AS effective, "BillingCurrency", trim_scale("x_LedgerCost") AS ledger
FROM focus_1_2 WHERE "x_Fact" = 'event' ORDER BY "x_FactId", "SkuMeter", "PricingQuantity";
SELECT "x_FactId", "ServiceName", "ServiceCategory", trim_scale("ConsumedQuantity") AS consumed, "ConsumedUnit", "PricingCurrency", trim_scale("PricingCurrencyListUnitPrice") AS price, "SubAccountId", "SubAccountName", "ResourceId", "RegionName", "Tags"
FROM focus_1_2 ORDER BY "x_Fact", "x_FactId", "SkuMeter", "PricingQuantity";
SELECT DISTINCT "BillingPeriodStart", "BillingPeriodEnd", "BillingAccountType", "ChargeClass" FROM focus_1_2;
SELECT * FROM pg_temp.difference;
SELECT * FROM pg_temp.broken;
-- The rows of an event have its cost, to the last decimal
SELECT count(*) FROM (SELECT id, cost FROM events WHERE cost IS NOT NULL) e
LEFT JOIN (SELECT "x_FactId" AS id, sum("x_LedgerCost") AS cost FROM focus_1_2 WHERE "x_Fact" = 'event' GROUP BY 1) f USING (id) WHERE f.cost IS DISTINCT FROM e.cost;

--
-- An invoice: the rows say which, and what it has beside them
--
INSERT INTO invoices (source_key, occurred_at, month, vendor, invoice_id, amount, is_final) VALUES
	('part', '2026-02-01', '2026-01-01', 'tracing', 'T-0', 40, false), ('final', '2026-02-02', '2026-01-01', 'tracing', 'T-1', 42, true),
	('acme', '2026-02-02', '2026-01-01', 'acme', 'A-1', 2.75, true), ('note', '2026-02-03', '2026-01-01', 'acme', 'A-2', -0.25, true),
	('nothing', '2026-02-03', '2026-01-01', 'silent', 'S-1', 5, true), ('alone', '2026-02-03', '2026-01-01', 'mistral', NULL, 1, false);
SELECT "x_Vendor", "InvoiceId", "ChargeCategory", "ChargeDescription", trim_scale("BilledCost") AS billed, "EffectiveCost" = 0 AS costs_nothing FROM focus_1_2 WHERE "x_Fact" = 'invoice' ORDER BY 1, 2;
SELECT "x_Vendor", "InvoiceId", trim_scale(sum("BilledCost")) AS billed FROM focus_1_2 GROUP BY 1, 2 ORDER BY 1, 2;
SELECT * FROM pg_temp.difference;
SELECT * FROM pg_temp.broken;

--
-- A closed month keeps its rows
--
SELECT close_month('2026-01-01', 'January', accept => 'unpriced_events, unallocated_pools') IS NOT NULL AS is_closed;
CREATE TEMP TABLE january AS SELECT f::text AS line FROM focus_1_3 f WHERE "x_Month" = '2026-01-01';
-- an agent that moves, an item that does, an outcome, a public price, a unit that is renamed, an invoice, an event, a reversal, another price
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('support', '2026-01-20', 'claims', 'ticket');
UPDATE work_items SET business_unit = 'service' WHERE work_item = 'own';
INSERT INTO outcomes (source_key, occurred_at, agent, work_item, outcome) VALUES ('T-1 again', '2026-02-10', 'support', 'T-1', 'escalated');
INSERT INTO prices (provider, model, meter, price, source, valid_from) VALUES ('acme', 'large', 'input_tokens', 33, 'list', '2025-01-01 00:00+00');
INSERT INTO invoices (source_key, occurred_at, month, vendor, invoice_id, amount) VALUES ('late', '2026-02-20', '2026-01-01', 'mistral', 'M-1', 1.50);
INSERT INTO events (source_key, occurred_at, agent, work_item, provider, model, input_tokens) VALUES ('late', '2026-01-20 12:00-05', 'support', 'T-1', 'acme', 'large', 1000000);
INSERT INTO prices (provider, model, meter, price) VALUES ('acme', 'unknown', 'input_tokens', 1);
SELECT price_pending();
SELECT reverse_event(id, 'was not ours') > 0 AS reversed FROM events WHERE source_key = 'computed';
-- another price for the late event, which corrects it
INSERT INTO prices (provider, model, meter, price, valid_from) VALUES ('acme', 'large', 'input_tokens', 3.5, '2025-06-01 00:00+00');
SELECT reprice('2026-01-01', '2026-01-01', 'as agreed', 'acme', 'large');
SELECT reverse_shared_cost(id, 'billed twice') > 0 AS reversed FROM shared_costs WHERE source_key = 'traces';
SELECT count(*) AS january, (SELECT count(*) FROM focus_1_3 WHERE "x_Month" = '2026-01-01') AS january_now,
	(SELECT count(*) FROM (SELECT f::text AS line FROM focus_1_3 f WHERE "x_Month" = '2026-01-01' EXCEPT ALL SELECT line FROM january) e) AS differ FROM january;
SELECT "x_Fact", "ChargeClass", "BillingPeriodStart", "ChargePeriodStart", "ChargeCategory", "ChargeDescription", trim_scale("PricingQuantity") AS quantity, trim_scale("ListCost") AS list, trim_scale("BilledCost") AS billed, trim_scale("EffectiveCost") AS effective, "Tags"
FROM focus_1_2 WHERE "x_Month" > '2026-01-01' ORDER BY "x_Fact", "x_FactId", "SkuMeter", "PricingQuantity";
SELECT * FROM pg_temp.difference;
SELECT * FROM pg_temp.broken;

--
-- Commitments are billed when they are bought
--
INSERT INTO commitments (commitment, kind, vendor, model, starts_on, ends_on, amount, capacity) VALUES
	('capacity', 'throughput', 'azure', 'gpt', '2026-02-01', '2026-02-28', 2800, 1000000), ('prepaid', 'credit', 'groq', NULL, '2026-02-01', '2026-03-31', 450, 500);
INSERT INTO prices (provider, model, meter, price) VALUES ('groq', 'llama', 'input_tokens', 2), ('azure', 'gpt', 'input_tokens', 1);
INSERT INTO events (source_key, occurred_at, agent, provider, model, service_tier, input_tokens) VALUES
	('c1', '2026-02-10 12:00-05', 'support', 'azure', 'gpt', 'provisioned', 7000000), ('c2', '2026-02-11 12:00-05', 'adjuster', 'groq', 'llama', NULL, 100000000);
SELECT count(*) FROM book_month_end('2026-02-01');
SELECT count(*) FROM book_month_end('2026-03-01');
SELECT "x_Month", "x_Fact", "x_Vendor", "ChargeCategory", "ChargeFrequency", "CommitmentDiscountId", "CommitmentDiscountStatus", "ResourceId", trim_scale("CommitmentDiscountQuantity") AS quantity, trim_scale("BilledCost") AS billed, trim_scale("EffectiveCost") AS effective
FROM focus_1_2 WHERE "x_Vendor" IN ('azure', 'groq') ORDER BY 1, 3, 2, 4, 7;
SELECT "x_Vendor", trim_scale(sum("BilledCost")) AS billed, trim_scale(sum("EffectiveCost")) AS effective FROM focus_1_2 WHERE "x_Vendor" IN ('azure', 'groq') GROUP BY 1 ORDER BY 1;
SELECT * FROM pg_temp.difference;
SELECT * FROM pg_temp.broken;

--
-- A bill
--
CREATE TABLE pg_temp.bill ("BilledCost" text, "EffectiveCost" numeric, "ListCost" text, "ContractedCost" text, BillingCurrency text, "BillingPeriodStart" timestamptz, "BillingAccountId" text, "ChargeCategory" text,
	"ChargeFrequency" text, "ChargePeriodStart" text, "ChargePeriodEnd" text, "InvoiceIssuerName" text, "InvoiceId" text, "ServiceName" text, "ServiceCategory" text, "ServiceSubcategory" text, "PricingQuantity" text, "PricingUnit" text,
	"CommitmentDiscountId" text, "x_Layer" text, "x_Driver" text, "x_Agent" text, "x_IsMetered" boolean, "Tags" text, "Noise" text);
INSERT INTO pg_temp.bill VALUES
	-- two lines that say the same, and one on another invoice
	('1.5', 1.25, '2', '1.5', 'USD', '2026-03-01 00:00+00', 'acc', 'Usage', 'Usage-based', '2026-03-01T00:00:00Z', '2026-03-02T00:00:00Z', 'Cloud, Inc.', 'I-1', 'Machines', 'Compute', NULL, '10', 'GiB/Second-Months', NULL, NULL, NULL, NULL, NULL, '{"a": 1}', 'x'),
	('0.00000000001', 0.00000000001, '', NULL, 'USD', '2026-03-01 00:00+00', 'acc', 'Usage', 'Usage-Based', '2026-03-31 23:00:00', '2026-04-01 00:00:00', 'Cloud, Inc.', 'I-1', 'Machines', 'Compute', NULL, '1e-7', 'GiB/Second-Months', NULL, NULL, NULL, NULL, NULL, NULL, 'y'),
	('3', 0, '3', '3', 'USD', '2026-03-01 00:00+00', 'acc', 'Purchase', 'Recurring', '2026-03-01 00:00:00', '2026-04-01 00:00:00', 'Cloud, Inc.', 'I-2', 'Machines', 'Storage', NULL, '1', 'Months', 'plan', NULL, NULL, NULL, NULL, NULL, NULL),
	('-0.75', -0.75, NULL, NULL, 'USD', '2026-03-01 00:00+00', 'acc', 'Credit', NULL, '2026-03-05', NULL, 'Cloud, Inc.', 'I-1', 'Machines', 'Compute', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	-- not invoiced yet; a service that FOCUS does not know; with an agent, a layer and a driver
	('7', 7, '7', '7', 'USD', '2026-03-01 00:00+00', 'acc', 'Usage', NULL, '2026-03-07', NULL, 'Cloud, Inc.', NULL, 'Index', 'Search of things', NULL, '0', 'Hours', NULL, 'vector_db', 'events', 'support', NULL, NULL, NULL),
	-- in another currency, on another account, with tax
	('10', 10, '10', '10', 'EUR', '2026-03-01 00:00+00', 'konto', 'Usage', 'Recurring', '2026-03-01', '2026-04-01', 'Wolke GmbH', 'R-1', 'Datenbank', 'Databases', 'Caching', '1', 'Months', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('1.9', 1.9, '1.9', '1.9', 'EUR', '2026-03-01 00:00+00', 'konto', 'Tax', 'Recurring', '2026-03-01', '2026-04-01', 'Wolke GmbH', 'R-1', 'Datenbank', 'Databases', 'Caching', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	-- a correction of an earlier month
	('-2', -2, '-2', '-2', 'EUR', '2026-03-01 00:00+00', 'konto', 'Usage', 'Recurring', '2026-02-01', '2026-03-01', 'Wolke GmbH', 'R-1', 'Datenbank', 'Databases', 'Caching', '-1', 'Months', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	-- models that events meter: by the price book, or because the bill says so
	('450', 200, '200', '200', 'USD', '2026-02-01 00:00+00', NULL, 'Usage', NULL, '2026-02-11', NULL, 'Groq, Inc.', 'G-1', 'API', 'AI and Machine Learning', 'Generative AI', '100', '1000000 Tokens', NULL, NULL, NULL, NULL, NULL, NULL, NULL),
	('4', 4, '4', '4', 'USD', '2026-03-01 00:00+00', 'acc', 'Usage', NULL, '2026-03-11', NULL, 'Cloud, Inc.', 'I-1', 'Models', 'AI and Machine Learning', 'Generative AI', '100', 'Requests', NULL, NULL, NULL, NULL, true, NULL, NULL);
ALTER TABLE pg_temp.bill ADD chargeclass text;
UPDATE pg_temp.bill SET chargeclass = 'Correction' WHERE "PricingQuantity" = '-1';
SELECT * FROM load_focus('bill', driver => 'events');
SELECT month, layer, vendor, driver, agent, description, trim_scale(amount) AS amount, trim_scale(billed_amount) AS billed_amount, billing_currency, trim_scale(invoiced_amount) AS invoiced, trim_scale(list_amount) AS list, trim_scale(contracted_amount) AS contracted
FROM shared_costs WHERE source = 'focus' ORDER BY vendor, month, invoiced_amount;
SELECT month, vendor, invoice_id, trim_scale(amount) AS amount, trim_scale(billed_amount) AS billed_amount, billing_currency, is_final FROM invoices WHERE source = 'focus' ORDER BY vendor, month, invoice_id;
SELECT charge FROM shared_costs WHERE source = 'focus' AND description = 'Machines' AND billed_amount > 0;
-- Again, and lines in another order: nothing
SELECT * FROM load_focus('bill', driver => 'events');
-- What the bill has is what FOCUS shows, to the last decimal, in the currencies of the bill
SELECT "BillingCurrency", sum("BilledCost") = (SELECT sum("BilledCost"::numeric) FROM pg_temp.bill b WHERE b.billingcurrency = f."BillingCurrency" AND "x_IsMetered" IS NULL AND "InvoiceIssuerName" NOT LIKE 'Groq%') AS billed,
	sum("EffectiveCost") = (SELECT sum("EffectiveCost") FROM pg_temp.bill b WHERE b.billingcurrency = f."BillingCurrency" AND "x_IsMetered" IS NULL AND "InvoiceIssuerName" NOT LIKE 'Groq%') AS effective
FROM focus_1_2 f JOIN shared_costs s ON s.id = "x_FactId" AND "x_Fact" = 'shared_cost' AND s.source = 'focus' GROUP BY 1 ORDER BY 1;
SELECT "InvoiceIssuerName", "InvoiceId", "x_Fact", "ChargeCategory", "ChargeClass", "ServiceName", "ServiceCategory", "ServiceSubcategory", "PricingUnit", trim_scale("PricingQuantity") AS quantity, trim_scale("ListUnitPrice") AS price, trim_scale("BilledCost") AS billed, "BillingCurrency"
FROM focus_1_2 WHERE "x_Vendor" IN ('Cloud, Inc.', 'Wolke GmbH') OR "x_Vendor" = 'groq' AND "x_Fact" = 'invoice' ORDER BY 1, 2, 3, 4, 6, 12;
SELECT * FROM pg_temp.difference;
SELECT * FROM pg_temp.broken;
SELECT check_name, month, difference FROM tie_out WHERE difference <> 0 OR difference IS NULL;

-- The bill is corrected: one line costs more, one is gone, one is invoiced now
UPDATE pg_temp.bill SET "EffectiveCost" = 1.35 WHERE "Noise" = 'x';
DELETE FROM pg_temp.bill WHERE "ChargeCategory" = 'Credit';
UPDATE pg_temp.bill SET "InvoiceId" = 'I-3' WHERE "InvoiceId" IS NULL;
SELECT * FROM load_focus('bill', driver => 'events');
SELECT * FROM load_focus('bill', driver => 'events');
SELECT month, vendor, invoice_id, trim_scale(sum(coalesce(billed_amount, amount))) AS amount FROM invoices WHERE vendor = 'Cloud, Inc.' GROUP BY 1, 2, 3 ORDER BY 1, 2, 3;
SELECT trim_scale(sum(billed_amount)) AS effective FROM shared_costs WHERE vendor = 'Cloud, Inc.';
-- and back again: what was booked once can be booked again
UPDATE pg_temp.bill SET "EffectiveCost" = 1.25 WHERE "Noise" = 'x';
SELECT * FROM load_focus('bill', driver => 'events');
SELECT trim_scale(sum(billed_amount)) AS effective FROM shared_costs WHERE vendor = 'Cloud, Inc.';
-- Another bill of the same period leaves this one alone
CREATE TABLE pg_temp.other AS SELECT * FROM pg_temp.bill WHERE "InvoiceIssuerName" = 'Wolke GmbH';
UPDATE pg_temp.other SET "BillingAccountId" = 'zweites konto' WHERE "ChargeCategory" = 'Tax';
DELETE FROM pg_temp.other WHERE "ChargeCategory" <> 'Tax';
SELECT * FROM load_focus('other');
-- In a month that was closed meanwhile
SELECT close_month('2026-02-01', 'February', accept => 'unpriced_events, unallocated_pools') IS NOT NULL AS is_closed, close_month('2026-03-01', 'March', accept => 'unpriced_events, unallocated_pools') IS NOT NULL AS is_closed;
UPDATE pg_temp.bill SET "EffectiveCost" = 2.25 WHERE "Noise" = 'x';
SELECT * FROM load_focus('bill', driver => 'events');
SELECT "x_Month", "ChargeClass", "BillingPeriodStart", "ChargePeriodStart", trim_scale("EffectiveCost") AS effective FROM focus_1_2 WHERE "x_Vendor" = 'Cloud, Inc.' AND "x_Month" > '2026-03-01' ORDER BY 5;
SELECT * FROM pg_temp.difference;
SELECT * FROM pg_temp.broken;

--
-- What cannot be booked waits, with the reason; the rest is booked
--
CREATE TABLE pg_temp.bad AS SELECT b.*, NULL::text AS "x_Deployment" FROM pg_temp.bill b WHERE "Noise" = 'x';
UPDATE pg_temp.bad SET "BillingAccountId" = 'bad', "InvoiceId" = NULL;
INSERT INTO pg_temp.bad SELECT (jsonb_populate_record(b, change)).*
FROM pg_temp.bad b, unnest(ARRAY['{"BilledCost": "1,5"}', '{"BilledCost": "1e99"}', '{"BilledCost": "NaN"}', '{"BilledCost": " "}', '{"EffectiveCost": null}', '{"billingcurrency": "usd"}', '{"billingcurrency": null}',
	'{"ChargePeriodStart": "2026-02-30"}', '{"ChargePeriodStart": "yesterday"}', '{"ChargePeriodStart": "1999-12-31"}', '{"ChargePeriodStart": null}', '{"ChargeCategory": "Fee"}', '{"ChargeCategory": null}', '{"InvoiceIssuerName": null}',
	'{"x_Deployment": "rented"}']::jsonb[]) change;
SET client_min_messages = notice;
SELECT lines, refused, costs_added FROM load_focus('bad');
SELECT lines, refused, costs_added, costs_unchanged FROM load_focus('bad');
SET client_min_messages = warning;
SELECT problem, count(*) FROM quarantine WHERE source = 'focus' GROUP BY problem ORDER BY problem COLLATE "C";

SELECT pg_temp.try($$SELECT load_focus(NULL)$$);
SELECT pg_temp.try($$SELECT load_focus('no such table')$$);
SELECT pg_temp.try($$SELECT load_focus('pg_temp.january')$$);
SELECT pg_temp.try($$SELECT load_focus('bill', driver => NULL)$$);
CREATE TEMP TABLE empty AS SELECT * FROM pg_temp.bill WHERE false;
SELECT * FROM load_focus('empty');

--
-- Who may: a steward loads, a reader reads
--
CREATE ROLE regress_focus_steward;
CREATE ROLE regress_focus_reader;
CALL grant_access('regress_focus_steward', 'steward');
CALL grant_access('regress_focus_reader', 'reader');
GRANT SELECT ON pg_temp.bad TO regress_focus_steward, regress_focus_reader;
UPDATE pg_temp.bad SET "BillingAccountId" = 'steward';
SET ROLE regress_focus_reader;
SELECT count(*) > 0 AS reads, count("x_LedgerCost") > 0 AS costs FROM focus_1_2;
SELECT pg_temp.try($$SELECT load_focus('bad')$$);
SET ROLE regress_focus_steward;
SELECT lines, refused, costs_added FROM load_focus('bad');
SELECT pg_temp.try($$SELECT load_focus('bill')$$);
RESET ROLE;

-- Models of an issuer whom no price names: said, as it may be what events have metered, until somebody says which
CREATE TABLE pg_temp.models AS SELECT * FROM pg_temp.bill WHERE "InvoiceIssuerName" LIKE 'Groq%';
UPDATE pg_temp.models SET "InvoiceIssuerName" = 'Groqq Ltd', "BillingPeriodStart" = '2026-05-01 00:00+00', "ChargePeriodStart" = '2026-05-11';
SELECT costs_added, invoices_added FROM load_focus('models');
INSERT INTO price_names (dimension, name, price_name) VALUES ('provider', 'Groqq Ltd', 'groq');
SELECT costs_added, costs_reversed, invoices_reversed, invoices_added FROM load_focus('models');
UPDATE pg_temp.models SET "InvoiceIssuerName" = 'Somebody', "x_IsMetered" = false;
SELECT costs_added, invoices_added FROM load_focus('models');

DROP SCHEMA focus_test, focus_test_internal CASCADE;
DROP OWNED BY regress_focus_steward, regress_focus_reader;
DROP ROLE regress_focus_steward, regress_focus_reader;
