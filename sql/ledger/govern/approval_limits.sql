CREATE TABLE approval_limits (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	tier bigint NOT NULL CHECK (tier >= 1),
	from_monthly numeric(38,12) CHECK (from_monthly >= 0 AND from_monthly < 1e15),
	approver_role text CHECK (btrim(approver_role) <> ''),
	second_approver_role text CHECK (btrim(second_approver_role) <> ''),
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	note text,
	closing integer,
	CHECK (second_approver_role <> approver_role AND approver_role IS NOT NULL OR second_approver_role IS NULL)
);

COMMENT ON TABLE approval_limits IS
'The tiers of new spend: from which estimate a month on somebody has to approve, and who. A tier reaches to where the next one begins. As long as there is no row, the usual three hold: from 0 nobody, from 10,000 manager and finance, from 50,000 cfo. Append-only: a later row for the same tier supersedes, one without from_monthly ends it. Only the owner of the ledger writes here.';
COMMENT ON COLUMN approval_limits.id IS 'Number of the row.';
COMMENT ON COLUMN approval_limits.tier IS 'Tier, 1 for the smallest experiments.';
COMMENT ON COLUMN approval_limits.from_monthly IS 'Estimate for a month, in the currency of the ledger, from which the tier holds; empty: the tier has ended.';
COMMENT ON COLUMN approval_limits.approver_role IS 'Who has to approve, see approval_roles; empty: nobody, an experiment is approved when it is requested.';
COMMENT ON COLUMN approval_limits.second_approver_role IS 'Who has to approve beside that, another person; empty: nobody.';
COMMENT ON COLUMN approval_limits.valid_from IS 'First day on which it holds. An experiment keeps the tier that it was requested in.';
COMMENT ON COLUMN approval_limits.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN approval_limits.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN approval_limits.note IS 'Remark, such as the resolution that it rests on.';
COMMENT ON COLUMN approval_limits.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
