
-- What is behind a figure

CREATE PROCEDURE runrate_internal.create_explain()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	NULL;
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_explain() IS
'create_explain(): the functions of a ledger that show what is behind a figure. Called by create_ledger.';
