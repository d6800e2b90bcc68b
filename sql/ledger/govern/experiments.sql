CREATE TABLE experiments (
	experiment text PRIMARY KEY CHECK (btrim(experiment) <> '' AND length(experiment) <= 200),
	hypothesis text NOT NULL CHECK (btrim(hypothesis) <> ''),
	success_metric text NOT NULL CHECK (btrim(success_metric) <> ''),
	estimated_monthly numeric NOT NULL CHECK (estimated_monthly >= 0 AND estimated_monthly < 1e15),
	target_unit_cost numeric CHECK (target_unit_cost > 0 AND target_unit_cost < 1e15),
	decide_on date NOT NULL CHECK (decide_on BETWEEN '2000-01-01' AND '2100-12-31'),
	agent text,
	campaign text,
	tier bigint NOT NULL,
	below_monthly numeric,
	approver_role text,
	second_approver_role text,
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	note text,
	closing integer,
	CHECK (agent IS NULL OR campaign IS NULL)
);

COMMENT ON TABLE experiments IS
'What somebody wants to try with AI, and what it may cost. Written by request_experiment; append-only: what became of it is in experiment_steps.';
COMMENT ON COLUMN experiments.experiment IS 'Name; it is never used again.';
COMMENT ON COLUMN experiments.hypothesis IS 'What is tested.';
COMMENT ON COLUMN experiments.success_metric IS 'What counts as success.';
COMMENT ON COLUMN experiments.estimated_monthly IS 'What it will cost in a month, in the currency of the ledger; decides the tier.';
COMMENT ON COLUMN experiments.target_unit_cost IS 'What an outcome is to cost, fully loaded; empty: success is measured otherwise.';
COMMENT ON COLUMN experiments.decide_on IS 'Day on which it is decided whether it works.';
COMMENT ON COLUMN experiments.agent IS 'Agent whose cost is that of the experiment; cover_agent adds others. Empty: it is that of the campaign, or not in the ledger yet.';
COMMENT ON COLUMN experiments.campaign IS 'Campaign of work_items whose cost is that of the experiment.';
COMMENT ON COLUMN experiments.tier IS 'Tier of approval_tiers at the request, by the estimate.';
COMMENT ON COLUMN experiments.below_monthly IS 'Cost of a month from which it belongs into a larger tier; empty: there is none.';
COMMENT ON COLUMN experiments.approver_role IS 'Who has to approve; empty: nobody.';
COMMENT ON COLUMN experiments.second_approver_role IS 'Who has to approve beside that; empty: nobody.';
COMMENT ON COLUMN experiments.recorded_at IS 'When it was requested.';
COMMENT ON COLUMN experiments.recorded_by IS 'Who requested it: the role of the login, whatever SET ROLE says.';
COMMENT ON COLUMN experiments.note IS 'Remark.';
COMMENT ON COLUMN experiments.closing IS 'Number of the closing that was the first to see the row; empty: none has yet. Set by closing alone.';
