-- People and costs are put one under the other and added up, not joined: so
-- any condition on month reaches both.
CREATE OR REPLACE VIEW headcount_offsets WITH (security_invoker = true) AS
SELECT o.month, o.agent,
	   o.planned_ftes::numeric(32,6) AS planned_ftes,
	   o.planned_saving::numeric(38,12) AS planned_saving,
	   o.realised_ftes::numeric(32,6) AS realised_ftes,
	   o.realised_saving::numeric(38,12) AS realised_saving,
	   (o.realised_saving - o.planned_saving)::numeric(38,12) AS gap,
	   o.reason,
	   o.ai_cost::numeric(38,12) AS ai_cost,
	   (o.planned_saving - o.ai_cost)::numeric(38,12) AS planned_net_saving,
	   (o.realised_saving - o.ai_cost)::numeric(38,12) AS net_saving,
	   CASE sign(o.realised_saving - o.ai_cost) WHEN 1 THEN 'saving' WHEN 0 THEN 'break_even' WHEN -1 THEN 'loss'
			ELSE 'not_realised' END AS status,
	   is_over(o.month) AS is_complete
FROM (SELECT month, agent,
			 max(ftes) FILTER (WHERE kind = 'planned') AS planned_ftes,
			 max(yearly_cost) FILTER (WHERE kind = 'planned') / 12 AS planned_saving,
			 max(ftes) FILTER (WHERE kind = 'realised') AS realised_ftes,
			 max(yearly_cost) FILTER (WHERE kind = 'realised') / 12 AS realised_saving,
			 coalesce(max(reason) FILTER (WHERE kind = 'realised'),
					  max(reason) FILTER (WHERE kind = 'planned')) AS reason,
			 coalesce(sum(cost), 0) AS ai_cost
	  FROM (SELECT month, agent, kind, ftes, yearly_cost, reason, NULL::numeric AS cost
			FROM headcount_months
			UNION ALL
			SELECT month, agent, NULL::text, NULL::numeric(20,6), NULL::numeric(20,6), NULL::text, cost
			FROM unit_months) e
	  GROUP BY month, agent
	  HAVING count(ftes) > 0) o;

COMMENT ON VIEW headcount_offsets IS
'What an agent costs against the people whose work it takes over, by month: what was to be saved, what is saved, the gap between the two and why, and what is left once the agent is paid. SELECT * FROM headcount_offsets ORDER BY month, net_saving.';
COMMENT ON COLUMN headcount_offsets.month IS 'Month, as its first day; the present one is the last.';
COMMENT ON COLUMN headcount_offsets.agent IS 'Agent.';
COMMENT ON COLUMN headcount_offsets.planned_ftes IS 'Full-time employees that were to leave the payroll, by headcounts.';
COMMENT ON COLUMN headcount_offsets.planned_saving IS 'A twelfth of what they cost in a year.';
COMMENT ON COLUMN headcount_offsets.realised_ftes IS 'Full-time employees that have left the payroll; empty: nothing is recorded.';
COMMENT ON COLUMN headcount_offsets.realised_saving IS 'A twelfth of what they cost in a year; empty: not known, which is not zero.';
COMMENT ON COLUMN headcount_offsets.gap IS 'realised_saving less planned_saving; negative: less than was planned.';
COMMENT ON COLUMN headcount_offsets.reason IS 'Why: that of the realised row of headcounts, else of the planned one.';
COMMENT ON COLUMN headcount_offsets.ai_cost IS 'All cost of the agent that is booked in the month, fully loaded.';
COMMENT ON COLUMN headcount_offsets.planned_net_saving IS 'planned_saving less ai_cost; negative: a loss even if all goes as planned.';
COMMENT ON COLUMN headcount_offsets.net_saving IS 'realised_saving less ai_cost; negative: a loss.';
COMMENT ON COLUMN headcount_offsets.status IS 'saving, break_even or loss, by net_saving; not_realised: no realised row.';
COMMENT ON COLUMN headcount_offsets.is_complete IS 'Whether the month is over.';
