-- allocate: exact shares of an amount by largest remainder

-- one pool; three rows tie, and the window's order decides
SELECT id, weight, runrate.allocate(100, weight) OVER (ORDER BY id) AS share
FROM (VALUES (1, 1), (2, 1), (3, 1)) AS t (id, weight) ORDER BY id;
SELECT id, weight, runrate.allocate(100, weight) OVER (ORDER BY id DESC) AS share
FROM (VALUES (1, 1), (2, 1), (3, 1)) AS t (id, weight) ORDER BY id;

-- several pools, each with an amount of its own; a frame changes nothing
CREATE TEMP TABLE pools (pool text, amount numeric, id bigint, weight numeric);
INSERT INTO pools VALUES
	('gateway', 1000.00, 1, 120000), ('gateway', 1000.00, 2, 8000), ('gateway', 1000.00, 3, 2000),
	('credit', -250.01, 1, 0.7), ('credit', -250.01, 2, 0.25), ('credit', -250.01, 3, 0.333333333),
	('empty', 0, 1, 3), ('empty', 0, 2, 4),
	('single', 12.34, 1, 0.000001),
	('unknown driver', 99.99, 1, NULL), ('unknown driver', 99.99, 2, 0.000),
	('partly known', 10.00, 1, NULL), ('partly known', 10.00, 2, 5), ('partly known', 10.00, 3, 0), ('partly known', 10.00, 4, 7),
	('no amount', NULL, 1, 1), ('no amount', NULL, 2, -1);
SELECT pool, id, weight, runrate.allocate(amount, weight) OVER (PARTITION BY pool ORDER BY id) AS share,
	runrate.allocate(amount, weight) OVER (PARTITION BY pool ORDER BY id
		ROWS BETWEEN 1 PRECEDING AND CURRENT ROW EXCLUDE CURRENT ROW) AS framed
FROM pools ORDER BY pool, id;
SELECT pool, amount, sum(share) AS shares, sum(share) = amount AS ties_out
FROM (SELECT *, runrate.allocate(amount, weight) OVER (PARTITION BY pool ORDER BY id) AS share FROM pools) AS s
GROUP BY pool, amount ORDER BY pool;

-- no rows
SELECT runrate.allocate(1, weight) OVER () FROM pools WHERE false;

-- a credit mirrors the debit
SELECT id, runrate.allocate(0.05, weight) OVER (ORDER BY id) AS debit, runrate.allocate(-0.05, weight) OVER (ORDER BY id) AS credit
FROM (VALUES (1, 1), (2, 2), (3, 3), (4, 0)) AS t (id, weight) ORDER BY id;

-- scales
SELECT id, runrate.allocate(10, weight, 0) OVER w AS s0, runrate.allocate(10, weight, 3) OVER w AS s3,
	runrate.allocate(10, weight, 9) OVER w AS s9, runrate.allocate(10, weight, 17) OVER w AS s17,
	runrate.allocate(10, weight, 18) OVER w AS s18, runrate.allocate(10, weight, 30) OVER w AS s30,
	runrate.allocate(10, weight, NULL) OVER w AS unknown
FROM (VALUES (1, 1), (2, 1), (3, 1)) AS t (id, weight) WINDOW w AS (ORDER BY id) ORDER BY id;
-- zeros behind the scale are no decimals
SELECT runrate.allocate(1.500000, 1, 1) OVER (), runrate.allocate(1e3, 7, 0) OVER ();

-- ties: the window's order, then the larger weight, then the position.
-- Remainders of 1/2 for all rows; two units for four rows.
CREATE TEMP TABLE tied (month bigint, id bigint, weight numeric);
INSERT INTO tied VALUES (1, 1, 1), (1, 2, 3), (2, 3, 1), (2, 4, 3);
-- total weight 8, amount 4: shares 0.5, 1.5, 0.5, 1.5
SELECT id, weight, runrate.allocate(4, weight, 0) OVER (ORDER BY id) AS by_id,
	runrate.allocate(4, weight, 0) OVER (ORDER BY id DESC) AS by_id_desc,
	runrate.allocate(4, weight, 0) OVER (ORDER BY month) AS by_month,
	runrate.allocate(4, weight, 0) OVER (ORDER BY month DESC) AS by_month_desc,
	runrate.allocate(4, weight, 0) OVER () AS unordered
FROM tied ORDER BY id;
-- one peer group gets all its units, the next is cut: ten halves, five units
SELECT month, weight, count(*), array_agg(share ORDER BY share) AS shares
FROM (SELECT month, weight, runrate.allocate(8, weight, 0) OVER (ORDER BY month) AS share
	FROM (VALUES (1, 1), (1, 1), (1, 1), (2, 1), (2, 1), (2, 3), (2, 3), (3, 3), (3, 1), (9, 1)) AS t (month, weight)) AS s
GROUP BY month, weight ORDER BY month, weight;

-- the order comes before the weight: the small weights of group 1 win, and the units run out in group 2
SELECT peer, weight, runrate.allocate(12, weight, 0) OVER (ORDER BY peer) AS share
FROM (VALUES (1, 1), (1, 1), (1, 1), (2, 3), (2, 5), (2, 5), (2, 3), (3, 5)) AS t (peer, weight) ORDER BY peer, weight, share;

-- the physical order of the rows does not matter
CREATE TEMP TABLE members AS
	SELECT i AS id, i % 7 AS weight, i % 3 AS region FROM generate_series(1, 500) AS i;
CREATE TEMP TABLE shuffled AS
	SELECT * FROM members ORDER BY pg_catalog.hashint8(id);
WITH a AS (SELECT id, runrate.allocate(77.77, weight) OVER (ORDER BY id) AS share FROM members),
	b AS (SELECT id, runrate.allocate(77.77, weight) OVER (ORDER BY id) AS share FROM shuffled)
SELECT count(*) AS rows, count(*) FILTER (WHERE a.share = b.share) AS same, sum(a.share) FROM a JOIN b USING (id);
-- without an order, or among peers, the same shares fall to the same weights
WITH a AS (SELECT weight, region, share, count(*) FROM (SELECT *, runrate.allocate(77.77, weight) OVER (ORDER BY region) AS share FROM members) AS s GROUP BY 1, 2, 3),
	b AS (SELECT weight, region, share, count(*) FROM (SELECT *, runrate.allocate(77.77, weight) OVER (ORDER BY region) AS share FROM shuffled) AS s GROUP BY 1, 2, 3)
SELECT (SELECT count(*) FROM a) AS classes, (SELECT count(*) FROM (TABLE a EXCEPT TABLE b) AS d) AS different;

-- large and fine numbers, which do not fit 64 bits
SELECT id, runrate.allocate(1e40, weight, 0) OVER (ORDER BY id) AS huge_amount,
	runrate.allocate(-100.00, weight * 1e60) OVER (ORDER BY id) AS huge_weight,
	runrate.allocate(100.00, weight * 1e-60) OVER (ORDER BY id) AS tiny_weight,
	runrate.allocate(100.00, weight + 0.000000000000000000000000000001) OVER (ORDER BY id) AS fine_weight
FROM (VALUES (1, 2), (2, 2), (3, 2), (4, NULL), (5, 0)) AS t (id, weight) ORDER BY id;
-- weights that get too wide only in the middle of the pool, by their decimals and by their sum
SELECT id, runrate.allocate(10, weight) OVER (ORDER BY id) AS share
FROM (VALUES (1, 1), (2, NULL), (3, 0.5), (4, 0.0000000000000000000000005), (5, 1.5)) AS t (id, weight) ORDER BY id;
SELECT id, runrate.allocate(10, weight::numeric) OVER (ORDER BY id) AS share
FROM (VALUES (1, 9223372036854775807), (2, 9223372036854775807), (3, 9223372036854775807)) AS t (id, weight) ORDER BY id;
-- bigint becomes double precision where that is to be had: refused where it could be wrong
SELECT id, runrate.allocate(10, weight) OVER (ORDER BY id) AS share FROM (VALUES (1, 9007199254740991), (2, 9007199254740991), (3, 9007199254740991)) AS t (id, weight) ORDER BY id;
SELECT id, runrate.allocate(10, weight) OVER (ORDER BY id) AS share FROM (VALUES (1, 9007199254740993)) AS t (id, weight) ORDER BY id;
SELECT id, runrate.allocate(9223372036854775807, weight::numeric, 0) OVER (ORDER BY id) AS fits,
	runrate.allocate(9223372036854775808, weight::numeric, 0) OVER (ORDER BY id) AS does_not
FROM (VALUES (1, 4611686018427387904), (2, 4611686018427387902), (3, 1)) AS t (id, weight) ORDER BY id;
SELECT runrate.allocate(1e25, weight) OVER () FROM (VALUES (0), (NULL)) AS t (weight);
-- both arithmetics give the same: scaling all weights changes nothing
WITH s AS (
	SELECT runrate.allocate(5000.01, weight) OVER w AS narrow, runrate.allocate(5000.01, weight * 1e-40) OVER w AS wide
	FROM (SELECT i, i % 13 + (i % 5) / 8.0 AS weight, i % 4 AS peer FROM generate_series(1, 1001) AS i) AS t WINDOW w AS (ORDER BY peer, i))
SELECT count(*) AS rows, count(*) FILTER (WHERE narrow = wide) AS same, sum(narrow) AS narrow, sum(wide) AS wide FROM s;

-- a large pool of equal members: 0.01 for the first, nothing for the rest
SELECT share, count(*), min(i), max(i)
FROM (SELECT i, runrate.allocate(1234.56, 1) OVER (ORDER BY i) AS share FROM generate_series(1, 200000) AS i) AS s
GROUP BY share ORDER BY share;

-- a pool that spills to disk
SET work_mem = '64kB';
SELECT sum(share), count(DISTINCT share), sum(share) FILTER (WHERE i <= 10) AS first_ten
FROM (SELECT i, runrate.allocate(99999.99, i % 100) OVER (ORDER BY i % 10, i) AS share FROM generate_series(1, 50000) AS i) AS s;
RESET work_mem;

-- a lateral subquery computes anew for each outer row
SELECT amount, array_agg(share ORDER BY id) AS shares
FROM (VALUES (1.00), (2.00)) AS a (amount),
	LATERAL (SELECT id, runrate.allocate(amount, weight) OVER (ORDER BY id) AS share FROM tied OFFSET 0) AS s
GROUP BY amount ORDER BY amount;

-- a weight that is an expression with working memory
SELECT sum(runrate_share) FROM (SELECT runrate.allocate(10, length(repeat('x', i))::numeric) OVER (ORDER BY i) AS runrate_share FROM generate_series(1, 2000) AS i) AS s;

-- errors
SELECT runrate.allocate(amount, 1) OVER () FROM (VALUES (1.00), (1.000), (2.5)) AS t (amount);
SELECT runrate.allocate(amount, 1) OVER () FROM (VALUES (1.00), (NULL)) AS t (amount);
SELECT runrate.allocate(amount, 1) OVER () FROM (VALUES (NULL), (1.00)) AS t (amount);
SELECT runrate.allocate(1, 1, scale) OVER () FROM (VALUES (2), (3)) AS t (scale);
SELECT runrate.allocate(1, 1, scale) OVER () FROM (VALUES (2), (NULL)) AS t (scale);
SELECT runrate.allocate(1, 1, -1) OVER ();
SELECT runrate.allocate(1, 1, 31) OVER ();
SELECT runrate.allocate(1, 1, 9223372036854775807) OVER ();
SELECT runrate.allocate(10.005, 1) OVER ();
SELECT runrate.allocate(1e-40, 1, 30) OVER ();
SELECT runrate.allocate(10, weight) OVER () FROM (VALUES (1), (-3.5)) AS t (weight);
SELECT runrate.allocate(1e40, weight) OVER () FROM (VALUES (1), (-1e-50)) AS t (weight);
SELECT runrate.allocate(10, weight) OVER () FROM (VALUES ('NaN'::numeric)) AS t (weight);
SELECT runrate.allocate(10, weight) OVER () FROM (VALUES (1), ('Infinity'::numeric)) AS t (weight);
SELECT runrate.allocate(10, weight) OVER () FROM (VALUES (1), ('-Infinity'::numeric)) AS t (weight);
SELECT runrate.allocate('NaN', 1) OVER ();
SELECT runrate.allocate('-Infinity', 1) OVER ();
SELECT runrate.allocate(1, 1);
