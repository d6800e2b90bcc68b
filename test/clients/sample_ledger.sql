-- A small company in the ledger "ledger" for the clients that read reports: three
-- agents in two business units, a year up to the present month, which is not over.
-- All months but the last four are closed.  Everything is clean: tie_out shows no
-- difference and nothing is in quarantine.
CALL runrate.create_ledger('ledger', currency => 'USD', time_zone => 'UTC');

INSERT INTO ledger.business_units (business_unit, pl_line, cost_center) VALUES
	('service', 'Customer Service', 'CC-100'), ('claims', 'Claims', 'CC-200');
INSERT INTO ledger.agents (agent, business_unit, unit_of_work) VALUES
	('chat', 'service', 'ticket'), ('mail', 'service', 'ticket'), ('adjuster', 'claims', 'claim');
INSERT INTO ledger.work_items (work_item, kind, customer, campaign)
	SELECT 'item ' || n, (ARRAY['refund', 'question', 'damage'])[1 + n % 3], 'customer ' || n % 7,
		CASE WHEN n % 4 = 0 THEN 'spring' END
	FROM generate_series(1, 800) n;
INSERT INTO ledger.prices (provider, model, meter, price) VALUES
	('acme', 'large', 'input_tokens', 2.5), ('acme', 'large', 'output_tokens', 10),
	('globex', 'small', 'input_tokens', 0.5), ('globex', 'small', 'output_tokens', 2);
INSERT INTO ledger.reviewer_costs (reviewer, hourly_cost) VALUES ('*', 42);
INSERT INTO ledger.human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 8.5), ('claim', 24);
INSERT INTO ledger.slos (agent, metric, target) VALUES
	('chat', 'cost_per_outcome', 1), ('adjuster', 'cost_per_outcome', 2);

-- The days since the first of them
CREATE TEMP TABLE day AS
	SELECT d::date AS day, row_number() OVER (ORDER BY d) AS n
	FROM generate_series(date_trunc('month', now() AT TIME ZONE 'UTC') - interval '12 months',
		(now() AT TIME ZONE 'UTC')::date, '1 day') d;
INSERT INTO ledger.budgets (business_unit, valid_from, monthly_amount)
	SELECT unit, min(day), 60 FROM day, (VALUES ('service'), ('claims')) u (unit) GROUP BY unit;

INSERT INTO ledger.events (source, source_key, occurred_at, agent, work_item, provider, model, attempt, input_tokens, output_tokens)
	SELECT 'sample', n || '/' || call, day::timestamp AT TIME ZONE 'UTC', (ARRAY['chat', 'mail', 'adjuster'])[1 + n % 3],
		'item ' || n * 2 + call / 3, CASE WHEN call % 2 = 0 THEN 'acme' ELSE 'globex' END,
		CASE WHEN call % 2 = 0 THEN 'large' ELSE 'small' END, 1 + call / 5, 20000 + 370 * (n % 40), 3000 + 11 * call
	FROM day, generate_series(0, 5) call;
INSERT INTO ledger.events (source, source_key, occurred_at, agent, work_item, layer, provider, cost)
	SELECT 'sample', n || '/tools', day::timestamp AT TIME ZONE 'UTC', (ARRAY['chat', 'mail', 'adjuster'])[1 + n % 3],
		'item ' || n * 2, 'tool_calls', 'tool vendor', 0.05 + n * 0.000001
	FROM day;
INSERT INTO ledger.outcomes (source, source_key, occurred_at, agent, work_item, outcome)
	SELECT 'sample', n, day::timestamp AT TIME ZONE 'UTC', (ARRAY['chat', 'mail', 'adjuster'])[1 + n % 3],
		'item ' || n * 2, CASE WHEN n % 3 = 2 THEN 'approved' ELSE 'resolved' END
	FROM day;
INSERT INTO ledger.reviews (source, source_key, occurred_at, agent, work_item, reviewer, minutes, verdict)
	SELECT 'sample', n, day::timestamp AT TIME ZONE 'UTC', (ARRAY['chat', 'mail', 'adjuster'])[1 + n % 3],
		'item ' || n * 2, 'ann', 2, CASE WHEN n % 10 = 0 THEN 'inaccurate' ELSE 'accurate' END
	FROM day WHERE n % 5 = 0;
INSERT INTO ledger.shared_costs (source, source_key, month, layer, vendor, amount, driver)
	SELECT DISTINCT 'sample', date_trunc('month', day)::date, date_trunc('month', day)::date, 'observability', 'watcher', 20.01, 'events'
	FROM day;
INSERT INTO ledger.revenue (source, source_key, month, business_unit, amount)
	SELECT DISTINCT 'sample', date_trunc('month', day)::date, date_trunc('month', day)::date, 'service', 900 FROM day;
INSERT INTO ledger.invoices (source, source_key, month, vendor, amount)
	SELECT 'sample', vendor || month, month, vendor, round(cost, 2)
	FROM (SELECT provider AS vendor, date_trunc('month', booked_on)::date AS month, sum(cost) AS cost
		  FROM ledger.events GROUP BY 1, 2) bill;

ANALYZE;
SELECT ledger.close_through((date_trunc('month', now() AT TIME ZONE 'UTC') - interval '4 months')::date, 'sample');
