CREATE OR REPLACE VIEW slo_decisions WITH (security_invoker = true) AS
SELECT b.subject AS agent, b.metric, b.period_type, b.period_start, b.severity, b.action,
	   b.decision, b.due_on, b.decided_at, b.decided_by,
	   b.status = 'resolved' AS is_resolved, b.alert
FROM alert_board b
WHERE b.kind = 'slo';

COMMENT ON VIEW slo_decisions IS 'What was decided about objectives that were missed, a row for each alert: join slo_history by agent, metric, period_type and period_start.';
COMMENT ON COLUMN slo_decisions.agent IS 'Agent.';
COMMENT ON COLUMN slo_decisions.metric IS 'What is measured, see slos.';
COMMENT ON COLUMN slo_decisions.period_type IS 'week or month.';
COMMENT ON COLUMN slo_decisions.period_start IS 'First day of the period.';
COMMENT ON COLUMN slo_decisions.severity IS '2 yellow, 3 red, 4 critical.';
COMMENT ON COLUMN slo_decisions.action IS 'What the policy asked for.';
COMMENT ON COLUMN slo_decisions.decision IS 'What was decided; empty: nothing yet.';
COMMENT ON COLUMN slo_decisions.due_on IS 'Until when; empty: no day was set.';
COMMENT ON COLUMN slo_decisions.decided_at IS 'When.';
COMMENT ON COLUMN slo_decisions.decided_by IS 'Login that decided.';
COMMENT ON COLUMN slo_decisions.is_resolved IS 'Whether it is settled.';
COMMENT ON COLUMN slo_decisions.alert IS 'Number of the alert.';
