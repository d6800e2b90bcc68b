CREATE OR REPLACE VIEW day_rates WITH (security_invoker = true) AS
SELECT service_month AS month, agent, agent_from, business_unit, unit_of_work,
	   sum(direct_cost_share) AS direct_cost_share, sum(direct_cost_amortization) AS direct_cost_amortization,
			max(direct_cost_total) AS direct_cost_total,
	   sum(events_share) AS events_share, sum(events_amortization) AS events_amortization,
			max(events_total) AS events_total,
	   sum(tokens_share) AS tokens_share, sum(tokens_amortization) AS tokens_amortization,
			max(tokens_total) AS tokens_total,
	   sum(gpu_seconds_share) AS gpu_seconds_share, sum(gpu_seconds_amortization) AS gpu_seconds_amortization,
			max(gpu_seconds_total) AS gpu_seconds_total,
	   sum(vectors_stored_share) AS vectors_stored_share,
			sum(vectors_stored_amortization) AS vectors_stored_amortization,
	   max(vectors_stored_total) AS vectors_stored_total,
	   sum(outcomes_share) AS outcomes_share, sum(outcomes_amortization) AS outcomes_amortization,
			max(outcomes_total) AS outcomes_total
FROM cell_rates
GROUP BY service_month, agent, agent_from, business_unit, unit_of_work;

COMMENT ON VIEW day_rates IS 'cell_rates by the month that pools are for, whenever they were booked: what days are charged by.';
COMMENT ON COLUMN day_rates.month IS 'Month.';
COMMENT ON COLUMN day_rates.agent IS 'Agent.';
COMMENT ON COLUMN day_rates.agent_from IS 'First day of the row of agents that holds; -infinity: none.';
COMMENT ON COLUMN day_rates.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN day_rates.unit_of_work IS 'Unit of work.';
COMMENT ON COLUMN day_rates.direct_cost_share IS 'Share in pools by direct_cost.';
COMMENT ON COLUMN day_rates.direct_cost_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN day_rates.direct_cost_total IS 'How much of direct_cost the cell has.';
COMMENT ON COLUMN day_rates.events_share IS 'Share in pools by events.';
COMMENT ON COLUMN day_rates.events_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN day_rates.events_total IS 'How much of events the cell has.';
COMMENT ON COLUMN day_rates.tokens_share IS 'Share in pools by tokens.';
COMMENT ON COLUMN day_rates.tokens_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN day_rates.tokens_total IS 'How much of tokens the cell has.';
COMMENT ON COLUMN day_rates.gpu_seconds_share IS 'Share in pools by gpu_seconds.';
COMMENT ON COLUMN day_rates.gpu_seconds_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN day_rates.gpu_seconds_total IS 'How much of gpu_seconds the cell has.';
COMMENT ON COLUMN day_rates.vectors_stored_share IS 'Share in pools by vectors_stored.';
COMMENT ON COLUMN day_rates.vectors_stored_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN day_rates.vectors_stored_total IS 'How much of vectors_stored the cell has.';
COMMENT ON COLUMN day_rates.outcomes_share IS 'Share in pools by outcomes.';
COMMENT ON COLUMN day_rates.outcomes_amortization IS 'What of it is amortization.';
COMMENT ON COLUMN day_rates.outcomes_total IS 'How much of outcomes the cell has.';
