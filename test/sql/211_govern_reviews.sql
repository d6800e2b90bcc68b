--
-- Performance reviews, candidates for retirement and parallel runs.  Months are
-- counted back from today, m1 is the last one that is over.
--
SET jit = off;
SET client_min_messages = warning;
SET DateStyle = 'ISO';
\set SHOW_CONTEXT never

CALL runrate.create_ledger('govern', 'USD', 'America/New_York');
SET search_path = govern;
-- The month that many months ago, and a day of it
CREATE FUNCTION pg_temp.ago(n int) RETURNS date LANGUAGE sql RETURN (date_trunc('month', now() AT TIME ZONE 'America/New_York') - make_interval(months => n))::date;
CREATE FUNCTION pg_temp.at(n int, day int) RETURNS timestamptz LANGUAGE sql RETURN (pg_temp.ago(n) + day - 1 + time '12:00') AT TIME ZONE 'America/New_York';
CREATE FUNCTION pg_temp.m(month date) RETURNS text LANGUAGE sql RETURN 'm' || extract(year FROM age(pg_temp.ago(0), month)) * 12 + extract(month FROM age(pg_temp.ago(0), month));

INSERT INTO agents (agent, business_unit, unit_of_work) VALUES
    ('csr', 'service', 'ticket'), ('underwriter', 'claims', 'claim'), ('zombie', 'service', 'ticket'), ('dear', 'lending', 'loan'), ('good', 'service', 'ticket'),
    ('csr-2', 'service', 'ticket');
INSERT INTO slos (agent, metric, target) VALUES ('csr', 'cost_per_outcome', 1.40), ('underwriter', 'accuracy', 0.94), ('good', 'cost_per_outcome', 1.60);
INSERT INTO human_baselines (unit_of_work, cost_per_outcome) VALUES ('ticket', 4.80), ('loan', 5);

-- 1.40, 1.45, 1.72 and 2.10 a ticket: at the target, twice above it, and then
-- half above it
INSERT INTO events (occurred_at, agent, cost)
SELECT pg_temp.at(n, 10), 'csr', cost FROM (VALUES (4, 1400), (3, 1450), (2, 1720), (1, 2100)) c (n, cost);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT pg_temp.at(n, 11), 'csr', 'resolved', 1000 FROM generate_series(1, 4) n;
-- 94 % accurate, then 87 %
INSERT INTO events (occurred_at, agent, cost) SELECT pg_temp.at(n, 10), 'underwriter', 230 FROM generate_series(1, 2) n;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) SELECT pg_temp.at(n, 11), 'underwriter', 'adjudicated', 100 FROM generate_series(1, 2) n;
INSERT INTO reviews (occurred_at, agent, fee, verdict)
SELECT pg_temp.at(2, 12), 'underwriter', 0, CASE WHEN i <= 94 THEN 'accurate' ELSE 'inaccurate' END FROM generate_series(1, 100) i
UNION ALL SELECT pg_temp.at(1, 12), 'underwriter', 0, CASE WHEN i <= 87 THEN 'accurate' ELSE 'inaccurate' END FROM generate_series(1, 100) i;
-- somebody built it
INSERT INTO events (occurred_at, agent, cost) SELECT pg_temp.at(n, 10), 'zombie', 300 FROM generate_series(1, 3) n;
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES (pg_temp.at(3, 11), 'zombie', 'resolved', 100), (pg_temp.at(2, 11), 'zombie', 'escalated', 100);
-- dearer than the people, and 1.50 under a target of 1.60
INSERT INTO events (occurred_at, agent, cost) VALUES (pg_temp.at(1, 10), 'dear', 1100), (pg_temp.at(1, 10), 'good', 150);
INSERT INTO outcomes (occurred_at, agent, outcome, quantity) VALUES (pg_temp.at(1, 11), 'dear', 'originated', 200), (pg_temp.at(1, 11), 'good', 'resolved', 100);

SELECT agent, pg_temp.m(month) AS month, outcomes, unit_cost::numeric(10,2), target_unit_cost::numeric(10,2) AS target, deviation_pct::numeric(10,1), status, severity,
       months_over_target AS over, change_pct::numeric(10,1), accuracy_ratio::numeric(10,2) AS accuracy, previous_accuracy_ratio::numeric(10,2) AS before,
       accuracy_floor::numeric(10,4) AS floor, saving::numeric(10,2), is_zombie, verdict, verdict_order
FROM performance_reviews WHERE month < pg_temp.ago(0) ORDER BY agent, performance_reviews.month;
SELECT agent, trigger_name, trigger_order, pg_temp.m(since) AS since, months, money_at_stake::numeric(12,2), evidence, action FROM retirement_candidates;

-- Without an objective the floor is 0.90: 0.89 is below, 0.90 is not, and nine
-- reviews say nothing.
INSERT INTO reviews (occurred_at, agent, fee, verdict)
SELECT pg_temp.at(1, 12), 'good', 0, CASE WHEN i <= 90 THEN 'accurate' ELSE 'inaccurate' END FROM generate_series(1, 100) i
UNION ALL SELECT pg_temp.at(1, 12), 'dear', 0, 'inaccurate' FROM generate_series(1, 9) i;
SELECT agent, judged, accuracy_ratio, verdict FROM performance_reviews WHERE month = pg_temp.ago(1) AND agent IN ('good', 'dear') ORDER BY agent;
INSERT INTO reviews (occurred_at, agent, fee, verdict) VALUES (pg_temp.at(1, 13), 'good', 0, 'inaccurate');
SELECT agent, judged, accuracy_ratio, verdict FROM performance_reviews WHERE month = pg_temp.ago(1) AND agent = 'good';

-- In the middle of a month: a fact that comes late, an outcome that is opened
-- again, another unit of work, an objective that is superseded.  The objective
-- of a month is that of its first day.
INSERT INTO slos (agent, metric, target, valid_from) VALUES ('csr', 'cost_per_outcome', 3, pg_temp.ago(1) + 14), ('csr', 'cost_per_outcome', 1.45, pg_temp.ago(3));
INSERT INTO events (occurred_at, agent, cost, source_key) VALUES (pg_temp.at(2, 28), 'csr', 100, 'late');
INSERT INTO agents (agent, valid_from, business_unit, unit_of_work) VALUES ('csr', pg_temp.ago(1) + 9, 'lending', 'loan');
SELECT pg_temp.m(month) AS month, unit_cost::numeric(10,4), target_unit_cost::numeric(10,2) AS target, months_over_target AS over, verdict
FROM performance_reviews WHERE agent = 'csr' AND month < pg_temp.ago(0) ORDER BY performance_reviews.month;
SELECT FROM reverse_event((SELECT id FROM events WHERE source_key = 'late'), 'billed twice', pg_temp.ago(1) + 5);
SELECT FROM reverse_outcome((SELECT id FROM outcomes WHERE agent = 'zombie' AND outcome = 'resolved'), 'opened again');
SELECT agent, pg_temp.m(month) AS month, outcomes, unit_cost::numeric(10,4), months_over_target AS over, verdict
FROM performance_reviews WHERE agent IN ('csr', 'zombie') AND month BETWEEN pg_temp.ago(3) AND pg_temp.ago(1) ORDER BY agent, performance_reviews.month;
SELECT agent, trigger_name, pg_temp.m(since) AS since, months, money_at_stake::numeric(12,2), evidence FROM retirement_candidates WHERE agent IN ('csr', 'zombie');
-- An objective that has ended leaves none, whatever holds for the others.
INSERT INTO slos (agent, metric, target) VALUES ('*', 'cost_per_outcome', 0.01);
INSERT INTO slos (agent, metric, target, valid_from) VALUES ('good', 'cost_per_outcome', NULL, pg_temp.ago(1));
SELECT agent, target_unit_cost, status FROM performance_reviews WHERE month = pg_temp.ago(1) AND agent IN ('good', 'dear') ORDER BY agent;

--
-- Models that are deprecated, and cheaper ones at hand
--
INSERT INTO prices (provider, model, meter, price) VALUES
    ('anthropic', 'sonnet-3', 'input_tokens', 3), ('anthropic', 'sonnet-3', 'output_tokens', 15),
    ('anthropic', 'sonnet-3.5', 'input_tokens', 1.50), ('anthropic', 'sonnet-3.5', 'output_tokens', 15);
INSERT INTO events (occurred_at, agent, provider, model, input_tokens) VALUES (pg_temp.at(1, 10), 'good', 'anthropic', 'sonnet-3', 1000000);
INSERT INTO model_lifecycles (provider, model, deprecated_on, retires_on, successor_model) VALUES
    ('anthropic', 'sonnet-3', pg_temp.ago(3) + 9, pg_temp.ago(-1) + 9, 'sonnet-2'), ('anthropic', 'sonnet-3', pg_temp.ago(3) + 9, pg_temp.ago(-1) + 9, 'sonnet-3.5');
SELECT plan_transition('good', 'anthropic', 'sonnet-3', 'anthropic', 'sonnet-3.5', pg_temp.ago(-1) + 5, 17, pg_temp.ago(1), pg_temp.ago(1)) AS plan;
SELECT agent, trigger_name, pg_temp.m(since) AS since, months, money_at_stake::numeric(12,2), regexp_replace(evidence, '\d\d\d\d-\d\d-\d\d', 'day') AS evidence, action
FROM retirement_candidates WHERE trigger_name IN ('model_deprecated', 'cheaper_model') ORDER BY trigger_order;
-- Once it is rejected, or does not pay within a year, it is at hand no more.
INSERT INTO transition_plans (agent, from_provider, from_model, to_provider, to_model, planned_on, status) VALUES ('good', 'anthropic', 'sonnet-3', 'anthropic', 'sonnet-3.5', pg_temp.ago(-1) + 5, 'rejected');
SELECT trigger_name FROM retirement_candidates WHERE agent = 'good' ORDER BY trigger_order;
SELECT plan_transition('good', 'anthropic', 'sonnet-3', 'anthropic', 'sonnet-3.5', pg_temp.ago(-1) + 5, 18, pg_temp.ago(1), pg_temp.ago(1)) > 0 AS planned;
SELECT trigger_name FROM retirement_candidates WHERE agent = 'good' ORDER BY trigger_order;

--
-- Parallel runs: the old agent goes on for ten days beside the new one, at 20 a day
--
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('old', 'service', 'ticket');
INSERT INTO events (occurred_at, agent, cost) SELECT pg_temp.at(2, day), 'old', 20 FROM generate_series(1, 28) day;
INSERT INTO parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost) VALUES ('old', 'csr-2', pg_temp.ago(2) + 4, pg_temp.ago(2) + 12, 180);
SELECT agent, new_agent, planned_cost::numeric(10,2), overlap_cost::numeric(10,2), over_plan::numeric(10,2), status FROM parallel_run_costs;
INSERT INTO parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost, ended_on) VALUES ('old', 'csr-2', pg_temp.ago(2) + 4, pg_temp.ago(2) + 12, 180, pg_temp.ago(2) + 13);
INSERT INTO parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost) VALUES
    ('csr', 'csr-2', pg_temp.ago(-1), pg_temp.ago(-2), 5000), ('good', 'csr-2', pg_temp.ago(1), pg_temp.ago(-2), 5000);
SELECT agent, new_agent, planned_cost::numeric(10,2), overlap_cost::numeric(10,2), over_plan::numeric(10,2), status FROM parallel_run_costs;

INSERT INTO parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost) VALUES ('old', 'csr-3', '2026-01-01', '2026-02-01', 1);
\set VERBOSITY terse
INSERT INTO parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost) VALUES ('old', 'old', '2026-01-01', '2026-02-01', 1);
INSERT INTO parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost) VALUES ('old', 'csr', '2026-01-01', '2025-02-01', 1);
INSERT INTO parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost) VALUES ('old', 'csr', '2026-01-01', '2026-02-01', -1);
INSERT INTO parallel_runs (agent, new_agent, starts_on, planned_end, planned_cost) VALUES ('old', 'csr', '-infinity', '2026-02-01', 1);
INSERT INTO model_lifecycles (provider, model, deprecated_on, retires_on) VALUES ('a', 'b', '2026-02-01', '2026-01-01');
INSERT INTO model_lifecycles (provider, model, successor_model) VALUES ('a', 'b', 'b');
INSERT INTO model_lifecycles (provider, model, successor_provider) VALUES ('a', 'b', 'b');
DELETE FROM parallel_runs;
TRUNCATE model_lifecycles;
DROP SCHEMA govern, govern_internal CASCADE;
