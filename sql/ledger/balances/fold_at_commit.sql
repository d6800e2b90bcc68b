CREATE OR REPLACE FUNCTION fold_at_commit(request bigint, at_most bigint) RETURNS void
LANGUAGE sql
BEGIN ATOMIC
	SELECT fold_requested('events'::regclass, request, at_most);
END;

COMMENT ON FUNCTION fold_at_commit(bigint, bigint) IS
'fold_at_commit(request, 20000): fold balances for a loader that commits, unless another session is at it; an error becomes a warning. at_most: postings of each kind of facts.';
