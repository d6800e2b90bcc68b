CREATE TABLE headcounts (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	agent text NOT NULL,
	kind text NOT NULL CONSTRAINT kind_is_planned_or_realised CHECK (kind IN ('planned', 'realised')),
	valid_from date NOT NULL CONSTRAINT month_is_its_first_day
		CHECK (extract(day FROM valid_from) = 1 AND valid_from BETWEEN '2000-01-01' AND '2100-12-01'),
	ftes numeric(20,6) CHECK (ftes >= 0 AND ftes < 1e14),
	yearly_cost numeric(20,6) CHECK (yearly_cost >= 0 AND yearly_cost < 1e14),
	reason text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer,
	CONSTRAINT ftes_and_what_they_cost CHECK ((ftes IS NULL) = (yearly_cost IS NULL))
);

COMMENT ON TABLE headcounts IS
'The people whose work an agent takes over: those that were planned to leave the payroll, and those that have. Append-only: a later row for the same agent and kind supersedes.';
COMMENT ON COLUMN headcounts.id IS 'Number of the row.';
COMMENT ON COLUMN headcounts.agent IS 'Agent.';
COMMENT ON COLUMN headcounts.kind IS 'planned, or realised: people who are off the payroll. Who is kept, or costs as much elsewhere, is not realised.';
COMMENT ON COLUMN headcounts.valid_from IS 'First month, as its first day.';
COMMENT ON COLUMN headcounts.ftes IS 'Full-time employees; 0: none. Empty: from then on nothing is said.';
COMMENT ON COLUMN headcounts.yearly_cost IS 'What all of them together cost in a year.';
COMMENT ON COLUMN headcounts.reason IS 'Why it is so many; in a realised row why it is not what was planned.';
COMMENT ON COLUMN headcounts.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN headcounts.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN headcounts.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
