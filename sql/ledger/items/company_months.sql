CREATE OR REPLACE VIEW company_months WITH (security_invoker = true) AS
SELECT b.month,
	   sum(b.events)::bigint AS events, sum(b.outcomes)::bigint AS outcomes,
	   coalesce(sum(b.cost) FILTER (WHERE b.component = 'direct'), 0) AS direct_cost,
	   coalesce(sum(b.cost) FILTER (WHERE b.component = 'direct' AND b.layer IN ('model_api', 'inference')),
			0) AS model_cost,
	   coalesce(sum(b.cost) FILTER (WHERE b.component = 'direct' AND b.layer = 'retries'), 0) AS retry_cost,
	   coalesce(sum(b.cost) FILTER (WHERE b.component = 'direct' AND b.layer = 'tool_calls'), 0) AS tool_cost,
	   coalesce(sum(b.cost) FILTER (WHERE b.component = 'direct' AND l.visible), 0) AS visible_cost,
	   coalesce(sum(b.cost) FILTER (WHERE b.component = 'review'), 0) AS review_cost,
	   coalesce(sum(b.cost) FILTER (WHERE b.component = 'shared'), 0) AS shared_cost,
	   coalesce(sum(b.cost) FILTER (WHERE b.component = 'amortization'), 0) AS amortization_cost,
	   sum(b.cost) AS cost,
	   coalesce(sum(b.cost) FILTER (WHERE b.service_month < b.month), 0) AS prior_period_cost,
	   coalesce(sum(b.outcomes) FILTER (WHERE b.service_month < b.month), 0)::bigint AS prior_period_outcomes
FROM book b
LEFT JOIN cost_layers l ON l.layer = b.layer
GROUP BY b.month;

COMMENT ON VIEW company_months IS 'The book by month: what work items, and what belongs to none, have to sum to.';
COMMENT ON COLUMN company_months.month IS 'Month.';
COMMENT ON COLUMN company_months.events IS 'Events.';
COMMENT ON COLUMN company_months.outcomes IS 'Outcomes that count.';
COMMENT ON COLUMN company_months.direct_cost IS 'Cost of events.';
COMMENT ON COLUMN company_months.model_cost IS 'What of it is of the layers model_api and inference.';
COMMENT ON COLUMN company_months.retry_cost IS 'What of it is of the layer retries.';
COMMENT ON COLUMN company_months.tool_cost IS 'What of it is of the layer tool_calls.';
COMMENT ON COLUMN company_months.visible_cost IS 'What of it is of layers marked visible.';
COMMENT ON COLUMN company_months.review_cost IS 'Cost of reviews.';
COMMENT ON COLUMN company_months.shared_cost IS 'Shared costs.';
COMMENT ON COLUMN company_months.amortization_cost IS 'Amortization of investments.';
COMMENT ON COLUMN company_months.cost IS 'The sum of all.';
COMMENT ON COLUMN company_months.prior_period_cost IS 'What of cost belongs to months before.';
COMMENT ON COLUMN company_months.prior_period_outcomes IS 'What of outcomes belongs to months before.';
