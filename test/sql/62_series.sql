-- series_anomalies: the scores of anomaly_score without a window
SET timezone = 'UTC';
SET datestyle = 'ISO';

SELECT p.at, p.x, p.median, p.mad, round(p.score::numeric, 4) AS score
FROM (SELECT runrate.series_anomalies(timestamptz '2026-03-01 00:00+00' + i * interval '1 day',
                                      CASE i WHEN 5 THEN NULL WHEN 11 THEN 20 ELSE 5 + i * 3 % 7 * 0.5 END, 9) AS points
      FROM generate_series(1, 13) i) q, unnest(points) p;

-- Series long enough for ranks, short ones, wide lookbacks, values that
-- alternate (which makes ranks give up), in order and in no order.
CREATE TABLE series AS
SELECT s, i, timestamptz '2026-01-01 00:00+00' + i * interval '10 minutes' AS at,
       CASE WHEN i % 17 = 0 THEN NULL
            WHEN s = 'few values' THEN i * 31 % 5
            WHEN s = 'constant' THEN 7 + (i = 1500)::int
            WHEN s = 'infinite' AND i % 7 = 0 THEN CASE WHEN i % 2 = 0 THEN 'Infinity'::float8 ELSE '-Infinity' END
            WHEN s = 'alternating' THEN i % 2
            WHEN s = 'alternating with noise' THEN i % 2 * 100 + i * 7919 % 1009 * 0.01
            ELSE (i * 7919 % 1009) * 0.01
       END::float8 AS x
FROM unnest(ARRAY['ordinary', 'few values', 'constant', 'infinite', 'alternating', 'alternating with noise', 'short']) s,
     generate_series(1, 12000) i
WHERE i <= CASE s WHEN 'short' THEN 100 WHEN 'ordinary' THEN 12000 ELSE 3000 END;
INSERT INTO series VALUES ('one row', 1, '2026-01-01', 1), ('no value', 1, '2026-01-01', NULL), ('no time', 1, NULL, 1);

CREATE FUNCTION score_differences(lookback bigint, min_n bigint, row_order text)
	RETURNS TABLE (series bigint, points bigint, scores bigint, differences bigint)
LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format($query$
		WITH a AS (SELECT s, (p).* FROM (SELECT s, unnest(runrate.series_anomalies(at, x, %1$s, %2$s)) AS p
		                                 FROM (SELECT * FROM series ORDER BY %3$s) v GROUP BY s) q),
		     b AS (SELECT s, at, x, CASE WHEN (m).n >= %2$s THEN (m).median END AS median,
		                  CASE WHEN (m).n >= %2$s THEN (m).mad END AS mad, score
		           FROM (SELECT s, at, x, runrate.anomaly_score(x, %1$s, %2$s) OVER w AS score,
		                        runrate.baseline(x) OVER (w ROWS BETWEEN %1$s PRECEDING AND 1 PRECEDING) AS m
		                 FROM series WHERE at IS NOT NULL WINDOW w AS (PARTITION BY s ORDER BY at)) q
		           WHERE x IS NOT NULL)
		SELECT (SELECT count(DISTINCT s) FROM a), (SELECT count(*) FROM a), (SELECT count(score) FROM a),
		       count(*) FILTER (WHERE a IS DISTINCT FROM b)
		FROM a FULL JOIN b ON a.s = b.s AND a.at = b.at $query$, lookback, min_n, row_order);
END $$;
SELECT lookback, row_order, d.*
FROM unnest(ARRAY[8, 101, 1000, 2501]) lookback, unnest(ARRAY['at', 'i * 7919 % 12011', 'at DESC']) WITH ORDINALITY o(row_order, place),
     score_differences(lookback, 8, row_order) d
WHERE place = 1 OR lookback = 101 ORDER BY lookback, place;
SELECT * FROM score_differences(30, 1, 'at');
-- a lookback too wide for ranks
SELECT * FROM score_differences(300000, 8, 'at');

-- 8 values unless min_n says otherwise
SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b) AS differences, count(*)
FROM (SELECT runrate.series_anomalies(at, x, 20) AS a, runrate.series_anomalies(at, x, 20, 8) AS b FROM series GROUP BY s) q;

-- nothing to score
SELECT runrate.series_anomalies(at, x, 20) FROM series WHERE false;
SELECT s, runrate.series_anomalies(at, x, 20) FROM series WHERE s IN ('one row', 'no value', 'no time') GROUP BY s ORDER BY s COLLATE "C";

-- rows of equal time are taken by value
SELECT count(DISTINCT points) AS results
FROM (SELECT o, runrate.series_anomalies(at, x, 10, 2) AS points
      FROM (SELECT o, date_trunc('hour', at) AS at, x FROM series, generate_series(1, 3) o
            WHERE s = 'short' ORDER BY o, (i * (2 * o + 1)) % 101) v GROUP BY o) q;

-- parallel plans give the same
ALTER TABLE series SET (parallel_workers = 2);
CREATE TABLE expected AS SELECT s, runrate.series_anomalies(at, x, 50) AS points FROM series GROUP BY s;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT s, runrate.series_anomalies(at, x, 50) FROM series GROUP BY s;
SELECT count(*) AS series, count(*) FILTER (WHERE q.points IS DISTINCT FROM expected.points) AS differences
FROM (SELECT s, runrate.series_anomalies(at, x, 50) AS points FROM series GROUP BY s) q JOIN expected USING (s);
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
RESET enable_sort;

-- the array is an ordinary one: stored, read, sliced
CREATE TABLE kept AS SELECT s, runrate.series_anomalies(at, x, 50) AS points FROM series GROUP BY s;
SELECT s, cardinality(points), (points[60]).x, round((points[60]).score::numeric, 4) AS score, points[2:1] AS none
FROM kept WHERE points <> '{}' ORDER BY s COLLATE "C";
SELECT count(*) FILTER (WHERE points::text::runrate.scored_point[] IS DISTINCT FROM points) AS differences FROM kept;

-- errors
SELECT runrate.series_anomalies(now(), 1, 0);
SELECT runrate.series_anomalies(now(), 1, NULL);
SELECT runrate.series_anomalies(now(), 1, 5);
SELECT runrate.series_anomalies(now(), 1, 5, NULL);
SELECT runrate.series_anomalies(now(), 'NaN', 8);
SELECT runrate.series_anomalies(now(), 1, 8 + i) FROM generate_series(1, 2) i;
SELECT runrate.series_anomalies(now(), 1, 8, i) FROM generate_series(1, 2) i;

DROP TABLE series, expected, kept;
DROP FUNCTION score_differences;
