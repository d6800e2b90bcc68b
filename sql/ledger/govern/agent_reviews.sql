-- A month of which nothing is known (NULL) neither ends a row of months nor is
-- counted in it: the months since the last one that was all right.
CREATE OR REPLACE VIEW agent_reviews WITH (security_invoker = true) AS
SELECT r.month, r.agent, r.outcomes, r.cost, r.unit_cost, r.previous_unit_cost, r.target_unit_cost, r.tolerance, r.red,
	   r.critical, r.direction, r.judged, r.accuracy_ratio, r.previous_accuracy_ratio, r.accuracy_floor, r.reviews,
	   r.saving, r.is_over_target, r.is_inaccurate, r.is_zombie, r.is_dearer,
	   count(*) FILTER (WHERE r.is_over_target) OVER over_target AS months_over_target,
	   min(r.month) FILTER (WHERE r.is_over_target) OVER over_target AS over_target_since,
	   count(*) FILTER (WHERE r.is_inaccurate) OVER inaccurate AS months_inaccurate,
	   min(r.month) FILTER (WHERE r.is_inaccurate) OVER inaccurate AS inaccurate_since,
	   count(*) FILTER (WHERE r.is_zombie) OVER zombie AS months_zombie,
	   min(r.month) FILTER (WHERE r.is_zombie) OVER zombie AS zombie_since,
	   count(*) FILTER (WHERE r.is_dearer) OVER dearer AS months_dearer,
	   min(r.month) FILTER (WHERE r.is_dearer) OVER dearer AS dearer_since
FROM (SELECT m.*,
			 lag(m.unit_cost) OVER so_far AS previous_unit_cost,
			 lag(m.accuracy_ratio) OVER so_far AS previous_accuracy_ratio,
			 count(*) FILTER (WHERE NOT m.is_over_target) OVER so_far AS times_on_target,
			 count(*) FILTER (WHERE NOT m.is_inaccurate) OVER so_far AS times_accurate,
			 count(*) FILTER (WHERE NOT m.is_zombie) OVER so_far AS times_alive,
			 count(*) FILTER (WHERE NOT m.is_dearer) OVER so_far AS times_cheaper
	  FROM (SELECT a.*, c.target AS target_unit_cost, c.tolerance, c.red, c.critical, c.direction,
				   q.accuracy_floor,
				   a.unit_cost > c.target AS is_over_target,
				   CASE WHEN a.judged >= q.min_judged THEN a.accuracy_ratio < q.accuracy_floor END AS is_inaccurate,
				   CASE WHEN a.outcomes > 0 THEN a.saving < 0 END AS is_dearer
			FROM agent_months a
			LEFT JOIN slo_terms own ON own.agent = a.agent AND own.metric = 'cost_per_outcome'
				AND a.month >= own.valid_from AND a.month < own.valid_until
			LEFT JOIN slo_terms every ON every.agent = '*' AND a.agent <> 'unattributed'
				AND every.metric = 'cost_per_outcome' AND a.month >= every.valid_from AND a.month < every.valid_until
			LEFT JOIN slo_terms c ON c.id = coalesce(own.id, every.id)
			LEFT JOIN slo_terms own_accuracy ON own_accuracy.agent = a.agent AND own_accuracy.metric = 'accuracy'
				AND a.month >= own_accuracy.valid_from AND a.month < own_accuracy.valid_until
			LEFT JOIN slo_terms every_accuracy ON every_accuracy.agent = '*' AND a.agent <> 'unattributed'
				AND every_accuracy.metric = 'accuracy'
				AND a.month >= every_accuracy.valid_from AND a.month < every_accuracy.valid_until
			CROSS JOIN LATERAL (
				SELECT coalesce(coalesce(own_accuracy.target * (1 - own_accuracy.red),
										 CASE WHEN own_accuracy.id IS NULL
												  THEN every_accuracy.target * (1 - every_accuracy.red) END),
								accuracy_floor()) AS accuracy_floor,
					   coalesce(own_accuracy.min_outcomes, every_accuracy.min_outcomes, 10) AS min_judged) q) m
	  WINDOW so_far AS (PARTITION BY m.agent ORDER BY m.month)) r
WINDOW over_target AS (PARTITION BY r.agent, r.times_on_target ORDER BY r.month),
	   inaccurate AS (PARTITION BY r.agent, r.times_accurate ORDER BY r.month),
	   zombie AS (PARTITION BY r.agent, r.times_alive ORDER BY r.month),
	   dearer AS (PARTITION BY r.agent, r.times_cheaper ORDER BY r.month);

COMMENT ON VIEW agent_reviews IS 'Each month of an agent against its objectives of unit cost and accuracy and against people, and since when it has been off them.';
COMMENT ON COLUMN agent_reviews.month IS 'Month.';
COMMENT ON COLUMN agent_reviews.agent IS 'Agent, or unattributed.';
COMMENT ON COLUMN agent_reviews.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN agent_reviews.cost IS 'Fully loaded cost.';
COMMENT ON COLUMN agent_reviews.unit_cost IS 'Cost of an outcome.';
COMMENT ON COLUMN agent_reviews.previous_unit_cost IS 'That of its month before.';
COMMENT ON COLUMN agent_reviews.target_unit_cost IS 'Target by slos, on the first day of the month.';
COMMENT ON COLUMN agent_reviews.tolerance IS 'Fraction of the target.';
COMMENT ON COLUMN agent_reviews.red IS 'Fraction of the target.';
COMMENT ON COLUMN agent_reviews.critical IS 'Fraction of the target.';
COMMENT ON COLUMN agent_reviews.direction IS 'ceiling, floor or band.';
COMMENT ON COLUMN agent_reviews.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN agent_reviews.accuracy_ratio IS 'Accurate reviews by those with a verdict.';
COMMENT ON COLUMN agent_reviews.previous_accuracy_ratio IS 'That of its month before.';
COMMENT ON COLUMN agent_reviews.accuracy_floor IS 'From where the objective of accuracy is red; without one accuracy_floor().';
COMMENT ON COLUMN agent_reviews.reviews IS 'Reviews.';
COMMENT ON COLUMN agent_reviews.saving IS 'What people would have cost, less cost.';
COMMENT ON COLUMN agent_reviews.is_over_target IS 'Whether unit_cost is above the target; empty: one of the two is not known.';
COMMENT ON COLUMN agent_reviews.is_inaccurate IS 'Whether accuracy is below the floor; empty: too few reviews with a verdict.';
COMMENT ON COLUMN agent_reviews.is_zombie IS 'Whether there is cost and no outcome.';
COMMENT ON COLUMN agent_reviews.is_dearer IS 'Whether people would have been cheaper; empty: not known, or nothing was done.';
COMMENT ON COLUMN agent_reviews.months_over_target IS 'Months in a row above the target, to this one.';
COMMENT ON COLUMN agent_reviews.over_target_since IS 'The first of them.';
COMMENT ON COLUMN agent_reviews.months_inaccurate IS 'Months in a row below the floor.';
COMMENT ON COLUMN agent_reviews.inaccurate_since IS 'The first of them.';
COMMENT ON COLUMN agent_reviews.months_zombie IS 'Months in a row with cost and no outcome.';
COMMENT ON COLUMN agent_reviews.zombie_since IS 'The first of them.';
COMMENT ON COLUMN agent_reviews.months_dearer IS 'Months in a row in which people would have been cheaper.';
COMMENT ON COLUMN agent_reviews.dearer_since IS 'The first of them.';
