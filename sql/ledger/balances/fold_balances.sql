CREATE OR REPLACE FUNCTION fold_balances() RETURNS bigint
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	IF current_setting('transaction_isolation') <> 'read committed' THEN
		RAISE EXCEPTION 'fold_balances() must run in a transaction of isolation level READ COMMITTED'
			USING ERRCODE = 'active_sql_transaction',
				  DETAIL = 'A transaction with an older snapshot would not see what others have folded since.';
	END IF;
	IF NOT runrate_internal.lock_folding('event_postings'::regclass, false) THEN
		RAISE NOTICE 'another session is folding, or is changing the business unit of work items';
		RETURN 0;
	END IF;
	RETURN fold_postings(NULL);
END;
$body$;

COMMENT ON FUNCTION fold_balances() IS
'fold_balances(): add up what facts have posted since the last time, so that reports have less to read; returns the number of postings. Figures do not change by it. Loaders do it by themselves when there is much to add up, so a scheduler only helps where many load small pieces. Does not wait: 0 if another session is at it.';
