CREATE OR REPLACE VIEW experiment_board WITH (security_invoker = true) AS
WITH figures AS (
	SELECT s.*, e.hypothesis, e.success_metric, e.estimated_monthly, e.target_unit_cost, e.decide_on, e.campaign,
		   (SELECT string_agg(a.agent, ', ' ORDER BY a.agent COLLATE "C")
			FROM experiment_agents a WHERE a.experiment = e.experiment) AS agents,
		   (SELECT first_of_month(l.day) FROM last_day l) AS month,
		   coalesce(t.cost, 0) AS spent, coalesce(m.cost, 0) AS actual,
		   greatest(CASE WHEN s.result IS NULL OR s.decided_at >= start_of(p.month) THEN p.cost ELSE 0 END
					+ coalesce(m.overhead_cost, 0), coalesce(m.cost, 0)) AS projected,
		   r.cost AS cost_after_rejection,
		   t.outcomes, per_outcome(t.unit_cost_total, t.outcomes) AS unit_cost,
		   s.status IN ('requested', 'approved') AS is_open
	FROM experiment_states s
	JOIN experiments e ON e.experiment = s.experiment
	LEFT JOIN (SELECT experiment, sum(cost) AS cost, sum(outcomes)::bigint AS outcomes,
					  sum(unit_cost_total) AS unit_cost_total
			   FROM experiment_months GROUP BY experiment) t ON t.experiment = s.experiment
	LEFT JOIN experiment_months m ON m.experiment = s.experiment
		AND m.month = (SELECT first_of_month(l.day) FROM last_day l)
	LEFT JOIN experiment_projections p ON p.experiment = s.experiment
	LEFT JOIN (SELECT d.experiment, sum(d.cost) AS cost
			   FROM experiment_states x
			   JOIN experiment_days d ON d.experiment = x.experiment AND d.day > day_of(x.decided_at)
			   WHERE x.status = 'rejected'
			   GROUP BY d.experiment) r ON r.experiment = s.experiment
)
SELECT f.experiment, f.status, f.tier, f.requested_by, f.requested_at, f.hypothesis, f.success_metric,
	   coalesce('campaign ' || f.campaign, f.agents, 'nothing yet') AS covers,
	   f.estimated_monthly::numeric(38,12) AS estimated_monthly,
	   f.target_unit_cost::numeric(38,12) AS target_unit_cost, f.decide_on,
	   concat_ws(' and ', f.approver_role, f.second_approver_role) AS approval_by,
	   nullif(concat_ws(', ', f.first_approver, f.second_approver), '') AS approved_by,
	   f.approved_at,
	   f.missing_role AS missing_approval,
	   f.decided_by, f.decided_at,
	   f.month,
	   f.actual::numeric(38,12) AS actual_cost,
	   f.projected::numeric(38,12) AS projected_cost,
	   f.below_monthly::numeric(38,12) AS below_monthly,
	   f.spent::numeric(38,12) AS spent_cost,
	   coalesce(f.outcomes, 0)::bigint AS outcomes,
	   f.unit_cost::numeric(32,6) AS unit_cost,
	   CASE WHEN f.target_unit_cost IS NOT NULL AND coalesce(f.spent, 0) <> 0
			THEN runrate.slo_status(f.unit_cost, f.target_unit_cost) END AS unit_cost_status,
	   f.is_open AND coalesce(f.projected >= f.below_monthly, false) AS is_outgrown,
	   CASE WHEN f.is_open AND f.projected >= f.below_monthly
			THEN (SELECT t.tier FROM approval_tiers t WHERE t.from_monthly <= f.projected
				  ORDER BY t.from_monthly DESC, t.tier DESC LIMIT 1) END AS outgrown_tier,
	   f.is_open AND f.decide_on <= day_of(now()) AS is_overdue,
	   CASE WHEN f.approved_at IS NULL THEN f.spent > 0
			ELSE f.status = 'rejected' AND coalesce(f.cost_after_rejection > 0, false) END AS is_unapproved_spend
FROM figures f;

COMMENT ON VIEW experiment_board IS
'Every experiment with what it was to cost and what it does: SELECT * FROM experiment_board WHERE is_outgrown OR is_overdue OR is_unapproved_spend. Costs are fully loaded, of the agents or the campaign that the experiment covers, from the month of its request on.';
COMMENT ON COLUMN experiment_board.experiment IS 'Experiment.';
COMMENT ON COLUMN experiment_board.status IS 'requested: approvals are missing; approved: under way; rejected, succeeded, failed.';
COMMENT ON COLUMN experiment_board.tier IS 'Tier by the estimate, when it was requested.';
COMMENT ON COLUMN experiment_board.requested_by IS 'Login that requested it.';
COMMENT ON COLUMN experiment_board.requested_at IS 'When.';
COMMENT ON COLUMN experiment_board.hypothesis IS 'What is tested.';
COMMENT ON COLUMN experiment_board.success_metric IS 'What counts as success.';
COMMENT ON COLUMN experiment_board.covers IS 'Whose cost it is: agents, or a campaign.';
COMMENT ON COLUMN experiment_board.estimated_monthly IS 'What it was to cost in a month.';
COMMENT ON COLUMN experiment_board.target_unit_cost IS 'What an outcome is to cost; empty: success is measured otherwise.';
COMMENT ON COLUMN experiment_board.decide_on IS 'Day on which it is to be decided.';
COMMENT ON COLUMN experiment_board.approval_by IS 'Roles that have to approve; empty text: none.';
COMMENT ON COLUMN experiment_board.approved_by IS 'Logins that approved it; empty: nobody.';
COMMENT ON COLUMN experiment_board.approved_at IS 'When the last approval came, or the request where none is asked for; empty: approvals are missing.';
COMMENT ON COLUMN experiment_board.missing_approval IS 'Roles whose approval is missing; empty: none.';
COMMENT ON COLUMN experiment_board.decided_by IS 'Login that rejected it or decided about it.';
COMMENT ON COLUMN experiment_board.decided_at IS 'When.';
COMMENT ON COLUMN experiment_board.month IS 'Month of actual_cost and projected_cost: that of the last day with data.';
COMMENT ON COLUMN experiment_board.actual_cost IS 'What it cost in that month so far; after the month in which it succeeded or failed only what is booked late.';
COMMENT ON COLUMN experiment_board.projected_cost IS 'What it will have cost when the month is over: events and reviews by the pattern of their days, with the overhead of the month.';
COMMENT ON COLUMN experiment_board.below_monthly IS 'End of its tier: a month that costs as much needs a larger approval; empty: there is none.';
COMMENT ON COLUMN experiment_board.spent_cost IS 'What it cost from the month of its request on, to that in which it succeeded or failed.';
COMMENT ON COLUMN experiment_board.outcomes IS 'Outcomes of these months that count.';
COMMENT ON COLUMN experiment_board.unit_cost IS 'Cost of each of them; empty: none.';
COMMENT ON COLUMN experiment_board.unit_cost_status IS 'unit_cost against target_unit_cost: green, yellow, red, critical, or no_data without outcomes; empty: no target, or nothing spent.';
COMMENT ON COLUMN experiment_board.is_outgrown IS 'Whether projected_cost has reached below_monthly and it is neither decided nor rejected.';
COMMENT ON COLUMN experiment_board.outgrown_tier IS 'Tier that it is in by what it costs; empty: not outgrown.';
COMMENT ON COLUMN experiment_board.is_overdue IS 'Whether decide_on has come and it is neither decided nor rejected.';
COMMENT ON COLUMN experiment_board.is_unapproved_spend IS 'Whether it has cost money without all approvals, or goes on after the day on which it was rejected.';
