CREATE OR REPLACE VIEW pool_facts WITH (security_invoker = true) AS
SELECT p.pool_kind, p.pool_id, p.kind, p.month, p.service_month, p.layer, coalesce(p.vendor, 'unattributed') AS vendor,
	p.description,
	   p.driver, p.amount, p.agent, p.business_unit, p.deployment
FROM (SELECT 'shared_cost'::text AS pool_kind, s.id AS pool_id, fact_kind(s.reverses, NULL) AS kind,
		first_of_month(s.booked_on) AS month,
	s.month AS service_month,
			 s.layer, s.vendor, s.description, s.driver, s.amount::numeric AS amount, s.agent, s.business_unit,
					s.deployment
	  FROM shared_costs s
	  UNION ALL
	  SELECT 'amortization'::text, i.id, fact_kind(i.reverses, NULL), greatest(i.service_month,
			first_of_month(i.booked_on)), i.service_month,
			 i.layer, i.vendor, i.description, i.driver, amortization(i.amount, i.months, i.n), i.agent,
					i.business_unit, i.deployment
	  FROM (SELECT i.*, n, (i.first_month + make_interval(months => n::integer - 1))::date AS service_month
			FROM investments i
			CROSS JOIN LATERAL month_numbers(i.months) n) i
	  UNION ALL
	  SELECT 'disposal'::text, l.id, fact_kind(d.reverses, NULL), l.month, l.service_month, i.layer, i.vendor,
			 i.description, i.driver, l.amount, i.agent, i.business_unit, i.deployment
	  FROM disposal_lines l
	  JOIN disposals d ON d.id = l.id
	  JOIN investments i ON i.id = l.investment) p
WHERE p.month <= (SELECT present_month());

COMMENT ON VIEW pool_facts IS 'The rows of cost_pools, and those whose amount is not known yet.';
COMMENT ON COLUMN pool_facts.pool_kind IS 'shared_cost, amortization or disposal.';
COMMENT ON COLUMN pool_facts.pool_id IS 'Row of shared_costs, investments or disposals.';
COMMENT ON COLUMN pool_facts.kind IS 'original or reversal.';
COMMENT ON COLUMN pool_facts.month IS 'Month in which it is booked.';
COMMENT ON COLUMN pool_facts.service_month IS 'Month whose drivers share it.';
COMMENT ON COLUMN pool_facts.layer IS 'Layer of cost.';
COMMENT ON COLUMN pool_facts.vendor IS 'Who billed it.';
COMMENT ON COLUMN pool_facts.description IS 'What it is.';
COMMENT ON COLUMN pool_facts.driver IS 'What it is allocated by.';
COMMENT ON COLUMN pool_facts.amount IS 'Amount of the month; negative: a credit or reversal.';
COMMENT ON COLUMN pool_facts.agent IS 'Only this agent has it.';
COMMENT ON COLUMN pool_facts.business_unit IS 'Only what this business unit pays for takes part.';
COMMENT ON COLUMN pool_facts.deployment IS 'Only agents of this deployment take part.';

CREATE OR REPLACE VIEW cost_pools WITH (security_invoker = true) AS
SELECT pool_kind, pool_id, month, service_month, layer, vendor, description, driver, amount,
	   agent, business_unit, deployment
FROM pool_facts
WHERE amount IS NOT NULL;

COMMENT ON VIEW cost_pools IS
'Amounts that are allocated to agents month by month, to the present month: shared costs, the amortization of investments, and what their disposals change of it. A month of an investment that is reversed later is taken back in the month of the reversal, and the months before stay as they were.';
COMMENT ON COLUMN cost_pools.pool_kind IS 'shared_cost, amortization or disposal.';
COMMENT ON COLUMN cost_pools.pool_id IS 'Row of shared_costs, investments or disposals.';
COMMENT ON COLUMN cost_pools.month IS 'Month in which it is booked.';
COMMENT ON COLUMN cost_pools.service_month IS 'Month whose drivers share it.';
COMMENT ON COLUMN cost_pools.layer IS 'Layer of cost.';
COMMENT ON COLUMN cost_pools.vendor IS 'Who billed it.';
COMMENT ON COLUMN cost_pools.description IS 'What it is.';
COMMENT ON COLUMN cost_pools.driver IS 'What it is allocated by.';
COMMENT ON COLUMN cost_pools.amount IS 'Amount of the month; negative: a credit or reversal.';
COMMENT ON COLUMN cost_pools.agent IS 'Only this agent has it.';
COMMENT ON COLUMN cost_pools.business_unit IS 'Only what this business unit pays for takes part.';
COMMENT ON COLUMN cost_pools.deployment IS 'Only agents of this deployment take part.';
