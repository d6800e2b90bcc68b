-- A day's cost is paid from the credits of its provider that have begun and not
-- expired, that which expires first before the others, as long as they last.
-- One step a day: what is left of each credit goes from day to day.
CREATE OR REPLACE FUNCTION credit_draws(to_month date, OUT commitment text, OUT day date, OUT drawn numeric,
	OUT day_cost numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH RECURSIVE credit AS MATERIALIZED (
		SELECT c.*, row_number() OVER (ORDER BY c.ends_before, c.starts_on, c.commitment) AS place
		FROM commitment_terms c
		WHERE c.kind = 'credit'
	),
	spent AS MATERIALIZED (
		SELECT d.owned_on AS day, d.provider, d.model, sum(d.cost) AS cost,
			row_number() OVER (ORDER BY d.owned_on, d.provider, d.model) AS n
		FROM event_days d
		WHERE d.provider IN (SELECT c.provider FROM credit c) AND d.owned_on < next_month(credit_draws.to_month)
		GROUP BY d.owned_on, d.provider, d.model
		HAVING sum(d.cost) > 0
	),
	step AS (
		SELECT 0::bigint AS n, (SELECT array_agg(c.capacity ORDER BY c.place) FROM credit c) AS remaining,
			NULL::numeric[] AS draws
		UNION ALL
		SELECT s.n, paid.remaining, paid.draws
		FROM step p
		JOIN spent s ON s.n = p.n + 1
		CROSS JOIN LATERAL (
			SELECT array_agg(t.remaining - t.draw ORDER BY t.place) AS remaining,
				array_agg(t.draw ORDER BY t.place) AS draws
			FROM (
				SELECT r.place, r.remaining,
					greatest(least(r.open, s.cost - (sum(r.open) OVER (ORDER BY r.place) - r.open)), 0) AS draw
				FROM (
					SELECT c.place, p.remaining[c.place] AS remaining,
						CASE WHEN c.provider = s.provider AND (c.model IS NULL OR c.model = s.model)
							AND s.day >= c.starts_on AND s.day < c.ends_before
							THEN p.remaining[c.place] ELSE 0 END AS open
					FROM credit c) r
			) t
		) paid
	)
	SELECT c.commitment, s.day, sum(p.draws[c.place]), sum(s.cost)
	FROM step p
	JOIN spent s ON s.n = p.n
	JOIN credit c ON p.draws[c.place] > 0
	GROUP BY c.commitment, s.day;
END;

COMMENT ON FUNCTION credit_draws(date) IS
'credit_draws(''2026-01-01''): what was paid from prepaid credits each day until the end of this month, at what events cost, and the cost of the models that it was drawn for.';
