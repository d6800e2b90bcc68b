CREATE OR REPLACE VIEW alert_board WITH (security_invoker = true) AS
SELECT a.id AS alert,
	   CASE WHEN s.resolved_at IS NOT NULL THEN 'resolved'
			WHEN s.decision IS NOT NULL THEN 'decided'
			WHEN s.acknowledged_at IS NOT NULL THEN 'acknowledged'
			ELSE 'open' END AS status,
	   a.severity, a.kind, a.subject, a.metric, a.period_type, a.period_start, a.action, a.message,
	   a.raised_at,
	   s.acknowledged_at, s.acknowledged_by,
	   s.decision, s.due_on, s.decided_at, s.decided_by,
	   s.resolved_at, s.resolved_by,
	   o.delivered_at, o.attempts AS failed_attempts, o.last_error
FROM alerts a
CROSS JOIN LATERAL (
	SELECT min(s.recorded_at) FILTER (WHERE s.step = 'acknowledge') AS acknowledged_at,
		   (array_agg(s.recorded_by ORDER BY s.step_no) FILTER (WHERE s.step = 'acknowledge'))[1] AS acknowledged_by,
		   (array_agg(s.decision ORDER BY s.step_no DESC) FILTER (WHERE s.step = 'decide'))[1] AS decision,
		   (array_agg(s.due_on ORDER BY s.step_no DESC) FILTER (WHERE s.step = 'decide'))[1] AS due_on,
		   max(s.recorded_at) FILTER (WHERE s.step = 'decide') AS decided_at,
		   (array_agg(s.recorded_by ORDER BY s.step_no DESC) FILTER (WHERE s.step = 'decide'))[1] AS decided_by,
		   max(s.recorded_at) FILTER (WHERE s.step = 'resolve') AS resolved_at,
		   max(s.recorded_by) FILTER (WHERE s.step = 'resolve') AS resolved_by
	FROM alert_steps s
	WHERE s.alert = a.id) s
LEFT JOIN alert_outbox o ON o.alert = a.id;

COMMENT ON VIEW alert_board IS
'Every alert with what was done about it: SELECT * FROM alert_board WHERE status <> ''resolved'' ORDER BY severity DESC, alert.';
COMMENT ON COLUMN alert_board.alert IS 'Number of the alert.';
COMMENT ON COLUMN alert_board.status IS 'open, acknowledged, decided or resolved.';
COMMENT ON COLUMN alert_board.severity IS '1 notice, 2 yellow, 3 red, 4 critical.';
COMMENT ON COLUMN alert_board.kind IS 'Kind of alert, see alerts.';
COMMENT ON COLUMN alert_board.subject IS 'Agent, business unit, experiment, model, key or alert that it is about.';
COMMENT ON COLUMN alert_board.metric IS 'What was measured, of objectives and drift; the line of a budget.';
COMMENT ON COLUMN alert_board.period_type IS 'day, week or month; empty: it is of no period.';
COMMENT ON COLUMN alert_board.period_start IS 'First day of the period.';
COMMENT ON COLUMN alert_board.action IS 'What the policy asks for.';
COMMENT ON COLUMN alert_board.message IS 'The alert in words.';
COMMENT ON COLUMN alert_board.raised_at IS 'When it was raised.';
COMMENT ON COLUMN alert_board.acknowledged_at IS 'When somebody first acknowledged it; empty: nobody has.';
COMMENT ON COLUMN alert_board.acknowledged_by IS 'Login that did.';
COMMENT ON COLUMN alert_board.decision IS 'What was decided last; empty: nothing.';
COMMENT ON COLUMN alert_board.due_on IS 'Until when; empty: no day was set.';
COMMENT ON COLUMN alert_board.decided_at IS 'When.';
COMMENT ON COLUMN alert_board.decided_by IS 'Login that decided.';
COMMENT ON COLUMN alert_board.resolved_at IS 'When it was settled; empty: it is not.';
COMMENT ON COLUMN alert_board.resolved_by IS 'Login that settled it.';
COMMENT ON COLUMN alert_board.delivered_at IS 'When it was sent; empty: not yet, or nobody listens.';
COMMENT ON COLUMN alert_board.failed_attempts IS 'How often sending it failed.';
COMMENT ON COLUMN alert_board.last_error IS 'What went wrong the last time.';
