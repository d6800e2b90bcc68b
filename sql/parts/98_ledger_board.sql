
-- The board report, budgets, reconciliation and data quality

CREATE PROCEDURE runrate_internal.create_board_report()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	NULL;
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_board_report() IS
'create_board_report(): the board report and what it stands on. Called by create_ledger.';
