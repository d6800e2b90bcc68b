-- Properties of allocate over 100,000 random pools.  The seed is new in each
-- run; a failure names it and the pool.

CREATE FUNCTION pg_temp.check_allocation(seed double precision, npools bigint) RETURNS text
LANGUAGE plpgsql AS $$
DECLARE
	failure text;
BEGIN
	PERFORM setseed(seed);

	-- pools of 0 to 6 members with weights of 0 to 20 decimals; few distinct
	-- values, so that ties are common; amounts of either sign, and scales, of
	-- both arithmetics; several rows may be peers
	CREATE TEMP TABLE pools AS
	SELECT pool, scale, ('1e-' || scale)::numeric AS unit,
		round(((random() - 0.3) * power(10, floor(random() * CASE WHEN pool % 10 = 0 THEN 25 ELSE 8 END)))::numeric, scale) AS amount,
		floor(random() * 7)::int AS members,
		(CASE WHEN pool % 7 = 0 THEN 20 ELSE floor(random() * 4) END)::int AS decimals,
		(ARRAY[1, 3, 8, 1000])[1 + floor(random() * 4)] AS spread
	FROM (SELECT pool, (ARRAY[0, 1, 2, 2, 2, 6, 20])[1 + floor(random() * 7)] AS scale
		FROM generate_series(1, npools) AS pool) AS p;
	CREATE TEMP TABLE members AS
	SELECT pool, scale, unit, amount, member,
		floor(random() * 3)::int AS peer,
		CASE WHEN random() < 0.05 THEN NULL
			ELSE round(floor(random() * spread)::numeric / CASE WHEN decimals = 20 THEN 7 ELSE 4 END, decimals)
		END AS weight
	FROM pools, generate_series(1, members) AS member;

	-- the rows once as they were made and once in another physical order
	CREATE TEMP TABLE shares AS
	SELECT *, sum(weight) OVER (PARTITION BY pool) AS total,
		runrate.allocate(amount, weight, scale) OVER (PARTITION BY pool ORDER BY member) AS share,
		runrate.allocate(-amount, weight, scale) OVER (PARTITION BY pool ORDER BY member) AS credit,
		runrate.allocate(amount, weight, scale) OVER (PARTITION BY pool ORDER BY peer) AS peer_share
	FROM members;
	CREATE TEMP TABLE shuffled AS SELECT * FROM members ORDER BY random();
	CREATE TEMP TABLE shuffled_shares AS
	SELECT *,
		runrate.allocate(amount, weight, scale) OVER (PARTITION BY pool ORDER BY member) AS share,
		runrate.allocate(amount, weight, scale) OVER (PARTITION BY pool ORDER BY peer) AS peer_share
	FROM shuffled;

	SELECT property || ' in pool ' || pool INTO failure FROM (
		SELECT 'shares do not sum to the amount' AS property, pool FROM shares
		GROUP BY pool, amount
		HAVING sum(weight) > 0 AND (sum(share) <> amount OR sum(credit) <> -amount OR sum(peer_share) <> amount)
		UNION ALL
		SELECT 'a pool without weights was allocated', pool FROM shares
		GROUP BY pool
		HAVING coalesce(sum(weight), 0) = 0 AND (count(share) > 0 OR count(credit) > 0 OR count(peer_share) > 0)
		UNION ALL
		SELECT 'a share of an unknown weight is known, or the other way round', pool FROM shares
		WHERE total > 0 AND ((weight IS NULL) <> (share IS NULL) OR (weight IS NULL) <> (peer_share IS NULL))
		UNION ALL
		-- the exact share is amount * weight / total; without the division nothing is rounded
		SELECT 'a share is a unit or more off', pool FROM shares
		WHERE abs(share * total - amount * weight) >= unit * total
			OR abs(peer_share * total - amount * weight) >= unit * total
		UNION ALL
		SELECT 'a share has another number of decimals', pool FROM shares
		WHERE pg_catalog.scale(share) <> scale
		UNION ALL
		SELECT 'a credit is no mirror of the debit', pool FROM shares WHERE share <> -credit
		UNION ALL
		SELECT 'equal weights differ by more than a unit', pool FROM shares
		GROUP BY pool, unit, weight
		HAVING max(share) - min(share) > unit
			OR max(peer_share) - min(peer_share) > unit
		UNION ALL
		-- of equal weights the earlier ones have the larger magnitude
		SELECT 'a tie went to a later row', a.pool FROM shares AS a JOIN shares AS b USING (pool, weight)
		WHERE a.member < b.member AND abs(a.share) < abs(b.share)
			OR a.peer < b.peer AND abs(a.peer_share) < abs(b.peer_share)
		UNION ALL
		SELECT 'a larger weight has a smaller share', a.pool FROM shares AS a JOIN shares AS b USING (pool)
		WHERE a.weight > b.weight AND abs(a.share) < abs(b.share)
		UNION ALL
		SELECT 'the physical order matters', pool FROM shares AS a JOIN shuffled_shares AS b USING (pool, member)
		WHERE a.share IS DISTINCT FROM b.share
		UNION ALL
		SELECT 'the physical order of peers matters', pool FROM (
			SELECT pool, peer, weight, peer_share, count(*) FROM shares GROUP BY 1, 2, 3, 4
			EXCEPT
			SELECT pool, peer, weight, peer_share, count(*) FROM shuffled_shares GROUP BY 1, 2, 3, 4) AS d
		UNION ALL
		-- largest remainder written out with ordinary window functions; rows with
		-- the same peers and weight may swap their shares
		SELECT 'not the largest remainders', pool FROM (
			SELECT pool, peer, weight, member, share, peer_share,
				sign(amount) * unit * (base + (row_number() OVER (PARTITION BY pool ORDER BY rest DESC, member)
					<= abs(amount) / unit - sum(base) OVER (PARTITION BY pool))::int) AS expected,
				sign(amount) * unit * (base + (row_number() OVER (PARTITION BY pool ORDER BY rest DESC, peer, weight DESC)
					<= abs(amount) / unit - sum(base) OVER (PARTITION BY pool))::int) AS peer_expected
			FROM (SELECT *, div(abs(amount) / unit * weight, total) AS base, mod(abs(amount) / unit * weight, total) AS rest
				FROM shares WHERE total > 0 AND weight IS NOT NULL) AS r) AS e
		GROUP BY pool, peer, weight
		HAVING bool_or(share <> expected) OR sum(peer_share) <> sum(peer_expected)
	) AS failures LIMIT 1;
	IF failure IS NOT NULL THEN
		RAISE EXCEPTION '%', failure USING DETAIL = format('The seed was %s.', seed);
	END IF;

	-- the pools were of every kind that the test is about
	RETURN (SELECT CASE WHEN count(DISTINCT pool) > npools * 0.8
			AND count(*) FILTER (WHERE share > 0) > npools * 0.5
			AND count(*) FILTER (WHERE share < 0) > npools * 0.2
			AND count(*) FILTER (WHERE share IS NULL AND weight IS NOT NULL) > npools * 0.01
			AND count(*) FILTER (WHERE abs(amount) / unit > 9223372036854775807) > npools * 0.05
		THEN 'ok' ELSE 'the random pools are not what they should be, seed ' || seed END FROM shares);
END
$$;

SELECT pg_temp.check_allocation(random() * 2 - 1, 100000);
