CREATE TABLE recorded_grants (
	role_name text NOT NULL,
	access text NOT NULL,
	granted_at timestamptz NOT NULL DEFAULT now(),
	granted_by text NOT NULL DEFAULT current_user,
	PRIMARY KEY (role_name, access)
);

COMMENT ON TABLE recorded_grants IS 'What grant_access has granted, so that upgrades and repairs grant it again.';
COMMENT ON COLUMN recorded_grants.role_name IS 'Role.';
COMMENT ON COLUMN recorded_grants.access IS 'reader, unit_reader, writer, steward, controller or participant.';
COMMENT ON COLUMN recorded_grants.granted_at IS 'When it was granted first.';
COMMENT ON COLUMN recorded_grants.granted_by IS 'Role that granted it.';
