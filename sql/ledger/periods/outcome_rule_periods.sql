CREATE OR REPLACE VIEW present_outcome_rules WITH (security_invoker = true) AS
SELECT r.unit_of_work, r.outcome, r.counts, r.valid_from,
	   coalesce(lead(r.valid_from) OVER (PARTITION BY r.unit_of_work, r.outcome ORDER BY r.valid_from),
			'infinity') AS valid_until
FROM outcome_rules r
WHERE NOT EXISTS (SELECT FROM outcome_rules later
				  WHERE later.unit_of_work = r.unit_of_work AND later.outcome = r.outcome
						AND later.valid_from = r.valid_from
					AND (later.recorded_at, later.id) > (r.recorded_at, r.id));

COMMENT ON VIEW present_outcome_rules IS
'The rows of outcome_rules that hold by what is known now. Of several rows with one key and valid_from the one recorded last holds.';
COMMENT ON COLUMN present_outcome_rules.unit_of_work IS 'Unit of work, or * for all.';
COMMENT ON COLUMN present_outcome_rules.outcome IS 'Outcome.';
COMMENT ON COLUMN present_outcome_rules.counts IS 'Whether the outcome counts.';
COMMENT ON COLUMN present_outcome_rules.valid_from IS 'First day on which the rule holds.';
COMMENT ON COLUMN present_outcome_rules.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';

CREATE OR REPLACE VIEW outcome_rule_periods WITH (security_invoker = true) AS
SELECT r.unit_of_work, r.outcome, start_of(r.valid_from) AS starts_at, start_of(r.valid_until) AS ends_at,
	   r.counts, r.valid_from, r.valid_until, r.is_open
FROM (SELECT unit_of_work, outcome, counts, valid_from, valid_until, false AS is_open
	  FROM closed_outcome_rules
	  WHERE in_force
	  UNION ALL
	  SELECT unit_of_work, outcome, counts, greatest(valid_from, (SELECT open_from())), valid_until, true
	  FROM present_outcome_rules
	  WHERE valid_until > (SELECT open_from())) r;

COMMENT ON VIEW outcome_rule_periods IS
'The rows of outcome_rules that hold, with the days for which each does: in closed months as they were known when these were closed.';
COMMENT ON COLUMN outcome_rule_periods.unit_of_work IS 'Unit of work, or * for all.';
COMMENT ON COLUMN outcome_rule_periods.outcome IS 'Outcome.';
COMMENT ON COLUMN outcome_rule_periods.starts_at IS 'From when the rule holds.';
COMMENT ON COLUMN outcome_rule_periods.ends_at IS 'When the next rule takes over; infinity: it is the last one.';
COMMENT ON COLUMN outcome_rule_periods.counts IS 'Whether the outcome counts.';
COMMENT ON COLUMN outcome_rule_periods.valid_from IS 'First day on which the rule holds.';
COMMENT ON COLUMN outcome_rule_periods.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
COMMENT ON COLUMN outcome_rule_periods.is_open IS 'Whether its days are of open months.';
