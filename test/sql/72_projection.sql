-- projected_total: what a period will have cost when it is over

SET TimeZone = 'UTC';

-- eight weeks and a month: $100 from Monday to Friday, $30 at weekends
CREATE TABLE spend (agent text, at timestamptz, cost_usd numeric, cost_float double precision);
INSERT INTO spend
SELECT agent, at, cost, cost
FROM generate_series(timestamptz '2026-09-01 09:00+00', '2026-11-30 09:00+00', '1 day') AS at,
	LATERAL (VALUES
		('steady', CASE WHEN extract(isodow FROM at) < 6 THEN 100 ELSE 30 END),
		('noisy', CASE WHEN extract(isodow FROM at) < 6 THEN 100 ELSE 30 END + extract(doy FROM at)::bigint * 7919 % 21 - 10),
		('growing', 10 * (at::date - date '2026-08-31'))) AS v (agent, cost);
CREATE VIEW totals AS SELECT agent, sum(cost_usd) AS total FROM spend WHERE at >= '2026-11-01 00:00+00' GROUP BY agent;

-- the steady agent is projected to the cent from every day of November
SELECT day, (p).actual, (p).projected, (p).low, (p).high, (p).projected = total AS right
FROM (SELECT day, total, runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', (day::text || ' 00:00+00')::timestamptz, 'UTC', 0.90) AS p
	FROM spend JOIN totals USING (agent), unnest(ARRAY['2026-10-20', '2026-11-01', '2026-11-02', '2026-11-15', '2026-11-30', '2026-12-01', '2027-06-01']::date[]) AS day
	WHERE agent = 'steady' GROUP BY day, total) AS s ORDER BY day;
-- noise: the interval narrows and the confidence widens it
SELECT day, confidence, (p).actual, (p).projected, (p).low, (p).high, total
FROM (SELECT day, confidence, total, runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', (day::text || ' 00:00+00')::timestamptz, 'UTC', confidence) AS p
	FROM spend JOIN totals USING (agent), unnest(ARRAY['2026-11-01', '2026-11-10', '2026-11-20', '2026-11-30']::date[]) AS day, unnest(ARRAY[0.5, 0.9, 0.99]) AS confidence
	WHERE agent = 'noisy' GROUP BY day, confidence, total) AS s ORDER BY day, confidence;
-- a straight line goes on
SELECT (p).actual, (p).projected, (p).low, (p).high, total
FROM (SELECT total, runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', 'UTC', 0.90) AS p
	FROM spend JOIN totals USING (agent) WHERE agent = 'growing' GROUP BY total) AS s;
-- but not below zero
SELECT runrate.projected_total(greatest(600 - 10 * i, 0) + i % 2, timestamptz '2026-09-01 09:00+00' + i * interval '1 day', '2026-11-01', '2026-12-01', '2026-11-01 00:00+00', 'UTC', 0.90)
FROM generate_series(0, 60) AS i;

-- the same as plain SQL: the mean of the weekday, Student's t with 49 degrees
-- of freedom, the correlation of successive residuals; there is no trend
CREATE TABLE daily AS
SELECT d::date AS day, (100 + 17 * extract(dow FROM d)::bigint + extract(doy FROM d)::bigint / 3 * 7919 % 23)::numeric AS cost
FROM generate_series(date '2026-09-06', '2026-10-31', interval '1 day') AS d;
WITH residuals AS (
	SELECT day, extract(dow FROM day) AS dow, cost, cost - avg(cost) OVER (PARTITION BY extract(dow FROM day)) AS e FROM daily),
pairs AS (
	SELECT *, lag(e) OVER (ORDER BY day) AS before FROM residuals),
variance AS (
	SELECT greatest(sum(e * before) / sum(e * e), 0) AS r, sum(e * e) / 49 AS v FROM pairs),
model AS (
	SELECT dow, avg(cost) AS mean, count(*) AS n FROM residuals GROUP BY dow),
month AS (
	SELECT extract(dow FROM d) AS dow, count(*) AS r FROM generate_series(date '2026-11-01', '2026-11-30', interval '1 day') AS d GROUP BY 1),
expected AS (
	SELECT sum(m.r * mean) AS projected, 1.676551 * sqrt((SELECT v * (1 + r) / (1 - r) FROM variance) * (sum(m.r) + sum(m.r * m.r::numeric / n))) AS margin
	FROM month AS m JOIN model USING (dow))
SELECT (SELECT round(r, 3) FROM variance) AS correlation, round(projected, 2) AS projected, round(margin, 1) AS margin,
	(p).projected, round((p).high - (p).projected, 1) AS high, round((p).projected - (p).low, 1) AS low
FROM expected, (SELECT runrate.projected_total(cost, (day::text || ' 12:00+00')::timestamptz, '2026-11-01', '2026-12-01', '2026-11-01 00:00+00', 'UTC', 0.90) AS p FROM daily) AS s;

-- a dear day: from every day after two weeks, what followed is projected in plain SQL too, and the errors were larger than the standard errors
WITH dear AS (
	SELECT day - date '2026-09-06' AS t, cost + CASE WHEN day = '2026-10-14' THEN 150 ELSE 0 END AS cost FROM daily),
residuals AS (
	SELECT origin, t, t % 7 AS dow, cost, cost - avg(cost) OVER (PARTITION BY origin, t % 7) AS e FROM dear, generate_series(14, 56) AS origin WHERE t < origin),
pairs AS (
	SELECT *, lag(e) OVER (PARTITION BY origin ORDER BY t) AS before FROM residuals),
variance AS (
	SELECT origin, greatest(sum(e * before) / sum(e * e), 0) AS r, sum(e * e) / (origin - 7) AS v FROM pairs GROUP BY origin),
model AS (
	SELECT origin, dow, avg(cost) AS mean, count(*) AS n FROM residuals GROUP BY origin, dow),
ahead AS (
	SELECT origin, a % 7 AS dow, count(*) AS days, sum(cost) AS followed
	FROM generate_series(14, 56) AS origin, LATERAL generate_series(origin, CASE WHEN origin = 56 THEN 85 ELSE least(origin + 29, 55) END) AS a LEFT JOIN dear ON t = a GROUP BY 1, 2),
projections AS (
	SELECT origin, sum(days * mean) AS projected, sum(days * mean - followed) AS error, max(v * (1 + r) / (1 - r)) * (sum(days) + sum(days * days::numeric / n)) AS square
	FROM ahead JOIN model USING (origin, dow) JOIN variance USING (origin) GROUP BY origin),
expected AS (
	SELECT sqrt(avg(error * error / square) FILTER (WHERE origin < 56)) AS ratio, 1.676551 * sqrt(max(square) FILTER (WHERE origin = 56)) AS margin, max(projected) FILTER (WHERE origin = 56) AS projected
	FROM projections)
SELECT round(ratio, 3) AS ratio, round(e.projected, 2) AS projected, round(margin, 1) AS margin, round(margin * ratio, 1) AS wider,
	(p).projected, round((p).high - (p).projected, 1) AS high, round((p).projected - (p).low, 1) AS low
FROM expected AS e, (SELECT runrate.projected_total(cost, (date '2026-09-06' + t + time '12:00')::timestamp AT TIME ZONE 'UTC', '2026-11-01', '2026-12-01', '2026-11-01 00:00+00', 'UTC', 0.90) AS p FROM dear) AS s;

-- a trend: $1 more every day, 48 degrees of freedom; the first
-- weeks did not show it, so the projections from there were too low
UPDATE daily SET cost = cost + (day - date '2026-09-06');
WITH residuals AS (
	SELECT day - date '2026-09-06' AS t, extract(dow FROM day) AS dow, cost - avg(cost) OVER w AS e, day - date '2026-09-06' - avg(day - date '2026-09-06') OVER w AS u
	FROM daily WINDOW w AS (PARTITION BY extract(dow FROM day))),
slope AS (
	SELECT sum(e * u) / sum(u * u) AS b, sum(u * u) AS squares FROM residuals),
pairs AS (
	SELECT e - b * u AS e, lag(e - b * u) OVER (ORDER BY t) AS before FROM residuals, slope),
variance AS (
	SELECT greatest(sum(e * before) / sum(e * e), 0) AS r, sum(e * e) / 48 AS v FROM pairs),
model AS (
	SELECT extract(dow FROM day) AS dow, avg(cost) AS mean, avg(day - date '2026-09-06') AS t, count(*) AS n FROM daily GROUP BY 1),
days AS (
	SELECT dow, mean + b * (d::date - date '2026-09-06' - t) AS cost, d::date - date '2026-09-06' - t AS u, 1.0 / n AS per_day
	FROM generate_series(date '2026-11-01', '2026-11-30', interval '1 day') AS d JOIN model ON dow = extract(dow FROM d), slope),
expected AS (
	SELECT (SELECT sum(cost) FROM days) AS projected, 1.677224 * sqrt((SELECT v * (1 + r) / (1 - r) FROM variance)
		* (30 + (SELECT sum(x) FROM (SELECT count(*) ^ 2 * max(per_day) AS x FROM days GROUP BY dow) AS c) + (SELECT sum(u) ^ 2 FROM days) / (SELECT squares FROM slope))) AS margin)
SELECT (SELECT round(b, 3) FROM slope) AS slope, round(projected, 2) AS projected, round(margin::numeric, 1) AS margin,
	(p).projected, round((p).high - (p).projected, 1) AS high, round((p).projected - (p).low, 1) AS low
FROM expected, (SELECT runrate.projected_total(cost, (day::text || ' 12:00+00')::timestamptz, '2026-11-01', '2026-12-01', '2026-11-01 00:00+00', 'UTC', 0.90) AS p FROM daily) AS s;

-- few days: none, one, two; then the mean of all days up to two weeks
SELECT n, (p).actual, (p).projected, (p).low IS NULL AS no_interval
FROM (SELECT n, runrate.projected_total(i * 10, timestamptz '2026-11-01 09:00+00' + i * interval '1 day', '2026-11-01', '2026-12-01', timestamptz '2026-11-02 00:00+00' + n * interval '1 day', 'UTC', 0.90) AS p
	FROM generate_series(0, 14) AS n, generate_series(1, 20) AS i GROUP BY n) AS s WHERE n IN (0, 1, 2, 3, 7, 13, 14) ORDER BY n;
-- the first day is not over: nothing to learn from, and then too little today, and more than a day costs
SELECT runrate.projected_total(5.5, '2026-11-01 09:00+00', '2026-11-01', '2026-12-01', '2026-11-01 12:00+00', 'UTC', 0.90);
SELECT today, runrate.projected_total(cost, at, '2026-11-01', '2026-11-11', '2026-11-06 18:00+00', 'UTC', 0.90)
FROM (VALUES (0), (4), (10), (25)) AS t (today), LATERAL (SELECT 10 AS cost, timestamptz '2026-11-01 09:00+00' + i * interval '1 day' AS at FROM generate_series(0, 4) AS i
	UNION ALL SELECT today, '2026-11-06 09:00+00') AS d GROUP BY today ORDER BY today;
-- days without a row between the first one and as_of cost nothing
SELECT runrate.projected_total(70, at, '2026-11-02', '2026-11-30', '2026-11-16 00:00+00', 'UTC', 0.90)
FROM unnest(ARRAY['2026-11-02 10:00+00', '2026-11-09 10:00+00']::timestamptz[]) AS at;
-- an agent that was switched off 100 days ago
SELECT runrate.projected_total(70, '2026-07-01 00:00+00', '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', 'UTC', 0.90);
-- credits may take money back
SELECT (p).low < (p).actual AS low_below_actual, p FROM (SELECT runrate.projected_total((ARRAY[100, -90, 5])[1 + i % 3], timestamptz '2026-11-01 09:00+00' + i * interval '1 day', '2026-11-01', '2026-12-01', '2026-11-28 00:00+00', 'UTC', 0.99) AS p
FROM generate_series(0, 29) AS i) AS s;

-- the order of the rows does not matter, nor does double precision
SELECT count(DISTINCT p::text) FROM (
	SELECT runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', '2026-11-17 10:00+00', 'UTC', 0.90) FROM spend WHERE agent = 'noisy'
	UNION ALL SELECT runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', '2026-11-17 10:00+00', 'UTC', 0.90 ORDER BY at DESC) FROM spend WHERE agent = 'noisy'
	UNION ALL SELECT runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', '2026-11-17 10:00+00', 'UTC', 0.90 ORDER BY md5(at::text)) FROM spend WHERE agent = 'noisy'
	UNION ALL SELECT runrate.projected_total(cost_float, at, '2026-11-01', '2026-12-01', '2026-11-17 10:00+00', 'UTC', 0.90) FROM spend WHERE agent = 'noisy') AS s (p);

-- days and months begin in time_zone, never in the session's zone
CREATE TABLE edges AS SELECT at, 10 ^ (row_number() OVER (ORDER BY at)) AS cost
FROM unnest(ARRAY['2026-10-31 22:59:59.999999+00', '2026-10-31 23:00+00', '2026-11-01 00:00+00', '2026-11-30 22:59:59.999999+00', '2026-11-30 23:00+00']::timestamptz[]) AS at;
SELECT zone, (runrate.projected_total(cost, at, '2026-11-01', '2026-12-01', '2027-01-01 00:00+00', zone, 0.90)).actual
FROM edges, unnest(ARRAY['UTC', 'Europe/Berlin', 'America/Los_Angeles', 'Asia/Kathmandu', 'Etc/GMT-14']) AS zone GROUP BY zone ORDER BY zone;
SET TimeZone = 'Asia/Kathmandu';
SELECT (runrate.projected_total(cost, at, '2026-11-01', '2026-12-01', '2027-01-01 00:00+00', 'Europe/Berlin', 0.90)).actual FROM edges;
SET TimeZone = 'UTC';
-- the day of 25 hours and the day of 23 hours are one day each
SELECT runrate.projected_total(1, at, date '2026-10-24', '2026-10-28', '2026-10-27 00:00+01', 'Europe/Berlin', 0.90) AS autumn FROM generate_series(timestamptz '2026-10-24 00:00+02', '2026-10-26 23:00+01', '1 hour') AS at;
SELECT runrate.projected_total(1, at, date '2026-03-28', '2026-04-01', '2026-03-31 00:00+02', 'Europe/Berlin', 0.90) AS spring FROM generate_series(timestamptz '2026-03-28 00:00+01', '2026-03-30 23:00+02', '1 hour') AS at;
-- every instant falls on the day that AT TIME ZONE says
SELECT zone, count(*), sum((p).actual) AS rows FROM (
	SELECT zone, (at AT TIME ZONE zone)::date AS day, runrate.projected_total(1, at, (at AT TIME ZONE zone)::date, (at AT TIME ZONE zone)::date + 1, '2030-01-01 00:00+00', zone, 0.90) AS p
	FROM generate_series(timestamptz '2018-10-20 00:00+00', '2018-11-10 00:00+00', '37 minutes') AS at, unnest(ARRAY['America/Sao_Paulo', 'America/Havana', 'Europe/London', 'Australia/Lord_Howe']) AS zone GROUP BY 1, 2) AS s
GROUP BY zone ORDER BY zone;

-- what is unknown or outside is left out
SELECT runrate.projected_total(cost, at, '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', 'UTC', 0.90)
FROM (VALUES (NULL, timestamptz '2026-11-01 10:00+00'), (5, NULL), (5, 'infinity'), (5, '-infinity'), (5, '2026-11-10 00:00+00'), (7, '2026-11-09 23:59+00')) AS v (cost, at);
SELECT runrate.projected_total(NULL::numeric, at, '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', 'UTC', 0.90) FROM spend;
SELECT runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', 'UTC', 0.90) IS NULL AS no_rows FROM spend WHERE false;
SELECT cost, runrate.projected_total(cost, timestamptz '2026-11-01 10:00+00' + i * interval '1 day', '2026-11-01', '2026-12-01', '2026-11-05 00:00+00', 'UTC', 0.90)
FROM unnest(ARRAY['NaN', 'Infinity', '-Infinity', 1e15, 1e-15]::numeric[]) AS cost, generate_series(0, 5) AS i GROUP BY cost ORDER BY cost;
SELECT (p).actual = 5e400 AS actual, (p).projected, (p).low, (p).high FROM (
	SELECT runrate.projected_total(1e400, timestamptz '2026-11-01 10:00+00' + i * interval '1 day', '2026-11-01', '2026-12-01', '2026-11-06 00:00+00', 'UTC', 0.90) AS p FROM generate_series(0, 5) AS i) AS s;
-- the longest and the farthest
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2036-11-01', '2026-11-03 00:00+00', 'UTC', 0.90);
SELECT runrate.projected_total(1, '4713-01-02 00:00+00 BC', '4713-01-01 BC', '4713-02-01 BC', '294276-12-31 00:00+00', 'UTC', 0.90);
SELECT runrate.projected_total(1, '4713-01-05 00:00+00 BC', '294276-12-01', '294276-12-31', '4713-02-01 00:00+00 BC', 'UTC', 0.90);

-- refused
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-12-01', '2026-11-01', '2026-11-10 00:00+00', 'UTC', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2026-11-01', '2026-11-10 00:00+00', 'UTC', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2036-11-10', '2026-11-10 00:00+00', 'UTC', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '-infinity', '2026-11-01', '2026-11-10 00:00+00', 'UTC', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', 'infinity', '2026-11-10 00:00+00', 'UTC', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '5874897-12-01', '5874897-12-31', '2026-11-10 00:00+00', 'UTC', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2026-12-01', 'infinity', 'UTC', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', 'Mars/Olympus', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', repeat('x', 256), 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', '', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', NULL, 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', NULL, '2026-12-01', '2026-11-10 00:00+00', 'UTC', 0.90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', 'UTC', 90);
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2026-12-01', at, 'UTC', 0.90) FROM spend;
SELECT runrate.projected_total(1, '2026-11-01 10:00+00', '2026-11-01', '2026-12-01', '2026-11-10 00:00+00', zone, 0.90) FROM (VALUES ('UTC'), ('GMT')) AS v (zone);

-- parallel workers: the same, and the plan has them
CREATE TABLE wide AS SELECT spend.* FROM spend, generate_series(1, 100);
CREATE TABLE serial AS SELECT agent, runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', '2026-11-17 10:00+00', 'Europe/Berlin', 0.90) AS p FROM wide GROUP BY agent;
CREATE TABLE serial_float AS SELECT agent, runrate.projected_total(cost_float, at, '2026-11-01', '2026-12-01', '2026-11-17 10:00+00', 'Europe/Berlin', 0.90) AS p FROM wide GROUP BY agent;
SET parallel_setup_cost = 0;
SET parallel_tuple_cost = 0;
SET min_parallel_table_scan_size = 0;
SET max_parallel_workers_per_gather = 2;
SET parallel_leader_participation = off;
SET enable_sort = off;
EXPLAIN (COSTS OFF) SELECT agent, runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', '2026-11-17 10:00+00', 'Europe/Berlin', 0.90) FROM wide GROUP BY agent;
SELECT count(*), count(*) FILTER (WHERE p.p IS DISTINCT FROM s.p OR f.p IS DISTINCT FROM s.p) AS different
FROM (SELECT agent, runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', '2026-11-17 10:00+00', 'Europe/Berlin', 0.90) AS p FROM wide GROUP BY agent) AS p
	FULL JOIN serial AS s USING (agent) FULL JOIN serial_float AS f USING (agent);
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
RESET parallel_leader_participation;
RESET enable_sort;

-- as a window function: the projection of each morning
SELECT at::date AS day, (runrate.projected_total(cost_usd, at, '2026-11-01', '2026-12-01', '2026-12-01 00:00+00', 'UTC', 0.90) OVER (ORDER BY at)).actual
FROM spend WHERE agent = 'steady' AND at >= '2026-11-28 00:00+00' ORDER BY at;

-- a support function refuses the state of another aggregate's
CREATE AGGREGATE mixed(numeric) (SFUNC = runrate_internal.exact_sum_accum, STYPE = internal, FINALFUNC = runrate_internal.projected_total_final);
SELECT mixed(1.5);
DROP AGGREGATE mixed(numeric);

DROP VIEW totals;
DROP TABLE spend, daily, edges, wide, serial, serial_float;

-- days of the month: $10 a day and $200 more on some days, asked on 10 March 2026; a term needs the last three months, or
-- two if there are no more, and the last days are counted from the end: February has 28 days, March 31
CREATE FUNCTION month_pattern(first date, as_of date, special text, OUT projected numeric, OUT low numeric, OUT high numeric) LANGUAGE plpgsql AS $$
BEGIN
	EXECUTE format('SELECT (p).projected, (p).low, (p).high FROM (SELECT runrate.projected_total(10 + CASE WHEN %s THEN 200 ELSE 0 END, day + interval ''12 hours'',
		date_trunc(''month'', $2)::date, (date_trunc(''month'', $2) + interval ''1 month'')::date, $2::timestamptz, ''UTC'', 0.90) AS p
		FROM generate_series($1::timestamptz, $2 - interval ''1 day'', ''1 day'') AS day, LATERAL (SELECT extract(day FROM day)::int AS k,
		extract(day FROM day)::int - extract(day FROM date_trunc(''month'', day) + interval ''1 month - 1 day'')::int AS e, extract(month FROM day) AS m, extract(isodow FROM day) AS w) AS d) AS q', special)
	INTO projected, low, high USING first, as_of;
END $$;
SELECT name, first, as_of, p.* FROM (VALUES
	('none', '2025-11-01', '2026-03-10', 'false'), ('last day', '2025-11-01', '2026-03-10', 'e = 0'), ('last day, two months', '2026-01-05', '2026-03-10', 'e = 0'),
	('last day, one month', '2026-02-05', '2026-03-10', 'e = 0'), ('last three days', '2025-11-01', '2026-03-10', 'e >= -2'),
	('last day, on the last day', '2025-11-01', '2026-03-31', 'e = 0'), ('the 25th', '2025-11-01', '2026-03-10', 'k = 25'),
	('the 25th, of months with 31 days', '2025-07-01', '2025-09-10', 'k = 25'), ('the 30th of months with 31 days', '2025-07-01', '2025-09-10', 'k = 30'),
	('the 31st', '2025-07-01', '2025-09-10', 'k = 31'), ('first', '2025-11-01', '2026-03-10', 'k = 1'), ('first, of April', '2025-11-01', '2026-04-01', 'k = 1'),
	('15th', '2025-11-01', '2026-03-10', 'k = 15'), ('stopped', '2025-11-01', '2026-03-10', 'e = 0 AND m <> 2'), ('began two months ago', '2025-11-01', '2026-03-10', 'e = 0 AND m <= 2'),
	('both', '2025-11-01', '2026-03-10', 'e = 0 OR k = 15'),
	-- the last working days before March are Fridays two days and one day before the end; April begins on a Wednesday
	('last working day', '2025-11-01', '2026-03-10', 'e = 0 AND w < 6 OR e >= -2 AND w = 5'), ('last working day, after it', '2025-11-01', '2026-03-31', 'e = 0 AND w < 6 OR e >= -2 AND w = 5'),
	('last working day, of a month that ends on a Sunday', '2025-12-15', '2026-05-10', 'e = 0 AND w < 6 OR e >= -2 AND w = 5'), ('on the day after it', '2025-12-15', '2026-05-30', 'e = 0 AND w < 6 OR e >= -2 AND w = 5'),
	('first working day', '2025-11-01', '2026-04-01', 'k = 1 AND w < 6 OR k <= 3 AND w = 1'), ('first working day, after it', '2025-11-01', '2026-04-02', 'k = 1 AND w < 6 OR k <= 3 AND w = 1')) AS v (name, first, as_of, special),
	LATERAL month_pattern(first::date, as_of::date, special) AS p;
-- sums that differ from month to month: 100, 200 and 300 beyond the usual have the mean 200 and the standard deviation 100
SELECT (p).projected, round((p).high - (p).projected, 2) = round((2.919986 * 100 * sqrt(1 + 1 / 3.0))::numeric, 2) AS students_t
FROM (SELECT runrate.projected_total(10 + CASE WHEN (day + interval '1 day')::date = date_trunc('month', day + interval '1 day')::date THEN 100 * (extract(month FROM day)::int % 12 + 1) ELSE 0 END,
	day + interval '12 hours', '2026-03-01', '2026-04-01', '2026-03-10 00:00+00', 'UTC', 0.90) AS p FROM generate_series('2025-11-15 00:00+00', timestamptz '2026-03-09 00:00+00', '1 day') AS day) AS q;
-- the actual cost of today counts once: 100 of the 210 of the last day are spent
SELECT (runrate.projected_total(CASE WHEN day = '2026-03-31' THEN 100 WHEN (day + interval '1 day')::date = date_trunc('month', day + interval '1 day')::date THEN 210 ELSE 10 END,
	day + interval '6 hours', '2026-03-01', '2026-04-01', '2026-03-31 12:00+00', 'UTC', 0.90)).* FROM generate_series('2025-11-15 00:00+00', timestamptz '2026-03-31 00:00+00', '1 day') AS day;
DROP FUNCTION month_pattern;
