CREATE OR REPLACE FUNCTION close_ledger_through(ledger_table regclass, last_month date, note text, accept text,
		wait_seconds bigint)
	RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	accepted text[];
	of_month date;
	closed bigint := 0;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	accepted := accepted_words(accept);
	of_month := next_to_close();
	-- what cannot be closed is for prepare_closing() to say
	IF of_month IS NULL OR last_month IS NULL OR NOT isfinite(last_month) OR last_month < of_month OR
		last_month <> first_of_month(last_month) THEN
		of_month := last_month;
	END IF;
	CALL prepare_closing(ledger_table, of_month, least(last_month, month_of(now()) - 1), note, wait_seconds);
	LOOP
		PERFORM close_locked_month(ledger_table, of_month, note, accepted);
		closed := closed + 1;
		PERFORM runrate_internal.say_progress('closing months', closed,
			closed - 1 + (SELECT count(*) FROM months_between(of_month, last_month)));
		EXIT WHEN of_month >= last_month;
		of_month := next_month(of_month);
	END LOOP;
	RETURN closed;
END;
$body$;
COMMENT ON FUNCTION close_ledger_through(regclass, date, text, text, bigint) IS 'close_ledger_through(''ledger.events'', date ''2026-04-01'', ''history'', '''', 60): what close_through does.';
