-- projections: the month under way, of the company and of each business unit
SET timezone = 'UTC';
SET client_min_messages = warning;
CALL runrate.create_ledger('projected', 'USD', 'America/New_York');
SET search_path = projected;
SELECT count(*) AS of_an_empty_ledger FROM projections;

INSERT INTO business_units (business_unit) VALUES ('service'), ('lending');
INSERT INTO agents (agent, business_unit, unit_of_work) VALUES ('support', 'service', 'ticket'), ('loans', 'lending', 'loan');
-- $40 and $10 a day, and a batch of $500 on the last day of each month
INSERT INTO events (occurred_at, agent, cost)
SELECT day + interval '17 hours', agent,
       cost + CASE WHEN agent = 'loans' AND extract(day FROM day + interval '1 day') = 1 THEN 500 ELSE 0 END
FROM generate_series(timestamptz '2026-01-01 00:00+00', '2026-05-20 00:00+00', '1 day') AS day,
     (VALUES ('support', 40), ('loans', 10)) AS a (agent, cost);
SELECT month, business_unit, as_of, actual_cost::numeric(10,2), projected_cost::numeric(10,2), low_cost::numeric(10,2), high_cost::numeric(10,2)
FROM projections;

-- work of no unit is a line of its own, and the company has all of it
INSERT INTO events (occurred_at, agent, cost) VALUES ('2026-05-20 18:00+00', NULL, 7);
SELECT business_unit, actual_cost::numeric(10,2) FROM projections ORDER BY business_unit COLLATE "C";
RESET search_path;
DROP SCHEMA projected, projected_internal CASCADE;
