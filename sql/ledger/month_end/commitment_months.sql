-- The costs of a credit are rounded as sums so far, so that they add up to
-- what was paid for it.
CREATE OR REPLACE FUNCTION commitment_months(from_month date, to_month date, OUT month date, OUT commitment text,
	OUT capacity numeric, OUT used numeric, OUT cost numeric, OUT used_cost numeric, OUT remaining_cost numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH held AS (
		SELECT c.*, m.month,
			least(c.ends_before, next_month(m.month)) - greatest(c.starts_on, m.month) AS days,
			next_month(m.month) - m.month AS days_of_month
		FROM commitment_terms c
		CROSS JOIN LATERAL (
			SELECT g::date AS month
			FROM generate_series(first_of_month(c.starts_on)::timestamp,
				least(commitment_months.to_month, c.ends_before - 1)::timestamp, '1 month') g) m
	),
	capacity_use AS (
		SELECT u.commitment, u.month, sum(u.used) AS used
		FROM capacity_uses(commitment_months.from_month, commitment_months.to_month) u
		GROUP BY u.commitment, u.month
	),
	capacity_month AS (
		SELECT h.month, h.commitment, h.capacity * CASE h.kind WHEN 'throughput' THEN h.days ELSE 1 END AS capacity,
			coalesce(u.used, 0) AS used, round(h.amount * h.days / h.days_of_month, 6) AS cost
		FROM held h
		LEFT JOIN capacity_use u ON u.commitment = h.commitment AND u.month = h.month
		WHERE h.kind <> 'credit' AND h.month >= commitment_months.from_month
	),
	credit_month AS (
		SELECT h.month, h.commitment, h.capacity, h.amount, coalesce(d.drawn, 0) AS used,
			coalesce(sum(d.drawn) OVER so_far, 0) AS drawn,
			h.ends_before <= next_month(h.month) AND is_over(h.month) AS has_expired
		FROM held h
		LEFT JOIN (
			SELECT x.commitment, first_of_month(x.day) AS month, sum(x.drawn) AS drawn
			FROM credit_draws(commitment_months.to_month) x
			GROUP BY 1, 2
		) d ON d.commitment = h.commitment AND d.month = h.month
		WHERE h.kind = 'credit'
		WINDOW so_far AS (PARTITION BY h.commitment ORDER BY h.month)
	),
	credit_cost AS (
		SELECT m.*, round(m.amount * m.drawn / m.capacity, 6) AS cost_so_far,
			round(m.amount * (m.drawn - m.used) / m.capacity, 6) AS cost_before
		FROM credit_month m
	)
	SELECT c.month, c.commitment, c.capacity, c.used, c.cost,
		round(c.cost * least(c.used / c.capacity, 1), 6), 0::numeric
	FROM capacity_month c
	UNION ALL
	SELECT c.month, c.commitment, c.capacity, c.used,
		CASE WHEN c.has_expired THEN c.amount ELSE c.cost_so_far END - c.cost_before, c.cost_so_far - c.cost_before,
		CASE WHEN c.has_expired THEN 0 ELSE c.amount - c.cost_so_far END
	FROM credit_cost c
	WHERE c.month >= commitment_months.from_month;
END;

COMMENT ON FUNCTION commitment_months(date, date) IS
'commitment_months(''2026-01-01'', ''2026-01-01''): what each commitment costs in these months, what of it was used, and what is left of a credit.';
