CREATE OR REPLACE FUNCTION rebuild_balances() RETURNS void
LANGUAGE sql
BEGIN ATOMIC
	SELECT rebuild_all('events'::regclass);
END;

COMMENT ON FUNCTION rebuild_balances() IS
'rebuild_balances(): add up all facts anew, as after a restore with triggers disabled. Who loads facts waits until it is done; who reads does not. Months of which events were dropped with their partition keep the balances of events that they have. Only for the owner of the ledger.';
