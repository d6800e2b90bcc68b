CREATE OR REPLACE VIEW booked_costs WITH (security_invoker = true) AS
SELECT booked_month AS month, 'events'::text AS kind, coalesce(sum(cost), 0) AS cost FROM event_months
	GROUP BY booked_month
UNION ALL
SELECT booked_month, 'reviews'::text, coalesce(sum(fees), 0) + round(coalesce(sum(minute_cost), 0) / 60, 12)
	FROM review_months GROUP BY booked_month
UNION ALL
SELECT month, 'pools'::text, sum(amount) FROM cost_pools GROUP BY month;

COMMENT ON VIEW booked_costs IS 'What all costs of a month add up to, before anybody owns them.';
COMMENT ON COLUMN booked_costs.month IS 'Month in which they are booked.';
COMMENT ON COLUMN booked_costs.kind IS 'events, reviews or pools.';
COMMENT ON COLUMN booked_costs.cost IS 'Cost.';
