-- The first that was used is the first that is free: events count in the order
-- in which they occurred, so one that comes late or is reversed moves those
-- after it.
CREATE OR REPLACE FUNCTION volume_parts(from_month date, to_month date, OUT month date, OUT provider text,
	OUT model text, OUT meter text, OUT period text, OUT agent text, OUT layer text, OUT quantity numeric,
	OUT list_cost numeric, OUT volume_cost numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH scope AS (
		SELECT DISTINCT t.provider, t.model, t.meter, t.period FROM volume_tiers t
	),
	line AS MATERIALIZED (
		SELECT l.* FROM metered_lines(volume_parts.from_month, volume_parts.to_month) l
	),
	counted AS (
		SELECT s.provider, s.model, s.meter, s.period, c.begins_on, l.owned_on, l.agent, l.layer, l.quantity, l.amount,
			sum(l.quantity) OVER so_far - l.quantity AS before
		FROM scope s
		JOIN line l ON l.provider = s.provider AND l.meter = s.meter AND (s.model = '' OR l.model = s.model)
		CROSS JOIN LATERAL (SELECT CASE s.period WHEN 'day' THEN l.owned_on ELSE first_of_month(l.owned_on) END
			AS begins_on) c
		WINDOW so_far AS (PARTITION BY s.provider, s.model, s.meter, s.period, c.begins_on
			ORDER BY l.occurred_at, l.event_id ROWS UNBOUNDED PRECEDING)
	),
	part AS (
		SELECT c.*, t.price, t.per, t.list_ratio,
			greatest(least(c.before + c.quantity, t.until_quantity) - greatest(c.before, t.above_quantity), 0) AS inside
		FROM counted c
		CROSS JOIN LATERAL (
			SELECT v.*, coalesce(lead(v.above_quantity) OVER (ORDER BY v.above_quantity), 'Infinity') AS until_quantity
			FROM volume_tiers v
			WHERE v.provider = c.provider AND v.model = c.model AND v.meter = c.meter AND v.period = c.period
				AND c.begins_on >= v.valid_from AND c.begins_on < v.valid_until
		) t
	)
	SELECT first_of_month(p.owned_on), p.provider, p.model, p.meter, p.period, p.agent, p.layer, sum(p.inside),
		sum(p.amount * p.inside / p.quantity),
		sum(coalesce(p.inside * p.price / p.per, p.amount * p.inside / p.quantity * p.list_ratio))
	FROM part p
	WHERE p.inside > 0
	GROUP BY first_of_month(p.owned_on), p.provider, p.model, p.meter, p.period, p.agent, p.layer;
END;

COMMENT ON FUNCTION volume_parts(date, date) IS
'volume_parts(''2026-01-01'', ''2026-01-01''): what agents used in these months of what has volume prices, by layer, what it was priced at by the price book, and what it costs by volume_prices.';
