CREATE OR REPLACE VIEW cost_pools WITH (security_invoker = true) AS
SELECT 'shared_cost' AS pool_kind, id AS pool_id, month, layer,
	   coalesce(vendor, 'unattributed') AS vendor, description, driver,
	   amount::numeric AS amount, agent, business_unit, deployment
FROM shared_costs
WHERE amount IS NOT NULL
UNION ALL
SELECT 'write_off', i.id, (i.first_month + make_interval(months => n::integer - 1))::date, i.layer,
	   coalesce(i.vendor, 'unattributed'), i.description, i.driver,
	   runrate.amortized_cost(i.amount, i.months, n, greatest(2, scale(trim_scale(i.amount)))), i.agent, i.business_unit, i.deployment
FROM investments i
CROSS JOIN LATERAL month_numbers(i.months) n
WHERE i.amount IS NOT NULL;

COMMENT ON VIEW cost_pools IS
'Amounts that are allocated to agents month by month: shared costs, and the write-offs of investments to their last month, which may be in the future.';
COMMENT ON COLUMN cost_pools.pool_kind IS 'shared_cost or write_off.';
COMMENT ON COLUMN cost_pools.pool_id IS 'Row of shared_costs or investments.';
COMMENT ON COLUMN cost_pools.month IS 'Month.';
COMMENT ON COLUMN cost_pools.layer IS 'Layer of cost.';
COMMENT ON COLUMN cost_pools.vendor IS 'Who billed it.';
COMMENT ON COLUMN cost_pools.description IS 'What it is.';
COMMENT ON COLUMN cost_pools.driver IS 'What it is allocated by.';
COMMENT ON COLUMN cost_pools.amount IS 'Amount of the month; negative: a credit or reversal.';
COMMENT ON COLUMN cost_pools.agent IS 'Only this agent has it.';
COMMENT ON COLUMN cost_pools.business_unit IS 'Only agents of this business unit take part.';
COMMENT ON COLUMN cost_pools.deployment IS 'Only agents of this deployment take part.';
