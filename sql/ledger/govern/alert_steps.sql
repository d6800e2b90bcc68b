CREATE TABLE alert_steps (
	alert bigint NOT NULL REFERENCES alerts,
	step_no bigint NOT NULL CHECK (step_no >= 1),
	step text NOT NULL CHECK (step IN ('acknowledge', 'decide', 'resolve')),
	decision text CHECK (btrim(decision) <> ''),
	due_on date CHECK (due_on BETWEEN '2000-01-01' AND '2100-12-31'),
	recorded_at timestamptz NOT NULL,
	recorded_by text NOT NULL,
	note text,
	PRIMARY KEY (alert, step_no),
	CHECK ((step = 'decide') = (decision IS NOT NULL)),
	CHECK (due_on IS NULL OR step = 'decide')
);

COMMENT ON TABLE alert_steps IS
'What was done about alerts, one row a step, in order. Written by acknowledge_alert, decide_alert and resolve_alert; append-only.';
COMMENT ON COLUMN alert_steps.alert IS 'Alert.';
COMMENT ON COLUMN alert_steps.step_no IS 'Number of the step, from 1; set by the trigger.';
COMMENT ON COLUMN alert_steps.step IS 'acknowledge: somebody looks at it; decide: what is going to be done; resolve: it is settled.';
COMMENT ON COLUMN alert_steps.decision IS 'What was decided; a later decision takes the place of an earlier one.';
COMMENT ON COLUMN alert_steps.due_on IS 'Until when it is to be done; empty: no day was set.';
COMMENT ON COLUMN alert_steps.recorded_at IS 'When.';
COMMENT ON COLUMN alert_steps.recorded_by IS 'Who: the role of the login, whatever SET ROLE says; set by the trigger.';
COMMENT ON COLUMN alert_steps.note IS 'Why, or what the cause was.';
