-- The demo company: seven AI agents in three P&L lines, October 2025 to
-- October 2026, one row per billed event.
--
-- psql variables:
--   size    calls per attempt and metered layer, 1 to 100: how many event rows
--           a unit of work leaves behind.  No amount depends on it.  Thirteen
--           months are 2.6 million events at size 1, 10.2 million at size 4.
--   months  how many months, counted back from October 2026, 1 to 13.
--
-- Money runs the way it does in a real company: first the bills, then the
-- question who caused them.
--
--   1. demo.plan says what each line's month came to in the end; for the last
--      month those are the figures of the reports.
--   2. Work items, attempts and human reviews are drawn at random.
--   3. What is left of the month's total after the reviewers' time is what the
--      vendors billed (demo.invoices).
--   4. runrate.allocate() puts every invoice, to the last micro-dollar, on the
--      events (metered layers) or on the agents (shared layers) that caused it.
--
-- So events look like life and a month still ties out exactly.  "Random" is a
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


-- Who is on the payroll -----------------------------------------------------

CREATE TABLE demo.agents (
	agent           text PRIMARY KEY,
	agent_no        bigint NOT NULL UNIQUE,
	pnl_line        text NOT NULL,
	unit_of_work    text NOT NULL,
	hired           date NOT NULL,
	replaced        date,				-- resolves nothing from here on
	line_share      numeric NOT NULL,	-- weight within its line's volume
	failure_ratio   numeric NOT NULL,	-- unresolved items per resolved one
	review_ratio    numeric NOT NULL,	-- share of items that a human looks at
	review_minutes  numeric NOT NULL,	-- typical length of a review
	hourly_cost     numeric NOT NULL,	-- of the reviewer
	cost_factor     double precision NOT NULL	-- dearness of its calls
);

INSERT INTO demo.agents VALUES
	('support-chat',       1, 'Customer Service',    'ticket',      '2026-05-01', NULL,         45, 0.05, 0.08, 5, 36, 0.85),
	('support-classic',    2, 'Customer Service',    'ticket',      '2025-10-01', '2026-07-01', 30, 0.12, 0.14, 6, 36, 1.30),
	('support-email',      3, 'Customer Service',    'ticket',      '2025-10-01', NULL,         33, 0.06, 0.10, 6, 36, 1.00),
	('support-voice',      4, 'Customer Service',    'ticket',      '2026-01-01', NULL,         22, 0.09, 0.13, 7, 36, 1.45),
	('claims-adjudicator', 5, 'Claims Underwriting', 'claim',       '2025-10-01', NULL,         60, 0.07, 0.22, 7, 42, 1.20),
	('claims-intake',      6, 'Claims Underwriting', 'claim',       '2025-12-01', NULL,         40, 0.04, 0.12, 4, 42, 0.80),
	('loan-originator',    7, 'Loan Origination',    'application', '2025-10-01', NULL,          1, 0.08, 0.15, 6, 39, 1.00);

-- A replaced agent that still runs looks at this many items a month.
\set idle_items 2400

-- The outcome of every month: volume and cost per outcome of each P&L line.
CREATE TABLE demo.plan (
	month     date NOT NULL,
	month_no  bigint NOT NULL,
	pnl_line  text NOT NULL,
	outcomes  bigint NOT NULL,
	cost      numeric(12,2) NOT NULL,
	PRIMARY KEY (month, pnl_line)
);

INSERT INTO demo.plan
SELECT (date :'last_month' - (13 - m.month_no) * interval '1 month')::date,
	   m.month_no, l.pnl_line, l.outcomes, l.outcomes * l.unit_cost
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
		('Customer Service',    m.tickets,      m.ticket_cost),
		('Claims Underwriting', m.claims,       m.claim_cost),
		('Loan Origination',    m.applications, m.application_cost)
	 ) AS l(pnl_line, outcomes, unit_cost)
WHERE m.month_no > 13 - :months;


-- The work: items, attempts, reviews -----------------------------------------

-- How many items each agent resolves in a month, and how many it does not.
CREATE TEMP TABLE staffing AS
SELECT share.*,
	   CASE WHEN active THEN round(outcomes * failure_ratio) ELSE :idle_items END::bigint AS unresolved
FROM (SELECT month, month_no, pnl_line, agent, agent_no, unit_of_work, failure_ratio, active,
			 runrate.allocate(outcomes, CASE WHEN active THEN line_share ELSE 0 END, 0)
				 OVER (PARTITION BY month, pnl_line ORDER BY agent)::bigint AS outcomes
	  FROM (SELECT *, month < coalesce(replaced, 'infinity') AS active
			FROM demo.plan JOIN demo.agents USING (pnl_line)
			WHERE hired <= month) AS hired) AS share;

CREATE TEMP TABLE items AS
SELECT s.month, s.agent, s.pnl_line, k.item_key,
	   s.unit_of_work || '-' || k.item_key AS work_item,
	   (s.month::timestamp AT TIME ZONE 'UTC')
	   + floor(demo.uniform(k.item_key, 1) * 27.9 * 86400) * interval '1 second' AS opened_at,
	   row_number() OVER (PARTITION BY s.month_no, s.agent_no
						  ORDER BY demo.uniform(k.item_key, 2), k.item_key) <= s.outcomes AS resolved
FROM staffing s,
	 LATERAL (SELECT s.month_no * 10000000 + s.agent_no * 1000000 + n AS item_key
			  FROM generate_series(1, s.outcomes + s.unresolved) AS n) AS k;

-- Up to three attempts at an item.  All but the last have failed, and so has
-- the last one of an item that was never resolved.
CREATE TEMP TABLE attempts AS
SELECT i.month, i.pnl_line, i.agent, a.cost_factor, i.work_item,
	   i.item_key * 4 + t.attempt AS attempt_key, t.attempt,
	   i.opened_at + t.attempt * interval '7 minutes' AS occurred_at,
	   i.resolved AND t.attempt = t.attempts AS outcome
FROM (SELECT items.*,
			 CASE WHEN d.u < CASE WHEN resolved THEN 0.012 ELSE 0.15 END THEN 3
				  WHEN d.u < CASE WHEN resolved THEN 0.09 ELSE 0.50 END THEN 2
				  ELSE 1 END AS attempts
	  FROM items, LATERAL (SELECT demo.uniform(item_key, 3) AS u) AS d) AS i
	 JOIN demo.agents a USING (agent),
	 LATERAL (SELECT n AS attempt, i.attempts FROM generate_series(1, i.attempts) AS n) AS t;

CREATE TABLE demo.reviews AS
SELECT i.month, i.opened_at + interval '1 day' AS occurred_at, i.agent, i.work_item,
	   greatest(1, least(40, round((a.review_minutes * demo.factor(i.item_key, 4, 0.5))::numeric))) AS minutes,
	   a.hourly_cost,
	   CASE WHEN i.resolved THEN 'approved' ELSE 'rejected' END AS verdict
FROM items i
JOIN demo.agents a USING (agent)
WHERE demo.uniform(i.item_key, 6) < a.review_ratio;


-- The bills -------------------------------------------------------------------

-- What every vendor billed.  Metered layers follow the events, the others are
-- shared by a line's agents in proportion to their attempts.
CREATE TABLE demo.invoices (
	invoice_id  bigint PRIMARY KEY,
	month       date NOT NULL,
	pnl_line    text NOT NULL,
	layer       text NOT NULL,
	vendor      text NOT NULL,
	metered     boolean NOT NULL,
	amount      numeric(12,2) NOT NULL
);

CREATE TEMP TABLE layers (
	layer    text,
	vendor   text,
	metered  boolean,
	ratio    numeric	-- of the line's total if shared, of the rest if metered
);

INSERT INTO layers VALUES
	('model_api',     'model vendor',         true,  0.22),
	('inference',     'inference cloud',      true,  0.58),
	('tool_calls',    'business APIs',        true,  0.20),
	('vector_db',     'vector store',         false, 0.09),
	('observability', 'telemetry service',    false, 0.08),
	('integration',   'integration platform', false, 0.04),
	('security',      'security audit',       false, 0.03);

INSERT INTO demo.invoices
WITH shared AS (
	SELECT p.month, p.pnl_line, l.layer, l.vendor, false, round(p.cost * l.ratio, 2) AS amount
	FROM demo.plan p, layers l
	WHERE NOT l.metered
), rest AS (
	SELECT p.month, p.pnl_line,
		   p.cost
		   - (SELECT sum(s.amount) FROM shared s
			  WHERE s.month = p.month AND s.pnl_line = p.pnl_line)
		   - (SELECT sum(runrate.review_cost(r.minutes, r.hourly_cost))
			  FROM demo.reviews r JOIN demo.agents a USING (agent)
			  WHERE r.month = p.month AND a.pnl_line = p.pnl_line) AS amount
	FROM demo.plan p
), metered AS (
	SELECT r.month, r.pnl_line, l.layer, l.vendor, true,
		   runrate.allocate(r.amount, l.ratio, 2)
			   OVER (PARTITION BY r.month, r.pnl_line ORDER BY l.layer) AS amount
	FROM rest r, layers l
	WHERE l.metered
)
SELECT row_number() OVER (ORDER BY b.month, b.pnl_line, b.layer), b.*
FROM (TABLE shared UNION ALL TABLE metered) AS b;


-- Who caused them ---------------------------------------------------------------

-- One row per billed call.  A model call after a failed attempt belongs to the
-- layer "retries".  The last model call of an attempt carries its outcome.
--
-- An invoice is put on the attempts first, whose shares are then put on their
-- calls: so an attempt costs the same however many calls it is made of.  (A
-- meter_key has one invoice only; with the invoice in its partition too, the
-- second window finds its rows in order.)
CREATE TABLE demo.events AS
WITH metered AS (
	SELECT t.attempt_key, l.layer, i.invoice_id, i.amount,
		   t.attempt_key * 4 + l.layer_no AS meter_key,
		   round((t.cost_factor * demo.factor(t.attempt_key * 4 + l.layer_no, 7, 0.6))::numeric, 4) AS weight
	FROM attempts t
	CROSS JOIN (VALUES (1, 'model_api', 1.0), (2, 'inference', 1.0), (3, 'tool_calls', 0.6))
		AS l(layer_no, layer, frequency)
	JOIN demo.invoices i ON i.month = t.month AND i.pnl_line = t.pnl_line AND i.layer = l.layer
	WHERE demo.uniform(t.attempt_key * 4 + l.layer_no, 9) < l.frequency
), priced AS (
	SELECT attempt_key, layer, invoice_id, meter_key,
		   runrate.allocate(amount, weight, 6)
			   OVER (PARTITION BY invoice_id ORDER BY meter_key) AS cost
	FROM metered
), calls AS (
	SELECT attempt_key, layer, meter_key, call,
		   runrate.allocate(cost, round(demo.factor(meter_key * 100 + call, 10, 0.5)::numeric, 4), 6)
			   OVER (PARTITION BY invoice_id, meter_key ORDER BY call) AS cost
	FROM priced, generate_series(1, :size) AS call
)
SELECT c.meter_key * 100 + c.call AS event_id,
	   t.month,
	   t.occurred_at + c.call * interval '3 seconds' AS occurred_at,
	   t.agent, t.work_item, t.attempt,
	   CASE WHEN c.layer = 'model_api' AND t.attempt > 1 THEN 'retries' ELSE c.layer END AS layer,
	   c.cost,
	   CASE WHEN c.layer = 'model_api' AND c.call = :size THEN t.outcome END AS outcome
FROM calls c
JOIN attempts t USING (attempt_key);

CREATE TABLE demo.shared_costs AS
SELECT i.month, a.agent, i.layer, i.vendor,
	   runrate.allocate(i.amount, a.attempts, 2)
		   OVER (PARTITION BY i.invoice_id ORDER BY a.agent) AS cost
FROM demo.invoices i
JOIN (SELECT month, pnl_line, agent, count(*) AS attempts
	  FROM attempts
	  GROUP BY month, pnl_line, agent) AS a USING (month, pnl_line)
WHERE NOT i.metered;

DROP TABLE staffing, items, attempts, layers;


-- Everything that an agent costs, in one list -------------------------------------

CREATE VIEW demo.costs AS
SELECT month, agent, work_item, layer, cost, outcome
FROM demo.events
UNION ALL
SELECT month, agent, work_item, 'human_review', runrate.review_cost(minutes, hourly_cost), NULL
FROM demo.reviews
UNION ALL
SELECT month, agent, NULL, layer, cost, NULL
FROM demo.shared_costs;

-- One summary per agent and month, to be rolled up to any line or period.
CREATE TABLE demo.agent_months AS
SELECT c.month, a.pnl_line, c.agent,
	   count(c.outcome) AS attempts,
	   count(*) FILTER (WHERE NOT c.outcome) AS failed,
	   count(*) FILTER (WHERE c.layer = 'human_review') AS reviews,
	   runrate.cost_summary(c.layer, c.cost, CASE WHEN c.outcome THEN 1 ELSE 0 END::bigint) AS summary
FROM demo.costs c
JOIN demo.agents a USING (agent)
GROUP BY c.month, a.pnl_line, c.agent;

ANALYZE demo.agents, demo.plan, demo.invoices, demo.reviews, demo.shared_costs, demo.events, demo.agent_months;
