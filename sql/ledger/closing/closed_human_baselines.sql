CREATE TABLE closed_human_baselines (
	entry bigint NOT NULL,
	in_force boolean NOT NULL,
	unit_of_work text NOT NULL,
	cost_per_outcome numeric,
	salary numeric,
	benefits numeric,
	overhead numeric,
	turnover numeric,
	fte_cost numeric,
	outcomes_per_fte numeric,
	valid_from date NOT NULL,
	valid_until date NOT NULL
);

CREATE INDEX ON closed_human_baselines (valid_from) WHERE in_force;

CREATE INDEX ON closed_human_baselines (entry);

COMMENT ON TABLE closed_human_baselines IS 'What a person cost in closed months, as it was known when these were closed.';
COMMENT ON COLUMN closed_human_baselines.entry IS 'Entry of closings that froze it.';
COMMENT ON COLUMN closed_human_baselines.in_force IS 'Whether it holds: the month has not been reopened since.';
COMMENT ON COLUMN closed_human_baselines.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN closed_human_baselines.cost_per_outcome IS 'What a person costs for one; empty: not known.';
COMMENT ON COLUMN closed_human_baselines.salary IS 'Salary of a full-time employee in a year.';
COMMENT ON COLUMN closed_human_baselines.benefits IS 'Benefits in a year.';
COMMENT ON COLUMN closed_human_baselines.overhead IS 'Office, software, training in a year.';
COMMENT ON COLUMN closed_human_baselines.turnover IS 'Hiring and turnover in a year.';
COMMENT ON COLUMN closed_human_baselines.fte_cost IS 'What a full-time employee costs in a year: the sum of the parts, or cost_per_outcome for all that one gets done.';
COMMENT ON COLUMN closed_human_baselines.outcomes_per_fte IS 'Units of work that a full-time employee gets done in a year.';
COMMENT ON COLUMN closed_human_baselines.valid_from IS 'First day on which it holds.';
COMMENT ON COLUMN closed_human_baselines.valid_until IS 'First day on which it holds no more.';
