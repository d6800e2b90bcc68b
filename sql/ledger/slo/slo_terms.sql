-- A usual limit gives way where a given one would be out of order with it.
CREATE OR REPLACE VIEW slo_terms WITH (security_invoker = true) AS
SELECT s.id, s.agent, s.metric, s.target,
	   coalesce(s.tolerance, least(s.usual_tolerance, s.red, s.critical)) AS tolerance,
	   coalesce(s.red, least(greatest(s.usual_red, s.tolerance), s.critical)) AS red,
	   coalesce(s.critical, greatest(s.usual_critical, s.red, s.tolerance)) AS critical,
	   coalesce(s.direction, CASE WHEN s.metric IN ('accuracy', 'outcomes') THEN 'floor'
			ELSE 'ceiling' END) AS direction,
	   s.metric IN ('spend', 'outcomes') AS is_total,
	   s.periods, s.min_outcomes, s.tier_limit, s.valid_from, s.valid_until
FROM (SELECT r.*,
			 coalesce(lead(r.valid_from) OVER (PARTITION BY r.agent, r.metric ORDER BY r.valid_from),
					'infinity') AS valid_until,
			 usual_tolerance(r.metric) AS usual_tolerance, usual_red(r.metric) AS usual_red,
			 usual_critical(r.metric) AS usual_critical
	  FROM slos r
	  WHERE NOT EXISTS (SELECT FROM slos later
						WHERE later.agent = r.agent AND later.metric = r.metric AND later.valid_from = r.valid_from
						  AND (later.recorded_at, later.id) > (r.recorded_at, r.id))) s;

COMMENT ON VIEW slo_terms IS 'The rows of slos that hold, with the days for which each does and the usual limits in the place of empty ones. Of several rows with one key and valid_from the one recorded last holds.';
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
COMMENT ON COLUMN slo_terms.valid_until IS 'First day on which it holds no more, as a later row takes over; infinity: it is the last one.';
