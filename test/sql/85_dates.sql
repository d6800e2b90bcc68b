-- day_of, week_of, month_of: dates in a named time zone

SET TimeZone = 'UTC';
SET DateStyle = 'ISO, YMD';

SELECT at, zone, runrate.day_of(at, zone), runrate.week_of(at, zone), runrate.month_of(at, zone)
FROM (VALUES
	(timestamptz '2026-02-28 23:59:59.999999+00', 'UTC'),
	('2026-03-01 00:00+00', 'UTC'),
	('2026-02-28 23:30+00', 'Europe/Berlin'),
	('2026-03-01 04:59+00', 'America/New_York'),
	('2026-03-01 05:00+00', 'America/New_York'),
	('2024-02-29 18:14:59+00', 'Asia/Kathmandu'),
	('2024-02-29 18:15+00', 'Asia/Kathmandu'),
	('1999-12-31 23:00+00', 'Europe/Berlin'),
	('2026-06-01 00:00+00', 'EST5EDT,M3.2.0,M11.1.0')) AS v (at, zone);

-- NULL and infinite moments
SELECT runrate.day_of(NULL, 'UTC'), runrate.week_of('2026-01-01 00:00+00', NULL), runrate.month_of(NULL, NULL);
SELECT at, runrate.day_of(at, 'Asia/Tokyo'), runrate.week_of(at, 'Asia/Tokyo'), runrate.month_of(at, 'Asia/Tokyo')
FROM (VALUES (timestamptz '-infinity'), ('2026-01-01 00:00+00'), ('infinity')) AS v (at);

-- the session's settings have no part in it
CREATE TABLE moments AS
SELECT timestamptz '2026-02-28 12:00+00' + i * interval '1 hour' AS at FROM generate_series(0, 47) AS i;
CREATE TABLE session_dates AS
SELECT 'UTC' AS session, at, runrate.day_of(at, 'Europe/Berlin'), runrate.week_of(at, 'Europe/Berlin'), runrate.month_of(at, 'Europe/Berlin') FROM moments;
SET TimeZone = 'Pacific/Kiritimati';
SET DateStyle = 'SQL, DMY';
INSERT INTO session_dates
SELECT 'Kiritimati', at, runrate.day_of(at, 'Europe/Berlin'), runrate.week_of(at, 'Europe/Berlin'), runrate.month_of(at, 'Europe/Berlin') FROM moments;
-- nor if they change while a query runs
INSERT INTO session_dates
SELECT set_config('TimeZone', CASE WHEN i % 2 = 0 THEN 'America/Los_Angeles' ELSE 'Asia/Tokyo' END, false),
	at, runrate.day_of(at, 'Europe/Berlin'), runrate.week_of(at, 'Europe/Berlin'), runrate.month_of(at, 'Europe/Berlin')
FROM (SELECT at, row_number() OVER (ORDER BY at) AS i FROM moments) AS m;
SET DateStyle = 'ISO, YMD';
SET TimeZone = 'UTC';
SELECT count(*) AS moments, max(sessions) AS sessions, max(dates) AS dates
FROM (SELECT at, count(DISTINCT session) AS sessions, count(DISTINCT (day_of, week_of, month_of)) AS dates FROM session_dates GROUP BY at) AS m;

-- Nights on which clocks change at or over midnight, are set back from one day
-- into the day before, or a day is left out or comes twice.  The function
-- remembers the last period, so the moments come in several orders.
CREATE TABLE nights (zone text, night date, what text);
INSERT INTO nights VALUES
	('America/Havana', '2018-11-04', '1:00 to 0:00'),
	('America/Havana', '2018-03-11', '0:00 to 1:00'),
	('America/Sao_Paulo', '2018-11-04', '0:00 to 1:00'),
	('America/Sao_Paulo', '2018-02-18', '0:00 to 23:00 of the day before'),
	('America/St_Johns', '2010-11-07', '0:01 to 23:01 of the day before'),
	('Asia/Beirut', '2022-03-27', '0:00 to 1:00'),
	('Africa/Cairo', '2023-10-27', '0:00 to 23:00 of the day before'),
	('Pacific/Apia', '1892-07-04', 'this day comes twice'),
	('Pacific/Apia', '2011-12-30', 'this day does not exist'),
	('Pacific/Kwajalein', '1993-08-21', 'this day does not exist'),
	('Asia/Manila', '1844-12-31', 'this last day of a month and year does not exist'),
	('America/Juneau', '1867-10-18', 'the date line was moved'),
	('Europe/Berlin', '2026-03-29', '2:00 to 3:00'),
	('Europe/Berlin', '2026-10-25', '3:00 to 2:00'),
	('Australia/Lord_Howe', '2026-04-05', 'half an hour'),
	('Europe/Amsterdam', '1937-07-01', 'offset in seconds, begin of a month'),
	('Africa/Monrovia', '1972-01-07', 'offset of seconds'),
	('Antarctica/Troll', '2026-03-29', 'two hours'),
	('Asia/Pyongyang', '2018-05-05', '23:30 to 0:00'),
	('America/Caracas', '2016-05-01', 'begin of a month');
CREATE TABLE at_night AS
SELECT zone, night, night::timestamp AT TIME ZONE 'UTC' + i * interval '10 minutes' + interval '1 second' AS at
FROM nights, generate_series(-6 * 40, 6 * 72) AS i
UNION ALL
SELECT zone, night, night::timestamp AT TIME ZONE zone + i * interval '1 microsecond' FROM nights, generate_series(-1, 1) AS i;
CREATE FUNCTION differences(moments text) RETURNS TABLE (zone text, at timestamptz, day date, week date, month date) LANGUAGE plpgsql AS $$
BEGIN
	RETURN QUERY EXECUTE format('
		SELECT * FROM (
			SELECT zone, at, runrate.day_of(at, zone) AS day, runrate.week_of(at, zone) AS week, runrate.month_of(at, zone) AS month
			FROM (%s) AS m OFFSET 0) AS d
		WHERE day IS DISTINCT FROM (at AT TIME ZONE zone)::date
		   OR week IS DISTINCT FROM date_trunc(''week'', at AT TIME ZONE zone)::date
		   OR month IS DISTINCT FROM date_trunc(''month'', at AT TIME ZONE zone)::date', moments);
END
$$;
SELECT count(*) AS moments, count(DISTINCT zone) AS zones FROM at_night;
SELECT * FROM differences('SELECT * FROM at_night ORDER BY zone, at');
SELECT * FROM differences('SELECT * FROM at_night ORDER BY zone, at DESC');
SELECT * FROM differences('SELECT * FROM at_night ORDER BY zone, md5(at::text)');
SELECT * FROM differences('SELECT * FROM at_night ORDER BY at, zone');
-- what these nights look like
SELECT zone, night, string_agg(day || ' ' || minutes, ', ' ORDER BY day) AS minutes_of_days
FROM (SELECT zone, night, runrate.day_of(at, zone) AS day, count(*) AS minutes
	FROM nights, generate_series(night::timestamp AT TIME ZONE 'UTC' - interval '3 days', night::timestamp AT TIME ZONE 'UTC' + interval '3 days', interval '1 minute') AS at
	WHERE zone IN ('America/Havana', 'America/Sao_Paulo', 'Pacific/Apia', 'Asia/Manila')
	GROUP BY 1, 2, 3) AS d
WHERE day BETWEEN night - 1 AND night + 1
GROUP BY zone, night ORDER BY zone, night;

-- Every time zone there is, at 200 moments between 1850 and 2100.  Not those
-- like CET: AT TIME ZONE takes them for the abbreviation, which has no summer
-- time, the functions for the time zone, and not every server has them.
CREATE TABLE everywhere AS
SELECT name AS zone, timestamptz '1850-01-01 00:00+00' + (i * 7919 % 91310) * interval '1 day' + (i * 37 % 1440) * interval '1 minute' AS at
FROM pg_timezone_names, generate_series(1, 200) AS i
WHERE lower(name) NOT IN (SELECT lower(abbrev) FROM pg_timezone_abbrevs);
SELECT count(DISTINCT zone) > 300 AS many_zones, count(*) = 200 * count(DISTINCT zone) AS all_moments FROM everywhere;
SELECT * FROM differences('SELECT * FROM everywhere ORDER BY zone, at') LIMIT 10;
SELECT * FROM differences('SELECT * FROM everywhere ORDER BY at, zone') LIMIT 10;

-- the first and the last moments that there are
SELECT at, zone, runrate.day_of(at, zone), runrate.week_of(at, zone)
FROM (VALUES (timestamptz '4714-11-24 00:00+00 BC'), ('294276-12-31 23:59:59.999999+00')) AS v (at),
	unnest(ARRAY['UTC', 'Asia/Tokyo']) AS zone;
SELECT runrate.month_of('4713-01-01 00:00+00 BC', 'UTC'), runrate.month_of('294276-12-31 23:59:59.999999+00', 'UTC'),
	runrate.month_of('294276-12-31 23:59:59.999999+00', 'Asia/Tokyo');
SELECT runrate.day_of('4714-11-24 00:00+00 BC', 'America/New_York');
SELECT runrate.month_of('4714-11-24 00:00+00 BC', 'UTC');

-- time zones that are not known; one with a name of any length, also after one that is
SELECT runrate.day_of('2026-01-01 00:00+00', 'Europe/Atlantis');
SELECT runrate.week_of('2026-01-01 00:00+00', '');
SELECT runrate.month_of('2026-01-01 00:00+00', '../../../etc/passwd');
SELECT runrate.month_of('2026-01-01 00:00+00', zone) FROM (VALUES ('UTC'), ('UTC ')) AS v (zone);
SELECT runrate.month_of('2026-01-01 00:00+00', zone) FROM (VALUES ('Europe/Berlin'), (repeat('Berlin', 50))) AS v (zone);
SELECT runrate.month_of('2026-01-01 00:00+00', 'UTC' || chr(8203));
-- also if the moment is infinite
SELECT runrate.day_of('infinity', 'nowhere');

-- A date is of no zone: nothing is a day off
SET TimeZone = 'UTC';
SELECT runrate.day_of(day, 'America/New_York'), runrate.week_of(day, 'America/New_York'), runrate.month_of(day, 'America/New_York')
FROM (VALUES (date '2026-10-01'), ('2026-10-05'), ('2026-10-04'), ('0044-03-15 BC'), ('infinity'), (NULL)) AS d (day);
-- what is only text is a moment
SELECT runrate.day_of('2026-10-01 02:00+00', 'America/New_York');
