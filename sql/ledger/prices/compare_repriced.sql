-- What would be below zero on either side is not corrected: a credit takes no
-- part in what shared costs are allocated by, and a difference cannot say that.
CREATE OR REPLACE FUNCTION compare_repriced(ledger_table regclass, from_month date, to_month date, only_provider text,
	only_model text)
RETURNS TABLE (month date, provider text, model text, events bigint, booked_cost numeric, repriced_cost numeric,
	difference numeric, not_repriced bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	RETURN QUERY
	SELECT e.month, e.event_provider, e.event_model, count(*) FILTER (WHERE e.changes),
		coalesce(runrate.exact_sum(e.booked_cost) FILTER (WHERE e.changes), 0)::numeric(38,12),
		coalesce(runrate.exact_sum(e.repriced_cost) FILTER (WHERE e.changes), 0)::numeric(38,12),
		coalesce(runrate.exact_sum(e.repriced_cost - e.booked_cost) FILTER (WHERE e.changes), 0)::numeric(38,12),
		count(*) FILTER (WHERE NOT e.changes)
	FROM (SELECT r.*, coalesce(r.repriced_cost >= 0 AND r.booked_cost >= 0, false) AS changes
		  FROM repriced_events(ledger_table, from_month, to_month, only_provider, only_model) r
		  WHERE r.repriced_cost IS DISTINCT FROM r.booked_cost) e
	GROUP BY e.month, e.event_provider, e.event_model
	ORDER BY e.month, e.event_provider, e.event_model;
END;
$body$;

COMMENT ON FUNCTION compare_repriced(regclass, date, date, text, text) IS
'compare_repriced(''ledger.events''::regclass, from_month, to_month, NULL, NULL): what reprice_preview does.';
