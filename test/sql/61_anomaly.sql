-- anomaly_score, anomaly_score_within: scores against the rows before
SET timezone = 'UTC';
SET datestyle = 'ISO';

-- A spike stands out, and does not hide itself; scores begin after min_n values.
SELECT day, cost, round(runrate.anomaly_score(cost, 10, 5) OVER (ORDER BY day)::numeric, 4) AS score
FROM (SELECT i AS day, CASE i WHEN 9 THEN 20 ELSE 5 + i * 3 % 7 * 0.1 END::float8 AS cost FROM generate_series(1, 12) i) v;

-- Every row compared with baseline() of the rows before it.  Series with NULLs,
-- with equal values, with infinities, that alternate.
CREATE TABLE series AS
SELECT s, i, timestamptz '2026-03-01 00:00+00' + i * interval '1 hour' + (i % 5) * interval '50 minutes' AS at,
       CASE WHEN i % 13 = 0 THEN NULL
            WHEN s = 'ordinary' THEN (i * 7919 % 1009) * 0.01
            WHEN s = 'few values' THEN i * 31 % 4
            WHEN s = 'constant' THEN 7
            WHEN s = 'infinite' AND i % 7 = 0 THEN CASE WHEN i % 2 = 0 THEN 'Infinity'::float8 ELSE '-Infinity' END
            ELSE i % 2 + i * 0.001
       END::float8 AS x
FROM unnest(ARRAY['ordinary', 'few values', 'constant', 'infinite', 'alternating']) s, generate_series(1, 200) i;
-- the same time in two rows
INSERT INTO series SELECT s, i + 1000, at, x + 1 FROM series WHERE i % 10 = 1;

CREATE FUNCTION expected_score(x float8, past float8[], min_n bigint) RETURNS float8 LANGUAGE sql
RETURN (SELECT CASE WHEN count(p) >= min_n THEN runrate.robust_score(x, runrate.baseline(p)) END FROM unnest(past) p);
SELECT s, lookback, count(*) AS rows, count(score) > 0 AS has_scores,
       count(*) FILTER (WHERE score IS DISTINCT FROM expected_score(x, past, min_n)) AS differences
FROM (SELECT s, x, 8 AS min_n, 8 AS lookback, runrate.anomaly_score(x, 8) OVER w AS score,
             array_agg(x) OVER (w ROWS BETWEEN 8 PRECEDING AND 1 PRECEDING) AS past
      FROM series WINDOW w AS (PARTITION BY s ORDER BY at, i)
      UNION ALL
      SELECT s, x, 3, 45, runrate.anomaly_score(x, 45, 3) OVER w,
             array_agg(x) OVER (w ROWS BETWEEN 45 PRECEDING AND 1 PRECEDING)
      FROM series WINDOW w AS (PARTITION BY s ORDER BY at, i)) q
GROUP BY s, lookback ORDER BY s COLLATE "C", lookback;

-- by time: rows of the same time do not count, in whatever order they come
SELECT s, count(*) AS rows, count(score) > 0 AS has_scores,
       count(*) FILTER (WHERE score IS DISTINCT FROM other_order) AS depends_on_order,
       count(*) FILTER (WHERE score IS DISTINCT FROM
                        (SELECT expected_score(q.x, array_agg(p.x), 8) FROM series p
                         WHERE p.s = q.s AND p.at < q.at AND p.at >= q.at - interval '20 hours')) AS differences
FROM (SELECT s, at, x, runrate.anomaly_score_within(x, at, '20 hours') OVER (PARTITION BY s ORDER BY at, i) AS score,
             runrate.anomaly_score_within(x, at, '20 hours') OVER (PARTITION BY s ORDER BY at, i DESC) AS other_order
      FROM series) q
GROUP BY s ORDER BY s COLLATE "C";

-- the frame makes no difference; a partition starts anew
SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b) AS differences
FROM (SELECT runrate.anomaly_score(x, 20) OVER (PARTITION BY s ORDER BY at, i) AS a,
             runrate.anomaly_score(x, 20) OVER (PARTITION BY s ORDER BY at, i ROWS 2 PRECEDING) AS b FROM series) q;

-- a gap longer than the lookback empties it; the bounds of the lookback count, a second more does not
SELECT at, round(runrate.anomaly_score_within(x, at, '1 day', 3) OVER (ORDER BY at)::numeric, 4) AS score
FROM (VALUES ('2026-03-01 00:00+00'::timestamptz, 1::float8), ('2026-03-01 01:00+00', 2), ('2026-03-01 02:00+00', 4),
             ('2026-03-02 00:00+00', 9), ('2026-03-02 00:00:01+00', 9), ('2026-03-09 00:00+00', 9)) v(at, x);
-- a day has 24 hours in every time zone
SET timezone = 'Europe/Berlin';
SELECT at, round(runrate.anomaly_score_within(x, at, '1 day', 3) OVER (ORDER BY at)::numeric, 4) AS score
FROM (VALUES ('2026-03-28 12:00+00'::timestamptz, 1::float8), ('2026-03-28 13:00+00', 2), ('2026-03-28 14:00+00', 4),
             ('2026-03-29 12:00+00', 9), ('2026-03-29 12:00:01+00', 9)) v(at, x);
SET timezone = 'UTC';
-- rows without a time, infinite times
SELECT at, runrate.anomaly_score_within(x, at, '1 day', 1) OVER (ORDER BY at NULLS FIRST, x)
FROM (VALUES (NULL::timestamptz, 1::float8), ('-infinity', 2), ('2026-03-01 00:00+00', 4), ('2026-03-01 00:01+00', 5),
             ('2026-03-01 00:02+00', 5), ('infinity', 9)) v(at, x);

-- a window wide enough for the list of blocks
SELECT count(*) AS rows, count(score) AS scores, count(*) FILTER (WHERE score IS DISTINCT FROM expected) AS differences
FROM (SELECT runrate.anomaly_score(i, 9000) OVER w AS score,
             CASE WHEN row_number() OVER w > 8 THEN
                 runrate.robust_score(i, runrate.baseline(i) OVER (w ROWS BETWEEN 9000 PRECEDING AND 1 PRECEDING)) END AS expected
      FROM generate_series(1, 10000) i WINDOW w AS (ORDER BY i)) q;

-- memory is that of the lookback, not of the partition
CREATE FUNCTION partition_memory() RETURNS numeric LANGUAGE sql VOLATILE
RETURN (SELECT sum(total_bytes) FROM pg_backend_memory_contexts WHERE name LIKE 'WindowAgg%Partition');
SELECT count(DISTINCT bytes) AS sizes, max(bytes) < 100000 AS small
FROM unnest(ARRAY[3000, 100000]) n,
     LATERAL (SELECT max(bytes) AS bytes
              FROM (SELECT CASE WHEN i = n THEN partition_memory() END AS bytes,
                           runrate.anomaly_score(i * 7919 % 1009, 1000) OVER (ORDER BY i) AS score,
                           runrate.anomaly_score_within(i * 7919 % 1009, to_timestamp(i), '1000 seconds') OVER (ORDER BY i) AS within
                    FROM generate_series(1, n) i) q
              WHERE score IS NOT NULL AND within IS NOT NULL) r;

-- errors
SELECT runrate.anomaly_score(x, 0) OVER () FROM (VALUES (1::float8)) v(x);
SELECT runrate.anomaly_score(x, NULL) OVER () FROM (VALUES (1::float8)) v(x);
SELECT runrate.anomaly_score(x, 5) OVER () FROM (VALUES (1::float8)) v(x);
SELECT runrate.anomaly_score(x, 5, 0) OVER () FROM (VALUES (1::float8)) v(x);
SELECT runrate.anomaly_score(x, 5, NULL) OVER () FROM (VALUES (1::float8)) v(x);
SELECT runrate.anomaly_score(x, 8) OVER () FROM (VALUES (1::float8), ('NaN')) v(x);
SELECT runrate.anomaly_score_within(1, at, '1 day') OVER (ORDER BY at DESC)
FROM (VALUES ('2026-03-01'::timestamptz), ('2026-03-02')) v(at);
SELECT runrate.anomaly_score_within(1, now(), '1 month') OVER ();
SELECT runrate.anomaly_score_within(1, now(), '0 days') OVER ();
SELECT runrate.anomaly_score_within(1, now(), '-1 day') OVER ();
SELECT runrate.anomaly_score_within(1, now(), '2147483647 days 2562047788 hours') OVER ();
SELECT runrate.anomaly_score_within(1, now(), NULL) OVER ();
SELECT runrate.anomaly_score_within(1, now(), '1 day', 0) OVER ();

DROP TABLE series;
DROP FUNCTION expected_score, partition_memory;
