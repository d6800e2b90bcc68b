CREATE OR REPLACE VIEW governance_checklist WITH (security_invoker = true) AS
SELECT x.point, x.name, x.is_shipped, x.evidence, CASE WHEN NOT x.is_shipped THEN x.next_step END AS next_step
FROM (SELECT m.*, (SELECT l.day FROM last_day l) AS last_data,
			 (SELECT max(a.raised_at) FROM alerts a) AS last_alert,
			 (SELECT string_agg(r.approver_role, ', ' ORDER BY r.approver_role COLLATE "C")
			  FROM (SELECT t.approver_role FROM approval_tiers t
					UNION SELECT t.second_approver_role FROM approval_tiers t) r
			  WHERE r.approver_role IS NOT NULL
				AND NOT EXISTS (SELECT FROM approvers a WHERE a.approver_role = r.approver_role)) AS vacant_roles,
			 (SELECT count(*) FROM experiment_states s) AS experiments
	  FROM (SELECT 1 AS one) o
	  -- a month is one row; without LIMIT the planner expects millions, and compiles (jit) for half a minute
	  LEFT JOIN (SELECT * FROM maturity_measures
				 WHERE month = (SELECT max(k.month) FROM known_months k WHERE is_over(k.month))
				 LIMIT 1) m ON true) f
CROSS JOIN LATERAL (VALUES
	(1::bigint, 'cost aggregation and visibility',
		coalesce(f.priced_ratio >= 0.95 AND f.last_data >= day_of(now()) - 7, false),
		format('%s; last data of %s',
			   coalesce(trunc(100 * f.priced_ratio, 1) || ' % of events have a cost', 'no events'),
			   coalesce(day_text(f.last_data), 'never')),
		'Load events every day, and add the prices that unpriced_usage lists.'),
	(2, 'work-item attribution', coalesce(f.item_ratio >= 0.95, false),
		coalesce(trunc(100 * f.item_ratio, 1) || ' % of events name a work item', 'no events'),
		'Send the work item with every event.'),
	(3, 'cost SLOs and anomaly detection',
		coalesce(f.target_ratio >= 0.80 AND f.last_alert >= now() - interval '31 days', false),
		format('%s; last alert of %s', coalesce(trunc(100 * f.target_ratio, 1) || ' % of cost has a target', 'no cost'),
			   coalesce(day_text(day_of(f.last_alert)), 'never')),
		'Set targets in slos, and call raise_alerts() every morning.'),
	(4, 'board-grade reporting', coalesce(f.board_figures >= 5, false),
		format('%s of 5 figures are known', coalesce(f.board_figures, 0)),
		'Add revenue, objectives and the months of a year ago.'),
	(5, 'approval workflow for new spend', f.vacant_roles IS NULL AND f.experiments > 0,
		format('%s experiments on record; %s', f.experiments,
			   coalesce('nobody is ' || f.vacant_roles, 'each role is held by somebody')),
		'Name approvers in approval_roles, and ask for new spend with request_experiment().'))
	x (point, name, is_shipped, evidence, next_step);

COMMENT ON VIEW governance_checklist IS 'The five things that a company needs to govern what AI costs, and which of them it has, by the last month that is over.';
COMMENT ON COLUMN governance_checklist.point IS 'Position, 1 to 5.';
COMMENT ON COLUMN governance_checklist.name IS 'What is needed.';
COMMENT ON COLUMN governance_checklist.is_shipped IS 'Whether it is there.';
COMMENT ON COLUMN governance_checklist.evidence IS 'What the ledger says about it.';
COMMENT ON COLUMN governance_checklist.next_step IS 'What to do; empty: nothing.';
