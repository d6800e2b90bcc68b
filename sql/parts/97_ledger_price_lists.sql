
-- Public price lists

CREATE PROCEDURE runrate_internal.create_price_lists()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	NULL;
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_price_lists() IS
'create_price_lists(): the functions of a ledger that load public price lists. Called by create_ledger.';
