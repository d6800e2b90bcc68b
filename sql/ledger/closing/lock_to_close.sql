-- Who closes or reopens waits for all who book into a month, for so long.  The
-- lock on folding is only tried for: a loader may have it and wait for the month.
CREATE OR REPLACE PROCEDURE check_closing_transaction(ledger_table regclass)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION 'a month must be closed and reopened in a transaction of isolation level READ COMMITTED'
			USING ERRCODE = 'active_sql_transaction',
				  DETAIL = 'A transaction with an older snapshot would not see all that is booked.';
	END IF;
	LOCK TABLE closings IN SHARE ROW EXCLUSIVE MODE;
	IF EXISTS (SELECT FROM pg_locks l
			   WHERE l.locktype = 'advisory' AND l.objsubid = 21074 AND l.mode = 'ShareLock'
					AND l.pid = pg_backend_pid()) THEN
		RAISE EXCEPTION 'a month must not be closed or reopened in a transaction that has loaded facts'
			USING ERRCODE = 'active_sql_transaction',
				  HINT = 'Commit first.';
	END IF;
END;
$body$;
COMMENT ON PROCEDURE check_closing_transaction(regclass) IS 'check_closing_transaction(''ledger.events''): take the lock on closings; an error if the transaction is none in which a month can be closed.';

CREATE OR REPLACE FUNCTION month_holders(schema oid) RETURNS text
	LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT string_agg(coalesce('process ' || l.pid, 'prepared transaction ' || quote_literal(p.gid)), ', '
			ORDER BY l.pid, p.gid)
	FROM pg_locks l
	-- a prepared transaction has no process; its number is in its lock on itself
	LEFT JOIN pg_locks t ON l.pid IS NULL AND t.pid IS NULL AND t.locktype = 'transactionid'
		AND t.virtualtransaction = l.virtualtransaction
	LEFT JOIN pg_prepared_xacts p ON p.transaction = t.transactionid
	WHERE l.locktype = 'advisory' AND l.objsubid = 21074 AND l.classid = schema AND l.granted
	  AND l.database = (SELECT d.oid FROM pg_database d WHERE d.datname = current_database())
	  AND l.pid IS DISTINCT FROM pg_backend_pid();
END;
COMMENT ON FUNCTION month_holders(oid) IS 'month_holders(''ledger''::regnamespace): who has booked facts and not ended yet.';

-- The latest month first: who books into several has a later one when he waits for
-- an earlier one, and never the other way round.
CREATE OR REPLACE PROCEDURE lock_to_close(ledger_table regclass, first_month date, last_month date, wait_seconds bigint)
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp SET lock_timeout = 0
AS $body$
DECLARE
	schema oid := (SELECT c.relnamespace FROM pg_class c WHERE c.oid = ledger_table);
	until timestamptz := clock_timestamp() + greatest(wait_seconds, 0) * interval '1 second';
	try_until timestamptz;
	of_month date;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	-- each is a lock of the server, of which it has a number for all sessions
	IF last_month - first_month > 73050 THEN
		RAISE EXCEPTION 'months from % to % are too many to be locked', first_month, last_month
			USING ERRCODE = 'program_limit_exceeded';
	END IF;
	LOOP
		BEGIN
			FOR of_month IN SELECT m FROM months_between(first_month, last_month) m ORDER BY m DESC
			LOOP
				PERFORM set_config('lock_timeout',
					greatest(1, ceil(extract(epoch FROM until - clock_timestamp()) * 1000))::bigint::text, true);
				PERFORM runrate_internal.lock_month(schema, of_month);
			END LOOP;
			try_until := clock_timestamp() + interval '1 second';
			WHILE NOT runrate_internal.lock_folding('event_postings'::regclass, false) LOOP
				IF clock_timestamp() > try_until THEN
					-- gives the months back
					RAISE EXCEPTION USING ERRCODE = 'RR001';
				END IF;
				PERFORM pg_sleep(0.02);
			END LOOP;
			RETURN;
		EXCEPTION
			WHEN lock_not_available THEN
				RAISE EXCEPTION 'month % is still being booked into', to_char(of_month, 'YYYY-MM')
					USING ERRCODE = 'lock_not_available',
						  DETAIL = 'Not ended: ' || coalesce(month_holders(schema), 'unknown') || '.',
						  HINT = 'Wait until they have, or allow more time with the argument wait_seconds.';
			WHEN SQLSTATE 'RR001' THEN
				IF clock_timestamp() >= until THEN
					RAISE EXCEPTION 'the balances are being folded by another session'
						USING ERRCODE = 'lock_not_available',
							  HINT = 'Wait until it has ended, or allow more time with the argument wait_seconds.';
				END IF;
		END;
	END LOOP;
END;
$body$;
COMMENT ON PROCEDURE lock_to_close(regclass, date, date, bigint) IS 'lock_to_close(''ledger.events'', date ''2026-03-01'', date ''2026-04-01'', 60): keep everybody from booking into months, from one to another, and from folding, until the end of the transaction. An error that says who is in the way when the time is over.';
