CREATE OR REPLACE FUNCTION fold_requested(ledger_table regclass, request bigint, at_most bigint) RETURNS void
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp
AS $body$
DECLARE
	problem text;
BEGIN
	CALL runrate_internal.use_ledger(ledger_table);
	BEGIN
		DELETE FROM fold_requests WHERE id = request;
		IF runrate_internal.lock_folding('event_postings'::regclass, false) THEN
			PERFORM fold_postings(ledger_table, at_most);
		END IF;
	EXCEPTION
		-- What is loaded is not to fail over what somebody else can do later.
		WHEN OTHERS OR query_canceled THEN
			GET STACKED DIAGNOSTICS problem = MESSAGE_TEXT;
			RAISE WARNING 'balances could not be folded'
				USING DETAIL = problem,
					  HINT = 'What was loaded is complete, and so are reports. fold_balances() says more.';
			DELETE FROM fold_requests WHERE id = request;
	END;
END;
$body$;

COMMENT ON FUNCTION fold_requested(regclass, bigint, bigint) IS
'fold_requested(''ledger.events''::regclass, request, 20000): what fold_at_commit does.';
