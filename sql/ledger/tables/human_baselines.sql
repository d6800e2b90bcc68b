CREATE TABLE human_baselines (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	unit_of_work text NOT NULL,
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (valid_from BETWEEN '0001-01-01' AND '9999-12-31'),
	cost_per_outcome numeric(20,6) CHECK (cost_per_outcome >= 0 AND cost_per_outcome < 1e14),
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	salary numeric(20,6) CHECK (salary >= 0 AND salary < 1e14),
	benefits numeric(20,6) CHECK (benefits >= 0 AND benefits < 1e14),
	overhead numeric(20,6) CHECK (overhead >= 0 AND overhead < 1e14),
	turnover numeric(20,6) CHECK (turnover >= 0 AND turnover < 1e14),
	outcomes_per_fte numeric(20,6) CHECK (outcomes_per_fte > 0 AND outcomes_per_fte < 1e14),
	closing integer,
	CONSTRAINT cost_per_outcome_or_its_parts
		CHECK (cost_per_outcome IS NULL OR num_nonnulls(salary, benefits, overhead, turnover) = 0),
	CONSTRAINT parts_need_outcomes_per_fte
		CHECK (outcomes_per_fte IS NOT NULL OR num_nonnulls(salary, benefits, overhead, turnover) = 0)
);

COMMENT ON TABLE human_baselines IS
'What a person costs for one unit of work, to compare with: given as such, or by its parts, which are what a full-time employee costs in a year and gets done in it. Append-only: a later row for the same unit of work supersedes.';
COMMENT ON COLUMN human_baselines.id IS 'Number of the row.';
COMMENT ON COLUMN human_baselines.unit_of_work IS 'Unit of work of agents.';
COMMENT ON COLUMN human_baselines.valid_from IS 'First day on which it holds; an outcome takes that of its day.';
COMMENT ON COLUMN human_baselines.cost_per_outcome IS 'Cost of a person for one. Empty: (salary + benefits + overhead + turnover) / outcomes_per_fte, and without those there is no comparison from that day.';
COMMENT ON COLUMN human_baselines.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN human_baselines.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN human_baselines.salary IS 'Salary of a full-time employee in a year. Empty, here and in the other parts: nothing, if another is given.';
COMMENT ON COLUMN human_baselines.benefits IS 'Benefits of a full-time employee in a year.';
COMMENT ON COLUMN human_baselines.overhead IS 'Office, software, training of a full-time employee in a year.';
COMMENT ON COLUMN human_baselines.turnover IS 'Hiring and turnover for a full-time employee in a year.';
COMMENT ON COLUMN human_baselines.outcomes_per_fte IS 'How many units of work a full-time employee gets done in a year; beside a cost_per_outcome it tells how many employees the outcomes are worth.';
COMMENT ON COLUMN human_baselines.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
