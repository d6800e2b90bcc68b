CREATE OR REPLACE VIEW late_pools WITH (security_invoker = true) AS
SELECT month, service_month
FROM cost_pools
WHERE service_month < month
GROUP BY month, service_month;

COMMENT ON VIEW late_pools IS 'The months in which pools are booked late, and those that they are for.';
COMMENT ON COLUMN late_pools.month IS 'Month in which they are booked.';
COMMENT ON COLUMN late_pools.service_month IS 'Month that they are for.';
