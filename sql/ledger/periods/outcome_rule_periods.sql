CREATE OR REPLACE VIEW outcome_rule_periods WITH (security_invoker = true) AS
SELECT r.unit_of_work, r.outcome, start_of(r.valid_from) AS starts_at,
	   coalesce(start_of(lead(r.valid_from) OVER later), 'infinity') AS ends_at,
	   r.counts, r.valid_from,
	   coalesce(lead(r.valid_from) OVER later, 'infinity') AS valid_until
FROM outcome_rules r
WHERE NOT EXISTS (SELECT FROM outcome_rules later
				  WHERE later.unit_of_work = r.unit_of_work AND later.outcome = r.outcome
						AND later.valid_from = r.valid_from
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id))
WINDOW later AS (PARTITION BY r.unit_of_work, r.outcome ORDER BY r.valid_from);

COMMENT ON VIEW outcome_rule_periods IS
'The rows of outcome_rules that hold, with the days for which each does. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN outcome_rule_periods.unit_of_work IS 'Unit of work, or * for all.';
COMMENT ON COLUMN outcome_rule_periods.outcome IS 'Outcome.';
COMMENT ON COLUMN outcome_rule_periods.starts_at IS 'From when the rule holds.';
COMMENT ON COLUMN outcome_rule_periods.ends_at IS 'When the next rule takes over; infinity: it is the last one.';
COMMENT ON COLUMN outcome_rule_periods.counts IS 'Whether the outcome counts.';
COMMENT ON COLUMN outcome_rule_periods.valid_from IS 'First day on which the rule holds.';
COMMENT ON COLUMN outcome_rule_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
