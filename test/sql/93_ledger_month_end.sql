--
-- What the end of a month adds to what events cost: free allowances and volume
-- tiers, and commitments with what of them was used and what was not
--
SET timezone = 'UTC';
SET datestyle = 'ISO';
CALL runrate.create_ledger('month_end');
SET search_path = month_end;

INSERT INTO business_units (business_unit) VALUES ('service');
INSERT INTO agents (agent, business_unit, unit_of_work, hired) VALUES ('a', 'service', 'ticket', '2025-01-01'), ('b', 'service', 'ticket', '2025-01-01');
INSERT INTO prices (provider, model, meter, price, per, service_tier) VALUES
	('google', 'pro', 'maps_requests', 25, 1000, 'standard'), ('google', 'flash', 'maps_requests', 20, 1000, 'standard'),
	('acme', 'm', 'input_tokens', 3, 1000000, 'standard'), ('acme', 'm', 'output_tokens', 15, 1000000, 'standard');

CREATE VIEW pg_temp.volume AS SELECT month, provider, model, meter, period, quantity, trim_scale(list_cost) AS list, trim_scale(volume_cost) AS volume, trim_scale(difference) AS difference, trim_scale(booked_difference) AS booked FROM volume_costs('2026-01-01', '2026-12-01');
CREATE FUNCTION pg_temp.maps(source_key text, at timestamptz, agent text, model text, maps bigint) RETURNS void
LANGUAGE sql
AS $$
	INSERT INTO events (occurred_at, source, source_key, agent, provider, model, maps_requests, requests) VALUES (at, 'maps', source_key, agent, 'google', model, maps, 0);
$$;

-- A free allowance of a month that the models share: the first 100 cost nothing, what is above costs what it does.
INSERT INTO volume_prices (provider, meter, above_quantity, list_ratio) VALUES ('google', 'maps_requests', 0, 0), ('google', 'maps_requests', 100, 1);
SELECT pg_temp.maps('1', '2026-01-05 12:00+00', 'a', 'pro', 60), pg_temp.maps('2', '2026-01-06 12:00+00', 'b', 'flash', 60), pg_temp.maps('3', '2026-01-07 12:00+00', NULL, 'pro', 10), pg_temp.maps('4', '2026-02-01 00:00+00', 'a', 'pro', 5);
SELECT source_key, trim_scale(cost) AS cost FROM events ORDER BY id;
-- 60 of a, 40 of b; what is above costs what it was priced at
SELECT *, 60 * 0.025 + 40 * 0.02 AS free FROM pg_temp.volume;
SELECT month, agent, layer, quantity, trim_scale(list_cost) AS list, trim_scale(volume_cost) AS volume FROM month_end_internal.volume_parts('2026-01-01', '2026-01-01') ORDER BY agent;
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-01-01');
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-01-01');
SELECT month, agent, layer, vendor, trim_scale(amount) AS amount, source_key FROM shared_costs ORDER BY id;
-- An event that comes late moves those after it; one that is reversed, too.
SELECT pg_temp.maps('late', '2026-01-05 13:00+00', 'b', 'pro', 30);
SELECT * FROM pg_temp.volume WHERE month = '2026-01-01';
-- What is not due is put aside, whoever sends it with this source; what is due is taken, and not booked again.
BEGIN;
SET LOCAL client_min_messages = error;
CREATE TEMP VIEW forged AS
SELECT v.*, r.month, r.layer, r.vendor, r.amount, r.driver, r.agent, r.business_unit, r.description, r.source_key
FROM month_end_internal.month_end_rows('2026-01-01') r,
	(VALUES ('amount', 0.01, '', 0), ('number', 0, '0', 0), ('line', 0, '/other#1', 0), ('month', 0, '', 1), ('present', 0, '', 200)) v (forgery, more, suffix, months);
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, business_unit, description, source, source_key)
SELECT least(month + make_interval(months => months), date_trunc('month', now())), layer, vendor, amount + more, driver, agent, business_unit, description, 'month end', source_key || suffix FROM forged;
INSERT INTO shared_costs (month, layer, amount, driver, source, source_key) VALUES ('2026-01-01', 'model_api', 5, 'even', 'month end', 'mine');
INSERT INTO shared_costs (month, layer, vendor, amount, billed_amount, billing_currency, driver, agent, description, source, source_key)
SELECT month, layer, vendor, amount, 7, 'USD', driver, agent, description, 'month end', source_key FROM forged WHERE forgery = 'amount';
SELECT problem, count(*), count(*) - (SELECT 5 * count(*) + 1 + count(*) FROM month_end_internal.month_end_rows('2026-01-01')) AS taken FROM quarantine GROUP BY problem;
INSERT INTO shared_costs (month, layer, vendor, amount, driver, agent, business_unit, description, source, source_key)
SELECT month, layer, vendor, amount, driver, agent, business_unit, description, 'month end', source_key FROM forged WHERE forgery = 'amount' LIMIT 1;
SELECT count(*) AS put_aside FROM quarantine;
SELECT count(*) AS still_due FROM month_end_internal.month_end_rows('2026-01-01');
ROLLBACK;
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-01-01');
SELECT reverse_event(id, 'not ours', '2026-03-01') > 0 AS is_reversed FROM events WHERE source_key = '1';
SELECT * FROM pg_temp.volume WHERE month = '2026-01-01';
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-01-01');
SELECT agent, trim_scale(sum(amount)) AS booked FROM shared_costs GROUP BY agent ORDER BY agent;
-- A price that is entered anew is no volume price: the list is what the events were priced at.
INSERT INTO prices (provider, model, meter, price, per) VALUES ('google', 'pro', 'maps_requests', 50, 1000);
SELECT * FROM pg_temp.volume WHERE month = '2026-01-01';

-- Tiers by a price, of one model, from a day on; by day
INSERT INTO volume_prices (provider, model, meter, above_quantity, price, per, valid_from, period) VALUES
	('acme', 'm', 'input_tokens', 1000000, 2, 1000000, '2026-02-01', 'month'), ('acme', 'm', 'input_tokens', 3000000, 1, 1000000, '2026-02-01', 'month'),
	('acme', 'm', 'output_tokens', 0, 0, 1000000, '2026-02-01', 'day'), ('acme', 'm', 'output_tokens', 1000, 15, 1000000, '2026-02-01', 'day');
INSERT INTO events (occurred_at, source, source_key, agent, provider, model, input_tokens, output_tokens) VALUES
	('2026-01-31 23:59:59+00', 'tokens', '1', 'a', 'acme', 'm', 5000000, 0),
	('2026-02-01 00:00:00+00', 'tokens', '2', 'a', 'acme', 'm', 2500000, 600), ('2026-02-01 23:00:00+00', 'tokens', '3', 'b', 'acme', 'm', 2500000, 600),
	('2026-02-02 00:00:00+00', 'tokens', '4', 'b', 'acme', 'm', 0, 600);
SELECT *, 2 * 2 + 2 * 1 - 4 * 3 AS expected, -(1000 + 600) * 0.000015 AS expected_output FROM pg_temp.volume WHERE provider = 'acme';
-- The rows end.
INSERT INTO volume_prices (provider, model, meter, above_quantity, valid_from) VALUES ('acme', 'm', 'input_tokens', 3000000, '2026-02-01');
SELECT *, 4 * 2 - 4 * 3 AS expected FROM pg_temp.volume WHERE provider = 'acme' AND meter = 'input_tokens';

-- Throughput: what is not used costs, too. An event of that tier costs nothing by itself.
INSERT INTO commitments (commitment, kind, vendor, provider, model, meter, starts_on, ends_on, amount, capacity) VALUES
	('PTU', 'throughput', 'azure', 'azure', 'm', NULL, '2026-02-01', '2026-04-15', 2800, 1000000);
INSERT INTO prices (provider, model, meter, price) VALUES ('azure', 'm', 'input_tokens', 3), ('azure', 'm', 'output_tokens', 15);
INSERT INTO events (occurred_at, source, source_key, agent, provider, model, service_tier, input_tokens, output_tokens) VALUES
	('2026-02-10 12:00+00', 'ptu', '1', 'a', 'azure', 'm', 'PROVISIONED_THROUGHPUT', 5000000, 1000000), ('2026-02-11 12:00+00', 'ptu', '2', 'b', 'azure', 'm', 'scale', 1000000, 0),
	('2026-02-11 12:00+00', 'ptu', 'on demand', 'b', 'azure', 'm', NULL, 1000000, 0), ('2026-03-11 12:00+00', 'ptu', '3', 'b', 'azure', 'm', 'provisioned', 500000000, 0);
SELECT source_key, trim_scale(cost) AS cost FROM events WHERE source = 'ptu' ORDER BY id;
CREATE VIEW pg_temp.commitment AS SELECT month, commitment, trim_scale(capacity) AS capacity, trim_scale(used) AS used, trim_scale(used_ratio) AS ratio, trim_scale(cost) AS cost, trim_scale(used_cost) AS used_cost, trim_scale(unused_cost) AS unused, trim_scale(remaining_cost) AS remaining, trim_scale(booked_cost) AS booked FROM commitment_costs('2026-01-01', '2026-12-01');
-- 7 of 28 million; all; none, and half of a month
SELECT * FROM pg_temp.commitment;
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-02-01') ORDER BY description, agent;
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-03-01');
SELECT commitment, month, booked, cost FROM pg_temp.commitment;
-- More was used than was known: from the unused to the used part
INSERT INTO events (occurred_at, source, source_key, agent, provider, model, service_tier, input_tokens) VALUES ('2026-02-12 12:00+00', 'ptu', 'late', 'b', 'azure', 'm', 'provisioned', 7000000);
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-02-01');
SELECT description, agent, trim_scale(sum(amount)) AS booked FROM shared_costs WHERE month = '2026-02-01' AND vendor = 'azure' GROUP BY 1, 2 ORDER BY 1, 2;

-- Seats: agents that did something, or what a meter says
INSERT INTO commitments (commitment, kind, vendor, meter, starts_on, ends_on, amount, capacity, layer, agent) VALUES
	('team seats', 'seats', 'acme', NULL, '2026-02-01', '2026-02-28', 200, 5, 'tool_calls', NULL), ('ide seats', 'seats', 'ide', 'seats', '2026-02-01', '2026-02-28', 100, 3, 'tool_calls', 'a');
INSERT INTO prices (provider, model, meter, price, per) VALUES ('ide', '', 'seats', 0, 1);
INSERT INTO events (occurred_at, source, source_key, agent, provider, meter, quantity) VALUES ('2026-02-28 12:00+00', 'seats', 'a', 'a', 'ide', 'seats', 3), ('2026-02-28 12:00+00', 'seats', 'b', 'b', 'ide', 'seats', 1);
-- 2 of 5; 4 of 3
SELECT * FROM pg_temp.commitment WHERE commitment ~ 'seats';
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-02-01') ORDER BY description, agent;

-- Credits: usage draws them at list prices, that which expires first before the others; what is left expires.
INSERT INTO commitments (commitment, kind, vendor, starts_on, ends_on, amount, capacity) VALUES
	('credit 1', 'credit', 'lab', '2026-01-01', '2026-03-31', 90, 100), ('credit 2', 'credit', 'lab', '2026-02-01', '2026-12-31', 50, 50), ('gift', 'credit', 'lab', '2026-01-01', '2026-01-31', 0, 1000);
INSERT INTO prices (provider, model, meter, price) VALUES ('lab', 'm', 'input_tokens', 1);
INSERT INTO events (occurred_at, source, source_key, agent, provider, model, input_tokens) VALUES
	('2026-01-10 12:00+00', 'lab', '1', 'a', 'lab', 'm', 7000000), ('2026-02-10 12:00+00', 'lab', '2', 'a', 'lab', 'm', 30000000), ('2026-02-10 13:00+00', 'lab', '3', 'b', 'lab', 'm', 10000000), ('2026-03-10 12:00+00', 'lab', '4', 'b', 'lab', 'm', 20000000),
	('2026-04-10 12:00+00', 'lab', '5', 'a', 'lab', 'm', 80000000);
SELECT * FROM pg_temp.commitment WHERE commitment ~ 'credit|gift' AND month < '2026-06-01' ORDER BY commitment, month;
-- All that was paid is used, unused or left.
SELECT commitment, sum(used_cost) + sum(unused) + (array_agg(remaining ORDER BY month DESC))[1] AS paid FROM pg_temp.commitment WHERE commitment ~ 'credit|gift' AND month < '2026-06-01' GROUP BY commitment ORDER BY commitment;
SELECT m, description, agent, trim_scale(amount) AS amount FROM generate_series(timestamp '2026-01-01', '2026-04-01', '1 month') m, book_month_end(m::date) WHERE description ~ 'credit|gift' ORDER BY m, description, agent;
-- What the ledger bears of January to March for the lab: the credit that has expired, and what was drawn from none
SELECT trim_scale(sum(cost)) AS events, (SELECT trim_scale(sum(amount)) FROM shared_costs WHERE vendor = 'lab' AND month < '2026-04-01') AS month_end FROM events WHERE provider = 'lab' AND occurred_at < '2026-04-01';
-- Again: nothing; another amount: the difference
SELECT count(*) FROM book_month_end('2026-03-01');
INSERT INTO commitments (commitment, kind, vendor, starts_on, ends_on, amount, capacity) VALUES ('credit 1', 'credit', 'lab', '2026-01-01', '2026-03-31', 80, 100);
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-03-01') WHERE description ~ 'credit';
-- Taken back
INSERT INTO commitments (commitment, kind, vendor, starts_on, ends_on, amount, capacity) VALUES ('credit 1', 'credit', 'lab', '2026-01-01', '2026-03-31', NULL, 100);
SELECT description, agent, trim_scale(amount) AS amount FROM book_month_end('2026-03-01') WHERE description ~ 'credit' ORDER BY description, agent;

-- data_quality looks at the last three months.
INSERT INTO events (occurred_at, source, source_key, agent, provider, model, maps_requests, requests) VALUES (date_trunc('month', now()) - interval '1 day', 'last month', '1', 'a', 'google', 'flash', 10, 0);
SELECT check_name, month = (date_trunc('month', now()) - interval '1 month')::date AS is_last_month, found, cost FROM data_quality WHERE check_name = 'month-end costs not booked' AND detail ~ 'maps_requests';

-- What cannot be
\set VERBOSITY terse
SELECT * FROM book_month_end('2026-03-02');
DO $$
BEGIN
	PERFORM book_month_end(month_end_internal.month_of(now()));
EXCEPTION WHEN invalid_parameter_value THEN
	RAISE NOTICE '%', regexp_replace(sqlerrm, '[0-9-]{10}', 'This month');
END;
$$;
SELECT * FROM book_month_end(NULL);
INSERT INTO volume_prices (provider, meter, price, list_ratio) VALUES ('p', 'pages', 1, 1);
INSERT INTO commitments (commitment, kind, vendor, starts_on, amount, capacity) VALUES ('endless', 'credit', 'lab', '2026-01-01', 90, 100);
UPDATE commitments SET amount = 1;
DELETE FROM volume_prices;
\set VERBOSITY default

-- Who keeps prices keeps these; who reads may look.
CREATE ROLE month_end_steward;
CREATE ROLE month_end_reader;
CALL grant_access('month_end_steward', 'steward');
CALL grant_access('month_end_reader', 'reader');
SET ROLE month_end_reader;
SELECT count(*) > 0 AS can_look FROM month_end.commitment_costs('2026-01-01', '2026-06-01');
SELECT * FROM month_end.book_month_end('2026-01-01');
SET ROLE month_end_steward;
INSERT INTO month_end.volume_prices (provider, meter, list_ratio) VALUES ('acme', 'pages', 0.5);
SELECT count(*) FROM month_end.book_month_end('2026-01-01');
RESET ROLE;

SELECT count(*) AS differences FROM tie_out WHERE difference <> 0;
-- What is paid is used, unused or left, of each commitment.
SELECT month, trim_scale(expected) AS paid, trim_scale(actual) AS borne FROM tie_out WHERE check_name = 'commitments' AND month < '2026-05-01' ORDER BY month;
SELECT month, trim_scale(shared_cost) AS shared_cost FROM (SELECT month, sum(shared_cost) AS shared_cost FROM unit_costs GROUP BY month) u WHERE month < '2026-05-01' ORDER BY month;
SELECT month, trim_scale(sum(amount)) AS shared_cost FROM shared_costs WHERE month < '2026-05-01' GROUP BY month ORDER BY month;

SET client_min_messages = warning;
DROP SCHEMA month_end, month_end_internal CASCADE;
DROP ROLE month_end_steward, month_end_reader;

-- Whatever was used when: as event by event, in the order in which they occurred
CALL runrate.create_ledger('volumes');
SET search_path = volumes;
INSERT INTO prices (provider, model, meter, price, per) VALUES ('acme', 'm', 'input_tokens', 3, 1000000), ('acme', 'n', 'input_tokens', 5, 1000000);
INSERT INTO volume_prices (provider, model, meter, period, above_quantity, price, list_ratio) VALUES
	('acme', '', 'input_tokens', 'month', 50000, NULL, 0.5), ('acme', '', 'input_tokens', 'month', 200000, 2, NULL), ('acme', '', 'input_tokens', 'month', 200500, 1, NULL),
	('acme', 'm', 'input_tokens', 'day', 0, NULL, 0), ('acme', 'm', 'input_tokens', 'day', 7000, NULL, 1);
INSERT INTO events (occurred_at, source, source_key, agent, provider, model, input_tokens)
SELECT '2026-01-01 00:00+00'::timestamptz + n * n % 8641 * interval '5 minutes', 'volumes', n::text, 'a' || n % 3, 'acme', CASE WHEN n % 4 = 0 THEN 'n' ELSE 'm' END, 1 + n * 37 % 1009
FROM generate_series(1, 700) n;
WITH tier (model, period, above, until, price, ratio) AS (
	VALUES ('', 'month', 50000, 200000, NULL, 0.5), ('', 'month', 200000, 200500, 2, NULL), ('', 'month', 200500, 1e9, 1, NULL), ('m', 'day', 0, 7000, NULL, 0), ('m', 'day', 7000, 1e9, NULL, 1)
), one AS (
	SELECT s.model, s.period, e.agent, e.input_tokens::numeric AS quantity, e.cost,
		sum(e.input_tokens) OVER (PARTITION BY s.model, s.period, CASE s.period WHEN 'day' THEN e.owned_on END ORDER BY e.occurred_at, e.id) - e.input_tokens AS before
	FROM (SELECT DISTINCT model, period FROM tier) s
	JOIN events e ON s.model IN ('', e.model)
), expected AS (
	SELECT o.model, o.period, o.agent, sum(p.inside) AS quantity, round(sum(o.cost * p.inside / o.quantity), 9) AS list, round(sum(coalesce(p.inside * t.price / 1000000, o.cost * p.inside / o.quantity * t.ratio)), 9) AS volume
	FROM one o
	JOIN tier t USING (model, period)
	CROSS JOIN LATERAL (SELECT least(o.before + o.quantity, t.until) - greatest(o.before, t.above) AS inside) p
	WHERE p.inside > 0
	GROUP BY 1, 2, 3
)
SELECT count(*) AS parts, count(*) FILTER (WHERE (v.quantity, round(v.list_cost, 9), round(v.volume_cost, 9)) = (x.quantity, x.list, x.volume)) AS equal,
	sum(v.quantity) AS quantity, count(DISTINCT round(v.volume_cost - v.list_cost, 9)) AS differences
FROM expected x
FULL JOIN volumes_internal.volume_parts('2026-01-01', '2026-01-01') v USING (model, period, agent);
SET client_min_messages = warning;
DROP SCHEMA volumes, volumes_internal CASCADE;
