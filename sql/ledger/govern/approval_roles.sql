CREATE TABLE approval_roles (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	login text NOT NULL CHECK (btrim(login) <> ''),
	approver_role text NOT NULL CHECK (btrim(approver_role) <> ''),
	holds boolean NOT NULL DEFAULT true,
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	note text,
	closing integer
);

COMMENT ON TABLE approval_roles IS
'Who may approve as what. Append-only: a later row for the same login and approver_role supersedes, one with holds = false ends it. Only the owner of the ledger writes here.';
COMMENT ON COLUMN approval_roles.id IS 'Number of the row.';
COMMENT ON COLUMN approval_roles.login IS 'Role with which the person logs in to the database. SET ROLE makes nobody another person.';
COMMENT ON COLUMN approval_roles.approver_role IS 'What the person approves as: manager, finance, cfo, or another name of approval_limits.';
COMMENT ON COLUMN approval_roles.holds IS 'Whether the person is it from that day on.';
COMMENT ON COLUMN approval_roles.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN approval_roles.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN approval_roles.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN approval_roles.note IS 'Remark.';
COMMENT ON COLUMN approval_roles.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
