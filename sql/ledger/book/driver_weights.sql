-- Only what is booked in the month in which it occurred: late facts and
-- reversals in a later month move no driver.
CREATE OR REPLACE VIEW computed_driver_weights WITH (security_invoker = true) AS
SELECT c.month, c.agent, c.agent_from, c.business_unit, c.unit_of_work, c.deployment, d.driver, d.quantity
FROM (SELECT b.booked_month AS month,
			 coalesce(b.agent, 'unattributed') AS agent,
			 coalesce(a.valid_from, '-infinity') AS agent_from,
			 coalesce(b.own_unit, a.business_unit, 'unattributed') AS business_unit,
			 coalesce(a.unit_of_work, 'unattributed') AS unit_of_work,
			 a.deployment,
			 sum(b.events) AS events, sum(b.tokens) AS tokens,
			 sum(b.cost) - coalesce(sum(b.credit_cost), 0) AS direct_cost,
			 sum(b.gpu_seconds) AS gpu_seconds, sum(b.vectors_stored) AS vectors_stored
	  FROM event_months b
	  LEFT JOIN agent_periods a ON a.agent = b.agent AND b.owned_from >= a.valid_from AND b.owned_from < a.valid_until
	  WHERE b.owned_from >= b.booked_month
	  GROUP BY 1, 2, 3, 4, 5, 6) c
CROSS JOIN LATERAL (VALUES ('events', c.events), ('tokens', c.tokens), ('direct_cost', c.direct_cost),
						   ('gpu_seconds', c.gpu_seconds), ('vectors_stored', c.vectors_stored)) d (driver, quantity)
WHERE d.quantity > 0
UNION ALL
SELECT o.month, o.agent, o.agent_from, o.business_unit, o.unit_of_work, o.deployment, 'outcomes'::text, sum(o.outcomes)
FROM outcome_lines o
WHERE o.service_month >= o.month
GROUP BY 1, 2, 3, 4, 5, 6
HAVING sum(o.outcomes) > 0;

COMMENT ON VIEW computed_driver_weights IS 'What driver_weights is in open months, computed for all.';
COMMENT ON COLUMN computed_driver_weights.month IS 'Month.';
COMMENT ON COLUMN computed_driver_weights.agent IS 'Agent.';
COMMENT ON COLUMN computed_driver_weights.agent_from IS 'First day of the row of agents that held; -infinity: there is none.';
COMMENT ON COLUMN computed_driver_weights.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN computed_driver_weights.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN computed_driver_weights.deployment IS 'Deployment of the agent; empty: it is not in agents.';
COMMENT ON COLUMN computed_driver_weights.driver IS 'events, tokens, direct_cost, gpu_seconds, vectors_stored or outcomes.';
COMMENT ON COLUMN computed_driver_weights.quantity IS 'Quantity, above zero.';

CREATE OR REPLACE VIEW driver_weights WITH (security_invoker = true) AS
SELECT month, agent, agent_from, business_unit, unit_of_work, deployment, driver, quantity
FROM closed_drivers
WHERE in_force
UNION ALL
SELECT month, agent, agent_from, business_unit, unit_of_work, deployment, driver, quantity
FROM computed_driver_weights
WHERE month >= (SELECT open_from()) AND month < (SELECT open_until());

COMMENT ON VIEW driver_weights IS
'How much of each measured driver an agent has in a month, by business unit that pays and unit of work. Contributions of facts are never negative: a credit adds nothing to direct_cost, and a reversal in the same month takes back what its original added. What no agent is named for takes part as unattributed. Of closed months as they were when these were closed.';
COMMENT ON COLUMN driver_weights.month IS 'Month.';
COMMENT ON COLUMN driver_weights.agent IS 'Agent.';
COMMENT ON COLUMN driver_weights.agent_from IS 'First day of the row of agents that held; -infinity: there is none.';
COMMENT ON COLUMN driver_weights.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN driver_weights.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN driver_weights.deployment IS 'Deployment of the agent; empty: it is not in agents.';
COMMENT ON COLUMN driver_weights.driver IS 'events, tokens, direct_cost, gpu_seconds, vectors_stored or outcomes.';
COMMENT ON COLUMN driver_weights.quantity IS 'Quantity, above zero.';
