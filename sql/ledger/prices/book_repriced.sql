CREATE OR REPLACE FUNCTION book_repriced(ledger_table regclass, from_month date, to_month date, reason text,
	only_provider text, only_model text) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	booked bigint;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF coalesce(btrim(reason), '') = '' THEN
		RAISE EXCEPTION 'reason must not be empty'
			USING ERRCODE = 'invalid_parameter_value';
	END IF;
	SELECT count(*) FILTER (WHERE runrate_internal.correct_event(ledger_table, e.event, reason)
								  AND runrate_internal.say_progress('correcting events', e.n, e.events))
	INTO booked
	FROM (SELECT event, row_number() OVER () AS n, count(*) OVER () AS events
		  FROM repriced_events(ledger_table, from_month, to_month, only_provider, only_model)
		  WHERE (repriced_cost <> booked_cost OR booked_estimate <> 0) AND repriced_cost >= 0 AND booked_cost >= 0) e;
	RETURN booked;
END;
$body$;

COMMENT ON FUNCTION book_repriced(regclass, date, date, text, text, text) IS
'book_repriced(''ledger.events''::regclass, from_month, to_month, reason, NULL, NULL): what reprice does.';
