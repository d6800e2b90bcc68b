CREATE OR REPLACE VIEW ledger_faults WITH (security_invoker = true) AS
SELECT f.object, f.fault
FROM runrate_internal.ledger_faults('ledger_settings'::regclass) f;

COMMENT ON VIEW ledger_faults IS 'Objects that the ledger needs and that are missing, disabled, or somebody else''s: see runrate.repair_ledger.';
COMMENT ON COLUMN ledger_faults.object IS 'Schema (public or internal), kind and name of the object.';
COMMENT ON COLUMN ledger_faults.fault IS 'missing, disabled, calls another function, or belongs to a role.';
