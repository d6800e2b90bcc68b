-- Amounts are given out by levels: the rounded month to business units, each
-- unit to its agents, each agent to its lines.  Flat over the lines a unit of
-- a thousand lines of 0.004 would be charged nothing.  All windows have one
-- order of rows, so they are sorted once; a node takes part with its first row.
CREATE OR REPLACE VIEW computed_chargeback_lines WITH (security_invoker = true) AS
SELECT l.month, l.service_month, l.business_unit, l.agent, l.unit_of_work, l.outcomes, l.cost,
	   runrate_internal.apportion(l.cost, l.agent_amount, minor_unit())
	   OVER (PARTITION BY l.month, l.business_unit COLLATE "C", l.agent COLLATE "C" ORDER BY l.service_month,
			l.unit_of_work COLLATE "C") AS amount,
	   l.direct_cost, l.review_cost, l.shared_cost, l.amortization_cost, l.events, l.reviews
FROM (SELECT l.*, max(l.first_agent_amount) OVER (PARTITION BY l.month, l.business_unit COLLATE "C",
	l.agent COLLATE "C") AS agent_amount
	  FROM (SELECT l.*,
				   runrate_internal.apportion(CASE WHEN l.agent_line = 1 THEN l.agent_cost END, l.unit_amount,
						minor_unit())
				   OVER (PARTITION BY l.month, l.business_unit COLLATE "C" ORDER BY l.agent COLLATE "C",
						l.service_month, l.unit_of_work COLLATE "C")
				   AS first_agent_amount
			FROM (SELECT l.*, max(l.first_unit_amount) OVER (PARTITION BY l.month,
				l.business_unit COLLATE "C") AS unit_amount
				  FROM (SELECT l.*,
							   runrate_internal.apportion(CASE WHEN l.unit_line = 1 THEN l.unit_cost END, NULL,
									minor_unit())
							   OVER (PARTITION BY l.month
									 ORDER BY l.business_unit COLLATE "C", l.agent COLLATE "C", l.service_month,
											l.unit_of_work COLLATE "C")
							   AS first_unit_amount
						FROM (SELECT m.month, m.service_month, m.business_unit, m.agent, m.unit_of_work, m.outcomes,
							m.cost,
									 m.direct_cost, m.review_cost, m.shared_cost, m.amortization_cost, m.events,
									 m.reviews,
									 sum(m.cost) OVER unit AS unit_cost,
									 row_number() OVER (unit ORDER BY m.agent COLLATE "C", m.service_month,
											m.unit_of_work COLLATE "C") AS unit_line,
									 sum(m.cost) OVER agent AS agent_cost,
									 row_number() OVER (agent ORDER BY m.service_month,
											m.unit_of_work COLLATE "C") AS agent_line
							  FROM computed_unit_months m
							  WINDOW unit AS (PARTITION BY m.month, m.business_unit COLLATE "C"),
									 agent AS (PARTITION BY m.month, m.business_unit COLLATE "C",
											m.agent COLLATE "C")) l) l) l) l) l;

COMMENT ON VIEW computed_chargeback_lines IS 'What chargeback_lines is in open months, computed for all of them, and lines that are zero, too.';
COMMENT ON COLUMN computed_chargeback_lines.month IS 'Month in which it is booked.';
COMMENT ON COLUMN computed_chargeback_lines.service_month IS 'Month in which it took place; before month: booked late.';
COMMENT ON COLUMN computed_chargeback_lines.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN computed_chargeback_lines.agent IS 'Agent.';
COMMENT ON COLUMN computed_chargeback_lines.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN computed_chargeback_lines.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN computed_chargeback_lines.cost IS 'Exact cost.';
COMMENT ON COLUMN computed_chargeback_lines.amount IS 'The same in whole minor units, up or down.';
COMMENT ON COLUMN computed_chargeback_lines.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN computed_chargeback_lines.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN computed_chargeback_lines.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN computed_chargeback_lines.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN computed_chargeback_lines.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN computed_chargeback_lines.reviews IS 'Reviews, less those that were reversed.';
