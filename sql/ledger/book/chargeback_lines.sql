CREATE OR REPLACE VIEW chargeback_lines WITH (security_invoker = true) AS
SELECT l.month, l.service_month, l.pl_line, l.business_unit, l.agent, l.unit_of_work, l.outcomes, l.cost, l.amount,
	   l.direct_cost, l.review_cost, l.shared_cost, l.amortization_cost, l.events, l.reviews
FROM (SELECT month, service_month, pl_line, business_unit, agent, unit_of_work, outcomes, cost, amount, direct_cost,
			 review_cost, shared_cost, amortization_cost, events, reviews
	  FROM closed_statements
	  WHERE in_force
	  UNION ALL
	  SELECT c.month, c.service_month, coalesce(u.pl_line, c.business_unit), c.business_unit, c.agent, c.unit_of_work,
			 c.outcomes, c.cost, c.amount, c.direct_cost, c.review_cost, c.shared_cost, c.amortization_cost, c.events,
			 c.reviews
	  FROM computed_chargeback_lines c
	  LEFT JOIN business_units u ON u.business_unit = c.business_unit
	  WHERE c.month >= (SELECT open_from()) AND c.month < (SELECT open_until())) l
WHERE l.outcomes <> 0 OR l.direct_cost <> 0 OR l.review_cost <> 0 OR l.shared_cost <> 0 OR l.amortization_cost <> 0;

COMMENT ON VIEW chargeback_lines IS
'The lines of chargeback, with the amount in whole minor units of the currency. Of closed months as they were when these were closed.';
COMMENT ON COLUMN chargeback_lines.month IS 'Month in which it is booked.';
COMMENT ON COLUMN chargeback_lines.service_month IS 'Month in which it took place; before month: booked late.';
COMMENT ON COLUMN chargeback_lines.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN chargeback_lines.pl_line IS 'Its line of the profit and loss statement; the business unit where none is named.';
COMMENT ON COLUMN chargeback_lines.agent IS 'Agent.';
COMMENT ON COLUMN chargeback_lines.unit_of_work IS 'Unit of work of the agent.';
COMMENT ON COLUMN chargeback_lines.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN chargeback_lines.cost IS 'Exact cost.';
COMMENT ON COLUMN chargeback_lines.amount IS 'The same in whole minor units, up or down.';
COMMENT ON COLUMN chargeback_lines.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN chargeback_lines.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN chargeback_lines.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN chargeback_lines.amortization_cost IS 'Share of the amortization of investments.';
COMMENT ON COLUMN chargeback_lines.events IS 'Events, less those that were reversed.';
COMMENT ON COLUMN chargeback_lines.reviews IS 'Reviews, less those that were reversed.';
