CREATE OR REPLACE PROCEDURE grant_access(role_name text, access text, business_unit text DEFAULT NULL)
LANGUAGE sql
BEGIN ATOMIC
	SELECT runrate_internal.grant_ledger_access('business_units'::regclass, role_name, access, business_unit);
END;

CREATE OR REPLACE PROCEDURE revoke_access(role_name text, access text, business_unit text DEFAULT NULL)
LANGUAGE sql
BEGIN ATOMIC
	SELECT runrate_internal.revoke_ledger_access('business_units'::regclass, role_name, access, business_unit);
END;

COMMENT ON PROCEDURE grant_access(text, text, text) IS
'grant_access(''analyst'', ''reader''): let a role use this ledger. reader: read everything. unit_reader: of one business unit, which is given, read the views whose names begin with my_, such as my_chargeback and my_unit_costs, and nothing else; call it once for each business unit. writer: add facts, but for the columns that the ledger sets, and work items, without seeing what is there. steward: both, and add prices, rules, budgets and other reference rows, call price_pending and raise_alerts, reverse facts, and add and change master data. controller: read everything, close and reopen months, reclassify what they were closed with, and verify the books. participant: read everything, request experiments, approve them as approval_roles allows, and say what is done about alerts. Granting again covers columns that you have added since; revoke_access takes it away; access_grants lists it. Only for the owner of the ledger.';
COMMENT ON PROCEDURE revoke_access(text, text, text) IS
'revoke_access(''analyst'', ''reader''): take away what grant_access gave; of unit_reader one business unit, or all of them. What the role was granted on tables, views and functions of the ledger without grant_access goes with it; another access that it has stays. Only for the owner of the ledger.';
