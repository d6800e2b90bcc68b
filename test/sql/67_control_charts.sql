-- control charts: CUSUM and EWMA against a target, and ranks
SET timezone = 'UTC';

-- A cost of 0.40, sixteen days on target and then a fifth too high
CREATE TABLE days AS
SELECT d, (0.40 + (d * 7 % 11 - 5) * 0.02)::float8 * CASE WHEN d > 16 THEN 1.2 ELSE 1 END AS cost FROM generate_series(1, 26) AS d;
SELECT d, cost, round(runrate.cusum_high(cost, 0.40, 0.08) OVER w::numeric, 3) AS high, round(runrate.cusum_low(cost, 0.40, 0.08) OVER w::numeric, 3) AS low,
       round(runrate.ewma_chart(cost, 0.40, 0.08) OVER w::numeric, 3) AS ewma, round(runrate.rank_drift_high(cost, 100, 50) OVER w::numeric, 3) AS ranks_high,
       round(runrate.rank_drift_low(cost, 100, 50) OVER w::numeric, 3) AS ranks_low
FROM days WINDOW w AS (ORDER BY d) ORDER BY d;

-- Recomputed row by row in plain SQL; rows that do not count, targets that change, starting again
CREATE TABLE rows AS
SELECT i, CASE WHEN i % 17 = 0 THEN NULL WHEN i % 50 = 0 THEN 'Infinity' ELSE 10 + (i * 7919 % 1009) / 200.0 END::float8 AS x,
       CASE WHEN i % 41 = 0 THEN NULL ELSE 12 + i / 100 END::float8 AS target,
       CASE WHEN i % 31 = 0 THEN 0 WHEN i % 37 = 0 THEN NULL ELSE 1.5 END::float8 AS stddev
FROM generate_series(1, 300) AS i;
CREATE FUNCTION recomputed(direction int, slack float8, weight float8, restart_at float8) RETURNS TABLE (i int, cusum float8, ewma float8) LANGUAGE sql
BEGIN ATOMIC
	WITH RECURSIVE v AS (SELECT i, row_number() OVER (ORDER BY i) AS place, (x - target) / stddev AS z
	                     FROM rows WHERE abs(x) < 'Infinity' AND target IS NOT NULL AND stddev > 0),
	chart (place, i, cusum, ewma) AS (
		SELECT 0::bigint, NULL::int, 0::float8, 0::float8
		UNION ALL
		SELECT v.place, v.i,
		       greatest(CASE WHEN c.cusum >= restart_at THEN 0 ELSE c.cusum END + (direction * v.z - slack), 0),
		       (1 - weight) * CASE WHEN abs(c.ewma) >= restart_at THEN 0 ELSE c.ewma END + v.z * sqrt(weight * (2 - weight))
		FROM chart AS c JOIN v ON v.place = c.place + 1)
	SELECT i, cusum, ewma FROM chart WHERE place > 0;
END;
CREATE TABLE charts AS
SELECT p.*, r.* FROM (VALUES (1, 0.5::float8, 0.2::float8, NULL::float8), (-1, 0.5, 0.2, 4), (1, 0, 1, 2), (-1, 1, 0.05, NULL)) AS p (direction, slack, weight, restart_at),
     LATERAL recomputed(direction, slack, weight, restart_at) AS r;
SELECT p.direction, p.slack, p.weight, p.restart_at, count(r.i) AS rows, count(a.cusum), count(a.ewma), max(a.cusum) > 4 AS alarms,
       count(*) FILTER (WHERE a.cusum IS DISTINCT FROM r.cusum OR abs(a.ewma - r.ewma) > 1e-12) AS differences
FROM (VALUES (1, 0.5::float8, 0.2::float8, NULL::float8), (-1, 0.5, 0.2, 4), (1, 0, 1, 2), (-1, 1, 0.05, NULL)) AS p (direction, slack, weight, restart_at)
     CROSS JOIN LATERAL (SELECT i, CASE direction WHEN 1 THEN runrate.cusum_high(x, target, stddev, slack, p.restart_at) OVER w
                                       ELSE runrate.cusum_low(x, target, stddev, slack, p.restart_at) OVER w END AS cusum,
                     runrate.ewma_chart(x, target, stddev, weight, p.restart_at) OVER w AS ewma
              FROM rows WINDOW w AS (ORDER BY i)) AS a
     LEFT JOIN charts AS r ON r.direction = p.direction AND r.slack = p.slack AND r.weight = p.weight AND r.i = a.i
GROUP BY p.direction, p.slack, p.weight, p.restart_at ORDER BY p.slack, p.direction;

-- ranks, likewise
CREATE FUNCTION recomputed_ranks(direction int, w int, run_length float8) RETURNS TABLE (i int, wealth float8) LANGUAGE sql
BEGIN ATOMIC
	WITH RECURSIVE v AS (SELECT i, CASE WHEN abs(x) < 'Infinity' THEN round(x::numeric) * direction END AS x FROM rows),
	ranked AS (SELECT r.i, row_number() OVER (ORDER BY r.i) AS place, (q.above + (q.equal + 1) / 2.0)::float8 / (q.m + 1) AS u
	           FROM v AS r, LATERAL (SELECT count(q.x) AS m, count(*) FILTER (WHERE q.x > r.x) AS above, count(*) FILTER (WHERE q.x = r.x) AS equal
	                                 FROM v AS q WHERE q.i BETWEEN r.i - w AND r.i - 1) AS q
	           WHERE r.x IS NOT NULL AND q.m > 0),
	chart (place, i, wealth) AS (
		SELECT 0::bigint, NULL::int, 0::float8
		UNION ALL
		SELECT r.place, r.i, (1 + CASE WHEN c.wealth >= run_length THEN 0 ELSE c.wealth END) * 0.5 / sqrt(r.u)
		FROM chart AS c JOIN ranked AS r ON r.place = c.place + 1)
	SELECT i, wealth FROM chart WHERE place > 0;
END;
CREATE TABLE rank_charts AS
SELECT p.*, r.* FROM (VALUES (1, 30), (-1, 200)) AS p (direction, lookback), LATERAL recomputed_ranks(direction, lookback, 20) AS r;
SELECT p.direction, p.lookback, count(r.i) AS rows, count(a.wealth), count(*) FILTER (WHERE abs(a.wealth - r.wealth) > 1e-12 * r.wealth OR (a.wealth IS NULL) <> (r.wealth IS NULL)) AS differences
FROM (VALUES (1, 30), (-1, 200)) AS p (direction, lookback)
     CROSS JOIN LATERAL (SELECT i, CASE direction WHEN 1 THEN runrate.rank_drift_high(round(x::numeric), lookback, 20) OVER w
                                       ELSE runrate.rank_drift_low(round(x::numeric), lookback, 20) OVER w END AS wealth
              FROM rows WINDOW w AS (ORDER BY i)) AS a
     LEFT JOIN rank_charts AS r ON r.direction = p.direction AND r.lookback = p.lookback AND r.i = a.i
GROUP BY p.direction, p.lookback ORDER BY p.lookback;

-- Limits: the run lengths that tables have for normal values: CUSUM with slack 0.5 and limit 4 and 5 (D. M. Hawkins,
-- 1993: 335.4 and 930.9), EWMA with weight 0.2 and limit 3 (J. M. Lucas and M. S. Saccucci, 1990: 559.9), and without memory
SELECT round(runrate.cusum_limit(0.5, 335.4)::numeric, 3) AS four, round(runrate.cusum_limit(0.5, 930.9)::numeric, 3) AS five,
       round(runrate.ewma_chart_limit(0.2, 559.9)::numeric, 3) AS three, round(runrate.ewma_chart_limit(1, 370.398)::numeric, 3) AS three_sigma;
SELECT slack, run_length, round(runrate.cusum_limit(slack, run_length)::numeric, 3) AS cusum
FROM unnest(ARRAY[0.1, 0.25, 1, 3]) AS slack, unnest(ARRAY[2, 50, 100000]) AS run_length ORDER BY slack, run_length;
SELECT weight, run_length, round(runrate.ewma_chart_limit(weight, run_length)::numeric, 3) AS ewma
FROM unnest(ARRAY[0.05, 0.5]) AS weight, unnest(ARRAY[2, 50, 100000]) AS run_length ORDER BY weight, run_length;

-- numbers at the ends of the range
SELECT i, runrate.cusum_high(x, 0, s) OVER w AS cusum, runrate.ewma_chart(x, 0, s) OVER w AS ewma, runrate.rank_drift_high(x, 9, 100) OVER w AS ranks
FROM (VALUES (1, 1e308::float8, 5e-324::float8), (2, 1e308, 5e-324), (3, -1e308, 5e-324), (4, 1e308, 1e308)) v (i, x, s) WINDOW w AS (ORDER BY i);
SELECT runrate.cusum_high(x, 1e308, 5e-324) OVER () FROM (VALUES (1e308::float8)) v (x);

-- errors
SELECT runrate.cusum_high('NaN', 1, 1) OVER ();
SELECT runrate.cusum_high(1, 'NaN', 1) OVER ();
SELECT runrate.cusum_high(1, 1, -1) OVER ();
SELECT runrate.cusum_high(1, 1, 1, -0.1) OVER ();
SELECT runrate.cusum_low(1, 1, 1, NULL) OVER ();
SELECT runrate.cusum_low(1, 1, 1, 0.5, 0) OVER ();
SELECT runrate.ewma_chart(1, 1, 1, 0) OVER ();
SELECT runrate.ewma_chart(1, 1, 1, 1.1) OVER ();
SELECT runrate.rank_drift_high(1, 0, 100) OVER ();
SELECT runrate.rank_drift_high(1, 10, 0.5) OVER ();
SELECT runrate.rank_drift_low(1, 10, 'Infinity') OVER ();
SELECT runrate.rank_drift_low(1, 10, NULL) OVER ();
SELECT runrate.cusum_limit(0.05, 100);
SELECT runrate.cusum_limit('NaN', 100);
SELECT runrate.cusum_limit(0.5, 1);
SELECT runrate.ewma_chart_limit(0.01, 100);
SELECT runrate.ewma_chart_limit(0.2, 1000000);
SELECT runrate.ewma_chart_limit(0.2, NULL);
DROP FUNCTION recomputed(int, float8, float8, float8), recomputed_ranks(int, int, float8);
DROP TABLE days, rows, charts, rank_charts;
