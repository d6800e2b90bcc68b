CREATE OR REPLACE VIEW maturity_assessment WITH (security_invoker = true) AS
SELECT c.month, c.stage, c.stage_name, c.criterion,
	   c.value::numeric(32,6) AS value, c.threshold::numeric(32,6) AS threshold,
	   c.value >= c.threshold AS is_met,
	   -- every criterion of a stage, and of those before
	   (coalesce(min(c.stage) FILTER (WHERE c.value < c.threshold) OVER (PARTITION BY c.month), 6) - 1)::bigint
			AS reached_stage,
	   c.meaning,
	   CASE WHEN c.value < c.threshold THEN c.next_step END AS next_step
FROM (SELECT m.month, x.*
	  FROM maturity_measures m
	  CROSS JOIN LATERAL (VALUES
		(1::bigint, 'invisible', 'cost is on record', 1::numeric, 1::numeric,
			'AI cost is somewhere in the ledger.', NULL::text),
		(2, 'tracked', 'events with a cost', coalesce(m.priced_ratio, 0), 0.95,
			'Share of events whose cost is known.', 'Add the prices that unpriced_usage lists, then call price_pending().'),
		(3, 'allocated', 'cost with an owner', coalesce(m.owned_ratio, 0), 0.98,
			'Share of cost with an agent and a business unit.', 'Give agents a business unit, see data_quality.'),
		(4, 'optimized', 'cost with a target', coalesce(m.target_ratio, 0), 0.80,
			'Share of cost of agents with a target for the cost of an outcome.', 'Set targets in slos; suggested_slos proposes them.'),
		(4, 'optimized', 'cost within its target', coalesce(m.in_band_ratio, 0), 0.50,
			'Share of that cost of agents that met their target.', 'Work on the agents that slo_report lists.'),
		(5, 'governed', 'missed objectives decided',
			CASE WHEN m.red = 0 THEN 1 ELSE m.decided::numeric / m.red END, 1,
			'Share of red and critical objectives of the month about which something was decided.', 'Decide about the alerts of alert_board.'),
		(5, 'governed', 'alerts raised',
			(EXISTS (SELECT FROM alerts a WHERE a.period_start >= m.month
					 AND a.period_start < next_month(m.month)))::integer, 1,
			'Whether alerts were raised about days, weeks or the month.', 'Call raise_alerts() every morning.'),
		(5, 'governed', 'last month closed',
			(CASE WHEN is_over(m.month) THEN m.month ELSE (m.month - interval '1 month')::date END
			 < (SELECT open_from()))::integer, 1,
			'Whether the month is closed, or the one before while it is under way.', 'Close it with close_month().'),
		(5, 'governed', 'new spend approved',
			(EXISTS (SELECT FROM experiment_states s WHERE s.requested_at < start_of(next_month(m.month)))
			 AND NOT EXISTS (SELECT FROM experiment_states s
							 JOIN experiment_months x ON x.experiment = s.experiment AND x.month = m.month
							 -- as it was at the end of the month, whatever came later
							 WHERE x.cost > 0
							   AND (s.approved_at IS NULL OR s.approved_at >= start_of(next_month(m.month))
									OR s.rejected_by IS NOT NULL AND s.decided_at < start_of(m.month))))::integer, 1,
			'Whether experiments were on record at the end of the month and none cost money without approval.', 'Ask for new spend with request_experiment().'))
		x (stage, stage_name, criterion, value, threshold, meaning, next_step)) c;

COMMENT ON VIEW maturity_assessment IS
'How far the company has come, by month and from the ledger alone: SELECT * FROM maturity_assessment WHERE month = ''2026-10-01'' ORDER BY stage, criterion. A stage is reached when all of its criteria and those of all stages before are met.';
COMMENT ON COLUMN maturity_assessment.month IS 'Month, as its first day.';
COMMENT ON COLUMN maturity_assessment.stage IS 'Stage of the criterion: 1 invisible, 2 tracked, 3 allocated, 4 optimized, 5 governed.';
COMMENT ON COLUMN maturity_assessment.stage_name IS 'Its name.';
COMMENT ON COLUMN maturity_assessment.criterion IS 'What is asked for.';
COMMENT ON COLUMN maturity_assessment.value IS 'What the ledger has: a share of 0 to 1; 0 or 1 for no or yes.';
COMMENT ON COLUMN maturity_assessment.threshold IS 'What it has to be at least.';
COMMENT ON COLUMN maturity_assessment.is_met IS 'Whether it is.';
COMMENT ON COLUMN maturity_assessment.reached_stage IS 'Highest stage that is reached in the month; the same in all of its rows.';
COMMENT ON COLUMN maturity_assessment.meaning IS 'What the value is.';
COMMENT ON COLUMN maturity_assessment.next_step IS 'What to do; empty: nothing.';
