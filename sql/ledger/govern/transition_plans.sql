CREATE TABLE transition_plans (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	agent text NOT NULL,
	from_provider text NOT NULL,
	from_model text NOT NULL,
	to_provider text NOT NULL,
	to_model text NOT NULL,
	status text NOT NULL DEFAULT 'proposed'
		CONSTRAINT status_is_proposed_approved_done_or_rejected
		CHECK (status IN ('proposed', 'approved', 'done', 'rejected')),
	planned_on date NOT NULL CHECK (planned_on BETWEEN '2000-01-01' AND '2100-12-31'),
	one_off_cost numeric(20,6) NOT NULL DEFAULT 0 CHECK (one_off_cost >= 0 AND one_off_cost < 1e14),
	monthly_saving numeric(20,6) CHECK (monthly_saving > -1e14 AND monthly_saving < 1e14),
	note text,
	recorded_at timestamptz NOT NULL DEFAULT now(),
	recorded_by text NOT NULL DEFAULT current_user,
	closing integer,
	CONSTRAINT transition_to_another_model CHECK ((from_provider, from_model) <> (to_provider, to_model))
);

COMMENT ON TABLE transition_plans IS
'Migrations of agents to other models: proposed, decided, done. plan_transition writes one with the saving that it computes. Append-only: a later row for the same agent and the same two models supersedes, so that a decision is a row with who and when.';
COMMENT ON COLUMN transition_plans.id IS 'Number of the row.';
COMMENT ON COLUMN transition_plans.agent IS 'Agent.';
COMMENT ON COLUMN transition_plans.from_provider IS 'Provider of the model that it uses.';
COMMENT ON COLUMN transition_plans.from_model IS 'Model that it uses.';
COMMENT ON COLUMN transition_plans.to_provider IS 'Provider of the model that it is to use.';
COMMENT ON COLUMN transition_plans.to_model IS 'Model that it is to use.';
COMMENT ON COLUMN transition_plans.status IS 'proposed, approved, done or rejected.';
COMMENT ON COLUMN transition_plans.planned_on IS 'Day on which it is to be done; its quarter is that of the calendar.';
COMMENT ON COLUMN transition_plans.one_off_cost IS 'What migration and testing cost, once.';
COMMENT ON COLUMN transition_plans.monthly_saving IS 'What the agent then costs less in a month, see what_if_model; negative: more. Empty: not known.';
COMMENT ON COLUMN transition_plans.note IS 'Remark, such as the reason of a decision.';
COMMENT ON COLUMN transition_plans.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN transition_plans.recorded_by IS 'Role that wrote it.';
COMMENT ON COLUMN transition_plans.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
