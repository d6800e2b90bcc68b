CREATE OR REPLACE FUNCTION duty_alerts(as_of date) RETURNS SETOF alert_found
LANGUAGE sql STABLE
BEGIN ATOMIC
	-- A root cause is due within 48 hours.
	SELECT jsonb_build_array('undecided', a.alert)::text, 'undecided', 3::bigint, 'alert ' || a.alert, NULL::text,
		   NULL::text, NULL::date, 'decide',
		   format('Alert %s of %s has no decision: %s', a.alert, day_text(day_of(a.raised_at)), a.message)
	FROM alert_board a
	WHERE a.severity >= 3 AND a.status IN ('open', 'acknowledged') AND day_of(a.raised_at) <= as_of - 2
	  AND a.kind NOT IN ('undecided', 'decision_due')
	UNION ALL
	SELECT jsonb_build_array('decision_due', a.alert, a.due_on)::text, 'decision_due', 3, 'alert ' || a.alert, NULL,
		   NULL, NULL, 'resolve',
		   format('Alert %s was to be settled by %s: %s', a.alert, day_text(a.due_on), a.decision)
	FROM alert_board a
	WHERE a.status = 'decided' AND a.due_on < as_of
	UNION ALL
	SELECT jsonb_build_array('key_rotation', k.api_key, k.rotate_by)::text, 'key_rotation', 3, k.api_key, NULL,
		   NULL, NULL, 'rotate the key',
		   format('Key %s%s was to be rotated by %s.', k.api_key, coalesce(' of ' || k.provider, ''),
				  day_text(k.rotate_by))
	FROM key_rotation k
	WHERE k.rotate_by < as_of;
END;

COMMENT ON FUNCTION duty_alerts(date) IS 'duty_alerts(as_of): alerts without a decision after two days, decisions that were not carried out by their day, and keys that are too old.';
