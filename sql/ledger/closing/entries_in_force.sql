-- By the chain alone, whatever the tables of what was frozen say.
CREATE OR REPLACE VIEW entries_in_force WITH (security_invoker = true) AS
SELECT max(c.entry) AS entry, c.month
FROM closings c
WHERE c.kind = 'close'
  AND NOT EXISTS (SELECT FROM closings r WHERE r.kind = 'reopen' AND r.month = c.month AND r.entry > c.entry)
GROUP BY c.month;

COMMENT ON VIEW entries_in_force IS 'The closings that hold: the months that are closed.';
COMMENT ON COLUMN entries_in_force.entry IS 'Entry of closings.';
COMMENT ON COLUMN entries_in_force.month IS 'Month.';
