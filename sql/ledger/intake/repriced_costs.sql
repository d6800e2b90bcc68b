CREATE OR REPLACE FUNCTION repriced_costs(from_month date, to_month date, as_known_at timestamptz)
RETURNS TABLE (month date, agent text, provider text, model text, events bigint,
	booked_cost numeric, repriced_cost numeric, difference numeric)
LANGUAGE sql STABLE
BEGIN ATOMIC
	WITH repriced AS (
		SELECT first_of_month(e.booked_on) AS month, coalesce(e.agent, 'unattributed') AS agent, e.provider, e.model,
			e.event_count AS events, e.cost AS booked,
			-- a cost that was reported as such names no prices and is what it is
			CASE WHEN e.corrects IS NOT NULL THEN 0
				WHEN e.cost IS NOT NULL AND e.price_rows IS NULL AND e.billed_amount IS NULL THEN e.cost
				WHEN e.reverses IS NULL THEN runrate_internal.event_cost(e, as_known_at)
				ELSE -runrate_internal.event_cost(o, as_known_at) END AS repriced
		FROM events e
		LEFT JOIN events o ON o.id = e.reverses
		WHERE e.booked_on >= from_month AND e.booked_on < next_month(to_month)
	)
	SELECT r.month, r.agent, r.provider, r.model, sum(r.events)::bigint,
		sum(r.booked)::numeric(30,12), sum(r.repriced)::numeric(30,12),
		(coalesce(sum(r.repriced), 0) - coalesce(sum(r.booked), 0))::numeric(30,12)
	FROM repriced r
	GROUP BY r.month, r.agent, r.provider, r.model
	ORDER BY r.month, r.agent, r.provider, r.model;
END;

COMMENT ON FUNCTION repriced_costs(date, date, timestamptz) IS
'repriced_costs(''2026-01-01'', ''2026-03-01'', now()): what the events booked in these months (the first days of the first and the last one) would cost by the prices, aliases and exchange rates recorded until as_known_at, beside what is booked. NULL: all that are recorded. Costs that were reported with their event stay. Changes nothing.';
