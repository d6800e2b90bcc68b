CREATE TYPE alert_found AS (
	alert_key text,
	kind text,
	severity bigint,
	subject text,
	metric text,
	period_type text,
	period_start date,
	action text,
	message text
);

COMMENT ON TYPE alert_found IS 'What the functions ..._alerts() find: what becomes a row of alerts unless it is there.';
COMMENT ON COLUMN alert_found.alert_key IS 'What it is about.';
COMMENT ON COLUMN alert_found.kind IS 'Kind of alert.';
COMMENT ON COLUMN alert_found.severity IS '1 notice, 2 yellow, 3 red, 4 critical.';
COMMENT ON COLUMN alert_found.subject IS 'Whom or what it is about.';
COMMENT ON COLUMN alert_found.metric IS 'What was measured.';
COMMENT ON COLUMN alert_found.period_type IS 'day, week or month.';
COMMENT ON COLUMN alert_found.period_start IS 'First day of the period.';
COMMENT ON COLUMN alert_found.action IS 'What the policy asks for.';
COMMENT ON COLUMN alert_found.message IS 'The alert in words.';
