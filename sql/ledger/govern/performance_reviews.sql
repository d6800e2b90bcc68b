CREATE OR REPLACE VIEW performance_reviews WITH (security_invoker = true) AS
SELECT r.month, r.agent, r.outcomes,
	   r.cost::numeric(38,12) AS fully_loaded_cost,
	   r.unit_cost::numeric(32,6) AS unit_cost,
	   r.target_unit_cost::numeric(32,6) AS target_unit_cost,
	   percent_of(r.unit_cost - r.target_unit_cost, r.target_unit_cost)::numeric(32,6) AS deviation_pct,
	   r.status,
	   runrate.slo_severity(r.status) AS severity,
	   r.months_over_target,
	   percent_of(r.unit_cost - r.previous_unit_cost, r.previous_unit_cost)::numeric(32,6) AS change_pct,
	   r.judged,
	   r.accuracy_ratio::numeric(32,6) AS accuracy_ratio,
	   r.previous_accuracy_ratio::numeric(32,6) AS previous_accuracy_ratio,
	   r.accuracy_floor::numeric(32,6) AS accuracy_floor,
	   per_outcome(r.reviews, r.outcomes)::numeric(32,6) AS review_ratio,
	   r.saving::numeric(38,12) AS saving,
	   r.is_zombie,
	   v.verdict, v.verdict_order,
	   is_over(r.month) AS is_complete
FROM (SELECT a.*, CASE WHEN a.target_unit_cost IS NOT NULL
						   THEN runrate.slo_status(round(a.unit_cost, 6), a.target_unit_cost, a.tolerance, a.red,
												   a.critical, a.direction) END AS status
	  FROM agent_reviews a) r
CROSS JOIN LATERAL (
	SELECT CASE WHEN r.is_zombie THEN 'retire'
				WHEN r.status = 'critical' THEN 'pause'
				WHEN r.is_inaccurate THEN 'retrain'
				WHEN r.is_dearer THEN 'replace'
				WHEN r.months_over_target >= 2 AND r.is_over_target THEN 'investigate'
				WHEN r.is_over_target THEN 'watch'
				ELSE 'keep' END AS verdict,
		   CASE WHEN r.is_zombie THEN 1
				WHEN r.status = 'critical' THEN 2
				WHEN r.is_inaccurate THEN 3
				WHEN r.is_dearer THEN 4
				WHEN r.months_over_target >= 2 AND r.is_over_target THEN 5
				WHEN r.is_over_target THEN 6
				ELSE 7 END::bigint AS verdict_order) v
WHERE r.agent <> 'unattributed';

COMMENT ON VIEW performance_reviews IS
'The performance review of each agent, month by month: is it earning its target, is it accurate, is it worth more than it costs? SELECT * FROM performance_reviews ORDER BY month DESC, verdict_order. Over all its units of work, without what is booked for earlier months.';
COMMENT ON COLUMN performance_reviews.month IS 'Month, as its first day.';
COMMENT ON COLUMN performance_reviews.agent IS 'Agent.';
COMMENT ON COLUMN performance_reviews.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN performance_reviews.fully_loaded_cost IS 'All cost of the month.';
COMMENT ON COLUMN performance_reviews.unit_cost IS 'Cost of an outcome; empty: no outcomes.';
COMMENT ON COLUMN performance_reviews.target_unit_cost IS 'Target of cost_per_outcome in slos, on the first day of the month; empty: there is none.';
COMMENT ON COLUMN performance_reviews.deviation_pct IS 'How far unit_cost is above the target, in per cent of it; negative: below.';
COMMENT ON COLUMN performance_reviews.status IS 'green, yellow, red or critical by the tolerances in slos, no_data without outcomes; empty: no target.';
COMMENT ON COLUMN performance_reviews.severity IS 'The same as a number that sorts, 0 to 4.';
COMMENT ON COLUMN performance_reviews.months_over_target IS 'Months in a row above the target, to this one. Two are a trend that somebody has to look into. A month without outcomes neither counts nor ends it.';
COMMENT ON COLUMN performance_reviews.change_pct IS 'Change of unit_cost since its month before, in per cent.';
COMMENT ON COLUMN performance_reviews.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN performance_reviews.accuracy_ratio IS 'Accurate reviews by reviews with a verdict, 0 to 1.';
COMMENT ON COLUMN performance_reviews.previous_accuracy_ratio IS 'That of its month before.';
COMMENT ON COLUMN performance_reviews.accuracy_floor IS 'Below it the agent is to be trained again: where its objective of accuracy in slos is red; 0.90 without one.';
COMMENT ON COLUMN performance_reviews.review_ratio IS 'Reviews by outcomes.';
COMMENT ON COLUMN performance_reviews.saving IS 'What people would have cost, less fully_loaded_cost; negative: they would have been cheaper. Empty: not known.';
COMMENT ON COLUMN performance_reviews.is_zombie IS 'Whether it costs and achieves nothing.';
COMMENT ON COLUMN performance_reviews.verdict IS 'The first that holds. retire: a zombie, which costs and achieves nothing. pause: the unit cost is critical. retrain: accuracy is below the floor. replace: people would be cheaper. investigate: two months or more above target. watch: the first month above target. keep: nothing of it.';
COMMENT ON COLUMN performance_reviews.verdict_order IS 'Position of the verdict, 1 is the worst.';
COMMENT ON COLUMN performance_reviews.is_complete IS 'Whether the month is over.';
