CREATE OR REPLACE VIEW own_work WITH (security_invoker = true) AS
SELECT m.month, m.unit_of_work, m.cost, m.outcomes, m.all_outcomes,
	   period_unit_cost(m.cost, m.outcomes, m.events, m.reviews) AS unit_cost
FROM (SELECT month, unit_of_work, sum(cost) AS cost, sum(outcomes)::bigint AS outcomes,
			 sum(all_outcomes)::bigint AS all_outcomes, sum(events)::bigint AS events, sum(reviews)::bigint AS reviews
	  FROM unit_months
	  WHERE service_month >= month AND unit_of_work <> 'unattributed'
	  GROUP BY month, unit_of_work) m;

COMMENT ON VIEW own_work IS 'What the own agents did and cost in a month for each unit of work, without what is booked late for months before.';
COMMENT ON COLUMN own_work.month IS 'Month.';
COMMENT ON COLUMN own_work.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN own_work.cost IS 'Fully loaded cost.';
COMMENT ON COLUMN own_work.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN own_work.all_outcomes IS 'The same with those that do not count.';
COMMENT ON COLUMN own_work.unit_cost IS 'Cost of one that counts; empty: there is none.';
