CREATE OR REPLACE VIEW parallel_run_costs WITH (security_invoker = true) AS
SELECT p.agent, p.new_agent, p.starts_on, p.planned_end, p.ended_on,
	   p.planned_cost::numeric(38,12) AS planned_cost,
	   coalesce(c.cost, 0)::numeric(38,12) AS overlap_cost,
	   (coalesce(c.cost, 0) - p.planned_cost)::numeric(38,12) AS over_plan,
	   CASE WHEN p.ended_on < day_of(now()) THEN 'ended'
			WHEN p.starts_on > day_of(now()) THEN 'planned'
			WHEN p.planned_end < day_of(now()) THEN 'overdue'
			ELSE 'running' END AS status,
	   p.note, p.recorded_at, p.recorded_by
FROM parallel_runs p
LEFT JOIN LATERAL (
	SELECT sum(d.direct_cost + d.review_cost + d.overhead_cost) AS cost
	FROM loaded_days d
	WHERE d.agent = p.agent AND d.month BETWEEN first_of_month(p.starts_on) AND coalesce(p.ended_on, day_of(now()))
	  AND d.day BETWEEN p.starts_on AND coalesce(p.ended_on, day_of(now()))) c ON true
WHERE NOT EXISTS (SELECT FROM parallel_runs later
				  WHERE later.agent = p.agent AND later.new_agent = p.new_agent
					AND (later.recorded_at, later.id) > (p.recorded_at, p.id))
ORDER BY p.starts_on, p.agent, p.new_agent;

COMMENT ON VIEW parallel_run_costs IS
'What it costs that an agent goes on beside the one that replaces it, against what was planned: its fully loaded cost of the days on which both run.';
COMMENT ON COLUMN parallel_run_costs.agent IS 'The agent that is to be retired.';
COMMENT ON COLUMN parallel_run_costs.new_agent IS 'The agent that replaces it.';
COMMENT ON COLUMN parallel_run_costs.starts_on IS 'First day on which both run.';
COMMENT ON COLUMN parallel_run_costs.planned_end IS 'Last day on which both are to run.';
COMMENT ON COLUMN parallel_run_costs.ended_on IS 'Last day on which both ran; empty: they still do.';
COMMENT ON COLUMN parallel_run_costs.planned_cost IS 'What the agent that is to be retired may cost in these days.';
COMMENT ON COLUMN parallel_run_costs.overlap_cost IS 'What it cost in them, to today, fully loaded.';
COMMENT ON COLUMN parallel_run_costs.over_plan IS 'overlap_cost less planned_cost; above zero: more than was planned.';
COMMENT ON COLUMN parallel_run_costs.status IS 'planned, running, overdue (it should have ended) or ended.';
COMMENT ON COLUMN parallel_run_costs.note IS 'Remark.';
COMMENT ON COLUMN parallel_run_costs.recorded_at IS 'When the row was written.';
COMMENT ON COLUMN parallel_run_costs.recorded_by IS 'Role that wrote it.';
