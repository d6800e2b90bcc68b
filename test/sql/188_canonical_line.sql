--
-- The text that digests are made of: the same whatever the session has set
--
SET datestyle = 'SQL, DMY';
SET timezone = 'Asia/Kathmandu';
SET extra_float_digits = -5;
SELECT replace(runrate_internal.canonical_line('days', ROW(date '2026-01-02', date '0001-12-31', date '0001-01-01 BC', date '4713-01-01 BC',
	date '99999-12-31', date 'infinity', date '-infinity', NULL::date)), E'\t', '|') AS line;
SELECT replace(runrate_internal.canonical_line('moments', ROW(timestamptz '2026-01-02 03:04:05.000006+00', timestamptz '1969-12-31 23:59:59.999999+00',
	timestamptz '1999-12-31 23:59:59.999999+00', timestamptz '0001-01-01 00:00:00+00 BC', timestamptz 'infinity', timestamptz '-infinity')), E'\t', '|') AS line;
SELECT replace(runrate_internal.canonical_line('numbers', ROW(0, -1, 2147483647, '-2147483648'::integer, 9223372036854775807, '-9223372036854775808'::bigint,
	1.50, 0.000, -100.0, 1e20, 1e-20, 'NaN'::numeric, true, false)), E'\t', '|') AS line;
SELECT replace(runrate_internal.canonical_line('texts', ROW(''::text, E'a\tb\nc\rd\\e'::text, 'plain'::text, E'\\'::text, E'\n\n'::text, NULL::text, 'é'::text)), E'\t', '|') AS line;
SELECT replace(runrate_internal.canonical_line('others', ROW('a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::uuid, '00000000-0000-0000-0000-000000000000'::uuid,
	ARRAY[1, 2]::bigint[], '{"b": 1, "a": [2]}'::jsonb, 1.5::float8)), E'\t', '|') AS line;
SELECT u::text = split_part(runrate_internal.canonical_line('uuid', ROW(u)), E'\t', 2) AS as_uuid_out FROM (SELECT md5(n::text)::uuid AS u FROM generate_series(1, 1000) n) r GROUP BY 1;
SELECT to_char(d, 'YYYY-MM-DD') = split_part(runrate_internal.canonical_line('day', ROW(d)), E'\t', 2) AS as_to_char, count(*)
FROM (SELECT date '0001-01-01' + n * 37 AS d FROM generate_series(0, 90000) n) r GROUP BY 1;
SELECT runrate_internal.canonical_line(E'a\ttag', ROW(1)) = E'a\\ttag\t1' AS tag_is_escaped, runrate_internal.canonical_line('long', ROW(repeat(E'\\', 5000))) = E'long\t' || repeat(E'\\\\', 5000) AS is_whole;
