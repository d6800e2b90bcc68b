-- Pools and weights are brought together inside one group and not by a join:
-- so any condition on month reaches both.  Late pools, which are few, look up
-- the weights of their month of service.  Beside the pools of a month comes one
-- that is none, with the weights by which shares that no driver is measured for
-- go on to work items: so they are worked out once for both.
CREATE OR REPLACE VIEW weighted_shares WITH (security_invoker = true) AS
SELECT g.month, p.service_month, p.pool_kind, p.pool_id, p.layer, p.vendor, g.driver,
	   coalesce(w.agent, 'unattributed') AS agent,
	   coalesce(w.agent_from, '-infinity') AS agent_from,
	   coalesce(w.business_unit, 'unattributed') AS business_unit,
	   coalesce(w.unit_of_work, 'unattributed') AS unit_of_work,
	   w.quantity AS driver_quantity,
	   sum(w.quantity) OVER pool AS driver_total,
	   p.amount AS pool_amount,
	   coalesce(runrate.allocate(p.amount, w.quantity, 12)
				OVER (pool ORDER BY w.agent COLLATE "C", w.business_unit COLLATE "C", w.unit_of_work COLLATE "C",
					w.agent_from), p.amount) AS cost
FROM (SELECT month, driver, array_agg(pool) FILTER (WHERE is_pool) AS pools, array_agg(weight)
	FILTER (WHERE NOT is_pool) AS weights
	  FROM (SELECT p.month, p.driver, true AS is_pool, p AS pool, NULL::driver_weights AS weight
			FROM cost_pools p
			WHERE p.agent IS NULL AND p.driver IN ('events', 'tokens', 'direct_cost', 'gpu_seconds', 'vectors_stored',
				'outcomes')
			UNION ALL
			SELECT w.month, w.driver, false, NULL::cost_pools, w
			FROM driver_weights w) x
	  GROUP BY month, driver) g
CROSS JOIN LATERAL unnest(CASE WHEN g.driver IN ('direct_cost', 'events') THEN array_append(g.pools, NULL)
	ELSE g.pools END) p
LEFT JOIN LATERAL unnest(CASE WHEN p.service_month < g.month THEN weights_of(p.service_month, p.driver)
	ELSE g.weights END) w
	ON (p.business_unit IS NULL OR p.business_unit = w.business_unit) AND (p.deployment IS NULL
		OR p.deployment = w.deployment)
WINDOW pool AS (PARTITION BY g.month, p.service_month, p.pool_kind, p.pool_id);

COMMENT ON VIEW weighted_shares IS 'measured_shares, and how much of the drivers direct_cost and events there is whether a pool goes by them or not.';
COMMENT ON COLUMN weighted_shares.month IS 'Month in which it is booked.';
COMMENT ON COLUMN weighted_shares.service_month IS 'Month whose drivers share it.';
COMMENT ON COLUMN weighted_shares.pool_kind IS 'shared_cost or amortization; empty: no pool, a row that only says how much of the driver there is.';
COMMENT ON COLUMN weighted_shares.pool_id IS 'Row of shared_costs or investments.';
COMMENT ON COLUMN weighted_shares.layer IS 'Layer of cost.';
COMMENT ON COLUMN weighted_shares.vendor IS 'Who billed it.';
COMMENT ON COLUMN weighted_shares.driver IS 'What it is allocated by.';
COMMENT ON COLUMN weighted_shares.agent IS 'Agent; unattributed has the whole pool if nobody takes part.';
COMMENT ON COLUMN weighted_shares.agent_from IS 'First day of the row of agents that held; -infinity: there is none.';
COMMENT ON COLUMN weighted_shares.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN weighted_shares.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN weighted_shares.driver_quantity IS 'Quantity of the driver; empty: nobody takes part, the pool is not allocated.';
COMMENT ON COLUMN weighted_shares.driver_total IS 'Quantity of all that take part.';
COMMENT ON COLUMN weighted_shares.pool_amount IS 'Amount of the pool.';
COMMENT ON COLUMN weighted_shares.cost IS 'Share; negative: of a credit or reversal.';
