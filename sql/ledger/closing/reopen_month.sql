-- SECURITY DEFINER for the reason that close_month() is
CREATE OR REPLACE FUNCTION reopen_month(month date, reason text, pull boolean DEFAULT true) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT reopen_ledger_month('events'::regclass, month, reason, pull);
END;
REVOKE EXECUTE ON FUNCTION reopen_month(date, text, boolean) FROM PUBLIC;

COMMENT ON FUNCTION reopen_month(date, text, boolean) IS
'reopen_month(date ''2026-04-01'', ''invoice of the vendor was wrong''): open the latest closed month again. What came late for it is booked in it now, unless pull is false: then it stays where it is. Returns how many facts were booked anew. What was closed is kept as a version; closing the month again makes the next one. An error if the month is not the latest closed one. For the owner of the ledger and controllers.';
