-- The first that was used is the first that is free: events count in the order
-- in which they occurred, so one that comes late or is reversed moves those
-- after it.  A day without a threshold in it is taken as a whole, as most are:
-- events are put in order only where some are on either side of one.
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
	line_day AS MATERIALIZED (
		SELECT l.provider, l.model, l.meter, l.owned_on, l.agent, l.layer, sum(l.quantity) AS quantity,
			sum(l.amount) AS amount, bool_or(l.quantity < 0) AS goes_back
		FROM line l
		GROUP BY l.provider, l.model, l.meter, l.owned_on, l.agent, l.layer
	),
	used AS MATERIALIZED (
		SELECT s.n, c.begins_on, d.owned_on, d.agent, d.layer, d.quantity, d.amount, d.goes_back
		FROM scope s
		JOIN line_day d ON d.provider = s.provider AND d.meter = s.meter AND (s.model = '' OR d.model = s.model)
		CROSS JOIN LATERAL (SELECT CASE s.period WHEN 'day' THEN d.owned_on ELSE first_of_month(d.owned_on) END
			AS begins_on) c
	),
	tier AS MATERIALIZED (
		SELECT s.n, b.begins_on, v.price, v.per, v.list_ratio, v.above_quantity,
			coalesce(lead(v.above_quantity) OVER (PARTITION BY s.n, b.begins_on ORDER BY v.above_quantity),
				'Infinity') AS until_quantity
		FROM (SELECT DISTINCT u.n, u.begins_on FROM used u) b
		JOIN scope s ON s.n = b.n
		JOIN volume_tiers v ON v.provider = s.provider AND v.model = s.model AND v.meter = s.meter
			AND v.period = s.period AND b.begins_on >= v.valid_from AND b.begins_on < v.valid_until
	),
	day AS MATERIALIZED (
		SELECT t.*, t.goes_back OR EXISTS (SELECT FROM tier x WHERE x.n = t.n AND x.begins_on = t.begins_on
			AND x.above_quantity > t.before AND x.above_quantity < t.before + t.quantity) AS is_split
		FROM (
			SELECT u.n, u.begins_on, u.owned_on, sum(u.quantity) AS quantity, bool_or(u.goes_back) AS goes_back,
				sum(sum(u.quantity)) OVER (PARTITION BY u.n, u.begins_on ORDER BY u.owned_on)
					- sum(u.quantity) AS before
			FROM used u
			GROUP BY u.n, u.begins_on, u.owned_on) t
	),
	-- what is all on one side of every threshold
	counted AS (
		SELECT d.n, d.begins_on, d.owned_on, u.agent, u.layer, u.quantity, u.amount, d.before,
			d.before + d.quantity AS until
		FROM day d
		JOIN used u ON u.n = d.n AND u.begins_on = d.begins_on AND u.owned_on = d.owned_on
		WHERE NOT d.is_split
		UNION ALL
		SELECT e.n, e.begins_on, e.owned_on, e.agent, e.layer, e.quantity, e.amount,
			e.before + sum(e.quantity) OVER so_far - e.quantity, e.before + sum(e.quantity) OVER so_far
		FROM (
			SELECT d.n, d.begins_on, d.owned_on, d.before, l.occurred_at, l.event_id, l.agent, l.layer,
				sum(l.quantity) AS quantity, sum(l.amount) AS amount
			FROM day d
			JOIN scope s ON s.n = d.n
			JOIN line l ON l.owned_on = d.owned_on AND l.provider = s.provider AND l.meter = s.meter
				AND (s.model = '' OR l.model = s.model)
			WHERE d.is_split
			GROUP BY d.n, d.begins_on, d.owned_on, d.before, l.occurred_at, l.event_id, l.agent, l.layer) e
		WINDOW so_far AS (PARTITION BY e.n, e.owned_on ORDER BY e.occurred_at, e.event_id ROWS UNBOUNDED PRECEDING)
	),
	part AS (
		SELECT p.n, p.month, p.agent, p.layer, sum(p.inside) AS quantity, sum(p.amount) AS list_cost,
			sum(coalesce(p.inside * p.price / p.per, p.amount * p.list_ratio)) AS volume_cost
		FROM (
			SELECT c.n, first_of_month(c.owned_on) AS month, c.agent, c.layer, t.price, t.per, t.list_ratio, i.inside,
				CASE WHEN i.inside = c.quantity THEN c.amount ELSE c.amount * i.inside / c.quantity END AS amount
			FROM counted c
			JOIN tier t ON t.n = c.n AND t.begins_on = c.begins_on AND c.before < t.until_quantity
				AND c.until > t.above_quantity
			CROSS JOIN LATERAL (SELECT CASE
				WHEN c.before >= t.above_quantity AND c.until <= t.until_quantity THEN c.quantity
				ELSE least(c.until, t.until_quantity) - greatest(c.before, t.above_quantity) END AS inside) i) p
		GROUP BY p.n, p.month, p.agent, p.layer
	)
	SELECT p.month, s.provider, s.model, s.meter, s.period, p.agent, p.layer, p.quantity, p.list_cost, p.volume_cost
	FROM part p
	JOIN scope s ON s.n = p.n;
END;

COMMENT ON FUNCTION volume_parts(date, date) IS
'volume_parts(''2026-01-01'', ''2026-01-01''): what agents used in these months of what has volume prices, by layer, what it was priced at by the price book, and what it costs by volume_prices.';
