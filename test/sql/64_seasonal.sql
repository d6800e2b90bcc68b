-- scores of daily series whose weeks have a pattern
-- (scores are rounded, since the last digits of float8 are not the point)

-- eight weeks of 100 on working days and 20 at weekends, +/- 2; a quiet day of
-- the ninth week costs 60, which no working day would notice
CREATE TEMP TABLE costs AS
SELECT date '2026-01-05' + d AS day, CASE WHEN d % 7 < 5 THEN 100 ELSE 20 END + (d * d * 31 % 101 - 50) / 25.0 + CASE d WHEN 61 THEN 40 ELSE 0 END AS x
FROM generate_series(0, 69) AS d;
SELECT day, to_char(day, 'Dy') AS weekday, round(x::numeric, 2) AS x,
       round(runrate.anomaly_score(x, 56) OVER w::numeric, 1) AS plain,
       round(runrate.same_weekday_score(x, day) OVER w::numeric, 1) AS same_weekday,
       round(runrate.seasonal_score(x, day) OVER w::numeric, 1) AS seasonal,
       round(runrate.seasonal_expected(x, day) OVER w::numeric, 2) AS expected
FROM costs WINDOW w AS (ORDER BY day) ORDER BY day OFFSET 54;

-- the first score comes when four weeks have gone by, of same_weekday_score with the fourth value
SELECT min(day) FILTER (WHERE seasonal IS NOT NULL) - min(day) AS seasonal, min(day) FILTER (WHERE same_weekday IS NOT NULL) - min(day) AS same_weekday,
       min(day) FILTER (WHERE two IS NOT NULL) - min(day) AS two
FROM (SELECT day, runrate.seasonal_score(x, day) OVER w AS seasonal, runrate.same_weekday_score(x, day) OVER w AS same_weekday,
             runrate.same_weekday_score(x, day, 8, 2) OVER w AS two
      FROM costs WINDOW w AS (ORDER BY day)) AS s;

-- same_weekday_score is the robust score against the rows of that weekday
SELECT count(*), count(a), count(*) FILTER (WHERE a IS DISTINCT FROM b)
FROM (SELECT runrate.same_weekday_score(x, day, 5, 3) OVER (ORDER BY day) AS a,
             runrate.anomaly_score(x, 5, 3) OVER (PARTITION BY extract(isodow FROM day) ORDER BY day) AS b
      FROM costs) AS s;

-- against what the model says, written in SQL: a series without gaps or noise in the level
SELECT count(*), count(expected), max(abs(expected - pattern)) < 1e-9 AS exact
FROM (SELECT pattern, runrate.seasonal_expected(pattern, day) OVER (ORDER BY day) AS expected
      FROM (SELECT day, (array[70, 100, 110, 105, 95, 30, 20.5])[extract(isodow FROM day)::int]::float8 AS pattern FROM costs) AS p) AS s;

-- the model written in SQL, on a series with noise, gaps, spikes and a shift
CREATE FUNCTION pg_temp.seasonal_oracle(history float8[], OUT expected float8, OUT deviation float8) LANGUAGE plpgsql AS $$
DECLARE
	effects float8[] := array_fill(0::float8, array[7]);
	levels float8[] := array_fill(0::float8, array[8]);
	plain float8[];
BEGIN
	FOR round IN 0 .. 2 LOOP
		IF round > 0 THEN
			levels := array(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY history[i + 1] - effects[i % 7 + 1])
			                FROM generate_series(0, 55) AS i GROUP BY i / 7 ORDER BY i / 7);
		END IF;
		effects := array(SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY history[i + 1] - levels[i / 7 + 1])
		                 FROM generate_series(0, 55) AS i GROUP BY i % 7 ORDER BY i % 7);
	END LOOP;
	plain := array(SELECT history[i + 1] - effects[i % 7 + 1] FROM generate_series(0, 55) AS i ORDER BY i);
	SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY plain[i]) + effects[1] INTO expected FROM generate_series(43, 56) AS i;
	SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY abs(plain[i] - level)) INTO deviation
	FROM generate_series(1, 56) AS i,
	     LATERAL (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY plain[j]) AS level FROM generate_series(greatest(i - 14, 1), i - 1) AS j HAVING count(plain[j]) >= 4) AS l;
	deviation := deviation * (SELECT sqrt((m + 1) / (m - 1)) FROM (SELECT count(history[i])::float8 AS m FROM generate_series(1, 50, 7) AS i) AS c);
END $$;
CREATE TEMP TABLE odd AS
SELECT d, CASE WHEN d * d * 17 % 29 > 3 THEN CASE d % 7 WHEN 0 THEN 60 WHEN 6 THEN 15 ELSE 90 + d % 7 END + (d * d * 31 % 101) / 20.0 + CASE WHEN d * d * 7 % 43 = 1 THEN 50 WHEN d >= 75 THEN 20 ELSE 0 END END AS x
FROM generate_series(0, 139) AS d;
SELECT count(*), count(x), count(score) AS scored, max(abs(expected - (oracle).expected)) < 1e-9 AS same_expected,
       max(abs(score - 0.6745 * (x - (oracle).expected) / (oracle).deviation)) < 1e-9 AS same_score
FROM (SELECT *, pg_temp.seasonal_oracle(history) AS oracle
      FROM (SELECT d, x, array_agg(x) OVER (w ROWS BETWEEN 56 PRECEDING AND 1 PRECEDING) AS history,
                   runrate.seasonal_score(x, date '2026-01-05' + d) OVER w AS score, runrate.seasonal_expected(x, date '2026-01-05' + d) OVER w AS expected
            FROM odd WINDOW w AS (ORDER BY d)) AS s
      WHERE d >= 56) AS s;

-- a shift of the level is an anomaly for a week, then it is the level
SELECT min(d) FILTER (WHERE abs(score) > 3.5) AS first, max(d) FILTER (WHERE abs(score) > 3.5) AS last, count(*) FILTER (WHERE abs(score) > 3.5) AS days
FROM (SELECT d, runrate.seasonal_score(x, day) OVER (ORDER BY day) AS score
      FROM (SELECT day, day - date '2026-01-05' AS d, x + CASE WHEN day >= '2026-02-20' THEN 30 ELSE 0 END AS x FROM costs WHERE day <> '2026-03-07') AS shifted) AS s;
SELECT date '2026-02-20' - date '2026-01-05' AS shifted_on;

-- gaps shift no weekday: without the odd days, working days without a value, NULLs for missing rows
SELECT count(*), count(with_gaps), round(max(abs(with_gaps - pattern))::numeric, 9) AS off
FROM (SELECT pattern, runrate.seasonal_expected(pattern, day) OVER (ORDER BY day) AS with_gaps
      FROM (SELECT day, (array[70, 100, 110, 105, 95, 30, 20.5])[extract(isodow FROM day)::int]::float8 AS pattern FROM costs) AS p
      WHERE (day - date '2026-01-05') * 31 % 11 NOT IN (0, 1, 2)) AS s;
SELECT count(*) FROM (
	SELECT day, runrate.seasonal_score(x, day) OVER w AS a, runrate.same_weekday_score(x, day) OVER w AS b FROM costs WHERE extract(day FROM day)::int % 10 <> 4 WINDOW w AS (ORDER BY day)
	EXCEPT
	SELECT day, runrate.seasonal_score(x, day) OVER w, runrate.same_weekday_score(x, day) OVER w
	FROM (SELECT day, CASE WHEN extract(day FROM day)::int % 10 <> 4 THEN x END AS x FROM costs) AS s WINDOW w AS (ORDER BY day)) AS differs;

-- a month of silence: no level to compare with, until the fifth day
SELECT day, runrate.seasonal_score(x, day, 12) OVER w IS NOT NULL AS scored
FROM (SELECT * FROM costs UNION ALL SELECT date '2026-04-14' + d, 100 + d FROM generate_series(0, 6) AS d) AS s
WINDOW w AS (ORDER BY day) ORDER BY day OFFSET 69;

-- a lookback that is older than the calendar, days before 2000, and the ends of the calendar
SELECT count(*) FILTER (WHERE a IS DISTINCT FROM b), count(a)
FROM (SELECT runrate.seasonal_score(x, day, 520) OVER w AS a, runrate.seasonal_score(x, day - 15000, 520) OVER w AS b FROM costs WINDOW w AS (ORDER BY day)) AS s;
SELECT day, runrate.seasonal_score(1, day) OVER w, runrate.same_weekday_score(1, day) OVER w
FROM (VALUES (date '4713-01-01 BC'), ('2026-01-01'), ('5874897-12-31')) AS v (day) WINDOW w AS (ORDER BY day);

-- NULL: no value, no day, no spread; the row without a day takes no part
SELECT n, day, x, runrate.same_weekday_score(x, day, 8, 2) OVER w AS same_weekday, runrate.seasonal_expected(x, day) OVER w AS expected
FROM (VALUES (1, date '2026-01-05', 1), (2, NULL, 5), (3, '2026-01-12', 3), (4, '2026-01-19', NULL), (5, '2026-01-26', 4), (6, '2026-02-02', 2.5)) AS v (n, day, x)
WINDOW w AS (ORDER BY n);
SELECT DISTINCT score FROM (SELECT runrate.seasonal_score(CASE d WHEN 60 THEN 7 ELSE 5 END, date '2026-01-05' + d) OVER (ORDER BY d) AS score FROM generate_series(0, 60) AS d) AS s;

-- infinities are no values, the largest numbers are
SELECT count(*) FROM (
	SELECT day, runrate.seasonal_score(x, day) OVER w AS a, runrate.same_weekday_score(x, day) OVER w AS b
	FROM (SELECT day, CASE WHEN extract(day FROM day)::int % 10 = 4 THEN 'Infinity' WHEN extract(day FROM day)::int % 10 = 7 THEN '-Infinity' ELSE x END AS x FROM costs) AS s WINDOW w AS (ORDER BY day)
	EXCEPT
	SELECT day, runrate.seasonal_score(x, day) OVER w, runrate.same_weekday_score(x, day) OVER w
	FROM (SELECT day, CASE WHEN extract(day FROM day)::int % 10 <> 4 AND extract(day FROM day)::int % 10 <> 7 THEN x END AS x FROM costs) AS s WINDOW w AS (ORDER BY day)) AS differs;
SELECT count(*), count(a), count(b), count(*) FILTER (WHERE abs(a) = 'Infinity' OR a = 'NaN' OR abs(e) = 'Infinity' OR e = 'NaN' OR abs(b) = 'Infinity' OR b = 'NaN') AS not_finite
FROM (SELECT runrate.seasonal_score(x, day) OVER w AS a, runrate.seasonal_expected(x, day) OVER w AS e, runrate.same_weekday_score(x, day) OVER w AS b
      FROM (SELECT day, (x - 60) * 4.2e306 AS x FROM costs) AS s WINDOW w AS (ORDER BY day)) AS s;

-- each partition on its own; the frame makes no difference
SELECT count(*), count(*) FILTER (WHERE a IS DISTINCT FROM b) AS differ
FROM (SELECT runrate.seasonal_score(x, day) OVER (PARTITION BY agent ORDER BY day) AS a,
             runrate.seasonal_score(x, day) OVER (PARTITION BY agent ORDER BY day ROWS BETWEEN 3 PRECEDING AND 1 PRECEDING EXCLUDE TIES) AS b
      FROM costs, generate_series(1, 3) AS agent) AS s;

-- refused
SELECT runrate.seasonal_score(1, day) OVER (ORDER BY day) FROM (VALUES (date '2026-01-05'), ('2026-01-05')) AS v (day);
SELECT runrate.same_weekday_score(1, day) OVER (ORDER BY day DESC) FROM (VALUES (date '2026-01-05'), ('2026-01-06')) AS v (day);
SELECT runrate.seasonal_score(1, 'infinity') OVER ();
SELECT runrate.seasonal_score('NaN', '2026-01-05') OVER ();
SELECT runrate.seasonal_score(1, '2026-01-05', 3) OVER ();
SELECT runrate.seasonal_expected(1, '2026-01-05', 521) OVER ();
SELECT runrate.seasonal_score(1, '2026-01-05', NULL) OVER ();
SELECT runrate.same_weekday_score(1, '2026-01-05', 0) OVER ();
SELECT runrate.same_weekday_score(1, '2026-01-05', 8, 9) OVER ();
SELECT runrate.same_weekday_score(1, '2026-01-05', 8, 0) OVER ();
SELECT runrate.same_weekday_score(1, '2026-01-05', 9223372036854775807) OVER ();
SELECT runrate.seasonal_score(1, '2026-01-05');
DROP TABLE costs, odd;
