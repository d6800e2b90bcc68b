CREATE TABLE human_baselines (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	unit_of_work text NOT NULL,
	valid_from date NOT NULL DEFAULT '1970-01-01' CHECK (isfinite(valid_from)),
	cost_per_outcome numeric(20,6) CHECK (cost_per_outcome >= 0),
	recorded_at timestamptz NOT NULL DEFAULT now()
);

COMMENT ON TABLE human_baselines IS
'What a person costs for one unit of work, to compare with. Append-only: a later row for the same unit of work supersedes.';
COMMENT ON COLUMN human_baselines.id IS 'Number of the row.';
COMMENT ON COLUMN human_baselines.unit_of_work IS 'Unit of work of agents.';
COMMENT ON COLUMN human_baselines.valid_from IS 'First day on which it holds; an outcome takes that of its day.';
COMMENT ON COLUMN human_baselines.cost_per_outcome IS 'Cost of a person for one; empty: from that day there is no comparison.';
COMMENT ON COLUMN human_baselines.recorded_at IS 'When the row was written.';
