-- Series of daily figures whose anomalies are known, one class of them at a time:
-- table detection_days. An anomaly is a day of which somebody should hear.
--
-- Variables of psql: seed, series (of each class), days.

-- A number that depends on nothing but its name
CREATE FUNCTION chance(name text) RETURNS double precision LANGUAGE sql IMMUTABLE
RETURN (('x' || left(md5(name), 8))::bit(32)::bigint + 0.5) / 4294967296;

-- busy: 1 on working days, less at weekends; u: uniform from 0 to 1, on its own in each day and series; v: the same
-- for the series; level, cost and outcomes vary by 8 %.
CREATE TABLE detection_days AS
WITH chances AS (
	SELECT series, d, date '2026-01-05' + d AS day, chance(:'seed' || ' ' || series || 'v') AS v,
	       chance(:'seed' || ' ' || series || 'u' || d) AS u,
	       sqrt(-2 * ln(chance(:'seed' || ' ' || series || 'a' || d))) AS radius,
	       2 * pi() * chance(:'seed' || ' ' || series || 'b' || d) AS angle,
	       CASE WHEN d % 7 < 5 THEN 1.0 ELSE 0.3 END AS busy
	FROM generate_series(1, :series) AS series, generate_series(0, :days - 1) AS d
),
base AS (
	SELECT series, d, day, u, v, busy, 0.08 * radius * cos(angle) AS noise, 1 + 0.08 * radius * cos(angle) AS level,
	       400 * (1 + 0.08 * radius * sin(angle)) * busy AS outcomes,
	       200 * (1 + 0.08 * radius * cos(angle)) * (1 + 0.08 * radius * sin(angle)) * busy AS cost
	FROM chances
)
SELECT c.class, b.series, b.d, b.day, c.x::double precision AS x, c.anomaly
FROM base AS b, LATERAL (VALUES
	('nothing happens, all days alike', level, false),
	('nothing happens, quiet weekends', busy + noise, false),
	('spike', level * CASE WHEN u < 0.04 THEN 1.6 + v ELSE 1 END, u < 0.04),
	('spike on a quiet day', CASE WHEN d % 7 >= 5 AND u < 0.1 THEN 0.9 ELSE busy END + noise, d % 7 >= 5 AND u < 0.1),
	-- after a week it is the new level
	('level shift, days alike', level * CASE WHEN d >= 90 + (20 * v)::int THEN 1.6 ELSE 1 END,
	 d - 90 - (20 * v)::int BETWEEN 0 AND 6),
	('level shift, quiet weekends', busy + noise + CASE WHEN d >= 90 + (20 * v)::int THEN 0.6 ELSE 0 END,
	 d - 90 - (20 * v)::int BETWEEN 0 AND 6),
	-- worth a message from a quarter above the old level on
	('slow drift of 1 % a day', level * 1.01 ^ greatest(d - 80, 0), 1.01 ^ greatest(d - 80, 0) > 1.25),
	-- half of them leave no outcome at all, half of them one in thirty; cost goes on, outcomes are fewer at weekends
	('outage, by cost per outcome',
	 cost / nullif(outcomes * CASE WHEN u < 0.02 THEN 0 WHEN u < 0.04 THEN 1 / 30.0 ELSE 1 END, 0), u < 0.04),
	('outage, by outcomes', outcomes * CASE WHEN u < 0.02 THEN 0 WHEN u < 0.04 THEN 1 / 30.0 ELSE 1 END, u < 0.04),
	-- three days in a row, and as many outcomes as ever
	('retry storm, by cost per outcome', cost / outcomes * CASE WHEN (d + (28 * v)::int) % 28 < 3 THEN 1.8 ELSE 1 END,
	 (d + (28 * v)::int) % 28 < 3),
	('retry storm, by cost', cost * CASE WHEN (d + (28 * v)::int) % 28 < 3 THEN 1.8 ELSE 1 END,
	 (d + (28 * v)::int) % 28 < 3)) AS c (class, x, anomaly);
