-- exact_sum: the value and the display scale of sum(numeric)

-- no rows, only NULL, one row
SELECT runrate.exact_sum(x) FROM (SELECT 1.5::numeric WHERE false) v(x);
SELECT runrate.exact_sum(x) FROM (VALUES (NULL::numeric), (NULL)) v(x);
SELECT runrate.exact_sum(x) FROM (VALUES (NULL::numeric), (1.50)) v(x);
SELECT runrate.exact_sum(x) FROM (VALUES (0::numeric), (-0.000)) v(x);

-- each row a set of amounts; "same" compares value and scale with sum(numeric)
CREATE TABLE amounts (set_name text, x numeric);
INSERT INTO amounts VALUES
	('ordinary', 1.25), ('ordinary', 0.000001), ('ordinary', -3), ('ordinary', 12345678.9),
	('12 decimals', 0.000000000001), ('12 decimals', 99999999.999999999999),
	('13 decimals', 0.0000000000001), ('13 decimals', 1),
	('30 decimals', 0.000000000000000000000000000001), ('30 decimals', 5), ('30 decimals', -5),
	('trailing zeros', 1.00000000000000000000), ('trailing zeros', 2),
	('large', 1e24), ('large', 1e23), ('large', 999999999999999999999999.999999999999),
	('very large', 1e130), ('very large', 1), ('very large', -1e130),
	('cancels to negative', 1e40), ('cancels to negative', -1e40), ('cancels to negative', -0.01),
	('fixed point overflow', 1.7e26), ('fixed point overflow', 1.7e26), ('fixed point overflow', 0.01),
	('negative overflow', -1.7e26), ('negative overflow', -1.7e26), ('negative overflow', 0.5),
	('carry', 9999.9999), ('carry', 0.0001), ('carry', 1e30), ('carry', 9999999999999999999999999999.9999999999999999),
	('NaN', 'NaN'), ('NaN', 1), ('NaN', 'Infinity'),
	('infinity', 'Infinity'), ('infinity', 1.00),
	('minus infinity', '-Infinity'), ('minus infinity', 1e50),
	('both infinities', '-Infinity'), ('both infinities', 'Infinity'), ('both infinities', 7);
INSERT INTO amounts SELECT 'many', i * 0.0137 FROM generate_series(-500, 700) i;

SELECT set_name, runrate.exact_sum(x), runrate.exact_sum(x)::text = sum(x)::text AS same
FROM amounts GROUP BY set_name ORDER BY set_name;

-- digits of every length, at every position, short and long headers, in and out of tuples
SELECT count(*) AS values, count(*) FILTER (WHERE e::text IS DISTINCT FROM s::text) AS different
FROM (SELECT runrate.exact_sum(x) AS e, sum(x) AS s
	  FROM (SELECT d::numeric * ('1e' || p)::numeric AS x
			FROM unnest(ARRAY[1, 12, 123, 1234, 12345, 123456789, 9999999999999999, -7]) d,
				 generate_series(-30, 30) p) v
	  GROUP BY x) w;
SELECT runrate.exact_sum(x)::text = sum(x)::text AS same, length(sum(x)::text)
FROM (SELECT (repeat('1234567890', 20) || '.' || repeat('0987654321', 7))::numeric) v(x);

-- compressed and out-of-line values
CREATE TABLE wide_amounts (x numeric);
ALTER TABLE wide_amounts ALTER x SET STORAGE external;
INSERT INTO wide_amounts SELECT (repeat('123456789', 1000) || '.' || repeat('987654321', 100))::numeric FROM generate_series(1, 3);
SELECT runrate.exact_sum(x) = sum(x) AS same, scale(runrate.exact_sum(x)) FROM wide_amounts;

-- the largest numeric, and a sum that no numeric can hold
SELECT runrate.exact_sum(x) = sum(x) AS same FROM (VALUES (('9e131071')::numeric)) v(x);
SELECT runrate.exact_sum(x) FROM (VALUES (('9e131071')::numeric), ('9e131071')) v(x);

-- DISTINCT, FILTER, ORDER BY, grouping sets
SELECT runrate.exact_sum(DISTINCT x), runrate.exact_sum(x ORDER BY x), runrate.exact_sum(x) FILTER (WHERE x > 1)
FROM (VALUES (1.0::numeric), (1.00), (2.5)) v(x);
SELECT g, h, runrate.exact_sum(x) FROM (VALUES ('a', 1, 0.1), ('a', 2, 0.2), ('b', 1, 0.3)) v(g, h, x)
GROUP BY GROUPING SETS ((g), (h), ()) ORDER BY g, h;

-- double precision: the shortest decimal of each value
SELECT runrate.exact_sum(x), sum(x) AS float_sum
FROM (SELECT 0.1::float8 FROM generate_series(1, 10)) v(x);
SELECT x, left(runrate.exact_sum(x)::text, 20) AS exact, runrate.exact_sum(x)::text = x::text::numeric::text AS same
FROM unnest(ARRAY[0, -0.0, 0.1, 1e-12, 1e-13, 1.9e-08, 999.999999999999, 1000.000000000001, 2.9908709999999994,
				  123456789.123, 1e22, 1e23, -4.35, 5e-324, 1.7976931348623157e308, 0.30000000000000004]::float8[]) x
GROUP BY x ORDER BY abs(x), x;
SELECT runrate.exact_sum(x) FROM unnest(ARRAY['NaN', 1]::float8[]) x;
SELECT runrate.exact_sum(x) FROM unnest(ARRAY['Infinity', 1]::float8[]) x;
SELECT runrate.exact_sum(x) FROM unnest(ARRAY['Infinity', '-Infinity']::float8[]) x;

-- window frames: what enters and leaves cancels out exactly, in value and scale
SELECT i, x, runrate.exact_sum(x) OVER w, runrate.exact_sum(x) OVER w::numeric = sum(x) OVER w AS same
FROM (VALUES (1, 1.5), (2, 1e30), (3, 0.001), (4, 'NaN'), (5, 2), (6, NULL), (7, '-Infinity'), (8, 0.25), (9, NULL), (10, 4)) v(i, x)
WINDOW w AS (ORDER BY i ROWS BETWEEN 1 PRECEDING AND CURRENT ROW);
SELECT count(*) FILTER (WHERE e::text IS DISTINCT FROM s::text) AS different
FROM (SELECT runrate.exact_sum(x) OVER w e, sum(x) OVER w s
	  FROM (SELECT i, round((i * 7919 % 1009) * 0.0001 * ('1e' || i % 5)::numeric, i % 7) x FROM generate_series(1, 2000) i) v
	  WINDOW w AS (ORDER BY i ROWS BETWEEN 9 PRECEDING AND 3 PRECEDING)) q;
SELECT i, runrate.exact_sum(i * 0.1::float8) OVER (ORDER BY i ROWS BETWEEN 1 FOLLOWING AND 2 FOLLOWING)
FROM generate_series(1, 4) i;

DROP TABLE amounts, wide_amounts;
