CREATE OR REPLACE VIEW customer_costs WITH (security_invoker = true) AS
SELECT c.month, c.customer, c.work_items, c.outcomes,
	   c.direct_cost::numeric(38,12) AS direct_cost,
	   c.review_cost::numeric(38,12) AS review_cost,
	   c.overhead_cost::numeric(38,12) AS overhead_cost,
	   (c.direct_cost + c.review_cost + c.overhead_cost)::numeric(38,12) AS fully_loaded_cost,
	   per_outcome(c.direct_cost + c.review_cost + c.overhead_cost, c.outcomes)::numeric(32,6) AS unit_cost
FROM read_customer_months() c;

COMMENT ON VIEW customer_costs IS
'What it costs to serve each customer, by month, with everything in it. The rows of a month sum to the cost of the company.';
COMMENT ON COLUMN customer_costs.month IS 'Month, as its first day.';
COMMENT ON COLUMN customer_costs.customer IS 'Customer of the work items; unattributed: they have none, or there is no work item.';
COMMENT ON COLUMN customer_costs.work_items IS 'Work items with an event in the month.';
COMMENT ON COLUMN customer_costs.outcomes IS 'Outcomes that count, less those that were reversed.';
COMMENT ON COLUMN customer_costs.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN customer_costs.review_cost IS 'Cost of reviews by people.';
COMMENT ON COLUMN customer_costs.overhead_cost IS 'Share of shared costs and write-offs.';
COMMENT ON COLUMN customer_costs.fully_loaded_cost IS 'The sum of the three.';
COMMENT ON COLUMN customer_costs.unit_cost IS 'fully_loaded_cost for each outcome; empty: no outcomes.';
