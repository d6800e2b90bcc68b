-- SECURITY DEFINER, as whoever could write closings himself could write one that
-- nothing was computed for.  Who may call it is for grant_access to say.
CREATE OR REPLACE FUNCTION close_month(month date, note text, accept text DEFAULT '', wait_seconds bigint DEFAULT 60)
	RETURNS text
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT close_ledger_month('events'::regclass, month, note, accept, wait_seconds);
END;
REVOKE EXECUTE ON FUNCTION close_month(date, text, text, bigint) FROM PUBLIC;

COMMENT ON FUNCTION close_month(date, text, text, bigint) IS
'close_month(date ''2026-04-01'', ''April, by the controller''): close a month that has ended, so that reports show it from now on as it is: what comes for it later is booked in the first open month, and later changes of agents, rules, budgets and the like do not move it. Months are closed one after the other. Waits for loaders that have booked into it, at most for wait_seconds. Returns the digest of the closing, to be kept elsewhere. An error while the facts, balances, book and charges of the month do not add up, or something is missing that is not named in accept, a list such as ''unpriced_events, unallocated_pools'': unpriced_events, unpriced_reviews, unallocated_pools, unknown_exchange_rates. For the owner of the ledger and controllers.';

CREATE OR REPLACE FUNCTION close_through(month date, note text, accept text DEFAULT '', wait_seconds bigint DEFAULT 60)
	RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
	SELECT close_ledger_through('events'::regclass, month, note, accept, wait_seconds);
END;
REVOKE EXECUTE ON FUNCTION close_through(date, text, text, bigint) FROM PUBLIC;

COMMENT ON FUNCTION close_through(date, text, text, bigint) IS
'close_through(date ''2026-04-01'', ''history''): close all months up to one, as close_month does. Returns how many were closed. For the owner of the ledger and controllers.';
