-- ewma, ewma_half_life: exponentially weighted averages
SET timezone = 'UTC';
SET datestyle = 'ISO';

SELECT i, x, runrate.ewma(x, 0.25) OVER w AS quarter, runrate.ewma(x, 1) OVER w AS latest
FROM (VALUES (1, NULL::float8), (2, 4), (3, 8), (4, NULL), (5, 0), (6, 'Infinity'), (7, 1)) v(i, x)
WINDOW w AS (ORDER BY i);

-- compared with the definition
WITH RECURSIVE v AS (
	SELECT i, (i * 7919 % 1009) * 0.01::float8 AS x FROM generate_series(1, 200) i
), r AS (
	SELECT i, x AS average FROM v WHERE i = 1
	UNION ALL
	SELECT v.i, average + 0.1::float8 * (x - average) FROM r JOIN v ON v.i = r.i + 1
)
SELECT count(*) AS rows, count(*) FILTER (WHERE e IS DISTINCT FROM average) AS differences
FROM (SELECT i, runrate.ewma(x, 0.1) OVER (ORDER BY i) AS e FROM v) q JOIN r USING (i);

-- alpha may change from row to row; partitions are apart
SELECT p, i, runrate.ewma(i, CASE i WHEN 2 THEN 0.5 ELSE 0.1 END) OVER (PARTITION BY p ORDER BY i)
FROM generate_series(1, 2) p, generate_series(1, 3) i;

-- one value half a life old, one of now: a third and two thirds
SELECT at, runrate.ewma_half_life(x, at, '1 day') OVER (ORDER BY at)
FROM (VALUES ('2026-03-01 00:00+00'::timestamptz, 3::float8), ('2026-03-02 00:00+00', 6), ('2026-03-03 00:00+00', NULL),
             ('2026-03-04 00:00+00', 0), ('2027-03-04 00:00+00', 5), (NULL, 100)) v(at, x);
-- compared with the definition, at irregular times
CREATE TABLE series AS
SELECT i, timestamptz '2026-03-01 00:00+00' + (i * 53 + i * i % 40) * interval '1 minute' AS at,
       CASE WHEN i % 9 > 0 THEN (i * 7919 % 1009) * 0.01::float8 END AS x
FROM generate_series(1, 150) i;
SELECT count(*) AS rows, count(average) AS averages,
       count(*) FILTER (WHERE abs(average - expected) > 1e-12 * expected OR (average IS NULL) <> (expected IS NULL)) AS differences
FROM (SELECT i, at, runrate.ewma_half_life(x, at, '3 hours') OVER (ORDER BY at) AS average FROM series) q,
     LATERAL (SELECT sum(p.x * w) / sum(w) AS expected
              FROM (SELECT x, power(2, -extract(epoch FROM q.at - at)::float8 / 10800) AS w FROM series p
                    WHERE p.at <= q.at AND x IS NOT NULL) p) e;
DROP TABLE series;

-- errors
SELECT runrate.ewma(1, 0) OVER ();
SELECT runrate.ewma(1, 1.01) OVER ();
SELECT runrate.ewma(1, 'NaN') OVER ();
SELECT runrate.ewma(1, NULL) OVER ();
SELECT runrate.ewma('NaN', 0.5) OVER ();
SELECT runrate.ewma_half_life(1, now(), NULL) OVER ();
SELECT runrate.ewma_half_life(1, now(), '1 month') OVER ();
SELECT runrate.ewma_half_life(1, now(), '0') OVER ();
SELECT runrate.ewma_half_life(1, at, '1 day') OVER (ORDER BY at DESC)
FROM (VALUES ('2026-03-01'::timestamptz), ('2026-03-02')) v(at);
