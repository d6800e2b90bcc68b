-- An event counts for what it was priced with: the rows of the price book that
-- it names say of which provider, model and meter it is.  Where these have
-- been entered anew since, the lines are as they were known when it got its
-- cost.
CREATE OR REPLACE FUNCTION metered_lines(from_month date, to_month date, OUT provider text, OUT model text,
	OUT meter text, OUT event_id bigint, OUT occurred_at timestamptz, OUT owned_on date, OUT agent text, OUT layer text,
	OUT quantity numeric, OUT amount numeric)
RETURNS SETOF record
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH counted AS (
		SELECT array_agg(DISTINCT p.id) AS price_rows, array_agg(DISTINCT t.meter) AS meters
		FROM (SELECT DISTINCT v.provider, v.model, v.meter FROM volume_tiers v) t
		JOIN prices p ON p.provider = t.provider AND (t.model = '' OR p.model = t.model)
			-- a meter without a price of its own takes that of another one
			AND (p.meter = t.meter OR NOT EXISTS (SELECT FROM prices o
				WHERE o.provider = p.provider AND o.model = p.model AND o.meter = t.meter))
		-- no row, no look at events
		HAVING count(*) > 0
	)
	SELECT p.provider, p.model, l.meter, e.id, e.occurred_at, e.owned_on, coalesce(e.agent, 'unattributed'), e.layer,
		l.quantity, l.amount
	FROM counted c
	JOIN events e ON e.price_rows && c.price_rows
	CROSS JOIN LATERAL runrate_internal.event_price_lines(e, CASE
		WHEN runrate_internal.event_cost(e, NULL) IS DISTINCT FROM e.cost THEN pricing_known_at(e.id) END) l
	JOIN prices p ON p.id = l.price_row
	WHERE e.owned_on >= metered_lines.from_month AND e.owned_on < next_month(metered_lines.to_month)
		AND e.cost IS NOT NULL AND e.reverses IS NULL AND e.corrects IS NULL
		AND NOT EXISTS (SELECT FROM events r WHERE r.reverses = e.id)
		AND l.meter = ANY (c.meters);
END;

COMMENT ON FUNCTION metered_lines(date, date) IS
'metered_lines(''2026-01-01'', ''2026-01-01''): what the events of these months used on the meters that have volume prices, and what they were priced at, a row for each price. Events whose cost was reported are not in it.';
