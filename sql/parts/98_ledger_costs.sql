
-- From facts to costs by month

CREATE PROCEDURE runrate_internal.create_cost_views()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	NULL;
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_cost_views() IS
'create_cost_views(): the working views of a ledger, from which its reports are made. Called by create_ledger.';
