-- The rules are those of the triggers, which a row that is inserted by hand meets, too.

CREATE OR REPLACE FUNCTION request_experiment(experiment text, hypothesis text, success_metric text,
	estimated_monthly numeric, decide_on date, target_unit_cost numeric DEFAULT NULL, agent text DEFAULT NULL,
	campaign text DEFAULT NULL, note text DEFAULT NULL) RETURNS text
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO experiments (experiment, hypothesis, success_metric, estimated_monthly, decide_on, target_unit_cost,
		agent, campaign, note)
	VALUES (request_experiment.experiment, request_experiment.hypothesis, request_experiment.success_metric,
		request_experiment.estimated_monthly, request_experiment.decide_on, request_experiment.target_unit_cost,
		request_experiment.agent, request_experiment.campaign, request_experiment.note)
	RETURNING CASE WHEN approver_role IS NULL THEN 'approved' ELSE 'requested' END;
END;

CREATE OR REPLACE FUNCTION cover_agent(experiment text, agent text, note text DEFAULT NULL) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO experiment_steps (experiment, step, agent, note)
	VALUES (cover_agent.experiment, 'cover', cover_agent.agent, cover_agent.note)
	RETURNING step_no;
END;

CREATE OR REPLACE FUNCTION approve_experiment(experiment text, note text DEFAULT NULL, as_role text DEFAULT NULL)
RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO experiment_steps (experiment, step, approver_role, note)
	VALUES (approve_experiment.experiment, 'approve', as_role, approve_experiment.note)
	RETURNING step_no;
END;

CREATE OR REPLACE FUNCTION reject_experiment(experiment text, note text) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO experiment_steps (experiment, step, note)
	VALUES (reject_experiment.experiment, 'reject', reject_experiment.note)
	RETURNING step_no;
END;

CREATE OR REPLACE FUNCTION decide_experiment(experiment text, result text, note text DEFAULT NULL) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO experiment_steps (experiment, step, result, note)
	VALUES (decide_experiment.experiment, 'decide', decide_experiment.result, decide_experiment.note)
	RETURNING step_no;
END;

COMMENT ON FUNCTION request_experiment(text, text, text, numeric, date, numeric, text, text, text) IS
'request_experiment(''claims filter'', ''a filter takes 20 % of simple claims'', ''20 % filtered at 2.50 or less'', 35000, ''2026-03-01'', target_unit_cost => 2.50, agent => ''claims-filter''): ask for an experiment: what it costs in a month, and when it is decided. agent or campaign: whose cost is the experiment''s. Returns approved where the tier of the estimate asks nobody, else requested.';
COMMENT ON FUNCTION cover_agent(text, text, text) IS
'cover_agent(''claims filter'', ''claims-filter-b''): add the cost of an agent to that of an experiment, before anybody has approved it. Only for who requested it. Returns the number of the step.';
COMMENT ON FUNCTION approve_experiment(text, text, text) IS
'approve_experiment(''claims filter'', ''within the plan''): approve an experiment as what approval_roles says that your login is; as_role chooses if that is more than one. Each of the roles of its tier has to, each in person, and never who requested it. Returns the number of the step.';
COMMENT ON FUNCTION reject_experiment(text, text) IS
'reject_experiment(''claims filter'', ''no owner in claims''): reject an experiment, before or after it was approved; for those who could approve it, and for who requested it. Final. Returns the number of the step.';
COMMENT ON FUNCTION decide_experiment(text, text, text) IS
'decide_experiment(''claims filter'', ''failed'', ''12 % filtered at 3.10''): say what became of an experiment, succeeded or failed; for those who could approve it, in a tier that asks nobody for everybody. Returns the number of the step.';
