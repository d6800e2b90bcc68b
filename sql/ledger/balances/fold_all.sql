CREATE OR REPLACE FUNCTION fold_all(ledger_table regclass) RETURNS bigint
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION 'fold_balances() must run in a transaction of isolation level READ COMMITTED'
			USING ERRCODE = 'active_sql_transaction',
				  DETAIL = 'A transaction with an older snapshot would not see what others have folded since.';
	END IF;
	IF NOT runrate_internal.lock_folding('event_postings'::regclass, false) THEN
		RAISE NOTICE 'another session is folding, or is changing the business unit of work items';
		RETURN 0;
	END IF;
	RETURN fold_postings(ledger_table, NULL);
END;
$body$;

COMMENT ON FUNCTION fold_all(regclass) IS 'fold_all(''ledger.events''::regclass): what fold_balances does.';
