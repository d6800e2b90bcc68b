-- The demo company: seven AI agents in three P&L lines, October 2025 to
-- October 2026, as raw facts in a ledger.
--
-- psql variables:
--   size    calls per attempt, 1 to 100: how many event rows a unit of work
--           leaves behind.  No amount depends on it.
--   months  how many months, counted back from October 2026, 1 to 13.
--
-- In the last month every ticket, claim and application is a work item of its
-- own.  The months before were taken over from an older system, which knew
-- bundles of twenty.
--
-- The ledger gets what a company has: token counts of model calls, minutes of
-- reviewers, outcomes, a price book and monthly bills.  Every cost is computed
-- by the ledger, except that of the tool calls, which their vendor reports:
--
--   1. demo.plan says what each line's month comes to in the end; for the last
--      month those are the figures of the reports.
--   2. Work items, attempts and reviews are drawn at random and go in without
--      a cost: the ledger prices them as they arrive.
--   3. So do the monthly bills and investments, which are shares of the plan.
--   4. What is then left of a line's month is what its tool calls cost;
--      runrate.allocate() puts it on them to the last micro-dollar.
--
-- So facts look like life and a month still ties out exactly.  "Random" is a
-- hash of the row's own key: the same row has the same value on every machine,
-- in every plan and at every size.
--
-- support-classic is the zombie of the payroll.  support-chat replaced it in
-- July 2026, but nobody switched it off: it still costs money, that money is in
-- Customer Service's total, and it resolves nothing.

\set seed 20261031
\set last_month 2026-10-01

-- A number in [0, 1) for a key; every purpose has its own draw number.
CREATE FUNCTION demo.uniform(key bigint, draw integer) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (hashint8extended(key, :seed + draw) & 9007199254740991) / 9007199254740992.0::double precision;

-- A log-normal factor with median 1 (Box-Muller); spread is the standard
-- deviation of its logarithm.  Uses draw numbers draw and draw + 1.
CREATE FUNCTION demo.factor(key bigint, draw integer, spread double precision) RETURNS double precision
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN exp(spread * sqrt(-2 * ln(1 - demo.uniform(key, draw)))
		   * cos(2 * pi() * demo.uniform(key, draw + 1)));

-- Month number 1 to 13 as its first day.
CREATE FUNCTION demo.month(month_no bigint) RETURNS date
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN (date :'last_month' + make_interval(months => month_no::integer - 13))::date;


-- Who is on the payroll -----------------------------------------------------

CREATE TABLE demo.agents (
	agent           text PRIMARY KEY,
	agent_no        bigint NOT NULL UNIQUE,
	business_unit   text NOT NULL,
	unit_of_work    text NOT NULL,
	hired           date NOT NULL,
	replaced        date,				-- resolves nothing from here on
	line_share      numeric NOT NULL,	-- weight within its line's volume
	failure_ratio   numeric NOT NULL,	-- unresolved items per resolved one
	review_ratio    numeric NOT NULL,	-- share of items that a human looks at
	review_minutes  numeric NOT NULL,	-- typical length of a review
	provider        text NOT NULL,		-- in-house: on the company's own machines
	model           text NOT NULL,
	prompt_tokens   bigint NOT NULL,	-- of an attempt, not from the cache
	cached_blocks   bigint NOT NULL,	-- of 1,280 tokens that are
	answer_tokens   bigint NOT NULL,
	vectors         bigint NOT NULL,	-- in the store that it looks things up in
	build_cost      numeric NOT NULL	-- of the agent, written off over two years
);

INSERT INTO demo.agents VALUES
	('support-chat',       1, 'customer-service', 'ticket',      '2026-05-01', NULL,         45, 0.05, 0.08, 5, 'alpha',    'alpha-large', 22000, 30, 7000, 900000, 48000),
	('support-classic',    2, 'customer-service', 'ticket',      '2025-10-01', '2026-07-01', 30, 0.12, 0.14, 6, 'beta',     'beta-classic', 24000, 10, 4000, 400000, 12000),
	('support-email',      3, 'customer-service', 'ticket',      '2025-10-01', NULL,         33, 0.06, 0.10, 6, 'in-house', 'house-70b',   18000, 20, 3000, 700000, 18000),
	('support-voice',      4, 'customer-service', 'ticket',      '2026-01-01', NULL,         22, 0.09, 0.13, 7, 'alpha',    'alpha-large', 30000, 40, 9000, 600000, 36000),
	('claims-adjudicator', 5, 'claims',           'claim',       '2025-10-01', NULL,         60, 0.07, 0.22, 7, 'in-house', 'house-70b',   40000, 40, 4000, 800000, 9600),
	('claims-intake',      6, 'claims',           'claim',       '2025-12-01', NULL,         40, 0.04, 0.12, 4, 'alpha',    'alpha-small', 30000, 20, 3000, 200000, 4800),
	('loan-originator',    7, 'lending',          'application', '2025-10-01', NULL,          1, 0.08, 0.15, 6, 'alpha',    'alpha-large', 20000, 30, 6000, 300000, 2400);

-- A replaced agent that still runs looks at this many items a month.
\set idle_items 2400

-- The outcome of every month: volume and cost per outcome of each P&L line.
CREATE TABLE demo.plan (
	month          date NOT NULL,
	month_no       bigint NOT NULL,
	business_unit  text NOT NULL,
	outcomes       bigint NOT NULL,
	cost           numeric(12,2) NOT NULL,
	PRIMARY KEY (month, business_unit)
);

INSERT INTO demo.plan
SELECT demo.month(m.month_no), m.month_no, l.business_unit, l.outcomes, l.outcomes * l.unit_cost
FROM (VALUES
		( 1,  12000, 2.14, 1500, 3.05,  300, 2.60),
		( 2,  16000, 2.08, 1800, 2.98,  380, 2.52),
		( 3,  21000, 2.03, 2200, 2.92,  460, 2.45),
		( 4,  27000, 1.97, 2600, 2.84,  560, 2.37),
		( 5,  34000, 1.91, 3100, 2.78,  670, 2.30),
		( 6,  41000, 1.84, 3600, 2.71,  790, 2.22),
		( 7,  49000, 1.79, 4200, 2.63,  920, 2.15),
		( 8,  58000, 1.72, 4800, 2.58, 1070, 2.08),
		( 9,  68000, 1.66, 5400, 2.51, 1230, 2.02),
		(10,  79000, 1.61, 6000, 2.46, 1400, 1.97),
		(11,  92000, 1.58, 6700, 2.40, 1590, 1.91),
		(12, 106000, 1.54, 7300, 2.35, 1790, 1.85),
		(13, 120000, 1.50, 8000, 2.30, 2000, 1.80)
	 ) AS m(month_no, tickets, ticket_cost, claims, claim_cost, applications, application_cost),
	 LATERAL (VALUES
		('customer-service', m.tickets,      m.ticket_cost),
		('claims',           m.claims,       m.claim_cost),
		('lending',          m.applications, m.application_cost)
	 ) AS l(business_unit, outcomes, unit_cost)
WHERE m.month_no > 13 - :months;


-- The ledger and what it has to know ------------------------------------------

\warn 'loading 1 of 6: the ledger and its price book'

CALL pg_temp.clear('ledger');
CALL pg_temp.clear('ledger_internal');
CALL runrate.create_ledger('ledger', 'USD', 'UTC');
COMMENT ON SCHEMA ledger IS 'made by the runrate demo';
COMMENT ON SCHEMA ledger_internal IS 'made by the runrate demo';

INSERT INTO ledger.business_units (business_unit, name, pl_line, owner) VALUES
	('customer-service', 'Customer Service',    'Customer Service',    'VP Support'),
	('claims',           'Claims Underwriting', 'Claims Underwriting', 'VP Claims'),
	('lending',          'Loan Origination',    'Loan Origination',    'VP Lending');

INSERT INTO ledger.agents (agent, business_unit, unit_of_work, deployment, hired)
SELECT agent, business_unit, unit_of_work,
	   CASE WHEN provider = 'in-house' THEN 'self_hosted' ELSE 'third_party' END, hired
FROM demo.agents
ORDER BY agent_no;

-- Dollars per million tokens.  A later row supersedes an earlier one.
INSERT INTO ledger.prices (provider, model, meter, valid_from, price)
SELECT 'alpha', model, meter, valid_from::timestamp AT TIME ZONE 'UTC', price
FROM (VALUES
		('alpha-large', date '2025-01-01', 4, 0.40, 20),
		('alpha-large', date '2026-03-01', 3, 0.30, 15),
		('alpha-small', date '2025-01-01', 1, 0.10, 5)
	 ) AS p(model, valid_from, input, cached, output),
	 LATERAL (VALUES ('input_tokens', p.input), ('cache_read_tokens', p.cached), ('output_tokens', p.output))
		AS m(meter, price);

INSERT INTO ledger.prices (provider, model, meter, price) VALUES
	('beta', 'beta-classic', 'input_tokens', 2),
	('beta', 'beta-classic', 'cache_read_tokens', 0.50),
	('beta', 'beta-classic', 'output_tokens', 8);

INSERT INTO ledger.reviewer_costs (reviewer, valid_from, hourly_cost) VALUES
	('support reviewer', '2025-01-01', 33), ('support reviewer', '2026-01-01', 36),
	('claims reviewer',  '2025-01-01', 42),
	('loan officer',     '2025-01-01', 39);

INSERT INTO ledger.human_baselines (unit_of_work, valid_from, cost_per_outcome) VALUES
	('ticket', '2025-01-01', 5.40), ('ticket', '2026-01-01', 5.83),
	('claim', '2025-01-01', 8.50),
	('application', '2025-01-01', 24);

-- The budget of the last month was agreed a year before and met by nobody.  That
-- of the year to come is its run rate and what is planned beside it, $2,724,000
-- in twelve months.
INSERT INTO ledger.budgets (business_unit, budget_line, valid_from, monthly_amount) VALUES
	('customer-service', 'total', :'last_month', 175000),
	('claims',           'total', :'last_month', 19000),
	('lending',          'total', :'last_month', 3700);

INSERT INTO ledger.budgets (business_unit, budget_line, valid_from, monthly_amount)
SELECT business_unit, 'total', date '2026-11-01', cost
FROM demo.plan
WHERE month = :'last_month'
ORDER BY business_unit;

INSERT INTO ledger.budgets (budget_line, valid_from, monthly_amount) VALUES
	('volume growth',    '2026-11-01', 10000),
	('model migrations', '2026-11-01', 8000),
	('new agents',       '2026-11-01', 7000);

INSERT INTO ledger.slos (agent, metric, target) VALUES
	('support-chat',       'cost_per_outcome', 1.00),
	('support-email',      'cost_per_outcome', 1.80),
	('support-voice',      'cost_per_outcome', 1.60),
	('claims-adjudicator', 'cost_per_outcome', 2.40),
	('claims-intake',      'cost_per_outcome', 1.30),
	('loan-originator',    'cost_per_outcome', 1.75),
	('*',                  'accuracy',         0.90),
	('support-voice',      'review_ratio',     0.12);


-- The work: items, attempts, reviews, outcomes ---------------------------------

\warn 'loading 2 of 6: work items and calls of models'

-- How many items each agent resolves in a month, and how many it does not.
CREATE TEMP TABLE staffing AS
SELECT share.*,
	   CASE WHEN active THEN round(outcomes * failure_ratio) ELSE :idle_items END::bigint AS unresolved,
	   CASE WHEN month = :'last_month' THEN 1 ELSE 20 END AS bundle
FROM (SELECT month, month_no, business_unit, agent, agent_no, unit_of_work, failure_ratio, active,
			 runrate.allocate(outcomes, CASE WHEN active THEN line_share ELSE 0 END, 0)
				 OVER (PARTITION BY month, business_unit ORDER BY agent)::bigint AS outcomes
	  FROM (SELECT *, month < coalesce(replaced, 'infinity') AS active
			FROM demo.plan JOIN demo.agents USING (business_unit)
			WHERE hired <= month) AS hired) AS share;

-- quantity is how many tickets, claims or applications an item stands for: the
-- last bundle of a month has what is left.
--
-- Most items take one attempt, some two or three, and a few send an agent in
-- circles.  All attempts but the last have failed, and so has the last one of
-- an item that was never resolved.
CREATE TEMP TABLE items AS
SELECT w.month, w.agent, w.unit_of_work, w.business_unit, w.item_key, w.resolved,
	   least(w.bundle, w.total - w.bundle * (w.n - 1)) AS quantity,
	   w.unit_of_work || CASE WHEN w.bundle > 1 THEN 's-' ELSE '-' END || w.item_key AS work_item,
	   (w.month::timestamp AT TIME ZONE 'UTC')
	   + floor(demo.uniform(w.item_key, 1) * ((w.month + interval '1 month')::date - w.month - 0.5) * 86400)
		 * interval '1 second' AS opened_at,
	   CASE WHEN w.bundle = 1 AND demo.uniform(w.item_key, 3) < 0.00005 THEN 25 + w.item_key % 20
			WHEN demo.uniform(w.item_key, 3) < CASE WHEN w.resolved THEN 0.012 ELSE 0.15 END THEN 3
			WHEN demo.uniform(w.item_key, 3) < CASE WHEN w.resolved THEN 0.09 ELSE 0.50 END THEN 2
			ELSE 1 END AS attempts
FROM (SELECT s.*, n, resolved, total,
			 month_no * 10000000 + agent_no * 1000000 + CASE WHEN resolved THEN 0 ELSE 500000 END + n AS item_key
	  FROM staffing s,
		   LATERAL (VALUES (true, outcomes), (false, unresolved)) AS w(resolved, total),
		   generate_series(1, (total + bundle - 1) / bundle) AS n) AS w;

CREATE TEMP TABLE attempts AS
SELECT i.month, i.business_unit, i.agent, i.work_item, i.quantity, attempt,
	   i.item_key * 100 + attempt AS attempt_key,
	   i.opened_at + attempt * interval '7 minutes' AS occurred_at
FROM items i, generate_series(1, i.attempts) AS attempt;

ANALYZE items, attempts;

INSERT INTO ledger.work_items (work_item, kind, customer)
SELECT work_item, kind[1 + floor(power(demo.uniform(item_key, 11), 1.5) * 4)::integer],
	   'customer-' || lpad((1 + floor(power(demo.uniform(item_key, 12), 2) * 40))::text, 2, '0')
FROM items
JOIN (VALUES
		('ticket',      ARRAY['question', 'refund', 'outage', 'complaint']),
		('claim',       ARRAY['motor', 'household', 'liability', 'travel']),
		('application', ARRAY['renewal', 'personal', 'car', 'mortgage'])
	 ) AS k(unit_of_work, kind) USING (unit_of_work)
ORDER BY item_key;

-- An attempt's tokens are spread over its calls.
INSERT INTO ledger.events (occurred_at, agent, work_item, layer, provider, model, attempt, source, source_key,
						   input_tokens, cache_read_tokens, output_tokens, meter, quantity, cost)
SELECT t.occurred_at + call * interval '3 seconds', t.agent, t.work_item,
	   CASE WHEN t.attempt > 1 THEN 'retries' WHEN in_house THEN 'inference' ELSE 'model_api' END,
	   a.provider, a.model, t.attempt, 'gateway', t.attempt_key || '-' || call,
	   used.input * call / :size - used.input * (call - 1) / :size,
	   used.cached * call / :size - used.cached * (call - 1) / :size,
	   used.output * call / :size - used.output * (call - 1) / :size,
	   CASE WHEN in_house THEN 'gpu_seconds' END,
	   CASE WHEN in_house THEN used.output * call / :size - used.output * (call - 1) / :size END * 0.005,
	   CASE WHEN in_house THEN 0 END
FROM (SELECT *, demo.factor(attempt_key, 7, 0.5) AS factor FROM attempts) AS t
JOIN (SELECT *, provider = 'in-house' AS in_house FROM demo.agents) AS a USING (agent),
LATERAL (SELECT t.quantity * round(a.prompt_tokens * t.factor)::bigint AS input,
				t.quantity * round(a.cached_blocks * t.factor)::bigint * 1280 AS cached,
				t.quantity * round(a.answer_tokens * demo.factor(t.attempt_key, 9, 0.4))::bigint AS output) AS used,
generate_series(1, :size) AS call
ORDER BY t.attempt_key, call;

-- Evaluation runs every night, with the usage object as the provider sent it.
INSERT INTO ledger.events (occurred_at, agent, layer, provider, model, source, source_key, usage_format, usage)
SELECT night::timestamp AT TIME ZONE 'UTC' + interval '3 hours', s.agent, 'evaluation', 'alpha', 'alpha-small',
	   'evaluation', s.agent || '-' || night::date, 'openai_chat',
	   jsonb_build_object('prompt_tokens', prompt, 'prompt_tokens_details', jsonb_build_object('cached_tokens', 25600),
						  'completion_tokens', answer, 'total_tokens', prompt + answer)
FROM staffing s,
generate_series(s.month::timestamp, s.month + interval '1 month' - interval '1 day', interval '1 day') AS night,
LATERAL (SELECT s.agent_no * 100000 + (night::date - date '2025-01-01') AS key) AS k,
LATERAL (SELECT round(60000 * demo.factor(key, 13, 0.2))::bigint AS prompt,
				round(12000 * demo.factor(key, 15, 0.2))::bigint AS answer) AS used
ORDER BY night, s.agent;

-- What the vector store holds, as a driver of its bill.
INSERT INTO ledger.events (occurred_at, agent, layer, provider, source, source_key, meter, quantity, cost)
SELECT s.month::timestamp AT TIME ZONE 'UTC', s.agent, 'vector_db', 'vector store', 'vector store',
	   s.agent || '-' || s.month, 'vectors_stored', a.vectors + 20000 * s.month_no, 0
FROM staffing s JOIN demo.agents a USING (agent)
ORDER BY s.month, s.agent;

\warn 'loading 3 of 6: reviews and outcomes'

-- A bundle has as many reviews as its items have on average.
INSERT INTO ledger.reviews (occurred_at, agent, work_item, reviewer, minutes, verdict, source, source_key)
SELECT i.opened_at + interval '6 hours', i.agent, i.work_item, r.reviewer,
	   greatest(1, least(40, round((a.review_minutes * demo.factor(k.review_key, 4, 0.5))::numeric))),
	   CASE WHEN i.resolved AND demo.uniform(k.review_key, 8) < 0.96 THEN 'accurate' ELSE 'inaccurate' END,
	   'review queue', i.work_item || '-' || n
FROM items i
JOIN demo.agents a USING (agent)
JOIN (VALUES ('ticket', 'support reviewer'), ('claim', 'claims reviewer'), ('application', 'loan officer'))
	AS r(unit_of_work, reviewer) ON r.unit_of_work = i.unit_of_work,
generate_series(1, floor(i.quantity * a.review_ratio + demo.uniform(i.item_key, 6))::integer) AS n,
LATERAL (SELECT i.item_key * 100 + n AS review_key) AS k
ORDER BY i.item_key, n;

-- Those of a bundle are only known in number.
INSERT INTO ledger.outcomes (occurred_at, agent, work_item, outcome, quantity, source, source_key)
SELECT i.opened_at + i.attempts * interval '7 minutes' + interval '5 minutes', i.agent,
	   CASE WHEN i.month = :'last_month' THEN i.work_item END,
	   CASE WHEN i.resolved THEN o.done ELSE o.failed END, i.quantity, 'case system', i.work_item
FROM items i
JOIN (VALUES ('ticket', 'resolved', 'escalated'), ('claim', 'adjudicated', 'rejected'), ('application', 'originated', 'abandoned'))
	AS o(unit_of_work, done, failed) USING (unit_of_work)
ORDER BY i.item_key;


-- What goes wrong ---------------------------------------------------------------

-- A gateway's log was replayed under other keys: what came twice is cancelled.
INSERT INTO ledger.events (occurred_at, agent, work_item, layer, provider, model, attempt, source, source_key,
						   input_tokens, cache_read_tokens, output_tokens)
SELECT occurred_at, agent, work_item, layer, provider, model, attempt, 'gateway replay', source_key,
	   input_tokens, cache_read_tokens, output_tokens
FROM ledger.events
WHERE source = 'gateway' AND agent = 'loan-originator'
  AND occurred_at >= date :'last_month' + time '09:00' AND occurred_at < date :'last_month' + time '12:00'
ORDER BY id;

SELECT count(ledger.reverse_event(id, 'came twice: the log of the gateway was replayed')) AS reversed
FROM ledger.events
WHERE source = 'gateway replay'
\gset

-- Tickets that were reopened and then escalated: their first outcome no longer
-- counts.
INSERT INTO ledger.outcomes (occurred_at, agent, work_item, outcome, source, source_key)
SELECT occurred_at - interval '4 minutes', agent, work_item, 'resolved', 'case system', work_item || '-first'
FROM ledger.outcomes
WHERE outcome = 'escalated' AND occurred_at >= date :'last_month' AND agent = 'support-email'
ORDER BY id
LIMIT 40;

SELECT count(ledger.reverse_outcome(id, 'reopened by the customer')) AS reopened
FROM ledger.outcomes
WHERE source_key LIKE '%-first'
\gset

-- The pilot of a model that the price book does not know, and a record that
-- contradicts itself.  The ledger warns of both.
SET client_min_messages = error;

INSERT INTO ledger.events (occurred_at, agent, layer, provider, model, source, source_key, input_tokens, output_tokens)
SELECT date :'last_month' + time '15:00' + n * interval '1 day', 'support-chat', 'evaluation', 'alpha', 'alpha-next',
	   'evaluation', 'alpha-next-' || n, 50000 + 1000 * n, 9000
FROM generate_series(20, 29) AS n;

INSERT INTO ledger.events (occurred_at, agent, layer, provider, model, source, source_key, usage_format, usage)
VALUES (date :'last_month' + time '16:00', 'claims-intake', 'evaluation', 'alpha', 'alpha-small', 'evaluation', 'broken',
		'openai_chat', '{"prompt_tokens": 1200, "prompt_tokens_details": {"cached_tokens": 1280}, "completion_tokens": 90}');

SET client_min_messages = warning;


-- The bills -------------------------------------------------------------------

\warn 'loading 4 of 6: bills and tool calls'

INSERT INTO ledger.investments (occurred_at, first_month, months, layer, vendor, amount, agent, description, source_key)
SELECT hired::timestamp AT TIME ZONE 'UTC', hired, 24, 'integration', 'integration partner', build_cost, agent,
	   'building ' || agent, agent
FROM demo.agents
ORDER BY agent_no;

-- The ratio is that of the line's month.
INSERT INTO ledger.shared_costs (occurred_at, month, layer, vendor, amount, driver, business_unit, deployment, description, source_key)
SELECT p.month::timestamp AT TIME ZONE 'UTC' + interval '1 month', p.month, b.layer, b.vendor, round(p.cost * b.ratio, 2),
	   b.driver, p.business_unit, b.deployment, b.description, b.layer || '-' || p.business_unit || '-' || p.month
FROM demo.plan p
JOIN (VALUES
		('customer-service', 'inference',     'machine rental',    0.27, 'gpu_seconds',    'self_hosted', 'machines of the support agents'),
		('claims',           'inference',     'machine rental',    0.20, 'gpu_seconds',    'self_hosted', 'machines of the claims agents'),
		(NULL,               'vector_db',     'vector store',      0.09, 'vectors_stored', NULL,          'search in documents'),
		(NULL,               'observability', 'telemetry service', 0.08, 'tokens',         NULL,          'traces and logs'),
		(NULL,               'gateway',       'gateway service',   0.01, 'outcomes',       NULL,          'routing of model calls')
	 ) AS b(business_unit, layer, vendor, ratio, driver, deployment, description)
	ON b.business_unit IS NULL OR b.business_unit = p.business_unit
ORDER BY p.month, p.business_unit, b.layer;

-- One bill for the whole company, the same amount for every agent in service.
INSERT INTO ledger.shared_costs (occurred_at, month, layer, vendor, amount, driver, description, source_key)
SELECT s.month::timestamp AT TIME ZONE 'UTC' + interval '1 month', s.month, 'security', 'security audit',
	   count(*) * round((SELECT sum(cost) FROM demo.plan p WHERE p.month = s.month) * 0.015 / count(*), 2),
	   'even', 'guardrails and audits', 'security-' || s.month
FROM staffing s
GROUP BY s.month
ORDER BY s.month;

-- What is left of a line's month is the bill of its tool calls.
CREATE TEMP TABLE tool_bills AS
WITH known AS (
	SELECT date_trunc('month', occurred_at, 'UTC') AS month, agent, cost FROM ledger.events
	UNION ALL
	SELECT date_trunc('month', occurred_at, 'UTC'), agent, cost FROM ledger.reviews
	UNION ALL
	SELECT s.month::timestamp AT TIME ZONE 'UTC', s.agent, i.amount / i.months
	FROM staffing s JOIN ledger.investments i USING (agent)
	UNION ALL
	SELECT s.month::timestamp AT TIME ZONE 'UTC', s.agent, c.amount / count(*) OVER (PARTITION BY s.month)
	FROM staffing s JOIN ledger.shared_costs c USING (month) WHERE c.business_unit IS NULL
), lines AS (
	SELECT month AT TIME ZONE 'UTC' AS month, business_unit, sum(cost) AS cost
	FROM (SELECT month, agent, sum(cost) AS cost FROM known GROUP BY month, agent) AS k
	JOIN demo.agents USING (agent)
	GROUP BY month, business_unit
)
SELECT p.month, p.business_unit,
	   p.cost - l.cost - (SELECT sum(c.amount) FROM ledger.shared_costs c
						  WHERE c.month = p.month AND c.business_unit = p.business_unit) AS amount
FROM demo.plan p
JOIN lines l USING (month, business_unit);

-- It is put on the attempts first, whose shares are then put on their calls: so
-- an attempt costs the same however many calls it is made of.
INSERT INTO ledger.events (occurred_at, agent, work_item, layer, provider, attempt, source, source_key, cost)
SELECT t.occurred_at + (100 + call) * interval '3 seconds', t.agent, t.work_item, 'tool_calls', 'business APIs', 1,
	   'tool proxy', t.attempt_key || '-' || call,
	   runrate.allocate(t.cost, 1, 6) OVER (PARTITION BY t.attempt_key ORDER BY call)
FROM (SELECT a.*, runrate.allocate(b.amount, a.quantity * round(demo.factor(a.attempt_key, 17, 0.6)::numeric, 4), 6)
				  OVER (PARTITION BY a.month, a.business_unit ORDER BY a.attempt_key) AS cost
	  FROM attempts a
	  JOIN tool_bills b USING (month, business_unit)
	  WHERE demo.uniform(a.attempt_key, 19) < 0.35) AS t,
generate_series(1, :size) AS call
ORDER BY t.attempt_key, call;


-- What the reports compare with -------------------------------------------------

\warn 'loading 5 of 6: invoices and revenue'

-- Vendors bill what was metered, in cents.  In the last month one bill has the
-- calls of the model that has no price yet.
INSERT INTO ledger.invoices (occurred_at, month, vendor, amount, source_key)
SELECT month::timestamp AT TIME ZONE 'UTC' + interval '1 month', month, vendor,
	   round(sum(amount), 2) + CASE WHEN vendor = 'alpha' AND month = :'last_month' THEN 412.80 ELSE 0 END,
	   vendor || '-' || month
FROM (SELECT (date_trunc('month', occurred_at, 'UTC') AT TIME ZONE 'UTC')::date AS month, provider AS vendor, cost AS amount
	  FROM ledger.events
	  UNION ALL
	  SELECT month, vendor, amount FROM ledger.shared_costs) AS billed
GROUP BY month, vendor
HAVING sum(amount) > 0
ORDER BY month, vendor;

INSERT INTO ledger.revenue (occurred_at, month, business_unit, amount, source_key)
SELECT month::timestamp AT TIME ZONE 'UTC' + interval '1 month', month, business_unit,
	   outcomes * CASE business_unit WHEN 'claims' THEN 95 WHEN 'lending' THEN 310 ELSE 60 END, business_unit || '-' || month
FROM demo.plan
ORDER BY month, business_unit;

DROP TABLE staffing, items, attempts, tool_bills;

ANALYZE ledger.events, ledger.outcomes, ledger.reviews, ledger.work_items, ledger.agents, ledger.shared_costs,
	ledger.investments, ledger.invoices, ledger.revenue, ledger.prices;
