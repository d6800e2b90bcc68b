CREATE OR REPLACE VIEW pool_agents WITH (security_invoker = true) AS
SELECT p.month, p.service_month, p.pool_kind, p.pool_id, p.layer, p.vendor, p.driver, p.amount,
	   CASE WHEN a.agent IS NOT NULL OR p.agent IS NOT NULL OR (p.business_unit IS NULL AND p.deployment IS NULL)
			THEN coalesce(p.agent, f.agent, a.agent) END AS agent,
	   coalesce(f.weight, 1) AS weight,
	   a.valid_from AS agent_from,
	   coalesce(a.business_unit, 'unattributed') AS business_unit, coalesce(a.unit_of_work,
			'unattributed') AS unit_of_work,
	   days_held(a.valid_from, a.valid_until, p.service_month) AS days,
	   days_held(greatest(a.valid_from, a.hired), least(a.valid_until, a.retired + 1), p.service_month) AS service_days
FROM cost_pools p
LEFT JOIN fixed_share_periods f
	ON f.share_key = p.driver AND p.agent IS NULL
	AND p.service_month >= f.valid_from AND p.service_month < f.valid_until AND f.weight > 0
LEFT JOIN agent_periods a
	ON (a.agent = coalesce(p.agent, f.agent)
		OR (p.agent IS NULL AND p.driver = 'even'
			AND days_held(greatest(a.valid_from, a.hired), least(a.valid_until, a.retired + 1), p.service_month) > 0))
	AND a.takes_part AND a.valid_from < next_month(p.service_month) AND a.valid_until > p.service_month
	AND (p.business_unit IS NULL OR p.business_unit = a.business_unit)
	AND (p.deployment IS NULL OR p.deployment = a.deployment)
WHERE p.agent IS NOT NULL OR p.driver NOT IN ('events', 'tokens', 'direct_cost', 'gpu_seconds', 'vectors_stored',
	'outcomes');

COMMENT ON VIEW pool_agents IS
'Who takes part in pools that are shared by agent: the one that is named, all in service (even), or those of fixed_shares. A row for each row of agents that holds in the month and lies inside the business unit and deployment of the pool.';
COMMENT ON COLUMN pool_agents.month IS 'Month in which it is booked.';
COMMENT ON COLUMN pool_agents.service_month IS 'Month that it is for.';
COMMENT ON COLUMN pool_agents.pool_kind IS 'shared_cost or amortization.';
COMMENT ON COLUMN pool_agents.pool_id IS 'Row of shared_costs or investments.';
COMMENT ON COLUMN pool_agents.layer IS 'Layer of cost.';
COMMENT ON COLUMN pool_agents.vendor IS 'Who billed it.';
COMMENT ON COLUMN pool_agents.driver IS 'What it is allocated by.';
COMMENT ON COLUMN pool_agents.amount IS 'Amount of the pool.';
COMMENT ON COLUMN pool_agents.agent IS 'Agent; empty: nobody, or one that does not lie inside.';
COMMENT ON COLUMN pool_agents.weight IS 'Weight of the agent, the same in all its rows.';
COMMENT ON COLUMN pool_agents.agent_from IS 'First day of the row of agents; empty: none holds.';
COMMENT ON COLUMN pool_agents.business_unit IS 'Business unit of the agent.';
COMMENT ON COLUMN pool_agents.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN pool_agents.days IS 'Days of the month for which the row holds.';
COMMENT ON COLUMN pool_agents.service_days IS 'Those of them on which the agent was in service.';
