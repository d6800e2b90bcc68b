-- The first that was used is the first that is free: events count in the order
-- in which they occurred, so one that comes late or is reversed moves those
-- after it.
CREATE OR REPLACE FUNCTION volume_parts(from_month date, to_month date, OUT month date, OUT provider text,
	OUT model text, OUT meter text, OUT period text, OUT agent text, OUT layer text, OUT quantity numeric,
	OUT list_cost numeric, OUT volume_cost numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	-- numbered, so that the many lines are sorted by a number and not by four names
	WITH scope AS MATERIALIZED (
		SELECT row_number() OVER () AS n, t.*
		FROM (SELECT DISTINCT v.provider, v.model, v.meter, v.period FROM volume_tiers v) t
	),
	line AS MATERIALIZED (
		SELECT l.* FROM metered_lines(volume_parts.from_month, volume_parts.to_month) l
	),
	counted AS MATERIALIZED (
		SELECT s.n, c.begins_on, l.owned_on, l.agent, l.layer, l.quantity, l.amount,
			sum(l.quantity) OVER so_far - l.quantity AS before
		FROM scope s
		JOIN line l ON l.provider = s.provider AND l.meter = s.meter AND (s.model = '' OR l.model = s.model)
		CROSS JOIN LATERAL (SELECT CASE s.period WHEN 'day' THEN l.owned_on ELSE first_of_month(l.owned_on) END
			AS begins_on) c
		WINDOW so_far AS (PARTITION BY s.n, c.begins_on ORDER BY l.occurred_at, l.event_id ROWS UNBOUNDED PRECEDING)
	),
	-- once for a period, not for each event of it
	tier AS MATERIALIZED (
		SELECT s.n, b.begins_on, v.price, v.per, v.list_ratio, v.above_quantity,
			coalesce(lead(v.above_quantity) OVER (PARTITION BY s.n, b.begins_on ORDER BY v.above_quantity),
				'Infinity') AS until_quantity
		FROM (SELECT DISTINCT c.n, c.begins_on FROM counted c) b
		JOIN scope s ON s.n = b.n
		JOIN volume_tiers v ON v.provider = s.provider AND v.model = s.model AND v.meter = s.meter
			AND v.period = s.period AND b.begins_on >= v.valid_from AND b.begins_on < v.valid_until
	),
	part AS (
		SELECT p.n, p.month, p.agent, p.layer, sum(p.inside) AS quantity,
			sum(p.amount * p.inside / p.quantity) AS list_cost,
			sum(coalesce(p.inside * p.price / p.per, p.amount * p.inside / p.quantity * p.list_ratio)) AS volume_cost
		FROM (
			SELECT c.n, first_of_month(c.owned_on) AS month, c.agent, c.layer, c.quantity, c.amount, t.price, t.per,
				t.list_ratio,
				least(c.before + c.quantity, t.until_quantity) - greatest(c.before, t.above_quantity) AS inside
			FROM counted c
			JOIN tier t ON t.n = c.n AND t.begins_on = c.begins_on AND c.before < t.until_quantity
				AND c.before + c.quantity > t.above_quantity) p
		GROUP BY p.n, p.month, p.agent, p.layer
	)
	SELECT p.month, s.provider, s.model, s.meter, s.period, p.agent, p.layer, p.quantity, p.list_cost, p.volume_cost
	FROM part p
	JOIN scope s ON s.n = p.n;
END;

COMMENT ON FUNCTION volume_parts(date, date) IS
'volume_parts(''2026-01-01'', ''2026-01-01''): what agents used in these months of what has volume prices, by layer, what it was priced at by the price book, and what it costs by volume_prices.';
