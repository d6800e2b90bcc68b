CREATE TABLE parallel_runs (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	agent text NOT NULL,
	new_agent text NOT NULL,
	starts_on date NOT NULL CHECK (starts_on BETWEEN '2000-01-01' AND '2100-12-31'),
	planned_end date NOT NULL CHECK (planned_end BETWEEN '2000-01-01' AND '2100-12-31'),
	planned_cost numeric(20,6) NOT NULL CHECK (planned_cost >= 0 AND planned_cost < 1e14),
	ended_on date CHECK (ended_on BETWEEN '2000-01-01' AND '2100-12-31'),
	note text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer,
	CONSTRAINT new_agent_is_another CHECK (new_agent <> agent),
	CONSTRAINT ends_after_it_starts CHECK (planned_end >= starts_on AND ended_on >= starts_on)
);

COMMENT ON TABLE parallel_runs IS
'Agents that go on beside the ones that replace them, until these have proved stable: a planned expense. Append-only: a later row for the same two agents supersedes, such as one with the day on which it ended.';
COMMENT ON COLUMN parallel_runs.id IS 'Number of the row.';
COMMENT ON COLUMN parallel_runs.agent IS 'The agent that is to be retired.';
COMMENT ON COLUMN parallel_runs.new_agent IS 'The agent that replaces it.';
COMMENT ON COLUMN parallel_runs.starts_on IS 'First day on which both run.';
COMMENT ON COLUMN parallel_runs.planned_end IS 'Last day on which both are to run.';
COMMENT ON COLUMN parallel_runs.planned_cost IS 'What the agent that is to be retired may cost until then.';
COMMENT ON COLUMN parallel_runs.ended_on IS 'Last day on which both ran; empty: they still do.';
COMMENT ON COLUMN parallel_runs.note IS 'Remark.';
COMMENT ON COLUMN parallel_runs.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN parallel_runs.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN parallel_runs.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
