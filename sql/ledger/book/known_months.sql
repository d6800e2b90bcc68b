CREATE OR REPLACE VIEW known_months WITH (security_invoker = true) AS
SELECT month
FROM (SELECT booked_month AS month FROM event_months
	  UNION ALL SELECT booked_month FROM outcome_months
	  UNION ALL SELECT booked_month FROM review_months
	  UNION ALL SELECT month FROM cost_pools
	  UNION ALL SELECT month FROM revenue_months) m
GROUP BY month;

COMMENT ON VIEW known_months IS 'The months of which there is a cost, an outcome, a review or revenue.';
COMMENT ON COLUMN known_months.month IS 'Month.';
