-- What nobody takes part in has no cell, and no item bears it.
CREATE OR REPLACE VIEW cell_rates WITH (security_invoker = true) AS
SELECT r.month, r.service_month, r.agent, r.agent_from, r.business_unit, r.unit_of_work,
	   sum(r.cost) FILTER (WHERE r.driver = 'direct_cost') AS direct_cost_share,
	   sum(r.amortization) FILTER (WHERE r.driver = 'direct_cost') AS direct_cost_amortization,
	   max(r.quantity) FILTER (WHERE r.driver = 'direct_cost') AS direct_cost_total,
	   sum(r.cost) FILTER (WHERE r.driver = 'events') AS events_share,
	   sum(r.amortization) FILTER (WHERE r.driver = 'events') AS events_amortization,
	   max(r.quantity) FILTER (WHERE r.driver = 'events') AS events_total,
	   sum(r.cost) FILTER (WHERE r.driver = 'tokens') AS tokens_share,
	   sum(r.amortization) FILTER (WHERE r.driver = 'tokens') AS tokens_amortization,
	   max(r.quantity) FILTER (WHERE r.driver = 'tokens') AS tokens_total,
	   sum(r.cost) FILTER (WHERE r.driver = 'gpu_seconds') AS gpu_seconds_share,
	   sum(r.amortization) FILTER (WHERE r.driver = 'gpu_seconds') AS gpu_seconds_amortization,
	   max(r.quantity) FILTER (WHERE r.driver = 'gpu_seconds') AS gpu_seconds_total,
	   sum(r.cost) FILTER (WHERE r.driver = 'vectors_stored') AS vectors_stored_share,
	   sum(r.amortization) FILTER (WHERE r.driver = 'vectors_stored') AS vectors_stored_amortization,
	   max(r.quantity) FILTER (WHERE r.driver = 'vectors_stored') AS vectors_stored_total,
	   sum(r.cost) FILTER (WHERE r.driver = 'outcomes') AS outcomes_share,
	   sum(r.amortization) FILTER (WHERE r.driver = 'outcomes') AS outcomes_amortization,
	   max(r.quantity) FILTER (WHERE r.driver = 'outcomes') AS outcomes_total,
	   sum(r.cost) FILTER (WHERE r.driver = 'other') AS other_share,
	   sum(r.amortization) FILTER (WHERE r.driver = 'other') AS other_amortization
FROM (SELECT month, coalesce(service_month, month) AS service_month, agent, agent_from, business_unit, unit_of_work,
			 driver, cost, CASE WHEN pool_kind <> 'shared_cost' THEN cost END AS amortization,
			 driver_quantity AS quantity
	  FROM weighted_shares
	  WHERE driver_quantity IS NOT NULL
	  UNION ALL
	  SELECT month, service_month, agent, agent_from, business_unit, unit_of_work, 'other'::text,
			 cost, CASE WHEN pool_kind <> 'shared_cost' THEN cost END, NULL::numeric
	  FROM agent_shares
	  WHERE driver_quantity IS NOT NULL
	  UNION ALL
	  -- late pools go on by the weights of their month of service
	  SELECT p.month, p.service_month, w.agent, w.agent_from, w.business_unit, w.unit_of_work, w.driver,
			 NULL::numeric, NULL::numeric, w.quantity
	  FROM late_pools p
	  CROSS JOIN (VALUES ('direct_cost'), ('events')) d (driver)
	  CROSS JOIN LATERAL unnest(weights_of(p.service_month, d.driver)) w) r
GROUP BY r.month, r.service_month, r.agent, r.agent_from, r.business_unit, r.unit_of_work;

COMMENT ON VIEW cell_rates IS 'What each cell (agent, period of the agent, business unit, unit of work) bears of pools, by driver, and how much of each driver it has: what work items and days are charged by.';
COMMENT ON COLUMN cell_rates.month IS 'Month in which the pools are booked.';
COMMENT ON COLUMN cell_rates.service_month IS 'Month that the pools are for, of which the drivers are; before month: late pools.';
COMMENT ON COLUMN cell_rates.agent IS 'Agent.';
COMMENT ON COLUMN cell_rates.agent_from IS 'First day of the row of agents that holds; -infinity: none.';
COMMENT ON COLUMN cell_rates.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN cell_rates.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN cell_rates.direct_cost_share IS 'Share in pools by direct_cost.';
COMMENT ON COLUMN cell_rates.direct_cost_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN cell_rates.direct_cost_total IS 'How much of direct_cost the cell has; empty: none.';
COMMENT ON COLUMN cell_rates.events_share IS 'Share in pools by events.';
COMMENT ON COLUMN cell_rates.events_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN cell_rates.events_total IS 'How much of events the cell has; empty: none.';
COMMENT ON COLUMN cell_rates.tokens_share IS 'Share in pools by tokens.';
COMMENT ON COLUMN cell_rates.tokens_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN cell_rates.tokens_total IS 'How much of tokens the cell has; empty: none, or no share in pools by it.';
COMMENT ON COLUMN cell_rates.gpu_seconds_share IS 'Share in pools by gpu_seconds.';
COMMENT ON COLUMN cell_rates.gpu_seconds_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN cell_rates.gpu_seconds_total IS 'How much of gpu_seconds the cell has; empty: none, or no share in pools by it.';
COMMENT ON COLUMN cell_rates.vectors_stored_share IS 'Share in pools by vectors_stored.';
COMMENT ON COLUMN cell_rates.vectors_stored_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN cell_rates.vectors_stored_total IS 'How much of vectors_stored the cell has; empty: none, or no share in pools by it.';
COMMENT ON COLUMN cell_rates.outcomes_share IS 'Share in pools by outcomes.';
COMMENT ON COLUMN cell_rates.outcomes_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN cell_rates.outcomes_total IS 'How much of outcomes the cell has; empty: none, or no share in pools by it.';
COMMENT ON COLUMN cell_rates.other_share IS 'Share in pools that are shared by agent: evenly, by fixed shares, for one agent only.';
COMMENT ON COLUMN cell_rates.other_amortization IS 'What of it is amortization.';
