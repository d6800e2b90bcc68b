CREATE OR REPLACE VIEW outcome_rule_periods WITH (security_invoker = true) AS
SELECT r.unit_of_work, r.outcome, start_of(r.valid_from) AS starts_at,
	   coalesce(start_of(min(later.valid_from)), 'infinity') AS ends_at,
	   r.counts
FROM (SELECT DISTINCT ON (unit_of_work, outcome, valid_from) unit_of_work, outcome, valid_from, counts
	  FROM outcome_rules
	  ORDER BY unit_of_work, outcome, valid_from, recorded_at DESC, id DESC) r
LEFT JOIN outcome_rules later
	ON later.unit_of_work = r.unit_of_work AND later.outcome = r.outcome AND later.valid_from > r.valid_from
GROUP BY r.unit_of_work, r.outcome, r.valid_from, r.counts;

COMMENT ON VIEW outcome_rule_periods IS 'The rows of outcome_rules that are in force, with the time for which each is.';
COMMENT ON COLUMN outcome_rule_periods.unit_of_work IS 'Unit of work, or * for all.';
COMMENT ON COLUMN outcome_rule_periods.outcome IS 'Outcome.';
COMMENT ON COLUMN outcome_rule_periods.starts_at IS 'From when the rule holds.';
COMMENT ON COLUMN outcome_rule_periods.ends_at IS 'When the next rule takes over; infinity: it is the last one.';
COMMENT ON COLUMN outcome_rule_periods.counts IS 'Whether the outcome counts.';
