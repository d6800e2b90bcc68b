CREATE TABLE alerts (
	id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
	alert_key text NOT NULL UNIQUE,
	kind text NOT NULL,
	severity bigint NOT NULL CHECK (severity BETWEEN 1 AND 4),
	subject text NOT NULL,
	metric text,
	period_type text,
	period_start date CHECK (period_start BETWEEN '2000-01-01' AND '2100-12-31'),
	action text NOT NULL,
	message text NOT NULL,
	raised_at timestamptz NOT NULL DEFAULT now()
		CHECK (raised_at BETWEEN '2000-01-01 00:00+00' AND '2100-12-31 00:00+00'),
	raised_by text NOT NULL DEFAULT current_user
);

COMMENT ON TABLE alerts IS
'What somebody has to look at, each once. Written by raise_alerts; append-only: what was done about it is in alert_steps, and alert_board shows both.';
COMMENT ON COLUMN alerts.id IS 'Number of the alert.';
COMMENT ON COLUMN alerts.alert_key IS 'What it is about, as text; the same is never raised again.';
COMMENT ON COLUMN alerts.kind IS 'slo, tier_limit, drift, anomaly, work_items, budget, budget_projected, outgrown, overdue, unapproved_spend, unpriced, undecided, decision_due or key_rotation.';
COMMENT ON COLUMN alerts.severity IS '1 notice, 2 yellow, 3 red, 4 critical.';
COMMENT ON COLUMN alerts.subject IS 'Agent, business unit, experiment, model, key or alert that it is about.';
COMMENT ON COLUMN alerts.metric IS 'What was measured, of objectives and drift.';
COMMENT ON COLUMN alerts.period_type IS 'day, week or month; empty: it is of no period.';
COMMENT ON COLUMN alerts.period_start IS 'First day of the period.';
COMMENT ON COLUMN alerts.action IS 'What the policy asks for: look, investigate, product lead and CFO, pause, or what is to be done.';
COMMENT ON COLUMN alerts.message IS 'The alert in words.';
COMMENT ON COLUMN alerts.raised_at IS 'When it was raised.';
COMMENT ON COLUMN alerts.raised_by IS 'Role that raised it.';
