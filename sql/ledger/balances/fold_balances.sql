CREATE OR REPLACE FUNCTION fold_balances() RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	SELECT fold_all('events'::regclass);
END;

COMMENT ON FUNCTION fold_balances() IS
'fold_balances(): add up what facts have posted since the last time, so that reports have less to read; returns the number of postings. Figures do not change by it. Loaders do it by themselves when there is much to add up, so a scheduler only helps where many load small pieces. Does not wait: 0 if another session is at it.';
