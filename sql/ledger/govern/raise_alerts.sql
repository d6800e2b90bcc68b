-- In the order of their keys, so that two that raise at the same time wait for
-- each other and do not block each other.  Compiling what it reads (jit) would
-- take ten times as long as all the rest.
CREATE OR REPLACE PROCEDURE raise_alerts(as_of date DEFAULT NULL)
LANGUAGE sql SET jit = off
BEGIN ATOMIC
	-- what is raised for a day that is far off could not be raised again when it comes
	SELECT refuse('invalid_parameter_value', 'invalid as_of: ' || as_of::text,
				  'Use a day of the past, the present day or one of the week to come.')
	WHERE NOT (as_of BETWEEN '2000-01-01' AND day_of(now()) + 7);

	INSERT INTO alerts (alert_key, kind, severity, subject, metric, period_type, period_start, action, message)
	SELECT f.alert_key, f.kind, f.severity, f.subject, f.metric, f.period_type, f.period_start, f.action, f.message
	FROM (SELECT coalesce(as_of, day_of(now())) AS day) d
	CROSS JOIN LATERAL (
		SELECT * FROM objective_alerts(d.day)
		UNION ALL SELECT * FROM anomaly_alerts(d.day)
		UNION ALL SELECT * FROM money_alerts(d.day)
		UNION ALL SELECT * FROM duty_alerts(d.day)) f
	WHERE NOT EXISTS (SELECT FROM alerts a WHERE a.alert_key = f.alert_key)
	ORDER BY f.alert_key COLLATE "C"
	ON CONFLICT (alert_key) DO NOTHING;
END;

COMMENT ON PROCEDURE raise_alerts(date) IS
'raise_alerts(): look for what somebody has to look at, and put it into alerts, each once: objectives that are missed, with what the policy asks for, and drift; odd days and work items; budgets; experiments that have outgrown their tier, are overdue or not approved; usage without a price; alerts without a decision, decisions past their day, and keys past theirs. as_of: the day from which one looks, by default the present one, at most a week ahead; figures are those of now. To be called every morning by a scheduler; what is in alerts stays as it is.';
