-- novelty, rank_probability, anomaly_probability: how rare a row is by its own past
SET timezone = 'UTC';
SET datestyle = 'ISO';

-- The first value has nothing before it; a value that was there is not novel; a spike is the most novel of 12.
SELECT day, cost, runrate.novelty(cost, 20) OVER w AS novelty,
       round(runrate.anomaly_probability(cost, 20) OVER w::numeric, 4) AS probability, runrate.anomaly_evidence(cost, 20) OVER w AS n
FROM (SELECT i AS day, CASE i WHEN 5 THEN NULL WHEN 13 THEN 20 ELSE 5 + i * 3 % 7 * 0.25 END::float8 AS cost FROM generate_series(1, 14) i) v
WINDOW w AS (ORDER BY day);

-- Everything recomputed in plain SQL: NULLs count as rows, infinite values are as good as NULL.
CREATE TABLE series AS
SELECT s, row_number() OVER (PARTITION BY s ORDER BY i) AS i, timestamptz '2026-03-01 00:00+00' + i * interval '1 hour' AS at,
       CASE WHEN i % 13 = 0 THEN NULL
            WHEN s = 'cents' THEN round((i * 7919 % 1009) * 0.01, 2)
            WHEN s = 'few values' THEN i * 31 % 4
            WHEN s = 'constant' THEN 7
            WHEN s = 'infinite' AND i % 7 = 0 THEN CASE WHEN i % 2 = 0 THEN 'Infinity'::float8 ELSE '-Infinity' END
            WHEN s = 'negative zero' THEN CASE i % 3 WHEN 0 THEN '-0'::float8 WHEN 1 THEN 0 ELSE i END
            ELSE (i % 2 * 2 - 1) * exp((i * 7919 % 1009) / 100.0)
       END::float8 AS x
FROM unnest(ARRAY['cents', 'few values', 'constant', 'infinite', 'negative zero', 'signs']) s, generate_series(1, 200) i;

CREATE FUNCTION recomputed(w bigint) RETURNS TABLE (s text, i bigint, novelty float8, n bigint, probability float8) LANGUAGE sql
BEGIN ATOMIC
	WITH v AS (SELECT s, i, CASE WHEN abs(x) < 'Infinity' THEN x END AS x FROM series),
	nov AS (SELECT r.s, r.i, (d.distance * least(d.m, 1000))::real AS novelty
	        FROM v AS r, LATERAL (SELECT min(abs(r.x - q.x)) AS distance, count(q.x) AS m
	                              FROM v AS q WHERE q.s = r.s AND q.i BETWEEN r.i - w AND r.i - 1) AS d
	        WHERE r.x IS NOT NULL AND d.m > 0),
	evidence AS (SELECT v.s, v.i, (SELECT count(*) FROM nov AS q WHERE q.s = v.s AND q.i BETWEEN v.i - w AND v.i - 1) AS n FROM v)
	SELECT e.s, e.i, nov.novelty, e.n,
	       CASE WHEN nov.novelty IS NOT NULL THEN (1 + (SELECT count(*) FROM nov AS q WHERE q.s = nov.s AND q.i BETWEEN nov.i - w AND nov.i - 1 AND q.novelty >= nov.novelty)) / (e.n + 1)::float8 END
	FROM evidence AS e LEFT JOIN nov USING (s, i);
END;
CREATE TABLE expected AS SELECT w, r.* FROM unnest(ARRAY[1, 20, 60, 1000]) AS w, LATERAL recomputed(w) AS r;
SELECT w.w AS lookback, count(*) AS rows, count(a.probability) AS probabilities, count(DISTINCT a.probability) AS different,
       count(*) FILTER (WHERE (a.novelty, a.n, a.probability) IS DISTINCT FROM (b.novelty, b.n, b.probability)) AS differences
FROM unnest(ARRAY[1, 20, 60, 1000]) AS w (w),
     LATERAL (SELECT s, i, runrate.novelty(x, w) OVER p AS novelty, runrate.anomaly_evidence(x, w) OVER p AS n,
                     runrate.anomaly_probability(x, w) OVER p AS probability
              FROM series WINDOW p AS (PARTITION BY s ORDER BY i)) AS a JOIN expected AS b USING (s, i)
WHERE b.w = w.w GROUP BY w.w ORDER BY w.w;

-- the two parts make the whole
SELECT count(*) FILTER (WHERE p IS DISTINCT FROM whole) AS differences, count(whole)
FROM (SELECT whole, runrate.rank_probability(novelty, 50) OVER w AS p
      FROM (SELECT s, i, runrate.novelty(x, 50) OVER w AS novelty, runrate.anomaly_probability(x, 50) OVER w AS whole
            FROM series WINDOW w AS (PARTITION BY s ORDER BY i)) v
      WINDOW w AS (PARTITION BY s ORDER BY i)) q;

-- the aggregate gives what the window functions give, in whatever order rows come
SELECT o.row_order, count(*), count(p.probability), count(*) FILTER (WHERE (p.n, p.novelty, p.probability) IS DISTINCT FROM (w.n, w.novelty, w.probability)) AS differences
FROM (VALUES (1, 'i'), (2, 'random'), (3, 'backwards')) AS o (place, row_order),
     LATERAL (SELECT s, unnest(runrate.series_probabilities(at, x, 60)) AS p
              FROM (SELECT * FROM series ORDER BY CASE place WHEN 1 THEN i WHEN 2 THEN i * 7919 % 211 ELSE -i END) v GROUP BY s) AS a,
     LATERAL (SELECT (a.p).*) AS p
     JOIN (SELECT s, at, runrate.novelty(x, 60) OVER w AS novelty, runrate.anomaly_evidence(x, 60) OVER w AS n,
                  runrate.anomaly_probability(x, 60) OVER w AS probability
           FROM series WINDOW w AS (PARTITION BY s ORDER BY i)) AS w USING (at)
WHERE w.s = a.s GROUP BY place, o.row_order ORDER BY place;
SELECT runrate.series_probabilities(at, x, 5) FROM series WHERE false;
SELECT runrate.series_probabilities('2026-03-01 00:00+00', x, 5) FROM (VALUES (1.0), (NULL), ('Infinity'), (1), (3)) v (x);

-- distances that differ in double precision only, and numbers at the ends of the range
SELECT 10.07::float8 - 10.06 = 10.06::float8 - 10.05 AS same, count(DISTINCT n) AS novelties
FROM (SELECT runrate.novelty(x, 1) OVER (ORDER BY i) AS n FROM (VALUES (1, 10.05), (2, 10.06), (3, 10.07)) v (i, x)) q;
SELECT i, runrate.novelty(x, 9) OVER (ORDER BY i) AS novelty, runrate.anomaly_probability(x, 9) OVER (ORDER BY i) AS probability
FROM (VALUES (1, 1e308::float8), (2, -1.7e308), (3, 5e-324), (4, 1e-320), (5, 1.7e308)) v (i, x);

-- more values than one array holds
SELECT count(*), sum(novelty) = sum(expected) AS equal
FROM (SELECT runrate.novelty(x, 20000) OVER (ORDER BY i) AS novelty,
             CASE WHEN i > 1 THEN 2.0 * least(i - 1, 1000) END AS expected
      FROM (SELECT i, i * 2.0 AS x FROM generate_series(1, 20000) i) v) q;

-- pooled scores: the agents of a day are ranked among those of the days before
SELECT count(*), count(*) FILTER (WHERE p <= 0.05) BETWEEN 20 AND 80 AS about_one_in_twenty
FROM (SELECT runrate.rank_probability(score, 500) OVER (ORDER BY day, agent) AS p
      FROM (SELECT day, agent, abs(ln(1 + (day * 7919 + agent * 104729) % 1009)) AS score FROM generate_series(1, 100) day, generate_series(1, 10) agent) v) q;

-- alarms, and when to alarm again; a row without a probability is a row
SELECT i, p, runrate.anomaly_alarm(p, 0.01, 0) OVER w AS each, runrate.anomaly_alarm(p, 0.01, 2) OVER w AS quiet_2,
       runrate.anomaly_alarm(p, 0.01, 9223372036854775807) OVER w AS once
FROM (VALUES (1, 0.5::float8), (2, 0.01), (3, 0.001), (4, NULL), (5, 0.009), (6, 0.011), (7, 0.001), (8, 0.001)) v (i, p) WINDOW w AS (ORDER BY i);

-- not enough data is said
SELECT p, n, runrate.anomaly_status(p, n, 0.01)
FROM (VALUES (0.01::float8, 99), (0.02, 99), (0.02, 98), (1, 0), (NULL, 200), (0.001, NULL)) v (p, n);
SELECT runrate.anomaly_status(0.5, 10, NULL);

-- errors
SELECT runrate.novelty(1, 0) OVER ();
SELECT runrate.rank_probability(1, -1) OVER ();
SELECT runrate.anomaly_probability(1, NULL) OVER ();
SELECT runrate.anomaly_evidence('NaN', 5) OVER ();
SELECT runrate.anomaly_alarm(0.5, 1, 5) OVER ();
SELECT runrate.anomaly_alarm(0.5, 0.01, -1) OVER ();
SELECT runrate.anomaly_alarm(0.5, NULL, 1) OVER ();
SELECT runrate.anomaly_status(0.5, -1, 0.01);
SELECT runrate.anomaly_status(0.5, 1, 'NaN');
SELECT runrate.series_probabilities(now(), 1, w) FROM (VALUES (1), (2)) v (w);
SELECT runrate.series_probabilities(now(), 1, 0);
SELECT runrate.series_probabilities(now(), 'NaN', 1);
DROP FUNCTION recomputed(bigint);
DROP TABLE series, expected;
