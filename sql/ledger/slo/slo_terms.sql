CREATE OR REPLACE VIEW slo_terms WITH (security_invoker = true) AS
WITH usual AS (
	SELECT *, lead(valid_from, 1, 'infinity') OVER (PARTITION BY agent, metric ORDER BY valid_from, recorded_at, id) AS valid_until,
		   usual_tolerance(metric) AS usual_tolerance, usual_red(metric) AS usual_red,
		   usual_critical(metric) AS usual_critical
	FROM slos
)
-- A usual limit gives way where a given one would be out of order with it.
SELECT id, agent, metric, target,
	   coalesce(tolerance, least(usual_tolerance, red, critical)) AS tolerance,
	   coalesce(red, least(greatest(usual_red, tolerance), critical)) AS red,
	   coalesce(critical, greatest(usual_critical, red, tolerance)) AS critical,
	   coalesce(direction, CASE WHEN metric IN ('accuracy', 'outcomes') THEN 'floor' ELSE 'ceiling' END) AS direction,
	   metric IN ('spend', 'outcomes') AS is_total,
	   periods, min_outcomes, tier_limit, valid_from, valid_until
FROM usual;

COMMENT ON VIEW slo_terms IS 'The rows of slos with the usual limits in the place of empty ones.';
COMMENT ON COLUMN slo_terms.id IS 'Row of slos.';
COMMENT ON COLUMN slo_terms.agent IS 'Agent, or *.';
COMMENT ON COLUMN slo_terms.metric IS 'What is measured.';
COMMENT ON COLUMN slo_terms.target IS 'Target; NULL: the objective has ended.';
COMMENT ON COLUMN slo_terms.tolerance IS 'Fraction of the target.';
COMMENT ON COLUMN slo_terms.red IS 'Fraction of the target.';
COMMENT ON COLUMN slo_terms.critical IS 'Fraction of the target.';
COMMENT ON COLUMN slo_terms.direction IS 'ceiling, floor or band.';
COMMENT ON COLUMN slo_terms.is_total IS 'Whether the target is that of a month and goes with the number of days.';
COMMENT ON COLUMN slo_terms.periods IS 'Periods that red has to last.';
COMMENT ON COLUMN slo_terms.min_outcomes IS 'Fewest outcomes or judged reviews.';
COMMENT ON COLUMN slo_terms.tier_limit IS 'Largest cost of a month.';
COMMENT ON COLUMN slo_terms.valid_from IS 'First day.';
COMMENT ON COLUMN slo_terms.valid_until IS 'First day on which it holds no more; its first day, if a row that was written later replaces it.';
