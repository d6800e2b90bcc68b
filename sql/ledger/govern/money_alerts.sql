CREATE OR REPLACE FUNCTION money_alerts(as_of date) RETURNS SETOF alert_found
LANGUAGE sql STABLE
BEGIN ATOMIC
	SELECT jsonb_build_array('budget', b.business_unit, b.budget_line, b.month)::text, 'budget', 3,
		   b.business_unit, b.budget_line, 'month', b.month, 'product lead and CFO',
		   format('Budget %s of %s for the month of %s: %s of %s spent.', b.budget_line, b.business_unit,
				  day_text(b.month), plain(round(b.actual, 2)), plain(round(b.budget, 2)))
	FROM budget_vs_actual b
	WHERE b.status = 'over' AND b.month IN (first_of_month(as_of), first_of_month(first_of_month(as_of) - 1))
	UNION ALL
	SELECT jsonb_build_array('budget_projected', p.business_unit, p.month)::text, 'budget_projected', 2,
		   p.business_unit, 'total', 'month', p.month, 'investigate',
		   format('Budget total of %s for the month of %s: %s, and the month is going to cost %s.', p.business_unit,
				  day_text(p.month), plain(round(b.budget, 2)),
				  plain(round(p.projected_cost + coalesce(o.overhead_cost, 0), 2)))
	FROM projections p
	JOIN budget_vs_actual b ON b.month = p.month AND b.business_unit = p.business_unit AND b.budget_line = 'total'
	LEFT JOIN (SELECT c.business_unit, c.month, sum(c.overhead_cost) AS overhead_cost
			   FROM chargeback c
			   WHERE c.month = first_of_month(as_of)
			   GROUP BY c.business_unit, c.month) o ON o.business_unit = p.business_unit AND o.month = p.month
	WHERE p.month = first_of_month(as_of) AND b.actual <= b.budget
	  AND p.projected_cost + coalesce(o.overhead_cost, 0) > b.budget
	UNION ALL
	SELECT jsonb_build_array(x.kind, e.experiment, x.about)::text, x.kind, x.severity, e.experiment, NULL,
		   x.period_type, x.period_start, x.action, x.message
	FROM experiment_board e
	CROSS JOIN LATERAL (VALUES
		('outgrown', e.outgrown_tier::text, 4::bigint, 'month', e.month, 'pause',
			format('Experiment %s was approved below %s a month and is going to cost %s, which is tier %s.', e.experiment,
				   plain(e.below_monthly), plain(round(e.projected_cost, 2)), e.outgrown_tier), e.is_outgrown),
		('overdue', day_text(e.decide_on), 3, NULL, NULL::date, 'decide',
			format('Experiment %s was to be decided on %s.', e.experiment, day_text(e.decide_on)),
			e.is_overdue AND e.decide_on <= as_of),
		('unapproved_spend', NULL, 4, NULL, NULL, 'pause',
			format('Experiment %s is %s and has cost %s.', e.experiment, e.status, plain(round(e.spent_cost, 2))),
			e.is_unapproved_spend)) x (kind, about, severity, period_type, period_start, action, message, is_found)
	WHERE x.is_found
	UNION ALL
	SELECT jsonb_build_array('unpriced', u.provider, u.model, u.meter_or_problem, day_of(u.first_seen))::text,
		   'unpriced', 2, u.provider || ' ' || u.model, NULL, NULL, NULL, 'add the price',
		   format(CASE u.events WHEN 1 THEN '%s event of %s %s since %s has no cost: %s.'
								ELSE '%s events of %s %s since %s have no cost: %s.' END,
				  u.events, u.provider, u.model, day_text(day_of(u.first_seen)), u.meter_or_problem)
	FROM unpriced_usage u
	WHERE day_of(u.first_seen) <= as_of;
END;

COMMENT ON FUNCTION money_alerts(date) IS 'money_alerts(as_of): budgets that are or will be spent, experiments that have outgrown their tier, are overdue or not approved, and usage without a price.';
