-- In PL/pgSQL, because an SQL body would depend on the row type of events,
-- and then nobody could add a column to that.
CREATE OR REPLACE FUNCTION reported_costs(from_month date, to_month date)
RETURNS TABLE (month date, provider text, model text, events bigint, booked_cost numeric, reported_cost numeric, computed_cost numeric, unpriced bigint, difference numeric)
LANGUAGE plpgsql STABLE SET search_path FROM CURRENT
AS $body$
BEGIN
	RETURN QUERY
	SELECT r.month, r.provider, r.model, count(*), runrate.exact_sum(r.cost)::numeric(38,12), runrate.exact_sum(r.reported)::numeric(38,12),
		runrate.exact_sum(r.computed)::numeric(38,12), count(*) - count(r.computed),
		-- only of events that have both, and in one currency
		CASE WHEN ledger_currency() = 'USD'
			THEN coalesce(runrate.exact_sum(r.reported - r.computed), 0)::numeric(38,12) END
	FROM (
		SELECT month_of(e.occurred_at) AS month, e.provider, e.model, e.cost, e.reported_cost AS reported,
			runrate_internal.event_cost(e, NULL) AS computed
		FROM events e
		WHERE e.reported_cost IS NOT NULL AND e.reverses IS NULL
		AND NOT EXISTS (SELECT FROM events o WHERE o.reverses = e.id)
		AND e.occurred_at >= start_of(reported_costs.from_month)
		AND e.occurred_at < start_of((reported_costs.to_month + interval '1 month')::date)
	) r
	GROUP BY r.month, r.provider, r.model
	ORDER BY r.month, r.provider, r.model;
END;
$body$;

COMMENT ON FUNCTION reported_costs(date, date) IS
'reported_costs(''2026-01-01'', ''2026-03-01''): events of these months (the first days of the first and the last one) whose provider says in the usage what it charged: booked_cost in the currency of the ledger, reported_cost in US dollars, computed_cost by the price book in the currency of the ledger; unpriced counts those that it has no price for, and difference is reported less computed of the others, in a ledger in US dollars. Which of the two is booked is a row of price_names in dimension cost_basis. Changes nothing.';
