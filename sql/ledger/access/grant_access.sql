CREATE OR REPLACE PROCEDURE grant_access(role_name text, access text)
LANGUAGE plpgsql SET search_path FROM CURRENT
AS $body$
BEGIN
	CALL runrate_internal.grant_ledger_access(current_schema()::text, role_name, access);
END;
$body$;

COMMENT ON PROCEDURE grant_access(text, text) IS
'grant_access(''analyst'', ''reader''): let a role use this ledger. reader: read everything. writer: add facts and master data, without seeing what is there. steward: both, and add prices, rules, budgets and other reference rows, call price_pending, and change master data. Granting again changes nothing; REVOKE takes it away. Only for the owner of the ledger.';
