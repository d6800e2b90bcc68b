CREATE OR REPLACE FUNCTION fold_at_commit(request bigint, at_most bigint) RETURNS void
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
DECLARE
	problem text;
BEGIN
	DELETE FROM fold_requests WHERE id = request;
	IF runrate_internal.lock_folding('event_postings'::regclass, false) THEN
		PERFORM fold_postings(at_most);
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
$body$;

COMMENT ON FUNCTION fold_at_commit(bigint, bigint) IS
'fold_at_commit(request, 20000): fold balances for a loader that commits, unless another session is at it; an error becomes a warning. at_most: postings of each kind of facts.';
