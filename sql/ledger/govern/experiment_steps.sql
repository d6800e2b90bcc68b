CREATE TABLE experiment_steps (
	experiment text NOT NULL REFERENCES experiments,
	step_no bigint NOT NULL CHECK (step_no >= 1),
	step text NOT NULL CHECK (step IN ('cover', 'approve', 'reject', 'decide')),
	approver_role text,
	agent text,
	result text CONSTRAINT result_is_succeeded_or_failed CHECK (result IN ('succeeded', 'failed')),
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	note text,
	closing integer,
	PRIMARY KEY (experiment, step_no),
	CHECK ((step = 'cover') = (agent IS NOT NULL)),
	CHECK ((step = 'decide') = (result IS NOT NULL)),
	CHECK (step <> 'approve' OR approver_role IS NOT NULL)
);

-- One person, one approval, and one decision, whatever a transaction can see of others
CREATE UNIQUE INDEX ON experiment_steps (experiment, recorded_by) WHERE step = 'approve';
CREATE UNIQUE INDEX ON experiment_steps (experiment, approver_role) WHERE step = 'approve';
CREATE UNIQUE INDEX ON experiment_steps (experiment) WHERE step IN ('reject', 'decide');

COMMENT ON TABLE experiment_steps IS
'What became of experiments, one row a step, in order. Written by approve_experiment, reject_experiment, decide_experiment and cover_agent; append-only. A trigger holds every row, also one that is inserted by hand, against the rules: who holds the role, and never who requested it.';
COMMENT ON COLUMN experiment_steps.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_steps.step_no IS 'Number of the step, from 1; set by the trigger.';
COMMENT ON COLUMN experiment_steps.step IS 'cover: an agent was added; approve, reject, decide.';
COMMENT ON COLUMN experiment_steps.approver_role IS 'What the person approved, rejected or decided as; empty: it did not need a role.';
COMMENT ON COLUMN experiment_steps.agent IS 'Agent that was added.';
COMMENT ON COLUMN experiment_steps.result IS 'What was decided: succeeded or failed.';
COMMENT ON COLUMN experiment_steps.recorded_at IS 'When.';
COMMENT ON COLUMN experiment_steps.recorded_by IS 'Who: the role of the login, whatever SET ROLE says; set by the trigger.';
COMMENT ON COLUMN experiment_steps.note IS 'Why.';
COMMENT ON COLUMN experiment_steps.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
