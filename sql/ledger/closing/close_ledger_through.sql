CREATE OR REPLACE FUNCTION close_ledger_through(ledger_table regclass, last_month date, note text, accept text,
		wait_seconds bigint)
	RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	of_month date;
	closed bigint := 0;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	of_month := next_to_close();
	-- one that is closed already or cannot be closed is for the first call to say
	IF of_month IS NULL OR last_month IS NULL OR NOT isfinite(last_month) OR last_month < of_month THEN
		of_month := last_month;
	ELSE
		-- all at once: later ones are waited for before earlier ones
		CALL check_closing_transaction(ledger_table);
		CALL lock_to_close(ledger_table, of_month, least(last_month, month_of(now()) - 1), coalesce(wait_seconds, 60));
	END IF;
	LOOP
		PERFORM close_ledger_month(ledger_table, of_month, note, accept, wait_seconds);
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
