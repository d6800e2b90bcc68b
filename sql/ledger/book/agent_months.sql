CREATE OR REPLACE VIEW agent_months WITH (security_invoker = true) AS
SELECT m.month, m.agent, m.business_unit,
	   coalesce(m.unit_of_work, a.unit_of_work, 'unattributed') AS unit_of_work,
	   coalesce(a.business_unit, 'unattributed') AS home_business_unit,
	   coalesce(a.unit_of_work, 'unattributed') AS home_unit_of_work,
	   coalesce(a.deployment, 'unattributed') AS deployment,
	   m.direct_cost, m.review_cost, m.shared_cost, m.write_off_cost, m.unallocated_cost, m.model_cost, m.visible_cost,
	   m.events, m.unpriced_events, m.tokens, m.model_tokens, m.outcomes, m.reviews, m.judged, m.accurate
FROM (SELECT month, agent, business_unit,
			 CASE WHEN min(unit_of_work) = max(unit_of_work) THEN min(unit_of_work) END AS unit_of_work,
			 coalesce(sum(cost) FILTER (WHERE layer IN ('model_api', 'inference')), 0) AS model_cost,
			 coalesce(sum(tokens) FILTER (WHERE layer IN ('model_api', 'inference')), 0) AS model_tokens,
			 coalesce(sum(cost) FILTER (WHERE part = 'direct'), 0) AS direct_cost,
			 coalesce(sum(cost) FILTER (WHERE part = 'review'), 0) AS review_cost,
			 coalesce(sum(cost) FILTER (WHERE part = 'shared'), 0) AS shared_cost,
			 coalesce(sum(cost) FILTER (WHERE part = 'write_off'), 0) AS write_off_cost,
			 coalesce(sum(cost) FILTER (WHERE unallocated), 0) AS unallocated_cost,
			 sum(events)::bigint AS events, sum(unpriced_events)::bigint AS unpriced_events,
			 sum(tokens) AS tokens, sum(outcomes)::bigint AS outcomes,
			 sum(reviews)::bigint AS reviews, sum(judged)::bigint AS judged, sum(accurate)::bigint AS accurate,
			 coalesce(sum(cost) FILTER (WHERE l.visible), 0) AS visible_cost
	  FROM read_month_book()
	  LEFT JOIN cost_layers l USING (layer)
	  WHERE part IN ('direct', 'review', 'shared', 'write_off', 'outcome')
	  GROUP BY month, agent, business_unit) m
LEFT JOIN agent_periods a
	ON a.agent = m.agent AND a.valid_from < next_month(m.month) AND a.valid_until >= next_month(m.month);

COMMENT ON VIEW agent_months IS 'Costs and work by month, agent and business unit.';
COMMENT ON COLUMN agent_months.month IS 'Month.';
COMMENT ON COLUMN agent_months.agent IS 'Agent.';
COMMENT ON COLUMN agent_months.business_unit IS 'Business unit that pays.';
COMMENT ON COLUMN agent_months.unit_of_work IS 'Unit of work of the outcomes; that of the agent at the end of the month if there are none, or several.';
COMMENT ON COLUMN agent_months.home_business_unit IS 'Business unit of the agent at the end of the month.';
COMMENT ON COLUMN agent_months.home_unit_of_work IS 'Unit of work of the agent at the end of the month.';
COMMENT ON COLUMN agent_months.deployment IS 'Deployment of the agent at the end of the month.';
COMMENT ON COLUMN agent_months.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN agent_months.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN agent_months.shared_cost IS 'Share of shared costs.';
COMMENT ON COLUMN agent_months.write_off_cost IS 'Share of the write-offs of investments.';
COMMENT ON COLUMN agent_months.unallocated_cost IS 'What of these two belongs to pools that no agent takes part in.';
COMMENT ON COLUMN agent_months.model_cost IS 'What of all cost is for running models: the layers model_api and inference.';
COMMENT ON COLUMN agent_months.events IS 'Events.';
COMMENT ON COLUMN agent_months.unpriced_events IS 'Those of them whose cost is not known yet.';
COMMENT ON COLUMN agent_months.tokens IS 'Tokens.';
COMMENT ON COLUMN agent_months.model_tokens IS 'Tokens of events in these two layers.';
COMMENT ON COLUMN agent_months.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN agent_months.reviews IS 'Reviews.';
COMMENT ON COLUMN agent_months.judged IS 'Reviews with a verdict.';
COMMENT ON COLUMN agent_months.accurate IS 'Reviews that found the work accurate.';
COMMENT ON COLUMN agent_months.visible_cost IS 'What of all cost is in visible layers.';
