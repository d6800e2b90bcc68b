CREATE OR REPLACE VIEW access_grants WITH (security_invoker = true) AS
SELECT g.role_name, g.access, g.granted_at, g.granted_by,
	   -- by a grant of its own, not as a member of another role
	   EXISTS (SELECT
			   FROM pg_class c
			   JOIN pg_namespace n ON n.oid = c.relnamespace
			   CROSS JOIN aclexplode(n.nspacl) a
			   JOIN pg_roles r ON r.oid = a.grantee
			   WHERE c.oid = 'business_units'::regclass AND a.privilege_type = 'USAGE'
					AND r.rolname = g.role_name) AS is_in_force,
	   u.business_unit
FROM recorded_grants g
LEFT JOIN unit_readers u ON u.role_name = g.role_name AND g.access = 'unit_reader';

COMMENT ON VIEW access_grants IS 'Who was let into the ledger with grant_access. An upgrade grants again what is in force.';
COMMENT ON COLUMN access_grants.role_name IS 'Role.';
COMMENT ON COLUMN access_grants.access IS 'reader, unit_reader, writer, steward, controller or participant.';
COMMENT ON COLUMN access_grants.granted_at IS 'When it was granted first.';
COMMENT ON COLUMN access_grants.granted_by IS 'Role that granted it.';
COMMENT ON COLUMN access_grants.is_in_force IS 'Whether the role may use the schema of the ledger by a grant of its own. No: it was dropped, or what was granted was revoked.';
COMMENT ON COLUMN access_grants.business_unit IS 'Business unit whose reports a unit_reader reads; a row for each. Empty for other accesses.';
