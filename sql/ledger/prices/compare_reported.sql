-- In PL/pgSQL, because an SQL body would depend on the row type of events,
-- and then nobody could add a column to that.  Volatile, as use_ledger() is
-- called.
CREATE OR REPLACE FUNCTION compare_reported(ledger_table regclass, from_month date, to_month date)
RETURNS TABLE (month date, provider text, model text, events bigint, booked_cost numeric, reported_cost numeric,
	computed_cost numeric, unpriced bigint, difference numeric)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	RETURN QUERY
	SELECT r.month, r.provider, r.model, count(*), runrate.exact_sum(r.cost)::numeric(38,12),
		runrate.exact_sum(r.reported)::numeric(38,12),
		runrate.exact_sum(r.computed)::numeric(38,12), count(*) - count(r.computed),
		-- only of events that have both, and in one currency
		CASE WHEN ledger_currency() = 'USD'
			THEN coalesce(runrate.exact_sum(r.reported - r.computed), 0)::numeric(38,12) END
	FROM (
		SELECT month_of(e.occurred_at) AS month, e.provider, e.model,
			e.cost + coalesce((SELECT sum(c.cost) FROM events c WHERE c.corrects = e.id), 0) AS cost,
			e.reported_cost AS reported,
			runrate_internal.event_cost(e, NULL) AS computed
		FROM events e
		WHERE e.reported_cost IS NOT NULL AND e.reverses IS NULL
		AND NOT EXISTS (SELECT FROM events o WHERE o.reverses = e.id)
		AND e.occurred_at >= start_of(compare_reported.from_month)
		AND e.occurred_at < start_of((compare_reported.to_month + interval '1 month')::date)
	) r
	GROUP BY r.month, r.provider, r.model
	ORDER BY r.month, r.provider, r.model;
END;
$body$;

COMMENT ON FUNCTION compare_reported(regclass, date, date) IS
'compare_reported(''ledger.events''::regclass, from_month, to_month): what reported_costs does.';
