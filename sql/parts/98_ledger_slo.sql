
-- Targets and anomalies

CREATE PROCEDURE runrate_internal.create_slo_views()
LANGUAGE plpgsql
AS $ledger$
BEGIN
	NULL;
END;
$ledger$;
COMMENT ON PROCEDURE runrate_internal.create_slo_views() IS
'create_slo_views(): targets, reports on them, and anomalies. Called by create_ledger.';
