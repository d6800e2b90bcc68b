CREATE OR REPLACE VIEW focus_entries WITH (security_invoker = true) AS
SELECT c.month, c.entry, c.recorded_at AS closed_at
FROM closings c
WHERE c.kind = 'close'
	AND NOT EXISTS (SELECT FROM closings r WHERE r.kind = 'reopen' AND r.month = c.month AND r.version = c.version);

COMMENT ON VIEW focus_entries IS 'The months that are closed, and when that was: what was learned later does not change their rows in FOCUS.';
COMMENT ON COLUMN focus_entries.month IS 'Month.';
COMMENT ON COLUMN focus_entries.entry IS 'Number of the closing.';
COMMENT ON COLUMN focus_entries.closed_at IS 'When it was closed.';
