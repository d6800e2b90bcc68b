-- In PL/pgSQL for the reason that compare_reported() is.  Reported and billed
-- costs, and estimates that came with the event, name no prices.
CREATE OR REPLACE FUNCTION repriced_events(ledger_table regclass, from_month date, to_month date, provider text,
	model text)
RETURNS TABLE (event bigint, month date, event_provider text, event_model text, booked_cost numeric,
	booked_estimate numeric, repriced_cost numeric)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF from_month IS NULL OR to_month IS NULL OR NOT isfinite(from_month) OR NOT isfinite(to_month)
		OR first_of_month(from_month) > first_of_month(to_month) THEN
		RAISE EXCEPTION 'from_month must be a month up to to_month'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	PERFORM warn_of_model(repriced_events.provider, repriced_events.model);
	RETURN QUERY
	SELECT e.id, first_of_month(e.owned_on), e.provider, e.model, e.cost + coalesce(c.cost, 0),
		CASE e.cost_basis WHEN 'estimated' THEN e.cost ELSE 0 END + coalesce(c.estimate, 0),
		runrate_internal.event_cost(e, NULL)
	FROM events e
	LEFT JOIN (SELECT f.corrects, sum(f.cost) AS cost, sum(f.cost) FILTER (WHERE f.cost_basis = 'estimated') AS estimate
			   FROM events f WHERE f.corrects IS NOT NULL GROUP BY 1) c
		ON c.corrects = e.id
	WHERE e.owned_on >= first_of_month(from_month) AND e.owned_on < next_month(first_of_month(to_month))
	  AND e.reverses IS NULL AND e.corrects IS NULL AND e.cost IS NOT NULL
	  AND e.price_rows IS NOT NULL AND e.billed_amount IS NULL
	  AND (repriced_events.provider IS NULL OR e.provider = repriced_events.provider)
	  AND (repriced_events.model IS NULL OR e.model = repriced_events.model)
	  AND NOT EXISTS (SELECT FROM events r WHERE r.reverses = e.id)
	ORDER BY e.id;
END;
$body$;

COMMENT ON FUNCTION repriced_events(regclass, date, date, text, text) IS
'repriced_events(''ledger.events''::regclass, ''2026-01-01'', ''2026-03-01'', NULL, NULL): the events of these months whose cost was computed, with what is booked for them, corrections included, what of it is an estimate, and what they cost by the price book as it is known now; repriced_cost NULL: it has no price any more.';
