-- baseline: exact statistics in every frame; scores against it

-- no rows, only NULL, one value, two values
SELECT runrate.baseline(x) FROM (SELECT 1.5::float8 WHERE false) v(x);
SELECT runrate.baseline(x) FROM (VALUES (NULL::float8), (NULL)) v(x);
SELECT runrate.baseline(x) FROM (VALUES (NULL::float8), (1.5)) v(x);
SELECT runrate.baseline(x) FROM (VALUES (2::float8), (1)) v(x);
SELECT (b).* FROM (SELECT runrate.baseline(x) AS b FROM unnest(ARRAY[1, 2, 3, 4, 100]::float8[]) x) q;

-- numeric and bigint columns
SELECT runrate.baseline(cost) FROM (VALUES (1.10), (2.20), (3.30)) v(cost);
SELECT runrate.baseline(n) FROM (VALUES (1::bigint), (2), (4)) v(n);

-- NaN is refused, infinities are in order and have no mean
SELECT runrate.baseline(x) FROM unnest(ARRAY[1, 'NaN']::float8[]) x;
SELECT runrate.baseline(x) OVER (ORDER BY i ROWS 1 PRECEDING) FROM (VALUES (1, 1::float8), (2, 'NaN')) v(i, x);
SELECT runrate.baseline(x) FROM unnest(ARRAY[1, 2, 'Infinity']::float8[]) x;
SELECT runrate.baseline(x) FROM unnest(ARRAY['-Infinity', 1, 2, 3, 'Infinity']::float8[]) x;
SELECT runrate.baseline(x) FROM unnest(ARRAY['-Infinity', 'Infinity']::float8[]) x;
SELECT runrate.baseline(x) FROM unnest(ARRAY[1, 'Infinity', 'Infinity']::float8[]) x;
SELECT runrate.baseline(x) OVER (ORDER BY i ROWS 1 PRECEDING)
FROM (VALUES (1, 1::float8), (2, 'Infinity'), (3, 2), (4, 4)) v(i, x);

-- zero has one sign
SELECT (runrate.baseline(x)).median FROM unnest(ARRAY[-0.0, 0.0, -0.0]::float8[]) x;

-- the largest and the smallest numbers, and sums that would overflow
SELECT runrate.baseline(x) FROM unnest(ARRAY[1.7e308, 1.7e308, 1.6e308]::float8[]) x;
SELECT runrate.baseline(x) FROM unnest(ARRAY[5e-324, 1e-323, 2e-323]::float8[]) x;
SELECT runrate.baseline(x) FROM unnest(ARRAY[1e300, 1, -1e300]::float8[]) x;

-- values of many kinds; x is what the statistics see
CREATE TABLE series AS
SELECT s, i, i / 3 AS g,
       CASE WHEN i % 11 = 0 THEN NULL
            WHEN s = 'ordinary' THEN (i * 7919 % 1009) * 0.01
            WHEN s = 'few values' THEN i * 31 % 4
            WHEN s = 'alternating' THEN i % 2
            WHEN s = 'wide' THEN exp((i * 7919 % 97 - 48)::float8)
            ELSE i
       END::float8 AS x
FROM unnest(ARRAY['ordinary', 'few values', 'alternating', 'wide', 'ascending']) s, generate_series(1, 120) i;

-- equal to what PostgreSQL computes: median and mad to the bit, the others to 1e-14
CREATE FUNCTION differs(a float8, b float8, tolerance float8) RETURNS boolean LANGUAGE sql IMMUTABLE
RETURN a IS DISTINCT FROM b AND NOT coalesce(abs(a - b) <= tolerance * abs(b), false);
SELECT s, (b).n = n AS n, differs((b).mean, mean, 1e-14) AS mean, differs((b).stddev, stddev, 1e-14) AS stddev,
       differs((b).median, median, 0) AS median, differs((b).mad, mad, 0) AS mad,
       differs((b).mean_deviation, mean_deviation, 1e-14) AS mean_deviation
FROM (SELECT s, runrate.baseline(x) AS b, count(x) AS n, avg(x) AS mean, stddev_samp(x) AS stddev, median,
             percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(x - median)) AS mad,
             avg(abs(x - median)) AS mean_deviation
      FROM series
      JOIN (SELECT s, percentile_cont(0.5) WITHIN GROUP (ORDER BY x) AS median FROM series GROUP BY s) m USING (s)
      GROUP BY s, median) q
ORDER BY s COLLATE "C";

-- In every kind of frame the result is that of the same rows in a group.  Each
-- frame collects its row numbers beside the statistics.
CREATE FUNCTION frame_differences(frame text) RETURNS TABLE (rows bigint, moved bigint, differences bigint)
LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		SELECT count(*), count(DISTINCT ids),
		       count(*) FILTER (WHERE b IS DISTINCT FROM
		                              (SELECT runrate.baseline(y.x) FROM series y WHERE y.s = q.s AND y.i = ANY (ids))
		                           OR d IS DISTINCT FROM
		                              (SELECT runrate.exact_stddev(y.x) FROM series y WHERE y.s = q.s AND y.i = ANY (ids))
		                           OR e IS DISTINCT FROM
		                              (SELECT runrate.exact_stddev(y.x::numeric) FROM series y WHERE y.s = q.s AND y.i = ANY (ids)))
		FROM (SELECT s, runrate.baseline(x) OVER w AS b, runrate.exact_stddev(x) OVER w AS d,
		             runrate.exact_stddev(x::numeric) OVER w AS e,
		             array_agg(i) OVER w AS ids
		      FROM series WINDOW w AS (PARTITION BY s ORDER BY %s)) q $query$, frame);
END $$;
SELECT frame, d.* FROM unnest(ARRAY[
	'i ROWS 9 PRECEDING',
	'i ROWS BETWEEN 7 PRECEDING AND 1 PRECEDING',
	'i ROWS BETWEEN 3 FOLLOWING AND 8 FOLLOWING',
	'i ROWS BETWEEN 5 PRECEDING AND 5 FOLLOWING',
	'i ROWS BETWEEN 2 FOLLOWING AND 1 FOLLOWING',
	'i ROWS UNBOUNDED PRECEDING',
	'i ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING',
	'i ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING',
	'i RANGE BETWEEN 6 PRECEDING AND 2 FOLLOWING',
	'g RANGE BETWEEN 2 PRECEDING AND CURRENT ROW',
	'g GROUPS BETWEEN 2 PRECEDING AND 1 FOLLOWING',
	'g GROUPS BETWEEN 3 PRECEDING AND 1 PRECEDING',
	'i DESC ROWS BETWEEN 9 PRECEDING AND 2 PRECEDING',
	'i ROWS BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE NO OTHERS',
	'i ROWS BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE CURRENT ROW',
	'g ROWS BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE GROUP',
	'g ROWS BETWEEN 5 PRECEDING AND 5 FOLLOWING EXCLUDE TIES',
	'g RANGE BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE GROUP',
	'g GROUPS BETWEEN 2 PRECEDING AND 2 FOLLOWING EXCLUDE TIES'
	]) WITH ORDINALITY f(frame, place), frame_differences(frame) d
ORDER BY place;

-- a frame wide enough for the list of blocks, which also has to shrink again
SELECT count(*) AS rows, max((b).n) AS widest,
       count(*) FILTER (WHERE (b).median <> (i - (b).n + 1 + i) / 2.0) AS wrong_median,
       count(*) FILTER (WHERE (b).mad <> CASE (b).n % 4 WHEN 0 THEN (b).n / 4.0 WHEN 1 THEN ((b).n - 1) / 4.0
                                                        WHEN 2 THEN (b).n / 4.0 ELSE ((b).n + 1) / 4.0 END) AS wrong_mad
FROM (SELECT i, runrate.baseline(i) OVER (ORDER BY i ROWS 9999 PRECEDING) AS b FROM generate_series(1, 12000) i) q;
SELECT i, runrate.baseline(i % 1000) OVER (ORDER BY i ROWS BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING)
FROM generate_series(1, 9000) i ORDER BY i DESC LIMIT 2;

-- parallel plans give the same
CREATE TABLE many AS SELECT i % 3 AS g, (i * 7919 % 10007) * 0.001 AS cost FROM generate_series(1, 20000) i;
ALTER TABLE many SET (parallel_workers = 2);
CREATE TABLE expected AS
SELECT g, runrate.baseline(cost) AS b, runrate.exact_stddev(cost) AS d, runrate.exact_stddev(cost::float8) AS e
FROM many GROUP BY g;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT g, runrate.baseline(cost), runrate.exact_stddev(cost) FROM many GROUP BY g;
SELECT g, b = runrate.baseline(cost) AS baseline, d = runrate.exact_stddev(cost) AS exact_stddev,
       e = runrate.exact_stddev(cost::float8) AS of_double
FROM many JOIN expected USING (g) GROUP BY g, b, d, e ORDER BY g;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
RESET enable_sort;

-- exact_stddev: nothing is lost beside a large number, and it slides
SELECT runrate.exact_stddev(x), stddev_samp(x) FROM (VALUES (1000000000.1), (1000000000.2), (1000000000.3)) v(x);
SELECT runrate.exact_stddev(x) FROM (VALUES (1e30), (1e30 + 1e-12), (1e30)) v(x);
SELECT runrate.exact_stddev(x) FROM (VALUES (0.1), (0.1), (0.1)) v(x);
SELECT runrate.exact_stddev(x), runrate.exact_stddev(x::float8) FROM (VALUES (0.00000000000000000001), (3), (1e20)) v(x);
SELECT runrate.exact_stddev(x) FROM unnest(ARRAY['1', 'Infinity', 2]::numeric[]) x;
SELECT runrate.exact_stddev(x) FROM unnest(ARRAY['1', 'NaN']::numeric[]) x;
SELECT runrate.exact_stddev(x) FROM unnest(ARRAY['1', 'NaN']::float8[]) x;
SELECT runrate.exact_stddev(x) FROM (VALUES (1.5), (NULL)) v(x);
SELECT i, runrate.exact_stddev(x) OVER (ORDER BY i ROWS 1 PRECEDING)
FROM (VALUES (1, 1e300::float8), (2, 1), (3, 2), (4, NULL), (5, 'Infinity'), (6, 7), (7, 8)) v(i, x);

-- scores
CREATE TABLE costs AS SELECT x FROM unnest(ARRAY[1, 2, 2, 3, 3, 3, 4, 4, 5, 30]::float8[]) x;
SELECT x, round(runrate.robust_score(x, b)::numeric, 6) AS robust, round(runrate.z_score(x, b)::numeric, 6) AS z,
       round(runrate.cost_multiple(x, b)::numeric, 6) AS multiple
FROM costs, (SELECT runrate.baseline(x) AS b FROM costs) q ORDER BY x;
-- mad is 0: the mean deviation stands in
SELECT round(runrate.robust_score(10, b)::numeric, 6), round(((10 - 1) / (1.253314 * 1.8))::numeric, 6) AS expected, b
FROM (SELECT runrate.baseline(x) AS b FROM unnest(ARRAY[1, 1, 1, 1, 10]::float8[]) x) q;
-- no spread, no baseline, no x, infinite x, mean not above zero
SELECT runrate.robust_score(5, b), runrate.z_score(5, b), runrate.cost_multiple(5, b)
FROM (SELECT runrate.baseline(x) AS b FROM unnest(ARRAY[1, 1, 1]::float8[]) x) q;
SELECT runrate.robust_score(5, NULL), runrate.z_score(5, NULL), runrate.cost_multiple(5, NULL);
SELECT runrate.robust_score(x, b), runrate.z_score(x, b), runrate.cost_multiple(x, b)
FROM (SELECT runrate.baseline(x) AS b FROM unnest(ARRAY[1, 2, 4]::float8[]) x) q, (VALUES (NULL::float8), ('Infinity'), ('-Infinity')) v(x);
SELECT runrate.robust_score(5, b), runrate.z_score(5, b), runrate.cost_multiple(5, b)
FROM (SELECT runrate.baseline(x) AS b FROM (SELECT 1::float8 WHERE false) v(x)) q;
SELECT runrate.cost_multiple(5, b) FROM (SELECT runrate.baseline(x) AS b FROM unnest(ARRAY[-1, 1]::float8[]) x) q;
SELECT runrate.robust_score('NaN', b) FROM (SELECT runrate.baseline(x) AS b FROM unnest(ARRAY[1, 2, 4]::float8[]) x) q;
SELECT runrate.z_score(3, ROW(3, 2, 1, 2, 1, 1)::runrate.cost_baseline);

DROP TABLE series, many, expected, costs;
DROP FUNCTION differs, frame_differences;
