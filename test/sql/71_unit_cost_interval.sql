-- unit_cost_interval: cost per outcome with a confidence interval

CREATE TABLE tickets (agent text, id bigint, cost_usd numeric, spend double precision, resolved boolean);
INSERT INTO tickets
SELECT agent, i, cost, cost, outcome FROM (
	-- about $1.42 a ticket, nine of ten resolved
	SELECT 'support' AS agent, i, 0.80 + (i * 7919 % 97) * 0.01 AS cost, i % 10 <> 3 AS outcome FROM generate_series(1, 400) AS i
	UNION ALL SELECT 'pilot', i, 0.80 + (i * 7919 % 97) * 0.01, i % 10 <> 3 FROM generate_series(1, 8) AS i
	UNION ALL SELECT 'always', i, i * 0.10, true FROM generate_series(1, 11) AS i
	UNION ALL SELECT 'same', i, 0.50, true FROM generate_series(1, 20) AS i
	UNION ALL SELECT 'rare', i, 0.10, i = 5 FROM generate_series(1, 200) AS i
	UNION ALL SELECT 'zombie', i, 9.99, false FROM generate_series(1, 5) AS i
	UNION ALL SELECT 'one', 1, 9.99, true
	UNION ALL SELECT 'unpriced', i, NULL, true FROM generate_series(1, 5) AS i
	UNION ALL SELECT 'partly priced', i, CASE WHEN i % 4 > 0 THEN 1.00 END, CASE WHEN i % 3 > 0 THEN true END FROM generate_series(1, 60) AS i
	UNION ALL SELECT 'credits', i, (i % 3 - 1) * 1.5, i % 2 = 0 FROM generate_series(1, 40) AS i) AS t;

-- 0.05 and 10 degrees of freedom: t = 2.228139, mean 0.6, standard error 0.1
SELECT agent, (i).outcomes, round((i).unit_cost, 6) AS unit_cost, round((i).low, 6) AS low, round((i).high, 6) AS high
FROM (SELECT agent, runrate.unit_cost_interval(cost_usd, resolved, 0.95) AS i FROM tickets GROUP BY agent) AS a ORDER BY agent;

-- the same unit cost as cost_per_outcome, the same interval from double precision
SELECT count(*), bool_and((i).unit_cost IS NOT DISTINCT FROM u) AS same_unit_cost, bool_and(i IS NOT DISTINCT FROM f) AS same_from_float
FROM (SELECT runrate.unit_cost_interval(cost_usd, resolved, 0.9) AS i, runrate.unit_cost_interval(spend, resolved, 0.9) AS f,
		runrate.cost_per_outcome(cost_usd, resolved) AS u FROM tickets GROUP BY agent) AS a;

-- where all rows have an outcome it is the interval of a mean, of these values without skewness: t = 12.7062, 4.302653, 1.983972, 1.962341
SELECT n, round(((i).high - (i).unit_cost)::numeric / (s / sqrt(n::numeric)), 4) AS t, round(((i).unit_cost - (i).low)::numeric / (s / sqrt(n::numeric)), 4) AS t_low
FROM (SELECT n, runrate.unit_cost_interval(x, true, 0.95) AS i, stddev_samp(x) AS s
	FROM (VALUES (2), (3), (101), (1001)) AS v (n), LATERAL (SELECT k - (n + 1) / 2.0 AS x FROM generate_series(1, n) AS k) AS x GROUP BY n) AS s ORDER BY n;
-- t for 1, 2, 5, 29, 30, 100 and 10,000 degrees of freedom, as tables have it
SELECT confidence, array_agg(round(((i).high - (i).unit_cost)::numeric / (s / sqrt(n::numeric)), 4) ORDER BY n) AS t
FROM (SELECT n, confidence, runrate.unit_cost_interval(x, true, confidence) AS i, stddev_samp(x) AS s
	FROM (VALUES (2), (3), (6), (30), (31), (101), (10001)) AS v (n), (VALUES (0.5), (0.8), (0.9), (0.99), (0.9999)) AS c (confidence),
		LATERAL (SELECT k - (n + 1) / 2.0 AS x FROM generate_series(1, n) AS k) AS x GROUP BY n, confidence) AS s GROUP BY confidence ORDER BY confidence;

-- At both limits the corrected t statistic, computed in plain SQL, is the quantile: 1.965927 and so on
WITH limits AS (
	SELECT t.agent, side, coalesce(t.cost_usd, 0)::float8 - (CASE side WHEN 'low' THEN (i).low ELSE (i).high END)::float8 * coalesce(t.resolved, false)::int AS z
	FROM (SELECT agent, runrate.unit_cost_interval(cost_usd, resolved, 0.95) AS i FROM tickets WHERE agent IN ('support', 'pilot', 'credits', 'partly priced') GROUP BY agent) AS a
		JOIN tickets AS t USING (agent), (VALUES ('low'), ('high')) AS s (side)),
moments AS (
	SELECT agent, side, count(*)::float8 AS n, avg(z) AS mean, stddev_samp(z) AS s, stddev_pop(z) AS spread FROM limits GROUP BY agent, side),
skewness AS (
	SELECT agent, side, m.n, mean, s, avg((z - mean) ^ 3) / spread ^ 3 * sqrt(m.n * (m.n - 1)) / (m.n - 2) AS g FROM moments AS m JOIN limits USING (agent, side) GROUP BY agent, side, m.n, mean, s, spread),
corrected AS (
	SELECT agent, side, mean / s * sqrt(n) AS t, 1.2 * g / (3 * sqrt(n)) AS a FROM skewness)
SELECT agent, side, round((t + a * t ^ 2 + a ^ 2 * t ^ 3 / 3 + a / 2)::numeric, 5) AS corrected_t FROM corrected ORDER BY agent, side;

-- coverage: 2,000 samples of 60 tickets whose true cost per outcome is $1.375
-- (log-normal costs of mean $1, 80 % resolved; the others cost half as much again)
SELECT setseed(0.5);
CREATE TABLE samples AS
SELECT s, random() < 0.8 AS done, exp(0.4 * sqrt(-2 * ln(1 - random())) * cos(2 * pi() * random()) - 0.08) AS cost
FROM generate_series(1, 2000) AS s, generate_series(1, 60);
SELECT count(*), round(avg((1.375 BETWEEN (i).low AND (i).high)::int), 2) BETWEEN 0.93 AND 0.97 AS near_95_percent,
	round(avg((1.375 BETWEEN (j).low AND (j).high)::int), 2) BETWEEN 0.47 AND 0.53 AS near_50_percent
FROM (SELECT runrate.unit_cost_interval(CASE WHEN done THEN cost ELSE 1.5 * cost END, done, 0.95) AS i,
		runrate.unit_cost_interval(CASE WHEN done THEN cost ELSE 1.5 * cost END, done, 0.5) AS j FROM samples GROUP BY s) AS a;

-- sums of squares that a double, 64 or 128 bits would lose
SELECT (runrate.unit_cost_interval(c, true, 0.95)).* FROM unnest(ARRAY[1e20, 1e20 + 1, 1e20 + 2]) AS c;
SELECT round((i).low, 6) AS low, round((i).high, 6) AS high FROM (SELECT runrate.unit_cost_interval(1e15 + i % 3, true, 0.95) AS i FROM generate_series(1, 3000) AS i) AS a;
SELECT round((i).low * 1e20, 6) AS low, round((i).high * 1e20, 6) AS high FROM (SELECT runrate.unit_cost_interval(i % 3 * 1e-20, true, 0.95) AS i FROM generate_series(1, 3000) AS i) AS a;
SELECT round((i).low, 4) AS low, round((i).high, 4) AS high FROM (SELECT runrate.unit_cost_interval(9000000 + i % 2, true, 0.95) AS i FROM generate_series(1, 30000) AS i) AS a;
SELECT (i).unit_cost > 1e399 AS unit_cost, (i).low, (i).high FROM (SELECT runrate.unit_cost_interval(i * 1e399, true, 0.95) AS i FROM generate_series(1, 30) AS i) AS a;

-- heavy tails are said to be heavy: the standard deviation is above twice the mean
SELECT n, (runrate.unit_cost_interval(c, true, 0.95)).heavy_tailed
FROM (VALUES (3), (4), (5)) AS v (n), LATERAL (SELECT CASE i WHEN 1 THEN 10 ELSE 0 END AS c FROM generate_series(1, n) AS i) AS x GROUP BY n ORDER BY n;
SELECT n, round(stddev_samp(c) / avg(c), 6) AS spread FROM (VALUES (3), (4), (5)) AS v (n), LATERAL (SELECT CASE i WHEN 1 THEN 10 ELSE 0 END AS c FROM generate_series(1, n) AS i) AS x GROUP BY n ORDER BY n;
SELECT (runrate.unit_cost_interval(c, true, 0.95)).heavy_tailed FROM (VALUES (1.5)) AS v (c);

-- no answer is NULL
SELECT runrate.unit_cost_interval(cost_usd, resolved, 0.95) IS NULL AS no_rows FROM tickets WHERE false;
SELECT c, (runrate.unit_cost_interval(c, true, 0.95)).* FROM unnest(ARRAY['NaN', 'Infinity', '-Infinity']::numeric[]) AS c, generate_series(1, 3) GROUP BY c ORDER BY c;
SELECT (runrate.unit_cost_interval(c, true, 0.95)).* FROM unnest(ARRAY['NaN', 'Infinity', 1, 2]::double precision[]) AS c;

-- refused
SELECT runrate.unit_cost_interval(1.0, true, 1);
SELECT runrate.unit_cost_interval(1.0, true, 0.49);
SELECT runrate.unit_cost_interval(1.0, true, 95);
SELECT runrate.unit_cost_interval(1.0, true, 'NaN');
SELECT runrate.unit_cost_interval(1.0, true, NULL);
SELECT runrate.unit_cost_interval(1.0, true, c) FROM (VALUES (0.9), (0.95)) AS v (c);

-- moving windows: the same as computed anew for each row
SELECT count(*), count(*) FILTER (WHERE a IS DISTINCT FROM b) AS different, count(DISTINCT a) > 200 AS varied
FROM (SELECT runrate.unit_cost_interval(cost, done, 0.95) OVER w AS a,
			 (SELECT runrate.unit_cost_interval(x.cost, x.done, 0.95)
			  FROM (SELECT CASE i % 7 WHEN 0 THEN 1e30 WHEN 1 THEN 0.00000000000000001 WHEN 2 THEN NULL WHEN 3 THEN 12345678.9 ELSE i * 0.01 END AS cost, i % 3 > 0 AS done
					FROM generate_series(greatest(1, n - 11), n) AS i) AS x) AS b
	  FROM (SELECT i AS n, CASE i % 7 WHEN 0 THEN 1e30 WHEN 1 THEN 0.00000000000000001 WHEN 2 THEN NULL WHEN 3 THEN 12345678.9 ELSE i * 0.01 END AS cost, i % 3 > 0 AS done
			FROM generate_series(1, 300) AS i) AS v
	  WINDOW w AS (ORDER BY n ROWS 11 PRECEDING)) AS q;
-- squares that overflow 128 bits on the way in and on the way out of a frame
SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b) AS different
FROM (SELECT runrate.unit_cost_interval(cost, true, 0.95) OVER w AS a,
			 (SELECT runrate.unit_cost_interval(9000000.5 + i, true, 0.95) FROM generate_series(greatest(1, n - 6), n) AS i) AS b
	  FROM (SELECT i AS n, 9000000.5 + i AS cost FROM generate_series(1, 60) AS i) AS v WINDOW w AS (ORDER BY n ROWS 6 PRECEDING)) AS q;

-- parallel workers: the same, and the plan has them
CREATE TABLE wide AS SELECT agent, CASE WHEN id % 50 = 0 THEN cost_usd * 1e12 ELSE cost_usd END AS cost_usd, resolved FROM tickets, generate_series(1, 20);
CREATE TABLE serial AS SELECT agent, runrate.unit_cost_interval(cost_usd, resolved, 0.95) AS i FROM wide GROUP BY agent;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT agent, runrate.unit_cost_interval(cost_usd, resolved, 0.95) AS i FROM wide GROUP BY agent;
SELECT count(*), count(*) FILTER (WHERE p.i IS DISTINCT FROM s.i) AS different
FROM (SELECT agent, runrate.unit_cost_interval(cost_usd, resolved, 0.95) AS i FROM wide GROUP BY agent) AS p FULL JOIN serial AS s USING (agent);
SELECT runrate.unit_cost_interval(cost_usd, resolved, CASE WHEN agent = 'one' THEN 0.8 ELSE 0.9 END) FROM wide;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
RESET enable_sort;

-- with the evidence gate: eight tickets are too few, 400 are enough
SELECT agent, round((i).unit_cost, 4) AS unit_cost, runrate.slo_status((i).unit_cost, 1.15) AS status,
	runrate.slo_status_with_evidence((i).unit_cost, (i).low, (i).high, (i).outcomes, 1.15, min_outcomes => 5) AS with_evidence
FROM (SELECT agent, runrate.unit_cost_interval(cost_usd, resolved, 0.95) AS i FROM tickets WHERE agent IN ('support', 'pilot', 'rare', 'zombie') GROUP BY agent) AS a ORDER BY agent;

-- a support function refuses the state of another aggregate's
CREATE AGGREGATE mixed(numeric) (SFUNC = runrate_internal.exact_sum_accum, STYPE = internal, FINALFUNC = runrate_internal.unit_cost_interval_final);
SELECT mixed(1.5);
DROP AGGREGATE mixed(numeric);

DROP TABLE tickets, samples, wide, serial;
