CREATE OR REPLACE FUNCTION acknowledge_alert(alert bigint, note text DEFAULT NULL) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO alert_steps (alert, step, note)
	VALUES (acknowledge_alert.alert, 'acknowledge', acknowledge_alert.note)
	RETURNING step_no;
END;

CREATE OR REPLACE FUNCTION decide_alert(alert bigint, decision text, due_on date DEFAULT NULL,
	note text DEFAULT NULL) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO alert_steps (alert, step, decision, due_on, note)
	VALUES (decide_alert.alert, 'decide', decide_alert.decision, decide_alert.due_on, decide_alert.note)
	RETURNING step_no;
END;

CREATE OR REPLACE FUNCTION resolve_alert(alert bigint, note text DEFAULT NULL) RETURNS bigint
LANGUAGE sql
BEGIN ATOMIC
	INSERT INTO alert_steps (alert, step, note)
	VALUES (resolve_alert.alert, 'resolve', resolve_alert.note)
	RETURNING step_no;
END;

COMMENT ON FUNCTION acknowledge_alert(bigint, text) IS
'acknowledge_alert(42, ''retry storm on Tuesday''): say that you look at an alert. Returns the number of the step.';
COMMENT ON FUNCTION decide_alert(bigint, text, date, text) IS
'decide_alert(42, ''pilot on the small model'', ''2026-12-15''): write down what was decided about an alert, and until when it is to be done; the board report shows it. Returns the number of the step.';
COMMENT ON FUNCTION resolve_alert(bigint, text) IS
'resolve_alert(42, ''prompt rolled back''): say that an alert is settled. The last step of it. Returns its number.';
