-- As the C triggers see it: the owner says so, when rows of a backup come back.
CREATE OR REPLACE FUNCTION is_restoring(ledger_table regclass) RETURNS boolean
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT lower(current_setting('runrate.restoring', true)) IN ('on', 'true', 'yes', '1')
		   AND pg_has_role(c.relowner, 'USAGE')
	FROM pg_class c
	WHERE c.oid = ledger_table;
END;

COMMENT ON FUNCTION is_restoring(regclass) IS 'is_restoring(''ledger.experiments''::regclass): whether rows are as they were written before, by the setting runrate.restoring of the owner, and not new ones.';
