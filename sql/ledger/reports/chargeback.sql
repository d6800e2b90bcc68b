CREATE OR REPLACE VIEW chargeback WITH (security_invoker = true) AS
SELECT m.month, coalesce(b.pl_line, m.business_unit) AS pl_line, m.business_unit, m.agent, m.unit_of_work,
	   m.outcomes AS volume,
	   per_outcome(m.direct_cost + m.review_cost + m.shared_cost + m.write_off_cost, m.outcomes)::numeric(32,6) AS unit_cost,
	   (m.direct_cost + m.review_cost + m.shared_cost + m.write_off_cost)::numeric(38,12) AS amount,
	   m.direct_cost::numeric(38,12) AS direct_cost,
	   m.review_cost::numeric(38,12) AS review_cost,
	   m.shared_cost::numeric(38,12) AS overhead_cost,
	   m.write_off_cost::numeric(38,12) AS write_off_cost
FROM agent_months m
LEFT JOIN business_units b ON b.business_unit = m.business_unit
ORDER BY m.month, pl_line, m.business_unit, m.agent;

COMMENT ON VIEW chargeback IS
'What each business unit is charged for each agent, by month. The rows of a month sum to the cost of the company; what belongs to no business unit is charged to unattributed.';
COMMENT ON COLUMN chargeback.month IS 'Month, as its first day.';
COMMENT ON COLUMN chargeback.pl_line IS 'Line of the profit and loss statement; the business unit where none is named.';
COMMENT ON COLUMN chargeback.business_unit IS 'Business unit that pays: that of the work item, else that of the agent when the cost arose.';
COMMENT ON COLUMN chargeback.agent IS 'Agent.';
COMMENT ON COLUMN chargeback.unit_of_work IS 'Unit of work of the outcomes; that of the agent at the end of the month if there are none, or several.';
COMMENT ON COLUMN chargeback.volume IS 'Outcomes that count.';
COMMENT ON COLUMN chargeback.unit_cost IS 'amount for each of them; empty: no outcomes.';
COMMENT ON COLUMN chargeback.amount IS 'What is charged: the sum of the four costs.';
COMMENT ON COLUMN chargeback.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN chargeback.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN chargeback.overhead_cost IS 'Share of shared costs.';
COMMENT ON COLUMN chargeback.write_off_cost IS 'Share of the write-offs of investments.';
