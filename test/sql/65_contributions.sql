-- anomaly_contributions: the parts of a deviation of cost per outcome

-- yesterday against the day before, by layer
SELECT c.* FROM (SELECT runrate.anomaly_contributions(layer, cost, base_cost, 100, 120) AS parts
                 FROM (VALUES ('inference', 50, 40), ('retries', 30.5, 10), ('human_review', 7, 9), (NULL, 1, 1)) AS v (layer, cost, base_cost)) AS s,
     unnest(parts) AS c;
SELECT round(88.5 / 100 - 60.0 / 120, 12) AS deviation;

-- only cost, only outcomes, nothing has changed
SELECT c.* FROM (SELECT runrate.anomaly_contributions('all', 12, 10, 4, 4) AS parts) AS s, unnest(parts) AS c;
SELECT c.* FROM (SELECT runrate.anomaly_contributions('all', 10, 10, 3, 7) AS parts) AS s, unnest(parts) AS c;
SELECT c.* FROM (SELECT runrate.anomaly_contributions('all', 10, 10, 3, 3) AS parts) AS s, unnest(parts) AS c;

-- thirds: the last unit goes to the largest remainder, then to the first
SELECT c.dimension, c.contribution FROM (SELECT runrate.anomaly_contributions(d, 1, 0, 3, 3) AS parts FROM (VALUES ('a'), ('b'), ('c')) AS v (d)) AS s, unnest(parts) AS c;
SELECT c.dimension, c.contribution FROM (SELECT runrate.anomaly_contributions(d, x, 0, 7, 7) AS parts FROM (VALUES ('a', 1), ('b', 2), ('c', 3)) AS v (d, x)) AS s, unnest(parts) AS c;
SELECT c.dimension, c.contribution FROM (SELECT runrate.anomaly_contributions(d, 0, x, 7, 7) AS parts FROM (VALUES ('a', 1), ('b', 2), ('c', 3)) AS v (d, x)) AS s, unnest(parts) AS c;

-- rows of one dimension value are added up; NULL and the name of it are one value; order is by byte
SELECT c.dimension, c.actual, c.base, c.contribution
FROM (SELECT runrate.anomaly_contributions(d, x, 1, 2, 2) AS parts FROM (VALUES ('b', 1), (NULL, 2), ('B', 3), ('unattributed', 4), ('b', 5), ('', 6)) AS v (d, x)) AS s,
     unnest(parts) AS c;

-- a baseline may have fractions of outcomes; credits are costs below zero
SELECT c.* FROM (SELECT runrate.anomaly_contributions(d, x, y, 3, 2.5) AS parts FROM (VALUES ('model', 6, 5.25), ('credit', -1, 0)) AS v (d, x, y)) AS s, unnest(parts) AS c;

-- no unit cost on a side: the changes remain
SELECT c.* FROM (SELECT runrate.anomaly_contributions('all', 12, 10, 0, 4) AS parts) AS s, unnest(parts) AS c;
SELECT c.* FROM (SELECT runrate.anomaly_contributions('all', 12, 10, 4, 0) AS parts) AS s, unnest(parts) AS c;
SELECT c.* FROM (SELECT runrate.anomaly_contributions('all', 12, 10, 4, NULL) AS parts) AS s, unnest(parts) AS c;
SELECT c.* FROM (SELECT runrate.anomaly_contributions(d, x, 1, 4, 4) AS parts FROM (VALUES ('known', 1), ('unpriced', NULL), ('twice', 2), ('twice', NULL)) AS v (d, x)) AS s, unnest(parts) AS c;
SELECT runrate.anomaly_contributions('all', 1, 1, 1, 1) FILTER (WHERE false) IS NULL AS no_rows;

-- any size
SELECT c.contribution FROM (SELECT runrate.anomaly_contributions('all', 1e30 + 1e-20, 1e30, 1, 1) AS parts) AS s, unnest(parts) AS c;
SELECT c.contribution FROM (SELECT runrate.anomaly_contributions('all', 1e40, 0, 9223372036854775807, 3) AS parts) AS s, unnest(parts) AS c;
SELECT c.contribution FROM (SELECT runrate.anomaly_contributions('all', 6e-13, 0, 1, 1) AS parts) AS s, unnest(parts) AS c;
SELECT c.contribution FROM (SELECT runrate.anomaly_contributions('all', 4e-13, 0, 1, 1) AS parts) AS s, unnest(parts) AS c;
SELECT length(max(abs(c.contribution))::text) FROM (SELECT runrate.anomaly_contributions('all', 1e5000, 1, 1, 2) AS parts) AS s, unnest(parts) AS c;

-- exact, near the formula, and the same the other way round, on many groups
CREATE TEMP TABLE days AS
SELECT g AS agent, k::text AS layer, (g * 7919 + k * 104729) % 100003 / 1000.0 - 5 AS cost, (g * 31337 + k * 271) % 99991 / 777.0 AS base_cost,
       1 + g * 7919 % 1000 AS outcomes, 1 + g * 104729 % 997 AS base_outcomes
FROM generate_series(1, 1000) AS g, generate_series(1, 1 + g % 9) AS k;
WITH s AS (
	SELECT agent, sum(cost) AS c1, sum(base_cost) AS c0, max(outcomes) AS o1, max(base_outcomes) AS o0,
	       runrate.anomaly_contributions(layer, cost, base_cost, outcomes, base_outcomes) AS parts,
	       runrate.anomaly_contributions(layer, base_cost, cost, base_outcomes, outcomes) AS back
	FROM days GROUP BY agent
)
SELECT count(*) AS agents,
       count(*) FILTER (WHERE (SELECT sum(contribution) FROM unnest(parts)) = round((c1 * o0 - c0 * o1) / (o0 * o1::numeric), 12)) AS exact,
       max((SELECT max(abs(contribution - CASE factor WHEN 'cost' THEN change * (o0 + o1) / (2.0 * o0 * o1)
                                                      ELSE -change * (c0 + c1) / (2.0 * o0 * o1) END)) FROM unnest(parts))) < 1e-12 AS less_than_a_unit_off,
       count(*) FILTER (WHERE (SELECT array_agg(-contribution) FROM unnest(back)) = (SELECT array_agg(contribution) FROM unnest(parts))) AS symmetric
FROM s;

-- the order of the rows makes no difference
SELECT count(*) FROM (
	SELECT runrate.anomaly_contributions(layer, cost, base_cost, outcomes, base_outcomes ORDER BY layer) IS DISTINCT FROM
	       runrate.anomaly_contributions(layer, cost, base_cost, outcomes, base_outcomes ORDER BY cost) AS differs
	FROM days GROUP BY agent) AS s WHERE differs;

-- as a growing window, the state goes on after each result
SELECT d, (SELECT string_agg(dimension || ' ' || change, ', ') FROM unnest(parts) WHERE factor = 'cost')
FROM (SELECT d, runrate.anomaly_contributions(d, 1, 0, 2, 2) OVER (ORDER BY n) AS parts FROM (VALUES (1, 'b'), (2, 'a'), (3, 'b')) AS v (n, d)) AS s;

-- refused
SELECT runrate.anomaly_contributions(d, 1, 1, o, 5) FROM (VALUES ('a', 1), ('b', 2)) AS v (d, o);
SELECT runrate.anomaly_contributions(d, 1, 1, 5, o) FROM (VALUES ('a', 1), ('b', NULL)) AS v (d, o);
SELECT runrate.anomaly_contributions('a', 'NaN', 1, 1, 1);
SELECT runrate.anomaly_contributions('a', 1, '-Infinity', 1, 1);
SELECT runrate.anomaly_contributions('a', 1, 1, 'Infinity', 1);
SELECT runrate.anomaly_contributions('a', 1, 1, 1, -1);
SELECT runrate.anomaly_contributions('a', 1e131071, 0, 1, 1);
