CREATE TABLE unit_readers (
	role_name text NOT NULL,
	business_unit text NOT NULL,
	PRIMARY KEY (role_name, business_unit)
);

COMMENT ON TABLE unit_readers IS 'Which business units a role with the access unit_reader may read.';
COMMENT ON COLUMN unit_readers.role_name IS 'Role.';
COMMENT ON COLUMN unit_readers.business_unit IS 'Business unit.';
