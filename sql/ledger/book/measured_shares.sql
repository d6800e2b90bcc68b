-- Pools and weights are brought together inside one group and not by a join:
-- so any condition on month reaches both.  Late pools, which are few, look up
-- the weights of their month of service.
CREATE OR REPLACE VIEW measured_shares WITH (security_invoker = true) AS
SELECT g.month, p.service_month, p.pool_kind, p.pool_id, p.layer, p.vendor, p.driver,
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
FROM (SELECT month, array_agg(pool) FILTER (WHERE is_pool) AS pools, array_agg(weight)
	FILTER (WHERE NOT is_pool) AS weights
	  FROM (SELECT p.month, p.driver, true AS is_pool, p AS pool, NULL::driver_weights AS weight
			FROM cost_pools p
			WHERE p.agent IS NULL AND p.driver IN ('events', 'tokens', 'direct_cost', 'gpu_seconds', 'vectors_stored',
				'outcomes')
			UNION ALL
			SELECT w.month, w.driver, false, NULL::cost_pools, w
			FROM driver_weights w) x
	  GROUP BY month, driver) g
CROSS JOIN LATERAL unnest(g.pools) p
LEFT JOIN LATERAL unnest(CASE WHEN p.service_month < g.month THEN weights_of(p.service_month, p.driver)
	ELSE g.weights END) w
	ON (p.business_unit IS NULL OR p.business_unit = w.business_unit) AND (p.deployment IS NULL
		OR p.deployment = w.deployment)
WINDOW pool AS (PARTITION BY g.month, p.service_month, p.pool_kind, p.pool_id);

COMMENT ON VIEW measured_shares IS
'Shares in pools whose driver is measured. A pool is shared by what took place in its month of service; one for a business unit or deployment by what lies inside, and it stays there. Shares have 12 decimals and sum to the pool (largest remainder; equal ones by agent, business unit and unit of work).';
COMMENT ON COLUMN measured_shares.month IS 'Month in which it is booked.';
COMMENT ON COLUMN measured_shares.service_month IS 'Month whose drivers share it.';
COMMENT ON COLUMN measured_shares.pool_kind IS 'shared_cost or amortization.';
COMMENT ON COLUMN measured_shares.pool_id IS 'Row of shared_costs or investments.';
COMMENT ON COLUMN measured_shares.layer IS 'Layer of cost.';
COMMENT ON COLUMN measured_shares.vendor IS 'Who billed it.';
COMMENT ON COLUMN measured_shares.driver IS 'What it is allocated by.';
COMMENT ON COLUMN measured_shares.agent IS 'Agent; unattributed has the whole pool if nobody takes part.';
COMMENT ON COLUMN measured_shares.agent_from IS 'First day of the row of agents that held; -infinity: there is none.';
COMMENT ON COLUMN measured_shares.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN measured_shares.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN measured_shares.driver_quantity IS 'Quantity of the driver; empty: nobody takes part, the pool is not allocated.';
COMMENT ON COLUMN measured_shares.driver_total IS 'Quantity of all that take part.';
COMMENT ON COLUMN measured_shares.pool_amount IS 'Amount of the pool.';
COMMENT ON COLUMN measured_shares.cost IS 'Share; negative: of a credit or reversal.';
